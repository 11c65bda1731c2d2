"""The unit of work: events, leaves, registers and private values, in one transaction."""

from __future__ import annotations

from eventsourcing.sqlite import SQLiteCursor

from zltrec.store import schema
from zltrec.store.head import EventRow, Head
from zltrec.store.private import PrivateValues
from zltrec.store.registers import Registers

_BATCH = 5_000


class UnitOfWork:
    """One write transaction: events, leaves, registers and private values, or nothing."""

    def __init__(self, cursor: SQLiteCursor, head: Head) -> None:
        self.registers = Registers(cursor)
        self.private = PrivateValues(cursor)
        self._cursor = cursor
        self._head = head
        self._pending: list[EventRow] = []
        self._touched: set[str] = set()
        self._recorded_at = head.recorded_at

    @property
    def size(self) -> int:
        """How many events the log has with this unit's own."""
        return self._head.size + len(self._pending)

    @property
    def recorded_at(self) -> str:
        """The last `recorded_at` in the log; a later event may not come before it."""
        return self._recorded_at

    def append(self, row: EventRow, recorded_at: str) -> int:
        """Takes in one event; returns its position."""
        self._pending.append(row)
        self._touched.add(row[0])
        self._recorded_at = max(self._recorded_at, recorded_at)
        position = self.size
        if len(self._pending) >= _BATCH:
            self.flush()
        return position

    def flush(self, originator_id: str | None = None) -> None:
        """Writes what was taken in, so that selects of this transaction see it.

        For a select of one aggregate's events, only if some of them are its own.
        """
        if not self._pending or (originator_id is not None and originator_id not in self._touched):
            return
        head, stored, leaves = self._head.extended(self._pending, self._recorded_at)
        self._cursor.executemany(schema.INSERT_EVENT, stored)
        self._cursor.execute(
            schema.INSERT_LEAVES, (len(leaves), self._head.size + 1, b"".join(leaves))
        )
        self._cursor.execute(
            schema.UPDATE_HEAD, (head.size, head.frontier.encode(), head.recorded_at)
        )
        self._head = head
        self._pending = []
        self._touched = set()
