"""What the plans of the gazette aim at, read from its text alone: days, amounts, how often, shares.

Nothing here knows a procedure. A finding is a piece of a line; whether it is an aim or not is for
the test to say.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PLANS = {
    "中医药": (223, 295),
    "危房改造": (297, 393),
    "自然灾害救助": (395, 1006),
    "综合治税": (1008, 1657),
    "物业管理": (1659, 1963),
    "违法建设": (1965, 2216),
    "自建房": (2218, 2342),
    "医保服务点": (2344, 2527),
}
"""The lines of each plan, its notice among them."""

APART = ((407, 487), (1587, 1657), (1883, 1963), (2083, 2131), (2426, 2488))
"""Lines that are a table of contents, or names of people."""

_HAN = "一二两三四五六七八九十百千"
_UNITS = (
    "个工作日|工作日|平方米|平方千米|万元|小时|个|户|人|名|栋|间|mm|元|%|层|天|日|时|起|次|级|家|"
    "份|项|套|月|年"
)
_DAY = r"(?:\d{1,2}日|底|末|初|[上中下]旬)"
KINDS = {
    "day": rf"\d{{4}}[-—]\d{{4}}年"
    rf"|\d{{4}}年(?:\d{{1,2}}月{_DAY}?|底)?(?:[-—至](?:\d{{4}}年)?\d{{1,2}}月{_DAY}?)?"
    rf"|\d{{1,2}}月{_DAY}?(?:[-—至]\d{{1,2}}月{_DAY}?)?|“十四五”(?:前三年|后两年|末)",
    "amount": rf"(?<![.\d])\d+(?:\.\d+)?[万亿]?(?:{_UNITS})|百分之[{_HAN}]+|[{_HAN}]+分之[{_HAN}]+"
    rf"|[{_HAN}]+(?:个工作日|工作日|平方米|小时|天|日|年|名|人|个月|层|户|次)",
    "often": "每月|每年|每季度?|每日|每天|每周|按季度|逐月|年终|年度|不定期|定期|半年报|季报|月报|"
    "年报|季度|长期坚持|常态化|按期|零报告|逐一销号",
    "share": "全覆盖|覆盖率|组建率|占比|医护比|床位数|医师数|护士数|公共卫生人员数|全科医生数|"
    "一户一档|一小区一方案|最多跑一次",
}
_FIND = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in KINDS.items()))
_NUMBERED = re.compile(r"#*\d+(?:\.\d+)+")
_CITED = re.compile(r"〔\d{4}〕\d+号|《[^》]*》|〈[^〉]*〉")


@dataclass(frozen=True)
class Finding:
    """A piece of a line that may be an aim."""

    line: int
    kind: str
    text: str


def plain(text: str) -> str:
    """A text without blanks and emphasis, its signs of one width."""
    return "".join(unicodedata.normalize("NFKC", text).replace("*", "").split())


def findings(lines: Sequence[str], plan: str) -> Iterator[Finding]:
    """What a plan says in days, amounts, frequencies and shares, in its order."""
    first, last = PLANS[plan]
    for number in range(first, last + 1):
        if any(begin <= number <= end for begin, end in APART):
            continue
        said = plain(lines[number - 1])
        heading = _NUMBERED.match(said)
        said = _CITED.sub("", said[heading.end() :] if heading else said)
        for found in _FIND.finditer(said):
            yield Finding(number, str(found.lastgroup), found[0])


def says(text: str | None, found: str) -> bool:
    """Whether a text has those words, and not as the end of a longer number."""
    return bool(re.search(rf"(?<![.\d]){re.escape(found)}", plain(text or "")))


_DATED = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?|(?P<whole>\d{4})年底?"
)
_PLAN_OF_FIVE_YEARS = {"前三年": "2023-12-31", "后两年": "2025-12-31", "末": "2025-12-31"}


def last_day(printed: str, year: int) -> str | None:
    """The last day that a date as printed allows, ISO; None if there is none in it.

    `year` is that of the plan, where the text has none. A month is over with its last day;
    what begins then, recurs, or is about a span of whole years has no last day.
    """
    said = plain(printed)
    five = re.search(r"“十四五”(前三年|后两年|末)", said)
    if five:
        return _PLAN_OF_FIVE_YEARS[five[1]]
    if re.search(r"每|以后|\d{4}[-—]\d{4}年", said):
        return None
    found = list(_DATED.finditer(said))
    if not found:
        return None
    for one in found:
        year = int(one["year"] or one["whole"] or year)
    end = found[-1]
    if end["whole"]:
        return f"{year}-12-31"
    month = int(end["month"])
    day = int(end["day"] or calendar.monthrange(year, month)[1])
    return f"{year}-{month:02}-{day:02}"
