"""Values of cases as people type them, made ready to keep: the part that opening, moving and
correcting share.

A personal value is put aside here, before any event is made of it.
"""

from __future__ import annotations

import re
from typing import Any

from zltrec.domain.case_events import COMMITMENT
from zltrec.errors import BadUsage, Refused
from zltrec.procedure.asked import named_field, record_at
from zltrec.procedure.definition import Field
from zltrec.procedure.edition import Edition
from zltrec.procedure.snapshot import Snapshot
from zltrec.procedure.values import parse_value
from zltrec.records.case_desk import CaseDesk
from zltrec.records.work import Work


def parse_sets(
    desk: CaseDesk, work: Work, edition: Edition, sets: tuple[tuple[str, str], ...]
) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Values as typed, ready to keep: of fields, and records to append to lists."""
    values: dict[str, Any] = {}
    appends: dict[str, list[dict[str, Any]]] = {}
    for name, text in sets:
        one = field_of(edition, name)
        if one.type == "list":
            appends.setdefault(name, []).append(value_of(desk, work, one, text))
        elif name in values:
            raise BadUsage("{field} is given twice", field=name)
        else:
            values[name] = value_of(desk, work, one, text)
    return values, appends


def field_of(edition: Edition, name: str) -> Field:
    """The field of that name. Raises BadUsage if there is none, or it takes a file."""
    one = named_field(edition, name)
    if one.type == "file":
        raise BadUsage("{field} is a file; give it with --file {field}=PATH", field=name)
    return one


def value_of(desk: CaseDesk, work: Work, one: Field, text: str) -> Any:
    """A typed value, ready to keep: a personal one is put aside, and stands as a commitment."""
    value = _parsed(desk, one, text)
    if one.type == "list":
        parts = {part.id: part for part in one.fields}
        return {name: _kept(desk, work, parts[name], part) for name, part in value.items()}
    return _kept(desk, work, one, value)


def _kept(desk: CaseDesk, work: Work, one: Field, value: Any) -> Any:
    if one.type == "ref":
        if one.many:
            return list(dict.fromkeys(_referred(desk, one, number) for number in value))
        return _referred(desk, one, value)
    return _put_aside(work, value) if one.personal else value


def _parsed(desk: CaseDesk, one: Field, text: str) -> Any:
    try:
        return parse_value(one, text, desk.today)
    except BadUsage:
        if not any(part.personal for part in (one, *one.fields)):
            raise
        # What is personal is not repeated where others may read it.
        raise BadUsage(
            "{field} ({label}) is not of the type {type}; it is personal, so it is not shown here",
            field=one.id,
            label=one.label or "-",
            type=one.type,
        ) from None


def _put_aside(work: Work, value: Any) -> dict[str, str]:
    text = "、".join(value) if isinstance(value, list) else str(value)
    return {COMMITMENT: work.keep_private(text)}


def _referred(desk: CaseDesk, one: Field, number: str) -> str:
    if desk.is_unopened(number, one.procedure or ""):
        return number
    case = desk.find(number)
    if case.procedure != one.procedure:
        raise Refused(
            "{field} names a case of {wanted}; {number} is of {procedure}",
            field=one.id,
            wanted=one.procedure,
            number=case.number,
            procedure=case.procedure,
        )
    return case.number


def corrected_record(
    desk: CaseDesk,
    work: Work,
    edition: Edition,
    snapshot: Snapshot,
    place: re.Match[str],
    text: str,
) -> dict[str, Any]:
    """The record at a place of a list, with the values that are given put right."""
    before = record_at(snapshot, place["list"], place["number"])
    changed: dict[str, Any] = value_of(desk, work, edition.fields[place["list"]], text)
    return {**before, **changed}
