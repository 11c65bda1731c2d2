"""A printed form of a procedure for one period, as rows that every format can print."""

from __future__ import annotations

from dataclasses import dataclass

from zltrec.errors import BadUsage, ZltrecError
from zltrec.procedure.forms import form_faults, form_rows
from zltrec.procedure.periods import parse_period
from zltrec.projections.procedure_rows import find_edition
from zltrec.projections.rows import Row
from zltrec.projections.views import Views
from zltrec.projections.worlds import Worlds

COLUMNS = ("part", "no", "label", "unit", "column", "measure", "period", "cumulative")


@dataclass(frozen=True)
class FormPage:
    """A form's rows (one for each cell), their columns, and what its own checks find."""

    rows: list[Row]
    columns: tuple[str, ...]
    faults: list[ZltrecError]


def form_page(views: Views, procedure: str, form: str, period: str) -> FormPage:
    """A form for a period, as of its last day. Raises BadUsage for a form that is not there."""
    definition = find_edition(views, procedure, None).definition
    forms = {one.id: one for one in definition.forms}
    if form not in forms:
        raise BadUsage(
            "{procedure} has no form {form}; it has {forms}",
            procedure=procedure,
            form=form,
            forms=", ".join(forms) or "-",
        )
    span = parse_period(period, forms[form].every)
    world = Worlds(views, span.last).world(procedure)
    rows = [
        {key: row[key] for key in ("part", "no", "label", "unit")} | cell
        for row in form_rows(world, forms[form], span)
        for cell in row["cells"]
        or [{"column": "", "measure": "", "period": None, "cumulative": None}]
    ]
    return FormPage(rows, COLUMNS, [fault.said for fault in form_faults(world, forms[form], span)])
