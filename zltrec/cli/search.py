"""`zltrec search`: full text over everything that stands in the records."""

from __future__ import annotations

import click

from zltrec.cli.messages import _
from zltrec.cli.options import as_of_option, format_option, known_at_option
from zltrec.cli.output import print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.projections.search import find


@click.command(
    "search",
    help=_(
        "Full text, Chinese included, from one character up; blanks,"
        " punctuation and width are ignored."
    ),
)
@click.argument("text")
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def command(
    session: Session, text: str, as_of: str | None, known_at: str | None, format_: str
) -> None:
    scope = session.scope(as_of)
    rows = find(session.views(known_at).connection, text, scope.as_of, undated=scope.undated)
    print_rows(rows, ("kind", "id", "on", "snippet"), format_)
