"""`audit verify` as a whole: an untouched store passes, and the first fault is not the last."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sample_office import (
    reopened,
    tampered,
    verified,
)

from audit.spoiling import log, look, lose, told
from zltrec.domain.fact import decode_fact
from zltrec.workspace import Workspace


def test_an_untouched_store_passes(original: Path) -> None:
    """No fault, every event read, the root that of the head, every file checked, and only what
    an open store without a seal cannot have is named as not checked."""
    findings = look(original)
    office = reopened(original)
    assert findings.faults == []
    assert (findings.events, findings.root) == (
        office.log.size,
        office.log.head().frontier.root(),
    )
    assert (findings.files, findings.sealed) == (1, 0)
    assert findings.not_checked == []
    office.close()


def test_a_new_store_passes(office: Workspace) -> None:
    """A store of one event, before anybody looked, is in order; its views are not stored yet."""
    findings = verified(office)
    assert (findings.faults, findings.events) == ([], 1)
    assert [str(item).partition(":")[0] for item in findings.not_checked] == ["projections"]


def test_many_faults_are_all_named(copy: Path) -> None:
    """Verification does not stop at the first: each of several damages is there."""
    store = copy / ".zltrec"
    for position in (5, 9, 40):
        log(f"UPDATE stored_events SET topic = 'x.y' WHERE position = {position}")(store)
    log("DELETE FROM registers WHERE name = 'accession.file'")(store)
    lose(store)
    faults = told(look(copy))
    assert {(5, "leaf"), (9, "leaf"), (40, "leaf"), (None, "register"), (None, "file")} <= faults


@pytest.fixture
def rewritten(copy: Path) -> Path:
    """A store whose whole log was written anew with one text changed, leaves and all."""
    office = reopened(copy)
    rows = list(office.log.rows())
    office.close()
    store = copy / ".zltrec"
    tampered(
        store / "log.sqlite",
        "DELETE FROM stored_events",
        "DELETE FROM leaves",
        "DELETE FROM sqlite_sequence",
        "UPDATE log_head SET size = 0, frontier = x'', recorded_at = ''",
    )
    connection = sqlite3.connect(store / "log.sqlite", isolation_level=None)
    connection.execute("INSERT INTO sqlite_sequence VALUES ('stored_events', 0)")
    connection.close()
    office = reopened(copy)
    with office.log.unit_of_work() as unit:
        for _, originator_id, version, topic, state in rows:
            state = state.replace("次。".encode(), "次！".encode())
            moment = decode_fact(topic, state).recorded_at
            unit.append((originator_id, version, topic, state), moment)
    office.close()
    return copy


def test_a_rewritten_log_shows_in_what_is_derived_from_it(rewritten: Path) -> None:
    """Fresh leaves make the events fit; registers and views that were not rewritten too do not.

    (A store rewritten as a whole passes: for that a seal outside is needed; DESIGN, "Trust".)
    """
    faults = told(look(rewritten))
    assert {kind for _, kind in faults} == {"register", "projection"}
