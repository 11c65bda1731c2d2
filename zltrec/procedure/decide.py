"""Whether a case may take a step, and what the step changes: the one place that says so.

The same judgement is made when a step is taken and when an auditor replays
the log: the caller brings what the log knew then (`Evidence`). All that a step
lacks is named at once, each thing with its section; nothing is changed here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zltrec.calendar.when import decode_when
from zltrec.errors import Refused
from zltrec.procedure.definition import Transition
from zltrec.procedure.edition import Edition
from zltrec.procedure.evidence import Evidence
from zltrec.procedure.filed import check_opening
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.snapshot import (
    WITHDRAWN,
    FileHeld,
    Snapshot,
    StepTaken,
    declared_after,
)
from zltrec.procedure.terms import day_of
from zltrec.procedure.trial import Trial


@dataclass(frozen=True)
class Asked:
    """A step as it is asked for: values as kept, records to append, files that come with it."""

    transition: str
    on: str
    sets: dict[str, Any] = field(default_factory=dict)
    appends: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    files: tuple[FileHeld, ...] = ()
    declared: tuple[str, ...] = ()
    reason: str = ""


def decide_step(
    edition: Edition, before: Snapshot, asked: Asked, evidence: Evidence, version: int
) -> StepTaken:
    """The step, ready to be recorded. Raises Refused, which names all that it lacks."""
    transition = _possible(edition, before, asked)
    _check_day(before, asked)
    if not before.steps:
        check_opening(edition, before.number, day_of(asked.on))
    _check_settable(edition, before, transition, asked)
    _check_withdrawn(before, asked)
    step = StepTaken(
        version=version,
        transition=transition.id,
        state=transition.to or before.state,
        on=asked.on,
        edition=edition.number,
        sets=asked.sets,
        appends=asked.appends,
        files=asked.files,
        declared=asked.declared,
        reason=asked.reason,
    )
    after = after_step(before, step)
    lookup = lookup_for(edition, after, step, evidence)
    Trial(edition, transition, before, after, lookup, evidence, step).judge()
    return step


def lookup_for(
    edition: Edition, after: Snapshot, step: StepTaken, evidence: Evidence
) -> CaseLookup:
    """What the names in the rules of a step mean, `after` it as `after_step` has the case."""
    return CaseLookup(
        edition,
        after,
        step.on,
        step=step.transition,
        others=evidence.others,
        calendar=evidence.calendar,
    )


def after_step(before: Snapshot, step: StepTaken) -> Snapshot:
    """The case as the rules of a step see it: with what it brings, in the state before it."""
    after = Snapshot(before.number, before.procedure)
    after.opened = before.opened or step.on
    after.state, after.taken, after.times = before.state, before.taken, before.times
    after.steps = before.steps
    after.fields, after.files = dict(before.fields), list(before.files)
    after.declared = declared_after(before.declared, step.declared)
    after.fields.update(step.sets)
    for name, records in step.appends.items():
        after.fields[name] = [*after.fields.get(name, ()), *records]
    after.files += [held.kind for held in step.files if held.kind not in after.files]
    return after


def possible_steps(edition: Edition, state: str) -> tuple[str, ...]:
    """The transitions that leave a state, or stay in it; for "", those that open a case."""
    return edition.leaving.get(state, ())


def _possible(edition: Edition, before: Snapshot, asked: Asked) -> Transition:
    transition = edition.transitions.get(asked.transition)
    here = possible_steps(edition, before.state)
    if transition is not None and transition.id in here:
        return transition
    steps = "、".join(f"{one} ({edition.transitions[one].label})" for one in here) or "-"
    if transition is None:
        raise Refused(
            "there is no step {step} in {procedure}; possible now: {steps}",
            step=asked.transition,
            procedure=edition.id,
            steps=steps,
        )
    raise Refused(
        "{number} cannot take {step} ({label}, {section}) from its state {state}; possible"
        " now: {steps}",
        number=before.number,
        step=transition.id,
        label=transition.label or "-",
        section=transition.section or "-",
        state=before.state or "-",
        steps=steps,
    )


def _check_day(before: Snapshot, asked: Asked) -> None:
    if asked.on >= before.last_on and len(asked.on) == len(before.last_on):
        return  # two days, or two minutes, are in order as their texts are
    if not before.steps:
        return
    now, last = decode_when(asked.on).sort_key, decode_when(before.last_on).sort_key
    to_the_minute = now[2] and last[2]
    if now < last if to_the_minute else now[:2] < last[:2]:
        raise Refused(
            "the step is dated {on}, before the last one of {number} on {last}; correct that one"
            " first (case reverse), or give a later day",
            on=asked.on,
            number=before.number,
            last=before.last_on,
        )


def _check_settable(
    edition: Edition, before: Snapshot, transition: Transition, asked: Asked
) -> None:
    for name in asked.sets:
        reading = name in (*transition.fields, *transition.may, *edition.asked[transition.id])
        if name in before.fields and not reading and before.fields[name] != asked.sets[name]:
            raise Refused(
                "{field} of {number} has a value, and {step} does not set it anew; correct it with"
                " case amend",
                field=name,
                number=before.number,
                step=transition.id,
            )


def _check_withdrawn(before: Snapshot, asked: Asked) -> None:
    for one in asked.declared:
        row = one.removeprefix(WITHDRAWN)
        if one != row and row not in before.declared:
            raise Refused(
                "{row} is not declared in {number}, so it cannot be withdrawn",
                row=row,
                number=before.number,
            )
