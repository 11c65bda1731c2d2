"""The head of the log on SQLite: read, and held against what was given out.

A position is never used twice, also after the newest row was cut away: the
head, the newest row and the count of positions given out must agree before
anything is appended.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from zltrec.errors import Unreadable
from zltrec.proof.merkle import decode_frontier
from zltrec.store import schema
from zltrec.store.head import Head

if TYPE_CHECKING:
    from eventsourcing.sqlite import SQLiteCursor


def read_head(cursor: SQLiteCursor | sqlite3.Cursor) -> Head:
    """The stored head. Raises sqlite3.DatabaseError if it is gone."""
    cursor.execute(schema.SELECT_HEAD)
    row = cursor.fetchone()
    if row is None:
        raise sqlite3.DatabaseError("no such table: the head of the log is gone")
    return Head(row["size"], decode_frontier(row["size"], row["frontier"]), row["recorded_at"])


def sound_head(cursor: SQLiteCursor, path: Path) -> Head:
    """The head, if it agrees with what was given out.

    Raises Unreadable where it does not: then nothing may be appended.
    """
    head = read_head(cursor)
    cursor.execute(schema.SELECT_LAST_GIVEN)
    row = cursor.fetchone()
    given = int(row[0]) if row else 0
    cursor.execute("SELECT MAX(position) FROM stored_events")
    newest = cursor.fetchone()[0] or 0
    if not head.size == given == newest:
        raise Unreadable(
            "the log {path} is damaged: its head says {size} events, its newest has"
            " position {newest}, and position {given} was given out; nothing was written;"
            " run `zltrec audit verify` and restore a backup",
            path=path,
            size=head.size,
            newest=newest,
            given=given,
        )
    return head
