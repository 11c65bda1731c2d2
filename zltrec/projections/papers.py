"""The papers of a case: a form of its procedure with the case's values, in Markdown."""

from __future__ import annotations

from typing import NamedTuple

from zltrec.errors import BadUsage, Refused
from zltrec.procedure.papers import Approvals, render_paper
from zltrec.procedure.printed import Form
from zltrec.procedure.world import World
from zltrec.projections.case_rows import find_number
from zltrec.projections.cases import find_case, snapshot_at
from zltrec.projections.projection import Reads
from zltrec.projections.rows import Scope
from zltrec.projections.worlds import showing, worlds_of


class Paper(NamedTuple):
    """A page in Markdown: of which case, what it is called."""

    number: str
    label: str
    page: str


def case_paper(views: Reads, scope: Scope, given: str, form: str) -> Paper:
    """A form's page for a case as of a day.

    Raises Refused for a case that is not there (yet), BadUsage for a form that is none of a case.
    """
    number = find_number(views, given)
    case = find_case(views, number)
    assert case is not None
    snapshot = snapshot_at(case, scope.as_of)
    if not snapshot.steps:
        raise Refused("{id} has taken no step by then, so nothing of it can be printed", id=number)
    world = showing(worlds_of(views, scope.as_of).of_case(snapshot), scope)
    found = _form(world, form)
    page = render_paper(world, snapshot, found.text, _approvals(views, number), scope.reveal)
    return Paper(number, found.label or found.id, page)


def _form(world: World, name: str) -> Form:
    papers = {one.id: one for one in world.edition.definition.forms if one.over is not None}
    if name not in papers:
        raise BadUsage(
            "{procedure} has no form {form} of a case; it has {forms}",
            procedure=world.edition.id,
            form=name,
            forms=", ".join(papers) or "-",
        )
    return papers[name]


def _approvals(views: Reads, number: str) -> Approvals:
    """The approvals of a case; an officer is called by name, where the office knows one."""
    rows = views.select(
        "SELECT a.id, a.action, a.decision, a.grade, a.office, a.scope, a.reason,"
        ' coalesce(o.name, a.officer) AS officer, a."on" FROM approvals AS a'
        " LEFT JOIN officers AS o ON o.id = a.officer AND a.grade = 'key'"
        " WHERE a.subject = ? ORDER BY a.position",
        (number,),
    )
    return [dict(row) for row in rows]
