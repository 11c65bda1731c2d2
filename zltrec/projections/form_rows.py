"""A printed form of a procedure for one period, as rows that every format can print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zltrec.procedure.forms import FormFault, find_form, form_faults, form_rows, reached_day
from zltrec.procedure.periods import Period, parse_period
from zltrec.procedure.printed import Form
from zltrec.procedure.tracing import line_rows
from zltrec.procedure.world import World
from zltrec.projections.procedure_rows import find_edition
from zltrec.projections.rows import Row
from zltrec.projections.views import Views
from zltrec.projections.worlds import Worlds

COLUMNS = ("part", "no", "label", "unit", "column", "measure", "period", "cumulative")


@dataclass(frozen=True)
class FormPage:
    """A form for a period: its rows (one for each value), and what its own checks find.

    `until` is the last day that counts; `edition` the one that it is made by.
    """

    form: Form
    edition: int
    period: Period
    until: date
    rows: list[Row]
    faults: list[FormFault]


def form_page(
    views: Views, procedure: str, form: str, period: str, until: date | None = None
) -> FormPage:
    """A form for a period, as of its last day, or of an earlier one.

    Raises BadUsage for a form that is not there, Refused for a day before the period.
    """
    definition = find_edition(views, procedure, None).definition
    found = find_form(definition, form)
    span = parse_period(period, found.every)
    last = reached_day(span, until)
    world = Worlds(views, last).world(procedure)
    # The world ends on that day, so that nothing later is counted in the period.
    rows, faults = value_rows(world, found, span), form_faults(world, found, span)
    return FormPage(found, definition.edition, span, last, rows, faults)


def line_page(views: Views, procedure: str, form: str, period: str, no: str) -> list[Row]:
    """What the values of a line are made of, as of the period's last day: `LINE_COLUMNS`.

    Raises BadUsage for a form or line that is not there.
    """
    found = find_form(find_edition(views, procedure, None).definition, form)
    span = parse_period(period, found.every)
    return line_rows(Worlds(views, span.last).world(procedure), found, span, no)


def value_rows(world: World, form: Form, period: Period) -> list[Row]:
    """The values of a form in its order, one row for each: `COLUMNS`."""
    return [
        {key: row[key] for key in ("part", "no", "label")} | {key: cell[key] for key in COLUMNS[3:]}
        for row in form_rows(world, form, period)
        for cell in row["cells"]
    ]
