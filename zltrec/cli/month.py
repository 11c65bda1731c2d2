"""A month of the chronicle on paper, as it is asked for."""

from __future__ import annotations

from datetime import date

from zltrec.cli.labels import paper_word
from zltrec.cli.session import Session
from zltrec.errors import BadUsage


def asked_month(session: Session, text: str) -> date:
    """The first day of the month that is asked for. Raises BadUsage if it is none."""
    asked = session.when(text)
    if asked.precision != "month" or asked.start is None:
        raise BadUsage("{month} is no month; write it as 2022-06", month=text)
    return asked.start


def render_asked(session: Session, text: str, known_at: str | None, format_: str) -> bytes:
    """The month's page in Markdown, DOCX or HTML; errata stand under all but the last."""
    from zltrec.export.month import month_docx, month_markdown, month_page
    from zltrec.gazette.rendering import render_month_html

    first = asked_month(session, text)
    page = month_page(session.views(known_at), first, session.workspace.zone, paper_word)
    if format_ == "html":
        return render_month_html(first.year, first.month, page.entries).encode()
    return month_docx(page) if format_ == "docx" else month_markdown(page).encode()
