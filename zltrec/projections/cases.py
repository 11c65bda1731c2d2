"""Cases as a table: each as its events made it, so that it can be asked as of any day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import msgspec

from zltrec.domain.case import Case, evolve
from zltrec.domain.fact import Recorded
from zltrec.procedure.snapshot import Snapshot, fold_steps
from zltrec.projections.projection import Projection, Reads

_KIND = "case."
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Case)


class CaseProjection(Projection):
    """Tables `cases` (a row each, `body` the case as JSON) and `case_events` (positions)."""

    name = "cases"
    tables = ("cases", "case_events")
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE cases (
            number TEXT PRIMARY KEY, procedure TEXT NOT NULL, state TEXT NOT NULL,
            edition INTEGER NOT NULL, position INTEGER NOT NULL, body BLOB NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX cases_procedure ON cases (procedure, number)",
        """
        CREATE TABLE case_events (
            number TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL,
            PRIMARY KEY (number, version)
        ) WITHOUT ROWID
        """,
    )

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        fact, number = recorded.fact, recorded.originator_id
        if not fact.TOPIC.startswith(_KIND):
            return
        case = evolve(stored_case(cursor, number), recorded)
        assert case is not None
        cursor.execute(
            "INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?, ?)",
            (number, case.procedure, case.state, case.edition, position, _ENCODER.encode(case)),
        )
        cursor.execute(
            "INSERT INTO case_events VALUES (?, ?, ?)",
            (number, recorded.originator_version, position),
        )


def stored_case(cursor: sqlite3.Cursor | sqlite3.Connection, number: str) -> Case | None:
    """The case of exactly that number as its table has it; None if there is none."""
    row = cursor.execute("SELECT body FROM cases WHERE number = ?", (number,)).fetchone()
    return None if row is None else _DECODER.decode(row[0])


def find_case(views: Reads, number: str) -> Case | None:
    """The case of exactly that number; None if there is none."""
    return stored_case(views.connection, number)


def numbers_like(views: Reads, beginning: str) -> list[str]:
    """The numbers that begin so, in order; at most three."""
    rows = views.select(
        "SELECT number FROM cases WHERE number >= ? AND number < ? ORDER BY number LIMIT 3",
        (beginning, beginning + "\U0010ffff"),
    )
    return [row[0] for row in rows]


def cases_of(views: Reads, procedure: str | None = None) -> Iterator[tuple[Case, int]]:
    """Every case (of a procedure) by number, with the position of its last event."""
    clause, parameters = ("", ()) if procedure is None else (" WHERE procedure = ?", (procedure,))
    for row in views.connection.execute(
        f"SELECT body, position FROM cases{clause} ORDER BY procedure, number", parameters
    ):
        yield _DECODER.decode(row[0]), row[1]


def positions_of(views: Reads, number: str) -> dict[int, int]:
    """Where each event of a case stands in the log, by version."""
    rows = views.select("SELECT version, position FROM case_events WHERE number = ?", (number,))
    return {row[0]: row[1] for row in rows}


def snapshot_at(case: Case, until: date | None) -> Snapshot:
    """The case after the steps taken by the end of a day; after all of them if None."""
    return fold_steps(case.number, case.procedure, case.steps, until)
