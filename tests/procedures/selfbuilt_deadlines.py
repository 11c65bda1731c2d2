"""The plan's deadlines by hand: what is owed by whom, by when, and how it stands on a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .actions import Step, standing_steps
from .running import Row
from .selfbuilt_figures import AUGUST, JUNE, LAST, is_of_hundred_days
from .selfbuilt_plan import GROUP, HOUSES, IN_HAND, STATES, TOWN
from .selfbuilt_told import SHUT, Told, filed, told, told_of

HEADING, TEXT = "2023-05-31", "2023-06-30"
JUDGED = ("judge_sound", "judge_unsafe")


@dataclass(frozen=True)
class Term:
    """A deadline: a day, or the very day of some steps (`after`); owed in states until a step."""

    id: str
    what: str
    section: str
    due: str
    states: tuple[str, ...]
    until: tuple[str, ...]
    holds: Callable[[Told], bool] = lambda _one: True
    after: tuple[str, ...] = ()


def _must_be_shut(one: Told) -> bool:
    return one.flag("severe") is True and one.guard not in SHUT


def _must_be_empty(one: Told) -> bool:
    return "存在结构倒塌风险" in one.open_levels and one.guard not in ("已疏散", "已封闭")


def _is_commercial(one: Told) -> bool:
    return one.commercial


_BEFORE = ("registered", "self_checked")
_UNJUDGED = (*_BEFORE, "surveyed")
_WORKED_ON = ("controlled", "rectifying")
TERMS = (
    Term(
        *("first_survey", "经营性自建房初步排查", "四(二)", JUNE),
        *(_BEFORE, ("survey",), _is_commercial),
    ),
    Term(
        *("first_entry", "经营性自建房录入系统", "四(二)", JUNE),
        *(HOUSES, ("enter",), _is_commercial),
    ),
    Term(
        *("full_survey", "经营性自建房全面完成排查摸底", "五(一)", JUNE),
        *(_UNJUDGED, JUDGED, _is_commercial),
    ),
    Term(
        *("hundred_days", "“百日行动”:经营性自建房隐患整治", "四(二)", AUGUST),
        *(IN_HAND, ("close",), is_of_hundred_days, ("judge_unsafe", "reopen")),
    ),
    Term(
        *("survey_heading", "全部自建房排查摸底(标题)", "五(一)", HEADING),
        *(_UNJUDGED, JUDGED),
    ),
    Term(*("survey_text", "全部自建房排查摸底(正文)", "五(一)", TEXT), *(_UNJUDGED, JUDGED)),
    Term(
        *("rectify", "全部自建房安全隐患整治", "五(二)", LAST),
        *(IN_HAND, ("close",)),
        after=("judge_unsafe", "reopen"),
    ),
    Term(
        *("stop_at_once", "严重安全隐患:立即停止使用", "四(二)", ""),
        *(("suspect", "appraised", *_WORKED_ON), ("stop_use",), _must_be_shut),
        ("judge_unsafe", "reopen"),
    ),
    Term(
        *("evacuate_at_once", "结构倒塌风险:立即停用并疏散", "四(三)1", ""),
        *(_WORKED_ON, ("evacuate",), _must_be_empty),
        ("control", "add_problem"),
    ),
)


@dataclass(frozen=True)
class Owed:
    """What is owed, by whom, and how it stands; of a month, without a house."""

    number: str
    clock: str
    what: str
    section: str
    office: str
    town: str | None
    state: str | None
    due: str
    met: str | None
    status: str = ""
    period: str | None = None


def owed(rows: list[Row], day: str) -> list[Owed]:
    """All that was owed up to a day, by the due day, then by number."""
    found = [*_months(rows, day)]
    for one in told(rows, day):
        steps = standing_steps(one.row.script)[: len(one.steps)]
        for term in TERMS:
            found += _of_house(one, steps, term)
    found = [replace(one, status=_status(one, day)) for one in found]
    return sorted(found, key=lambda duty: (duty.due, duty.number))


def _status(one: Owed, day: str) -> str:
    if one.met is not None:
        return "late" if one.met > one.due else "met"
    return "overdue" if day > one.due else "open"


def _of_house(one: Told, steps: list[Step], term: Term) -> Iterator[Owed]:
    starts = [i for i, step in enumerate(steps) if step.do in term.after]
    for index, start in enumerate(starts if term.after else [-1]):
        following = starts[index + 1] if index + 1 < len(starts) else None
        answers = [i for i in range(start + 1, len(steps)) if steps[i].do in term.until]
        met = answers[0] if answers else None
        ends = [end for end in (met, following) if end is not None]
        if met is None and not _counts(one, term):
            continue
        if ends and not any(
            _counts(told_of(one.row, steps[: i + 1]), term) for i in range(max(start, 0), min(ends))
        ):
            continue
        yield Owed(
            *(one.number, term.id, term.what, term.section, TOWN),
            *(one.held["township"], STATES[one.state]),
            due=term.due or steps[start].day,
            met=None if met is None else steps[met].day,
        )


def _counts(one: Told, term: Term) -> bool:
    return one.state in term.states and term.holds(one)


def _months(rows: list[Row], day: str) -> Iterator[Owed]:
    """六(三): the months from June 2022 on, each by its last day: the plan names none."""
    reported = {one.number: one.opened for one in filed(rows, day)}
    year, month = 2022, 6
    while (period := f"{year}-{month:02}") <= min(day, LAST)[:7]:
        number = f"monthly/{period}"
        yield Owed(
            *(number, "monthly", "报送工作进展情况", "六(三)", GROUP, None),
            STATES["filed"] if number in reported else None,
            due=f"{period}-{monthrange(year, month)[1]}",
            met=reported.get(number),
            period=period,
        )
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def deadlines(rows: list[Row], day: str) -> list[dict[str, Any]]:
    """五: the ledger of the deadlines."""
    return [
        {
            "subject": one.number,
            "township": one.town,
            "what": one.what,
            "section": one.section,
            "office": one.office,
            "due": one.due,
            "met": one.met,
            "status": one.status,
            "state": one.state,
        }
        for one in owed(rows, day)
    ]


def due(rows: list[Row], day: str) -> list[dict[str, Any]]:
    """The morning page: what is not met, overdue first."""
    open_ = [duty for duty in owed(rows, day) if duty.status in ("open", "overdue")]
    open_.sort(key=lambda duty: (duty.status == "open", duty.due, duty.number))
    return [
        {
            "due_on": one.due,
            "office": one.office if one.town is None else f"{one.office}@{one.town}",
            "subject": one.number,
            "what": one.what,
            "status": one.status,
            "section": one.section,
            "procedure": "self-built-housing",
            "clock": one.clock,
            "period": one.period,
            "provisional": one.period is not None,
        }
        for one in open_
    ]
