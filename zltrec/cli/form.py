"""`zltrec procedure form`: a printed form for a period, as it stands or as it was reported."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from zltrec.cli.labels import label
from zltrec.cli.main import say_error
from zltrec.cli.messages import _
from zltrec.cli.options import format_option, known_at_option
from zltrec.cli.output import Row, print_rows, print_sheet
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage, Refused

if TYPE_CHECKING:
    from zltrec.procedure.periods import Period
    from zltrec.procedure.printed import Form
    from zltrec.projections.reports import Reported
    from zltrec.projections.views import Views


@click.command(
    "form",
    help=_(
        "A printed form for a period: its values, and the cumulative ones; as they stand, or as"
        " they were reported."
    ),
)
@click.argument("procedure")
@click.argument("form")
@click.argument("period")
@click.option("--line", metavar="NO", help=_("The cases behind each value of a line."))
@click.option("--reported", is_flag=True, help=_("As it was reported."))
@click.option(
    "--differences", is_flag=True, help=_("What is different now from what was reported, and why.")
)
@click.option(
    "--number",
    type=click.IntRange(min=1),
    metavar="N",
    help=_("An earlier report of that period, not the last one."),
)
@known_at_option()
@format_option()
@pass_session
def form(
    session: Session,
    procedure: str,
    form: str,
    period: str,
    line: str | None,
    reported: bool,
    differences: bool,
    number: int | None,
    known_at: str | None,
    format_: str,
) -> None:
    if sum((line is not None, reported, differences)) > 1:
        raise BadUsage("--line, --reported and --differences are asked one at a time")
    if number is not None and not (reported or differences):
        raise BadUsage("--number goes with --reported or --differences")
    views = session.views(known_at)
    if line is not None:
        _print_line(views, procedure, form, period, line, format_)
    elif reported or differences:
        from zltrec.projections.reports import find_report

        found = find_report(views, procedure, form, period, number)
        (_print_reported if reported else _print_differences)(session, views, found, format_)
    else:
        _print_now(session, views, procedure, form, period, format_)


def _print_now(
    session: Session, views: Views, procedure: str, form: str, period: str, format_: str
) -> None:
    from zltrec.projections.form_rows import COLUMNS, form_page
    from zltrec.projections.reports import find_report

    page = form_page(views, procedure, form, period)
    if format_ in ("table", "md"):
        print_form(page.form, page.period, page.rows, format_)
    else:
        print_rows(page.rows, COLUMNS, format_)
    for fault in page.faults:
        session.say(say_error(fault.said))
    with suppress(Refused):  # not reported yet
        session.say(_said(find_report(views, procedure, form, period)))


def _print_line(
    views: Views, procedure: str, form: str, period: str, no: str, format_: str
) -> None:
    from zltrec.procedure.tracing import LINE_COLUMNS
    from zltrec.projections.form_rows import line_page

    hidden = ("part", "no", "measure") if format_ == "table" else ()
    shown = [column for column in LINE_COLUMNS if column not in hidden]
    print_rows(line_page(views, procedure, form, period, no), shown, format_)


def _print_reported(session: Session, views: Views, report: Reported, format_: str) -> None:
    from zltrec.procedure.forms import find_form
    from zltrec.procedure.periods import parse_period
    from zltrec.projections.form_rows import COLUMNS
    from zltrec.projections.procedure_rows import find_edition

    if format_ in ("table", "md"):
        definition = find_edition(views, report.procedure, report.edition).definition
        form = find_form(definition, report.form)
        print_form(form, parse_period(report.period), report.rows, format_, _said(report))
    else:
        about = {"number": report.number, "on": report.on, "at": report.at}
        about["until"] = report.until.isoformat()
        print_rows((row | about for row in report.rows), (*COLUMNS, *about), format_)


def _print_differences(session: Session, views: Views, report: Reported, format_: str) -> None:
    from zltrec.projections import report_differences as told

    then = session.workspace.views(known_at=report.at)
    rows = told.differences(views, then, report)
    session.say(_said(report))
    if format_ in ("json", "jsonl"):
        print_rows(rows, (*told.DIFFERENCE_COLUMNS, "why"), format_)
        return
    hidden = ("part", "label", "measure") if format_ == "table" else ()
    columns = (*told.DIFFERENCE_COLUMNS, *told.WHY_COLUMNS)
    shown = [column for column in columns if column not in hidden]
    print_rows(told.flat_rows(rows), shown, format_)


def _said(report: Reported) -> str:
    """Which report it is, in a sentence."""
    said = _(
        "report {number} of {on}: values up to {until}, as the log knew them at position {at}"
    ).format(number=report.number, on=report.on, until=report.until.isoformat(), at=report.at)
    return f"{said} ({report.reason})" if report.reason else said


def print_form(
    form: Form, period: Period, rows: Sequence[Row], format_: str, about: str = ""
) -> None:
    """Prints a form as it stands on paper: title, period, part by part, its note.

    `about`: what is said of it above the parts.
    """
    from zltrec.procedure.form_sheet import sheet_parts
    from zltrec.procedure.periods import printed_period

    marks = ("# ", "## ", "### ") if format_ == "md" else ("", "", "")

    def say(text: str, mark: str = "") -> None:
        if text:
            click.echo(f"{mark}{text}\n")

    say(form.label or form.id, marks[0])
    say(f"（{printed_period(period)}）")
    say(about)
    say("　".join(form.blanks))
    for part in sheet_parts(form, rows, label):
        say(part.under, marks[1])
        say(part.label, marks[2] if part.deep else marks[1])
        print_sheet(part.heads, part.rows, format_)
        click.echo()
    say(form.note)
