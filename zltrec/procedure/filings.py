"""The items of a procedure that owe filings, and how a filing is numbered: `ITEM/PERIOD`.

A period is one that a clock of the item asks for (`2022-06`, `2022-Q2`), or the count
of what was asked for (`R-1`) or filed because it was new (`N-1`). What is owed once has
the number `ITEM`. A clock with an `every` and without items is an item by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from zltrec.errors import BadUsage
from zltrec.procedure.owed import Clock, Item
from zltrec.procedure.periods import Period, parse_period

if TYPE_CHECKING:
    from zltrec.procedure.definition import Definition

COUNTED: dict[Literal["request", "new"], str] = {"request": "R", "new": "N"}
"""How what is not of a period is counted, by the `by` of its item."""
_COUNT = re.compile(r"(?P<letter>[A-Z])-(?P<count>[1-9]\d*)", re.ASCII)


def is_of_items(clock: Clock) -> bool:
    """Whether a clock is owed by items, or by the whole procedure, and not for each case."""
    return clock.every is not None or (bool(clock.items) and clock.each is None)


def has_filings(definition: Definition) -> bool:
    """Whether cases of a procedure may be filings."""
    return bool(definition.items) or any(map(is_of_items, definition.clocks))


@dataclass(frozen=True, slots=True)
class Filing:
    """What a number means: an item's filing for a `period` ("": the one that it owes once).

    `clock` asks for it; None for what was asked for or is new, and where none does.
    """

    item: Item
    period: str
    span: Period | None = None
    clock: Clock | None = None

    @property
    def office(self) -> str:
        """Who owes it."""
        return self.item.office or ("" if self.clock is None else self.clock.office)

    @property
    def label(self) -> str:
        """What is owed."""
        return self.item.label or ("" if self.clock is None else self.clock.label)


class Filings:
    """The items of a procedure, the clocks that name each, and what numbers mean."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._found: dict[str, Filing | None] = {}

    @cached_property
    def items(self) -> dict[str, Item]:
        """All items by id: those of the procedure in order, then those that clocks have."""
        found = {one.id: one for one in self._definition.items}
        for clock in filter(is_of_items, self._definition.clocks):
            found |= {one.id: one for one in clock.items if isinstance(one, Item)}
        return found

    def owers(self, clock: Clock) -> tuple[Item, ...]:
        """Who owes what a clock asks for."""
        if not clock.items:
            return (self._alone(clock),)
        found = (self.items.get(one) if isinstance(one, str) else one for one in clock.items)
        return tuple(one for one in found if one is not None)

    @staticmethod
    def _alone(clock: Clock) -> Item:
        return Item(id=clock.id, label=clock.label, office=clock.office, section=clock.section)

    @cached_property
    def clocks(self) -> dict[str, tuple[Item, tuple[Clock, ...]]]:
        """Every item by id, with the clocks that name it; also clocks that are items themselves."""
        found: dict[str, tuple[Item, tuple[Clock, ...]]] = {
            id_: (one, ()) for id_, one in self.items.items()
        }
        for clock in filter(is_of_items, self._definition.clocks):
            for item in self.owers(clock):
                found[item.id] = (item, (*found.get(item.id, (item, ()))[1], clock))
        return found

    def catalogue(self) -> Iterator[tuple[Item, tuple[Clock, ...]]]:
        """The items in order, each with its clocks; without those that are only to be held."""
        for id_ in self.items:
            item, clocks = self.clocks[id_]
            filed = tuple(one for one in clocks if one.held is None)
            if filed or not clocks:
                yield item, filed

    def of(self, number: str) -> Filing | None:
        """The filing of that number; None if it is none."""
        if number not in self._found:
            self._found[number] = self._read(number)
        return self._found[number]

    def _read(self, number: str) -> Filing | None:
        if number in self.clocks:
            item, clocks = self.clocks[number]
            once = next((one for one in clocks if one.every is None and one.held is None), None)
            return None if once is None else Filing(item, "", None, once)
        id_, _slash, period = number.rpartition("/")
        if id_ not in self.clocks:
            return None
        item, clocks = self.clocks[id_]
        if is_count(period):
            wanted = item.by is not None and period.startswith(COUNTED[item.by])
            return Filing(item, period) if wanted else None
        try:
            span = parse_period(period)
        except BadUsage:
            return None
        clock = next((one for one in clocks if one.every == span.every), None)
        return (
            None if clock is None or span.text != period else Filing(item, span.text, span, clock)
        )


def is_count(period: str) -> bool:
    """Whether it is written as what was asked for, or is new (`R-1`, `N-1`)."""
    found = _COUNT.fullmatch(period)
    return found is not None and found["letter"] in COUNTED.values()


def looks_numbered(number: str) -> bool:
    """Whether its last part is written as a period, or as a count of filings."""
    _id, slash, period = number.rpartition("/")
    return bool(slash and is_count(period)) or period_within(number) is not None


def period_within(number: str) -> Period | None:
    """The period that a number ends with, after a `/`; None if it ends with none."""
    _id, slash, period = number.rpartition("/")
    try:
        span = parse_period(period) if slash else None
    except BadUsage:
        return None
    return span if span is not None and span.text == period else None


def count_of(number: str) -> tuple[str, int]:
    """The series in which a filing is counted (`land/3/R-*`), and which one of it it is."""
    series, _dash, count = number.rpartition("-")
    return f"{series}-*", int(count)
