"""What the script alone says of a house up to a day: its state, values, records, its guard.

Read from the table step by step, with no code of the program: what its figures
are worked out from. A step taken back never was, a corrected value always was so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .actions import Step, standing_steps
from .running import Row
from .selfbuilt_plan import CROWDED, LINES, MARKET, STEPS
from .selfbuilt_script import LISTS

LEVELS = (
    *("存在结构倒塌风险", "存在设计施工缺陷", "一般性隐患"),
    "建房切坡造成地质灾害隐患",
)
SHUT = ("已停止使用", "已疏散", "已封闭")
_GUARDS = dict(zip(("stop_use", "evacuate", "seal", "resume"), (*SHUT, "已恢复使用"), strict=True))
_HEADINGS = {
    "legality": "合法合规性",
    "structural": "结构安全性",
    "operation": "经营安全性",
    "fire": "消防安全性",
}


@dataclass
class Told:
    """A house's case after what happened up to a day."""

    row: Row
    state: str = ""
    guard: str = "未停用"
    held: dict[str, Any] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    records: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    appended: dict[str, list[int]] = field(default_factory=dict)
    """Of each record, the index of the step that appended it."""
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    """Each step: its day, the step, the state after it."""

    @property
    def number(self) -> str:
        """The case's number."""
        return self.row.number

    @property
    def opened(self) -> str:
        """The day of its first step."""
        return self.steps[0][0]

    @property
    def place(self) -> dict[str, Any]:
        """Where it is, as most ledgers begin."""
        names = ("house", "township", "village")
        return {"number": self.number} | {name: self.held[name] for name in names}

    def flag(self, name: str) -> bool | None:
        """A yes or no; None where nobody has said."""
        return None if name not in self.held else self.held[name] == "是"

    def many(self, name: str) -> list[str]:
        """The choices of a field; none where nobody has said."""
        return self.held[name].split("、") if name in self.held else []

    @property
    def commercial(self) -> bool:
        """Whether it is used for business."""
        return self.flag("commercial") is True

    @property
    def surveyed(self) -> bool:
        """Whether it was surveyed at some time."""
        return "survey" in self.taken

    @property
    def faults(self) -> list[str]:
        """四(一)2: which headings are not in order."""
        good = ("未发现问题", "不涉及")
        return [
            title
            for name, title in _HEADINGS.items()
            if self.surveyed and not any(one in good for one in self.many(name))
        ]

    @property
    def key(self) -> list[str]:
        """四(二): why it is watched."""
        if not self.commercial:
            return []
        crowded = self.flag("crowded") or any(use in CROWDED for use in self.many("use"))
        found = {
            "3层及以上": int(self.held.get("storeys", 0)) >= 3,
            "人员密集": bool(crowded),
            "违规改扩建": self.flag("extended") is True,
        }
        return [name for name, is_so in found.items() if is_so]

    def is_cleared(self, no: str) -> bool:
        """Whether the last acceptance of a hazard found it gone."""
        results = [one["result"] for one in self.records.get("checks", []) if one["no"] == no]
        return results[-1:] == ["达标"]

    @property
    def open_problems(self) -> list[dict[str, str]]:
        """The hazards that are not gone."""
        return [one for one in self.records.get("problems", []) if not self.is_cleared(one["no"])]

    @property
    def open_levels(self) -> list[str]:
        """Their classes."""
        return [one for one in LEVELS if one in {p["level"] for p in self.open_problems}]

    def sent(self, office: str, name: str = "transfers") -> int:
        """How often it was transferred to an office (or came back)."""
        return sum(one["office"] == office for one in self.records.get(name, []))

    @property
    def in_charge(self) -> list[str]:
        """四(四), 四(三)2: the line departments that have it, in the plan's order."""
        sectors = self.many("sectors")
        return [
            office
            for office, theirs in LINES.items()
            if any(one in theirs for one in sectors) or (office == MARKET and self.commercial)
            if self.sent(office) > self.sent(office, "returns")
        ]


def told(rows: list[Row], until: str) -> list[Told]:
    """All houses whose case had begun by the end of a day, by number."""
    found = [one for one in _all(rows, until) if "house" in one.held]
    return sorted(found, key=lambda one: one.number)


def filed(rows: list[Row], until: str) -> list[Told]:
    """The months that were reported by the end of a day."""
    return [one for one in _all(rows, until) if "house" not in one.held]


def _all(rows: list[Row], until: str) -> list[Told]:
    found = [
        told_of(row, [s for s in standing_steps(row.script) if s.day <= until]) for row in rows
    ]
    return [one for one in found if one.steps]


def told_of(row: Row, steps: list[Step]) -> Told:
    """A case after some of its steps."""
    one = Told(row)
    for index, step in enumerate(steps):
        one.state = STEPS[step.do].to or one.state
        one.guard = _GUARDS.get(step.do, one.guard)
        one.steps.append((step.day, step.do, one.state))
        one.taken[step.do] = step.day
        one.times[step.do] += 1
        for name, value in step.sets.items():
            if name in LISTS:
                several = value if isinstance(value, list) else [value]
                one.records.setdefault(name, []).extend(several)
                one.appended.setdefault(name, []).extend([index] * len(several))
            else:
                one.held[name] = value
    return one
