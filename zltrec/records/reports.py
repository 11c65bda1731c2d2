"""The command that reports a form: its values are frozen as they were shown.

The values are content that the caller brings along, with the position of the log
that they are of. Whether the form may be reported, registers say; whether the
values are right, `audit verify` finds in the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from zltrec.domain.procedure import edition_in_force
from zltrec.domain.report import Cell, FormReported, ReportId, check_report
from zltrec.errors import Refused, ZltrecError
from zltrec.procedure.forms import FormFault
from zltrec.records.application import Records


@dataclass(frozen=True, slots=True)
class Brought:
    """What is to be reported: the values of a form, one mapping for each (as `Cell`), its
    checks that do not hold, the edition that it was made by and the position they are of."""

    procedure: str
    form: str
    period: str
    edition: int
    at: int
    rows: Sequence[Mapping[str, Any]]
    faults: Sequence[FormFault]


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """The report's id, the how manieth of its period it is, and its position."""

    id: str
    number: int
    position: int


def report_form(
    records: Records, brought: Brought, *, on: date, reason: str, today: date
) -> ReportWritten:
    """Reports a form for a period; raises as `check_report` does."""
    id_ = ReportId(brought.procedure, brought.form, brought.period)
    unmet = [one for one in brought.faults if one.checked]
    said: list[ZltrecError] = [one.said for one in unmet]
    with records.writing() as work:
        definition = edition_in_force(id_.procedure, work.registers).definition
        if definition.edition != brought.edition:
            raise Refused(
                "edition {edition} of {procedure} came into force meanwhile; report again",
                edition=definition.edition,
                procedure=id_.procedure,
            )
        until = check_report(definition, id_, on, said, reason, work.registers, today)
        fact = FormReported(
            edition=brought.edition,
            at=brought.at,
            until=until.isoformat(),
            cells=tuple(msgspec.convert(_content(row), Cell) for row in brought.rows),
            unmet=tuple(one.rule.that for one in unmet),
            reason=reason,
            **work.stamp(on.isoformat()),
        )
        number = work.version_of(id_.subject) + 1
        written = work.record(id_.subject, number, fact)
        return ReportWritten(written.id, number, written.position)


def _content(row: Mapping[str, Any]) -> list[Any]:
    return [row[name] for name in Cell.__struct_fields__]
