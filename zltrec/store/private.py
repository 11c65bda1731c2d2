"""Personal values: beside the log, under the commitments that its events hold.

A row is a commitment (`proof.commitment`), its salt and its value. It is
written in the transaction of the event that commits to it, is never changed (a
correction is another value under another commitment), and is deleted by a
disposal, so that value and salt are gone while the log still verifies. What
the values are, and who may dispose of them, is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator

from zltrec.store.registers import Cursor

TABLE = """
CREATE TABLE private_values (
    commitment TEXT PRIMARY KEY, salt BLOB NOT NULL, value TEXT NOT NULL
) WITHOUT ROWID
"""
NEVER_CHANGED = "a private value is replaced by a correction, never changed"

SELECT = "SELECT commitment, salt, value FROM private_values ORDER BY commitment"

# A clause-less DELETE frees whole pages, and secure_delete overwrites those with zeros.
_REWRITE = (
    "CREATE TEMP TABLE private_values_kept AS SELECT * FROM main.private_values",
    "DELETE FROM main.private_values",
    "INSERT INTO main.private_values SELECT * FROM private_values_kept ORDER BY commitment",
    "DROP TABLE temp.private_values_kept",
)


class PrivateValues:
    """The private values as one transaction sees them, its own included."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def keep(self, commitment: str, salt: bytes, value: str) -> None:
        """Keeps a value and its salt. Raises an integrity error if the commitment is there."""
        self._cursor.execute(
            "INSERT INTO private_values VALUES (?, ?, ?)", (commitment, salt, value)
        )

    def value_of(self, commitment: str) -> str | None:
        """The value kept under a commitment; None if there never was one, or it was deleted."""
        self._cursor.execute("SELECT value FROM private_values WHERE commitment = ?", (commitment,))
        row = self._cursor.fetchone()
        return None if row is None else str(row[0])

    def delete(self, commitment: str) -> bool:
        """Deletes a value and its salt; whether they were there.

        Their bytes stay in the files until `SQLiteLog.scrub`.
        """
        there = self.value_of(commitment) is not None
        self._cursor.execute("DELETE FROM private_values WHERE commitment = ?", (commitment,))
        return there

    def rows(self) -> Iterator[tuple[str, bytes, str]]:
        """All private values: commitment, salt, value, in order of the commitments."""
        self._cursor.execute(SELECT)
        while row := self._cursor.fetchone():
            yield (row[0], row[1], row[2])

    def rewrite(self) -> None:
        """Writes all values again on fresh pages, and zeros over the old ones.

        SQLite overwrites a row that it deletes, but not the copies that were
        left behind when its page was split or merged: of 1,700 deleted values
        in a table of 5,000 three could still be read in the file.
        """
        for statement in _REWRITE:
            self._cursor.execute(statement)
