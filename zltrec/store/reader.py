"""The log, read without the library that writes it: for what only looks.

Opening the log as an application takes longer than most looks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from zltrec.store import schema
from zltrec.store.faults import translated
from zltrec.store.head import Head, StoredRow
from zltrec.store.private import PrivateValues
from zltrec.store.sqlite_head import read_head


class LogReader:
    """The log that `uri` opens; `path` is its file.

    Raises Unreadable, now and later, as the log itself does.
    """

    def __init__(self, uri: str, path: Path) -> None:
        self.path = path
        with translated(self.path):
            self._connection = sqlite3.connect(
                uri, uri=True, isolation_level=None, timeout=schema.LOCK_TIMEOUT_S
            )
            self._check_marks()

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def head(self) -> Head:
        """The stored head."""
        with translated(self.path):
            cursor = self._connection.cursor()
            cursor.row_factory = sqlite3.Row
            return read_head(cursor)

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.head().size

    def rows(self, start: int = 1, stop: int | None = None) -> Generator[StoredRow, None, None]:
        """The events from position `start` to `stop` (included), as plain tuples in order."""
        yield from self._stream(schema.SELECT_ROWS, start, stop)

    def leaves(self, start: int = 1, stop: int | None = None) -> Iterator[tuple[int, bytes]]:
        """The stored leaf hashes of positions `start` to `stop`, as (position, hash)."""
        yield from self._stream(schema.SELECT_LEAVES, start, stop)

    def private_value(self, commitment: str) -> str | None:
        """The private value kept under a commitment; None if there is none, or no more."""
        with translated(self.path):
            return PrivateValues(self._connection.cursor()).value_of(commitment)

    def _check_marks(self) -> None:
        marks = [
            int(self._connection.execute(f"PRAGMA {pragma}").fetchone()[0])
            for pragma in ("application_id", "user_version")
        ]
        schema.check_marks(marks[0], marks[1], self.path)

    def _stream(self, statement: str, start: int, stop: int | None) -> Iterator[Any]:
        with translated(self.path):
            yield from self._connection.execute(statement, schema.between(start, stop))
