"""`zltrec due`: what is owed by whom, over cases, filings and promises: the morning page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import click

from zltrec.cli.labels import standing
from zltrec.cli.messages import _
from zltrec.cli.options import format_option, known_at_option
from zltrec.cli.output import print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage

_SHOWN = 6  # columns that fit a terminal
_FOLDED = 3  # periods, from which on they are one line


@click.command("due", help=_("What is owed by whom, overdue first: the morning page."))
@click.option("--on", "on_", metavar="T", help=_("As of this day or minute; else now."))
@click.option("--office", metavar="O", help=_("Only what this office owes."))
@click.option(
    "--days",
    type=click.IntRange(min=0),
    metavar="N",
    help=_("Only what is overdue, or due within so many days."),
)
@click.option("--all", "all_", is_flag=True, help=_("Every period in a line of its own."))
@known_at_option()
@format_option()
@pass_session
def command(
    session: Session,
    on_: str | None,
    office: str | None,
    days: int | None,
    all_: bool,
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
    told = rows if all_ or not shown else folded(rows)
    if shown:
        told = [row | {"status": standing(row["status"])} for row in told]
    print_rows(told, DUTY_COLUMNS[:shown], format_)
    if any(row["provisional"] for row in rows):
        session.say(
            _("some days are provisional: a calendar or a rule that they rest on is not adopted")
        )


def folded(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows for people: what one office owes for many periods is one line, first to last."""
    groups: dict[Any, list[dict[str, Any]]] = {}
    for number, row in enumerate(rows):
        key = [row[name] for name in ("procedure", "clock", "office", "what", "status", "section")]
        groups.setdefault(tuple(key) if row["period"] else number, []).append(row)
    told = []
    for group in groups.values():
        if len(group) < _FOLDED:
            told += group
            continue
        first, last = group[0], group[-1]
        subject = f"{first['subject']} …\n{last['period']} ({len(group)})"
        told.append(
            first | {"due_on": f"{first['due_on']} …\n{last['due_on']}", "subject": subject}
        )
    return sorted(told, key=lambda row: str(row["due_on"]))
