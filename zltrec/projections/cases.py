"""Cases as a table: each as its events made it, so that it can be asked as of any day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import msgspec

from zltrec.domain.case import Case, evolve
from zltrec.domain.fact import Recorded
from zltrec.procedure.filings import period_within
from zltrec.procedure.periods import Period
from zltrec.procedure.snapshot import Snapshot, fold_steps
from zltrec.projections.projection import Projection, Reads

_KIND = "case."
MANY = 10_000
"""So many cases of a procedure are not held in memory for what looks at one after the other."""
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Case)


class CaseProjection(Projection):
    """Tables `cases` (a row each, `body` the case as JSON) and `case_events` (positions).

    `first` and `last` are the days of the period that ends its number, as a filing's does,
    else the day when it was opened ("": that was taken back).
    """

    name = "cases"
    version = 2
    tables = ("cases", "case_events")
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE cases (
            number TEXT PRIMARY KEY, procedure TEXT NOT NULL, state TEXT NOT NULL,
            edition INTEGER NOT NULL, position INTEGER NOT NULL, body BLOB NOT NULL,
            first TEXT NOT NULL, last TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX cases_procedure ON cases (procedure, number)",
        "CREATE INDEX cases_period ON cases (procedure, first, last)",
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
            "INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                case.procedure,
                case.state,
                case.edition,
                position,
                _ENCODER.encode(case),
                *_span(case),
            ),
        )
        cursor.execute(
            "INSERT INTO case_events VALUES (?, ?, ?)",
            (number, recorded.originator_version, position),
        )


def _span(case: Case) -> tuple[str, str]:
    """The first and last day of what a case is of."""
    span = period_within(case.number)
    if span is not None:
        return span.first.isoformat(), span.last.isoformat()
    opened = case.steps[0].day.isoformat() if case.steps else ""
    return opened, opened


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


def cases_of(
    views: Reads, procedure: str | None = None, period: Period | None = None
) -> Iterator[tuple[Case, int]]:
    """Every case (of a procedure) by number, with the position of its last event.

    `period`: only filings of periods within it, and other cases opened in it.
    """
    tests, parameters = ["1"], []
    if procedure is not None:
        tests.append("procedure = ?")
        parameters.append(procedure)
    if period is not None:
        tests.append("first >= ? AND first <= ? AND last <= ?")
        last = period.last.isoformat()
        parameters += [period.first.isoformat(), last, last]
    found = views.connection.execute(
        f"SELECT body, position FROM cases WHERE {' AND '.join(tests)} ORDER BY procedure, number",
        parameters,
    )
    for row in views.progress(found, None):
        yield _DECODER.decode(row[0]), row[1]


class StoredSnapshots:
    """The cases of a procedure (within a period) as they were at the end of a day (None: after
    all steps), those that had begun: read anew each time that they are gone through."""

    def __init__(
        self, views: Reads, procedure: str, period: Period | None, until: date | None
    ) -> None:
        self._views = views
        self._procedure = procedure
        self._period = period
        self._until = until

    def __iter__(self) -> Iterator[Snapshot]:
        for case, _position in cases_of(self._views, self._procedure, self._period):
            snapshot = snapshot_at(case, self._until)
            if snapshot.steps:
                yield snapshot

    def are_many(self) -> bool:
        """Whether memory is spared by reading them anew, at the price of time."""
        (row,) = self._views.select(
            "SELECT count(*) FROM (SELECT 1 FROM cases WHERE procedure = ? LIMIT ?)",
            (self._procedure, MANY),
        )
        return bool(row[0] == MANY)


def positions_of(views: Reads, number: str) -> dict[int, int]:
    """Where each event of a case stands in the log, by version."""
    rows = views.select("SELECT version, position FROM case_events WHERE number = ?", (number,))
    return {row[0]: row[1] for row in rows}


def snapshot_at(case: Case, until: date | None) -> Snapshot:
    """The case after the steps taken by the end of a day; after all of them if None."""
    return fold_steps(case.number, case.procedure, case.steps, until)
