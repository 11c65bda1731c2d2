"""Rules judged again from the log: editions, what was set in them, calendars of working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from trust.chancery import Chancery

from zltrec.calendar.working import YearCalendar, encode_year
from zltrec.domain import procedure, workdays
from zltrec.domain.fact import encode_fact
from zltrec.domain.procedure import EditionAdopted, ProcedureSet, PromiseKept, ValueEntered
from zltrec.domain.setting import set_action
from zltrec.domain.store import SettingChanged
from zltrec.domain.workdays import CalendarAdopted
from zltrec.records.settings import change_setting
from zltrec.records.workdays import adopt_seeded, adopt_year

from .filing import SECOND, SUBJECT, TEXT, THIRD, Filing

SATURDAY, MONDAY = date(2022, 7, 2), date(2022, 7, 4)
YEAR = encode_year(YearCalendar(2022, (MONDAY,), (SATURDAY,), "通知"))
OTHER = encode_year(YearCalendar(2022, (), (SATURDAY,), "通知"))
CALENDAR = "workdays:2022"


@pytest.fixture
def filing(tmp_path: Path) -> Iterator[Filing]:
    """A store with a procedure in its first edition."""
    made = Filing(Chancery(tmp_path / "office", {}))
    yield made
    made.chancery.workspace.close()


def check(filing: Filing, position: int, kind: str, *said: str) -> None:
    """Exactly one fault of rules and steps, at that position, of that kind, that says so."""
    found = [one for one in filing.faults() if one[1] in ("approval", "step")]
    assert [(at, of) for at, of, _sentence in found] == [(position, kind)], found
    for words in said:
        assert words in found[0][2]


def adopted(filing: Filing, text: str, edition: int, approval: str = "", **said: Any) -> int:
    """An edition written past the check."""
    fields = {"edition": edition, "text": text, "approval": approval} | said
    return filing.write(SUBJECT, EditionAdopted, **fields)


def let(filing: Filing, text: str, office: str = "住建局", by: str = "吴局长") -> str:
    """The approval of a text, on the procedure as it is."""
    return filing.paper(SUBJECT, procedure.adopt_action(text), office, by)


def change(filing: Filing, name: str, value: str) -> None:
    """A setting changed by the rules."""
    filing.paper(f"setting:{name}", set_action(value), "registrar", "赵登记")
    change_setting(filing.chancery.workspace.records, name, value, today=filing.today)


# --- editions


def test_editions_that_were_adopted_by_the_rules_hold(filing: Filing) -> None:
    """A first one without approval, the later ones with that of the office in force."""
    filing.adopt(SECOND)
    filing.set("notice_days", "3")
    filing.enter("planned", "7")
    filing.adopt(THIRD)
    assert filing.faults() == []


def test_a_later_edition_without_approval_is_found(filing: Filing) -> None:
    """It counts from there on all the same, and the next is judged by it."""
    position = adopted(filing, SECOND, 2)
    filing.adopt(THIRD)
    check(filing, position, "approval", f"{SUBJECT} had no such approval of 住建局 for adopt ")


def test_an_edition_on_the_approval_of_another_text_is_found(filing: Filing) -> None:
    """A comma more, and it is another text."""
    position = adopted(filing, SECOND + "\n# 另文\n", 2, let(filing, SECOND))
    check(filing, position, "approval", "had no such approval")


def test_an_edition_on_the_approval_of_an_earlier_version_is_found(filing: Filing) -> None:
    """What was set meanwhile was not before the eyes of who approved."""
    given = let(filing, SECOND)
    filing.set("notice_days", "3")
    position = adopted(filing, SECOND, 2, given)
    check(filing, position, "approval", "had no such approval")


def test_the_office_in_force_counts(filing: Filing) -> None:
    """Once an edition names another office, the approval of the first is none."""
    filing.adopt(SECOND.replace('office = "住建局"', 'office = "市政府"'))
    position = adopted(filing, THIRD, 3, let(filing, THIRD))
    check(filing, position, "approval", "had no such approval of 市政府")


def test_paper_for_an_edition_where_a_key_is_wanted_is_found(filing: Filing) -> None:
    """By the grade that the edition in force names."""
    filing.adopt(SECOND.replace('office = "住建局"', 'office = "住建局"\ngrade = "key"'))
    position = adopted(filing, THIRD, 3, let(filing, THIRD))
    check(filing, position, "approval", "needed an approval by key")


@pytest.mark.parametrize("number", [1, 3])
def test_an_edition_out_of_order_is_found(filing: Filing, number: int) -> None:
    """Neither again the first, nor one left out."""
    text = TEXT.replace("edition = 1", f"edition = {number}") + "\n# 另文\n"
    position = adopted(filing, text, number, let(filing, text))
    check(filing, position, "step", "the next edition of repairs is 2")


def test_a_first_edition_with_another_number_is_found(filing: Filing) -> None:
    """The first is 1."""
    text = SECOND.replace('id = "repairs"', 'id = "others"')
    position = filing.write("procedure:others", EditionAdopted, edition=2, text=text)
    check(filing, position, "step", "the next edition of others is 1")


def test_a_first_edition_needs_no_approval_whenever_it_comes(filing: Filing) -> None:
    """An office adds a procedure of its own."""
    text = TEXT.replace('id = "repairs"', 'id = "others"', 1)
    filing.write("procedure:others", EditionAdopted, edition=1, text=text)
    assert filing.faults() == []


def test_a_text_that_says_something_else_than_the_event_is_found(filing: Filing) -> None:
    """Another procedure, or another number."""
    position = adopted(filing, SECOND.replace("repairs", "others"), 2)
    check(filing, position, "step", "it is edition 2 of others, not 2 of repairs")


def test_a_text_that_says_another_number_is_found(filing: Filing) -> None:
    """The number stands twice, and is one."""
    position = adopted(filing, THIRD, 2, let(filing, THIRD))
    check(filing, position, "step", "it is edition 3 of repairs, not 2 of repairs")


@pytest.mark.parametrize("text", ["id = ", 'id = "repairs"'])
def test_a_text_that_cannot_be_read_is_found(filing: Filing, text: str) -> None:
    """It changes nothing: cases are judged by the edition before it. The registers cannot take
    it either, so it does not come in by the records' own way."""
    filing.open("东1")
    with filing.chancery.workspace.log.unit_of_work() as unit:
        stamp = {"recorded_at": unit.recorded_at, "actor": "文书"}
        fact = EditionAdopted(edition=2, text=text, approval="", **stamp)
        row = (SUBJECT, 2, fact.TOPIC, encode_fact(fact))
        position = unit.append(row, fact.recorded_at)
    filing.move("R-2022-001", "fund", cost="80")
    check(filing, position, "step", "the text of a procedure cannot be read")


# --- what was set and entered


@pytest.mark.parametrize("approved", [None, ("notice_days", "4"), ("ceiling", "3")])
def test_a_figure_set_past_the_check_is_found(
    filing: Filing, approved: tuple[str, str] | None
) -> None:
    """Without an approval, or with one of another value or figure."""
    given = ""
    if approved is not None:
        given = filing.paper(SUBJECT, procedure.set_action(*approved), "住建局", "吴局长")
    position = filing.write(SUBJECT, ProcedureSet, name="notice_days", value="3", approval=given)
    filing.set("notice_days", "5")
    check(filing, position, "approval", "had no such approval of 住建局 for set notice_days 3")


def test_an_approval_of_a_figure_counts_once(filing: Filing) -> None:
    """Set, set back, and set again by the first approval."""
    given = filing.paper(SUBJECT, procedure.set_action("notice_days", "3"), "住建局", "吴局长")
    for _time in range(2):
        position = filing.write(
            SUBJECT, ProcedureSet, name="notice_days", value="3", approval=given
        )
    check(filing, position, "approval", "had no such approval")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ceiling", "3", "has no ceiling that could be set"),
        ("none", "3", "has no none that could be set"),
        ("notice_days", "soon", "notice_days is a whole number"),
    ],
)
def test_a_figure_that_cannot_be_set_is_found(
    filing: Filing, name: str, value: str, words: str
) -> None:
    """Even with an approval."""
    given = filing.paper(SUBJECT, procedure.set_action(name, value), "住建局", "吴局长")
    position = filing.write(SUBJECT, ProcedureSet, name=name, value=value, approval=given)
    check(filing, position, "step", words)


def test_a_reading_is_one_of_its_options(filing: Filing) -> None:
    """Decided by the office, and as printed."""
    reading = """
[[readings]]
id = "roof"
label = "屋面"
options = [ {id = "tile", text = "瓦"}, {id = "slate", text = "石板"} ]
"""
    filing.adopt(SECOND + reading)
    filing.set("roof", "tile")
    given = filing.paper(SUBJECT, procedure.set_action("roof", "straw"), "住建局", "吴局长")
    position = filing.write(SUBJECT, ProcedureSet, name="roof", value="straw", approval=given)
    check(filing, position, "step", "roof is one of tile、slate, not straw")


def test_a_value_of_a_measure_that_is_not_entered_is_found(filing: Filing) -> None:
    """A value that is entered needs no approval, but a measure that asks for it."""
    said = {"period": "2022-06", "value": "7", "basis": "台账"}
    filing.write(SUBJECT, ValueEntered, measure="planned", **said)
    position = filing.write(SUBJECT, ValueEntered, measure="none", **said)
    check(filing, position, "step", "has no measure none that is entered")


PROMISES = """
[[promises]]
id = "sum"
text = "全部完成"
kept_when = "on > timestamp('2022-01-01T00:00:00Z')"
"""


@pytest.mark.parametrize(
    ("promise", "action", "office", "words"),
    [
        ("map", "keep sum", "住建局", "keep"),
        ("map", "keep map", "财政局", "住建局"),
        ("sum", "keep sum", "住建局", "not by hand"),
        ("none", "keep none", "住建局", "no promise none"),
    ],
)
def test_a_promise_ticked_off_past_the_check_is_found(
    filing: Filing, promise: str, action: str, office: str, words: str
) -> None:
    """For another promise, by another office, or one that its cases keep."""
    filing.adopt(SECOND + PROMISES)
    given = filing.paper(SUBJECT, action, office, "吴局长")
    said = {"files": (), "note": "", "approval": given}
    position = filing.write(SUBJECT, PromiseKept, promise=promise, **said)
    (fault,) = [one for one in filing.faults() if one[1] in ("approval", "step")]
    assert fault[0] == position
    assert words in fault[2]


def test_a_promise_is_not_kept_twice(filing: Filing) -> None:
    """Nor opened when it is open."""
    filing.adopt(SECOND + PROMISES)
    for number in (1, 2):
        given = filing.paper(SUBJECT, "keep map", "住建局", "吴局长")
        said = {"files": (), "note": str(number), "approval": given}
        position = filing.write(SUBJECT, PromiseKept, promise="map", **said)
    check(filing, position, "step", "map was kept already")


def test_a_rule_of_a_procedure_that_there_is_not_is_found(filing: Filing) -> None:
    """Nothing can be set in it."""
    position = filing.write("procedure:none", ProcedureSet, name="x", value="1", approval="")
    check(filing, position, "step", "there is no procedure none")


# --- calendars


def test_calendars_that_were_adopted_by_the_rules_hold(filing: Filing) -> None:
    """On the approval of the office in force, and of another one once the setting is changed."""
    filing.paper(CALENDAR, workdays.adopt_action(YEAR), "registrar", "赵登记")
    records = filing.chancery.workspace.records
    adopt_year(records, YEAR, today=filing.today)
    change(filing, "calendar.office", "人社局")
    filing.paper(CALENDAR, workdays.adopt_action(OTHER), "人社局", "郑局长")
    adopt_year(records, OTHER, today=filing.today)
    assert filing.faults() == []


def test_a_calendar_that_came_with_the_store_needs_no_approval(filing: Filing) -> None:
    """It was written in the same transaction as the founding; only the first of its year is."""
    first = next(filing.chancery.workspace.log.rows())
    founded = filing.chancery.workspace.fact_at(first[0]).recorded_at
    with filing.chancery.workspace.records.writing() as work:
        fact = CalendarAdopted(text=OTHER, recorded_at=founded, actor="文书")
        work.record(CALENDAR, 1, fact)
    assert {kind for _at, kind, _said in filing.faults()} == {"moment"}
    with filing.chancery.workspace.records.writing() as work:
        again = work.record(CALENDAR, 2, CalendarAdopted(text=YEAR, recorded_at=founded, actor=""))
    check(filing, again.position, "approval", f"{CALENDAR} had no such approval of registrar")


def test_a_bundled_calendar_that_came_later_is_found(
    filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what `init` wrote needs none."""
    later = YearCalendar(2023, (), (), "随附")
    monkeypatch.setattr("zltrec.records.workdays.seeded_year", {2023: later}.get)
    with filing.chancery.workspace.records.writing() as work:
        (written,) = adopt_seeded(work, [2023])
    check(filing, written.position, "approval", "workdays:2023 had no such approval of registrar")


@pytest.mark.parametrize("times", [1, 2])
def test_a_calendar_without_its_approval_is_found(filing: Filing, times: int) -> None:
    """The first of a year, and a later one; it counts from there on all the same."""
    if times == 2:
        filing.paper(CALENDAR, workdays.adopt_action(YEAR), "registrar", "赵登记")
        adopt_year(filing.chancery.workspace.records, YEAR, today=filing.today)
    position = filing.write(CALENDAR, CalendarAdopted, text=OTHER)
    check(filing, position, "approval", f"{CALENDAR} had no such approval of registrar for adopt ")


def test_a_calendar_on_the_approval_of_another_text_is_found(filing: Filing) -> None:
    """One day more, and it is another calendar."""
    given = filing.paper(CALENDAR, workdays.adopt_action(YEAR), "registrar", "赵登记")
    position = filing.write(CALENDAR, CalendarAdopted, text=OTHER, approval=given)
    check(filing, position, "approval", "had no such approval")


def test_a_calendar_by_the_office_before_is_found(filing: Filing) -> None:
    """The office that the setting names at its position counts."""
    change(filing, "calendar.office", "人社局")
    given = filing.paper(CALENDAR, workdays.adopt_action(YEAR), "registrar", "赵登记")
    position = filing.write(CALENDAR, CalendarAdopted, text=YEAR, approval=given)
    check(filing, position, "approval", "had no such approval of 人社局")


def test_a_calendar_of_another_year_is_found(filing: Filing) -> None:
    """Its text says which year it is of."""
    given = filing.paper("workdays:2023", workdays.adopt_action(YEAR), "registrar", "赵登记")
    position = filing.write("workdays:2023", CalendarAdopted, text=YEAR, approval=given)
    check(filing, position, "step", "the text is the calendar of 2022, not workdays:2023")


def test_a_calendar_that_cannot_be_read_is_found(filing: Filing) -> None:
    """And waits are counted as if it were not there."""
    given = filing.paper(CALENDAR, workdays.adopt_action("{}"), "registrar", "赵登记")
    number = filing.open("东1")
    filing.review(number)
    position = filing.write(CALENDAR, CalendarAdopted, text="{}", approval=given)
    check(filing, position, "step", "the calendar cannot be read")


def test_working_days_are_those_adopted_by_then(filing: Filing) -> None:
    """Two full working days after Friday 1 July, with Saturday worked: possible from Tuesday on.
    Without that calendar, or by the one adopted later, it would be Wednesday."""
    filing.paper(CALENDAR, workdays.adopt_action(OTHER), "registrar", "赵登记")
    number = filing.open("东1")
    filing.review(number)
    adopt_year(filing.chancery.workspace.records, OTHER, today=filing.today)
    filing.later(4)
    filing.paper(number, "permit", "镇政府", "镇长", scope="东镇")
    filing.move(number, "permit")
    filing.paper(CALENDAR, workdays.adopt_action(YEAR), "registrar", "赵登记")
    adopt_year(filing.chancery.workspace.records, YEAR, today=filing.today)
    assert filing.faults() == []


# --- settings


def test_an_approval_given_on_a_setting_as_it_was_holds(filing: Filing) -> None:
    """Changed twice, each time on an approval of its own; past the check a third time."""
    change(filing, "disposal.office", "档案馆")
    change(filing, "disposal.office", "档案局")
    position = filing.write(
        "store", SettingChanged, name="disposal.office", value="x", approval="a9999999"
    )
    check(filing, position, "approval", "had no such approval of registrar for set x")
