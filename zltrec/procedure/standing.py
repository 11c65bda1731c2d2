"""What is owed at every moment: that each item's office has a case that fulfils a condition.

A clock with `held` asks for it from a day on. The day on which the first such case did meets
it; when the last one does no longer, it is owed anew from that day, with the same length. A
day counts as it ended: who is replaced within a day was never missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from zltrec.calendar.working import WorkingCalendar
from zltrec.errors import Refused
from zltrec.procedure.case_clocks import LookupOf
from zltrec.procedure.clocks import limits
from zltrec.procedure.duty import Duty, is_after
from zltrec.procedure.edition import Edition
from zltrec.procedure.owed import Clock
from zltrec.procedure.snapshot import Snapshot, StepTaken
from zltrec.procedure.terms import due_after

_DAY = len("2022-06-03")


def standing_duties(
    edition: Edition,
    snapshots: Iterable[Snapshot],
    at: str,
    calendar: WorkingCalendar,
    lookup_of: LookupOf,
) -> Iterator[Duty]:
    """What the clocks with `held` ask of each item, up to a day or minute."""
    for clock in edition.definition.clocks:
        if clock.held is None:
            continue
        holdings = _holdings(edition, clock, clock.held, snapshots, at, lookup_of)
        for item in edition.filings.owers(clock):
            first, last = limits(edition, clock, item)
            if first is None:
                continue
            for start, run in _owed(first, last, at[:_DAY], holdings.get(item.office, ())):
                due, provisional = due_after(edition, clock, start, calendar)
                yield Duty(
                    clock=clock,
                    what=item.label or clock.label,
                    office=item.office,
                    scope="",
                    subject=item.id,
                    due=due,
                    met=None if run is None else run.first,
                    section=item.section or clock.section,
                    provisional=provisional,
                    case="" if run is None else run.number,
                )


@dataclass(slots=True)
class _Run:
    """Days in a row on which an office had a case: from `first` on, before `end` (None: still).

    `number` is the case with which it began.
    """

    first: str
    number: str
    end: str | None = None


@dataclass(slots=True)
class _Holding:
    """What happened on a day: the cases that came to fulfil the condition, those that ceased to."""

    came: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)


def _owed(
    first: date, last: date | None, today: str, runs: Iterable[_Run]
) -> Iterator[tuple[str, _Run | None]]:
    """Each time that it was owed: from which day on, and what met it; anew up to `last`."""
    begin, end = first.isoformat(), (last or date.max).isoformat()
    owed: str | None = begin
    for run in runs:
        if run.end is not None and run.end <= min(begin, today):
            continue  # over before anything was owed
        if owed is not None:
            yield owed, run
        owed = run.end if run.end is not None and run.end <= end else None
        if owed is None:
            return
    if owed is not None:
        yield owed, None


def _holdings(
    edition: Edition,
    clock: Clock,
    held: str,
    snapshots: Iterable[Snapshot],
    at: str,
    lookup_of: LookupOf,
) -> dict[str, list[_Run]]:
    """By office, the runs of days on which it had a case that fulfils the condition."""
    changes: dict[str, dict[str, _Holding]] = {}
    condition = edition.condition(held)
    for snapshot in snapshots:
        past, holder = Snapshot(snapshot.number, snapshot.procedure), ""
        steps = (step for step in snapshot.steps if not is_after(step.on, at))
        for day, taken in groupby(steps, key=_day_of):
            for step in taken:
                past.take(step)
            try:
                fulfils = condition.holds(lookup_of(past, past.last_on))
            except Refused:
                fulfils = False
            now = str(past.fields.get(clock.scope or "", "")) if fulfils else ""
            if now != holder:
                for office, came in ((holder, False), (now, True)):
                    if not office:
                        continue
                    on_day = changes.setdefault(office, {}).setdefault(day, _Holding())
                    (on_day.came if came else on_day.went).append(snapshot.number)
                holder = now
    return {office: _runs(found) for office, found in changes.items()}


def _day_of(step: StepTaken) -> str:
    return step.on[:_DAY]


def _runs(changes: dict[str, _Holding]) -> list[_Run]:
    runs: list[_Run] = []
    count = 0
    for day in sorted(changes):
        before, on_day = count, changes[day]
        count += len(on_day.came) - len(on_day.went)
        if count and not before:
            runs.append(_Run(day, on_day.came[0]))
        elif before and not count:
            runs[-1].end = day
    return runs
