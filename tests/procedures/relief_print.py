"""The grading of disasters as the plan prints it, typed from the page.

Nothing here is of the program.
5.1.1, 5.2.1, 5.3.1, 5.4.1 of the emergency plan. "以上" includes the number; each level's own
upper bound is the number of the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LEVELS = ("Ⅰ级", "Ⅱ级", "Ⅲ级", "Ⅳ级")
NONE = "未达"
ORDER = (*LEVELS, NONE)
SECTIONS = dict(zip(LEVELS, ("5.1.1", "5.2.1", "5.3.1", "5.4.1"), strict=True))
FIGURES = (
    "deaths",
    "missing",
    "moved",
    "rooms",
    "homes",
    "dwelling_rooms",
    "dwelling_homes",
)
# 倒塌和严重损坏房屋: Ⅰ, Ⅱ, Ⅳ; 住房: Ⅲ alone.
PRINTED: dict[str, dict[str, int]] = {
    "Ⅰ级": {"deaths": 30, "moved": 200_000, "rooms": 30_000, "homes": 10_000, "share": 30},
    "Ⅱ级": {"deaths": 20, "moved": 100_000, "rooms": 10_000, "homes": 3_000, "share": 25},
    "Ⅲ级": {
        "deaths": 10,
        "moved": 50_000,
        "dwelling_rooms": 3_000,
        "dwelling_homes": 1_000,
        "share": 20,
    },
    "Ⅳ级": {"deaths": 5, "moved": 30_000, "rooms": 1_000, "homes": 300, "share": 15},
}
# The number of the condition under each level's heading.
PLACE = {
    "deaths": 1,
    "moved": 2,
    "rooms": 3,
    "homes": 3,
    "dwelling_rooms": 3,
    "dwelling_homes": 3,
    "share": 4,
}
WORDED = {
    "losses_1": ("Ⅰ级", "遭受特别巨大损失、短期内失去收入来源、社会关注度特别高", "5.1.1 5"),
    "other_1": ("Ⅰ级", "其他情形", "5.1.1 6"),
    "losses_2": ("Ⅱ级", "遭受巨大损失、短期内失去收入来源、社会关注度高", "5.2.1 5"),
    "other_2": ("Ⅱ级", "其他情形", "5.2.1 6"),
    "losses_3": ("Ⅲ级", "遭受重大损失，短期内失去收入来源，社会关注度较高", "5.3.1 5"),
    "other_3": ("Ⅲ级", "其他情形", "5.3.1 6"),
    "losses_4": ("Ⅳ级", "遭受较大损失，短期内失去收入来源，或引起社会关注", "5.4.1 5"),
    "other_4": ("Ⅳ级", "其他情形", "5.4.1 6"),
}
AT_ONCE = 5  # 5 人以上死亡（含失踪）
DECIDERS = {
    "Ⅰ级": "市委市政府",
    "Ⅱ级": "市减灾委主任",
    "Ⅲ级": "市应急管理局主要负责同志",
    "Ⅳ级": "市应急管理局主要负责同志",
}
BUILDINGS_PART = {"dwelling_rooms": "rooms", "dwelling_homes": "homes"}


@dataclass(frozen=True)
class Boundary:
    """One side of one number of the print: the figures, and the level that they come to."""

    name: str
    losses: dict[str, Any]
    level: str
    because: frozenset[str]


def boundaries() -> list[Boundary]:
    """The number itself and one less, for every number of every level, alone of all figures."""
    found = []
    for level, numbers in PRINTED.items():
        for name, least in numbers.items():
            for value in (least, least - 1):
                losses = _alone(name, value)
                found.append(Boundary(f"{level} {name} {value}", losses, *worked_out(losses)))
    return found


def _alone(name: str, value: int) -> dict[str, Any]:
    """A report of one figure; a share is so many of ten thousand, in hundreds."""
    if name == "share":
        return {"kind": "干旱", "needy": value * 100, "farming": 10_000}
    losses: dict[str, Any] = dict.fromkeys(FIGURES, 0) | {name: value}
    whole = BUILDINGS_PART.get(name)
    return losses | {"kind": "洪涝灾害"} | ({whole: value} if whole else {})


def worked_out(losses: dict[str, Any]) -> tuple[str, frozenset[str]]:
    """The level of some figures by the table above, and the sections of the conditions met."""
    for level in LEVELS:
        met = {
            f"{SECTIONS[level]} {PLACE[name]}"
            for name, least in PRINTED[level].items()
            if _reaches(losses, name, least)
        }
        if met:
            return level, frozenset(met)
    return NONE, frozenset()


def _reaches(losses: dict[str, Any], name: str, least: int) -> bool:
    if name == "share":
        if losses.get("kind") != "干旱" or not losses.get("farming"):
            return False
        return int(losses["needy"]) * 100 >= least * int(losses["farming"])
    return int(losses.get(name) or 0) >= least
