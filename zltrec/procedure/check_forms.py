"""The checks of printed forms, and of promises, which both speak of measures."""

from __future__ import annotations

from zltrec.errors import CheckFailed
from zltrec.procedure.check_conditions import check_condition
from zltrec.procedure.check_papers import check_paper
from zltrec.procedure.conditions import quoted
from zltrec.procedure.counted import Measure
from zltrec.procedure.lines import Path
from zltrec.procedure.printed import NO_VALUES, Form, FormPart, Labels, Line, cell_measures
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
    if form.over is not None:
        check_paper(survey, path, form)
        return
    if form.text:
        survey.add(
            (*path, "text"),
            CheckFailed(
                'form {form} has a text, which only one with over = "cases" has', form=form.id
            ),
        )
    if not form.parts:
        survey.add(path, CheckFailed("form {form} has no parts", form=form.id))
    measures = {one.id: one for one in survey.definition.measures}
    numbers: list[str] = []
    for part_path, part in within(path, "parts", form.parts):
        seen: list[str] = []
        if part.values is not None and part.values == Labels():
            survey.add(
                (*part_path, "values"),
                CheckFailed("a part of a form prints period, cumulative or both; name its labels"),
            )
        if not part.columns or not part.lines:
            survey.add(part_path, CheckFailed("a part of a form has columns and lines"))
        for place, line in within(part_path, "lines", part.lines):
            _check_cells(survey, place, part, line)
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
                narrowed = [measures[one] for one in line.named if one in measures]
                _check_where(survey, (*place, "where"), line.where, narrowed)
        numbers += dict.fromkeys(seen)
    for place, rule in within(path, "checks", form.checks):
        check_condition(survey, (*place, "that"), rule.that, lines=tuple(numbers))
        texts = _texts(form, measures)
        for number in quoted(rule.that):
            if number in texts:
                survey.add(
                    (*place, "that"),
                    CheckFailed("line {no} holds a text, which is not compared", no=number),
                )
            if numbers.count(number) > 1:
                survey.add(
                    (*place, "that"),
                    CheckFailed(
                        "line {no} stands in several parts of the form, so that a check cannot "
                        "name it",
                        no=number,
                    ),
                )


def _texts(form: Form, measures: dict[str, Measure]) -> set[str]:
    """The lines whose first measure is a text or a choice."""
    firsts = [(line.no, line.named[:1]) for part in form.parts for line in part.lines]
    return {
        no
        for no, named in firsts
        if any(one in measures and not measures[one].is_number for one in named)
    }


def _check_cells(survey: Survey, path: Path, part: FormPart, line: Line) -> None:
    """The measures of a line: such as there are, and none where the column has no values."""
    measures = [one.id for one in survey.definition.measures]
    for index, cell in enumerate(line.measures):
        place = (*path, "measures", index)
        if isinstance(cell, str):
            survey.name(place, cell, ["", *measures], no_measure)
        elif survey.names(place, cell, measures, no_measure) and not cell:
            survey.add(place, CheckFailed('a cell without measures is written as ""'))
        column = part.columns[index] if index < len(part.columns) else ""
        if column == NO_VALUES and any(cell_measures(cell)):
            survey.add(
                place,
                CheckFailed(
                    'column {column} has no values, so line {no} has "" there',
                    column=column,
                    no=line.no,
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
