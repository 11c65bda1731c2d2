"""The headings of a chronicle: which year and month they name.

Offices write `2022年5月大事记`, `大事记（2022年10月）`, or a title with the year and
the months below it (`10月`, `十月`, `【１０月】`). Knows nothing of entries.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zltrec.calendar.printed import measure_printed_date
from zltrec.gazette.cuts import MARKS
from zltrec.gazette.document import Paragraph

_ZERO_TO_NINE = "〇一二三四五六七八九"
_YEAR = r"(?P<year>\d{4}|[〇○零O一二三四五六七八九]{4})"
_MONTH = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])"
_TITLE = re.compile(
    r"[^。，；：！？,;:]{0,40}?大事(?:记|纪|纪要|记要|要记)(?:[（(【\[][^）)】\]]{0,30}[）)】\]])?"
)
_YEAR_ANYWHERE = re.compile(rf"{_YEAR}(?=年|[.．/-]\d{{1,2}}(?!\d))")
_MONTH_ANYWHERE = re.compile(
    rf"(?:年|[~～—–至、-]|^|\D){_MONTH}月|\d{{4}}[.．/-](?P<dotted>\d{{1,2}})"
)
_MANY_MONTHS = re.compile(
    r"[\d一二三四五六七八九十]月?份?[~～—–至、和-]+\d{0,4}年?[\d一二三四五六七八九十]+月"
)
_MONTH_ALONE = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,3}}、)?[【\[〔（(]?(?:{_YEAR}年)?{_MONTH}月份?[】\]〕）)]?"
)
_LONGEST = 60


class MonthHeading(NamedTuple):
    """What a heading names; None for what it leaves out."""

    year: int | None
    month: int | None


def read_title(paragraph: Paragraph) -> MonthHeading | None:
    """The year and month in a chronicle's title; None if the paragraph is no such title."""
    if "大事" not in paragraph.text or paragraph.cells or len(paragraph.text) > _LONGEST:
        return None
    text = "".join(paragraph.text.split())
    if text[0] in MARKS or measure_printed_date(text) or not _TITLE.fullmatch(text):
        return None
    years = {_year(found["year"]) for found in _YEAR_ANYWHERE.finditer(text)}
    months = {_month(found["month"] or found["dotted"]) for found in _MONTH_ANYWHERE.finditer(text)}
    months.discard(None)
    one_month = len(months) == 1 and not _MANY_MONTHS.search(text)
    return MonthHeading(min(years, default=None), months.pop() if one_month else None)


def read_month(paragraph: Paragraph) -> MonthHeading | None:
    """The month in a line that names a month and nothing else; None for any other line."""
    if len(paragraph.text) > 20 or paragraph.cells or "月" not in paragraph.text:
        return None
    found = _MONTH_ALONE.fullmatch("".join(paragraph.text.split()))
    month = found and _month(found["month"])
    if found is None or month is None:
        return None
    return MonthHeading(_year(found["year"]) if found["year"] else None, month)


def is_chronicle_heading(paragraph: Paragraph) -> bool:
    """Whether a chronicle begins with this paragraph."""
    return read_title(paragraph) is not None


def _year(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return int("".join(str(max(_ZERO_TO_NINE.find(character), 0)) for character in text))


def _month(text: str) -> int | None:
    if text.isdecimal():
        number = int(text)
    else:
        _before, ten, ones = text.rpartition("十")
        number = (10 if ten else 0) + (_ZERO_TO_NINE.index(ones) if ones else 0)
    return number if 1 <= number <= 12 else None
