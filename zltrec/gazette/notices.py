"""Notices and the plans they bring, read document by document.

A document begins with a notice's title (…关于印发…的通知) or with the title
of a plan that no notice brought, and ends where the next one begins. One is
held at a time, however long the file (see `opened` for what is made of it).
A table of contents makes no documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from zltrec.gazette.contents import Contents
from zltrec.gazette.document import Finding, Paragraph, PrintedNotice, PrintedRoster
from zltrec.gazette.issuance import read_issue_date
from zltrec.gazette.opened import OpenedDocument, orphan_date
from zltrec.gazette.titles import (
    is_open_notice_title,
    is_plan_title,
    is_title_like,
    likeness,
    read_notice_title,
)

_CHRONICLE = re.compile(r"(?:.*\d{4}\s*年.*)?大事记")
_MOST_PARTS = 4
_SAME = 0.95


def read_documents(
    paragraphs: Iterable[Paragraph],
) -> Iterator[PrintedNotice | PrintedRoster | Finding]:
    """Every document of a gazette in order: its notice or plan, then its rosters and
    findings by line. Paragraphs that belong to no document (a chronicle's) are passed over.
    """
    document: OpenedDocument | None = None
    contents = Contents()
    dated: Paragraph | None = None
    for paragraph in _whole_titles(paragraphs):
        if isinstance(paragraph, Finding):
            yield paragraph
            continue
        listed = contents.take(paragraph)
        title = None if listed or paragraph.cells else read_notice_title(paragraph.text)
        if title is not None or (paragraph.level and _CHRONICLE.fullmatch(paragraph.text)):
            if document is not None:
                yield from document.close()
            document = OpenedDocument(paragraph, title) if title else None
            dated = None
            continue
        owned = document is not None and document.take(paragraph, listed)
        if not owned and not listed and _begins_plan(paragraph, document, dated):
            if document is not None:
                yield from document.close()
            elif dated is not None:
                yield orphan_date(dated)
            document, dated = OpenedDocument(paragraph, None), None
            continue
        if document is not None:
            document.add(paragraph)
        dated = paragraph if read_issue_date(paragraph.text) else None
    if document is not None:
        yield from document.close()


def _whole_titles(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph | Finding]:
    """The paragraphs, a notice's title that was cut in pieces being one again."""
    held: Paragraph | None = None
    parts = 0
    for paragraph in paragraphs:
        if held is not None:
            goes_on = "关于" in held.text or paragraph.text.startswith("关于")
            if goes_on and is_title_like(paragraph) and parts < _MOST_PARTS:
                joined = replace(
                    held,
                    text=held.text + paragraph.text,
                    printed=held.printed + paragraph.printed,
                    lines=held.lines + paragraph.lines,
                )
                if read_notice_title(joined.text) is not None:
                    yield joined
                    params = (("first", held.line),)
                    yield Finding(
                        paragraph.line,
                        "joined_title",
                        "the title begun on line {first} goes on here; both were joined",
                        params,
                    )
                    held = None
                    continue
                if is_open_notice_title(joined.text):
                    held, parts = joined, parts + 1
                    continue
            yield held
            held = None
        if is_title_like(paragraph) and is_open_notice_title(paragraph.text):
            held, parts = paragraph, 1
            continue
        yield paragraph
    if held is not None:
        yield held


def _begins_plan(
    paragraph: Paragraph, document: OpenedDocument | None, dated: Paragraph | None
) -> bool:
    """Whether the paragraph is the title of a plan that no notice brought.

    It is a heading, or stands right under a date that belongs to nobody.
    """
    heading = bool(paragraph.level) or paragraph.bold == paragraph.text or dated is not None
    if paragraph.cells or not heading or not is_plan_title(paragraph.text):
        return False
    return document is None or likeness(paragraph.text, document.plan_title or "") < _SAME
