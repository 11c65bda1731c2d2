"""The views: one SQLite file of projections that catches up with the log.

The file lies beside the log and may be deleted at any time. Each projection
tracks the position that it has read to, in the same transaction as its rows.
A reader that may not write, or that asks what was known earlier, works on a
temporary copy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from sqlite3 import IntegrityError
from typing import Any, Protocol

from zltrec.domain.fact import Recorded, decode_fact
from zltrec.errors import Unreadable, ZltrecError
from zltrec.progress import Progress, unwatched
from zltrec.projections.approvals import ApprovalProjection
from zltrec.projections.cases import CaseProjection
from zltrec.projections.chronicle import ChronicleProjection
from zltrec.projections.issues import IssueProjection
from zltrec.projections.notices import NoticeProjection
from zltrec.projections.officers import OfficerProjection
from zltrec.projections.procedures import ProcedureProjection
from zltrec.projections.projection import Projection
from zltrec.projections.reports import ReportProjection
from zltrec.projections.rosters import RosterProjection
from zltrec.projections.search import SearchProjection
from zltrec.projections.timeline import TimelineProjection
from zltrec.store.head import StoredRow
from zltrec.store.schema import LOCK_TIMEOUT_S

_FORMAT = 1  # PRAGMA user_version of the file; another one is made anew

# `leaf` is that of the event at `position`: a log that was replaced by another shows.
_TRACKING = """
CREATE TABLE IF NOT EXISTS tracking (
    projection TEXT PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL,
    leaf BLOB NOT NULL
) WITHOUT ROWID
"""


_TEMPORARY = ""  # SQLite's name for a database of its own that outgrows memory into a file


class ReadableLog(Protocol):
    """What the views need of a log: rows and leaves in order, and how many there are."""

    def rows(self, start: int = 1, stop: int | None = None) -> Generator[StoredRow, None, None]: ...
    def leaves(self, start: int = 1, stop: int | None = None) -> Iterable[tuple[int, bytes]]: ...
    @property
    def size(self) -> int: ...


def all_projections() -> tuple[Projection, ...]:
    """Every projection there is, in the order in which they apply an event."""
    return (
        ChronicleProjection(),
        NoticeProjection(),
        RosterProjection(),
        OfficerProjection(),
        ApprovalProjection(),
        IssueProjection(),
        ProcedureProjection(),
        CaseProjection(),
        ReportProjection(),
        TimelineProjection(),
        SearchProjection(),
    )


class Views:
    """The projections of one log, in `connection`. Use `current_views` and its kin.

    `position` is where they stood when they last caught up. All that is read
    from them until they do so again is of that position, whatever other
    processes write into the same file. `behind`: by how many events they were
    behind before that. `damage`: why stored views, of which
    these are a copy, could not be read. `progress` is told of all cases, as they are gone
    through.
    """

    def __init__(self, connection: sqlite3.Connection, damage: Exception | None = None) -> None:
        connection.row_factory = sqlite3.Row
        connection.execute(_TRACKING)
        self.connection = connection
        self.projections = all_projections()
        self.position = 0
        self.behind = 0
        self.damage = damage
        self.progress: Progress = unwatched

    def close(self) -> None:
        """Lets go of the database."""
        self.connection.close()

    def positions(self) -> dict[str, int]:
        """The position that each projection has read to (0 if never, of an older version, or
        if one of its tables is gone)."""
        return {name: position for name, (position, _leaf) in self._tracked().items()}

    def catch_up(
        self, log: ReadableLog, to: int | None = None, progress: Progress = unwatched
    ) -> int:
        """Reads the log on to its end, or to position `to`; returns the position.

        Raises Unreadable for an event that cannot be applied, with its position.
        """
        self.progress = progress
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")
        end = _end(log, to)
        read_to = self._read_to(log)
        self.behind = max(0, end - read_to)
        if end == 0 or read_to != end:
            with self.connection:
                self.connection.execute("BEGIN IMMEDIATE")
                # Others may have written since: look again, now that none can.
                self._read_on(log, self._read_to(log), _end(log, to), progress)
        self.connection.execute("BEGIN")
        self.position = min(self.positions().values())
        return self.position

    def _read_on(self, log: ReadableLog, read_to: int, end: int, progress: Progress) -> None:
        if read_to == 0 or read_to > end:
            read_to = 0
            for projection in self.projections:
                self._make_anew(projection)
        with closing(log.rows(read_to + 1, end)) as rows:
            self._apply(progress(rows, end - read_to))
        leaf = _leaf_at(log, end)
        self.connection.executemany(
            "INSERT OR REPLACE INTO tracking VALUES (?, ?, ?, ?)",
            [(p.name, p.version, end, leaf) for p in self.projections],
        )

    def _read_to(self, log: ReadableLog) -> int:
        """The position that all have read to; 0 unless it is one, and this the log read.

        Some projections read tables of others (a released seat's name), so
        they are made anew together or not at all.
        """
        (position, leaf), *others = set(self._tracked().values())
        return 0 if others or leaf != _leaf_at(log, position) else position

    def _tracked(self) -> dict[str, tuple[int, bytes]]:
        tables = {row[0] for row in self.select("SELECT name FROM sqlite_master")}
        found = {
            (row["projection"], row["version"]): (row["position"], row["leaf"])
            for row in self.select("SELECT * FROM tracking")
        }
        return {
            p.name: found.get((p.name, p.version), (0, b""))
            if tables.issuperset(p.tables)
            else (0, b"")
            for p in self.projections
        }

    def select(self, statement: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self.connection.execute(statement, parameters).fetchall()

    def table(self, name: str) -> Iterator[tuple[Any, ...]]:
        """The rows of one table as plain tuples, in an order that is always the same."""
        cursor = self.connection.cursor()
        cursor.row_factory = None
        key = "rowid, *" if name.endswith("_index") else "*"
        return cursor.execute(f"SELECT {key} FROM {name} ORDER BY 1")

    def _apply(self, rows: Iterable[StoredRow]) -> None:
        cursor = self.connection.cursor()
        for position, originator_id, version, topic, state in rows:
            try:
                recorded = Recorded(originator_id, version, decode_fact(topic, state))
                for projection in self.projections:
                    projection.apply(cursor, position, recorded)
            except (ZltrecError, LookupError, ValueError, TypeError, IntegrityError) as error:
                raise Unreadable(
                    "position {position}: {reason}", position=position, reason=error
                ) from error

    def _make_anew(self, projection: Projection) -> None:
        for table in projection.tables:
            self.connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in projection.statements:
            self.connection.execute(statement)


def current_views(
    path: Path, log: ReadableLog, *, writable: bool, progress: Progress = unwatched
) -> Views:
    """The views in the file `path`, caught up with the log, whatever state the file is in.

    A damaged file, or one of another format, is made anew. Where the file
    cannot be written (no permission, no room, `writable` is false) the views
    catch up in memory. Raises Unreadable as `Views.catch_up` does.
    """
    for _attempt in range(2 if writable else 0):
        try:
            return _caught_up(_open(path), log, progress)
        except sqlite3.OperationalError:
            break
        except sqlite3.DatabaseError:
            _remove(path)
    try:
        copy = stored_copy(path)
        if copy is not None:
            return _caught_up(copy, log, progress)
    except sqlite3.Error:
        pass
    return _caught_up(empty_views(), log, progress)


def _caught_up(views: Views, log: ReadableLog, progress: Progress) -> Views:
    try:
        views.catch_up(log, None, progress)
    except BaseException:
        views.close()
        raise
    return views


def _open(path: Path) -> Views:
    connection = _connect(str(path))
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # In this order, since another process may be making the same file.
        if connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
        elif connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
            raise sqlite3.DatabaseError("views of another format")
        return Views(connection)
    except BaseException:
        connection.close()
        raise


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + end).unlink()


def stored_copy(path: Path) -> Views | None:
    """A temporary copy of the stored views as they are; None if there are none of this format.

    Those that cannot be read are copied empty, with the reason in `damage`.
    """
    damage: Exception | None = None
    for mode in ("mode=ro", "immutable=1") if path.exists() else ():
        try:
            stored = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)
        except sqlite3.Error as error:
            damage = error
            continue
        try:
            connection = _connect(_TEMPORARY)
            stored.backup(connection)
            (format_,) = connection.execute("PRAGMA user_version").fetchone()
            return Views(connection) if format_ == _FORMAT else None
        except sqlite3.Error as error:
            damage = error
        finally:
            stored.close()
    return None if damage is None else Views(_connect(_TEMPORARY), damage)


def empty_views() -> Views:
    """Views in a temporary database that have read nothing yet."""
    return Views(_connect(_TEMPORARY))


def _connect(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, isolation_level=None, timeout=LOCK_TIMEOUT_S)


def _end(log: ReadableLog, to: int | None) -> int:
    return log.size if to is None else min(to, log.size)


def _leaf_at(log: ReadableLog, position: int) -> bytes:
    return next((leaf for _position, leaf in log.leaves(position, position)), b"")
