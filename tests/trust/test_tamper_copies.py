"""The tamper test for what is derived from the log: registers and projections."""

from __future__ import annotations

from pathlib import Path

import pytest

from zltrec.projections.views import all_projections
from zltrec.store.folder import NAME

from .prepared import (
    VERIFY,
    Copy,
    Prepared,
    check_caught,
    copied,
    judged,
    rows_of,
)
from .tampering import (
    tampered,
)

# --- registers


@pytest.mark.parametrize("way", ["changed", "removed", "added"])
def test_a_register_that_was_changed_is_caught(
    prepared: Prepared, tmp_path: Path, way: str
) -> None:
    """An entry of every register there is: by verify, which rebuilds them and names the register
    and the key; the log itself was not touched."""
    names = rows_of(
        prepared.whole / NAME / "log.sqlite", "SELECT name, min(key) FROM registers GROUP BY name"
    )
    assert len(names) >= 20
    for name, key in names:
        copy = copied(prepared, tmp_path / name)
        row = "WHERE name = ? AND key = ?"
        if way == "changed":
            copy.change(f"UPDATE registers SET value = value || 'x' {row}", name, key)
        elif way == "removed":
            copy.change(f"DELETE FROM registers {row}", name, key)
        else:
            key += "x"
            copy.change("INSERT INTO registers VALUES (?, ?, 'x')", name, key)
        found = check_caught(copy, {VERIFY}, "register")
        assert [name in str(f.error) and key in str(f.error) for f in found.faults] == [True], name


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM registers",
        "UPDATE registers SET name = 'no.such' WHERE name = 'officer.root'",
        "UPDATE registers SET value = CAST(value AS BLOB) WHERE name = 'officer.root'",
        "UPDATE registers SET key = CAST(key AS BLOB) WHERE name = 'officer.root'",
    ],
)
def test_registers_that_were_changed_otherwise_are_caught(copy: Copy, statement: str) -> None:
    """All gone, one under another name, or one that only looks the same."""
    copy.change(statement)
    check_caught(copy, {VERIFY}, "register")


# --- projections

KEYS = {"tenures": ("position",)}
TABLES = tuple(table for projection in all_projections() for table in projection.tables)


@pytest.mark.parametrize("way", ["changed", "removed", "added", "emptied"])
@pytest.mark.parametrize("table", TABLES)
def test_a_projection_that_was_changed_is_caught(copy: Copy, table: str, way: str) -> None:
    """A row of each table: by verify, which names the table; the log itself was not touched."""
    columns = [row[1] for row in rows_of(copy.views, f"PRAGMA table_info({table})")]
    last = f'"{columns[-1]}"'
    if way == "changed":
        first = f"(SELECT min({columns[0]}) FROM {table})"
        statement = (
            f"UPDATE {table} SET {last} = coalesce({last}, '') || '7' WHERE {columns[0]} = {first}"
        )
    elif way == "removed":
        first = f"(SELECT max({columns[0]}) FROM {table})"
        statement = f"DELETE FROM {table} WHERE {columns[0]} = {first}"
    elif way == "added":
        # Every key is made another one; a number stays a number.
        copied = ", ".join(
            f"max({column}) || '9'" if column in KEYS.get(table, columns[:1]) else f'"{column}"'
            for column in columns
        )
        statement = f"INSERT INTO {table} SELECT {copied} FROM {table}"
    else:
        statement = f"DELETE FROM {table}"
    tampered(copy.views, statement)
    found = check_caught(copy, {VERIFY}, "projection")
    assert any(table in str(fault.error) for fault in found.faults)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tracking SET position = position - 1",
        "UPDATE tracking SET position = position - 1 WHERE projection = 'chronicle'",
        "DELETE FROM tracking",
        "DELETE FROM tracking WHERE projection = 'chronicle'",
        "UPDATE tracking SET version = version + 1",
        "DROP TABLE chronicle",
    ],
)
def test_projections_that_cannot_be_compared_are_not_passed(copy: Copy, statement: str) -> None:
    """How far they were read was changed: a fault, or they are said not to be checked."""
    tampered(copy.views, statement)
    found, said = judged(copy.place, copy.prepared)
    assert said is None
    assert found.faults or "projections" in "".join(str(item) for item in found.not_checked)
