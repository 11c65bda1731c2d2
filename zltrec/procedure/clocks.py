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
    edition: Edition,
    at: str,
    find: Find,
    calendar: WorkingCalendar,
    within: Period | None = None,
) -> Iterator[Duty]:
    """What the clocks ask of the whole procedure, or of each item, up to a day or minute.

    `within`: only for periods that lie in that one, and what is due in it once.
    """
    today = day_of(at)
    for clock in filter(is_of_items, edition.definition.clocks):
        if clock.held is not None:
            continue
        due: dict[Period | None, tuple[str, bool]] = {}
        for period, item in _owed(edition, clock, today, within):
            if period not in due:
                due[period] = item_due(edition, clock, period, calendar)
            if within is not None and period is None and not within.holds(due[period][0]):
                continue
            text = "" if period is None else period.text
            yield _of_item(clock, item, text, *due[period], find)


def filing_duty(
    edition: Edition, at: str, snapshot: Snapshot, calendar: WorkingCalendar
) -> Iterator[Duty]:
    """Of what `procedure_duties` tells, that which a case meets, if it is a filing owed by now."""
    filing = edition.filings.of(snapshot.number)
    if filing is None or filing.clock is None:
        return
    clock, item, span = filing.clock, filing.item, filing.span
    if _is_owed(span, figure_date(edition, clock.date), *limits(edition, clock, item), day_of(at)):
        due = item_due(edition, clock, span, calendar)
        yield _of_item(clock, item, filing.period, *due, lambda _number: snapshot)


def _owed(
    edition: Edition, clock: Clock, today: date, within: Period | None
) -> Iterator[tuple[Period | None, Item]]:
    """What a clock asks of each item for each period that has begun, or once (None)."""
    owers = [(item, *limits(edition, clock, item)) for item in edition.filings.owers(clock)]
    if clock.every is None:
        on = figure_date(edition, clock.date)
        yield from (
            (None, item) for item, first, last in owers if _is_owed(None, on, first, last, today)
        )
        return
    begun = min((first for _item, first, _last in owers if first is not None), default=None)
    if begun is None:
        return
    if within is not None:
        begun, today = max(begun, within.first), min(today, within.last)
    for period in periods(clock.every, begun, today):
        if within is not None and not within.contains(period):
            continue
        for item, first, last in owers:
            if _is_owed(period, None, first, last, today):
                yield period, item


def _is_owed(
    period: Period | None, on: date | None, first: date | None, last: date | None, today: date
) -> bool:
    """Whether it is owed by now for a period, or once, `on` a day (None), within these days."""
    if first is None:
        return False
    if period is None:
        return first == on and (last is None or first <= last)
    return (
        first <= min(period.last, today)
        and period.first <= today
        and (last is None or period.first <= last)
    )


def limits(edition: Edition, clock: Clock, item: Item) -> tuple[date | None, date | None]:
    """The days from and up to which an item owes what a clock asks for; a first of None: it does
    not yet, a last of None: it does for ever."""
    first = figure_date(edition, clock.from_ if clock.every else clock.date)
    last = figure_date(edition, clock.to)
    if first is not None and item.from_ is not None:
        own = figure_date(edition, item.from_)
        first = None if own is None else max(first, own)
    if item.to is not None and (end := figure_date(edition, item.to)) is not None:
        last = end if last is None else min(last, end)
    return first, last


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


def item_due(
    edition: Edition, clock: Clock, period: Period | None, calendar: WorkingCalendar
) -> tuple[str, bool]:
    """When what a clock asks for a period (None: once) is due, and whether that is provisional."""
    last = figure_date(edition, clock.date) if period is None else period.last
    assert last is not None
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
