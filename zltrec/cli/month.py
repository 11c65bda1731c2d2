"""A month of the chronicle on paper: as it stands, or as published with its errata."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from zltrec.calendar.when import When, decode_when
from zltrec.cli.messages import _
from zltrec.cli.session import Session
from zltrec.errors import BadUsage
from zltrec.gazette.rendering import (
    FURTHER,
    month_title,
    printed_entries,
    render_month,
    render_month_html,
)
from zltrec.projections.chronicle import month_entries
from zltrec.projections.issues import published_month
from zltrec.projections.rows import Row

ERRATA = "勘误"


def asked_month(session: Session, text: str) -> date:
    """The first day of the month that is asked for. Raises BadUsage if it is none."""
    asked = session.when(text)
    if asked.precision != "month" or asked.start is None:
        raise BadUsage("{month} is no month; write it as 2022-06", month=text)
    return asked.start


def render_asked(session: Session, text: str, known_at: str | None, format_: str) -> bytes:
    """The month's page in Markdown, DOCX or HTML; errata stand under all but the last."""
    first = asked_month(session, text)
    views = session.views(known_at)
    published = published_month(views.connection, f"{first:%Y-%m}")
    entries, errata = month_entries(views, first.year, first.month), []
    if published is not None:
        printed, rows = published
        entries = [(decode_when(day), text) for day, text in printed]
        errata = [_erratum(dict(row), session.workspace.zone) for row in rows]
    if format_ == "html":
        return render_month_html(first.year, first.month, entries).encode()
    if format_ == "docx":
        return _as_docx(first, entries, errata)
    page = render_month(first.year, first.month, entries)
    if errata:
        page += f"\n## {ERRATA}\n\n" + "\n\n".join(f"- {one}" for one in errata) + "\n"
    return page.encode()


def _as_docx(month: date, entries: Sequence[tuple[When, str]], errata: Sequence[str]) -> bytes:
    from zltrec.export.docx import Heading, Item, Page, Paragraph, Run, render_docx

    title = month_title(month.year, month.month)
    page: list[Page] = [Heading(1, (Run(title),))]
    for printed, text in printed_entries(month.year, month.month, entries):
        lead = Run(printed, bold=True) if printed else Run(FURTHER)
        page.append(Paragraph((lead, Run(f" {text}"))))
    if errata:
        page.append(Heading(2, (Run(ERRATA),)))
        page += [Item("•", (Run(one),)) for one in errata]
    return render_docx(page, title)


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
    return f"{day} {said}{reason}"
