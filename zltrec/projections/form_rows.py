"""A printed form of a procedure for one period, as rows that every format can print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zltrec.errors import BadUsage, Refused
from zltrec.procedure.definition import Definition
from zltrec.procedure.forms import FormFault, form_faults, form_rows
from zltrec.procedure.periods import Period, parse_period
from zltrec.procedure.printed import Form
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


def find_form(definition: Definition, form: str) -> Form:
    """A form by its id. Raises BadUsage for one that is not there."""
    forms = {one.id: one for one in definition.forms}
    if form not in forms:
        raise BadUsage(
            "{procedure} has no form {form}; it has {forms}",
            procedure=definition.id,
            form=form,
            forms=", ".join(forms) or "-",
        )
    if forms[form].over is not None:
        raise BadUsage(
            "{form} is a paper of one case; print it with `case print CASE {form}`", form=form
        )
    return forms[form]


def form_page(
    views: Views, procedure: str, form: str, period: str, until: date | None = None
) -> FormPage:
    """A form for a period, as of its last day, or of an earlier one.

    Raises BadUsage for a form that is not there, Refused for a day before the period.
    """
    definition = find_edition(views, procedure, None).definition
    found = find_form(definition, form)
    span = parse_period(period, found.every)
    last = span.last if until is None else min(until, span.last)
    if last < span.first:
        raise Refused(
            "{period} begins on {first}; on {on} there is nothing of it to report",
            period=span.text,
            first=span.first.isoformat(),
            on=last.isoformat(),
        )
    world = Worlds(views, last).world(procedure)
    # The world ends on that day, so that nothing later is counted in the period.
    rows, faults = value_rows(world, found, span), form_faults(world, found, span)
    return FormPage(found, definition.edition, span, last, rows, faults)


def value_rows(world: World, form: Form, period: Period) -> list[Row]:
    """The values of a form in its order, one row for each: `COLUMNS`."""
    return [
        {key: row[key] for key in ("part", "no", "label")} | {key: cell[key] for key in COLUMNS[3:]}
        for row in form_rows(world, form, period)
        for cell in row["cells"]
    ]
