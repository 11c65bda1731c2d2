"""`zltrec ledger`: every ledger, and its rows."""

from __future__ import annotations

from typing import Any

import click

from zltrec.cli.messages import _
from zltrec.cli.options import (
    as_of_option,
    confidential_option,
    format_option,
    known_at_option,
    period_option,
    personal_option,
)
from zltrec.cli.output import print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage
from zltrec.projections.catalogue import find_ledgers, ledgers_of
from zltrec.projections.rows import Row

_PLACED = {"id", "text", "section", "line"}
"""What is said of a reading: its words, and where they stand."""


@click.group("ledger", help=_("Every ledger, and its rows."))
def command() -> None:
    pass


@command.command("list", help=_("List the ledgers that there are."))
@known_at_option()
@format_option()
@pass_session
def list_(session: Session, known_at: str | None, format_: str) -> None:
    print_rows(
        (
            {
                "name": ledger.name,
                "title": ledger.title if ledger.procedure else _(ledger.title),
                "procedure": ledger.procedure,
                "columns": list(ledger.columns),
            }
            for ledger in ledgers_of(session.views(known_at)).values()
        ),
        ("name", "title", "procedure", "columns"),
        format_,
    )


@command.command("show", help=_("Show the rows of one ledger."))
@click.argument("name")
@click.option("--overdue", is_flag=True, help=_("Only rows whose status is overdue."))
@period_option()
@personal_option()
@confidential_option()
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def show(
    session: Session,
    name: str,
    overdue: bool,
    period: str | None,
    personal: bool,
    confidential: bool,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    views = session.views(known_at)
    (ledger,) = find_ledgers(views, (name,))
    if overdue and "status" not in ledger.columns:
        raise BadUsage("the ledger {name} has no column status", name=name)
    if period is not None and ledger.procedure is None:
        raise BadUsage("the ledger {name} is not of cases, so it has no periods", name=name)
    scope = session.scope(as_of, personal=personal, confidential=confidential, period=period)
    rows = ledger.rows(views, scope)
    chosen = (row for row in rows if not overdue or row["status"] == "overdue")
    told = map(_in_words, chosen) if format_ == "table" else chosen
    print_rows(told, ledger.columns, format_, ledger.labels)
    if ledger.note and format_ == "table":
        click.echo(ledger.note)


def _in_words(row: Row) -> Row:
    """A row for people: readings a line each with their place, counts by their names."""
    return {name: _words(value) for name, value in row.items()}


def _words(value: Any) -> Any:
    if isinstance(value, dict) and all(isinstance(one, int) for one in value.values()):
        return ", ".join(f"{name}: {one}" for name, one in value.items())
    if isinstance(value, list) and all(
        isinstance(one, dict) and set(one) >= _PLACED for one in value
    ):
        return "\n".join("{id}: {text} ({section}, {line})".format(**one) for one in value)
    return value
