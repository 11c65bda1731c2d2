"""The chronicle as a table: each entry as it stands, with its place within its day."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import ClassVar

from zltrec.calendar.when import When, decode_when
from zltrec.domain.chronicle import (
    PREFIX,
    EntryAmended,
    EntryMoved,
    EntryRecorded,
    EntryRetracted,
    first_rank,
    reordered,
)
from zltrec.domain.fact import Recorded
from zltrec.projections.projection import Projection, Reads, days_of, sort_text, source_text


class ChronicleProjection(Projection):
    """Table `chronicle`: a row for each entry, retracted ones included."""

    name = "chronicle"
    tables = ("chronicle",)
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE chronicle (
            id TEXT PRIMARY KEY, occurred TEXT NOT NULL, start TEXT NOT NULL, end TEXT NOT NULL,
            precision TEXT NOT NULL, sort TEXT NOT NULL, rank INTEGER NOT NULL,
            text TEXT NOT NULL, status TEXT NOT NULL, source TEXT, position INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX chronicle_sort ON chronicle (sort, rank)",
        "CREATE INDEX chronicle_occurred ON chronicle (occurred, rank)",
    )

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        entry, fact = recorded.originator_id, recorded.fact
        if isinstance(fact, EntryRecorded):
            when = fact.when
            cursor.execute(
                "INSERT INTO chronicle VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'recorded', ?, ?)",
                (
                    entry,
                    fact.occurred,
                    *days_of(when),
                    when.precision,
                    sort_text(when),
                    int(entry.removeprefix(PREFIX)),
                    fact.text,
                    source_text(fact.source),
                    position,
                ),
            )
        elif isinstance(fact, EntryAmended):
            self._amend(cursor, position, entry, fact)
        elif isinstance(fact, EntryRetracted):
            cursor.execute(
                "UPDATE chronicle SET status = 'retracted', position = ? WHERE id = ?",
                (position, entry),
            )
        elif isinstance(fact, EntryMoved):
            self._move(cursor, position, entry, fact)

    def _amend(self, cursor: sqlite3.Cursor, position: int, entry: str, fact: EntryAmended) -> None:
        when = fact.when
        (occurred, rank) = cursor.execute(
            "SELECT occurred, rank FROM chronicle WHERE id = ?", (entry,)
        ).fetchone()
        if occurred != fact.occurred:
            day = cursor.execute(
                "SELECT rank FROM chronicle WHERE occurred = ? AND status <> 'retracted'",
                (fact.occurred,),
            )
            rank = first_rank(entry, [row[0] for row in day])
        cursor.execute(
            "UPDATE chronicle SET rank = ?, occurred = ?, start = ?, end = ?, precision = ?,"
            " sort = ?, text = ?, status = 'amended', source = coalesce(?, source), position = ?"
            " WHERE id = ?",
            (
                rank,
                fact.occurred,
                *days_of(when),
                when.precision,
                sort_text(when),
                fact.text,
                source_text(fact.source),
                position,
                entry,
            ),
        )

    def _move(self, cursor: sqlite3.Cursor, position: int, entry: str, fact: EntryMoved) -> None:
        day = cursor.execute(
            "SELECT id, rank FROM chronicle WHERE status <> 'retracted' AND occurred ="
            " (SELECT occurred FROM chronicle WHERE id = ?) ORDER BY rank",
            (entry,),
        ).fetchall()
        ranks = reordered([(row[0], row[1]) for row in day], entry, fact.after)
        cursor.executemany(
            "UPDATE chronicle SET rank = ? WHERE id = ?",
            [(rank, other) for other, rank in ranks.items()],
        )
        cursor.execute("UPDATE chronicle SET position = ? WHERE id = ?", (position, entry))


_MONTH = "CASE precision WHEN 'year' THEN substr(end, 1, 7) ELSE substr(start, 1, 7) END"
_STANDING = "status <> 'retracted' AND start <> '' AND end <= ?"


def month_entries(
    views: Reads, year: int, month: int, until: date | None = None
) -> list[tuple[When, str]]:
    """The standing entries of a month in order, as (date, text); a year's 是年 comes in December.

    An entry belongs to the month that it begins in. `until`: only what had ended by that day.
    """
    return [
        (decode_when(row["occurred"]), row["text"])
        for row in views.select(
            f"SELECT occurred, text FROM chronicle WHERE {_STANDING} AND {_MONTH} = ?"
            " ORDER BY sort, rank, id",
            ((until or date.max).isoformat(), f"{year:04d}-{month:02d}"),
        )
    ]


def entry_months(views: Reads, until: date) -> list[str]:
    """The months that have standing entries which had ended by a day, as `2022-06`, in order."""
    rows = views.select(
        f"SELECT DISTINCT {_MONTH} FROM chronicle WHERE {_STANDING} ORDER BY 1",
        (until.isoformat(),),
    )
    return [row[0] for row in rows]
