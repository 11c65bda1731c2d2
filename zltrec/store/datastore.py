"""Connections to SQLite as the log needs them: durable, patient, one transaction at a time.

The library begins plain transactions and lets each reader take a connection
of its own. Here a transaction begins IMMEDIATE when it will write, and all
that runs inside it joins it: reads see its own writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

from zltrec.errors import Unreadable
from zltrec.store.schema import APPLICATION_ID, LOCK_TIMEOUT_S


class LogConnectionPool(SQLiteConnectionPool):
    """Connections in the mode that the URI names; durable, patient, with a statement cache."""

    def _create_connection(self) -> SQLiteConnection:
        connection = sqlite3.connect(
            self.db_name,
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=128,
            timeout=LOCK_TIMEOUT_S,
        )
        connection.row_factory = sqlite3.Row
        if "mode=rw" in self.db_name:
            connection.execute("PRAGMA synchronous = FULL")
            # What a disposal deletes is overwritten, also by an SQLite that was built without.
            # Events are never deleted; registers that are struck all the time were 6 % slower.
            connection.execute("PRAGMA secure_delete = ON")
            # Another program's database, or an empty file, stays as it is.
            if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
                connection.execute("PRAGMA journal_mode = WAL")
        return SQLiteConnection(sqlite_conn=connection, max_age=None)


class LogDatastore(SQLiteDatastore):
    """A datastore in which nested transactions share the outermost one."""

    def __init__(self, db_name: str) -> None:
        super().__init__(db_name, originator_id_type="text")
        self.pool = LogConnectionPool(db_name=db_name)
        self._outer: SQLiteConnection | None = None

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        if self._outer is not None:
            with self._outer.cursor() as cursor:
                yield SQLiteCursor(cursor)
        else:
            with self.outermost("BEGIN IMMEDIATE" if commit else "BEGIN") as cursor:
                yield cursor

    @contextmanager
    def outermost(self, begin: str) -> Iterator[SQLiteCursor]:
        """One transaction, begun with `begin`, that all others inside it join."""
        with (
            self.get_connection(commit=begin != "BEGIN") as connection,
            connection.cursor() as raw,
        ):
            cursor = SQLiteCursor(raw)
            _begin(raw, begin)
            self._outer = connection
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise
            finally:
                self._outer = None

    def truncate_wal(self, path: Path) -> None:
        """Moves all pages from the write-ahead log into the file `path`, and empties it.

        Outside a transaction. Raises Unreadable if others read or write for LOCK_TIMEOUT_S.
        """
        with self.get_connection(commit=True) as connection, connection.cursor() as raw:
            # In waits of a second, as in `_begin`.
            raw.execute("PRAGMA busy_timeout = 1000")
            try:
                for _ in range(LOCK_TIMEOUT_S):
                    if raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                        return
            finally:
                raw.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT_S * 1000}")
        raise Unreadable(
            "what was disposed of is out of the records, but for {seconds} s another process has"
            " kept old pages of {path} in use; they go when every process has closed the store",
            path=path,
            seconds=LOCK_TIMEOUT_S,
        )


def _begin(cursor: sqlite3.Cursor, statement: str) -> None:
    """Begins a transaction, waiting up to LOCK_TIMEOUT_S for other writers.

    In waits of a second, for SQLite waits in C, where Ctrl-C is not heard.
    """
    cursor.execute("PRAGMA busy_timeout = 1000")
    try:
        for attempt in range(LOCK_TIMEOUT_S):
            try:
                cursor.execute(statement)
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or attempt == LOCK_TIMEOUT_S - 1:
                    raise
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT_S * 1000}")
