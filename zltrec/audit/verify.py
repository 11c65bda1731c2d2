"""Everything that a store itself can show to be wrong, found and named, one after another.

`verify_store` goes on after the first fault. It recomputes every leaf from
stored bytes, never from a stored hash, rebuilds registers and projections from
nothing but the log, and says what it could not check. What it cannot see is a
store rewritten as a whole with fresh leaves: for that a seal outside is needed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from zltrec.domain import accession, aggregates
from zltrec.domain.fact import Recorded, decode_fact
from zltrec.errors import Unreadable, ZltrecError
from zltrec.projections.views import Views, empty_views
from zltrec.proof.leaf import encode_leaf
from zltrec.proof.merkle import Frontier, hash_leaf
from zltrec.store.files import FileStore
from zltrec.store.head import StoredRow
from zltrec.store.registers import Registers, scratch_registers
from zltrec.store.sqlite import SQLiteLog

Progress = Callable[[Iterable[StoredRow], int], Iterable[StoredRow]]
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: the position it belongs to (None if to none), its kind, a message to translate."""

    position: int | None
    kind: str
    error: ZltrecError


@dataclass
class Findings:
    """What `verify_store` found.

    `events` and `root` are as recomputed; `files` counts files whose bytes
    were checked; `not_checked` names what was not, in sentences to translate.
    """

    events: int = 0
    root: bytes = b""
    files: int = 0
    not_checked: list[ZltrecError] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, position: int | None, kind: str, template: str, /, **params: object) -> None:
        """Notes a fault."""
        self.faults.append(Fault(position, kind, Unreadable(template, **params)))


def verify_store(
    log: SQLiteLog, files: FileStore, views: Views | None, progress: Progress
) -> Findings:
    """Checks the log, its leaves and head, the registers, the files and the stored `views`.

    `views` None: no projections are stored. `progress` wraps the rows as they
    are read, and is told how many there are.
    """
    findings = Findings()
    with log.snapshot():
        rebuilt = _check_events(log, findings, progress)
        _check_sequences(log, findings)
        _check_registers(log, rebuilt, findings)
        _check_files(rebuilt, files, findings)
        if views is None:
            findings.not_checked.append(
                Unreadable("projections: none are stored; the next command that looks makes them")
            )
        else:
            _check_views(log, views, findings)
    return findings


def _check_events(log: SQLiteLog, findings: Findings, progress: Progress) -> Registers:
    """Positions, leaves, states and moments, in one pass; returns the registers rebuilt."""
    head = log.head()
    frontier = Frontier()
    registers = scratch_registers()
    leaves = log.leaves()
    leaf = next(leaves, None)
    expected, last_moment = 1, ""
    batch: list[bytes] = []
    for position, originator_id, version, topic, state in progress(log.rows(), head.size):
        if position != expected:
            findings.fault(
                expected,
                "gap",
                "positions {first} to {last} are missing from the log",
                first=expected,
                last=position - 1,
            )
        expected = position + 1
        computed = hash_leaf(encode_leaf(position, originator_id, version, topic, bytes(state)))
        batch.append(computed)
        if len(batch) == _BATCH:
            frontier, batch = frontier.extended(batch), []
        while leaf is not None and leaf[0] < position:
            _stray_leaf(findings, leaf[0])
            leaf = next(leaves, None)
        if leaf is None or leaf[0] != position:
            findings.fault(
                position, "leaf", "the event at {position} has no leaf", position=position
            )
        else:
            if leaf[1] != computed:
                findings.fault(
                    position,
                    "leaf",
                    "the event at {position} is not the one that its leaf was made of",
                    position=position,
                )
            leaf = next(leaves, None)
        try:
            fact = decode_fact(topic, state)
            if fact.recorded_at < last_moment:
                findings.fault(
                    position,
                    "moment",
                    "the event at {position} was recorded before the one before it",
                    position=position,
                )
            last_moment = max(last_moment, fact.recorded_at)
            aggregates.register(Recorded(originator_id, version, fact), registers)
        except (ZltrecError, LookupError, ValueError, TypeError) as error:
            findings.fault(
                position,
                "state",
                "the event at {position} cannot be read: {reason}",
                position=position,
                reason=error,
            )
    while leaf is not None:
        _stray_leaf(findings, leaf[0])
        leaf = next(leaves, None)
    frontier = frontier.extended(batch)
    findings.events, findings.root = frontier.size, frontier.root()
    _check_head(log, findings, expected - 1, frontier, last_moment)
    return registers


def _stray_leaf(findings: Findings, position: int) -> None:
    findings.fault(
        position, "leaf", "there is a leaf at {position}, but no event", position=position
    )


def _check_head(
    log: SQLiteLog, findings: Findings, newest: int, frontier: Frontier, last_moment: str
) -> None:
    head = log.head()
    if not head.size == newest == log.last_given():
        findings.fault(
            newest + 1 if newest < max(head.size, log.last_given()) else newest,
            "head",
            "the log ends at {newest}, its head says {size}, and {given} positions were given out",
            newest=newest,
            size=head.size,
            given=log.last_given(),
        )
    if head.frontier != frontier:
        findings.fault(None, "head", "the root in the log's head is not that of its events")
    if head.recorded_at != last_moment:
        findings.fault(None, "head", "the moment in the log's head is not that of its last event")


def _check_sequences(log: SQLiteLog, findings: Findings) -> None:
    for position, originator_id in log.broken_sequences():
        findings.fault(
            position,
            "version",
            "the versions of {id} have a gap or are out of order",
            id=originator_id,
        )


def _check_registers(log: SQLiteLog, rebuilt: Registers, findings: Findings) -> None:
    for stored, right in _compared(log.register_rows(), rebuilt.rows()):
        name, key = (stored or right or ("", ""))[:2]
        if stored is None:
            template = "register {name} lacks {key}"
        elif right is None:
            template = "register {name} has {key}, which no event entered"
        else:
            template = "register {name} says something else of {key} than the log"
        findings.fault(None, "register", template, name=name, key=key)


def _check_files(rebuilt: Registers, files: FileStore, findings: Findings) -> None:
    known = dict(rebuilt.scan(accession.FILE))
    for sha256, name in known.items():
        digest = files.digest(sha256)
        findings.files += 1
        if digest is None:
            findings.fault(
                None, "file", "the file {name} ({sha256}) is gone", name=name, sha256=sha256
            )
        elif digest != sha256:
            findings.fault(
                None, "file", "the file {name} ({sha256}) was changed", name=name, sha256=sha256
            )
    for sha256 in files.all():
        if sha256 not in known:
            findings.fault(
                None, "file", "there is a file {sha256} that no event took in", sha256=sha256
            )


def _check_views(log: SQLiteLog, views: Views, findings: Findings) -> None:
    """Compares every projection with one rebuilt to the position that it has read to."""
    positions = set(views.positions().values())
    if not positions <= {min(positions)}:
        findings.not_checked.append(
            Unreadable(
                "projections: they were left half way; the next command that looks mends them"
            )
        )
        return
    rebuilt = empty_views()
    try:
        rebuilt.catch_up(log, min(positions))
    except (ZltrecError, LookupError, ValueError, TypeError, sqlite3.Error) as error:
        findings.not_checked.append(
            Unreadable("projections: they cannot be rebuilt: {reason}", reason=error)
        )
        return
    for projection in views.projections:
        for table in projection.tables:
            try:
                wrong = sum(1 for _ in _compared(views.table(table), rebuilt.table(table)))
            except sqlite3.Error as error:
                findings.fault(
                    None,
                    "projection",
                    "table {table} cannot be read: {reason}",
                    table=table,
                    reason=error,
                )
                continue
            if wrong:
                findings.fault(
                    None,
                    "projection",
                    "table {table} differs from the log in {count} rows;"
                    " delete {file} to have it made anew",
                    table=table,
                    count=wrong,
                    file="views.sqlite",
                )
    rebuilt.close()


def _compared(
    stored: Iterator[tuple[object, ...]], right: Iterator[tuple[object, ...]]
) -> Iterator[tuple[tuple[object, ...] | None, tuple[object, ...] | None]]:
    """Where two ordered streams of rows differ, as pairs; a row that one lacks has None."""
    for pair in zip_longest(stored, right):
        if pair[0] != pair[1]:
            yield from _from_here(pair, stored, right)
            return


def _from_here(
    pair: tuple[tuple[object, ...] | None, tuple[object, ...] | None],
    stored: Iterator[tuple[object, ...]],
    right: Iterator[tuple[object, ...]],
) -> Iterator[tuple[tuple[object, ...] | None, tuple[object, ...] | None]]:
    """The rest, row by row, by what each side has that the other has not."""
    left_rows = [row for row in (pair[0], *stored) if row is not None]
    right_rows = [row for row in (pair[1], *right) if row is not None]
    left_set, right_set = set(left_rows), set(right_rows)
    keys = {row[:2]: row for row in right_set - left_set}
    for row in left_rows:
        if row not in right_set:
            yield row, keys.pop(row[:2], None)
    for row in keys.values():
        yield None, row
