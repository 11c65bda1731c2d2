"""Which names a condition may use, and of which types: said here and nowhere else.

`zltrec/procedures/LANGUAGE.md` has the same list, for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zltrec.procedure.conditions import (
    BOOL,
    COUNTS,
    DOUBLE,
    INT,
    LIST_OF_STRINGS,
    NUMBERS,
    RECORDS,
    STRING,
    TIME,
    TIMES,
)
from zltrec.procedure.definition import Definition, Field
from zltrec.procedure.filings import has_filings

FIELD_TYPES = {
    "text": STRING,
    "choice": STRING,
    "ref": STRING,
    "file": STRING,
    "item": STRING,
    "integer": INT,
    "money": INT,
    "decimal": DOUBLE,
    "date": TIME,
    "moment": TIME,
    "flag": BOOL,
    "list": RECORDS,
}
FIGURE_TYPES = {"integer": INT, "money": INT, "decimal": DOUBLE, "date": TIME, "text": STRING}
CASE_TYPES = {
    "given": LIST_OF_STRINGS,
    "files": LIST_OF_STRINGS,
    "taken": TIMES,
    "times": COUNTS,
    "state": STRING,
    "number": STRING,
    "step": STRING,
    "on": TIME,
    "on_month": STRING,
    "opened": TIME,
}
OTHER_TYPES = {name: CASE_TYPES[name] for name in ("state", "number", "taken", "times")}
"""What a condition may name of another case, beside its fields."""
FILING_TYPES = {
    "item": STRING,
    "office": STRING,
    "label": STRING,
    "period": STRING,
    "frequency": STRING,
    "due": TIME,
    "provisional": BOOL,
    "status": STRING,
}
"""`filing.NAME` of a case that is one: what its number says."""
RELEASE = "release"
"""What the case is called that may let out another one's confidential values."""
DUTY_TEXTS = (
    "clock",
    "what",
    "office",
    "scope",
    "period",
    "subject",
    "status",
    "section",
    "item",
)
DUTY_TIMES = ("due", "met")
DUTY_FLAGS = ("provisional",)
DUTY_NAMES = (*DUTY_TEXTS, *DUTY_TIMES, *DUTY_FLAGS)
ADDED = "added"
"""`item.added`: when the step was taken that a record came in by; a field of that name hides it."""


def type_of(field: Field) -> str:
    """The type of a field in conditions."""
    if field.many:
        return RECORDS if field.type == "ref" else LIST_OF_STRINGS
    return FIELD_TYPES[field.type]


def case_names(
    definition: Definition, fields: Iterable[Field], others: Mapping[str, Definition]
) -> dict[str, str]:
    """The names of a condition on a case; `fields` with the readings that steps ask for."""
    types = dict(CASE_TYPES)
    for figure in definition.figures:
        types[f"figures.{figure.id}"] = FIGURE_TYPES[figure.type]
    for table in definition.tables:
        types[f"tables.{table.id}"] = LIST_OF_STRINGS if table.hit == "all" else STRING
    for reading in definition.readings:
        types[f"readings.{reading.id}"] = STRING
    for clock in definition.clocks:
        types[f"due.{clock.id}"] = TIME
    if has_filings(definition):
        types |= {f"filing.{name}": type_ for name, type_ in FILING_TYPES.items()}
    for field in fields:
        if field.personal:
            continue
        types[field.id] = type_of(field)
        if field.type == "ref" and not field.many and field.procedure is not None:
            types |= _names_of_other(field.id, others.get(field.procedure))
    return types


def release_names(other: Definition | None) -> dict[str, str]:
    """`release.NAME` of a case of the procedure that lets out what is confidential."""
    return _names_of_other(RELEASE, other)


def _names_of_other(ref: str, other: Definition | None) -> dict[str, str]:
    """`firm.state`, `firm.taken`, …, `firm.FIELD` of the procedure that a field refers to."""
    types = {f"{ref}.{name}": type_ for name, type_ in OTHER_TYPES.items()}
    if other is not None and has_filings(other):
        types |= {f"{ref}.filing.{name}": type_ for name, type_ in FILING_TYPES.items()}
    for one in other.fields if other is not None else ():
        if not one.personal:
            types[f"{ref}.{one.id}"] = type_of(one)
    return types


def item_names(parts: Iterable[Field]) -> dict[str, str]:
    """`item.ID` of records that have these parts, and when they came in."""
    types = {f"item.{one.id}": type_of(one) for one in parts if not one.personal}
    return {f"item.{ADDED}": TIME} | types


def duty_names() -> dict[str, str]:
    """`item.ID` of what clocks ask for."""
    types = (DUTY_TEXTS, STRING), (DUTY_TIMES, TIME), (DUTY_FLAGS, BOOL)
    return {f"item.{one}": type_ for names, type_ in types for one in names}


def summary_names(definition: Definition) -> dict[str, str]:
    """The names of a condition on measures; all numbers are doubles there, money in yuan."""
    types = {"on": TIME, "lines": NUMBERS}
    for measure in definition.measures:
        if measure.is_number:
            types[f"measures.{measure.id}"] = DOUBLE
    for indicator in definition.indicators:
        types[f"indicators.{indicator.id}"] = DOUBLE
    for figure in definition.figures:
        numeric = figure.type in ("integer", "decimal", "money")
        types[f"figures.{figure.id}"] = DOUBLE if numeric else FIGURE_TYPES[figure.type]
    return types
