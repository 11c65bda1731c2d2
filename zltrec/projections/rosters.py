"""Bodies and seats as tables: who sits where, from when to when."""

from __future__ import annotations

import sqlite3
from typing import ClassVar

import msgspec

from zltrec.domain.fact import Recorded
from zltrec.domain.roster import (
    MemberAppointed,
    MemberReleased,
    RosterAmended,
    RosterContent,
    RosterFormed,
    RosterRetracted,
    SeatContent,
)
from zltrec.projections.projection import Projection, source_text


class RosterProjection(Projection):
    """Tables `rosters` (a row for each body) and `seats` (a row for each seat ever held).

    `formed_on`, `from_day` and `to_day` are canonical days, "" where unknown;
    `to_day` is NULL while the seat is held.
    """

    name = "rosters"
    tables = ("rosters", "seats")
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE rosters (
            id TEXT PRIMARY KEY, body TEXT NOT NULL, formed_on TEXT NOT NULL, seat TEXT,
            holders TEXT NOT NULL, notice TEXT, status TEXT NOT NULL, source TEXT,
            position INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE seats (
            roster TEXT NOT NULL, number INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
            title TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT,
            PRIMARY KEY (roster, number)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX seats_name ON seats (name)",
    )

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        roster, fact = recorded.originator_id, recorded.fact
        if isinstance(fact, RosterFormed):
            content = fact.content
            cursor.execute(
                "INSERT INTO rosters VALUES (?, ?, ?, ?, ?, ?, 'recorded', ?, ?)",
                (
                    roster,
                    content.body,
                    fact.occurred,
                    content.office.where,
                    _holders(content),
                    content.notice,
                    source_text(fact.source),
                    position,
                ),
            )
            for number, seat in content.seats.items():
                _seat(cursor, roster, number, seat, fact.occurred)
        elif isinstance(fact, RosterAmended):
            self._correct(cursor, position, roster, fact)
        elif isinstance(fact, MemberAppointed):
            _seat(cursor, roster, fact.number, fact.seat, fact.occurred)
        elif isinstance(fact, MemberReleased):
            cursor.execute(
                "UPDATE seats SET to_day = ? WHERE roster = ? AND number = ?",
                (fact.occurred, roster, fact.number),
            )
        elif isinstance(fact, RosterRetracted):
            cursor.execute("UPDATE rosters SET status = 'retracted' WHERE id = ?", (roster,))
        else:
            return
        cursor.execute("UPDATE rosters SET position = ? WHERE id = ?", (position, roster))

    def _correct(
        self, cursor: sqlite3.Cursor, position: int, roster: str, fact: RosterAmended
    ) -> None:
        content = fact.content
        (formed_on,) = cursor.execute(
            "SELECT formed_on FROM rosters WHERE id = ?", (roster,)
        ).fetchone()
        old = {
            row[0]: (row[1], row[2])
            for row in cursor.execute(
                "SELECT number, from_day, to_day FROM seats WHERE roster = ?", (roster,)
            ).fetchall()
        }
        cursor.execute("DELETE FROM seats WHERE roster = ?", (roster,))
        for number, seat in content.seats.items():
            from_day, to_day = old.get(number, (formed_on, None))
            began = fact.occurred if from_day == formed_on else from_day
            _seat(cursor, roster, number, seat, began, to_day)
        cursor.execute(
            "UPDATE rosters SET body = ?, formed_on = ?, seat = ?, holders = ?, notice = ?,"
            " status = 'amended', source = coalesce(?, source) WHERE id = ?",
            (
                content.body,
                fact.occurred,
                content.office.where,
                _holders(content),
                content.notice,
                source_text(fact.source),
                roster,
            ),
        )


def _seat(
    cursor: sqlite3.Cursor,
    roster: str,
    number: int,
    seat: SeatContent,
    from_day: str,
    to_day: str | None = None,
) -> None:
    cursor.execute(
        "INSERT INTO seats VALUES (?, ?, ?, ?, ?, ?, ?)",
        (roster, number, seat.role, seat.name, seat.title, from_day, to_day),
    )


def _holders(content: RosterContent) -> str:
    return msgspec.json.encode(
        [{"role": h.role, "name": h.name, "title": h.title} for h in content.office.holders]
    ).decode()
