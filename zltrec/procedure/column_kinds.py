"""What the columns of a ledger hold, so that who reads them elsewhere knows: whole days,
minutes, numbers, truths.

It is said of the values that plainly named fields keep, and else by the type check of CEL.
Nothing here looks at a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from zltrec.procedure.conditions import BOOL, DOUBLE, INT, TIME, BadCondition
from zltrec.procedure.counted import Column, Ledger
from zltrec.procedure.definition import Field
from zltrec.procedure.edition import OWN_PARTS, Edition
from zltrec.procedure.world import field_named

INTEGER, DECIMAL, DATE, MOMENT, FLAG, TEXT = "integer", "decimal", "date", "moment", "flag", ""
"""What a column holds: whole numbers, decimals (money in yuan), whole days, days or minutes,
truths, anything."""

_OF_TYPE = {
    "integer": INTEGER,
    "decimal": DECIMAL,
    "money": DECIMAL,
    "date": DATE,
    "moment": MOMENT,
    "flag": FLAG,
}
_OF_CEL = {INT: INTEGER, DOUBLE: DECIMAL, TIME: MOMENT, BOOL: FLAG}


class Kinds(NamedTuple):
    """What columns hold, by their ids, and the ids of the `mixed` ones, in which a text may stand
    as well: what masks a confidential value, what is printed beside a total, a month for a day.
    """

    of: Mapping[str, str] = MappingProxyType({})
    mixed: frozenset[str] = frozenset()


def kinds_of(edition: Edition, ledger: Ledger) -> Kinds:
    """The kinds of a ledger's columns; personal values, which are masked or not, are texts."""
    mixed = {one.id for one in ledger.columns if _is_masked(edition, ledger.over, one)}
    if ledger.total:  # its title stands in the first column that is no count or sum
        mixed |= {one.id for one in [c for c in ledger.columns if c.value is not None][:1]}
    kinds = {one.id: kind_of(edition, ledger.over, one) for one in ledger.columns}
    return Kinds(kinds, frozenset(mixed))


def kind_of(edition: Edition, over: str, column: Column) -> str:
    """What a column holds, where it does not hold a mask or a title.

    A count is an integer; a sum or a value is what the field is that it plainly names, else
    what CEL makes of it.
    """
    if column.count is not None:
        return INTEGER
    name = (column.value or column.sum or "").strip()
    named = field_named(edition, over, name)
    if named is not None:
        return _of_field(named)
    head, _dot, rest = name.partition(".")
    if head == "figures" and rest in edition.figures:
        types = {one.id: one.type for one in edition.definition.figures}
        return _OF_TYPE.get(types[rest], TEXT)
    field = edition.fields.get(head)
    if field is not None and field.type == "ref" and rest.isidentifier():
        return _of_other(edition, field, rest)
    return _computed(edition, over, name)


def _of_field(field: Field) -> str:
    return TEXT if field.personal or field.many else _OF_TYPE.get(field.type, TEXT)


def _of_other(edition: Edition, ref: Field, name: str) -> str:
    """What another case's state, number or field holds."""
    other = edition.known.get(ref.procedure or "")
    if other is None or ref.many or name in [one.id for one in OWN_PARTS]:
        return TEXT
    return next((_of_field(one) for one in other.fields if one.id == name), TEXT)


def _computed(edition: Edition, over: str, expression: str) -> str:
    try:
        return _OF_CEL.get(edition.over(over).compile(expression, "").kind, TEXT)
    except BadCondition:  # a personal field is no name of a condition
        return TEXT


def _is_masked(edition: Edition, over: str, column: Column) -> bool:
    """Whether it is made of confidential values."""
    expression = (column.value or column.count or column.sum or "").strip()
    try:
        return bool(edition.secrecy.owners(expression, edition.over(over)))
    except BadCondition:
        return True
