"""A value followed back to what it is made of: the cases behind each line of a form.

It is counted by the same rules as the value itself (`reckoning`), one case at a
time: what stands here adds up to what the form shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zltrec.errors import BadUsage
from zltrec.procedure.counted import Measure
from zltrec.procedure.forms import Shown, line_cells
from zltrec.procedure.periods import Period
from zltrec.procedure.printed import Form, Line
from zltrec.procedure.reckoning import (
    counted_in,
    distinct_values,
    entered_for,
    measure_sum,
    measure_text,
)
from zltrec.procedure.world import Instance, World

LINE_COLUMNS = ("part", "no", "column", "measure", "case", "on", "amount", "unit", "in_period")


@dataclass(frozen=True, slots=True)
class Share:
    """What one case adds to a measure on a day; of what was entered, `case` is "" and `on` its
    period. `amount` is 1 where it is counted, the exact text of a sum in the measure's unit, or
    the value that is told apart."""

    case: str
    on: str
    amount: Shown


def shares(
    world: World, measure: Measure, first: date | None, last: date, where: str | None = None
) -> list[Share]:
    """What a measure is made of within days, as `measure_value` counts; by day, then by case."""
    if measure.entered:
        typed = entered_for(world, measure, first, last)
        return [] if typed is None else [Share("", typed[0].text, typed[1])]
    found = [
        Share(one.snapshot.number, day.isoformat(), amount)
        for day, one in counted_in(world, measure, first, last, where)
        for amount in _amounts(world, measure, one)
    ]
    return sorted(found, key=lambda share: (share.on, share.case))


def shares_text(measure: Measure, found: Sequence[Share]) -> Shown:
    """What shares make together: a count, an exact sum, the values told apart; None for nothing."""
    amounts = [one.amount for one in found if one.amount is not None]
    if measure.entered or measure.distinct is not None:
        return "、".join(dict.fromkeys(str(one) for one in amounts)) or None
    total = sum((Decimal(one) for one in amounts), Decimal(0))
    if not total:
        return None
    return len(amounts) if measure.sum is None else format(total, "f")


def line_rows(world: World, form: Form, period: Period, no: str) -> list[dict[str, Any]]:
    """What the values of a line are made of: `LINE_COLUMNS`, a row for each share.

    All rows make the cumulative value, those that are `in_period` that of the period.
    Raises BadUsage for a line that the form has not.
    """
    lines = [(part, line) for part in form.parts for line in part.lines]
    if no not in [line.no for _part, line in lines]:
        raise BadUsage(
            "{form} has no line {no}; it has {lines}",
            form=form.id,
            no=no,
            lines=", ".join(dict.fromkeys(line.no for _part, line in lines)),
        )
    measures = {one.id: one for one in world.edition.definition.measures}
    return [
        {"part": part.label, "no": no, "column": column, "measure": name}
        | {"case": share.case or None, "on": share.on, "amount": share.amount}
        | {"unit": measures[name].unit, "in_period": in_period}
        for part, line in lines
        if line.no == no
        for column, names in line_cells(part, line)
        for name in names
        if name
        for share, in_period in _both(world, measures[name], line, period)
    ]


def _both(
    world: World, measure: Measure, line: Line, period: Period
) -> Iterator[tuple[Share, bool]]:
    within = shares(world, measure, period.first, period.last, line.where)
    for one in shares(world, measure, None, period.last, line.where):
        if measure.entered:
            yield one, one in within
        else:
            yield one, period.first.isoformat() <= one.on


def _amounts(world: World, measure: Measure, one: Instance) -> Iterator[Shown]:
    if measure.distinct is not None:
        for value in sorted(distinct_values(world, measure, [one])):
            yield value.decode().strip('"')
    elif measure.sum is None:
        yield 1
    else:
        yield measure_text(world.edition, measure, measure_sum(world, measure, [one]))
