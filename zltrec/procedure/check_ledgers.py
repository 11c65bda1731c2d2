"""The checks of what is counted: measures, indicators and ledgers."""

from __future__ import annotations

from zltrec.errors import CheckFailed
from zltrec.procedure.check_conditions import check_condition, check_sum, plain_fields
from zltrec.procedure.counted import Column, Ledger
from zltrec.procedure.lines import Path
from zltrec.procedure.survey import (
    Survey,
    no_field,
    no_measure,
    no_transition,
    personal,
    type_name,
    within,
)

_ROWS = ("cases", "steps", "duties")


def check_ledgers(survey: Survey) -> None:
    """Every measure, indicator and ledger."""
    _check_measures(survey)
    for path, one in survey.parts("indicators"):
        _check_number(survey, (*path, "of"), one.of)
        if one.among is not None:
            _check_number(survey, (*path, "among"), one.among)
        if one.target is not None:
            survey.figure((*path, "target"), one.target, ("integer", "decimal", "money"))
    for path, ledger in survey.parts("ledgers"):
        if not ledger.columns:
            survey.add(path, CheckFailed("ledger {ledger} has no columns", ledger=ledger.id))
        if not is_over(survey, (*path, "over"), ledger.over):
            continue
        if ledger.where is not None:
            check_condition(survey, (*path, "where"), ledger.where, ledger.over)
        for index, key in enumerate(ledger.group):
            _check_key(survey, (*path, "group", index), key, ledger.over)
        for place, column in within(path, "columns", ledger.columns):
            _check_column(survey, place, ledger, column)


def _check_measures(survey: Survey) -> None:
    steps = [one.id for one in survey.definition.transitions]
    for path, one in survey.parts("measures"):
        survey.names((*path, "at"), one.at, steps, no_transition)
        counted = [k for k in ("over", "at", "last", "where", "sum", "distinct") if getattr(one, k)]
        if one.entered and counted:
            survey.add(
                (*path, counted[0]),
                CheckFailed(
                    "measure {measure} is entered by hand, so it has no {key}",
                    measure=one.id,
                    key=counted[0],
                ),
            )
        if not one.entered and not one.is_number:
            survey.add(
                (*path, "choices" if one.choices else "type"),
                CheckFailed(
                    "measure {measure} is counted, so it is a number; only what is entered may be "
                    "a text, or a choice",
                    measure=one.id,
                ),
            )
        if one.last and not one.entered and (not one.at or one.over == "steps"):
            survey.add(
                (*path, "last"),
                CheckFailed(
                    "measure {measure} has no last time: that is of cases or records, with an at",
                    measure=one.id,
                ),
            )
        if one.sum is not None and one.distinct is not None:
            survey.add(
                (*path, "distinct"),
                CheckFailed(
                    "measure {measure} has a sum and a distinct; leave one of them", measure=one.id
                ),
            )
        if one.over is not None and not is_over(survey, (*path, "over"), one.over, ("steps",)):
            continue
        if one.where is not None:
            check_condition(survey, (*path, "where"), one.where, one.over)
        if one.sum is not None:
            check_sum(survey, (*path, "sum"), one.sum, one.over)
        if one.distinct is not None:
            check_condition(survey, (*path, "distinct"), one.distinct, one.over, "")


def _check_number(survey: Survey, path: Path, name: str) -> None:
    """A measure of that name, which is a number."""
    measures = {one.id: one for one in survey.definition.measures}
    if survey.name(path, name, measures, no_measure) and not measures[name].is_number:
        survey.add(
            path,
            CheckFailed("measure {measure} is no number, so it cannot be shared", measure=name),
        )


def is_over(survey: Survey, path: Path, over: str, rows: tuple[str, ...] = _ROWS) -> bool:
    """Whether there are such rows: of cases, of steps, …, or the records of a list field."""
    fields = survey.fields.values()
    lists = [one.id for one in fields if one.type == "list" or (one.type == "ref" and one.many)]
    if over in rows or over in lists:
        return True
    if over in survey.fields:
        survey.add(
            path,
            CheckFailed(
                "{field} is of type {type}; rows are of {rows} or of a field of type list",
                field=over,
                type=survey.fields[over].type,
                rows=", ".join(rows),
            ),
        )
    else:
        survey.add(path, no_field(over, (*rows, *lists)))
    return False


def _check_key(survey: Survey, path: Path, key: str, over: str) -> None:
    """What rows are put together by: a field, or another name that a condition could use."""
    fields = plain_fields(survey, over)
    if key in fields:
        if fields[key].personal:
            survey.add(path, personal(key))
        if fields[key].type in ("list", "file") or fields[key].many:
            survey.add(
                path,
                CheckFailed(
                    "{field} is of type {type}; rows cannot be put together by it",
                    field=key,
                    type=type_name(fields[key]),
                ),
            )
    else:
        names = survey.edition.over(over).types
        known = [*fields, *(one for one in names if names[one] == "string" and one not in fields)]
        survey.name(path, key, known, no_field)


def _check_column(survey: Survey, path: Path, ledger: Ledger, column: Column) -> None:
    given = [key for key in ("value", "count", "sum") if getattr(column, key) is not None]
    if len(given) != 1:
        survey.add(
            path,
            CheckFailed(
                "column {column} has one of value, count and sum; it has {given}",
                column=column.id,
                given=", ".join(given) or "—",
            ),
        )
    elif not ledger.group and given != ["value"]:
        survey.add(
            (*path, given[0]),
            CheckFailed(
                "column {column} has a {key}, which only a ledger with a group has",
                column=column.id,
                key=given[0],
            ),
        )
    if column.value is not None:
        if ledger.group and column.value not in ledger.group:
            survey.add(
                (*path, "value"),
                CheckFailed(
                    "{value} is not what the ledger's rows are put together by: {group}; "
                    "give it a count or a sum",
                    value=column.value,
                    group=", ".join(ledger.group),
                ),
            )
        elif column.value not in plain_fields(survey, ledger.over):
            check_condition(survey, (*path, "value"), column.value, ledger.over, "")
    if column.count is not None:
        check_condition(survey, (*path, "count"), column.count, ledger.over)
    if column.sum is not None:
        check_sum(survey, (*path, "sum"), column.sum, ledger.over)
