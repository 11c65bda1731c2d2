"""The checks of figures, decision tables, accounts and readings."""

from __future__ import annotations

from zltrec.errors import BadUsage, CheckFailed
from zltrec.procedure.check_conditions import check_condition, names_of
from zltrec.procedure.check_fields import KEYED, check_unit, is_keyed
from zltrec.procedure.definition import Account, Field, Table
from zltrec.procedure.lines import Path
from zltrec.procedure.survey import (
    IDENTIFIER,
    Survey,
    no_field,
    no_transition,
    personal,
    type_name,
    within,
)
from zltrec.procedure.values import figure_value

_MOST_FLOOR = 2**63 - 1


def check_parts(survey: Survey) -> None:
    """Every table, account, reading and figure; the figures last, once their uses are known."""
    for path, table in survey.parts("tables"):
        _check_table(survey, path, table)
    _check_circles(survey)
    for path, account in survey.parts("accounts"):
        _check_account(survey, path, account)
    steps = [one.id for one in survey.definition.transitions]
    for path, reading in survey.parts("readings"):
        survey.names((*path, "at"), reading.at, steps, no_transition)
        if len(reading.options) < 2:
            survey.add(
                path,
                CheckFailed(
                    "reading {reading} has fewer than two options, so nothing contradicts itself",
                    reading=reading.id,
                ),
            )
    _check_figures(survey)


def _check_figures(survey: Survey) -> None:
    for path, figure in survey.parts("figures"):
        check_unit(survey, path, figure.type, figure.unit)
        try:
            figure_value(figure, figure.value)
        except BadUsage as error:
            survey.add((*path, "value"), CheckFailed(error.template, **error.params))
        except KeyError:
            pass  # Its unit is no unit of money: that has been said.
        if figure.value is None and not figure.setting and figure.id in survey.used_figures:
            survey.add(
                path,
                CheckFailed(
                    "figure {figure} is used and has no value; give it one, or setting = true",
                    figure=figure.id,
                ),
            )


def _check_table(survey: Survey, path: Path, table: Table) -> None:
    if not table.rows:
        survey.add(path, CheckFailed("table {table} has no rows", table=table.id))
    declared: set[str] = set()
    for place, row in within(path, "rows", table.rows):
        if (row.when is None) == (row.declared is None):
            survey.add(
                place,
                CheckFailed(
                    "a row is hit by a when or is declared by a person; give it one of them"
                ),
            )
        if row.when is not None:
            check_condition(survey, (*place, "when"), row.when)
        if table.hit != "all" and not isinstance(row.result, str):
            survey.add(
                (*place, "result"),
                CheckFailed("only a table that hits all has rows with a list of results"),
            )
        if row.declared is None:
            continue
        if not IDENTIFIER.fullmatch(row.declared):
            survey.add(
                (*place, "declared"),
                CheckFailed(
                    "{id} is no id here: it is of ASCII letters, digits and _, a letter first",
                    id=row.declared,
                ),
            )
        elif row.declared in declared:
            survey.add(
                (*place, "declared"),
                CheckFailed(
                    "{table}:{id} is declared by two rows; give one another id",
                    table=table.id,
                    id=row.declared,
                ),
            )
        declared.add(row.declared)


def _check_circles(survey: Survey) -> None:
    """That no table needs itself to be decided."""
    needs: dict[str, set[str]] = {}
    for table in survey.definition.tables:
        conditions = " ".join(row.when or "" for row in table.rows)
        needs[table.id] = set(names_of(conditions, "tables"))
    for path, table in survey.parts("tables"):
        found: set[str] = set()
        waiting = list(needs[table.id])
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += needs.get(name, ())
        if table.id in found:
            survey.add(
                path,
                CheckFailed(
                    "table {table} is decided by itself; leave tables.{table} out of its rows",
                    table=table.id,
                ),
            )


def _check_account(survey: Survey, path: Path, account: Account) -> None:
    if abs(account.floor) > _MOST_FLOOR:
        survey.add(
            (*path, "floor"),
            CheckFailed("a floor of {floor} is too large to count with", floor=account.floor),
        )
    if account.key is None:
        return
    for fields in _keyed_by(survey, account):
        if not survey.name((*path, "key"), account.key, fields, no_field):
            continue
        field = fields[account.key]
        if field.personal:
            survey.add((*path, "key"), personal(field.id))
        if not is_keyed(field):
            survey.add(
                (*path, "key"),
                CheckFailed(
                    "{field} is of type {type}; an account is kept by {types}",
                    field=field.id,
                    type=type_name(field),
                    types=", ".join(KEYED),
                ),
            )


def _keyed_by(survey: Survey, account: Account) -> list[dict[str, Field]]:
    """Where an account has its key from: the case's fields, those of the lists that are posted."""
    steps = survey.definition.transitions
    lists = {p.over for step in steps for p in step.posts if p.account == account.id} or {None}
    return [
        survey.fields
        if one is None
        else survey.fields | {inner.id: inner for inner in survey.fields[one].fields}
        for one in sorted(lists, key=str)
        if one is None or one in survey.fields
    ]
