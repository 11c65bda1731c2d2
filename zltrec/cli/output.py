"""Printing rows and answers in every format; tables line up with Chinese in them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from zltrec.cli.labels import label
from zltrec.cli.messages import _
from zltrec.cli.session import Session
from zltrec.export.formats import FORMATS, as_json, cell_text, cells_of

if TYPE_CHECKING:
    from zltrec.calendar.when import When

Row = dict[str, Any]
_DIGEST_SHOWN = 8  # of the 64 digits of a SHA-256
_DATA_SHOWN = 300  # characters of what an event says; an adopted edition has ten thousands
# What would move the cursor or change its colour, and what breaks a line unseen; LF may wrap.
_CONTROLS = dict.fromkeys((*range(10), *range(11, 32), *range(127, 160), 0x2028, 0x2029), " ")
_NARROW = 16  # columns of a terminal that a wrapped cell keeps,
_NARROWEST = 10  # and that it keeps at least, where the table is wider still


def print_rows(
    rows: Iterable[Row],
    columns: Sequence[str],
    format_: str,
    labels: Mapping[str, str] | None = None,
) -> None:
    """Prints a listing. JSON is one array, jsonl an object a line.

    `labels`: what columns are called in a document's own words.
    """
    if format_ == "table" or not sys.stdout.isatty():  # else the rows themselves are seen
        rows = click.get_current_context().ensure_object(Session).progress(rows, None)
    heads = [(labels or {}).get(column) or label(column) for column in columns]
    if format_ == "json":
        _print_array(rows)
    elif format_ in FORMATS:
        for text in FORMATS[format_](cells_of(rows, columns), columns, heads):
            click.echo(text, nl=False)
    else:
        cells = [[_short(column, cell_text(row[column])) for column in columns] for row in rows]
        print_table(cells, heads)


def print_sheet(heads: Sequence[str], lines: Iterable[Sequence[str]], format_: str) -> None:
    """Prints a table of texts as it stands on paper: in Markdown, or for a terminal."""
    if format_ == "md":
        click.echo("".join(FORMATS["md"](lines, heads, heads)), nl=False)
    else:
        print_table([[cell.translate(_CONTROLS) for cell in line] for line in lines], heads)


def print_answer(answer: Row, format_: str, text: str) -> None:
    """Prints one answer: its JSON object, or a line or page for people."""
    click.echo(as_json(answer) if format_ == "json" else text)


def print_written(format_: str, id_: str, position: int, when: When | None = None) -> None:
    """What a command answers that wrote: the id, the position, and the date if one was typed."""
    answer: Row = {"id": id_, "position": position}
    said = _("{id} at position {position}")
    if when is not None:
        answer["date"] = str(when)
        said = _("{id} on {date} at position {position}")
    print_answer(answer, format_, said.format(**answer | {"date": str(when or "") or _("undated")}))


def _short(column: str, cell: str) -> str:
    """A digest's or an event's beginning is enough in a table; every other format has all of it.

    Nor does a terminal get control characters that stand in a text.
    """
    if column in ("source", "paper"):
        return cell[:_DIGEST_SHOWN] + cell[64:]
    if column == "data" and len(cell) > _DATA_SHOWN:
        cell = f"{cell[:_DATA_SHOWN]}…"
    return cell.translate(_CONTROLS)


def _print_array(rows: Iterable[Row]) -> None:
    first = True
    for row in rows:
        click.echo(("[" if first else ",\n") + as_json(row), nl=False)
        first = False
    click.echo("[]" if first else "]")


def print_table(cells: Sequence[Sequence[str]], heads: Sequence[str]) -> None:
    """Prints cells under their heads, in columns that fit the terminal."""
    if not cells:
        click.echo(_("nothing"))
        return
    from tabulate import tabulate  # late: a tenth of a second

    widths = _widths(cells, heads) if sys.stdout.isatty() else None
    click.echo(
        tabulate(cells, heads, tablefmt="simple", disable_numparse=True, maxcolwidths=widths)
    )


def _widths(cells: Sequence[Sequence[str]], heads: Sequence[str]) -> list[int | None] | None:
    """Room for each column, so that the longest ones wrap and the table fits the terminal."""
    from tabulate import MIN_PADDING  # what it adds to the width of a head

    room = shutil.get_terminal_size().columns - 2 * (len(heads) - 1)
    headed = [_width(head) + MIN_PADDING for head in heads]
    widest = [
        max(least, *map(_width, column)) for least, *column in zip(headed, *cells, strict=True)
    ]
    if sum(widest) <= room:
        return None
    limits = list(widest)
    for least in (_NARROW, _NARROWEST):
        for index in sorted(range(len(heads)), key=lambda n: -limits[n]):
            over = sum(limits) - room
            if over <= 0:
                break
            kept = max(least, headed[index], limits[index] - over)
            limits[index] = min(limits[index], kept)
    return [limit if limit < width else None for limit, width in zip(limits, widest, strict=True)]


def _width(cell: str) -> int:
    """How many columns of a terminal the longest line of a cell takes."""
    from wcwidth import wcswidth

    return max(map(wcswidth, cell.split("\n")))
