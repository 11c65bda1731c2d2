"""Looking at cases: `zltrec case list` and `zltrec case show`."""

from __future__ import annotations

import click

from zltrec.cli.messages import _
from zltrec.cli.options import (
    answer_format,
    as_of_option,
    confidential_option,
    format_option,
    known_at_option,
    personal_option,
)
from zltrec.cli.output import print_answer, print_rows
from zltrec.cli.session import Session, pass_session

COLUMNS = ("number", "procedure", "edition", "state", "opened", "last_on", "overdue", "position")


@click.command("list", help=_("List cases."))
@click.argument("procedure", required=False)
@click.option("--state", metavar="S", help=_("Only those in this state."))
@click.option("--overdue", is_flag=True, help=_("Only those with something overdue."))
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def list_(
    session: Session,
    procedure: str | None,
    state: str | None,
    overdue: bool,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    from zltrec.projections.case_answers import ANSWER, case_answers
    from zltrec.projections.case_rows import case_rows, check_procedure

    scope, views = session.scope(as_of), session.views(known_at)
    check_procedure(views, procedure, state)
    short = format_ in ("table", "md")
    listed = case_rows if short else case_answers
    rows = (
        row
        for row in listed(views, scope, procedure)
        if state in (None, row["state"]) and (not overdue or row["overdue"])
    )
    print_rows(rows, COLUMNS if short else ANSWER, format_)


@click.command("show", help=_("One case with everything about it, and the steps possible now."))
@click.argument("case")
@personal_option()
@confidential_option()
@as_of_option()
@known_at_option()
@answer_format()
@pass_session
def show(
    session: Session,
    case: str,
    personal: bool,
    confidential: bool,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    from zltrec.cli.case_page import case_page
    from zltrec.projections.case_answers import case_answer

    scope = session.scope(as_of, personal=personal, confidential=confidential)
    answer = case_answer(session.views(known_at), scope, case, scope.reveal)
    print_answer(answer, format_, "" if format_ == "json" else case_page(answer))
