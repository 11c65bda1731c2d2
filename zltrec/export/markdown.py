"""Markdown read into the parts of a page, for DOCX.

Read by markdown-it-py (the extra `office`) as CommonMark with tables, so that the
page says what any other reader of the same Markdown shows; numbers of lists and
the ends of lines stand as they are written. What a page has no part for (quotes,
code, links) gives its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from zltrec.errors import BadUsage
from zltrec.export.docx import render_docx
from zltrec.export.page import Heading, Item, Page, Paragraph, Run, Runs, Table

if TYPE_CHECKING:
    from markdown_it.token import Token

_BULLET = "•"


def read_markdown(text: str) -> list[Page]:
    """The parts of a page. Raises BadUsage where markdown-it-py is not installed."""
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise BadUsage(
            "DOCX needs markdown-it-py, which is not installed: pip install 'zltrec[office]'"
        ) from None
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return list(_parts(reader.parse(text)))


def markdown_docx(text: str, title: str) -> bytes:
    """A page of Markdown as the bytes of a DOCX file. Raises also what `render_docx` raises."""
    return render_docx(read_markdown(text), title)


def _parts(tokens: Sequence[Token]) -> Iterator[Page]:
    marks: list[str] = []
    rows: list[list[Runs]] = []
    level = 0
    for token in tokens:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            marks.append("")
        elif kind in ("bullet_list_close", "ordered_list_close"):
            marks.pop()
        elif kind == "list_item_open":
            marks[-1] = f"{token.info}{token.markup}" if token.info else _BULLET
        elif kind == "heading_open":
            level = int(token.tag[1:])
        elif kind == "heading_close":
            level = 0
        elif kind == "table_open":
            rows = []
        elif kind == "tr_open":
            rows.append([])
        elif kind == "table_close":
            yield Table(tuple(tuple(row) for row in rows))
            rows = []
        elif kind in ("fence", "code_block"):
            yield Paragraph((Run(token.content.rstrip("\n")),))
        elif kind == "inline":
            runs = _runs(token.children or ())
            if rows:
                rows[-1].append(runs)
            elif level:
                yield Heading(level, runs)
            elif marks:
                yield Item(marks[-1], runs, len(marks) - 1)
                marks[-1] = ""  # A further paragraph of the same item has none.
            elif runs:
                yield Paragraph(runs)


def _runs(tokens: Sequence[Token]) -> Runs:
    """Text by style; a line stays a line."""
    runs: list[Run] = []
    bold = italic = 0
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold += token.nesting
        elif token.type in ("em_open", "em_close"):
            italic += token.nesting
        else:
            text = "\n" if token.type in ("softbreak", "hardbreak") else token.content
            run = Run(text, bold > 0, italic > 0)
            if runs and (runs[-1].bold, runs[-1].italic) == (run.bold, run.italic):
                run = Run(runs.pop().text + text, run.bold, run.italic)
            if run.text:
                runs.append(run)
    return tuple(runs)
