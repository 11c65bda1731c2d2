"""`zltrec filing`: what is owed by period, on request or when new; a face of its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zltrec.cli.case_batch import filing_batch
from zltrec.cli.case_step import check_alone, print_step, step_options, take_step
from zltrec.cli.labels import standing
from zltrec.cli.messages import _
from zltrec.cli.options import (
    Decorator,
    answer_format,
    as_of_option,
    batch_option,
    format_option,
    known_at_option,
    period_option,
)
from zltrec.cli.output import print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage

if TYPE_CHECKING:
    from zltrec.cli.case_batch import TakeFiling

# Columns that fit a terminal, without the first where all rows say the same.
_SHORT = {"catalogue": 5, "list": 8}
STATUSES = ("open", "met", "late", "overdue")


@click.group("filing", help=_("Periodic filings: what is owed, asked for, submitted, assessed."))
def command() -> None:
    pass


def _procedure_option() -> Decorator:
    return click.option(
        "--procedure",
        metavar="ID",
        help=_("The catalogue, where several have an item of that id."),
    )


def _office_option() -> Decorator:
    return click.option("--office", metavar="O", help=_("Only what this office owes."))


@command.command("catalogue", help=_("List the items: who owes what, how often as printed."))
@_office_option()
@_procedure_option()
@known_at_option()
@format_option()
@pass_session
def catalogue(
    session: Session, office: str | None, procedure: str | None, known_at: str | None, format_: str
) -> None:
    from zltrec.projections.filings import CATALOGUE, catalogue_rows
    from zltrec.projections.worlds import Worlds

    worlds = Worlds(session.views(known_at), None)
    rows = list(catalogue_rows(worlds, procedure, office))
    print_rows(rows, _columns("catalogue", CATALOGUE, rows, format_), format_)


@command.command("list", help=_("List the filings: due, submitted, late, overdue."))
@_office_option()
@click.option(
    "--status",
    type=click.Choice(STATUSES),
    help=_("Only those that stand so."),
)
@click.option("--overdue", is_flag=True, help=_("Only rows whose status is overdue."))
@period_option()
@_procedure_option()
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def list_(
    session: Session,
    office: str | None,
    status: str | None,
    overdue: bool,
    period: str | None,
    procedure: str | None,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    from zltrec.projections.filings import COLUMNS, filing_rows
    from zltrec.projections.worlds import Worlds

    scope = session.scope(as_of, period=period)
    worlds = Worlds(session.views(known_at), scope.as_of, period=scope.period)
    wanted = {*([status] if status else STATUSES)} & {*(["overdue"] if overdue else STATUSES)}
    rows = [row for row in filing_rows(worlds, procedure, office) if row["status"] in wanted]
    columns = _columns("list", COLUMNS, rows, format_)
    short = len(columns) < len(COLUMNS)
    told = [row | {"status": standing(row["status"])} for row in rows] if short else rows
    print_rows(told, columns, format_)
    if any(row["provisional"] for row in rows):
        session.say(
            _("some days are provisional: a calendar or a rule that they rest on is not adopted")
        )


def _columns(
    command_: str, columns: tuple[str, ...], rows: list[dict[str, Any]], format_: str
) -> tuple[str, ...]:
    """What people see: not all that there is to say, nor the catalogue where there is one."""
    if format_ not in ("table", "md"):
        return columns
    several = len({row["catalogue"] for row in rows}) > 1
    return columns[0 if several else 1 : _SHORT[command_]]


@command.command("request", help=_("Ask for an item that is filed when it is asked for."))
@click.argument("item", required=False)
@_procedure_option()
@step_options()
@batch_option()
@answer_format()
@pass_session
def request(session: Session, /, item: str | None, **given: Any) -> None:
    from zltrec.records.filings import request_filing

    _take(session, request_filing, item, None, given)


@command.command("submit", help=_("File an item for a period, for a request (R-1), or as new."))
@click.argument("item", required=False)
@click.argument("period", required=False)
@_procedure_option()
@step_options()
@batch_option()
@answer_format()
@pass_session
def submit(session: Session, /, item: str | None, period: str | None, **given: Any) -> None:
    from zltrec.records.filings import submit_filing

    _take(session, submit_filing, item, period, given)


@command.command("assess", help=_("Assess what was filed."))
@click.argument("item", required=False)
@click.argument("period", required=False)
@_procedure_option()
@step_options()
@batch_option()
@answer_format()
@pass_session
def assess(session: Session, /, item: str | None, period: str | None, **given: Any) -> None:
    from zltrec.records.filings import assess_filing

    _take(session, assess_filing, item, period, given)


@command.command("move", help=_("Take any other step with a filing: ITEM PERIOD TRANSITION."))
@click.argument("item", required=False)
@click.argument("period", required=False)
@click.argument("transition", required=False)
@_procedure_option()
@step_options()
@batch_option()
@answer_format()
@pass_session
def move(
    session: Session,
    /,
    item: str | None,
    period: str | None,
    transition: str | None,
    **given: Any,
) -> None:
    from zltrec.records.filings import move_filing

    if period is not None and transition is None:  # an item that is owed once has no period
        period, transition = None, period
    _take(session, move_filing, item, period, given, transition)


def _take(
    session: Session,
    take: TakeFiling,
    item: str | None,
    period: str | None,
    given: dict[str, Any],
    transition: str | None = None,
) -> None:
    """One step of a filing, or one for every row of a batch."""
    from zltrec.records.filings import FilingNamed

    batch, format_ = given.pop("batch"), given.pop("format_")
    procedure = given.pop("procedure")
    if batch is not None:
        check_alone(item or period or procedure, transition, given)
        filing_batch(session, take, batch, format_)
        return
    if item is None:
        raise BadUsage("which item? `filing catalogue` lists them")
    named = FilingNamed(item, period, procedure)
    written = take_step(
        session, transition, given, lambda desk, work, asked: take(desk, work, named, asked)
    )
    print_step(written, format_)
