"""Procedures as tables: every edition, what was set and entered since, the years' calendars."""

from __future__ import annotations

import sqlite3
from typing import ClassVar

import msgspec

from zltrec.calendar.working import WorkingCalendar, decode_year
from zltrec.domain.fact import Recorded
from zltrec.domain.procedure import (
    PREFIX,
    EditionAdopted,
    ProcedureSet,
    PromiseKept,
    PromiseReopened,
    ValueEntered,
    read_text,
)
from zltrec.domain.workdays import CalendarAdopted
from zltrec.procedure.definition import Definition
from zltrec.procedure.edition import Edition
from zltrec.procedure.world import Ruling, Ticked
from zltrec.projections.projection import Projection, Reads


class ProcedureProjection(Projection):
    """Tables `editions`, `procedure_settings`, `procedure_values`, `promises_kept`,
    `working_years`."""

    name = "procedures"
    version = 2
    tables = (
        "editions",
        "procedure_settings",
        "procedure_values",
        "promises_kept",
        "working_years",
    )
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE editions (
            procedure TEXT NOT NULL, edition INTEGER NOT NULL, definition TEXT NOT NULL,
            text TEXT NOT NULL, approval TEXT NOT NULL, position INTEGER NOT NULL,
            PRIMARY KEY (procedure, edition)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE procedure_settings (
            procedure TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
            approval TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (procedure, name)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE procedure_values (
            procedure TEXT NOT NULL, measure TEXT NOT NULL, period TEXT NOT NULL,
            value TEXT NOT NULL, basis TEXT NOT NULL, position INTEGER NOT NULL,
            PRIMARY KEY (procedure, measure, period)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE promises_kept (
            procedure TEXT NOT NULL, promise TEXT NOT NULL, "on" TEXT NOT NULL,
            files TEXT NOT NULL, note TEXT NOT NULL, approval TEXT NOT NULL,
            position INTEGER NOT NULL, PRIMARY KEY (procedure, promise)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE working_years (
            year INTEGER PRIMARY KEY, text TEXT NOT NULL, approval TEXT NOT NULL,
            position INTEGER NOT NULL
        )
        """,
    )

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        fact = recorded.fact
        procedure = recorded.originator_id.removeprefix(PREFIX)
        if isinstance(fact, EditionAdopted):
            definition = msgspec.json.encode(read_text(fact.text)).decode()
            cursor.execute(
                "INSERT INTO editions VALUES (?, ?, ?, ?, ?, ?)",
                (procedure, fact.edition, definition, fact.text, fact.approval, position),
            )
        elif isinstance(fact, ProcedureSet):
            cursor.execute(
                "INSERT OR REPLACE INTO procedure_settings VALUES (?, ?, ?, ?, ?)",
                (procedure, fact.name, fact.value, fact.approval, position),
            )
        elif isinstance(fact, ValueEntered):
            cursor.execute(
                "INSERT OR REPLACE INTO procedure_values VALUES (?, ?, ?, ?, ?, ?)",
                (procedure, fact.measure, fact.period, fact.value, fact.basis, position),
            )
        elif isinstance(fact, PromiseKept):
            names = "、".join(f"{one.kind}: {one.name}" for one in fact.files)
            cursor.execute(
                "INSERT OR REPLACE INTO promises_kept VALUES (?, ?, ?, ?, ?, ?, ?)",
                (procedure, fact.promise, fact.occurred, names, fact.note, fact.approval, position),
            )
        elif isinstance(fact, PromiseReopened):
            cursor.execute(
                "DELETE FROM promises_kept WHERE procedure = ? AND promise = ?",
                (procedure, fact.promise),
            )
        elif isinstance(fact, CalendarAdopted):
            year = int(recorded.originator_id.partition(":")[2])
            cursor.execute(
                "INSERT OR REPLACE INTO working_years VALUES (?, ?, ?, ?)",
                (year, fact.text, fact.approval, position),
            )


def definitions(views: Reads) -> dict[str, Definition]:
    """The definitions in force, by id, in order."""
    rows = views.select(
        "SELECT procedure, definition FROM editions AS e WHERE edition ="
        " (SELECT max(edition) FROM editions WHERE procedure = e.procedure) ORDER BY procedure"
    )
    return {row[0]: msgspec.json.decode(row[1], type=Definition) for row in rows}


def edition_numbers(views: Reads) -> dict[str, int]:
    """The numbers of the editions in force, by id, in order."""
    rows = views.select(
        "SELECT procedure, max(edition) FROM editions GROUP BY procedure ORDER BY procedure"
    )
    return {row[0]: row[1] for row in rows}


def editions(views: Reads) -> dict[str, Edition]:
    """The editions in force, with what was set since, by id, in order."""
    known = definitions(views)
    settings: dict[str, dict[str, str]] = {}
    for procedure, name, value in map(
        tuple, views.select("SELECT procedure, name, value FROM procedure_settings")
    ):
        settings.setdefault(procedure, {})[name] = value
    return {
        name: Edition(definition, settings.get(name, {}), known)
        for name, definition in known.items()
    }


def working_calendar(views: Reads) -> WorkingCalendar:
    """The working days, by the calendars adopted."""
    rows = views.select("SELECT year, text FROM working_years ORDER BY year")
    return WorkingCalendar({row[0]: decode_year(row[1]) for row in rows})


def entered_values(views: Reads, procedure: str) -> dict[tuple[str, str], str]:
    """What was entered, by measure and period."""
    rows = views.select(
        "SELECT measure, period, value FROM procedure_values WHERE procedure = ?", (procedure,)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def ticked_promises(views: Reads, procedure: str) -> dict[str, Ticked]:
    """The promises that were ticked off, by id."""
    rows = views.select(
        'SELECT promise, "on", files, note, approval FROM promises_kept WHERE procedure = ?',
        (procedure,),
    )
    return {row[0]: Ticked(row[1], row[2], row[3], row[4]) for row in rows}


def rulings(views: Reads, procedure: str) -> dict[str, Ruling]:
    """Who decided the settings of a procedure that are in force, by their names."""
    rows = views.select(
        'SELECT s.name, a.office, a.officer, a."on", a.id FROM procedure_settings AS s'
        " JOIN approvals AS a ON a.id = s.approval WHERE s.procedure = ?",
        (procedure,),
    )
    return {row[0]: Ruling(row[1], row[2], row[3], row[4]) for row in rows}
