"""Reported forms as a table, each report as it was frozen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import msgspec

from zltrec.domain.fact import Recorded
from zltrec.domain.report import Cell, FormReported, parse_subject
from zltrec.errors import Refused
from zltrec.procedure.periods import parse_period
from zltrec.projections.projection import Projection, Reads

_CELLS = msgspec.json.Decoder(tuple[Cell, ...])
_COLUMNS = (
    "procedure, form, period, number, edition, reported_on, at, until, unmet, reason, actor,"
    " position, cells"
)


class ReportProjection(Projection):
    """Table `reports`: a row for each report; `cells` and `unmet` are JSON."""

    name = "reports"
    tables = ("reports",)
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE reports (
            procedure TEXT NOT NULL, form TEXT NOT NULL, period TEXT NOT NULL,
            number INTEGER NOT NULL, edition INTEGER NOT NULL, reported_on TEXT NOT NULL,
            at INTEGER NOT NULL, until TEXT NOT NULL, unmet TEXT NOT NULL, reason TEXT NOT NULL,
            actor TEXT NOT NULL, position INTEGER NOT NULL, cells BLOB NOT NULL,
            PRIMARY KEY (procedure, form, period, number)
        ) WITHOUT ROWID
        """,
    )

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        fact = recorded.fact
        if not isinstance(fact, FormReported):
            return
        cursor.execute(
            "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *parse_subject(recorded.originator_id),
                recorded.originator_version,
                fact.edition,
                fact.occurred,
                fact.at,
                fact.until,
                msgspec.json.encode(fact.unmet).decode(),
                fact.reason,
                fact.actor,
                position,
                msgspec.json.encode(fact.cells),
            ),
        )


@dataclass(frozen=True, slots=True)
class Reported:
    """A report: of which form and period, the how manieth, when, of which position, up to which
    day, its values one after another."""

    procedure: str
    form: str
    period: str
    number: int
    edition: int
    on: str
    at: int
    until: date
    unmet: tuple[str, ...]
    reason: str
    actor: str
    position: int
    rows: tuple[dict[str, Any], ...]


def reports_of(views: Reads, procedure: str | None = None) -> Iterator[Reported]:
    """All reports (of a procedure), in the order of the log."""
    clause, parameters = ("", ()) if procedure is None else (" WHERE procedure = ?", (procedure,))
    for row in views.connection.execute(
        f"SELECT {_COLUMNS} FROM reports{clause} ORDER BY position", parameters
    ):
        yield _reported(row)


def find_report(
    views: Reads, procedure: str, form: str, period: str, number: int | None = None
) -> Reported:
    """The last report of a form for a period, or the one of that number. Raises Refused."""
    text = parse_period(period).text
    row = views.connection.execute(
        f"SELECT {_COLUMNS} FROM reports WHERE procedure = ? AND form = ? AND period = ?"
        " AND (? IS NULL OR number = ?) ORDER BY number DESC LIMIT 1",
        (procedure, form, text, number, number),
    ).fetchone()
    if row is None and number is not None:
        raise Refused(
            "there is no report {number} of {form} for {period}; `procedure reports` lists them",
            number=number,
            form=form,
            period=text,
        )
    if row is None:
        raise Refused("{form} was not reported for {period} yet", form=form, period=text)
    return _reported(row)


def _reported(row: sqlite3.Row) -> Reported:
    return Reported(
        procedure=row["procedure"],
        form=row["form"],
        period=row["period"],
        number=row["number"],
        edition=row["edition"],
        on=row["reported_on"],
        at=row["at"],
        until=date.fromisoformat(row["until"]),
        unmet=msgspec.json.decode(row["unmet"], type=tuple[str, ...]),
        reason=row["reason"],
        actor=row["actor"],
        position=row["position"],
        rows=tuple(cell_rows(_CELLS.decode(row["cells"]))),
    )


def cell_rows(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Values that were reported, as rows of a form."""
    return [msgspec.structs.asdict(cell) for cell in cells]
