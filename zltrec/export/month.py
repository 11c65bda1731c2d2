"""A month of the chronicle as a page: as it stands, or as published with its errata (勘误)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from zltrec.calendar.when import When, decode_when
from zltrec.export.docx import render_docx
from zltrec.export.page import Heading, Item, Page, Paragraph, Run
from zltrec.export.words import printed
from zltrec.gazette.rendering import FURTHER, month_title, printed_entries, render_month
from zltrec.procedure.form_sheet import Words
from zltrec.projections.chronicle import month_entries
from zltrec.projections.issues import published_month
from zltrec.projections.projection import Reads
from zltrec.projections.rows import Row

ERRATA = "勘误"


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month: its first day, its entries (date, text) in order, its errata as sentences."""

    first: date
    entries: Sequence[tuple[When, str]]
    errata: Sequence[str]


def month_page(
    views: Reads, first: date, zone: ZoneInfo, words: Words = printed, until: date | None = None
) -> MonthPage:
    """The month that begins on `first`: as published, if it is, else as it stands.

    `until`: only what had ended, and was published, by that day. Days of errata are of `zone`.
    """
    found = published_month(views.connection, f"{first:%Y-%m}", until)
    if found is None:
        return MonthPage(first, month_entries(views, first.year, first.month, until), ())
    entries, errata = found
    return MonthPage(
        first,
        [(decode_when(day), text) for day, text in entries],
        [_erratum(dict(row), zone, words) for row in errata],
    )


def month_markdown(page: MonthPage) -> str:
    """The month in Markdown, its errata under it. Raises Refused as `render_month`."""
    text = render_month(page.first.year, page.first.month, page.entries)
    if page.errata:
        text += f"\n## {ERRATA}\n\n" + "\n\n".join(f"- {one}" for one in page.errata) + "\n"
    return text


def month_docx(page: MonthPage) -> bytes:
    """The same as the bytes of a DOCX file. Raises also what `render_docx` raises."""
    year, month = page.first.year, page.first.month
    title = month_title(year, month)
    parts: list[Page] = [Heading(1, (Run(title),))]
    for day, text in printed_entries(year, month, page.entries):
        lead = Run(day, bold=True) if day else Run(FURTHER)
        parts.append(Paragraph((lead, Run(f" {text}"))))
    if page.errata:
        parts.append(Heading(2, (Run(ERRATA),)))
        parts += [Item("•", (Run(one),)) for one in page.errata]
    return render_docx(parts, title)


def _erratum(row: Row, zone: ZoneInfo, words: Words) -> str:
    """One erratum: the day of recording, what was published, what holds now, and why."""
    day = datetime.fromisoformat(row["recorded_at"]).astimezone(zone).date()
    said = words(row["kind"]).format(
        published=f"{row['published_date']} {row['published']}", text=f"{row['date']} {row['text']}"
    )
    reason = f" ({row['reason']})" if row["reason"] else ""
    return f"{day} {said}{reason}"
