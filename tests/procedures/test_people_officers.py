"""Information officers: on file, replaced, disqualified; units without one, on several days."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from .people_run import People
from .people_table import CATALOGUE, DAYS, OFFICERS, ROSTER, since, without_officer

LISTS = (
    ("tax-units-without-officer", "member", ROSTER),
    ("tax-offices-without-officer", "unit", CATALOGUE),
)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("ledger", "name", "units"), LISTS)
def test_units_without_an_officer_are_listed(
    people: People, ledger: str, name: str, units: tuple[str, ...], day: str
) -> None:
    """第二条: by both lists of the print, with the day since when; against the script's table."""
    rows = people.desk.rows(ledger, "--as-of", day)
    wanted = {one: since(one, name, day) for one in without_officer(day, units, name)}
    assert {row["unit"]: row["since"] for row in rows} == wanted
    assert len(rows) == len(wanted)


def test_the_days_tell_units_apart() -> None:
    """The table has what is to be told: a loss with another on file, one without, a gap."""
    lists = {day: without_officer(day, ROSTER, "member") for day in DAYS}
    assert "市公安局" not in lists["2022-09-15"], "the second officer of the police was on file"
    assert "市交通运输局" not in lists["2022-09-15"], "a successor is on file from the day on"
    assert ["市水利局" in lists[day] for day in DAYS] == [True, False, True, False]
    assert ["市工业和信息化局" in lists[day] for day in DAYS] == [True, False, False, True]
    assert ["市民政局" in lists[day] for day in DAYS] == [True, True, False, False]
    assert "市司法局" in lists["2022-12-31"]


def test_the_morning_page_tells_who_owes_an_officer(people: People) -> None:
    """`due` names each unit that has nobody, under the clock of the list that it stands in."""
    page = people.shell.json("due", "--on", "2022-09-15")
    theirs = [one for one in page if one["procedure"] == "tax-officers"]
    for clock, name, units in (
        ("by_roster", "member", ROSTER),
        ("by_catalogue", "unit", CATALOGUE),
    ):
        found = {one["office"] for one in theirs if one["clock"] == clock}
        assert found == set(without_officer("2022-09-15", units, name))


def test_a_disqualification_is_told_to_the_unit(people: People) -> None:
    """第五条: 及时通知 has no days: owed from the day on, never overdue, until it is done."""
    number = people.numbers["industry"]

    def owed(day: str) -> list[tuple[str, str]]:
        page = people.shell.json("due", "--on", day)
        return [(o["subject"], o["status"]) for o in page if o["clock"] == "tell_unit"]

    assert owed("2022-09-01") == [(people.numbers["police"], "open")]
    assert owed("2022-09-02") == []
    assert owed("2022-10-20") == [(number, "open")]
    assert owed("2022-12-31") == [(number, "open")]
    assert people.desk.show(people.numbers["police"])["state"] == "disqualified_told"


def test_the_file_of_officers_is_what_the_table_says(people: People) -> None:
    """第四条(三): who was filed, replaced, disqualified when; names and telephones masked."""
    rows = people.desk.rows("tax-officers")
    assert [row["number"] for row in rows] == [people.numbers[one.key] for one in OFFICERS]
    for row, one in zip(rows, OFFICERS, strict=True):
        replaced, disqualified = (
            one.ended if one.how == how else None for how in ("replaced", "disqualified")
        )
        wanted: dict[str, Any] = {
            "unit": one.unit or None,
            "member": one.member,
            "recommended": one.recommended,
            "filed": one.filed or None,
            "replaced": replaced,
            "applied": replaced,
            "successor": people.numbers.get(one.successor),
            "disqualified": disqualified,
            "told": one.told or None,
            "commended": 1 if one.key == "land" else None,
            "name": "＊＊＊",
            "telephone": "＊＊＊",
        }
        assert {name: row[name] for name in wanted} == wanted, one.key
    assert {row["employed"] for row in rows} == {True}


def test_refused_collection_is_reported(people: People) -> None:
    """第七条(五): an officer whose own department refuses tells the office."""
    (row,) = people.desk.rows("tax-officers-refusals")
    assert (row["number"], row["text"]) == (
        people.numbers["ecology"],
        "业务科室拒绝提供涉税信息",
    )


def test_no_name_of_an_officer_is_in_an_event(people: People) -> None:
    """Names, telephones and who came to a meeting are kept apart from the log."""
    with sqlite3.connect(f"file:{people.shell.store / 'log.sqlite'}?mode=ro", uri=True) as log:
        stored = b"".join(bytes(row[0]) for row in log.execute("SELECT state FROM stored_events"))
        kept = log.execute("SELECT count(*) FROM private_values").fetchone()[0]
    told = stored.decode("utf-8", "replace")
    for secret in ("虚构finance", "0000-0000000", "虚构参会人"):
        assert secret not in told
    assert kept >= 2 * len(OFFICERS)


def test_both_lists_of_units_stand_and_nothing_is_decided(people: People) -> None:
    """附件1 四 and 附件5 differ in number and in names: a contradiction that is shown."""
    rows = people.desk.rows("contradictions")
    (row,) = [one for one in rows if (one["procedure"], one["id"]) == ("tax-officers", "members")]
    assert row["decided"] is None
    assert [one["section"] for one in row["readings"]] == ["附件1 四", "附件5"]
    assert (len(CATALOGUE), len(ROSTER)) == (22, 29)


def test_the_whole_story_verifies(people: People) -> None:
    """Every step of the seven procedures is judged again from the log alone."""
    assert people.shell.verified() == []
