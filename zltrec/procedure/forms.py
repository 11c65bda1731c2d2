"""A printed form, line by line: each value of its period and the cumulative one, and its checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zltrec.errors import BadUsage, CheckFailed, Refused, ZltrecError
from zltrec.procedure.conditions import quoted
from zltrec.procedure.counted import Measure
from zltrec.procedure.definition import Definition
from zltrec.procedure.indicators import summary_lookup
from zltrec.procedure.part import Rule
from zltrec.procedure.periods import Period
from zltrec.procedure.printed import Form, FormPart, Labels, Line, cell_measures
from zltrec.procedure.reckoning import measure_number, measure_text, measure_value
from zltrec.procedure.world import World

Shown = str | int | None


@dataclass(frozen=True, slots=True)
class FormFault:
    """A check that does not hold, or that could not be made (`checked` is false).

    `lines`: the values that it compares, by the line's number, as they are
    shown; None where there is none.
    """

    rule: Rule
    checked: bool
    lines: dict[str, Shown]
    said: ZltrecError


def find_form(definition: Definition, form: str) -> Form:
    """A form by its id. Raises BadUsage for one that is not there."""
    forms = {one.id: one for one in definition.forms}
    if form not in forms:
        raise BadUsage(
            "{procedure} has no form {form}; it has {forms}",
            procedure=definition.id,
            form=form,
            forms=", ".join(forms) or "-",
        )
    if forms[form].over is not None:
        raise BadUsage(
            "{form} is a paper of one case; print it with `case print CASE {form}`", form=form
        )
    return forms[form]


def reached_day(period: Period, on: date | None) -> date:
    """The last day of a period that counts on a day: of one that is over (None), its last.

    Raises Refused for a day before the period.
    """
    if on is None or on >= period.last:
        return period.last
    if on < period.first:
        raise Refused(
            "{period} begins on {first}; on {on} there is nothing of it to report",
            period=period.text,
            first=period.first.isoformat(),
            on=on.isoformat(),
        )
    return on


def form_rows(world: World, form: Form, period: Period) -> list[dict[str, Any]]:
    """The lines of a form in order: `part`, `no`, `label`, `unit`, `section`, `cells`.

    A cell has `column` (as printed), `measure` ("" where the form has none), its
    `unit`, `period` and `cumulative`: counts as numbers, sums as exact text; None
    where there is no value, or the part prints none. Where a cell of the print holds
    several measures, each is one here.
    """
    measures = _measures(world)
    return [
        {
            "part": part.label,
            "no": line.no,
            "label": line.label,
            "unit": line.unit,
            "section": line.section or part.section or form.section,
            "cells": [
                {"column": column, "measure": name, "unit": _unit(line, measures.get(name))}
                | _values(world, part, measures.get(name), line, period)
                for column, names in line_cells(part, line)
                for name in names
            ],
        }
        for part in form.parts
        for line in part.lines
    ]


def form_faults(world: World, form: Form, period: Period) -> list[FormFault]:
    """The checks of a form that do not hold at the end of a period, or could not be made.

    A line stands for the cumulative value of its first column that has a measure,
    money in yuan; a check of a line without such a value cannot be made.
    """
    if not form.checks:
        return []
    numbers, shown = _compared(world, form, period)
    faults = []
    for rule in form.checks:
        lookup = summary_lookup(world, period.last, numbers)
        lines = {no: shown[no] for no in quoted(rule.that) if no in shown}
        try:
            if world.edition.on_summary.compile(rule.that).holds(lookup):
                continue
            checked = True
        except Refused:
            checked = False
        faults.append(FormFault(rule, checked, lines, _said(rule, checked, lines)))
    return faults


def _measures(world: World) -> dict[str, Measure]:
    return {one.id: one for one in world.edition.definition.measures}


def line_cells(part: FormPart, line: Line) -> list[tuple[str, tuple[str, ...]]]:
    """The cells of a line: the column, and its measures; "" for what the form leaves empty."""
    columns = len(part.columns)
    filled = [*line.measures, *[""] * columns][:columns]
    return [(c, cell_measures(cell)) for c, cell in zip(part.columns, filled, strict=True)]


def labels_of(part: FormPart) -> Labels:
    """What stands over its values: "" where the form has such a value and says nothing."""
    return part.values or Labels(period="", cumulative="")


def _unit(line: Line, measure: Measure | None) -> str:
    """The unit that the line prints, else the measure's; of several in a cell, each has its own."""
    several = any(not isinstance(cell, str) for cell in line.measures)
    own = "" if measure is None else measure.unit
    return (own or line.unit) if several else (line.unit or own)


def _values(
    world: World, part: FormPart, measure: Measure | None, line: Line, period: Period
) -> dict[str, Shown]:
    shown: dict[str, Shown] = {"period": None, "cumulative": None}
    labels = labels_of(part)
    firsts = {"period": period.first, "cumulative": None}
    for key, first in firsts.items():
        if measure is not None and getattr(labels, key) is not None:
            value = measure_value(world, measure, first, period.last, line.where)
            shown[key] = measure_text(world.edition, measure, value)
    return shown


def _compared(
    world: World, form: Form, period: Period
) -> tuple[dict[str, float], dict[str, Shown]]:
    """What checks compare, by line: numbers, money in yuan, and the values as shown."""
    measures = _measures(world)
    numbers: dict[str, float] = {}
    shown: dict[str, Shown] = {}
    for line in (line for part in form.parts for line in part.lines):
        measure = next((measures[name] for name in line.named), None)
        if measure is None:
            shown.setdefault(line.no, None)
            continue
        value = measure_value(world, measure, None, period.last, line.where)
        number = measure_number(world.edition, measure, value)
        shown[line.no] = measure_text(world.edition, measure, value)
        if number is not None:
            numbers[line.no] = float(number)
    return numbers, shown


def _said(rule: Rule, checked: bool, lines: dict[str, Shown]) -> ZltrecError:
    values = ", ".join(f"{no}: {'—' if value is None else value}" for no, value in lines.items())
    values = values or "—"
    why = rule.why or rule.that
    if checked:
        said = CheckFailed("{why}; the lines say otherwise ({values})", why=why, values=values)
    else:
        said = CheckFailed(
            "not checked, as a value is missing ({values}): {why}", why=why, values=values
        )
    if rule.section:
        said = CheckFailed("{said} ({section})", said=said, section=rule.section)
    return said
