"""A form that was reported for a period: frozen as it was shown, each report numbered.

A report says of which position of the log, and up to which day, its values are;
so an auditor finds them again. What is corrected later is another report, with
its reason; both are kept. Register: `report.form` procedure/form/period -> how
many reports there are, and the day of the last one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from zltrec.domain.fact import Fact, Recorded, Registers, topic
from zltrec.errors import Refused
from zltrec.procedure.definition import Definition
from zltrec.procedure.forms import Shown, find_form, reached_day
from zltrec.procedure.periods import parse_period

PREFIX = "report:"
FORM = "report.form"


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """A value of a form as it was shown: where it stands, of what it is, the two values."""

    part: str
    no: str
    label: str
    unit: str
    column: str
    measure: str
    period: Shown
    cumulative: Shown


@topic("report.given")
class FormReported(Fact, frozen=True, kw_only=True):
    """A form was reported on the day `occurred`, by an edition of its procedure.

    `at`: the position of the log that its values are of; `until`: the last day that
    counts (ISO), which is the period's own unless it was not over; `unmet`: the checks
    of the form (their conditions) that did not hold, and were reported all the same.
    """

    edition: int
    at: int
    until: str
    cells: tuple[Cell, ...]
    unmet: tuple[str, ...] = ()
    reason: str = ""


class Report(msgspec.Struct):
    """A form of a period with its last report; `version` is how many there are."""

    id: str
    version: int
    last: FormReported


class ReportId(NamedTuple):
    """Which form of which period: the subject of its reports."""

    procedure: str
    form: str
    period: str

    @property
    def key(self) -> str:
        """Its key in the register."""
        return "/".join(self)

    @property
    def subject(self) -> str:
        """The id of its aggregate."""
        return PREFIX + self.key


def parse_subject(subject: str) -> ReportId:
    """The form and period that a subject names. Raises Refused if it is none."""
    parts = subject.removeprefix(PREFIX).split("/")
    if len(parts) != len(ReportId._fields):
        raise Refused("{subject} is no report of a form", subject=subject)
    return ReportId(*parts)


def evolve(state: Report | None, recorded: Recorded) -> Report | None:
    """The report after one more of its events."""
    fact = recorded.fact
    if isinstance(fact, FormReported):
        return Report(recorded.originator_id, recorded.originator_version, fact)
    return state


def register(recorded: Recorded, registers: Registers) -> None:
    """What a report enters in the registers."""
    fact = recorded.fact
    if isinstance(fact, FormReported):
        key = recorded.originator_id.removeprefix(PREFIX)
        registers.enter(FORM, key, f"{recorded.originator_version} {fact.occurred}")


def check_report(
    definition: Definition,
    id_: ReportId,
    on: date,
    unmet: Sequence[object],
    reason: str,
    registers: Registers,
    today: date,
) -> date:
    """The last day that counts in a report of that day, once it is shown that it may be made.

    `definition` is that in force; `unmet` are the checks that do not hold, as sentences
    or as conditions. Raises BadUsage for a form or period that is not there, Refused for a
    day that cannot be, for a second report or a check that does not hold without a reason.
    """
    form = find_form(definition, id_.form)
    until = reached_day(parse_period(id_.period, form.every), on)
    if on > today:
        raise Refused("{on} is still to come; nothing is reported ahead", on=on.isoformat())
    before = registers.get(FORM, id_.key)
    if before is not None:
        number, _blank, day = before.partition(" ")
        if on.isoformat() < day:
            raise Refused(
                "{form} of {period} was reported on {day} already; a later report is not of an"
                " earlier day",
                form=id_.form,
                period=id_.period,
                day=day,
            )
        if not reason.strip():
            raise Refused(
                "{form} of {period} is reported, on {day} (report {number}); a corrected report"
                " needs --reason",
                form=id_.form,
                period=id_.period,
                day=day,
                number=number,
            )
    if unmet and not reason.strip():
        raise Refused(
            "{form} of {period} contradicts itself: {checks}; correct it, or say why it is"
            " reported so, with --reason",
            form=id_.form,
            period=id_.period,
            checks=tuple(unmet),
        )
    return until
