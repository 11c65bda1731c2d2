"""Indicators against their targets, and the names of conditions on measures.

Numbers are compared exactly, money in yuan; conditions in CEL see them as doubles.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zltrec.procedure.conditions import Lookup
from zltrec.procedure.counted import Indicator, Measure
from zltrec.procedure.definition import Figure
from zltrec.procedure.edition import Edition
from zltrec.procedure.reckoning import measure_number, measure_text, measure_value, plain_text
from zltrec.procedure.values import UNITS, money_text
from zltrec.procedure.world import World

_FEN_IN_YUAN = 100
_PERCENT = 100


def indicator_rows(world: World) -> list[dict[str, Any]]:
    """The indicators up to the day asked about, one row each.

    `percent` is the share among the other measure, else of the target, with two
    places, rounded half up; None where either is unknown, or there is nothing to
    share. `reached` compares the unrounded share among another, else the value;
    None where that or the target is unknown. `unit` is that of `value` and `among`.
    """
    edition = world.edition
    measures = {one.id: one for one in edition.definition.measures}
    figures = {one.id: one for one in edition.definition.figures}
    rows = []
    for one in edition.definition.indicators:
        of = measures[one.of]
        among = None if one.among is None else measures[one.among]
        goal = None if one.target is None else figures[one.target]
        reached_by = indicator_number(world, one, world.day)
        target = None if goal is None else figure_number(edition, goal)
        share = reached_by if among is not None else _share(reached_by, target)
        rows.append(
            {
                "id": one.id,
                "label": one.label,
                "value": _up_to_now(world, of),
                "unit": of.unit,
                "among": None if among is None else _up_to_now(world, among),
                "percent": None if share is None else percent_text(share),
                "target": None if goal is None else _target_text(edition, goal, of),
                "reached": (None if reached_by is None or target is None else reached_by >= target),
                "section": one.section,
            }
        )
    return rows


def indicator_number(world: World, indicator: Indicator, until: date) -> Fraction | None:
    """The share in percent among another measure, else the value itself, exactly, up to a day.

    None where it is unknown, or shared among nothing.
    """
    measures = {one.id: one for one in world.edition.definition.measures}
    value = _number(world, measures[indicator.of], until)
    if indicator.among is None:
        return value
    return _share(value, _number(world, measures[indicator.among], until))


def figure_number(edition: Edition, figure: Figure) -> Fraction | None:
    """A figure to compare: exact, money in yuan; None for a date or text, or if it is unset."""
    value = edition.figures[figure.id]
    if not isinstance(value, int | Decimal):
        return None
    return Fraction(value) / (_FEN_IN_YUAN if figure.type == "money" else 1)


def percent_text(share: Fraction) -> str:
    """A share in percent with two places, rounded half up (away from zero)."""
    hundredths = (abs(share) * 2 * 100 + 1) // 2
    return money_text(-hundredths if share < 0 else hundredths)


def summary_lookup(
    world: World, until: date | None = None, lines: Mapping[str, float] | None = None
) -> Lookup:
    """The names of conditions on measures: cumulative, up to a day (else the one asked about)."""
    day = until or world.day
    definition = world.edition.definition
    measures = {one.id: one for one in definition.measures}
    indicators = {one.id: one for one in definition.indicators}
    figures = {one.id: one for one in definition.figures}

    def lookup(name: str) -> Any:
        head, _dot, rest = name.partition(".")
        if head == "on":
            return day
        if head == "lines":
            return lines
        if head == "figures" and figures[rest].type in ("date", "text"):
            return world.edition.figures[rest]
        if head == "figures":
            number = figure_number(world.edition, figures[rest])
        elif head == "measures":
            number = _number(world, measures[rest], day)
        else:
            number = indicator_number(world, indicators[rest], day)
        return None if number is None else float(number)

    return lookup


def _number(world: World, measure: Measure, until: date) -> Fraction | None:
    return measure_number(world.edition, measure, measure_value(world, measure, None, until))


def _share(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or not whole else part / whole * _PERCENT


def _up_to_now(world: World, measure: Measure) -> str | int | None:
    return measure_text(world.edition, measure, measure_value(world, measure, None, world.day))


def _target_text(edition: Edition, figure: Figure, measure: Measure) -> str | None:
    """A target as it is shown: money in the unit of the measure."""
    value = edition.figures[figure.id]
    if figure.type == "money" and isinstance(value, int):
        factor = UNITS.get(measure.unit, 1)
        return money_text(value) if factor == 1 else plain_text(Decimal(value) / (factor * 100))
    return plain_text(Decimal(value)) if isinstance(value, int | Decimal) else value
