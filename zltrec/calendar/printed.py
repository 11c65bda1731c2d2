"""Dates as chronicles print them: `6日`, `6~7日`, `30日至7月2日`, `2022年6月6日`, `是月`.

Offices write the same date in many ways: half- or full-width digits, blanks
inside, `~ ～ - － — – 至` between two days, `日` once or twice, the month or the
whole date before either. The month and year that a form leaves out come from
the heading it stands under (是日 and 同日: from the entry before); nothing is
taken from a clock.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from zltrec.calendar.when import When, day, day_range, month, real_day, year
from zltrec.errors import BadUsage

_BLANK = r"[ \t\u3000]*"
_DIGITS = r"[0-9０-９]"
_PART = (
    rf"(?:(?P<year{{n}}>{_DIGITS}{{{{4}}}}){_BLANK}年{_BLANK})?"
    rf"(?:(?P<month{{n}}>{_DIGITS}{{{{1,2}}}}){_BLANK}月{_BLANK})?"
    rf"(?P<day{{n}}>{_DIGITS}{{{{1,2}}}}){_BLANK}"
)
_DASH = rf"(?:[~～\-－—–―﹣‐‑−]{{1,2}}|至|到){_BLANK}"
_DAY = re.compile(rf"{_PART.format(n=1)}(?P<sun>日{_BLANK})?(?:{_DASH}{_PART.format(n=2)}日)?")
_MONTH = re.compile(
    rf"(?:(?P<year>{_DIGITS}{{4}}){_BLANK}年{_BLANK})?(?P<month>{_DIGITS}{{1,2}}){_BLANK}月(?:份)?"
)
_SAME = {
    "是日": "day",
    "同日": "day",
    "是月": "month",
    "同月": "month",
    "本月": "month",
    "是年": "year",
    "本年": "year",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The year and month that a printed date may leave out (None where unknown),
    and the day of the entry before it, for 是日."""

    year: int | None = None
    month: int | None = None
    last: When | None = None


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date read at the head of a text: its value, and where it ended."""

    when: When
    length: int
    printed: str


def read_printed_date(text: str, heading: Heading) -> PrintedDate | None:
    """Reads the date that stands at the head of `text`; None if none stands there.

    A form that leaves out year or month takes it from `heading`; a second day
    smaller than the first crosses into the next month only if its month is
    printed. Raises BadUsage for a printed date that does not exist, runs
    backwards, or lacks a year that no heading gives.
    """
    word = text[:2]
    if word in _SAME:
        return PrintedDate(_same(word, heading), 2, word)
    found = _DAY.match(text)
    if not found or not (found["sun"] or found["day2"]):
        return None
    printed = found[0].rstrip(" \t\u3000")
    start = _day_of(found, "1", heading.year, heading.month, printed)
    if not found["day2"]:
        return PrintedDate(day(start), len(printed), printed)
    end = _day_of(found, "2", start.year, start.month, printed)
    if end < start and found["month2"] and not found["year2"] and end.month < start.month:
        end = real_day(start.year + 1, end.month, end.day, printed)
    return PrintedDate(day_range(start, end), len(printed), printed)


def measure_printed_date(text: str) -> int:
    """How many characters of a printed date stand at the head of `text`, whether the
    calendar has that day or not; 0 if no date stands there."""
    if text[:2] in _SAME:
        return 2
    found = _DAY.match(text)
    if not found or not (found["sun"] or found["day2"]):
        return 0
    return len(found[0].rstrip(" \t\u3000"))


def read_printed_month(text: str, heading: Heading) -> PrintedDate | None:
    """Reads a month at the head of `text` (`10月`, `2022年10月`); None if none stands there."""
    found = _MONTH.match(text)
    if not found:
        return None
    printed_year = found["year"]
    number = _number(printed_year) if printed_year else heading.year
    if number is None:
        raise _yearless(found[0])
    return PrintedDate(month(number, _number(found["month"])), len(found[0]), found[0])


def render_printed(when: When, heading: Heading | None = None) -> str:
    """The gazette's own form under a month heading: `6日`, `6~7日`, `30日~7月2日`,
    是月, 是年; empty when undated; a minute as its day.

    Where `heading` is given, a day outside its month or year is printed with
    what the heading does not say: `7月2日`, `2023年1月2日`.
    """
    if when.start is None or when.end is None:
        return ""
    if when.precision == "month":
        return "是月"
    if when.precision == "year":
        return "是年"
    start, end = when.start, when.end
    at = Heading(start.year, start.month) if heading is None else heading
    first = _month_of(start, at) + str(start.day)
    if start == end:
        return f"{first}日"
    if (start.year, start.month) == (end.year, end.month):
        return f"{first}~{end.day}日"
    return f"{first}日~{_month_of(end, Heading(start.year, start.month))}{end.day}日"


def _month_of(on: date, heading: Heading) -> str:
    if on.year != heading.year:
        return f"{on.year:04d}年{on.month}月"
    return "" if on.month == heading.month else f"{on.month}月"


def _same(word: str, heading: Heading) -> When:
    kind = _SAME[word]
    if kind == "day":
        if heading.last is None or heading.last.precision not in ("day", "range", "minute"):
            raise BadUsage(
                "{printed} follows no day that it could mean; write the date", printed=word
            )
        return heading.last
    if heading.year is None:
        raise _yearless(word)
    if kind == "year":
        return year(heading.year)
    if heading.month is None:
        raise BadUsage("{printed} stands under no month heading; write the month", printed=word)
    return month(heading.year, heading.month)


def _day_of(
    found: re.Match[str], part: str, year_number: int | None, month_number: int | None, printed: str
) -> date:
    if found[f"year{part}"]:
        year_number = _number(found[f"year{part}"])
    if found[f"month{part}"]:
        month_number = _number(found[f"month{part}"])
    if year_number is None or month_number is None:
        raise _yearless(printed)
    return real_day(year_number, month_number, _number(found[f"day{part}"]), printed)


def _yearless(printed: str) -> BadUsage:
    return BadUsage(
        "{printed} has no year or month, and no heading gives one; write the whole date",
        printed=printed,
    )


def _number(digits: str) -> int:
    return int(unicodedata.normalize("NFKC", digits))
