"""Dates as people type them at a shell, read strictly.

ISO days, ranges, months, years and minutes; the chronicle's own forms; today
and yesterday; and whole dates in other common orders, by dateutil. dateutil
fills what a text lacks from a default and takes `3/6/2022` for a day in March,
so such a text is read with two defaults that differ in every part and in every
order of day, month and year, and believed only when all agree.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from zltrec.calendar.when import (
    When,
    day,
    day_range,
    decode_when,
    minute,
    month,
    real_day,
    year,
)
from zltrec.errors import BadUsage

_WORDS = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1}
_WITH_YEAR = re.compile(r"\d{4} *年")
_LEAP_DAY = re.compile(r"0?2 *月 *29 *日?")
_DAY_SHAPE = re.compile(r".*[日号]")
_YEAR = re.compile(r"(\d{4}) *年")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T](\d{1,2}:\d{2}))?")
_DEFAULTS = (datetime(1904, 2, 29), datetime(2011, 10, 7))


def parse_when(text: str, *, today: date) -> When:
    """The date that `text` means on the day `today` (in the store's zone).

    A day without a year is the latest such day that is not after today.
    Raises BadUsage with the text when it cannot be read or does not exist.
    """
    asked = unicodedata.normalize("NFKC", text).strip()
    if not asked:
        raise BadUsage("the date is empty; write it as 2022-06-03 or 6月3日")
    if asked.lower() in _WORDS:
        return day(today - timedelta(days=_WORDS[asked.lower()]))
    first, dots, last = asked.partition("..")
    if dots:
        start, end = parse_when(first, today=today), parse_when(last, today=today)
        if start.start is None or end.end is None:
            raise BadUsage("{text} is no range of days", text=text)
        return day_range(start.start, end.end)
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2})?)?)?", asked):
        return decode_when(asked)
    if re.fullmatch(r"\d{8}", asked):
        asked = f"{asked[:4]}-{asked[4:6]}-{asked[6:]}"
    if found := _YEAR_FIRST.fullmatch(asked):
        on = real_day(int(found[1]), int(found[3]), int(found[4]), asked)
        return minute(on, found[5].zfill(5)) if found[5] else day(on)
    return _chinese(asked, today) or _whole_date(asked, text)


def parse_day(text: str, *, today: date) -> date:
    """As `parse_when`, but only one single day will do."""
    when = parse_when(text, today=today)
    if when.precision != "day" or when.start is None:
        raise BadUsage("{text} is not one single day; write it as 2022-06-03", text=text)
    return when.start


def _chinese(asked: str, today: date) -> When | None:
    """The chronicle's own forms; None for what is none of them."""
    found = _YEAR.fullmatch(asked)
    if found:
        return year(int(found[1]))
    if _DAY_SHAPE.fullmatch(asked):
        return _day(asked.replace("号", "日"), today)
    # Late: its patterns take 4 ms, which an ISO date need not wait for.
    from zltrec.calendar.printed import Heading, read_printed_month

    read = read_printed_month(asked, Heading(today.year))
    if read is None or read.length != len(asked):
        return None
    if "年" not in asked and read.when.start and read.when.start > today:
        return month(today.year - 1, read.when.start.month)
    return read.when


def _day(asked: str, today: date) -> When | None:
    """A day or range; one without year, or month, is the latest that is not after today."""
    from zltrec.calendar.printed import Heading, read_printed_date

    refusal: BadUsage | None = None
    for heading_year, heading_month in _headings(asked, today):
        try:
            read = read_printed_date(asked, Heading(heading_year, heading_month))
        except BadUsage as error:
            refusal = refusal or error  # 2月29日 or 31日: an earlier year or month may have it
            continue
        if read is None or read.length != len(asked):
            return None
        if _WITH_YEAR.match(asked) or (read.when.start and read.when.start <= today):
            return read.when
    raise refusal or BadUsage(
        "there is no day {printed} in the calendar; check the date", printed=asked
    )


def _headings(asked: str, today: date) -> list[tuple[int, int]]:
    """The years and months that may stand before a day as typed, the latest first."""
    if _WITH_YEAR.match(asked):
        return [(today.year, today.month)]
    if "月" in asked:
        years = 9 if _LEAP_DAY.match(asked) else 2
        return [(today.year - n, today.month) for n in range(years)]
    months = [today.year * 12 + today.month - 1 - n for n in range(3)]
    return [(number // 12, number % 12 + 1) for number in months]


def _whole_date(asked: str, text: str) -> When:
    from dateutil.parser import ParserError, parse  # late: 16 ms

    try:
        readings = {
            parse(asked, default=default, dayfirst=day_first, yearfirst=year_first)
            for default in _DEFAULTS
            for day_first in (False, True)
            for year_first in (False, True)
        }
    except (ParserError, OverflowError, ValueError, TypeError, ArithmeticError, LookupError):
        readings = set()
    read = readings.pop() if len(readings) == 1 else None
    if read is None or (read.hour, read.minute, read.second) != (0, 0, 0) or read.tzinfo:
        raise BadUsage(
            "{text} is no date that can be read; write it as 2022-06-03, 2022-06 or 6月3日",
            text=text,
        )
    return day(read.date())
