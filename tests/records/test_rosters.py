"""Commands on rosters: form, amend, appoint, release."""

from __future__ import annotations

from datetime import date

import pytest
from sample_office import SIXTH, all_ledgers, body, seat

from zltrec.calendar.when import UNDATED
from zltrec.domain.roster import OfficeContent, RosterContent
from zltrec.errors import BadUsage, Refused
from zltrec.records.rosters import add_roster, amend_roster, appoint, find_roster, release
from zltrec.workspace import Workspace

GROUP = body("档案普查领导小组", seat("组长", "洪江", "区长"), seat("成员", "季闻", "馆长"))


def seats(office: Workspace) -> list[tuple[int, str, str | None, str | None]]:
    """Number, name, from, to of every seat."""
    rows = all_ledgers(office.views())["seats"]
    return [(row["number"], row["name"], row["from"], row["to"]) for row in rows]


def test_a_body_is_recorded_with_its_office(office: Workspace) -> None:
    """The office's seat and head are part of it."""
    written = add_roster(office.records, GROUP, SIXTH)
    (row,) = all_ledgers(office.views())["rosters"]
    assert (row["id"], row["seat"], row["formed_on"]) == (written.id, "云麓区档案馆", "2022-06-06")
    assert row["office"] == [{"role": "办公室主任", "name": "季闻", "title": ""}]
    assert [m["name"] for m in row["members"]] == ["洪江", "季闻"]


def test_people_come_and_go(office: Workspace) -> None:
    """An appointed person has a new seat from that day; a released one until and with that day."""
    written = add_roster(office.records, GROUP, SIXTH)
    appoint(office.records, written.id, seat("成员", "林溪", "科长"), on=date(2022, 6, 10))
    release(office.records, written.id, "季闻", on=date(2022, 6, 20), reason="退休")
    assert seats(office) == [
        (1, "洪江", "2022-06-06", None),
        (2, "季闻", "2022-06-06", "2022-06-20"),
        (3, "林溪", "2022-06-10", None),
    ]
    appoint(office.records, written.id, seat("成员", "季闻", "馆长"), on=date(2022, 6, 25))
    release(office.records, written.id, "4", on=date(2022, 6, 30), reason="")
    assert seats(office)[3] == (4, "季闻", "2022-06-25", "2022-06-30")


def test_a_number_is_never_given_twice(office: Workspace) -> None:
    """Also after a correction took a seat out: the next appointment has the next number."""
    written = add_roster(office.records, GROUP, UNDATED)
    appoint(office.records, written.id, seat("成员", "林溪"), on=date(2022, 6, 10))
    fewer = RosterContent(body=GROUP.body, seats={1: GROUP.seats[1]}, office=OfficeContent())
    amend_roster(office.records, written.id, fewer, "", reason="误录")
    appoint(office.records, written.id, seat("成员", "秦川"), on=date(2022, 6, 11))
    assert seats(office) == [(1, "洪江", None, None), (4, "秦川", "2022-06-11", None)]
    assert find_roster(office.records, written.id).last_number == 4


def test_two_people_of_one_name_are_two_seats(office: Workspace) -> None:
    """They are kept apart, and only a number says which of them leaves."""
    same = body("联席会议", seat("成员", "季闻", "馆长"), seat("成员", "季闻", "处长"))
    written = add_roster(office.records, same, SIXTH)
    with pytest.raises(Refused, match="name the seat"):
        release(office.records, written.id, "季闻", on=date(2022, 6, 20), reason="")
    release(office.records, written.id, "2", on=date(2022, 6, 20), reason="")
    assert [s[3] for s in seats(office)] == [None, "2022-06-20"]


def test_what_is_refused_writes_nothing(office: Workspace) -> None:
    """Each refusal leaves the log, the registers and the root as they were."""
    written = add_roster(office.records, GROUP, SIXTH)
    before = (office.log.head(), list(office.log.register_rows()))
    for refused in (
        lambda r: add_roster(r, GROUP, UNDATED),
        lambda r: amend_roster(r, written.id, GROUP, "2022-06-06", reason="x"),
        lambda r: appoint(r, written.id, GROUP.seats[1], on=date(2022, 6, 10)),
        lambda r: release(r, written.id, "无人", on=date(2022, 6, 20), reason=""),
        lambda r: release(r, written.id, "1", on=date(2022, 6, 5), reason=""),
        lambda r: release(r, "r9", "1", on=date(2022, 6, 5), reason=""),
    ):
        with pytest.raises(Refused):
            refused(office.records)
    for misused in (
        lambda r: add_roster(r, body(" "), UNDATED),
        lambda r: amend_roster(r, written.id, body(" "), "2022-06-06", reason="x"),
        lambda r: appoint(r, written.id, seat("成员", ""), on=date(2022, 6, 10)),
    ):
        with pytest.raises(BadUsage):
            misused(office.records)
    assert (office.log.head(), list(office.log.register_rows())) == before
