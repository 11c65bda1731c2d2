"""Cases as rows, and one case with everything about it."""

from __future__ import annotations

from collections.abc import Iterator

from zltrec.domain.case import meant_number
from zltrec.errors import BadUsage
from zltrec.procedure.duty import OPEN, OVERDUE
from zltrec.procedure.pledges import promise_rows
from zltrec.procedure.snapshot import Snapshot
from zltrec.procedure.world import World
from zltrec.projections.case_text import texts_of
from zltrec.projections.cases import cases_of, numbers_like, snapshot_at
from zltrec.projections.procedure_rows import find_edition
from zltrec.projections.projection import Reads
from zltrec.projections.rows import Row, Scope
from zltrec.projections.worlds import worlds_of

_PROMISE = "promise"


def check_procedure(views: Reads, procedure: str | None, state: str | None) -> None:
    """Raises Refused for a procedure that is not there, BadUsage for a state that it has not."""
    if procedure is None:
        return
    states = [one.id for one in find_edition(views, procedure, None).definition.states]
    if state is not None and state not in states:
        raise BadUsage(
            "there is no state {state}; there are {states}", state=state, states=", ".join(states)
        )


def case_rows(views: Reads, scope: Scope, procedure: str | None = None) -> Iterator[Row]:
    """Every case that had begun (of a procedure), with the count of what is overdue."""
    worlds = worlds_of(views, scope.as_of)
    for case, position in cases_of(views, procedure):
        snapshot = snapshot_at(case, scope.as_of)
        if not snapshot.steps or not scope.holds(_words(snapshot)):
            continue
        world = worlds.of_case(snapshot)
        yield {
            "number": snapshot.number,
            "procedure": snapshot.procedure,
            "edition": snapshot.steps[-1].edition,
            "state": snapshot.state,
            "opened": snapshot.opened,
            "last_on": snapshot.last_on,
            "overdue": sum(1 for duty in world.duties() if duty.status(world.at) == OVERDUE),
            "position": position,
        }


def find_number(views: Reads, given: str) -> str:
    """The number that a number or its unique beginning means. Raises Refused if none."""
    return meant_number(given, numbers_like(views, given) if given else [])


def _words(snapshot: Snapshot) -> str:
    """What a case is found by: its number, and the texts that it holds; no personal one."""
    return " ".join([snapshot.number, *texts_of(snapshot.fields.values())])


DUTY_COLUMNS = (
    "due_on",
    "office",
    "subject",
    "what",
    "status",
    "section",
    "procedure",
    "clock",
    "period",
    "provisional",
)


def duty_rows(world: World) -> list[Row]:
    """What is owed and not met, by day."""
    return [
        {
            "due_on": duty.due or None,
            "office": f"{duty.office}@{duty.scope}" if duty.scope else duty.office,
            "subject": duty.subject,
            "what": duty.what,
            "status": status,
            "section": duty.section,
            "procedure": world.edition.id,
            "clock": duty.clock.id,
            "period": duty.period or None,
            "provisional": duty.provisional,
        }
        for duty in world.duties()
        if (status := duty.status(world.at)) in (OPEN, OVERDUE)
    ]


def owed_rows(world: World) -> list[Row]:
    """What is owed and not met, promises with a last day included, by day.

    A promise has `promise` as its clock, and its id behind `promise:` as its subject.
    """
    promised: list[Row] = [
        {
            "due_on": row["by"],
            "office": row["office"],
            "subject": f"{_PROMISE}:{row['id']}",
            "what": row["text"],
            "status": row["status"],
            "section": row["section"],
            "procedure": world.edition.id,
            "clock": _PROMISE,
            "period": None,
            "provisional": False,
        }
        for row in promise_rows(world)
        if row["by"] is not None and row["status"] in (OPEN, OVERDUE)
    ]
    return sorted(duty_rows(world) + promised, key=lambda row: row["due_on"] or "")
