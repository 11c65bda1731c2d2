"""The checks of printed forms, and of promises, which both speak of measures."""

from __future__ import annotations

from zltrec.errors import CheckFailed
from zltrec.procedure.check_conditions import check_condition
from zltrec.procedure.conditions import quoted
from zltrec.procedure.counted import Measure
from zltrec.procedure.lines import Path
from zltrec.procedure.printed import Form
from zltrec.procedure.survey import Survey, is_day, no_measure, within


def check_forms(survey: Survey) -> None:
    """Every form and every promise."""
    for path, form in survey.parts("forms"):
        _check_form(survey, path, form)
    for path, promise in survey.parts("promises"):
        if promise.by is not None and not is_day(promise.by):
            survey.add(
                (*path, "by"),
                CheckFailed("{by} is no day such as 2022-10-31", by=promise.by),
            )
        if promise.kept_when is not None:
            check_condition(survey, (*path, "kept_when"), promise.kept_when, lines=())


def _check_form(survey: Survey, path: Path, form: Form) -> None:
    if not form.parts:
        survey.add(path, CheckFailed("form {form} has no parts", form=form.id))
    measures = {one.id: one for one in survey.definition.measures}
    numbers: list[str] = []
    for part_path, part in within(path, "parts", form.parts):
        seen: list[str] = []
        if not part.columns or not part.lines:
            survey.add(part_path, CheckFailed("a part of a form has columns and lines"))
        for place, line in within(part_path, "lines", part.lines):
            survey.names((*place, "measures"), line.measures, ["", *measures], no_measure)
            if len(line.measures) != len(part.columns):
                survey.add(
                    (*place, "measures"),
                    CheckFailed(
                        'line {no} has {count} measures for {columns} columns; give "" where there '
                        "is none",
                        no=line.no,
                        count=len(line.measures),
                        columns=len(part.columns),
                    ),
                )
            if line.no in seen:
                survey.add((*place, "no"), CheckFailed("line {no} stands there twice", no=line.no))
            seen.append(line.no)
            if line.where is not None:
                narrowed = [measures[one] for one in line.measures if one in measures]
                _check_where(survey, (*place, "where"), line.where, narrowed)
        numbers += dict.fromkeys(seen)
    for place, rule in within(path, "checks", form.checks):
        check_condition(survey, (*place, "that"), rule.that, lines=tuple(numbers))
        for number in quoted(rule.that):
            if numbers.count(number) > 1:
                survey.add(
                    (*place, "that"),
                    CheckFailed(
                        "line {no} stands in several parts of the form, so that a check cannot "
                        "name it",
                        no=number,
                    ),
                )


def _check_where(survey: Survey, path: Path, where: str, measures: list[Measure]) -> None:
    """What narrows the measures of a line: a condition on what each of them counts."""
    for one in measures:
        if one.entered:
            survey.add(
                path,
                CheckFailed(
                    "measure {measure} is entered by hand, so it has no {key}",
                    measure=one.id,
                    key="where",
                ),
            )
        elif one.over is None or one.over in survey.edition.fields or one.over == "steps":
            check_condition(survey, path, where, one.over)
