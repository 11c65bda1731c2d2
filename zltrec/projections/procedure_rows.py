"""Procedures as rows, and one of them whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from zltrec.errors import Refused
from zltrec.procedure.definition import Definition, Field
from zltrec.procedure.drawing import step_rows
from zltrec.procedure.edition import Edition
from zltrec.projections.procedures import definitions
from zltrec.projections.projection import Reads
from zltrec.projections.rows import Row


@dataclass(frozen=True, slots=True)
class FoundEdition:
    """An edition as it was adopted: its text, its approval ("" if it needed none), where."""

    definition: Definition
    text: str
    approval: str
    position: int


def procedure_rows(views: Reads) -> Iterator[Row]:
    """The procedures in force in short, by id, with how many cases each has."""
    for name, definition in definitions(views).items():
        (cases,) = views.select("SELECT count(*) FROM cases WHERE procedure = ?", (name,))
        yield {
            "id": name,
            "title": definition.title,
            "edition": definition.edition,
            "office": definition.office,
            "cases": cases[0],
        }


def find_edition(views: Reads, procedure: str, edition: int | None) -> FoundEdition:
    """An edition of a procedure, the one in force if none is named. Raises Refused if none."""
    rows = views.select(
        "SELECT definition, text, approval, position FROM editions WHERE procedure = ?"
        " AND (? IS NULL OR edition = ?) ORDER BY edition DESC LIMIT 1",
        (procedure, edition, edition),
    )
    if rows:
        (definition, text, approval, position) = tuple(rows[0])
        found = msgspec.json.decode(definition, type=Definition)
        return FoundEdition(found, text, approval, position)
    if edition is not None and procedure in (known := definitions(views)):
        raise Refused(
            "{procedure} has no edition {edition}; the one in force is {number}",
            procedure=procedure,
            edition=edition,
            number=known[procedure].edition,
        )
    names = ", ".join(definitions(views))
    raise Refused(
        "there is no procedure {procedure}; there are {names}",
        procedure=procedure,
        names=names or "-",
    )


FIELD_COLUMNS = ("id", "label", "type", "unit", "choices", "asked_by", "section")


def field_rows(views: Reads, procedure: str) -> Iterator[Row]:
    """The fields of a procedure, those of a list's records after it as `LIST.ID`, and the steps
    that ask for each."""
    edition = Edition(find_edition(views, procedure, None).definition)
    for one in edition.fields.values():
        yield _field_row(one.id, one) | {"asked_by": _asked_by(edition, one.id)}
        for part in one.fields:
            yield _field_row(f"{one.id}.{part.id}", part) | {"asked_by": ""}


def _field_row(name: str, one: Field) -> Row:
    kind = f"{one.type}, many" if one.many else one.type
    return {
        "id": name,
        "label": one.label,
        "type": f"{kind}, personal" if one.personal else kind,
        "unit": one.unit,
        "choices": "、".join(one.choices),
        "section": one.section,
    }


def _asked_by(edition: Edition, name: str) -> str:
    steps = edition.transitions.values()
    return ", ".join(s.id for s in steps if name in s.fields or name in edition.asked[s.id])


def procedure_answer(views: Reads, found: FoundEdition) -> Row:
    """A procedure with its fields, states, steps, figures, and what was set since.

    A step's `from` and `to` are ids of states (none: it opens a case; it stays); what
    else it says is in the document's words.
    """
    definition = found.definition
    settings = views.select(
        "SELECT name, value, approval, position FROM procedure_settings WHERE procedure = ?",
        (definition.id,),
    )
    set_ = {row["name"]: row["value"] for row in settings}
    editions = views.select(
        "SELECT edition, approval, position FROM editions WHERE procedure = ? ORDER BY edition",
        (definition.id,),
    )
    fields = Edition(definition, set_).fields.values()
    return {
        "id": definition.id,
        "title": definition.title,
        "edition": definition.edition,
        "source": definition.source,
        "office": definition.office,
        "grade": definition.grade,
        "fields": [_plain(one) for one in fields],
        "states": [_plain(one) for one in definition.states],
        "transitions": [
            row | {"from": list(step.from_), "to": step.to}
            for row, step in zip(step_rows(definition), definition.transitions, strict=True)
        ],
        "figures": [
            _plain(one) | {"value": set_.get(one.id, one.value)} for one in definition.figures
        ],
        "items": [_plain(one) for one in definition.items],
        "clocks": [_plain(one) for one in definition.clocks],
        "ledgers": [one.id for one in definition.ledgers],
        "forms": [one.id for one in definition.forms],
        "promises": [_plain(one) for one in definition.promises],
        "readings": [_plain(one) | {"decided": set_.get(one.id)} for one in definition.readings],
        "settings": [dict(row) for row in settings],
        "editions": [dict(row) | {"approval": row["approval"] or None} for row in editions],
        "notes": list(definition.notes),
        "approval": found.approval or None,
        "position": found.position,
    }


ANSWER = (
    "id",
    "title",
    "edition",
    "source",
    "office",
    "grade",
    "fields",
    "states",
    "transitions",
    "figures",
    "items",
    "clocks",
    "ledgers",
    "forms",
    "promises",
    "readings",
    "settings",
    "editions",
    "notes",
    "approval",
    "position",
)
"""What is said of one procedure."""


def procedure_answers(views: Reads) -> Iterator[Row]:
    """The procedures in force, each whole."""
    for name in definitions(views):
        yield procedure_answer(views, find_edition(views, name, None))


def _plain(part: msgspec.Struct) -> Row:
    """A part of a procedure as an object, without what it leaves open."""
    plain = msgspec.to_builtins(part)
    return {key: value for key, value in plain.items() if value or type(value) is int}
