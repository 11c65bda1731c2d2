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

_ENTER = (
    "INSERT INTO registers VALUES (?, ?, ?)"
    " ON CONFLICT (name, key) DO UPDATE SET value = excluded.value"
)
_STRIKE = "DELETE FROM registers WHERE name = ? AND key = ?"
_MOST_IN_MEMORY = 50_000  # entries, some 15 MB


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
        self._cursor.execute(_ENTER, (name, key, value))

    def strike(self, name: str, key: str) -> None:
        """Takes the entry under `key` out; no entry, no change."""
        self._cursor.execute(_STRIKE, (name, key))

    def clear(self) -> None:
        """Takes every entry out."""
        self._cursor.execute("DELETE FROM registers")

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """All entries: name, key, value, in order."""
        self._cursor.execute("SELECT name, key, value FROM registers ORDER BY name, key")
        while row := self._cursor.fetchone():
            yield (str(row[0]), str(row[1]), str(row[2]))


class ScratchRegisters:
    """Registers being rebuilt from the log; the same calls as `Registers`.

    The last entries are in memory, and only when there are many do they go,
    in one batch, to a temporary database: a rebuild is spared most of its
    statements, and does not grow with the log.
    """

    def __init__(self) -> None:
        self._recent: dict[tuple[str, str], str | None] = {}  # None: struck
        self._settled: Registers | None = None
        self._connection: sqlite3.Connection | None = None

    def get(self, name: str, key: str) -> str | None:
        """The value entered under `key`, or None."""
        if (name, key) in self._recent or self._settled is None:
            return self._recent.get((name, key))
        return self._settled.get(name, key)

    def scan(self, name: str, prefix: str = "", limit: int = -1) -> Iterator[tuple[str, str]]:
        """Keys that begin with `prefix`, in order, with their values (at most `limit`)."""
        return self._settle().scan(name, prefix, limit)

    def enter(self, name: str, key: str, value: str) -> None:
        """Enters `value` under `key`, in place of any earlier value."""
        self._put(name, key, value)

    def strike(self, name: str, key: str) -> None:
        """Takes the entry under `key` out; no entry, no change."""
        self._put(name, key, None)

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """All entries: name, key, value, in order."""
        return self._settle().rows()

    def _put(self, name: str, key: str, value: str | None) -> None:
        self._recent[name, key] = value
        if len(self._recent) >= _MOST_IN_MEMORY:
            self._settle()

    def _settle(self) -> Registers:
        """Puts what is in memory into the database."""
        if self._connection is None:
            self._connection = sqlite3.connect("", isolation_level=None)
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute("BEGIN")
            self._connection.execute(TABLE)
            self._settled = Registers(self._connection.cursor())
        gone = [place for place, value in self._recent.items() if value is None]
        self._connection.executemany(_STRIKE, gone)
        kept = [(*place, value) for place, value in self._recent.items() if value is not None]
        self._connection.executemany(_ENTER, kept)
        self._recent = {}
        assert self._settled is not None
        return self._settled
