"""`zltrec ledger`: every ledger, and its rows."""

from __future__ import annotations

import click

from zltrec.cli.messages import _
from zltrec.cli.options import as_of_option, format_option, known_at_option
from zltrec.cli.output import print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.projections.ledgers import LEDGERS, find_ledger


@click.group("ledger", help=_("Every ledger, and its rows."))
def command() -> None:
    pass


@command.command("list", help=_("List the ledgers that there are."))
@format_option()
def list_(format_: str) -> None:
    print_rows(
        (
            {
                "name": ledger.name,
                "title": _(ledger.title),
                "procedure": ledger.procedure,
                "columns": list(ledger.columns),
            }
            for ledger in LEDGERS.values()
        ),
        ("name", "title", "procedure", "columns"),
        format_,
    )


@command.command("show", help=_("Show the rows of one ledger."))
@click.argument("name")
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def show(
    session: Session, name: str, as_of: str | None, known_at: str | None, format_: str
) -> None:
    ledger = find_ledger(name)
    scope = session.scope(as_of)
    print_rows(ledger.rows(session.views(known_at), scope), ledger.columns, format_)
