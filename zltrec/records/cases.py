"""Commands on cases: open, move, reverse, take to another edition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from zltrec.calendar.when import When, encode_when
from zltrec.domain.case import NUMBER, Case, evolve
from zltrec.domain.case_events import (
    CaseMoved,
    CaseOpened,
    CaseReversed,
    EditionTaken,
    Step,
)
from zltrec.domain.fact import Fact, Recorded
from zltrec.errors import BadUsage, Refused
from zltrec.procedure.asked import check_declared, check_kinds, check_taken_to
from zltrec.procedure.corrections import claims_let_go, undo_step
from zltrec.procedure.decide import Asked, decide_step
from zltrec.procedure.edition import Edition
from zltrec.procedure.snapshot import FileHeld, StepTaken
from zltrec.procedure.waits import provisional_waits
from zltrec.records.case_desk import CaseDesk
from zltrec.records.case_numbers import check_number, counted_as, next_number
from zltrec.records.case_values import parse_sets
from zltrec.records.work import Work, Written


@dataclass(frozen=True)
class Request:
    """A step as a person asks for it: texts as typed, files that are in the store by now."""

    transition: str | None
    on: When
    sets: tuple[tuple[str, str], ...] = ()
    files: tuple[FileHeld, ...] = ()
    declared: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class CaseWritten:
    """What a command on a case answers: its number and state, the position of its last event.

    `provisional`: the steps whose wait rests on a calendar that is not adopted.
    """

    number: str
    state: str
    position: int
    provisional: tuple[str, ...] = ()


def open_case(
    desk: CaseDesk, work: Work, procedure: str, number: str | None, request: Request
) -> CaseWritten:
    """Opens a case, under a number of its own or the next of the series.

    Raises Refused for what the procedure does not let happen, BadUsage for
    values that cannot be.
    """
    edition = desk.edition(procedure)
    if not edition.opening:
        raise Refused("{procedure} has no step that opens a case", procedure=procedure)
    transition = request.transition or edition.opening[0]
    serial = None
    if number is None:
        number, serial = next_number(edition, request.on, work)
    else:
        check_number(number)
        serial = counted_as(edition, number, work)
    case = _to_open(desk, work, procedure, number)
    step = _decide(desk, work, case, edition, transition, request)
    fact = CaseOpened(
        procedure=procedure, serial=serial, **_step_fields(step), **work.stamp(step.on)
    )
    return record_fact(desk, work, case, fact)


def move_case(desk: CaseDesk, work: Work, given: str, request: Request) -> CaseWritten:
    """Takes one step. Raises as `open_case` does."""
    case = desk.find(given)
    edition = desk.edition(case.procedure)
    check_begun(case)
    if case.state not in edition.states:
        raise Refused(
            "edition {edition} of {procedure} has no state {state}; take {number} to it with"
            " case upgrade --state",
            edition=edition.number,
            procedure=case.procedure,
            state=case.state,
            number=case.number,
        )
    if request.transition is None:
        raise BadUsage("which step? `case show {number}` lists those possible", number=case.number)
    step = _decide(desk, work, case, edition, request.transition, request)
    if case.edition != edition.number:
        record_fact(desk, work, case, EditionTaken(edition=edition.number, **work.stamp(step.on)))
        case = desk.case(case.number)
    waited = provisional_waits(edition, step.transition, desk.snapshot(case).taken, desk.calendar)
    fact = CaseMoved(**_step_fields(step), **work.stamp(step.on))
    written = record_fact(desk, work, case, fact)
    return replace(written, provisional=tuple(waited)) if waited else written


def reverse_case(desk: CaseDesk, work: Work, given: str, reason: str) -> CaseWritten:
    """Takes back the last step, with its entries and claims; of an opening, the case itself.

    Raises Refused where others have built on it: a balance or a claim.
    """
    case = desk.find(given)
    check_begun(case)
    step = case.steps[-1]
    undone = undo_step(desk.edition(case.procedure), case.number, step, desk.about(case))
    fact = CaseReversed(
        step=step.version,
        transition=step.transition,
        posts=undone.posts,
        claims=undone.claims,
        releases=undone.releases,
        reason=reason,
        **work.stamp(step.on),
    )
    return record_fact(desk, work, case, fact)


def upgrade_case(
    desk: CaseDesk, work: Work, given: str, state: str | None, reason: str
) -> CaseWritten:
    """Takes a case to the edition in force; to `state`, where its own is gone."""
    case = desk.find(given)
    check_begun(case)
    edition = desk.edition(case.procedure)
    check_taken_to(edition, case.number, case.edition, case.state, state)
    releases = claims_let_go(edition, desk.snapshot(case), state, desk.about(case))
    fact = EditionTaken(
        edition=edition.number,
        state=state,
        releases=releases,
        reason=reason,
        **work.stamp(desk.today.isoformat()),
    )
    return record_fact(desk, work, case, fact)


def _to_open(desk: CaseDesk, work: Work, procedure: str, number: str) -> Case:
    """A case to be opened: a new one, or the one of that number whose opening was taken back."""
    if work.version_of(number) == 0:
        return Case(number, 0, procedure, 0, [], [], {})
    known = work.registers.get(NUMBER, number)
    if known != procedure or (case := desk.case(number)).steps:
        raise Refused("the number {number} is given out already", number=number)
    return case


def _decide(
    desk: CaseDesk, work: Work, case: Case, edition: Edition, transition: str, request: Request
) -> StepTaken:
    on = request.on
    if on.precision not in ("day", "minute") or on.start is None:
        raise BadUsage("a step has a day, or a minute of a day; {on} is none", on=str(on) or "-")
    if on.start > desk.today:
        raise Refused("the step is dated {on}, which is still to come", on=str(on))
    values, appends = parse_sets(desk, work, edition, request.sets)
    for held in request.files:
        one = edition.fields.get(held.kind)
        if one is not None and one.type == "file":
            values[held.kind] = {"name": held.name, "sha256": held.sha256}
    check_declared(edition, request.declared, request.reason)
    check_kinds(edition, [held.kind for held in request.files])
    asked = Asked(
        transition,
        encode_when(on),
        values,
        appends,
        request.files,
        request.declared,
        request.reason,
    )
    return decide_step(edition, desk.snapshot(case), asked, desk.about(case), case.version + 1)


def check_begun(case: Case) -> None:
    """Raises Refused for a case whose opening was taken back."""
    if not case.steps:
        raise Refused(
            "the opening of {number} was taken back; open another case", number=case.number
        )


def _step_fields(step: StepTaken) -> dict[str, Any]:
    return {
        "transition": step.transition,
        "state": step.state,
        "edition": step.edition,
        "sets": step.sets,
        "appends": step.appends,
        "files": step.files,
        "declared": step.declared,
        "posts": step.posts,
        "claims": step.claims,
        "releases": step.releases,
        "approvals": step.approvals,
        "reason": step.reason,
    }


def record_fact(desk: CaseDesk, work: Work, case: Case, fact: Fact) -> CaseWritten:
    """Records a fact of a case; the desk knows the case as it is then."""
    version = case.version + 1
    written: Written = work.record(case.number, version, fact)
    changed = evolve(case if case.version else None, Recorded(case.number, version, fact))
    assert changed is not None
    desk.keep(changed, stepped=isinstance(fact, Step))
    return CaseWritten(case.number, changed.state, written.position)
