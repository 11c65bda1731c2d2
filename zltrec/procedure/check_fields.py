"""The checks of fields: that each has what its type needs, and nothing that it cannot have."""

from __future__ import annotations

from zltrec.errors import CheckFailed
from zltrec.procedure.definition import Field
from zltrec.procedure.lines import Path
from zltrec.procedure.survey import (
    Survey,
    no_procedure,
    no_state,
    no_transition,
    personal,
    type_name,
    within,
)
from zltrec.procedure.values import UNITS

KEYED = ("text", "choice", "ref", "integer")
"""Types of which equal values are written alike, so that one can be told from another."""


def check_fields(survey: Survey) -> None:
    """Every field, and the fields of lists."""
    states = [one.id for one in survey.definition.states]
    for path, field in survey.parts("fields"):
        _check_type(survey, path, field)
        if field.required_from is not None:
            survey.name((*path, "required_from"), field.required_from, states, no_state)
        _check_unique(survey, path, field)
        for inner_path, inner in within(path, "fields", field.fields):
            _check_type(survey, inner_path, inner)
            _check_inner(survey, inner_path, inner)


def _check_type(survey: Survey, path: Path, field: Field) -> None:
    needed = {"choice": "choices", "ref": "procedure", "list": "fields"}
    for type_, key in needed.items():
        has = bool(getattr(field, key))
        if field.type == type_ and not has:
            survey.add(
                path,
                CheckFailed(
                    "field {field} is of type {type} and has no {key}; give it some",
                    field=field.id,
                    type=type_,
                    key=key,
                ),
            )
        if field.type != type_ and has:
            survey.add(
                (*path, key),
                CheckFailed(
                    "{key} belongs to fields of type {type}; {field} is of type {actual}",
                    key=key,
                    type=type_,
                    field=field.id,
                    actual=field.type,
                ),
            )
    for index, choice in enumerate(field.choices):
        if not choice.strip() or choice in field.choices[:index]:
            survey.add(
                (*path, "choices", index),
                CheckFailed(
                    'choice "{choice}" of {field} is empty or stands there twice',
                    choice=choice,
                    field=field.id,
                ),
            )
    if field.type == "ref" and field.procedure:
        survey.name((*path, "procedure"), field.procedure, survey.others, no_procedure)
    check_unit(survey, path, field.type, field.unit)
    if field.many:
        _check_many(survey, path, field)


def is_keyed(field: Field) -> bool:
    """Whether equal values of a field are written alike."""
    return field.type in KEYED and not field.many


def _check_many(survey: Survey, path: Path, field: Field) -> None:
    if field.type not in ("choice", "ref"):
        survey.add(
            (*path, "many"),
            CheckFailed(
                "{key} belongs to fields of type {type}; {field} is of type {actual}",
                key="many",
                type="choice, ref",
                field=field.id,
                actual=field.type,
            ),
        )
    for index, choice in enumerate(field.choices):
        if any(mark in choice for mark in "、,，"):
            survey.add(
                (*path, "choices", index),
                CheckFailed(
                    'choice "{choice}" of {field} cannot be typed: several choices are typed with '
                    "such a mark between them",
                    choice=choice,
                    field=field.id,
                ),
            )


def check_unit(survey: Survey, path: Path, type_: str, unit: str) -> None:
    """That an amount of money is in a unit by which it can be read."""
    if type_ == "money" and unit not in UNITS:
        survey.add(
            (*path, "unit"),
            CheckFailed(
                "money is in {units}, not in {unit}",
                units="、".join(one for one in UNITS if one),
                unit=unit,
            ),
        )


def _check_unique(survey: Survey, path: Path, field: Field) -> None:
    transitions = [one.id for one in survey.definition.transitions]
    for place, unique in within(path, "unique", field.unique):
        if field.personal:
            survey.add(place, personal(field.id))
        if not is_keyed(field):
            survey.add(
                place,
                CheckFailed(
                    "{field} is of type {type}; only {types} can be unique",
                    field=field.id,
                    type=type_name(field),
                    types=", ".join(KEYED),
                ),
            )
        for key in ("claimed", "refused"):
            survey.names((*place, key), getattr(unique, key), transitions, no_transition)


def _check_inner(survey: Survey, path: Path, field: Field) -> None:
    """A field of a list's records: it is no list, and the case cannot require it."""
    if field.type == "list":
        survey.add(
            path,
            CheckFailed(
                "{field} is a list in a list; make it a list of the case, or a case of its own",
                field=field.id,
            ),
        )
    for key in ("required_from", "unique"):
        if getattr(field, key):
            survey.add(
                (*path, key),
                CheckFailed(
                    "{key} belongs to a field of the case, not of a list's records", key=key
                ),
            )
