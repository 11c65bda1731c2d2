"""How the story of the compounds is written down: turns, attempts, and the compounds themselves.

All names, places and numbers are made up.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .actions import Attempt, Step
from .telling import Turn

TOWN = "乡镇人民政府、街道办事处"
PARTY = "乡镇人民政府、街道办事处党组织"
HOUSING = "住建局"


class Compound(NamedTuple):
    """A compound: its number, and what it is registered with."""

    number: str
    name: str
    street: str
    in_city: bool
    kind: str
    households: int
    area: str
    built: int


NEW, OLD, OTHER = "新建住宅小区", "城镇老旧小区", "其他住宅小区"
COMPOUNDS = [
    Compound("XQ-01", "甲园", "青杨街道", True, NEW, 320, "41000.5", 2022),
    Compound("XQ-02", "乙园", "青杨街道", True, NEW, 280, "36000", 2022),
    Compound("XQ-03", "丙里", "白桦街道", True, OLD, 96, "7200.25", 1998),
    Compound("XQ-04", "丁里", "白桦街道", True, OLD, 120, "9300", 2003),
    Compound("XQ-05", "戊里", "赤松街道", True, OLD, 60, "4100", 1985),
    Compound("XQ-06", "己里", "赤松街道", True, OLD, 150, "11800", 2004),
    Compound("XQ-07", "庚苑", "云杉街道", True, OTHER, 410, "52000", 2015),
    Compound("XQ-08", "辛苑", "云杉街道", True, OTHER, 260, "30500.75", 2012),
    Compound("XQ-09", "壬苑", "云杉街道", True, OTHER, 190, "22000", 2010),
    Compound("XQ-10", "癸苑", "云杉街道", True, OTHER, 88, "9000", 2008),
    Compound("XQ-11", "子村", "黑桦镇", False, OTHER, 40, "3000", 2009),
    Compound("XQ-12", "丑苑", "云杉街道", True, OTHER, 45, "4000", 2006),
    Compound("XQ-13", "寅里", "黑桦镇", False, OLD, 30, "2500", 2005),
]
STREET = {one.number: one.street for one in COMPOUNDS}


def step(day: str, do: str, *files: str, **sets: Any) -> Step:
    """A step of a day: the files that it brings, what it sets; `by` who decides it, `reason`."""
    by, reason = sets.pop("by", {}), sets.pop("reason", "")
    typed = {
        name: "、".join(value) if isinstance(value, list) and isinstance(value[0], str) else value
        for name, value in sets.items()
    }
    return Step(day, do, typed, files, reason, by)


def go(number: str, *steps: Step) -> list[Turn]:
    """Steps of a case, one after another."""
    return [Turn(number, one) for one in steps]


def begin(procedure: str, number: str, first: Step) -> Turn:
    """The opening of a case."""
    return Turn(number, first, procedure)


def no(number: str, section: str, says: str, tried: Step, opens: str = "") -> Turn:
    """What must be refused, by its section, in words of the rule."""
    return Turn(number, Attempt(tried, section, says), opens)


def at_town(number: str, name: str = "街道经办") -> dict[str, str]:
    """The decision of the compound's own township or street."""
    return {f"{TOWN}@{STREET[number]}": name}
