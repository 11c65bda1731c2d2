"""The checks of states and the steps between them: nothing unreachable, no dead end."""

from __future__ import annotations

from collections.abc import Iterable

from zltrec.errors import CheckFailed
from zltrec.procedure.definition import Definition, Transition
from zltrec.procedure.survey import Survey, no_state


class Flow:
    """Which states and steps can follow which, conditions left aside.

    Where a state is named that does not exist, or no step opens a case, nothing
    can be said (`is_known`), and whatever follows from that is not said either.
    """

    def __init__(self, definition: Definition) -> None:
        steps = definition.transitions
        named = {name for step in steps for name in (*step.from_, step.to) if name is not None}
        opened = any(step.to is not None and not step.from_ for step in steps)
        self.is_known = opened and named <= {one.id for one in definition.states}
        self._next: dict[str, set[str]] = {one.id: set() for one in definition.states}
        for step in definition.transitions:
            for state in step.from_:
                if step.to in self._next and state in self._next:
                    self._next[state].add(step.to)
        opening = (one.to for one in definition.transitions if not one.from_)
        self.reached = self.beyond(one for one in opening if one in self._next)

    def beyond(self, states: Iterable[str | None]) -> set[str]:
        """These states, and all that a case in one of them may come to."""
        found: set[str] = set()
        waiting = [one for one in states if one is not None]
        while waiting:
            state = waiting.pop()
            if state not in found:
                found.add(state)
                waiting += self._next.get(state, ())
        return found

    def after(self, step: Transition) -> set[str]:
        """The states in which a case may be once it has taken a step."""
        if step.to is not None:
            return self.beyond([step.to] if self.is_possible(step) else [])
        return self.beyond(self.reached.intersection(step.from_))

    def is_possible(self, step: Transition) -> bool:
        """Whether a case can come to where the step is taken; an opening always can be."""
        return not step.from_ or not self.reached.isdisjoint(step.from_)

    def can_follow(self, first: Transition, second: Transition) -> bool:
        """Whether one step may be taken at some time after another."""
        return not self.after(first).isdisjoint(second.from_)


def check_flow(survey: Survey) -> None:
    """States and the steps between them."""
    definition = survey.definition
    states = [one.id for one in definition.states]
    for path, step in survey.parts("transitions"):
        survey.names((*path, "from"), step.from_, states, no_state)
        if step.to is not None:
            survey.name((*path, "to"), step.to, states, no_state)
        elif not step.from_:
            survey.add(
                path,
                CheckFailed(
                    "{step} opens a case and leads to no state; give it a to, or a from",
                    step=step.id,
                ),
            )
    if not definition.states and not definition.transitions:
        return  # Without cases: measures, promises.
    if all(one.from_ for one in definition.transitions):
        survey.add(
            ("transitions",),
            CheckFailed("no step opens a case; one has to be without a from"),
        )
        return
    flow = Flow(definition)
    if flow.is_known:
        _check_states(survey, flow)


def _check_states(survey: Survey, flow: Flow) -> None:
    final = {one.id for one in survey.definition.states if one.final}
    if not final:
        survey.add(
            ("states",),
            CheckFailed(
                "no state is final, so that no case could be closed; one needs final = true"
            ),
        )
    for path, state in survey.parts("states"):
        if state.id not in flow.reached:
            survey.add(
                path,
                CheckFailed(
                    "{state} cannot be reached from the opening of a case by any steps",
                    state=state.id,
                ),
            )
        elif final and not state.final and flow.beyond([state.id]) == {state.id}:
            survey.add(
                path,
                CheckFailed(
                    "{state} is a dead end: it is not final, and no step leads out of it",
                    state=state.id,
                ),
            )
        elif final and flow.beyond([state.id]).isdisjoint(final):
            survey.add(
                path,
                CheckFailed("from {state} no final state can be reached", state=state.id),
            )
