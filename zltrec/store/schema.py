"""The log's tables on SQLite.

Events and leaves refuse UPDATE and DELETE themselves, and refuse to be
replaced: `INSERT OR REPLACE` would pass a DELETE trigger, so there is a guard
before INSERT too. RAISE(FAIL) is far cheaper than ABORT on a batch, and the
batch is rolled back as a whole anyway. Private values refuse UPDATE and to be
replaced, but may be deleted: that is what a disposal does.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from zltrec.errors import Unreadable
from zltrec.store.private import NEVER_CHANGED
from zltrec.store.private import TABLE as PRIVATE_VALUES
from zltrec.store.registers import TABLE as REGISTERS

APPLICATION_ID = 0x7A6C7472  # "zltr", so that `file` and we know a store from another database
FORMAT = 1  # PRAGMA user_version; raise it with any change that an older program must not touch

LOCK_TIMEOUT_S = 60

APPEND_ONLY = "the log is append-only"

_GUARD = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(FAIL, '{reason}'); END
"""

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE stored_events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        UNIQUE (originator_id, originator_version)
    )
    """,
    "CREATE INDEX stored_events_topic ON stored_events (topic, position)",
    "CREATE TABLE leaves (position INTEGER PRIMARY KEY, hash BLOB NOT NULL)",
    """
    CREATE TABLE log_head (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        size INTEGER NOT NULL,
        frontier BLOB NOT NULL,
        recorded_at TEXT NOT NULL
    )
    """,
    "INSERT INTO log_head VALUES (1, 0, x'', '')",
    REGISTERS,
    PRIVATE_VALUES,
    """
    CREATE TABLE seals (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        size INTEGER NOT NULL,
        note TEXT NOT NULL,
        public_line TEXT NOT NULL
    )
    """,
    *(
        _GUARD.format(table=table, verb=verb, reason=APPEND_ONLY)
        for table in ("stored_events", "leaves", "seals")
        for verb in ("UPDATE", "DELETE")
    ),
    f"""
    CREATE TRIGGER stored_events_refuse_REPLACE BEFORE INSERT ON stored_events
    WHEN EXISTS (SELECT 1 FROM stored_events WHERE position = NEW.position)
      OR EXISTS (SELECT 1 FROM stored_events
                 WHERE originator_id = NEW.originator_id
                   AND originator_version = NEW.originator_version)
    BEGIN SELECT RAISE(FAIL, '{APPEND_ONLY}'); END
    """,
    f"""
    CREATE TRIGGER leaves_refuse_REPLACE BEFORE INSERT ON leaves
    WHEN EXISTS (SELECT 1 FROM leaves WHERE position = NEW.position)
    BEGIN SELECT RAISE(FAIL, '{APPEND_ONLY}'); END
    """,
    _GUARD.format(table="private_values", verb="UPDATE", reason=NEVER_CHANGED),
    f"""
    CREATE TRIGGER private_values_refuse_REPLACE BEFORE INSERT ON private_values
    WHEN EXISTS (SELECT 1 FROM private_values WHERE commitment = NEW.commitment)
    BEGIN SELECT RAISE(FAIL, '{NEVER_CHANGED}'); END
    """,
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {FORMAT}",
)

COLUMNS = "position, originator_id, originator_version, topic, state"
SELECT_ROWS = (
    f"SELECT {COLUMNS} FROM stored_events WHERE position BETWEEN ? AND ? ORDER BY position"
)
SELECT_LEAVES = "SELECT position, hash FROM leaves WHERE position BETWEEN ? AND ? ORDER BY position"
SELECT_HEAD = "SELECT size, frontier, recorded_at FROM log_head"
UPDATE_HEAD = "UPDATE log_head SET size = ?, frontier = ?, recorded_at = ?"
SELECT_LAST_GIVEN = "SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'"
INSERT_EVENT = "INSERT OR FAIL INTO stored_events VALUES (?, ?, ?, ?, ?)"
# One statement for a whole batch of leaves, out of one blob of 32-byte hashes:
# four times as fast as executemany.
INSERT_LEAVES = """
WITH RECURSIVE batch(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM batch WHERE n + 1 < ?)
INSERT OR FAIL INTO leaves SELECT ? + n, substr(?, n * 32 + 1, 32) FROM batch
"""
SELECT_OBJECTS = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"


def between(start: int, stop: int | None) -> tuple[int, int]:
    """What `SELECT_ROWS` and `SELECT_LEAVES` ask for; None: to the end."""
    return start, stop if stop is not None else 2**62


def check_marks(application_id: int, version: int, path: Path) -> None:
    """Raises Unreadable unless the file `path` with these marks is a store that we can read."""
    if application_id != APPLICATION_ID:
        raise Unreadable("{path} is no zltrec store; name another folder with --store", path=path)
    if version > FORMAT:
        raise Unreadable(
            "the store {path} has format {found}, this zltrec reads up to {known};"
            " install a newer zltrec",
            path=path,
            found=version,
            known=FORMAT,
        )


def made_anew() -> dict[str, str]:
    """The tables, indexes and guards of a new log: name -> SQL."""
    connection = sqlite3.connect(":memory:")
    try:
        for statement in STATEMENTS:
            connection.execute(statement)
        return dict(connection.execute(SELECT_OBJECTS).fetchall())
    finally:
        connection.close()
