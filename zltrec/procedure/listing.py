"""The rows of a ledger, as a procedure defines it: one for each of what it lists, or for groups.

Sums are exact, and a total is made of what was listed, not of what the rows show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from zltrec.procedure.cells import MASK, Reveal, cell_value
from zltrec.procedure.counted import Column, Ledger
from zltrec.procedure.definition import Definition, Field
from zltrec.procedure.edition import Edition
from zltrec.procedure.names import ADDED, DUTY_TIMES
from zltrec.procedure.reckoning import sum_of, sum_text
from zltrec.procedure.world import DUTIES, Instance, World, field_named, kept_value

TOTAL = "合计"
_SUMMED = ("integer", "decimal", "money")
_KINDS = {one: one for one in ("integer", "decimal", "date", "moment")} | {"money": "decimal"}


def ledger_rows(world: World, ledger: Ledger, reveal: Reveal | None = None) -> list[dict[str, Any]]:
    """All that `passing_rows` gives."""
    return list(passing_rows(world, ledger, reveal))


def passing_rows(
    world: World, ledger: Ledger, reveal: Reveal | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a ledger, each by the ids of its columns, in order, as they are made.

    Without `reveal`, personal values are masked; confidential ones, and what is made of
    them, unless the world shows them. With `total`, a last row adds
    up counts, sums, and plainly named number fields.
    """
    if ledger.group or ledger.total:
        yield from _together(world, ledger, reveal)
        return
    for one in world.passing(ledger.over):
        if world.holds(ledger.where, one):
            yield _row(world, ledger, one, reveal)


def _together(world: World, ledger: Ledger, reveal: Reveal | None) -> Iterator[dict[str, Any]]:
    listed = [one for one in world.instances(ledger.over) if world.holds(ledger.where, one)]
    if ledger.group:
        yield from _grouped(world, ledger, listed, reveal)
    else:
        yield from (_row(world, ledger, one, reveal) for one in listed)
    if ledger.total:
        yield _total(world, ledger, listed)


def kind_of(definition: Definition, over: str, column: Column) -> str:
    """What a column holds: a date, a moment (a day or a minute), an integer, a decimal (money in
    yuan); "" for text.

    A count is an integer; a value or a sum is what the field is that it plainly names.
    """
    if column.count is not None:
        return "integer"
    name = (column.value or column.sum or "").strip()
    fields = {one.id: one for one in definition.fields}
    if name.startswith("item."):
        name = name.removeprefix("item.")
        if over not in fields:
            return "moment" if over == DUTIES and name in DUTY_TIMES else ""
        fields = {one.id: one for one in fields[over].fields}
        if name == ADDED and name not in fields:
            return "moment"
    elif name in ("on", "opened"):
        return "moment"
    named = fields.get(name)
    return "" if named is None or named.personal else _KINDS.get(named.type, "")


def _row(world: World, ledger: Ledger, instance: Instance, reveal: Reveal | None) -> dict[str, Any]:
    return {column.id: _cell(world, ledger, column, instance, reveal) for column in ledger.columns}


def _cell(
    world: World, ledger: Ledger, column: Column, instance: Instance, reveal: Reveal | None
) -> Any:
    if column.value is None:
        return _figure(world, ledger.over, column, [instance])
    return cell_value(world, instance, column.value, reveal)


def _grouped(
    world: World, ledger: Ledger, listed: Sequence[Instance], reveal: Reveal | None
) -> list[dict[str, Any]]:
    """A row for each combination of the values by which a ledger is grouped, in their order."""
    groups: dict[tuple[Any, ...], list[Instance]] = {}
    shown: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in listed:
        values = {name: cell_value(world, one, name, reveal) for name in ledger.group}
        key = tuple(_rank(world.edition, one, name, values[name]) for name in ledger.group)
        groups.setdefault(key, []).append(one)
        shown.setdefault(key, values)
    return [
        {
            column.id: (
                _figure(world, ledger.over, column, groups[key])
                if column.value is None
                else shown[key].get(column.value.strip())
            )
            for column in ledger.columns
        }
        for key in sorted(groups)
    ]


def _rank(edition: Edition, instance: Instance, name: str, shown: Any) -> tuple[int, Decimal, str]:
    """Where a group stands: choices and states as defined, numbers by size, those without last."""
    if shown is None:
        return (1, Decimal(0), "")
    named = field_named(edition, instance.over, name)
    order = _order(edition, name) if named is None else named.choices
    if order:
        return (0, Decimal(order.index(shown) if shown in order else len(order)), str(shown))
    number = named is not None and named.type in _SUMMED
    return (0, Decimal(kept_value(instance, name)) if number else Decimal(0), str(shown))


def _order(edition: Edition, name: str) -> Sequence[str]:
    """What a name that is no field's may show, in the order of the document; none if it has none:
    states, and of a catalogue its items and offices."""
    items = edition.definition.items
    return {
        "state": lambda: [one.label or one.id for one in edition.states.values()],
        "filing.item": lambda: [one.id for one in items],
        "filing.label": lambda: [one.label for one in items],
        "filing.office": lambda: [one.office for one in items],
        "item.office": lambda: [one.office for one in items],
    }.get(name, list)()


def _figure(world: World, over: str, column: Column, instances: Sequence[Instance]) -> Any:
    """A count, or an exact sum; None for a column that is neither.

    One that is made of a confidential value that may not be seen is masked.
    """
    if column.count is not None:
        if not all(world.is_open(column.count, one) for one in instances):
            return MASK
        return sum(world.holds(column.count, one) for one in instances)
    if column.sum is None:
        return None
    named = field_named(world.edition, over, column.sum)
    if not _are_open(world, column.sum, instances, named):
        return MASK
    return sum_text(named, sum_of(world, over, column.sum, instances))


def _total(world: World, ledger: Ledger, listed: Sequence[Instance]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    titled = False
    for column in ledger.columns:
        if column.value is None:
            row[column.id] = _figure(world, ledger.over, column, listed)
        elif not titled:
            row[column.id], titled = TOTAL, True
        else:
            row[column.id] = None if ledger.group else _summed(world, ledger, column.value, listed)
    return row


def _summed(
    world: World, ledger: Ledger, expression: str, listed: Sequence[Instance]
) -> str | int | None:
    """The sum of a column that plainly names a number; None for any other."""
    named = field_named(world.edition, ledger.over, expression)
    if named is None or named.personal or named.type not in _SUMMED:
        return None
    if not _are_open(world, expression, listed, named):
        return MASK
    return sum_text(named, sum_of(world, ledger.over, expression, listed))


def _are_open(
    world: World, summed: str, instances: Sequence[Instance], named: Field | None
) -> bool:
    """Whether all that goes into a sum may be seen; what has no value adds nothing to it."""
    return all(
        world.is_open(summed, one)
        for one in instances
        if named is None or kept_value(one, summed) is not None
    )
