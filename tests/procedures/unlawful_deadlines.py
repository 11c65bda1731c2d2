"""The plan's deadlines by hand: phases, great dangers, terms, monthly reports, the summary."""

from __future__ import annotations

from typing import Any

from .running import Row
from .unlawful_plan import REPORTING
from .unlawful_told import Told, cases, told

SURVEYED, REMEDIED, SUMMED_UP = "2022-06-30", "2024-04-30", "2024-12-20"
FIRST, LAST_MONTH = (2022, 6), (2024, 12)
_UNITS = "各街道办事处、各部门"
_FOUND = ("verified", "transferred", "taken", "submitted", "assigned")
_DUTY = tuple[str, str, str, str, str, str, str | None]
"""Subject, what, section, office, period, due, met."""


def duties(rows: list[Row], day: str) -> list[dict[str, Any]]:
    """All that was owed up to a day, as the ledger shows it; by the due day, then by subject."""
    found = [*_monthly(rows, day), *_summaries(rows, day)]
    for one in cases(rows, day):
        found += _of_case(one)
    found.sort(key=lambda duty: (duty[5], duty[0]))
    return [
        {
            **{"subject": subject, "what": what, "section": section, "office": office},
            **{"period": period, "due": due, "met": met, "status": _status(due, met, day)},
        }
        for subject, what, section, office, period, due, met in found
    ]


def _status(due: str, met: str | None, day: str) -> str:
    if met is not None:
        return "late" if met > due else "met"
    return "overdue" if day > due else "open"


def _of_case(one: Told) -> list[_DUTY]:
    found: list[_DUTY] = []

    def owe(what: str, section: str, office: str, due: str, met: str | None) -> None:
        found.append((one.number, what, section, office, "", due, met))

    settled = one.first("verify", "verify_approval", "clear")
    owe("全面排查核验", "四(一)", _UNITS, SURVEYED, settled)
    for index, (_day, step, _state) in enumerate(one.steps):
        if step in ("verify", "verify_approval", "reopen"):
            closed = one.after(index, "close")
            if closed is not None or one.state in (*_FOUND, "rectified", "accepted"):
                owe("全面整治巩固", "四(二)", _UNITS, REMEDIED, closed)
    for index, found_on in one.dangers:
        met = one.after(index, "take_measure", "rectify")
        if met is None and one.state not in _FOUND:
            continue
        owe("重大安全隐患立即整改", "四(一)", _UNITS, found_on, met)
    return found + _terms(one)


def _terms(one: Told) -> list[_DUTY]:
    """四(二): the day by which each assignment, and each failed acceptance, has to be put right."""
    found: list[_DUTY] = []
    setters = [i for i, (_day, step, _s) in enumerate(one.steps) if step in ("assign", "fail")]
    dues = [one.dues[index] for index in setters]
    for place, (index, due) in enumerate(zip(setters, dues, strict=True)):
        end = setters[place + 1] if place + 1 < len(setters) else len(one.steps)
        met = next((day for day, step, _s in one.steps[index:end] if step == "rectify"), None)
        if met is None and (end < len(one.steps) or one.state != "assigned"):
            continue
        found.append((one.number, "整改完成时限", "四(二)", "整改责任部门", "", due, met))
    return found


def _monthly(rows: list[Row], day: str) -> list[_DUTY]:
    filed = {one.number: one.first("file") for one in told(rows, day)}
    found: list[_DUTY] = []
    year, month = FIRST
    while (year, month) <= LAST_MONTH and f"{year}-{month:02}-01" <= day:
        period = f"{year}-{month:02}"
        for unit, office in REPORTING.items():
            number = f"{unit}/{period}"
            what = "报送台帐及工作进展情况"
            met = filed.get(number)
            found.append((number, what, "四(一)", office, period, f"{period}-24", met))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def _summaries(rows: list[Row], day: str) -> list[_DUTY]:
    filed = {one.number: one.first("file_summary") for one in told(rows, day)}
    return [
        (unit, "上报总结报告", "四(三)", office, "", SUMMED_UP, filed.get(unit))
        for unit, office in REPORTING.items()
    ]
