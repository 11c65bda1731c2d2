"""Registers: what one aggregate cannot know of others, written with the events.

A register is a set of named keys with a text value, such as the natural keys
already given out. Its rows are written in the events' own transaction, can be
rebuilt from the log alone, and are compared with a rebuild by `audit verify`.
The SQL is plain enough for any engine.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, Protocol

TABLE = """
CREATE TABLE registers (
    name TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, key)
) WITHOUT ROWID
"""


class Cursor(Protocol):
    """What a register needs of a database cursor."""

    def execute(self, statement: str, parameters: Any = ..., /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Any: ...


class Registers:
    """The registers as one transaction sees them, its own entries included."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def get(self, name: str, key: str) -> str | None:
        """The value entered under `key`, or None."""
        self._cursor.execute("SELECT value FROM registers WHERE name = ? AND key = ?", (name, key))
        row = self._cursor.fetchone()
        return None if row is None else str(row[0])

    def scan(self, name: str, prefix: str = "", limit: int = -1) -> Iterator[tuple[str, str]]:
        """Keys that begin with `prefix`, in order, with their values (at most `limit`)."""
        self._cursor.execute(
            "SELECT key, value FROM registers WHERE name = ? AND key >= ? AND key < ?"
            " ORDER BY key LIMIT ?",
            (name, prefix, prefix + "\U0010ffff", limit),
        )
        yield from [(str(row[0]), str(row[1])) for row in self._cursor.fetchall()]

    def enter(self, name: str, key: str, value: str) -> None:
        """Enters `value` under `key`, in place of any earlier value."""
        self._cursor.execute(
            "INSERT INTO registers VALUES (?, ?, ?)"
            " ON CONFLICT (name, key) DO UPDATE SET value = excluded.value",
            (name, key, value),
        )

    def strike(self, name: str, key: str) -> None:
        """Takes the entry under `key` out; no entry, no change."""
        self._cursor.execute("DELETE FROM registers WHERE name = ? AND key = ?", (name, key))

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """All entries: name, key, value, in order."""
        self._cursor.execute("SELECT name, key, value FROM registers ORDER BY name, key")
        while row := self._cursor.fetchone():
            yield (str(row[0]), str(row[1]), str(row[2]))


class RegistersInMemory:
    """A few registers in memory, for folding a part of the log; the same calls as `Registers`."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], str] = {}

    def get(self, name: str, key: str) -> str | None:
        """The value entered under `key`, or None."""
        return self._entries.get((name, key))

    def scan(self, name: str, prefix: str = "", limit: int = -1) -> Iterator[tuple[str, str]]:
        """Keys that begin with `prefix`, in order, with their values (at most `limit`)."""
        found = sorted(
            (key, value)
            for (register, key), value in self._entries.items()
            if register == name and key.startswith(prefix)
        )
        yield from found if limit < 0 else found[:limit]

    def enter(self, name: str, key: str, value: str) -> None:
        """Enters `value` under `key`, in place of any earlier value."""
        self._entries[name, key] = value

    def strike(self, name: str, key: str) -> None:
        """Takes the entry under `key` out; no entry, no change."""
        self._entries.pop((name, key), None)


def scratch_registers() -> Registers:
    """Empty registers in a temporary database, for rebuilding and comparing."""
    connection = sqlite3.connect("", isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    connection.execute(TABLE)
    return Registers(connection.cursor())
