"""What is derived from the log, or lies beside it, against the log: registers, views, files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import zip_longest

from zltrec.audit.findings import Findings
from zltrec.domain import aggregates
from zltrec.errors import Unreadable, ZltrecError
from zltrec.progress import Progress
from zltrec.projections.views import Views, empty_views
from zltrec.store.files import FileStore
from zltrec.store.registers import ScratchRegisters
from zltrec.store.sqlite import SQLiteLog


def check_registers(log: SQLiteLog, rebuilt: ScratchRegisters, findings: Findings) -> None:
    """Compares every stored register with the rebuilt ones (`log` within a snapshot)."""
    with log.snapshot() as stored_registers:
        if aggregates.are_older(stored_registers):
            findings.leave_out(
                "registers: they are of another version; the next command that writes rebuilds them"
            )
            return
    aggregates.rebuild((), rebuilt)
    for stored, right in _compared(log.register_rows(), rebuilt.rows()):
        name, key = (stored or right or ("", ""))[:2]
        if stored is None:
            findings.fault(None, "register", "register {name} lacks {key}", name=name, key=key)
        elif right is None:
            findings.fault(
                None,
                "register",
                "register {name} has {key}, which no event entered",
                name=name,
                key=key,
            )
        else:
            findings.fault(
                None,
                "register",
                "register {name} says something else of {key} than the log",
                name=name,
                key=key,
            )


def check_files(known: dict[str, str], files: FileStore, findings: Findings) -> None:
    """Recomputes the digest of every file that was taken in (`known`: digest -> name)."""
    for sha256, name in known.items():
        findings.files += 1
        try:
            digest = files.digest(sha256)
        except OSError as error:
            findings.fault(
                None,
                "file",
                "the file {name} ({sha256}) cannot be read: {reason}",
                name=name,
                sha256=sha256,
                reason=error.strerror or error,
            )
            continue
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


def check_views(log: SQLiteLog, views: Views, findings: Findings, progress: Progress) -> None:
    """Compares every projection with one rebuilt to the position that it has read to."""
    if views.damage is not None:
        findings.fault(
            None,
            "projection",
            "the projections cannot be read ({reason}); delete {file} to have them made anew",
            reason=views.damage,
            file="views.sqlite",
        )
        return
    positions = set(views.positions().values())
    if positions == {0}:
        findings.leave_out("projections: none are stored; the next command that looks makes them")
        return
    if not positions <= {min(positions)}:
        findings.not_checked.append(
            Unreadable(
                "projections: they were left half way; the next command that looks mends them"
            )
        )
        return
    rebuilt = empty_views()
    try:
        rebuilt.catch_up(log, min(positions), progress)
    except (ZltrecError, LookupError, ValueError, TypeError, sqlite3.Error) as error:
        findings.not_checked.append(
            Unreadable("projections: they cannot be rebuilt: {reason}", reason=error)
        )
        return
    for projection in views.projections:
        for table in projection.tables:
            try:
                for check in projection.checks:
                    views.connection.execute(check)
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
