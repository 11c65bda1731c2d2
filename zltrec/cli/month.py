"""A month of the chronicle on paper: as it stands, or as published with its errata."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from zltrec.calendar.when import decode_when
from zltrec.cli.messages import _
from zltrec.cli.session import Session
from zltrec.errors import BadUsage
from zltrec.gazette.rendering import render_month, render_month_html
from zltrec.projections.chronicle import month_entries
from zltrec.projections.issues import published_month
from zltrec.projections.rows import Row


def asked_month(session: Session, text: str) -> date:
    """The first day of the month that is asked for. Raises BadUsage if it is none."""
    asked = session.when(text)
    if asked.precision != "month" or asked.start is None:
        raise BadUsage("{month} is no month; write it as 2022-06", month=text)
    return asked.start


def render_asked(session: Session, text: str, known_at: str | None, format_: str) -> str:
    """The month's page in Markdown or HTML; errata stand under the Markdown one."""
    first = asked_month(session, text)
    views = session.views(known_at)
    draw = render_month if format_ == "md" else render_month_html
    published = published_month(views.connection, f"{first:%Y-%m}")
    if published is None:
        return draw(first.year, first.month, month_entries(views, first.year, first.month))
    entries, errata = published
    page = draw(first.year, first.month, [(decode_when(day), text) for day, text in entries])
    if format_ == "md" and errata:
        page += (
            "\n## 勘误\n\n"
            + "\n\n".join(_erratum(dict(row), session.workspace.zone) for row in errata)
            + "\n"
        )
    return page


def _erratum(row: Row, zone: ZoneInfo) -> str:
    """One erratum: the day of recording, what was published, what holds now, and why."""
    day = datetime.fromisoformat(row["recorded_at"]).astimezone(zone).date()
    kinds = {
        "amended": _("amended: {published} → {text}"),
        "retracted": _("retracted: {published}"),
        "added": _("added: {text}"),
    }
    said = kinds[row["kind"]].format(
        published=f"{row['published_date']} {row['published']}", text=f"{row['date']} {row['text']}"
    )
    reason = f" ({row['reason']})" if row["reason"] else ""
    return f"- {day} {said}{reason}"
