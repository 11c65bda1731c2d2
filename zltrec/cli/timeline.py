"""`zltrec timeline`: everything in one line of time."""

from __future__ import annotations

import click

from zltrec.cli.messages import _
from zltrec.cli.options import as_of_option, format_option, known_at_option, span_options
from zltrec.cli.output import print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.projections.ledgers import LEDGERS
from zltrec.projections.rows import around_case


@click.command("timeline", help=_("Everything in one line of time."))
@click.option("--case", metavar="C", help=_("Only this case, among the chronicle of its days."))
@span_options()
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def command(
    session: Session,
    case: str | None,
    first: str | None,
    last: str | None,
    contains: str,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    ledger = LEDGERS["timeline"]
    scope = session.scope(as_of, first, last, contains)
    views = session.views(known_at)
    rows = ledger.rows(views, scope)
    if case is not None:
        from zltrec.projections.case_rows import find_number

        rows = around_case(list(rows), find_number(views, case))
    print_rows(rows, ledger.columns, format_)
