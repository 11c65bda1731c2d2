"""The thirty-two duties of the plan, read from the page: their words, lines and offices.

Nothing here is of the program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FIRST, LAST = 1799, 1867
PARTY = "党组织"
# Until the verb: `关于……问题，` before one, a possessive within another.
_OFFICES = re.compile(r"(?:关于[^，]*，)?(.*?)(?:负责|切实|结合|要在|对不|统一|应当|协调)")
# The departments of (4) are printed by what they do; as offices they are those of other duties.
OFFICES = {
    "城市管理": "城市管理综合执法局",
    "公安": "公安局",
    "住建": "住建局",
    "自然资源": "自然资源局",
    "环保": "环保局",
    "市场监督管理": "市场监督管理局",
    "应急管理": "应急管理局",
}


@dataclass(frozen=True)
class Duty:
    """A duty: its line, its words, who is competent, who acts jointly, who does its own part."""

    line: int
    text: str
    competent: tuple[str, ...]
    joint: tuple[str, ...]
    assisting: tuple[str, ...]


def duties_of(gazette: Path) -> dict[str, Duty]:
    """The duties by their numbers, `(1)` to `(32)`; what goes over a page's end is one."""
    lines = gazette.read_text(encoding="utf-8").split("\n")
    found: dict[str, tuple[int, str]] = {}
    last = ""
    for number in range(FIRST, LAST + 1):
        line = lines[number - 1].strip()
        begins = re.match(r"(\(\d+\)) ", line)
        if begins:
            last = begins[1]
            found[last] = (number, line.removeprefix(begins[0]))
        elif line:
            found[last] = (found[last][0], found[last][1] + line)
    return {number: _duty(line, text) for number, (line, text) in found.items()}


def _duty(line: int, text: str) -> Duty:
    head = _OFFICES.match(text)
    assert head is not None, text
    competent = re.split("、|会同", head[1].split("的")[-1])
    if competent[-1].endswith(PARTY):
        competent = [one.removesuffix(PARTY) + PARTY for one in competent]
    together = re.search(r"，([^，]*)等部门联动执法", text)
    own = re.search(r"([^。，]*)按照职责做好本职工作", text)
    return Duty(
        line,
        text,
        tuple(competent),
        tuple(OFFICES[one] for one in together[1].split("、")) if together else (),
        tuple(own[1].split("、")) if own else (),
    )
