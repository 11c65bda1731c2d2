"""`zltrec procedure form`: a printed form for a period, as it stands or as it was reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zltrec.cli.labels import change, paper_word
from zltrec.cli.main import say_error
from zltrec.cli.messages import _
from zltrec.cli.options import LIST_FORMATS, format_option, known_at_option
from zltrec.cli.output import Row, print_rows, print_sheet
from zltrec.cli.paper import DOCX, give_paper, paper_option
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
@paper_option()
@known_at_option()
@format_option(*LIST_FORMATS, DOCX)
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
    out: Path | None,
    known_at: str | None,
    format_: str,
) -> None:
    if format_ == DOCX and (line is not None or differences):
        raise BadUsage("only a form itself can be had as DOCX; leave out --line, --differences")
    if out is not None and format_ != DOCX:
        raise BadUsage("--out goes with --format docx; else redirect what is printed")
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
        if reported:
            _print_reported(views, found, format_, out)
        else:
            _print_differences(session, views, found, format_)
    else:
        _print_now(session, views, (procedure, form, period), format_, out)


def _print_now(
    session: Session, views: Views, asked: tuple[str, str, str], format_: str, out: Path | None
) -> None:
    from zltrec.export.form_page import form_docx
    from zltrec.projections.form_rows import COLUMNS, form_page
    from zltrec.projections.reports import find_report

    page = form_page(views, *asked)
    if format_ == DOCX:
        give_paper(form_docx(page.form, page.period, page.rows, words=paper_word), out)
    elif format_ in ("table", "md"):
        print_form(page.form, page.period, page.rows, format_)
    else:
        print_rows(page.rows, COLUMNS, format_)
    for fault in page.faults:
        session.say(say_error(fault.said))
    with suppress(Refused):  # not reported yet
        session.say(_said(find_report(views, *asked)))


def _print_line(
    views: Views, procedure: str, form: str, period: str, no: str, format_: str
) -> None:
    from zltrec.procedure.tracing import LINE_COLUMNS
    from zltrec.projections.form_rows import line_page

    hidden = ("part", "no", "measure") if format_ == "table" else ()
    shown = [column for column in LINE_COLUMNS if column not in hidden]
    print_rows(line_page(views, procedure, form, period, no), shown, format_)


def _print_reported(views: Views, report: Reported, format_: str, out: Path | None) -> None:
    from zltrec.export.form_page import form_docx
    from zltrec.procedure.forms import find_form
    from zltrec.procedure.periods import parse_period
    from zltrec.projections.form_rows import COLUMNS
    from zltrec.projections.procedure_rows import find_edition

    if format_ in ("table", "md", DOCX):
        definition = find_edition(views, report.procedure, report.edition).definition
        form, period = find_form(definition, report.form), parse_period(report.period)
        if format_ == DOCX:
            give_paper(form_docx(form, period, report.rows, _said(report), paper_word), out)
        else:
            print_form(form, period, report.rows, format_, _said(report))
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
    flat = told.flat_rows(rows)
    print_rows(flat if format_ == "csv" else _in_words(views, report, flat), shown, format_)


def _in_words(views: Views, report: Reported, rows: Iterable[Row]) -> Iterator[Row]:
    """Differences for people: fields and measures as the document calls them."""
    from zltrec.projections.procedure_rows import find_edition

    definition = find_edition(views, report.procedure, report.edition).definition
    names = {one.id: one.label or one.id for one in (*definition.measures, *definition.fields)}
    for row in rows:
        what = (row["what"] or "").split(", ")
        said = {"of": change(row["of"]), "kind": change(row["kind"])}
        yield row | said | {"what": ", ".join(names.get(one, one) for one in what) or None}


def _said(report: Reported) -> str:
    """Which report it is, in a sentence."""
    said = _(
        "report {number} of {on}: values up to {until}, as the log knew them at position {at}"
    ).format(number=report.number, on=report.on, until=report.until.isoformat(), at=report.at)
    return f"{said} ({report.reason})" if report.reason else said


def print_form(
    form: Form, period: Period, rows: Sequence[Row], format_: str, about: str = ""
) -> None:
    """Prints a form as it stands on paper, for a terminal or in Markdown.

    `about`: what is said of it above the parts.
    """
    from zltrec.export.form_page import form_parts

    for level, content in form_parts(form, period, rows, about, paper_word):
        if isinstance(content, str):
            mark = f"{'#' * level} " if level and format_ == "md" else ""
            click.echo(f"{mark}{content}\n")
        else:
            print_sheet(content.heads, content.rows, format_)
            click.echo()
