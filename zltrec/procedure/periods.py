"""Periods: a month, a quarter, a half-year, a year; how each is written, when it begins and ends.

`2022-06`, `2022-Q2`, `2022-H1`, `2022`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zltrec.errors import BadUsage

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_LENGTHS = {length: every for every, length in MONTHS.items()}
_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])))?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period: as written, with its first and last day."""

    text: str
    first: date
    last: date

    @property
    def every(self) -> str:
        """How long it is: month, quarter, half-year or year."""
        return _LENGTHS[self.last.month - self.first.month + 1]

    def holds(self, moment: str) -> bool:
        """Whether a day or minute, as it is kept, falls in it."""
        return self.first.isoformat() <= moment[:10] <= self.last.isoformat()

    def contains(self, other: Period) -> bool:
        """Whether the whole of another lies within it."""
        return self.first <= other.first and other.last <= self.last


def period_of(every: str, day: date) -> Period:
    """The period that a day falls in; `every` is month, quarter, half-year or year."""
    length = MONTHS[every]
    index = (day.month - 1) // length
    first = date(day.year, index * length + 1, 1)
    end = first.month + length - 1
    last = date(day.year, end, calendar.monthrange(day.year, end)[1])
    name = {
        "month": f"{day.year:04d}-{first.month:02d}",
        "quarter": f"{day.year:04d}-Q{index + 1}",
        "half-year": f"{day.year:04d}-H{index + 1}",
        "year": f"{day.year:04d}",
    }[every]
    return Period(name, first, last)


def printed_period(period: Period) -> str:
    """A period as documents print it: `2022年6月`, `2022年第二季度`, `2022年上半年`, `2022年`."""
    year, rest = period.text[:4].lstrip("0"), period.text[5:]
    if not rest:
        return f"{year}年"
    if rest[0] == "Q":
        return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
    if rest[0] == "H":
        return f"{year}年{'上下'[int(rest[1]) - 1]}半年"
    return f"{year}年{int(rest)}月"


def periods(every: str, first: date, last: date) -> Iterator[Period]:
    """The periods that begin by `last`, from the one that holds `first` on."""
    period = period_of(every, first)
    while period.first <= last:
        yield period
        if period.last == date.max:
            return
        period = period_of(every, period.last + timedelta(days=1))


def parse_period(text: str, every: str | None = None) -> Period:
    """The period that is written so. Raises BadUsage for anything else, or of another length."""
    found = _WRITTEN.fullmatch(text.strip())
    if found:
        month, quarter, half = found["month"], found["quarter"], found["half"]
        kind = "month" if month else "quarter" if quarter else "half-year" if half else "year"
        number = int(month or 1)
        if quarter:
            number = int(quarter) * 3
        elif half:
            number = int(half) * 6
        if 1 <= number <= 12 and int(found["year"]) > 0 and every in (None, kind):
            return period_of(kind, date(int(found["year"]), number, 1))
    raise BadUsage(
        "{text} is no period; write it as {form}",
        text=text,
        form={
            "month": "2022-06",
            "quarter": "2022-Q2",
            "half-year": "2022-H1",
            "year": "2022",
            None: "2022-06, 2022-Q2, 2022-H1 or 2022",
        }[every],
    )
