"""The unit of work of a command: who, when, under which id, and that time never runs back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_office import SEVENTH, SIXTH, START, Clock, add, body, found, reopened, seat, verified

from zltrec.domain.chronicle import ChronicleEntry
from zltrec.domain.fact import decode_fact
from zltrec.domain.roster import Roster
from zltrec.errors import Refused
from zltrec.records import chronicle, rosters
from zltrec.records.application import utc_text
from zltrec.workspace import Workspace, open_workspace


def moments(office: Workspace) -> list[str]:
    """`recorded_at` of every event."""
    return [decode_fact(topic, state).recorded_at for _, _, _, topic, state in office.log.rows()]


def test_recorded_at_never_runs_backwards(tmp_path: Path) -> None:
    """When the machine's clock is set back, events are stamped with the last moment until it
    has caught up; across processes too."""
    clock = Clock()
    office = found(tmp_path, clock)
    add(office.records, "一。")
    clock.now = START - timedelta(days=400)
    add(office.records, "二。")
    office.close()
    office = reopened(tmp_path, Clock(START - timedelta(days=1)))
    add(office.records, "三。", "四。")
    office.close()
    office = reopened(tmp_path, Clock(START + timedelta(days=1)))
    add(office.records, "五。")
    stamped = moments(office)
    assert stamped == sorted(stamped)
    assert stamped[1] == stamped[2] == stamped[3] == stamped[4] < stamped[5]
    assert office.log.head().recorded_at == stamped[-1]
    assert verified(office).faults == []
    office.close()


def test_one_command_has_one_moment(office: Workspace) -> None:
    """All events of one unit of work carry the same time."""
    add(office.records, "一。", "二。", "三。")
    assert len(set(moments(office)[1:])) == 1


def test_every_event_says_who_and_when(office: Workspace) -> None:
    """Actor and time are those of the application; the day is the fact's own."""
    (entry,) = add(office.records, "一。", when=SEVENTH)
    fact = office.fact_at(2)
    assert (fact.actor, fact.occurred, fact.source) == ("林档", "2022-06-07", None)
    assert fact.recorded_at.startswith("2022-07-01T01:00:")
    assert entry == "c0000002"


def test_the_clock_below_the_command_line_is_the_one_handed_in(tmp_path: Path) -> None:
    """Nothing reads the machine's clock: an office of 1999 is an office of 1999."""
    office = found(tmp_path, Clock(datetime(1999, 12, 31, 17, 0, tzinfo=UTC)))
    add(office.records, "一。")
    assert all(moment.startswith("1999-12-31T17:00:") for moment in moments(office))
    assert office.today.isoformat() == "2000-01-01"  # it is past midnight in the store's zone
    office.close()


@given(st.datetimes(timezones=st.timezones(), allow_imaginary=False))
def test_moments_sort_as_their_text(moment: datetime) -> None:
    """A moment's text is UTC with microseconds, of one length, so that texts compare as times."""
    try:
        text = utc_text(moment)
    except OverflowError:  # outside the calendar's ends
        return
    assert len(text) == len("2022-06-30T01:02:03.000004Z")
    assert datetime.fromisoformat(text) == moment.astimezone(UTC)


def test_moments_of_other_zones_become_utc() -> None:
    """A clock may be in any zone."""
    east = timezone(timedelta(hours=8))
    moment = datetime(2022, 7, 1, 9, 0, 0, 5, tzinfo=east)
    assert utc_text(moment) == "2022-07-01T01:00:00.000005Z"


def test_an_id_may_be_shortened_while_it_is_unique(office: Workspace) -> None:
    """A unique beginning is enough; several are named; none is refused; kinds do not mix."""
    entries = add(office.records, *(f"第{n}项。" for n in range(15)))
    written = rosters.add_roster(office.records, body("普查小组", seat("组长", "洪江")), SIXTH)
    records = office.records
    assert records.load(entries[3], ChronicleEntry, "c").text == "第3项。"
    assert records.load("c0000002", ChronicleEntry, "c").id == "c0000002"
    assert records.load("r", Roster, "r").id == written.id
    with pytest.raises(Refused, match=r"beginning of several ids \(c00000\d\d, c00000\d\d"):
        records.load("c000001", ChronicleEntry, "c")
    for nothing in ("c9", "x", "", "%", "c0000002x", "C0000002"):
        with pytest.raises(Refused, match=r"there is no .*; a list shows the ids"):
            records.load(nothing, ChronicleEntry, "c")
    with pytest.raises(Refused, match="there is no"):
        records.load(written.id, ChronicleEntry, "c")
    with pytest.raises(Refused, match="there is no"):
        records.load("store", ChronicleEntry, "c")


def test_an_id_tells_the_position_of_its_first_event(office: Workspace) -> None:
    """Ids are ordered as things were recorded: the number is the first event's position."""
    add(office.records, "一。")
    written = rosters.add_roster(office.records, body("普查小组"), SIXTH)
    assert (written.id, written.position) == ("r0000003", 3)
    assert chronicle.retract_entry(office.records, "c0000002", reason="误").position == 4
    assert add(office.records, "二。") == ["c0000005"]


def test_two_applications_at_one_store_take_turns(tmp_path: Path) -> None:
    """What one process decided on is what stands when it commits: no key is given twice."""
    one = found(tmp_path)
    two = open_workspace(tmp_path, tmp_path, clock=Clock(), actor="季闻")
    add(one.records, "一。")
    with pytest.raises(Refused, match="there already: c0000002"):
        add(two.records, "一。")
    add(two.records, "二。")
    assert add(one.records, "三。") == ["c0000004"]
    one.close()
    two.close()


def test_registers_of_another_version_are_rebuilt_by_the_next_command(tmp_path: Path) -> None:
    """A later version may enter more in registers: it is no fault, and mended when written to."""
    import sqlite3

    office = found(tmp_path)
    add(office.records, "一。")
    office.close()
    raw = sqlite3.connect(office.folder.log)
    raw.execute("UPDATE registers SET value = '0' WHERE name = 'registers'")
    raw.execute("DELETE FROM registers WHERE name = 'chronicle.entry'")
    raw.commit()
    raw.close()
    office = reopened(tmp_path)
    findings = verified(office)
    assert not findings.faults
    assert any("another version" in str(item) for item in findings.not_checked)
    add(office.records, "二。")
    assert not verified(office).faults
    assert not any("another version" in str(item) for item in verified(office).not_checked)
    office.close()
