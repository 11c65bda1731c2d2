"""`audit log`: the raw events, whole and in order."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from sample_office import History, add, found, reopened, tampered

from zltrec.audit.log import COLUMNS, event_rows
from zltrec.domain.fact import decode_fact
from zltrec.errors import Unreadable
from zltrec.records.chronicle import amend_entry
from zltrec.workspace import Workspace


def test_an_event_is_listed_with_all_that_it_says(office: Workspace) -> None:
    """Position, type, subject, version, who, when recorded, when it happened, and the rest."""
    (entry,) = add(office.records, "开馆。")
    amend_entry(office.records, entry, when=None, text="闭馆。", reason="核对")
    rows = list(event_rows(office.log, 2))
    assert rows[0] == {
        "position": 2,
        "type": "chronicle.entry-recorded",
        "subject": entry,
        "version": 1,
        "recorded_at": "2022-07-01T01:00:02.000000Z",
        "occurred": "2022-06-06",
        "actor": "林档",
        "data": {"text": "开馆。"},
    }
    assert (rows[1]["version"], rows[1]["data"]) == (2, {"text": "闭馆。", "reason": "核对"})
    assert all(tuple(row) == COLUMNS for row in rows)


def test_nothing_of_a_stored_event_is_left_out(office: Workspace) -> None:
    """Envelope and data together hold every field of the stored JSON."""
    History(office.records, seed=12).go_on(60)
    for row, stored in zip(event_rows(office.log), office.log.rows(), strict=True):
        state = json.loads(stored[4])
        row = json.loads(msgspec.json.encode(row))
        held = {**row["data"], **{k: row[k] for k in ("recorded_at", "occurred", "actor")}}
        assert {key: held[key] for key in state} == state
        fact = decode_fact(stored[3], stored[4])
        assert msgspec.json.encode(fact) == stored[4]


def test_a_range_or_a_subject_may_be_asked_for(office: Workspace) -> None:
    """Both ends are included; a subject may be the beginning of ids."""
    add(office.records, "一。", "二。", "三。")
    amend_entry(office.records, "c0000003", when=None, text="贰。", reason="")

    def positions(*asked: int | None, subject: str | None = None) -> list[int]:
        return [row["position"] for row in event_rows(office.log, *asked, subject=subject)]  # type: ignore[arg-type]

    assert positions(2, 4) == [2, 3, 4]
    assert positions(4) == [4, 5]
    assert positions(1, None, subject="c0000003") == [3, 5]
    assert positions(1, 4, subject="c0000003") == [3]
    assert positions(1, None, subject="c") == [2, 3, 4, 5]
    assert positions(1, None, subject="x") == []
    assert positions(9) == []


def test_an_event_that_cannot_be_read_is_named_by_position(tmp_path: Path) -> None:
    """Those before it are listed; then one line that says which it is."""
    office = found(tmp_path)
    add(office.records, "一。", "二。")
    office.close()
    tampered(office.folder.log, "UPDATE stored_events SET state = x'7b' WHERE position = 3")
    office = reopened(tmp_path)
    rows = event_rows(office.log)
    assert [next(rows)["position"], next(rows)["position"]] == [1, 2]
    with pytest.raises(Unreadable, match=r"^position 3: the state of a stored"):
        next(rows)
    office.close()
