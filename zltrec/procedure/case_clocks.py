"""What the clocks of a procedure asked of one case: by each start, met or not.

A clock on a case starts with a step or a date of it, and counts in states and
while a condition holds. Nothing here reads a clock of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from zltrec.calendar.working import WorkingCalendar
from zltrec.errors import Refused
from zltrec.procedure.checklists import does, items_of, of_item
from zltrec.procedure.duty import Duty, is_after
from zltrec.procedure.edition import Edition
from zltrec.procedure.filings import is_of_items
from zltrec.procedure.owed import Clock
from zltrec.procedure.snapshot import Snapshot, fold_steps
from zltrec.procedure.terms import due_after, figure_date, later, length_of

if TYPE_CHECKING:
    from zltrec.procedure.lookup import CaseLookup

_DAY = len("2022-06-03")
LookupOf = Callable[[Snapshot, str], "CaseLookup"]
"""How conditions are evaluated on a case as it was at a day or minute."""


def case_duties(
    edition: Edition,
    snapshot: Snapshot,
    at: str,
    calendar: WorkingCalendar,
    lookup_of: LookupOf,
) -> Iterator[Duty]:
    """What the clocks asked of one case up to a day or minute."""
    if is_after(snapshot.last_on, at):
        by_then = (step for step in snapshot.steps if not is_after(step.on, at))
        snapshot = fold_steps(snapshot.number, snapshot.procedure, by_then)
    for clock in edition.definition.clocks:
        if not is_of_items(clock):
            starts = list(starts_of(edition, clock, snapshot, calendar))
            if starts:
                yield from _CaseClock(edition, clock, snapshot, at, lookup_of).duties(starts)


def last_due(
    edition: Edition, clock: Clock, snapshot: Snapshot, calendar: WorkingCalendar
) -> str | None:
    """When what a clock asks of a case is due, by its last start; None if it has not started."""
    starts = list(starts_of(edition, clock, snapshot, calendar))
    return (starts[-1].due or None) if starts else None


class Start(NamedTuple):
    """When a clock on a case started: by which step (-1: a date), what is due then."""

    step: int
    due: str
    provisional: bool


def starts_of(
    edition: Edition, clock: Clock, snapshot: Snapshot, calendar: WorkingCalendar
) -> Iterator[Start]:
    """Each time that a clock on a case started."""
    figure = figure_date(edition, clock.date)
    if clock.after:
        for index, step in enumerate(snapshot.steps):
            if step.transition in clock.after and (clock.date is None or figure is not None):
                start = step.on if figure is None else figure.isoformat()
                yield Start(index, *due_after(edition, clock, start, calendar))
    elif clock.date is not None:
        if figure is not None:
            yield Start(-1, *due_after(edition, clock, figure.isoformat(), calendar))
            return
        setters = [i for i, step in enumerate(snapshot.steps) if clock.date in step.sets]
        answers = [i for i, step in enumerate(snapshot.steps) if step.transition in clock.until]
        ends = [*setters[1:], None] if setters else []
        for setter, following in zip(setters, ends, strict=True):
            # A date that is set anew is owed anew; the old one stays if it was answered by then.
            if following is None or any(setter <= i < following for i in answers):
                start = snapshot.steps[setter].sets[clock.date]
                yield Start(setter - 1, *due_after(edition, clock, start, calendar))
        if not setters and isinstance(kept := snapshot.fields.get(clock.date), str):
            yield Start(-1, *due_after(edition, clock, kept, calendar))


class _CaseClock:
    """One clock on one case, which is folded up to the moment asked about."""

    def __init__(
        self, edition: Edition, clock: Clock, snapshot: Snapshot, at: str, lookup_of: LookupOf
    ) -> None:
        self._edition, self._clock = edition, clock
        self._snapshot, self._steps = snapshot, snapshot.steps
        self._at, self._lookup_of = at, lookup_of
        self._held: dict[int, bool] | None = None
        if clock.while_ is not None and not edition.asks_day(clock.while_):
            # It holds as long as the case takes no step: asked once, however often it repeats.
            self._held = {}

    def duties(self, starts: Sequence[Start]) -> Iterator[Duty]:
        """What it asked for by each start; a next one begins a repeated duty, a checklist, anew."""
        if self._clock.each is None:
            answers = [
                i for i, one in enumerate(self._steps) if one.transition in self._clock.until
            ]
            yield from self._by_starts(starts, answers)
        for item in items_of(self._clock) if self._clock.each is not None else ():
            done = [i for i, step in enumerate(self._steps) if does(step, self._clock, item)]
            yield from of_item(self._by_starts(starts, done), item)

    def _by_starts(self, starts: Sequence[Start], answered: Sequence[int]) -> Iterator[Duty]:
        """What is owed by each start, where these steps answer."""
        steps, clock = self._steps, self._clock
        every = length_of(self._edition, clock.repeat, least=1)
        unset = clock.repeat is not None and every is None
        scope = "" if clock.scope is None else str(self._snapshot.fields.get(clock.scope, ""))
        filing = self._edition.filings.of(self._snapshot.number)
        item = None if filing is None else filing.item
        # What no office is named for is owed by who owes the filing.
        owner = "" if filing is None or clock.scope is not None else filing.office
        following = (*(start.step for start in starts[1:]), None)
        for start, end in zip(starts, following, strict=True):
            answers = [i for i in answered if i > start.step]
            if clock.each is not None and end is not None:
                answers = [i for i in answers if i <= end]
                if not answers:
                    continue
            if every is None:
                owed = self._once(start, answers, end)
            else:
                owed = self._again(start, answers, end, every)
            for due, met in owed:
                yield Duty(
                    clock=clock,
                    what=clock.label or (item.label if item else ""),
                    office=clock.office or owner,
                    scope=scope,
                    subject=self._snapshot.number,
                    due=due,
                    met=None if met is None else steps[met].on,
                    period="" if filing is None else filing.period,
                    section=clock.section or (item.section if item else ""),
                    provisional=start.provisional or unset,
                )

    def _once(
        self, start: Start, answers: Sequence[int], end: int | None
    ) -> Iterator[tuple[str, int | None]]:
        """What is due, with the step that met it; nothing if the clock never counted for it.

        Without an answer it has to count now. A start before which the condition
        did not hold until the next one (`end`) made no duty.
        """
        met = answers[0] if answers else None
        if met is None and not self._counts(self._snapshot, self._at):
            return
        until = min((one for one in (met, end) if one is not None), default=None)
        if until is None or self._arose(start.step, until):
            yield start.due, met

    def _arose(self, first: int, end: int) -> bool:
        """Whether the clock counted at some time from one step to another."""
        if end == 0:
            # The opening answers a date that was past by then: no state came before.
            return self._holds(self._folded(1), self._steps[0].on)
        return any(
            self._is_in_states(self._steps[i].state)
            and self._holds(self._folded(i + 1), self._steps[i].on)
            for i in range(max(first, 0), end)
        )

    def _again(
        self, start: Start, answers: Sequence[int], end: int | None, every: int
    ) -> Iterator[tuple[str, int | None]]:
        """Each time that it is due again and counts then, with the step that met it."""
        steps, at = self._steps, self._at
        first: str | None = start.due
        if start.step >= 0 and is_after(steps[start.step].on, start.due):
            first = later(start.due, every)
        past = Snapshot(self._snapshot.number, self._snapshot.procedure)
        for due, position in _series(first, every, [steps[i].on for i in answers], at):
            if end is not None and is_after(due, steps[end].on):
                return
            met = None if position is None else answers[position]
            moment = at if is_after(due, at) else due
            if met is not None and not is_after(steps[met].on, due):
                # Before the step that met it: that one may have ended what it counts in.
                moment = steps[met].on
                for step in steps[len(past.steps) : max(met, 1)]:
                    past.take(step)
            else:
                for step in steps[len(past.steps) :]:
                    if is_after(step.on, moment):
                        break
                    past.take(step)
            if self._counts(past, moment):
                yield due, met
            elif len(past.steps) == len(steps) and not self._is_in_states(past.state):
                return

    def _counts(self, snapshot: Snapshot, moment: str) -> bool:
        return self._is_in_states(snapshot.state) and self._holds(snapshot, moment)

    def _is_in_states(self, name: str) -> bool:
        state = self._edition.states.get(name)
        if self._clock.states:
            return name in self._clock.states
        return state is not None and not state.final

    def _holds(self, snapshot: Snapshot, moment: str) -> bool:
        if self._clock.while_ is None:
            return True
        count = len(snapshot.steps)
        if self._held is None or count not in self._held:
            try:
                condition = self._edition.condition(self._clock.while_)
                holds = condition.holds(self._lookup_of(snapshot, moment))
            except Refused:
                holds = False
            if self._held is None:
                return holds
            self._held[count] = holds
        return self._held[count]

    def _folded(self, count: int) -> Snapshot:
        """The case after so many of its steps."""
        if self._clock.while_ is None:
            return self._snapshot
        return fold_steps(self._snapshot.number, self._snapshot.procedure, self._steps[:count])


def _series(
    first: str | None, every: int, answers: Sequence[str], at: str
) -> Iterator[tuple[str, int | None]]:
    """Each time that a repeated duty is due, with the index of the answer that met it.

    It goes on to the first that is not over at `at` and not met. What comes by
    the end of the due day belongs to it, and the first of that meets it; else
    what comes late meets it if it is nearer to it, by days, than to the next.
    """
    position, due = 0, first
    while due is not None:
        met = None
        while position < len(answers) and answers[position][:_DAY] <= due[:_DAY]:
            met = position if met is None else met
            position += 1
        nearer = later(due, (every - 1) // 2) or due
        if (
            met is None
            and position < len(answers)
            and not is_after(answers[position], nearer[:_DAY])
        ):
            met = position
            position += 1
        yield due, met
        if met is None and not is_after(at, due):
            return
        due = later(due, every)
