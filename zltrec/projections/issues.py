"""Published months, and their errata (勘误): what was corrected since, with both texts."""

from __future__ import annotations

import sqlite3
from typing import ClassVar

from zltrec.domain.chronicle import EntryAmended, EntryRecorded, EntryRetracted
from zltrec.domain.fact import Fact, Recorded
from zltrec.domain.issue import PREFIX, MonthPublished
from zltrec.projections.projection import Projection


class IssueProjection(Projection):
    """Tables `issues`, `published` (each entry as it was published) and `errata`.

    An erratum's `kind` is amended, retracted or added; `published` is the text
    that was published, NULL for an entry added to the month later.
    """

    name = "issues"
    tables = ("issues", "published", "errata")
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE issues (
            month TEXT PRIMARY KEY, published_on TEXT NOT NULL, approval TEXT NOT NULL,
            entries INTEGER NOT NULL, position INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE published (
            id TEXT PRIMARY KEY, month TEXT NOT NULL, number INTEGER NOT NULL,
            occurred TEXT NOT NULL, text TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE errata (
            position INTEGER PRIMARY KEY, month TEXT NOT NULL, id TEXT NOT NULL,
            kind TEXT NOT NULL, published_date TEXT, published TEXT, date TEXT, text TEXT,
            reason TEXT, recorded_at TEXT NOT NULL
        )
        """,
    )

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        entry, fact = recorded.originator_id, recorded.fact
        if isinstance(fact, MonthPublished):
            month = entry.removeprefix(PREFIX)
            cursor.execute(
                "INSERT INTO issues VALUES (?, ?, ?, ?, ?)",
                (month, fact.occurred, fact.approval, len(fact.entries), position),
            )
            cursor.executemany(
                "INSERT INTO published VALUES (?, ?, ?, ?, ?)",
                [(e.id, month, n, e.occurred, e.text) for n, e in enumerate(fact.entries)],
            )
        elif isinstance(fact, EntryAmended):
            if not self._erratum(cursor, position, entry, "amended", fact, fact.text, fact.reason):
                self._added(cursor, position, entry, fact, fact.text, fact.reason)
        elif isinstance(fact, EntryRetracted):
            self._erratum(cursor, position, entry, "retracted", fact, None, fact.reason)
        elif isinstance(fact, EntryRecorded):
            self._added(cursor, position, entry, fact, fact.text, None)

    @staticmethod
    def _erratum(
        cursor: sqlite3.Cursor,
        position: int,
        entry: str,
        kind: str,
        fact: Fact,
        text: str | None,
        reason: str,
    ) -> bool:
        """Notes a change of a published entry; False if it was not published."""
        published = cursor.execute(
            "SELECT month, occurred, text FROM published WHERE id = ?", (entry,)
        ).fetchone()
        if published is None:
            return False
        cursor.execute(
            "INSERT INTO errata VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                position,
                published[0],
                entry,
                kind,
                published[1],
                published[2],
                fact.occurred if text is not None else None,
                text,
                reason,
                fact.recorded_at,
            ),
        )
        return True

    @staticmethod
    def _added(
        cursor: sqlite3.Cursor,
        position: int,
        entry: str,
        fact: Fact,
        text: str,
        reason: str | None,
    ) -> None:
        """Notes an entry that comes into a month after it was published."""
        month = fact.occurred[:7]
        if cursor.execute("SELECT 1 FROM issues WHERE month = ?", (month,)).fetchone():
            cursor.execute(
                "INSERT INTO errata VALUES (?, ?, ?, 'added', NULL, NULL, ?, ?, ?, ?)",
                (position, month, entry, fact.occurred, text, reason, fact.recorded_at),
            )


def published_month(
    connection: sqlite3.Connection, month: str
) -> tuple[list[tuple[str, str]], list[sqlite3.Row]] | None:
    """A published month's entries as published (date, text), and its errata in order; None if
    it is not published."""
    if connection.execute("SELECT 1 FROM issues WHERE month = ?", (month,)).fetchone() is None:
        return None
    entries = connection.execute(
        "SELECT occurred, text FROM published WHERE month = ? ORDER BY number", (month,)
    ).fetchall()
    errata = connection.execute(
        "SELECT * FROM errata WHERE month = ? ORDER BY position", (month,)
    ).fetchall()
    return [(row[0], row[1]) for row in entries], errata
