"""What the clocks ask of a whole procedure, or of each of many: for each period, or once.

What is owed so is met by a case under the number of its item and period.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date

from zltrec.calendar.working import WorkingCalendar
from zltrec.procedure.duty import Duty
from zltrec.procedure.edition import Edition
from zltrec.procedure.filings import is_of_items
from zltrec.procedure.owed import Clock, Item
from zltrec.procedure.periods import Period, periods
from zltrec.procedure.snapshot import Snapshot
from zltrec.procedure.terms import day_of, due_after, figure_date, length_of, minute_on

Find = Callable[[str], Snapshot | None]
"""The case of a number, folded up to the moment asked about; None if there is none."""


def procedure_duties(
    edition: Edition, at: str, find: Find, calendar: WorkingCalendar
) -> Iterator[Duty]:
    """What the clocks ask of the whole procedure, or of each item, up to a day or minute."""
    today = day_of(at)
    for clock in edition.definition.clocks:
        if not is_of_items(clock):
            continue
        owers = edition.filings.owers(clock)
        if clock.every is not None:
            first = figure_date(edition, clock.from_)
            last = figure_date(edition, clock.to)
            if first is None:
                continue
            for period in periods(clock.every, first, min(last or today, today)):
                due, provisional = _period_due(edition, clock, period, calendar)
                for item in owers:
                    yield _of_item(clock, item, period.text, due, provisional, find)
        else:
            on = figure_date(edition, clock.date)
            if on is not None:
                due, provisional = due_after(edition, clock, on.isoformat(), calendar)
                for item in owers:
                    yield _of_item(clock, item, "", due, provisional, find)


def _of_item(
    clock: Clock, item: Item, period: str, due: str, provisional: bool, find: Find
) -> Duty:
    number = f"{item.id}/{period}" if period else item.id
    found = find(number)
    steps = [] if found is None else [s for s in found.steps if s.transition in clock.until]
    return Duty(
        clock=clock,
        what=item.label or clock.label,
        office=item.office or clock.office,
        scope="",
        subject=number,
        due=due,
        met=steps[0].on if steps else None,
        period=period,
        section=item.section or clock.section,
        provisional=provisional,
    )


def _period_due(
    edition: Edition, clock: Clock, period: Period, calendar: WorkingCalendar
) -> tuple[str, bool]:
    """When what a clock asks for a period is due, and whether that is provisional."""
    last = period.last
    if clock.day is None:
        return due_after(edition, clock, last.isoformat(), calendar)
    if isinstance(clock.day, str) and "-" in clock.day:
        month, _dash, number = clock.day.partition("-")
        last = date(last.year, int(month), monthrange(last.year, int(month))[1])
        on: int | None = int(number)
    else:
        on = length_of(edition, clock.day, least=1)
    if on is None:
        return minute_on(clock, last), True
    return minute_on(clock, last.replace(day=min(on, last.day))), False
