"""When a term ends: so many hours, days, working days, months or years after its start.

Days are full ones: the start's own does not count, and the last one is due.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from zltrec.calendar.when import decode_when
from zltrec.calendar.working import WorkingCalendar
from zltrec.procedure.edition import Edition
from zltrec.procedure.owed import Clock

_MINUTE = "%Y-%m-%dT%H:%M"
_DAY = len("2022-06-03")
LONGEST = 36_500
"""No length is longer, in whatever unit."""
UNDATED = ""
"""When what has no term is due."""


def due_after(
    edition: Edition, clock: Clock, start: str, calendar: WorkingCalendar
) -> tuple[str, bool]:
    """The day or minute on which what starts then is due, and whether that is provisional;
    `UNDATED` where the clock has no term.

    A length that is not set adds nothing; one past the year 9999 leads to its
    end. Both are provisional.
    """
    if clock.undated:
        return UNDATED, False
    lengths = (clock.hours, clock.days, clock.working_days, clock.months, clock.years)
    numbers = [length_of(edition, one) for one in lengths]
    hours, days, working, months, years = numbers
    if lengths == (None,) * len(lengths) and clock.date is not None and clock.at is None:
        return start, False
    provisional = any(
        length is not None and number is None
        for length, number in zip(lengths, numbers, strict=True)
    )
    day = day_of(start)
    try:
        if hours is not None:
            return _after_hours(start, hours)
        if months or years:
            from dateutil.relativedelta import relativedelta

            day += relativedelta(months=months or 0, years=years or 0)
        day = calendar.after_full_days(day, days or 0)
        if working is not None:
            day = calendar.after_working_days(day, working)
            provisional = provisional or calendar.is_provisional(day_of(start), day)
    except (OverflowError, ValueError):
        return date.max.isoformat(), True
    return minute_on(clock, day), provisional


def _after_hours(start: str, hours: int) -> tuple[str, bool]:
    if len(start) > _DAY:
        due = datetime.fromisoformat(start) + timedelta(hours=hours)
        return due.strftime(_MINUTE), False
    # Of a start without its minute only the day is known.
    return (day_of(start) + timedelta(hours=hours)).isoformat(), True


def later(due: str, days: int) -> str | None:
    """So many days later, at the same minute if it has one; None past the year 9999."""
    ordinal = day_of(due).toordinal() + days
    if ordinal > date.max.toordinal():
        return None
    return date.fromordinal(ordinal).isoformat() + due[_DAY:]


def minute_on(clock: Clock, day: date) -> str:
    """A day, or the minute of it at which a clock is due."""
    return f"{day}T{clock.at}" if clock.at else day.isoformat()


def length_of(edition: Edition, length: int | str | None, least: int = 0) -> int | None:
    """A length; None where its figure is not set, or set to what is no length."""
    number = edition.number_of(length)
    return number if number is not None and least <= number <= LONGEST else None


def figure_date(edition: Edition, name: str | None) -> date | None:
    """The value of a figure that is a date; None where it is unset, or there is none."""
    value = None if name is None else edition.figures.get(name)
    return value if isinstance(value, date) else None


def day_of(moment: str) -> date:
    """The day of a day or minute as it is kept."""
    start = decode_when(moment).start
    assert start is not None
    return start
