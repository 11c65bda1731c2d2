"""What an event of a case says, checked against the edition: its day, its values (only of fields
that there are, nothing personal in the open), what a correction claims, what a reversal undoes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zltrec.audit.case_evidence import PastEvidence
from zltrec.calendar.when import decode_when
from zltrec.domain.case import Case, corrected_steps
from zltrec.domain.case_events import (
    CaseAmended,
    CaseMoved,
    CaseOpened,
    CaseReversed,
    is_commitment,
)
from zltrec.errors import Refused
from zltrec.procedure.asked import no_field, record_at
from zltrec.procedure.corrections import check_correction, corrected_claims, undo_step
from zltrec.procedure.definition import Field
from zltrec.procedure.edition import Edition
from zltrec.procedure.snapshot import Snapshot, StepTaken


def check_day(fact: CaseOpened | CaseMoved, number: str, recorded_on: str) -> None:
    """Raises Refused for a step without a day, or of a day that was still to come."""
    when = decode_when(fact.occurred)
    if when.precision not in ("day", "minute"):
        raise Refused(
            "a step has a day, or a minute of a day; {on} is none", on=fact.occurred or "-"
        )
    if fact.occurred[: len("2022-06-03")] > recorded_on:
        raise Refused(
            "{step} of {number} is dated {on}, but was recorded on {day}",
            step=fact.transition,
            number=number,
            on=fact.occurred,
            day=recorded_on,
        )


def check_values(
    edition: Edition, sets: Mapping[str, Any], appends: Mapping[str, Sequence[Mapping[str, Any]]]
) -> None:
    """Raises Refused for a value that no field of the edition can hold."""
    for name, value in sets.items():
        one = edition.fields.get(name)
        if one is None or one.type == "list":
            raise no_field(edition, name)
        _check_value(name, one, value)
    for name, records in appends.items():
        one = edition.fields.get(name)
        if one is None or one.type != "list":
            raise no_field(edition, name)
        parts = {part.id: part for part in one.fields}
        for record in records:
            for key, value in record.items():
                if key not in parts:
                    raise no_field(edition, f"{name}.{key}")
                _check_value(f"{name}.{key}", parts[key], value)


def _check_value(name: str, one: Field, value: Any) -> None:
    if one.personal and one.type not in ("ref", "file"):
        if not is_commitment(value):
            raise Refused("{field} is personal, and its value stands in the event", field=name)
    elif one.choices:
        chosen = value if one.many else [value]
        if not set(chosen) <= set(one.choices):
            raise Refused(
                "{field} is one of {choices}, not {value}",
                field=name,
                choices="、".join(one.choices),
                value=value,
            )


def check_corrected(
    edition: Edition, case: Case, snapshot: Snapshot, fact: CaseAmended, evidence: PastEvidence
) -> None:
    """Raises Refused for a correction of what there is not, or that claims something else."""
    appends: dict[str, list[dict[str, Any]]] = {}
    for place, record in fact.records.items():
        name, _dot, count = place.rpartition(".")
        before = record_at(snapshot, name or place, count)
        changed = {key: value for key, value in record.items() if before.get(key) != value}
        appends.setdefault(name, []).append(changed)
    check_values(edition, fact.sets, appends)
    claims, releases = corrected_claims(edition, snapshot, fact.sets, evidence)
    if (fact.claims, fact.releases) != (claims, releases):
        raise Refused(
            "the correction of {number} says something else than the rules give: {names}",
            number=evidence.number,
            names="claims, releases",
        )
    names = {*fact.sets, *appends}
    check_correction(edition, snapshot, corrected_steps(case, fact), names, evidence)


def check_undone(
    edition: Edition, fact: CaseReversed, step: StepTaken, evidence: PastEvidence
) -> None:
    """Raises Refused unless the taking back is of the last step, undoes exactly what it did, and
    nobody had built on it: a claim, or a balance."""
    if (fact.step, fact.transition) != (step.version, step.transition):
        raise Refused(
            "the last step of {number} was {step}, version {version}; what was taken back is"
            " {found}, version {other}",
            number=evidence.number,
            step=step.transition,
            version=step.version,
            found=fact.transition,
            other=fact.step,
        )
    right = undo_step(edition, evidence.number, step, evidence)
    differing = [
        name
        for name in ("posts", "claims", "releases")
        if getattr(fact, name) != getattr(right, name)
    ]
    if differing:
        raise Refused(
            "the taking back of {step} of {number} does not undo what it did: {names}",
            step=step.transition,
            number=evidence.number,
            names=", ".join(differing),
        )
