"""A month of the chronicle as the gazette prints it, in Markdown or as a page of HTML.

The Markdown is what `reading` reads: the same dates and texts come back, in
the same order. A date is printed once, in bold, and each further entry of it
behind a mark. Knows no store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape as escape_html

from zltrec.calendar.printed import Heading, render_printed
from zltrec.calendar.when import When
from zltrec.errors import Refused
from zltrec.gazette.line import escape

FURTHER = "☆"
"""The mark that is printed before a further entry."""

_PAGE = """<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ max-width: 42em; margin: 2em auto; padding: 0 1em; line-height: 1.8; font-family: serif; }}
h1 {{ text-align: center; font-size: 1.5em; }}
p {{ text-align: justify; }}
</style>
</head>
<body>
<h1>{title}</h1>
{entries}</body>
</html>
"""


def render_month(year: int, month: int, entries: Sequence[tuple[When, str]]) -> str:
    """The month's chronicle in Markdown; `read_gazette` reads the same entries back.

    `entries` are (date, text) in the chronicle's order (`When.sort_key`). What
    the print cannot carry is what a reader closes up or leaves out: blanks
    between Chinese characters (kept inside “…”), line breaks, the minute of a
    date. Raises Refused for an entry that cannot stand under this month: one
    without a date, or of another whole month or year.
    """
    paragraphs = [f"# {month_title(year, month)}"]
    for printed, text in printed_entries(year, month, entries):
        lead = f"**{printed}**" if printed else FURTHER
        paragraphs.append(f"{lead} {escape(text)}")
    return "\n\n".join(paragraphs) + "\n"


def render_month_html(year: int, month: int, entries: Sequence[tuple[When, str]]) -> str:
    """The same as a page of HTML that needs no other file. Raises as `render_month`."""
    paragraphs = [
        f"<p>{f'<strong>{printed}</strong>' if printed else FURTHER} {escape_html(text)}</p>\n"
        for printed, text in printed_entries(year, month, entries)
    ]
    return _PAGE.format(title=month_title(year, month), entries="".join(paragraphs))


def month_title(year: int, month: int) -> str:
    """What stands above the chronicle of a month."""
    return f"{year:04d}年{month}月大事记"


def printed_entries(
    year: int, month: int, entries: Sequence[tuple[When, str]]
) -> Iterator[tuple[str, str]]:
    """The entries as printed: the date ("" for a further entry of it), the text in one line.

    Raises as `render_month`.
    """
    heading = Heading(year, month)
    before = ""
    for when, text in entries:
        printed = render_printed(when, heading)
        if not printed or not _fits(when, year, month):
            raise Refused(
                "the entry {text} cannot stand in the chronicle of {month}; its date is {date}",
                text=text,
                month=f"{year:04d}-{month:02d}",
                date=str(when) or "-",
            )
        yield "" if printed == before else printed, " ".join(text.split())
        before = printed


def _fits(when: When, year: int, month: int) -> bool:
    if when.start is None or when.precision not in ("month", "year"):
        return True
    return when.start.year == year and (when.precision == "year" or when.start.month == month)
