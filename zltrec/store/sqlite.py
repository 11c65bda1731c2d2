"""The log on SQLite: a recorder of `eventsourcing` that writes leaves and registers too.

This is the persistence module that the application names. It keeps the
library's recorder interface, and goes its own way where STORE.md shows that it
must: transactions begin IMMEDIATE, positions are explicit and come from the
head, all tables are made in one transaction. Underscore methods of the
library are overridden here and only here, so `pyproject.toml` pins its patch
releases.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteDatastore,
    SQLiteFactory,
)

from zltrec.errors import Unreadable
from zltrec.proof.faults import ProofError
from zltrec.proof.leaf import encode_leaf
from zltrec.proof.merkle import Subtree, hash_leaf, root_of, subtree_from
from zltrec.store import private, schema
from zltrec.store.datastore import LogDatastore
from zltrec.store.faults import translated
from zltrec.store.head import Head, StoredRow
from zltrec.store.registers import Registers
from zltrec.store.sqlite_head import read_head, sound_head
from zltrec.store.unit import UnitOfWork


class SQLiteLog(SQLiteApplicationRecorder):
    """The append-only log. `path` is its file; reads need no unit of work."""

    def __init__(self, datastore: SQLiteDatastore, events_table_name: str = "stored_events"):
        super().__init__(datastore, events_table_name)
        self.path = Path(unquote(datastore.pool.db_name.removeprefix("file://").partition("?")[0]))
        self._unit: UnitOfWork | None = None

    def construct_create_table_statements(self) -> list[str]:
        return list(schema.STATEMENTS)

    def create_table(self) -> None:
        """Makes all tables in one transaction. Raises Unreadable as `translated` says."""
        with translated(self.path):
            with self._log.get_connection(commit=True) as connection, connection.cursor() as raw:
                raw.execute("PRAGMA journal_mode = WAL")
            with self._log.outermost("BEGIN IMMEDIATE") as cursor:
                self._create_table(cursor)

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """One write transaction, alone among all processes; a nested one joins it.

        Leaving it writes everything; an exception inside writes nothing.
        """
        if self._unit is not None:
            yield self._unit
            return
        with translated(self.path), self._log.outermost("BEGIN IMMEDIATE") as cursor:
            self._unit = UnitOfWork(cursor, sound_head(cursor, self.path))
            try:
                yield self._unit
                self._unit.flush()
            finally:
                self._unit = None

    @contextmanager
    def snapshot(self) -> Iterator[Registers]:
        """One view of the log for several reads, whatever others append meanwhile."""
        if self._log._outer is not None:
            with self._log.transaction(commit=False) as cursor:
                yield Registers(cursor)
        else:
            with translated(self.path), self._log.outermost("BEGIN") as cursor:
                yield Registers(cursor)

    def head(self) -> Head:
        """The stored head."""
        with translated(self.path), self._log.transaction(commit=False) as cursor:
            return read_head(cursor)

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.head().size

    def rows(self, start: int = 1, stop: int | None = None) -> Generator[StoredRow, None, None]:
        """The events from position `start` to `stop` (included), as plain tuples in order."""
        yield from self._stream(schema.SELECT_ROWS, schema.between(start, stop))

    def rows_of(self, kinds: Sequence[str], stop: int | None = None) -> Iterator[StoredRow]:
        """The events of these kinds (topics that begin so: `case`) or topics, up to `stop`."""
        chosen = " OR ".join("topic >= ? AND topic < ?" for _ in kinds)
        bounds = [(one, f"{one} ") if "." in one else (f"{one}.", f"{one}/") for one in kinds]
        yield from self._stream(
            f"SELECT {schema.COLUMNS} FROM stored_events WHERE ({chosen}) AND position <= ?"
            " ORDER BY position",
            (*(one for pair in bounds for one in pair), stop if stop is not None else 2**62),
        )

    def subtrees(self) -> Subtree:
        """Merkle hashes over stored leaves, for proofs; within one snapshot only."""
        return subtree_from(self._leaf_hashes)

    def _leaf_hashes(self, low: int, high: int) -> list[bytes]:
        return [leaf for _position, leaf in self.leaves(low + 1, high)]

    def root_at(self, size: int) -> bytes:
        """The Merkle root over the first `size` stored leaves (32 bytes)."""
        return root_of(leaf for _position, leaf in self.leaves(1, size))

    def recomputed_root(self, size: int) -> bytes:
        """The root over the first `size` events, recomputed from their stored bytes.

        Raises Unreadable for a row that can be no event, with its position.
        """
        return root_of(_leaf(row) for row in self.rows(1, size))

    def rows_by(self, originator_id: str) -> Iterator[StoredRow]:
        """The events of one aggregate, with their positions, in order."""
        yield from self._stream(
            f"SELECT {schema.COLUMNS} FROM stored_events WHERE originator_id = ?"
            " ORDER BY originator_version",
            (originator_id,),
        )

    def copy_to(self, path: Path) -> None:
        """Writes the log as it is now, whole and consistent, into a new file."""
        with translated(self.path), self._log.get_connection(commit=False) as connection:
            target = sqlite3.connect(path)
            try:
                connection._sqlite_conn.backup(target)
            finally:
                target.close()

    def add_seal(self, size: int, note: str, public_line: str) -> None:
        """Keeps a seal (a signed note) beside the log, with the key that checks it."""
        with translated(self.path), self._log.outermost("BEGIN IMMEDIATE") as cursor:
            cursor.execute(
                "INSERT INTO seals (size, note, public_line) VALUES (?, ?, ?)",
                (size, note, public_line),
            )

    def seals(self) -> list[tuple[int, int, str, str]]:
        """The seals that are kept: number, size, signed note, public key line; in order."""
        with translated(self.path), self._log.transaction(commit=False) as cursor:
            cursor.execute("SELECT number, size, note, public_line FROM seals ORDER BY number")
            return [(row[0], row[1], row[2], row[3]) for row in cursor.fetchall()]

    def seals_given(self) -> int:
        """The highest number that a kept seal ever had, also when its row was taken away."""
        with translated(self.path), self._log.transaction(commit=False) as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'seals'")
            row = cursor.fetchone()
            return int(row[0]) if row else 0

    def leaves(self, start: int = 1, stop: int | None = None) -> Iterator[tuple[int, bytes]]:
        """The stored leaf hashes of positions `start` to `stop`, as (position, hash)."""
        yield from self._stream(schema.SELECT_LEAVES, schema.between(start, stop))

    def register_rows(self) -> Iterator[tuple[str, str, str]]:
        """All registers: name, key, value, in order."""
        yield from self._stream("SELECT name, key, value FROM registers ORDER BY name, key")

    def private_values(self) -> Iterator[tuple[str, bytes, str]]:
        """All private values: commitment, salt, value, in order of the commitments."""
        yield from self._stream(private.SELECT)

    def private_value(self, commitment: str) -> str | None:
        """The private value kept under a commitment; None if there is none, or no more."""
        with translated(self.path), self._log.transaction(commit=False) as cursor:
            return private.PrivateValues(cursor).value_of(commitment)

    def scrub(self) -> None:
        """Takes what is left of deleted private values out of the store's files.

        After the transaction that deleted them; may be repeated. Raises Unreadable if others
        keep reading meanwhile.
        """
        assert self._log._outer is None, "old pages are needed as long as a transaction is open"
        with translated(self.path):
            with self._log.outermost("BEGIN IMMEDIATE") as cursor:
                private.PrivateValues(cursor).rewrite()
            self._log.truncate_wal(self.path)

    def altered_objects(self) -> list[str]:
        """Names of tables, indexes and guards that are gone, added, or not as they were made."""
        made = schema.made_anew()
        found = dict(self._stream(schema.SELECT_OBJECTS))
        return sorted(n for n in made.keys() | found.keys() if made.get(n) != found.get(n))

    def broken_sequences(self) -> Iterator[tuple[int, str]]:
        """Aggregates whose versions are not 1, 2, 3 … in log order: (a position, id)."""
        # No version stands twice (UNIQUE): it is enough that each has the one before it before it.
        yield from self._stream(
            "SELECT max(position), originator_id FROM stored_events AS e"
            " WHERE originator_version < 1 OR originator_version > 1 AND NOT EXISTS"
            " (SELECT 1 FROM stored_events AS before WHERE before.originator_id = e.originator_id"
            " AND before.originator_version = e.originator_version - 1"
            " AND before.position < e.position) GROUP BY originator_id"
        )

    def last_given(self) -> int:
        """The highest position ever given, also when its row was cut away."""
        with translated(self.path), self._log.transaction(commit=False) as cursor:
            cursor.execute(schema.SELECT_LAST_GIVEN)
            row = cursor.fetchone()
            return int(row[0]) if row else 0

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """The library's own way in; leaves and head are written here as well."""
        with self.unit_of_work() as unit:
            return [
                unit.append((_text(e.originator_id), e.originator_version, e.topic, e.state), "")
                for e in stored_events
            ]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        if self._unit is not None:
            self._unit.flush(_text(originator_id))
        with translated(self.path), self._log.transaction(commit=False) as cursor:
            cursor.execute(
                f"SELECT {schema.COLUMNS} FROM stored_events WHERE originator_id = ?"
                " AND originator_version > ? AND originator_version <= ?"
                f" ORDER BY originator_version {'DESC' if desc else 'ASC'} LIMIT ?",
                (_text(originator_id), gt or 0, lte if lte is not None else 2**62, limit or -1),
            )
            return [StoredEvent(*tuple(row)[1:]) for row in cursor.fetchall()]

    def originators(self, beginning: str, limit: int) -> list[str]:
        """Ids of aggregates that begin so, in order, at most `limit`."""
        if self._unit is not None:
            self._unit.flush()
        with translated(self.path), self._log.transaction(commit=False) as cursor:
            cursor.execute(
                "SELECT DISTINCT originator_id FROM stored_events"
                " WHERE originator_id >= ? AND originator_id < ? ORDER BY originator_id LIMIT ?",
                (beginning, beginning + "\U0010ffff", limit),
            )
            return [str(row[0]) for row in cursor.fetchall()]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        first = (start or 0) + (0 if inclusive_of_start else 1)
        chosen = f" AND topic IN ({','.join('?' * len(topics))})" if topics else ""
        with translated(self.path), self._log.transaction(commit=False) as cursor:
            cursor.execute(
                f"SELECT {schema.COLUMNS} FROM stored_events WHERE position BETWEEN ? AND ?{chosen}"
                " ORDER BY position LIMIT ?",
                (first, stop if stop is not None else 2**62, *topics, limit),
            )
            return [
                Notification(
                    originator_id=row["originator_id"],
                    originator_version=row["originator_version"],
                    topic=row["topic"],
                    state=row["state"],
                    id=row["position"],
                )
                for row in cursor.fetchall()
            ]

    def max_notification_id(self) -> int:
        return self.head().size

    def _stream(self, statement: str, parameters: tuple[Any, ...] = ()) -> Iterator[Any]:
        """The rows of a query as plain tuples, read as they are asked for."""
        with translated(self.path), self._log.transaction(commit=False) as cursor:
            raw = cursor.sqlite_cursor
            raw.row_factory = None
            yield from raw.execute(statement, parameters)

    @property
    def _log(self) -> LogDatastore:
        assert isinstance(self.datastore, LogDatastore)
        return self.datastore


class Factory(SQLiteFactory):
    """What `eventsourcing` asks for recorders: makes `SQLiteLog`, with closed settings."""

    application_recorder_class = SQLiteLog

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.datastore.close()
        self.datastore = LogDatastore(self.env[self.SQLITE_DBNAME])


# The library looks for the one factory in this module.
del SQLiteFactory


def _leaf(row: StoredRow) -> bytes:
    try:
        return hash_leaf(encode_leaf(*row))
    except ProofError as error:
        raise Unreadable(
            "position {position} holds no event: {reason}", position=row[0], reason=error
        ) from error


def _text(originator_id: UUID | str) -> str:
    return originator_id.hex if isinstance(originator_id, UUID) else originator_id
