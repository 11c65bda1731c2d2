"""What happens to a case, as events: each holds all that it changed.

A personal value is not in them: an object with its commitment stands for it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from zltrec.domain.fact import Fact, topic
from zltrec.procedure.snapshot import Claim, FileHeld, Posting

COMMITMENT = "commitment"
"""The one key of the object that stands for a personal value in an event."""


class Step(Fact, frozen=True, kw_only=True):
    """What one step changed; `occurred` is its day or minute. See `procedure.snapshot`."""

    transition: str
    state: str
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


class Serial(msgspec.Struct, frozen=True, array_like=True):
    """A number given out of a series: the series, and which one it was."""

    series: str
    number: int


@topic("case.opened")
class CaseOpened(Step, frozen=True, kw_only=True):
    """A case was opened under its number, which is the aggregate's id."""

    procedure: str
    serial: Serial | None = None


@topic("case.moved")
class CaseMoved(Step, frozen=True, kw_only=True):
    """A case took a step."""


@topic("case.amended")
class CaseAmended(Fact, frozen=True, kw_only=True):
    """Values were corrected: of fields, and of records by their place (`hazards.1`, from 1)."""

    sets: dict[str, Any] = msgspec.field(default_factory=dict)
    records: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    releases: tuple[Claim, ...] = ()
    reason: str


@topic("case.reversed")
class CaseReversed(Fact, frozen=True, kw_only=True):
    """The last step (of that version) was taken back, with what undoes its entries and claims."""

    step: int
    transition: str
    posts: tuple[Posting, ...] = ()
    claims: tuple[Claim, ...] = ()
    releases: tuple[Claim, ...] = ()
    reason: str


@topic("case.edition-taken")
class EditionTaken(Fact, frozen=True, kw_only=True):
    """The case is judged by another edition from now on, where its state is gone in `state`."""

    edition: int
    state: str | None = None
    releases: tuple[Claim, ...] = ()
    reason: str = ""


@topic("case.disposed")
class PersonalDisposed(Fact, frozen=True, kw_only=True):
    """All personal values of the case were deleted, by an approval; the commitments stay."""

    commitments: tuple[str, ...]
    approval: str
    reason: str


def is_commitment(value: Any) -> bool:
    """Whether a kept value stands for a personal one."""
    return isinstance(value, dict) and value.keys() == {COMMITMENT}


def commitments_of(fact: Step | CaseAmended) -> dict[str, str]:
    """What a fact commits to: commitment -> field."""
    if not fact.sets and not getattr(fact, "appends", None) and not getattr(fact, "records", None):
        return {}
    found = {v[COMMITMENT]: name for name, v in fact.sets.items() if is_commitment(v)}
    records = fact.appends if isinstance(fact, Step) else {n: [r] for n, r in fact.records.items()}
    for name, list_ in records.items():
        for record in list_:
            found |= {
                v[COMMITMENT]: f"{name}.{key}" for key, v in record.items() if is_commitment(v)
            }
    return found
