"""`zltrec procedure form`: a printed form for a period, as it stands or as it was reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from zltrec.cli.labels import label
from zltrec.cli.main import say_error
from zltrec.cli.messages import _
from zltrec.cli.options import format_option, known_at_option
from zltrec.cli.output import Row, print_rows, print_sheet
from zltrec.cli.session import Session, pass_session

if TYPE_CHECKING:
    from zltrec.procedure.periods import Period
    from zltrec.procedure.printed import Form


@click.command("form", help=_("A printed form for a period: its values, and the cumulative ones."))
@click.argument("procedure")
@click.argument("form")
@click.argument("period")
@known_at_option()
@format_option()
@pass_session
def form(
    session: Session, procedure: str, form: str, period: str, known_at: str | None, format_: str
) -> None:
    from zltrec.projections.form_rows import COLUMNS, form_page

    page = form_page(session.views(known_at), procedure, form, period)
    if format_ in ("table", "md"):
        print_form(page.form, page.period, page.rows, format_)
    else:
        print_rows(page.rows, COLUMNS, format_)
    for fault in page.faults:
        session.say(say_error(fault.said))


def print_form(form: Form, period: Period, rows: Sequence[Row], format_: str) -> None:
    """Prints a form as it stands on paper: title, period, part by part, its note."""
    from zltrec.procedure.form_sheet import sheet_parts
    from zltrec.procedure.periods import printed_period

    marks = ("# ", "## ", "### ") if format_ == "md" else ("", "", "")

    def say(text: str, mark: str = "") -> None:
        if text:
            click.echo(f"{mark}{text}\n")

    say(form.label or form.id, marks[0])
    say(f"（{printed_period(period)}）")
    say("　".join(form.blanks))
    for part in sheet_parts(form, rows, label):
        say(part.under, marks[1])
        say(part.label, marks[2] if part.deep else marks[1])
        print_sheet(part.heads, part.rows, format_)
        click.echo()
    say(form.note)
