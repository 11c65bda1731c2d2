"""Ledgers as one workbook: a sheet that says where it comes from, then one for each ledger.

Numbers, days and minutes are what they are, all else is text, so that no cell is ever
taken for a formula. The same rows give the same bytes. Written by XlsxWriter (the extra
`office`), which is imported late, and which keeps one row in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from wcwidth import wcswidth

from zltrec.errors import BadUsage
from zltrec.export.formats import Cells, cell_text
from zltrec.projections.ledgers import Ledger

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_CREATED = datetime(1980, 1, 1)
_EXACT_DIGITS = 15  # what a spreadsheet's numbers hold
_A4 = 9  # the number of a paper size
_LONGEST = 32_767  # characters of a cell
_NAME = 31  # characters of a sheet's name
_ROWS = 1_048_576
_NARROW, _WIDE = 6, 60  # columns, in characters of half width
_LOOKED_AT = 200  # rows by which a column's width is chosen
_FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}


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
    for number, (key, value) in enumerate(about):
        first.write_string(number, 0, key)
        first.write_string(number, 1, value)
    styles = {
        name: book.add_format({"num_format": form, "align": "left"})
        for name, form in _FORMATS.items()
    }
    styles["long"] = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    names: set[str] = set()
    count = sum(_write_sheet(book, names, styles, head, *sheet) for sheet in sheets)
    book.close()
    return count


def _write_sheet(
    book: Workbook,
    names: set[str],
    styles: dict[str, Format],
    head: Format,
    ledger: Ledger,
    rows: Iterable[Cells],
) -> int:
    sheet = book.add_worksheet(_free_name(ledger.name, names))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _prepare_print(sheet)
    heads = [ledger.labels.get(column, column) for column in ledger.columns]
    widths = [_width(text) for text in heads]
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, head)
    kinds = [ledger.kinds.get(column, "") for column in ledger.columns]
    number = 0
    for number, cells in enumerate(rows, start=1):
        if number >= _ROWS:
            raise BadUsage(
                "{ledger} has more rows than a sheet can hold; export it as csv", ledger=ledger.name
            )
        for column, value in enumerate(cells):
            if value is None:
                continue
            _write_cell(sheet, number, column, value, kinds[column], styles)
            if number <= _LOOKED_AT:
                widths[column] = max(widths[column], _width(cell_text(value)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, _NARROW), _WIDE))
    if number:
        sheet.autofilter(0, 0, number, len(heads) - 1)
    return number


def _prepare_print(sheet: Worksheet) -> None:
    """A4 across, as wide as a page."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_cell(
    sheet: Worksheet, row: int, column: int, value: Any, kind: str, styles: dict[str, Format]
) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        text = cell_text(value)
        if kind in ("date", "moment"):
            with suppress(ValueError):
                style = styles["moment" if "T" in text else "date"]
                sheet.write_datetime(row, column, datetime.fromisoformat(text), style)
                return
        elif kind == "decimal" and len(text) <= _EXACT_DIGITS:
            with suppress(InvalidOperation):
                sheet.write_number(row, column, float(Decimal(text)))
                return
        wraps = _width(text) > _WIDE or "\n" in text
        sheet.write_string(row, column, text[:_LONGEST], styles["long"] if wraps else None)


def _free_name(name: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, and none twice."""
    free, number = name[:_NAME], 1
    while free.lower() in taken:
        number += 1
        free = f"{name[: _NAME - len(str(number)) - 1]}-{number}"
    taken.add(free.lower())
    return free


def _width(text: str) -> int:
    """How wide a text is, in characters of half width, by its longest line."""
    return max((max(wcswidth(line), len(line)) for line in text.splitlines()), default=0) + 2
