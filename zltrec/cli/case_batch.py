"""Batches of cases and of steps: a row each, all or none.

A row's keys are those of the command (`number`, `case`, `transition`, `on`,
`reason`, `declare` (`-TABLE:ROW` withdraws), `file:KIND`; of a filing `item`,
`period`, `procedure`); every other key is a field.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zltrec.cli.batch import print_added, read_batch
from zltrec.cli.session import Session
from zltrec.errors import BadUsage

if TYPE_CHECKING:
    from collections.abc import Callable

    from zltrec.calendar.when import When
    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.cases import CaseWritten, Request
    from zltrec.records.filings import FilingNamed
    from zltrec.records.intake import FileIntake
    from zltrec.records.work import Work

    ReadWhen = Callable[[str], When]
    TakeFiling = Callable[[CaseDesk, Work, FilingNamed, Request], CaseWritten]
    Record = Callable[[CaseDesk, Work, FileIntake, dict[str, str]], CaseWritten]

_OWN = ("number", "case", "transition", "on", "reason", "declare")
_OF_FILINGS = ("item", "period", "procedure")
_FILE = "file:"


def open_batch(session: Session, procedure: str, name: str, format_: str) -> None:
    """Opens a case for every row of a file."""
    from zltrec.records.cases import open_case

    when = cache(session.when)

    def record(desk: CaseDesk, work: Work, intake: FileIntake, row: dict[str, str]) -> CaseWritten:
        request = _request(when, work, intake, row)
        return open_case(desk, work, procedure, row.get("number"), request)

    _run(session, name, format_, record)


def move_batch(session: Session, name: str, format_: str) -> None:
    """Takes a step for every row of a file, in their order."""
    from zltrec.records.cases import move_case

    when = cache(session.when)

    def record(desk: CaseDesk, work: Work, intake: FileIntake, row: dict[str, str]) -> CaseWritten:
        number = row.get("case") or row.get("number")
        if not number:
            raise BadUsage("the row names no case")
        return move_case(desk, work, number, _request(when, work, intake, row))

    _run(session, name, format_, record)


def filing_batch(session: Session, take: TakeFiling, name: str, format_: str) -> None:
    """Takes a step of a filing, by `take`, for every row of a file, in their order."""
    from zltrec.records.filings import FilingNamed

    when = cache(session.when)

    def record(desk: CaseDesk, work: Work, intake: FileIntake, row: dict[str, str]) -> CaseWritten:
        item, period, procedure = (row.pop(key, None) for key in _OF_FILINGS)
        if item is None:
            raise BadUsage("the row names no item")
        request = _request(when, work, intake, row)
        return take(desk, work, FilingNamed(item, period, procedure), request)

    _run(session, name, format_, record)


def _run(session: Session, name: str, format_: str, record: Record) -> None:
    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.intake import FileIntake

    workspace = session.workspace
    desks: list[CaseDesk] = []
    with FileIntake(workspace.records, workspace.files, "case") as intake:

        def row_of(work: Work, row: dict[str, str]) -> CaseWritten:
            if not desks:
                desks.append(CaseDesk(work, workspace.today))
            return record(desks[0], work, intake, row)

        done = read_batch(session, name, row_of, nested=True)
    print_added(session, done, format_)


def _request(when: ReadWhen, work: Work, intake: FileIntake, row: dict[str, str]) -> Request:
    from zltrec.records.cases import Request

    named = [
        (key.removeprefix(_FILE), Path(value))
        for key, value in row.items()
        if key.startswith(_FILE)
    ]
    sets: list[tuple[str, str]] = []
    for key, value in row.items():
        if key in _OWN or key.startswith(_FILE):
            continue
        # Several records of a list stand in one array; a text may begin with [ all the same.
        sets += [(key, one) for one in _records(value)]
    if "on" not in row:
        raise BadUsage("the row has no day (on)")
    return Request(
        row.get("transition"),
        when(row["on"]),
        tuple(sets),
        intake.take(work, named) if named else (),
        tuple(row["declare"].split()) if "declare" in row else (),
        row.get("reason", ""),
    )


def _records(value: str) -> list[str]:
    if value.startswith("[{"):
        try:
            return [
                json.dumps(one, ensure_ascii=False) for one in json.loads(value, parse_float=str)
            ]
        except ValueError:
            pass
    return [value]
