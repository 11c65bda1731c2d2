"""Measures: what a procedure counts and sums, exactly, within any days.

A measure counts what happened on a day; the conditions that narrow it are asked
of the case as it stands (of a step, as it was after it). Sums are made of
kept values, never of binary fractions.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Context, Decimal, Inexact
from fractions import Fraction

import msgspec

from zltrec.errors import BadUsage
from zltrec.procedure.conditions import INT
from zltrec.procedure.counted import Measure
from zltrec.procedure.definition import Field
from zltrec.procedure.edition import Edition
from zltrec.procedure.periods import Period, parse_period
from zltrec.procedure.values import UNITS, money_text, parse_decimal
from zltrec.procedure.world import STEPS, Instance, World, field_named, kept_value

Value = Decimal | int | str
"""A measure's value: a count or whole number, fen, a decimal; a text only where one was entered."""

_EXACT = Context(prec=200, traps=[Inexact])
_SHIFT = 4
_FEN_IN_YUAN = 100


def measure_value(
    world: World, measure: Measure, first: date | None, last: date, where: str | None = None
) -> Value | None:
    """A measure within the days from `first` to `last`; without `first`, up to `last`.

    Its unit is the measure's; money without a unit, or in 元, is in fen.
    `where` narrows it further. None if it is entered, and was not.
    """
    if measure.entered:
        typed = entered_for(world, measure, first, last)
        return None if typed is None else _number_or_text(typed[1], measure)
    counted = [one for _day, one in counted_in(world, measure, first, last, where)]
    if measure.distinct is not None:
        return len(distinct_values(world, measure, counted))
    if measure.sum is None:
        return len(counted)
    return measure_sum(world, measure, counted)


def counted_in(
    world: World, measure: Measure, first: date | None, last: date, where: str | None = None
) -> Iterator[tuple[date, Instance]]:
    """What a measure counts from `first` (else from the beginning) to `last`, with its day."""
    for day, one in contributions(world, measure):
        if (
            (first is None or first <= day)
            and day <= last
            and world.holds(measure.where, one)
            and world.holds(where, one)
        ):
            yield day, one


def measure_sum(world: World, measure: Measure, instances: Iterable[Instance]) -> Decimal | int:
    """The exact sum of a measure over instances, in its unit; fen if it is money in 元."""
    assert measure.sum is not None
    total = sum_of(world, measure.over, measure.sum, instances)
    places = _places(world.edition, measure)
    return total if places == 0 else _EXACT.scaleb(Decimal(total), -places)


def contributions(world: World, measure: Measure) -> Iterator[tuple[date, Instance]]:
    """What a measure may count, each with the day on which it counts; conditions are not asked."""
    for one in world.instances(measure.over):
        if not measure.at or (measure.over == STEPS and one.step.transition in measure.at):
            yield one.step.day, one
        elif measure.over != STEPS:
            later = one.snapshot.steps[one.begun :]
            taken = [step for step in later if step.transition in measure.at]
            if taken:
                yield taken[-1 if measure.last else 0].day, one


def sum_of(
    world: World,
    over: str | None,
    expression: str,
    instances: Iterable[Instance],
    before: Decimal | int = 0,
) -> Decimal | int:
    """The exact sum of a field, fen if it is money, or of a whole-number expression; `before`
    with it.

    What has no value adds nothing.
    """
    named = field_named(world.edition, over, expression)
    if named is None:
        return before + sum(world.value(expression, one, INT) or 0 for one in instances)
    kept = (kept_value(one, expression) for one in instances)
    if named.type != "decimal":
        return before + sum(one for one in kept if isinstance(one, int))
    total = Decimal(before)
    for one in kept:
        if isinstance(one, str):
            total = _EXACT.add(total, Decimal(one))
    return total


def sum_text(named: Field | None, total: Decimal | int) -> str | int:
    """A sum of such a field for people: money in yuan with two places, a decimal as plain text."""
    if named is not None and named.type == "money":
        return money_text(int(total))
    return plain_text(total) if isinstance(total, Decimal) else total


def plain_text(number: Decimal) -> str:
    """A decimal's plain text, without needless zeros."""
    return format(_EXACT.normalize(number) if number else Decimal(0), "f")


def measure_text(edition: Edition, measure: Measure, value: Value | None) -> str | int | None:
    """A measure's value for people and for JSON: counts as they are, the rest as exact text."""
    if isinstance(value, int) and _is_fen(edition, measure):
        return money_text(value)
    return plain_text(value) if isinstance(value, Decimal) else value


def measure_number(edition: Edition, measure: Measure, value: Value | None) -> Fraction | None:
    """A measure's value to compare: exact, money in yuan whatever its unit; None for a text."""
    if value is None or isinstance(value, str):
        return None
    if _is_fen(edition, measure):
        return Fraction(value) / _FEN_IN_YUAN
    money = measure.entered or _is_money(edition, measure)
    return Fraction(value) * (UNITS.get(measure.unit, 1) if money else 1)


def entered_for(
    world: World, measure: Measure, first: date | None, last: date
) -> tuple[Period, str] | None:
    """What was typed in for exactly these days; without `first`, the last that begins by `last`."""
    typed: list[tuple[Period, str]] = [
        (parse_period(period), text)
        for (name, period), text in world.entered.items()
        if name == measure.id
    ]
    if first is not None:
        typed = [one for one in typed if (one[0].first, one[0].last) == (first, last)]
    else:
        typed = [one for one in typed if one[0].first <= last]
        # Of two that reach as far, the shorter one says more.
        typed.sort(key=lambda one: (min(one[0].last, last), one[0].first))
    return typed[-1] if typed else None


def _number_or_text(text: str, measure: Measure) -> Decimal | str:
    if not measure.is_number:
        return text
    try:
        return Decimal(parse_decimal(unicodedata.normalize("NFKC", text).strip(), measure.id))
    except BadUsage:
        return text


def distinct_values(world: World, measure: Measure, instances: Iterable[Instance]) -> set[bytes]:
    """The different values (JSON) of what a measure tells apart; one that is not there is none."""
    assert measure.distinct is not None
    named = field_named(world.edition, measure.over, measure.distinct)
    values = (
        world.value(measure.distinct, one) if named is None else kept_value(one, measure.distinct)
        for one in instances
    )
    return {msgspec.json.encode(one, order="sorted") for one in values if one is not None}


def _is_money(edition: Edition, measure: Measure) -> bool:
    if measure.entered or measure.distinct is not None or measure.sum is None:
        return False
    named = field_named(edition, measure.over, measure.sum)
    return named is not None and named.type == "money"


def _is_fen(edition: Edition, measure: Measure) -> bool:
    return _is_money(edition, measure) and _places(edition, measure) == 0


def _places(edition: Edition, measure: Measure) -> int:
    """By how many places a sum is shifted to be in the unit of its measure."""
    named = None if measure.sum is None else field_named(edition, measure.over, measure.sum)
    if named is None:
        return 0
    if named.type == "money":
        factor = UNITS.get(measure.unit, 1)
        return 0 if factor == 1 else len(str(factor * _FEN_IN_YUAN)) - 1
    return _SHIFT if named.unit and measure.unit == f"万{named.unit}" else 0
