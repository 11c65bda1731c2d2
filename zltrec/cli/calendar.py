"""`zltrec calendar`: which days are worked, year by year."""

from __future__ import annotations

from pathlib import Path

import click

from zltrec.cli.messages import _
from zltrec.cli.options import answer_format, format_option
from zltrec.cli.output import print_answer, print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage, Unreadable

_YEAR = click.IntRange(1, 9999)


@click.group("calendar", help=_("Calendars of working days, each year's adopted."))
def command() -> None:
    pass


@command.command("list", help=_("List the years whose calendar is adopted."))
@format_option()
@pass_session
def list_(session: Session, format_: str) -> None:
    from zltrec.records.workdays import adoptions

    rows = [
        {
            "year": adoption.calendar.year,
            "holidays": len(adoption.calendar.holidays),
            "workdays": len(adoption.calendar.workdays),
            "basis": adoption.calendar.basis,
            "approval": adoption.approval or None,
            "position": adoption.position,
        }
        for adoption in adoptions(session.workspace.records)
    ]
    columns = ("year", "holidays", "workdays", "basis", "approval", "position")
    print_rows(rows, columns, format_)


@command.command(
    "show",
    help=_(
        "Show a year's days off and worked weekends. Of a year that is not"
        " adopted, the bundled calendar."
    ),
)
@click.argument("year", type=_YEAR)
@format_option()
@pass_session
def show(session: Session, year: int, format_: str) -> None:
    from zltrec.domain.workdays import adopted_year
    from zltrec.records.workdays import seed_of

    with session.workspace.records.looking() as look:
        adopted = adopted_year(year, look.registers)
    calendar = adopted or seed_of(year)
    if adopted is None:
        _say_action(session, year)
    holidays = [day.isoformat() for day in calendar.holidays]
    workdays = [day.isoformat() for day in calendar.workdays]
    if format_ == "json":
        answer = {"year": year, "holidays": holidays, "workdays": workdays}
        print_answer(
            answer | {"basis": calendar.basis, "adopted": adopted is not None}, format_, ""
        )
        return
    days = [(day, "holiday") for day in holidays] + [(day, "workday") for day in workdays]
    print_rows(
        ({"date": day, "kind": kind} for day, kind in sorted(days)), ("date", "kind"), format_
    )


def _say_action(session: Session, year: int) -> None:
    from zltrec.calendar.working import encode_year
    from zltrec.domain.workdays import adopt_action, subject_of
    from zltrec.records.workdays import seed_of

    session.say(
        _(
            "the calendar of {year} is not adopted; its approval is of SUBJECT {subject},"
            " ACTION '{action}'"
        ).format(
            year=year, subject=subject_of(year), action=adopt_action(encode_year(seed_of(year)))
        )
    )


@command.command(
    "adopt",
    help=_(
        "Adopt a year's calendar, the bundled one or a file's. The approval has"
        " to be in: SUBJECT is workdays:YEAR, and the refusal names the ACTION."
    ),
)
@click.argument("year", type=_YEAR)
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help=_("A calendar of your own, as `calendar show --format json` prints it."),
)
@answer_format()
@pass_session
def adopt(session: Session, year: int, file: Path | None, format_: str) -> None:
    from zltrec.records.workdays import adopt_year

    workspace = session.workspace
    written = adopt_year(workspace.records, _text_of(year, file), today=workspace.today)
    print_answer(
        {"id": written.id, "position": written.position},
        format_,
        _("the calendar of {year} counts from position {position} on").format(
            year=year, position=written.position
        ),
    )


def _text_of(year: int, file: Path | None) -> str:
    """The text to adopt. Raises Unreadable for a bad file, BadUsage for one of another year."""
    from zltrec.calendar.working import decode_year, encode_year
    from zltrec.cli.keys import read_text
    from zltrec.records.workdays import seed_of

    if file is None:
        return encode_year(seed_of(year))
    text = read_text(file)
    try:
        named = decode_year(text).year
    except Unreadable as error:
        raise Unreadable("{path} is no calendar: {reason}", path=file, reason=error) from error
    if named != year:
        raise BadUsage(
            "{path} is the calendar of {named}, not of {year}", path=file, named=named, year=year
        )
    return text
