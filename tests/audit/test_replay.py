"""`audit replay`: state from nothing but the log, step by step, and equal to what is shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_office import (
    SIXTH,
    History,
    add,
    all_ledgers,
    body,
    found,
    reopened,
    seat,
    tampered,
)

from zltrec.audit.log import event_rows
from zltrec.audit.replay import COLUMNS, replay
from zltrec.errors import BadUsage, Refused, Unreadable
from zltrec.records.chronicle import amend_entry, retract_entry
from zltrec.records.rosters import add_roster, release
from zltrec.workspace import Workspace


def last_states(office: Workspace, last: int | None = None) -> dict[str, dict[str, Any]]:
    """The state of every aggregate after the replay."""
    return {row["subject"]: row["state"] for row in replay(office.log, last)}


def test_each_step_tells_what_it_changed(office: Workspace) -> None:
    """Before and after of each field that an event changed, and the state after it."""
    (entry,) = add(office.records, "开馆。")
    amend_entry(office.records, entry, when=None, text="闭馆。", reason="核对")
    retract_entry(office.records, entry, reason="误")
    rows = list(replay(office.log, subject=entry))
    assert [row["changes"] for row in rows] == [
        {
            "occurred": [None, "2022-06-06"],
            "text": [None, "开馆。"],
            "status": [None, "recorded"],
        },
        {"text": ["开馆。", "闭馆。"], "status": ["recorded", "amended"]},
        {"status": ["amended", "retracted"]},
    ]
    assert rows[1]["state"]["text"] == "闭馆。"
    assert rows[0]["state"]["text"] == "开馆。"
    assert all(tuple(row) == COLUMNS for row in rows)


@pytest.mark.parametrize("seed", [13, 14])
def test_replay_ends_where_the_ledgers_stand(office: Workspace, seed: int) -> None:
    """After the last step, and after any step before it, states are what the ledgers show at
    that position."""
    History(office.records, seed).go_on(60)
    for position in (office.log.size, office.log.size // 2, 1):
        states = last_states(office, position)
        ledgers = all_ledgers(office.views(known_at=position))
        shown = {
            **{row["id"]: (row["text"], row["status"]) for row in ledgers["chronicle"]},
            **{row["id"]: (row["title"], row["status"]) for row in ledgers["notices"]},
        }
        replayed = {
            subject: (state.get("text") or state["content"]["title"], state["status"])
            for subject, state in states.items()
            if subject[0] in "cn"
        }
        assert replayed == shown
        seats = {(row["roster"], row["number"]): row["name"] for row in ledgers["seats"]}
        assert seats == {
            (subject, int(number)): seat["content"]["name"]
            for subject, state in states.items()
            if subject[0] == "r" and state["status"] != "retracted"
            for number, seat in state["seats"].items()
        }


def test_replay_and_log_tell_the_same_events(office: Workspace) -> None:
    """Step by step the same positions, types, subjects and versions."""
    History(office.records, seed=15).go_on(50)
    columns = ("position", "type", "subject", "version", "recorded_at", "actor")
    for step, event in zip(replay(office.log), event_rows(office.log), strict=True):
        assert [step[c] for c in columns] == [event[c] for c in columns]


def test_a_subject_is_replayed_as_it_would_be_among_all(office: Workspace) -> None:
    """Replaying one subject gives the steps that a replay of everything gives for it."""
    history = History(office.records, seed=16)
    history.go_on(50)
    everything = list(replay(office.log))
    for subject in (*history.entries[:3], *history.rosters[:1]):
        assert list(replay(office.log, subject=subject)) == [
            row for row in everything if row["subject"] == subject
        ]


def test_a_replay_ends_at_a_moment(office: Workspace) -> None:
    """A moment or a day is the last position recorded by then, in the store's zone."""
    add(office.records, "一。", "二。")
    add(office.records, "三。")
    assert office.position_at("2022-07-01T09:00:00") == 0
    assert office.position_at("2022-07-01T09:00:01") == 1
    assert office.position_at("2022-07-01T09:00:02.5") == 3
    assert office.position_at("2022-07-01T01:00:02+00:00") == 3
    assert office.position_at("2022-07-01") == office.position_at("2023-01-01") == 4
    assert office.position_at("2022-06-30") == 0
    for outside in ("0001-01-01T00:00", "yesterday", "2022-13-01", "-1", ""):
        with pytest.raises(BadUsage, match="is neither a position nor a moment; write 120"):
            office.position_at(outside)
    assert office.position_at("4") == 4
    with pytest.raises(Refused, match="the log ends at position 4; 5 has not been written"):
        office.position_at("5")
    assert last_states(office, 0) == {}
    assert list(last_states(office, 1)) == ["store"]


def test_an_event_that_does_not_fit_is_named_by_position(tmp_path: Path) -> None:
    """A changed row that makes no sense ends in one line, not in a stack of Python."""
    office = found(tmp_path)
    written = add_roster(office.records, body("普查小组", seat("组长", "洪江")), SIXTH)
    on = date(2022, 6, 9)
    position = release(office.records, written.id, "洪江", on=on, reason="").position
    office.close()
    tampered(
        office.folder.log,
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
        " '\"number\":', '\"number\":99') AS BLOB) WHERE position = ?",
        parameters=(position,),
    )
    office = reopened(tmp_path)
    with pytest.raises(Unreadable, match=f"^position {position}: roster.member-released does not"):
        list(replay(office.log))
    office.close()
