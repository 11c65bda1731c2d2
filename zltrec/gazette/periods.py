"""Periods that a plan prints for its phases, and deadlines that lie outside them.

A phase names its period in brackets (2022年6月初至2023年5月底); a deadline
is a date with 前 before something that is to be finished. A year that a date
leaves out is taken from the period, never from a clock.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from zltrec.gazette.document import Finding

_DATE = (
    r"(?:(?P<{n}year>\d{{4}})年)?(?P<{n}month>\d{{1,2}})月"
    r"(?P<{n}part>份?(?:初|上旬|中旬|下旬|中|底|末)|\d{{1,2}}日)?"
)
_PERIOD = re.compile(
    r"[（(](?:自|从)?"
    + _DATE.format(n="from_")
    + r"(?:至|到|[—–\-~～]{1,2})"
    + _DATE.format(n="to_")
    + r"[）)]"
)
_DEADLINE = re.compile(
    _DATE.format(n="")
    + r"(?:之|以)?前[，,]?(?P<rest>[^。；;]{0,24}?(?:完成|结束|到位|完工|办结|清零|建成|报送|上报))"
)
_PARTS = {"初": 10, "上旬": 10, "中旬": 20, "中": 20}


def find_late_deadlines(line: int, text: str) -> Iterator[Finding]:
    """Deadlines of a paragraph (blanks removed) that lie outside the period it is about.

    Only a paragraph with exactly one period is judged.
    """
    if "前" not in text or "月" not in text:
        return
    periods = list(_PERIOD.finditer(text))
    if len(periods) != 1:
        return
    period = periods[0]
    start = _day(period, "from_", None, first=True)
    end = _day(period, "to_", start.year if start else None)
    if start is None or end is None or end < start:
        return
    for found in _DEADLINE.finditer(text, period.end()):
        due = _day(found, "", None if start.year != end.year else start.year)
        if due is not None and not start <= due <= end:
            yield Finding(
                line,
                "contradiction",
                "the period is {period}, but {deadline} sets a deadline outside it",
                (("period", period[0][1:-1]), ("deadline", found[0])),
            )


def _day(found: re.Match[str], name: str, year: int | None, first: bool = False) -> date | None:
    """The first or last day that a printed date can mean; None without a year or a real day."""
    printed_year = found[f"{name}year"]
    number = int(printed_year) if printed_year else year
    month = int(found[f"{name}month"])
    if number is None or not 1 <= month <= 12 or number < 1:
        return None
    part = (found[f"{name}part"] or "").lstrip("份")
    last = calendar.monthrange(number, month)[1]
    if part.endswith("日"):
        day = int(part[:-1])
        return date(number, month, day) if 1 <= day <= last else None
    if first:
        return date(number, month, 1 if part not in ("底", "末", "下旬") else 21)
    return date(number, month, _PARTS.get(part, last))
