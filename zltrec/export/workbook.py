"""Ledgers as one workbook: a sheet that says where it comes from, then one for each ledger.

Numbers, days and minutes are what they are, all else is text, so that no cell is ever
taken for a formula. A row is as high as its wrapped texts, and a text that no cell can hold
is cut and named in the first sheet. The same rows give the same bytes. Written by XlsxWriter
(the extra `office`), which is imported late. In memory are the rows by which the columns'
widths are chosen, then one at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from zltrec.errors import BadUsage
from zltrec.export.formats import Cells, cell_text
from zltrec.export.wrapping import head_lines, head_width, lines_of, text_width, wraps_in
from zltrec.projections.ledgers import Ledger

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_CREATED = datetime(1980, 1, 1)
_EXACT_DIGITS = 15  # what a spreadsheet's numbers hold
_A4 = 9  # the number of a paper size
_LONGEST = 32_767  # UTF-16 units of a cell
_SURELY_FITS = _LONGEST // 2  # characters
_CUT = "…"
_CUTS_NAMED = 100
_NAME = 31  # characters of a sheet's name
_ROWS = 1_048_576
_NARROW, _WIDE = 6, 60  # columns, in characters of half width
_LOOKED_AT = 200  # rows by which a column's width is chosen
_LINE = 15  # points
_MOST_LINES = 409 // _LINE  # of the points that a row can have
_FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}


@dataclass(slots=True)
class _Cuts:
    """The texts that were cut: how many, and where the first of them stand."""

    count: int = 0
    named: list[str] = field(default_factory=list)

    def add(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        """Keeps where a text stands that was cut, and its characters."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        self.count += 1
        if self.count <= _CUTS_NAMED:
            place = xl_rowcol_to_cell(row, column)
            self.named.append(f"{sheet.get_name()}!{place}: {len(text)}")

    def values(self) -> list[str]:
        """What the first sheet says of them: each, then how many if there are more."""
        return [*self.named, *([str(self.count)] if self.count > len(self.named) else ())]


def write_workbook(
    content: IO[bytes],
    about: Sequence[tuple[str, str]],
    sheets: Iterable[tuple[Ledger, Iterable[Cells]]],
    scratch: Path,
) -> int:
    """Writes a workbook; returns how many rows all ledgers have.

    `about`: what the first sheet says, key and value; `scratch`: a folder for rows on their
    way. Raises BadUsage where XlsxWriter
    is not installed, or a ledger has more rows than a sheet.
    """
    try:
        from xlsxwriter.workbook import Workbook
    except ImportError:
        raise BadUsage(
            "XLSX needs XlsxWriter, which is not installed: pip install 'zltrec[office]'"
        ) from None
    options = {"constant_memory": True, "strings_to_formulas": False, "tmpdir": str(scratch)}
    book = Workbook(content, options)
    book.set_properties({"created": _CREATED})
    first = book.add_worksheet("zltrec")
    first.set_column(0, 0, 16)
    first.set_column(1, 1, _WIDE)
    _prepare_print(first)
    styles = {
        name: book.add_format({"num_format": form, "align": "left", "valign": "top"})
        for name, form in _FORMATS.items()
    }
    styles["top"] = book.add_format({"valign": "top"})
    styles["long"] = book.add_format({"text_wrap": True, "valign": "top"})
    styles["head"] = book.add_format(
        {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    names: set[str] = set()
    cuts = _Cuts()
    count = sum(_write_sheet(book, names, styles, cuts, *sheet) for sheet in sheets)
    said = chain(about, (("cut", value) for value in cuts.values()))
    for number, (key, value) in enumerate(said):
        first.write_string(number, 0, key)
        first.write_string(number, 1, value)
    book.close()
    return count


def _write_sheet(
    book: Workbook,
    names: set[str],
    styles: dict[str, Format],
    cuts: _Cuts,
    ledger: Ledger,
    rows: Iterable[Cells],
) -> int:
    sheet = book.add_worksheet(_free_name(ledger.name, names))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _prepare_print(sheet)
    heads = [ledger.labels.get(column, column) for column in ledger.columns]
    kinds = [ledger.kinds.get(column, "") for column in ledger.columns]
    rows = iter(rows)
    looked_at = list(islice(rows, _LOOKED_AT))
    widths = _widths(heads, looked_at)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, styles["head"])
    if (lines := max(map(head_lines, heads, widths), default=1)) > 1:
        _set_height(sheet, 0, lines, None)
    number = 0
    for number, cells in enumerate(chain(looked_at, rows), start=1):
        if number >= _ROWS:
            raise BadUsage(
                "{ledger} has more rows than a sheet can hold; export it as csv", ledger=ledger.name
            )
        lines = 1
        for column, value in enumerate(cells):
            if value is None:
                continue
            text = _write_cell(sheet, number, column, value, kinds[column], styles)
            if text is None:
                continue
            if len(text) > _SURELY_FITS and (short := _cut(text)) != text:
                cuts.add(sheet, number, column, text)
                text = short
            wraps = wraps_in(text, widths[column])
            sheet.write_string(number, column, text, styles["long"] if wraps else None)
            if wraps:
                lines = max(lines, lines_of(text, widths[column]))
        if lines > 1:
            _set_height(sheet, number, lines, styles["top"])
    # Last, as the library looks into what it knows of a column for each cell.
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    if number:
        sheet.autofilter(0, 0, number, len(heads) - 1)
    return number


def _widths(heads: Sequence[str], rows: Iterable[Cells]) -> list[int]:
    """The columns' widths, in characters of half width, by the heads and some rows."""
    widths = [head_width(text) for text in heads]
    for cells in rows:
        for column, value in enumerate(cells):
            if value is not None and widths[column] < _WIDE:
                widths[column] = max(widths[column], text_width(cell_text(value)))
    return [min(max(width, _NARROW), _WIDE) for width in widths]


def _set_height(sheet: Worksheet, row: int, lines: int, style: Format | None) -> None:
    """As high as its lines, for the row that was written last."""
    # Rows above are in the file by now; the library would keep a note of each.
    sheet.row_info.clear()
    sheet.row_sizes.clear()
    sheet.set_row(row, min(lines, _MOST_LINES) * _LINE, style)


def _prepare_print(sheet: Worksheet) -> None:
    """A4 across, as wide as a page."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_cell(
    sheet: Worksheet, row: int, column: int, value: Any, kind: str, styles: dict[str, Format]
) -> str | None:
    """Writes what is a truth, a number or a day; of all else returns the text."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
        return None
    if isinstance(value, int):
        sheet.write_number(row, column, value)
        return None
    text = cell_text(value)
    if kind in ("date", "moment"):
        with suppress(ValueError):
            style = styles["moment" if "T" in text else "date"]
            sheet.write_datetime(row, column, datetime.fromisoformat(text), style)
            return None
    elif kind == "decimal" and len(text) <= _EXACT_DIGITS:
        with suppress(InvalidOperation):
            sheet.write_number(row, column, float(Decimal(text)))
            return None
    return text


def _free_name(name: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, and none twice."""
    free, number = name[:_NAME], 1
    while free.lower() in taken:
        number += 1
        free = f"{name[: _NAME - len(str(number)) - 1]}-{number}"
    taken.add(free.lower())
    return free


def _cut(text: str) -> str:
    """A text that a cell can hold: itself, or as much of it as leaves room for the mark."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    # Half of a surrogate pair at the end is left out.
    return units[: 2 * (_LONGEST - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
