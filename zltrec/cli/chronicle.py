"""`zltrec chronicle`: the 大事记, entry by entry."""

from __future__ import annotations

import re
from pathlib import Path

import click

from zltrec.calendar.when import When
from zltrec.cli.messages import _
from zltrec.cli.options import (
    answer_format,
    as_of_option,
    format_option,
    known_at_option,
    reason_option,
    span_options,
)
from zltrec.cli.output import print_answer, print_rows, print_written
from zltrec.cli.paper import give_paper, paper_option
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage


@click.group("chronicle", help=_("Record, correct, list and print chronicle entries."))
def command() -> None:
    pass


@command.command(
    "add",
    help=_(
        "Record an entry. TEXT may begin with its date and a blank; - reads"
        " stdin; without TEXT the editor opens."
    ),
)
@click.argument("text", required=False)
@click.option(
    "--date",
    "date_",
    metavar="D",
    help=_("When it happened: 2022-06-03, 6月6~7日, 2022-06, undated."),
)
@click.option(
    "--batch",
    metavar="FILE|-",
    help=_("Many at once, all or none: a line each, as TEXT or as JSON with date and text."),
)
@answer_format()
@pass_session
def add(
    session: Session, text: str | None, date_: str | None, batch: str | None, format_: str
) -> None:
    from zltrec.records.chronicle import add_entries

    if batch is not None:
        if text is not None or date_ is not None:
            raise BadUsage("--batch brings its own dates and texts; give nothing else")
        _add_batch(session, batch, format_)
        return
    when, said = split_entry(session, session.read_text(text), date_)
    (written,) = add_entries(session.workspace.records, [(when, said)])
    print_written(format_, written.id, written.position, when)


def split_entry(session: Session, text: str, date_: str | None) -> tuple[When, str]:
    """The date and the text of an entry as typed."""
    if date_ is not None:
        return session.when(date_), text
    if not text.strip():
        raise BadUsage("the text of the entry is empty; nothing was recorded")
    head, _blank, rest = re.sub(r"\s", " ", text.strip(), count=1).partition(" ")
    try:
        return session.when(head), rest
    except BadUsage as error:
        raise BadUsage(
            "the text does not begin with a date and a blank ({reason}); or give --date",
            reason=error,
        ) from None


def _add_batch(session: Session, batch: str, format_: str) -> None:
    from zltrec.cli.batch import read_batch
    from zltrec.records.chronicle import record_entry

    def record(work: object, row: dict[str, str]) -> tuple[str, int]:
        if others := row.keys() - {"date", "text"}:
            raise BadUsage(
                "{names} is not read here; a row has a date and a text",
                names=", ".join(sorted(others)),
            )
        when, said = split_entry(session, row.get("text", ""), row.get("date") or None)
        written = record_entry(work, when, said)  # type: ignore[arg-type]
        return written.id, written.position

    written = read_batch(session, batch, record)
    print_answer(
        {
            "added": len(written),
            "refused": 0,
            "ids": [i for i, _p in written],
            "position": written[-1][1] if written else session.workspace.log.size,
        },
        format_,
        _("recorded {count} entries").format(count=len(written)),
    )


@command.command("amend", help=_("Correct an entry's date, its text, or both."))
@click.argument("id_", metavar="ID")
@click.argument("text", required=False)
@click.option("--date", "date_", metavar="D", help=_("The date as it should be."))
@reason_option()
@answer_format()
@pass_session
def amend(
    session: Session, id_: str, text: str | None, date_: str | None, reason: str, format_: str
) -> None:
    from zltrec.records.chronicle import amend_entry

    said = session.read_text(text) if text is not None or date_ is None else None
    when = session.when(date_) if date_ is not None else None
    written = amend_entry(session.workspace.records, id_, when=when, text=said, reason=reason)
    print_written(format_, written.id, written.position, when)


@command.command("retract", help=_("Take an entry back; what it said stays in the log."))
@click.argument("id_", metavar="ID")
@reason_option()
@answer_format()
@pass_session
def retract(session: Session, id_: str, reason: str, format_: str) -> None:
    from zltrec.records.chronicle import retract_entry

    written = retract_entry(session.workspace.records, id_, reason=reason)
    print_written(format_, written.id, written.position)


@command.command("move", help=_("Put an entry after another of the same date."))
@click.argument("id_", metavar="ID")
@click.option("--after", required=True, metavar="ID2", help=_("The entry that it will follow."))
@answer_format()
@pass_session
def move(session: Session, id_: str, after: str, format_: str) -> None:
    from zltrec.records.chronicle import move_entry

    written = move_entry(session.workspace.records, id_, after=after)
    print_written(format_, written.id, written.position)


@command.command("list", help=_("List entries in order, retracted ones included."))
@span_options()
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def list_(
    session: Session,
    first: str | None,
    last: str | None,
    contains: str,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    from zltrec.projections.ledgers import LEDGERS

    ledger = LEDGERS["chronicle"]
    scope = session.scope(as_of, first, last, contains)
    views = session.views(known_at)
    columns = ledger.columns
    if format_ == "table":  # what fits a terminal of 80 columns
        columns = ("id", "start", "end", "text", "status", "position")
    print_rows(ledger.rows(views, scope), columns, format_)
    later = views.select(
        "SELECT count(*), max(end) FROM chronicle WHERE end > ? AND status <> 'retracted'",
        (session.workspace.today.isoformat(),),
    )[0]
    if not (as_of or first or last or contains) and later[0]:
        session.say(
            _("{count} entries end after today; --as-of {day} shows them").format(
                count=later[0], day=later[1]
            )
        )


@command.command(
    "render",
    help=_(
        "Print a month as the gazette prints it; a published month as it was published, its"
        " errata after it."
    ),
)
@click.argument("month", metavar="YYYY-MM")
@paper_option()
@known_at_option()
@format_option("md", "docx", "html")
@pass_session
def render(
    session: Session, month: str, out: Path | None, known_at: str | None, format_: str
) -> None:
    from zltrec.cli.month import render_asked

    give_paper(render_asked(session, month, known_at, format_), out)


@command.command(
    "publish",
    help=_(
        "Freeze a month as an issue; needs the editor's approval of chronicle:YYYY-MM, action"
        " publish."
    ),
)
@click.argument("month", metavar="YYYY-MM")
@answer_format()
@pass_session
def publish(session: Session, month: str, format_: str) -> None:
    from zltrec.cli.month import asked_month
    from zltrec.records.publishing import publish_month

    workspace = session.workspace
    first = asked_month(session, month)
    written = publish_month(workspace.records, f"{first:%Y-%m}", today=workspace.today)
    print_written(format_, written.id, written.position)
