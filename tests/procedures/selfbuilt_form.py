"""The monthly progress by hand: each line's value of the month, and the cumulative one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from .running import Row
from .selfbuilt_plan import OPENING
from .selfbuilt_told import Told, told

Days = Callable[[Told], Iterable[str]]
"""The days on which a house counts for a line, once for each."""


class Cell(NamedTuple):
    """A cell: its line, its column, what is counted."""

    no: str
    column: str
    days: Days


def first(*steps: str) -> Days:
    """The day on which a house first took one of some steps."""
    return lambda one: [day for day, step, _state in one.steps if step in steps][:1]


def every(step: str) -> Days:
    """Each day on which a house took a step."""
    return lambda one: [day for day, did, _state in one.steps if did == step]


def of_business(days: Days) -> Days:
    """The same, of commercial houses only."""
    return lambda one: days(one) if one.commercial else []


def of_key(days: Days) -> Days:
    """The same, of key houses only."""
    return lambda one: days(one) if one.key else []


def recorded(name: str, key: str = "", *texts: str) -> Days:
    """The day of each record of a list; of those of which a value is one of some texts."""

    def days(one: Told) -> list[str]:
        pairs = zip(one.records.get(name, []), one.appended.get(name, []), strict=True)
        return [one.steps[i][0] for record, i in pairs if not key or record[key] in texts]

    return days


def accepted(*levels: str) -> Days:
    """The day of the first acceptance after each hazard was listed; of some classes."""

    def days(one: Told) -> list[str]:
        found: list[str] = []
        pairs = zip(one.records.get("problems", []), one.appended.get("problems", []), strict=True)
        for record, index in pairs:
            if not levels or record["level"] in levels:
                found += [day for day, step, _s in one.steps[index:] if step == "accept"][:1]
        return found

    return days


ALL, SHOPS, LISTED, GONE = "自建房", "其中经营性自建房", "登记隐患", "验收达标的隐患"
_BOTH = {
    "1": first(*OPENING),
    "2": first("self_check"),
    "3": first("survey"),
    "4": first("judge_sound", "judge_unsafe"),
    "5": first("judge_unsafe"),
    "6": first("enter"),
    "8": first("appraise"),
    "9": first("control"),
    "10": first("stop_use"),
    "11": first("evacuate"),
    "12": first("seal"),
    "21": first("accept"),
    "22": first("close"),
}
_LEVELS = {
    "14": "存在结构倒塌风险",
    "15": "存在设计施工缺陷",
    "16": "一般性隐患",
    "17": "建房切坡造成地质灾害隐患",
}
CELLS = (
    *(Cell(no, ALL, days) for no, days in _BOTH.items()),
    *(Cell(no, SHOPS, of_business(days)) for no, days in _BOTH.items()),
    Cell("7", SHOPS, of_key(first("survey"))),
    Cell("13", LISTED, recorded("problems")),
    Cell("13", GONE, accepted()),
    *(Cell(no, LISTED, recorded("problems", "level", level)) for no, level in _LEVELS.items()),
    *(Cell(no, GONE, accepted(level)) for no, level in _LEVELS.items()),
    Cell("18", "落实措施", recorded("works", "what", "依法拆除")),
    Cell("19", "落实措施", recorded("works", "what", "加固", "限制用途")),
    Cell("20", "落实措施", recorded("works", "what", "地质灾害工程治理", "避让搬迁")),
    Cell("23", ALL, every("fail")),
    Cell("24", ALL, every("resume")),
    Cell("25", ALL, every("reopen")),
    Cell("26", "数量", recorded("transfers")),
    Cell("27", "数量", recorded("returns")),
    Cell("28", "数量", first("stop_business")),
    Cell("29", "数量", recorded("tips")),
    Cell("30", "数量", recorded("patrols")),
    Cell("31", "数量", recorded("own_checks")),
    Cell("32", "数量", recorded("urgings")),
)


def month_values(rows: list[Row], month: str) -> dict[tuple[str, str], tuple[int, int]]:
    """The values of a month, by line and column: of the month itself, and up to its end."""
    cases = told(rows, f"{month}-31")
    values = {}
    for cell in CELLS:
        days = [day for one in cases for day in cell.days(one)]
        values[cell.no, cell.column] = (sum(day[:7] == month for day in days), len(days))
    return values


def known_by(rows: list[Row], day: str) -> list[Row]:
    """The table as it was known at the end of a day: what was corrected later is not."""
    return [
        replace(row, script=[action for action in row.script if action.day <= day]) for row in rows
    ]
