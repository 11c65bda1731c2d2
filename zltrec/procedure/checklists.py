"""Checklists: what a case owes one by one, each item done by a record of a list that names it.

A clock with `each` (`LIST.FIELD`) has the items; the field of the list's records, of the type
`item`, names one of them. Nothing here reads a clock of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from zltrec.procedure.owed import Clock, Item
from zltrec.procedure.snapshot import StepTaken

if TYPE_CHECKING:
    from zltrec.procedure.definition import Field
    from zltrec.procedure.duty import Duty

ITEM = "item"
"""The type of a field that names an item of a checklist."""


def each_of(clock: Clock) -> tuple[str, str]:
    """The list, and the field of its records, by which the items of a checklist are done."""
    list_id, _dot, name = (clock.each or "").partition(".")
    return list_id, name


def items_of(clock: Clock) -> tuple[Item, ...]:
    """The items of a checklist, in order."""
    return tuple(one for one in clock.items if isinstance(one, Item))


def checklist_items(clocks: Iterable[Clock]) -> dict[str, tuple[str, ...]]:
    """The ids that a field of the type `item` may have, by `LIST.FIELD`."""
    found: dict[str, tuple[str, ...]] = {}
    for clock in clocks:
        if clock.each is not None:
            ids = (one.id for one in items_of(clock))
            found[clock.each] = (*found.get(clock.each, ()), *ids)
    return found


def with_items(field: Field, items: Mapping[str, tuple[str, ...]]) -> Field:
    """A list field in which the fields of the type `item` have their choices."""
    if not any(f"{field.id}.{one.id}" in items for one in field.fields):
        return field
    inner = tuple(
        msgspec.structs.replace(one, choices=items[f"{field.id}.{one.id}"])
        if one.type == ITEM and f"{field.id}.{one.id}" in items
        else one
        for one in field.fields
    )
    return msgspec.structs.replace(field, fields=inner)


def does(step: StepTaken, clock: Clock, item: Item) -> bool:
    """Whether a step did an item: by a record that it appended."""
    list_id, name = each_of(clock)
    return any(record.get(name) == item.id for record in step.appends.get(list_id, ()))


def of_item(duties: Iterable[Duty], item: Item) -> Iterator[Duty]:
    """What is owed, as the item says it: its label, its office, its section."""
    for duty in duties:
        yield replace(
            duty,
            item=item.id,
            what=item.label or duty.what,
            office=item.office or duty.office,
            section=item.section or duty.section,
        )
