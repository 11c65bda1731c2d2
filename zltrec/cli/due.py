"""`zltrec due`: what is owed by whom, over cases, filings and promises: the morning page."""

from __future__ import annotations

from datetime import timedelta

import click

from zltrec.cli.labels import standing
from zltrec.cli.messages import _
from zltrec.cli.options import format_option, known_at_option
from zltrec.cli.output import print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage

_SHOWN = 6  # columns that fit a terminal


@click.command("due", help=_("What is owed by whom, overdue first: the morning page."))
@click.option("--on", "on_", metavar="T", help=_("As of this day or minute; else now."))
@click.option("--office", metavar="O", help=_("Only what this office owes."))
@click.option(
    "--days",
    type=click.IntRange(min=0),
    metavar="N",
    help=_("Only what is overdue, or due within so many days."),
)
@known_at_option()
@format_option()
@pass_session
def command(
    session: Session,
    on_: str | None,
    office: str | None,
    days: int | None,
    known_at: str | None,
    format_: str,
) -> None:
    from zltrec.projections.case_rows import DUTY_COLUMNS
    from zltrec.projections.duties import due_rows

    when = session.when(on_ or "today")
    if when.precision not in ("day", "minute") or when.start is None:
        raise BadUsage("{on} is neither a day nor a minute", on=on_ or "")
    last = None if days is None else (when.start + timedelta(days=days)).isoformat()
    at = str(when) if on_ else session.minute_now()
    rows = due_rows(session.views(known_at), when.start, at, office, last)
    shown = _SHOWN if format_ in ("table", "md") else None
    told = [row | {"status": standing(row["status"])} for row in rows] if shown else rows
    print_rows(told, DUTY_COLUMNS[:shown], format_)
    if any(row["provisional"] for row in rows):
        session.say(
            _("some days are provisional: a calendar or a rule that they rest on is not adopted")
        )
