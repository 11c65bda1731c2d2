"""Published months, and their errata (勘误): what was corrected since, with both texts."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import ClassVar

from zltrec.domain.chronicle import EntryAmended, EntryRecorded, EntryRetracted
from zltrec.domain.fact import Fact, Recorded
from zltrec.domain.issue import PREFIX, MonthPublished, month_of
from zltrec.projections.projection import Projection


class IssueProjection(Projection):
    """Tables `issues`, `published` (each entry as it was published) and `errata`.

    An erratum's `kind` is amended, retracted or added. `published_date` and
    `published` are what the issue printed; of an entry that came into the month
    later, what its last erratum gave; NULL where it is the first. One event may
    be an erratum of several months.
    """

    name = "issues"
    version = 2
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
            id TEXT NOT NULL, month TEXT NOT NULL, number INTEGER NOT NULL,
            occurred TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (id, month)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE errata (
            position INTEGER NOT NULL, month TEXT NOT NULL, id TEXT NOT NULL,
            kind TEXT NOT NULL, published_date TEXT, published TEXT, date TEXT, text TEXT,
            reason TEXT, recorded_at TEXT NOT NULL, PRIMARY KEY (position, month)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX errata_id ON errata (id)",
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
        elif isinstance(fact, EntryRecorded):
            _note(cursor, position, entry, fact, fact.text, None)
        elif isinstance(fact, EntryAmended):
            _note(cursor, position, entry, fact, fact.text, fact.reason)
        elif isinstance(fact, EntryRetracted):
            _note(cursor, position, entry, fact, None, fact.reason)


def _note(
    cursor: sqlite3.Cursor,
    position: int,
    entry: str,
    fact: Fact,
    text: str | None,
    reason: str | None,
) -> None:
    """Notes an erratum in every published month that printed the entry, or that it comes into."""
    printed = _printed(cursor, entry)
    date = None if text is None else fact.occurred
    rows: list[tuple[str | None, ...]] = [
        (month, "retracted" if text is None else "amended", *said)
        for month, said in printed.items()
    ]
    month = month_of(fact.occurred)
    if (
        text is not None
        and month not in printed
        and cursor.execute("SELECT 1 FROM issues WHERE month = ?", (month,)).fetchone()
    ):
        rows.append((month, "added", None, None))
    cursor.executemany(
        "INSERT INTO errata VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (position, month, entry, kind, *said, date, text, reason, fact.recorded_at)
            for month, kind, *said in rows
        ],
    )


def _printed(cursor: sqlite3.Cursor, entry: str) -> dict[str, tuple[str, str]]:
    """Date and text of an entry by the published months that know it, as they gave it: in the
    issue, or else in the last erratum."""
    given = cursor.execute(
        "SELECT month, date, text FROM errata WHERE id = ? ORDER BY position", (entry,)
    ).fetchall()
    given += cursor.execute(
        "SELECT month, occurred, text FROM published WHERE id = ?", (entry,)
    ).fetchall()
    return {month: (date, text) for month, date, text in given}


def published_month(
    connection: sqlite3.Connection, month: str, until: date | None = None
) -> tuple[list[tuple[str, str]], list[sqlite3.Row]] | None:
    """A published month's entries as published (date, text), and its errata in order; None if
    it is not published (by the day `until`)."""
    if month not in published_months(connection, until):
        return None
    entries = connection.execute(
        "SELECT occurred, text FROM published WHERE month = ? ORDER BY number", (month,)
    ).fetchall()
    errata = connection.execute(
        "SELECT * FROM errata WHERE month = ? ORDER BY position", (month,)
    ).fetchall()
    return [(row[0], row[1]) for row in entries], errata


def published_months(connection: sqlite3.Connection, until: date | None = None) -> list[str]:
    """The months that were published (by the day `until`), as `2022-06`, in order."""
    rows = connection.execute(
        "SELECT month FROM issues WHERE published_on <= ? ORDER BY month",
        ((until or date.max).isoformat(),),
    )
    return [row[0] for row in rows]
