"""The log itself, event by event: positions, leaves, states, moments, versions, head.

Every leaf is recomputed from stored bytes. Given ranges, only their events are
read; the root is then that of the stored leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from zltrec.audit.findings import Findings
from zltrec.domain import aggregates
from zltrec.domain.fact import Recorded, decode_fact
from zltrec.errors import ZltrecError
from zltrec.proof.leaf import encode_leaf
from zltrec.proof.merkle import Frontier, hash_leaf
from zltrec.store.head import StoredRow
from zltrec.store.registers import Registers
from zltrec.store.sqlite import SQLiteLog

Progress = Callable[[Iterable[StoredRow], int], Iterable[StoredRow]]
_BATCH = 1_000


class EventCheck:
    """One pass over events. `registers`, if given, are rebuilt on the way."""

    def __init__(self, log: SQLiteLog, findings: Findings, registers: Registers | None) -> None:
        self._log, self._findings, self._registers = log, findings, registers
        self._moment = ""

    def check_all(self, sizes: set[int], progress: Progress) -> dict[int, bytes]:
        """Checks every event and the head; returns the recomputed roots at the given sizes."""
        findings, head = self._findings, self._log.head()
        tree = _Tree(sizes)
        newest = 0
        for position, computed in self._range(1, None, progress, head.size):
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
        findings, head = self._findings, self._log.head()
        tree = _Tree(sizes)
        for _position, leaf in self._log.leaves():
            tree.grow(leaf)
        findings.events, findings.root = head.size, tree.frontier().root()
        if head.frontier != tree.frontier():
            findings.fault(None, "head", "the root in the log's head is not that of its leaves")
        for first, last in ranges:
            self._moment = ""
            end = first - 1
            for position, _computed in self._range(first, last, progress, last - first + 1):
                end = position
            if end < last:
                self._gap(end + 1, last)
        return tree.roots

    def _range(
        self, first: int, last: int | None, progress: Progress, length: int
    ) -> Iterator[tuple[int, bytes]]:
        """Checks events in order; yields each position with its recomputed leaf."""
        leaves = self._log.leaves(first, last)
        leaf = next(leaves, None)
        expected = first
        for row in progress(self._log.rows(first, last), length):
            position = row[0]
            if position != expected:
                self._gap(expected, position - 1)
            expected = position + 1
            computed = hash_leaf(encode_leaf(*row))
            while leaf is not None and leaf[0] < position:
                self._stray(leaf[0])
                leaf = next(leaves, None)
            if leaf is None or leaf[0] != position:
                self._findings.fault(
                    position, "leaf", "the event at {position} has no leaf", position=position
                )
            else:
                if leaf[1] != computed:
                    self._findings.fault(
                        position,
                        "leaf",
                        "the event at {position} is not the one that its leaf was made of",
                        position=position,
                    )
                leaf = next(leaves, None)
            self._read(row)
            yield position, computed
        while leaf is not None:
            self._stray(leaf[0])
            leaf = next(leaves, None)

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
        except (ZltrecError, LookupError, ValueError, TypeError) as error:
            self._findings.fault(
                position,
                "state",
                "the event at {position} cannot be read: {reason}",
                position=position,
                reason=error,
            )

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
    """A tree that grows leaf by leaf, in batches, and notes its root at some sizes."""

    def __init__(self, sizes: set[int]) -> None:
        self.roots: dict[int, bytes] = {0: Frontier().root()} if 0 in sizes else {}
        self._sizes = sizes
        self._frontier = Frontier()
        self._batch: list[bytes] = []
        self._size = 0

    def grow(self, leaf: bytes) -> None:
        """Takes in one more leaf hash."""
        self._batch.append(leaf)
        self._size += 1
        if len(self._batch) == _BATCH or self._size in self._sizes:
            self._take()

    def frontier(self) -> Frontier:
        """The tree as it is now."""
        self._take()
        return self._frontier

    def _take(self) -> None:
        self._frontier = self._frontier.extended(self._batch)
        self._batch = []
        if self._size in self._sizes:
            self.roots[self._size] = self._frontier.root()
