"""Pages as DOCX: headings, paragraphs, lists and tables, set in a Chinese face.

The same page gives the same bytes: the properties and the entries of the archive
bear one fixed day, and nothing in it is compressed, so that no version of a
library changes it. Written by python-docx (the extra `office`), which is imported
late; knows no store.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wcwidth import wcswidth

from zltrec.errors import BadUsage

if TYPE_CHECKING:
    from docx.document import Document

FACE = "宋体"
"""The face of Chinese characters; of headings, `HEADING_FACE`; of others, `LATIN_FACE`."""
HEADING_FACE = "黑体"
LATIN_FACE = "Times New Roman"

_FIXED = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can name
_BODY_POINTS = 12
_HEADING_POINTS = (18, 16, 14, 12, 12, 12)
_TABLE_POINTS = 10.5
_NARROW, _WIDE = 7, 40  # characters of half width, by which columns share a page
_HEAD_LINES = 4  # over how many lines a head may run
_LINE = 1.5
_INDENT_POINTS = 24
_GRID = "Table Grid"
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style; a line break in it stays one."""

    text: str
    bold: bool = False
    italic: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level from 1 to 6; the first level is the page's title, centred."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list behind its mark (`•`, `1.`), as it is printed; `depth` from 0."""

    mark: str
    runs: Runs
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row is its head where `headed`."""

    rows: tuple[tuple[Runs, ...], ...]
    headed: bool = True


Page = Heading | Paragraph | Item | Table


def render_docx(page: Sequence[Page], title: str) -> bytes:
    """A page as the bytes of a DOCX file. Raises BadUsage where python-docx is not installed."""
    try:
        import docx
    except ImportError:
        raise BadUsage(
            "DOCX needs python-docx, which is not installed: pip install 'zltrec[office]'"
        ) from None
    document = docx.Document()
    _set_properties(document, title)
    _set_faces(document)
    for part in page:
        _add(document, part)
    written = io.BytesIO()
    document.save(written)
    return _settled(written.getvalue())


def _set_properties(document: Document, title: str) -> None:
    known = document.core_properties
    known.title, known.language = title, "zh-CN"
    known.author = known.last_modified_by = known.comments = known.keywords = ""
    known.revision = 1
    known.created = known.modified = datetime(*_FIXED)


def _set_faces(document: Document) -> None:
    from docx.shared import Pt, RGBColor

    normal: Any = document.styles["Normal"]
    _set_face(normal, FACE)
    normal.font.size = Pt(_BODY_POINTS)
    normal.paragraph_format.line_spacing = _LINE
    for level, points in enumerate(_HEADING_POINTS, 1):
        style: Any = document.styles[f"Heading {level}"]
        _set_face(style, HEADING_FACE)
        style.font.size = Pt(points)
        style.font.bold = True
        style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)


def _set_face(style: Any, chinese: str) -> None:
    """The faces of a style, in place of those that it takes from a theme."""
    from docx.oxml.ns import qn

    style.font.name = LATIN_FACE
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script, face in (
        ("ascii", LATIN_FACE),
        ("hAnsi", LATIN_FACE),
        ("cs", LATIN_FACE),
        ("eastAsia", chinese),
    ):
        fonts.set(qn(f"w:{script}"), face)


def _add(document: Document, part: Page) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if isinstance(part, Table):
        _add_table(document, part)
        return
    if isinstance(part, Heading):
        paragraph: Any = document.add_paragraph(style=f"Heading {part.level}")
        if part.level == 1:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _add_runs(paragraph, part.runs)
        return
    paragraph = document.add_paragraph()
    if isinstance(part, Item):
        paragraph.paragraph_format.left_indent = Pt(_INDENT_POINTS * (part.depth + 1))
        paragraph.paragraph_format.first_line_indent = Pt(-_INDENT_POINTS)
        paragraph.add_run(f"{part.mark}\t")
    _add_runs(paragraph, part.runs)


def _add_table(document: Document, part: Table) -> None:
    columns = max((len(row) for row in part.rows), default=0)
    if not columns:
        return
    table = document.add_table(rows=0, cols=columns, style=_GRID)
    table.autofit = False
    widths = _widths(document, part, columns)
    for index, row in enumerate(part.rows):
        line = table.add_row()
        head = part.headed and index == 0
        if head:
            _repeat(line)
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width
        for cell, runs in zip(line.cells, row, strict=False):
            paragraph = cell.paragraphs[0]
            _set_small(paragraph)
            _add_runs(paragraph, tuple(Run(r.text, r.bold or head, r.italic) for r in runs))
            for run in paragraph.runs:
                run.font.size = _points(_TABLE_POINTS)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    document.add_paragraph()


def _widths(document: Document, part: Table, columns: int) -> list[int]:
    """Widths by what stands in the columns: a page's width, shared by their longest texts."""
    longest = [0] * columns
    for number, row in enumerate(part.rows):
        lines = _HEAD_LINES if part.headed and number == 0 else 1
        for index, runs in enumerate(row):
            width = sum(max(wcswidth(one.text), len(one.text)) for one in runs) // lines
            longest[index] = max(longest[index], min(width, _WIDE))
    section = document.sections[0]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    room = (section.page_width or 0) - margins
    least = min(_points(_TABLE_POINTS) * _NARROW // 2, room // columns)
    rest, shares = room - least * columns, sum(longest) or 1
    return [least + rest * one // shares for one in longest]


def _repeat(row: Any) -> None:
    """Lets a row stand again at the top of every page that the table goes on to."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_small(paragraph: Any) -> None:
    paragraph.paragraph_format.line_spacing = 1
    paragraph.paragraph_format.space_after = _points(0)


def _points(number: float) -> Any:
    from docx.shared import Pt

    return Pt(number)


def _add_runs(paragraph: Any, runs: Runs) -> None:
    for one in runs:
        run = paragraph.add_run(_sound(one.text))
        run.bold = one.bold or None
        run.italic = one.italic or None


def _sound(text: str) -> str:
    """The text without the characters that no XML can hold."""
    return _NO_XML.sub("", text)


def _settled(data: bytes) -> bytes:
    """The archive with its entries in one order, of one day, as they are."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(settled, "w") as archive:
        # The list of types comes first, as some readers look for it there.
        for name in sorted(given.namelist(), key=lambda one: (one[0] != "[", one)):
            entry = zipfile.ZipInfo(name, date_time=_FIXED)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            archive.writestr(entry, given.read(name), zipfile.ZIP_STORED)
    return settled.getvalue()
