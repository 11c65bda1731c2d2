"""A case as its steps made it, up to a day: state, fields, files, what was taken when.

A step is what one transition changed. Steps that were taken back are not
here, and corrected ones are as corrected; so the same fold answers what a case
is now and what it was on a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from zltrec.calendar.when import decode_when

WITHDRAWN = "-"
"""What stands before a row that is declared to hold no longer."""


class FileHeld(msgspec.Struct, frozen=True):
    """A file of a case: its kind as the procedure calls it, its name, SHA-256 and size."""

    kind: str
    name: str
    sha256: str
    size: int


class Posting(msgspec.Struct, frozen=True, array_like=True):
    """An entry in an account: the account, the key of the balance, the amount (out is negative)."""

    account: str
    key: str
    amount: int


class Claim(msgspec.Struct, frozen=True, array_like=True):
    """A value that belongs to one case: what it is unique within, and the value."""

    name: str
    key: str


class StepTaken(msgspec.Struct, omit_defaults=True):
    """One step: the transition, the state after it, the day or minute, what it changed.

    `sets`: values of fields as kept; `appends`: records added to list fields;
    `declared`: rows of decision tables that a person declared, `table:row`, or says to hold no
    longer, `-table:row`.
    """

    version: int
    transition: str
    state: str
    on: str
    edition: int
    sets: dict[str, Any] = msgspec.field(default_factory=dict)
    appends: dict[str, list[dict[str, Any]]] = msgspec.field(default_factory=dict)
    files: tuple[FileHeld, ...] = ()
    declared: tuple[str, ...] = ()
    posts: tuple[Posting, ...] = ()
    claims: tuple[Claim, ...] = ()
    releases: tuple[Claim, ...] = ()
    approvals: tuple[str, ...] = ()
    reason: str = ""
    actor: str = ""

    @property
    def day(self) -> date:
        """The day on which it was taken."""
        start = decode_when(self.on).start
        assert start is not None
        return start


class Snapshot:
    """A case at one time. `state` is "" where no step (or none by that day) was taken."""

    __slots__ = (
        "declared",
        "fields",
        "files",
        "number",
        "opened",
        "procedure",
        "state",
        "steps",
        "taken",
        "times",
    )

    def __init__(self, number: str, procedure: str) -> None:
        self.number = number
        self.procedure = procedure
        self.state = ""
        self.opened: str | None = None
        self.fields: dict[str, Any] = {}
        self.files: list[str] = []
        self.taken: dict[str, str] = {}
        self.times: dict[str, int] = {}
        self.declared: tuple[str, ...] = ()
        self.steps: list[StepTaken] = []

    def take(self, step: StepTaken) -> None:
        """Applies one more step."""
        if self.opened is None:
            self.opened = step.on
        self.state = step.state
        self.fields.update(step.sets)
        for name, records in step.appends.items():
            self.fields[name] = [*self.fields.get(name, ()), *records]
        self.files += [file.kind for file in step.files if file.kind not in self.files]
        self.taken[step.transition] = step.on
        self.times[step.transition] = self.times.get(step.transition, 0) + 1
        if step.declared:
            self.declared = declared_after(self.declared, step.declared)
        self.steps.append(step)

    @property
    def last_on(self) -> str:
        """The day or minute of the last step; "" where there is none."""
        return self.steps[-1].on if self.steps else ""


def declared_after(before: tuple[str, ...], said: Iterable[str]) -> tuple[str, ...]:
    """The rows that are declared once a step has declared some, and withdrawn some."""
    found = dict.fromkeys(before)
    for one in said:
        if one.startswith(WITHDRAWN):
            found.pop(one.removeprefix(WITHDRAWN), None)
        else:
            found[one] = None
    return tuple(found)


def fold_steps(
    number: str, procedure: str, steps: Iterable[StepTaken], until: date | None = None
) -> Snapshot:
    """The case after all steps, or after those taken by the end of a day."""
    snapshot = Snapshot(number, procedure)
    for step in steps:
        if until is None or step.day <= until:
            snapshot.take(step)
    return snapshot
