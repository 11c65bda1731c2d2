"""`zltrec roster`: bodies, and who sits in them from when to when."""

from __future__ import annotations

import click
import msgspec

from zltrec.calendar.when import UNDATED, encode_when
from zltrec.cli.messages import _
from zltrec.cli.options import (
    answer_format,
    as_of_option,
    format_option,
    known_at_option,
    reason_option,
)
from zltrec.cli.output import print_answer, print_rows, print_written
from zltrec.cli.session import Session, pass_session
from zltrec.domain.roster import OfficeContent, RosterContent, SeatContent
from zltrec.errors import BadUsage
from zltrec.projections.ledgers import LEDGERS, find_row
from zltrec.projections.rows import Scope


@click.group("roster", help=_("Bodies, and who sits in them from when to when."))
def command() -> None:
    pass


@command.command("list", help=_("List bodies."))
@click.option(
    "--contains", metavar="TEXT", default="", help=_("Only bodies with this in their name.")
)
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def list_(
    session: Session, contains: str, as_of: str | None, known_at: str | None, format_: str
) -> None:
    ledger = LEDGERS["rosters"]
    rows = ledger.rows(session.views(known_at), session.scope(as_of, contains=contains))
    columns = ledger.columns
    if format_ in ("table", "md"):
        rows = (row | {"members": len(row["members"])} for row in rows)
        columns = ("id", "body", "seat", "members", "formed_on", "position")
    print_rows(rows, columns, format_)


@command.command("show", help=_("Show a body and who sits in it (on a day, with --as-of)."))
@click.argument("id_", metavar="ID")
@click.option("--all", "everyone", is_flag=True, help=_("Also those who have left."))
@as_of_option()
@known_at_option()
@format_option("table", "json", "jsonl", "csv", "md")
@pass_session
def show(
    session: Session,
    id_: str,
    everyone: bool,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    scope = Scope() if everyone else session.scope(as_of)
    row = find_row(session.views(known_at), LEDGERS["rosters"], "id", id_, scope)
    if format_ == "json":
        print_answer(row, format_, "")
        return
    if format_ == "table":
        click.echo(row["body"])
        click.echo(_("office at {seat}").format(seat=row["seat"] or "-"))
        for holder in row["office"]:
            click.echo(f"  {holder['role']} {holder['name']} {holder['title']}".rstrip())
        click.echo()
    print_rows(row["members"], ("number", "role", "name", "title", "from", "to"), format_)


@command.command("add", help=_("Record a body with its seats."))
@click.argument("body")
@click.option(
    "--seat",
    "seats",
    multiple=True,
    metavar="ROLE:NAME:TITLE",
    help=_("A seat; may be given again."),
)
@click.option("--on", "formed_on", metavar="D", help=_("The day of its document, if printed."))
@click.option("--office", metavar="TEXT", help=_("Where its office is."))
@answer_format()
@pass_session
def add(
    session: Session,
    body: str,
    seats: tuple[str, ...],
    formed_on: str | None,
    office: str | None,
    format_: str,
) -> None:
    from zltrec.records.rosters import add_roster

    content = RosterContent(
        body=body,
        seats={n: parse_seat(text) for n, text in enumerate(seats, start=1)},
        office=OfficeContent(office),
    )
    when = session.when(formed_on) if formed_on else UNDATED
    written = add_roster(session.workspace.records, content, when)
    print_written(format_, written.id, written.position)


@command.command("amend", help=_("Correct what is recorded of a body; only what is given changes."))
@click.argument("id_", metavar="ID")
@click.option("--body", metavar="TEXT", help=_("The name as it should be."))
@click.option(
    "--seat",
    "seats",
    multiple=True,
    metavar="NUMBER=ROLE:NAME:TITLE",
    help=_("A seat as it should be; may be given again."),
)
@click.option("--on", "formed_on", metavar="D", help=_("The day of its document as it should be."))
@click.option("--office", metavar="TEXT", help=_("Where its office is."))
@reason_option()
@answer_format()
@pass_session
def amend(
    session: Session,
    id_: str,
    body: str | None,
    seats: tuple[str, ...],
    formed_on: str | None,
    office: str | None,
    reason: str,
    format_: str,
) -> None:
    from zltrec.records.rosters import amend_roster, find_roster

    state = find_roster(session.workspace.records, id_)
    content = state.content()
    if body:
        content = msgspec.structs.replace(content, body=body)
    if office:
        content = msgspec.structs.replace(
            content, office=OfficeContent(office, content.office.holders)
        )
    for text in seats:
        number, _eq, seat = text.partition("=")
        if not number.isdecimal() or int(number) not in content.seats:
            raise BadUsage(
                "{text} names no seat of {body}; write NUMBER=ROLE:NAME:TITLE",
                text=text,
                body=state.body,
            )
        changed = content.seats | {int(number): parse_seat(seat)}
        content = msgspec.structs.replace(content, seats=changed)
    day = encode_when(session.when(formed_on)) if formed_on else state.occurred
    written = amend_roster(session.workspace.records, state.id, content, day, reason=reason)
    print_written(format_, written.id, written.position)


@command.command("appoint", help=_("Give somebody a new seat from a day on."))
@click.argument("id_", metavar="ID")
@click.argument("seat", metavar="ROLE:NAME:TITLE")
@click.option("--on", "on_", required=True, metavar="D", help=_("The first day in the seat."))
@answer_format()
@pass_session
def appoint(session: Session, id_: str, seat: str, on_: str, format_: str) -> None:
    from zltrec.records import rosters

    written = rosters.appoint(session.workspace.records, id_, parse_seat(seat), on=session.day(on_))
    print_written(format_, written.id, written.position)


@command.command("release", help=_("End a seat; PERSON is a name, or the seat's number."))
@click.argument("id_", metavar="ID")
@click.argument("person")
@click.option("--on", "on_", required=True, metavar="D", help=_("The last day in the seat."))
@reason_option(required=False)
@answer_format()
@pass_session
def release(session: Session, id_: str, person: str, on_: str, reason: str, format_: str) -> None:
    from zltrec.records import rosters

    written = rosters.release(
        session.workspace.records, id_, person, on=session.day(on_), reason=reason
    )
    print_written(format_, written.id, written.position)


def parse_seat(text: str) -> SeatContent:
    """`ROLE:NAME:TITLE`, with half- or full-width colons; the title may be left out."""
    parts = [part.strip() for part in text.replace("：", ":").split(":", 2)]
    if len(parts) < 2 or not parts[0] or not parts[1]:
        raise BadUsage("{text} is no seat; write ROLE:NAME:TITLE", text=text)
    return SeatContent(parts[0], parts[1], parts[2] if len(parts) == 3 else "")
