"""A year of filings: who owes what for which period, and what becomes of each.

Most of it is drawn with a fixed seed: submissions early, on the last day, late, never,
explained, returned; some filings have a script of their own, with what must be refused.
All numbers and texts are made up.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from .actions import Action, Step
from .running import Row
from .tax_filing import Filing, submission
from .tax_plan import (
    BEGIN,
    END,
    FREQUENCIES,
    IN_PROSE,
    SETTINGS,
    after_working_days,
    due_day,
    periods,
)
from .tax_tried import SPECIAL

SEED = 20220621
BY_HAND = "亲自送达"
WAYS = ("网上报送", "网上报送", "电子邮件", "移动储存工具", BY_HAND)
ASKED = 3
"""How often each item on demand is asked for."""


def filings_of(items: list[dict[str, Any]]) -> list[Filing]:
    """All that is owed within the year for a period, was asked for, or was new."""
    found = []
    for place, item in enumerate(items):
        frequency = item.get("frequency")
        named = (place, item["id"], item["office"], item["label"], frequency, item["section"])
        for kind in FREQUENCIES.get(frequency or "", IN_PROSE.get(item["id"], ())):
            for text, last in periods(kind, BEGIN, END):
                found.append(Filing(*named, text, due_day(kind, last)))
        for count in range(1, ASKED + 1):
            if item.get("by") == "request":
                asked = date(2022, 7, 1) + timedelta(days=95 * (count - 1) + len(found) % 40)
                due = after_working_days(asked, SETTINGS["answer_days"])
                found.append(Filing(*named, f"R-{count}", due, asked))
            elif item.get("by") == "new":
                found.append(Filing(*named, f"N-{count}", None))
    return found


def script_of_year(items: list[dict[str, Any]], officers: dict[str, str]) -> list[Row]:
    """A row for each filing with its script; `officers`: the case of each office's officer,
    and of those who may not submit, by `disqualified` and `recommended`."""
    draw = random.Random(SEED)
    rows = []
    for filing in filings_of(items):
        drawn = _Course(filing, officers, draw).actions()
        own = SPECIAL.get(filing.number)
        script = drawn if own is None else own(filing, officers)
        rows.append(Row(filing, [one for one in script if one.day <= END.isoformat()]))
        rows[-1].number = filing.number
    return rows


class _Course:
    """What becomes of one filing, as it is drawn."""

    def __init__(self, filing: Filing, officers: dict[str, str], draw: random.Random) -> None:
        self._filing, self._officers, self._draw = filing, officers, draw
        self._script: list[Action] = []
        self._day = BEGIN

    def actions(self) -> list[Action]:
        """Its script, in order of the days."""
        filing, draw = self._filing, self._draw
        fate = draw.choices(
            ("early", "last day", "late", "never", "explained", "explained, then late"),
            (68, 8, 10, 6, 3, 5),
        )[0]
        if filing.asked is not None:
            self._day = filing.asked
            self._take("request", requester="税务局", purpose=f"第{draw.randint(1, 99)}号核查")
        if filing.due is None:
            self._day = BEGIN + timedelta(days=100 * int(filing.period[2:]) - draw.randint(0, 60))
            self._submit("submit", False)
            return self._followed()
        if fate == "early":
            first = filing.asked or filing.due - timedelta(days=7)
            self._day = max(first, filing.due - timedelta(days=draw.randint(1, 6)))
        elif fate == "last day":
            self._day = filing.due
        else:
            self._day = filing.due + timedelta(days=draw.randint(1, 25))
        if fate == "never":
            return self._script
        if fate.startswith("explained"):
            do = "explain" if filing.asked is None else "explain_request"
            self._take(do, late_reason="系统检修")
            if fate == "explained":
                return self._script
            self._wait(1, 30)
        self._submit(
            "submit" if not self._script else "answer",
            fate == "late",
        )
        return self._followed()

    def _followed(self) -> list[Action]:
        draw = self._draw
        if draw.random() < 0.1:
            self._wait(0, 3)
            self._script.append(Step(self._day.isoformat(), "return", reason="数量不全"))
            self._wait(1, 9)
            if draw.random() < 0.9:
                self._submit("resubmit", False)
            else:
                return self._script
        for do, share, values in (
            ("accept", 0.97, {}),
            ("assess", 0.93, {"quality": draw.randint(3, 10), "quantity": draw.randint(3, 10)}),
            ("pass", 0.35, {"passed_to": "税务部门", "compared": "与申报数据有差异"}),
            ("check", 0.85, {"verified": "已核实"}),
        ):
            if draw.random() > share:
                return self._ended()
            self._wait(0, 6)
            self._take(do, **values)
        if draw.random() < 0.2:
            problem = {"department": "自然资源局", "text": "未办理登记"}
            self._take("hand_over", problems=problem)
        self._wait(0, 25)
        late = self._day > after_working_days(self._passed(), SETTINGS["process_days"])
        self._take("feed_back", outcome="已补缴", **({"delay_reason": "取证"} if late else {}))
        return self._ended()

    def _ended(self) -> list[Action]:
        last = self._script[-1]
        assert isinstance(last, Step)
        if last.do in ("assess", "feed_back") and self._draw.random() < 0.3:
            self._wait(1, 20)
            self._take("archive")
        return self._script

    def _passed(self) -> date:
        (day,) = [one.day for one in self._script if isinstance(one, Step) and one.do == "pass"]
        return date.fromisoformat(day)

    def _wait(self, least: int, most: int) -> None:
        self._day += timedelta(days=self._draw.randint(least, most))

    def _take(self, do: str, **values: Any) -> None:
        self._script.append(Step(self._day.isoformat(), do, values))

    def _submit(self, do: str, late: bool) -> None:
        way = self._draw.choice(WAYS)
        step = submission(self._filing, self._officers, do, self._day, self._draw.randint(0, 900))
        values = step.sets | {"way": way, "confidential": str(way == BY_HAND).lower()}
        values |= {"late_reason": "人员变动"} if late else {}
        files = () if way == BY_HAND else step.files
        self._script.append(Step(step.day, do, values, files))
