"""The plan's deadlines by hand: what is owed by whom, by when, and how it stands on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .housing_plan import APPLYING, APPROVED, CITY, DECIDING, STATES, TOWNSHIP, VILLAGE
from .housing_told import Told, told
from .running import Row

PREPARED, FINISHED, SUMMED_UP = "2022-05-31", "2022-10-31", "2022-12-31"
PHASES = (
    ("2022-01-01", PREPARED, "前期准备阶段"),
    ("2022-06-01", FINISHED, "组织实施阶段"),
    ("2022-11-01", SUMMED_UP, "总结归档阶段"),
)
_LISTED = (*DECIDING, *APPROVED)


@dataclass(frozen=True)
class Term:
    """A deadline: a day of the plan, or the value of a field; owed in some states until a step."""

    id: str
    what: str
    section: str
    office: str
    due: str
    states: tuple[str, ...]
    until: str
    holds: Callable[[Told], bool] = lambda _one: True


def _no_disaster(one: Told) -> bool:
    return "apply_disaster" not in one.taken


def _old_d_house(one: Told) -> bool:
    return one.held.get("house_grade") == "D级" and _no_disaster(one)


_TO_SUBMIT = tuple(one for one in (*APPLYING, *DECIDING) if one != "submitted")
_TO_FINISH = ("submitted", *APPROVED, "building")
TERMS = (
    Term(
        *("prepare", "前期准备:公示后报市危改办审批", "七(一)", TOWNSHIP, PREPARED),
        *(_TO_SUBMIT, "submit", _no_disaster),
    ),
    Term(
        *("resettle_by", "前期准备:安置D级危房改造户", "七(一)", TOWNSHIP, PREPARED),
        *(_LISTED, "resettle", _old_d_house),
    ),
    Term(
        *("clear_old_by", "前期准备:原D级危房拆除或封存", "七(一)", TOWNSHIP, PREPARED),
        *(_LISTED, "clear_old", _old_d_house),
    ),
    Term(
        *("finish", "改造任务全部完成", "七(二)", TOWNSHIP, FINISHED),
        *(_TO_FINISH, "complete"),
    ),
    Term(
        *("agreed_finish", "协议竣工时限", "八(二)", VILLAGE, "agreement_deadline"),
        *(("contracted", "building"), "complete"),
    ),
    Term(
        *("rectify_in_time", "限期整改", "八(二)", TOWNSHIP, "rectify_by"),
        *(("rectifying",), "finish_rectification"),
    ),
    Term(
        *("check_oneself", "总结归档:自查、初步验收并报送资料", "七(三)", TOWNSHIP, SUMMED_UP),
        *(("completed",), "accept_preliminary"),
    ),
    Term(
        *("accept_and_file", "总结归档:检查验收、立卷归档", "七(三)", CITY, SUMMED_UP),
        *(("preliminarily_accepted", "accepted", "paid"), "archive"),
    ),
)


@dataclass(frozen=True)
class Owed:
    """What one household's case owes by a term, and how it stands."""

    one: Told
    term: Term
    due: str
    met: str | None
    status: str


def owed(rows: list[Row], day: str) -> list[Owed]:
    """All that was owed up to a day, by the due day, then by number."""
    found = [
        duty
        for one in told(rows, day)
        for term in TERMS
        for start in _starts(one, term)
        if (duty := _owed(one, term, start, day)) is not None
    ]
    return sorted(found, key=lambda duty: (duty.due, duty.one.number))


def _starts(one: Told, term: Term) -> list[tuple[int, str]]:
    """The steps that set a term, with its day: the last, and those answered before the next."""
    if term.due[0] == "2":
        return [(0, term.due)]
    given = one.dates.get(term.due, [])
    return (
        [
            (step, due)
            for (step, due), end in zip(given, [*(s for s, _due in given[1:]), None], strict=True)
            if end is None or any(one.steps[i][1] == term.until for i in range(step, end))
        ]
        if given
        else []
    )


def _owed(one: Told, term: Term, start: tuple[int, str], day: str) -> Owed | None:
    set_by, due = start
    if not due:
        return None
    index = next(
        (i for i, step in enumerate(one.steps) if i >= set_by and step[1] == term.until), None
    )
    if index is None:
        if one.state not in term.states or not term.holds(one):
            return None
        return Owed(one, term, due, None, "overdue" if day > due else "open")
    # It was owed if the case was in one of its states at some time before.
    if not any(state in term.states for _day, _step, state in one.steps[set_by:index]):
        return None
    if not term.holds(one):
        return None
    met = one.steps[index][0]
    return Owed(one, term, due, met, "late" if met > due else "met")


def deadlines(rows: list[Row], day: str) -> list[dict[str, Any]]:
    """七: the ledger of the phases' deadlines."""
    phase = next((name for first, last, name in PHASES if first <= day <= last), "—")
    return [
        {
            **duty.one.place,
            "what": duty.term.what,
            "section": duty.term.section,
            "office": duty.term.office,
            "due": duty.due,
            "met": duty.met,
            "status": duty.status,
            "phase": phase,
            "state": STATES[duty.one.state],
        }
        for duty in owed(rows, day)
    ]


def due(rows: list[Row], day: str) -> list[dict[str, Any]]:
    """The morning page: what is not met, overdue first."""
    open_ = [duty for duty in owed(rows, day) if duty.status in ("open", "overdue")]
    open_.sort(key=lambda duty: (duty.status == "open", duty.due, duty.one.number))
    scopes = {TOWNSHIP: "township", VILLAGE: "village"}
    return [
        {
            "due_on": duty.due,
            "office": (
                f"{duty.term.office}@{duty.one.place[scopes[duty.term.office]]}"
                if duty.term.office in scopes
                else duty.term.office
            ),
            "subject": duty.one.number,
            "what": duty.term.what,
            "status": duty.status,
            "section": duty.term.section,
            "procedure": "rural-housing",
            "clock": duty.term.id,
            "period": None,
            "provisional": False,
        }
        for duty in open_
    ]
