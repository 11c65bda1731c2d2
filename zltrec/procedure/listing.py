"""The rows of a ledger, as a procedure defines it: one for each of what it lists, or for groups.

Sums are exact, and a total is made of what was listed, not of what the rows show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any

from zltrec.procedure.cells import MASK, Reveal, cell_value
from zltrec.procedure.counted import Column, Ledger
from zltrec.procedure.edition import Edition
from zltrec.procedure.reckoning import sum_of, sum_text
from zltrec.procedure.world import Instance, World, field_named, kept_value

TOTAL = "合计"
_SUMMED = ("integer", "decimal", "money")


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
    groups = _Groups(world, ledger, reveal)
    total = _Total(world, ledger)
    for one in world.passing(ledger.over):
        if not world.holds(ledger.where, one):
            continue
        if ledger.group:
            groups.take(one)
        else:
            yield _row(world, ledger, one, reveal)
        if ledger.total:
            total.take(one)
    yield from groups.rows()
    if ledger.total:
        yield total.row()


def _row(world: World, ledger: Ledger, instance: Instance, reveal: Reveal | None) -> dict[str, Any]:
    return {column.id: _cell(world, ledger, column, instance, reveal) for column in ledger.columns}


def _cell(
    world: World, ledger: Ledger, column: Column, instance: Instance, reveal: Reveal | None
) -> Any:
    if column.value is None:
        figure = _Figure(world, ledger.over, column.count, column.sum)
        figure.take(instance)
        return figure.shown()
    return cell_value(world, instance, column.value, reveal)


class _Figure:
    """A count, or an exact sum, of instances as they are taken; None if it is neither.

    One that is made of a confidential value that may not be seen is masked.
    """

    def __init__(self, world: World, over: str, count: str | None, summed: str | None) -> None:
        self._world, self._over = world, over
        self._count, self._summed = count, summed
        self._named = None if summed is None else field_named(world.edition, over, summed)
        self._so_far = 0 if summed is None else sum_of(world, over, summed, ())
        self._masked = False

    def take(self, one: Instance) -> None:
        """Counts it, or adds what it has; what has no value adds nothing."""
        if self._masked:
            return
        if self._count is not None:
            self._masked = not self._world.is_open(self._count, one)
            if not self._masked:
                self._so_far += self._world.holds(self._count, one)
        elif self._summed is not None and (
            self._named is None or kept_value(one, self._summed) is not None
        ):
            self._masked = not self._world.is_open(self._summed, one)
            if not self._masked:
                self._so_far = sum_of(
                    self._world, self._over, self._summed, (one,), before=self._so_far
                )

    def shown(self) -> Any:
        """What stands in a cell."""
        if self._masked:
            return MASK
        if self._count is not None:
            return self._so_far
        return None if self._summed is None else sum_text(self._named, self._so_far)


class _Groups:
    """A row for each combination of the values by which a ledger is grouped, in their order."""

    def __init__(self, world: World, ledger: Ledger, reveal: Reveal | None) -> None:
        self._world, self._ledger, self._reveal = world, ledger, reveal
        self._found: dict[tuple[Any, ...], tuple[dict[str, Any], list[_Figure]]] = {}

    def take(self, one: Instance) -> None:
        """Puts it into its group."""
        world, ledger = self._world, self._ledger
        values = {name: cell_value(world, one, name, self._reveal) for name in ledger.group}
        key = tuple(_rank(world.edition, one, name, values[name]) for name in ledger.group)
        if key not in self._found:
            figures = [_Figure(world, ledger.over, c.count, c.sum) for c in ledger.columns]
            self._found[key] = values, figures
        for figure in self._found[key][1]:
            figure.take(one)

    def rows(self) -> Iterator[dict[str, Any]]:
        """One for each."""
        for _key, (values, figures) in sorted(self._found.items(), key=itemgetter(0)):
            yield {
                column.id: (
                    figure.shown() if column.value is None else values.get(column.value.strip())
                )
                for column, figure in zip(self._ledger.columns, figures, strict=True)
            }


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


class _Total:
    """The last row: counts, sums, and what a ledger without groups has in number fields."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._columns = ledger.columns
        self._figures = [
            _Figure(world, ledger.over, column.count, _added(world.edition, ledger, column))
            for column in ledger.columns
        ]

    def take(self, one: Instance) -> None:
        """Adds what was listed."""
        for figure in self._figures:
            figure.take(one)

    def row(self) -> dict[str, Any]:
        """What was added up, with its title in the first column that is no count or sum."""
        shown = {
            c.id: figure.shown() for c, figure in zip(self._columns, self._figures, strict=True)
        }
        titled = next((column.id for column in self._columns if column.value is not None), None)
        return shown if titled is None else shown | {titled: TOTAL}


def _added(edition: Edition, ledger: Ledger, column: Column) -> str | None:
    """What a total adds up of a column: its sum, or the number field that it plainly names."""
    if column.value is None:
        return column.sum
    named = field_named(edition, ledger.over, column.value)
    if ledger.group or named is None or named.personal or named.type not in _SUMMED:
        return None
    return column.value
