"""What the script alone says of each case up to a day: its state, values, records, days.

Read from the table step by step, with no code of the program: what its figures
are worked out from. A step taken back never was, a corrected value always was so;
but of what was recorded after a day (`known`), nothing is known.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .actions import Action, Amendment, Step, standing_steps
from .running import Row
from .unlawful_plan import STATES, STEPS
from .unlawful_script import Subject

LISTS = (
    *("acts", "transfers", "taken_over", "returned"),
    *("measures_taken", "lifted", "fines", "slips"),
)


@dataclass(frozen=True)
class Record:
    """A record of a list: the index of the step that brought it, its day, what it says."""

    index: int
    day: str
    says: dict[str, str]


@dataclass
class Told:
    """A case after what happened up to a day."""

    row: Row
    state: str = ""
    held: dict[str, Any] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    """Each step: its day, the step, the state after it."""
    records: dict[str, list[Record]] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    dues: dict[int, str] = field(default_factory=dict)
    """The term that a step set, by the step's index."""
    dangers: list[tuple[int, str]] = field(default_factory=list)
    """The steps that found a great danger: index and day."""

    @property
    def number(self) -> str:
        """The case's number."""
        return self.row.number

    @property
    def subject(self) -> Subject:
        """The row of the table."""
        found: Subject = self.row.subject
        return found

    @property
    def label(self) -> str:
        """Its state in words."""
        return STATES[self.state]

    @property
    def area(self) -> Decimal:
        """The building's area in m²."""
        return Decimal(self.held["area"])

    def is_of(self, kind: str) -> bool:
        """Whether it is a building of that kind."""
        return self.held.get("kind") == kind

    def first(self, *steps: str) -> str | None:
        """The day on which one of the steps was taken first."""
        return next((day for day, step, _state in self.steps if step in steps), None)

    def last(self, *steps: str) -> str | None:
        """The day on which one of the steps was taken last."""
        return next((day for day, step, _state in reversed(self.steps) if step in steps), None)

    def after(self, index: int, *steps: str) -> str | None:
        """The day on which one of the steps was taken first, from the step of an index on."""
        return next((day for day, step, _state in self.steps[index:] if step in steps), None)

    def list_of(self, name: str) -> list[Record]:
        """The records of a list."""
        return self.records.get(name, [])


def told(rows: list[Row], until: str, known: str = "9999") -> list[Told]:
    """All cases that had begun by the end of a day, by number; of what was known on another."""
    found = [_told(row, until, known) for row in rows]
    return sorted((one for one in found if one.steps), key=lambda one: one.number)


def cases(rows: list[Row], until: str, known: str = "9999") -> list[Told]:
    """Those of them that are buildings or approvals, and no filings."""
    return [one for one in told(rows, until, known) if one.state != "filed"]


def _told(row: Row, until: str, known: str) -> Told:
    one = Told(row)
    script = [action for action in row.script if action.day <= known]
    records = _corrected(script)
    for index, step in enumerate(_plain(script)):
        if step.day > until:
            continue
        one.state = STEPS[step.do].to or one.state
        one.steps.append((step.day, step.do, one.state))
        one.times[step.do] += 1
        one.files.update(step.files)
        if "finish_by" in step.sets:
            one.dues[index] = step.sets["finish_by"]
        if step.sets.get("major") == "是":
            one.dangers.append((index, step.day))
        for name, value in step.sets.items():
            if name not in LISTS:
                one.held[name] = value
                continue
            for said in value:
                place = len(one.list_of(name)) + 1
                said = said | records.get(f"{name}.{place}", {})
                one.records.setdefault(name, []).append(Record(index, step.day, said))
    return one


def _plain(script: list[Action]) -> list[Step]:
    """The steps that stand; corrections of records are put aside."""
    return standing_steps(
        [one for one in script if not (isinstance(one, Amendment) and "." in one.name)]
    )


def _corrected(script: list[Action]) -> dict[str, dict[str, str]]:
    """What was corrected in records, by list and place (from 1)."""
    return {
        one.name: json.loads(one.value)
        for one in script
        if isinstance(one, Amendment) and "." in one.name
    }
