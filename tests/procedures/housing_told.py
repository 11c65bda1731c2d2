"""What the script alone says of a household up to a day: its state, values, files, days.

Read from the table step by step, with no code of the program: what its figures
are worked out from. A step taken back never was, a corrected value always was so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .actions import standing_steps
from .housing_plan import STEPS
from .running import Row

LISTS = ("objections", "findings", "supervision", "persuasions", "rechecks", "rectified")


@dataclass
class Told:
    """A household's case after what happened up to a day."""

    row: Row
    state: str = ""
    opened: str = ""
    held: dict[str, Any] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    taken: dict[str, str] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    records: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    """Each step: its day, the step, the state after it."""
    dates: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """Each value that was given to a field, with the index of its step."""

    @property
    def number(self) -> str:
        """The case's number."""
        return self.row.number

    @property
    def place(self) -> dict[str, str]:
        """Where it is, as most ledgers begin."""
        one = self.row.subject
        return {
            "number": self.number,
            "household": one.id,
            "township": one.township,
            "village": one.village,
        }

    def has(self, *kinds: str) -> bool:
        """Whether files of all these kinds are in."""
        return self.files.issuperset(kinds)


def told(rows: list[Row], until: str) -> list[Told]:
    """All cases that had begun by the end of a day, by number."""
    found = [_told(row, until) for row in rows]
    return sorted((one for one in found if one.steps), key=lambda one: one.number)


def _told(row: Row, until: str) -> Told:
    one = Told(row)
    for step in standing_steps(row.script):
        if step.day > until:
            continue
        index = len(one.steps)
        one.opened = one.opened or step.day
        one.state = STEPS[step.do].to or one.state
        one.steps.append((step.day, step.do, one.state))
        one.taken[step.do] = step.day
        one.times[step.do] += 1
        one.files.update(step.files)
        for name, value in step.sets.items():
            if name in LISTS:
                one.records.setdefault(name, []).append(value)
            else:
                one.held[name] = value
                one.dates.setdefault(name, []).append((index, value))
    return one
