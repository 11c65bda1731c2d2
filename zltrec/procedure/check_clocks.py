"""The checks of clocks: that each can start, count somewhere and, if it says by what, end."""

from __future__ import annotations

import re

from zltrec.errors import CheckFailed
from zltrec.procedure.check_conditions import check_condition
from zltrec.procedure.check_flow import Flow
from zltrec.procedure.filings import is_of_items
from zltrec.procedure.lines import Path
from zltrec.procedure.owed import Clock
from zltrec.procedure.survey import Survey, no_field, no_state, no_transition, personal

LENGTHS = ("days", "working_days", "months", "years", "hours")
_MINUTE = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def check_clocks(survey: Survey) -> None:
    """Every clock."""
    flow = Flow(survey.definition)
    steps = [one.id for one in survey.definition.transitions]
    states = [one.id for one in survey.definition.states]
    for path, clock in survey.parts("clocks"):
        survey.scope((*path, "scope"), clock.scope)
        known = [
            survey.names((*path, "after"), clock.after, steps, no_transition),
            survey.names((*path, "states"), clock.states, states, no_state),
            survey.names((*path, "until"), clock.until, steps, no_transition),
        ]
        _check_start(survey, path, clock)
        _check_lengths(survey, path, clock)
        if not is_of_items(clock) and all(known) and flow.is_known:
            _check_course(survey, flow, path, clock)
        if clock.while_ is not None:
            check_condition(survey, (*path, "while"), clock.while_)
        if clock.at is not None and not _MINUTE.fullmatch(clock.at):
            survey.add(
                (*path, "at"),
                CheckFailed("{at} is no minute of a day such as 09:00", at=clock.at),
            )


def _check_start(survey: Survey, path: Path, clock: Clock) -> None:
    starts = [key for key in ("after", "date", "every") if getattr(clock, key)]
    if not starts:
        survey.add(
            path,
            CheckFailed(
                "clock {clock} cannot start; give it an after, a date or an every", clock=clock.id
            ),
        )
    elif len(starts) > 1 and not _is_by_day(survey, clock):
        survey.add(
            (*path, starts[1]),
            CheckFailed(
                "clock {clock} starts by {first} and by {second}; leave one of them",
                clock=clock.id,
                first=starts[0],
                second=starts[1],
            ),
        )
    if clock.date is not None:
        _check_date(survey, path, clock.date, [one.id for one in survey.definition.figures])


def _is_by_day(survey: Survey, clock: Clock) -> bool:
    """Whether a clock is owed from its steps on by the day of a figure: after, and a date."""
    figures = [one.id for one in survey.definition.figures]
    return clock.date in figures and clock.every is None and not is_of_items(clock)


def _check_date(survey: Survey, path: Path, date: str, figures: list[str]) -> None:
    if date in survey.fields and date in figures:
        survey.add(
            (*path, "date"),
            CheckFailed("{name} is a field and a figure; give one of them another id", name=date),
        )
    elif date in survey.fields:
        field = survey.fields[date]
        if field.type not in ("date", "moment"):
            survey.add(
                (*path, "date"),
                CheckFailed(
                    "{field} is of type {type}; a clock starts on a date or a moment",
                    field=field.id,
                    type=field.type,
                ),
            )
        if field.personal:
            survey.add((*path, "date"), personal(field.id))
    elif date in figures:
        survey.figure((*path, "date"), date, ("date",))
    else:
        dates = [one.id for one in survey.fields.values() if one.type in ("date", "moment")]
        dates += [one.id for one in survey.definition.figures if one.type == "date"]
        survey.add((*path, "date"), no_field(date, dates))


def _check_lengths(survey: Survey, path: Path, clock: Clock) -> None:
    given = [key for key in LENGTHS if getattr(clock, key) is not None]
    for key in given:
        survey.length((*path, key), getattr(clock, key))
    survey.length((*path, "repeat"), clock.repeat, least=1)
    exact = [*given, *(key for key in ("day",) if clock.every and clock.day is not None)]
    exact += ["at"] if clock.hours is not None and clock.at is not None else []
    if len(exact) > 1:
        survey.add(
            (*path, exact[1]),
            CheckFailed(
                "clock {clock} has {first} and {second}; leave one of them",
                clock=clock.id,
                first=exact[0],
                second=exact[1],
            ),
        )
    bare = clock.repeat is None and clock.at is None and clock.date is None and not clock.undated
    if clock.after and not given and bare:
        survey.add(
            path,
            CheckFailed(
                "clock {clock} has no length; give it {lengths}",
                clock=clock.id,
                lengths=", ".join(LENGTHS),
            ),
        )


def _check_course(survey: Survey, flow: Flow, path: Path, clock: Clock) -> None:
    """That a case's clock can start, counts in states that follow, and is ended by what follows."""
    steps = {one.id: one for one in survey.definition.transitions}
    starts = [steps[name] for name in clock.after]
    for index, step in enumerate(starts):
        if not flow.is_possible(step):
            survey.add(
                (*path, "after", index),
                CheckFailed(
                    "clock {clock} cannot start after {step}, which no case can take",
                    clock=clock.id,
                    step=step.id,
                ),
            )
    following = set(flow.reached)
    if starts:
        following = {state for step in starts for state in flow.after(step)}
    if not following:
        return
    final = {one.id for one in survey.definition.states if one.final}
    if following.isdisjoint(clock.states or flow.reached - final):
        survey.add(
            (*path, "states") if clock.states else path,
            CheckFailed(
                "clock {clock} counts in no state that a case can be in once it has started",
                clock=clock.id,
            ),
        )
    for index, name in enumerate(clock.until):
        opens = not steps[name].from_
        # A date may be past when a case opens: whether it was late, the opening tells.
        if (opens and starts) or (not opens and following.isdisjoint(steps[name].from_)):
            survey.add(
                (*path, "until", index),
                CheckFailed(
                    "{step} cannot end clock {clock}: no case can take it once that has started",
                    clock=clock.id,
                    step=name,
                ),
            )
