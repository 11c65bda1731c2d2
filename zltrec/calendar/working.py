"""Which days are worked, and which day is so many days after another.

A working day is a day from Monday to Friday that no decree makes a day off, or
a Saturday or Sunday that a decree makes a day of work (调休). The decree is one
calendar a year (放假安排), which a caller brings; a year without one is counted
from Monday to Friday, and what falls in it is provisional. Nothing here reads a
clock or knows where a calendar comes from.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Annotated

import msgspec

from zltrec.errors import Unreadable

_SATURDAY = 5
_A_DAY = timedelta(days=1)

Year = Annotated[int, msgspec.Meta(ge=MINYEAR, le=MAXYEAR)]


class YearCalendar(msgspec.Struct, frozen=True):
    """A year's calendar: the days off by decree (a weekend's may be named too), the Saturdays
    and Sundays that are worked, and what says so."""

    year: Year
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]
    basis: str


class WorkingCalendar:
    """The years' calendars together, to count by. Raises ValueError for a year under another."""

    def __init__(self, years: Mapping[int, YearCalendar]) -> None:
        for year, calendar in years.items():
            if calendar.year != year:
                raise ValueError(f"the calendar of {calendar.year} stands under {year}")
        self._years = dict(years)
        self._worked: dict[int, tuple[date, ...]] = {}

    def is_working(self, day: date) -> bool:
        """Whether the day is worked; without a calendar of its year, Monday to Friday."""
        calendar = self._years.get(day.year)
        if calendar is not None:
            if day in calendar.workdays:
                return True
            if day in calendar.holidays:
                return False
        return day.weekday() < _SATURDAY

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a year between these days (both included) has no calendar.

        Raises ValueError for a span that runs backwards.
        """
        if last < first:
            raise ValueError(f"the span {first} to {last} runs backwards")
        return any(year not in self._years for year in range(first.year, last.year + 1))

    def after_full_days(self, start: date, n: int) -> date:
        """The last of `n` full calendar days after `start`, whose own day does not count.

        1 June and 5 days: 6 June; no days: `start`. Raises ValueError for a negative
        `n`, OverflowError past the year 9999.
        """
        _check_count(n)
        return start + timedelta(days=n)

    def after_working_days(self, start: date, n: int) -> date:
        """The last of `n` full working days after `start`, whose own day does not count.

        No days: `start`, worked or not. Raises as `after_full_days` does.
        """
        _check_count(n)
        if n == 0:
            return start
        year = start.year
        days = self._days(year)
        index = bisect_right(days, start) + n - 1
        while index >= len(days):
            index -= len(days)
            year += 1
            days = self._days(year)
        return days[index]

    def _days(self, year: int) -> tuple[date, ...]:
        """The working days of a year, in order; made once, so that a count is one look-up."""
        if year > MAXYEAR:
            raise OverflowError("the last working day lies past the year 9999")
        if year not in self._worked:
            first = date(year, 1, 1).toordinal()
            last = date(year, 12, 31).toordinal()
            days = map(date.fromordinal, range(first, last + 1))
            self._worked[year] = tuple(day for day in days if self.is_working(day))
        return self._worked[year]


def encode_year(calendar: YearCalendar) -> str:
    """The canonical JSON text of a year: keys in order, days in order and as ISO, no blanks.

    Raises Unreadable as `decode_year` does, so that every text written can be read.
    """
    check_calendar(calendar)
    ordered = msgspec.structs.replace(
        calendar,
        holidays=tuple(sorted(calendar.holidays)),
        workdays=tuple(sorted(calendar.workdays)),
    )
    return msgspec.json.encode(ordered, order="sorted").decode()


def decode_year(text: str) -> YearCalendar:
    """The calendar of a JSON text, its days in order; keys that it does not know are left out.

    Raises Unreadable for what is no calendar of one year (`check_calendar`).
    """
    try:
        calendar = msgspec.json.decode(text, type=YearCalendar)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Unreadable(
            "the calendar cannot be read: {reason}; write it as `calendar show` prints it in JSON",
            reason=error,
        ) from error
    check_calendar(calendar)
    return msgspec.structs.replace(
        calendar,
        holidays=tuple(sorted(calendar.holidays)),
        workdays=tuple(sorted(calendar.workdays)),
    )


def check_calendar(calendar: YearCalendar) -> None:
    """Raises Unreadable for a day of another year or named twice, a working day from Monday to
    Friday, or a calendar that does not say what it is based on."""
    year = calendar.year
    if not calendar.basis.strip():
        raise Unreadable(
            "the calendar of {year} does not say what it is based on (basis)", year=year
        )
    named: set[date] = set()
    for day in (*calendar.holidays, *calendar.workdays):
        if day.year != year:
            raise Unreadable(
                "the calendar of {year} names {day}, a day of another year", year=year, day=day
            )
        if day in named:
            raise Unreadable("the calendar of {year} names {day} twice", year=year, day=day)
        named.add(day)
    for day in calendar.workdays:
        if day.weekday() < _SATURDAY:
            raise Unreadable(
                "the calendar of {year} has {day} among its workdays, which are Saturdays and"
                " Sundays that are worked; that day is neither",
                year=year,
                day=day,
            )


def year_digest(text: str) -> str:
    """The SHA-256 of a year's text in UTF-8: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _check_count(n: int) -> None:
    if n < 0:
        raise ValueError(f"{n} days lie before the start; give a number from 0 up")
