"""A table of a DOCX page: a head that stands again on every page, columns as wide as they need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zltrec.export.page import Run, Runs, Table
from zltrec.export.wrapping import terminal_width

if TYPE_CHECKING:
    from docx.document import Document

_POINTS = 10.5
_SIDES_POINTS = 25  # what a cell has left and right of its text, and what wider faces need
_ABOVE_POINTS = 2  # and above and below it
_LEAST = 4  # characters of half width that every column has room for
_WIDE = 40  # by which at most columns share what is left of a page
_ON_ONE_LINE = 12  # a text that is not longer stands on one line, if all can
_SHORT = 16  # a column of nothing longer is centred
_HEAD_LINES = 4  # over how many lines a head may run
_GRID = "Table Grid"
_UNBROKEN = re.compile("[!-~]+")


def add_table(document: Document, part: Table, room: int) -> None:
    """Adds it to the end of a document, `room` (in EMU) wide; one without columns is left out."""
    if not part.columns:
        return
    table = document.add_table(rows=0, cols=part.columns, style=_GRID)
    table.autofit = False
    widths = _widths(part, room)
    centred = part.centred or _short(part)
    over = [(Run(text),) for text, count in part.spans for _ in range(count)]
    heads = part.headed + bool(over)
    for index, row in enumerate([over, *part.rows] if over else part.rows):
        line = table.add_row()
        _keep(line, head=index < heads)
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width
        for column, (cell, runs) in enumerate(zip(line.cells, row, strict=False)):
            _fill(cell, runs, head=index < heads, centred=index < heads or centred[column])
    if over:
        _merge(table, part)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    document.add_paragraph()


def add_runs(paragraph: Any, runs: Runs) -> None:
    """Adds text by style to a paragraph of the library."""
    for one in runs:
        run = paragraph.add_run(_NO_XML.sub("", one.text))
        run.bold = one.bold or None
        run.italic = one.italic or None


_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # what no XML can hold


def _short(part: Table) -> tuple[bool, ...]:
    """Which columns hold nothing but short texts."""
    body = part.rows[1:] if part.headed else part.rows
    return tuple(
        all(_width(row[index]) <= _SHORT for row in body if index < len(row))
        for index in range(part.columns)
    )


def _fill(cell: Any, runs: Runs, *, head: bool, centred: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    shape = paragraph.paragraph_format
    shape.line_spacing = 1
    shape.space_before = shape.space_after = Pt(_ABOVE_POINTS)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_runs(paragraph, tuple(Run(one.text, one.bold or head, one.italic) for one in runs))
    for run in paragraph.runs:
        run.font.size = Pt(_POINTS)


def _merge(table: Any, part: Table) -> None:
    """What stands over several columns is one cell, and so is a head with nothing over it."""
    first, second = table.rows[0].cells, table.rows[1].cells
    column = 0
    for text, count in part.spans:
        if text and count > 1:
            _empty(first[column + 1 : column + count])
            first[column].merge(first[column + count - 1])
        elif not text:
            for one in range(column, column + count):
                _empty([first[one]])
                first[one].merge(second[one])
        column += count


def _empty(cells: Sequence[Any]) -> None:
    for cell in cells:
        for run in cell.paragraphs[0].runs:
            run._r.getparent().remove(run._r)


def _keep(row: Any, *, head: bool) -> None:
    """A row stays on one page; a head stands again at the top of every page that follows."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _widths(part: Table, room: int) -> list[int]:
    """Widths by what stands in the columns: each has short texts and unbroken ones on one line, if
    all can, and what is left is shared by their longest texts."""
    from docx.shared import Pt

    half = Pt(_POINTS) // 2
    longest, least = [0] * part.columns, [_LEAST] * part.columns
    for number, row in enumerate(part.rows):
        lines = _HEAD_LINES if part.headed and number == 0 else 1
        for index, runs in enumerate(row):
            text, width = "".join(one.text for one in runs), _width(runs)
            longest[index] = max(longest[index], min(width // lines, _WIDE))
            unbroken = max(map(len, _UNBROKEN.findall(text)), default=0)
            least[index] = max(least[index], unbroken, width if width <= _ON_ONE_LINE else 0)
    needed = [one * half + Pt(_SIDES_POINTS) for one in least]
    if sum(needed) > room:
        return [room * one // sum(needed) for one in needed]
    rest = room - sum(needed)
    shares = [max(many - few, 0) for many, few in zip(longest, least, strict=True)]
    total = sum(shares)
    if not total:
        return [one + rest // part.columns for one in needed]
    return [one + rest * share // total for one, share in zip(needed, shares, strict=True)]


def _width(runs: Runs) -> int:
    """How wide a text is, in characters of half width."""
    return sum(terminal_width(one.text) for one in runs)
