"""What somebody does to a store who gets around the program: raw SQL and raw files.

The store's own guards are taken away first. Of zltrec nothing is used but what
anyone can write again, or take from its source: leaf, tree, the registers.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from zltrec.domain import aggregates
from zltrec.domain.fact import Recorded, decode_fact
from zltrec.proof.leaf import encode_leaf
from zltrec.proof.merkle import Frontier, hash_leaf
from zltrec.store.registers import ScratchRegisters


def opened(path: Path) -> sqlite3.Connection:
    """A database with its triggers taken away."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        connection.execute(f"DROP TRIGGER {name}")
    return connection


def tampered(path: Path, *statements: str, parameters: tuple[Any, ...] = ()) -> None:
    """Carries out statements on a database; `parameters` are those of the last one."""
    connection = opened(path)
    try:
        for statement in statements[:-1]:
            connection.execute(statement)
        connection.execute(statements[-1], parameters)
    finally:
        connection.close()


def leaf_of(connection: sqlite3.Connection, position: int) -> bytes:
    """The leaf of an event as it is stored now."""
    row = connection.execute(
        "SELECT position, originator_id, originator_version, topic, state FROM stored_events"
        " WHERE position = ?",
        (position,),
    ).fetchone()
    return hash_leaf(encode_leaf(*row))


def fit_leaf(path: Path, position: int) -> None:
    """Writes the leaf that fits the event at a position."""
    connection = opened(path)
    connection.execute(
        "INSERT OR REPLACE INTO leaves VALUES (?, ?)", (position, leaf_of(connection, position))
    )
    connection.close()


def fit_head(path: Path) -> None:
    """Writes the head that fits the stored leaves, and what SQLite remembers of positions."""
    connection = opened(path)
    leaves = [row[0] for row in connection.execute("SELECT hash FROM leaves ORDER BY position")]
    frontier = Frontier().extended(leaves)
    connection.execute(
        "UPDATE log_head SET size = ?, frontier = ?, recorded_at = coalesce((SELECT"
        " json_extract(CAST(state AS TEXT), '$.recorded_at') FROM stored_events"
        " ORDER BY position DESC LIMIT 1), '')",
        (frontier.size, frontier.encode()),
    )
    connection.execute(
        "UPDATE sqlite_sequence SET seq = ? WHERE name = 'stored_events'", (frontier.size,)
    )
    connection.close()


def rewrite_all(path: Path) -> None:
    """Fresh leaves and a fresh head for whatever the events are now."""
    connection = opened(path)
    connection.execute("BEGIN")
    connection.execute("DELETE FROM leaves")
    positions = connection.execute("SELECT position FROM stored_events ORDER BY position")
    for (position,) in positions.fetchall():
        connection.execute(
            "INSERT INTO leaves VALUES (?, ?)", (position, leaf_of(connection, position))
        )
    connection.execute("COMMIT")
    connection.close()
    fit_head(path)


def cut_tail(path: Path, size: int) -> None:
    """Takes away all events beyond `size`, with their leaves, kept seals, and the head's memory.

    Registers are left: what they hold of the events is the auditor's to see.
    """
    connection = opened(path)
    for table in ("stored_events", "leaves"):
        connection.execute(f"DELETE FROM {table} WHERE position > ?", (size,))
    connection.close()
    forget_seals(path, size)
    fit_head(path)


def forget_seals(path: Path, beyond: int = 0) -> None:
    """Takes away the kept seals over more than `beyond` events, without a gap in their numbers."""
    connection = opened(path)
    connection.execute("DELETE FROM seals WHERE size > ?", (beyond,))
    connection.execute(
        "UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(number), 0) FROM seals)"
        " WHERE name = 'seals'"
    )
    connection.close()


def fit_registers(path: Path) -> None:
    """Writes the registers that the events make, as they are now."""
    connection = opened(path)
    registers = ScratchRegisters()
    rows = connection.execute(
        "SELECT originator_id, originator_version, topic, state FROM stored_events"
        " ORDER BY position"
    )
    events = (
        Recorded(originator_id, version, decode_fact(topic, state))
        for originator_id, version, topic, state in rows.fetchall()
    )
    aggregates.rebuild(events, registers)
    connection.execute("BEGIN")
    connection.execute("DELETE FROM registers")
    connection.executemany("INSERT INTO registers VALUES (?, ?, ?)", registers.rows())
    connection.execute("COMMIT")
    connection.close()


def forget_views(path: Path) -> None:
    """Takes away the stored projections; the next command that looks makes them anew."""
    for file in path.parent.glob("views.sqlite*"):
        file.unlink()


def renumber(path: Path, first: int, by: int) -> None:
    """Moves all events from position `first` on by some places."""
    connection = opened(path)
    # By way of negative positions, so that no two meet.
    connection.execute(
        "UPDATE stored_events SET position = -(position + ?) WHERE position >= ?", (by, first)
    )
    connection.execute("UPDATE stored_events SET position = -position WHERE position < 0")
    connection.close()


def contents(folder: Path) -> dict[str, Any]:
    """Everything in a store: the rows of every table of log and views, and all files' bytes."""
    held: dict[str, Any] = {}
    for name in ("log.sqlite", "views.sqlite"):
        if not (folder / name).exists():
            continue
        connection = sqlite3.connect(folder / name)
        # So that a text is another value than the same bytes.
        connection.text_factory = lambda data: ("text", data)
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        for ((_text, table),) in tables:
            rows = connection.execute(f'SELECT * FROM "{table.decode()}"').fetchall()
            held[f"{name}/{table.decode()}"] = rows
        connection.close()
    for path in folder.rglob("*"):
        if path.is_file() and ".sqlite" not in path.name:
            held[str(path.relative_to(folder))] = path.read_bytes()
    return held
