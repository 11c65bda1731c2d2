"""Rows as text in every format: the same rows always give the same text.

CSV is RFC 4180 but for its line ends (LF); JSON Lines is one object a line;
Markdown is a pipe table. Lists and objects in a cell are JSON.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import msgspec

Row = dict[str, Any]
Cells = Sequence[Any]
_CRLF = "\r\n"
_AT_ONCE = 500
_PLAIN = frozenset((str, int, type(None)))
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # of a column of numbers; no formula at all
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BREAKS = {ord("\n"): "<br>", ord("\r"): "<br>"}
Writer = Callable[[Iterable[Cells], Sequence[str], Sequence[str]], Iterator[str]]
"""Of the cells of each row, the columns' keys and their heads, makes text."""


def as_json(value: Any) -> str:
    """JSON as zltrec prints it: Chinese as it is, no blanks, keys in their order."""
    return msgspec.json.encode(value).decode()


def cell_text(value: Any) -> str:
    """A value in a cell: None is empty, a truth is true or false, lists and objects are JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return as_json(value) if isinstance(value, list | dict) else str(value)


def cells_of(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[Cells]:
    """What rows have in these columns, in their order."""
    return ([row[column] for column in columns] for row in rows)


def csv_lines(rows: Iterable[Cells], columns: Sequence[str], heads: Sequence[str]) -> Iterator[str]:
    """CSV; the head line holds the columns' keys, which scripts rely on."""
    yield _csv_text([columns])
    for some in _batched(rows):
        # The module itself writes plain cells as `cell_text` does.
        plain = all(_PLAIN.issuperset(map(type, cells)) for cells in some)
        yield _csv_text(some if plain else [[*map(cell_text, cells)] for cells in some])


def _csv_text(lines: Sequence[Cells]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    if "\r" not in text.getvalue():
        return text.getvalue()
    # Only with this end does the module quote a carriage return in a cell, in every version.
    return "".join(map(_csv_line, lines))


def _csv_line(cells: Cells) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=_CRLF).writerow(cells)
    return text.getvalue().removesuffix(_CRLF) + "\n"


def _batched(rows: Iterable[Cells]) -> Iterator[list[Cells]]:
    rows = iter(rows)
    while some := list(islice(rows, _AT_ONCE)):
        yield some


def jsonl_lines(
    rows: Iterable[Cells], columns: Sequence[str], heads: Sequence[str]
) -> Iterator[str]:
    """JSON Lines: each row as an object of exactly the columns."""
    for some in _batched(rows):
        yield "".join(as_json(dict(zip(columns, cells, strict=True))) + "\n" for cells in some)


def json_lines(
    rows: Iterable[Cells], columns: Sequence[str], heads: Sequence[str]
) -> Iterator[str]:
    """One JSON array, a row on each line."""
    between = "[\n"
    for cells in rows:
        yield between + as_json(dict(zip(columns, cells, strict=True)))
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def excel_csv_lines(
    rows: Iterable[Cells], columns: Sequence[str], heads: Sequence[str]
) -> Iterator[str]:
    """CSV for Excel: a byte-order mark, so that it takes the file for UTF-8, CRLF, and a text that
    Excel would take for a formula behind an apostrophe."""
    yield "\ufeff"
    harmless = ([cell_text(_harmless(value)) for value in cells] for cells in rows)
    for line in chain([columns], harmless):
        yield _csv_line(line).removesuffix("\n") + _CRLF


def _harmless(value: Any) -> Any:
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}" if value.startswith(_FORMULA) else value


def md_lines(rows: Iterable[Cells], columns: Sequence[str], heads: Sequence[str]) -> Iterator[str]:
    """A Markdown pipe table under `heads`."""
    yield "| " + " | ".join(_md_cell(head) for head in heads) + " |\n"
    yield "|" + " --- |" * len(heads) + "\n"
    for cells in rows:
        yield "| " + " | ".join(_md_cell(cell_text(value)) for value in cells) + " |\n"


def _md_cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace(_CRLF, "<br>").translate(_BREAKS)


DOCX = "docx"
"""The format of documents: months of the chronicle, forms, papers of cases."""

FORMATS: dict[str, Writer] = {
    "csv": csv_lines,
    "csv-excel": excel_csv_lines,
    "json": json_lines,
    "jsonl": jsonl_lines,
    "md": md_lines,
}


def suffix_of(format_: str) -> str:
    """The suffix of a format's files."""
    return format_.partition("-")[0]
