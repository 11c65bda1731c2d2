"""What can happen to a case in a script: a step, what must be refused, a correction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Step:
    """A step: its day, what it sets, which files it brings, who decided (else the office's own).

    `number`: of the case that it opens, where that is not the next of the series.
    """

    day: str
    do: str
    sets: dict[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    reason: str = ""
    by: dict[str, str] = field(default_factory=dict)
    number: str = ""


@dataclass(frozen=True)
class Attempt:
    """A step that must be refused: the section, and words of the reason, that it must be told.

    `papers`: its papers are in; `alone`: tried by a command of its own, not in a batch.
    """

    step: Step
    section: str
    says: str
    papers: bool = False
    alone: bool = False

    @property
    def day(self) -> str:
        """The day on which it is tried."""
        return self.step.day


@dataclass(frozen=True)
class Decision:
    """A paper that must be refused: its person has decided another step already."""

    day: str
    action: str
    office: str
    by: str


@dataclass(frozen=True)
class Reversal:
    """The last step is taken back."""

    day: str
    reason: str


@dataclass(frozen=True)
class Amendment:
    """A value is corrected."""

    day: str
    name: str
    value: str
    reason: str


Action = Step | Attempt | Decision | Reversal | Amendment


def standing_steps(script: list[Action]) -> list[Step]:
    """The steps of a script that stand, as corrected: one taken back never was."""
    steps: list[Step] = []
    for action in script:
        if isinstance(action, Step):
            steps.append(action)
        elif isinstance(action, Reversal):
            steps.pop()
        elif isinstance(action, Amendment):
            last = max(i for i, step in enumerate(steps) if action.name in step.sets)
            sets = steps[last].sets | {action.name: action.value}
            steps[last] = replace(steps[last], sets=sets)
    return steps
