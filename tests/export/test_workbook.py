"""A workbook's rows are as high as what is in them, and a text that was cut is told of."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from zltrec.export.workbook import write_workbook
from zltrec.projections.ledgers import Ledger

LIMIT = 32_767
Rows = Iterable[Sequence[Any]]


def written(path: Path, rows: Rows, heads: dict[str, str] | None = None) -> Path:
    """A workbook of one ledger with the columns id and text."""
    ledger = Ledger("diary", "diary", ("id", "text"), lambda _v, _s: iter(()), labels=heads or {})
    with path.open("wb") as content:
        write_workbook(content, [("position", "7")], [(ledger, iter(rows))], path.parent)
    return path


def heights(path: Path, count: int) -> list[float | None]:
    """Of the head and the rows, None for what is usual."""
    sheet = load_workbook(path)["diary"]
    return [sheet.row_dimensions[n + 1].height for n in range(count)]


def said_of_cuts(path: Path) -> list[str]:
    """What the first sheet says of texts that were cut."""
    rows = load_workbook(path)["zltrec"].iter_rows(values_only=True)
    return [str(value) for key, value in rows if key == "cut"]


def units(text: str) -> int:
    """UTF-16 units, of which a cell has its limit."""
    return len(text.encode("utf-16-le")) // 2


def test_a_row_is_as_high_as_the_lines_of_its_tallest_cell(tmp_path: Path) -> None:
    """Fifteen points a line; a row of one line has the usual height."""
    rows = [
        ("c1", "开馆。"),
        ("c2", "一\n二\n\n四"),
        ("c3", "汛" * 28 * 3),
        ("一\n二", "汛" * 28 * 3 + "。"),
        ("c5", "馆" * 28),
    ]
    path = written(tmp_path / "book.xlsx", rows)
    assert heights(path, 6) == [None, None, 60, 45, 60, None]
    sheet = load_workbook(path)["diary"]
    assert sheet["B3"].alignment.wrap_text
    assert sheet["A3"].alignment.vertical == "top"
    assert not sheet["B2"].alignment.wrap_text


def test_no_row_is_higher_than_a_row_can_be(tmp_path: Path) -> None:
    """A text of very many lines; the next row is as usual again."""
    path = written(tmp_path / "book.xlsx", [("c1", "行\n" * 500), ("c2", "汛" * 9000), ("c3", "")])
    assert heights(path, 4) == [None, 405, 405, None]


def test_a_late_row_wraps_in_the_column_that_is_there(tmp_path: Path) -> None:
    """The first 200 rows choose the width; a longer text after them wraps in it."""
    rows = [("c1", "汛" * 5)] * 200 + [("c2", "汛" * 15), ("c3", "汛" * 5)]
    path = written(tmp_path / "book.xlsx", rows)
    assert load_workbook(path)["diary"].column_dimensions["B"].width < 13
    assert heights(path, 203)[200:] == [None, 45, None]


def test_a_head_wraps_too(tmp_path: Path) -> None:
    """Where its words do not fit the widest column."""
    words = " ".join(["measured"] * 12)
    path = written(tmp_path / "book.xlsx", [("c1", "开馆。")], {"text": words})
    assert heights(path, 2) == [30, None]
    short = written(tmp_path / "short.xlsx", [("c1", "开馆。")], {"text": "a" * 50})
    assert heights(short, 2) == [None, None]


@pytest.mark.parametrize("text", ["汛" * 34_000, "😀" * 17_000, "a" + "😀" * 17_000])
def test_a_text_that_was_cut_ends_in_a_mark_and_is_named(tmp_path: Path, text: str) -> None:
    """Within the limit of a cell, and no character cut in two."""
    path = written(tmp_path / "book.xlsx", [("c1", "开馆。"), ("c2", text)])
    book = load_workbook(path)
    kept = book["diary"]["B3"].value
    assert isinstance(kept, str)
    assert kept.endswith("…")
    assert text.startswith(kept[:-1])
    assert LIMIT - 1 <= units(kept) <= LIMIT
    assert said_of_cuts(path) == [f"diary!B3: {len(text)}"]
    assert book["zltrec"]["B1"].value == "7"


@pytest.mark.parametrize("text", ["汛" * LIMIT, "😀" * 16_383 + "a"])
def test_a_text_that_fits_is_whole(tmp_path: Path, text: str) -> None:
    """To the last unit; and nothing is said."""
    path = written(tmp_path / "book.xlsx", [("c1", text)])
    assert load_workbook(path)["diary"]["B2"].value == text
    assert said_of_cuts(path) == []


def test_a_hundred_cut_texts_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    """Which keeps the first sheet short."""
    path = written(tmp_path / "book.xlsx", [("c", "a" * (LIMIT + 1))] * 103)
    said = said_of_cuts(path)
    assert said[:2] == ["diary!B2: 32768", "diary!B3: 32768"]
    assert said[99:] == ["diary!B101: 32768", "103"]


def test_wrapped_rows_do_not_pile_up_in_memory(tmp_path: Path) -> None:
    """Four times the rows take no more of it."""

    def rows(count: int) -> Iterator[tuple[str, str]]:
        return (("c", f"{n}\n二") for n in range(count))

    def peak(count: int) -> int:
        tracemalloc.start()
        written(tmp_path / "book.xlsx", rows(count))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(300)
    assert peak(8_000) < peak(2_000) + 200_000
