"""The SQLite file of ledgers: the types that columns declare, and values that do not fit them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from zltrec.export.database import write_database
from zltrec.procedure.cells import MASK
from zltrec.procedure.column_kinds import Kinds
from zltrec.projections.ledgers import Ledger


def ledger(name: str, kinds: Kinds) -> Ledger:
    """One of these columns, of which only the kinds matter."""
    return Ledger(name, name, tuple(kinds.of), lambda _views, _scope: iter(()), typed=lambda: kinds)


def written(
    path: Path, *sheets: tuple[Ledger, list[Sequence[Any]]]
) -> dict[str, tuple[dict[str, str], list[tuple[Any, ...]]]]:
    """Each ledger's declared types and its rows, as SQLite has them."""
    write_database(path, [], sheets)
    with closing(sqlite3.connect(path)) as database:
        return {
            one.name: (
                {row[1]: row[2] for row in database.execute(f"PRAGMA table_info({one.name})")},
                database.execute(f"SELECT * FROM {one.name}").fetchall(),
            )
            for one, _rows in sheets
        }


def test_each_kind_has_its_type(tmp_path: Path) -> None:
    """A mixed column is a text, whatever stands in it besides."""
    kinds = {
        "a": "integer",
        "b": "decimal",
        "c": "flag",
        "d": "date",
        "e": "moment",
        "f": "instant",
        "g": "",
        "h": "integer",
    }
    instant = "2023-06-02T01:02:03.000004Z"
    row = [7, "460.50", True, "2023-06-02", "2023-06-02T08:30", instant, "甲", MASK]
    found = written(
        tmp_path / "l.sqlite", (ledger("mine", Kinds(kinds, frozenset("h"))), [row, [None] * 8])
    )
    assert found["mine"] == (
        {
            "a": "INTEGER",
            "b": "DECIMAL",
            "c": "BOOLEAN",
            "d": "DATE",
            "e": "TIMESTAMP",
            "f": "TIMESTAMP",
            "g": "TEXT",
            "h": "TEXT",
        },
        [(7, 460.5, 1, *row[3:]), (None,) * 8],
    )


@pytest.mark.parametrize(
    ("kind", "value", "odd"),
    [
        ("integer", 7, "许多"),
        ("decimal", "1.50", "不详"),
        ("flag", True, "也许"),
        ("date", "2023-06-02", "2023-06"),
        ("moment", "2023-06-02T08:30", "2023"),
        ("moment", "2023-06-02", "2023-06-02..2023-06-03"),
    ],
)
def test_a_column_with_what_does_not_fit_is_a_text(
    tmp_path: Path, kind: str, value: Any, odd: str
) -> None:
    """That ledger's alone, and nothing is lost: another of that kind stays what it is."""
    kinds = Kinds({"a": kind, "b": "", "c": kind})
    found = written(
        tmp_path / "l.sqlite",
        (ledger("odd", kinds), [[value, "甲", value], [odd, "乙", None]]),
        (ledger("even", kinds), [[value, "丙", value]]),
    )
    declared, rows = found["even"]
    stored = rows[0][0]
    assert "TEXT" not in (declared["a"], declared["c"])
    kept = declared["c"]
    declared, rows = found["odd"]
    assert declared == {"a": "TEXT", "b": "TEXT", "c": kept}
    assert rows == [(str(stored), "甲", stored), (odd, "乙", None)]
