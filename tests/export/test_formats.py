"""Rows as text: what is written is what is read back, whatever the cells hold."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zltrec.export.formats import FORMATS, cell_text, cells_of

COLUMNS = ("id", "text")
texts = st.text(alphabet="档 a,;\"'|\\\r\n\t\x0b\u2028-=@", max_size=8) | st.text(max_size=8)
cells = st.none() | texts | st.integers() | st.lists(texts, max_size=3)
tables = st.lists(st.fixed_dictionaries({"id": texts, "text": cells}), max_size=5)


def written(format_: str, rows: list[dict[str, Any]]) -> str:
    """The text of a whole file."""
    return "".join(FORMATS[format_](cells_of(rows, COLUMNS), COLUMNS, COLUMNS))


@given(tables)
def test_csv_is_read_back_as_it_was(rows: list[dict[str, Any]]) -> None:
    """Quotes, commas, line ends of every kind in a cell survive; the head holds the keys."""
    read = list(csv.reader(io.StringIO(written("csv", rows), newline="")))
    assert read[0] == list(COLUMNS)
    assert read[1:] == [[cell_text(row[column]) for column in COLUMNS] for row in rows]


@given(tables)
def test_json_lines_are_read_back_as_they_were(rows: list[dict[str, Any]]) -> None:
    """One object a line, of exactly the columns, Chinese as it is."""
    text = written("jsonl", rows)
    lines = text.split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == rows
    assert "\\u6863" not in text


@given(tables)
def test_a_markdown_row_is_one_line_with_its_cells(rows: list[dict[str, Any]]) -> None:
    """No cell breaks its row or adds a column, whatever bars and line ends it holds."""
    lines = written("md", rows).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(rows) + 2
    for line in lines:
        bare = line.replace("\\\\", "").replace("\\|", "")
        assert bare.count("|") == len(COLUMNS) + 1
        assert "\r" not in line


@given(st.lists(texts, max_size=4))
def test_a_list_in_a_cell_is_json(values: list[str]) -> None:
    """Lists and objects are JSON, None is empty, numbers are plain."""
    assert json.loads(cell_text(values)) == values
    assert json.loads(cell_text({"a": values})) == {"a": values}
    assert (cell_text(None), cell_text(7), cell_text("7")) == ("", "7", "7")


def test_files_end_their_lines_with_one_line_feed() -> None:
    """The same on every system; an empty ledger has its head and nothing else."""
    rows = [{"id": "c1", "text": "开馆。"}]
    assert written("csv", rows) == "id,text\nc1,开馆。\n"
    assert written("jsonl", rows) == '{"id":"c1","text":"开馆。"}\n'
    assert written("md", rows) == "| id | text |\n| --- | --- |\n| c1 | 开馆。 |\n"
    assert [written(format_, []) for format_ in ("csv", "jsonl", "md")] == [
        "id,text\n",
        "",
        "| id | text |\n| --- | --- |\n",
    ]
