"""The log itself, event by event: positions, leaves, states, moments, versions, head.

Every leaf is recomputed from stored bytes. Given ranges, only their events are
read; the root is then that of the stored leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from zltrec.audit.findings import Findings
from zltrec.domain import aggregates
from zltrec.domain.fact import Recorded, decode_fact
from zltrec.errors import ZltrecError
from zltrec.progress import Progress
from zltrec.proof.faults import ProofError
from zltrec.proof.leaf import encode_leaf
from zltrec.proof.merkle import Frontier, hash_leaf
from zltrec.store.head import Head, StoredRow
from zltrec.store.registers import ScratchRegisters
from zltrec.store.sqlite import SQLiteLog

_BATCH = 1_000


class EventCheck:
    """One pass over events. `registers`, if given, are rebuilt on the way."""

    def __init__(
        self, log: SQLiteLog, findings: Findings, registers: ScratchRegisters | None
    ) -> None:
        self._log, self._findings, self._registers = log, findings, registers
        self._moment = ""

    def check_all(self, sizes: set[int], progress: Progress) -> dict[int, bytes]:
        """Checks every event and the head; returns the recomputed roots at the given sizes."""
        findings, head = self._findings, self._head()
        tree = _Tree(sizes)
        newest = 0
        for position, *_ in self._log.rows(-(2**62), 0):
            findings.fault(
                position,
                "gap",
                "there is an event at {position}, before the first",
                position=position,
            )
        for position, computed in self._batches(1, None, progress, head.size):
            newest = position
            tree.grow(computed)
        frontier = tree.frontier()
        findings.events, findings.root = frontier.size, frontier.root()
        given = self._log.last_given()
        if not head.size == newest == given:
            findings.fault(
                newest + 1 if newest < max(head.size, given) else newest,
                "head",
                "the log ends at {newest}, its head says {size}, and {given} positions were given"
                " out",
                newest=newest,
                size=head.size,
                given=given,
            )
        if head.frontier != frontier:
            findings.fault(None, "head", "the root in the log's head is not that of its events")
        if head.recorded_at != self._moment:
            findings.fault(
                None, "head", "the moment in the log's head is not that of its last event"
            )
        for position, originator_id in self._log.broken_sequences():
            findings.fault(
                position,
                "version",
                "the versions of {id} have a gap or are out of order",
                id=originator_id,
            )
        return tree.roots

    def check_ranges(
        self, ranges: Sequence[tuple[int, int]], sizes: set[int], progress: Progress
    ) -> dict[int, bytes]:
        """Checks the events of some ranges (first and last position); returns roots over stored
        leaves at the given sizes."""
        findings, head = self._findings, self._head()
        tree = _Tree(sizes)
        leaves = self._log.leaves()
        while batch := [leaf for _position, leaf in islice(leaves, _BATCH)]:
            tree.grow(batch)
        findings.events, findings.root = head.size, tree.frontier().root()
        if head.frontier != tree.frontier():
            findings.fault(None, "head", "the root in the log's head is not that of its leaves")
        for position, *_ in self._log.rows(head.size + 1):
            findings.fault(
                position,
                "head",
                "there is an event at {position}, beyond the log's head",
                position=position,
            )
        for first, last in ranges:
            self._moment = ""
            end = first - 1
            for position, _computed in self._batches(first, last, progress, last - first + 1):
                end = position
            if end < last:
                self._gap(end + 1, last)
        return tree.roots

    def _batches(
        self, first: int, last: int | None, progress: Progress, length: int
    ) -> Iterator[tuple[int, list[bytes]]]:
        """Checks events in order, a batch at a time; yields its last position and its
        recomputed leaves."""
        rows = iter(progress(self._log.rows(first, last), length))
        expected = first
        while batch := list(islice(rows, _BATCH)):
            newest = batch[-1][0]
            stored = self._log.leaves(expected, newest)
            computed = self._leaves(batch)
            whole = newest - expected + 1 == len(batch)
            if not whole or computed != [leaf for _position, leaf in stored]:
                self._compare(expected, newest, batch, computed)
            self._read_all(batch)
            expected = newest + 1
            yield newest, computed
        for position, _leaf in self._log.leaves(expected, last):
            self._stray(position)

    def _leaves(self, batch: list[StoredRow]) -> list[bytes]:
        """The leaves of stored bytes; of what can be no event, the leaf of nothing."""
        with suppress(ProofError):
            return [hash_leaf(encode_leaf(*row)) for row in batch]
        leaves = []
        for row in batch:
            try:
                leaves.append(hash_leaf(encode_leaf(*row)))
            except ProofError:
                leaves.append(hash_leaf(b""))  # differs from the stored one, and is named
        return leaves

    def _compare(
        self, expected: int, newest: int, batch: list[StoredRow], computed: list[bytes]
    ) -> None:
        """Names each gap, each event whose leaf is another, and each leaf without an event."""
        stored = dict(self._log.leaves(expected, newest))
        for row, leaf in zip(batch, computed, strict=True):
            position = row[0]
            if position != expected:
                self._gap(expected, position - 1)
            expected = position + 1
            kept = stored.pop(position, None)
            if kept is None:
                self._findings.fault(
                    position, "leaf", "the event at {position} has no leaf", position=position
                )
            elif kept != leaf:
                self._findings.fault(
                    position,
                    "leaf",
                    "the event at {position} is not the one that its leaf was made of",
                    position=position,
                )
        for position in stored:
            self._stray(position)

    def _read_all(self, batch: list[StoredRow]) -> None:
        """Reads a batch; where nothing has to be rebuilt and nothing is wrong, all at once."""
        if self._registers is None:
            with suppress(ZltrecError, LookupError, ValueError, TypeError):
                moments = [decode_fact(row[3], row[4]).recorded_at for row in batch]
                if self._moment <= moments[0] and moments == sorted(moments):
                    self._moment = moments[-1]
                    return
        for row in batch:
            self._read(row)

    def _read(self, row: StoredRow) -> None:
        position, originator_id, version, topic, state = row
        try:
            fact = decode_fact(topic, state)
            if fact.recorded_at < self._moment:
                self._findings.fault(
                    position,
                    "moment",
                    "the event at {position} was recorded before the one before it",
                    position=position,
                )
            else:
                self._moment = fact.recorded_at
            if self._registers is not None:
                aggregates.register(Recorded(originator_id, version, fact), self._registers)
        except Exception as error:  # whatever a changed row makes of itself
            self._findings.fault(
                position,
                "state",
                "the event at {position} cannot be read: {reason}",
                position=position,
                reason=error,
            )

    def _head(self) -> Head:
        """The stored head; an empty one, and a fault, where it cannot be read."""
        try:
            return self._log.head()
        except ZltrecError as error:
            self._findings.fault(
                None, "head", "the head of the log cannot be read: {reason}", reason=error
            )
            return Head(0, Frontier(), "")

    def _gap(self, first: int, last: int) -> None:
        self._findings.fault(
            first,
            "gap",
            "positions {first} to {last} are missing from the log",
            first=first,
            last=last,
        )

    def _stray(self, position: int) -> None:
        self._findings.fault(
            position, "leaf", "there is a leaf at {position}, but no event", position=position
        )


class _Tree:
    """A tree that grows a batch of leaves at a time, and notes its root at some sizes."""

    def __init__(self, sizes: set[int]) -> None:
        self.roots: dict[int, bytes] = {0: Frontier().root()} if 0 in sizes else {}
        self._sizes = sorted(sizes)
        self._frontier = Frontier()

    def grow(self, leaves: list[bytes]) -> None:
        """Takes in more leaf hashes."""
        begin = self._frontier.size
        for size in self._sizes:
            if self._frontier.size < size <= begin + len(leaves):
                self._frontier = self._frontier.extended(
                    leaves[self._frontier.size - begin : size - begin]
                )
                self.roots[size] = self._frontier.root()
        self._frontier = self._frontier.extended(leaves[self._frontier.size - begin :])

    def frontier(self) -> Frontier:
        """The tree as it is now."""
        return self._frontier
