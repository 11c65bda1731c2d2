"""What comes with a step as people ask for it: rows that they declare, files of some kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zltrec.errors import BadUsage, Refused
from zltrec.procedure.definition import Field
from zltrec.procedure.edition import Edition
from zltrec.procedure.snapshot import WITHDRAWN, Snapshot


def named_field(edition: Edition, name: str) -> Field:
    """The field of that name. Raises BadUsage if there is none."""
    one = edition.fields.get(name)
    if one is None:
        raise no_field(edition, name)
    return one


def no_field(edition: Edition, name: str) -> BadUsage:
    """What is said of a field that a procedure has not."""
    return BadUsage(
        "{procedure} has no field {field}; it has {fields}",
        procedure=edition.id,
        field=name,
        fields=", ".join(edition.fields),
    )


def record_at(snapshot: Snapshot, name: str, place: str) -> Mapping[str, Any]:
    """The record at a place (from 1) of a list of a case. Raises Refused if there is none."""
    records: Sequence[Mapping[str, Any]] = snapshot.fields.get(name, ())
    if not place.isdecimal() or not 1 <= int(place) <= len(records):
        raise Refused(
            "{list} of {number} has {count} records, no {place}",
            list=name,
            number=snapshot.number,
            count=len(records),
            place=place,
        )
    return records[int(place) - 1]


def check_declared(edition: Edition, declared: Sequence[str], reason: str) -> None:
    """Raises BadUsage for a row (`table:row`) that cannot be declared, or withdrawn (`-table:row`),
    or that lacks a reason."""
    known = [
        f"{table.id}:{row.declared}"
        for table in (edition.definition.tables if declared else ())
        for row in table.rows
        if row.declared is not None
    ]
    for one in declared:
        if one.removeprefix(WITHDRAWN) not in known:
            raise BadUsage(
                "{row} cannot be declared in {procedure}; what can is {rows}",
                row=one.removeprefix(WITHDRAWN),
                procedure=edition.id,
                rows=", ".join(known) or "-",
            )
    if declared and not reason.strip():
        raise BadUsage("what is declared needs a reason (--reason)")


def check_taken_to(
    edition: Edition, number: str, judged_by: int, state: str, to: str | None
) -> None:
    """Raises Refused unless a case may be taken to an edition: to another than it is judged by;
    to a state of its own choice only where its own is gone."""
    gone = state not in edition.states
    if judged_by == edition.number and not gone:
        raise Refused(
            "{number} is judged by edition {edition} already",
            number=number,
            edition=edition.number,
        )
    if to is not None and not gone:
        raise Refused(
            "edition {edition} has the state {state} of {number}; leave out --state",
            edition=edition.number,
            state=state,
            number=number,
        )
    if (to if gone else state) not in edition.states:
        raise Refused(
            "edition {edition} has no state {state}; it has {states}",
            edition=edition.number,
            state=to or state,
            states=", ".join(edition.states),
        )


def check_kinds(edition: Edition, kinds: Iterable[str]) -> None:
    """Raises BadUsage for a file of a kind that no step asks for, if steps ask for any."""
    for kind in kinds:
        if edition.kinds and kind not in edition.kinds:
            raise BadUsage(
                "{procedure} asks for no file {kind}; it asks for {kinds}",
                procedure=edition.id,
                kind=kind,
                kinds="、".join(edition.kinds),
            )
