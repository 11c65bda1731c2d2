"""The views: one SQLite file of projections that catches up with the log.

The file lies beside the log and may be deleted at any time. Each projection
tracks the position that it has read to, in the same transaction as its rows.
A reader that may not write, or that asks what was known earlier, works on a
copy in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from zltrec.domain.fact import Recorded, decode_fact
from zltrec.errors import Unreadable
from zltrec.projections.approvals import ApprovalProjection
from zltrec.projections.chronicle import ChronicleProjection
from zltrec.projections.issues import IssueProjection
from zltrec.projections.notices import NoticeProjection
from zltrec.projections.officers import OfficerProjection
from zltrec.projections.projection import Projection
from zltrec.projections.rosters import RosterProjection
from zltrec.projections.search import SearchProjection
from zltrec.projections.timeline import TimelineProjection
from zltrec.store.faults import LOCK_TIMEOUT_S
from zltrec.store.head import StoredRow

_TRACKING = """
CREATE TABLE IF NOT EXISTS tracking (
    projection TEXT PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL
) WITHOUT ROWID
"""

Progress = Callable[[Iterable[StoredRow], int], Iterable[StoredRow]]


class ReadableLog(Protocol):
    """What the views need of a log: its rows in order, and how many there are."""

    def rows(self, start: int = 1, stop: int | None = None) -> Iterable[StoredRow]: ...
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
        TimelineProjection(),
        SearchProjection(),
    )


class Views:
    """The projections of one log, in `connection`. Use `open_views` and its kin.

    `position` is where the log stood when the views last caught up.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        self.connection = connection
        self.projections = all_projections()
        self.position = 0

    def close(self) -> None:
        """Lets go of the database."""
        self.connection.close()

    def positions(self) -> dict[str, int]:
        """The position that each projection has read to (0 if never, or of an older version)."""
        self.connection.execute(_TRACKING)
        found = {
            (row["projection"], row["version"]): row["position"]
            for row in self.connection.execute("SELECT * FROM tracking")
        }
        return {p.name: found.get((p.name, p.version), 0) for p in self.projections}

    def catch_up(
        self, log: ReadableLog, to: int | None = None, progress: Progress | None = None
    ) -> int:
        """Reads the log on to its end, or to position `to`; returns the position.

        Raises Unreadable for an event that cannot be decoded, with its position.
        """
        end = log.size if to is None else min(to, log.size)
        positions = self.positions()
        behind = [p for p in self.projections if positions[p.name] < end]
        ahead = [p for p in self.projections if to is None and positions[p.name] > end]
        self.position = end
        if not behind and not ahead:
            return end
        with self.connection:
            self.connection.execute("BEGIN IMMEDIATE")
            positions = self.positions()
            for projection in (*behind, *ahead):
                # Read to beyond the log's end: the log was replaced by an older copy.
                if positions[projection.name] == 0 or positions[projection.name] > end:
                    self._make_anew(projection)
                    positions[projection.name] = 0
            first = min(positions[p.name] for p in self.projections) + 1
            rows: Iterable[StoredRow] = log.rows(first, end)
            if progress is not None:
                rows = progress(rows, end - first + 1)
            self._apply(rows, positions)
            self.connection.executemany(
                "INSERT OR REPLACE INTO tracking VALUES (?, ?, ?)",
                [(p.name, p.version, max(end, positions[p.name])) for p in self.projections],
            )
        return end

    def select(self, statement: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self.connection.execute(statement, parameters).fetchall()

    def table(self, name: str) -> Iterator[tuple[Any, ...]]:
        """The rows of one table as plain tuples, in an order that is always the same."""
        cursor = self.connection.cursor()
        cursor.row_factory = None
        key = "rowid, *" if name.endswith("_index") else "*"
        return cursor.execute(f"SELECT {key} FROM {name} ORDER BY 1")

    def _apply(self, rows: Iterable[StoredRow], positions: dict[str, int]) -> None:
        cursor = self.connection.cursor()
        for position, originator_id, version, topic, state in rows:
            try:
                recorded = Recorded(originator_id, version, decode_fact(topic, state))
            except Unreadable as error:
                raise Unreadable(
                    "position {position}: {reason}", position=position, reason=error
                ) from error
            for projection in self.projections:
                if position > positions[projection.name]:
                    projection.apply(cursor, position, recorded)

    def _make_anew(self, projection: Projection) -> None:
        for table in projection.tables:
            self.connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in projection.statements:
            self.connection.execute(statement)


def open_views(path: Path) -> Views:
    """The stored views, for a process that may write them; a damaged file is made anew.

    They can be rebuilt at any time, so they are written without waiting for
    the disk.
    """
    connection = _connect(str(path))
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(_TRACKING)
    except sqlite3.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError):
            raise
        path.unlink()
        return open_views(path)
    return Views(connection)


def stored_copy(path: Path) -> Views | None:
    """A copy in memory of the stored views, for one who may not write; None if unreadable."""
    for mode in ("mode=ro", "immutable=1"):
        try:
            stored = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)
        except sqlite3.Error:
            continue
        try:
            connection = _connect(":memory:")
            stored.backup(connection)
            return Views(connection)
        except sqlite3.Error:
            continue
        finally:
            stored.close()
    return None


def empty_views() -> Views:
    """Views in memory that have read nothing yet."""
    return Views(_connect(":memory:"))


def _connect(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, isolation_level=None, timeout=LOCK_TIMEOUT_S)
