"""The tables themselves: append-only for everybody, and leaves that anyone can recompute."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_office import History, add, found, tampered

from zltrec.store import schema
from zltrec.workspace import Workspace


@pytest.fixture
def plain(office: Workspace) -> Iterator[sqlite3.Connection]:
    """The log of an office with some history, opened as anybody could: with sqlite3 alone."""
    History(office.records, seed=1).go_on(60)
    connection = sqlite3.connect(office.folder.log, isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET state = x'7b7d' WHERE position = 2",
        "UPDATE stored_events SET position = 1000 WHERE position = 2",
        "UPDATE OR REPLACE stored_events SET position = 3 WHERE position = 2",
        "UPDATE OR IGNORE stored_events SET topic = 'x'",
        "DELETE FROM stored_events WHERE position = (SELECT MAX(position) FROM stored_events)",
        "DELETE FROM stored_events",
        "INSERT OR REPLACE INTO stored_events SELECT * FROM stored_events WHERE position = 2",
        "REPLACE INTO stored_events SELECT 2, originator_id, 99, topic, state FROM stored_events"
        " WHERE position = 2",
        "INSERT OR REPLACE INTO stored_events"
        " SELECT NULL, originator_id, originator_version, topic, state FROM stored_events"
        " WHERE position = 2",
        "INSERT OR IGNORE INTO stored_events SELECT * FROM stored_events WHERE position = 2",
        "INSERT INTO stored_events SELECT * FROM stored_events WHERE position = 2"
        " ON CONFLICT (position) DO UPDATE SET state = x'7b7d'",
        "UPDATE leaves SET hash = zeroblob(32) WHERE position = 2",
        "UPDATE OR REPLACE leaves SET position = 3 WHERE position = 2",
        "DELETE FROM leaves WHERE position = 2",
        "INSERT OR REPLACE INTO leaves VALUES (2, zeroblob(32))",
        "INSERT INTO leaves VALUES (2, zeroblob(32)) ON CONFLICT DO UPDATE SET hash = zeroblob(32)",
    ],
)
def test_events_and_leaves_refuse_every_change(plain: sqlite3.Connection, statement: str) -> None:
    """No plain SQL statement changes, replaces or deletes an event or a leaf."""
    before = plain.execute("SELECT * FROM stored_events, leaves USING (position)").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match=schema.APPEND_ONLY):
        plain.execute(statement)
    assert plain.execute("SELECT * FROM stored_events, leaves USING (position)").fetchall() == (
        before
    )


def test_leaves_can_be_recomputed_with_sqlite_and_a_hash(plain: sqlite3.Connection) -> None:
    """A leaf is four lines and the stored bytes, hashed as RFC 9162 says; DESIGN, "Trust"."""
    rows = plain.execute(
        "SELECT position, originator_id, originator_version, topic, state, hash"
        " FROM stored_events LEFT JOIN leaves USING (position) ORDER BY position"
    ).fetchall()
    assert len(rows) > 20
    for position, originator_id, version, topic, state, stored in rows:
        data = f"{position}\n{originator_id}\n{version}\n{topic}\n".encode() + state
        assert hashlib.sha256(b"\x00" + data).digest() == stored


def test_root_in_the_head_is_that_of_the_leaves(
    plain: sqlite3.Connection, office: Workspace
) -> None:
    """The head's root is RFC 9162's tree hash over all leaves, written out here once more."""

    def tree(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return leaves[0]
        split = 1 << (len(leaves) - 1).bit_length() - 1
        return hashlib.sha256(b"\x01" + tree(leaves[:split]) + tree(leaves[split:])).digest()

    leaves = [row[0] for row in plain.execute("SELECT hash FROM leaves ORDER BY position")]
    assert office.log.head().frontier.root() == tree(leaves)
    for size in range(1, len(leaves) + 1):
        assert office.root_at(size) == tree(leaves[:size])


def test_positions_start_at_1_and_have_no_gaps(plain: sqlite3.Connection) -> None:
    """Positions are 1, 2, 3 … in events and in leaves, whatever was refused in between."""
    for table in ("stored_events", "leaves"):
        positions = [row[0] for row in plain.execute(f"SELECT position FROM {table} ORDER BY 1")]
        assert positions == list(range(1, len(positions) + 1))


def test_the_log_is_durable(office: Workspace, tmp_path: Path) -> None:
    """Every connection that may write is in WAL mode and syncs fully: an answer means disk."""
    with office.log.datastore.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()[0] == "wal"
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone()[0] == 2


def test_the_file_says_what_it_is(plain: sqlite3.Connection) -> None:
    """The application id and the format stand in the file's header, for `file` and for us."""
    assert plain.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID
    assert plain.execute("PRAGMA user_version").fetchone()[0] == schema.FORMAT


def test_an_event_is_found_by_its_topic_without_reading_all(plain: sqlite3.Connection) -> None:
    """A rare topic is selected by an index."""
    plan = plain.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM stored_events WHERE topic = 'store.founded'"
    ).fetchall()
    assert "stored_events_topic" in plan[0][3]


def test_tampering_helper_can_change_what_the_guards_protect(tmp_path: Path) -> None:
    """The guards stop accidents, not a thief: once they are dropped, rows can be changed.

    (If this failed, every test of `audit verify` would pass for the wrong reason.)
    """
    office = found(tmp_path)
    add(office.records, "开馆。")
    office.close()
    tampered(office.folder.log, "UPDATE stored_events SET topic = 'x' WHERE position = 2")
    connection = sqlite3.connect(office.folder.log)
    assert connection.execute("SELECT topic FROM stored_events").fetchall()[1] == ("x",)
    connection.close()
