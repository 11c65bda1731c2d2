"""`audit verify` on the log itself: every single thing that is touched is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_office import (
    reopened,
    tampered,
)

from audit.spoiling import Damage, log, look, told
from zltrec.domain.chronicle import EntryRetracted
from zltrec.domain.fact import encode_fact
from zltrec.proof.merkle import Frontier
from zltrec.workspace import Workspace

OTHER_TEXT = (
    "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '次。', '次！') AS BLOB)"
    " WHERE position = (SELECT MIN(position) FROM stored_events"
    " WHERE topic = 'chronicle.entry-recorded')"
)
FIRST_ENTRY = 4  # 1 the store, 2 and 3 the file


LOG_DAMAGES: dict[str, tuple[Damage, set[tuple[int | None, str]]]] = {
    "a byte of a state": (log(OTHER_TEXT), {(FIRST_ENTRY, "leaf")}),
    "a state that is none": (
        log("UPDATE stored_events SET state = x'7b' WHERE position = 9"),
        {(9, "leaf"), (9, "state")},
    ),
    "a state of text": (
        log("UPDATE stored_events SET state = CAST(state AS TEXT) WHERE position = 9"),
        {(9, "leaf")},
    ),
    "a state of nothing": (
        log(
            "CREATE TABLE c AS SELECT * FROM stored_events",
            "DROP TABLE stored_events",
            "CREATE TABLE stored_events (position INTEGER PRIMARY KEY AUTOINCREMENT,"
            " originator_id, originator_version, topic, state)",
            "INSERT INTO stored_events SELECT * FROM c",
            "DROP TABLE c",
            "UPDATE stored_events SET state = NULL WHERE position = 9",
        ),
        {(9, "leaf")},
    ),
    "a topic": (
        log("UPDATE stored_events SET topic = 'notice.retracted' WHERE position = 9"),
        {(9, "leaf")},
    ),
    "a topic that is none": (
        log("UPDATE stored_events SET topic = 'os:system' WHERE position = 9"),
        {(9, "leaf"), (9, "state")},
    ),
    "a topic with a line feed": (
        log("UPDATE stored_events SET topic = topic || char(10) WHERE position = 9"),
        {(9, "leaf")},
    ),
    "an id": (
        log("UPDATE stored_events SET originator_id = 'c0099999' WHERE position = 9"),
        {(9, "leaf")},
    ),
    "an id of bytes": (
        log(
            "UPDATE stored_events SET originator_id = CAST(originator_id AS BLOB)"
            " WHERE position = 9"
        ),
        {(9, "leaf")},
    ),
    "a version": (
        log("UPDATE stored_events SET originator_version = 77 WHERE position = 9"),
        {(9, "leaf"), (None, "version")},
    ),
    "a version of text": (
        log("UPDATE stored_events SET originator_version = 'one' WHERE position = 9"),
        {(9, "leaf")},
    ),
    "a leaf": (
        log("UPDATE leaves SET hash = zeroblob(32) WHERE position = 9"),
        {(9, "leaf")},
    ),
    "a leaf that is none": (
        log("UPDATE leaves SET hash = 'x' WHERE position = 9"),
        {(9, "leaf")},
    ),
    "a leaf too few": (log("DELETE FROM leaves WHERE position = 9"), {(9, "leaf")}),
    "the last leaf too few": (
        log("DELETE FROM leaves WHERE position = (SELECT MAX(position) FROM leaves)"),
        {(None, "leaf")},
    ),
    "a leaf too many": (log("INSERT INTO leaves VALUES (99999, zeroblob(32))"), {(99999, "leaf")}),
    "a register": (
        log(
            "UPDATE registers SET value = 'c0000099' WHERE key ="
            " (SELECT MIN(key) FROM registers WHERE name = 'chronicle.key')"
        ),
        {(None, "register")},
    ),
    "a register too few": (
        log(
            "DELETE FROM registers WHERE key ="
            " (SELECT MIN(key) FROM registers WHERE name = 'chronicle.order')"
        ),
        {(None, "register")},
    ),
    "a register too many": (
        log("INSERT INTO registers VALUES ('roster.body', '无此小组', 'r0000099')"),
        {(None, "register")},
    ),
    "a rank in a register": (
        log(
            "UPDATE registers SET value = value + 1 WHERE key ="
            " (SELECT MAX(key) FROM registers WHERE name = 'chronicle.order')"
        ),
        {(None, "register")},
    ),
    "the head's size": (log("UPDATE log_head SET size = size - 1"), {(None, "head")}),
    "the head's tree": (
        log("UPDATE log_head SET frontier = zeroblob(length(frontier))"),
        {(None, "head")},
    ),
    "the head's tree, of another size": (
        log("UPDATE log_head SET frontier = x'00'"),
        {(None, "head")},
    ),
    "the head's moment": (
        log("UPDATE log_head SET recorded_at = '2023-01-01T00:00:00.000000Z'"),
        {(None, "head")},
    ),
    "the head": (log("DELETE FROM log_head"), {(None, "head")}),
    "what was given out": (log("UPDATE sqlite_sequence SET seq = seq + 1"), {(None, "head")}),
    "a row too few": (
        log("DELETE FROM stored_events WHERE position = 9"),
        {(9, "gap"), (9, "leaf"), (None, "head")},
    ),
    "a row and its leaf too few": (
        log(
            "DELETE FROM stored_events WHERE position = 9", "DELETE FROM leaves WHERE position = 9"
        ),
        {(9, "gap"), (None, "head")},
    ),
    "two rows swapped": (
        log(
            "UPDATE stored_events SET position = -1 WHERE position = 9",
            "UPDATE stored_events SET position = 9 WHERE position = 10",
            "UPDATE stored_events SET position = 10 WHERE position = -1",
        ),
        {(9, "leaf"), (10, "leaf")},
    ),
    "two rows swapped with their leaves": (
        log(
            *(
                f"UPDATE {table} SET position = {to} WHERE position = {of}"
                for table in ("stored_events", "leaves")
                for of, to in ((9, -1), (10, 9), (-1, 10))
            )
        ),
        {(9, "leaf"), (10, "leaf"), (None, "head")},
    ),
    "the first row": (
        log("DELETE FROM stored_events WHERE position = 1"),
        {(1, "gap"), (1, "leaf"), (None, "head")},
    ),
    "a row before the first": (
        log(
            "INSERT INTO stored_events VALUES (-5, 'c0099999', 1, 'chronicle.entry-recorded',"
            " (SELECT state FROM stored_events WHERE topic = 'chronicle.entry-recorded' LIMIT 1))"
        ),
        {(-5, "gap")},
    ),
    "a row moved to the end": (
        log("UPDATE stored_events SET position = 99999 WHERE position = 9"),
        {(9, "gap"), (99999, "leaf"), (None, "head")},
    ),
}


@pytest.mark.parametrize("name", LOG_DAMAGES)
def test_each_damage_of_the_log_is_named(copy: Path, name: str) -> None:
    """Whatever one thing is changed, verification goes on to the end and names its position."""
    damage, expected = LOG_DAMAGES[name]
    damage(copy / ".zltrec")
    findings = look(copy)
    faults = told(findings)
    for position, kind in expected:
        kinds = {p for p, k in faults if k == kind}
        assert kinds, (name, faults)
        assert position is None or position in kinds, (name, faults)
    # Nothing else is accused: other leaves stay as they are.
    wrong = {p for p, k in faults if k in ("leaf", "gap", "state")}
    if name not in ("the last leaf too few", "a row moved to the end"):
        assert wrong <= {p for p, _ in expected}, (name, faults)
    assert findings.events > 100


def test_an_inserted_event_is_named(copy: Path) -> None:
    """A row put at the end by plain SQL, without a leaf, is not part of the log."""
    office = reopened(copy)
    size, last = office.log.size, office.log.head().recorded_at
    office.close()
    fact = EntryRetracted(recorded_at=last, actor="某人", reason="x", occurred="2022-06-06")
    tampered(
        copy / ".zltrec" / "log.sqlite",
        "INSERT INTO stored_events VALUES (?, 'c0000099', 1, 'chronicle.entry-retracted', ?)",
        parameters=(size + 1, encode_fact(fact)),
    )
    assert (size + 1, "leaf") in told(look(copy))
    assert {kind for _, kind in told(look(copy))} >= {"leaf", "head"}


def test_time_that_runs_backwards_is_named(copy: Path) -> None:
    """An event recorded before the one before it, though its leaf was made anew."""
    office = reopened(copy)
    (row,) = office.log.rows(9, 9)
    office.close()
    early = row[4].replace(b'"recorded_at":"2022-07-01', b'"recorded_at":"2021-07-01')
    tampered(
        copy / ".zltrec" / "log.sqlite",
        "UPDATE stored_events SET state = ? WHERE position = 9",
        parameters=(early,),
    )
    assert {(9, "leaf"), (9, "moment")} <= told(look(copy))


@pytest.mark.parametrize("thorough", range(4))
def test_a_cut_tail_is_named(copy: Path, thorough: int) -> None:
    """The newest event cut away: found by head, leaf, count, register or views, however much of
    that was made to fit."""
    newest = "(SELECT MAX(position) FROM stored_events)"
    office = reopened(copy)
    size = office.log.size
    frontier = _frontier_at(office, size - 1)
    office.close()
    store = copy / ".zltrec"
    last_leaf = f"DELETE FROM leaves WHERE position = {size}"
    steps = [f"DELETE FROM stored_events WHERE position = {newest}"]
    if thorough > 0:
        steps.append(last_leaf)
    if thorough > 1:
        steps.append("UPDATE sqlite_sequence SET seq = seq - 1")
    tampered(store / "log.sqlite", *steps)
    if thorough > 2:
        tampered(
            store / "log.sqlite",
            "UPDATE log_head SET size = size - 1, frontier = ?",
            parameters=(frontier,),
        )
    faults = told(look(copy))
    if thorough < 3:
        assert (size, "head") in faults
    assert faults


def _frontier_at(office: Workspace, size: int) -> bytes:
    return Frontier().extended(leaf for _, leaf in office.log.leaves(1, size)).encode()
