"""A date with its precision: a minute, a day, a range, a month, a year, or none.

The canonical text is ISO 8601, a range joined by `..`:
`2022-06-03T14:05`, `2022-06-03`, `2022-06-06..2022-06-07`, `2022-06`, `2022`,
and the empty text for an undated fact. Nothing here reads a clock.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from zltrec.errors import BadUsage

PRECISIONS = ("minute", "day", "range", "month", "year", "undated")

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:T(?P<minute>\d{2}:\d{2}))?)?)?"
)
_AFTER_ALL_DAYS = "-99"


@dataclass(frozen=True, slots=True)
class When:
    """When something happened, as precisely as it is known and no more.

    `start` and `end` are full days (equal for a day or a minute; first and
    last for a month or a year; None when undated). `minute` is `HH:MM` in the
    store's zone, only with precision `minute`.
    """

    precision: str
    start: date | None = None
    end: date | None = None
    minute: str | None = None

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """Text keys: by start, then end; a month after its last day, a year after
        December, the undated after everything."""
        if self.start is None or self.end is None:
            return ("~", "~", "")
        if self.precision == "month":
            return (self.start.isoformat()[:7] + _AFTER_ALL_DAYS, self.end.isoformat(), "")
        if self.precision == "year":
            return (
                self.start.isoformat()[:4] + _AFTER_ALL_DAYS + _AFTER_ALL_DAYS,
                self.end.isoformat(),
                "",
            )
        return (self.start.isoformat(), self.end.isoformat(), self.minute or "")

    def __str__(self) -> str:
        return encode_when(self)


UNDATED = When("undated")


def day(on: date) -> When:
    """One day."""
    return When("day", on, on)


def day_range(start: date, end: date) -> When:
    """The days from `start` to `end`, both included; one day if they are equal.

    Raises BadUsage when the range runs backwards.
    """
    if end < start:
        raise BadUsage(
            "the range {start} to {end} runs backwards; give the earlier day first",
            start=start,
            end=end,
        )
    return day(start) if start == end else When("range", start, end)


def month(year: int, number: int) -> When:
    """A whole month (是月). Raises BadUsage if there is no such month."""
    if not 1 <= number <= 12:
        raise BadUsage("there is no month {month}; months run from 1 to 12", month=number)
    check_year(year)
    last = calendar.monthrange(year, number)[1]
    return When("month", date(year, number, 1), date(year, number, last))


def year(number: int) -> When:
    """A whole year (是年)."""
    check_year(number)
    return When("year", date(number, 1, 1), date(number, 12, 31))


def minute(on: date, at: str) -> When:
    """A minute of a day, `at` as `HH:MM`. Raises BadUsage if there is no such minute."""
    hours, minutes = at.split(":")
    if int(hours) > 23 or int(minutes) > 59:
        raise BadUsage("there is no time {at}; times run from 00:00 to 23:59", at=at)
    return When("minute", on, on, at)


def check_year(number: int) -> None:
    """Raises BadUsage unless `number` is a year that a date can have."""
    if not 1 <= number <= 9999:
        raise BadUsage("there is no year {year}; years run from 1 to 9999", year=number)


def real_day(year_number: int, month_number: int, day_number: int, printed: str) -> date:
    """The day of these numbers; `printed` names it in the error.

    Raises BadUsage for a day that the calendar does not have.
    """
    try:
        return date(year_number, month_number, day_number)
    except ValueError:
        raise BadUsage(
            "there is no day {printed} in the calendar; check the date", printed=printed
        ) from None


def encode_when(when: When) -> str:
    """The canonical text; `decode_when` reads it back to an equal value."""
    if when.start is None or when.end is None:
        return ""
    start = when.start.isoformat()
    if when.precision == "minute":
        return f"{start}T{when.minute}"
    if when.precision == "range":
        return f"{start}..{when.end.isoformat()}"
    if when.precision == "month":
        return start[:7]
    if when.precision == "year":
        return start[:4]
    return start


@lru_cache(maxsize=4096)
def decode_when(text: str) -> When:
    """Reads canonical text. Raises BadUsage for anything else.

    The last ones are kept: many facts of a log are of the same days.
    """
    if not text:
        return UNDATED
    first, dots, last = text.partition("..")
    if dots:
        start, end = decode_when(first), decode_when(last)
        if start.precision == end.precision == "day" and start.start and end.start:
            return day_range(start.start, end.start)
        raise BadUsage("{text} is no range of days; write it as 2022-06-06..2022-06-07", text=text)
    found = _ISO.fullmatch(text)
    if not found:
        raise BadUsage(
            "{text} is no date that can be read; write it as 2022-06-03, 2022-06 or 6月3日",
            text=text,
        )
    if not found["month"]:
        return year(int(found["year"]))
    if not found["day"]:
        return month(int(found["year"]), int(found["month"]))
    on = real_day(int(found["year"]), int(found["month"]), int(found["day"]), text)
    return minute(on, found["minute"]) if found["minute"] else day(on)
