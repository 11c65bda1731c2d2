"""What the script alone says of the year up to a day: each filing's state, values and days, and
all that was owed. No code of the program works here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from .actions import standing_steps
from .running import Row
from .tax_filing import Filing
from .tax_plan import SETTINGS, TAX_OFFICES, after_working_days

STATES = {
    "request": ("requested", "已提出需求"),
    "explain": ("delayed", "逾期未报，已注明原因"),
    "submit": ("submitted", "已报送"),
    "answer": ("submitted", "已报送"),
    "collect": ("submitted", "已报送"),
    "resubmit": ("submitted", "已报送"),
    "return": ("returned", "退回补正"),
    "accept": ("accepted", "已接收"),
    "assess": ("assessed", "已登记质量、数量、时效"),
    "pass": ("passed", "已传递财税部门"),
    "check": ("checked", "已查证落实"),
    "feed_back": ("fed_back", "已反馈"),
    "archive": ("archived", "已归档"),
}
ARRIVALS = ("submit", "answer", "collect")


@dataclass
class Told:
    """A filing after what happened up to a day; `steps` none: nothing did."""

    filing: Filing
    state: str = ""
    label: str = ""
    held: dict[str, Any] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, str]] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)

    @property
    def arrived(self) -> str | None:
        """The day on which it first came in."""
        return next((self.taken[one] for one in ARRIVALS if one in self.taken), None)


@dataclass(frozen=True)
class Owed:
    """Something owed up to a day, and how it stands."""

    one: Told
    clock: str
    what: str
    office: str
    due: str
    met: str | None
    status: str
    section: str


CLOCKS = {"月报": "monthly", "季报": "quarterly", "半年报": "half_yearly", "年报": "yearly"}
"""Which clock asks for a period, by its length as the plan calls it."""


def told(rows: list[Row], until: str) -> list[Told]:
    """Every filing of the year as it stood at the end of a day, by number."""
    return sorted((_told(row, until) for row in rows), key=lambda one: one.filing.number)


def _told(row: Row, until: str) -> Told:
    one = Told(row.subject)
    for step in standing_steps(row.script):
        if step.day > until:
            continue
        one.steps.append((step.day, step.do))
        one.state, one.label = STATES.get(step.do, (one.state, one.label))
        one.taken[step.do] = step.day
        one.times[step.do] += 1
        for name, value in step.sets.items():
            if name == "problems":
                one.problems.append(value)
            else:
                one.held[name] = value
    return one


def length_of(period: str) -> str:
    """How the plan calls a report for a period that is written so; "" for no period."""
    if period[1:2] == "-":
        return ""
    if "Q" in period or "H" in period:
        return "季报" if "Q" in period else "半年报"
    return "月报" if "-" in period else "年报"


def owed(rows: list[Row], day: str) -> list[Owed]:
    """All that was owed up to a day: filings of periods that have begun, answers to requests,
    repairs, feedback; by the due day, then by number."""
    found: list[Owed] = []
    for one in told(rows, day):
        found += _owed_by(one, day)
    return sorted(found, key=lambda duty: (duty.due, duty.one.filing.number))


def _owed_by(one: Told, day: str) -> list[Owed]:
    filing, found = one.filing, []
    kind = length_of(filing.period)
    if filing.due is not None and (whole(filing.period)[0] <= day if kind else one.steps):
        what = ("on_request", "按需提供", filing.office, "附件1 四")
        if kind:
            what = (CLOCKS[kind], filing.label, filing.office, filing.section)
        found.append(_duty(one, what, filing.due.isoformat(), one.arrived, day))
    returns = [index for index, step in enumerate(one.steps) if step[1] == "return"]
    for index in returns:
        met = next((on for on, do in one.steps[index:] if do == "resubmit"), None)
        due = _later(one.steps[index][0], "repair_days")
        found.append(_duty(one, ("repair", "退回补正", filing.office, "附件2 五"), due, met, day))
    if "pass" in one.taken:
        due = _later(one.taken["pass"], "process_days")
        what = ("process", "查证落实并反馈处理结果", TAX_OFFICES, "附件2 三(四)")
        found.append(_duty(one, what, due, one.taken.get("feed_back"), day))
    return found


def _duty(one: Told, what: tuple[str, str, str, str], due: str, met: str | None, day: str) -> Owed:
    past = (met or day) > due
    status = ("overdue" if past else "open") if met is None else "late" if past else "met"
    return Owed(one, *what[:3], due, met, status, what[3])


def _later(day: str, term: str) -> str:
    return after_working_days(date.fromisoformat(day), SETTINGS[term]).isoformat()


def whole(period: str) -> tuple[str, str]:
    """The first and last day of a period."""
    year, _dash, part = period.partition("-")
    length = {"": 12, "Q": 3, "H": 6}.get(part[:1], 1)
    first = 1 if not part else (int(part.lstrip("QH")) - 1) * length + 1
    ends = date(int(year) + (first + length - 1) // 12, (first + length - 1) % 12 + 1, 1)
    return f"{year}-{first:02}-01", (ends - timedelta(days=1)).isoformat()
