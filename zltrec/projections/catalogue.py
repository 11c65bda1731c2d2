"""Every ledger that a store has: the fixed ones, and those that its procedures define."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from zltrec.errors import BadUsage
from zltrec.procedure.column_kinds import kinds_of
from zltrec.procedure.counted import Ledger as Defined
from zltrec.procedure.definition import Definition
from zltrec.procedure.edition import Edition
from zltrec.procedure.ids import file_name
from zltrec.procedure.indicators import indicator_rows
from zltrec.procedure.listing import passing_rows
from zltrec.procedure.pledges import account_rows, promise_rows, reading_rows
from zltrec.procedure.world import World
from zltrec.projections.case_rows import DUTY_COLUMNS, case_rows, owed_rows
from zltrec.projections.ledgers import LEDGERS, Ledger, by_name
from zltrec.projections.procedures import definitions
from zltrec.projections.report_differences import REPORT_COLUMNS, report_rows
from zltrec.projections.rows import Row, Scope
from zltrec.projections.views import Views
from zltrec.projections.worlds import showing, worlds_of

_BESIDE_LEDGERS = ("manifest", "ledgers", "zltrec")
"""What an export calls files, sheets and tables that are no ledger's."""


def ledgers_of(views: Views) -> dict[str, Ledger]:
    """All ledgers by name: the fixed ones first, then each procedure's."""
    found = LEDGERS | OVER_PROCEDURES
    known = definitions(views)
    for definition in known.values():
        edition = Edition(definition, others=known)
        for defined in definition.ledgers:
            found[defined.id] = _of_definition(edition, defined)
    return found


def find_ledgers(views: Views, names: tuple[str, ...]) -> list[Ledger]:
    """The ledgers of those names in the catalogue's order; all, if none is named.

    Raises BadUsage for a name that none has, with those that there are.
    """
    fixed = LEDGERS | OVER_PROCEDURES
    known = fixed if names and fixed.keys() >= set(names) else ledgers_of(views)
    for name in names:
        if name not in known:
            raise BadUsage(
                "there is no ledger {name}; there are {names}", name=name, names=", ".join(known)
            )
    return [ledger for name, ledger in known.items() if not names or name in names]


def names_taken(procedure: str, known: dict[str, Definition]) -> dict[str, str]:
    """The names of ledgers that a procedure cannot use, as `file_name` has them, each with whose
    it is ("": zltrec's own)."""
    taken = {file_name(one): "" for one in (*LEDGERS, *OVER_PROCEDURES, *_BESIDE_LEDGERS)}
    for other in known.values():
        if other.id != procedure:
            taken |= {file_name(one.id): other.id for one in other.ledgers}
    return taken


def _of_definition(edition: Edition, defined: Defined) -> Ledger:
    columns = tuple(column.id for column in defined.columns)
    return Ledger(
        defined.id,
        defined.label or defined.id,
        columns,
        partial(_defined_rows, edition.id, defined),
        _key(defined, columns),
        edition.id,
        {column.id: column.label or column.id for column in defined.columns},
        cache(partial(kinds_of, edition, defined)),
        defined.note,
    )


def _key(defined: Defined, columns: tuple[str, ...]) -> tuple[str, ...]:
    """What keys a row: the case's number, or the group; else all that it says."""
    if defined.group:
        keys = [column.id for column in defined.columns if column.value in defined.group]
    else:
        over_cases = defined.over == "cases"
        keys = [c.id for c in defined.columns if over_cases and c.value == "number"]
    return tuple(keys) or columns


def _defined_rows(procedure: str, defined: Defined, views: Views, scope: Scope) -> Iterator[Row]:
    worlds = worlds_of(views, scope.as_of, scope.period)
    if procedure not in worlds.editions:
        return  # not adopted yet, where the log is cut
    world = showing(worlds.world(procedure), scope)
    for row in passing_rows(world, defined, scope.reveal):
        if _holds(scope, row):
            yield row


def _over_all(rows: Callable[[World], list[Row]], views: Views, scope: Scope) -> Iterator[Row]:
    for world in worlds_of(views, scope.as_of).all():
        for row in rows(world):
            shown = {"procedure": world.edition.id} | row
            if _holds(scope, shown):
                yield shown


def _holds(scope: Scope, row: Row) -> bool:
    return not scope.contains or scope.holds(" ".join(str(value) for value in row.values()))


OVER_PROCEDURES = by_name(
    (
        Ledger(
            "cases",
            "Cases, of every procedure",
            ("number", "procedure", "edition", "state", "opened", "last_on", "overdue", "position"),
            case_rows,
            ("number",),
        ),
        Ledger(
            "due",
            "What is owed and not met",
            DUTY_COLUMNS,
            partial(_over_all, owed_rows),
            ("subject", "clock", "due_on"),
        ),
        Ledger(
            "promises",
            "What the plans promise, and whether it is kept",
            (
                "procedure",
                "id",
                "text",
                "office",
                "printed",
                "by",
                "status",
                "kept",
                "kept_on",
                "evidence",
                "approval",
                "section",
                "line",
            ),
            partial(_over_all, promise_rows),
            ("procedure", "id"),
        ),
        Ledger(
            "reports",
            "Forms that were reported, and how much of them is different now",
            REPORT_COLUMNS,
            report_rows,
            ("procedure", "form", "period", "number"),
        ),
        Ledger(
            "contradictions",
            "What the documents say in two ways",
            (
                "procedure",
                "id",
                "label",
                "readings",
                "decided",
                "decided_by",
                "decided_on",
                "approval",
                "asked_at",
                "chosen",
                "section",
                "line",
            ),
            partial(_over_all, reading_rows),
            ("procedure", "id"),
        ),
        Ledger(
            "indicators",
            "Indicators and their targets",
            (
                "procedure",
                "id",
                "label",
                "value",
                "unit",
                "among",
                "percent",
                "target",
                "reached",
                "section",
            ),
            partial(_over_all, indicator_rows),
            ("procedure", "id"),
        ),
        Ledger(
            "accounts",
            "Accounts and their balances",
            ("procedure", "account", "label", "key", "in", "out", "balance", "unit", "floor"),
            partial(_over_all, account_rows),
            ("procedure", "account", "key"),
        ),
    )
)
