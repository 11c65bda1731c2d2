"""Periods, and what clocks ask of a whole procedure or of items, for each period or once."""

from __future__ import annotations

import tomllib
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.calendar.working import WorkingCalendar
from zltrec.errors import BadUsage
from zltrec.procedure.clocks import procedure_duties
from zltrec.procedure.definition import Definition
from zltrec.procedure.duty import LATE, MET, OPEN, OVERDUE, Duty
from zltrec.procedure.edition import Edition
from zltrec.procedure.filings import Filings
from zltrec.procedure.periods import MONTHS, parse_period, period_of, periods
from zltrec.procedure.snapshot import Snapshot, StepTaken, fold_steps

PROCEDURE = """
id = "tax"
title = "综合治税"
edition = 1
source = "方案"
office = "税务局"
series = "T-{n}"
figures = [
  {id = "begin", type = "date", value = "2022-05-20"},
  {id = "end", type = "date", value = "2022-08-15"},
  {id = "never", type = "date"},
  {id = "due_day", type = "integer", setting = true},
]
states = [{id = "in", final = true}]
transitions = [{id = "submit", to = "in"}, {id = "note", from = ["in"]}]
"""


def make(clock: str, **settings: str) -> Edition:
    """The procedure with one clock."""
    text = f'{PROCEDURE}clocks = [{{id = "c", label = "月报", until = ["submit"], {clock}}}]'
    return Edition(msgspec.convert(tomllib.loads(text), Definition), settings)


def duties(edition: Edition, at: str, **submitted: str) -> list[Duty]:
    """What is owed, with the cases that were submitted, by number."""

    def find(number: str) -> Snapshot | None:
        on = submitted.get(number)
        step = StepTaken(1, "submit", "in", on or "", 1)
        return fold_steps(number, "tax", [step]) if on else None

    return list(procedure_duties(edition, at, find, WorkingCalendar({})))


def owed(edition: Edition, at: str, **submitted: str) -> list[tuple[str, str, str]]:
    """What is owed: under which number, when it is due, how it stands."""
    found = duties(edition, at, **submitted)
    return [(one.subject, one.due, one.status(at)) for one in found]


@pytest.mark.parametrize(
    ("every", "text", "first", "last"),
    [
        ("month", "2022-06", "2022-06-01", "2022-06-30"),
        ("quarter", "2022-Q2", "2022-04-01", "2022-06-30"),
        ("half-year", "2022-H1", "2022-01-01", "2022-06-30"),
        ("year", "2022", "2022-01-01", "2022-12-31"),
    ],
)
def test_a_day_falls_in_one_period_of_each_length(
    every: str, text: str, first: str, last: str
) -> None:
    """10 June 2022, and how each period that holds it is written and read."""
    period = period_of(every, date(2022, 6, 10))
    assert (period.text, str(period.first), str(period.last)) == (text, first, last)
    assert parse_period(f" {text} ", every) == parse_period(text) == period


@given(st.sampled_from(list(MONTHS)), st.dates())
def test_periods_follow_each_other_without_a_gap(every: str, day: date) -> None:
    """A period holds its day, and is written so that it is read back."""
    period = period_of(every, day)
    assert period.first <= day <= period.last
    assert parse_period(period.text, every) == period
    if period.last < date.max:
        following = list(periods(every, day, date.fromordinal(period.last.toordinal() + 1)))
        assert [one.first > period.last for one in following] == [False, True]


def test_a_period_begun_is_there_from_its_first_day() -> None:
    """From the one that holds the first day, whole; none that begins later than the last."""
    found = periods("month", date(2022, 6, 15), date(2022, 7, 1))
    assert [one.text for one in found] == ["2022-06", "2022-07"]
    assert [one.text for one in periods("month", date(2022, 6, 15), date(2022, 6, 2))] == [
        "2022-06"
    ]
    assert not list(periods("month", date(2022, 6, 15), date(2022, 5, 31)))
    assert [one.text for one in periods("year", date.max, date.max)] == ["9999"]


@pytest.mark.parametrize("text", ["", "2022-13", "2022-00", "2022-Q5", "2022-H3", "0000", "22-06"])
def test_what_is_no_period_is_told_how_to_write_one(text: str) -> None:
    """The error shows the form."""
    with pytest.raises(BadUsage, match="2022-Q2"):
        parse_period(text)


def test_a_period_of_another_length_is_not_taken() -> None:
    """A monthly form has no quarters."""
    with pytest.raises(BadUsage, match="write it as 2022-06"):
        parse_period("2022-Q2", "month")


MONTHLY = 'every = "month", from = "begin", to = "end", day = 24'


def test_each_period_from_the_first_to_the_last_is_owed_once() -> None:
    """May holds the beginning (20 May), August the end; the case is numbered CLOCK/PERIOD."""
    submitted = {"c/2022-05": "2022-05-24", "c/2022-06": "2022-06-25"}
    assert owed(make(MONTHLY), "2022-12-01", **submitted) == [
        ("c/2022-05", "2022-05-24", MET),
        ("c/2022-06", "2022-06-24", LATE),
        ("c/2022-07", "2022-07-24", OVERDUE),
        ("c/2022-08", "2022-08-24", OVERDUE),
    ]
    assert owed(make(MONTHLY), "2022-06-01")[-1] == ("c/2022-06", "2022-06-24", OPEN)
    assert owed(make(MONTHLY), "2022-04-30") == []


def test_without_a_last_period_it_is_owed_on_and_on() -> None:
    """Up to the period that holds the day asked about, and not before the first is known."""
    found = owed(make('every = "quarter", from = "begin"'), "2023-01-01")
    assert [one[1] for one in found] == ["2022-06-30", "2022-09-30", "2022-12-31", "2023-03-31"]
    assert owed(make('every = "quarter", from = "never"'), "2023-01-01") == []


@pytest.mark.parametrize(
    ("every", "day", "due"),
    [
        ("month", "24", "2024-02-24"),
        ("month", "31", "2024-02-29"),  # the month's last day
        ("quarter", "24", "2024-03-24"),  # of the period's last month
        ("half-year", "24", "2024-06-24"),
        ("year", "24", "2024-12-24"),
        ("year", '"10-15"', "2024-10-15"),
        ("year", '"02-29"', "2024-02-29"),
    ],
)
def test_the_day_of_a_period(every: str, day: str, due: str) -> None:
    """On that day of the period's last month, or of the year."""
    found = duties(make(f'every = "{every}", from = "begin", day = {day}'), "2024-02-10")[-1]
    assert (found.due, found.provisional) == (due, False)


def test_a_day_that_the_month_does_not_have_is_its_last() -> None:
    """28 February 2023, for the 30th as for the 29th."""
    for clock in ('every = "month", day = 30', 'every = "year", day = "02-29"'):
        found = duties(make(f'{clock}, from = "begin"'), "2023-02-10")[-1]
        assert found.due == "2023-02-28"


@pytest.mark.parametrize("setting", [{}, {"due_day": "0"}])
def test_a_day_that_is_not_set_is_provisional(setting: dict[str, str]) -> None:
    """Until the office sets it, the period's last day; then that day."""
    clock = 'every = "month", from = "begin", day = "due_day"'
    found = duties(make(clock, **setting), "2022-05-21")
    assert [(one.due, one.provisional) for one in found] == [("2022-05-31", True)]
    found = duties(make(clock, due_day="8"), "2022-05-21")
    assert [(one.due, one.provisional) for one in found] == [("2022-05-08", False)]


def test_days_after_the_end_of_a_period() -> None:
    """Full days, the period's last not counted; at a minute, if it has one."""
    found = owed(make('every = "month", from = "begin", days = 5, at = "09:00"'), "2022-05-21")
    assert found == [("c/2022-05", "2022-06-05T09:00", OPEN)]
    found = owed(make('every = "month", from = "begin", day = 24, at = "09:00"'), "2022-05-21")
    assert found == [("c/2022-05", "2022-05-24T09:00", OPEN)]


ITEMS = """items = [
  {id = "police/1", label = "报名", office = "公安局", section = "四(八)1"}, {id = "audit/1"},
]""".replace("\n", "")


def test_each_item_owes_it_for_each_period() -> None:
    """The case is numbered ITEM/PERIOD; what an item does not say, the clock says."""
    edition = make(f'every = "month", from = "begin", office = "各部门", section = "四", {ITEMS}')
    found = duties(edition, "2022-06-01", **{"police/1/2022-06": "2022-06-01"})
    assert [(one.subject, one.period, one.met) for one in found] == [
        ("police/1/2022-05", "2022-05", None),
        ("audit/1/2022-05", "2022-05", None),
        ("police/1/2022-06", "2022-06", "2022-06-01"),
        ("audit/1/2022-06", "2022-06", None),
    ]
    said = [(one.what, one.office, one.section) for one in found[:2]]
    assert said == [("报名", "公安局", "四(八)1"), ("月报", "各部门", "四")]


def test_each_item_owes_it_once_by_a_date() -> None:
    """The case is numbered ITEM; without its date, nothing is owed yet."""
    found = owed(make(f'date = "end", {ITEMS}'), "2022-08-16", **{"police/1": "2022-08-15"})
    assert found == [("police/1", "2022-08-15", MET), ("audit/1", "2022-08-15", OVERDUE)]
    assert owed(make(f'date = "never", {ITEMS}'), "2022-08-16") == []


def test_only_a_step_that_ends_the_clock_meets_it() -> None:
    """A case that was opened by another step does not."""
    edition = make('every = "month", from = "begin"')
    noted = StepTaken(1, "note", "in", "2022-05-21", 1)
    found = procedure_duties(
        edition, "2022-05-22", lambda n: fold_steps(n, "tax", [noted]), WorkingCalendar({})
    )
    assert [one.met for one in found] == [None]


CATALOGUE = """
[[items]]
id = "assets/1"
label = "企业破产信息"
office = "国资委"
frequency = "季报和年报"
section = "四(五)1"
[[items]]
id = "land/3"
office = "自然资源局"
by = "request"
[[items]]
id = "audit"
[[clocks]]
id = "quarterly"
every = "quarter"
from = "begin"
until = ["submit"]
items = ["assets/1", {id = "tax/1", office = "税务局"}]
[[clocks]]
id = "yearly"
every = "year"
from = "begin"
office = "各部门"
until = ["submit"]
items = ["audit", "assets/1"]
"""


def test_an_item_that_clocks_name_is_owed_by_each_of_them() -> None:
    """By quarter and by year; an item that no clock names is owed by nobody."""
    edition = Edition(msgspec.convert(tomllib.loads(PROCEDURE + CATALOGUE), Definition))
    found = duties(edition, "2022-05-31", **{"assets/1/2022": "2022-05-30"})
    assert [(one.clock.id, one.subject, one.office, one.met) for one in found] == [
        ("quarterly", "assets/1/2022-Q2", "国资委", None),
        ("quarterly", "tax/1/2022-Q2", "税务局", None),
        ("yearly", "audit/2022", "各部门", None),
        ("yearly", "assets/1/2022", "国资委", "2022-05-30"),
    ]
    assert [one.what for one in found if one.subject.startswith("assets")] == ["企业破产信息"] * 2
    assert list(edition.filings.items) == ["assets/1", "land/3", "audit", "tax/1"]


@pytest.mark.parametrize(
    ("number", "item", "period", "clock"),
    [
        ("assets/1/2022-Q2", "assets/1", "2022-Q2", "quarterly"),
        ("assets/1/2022", "assets/1", "2022", "yearly"),
        ("audit/2023", "audit", "2023", "yearly"),
        ("tax/1/2022-Q4", "tax/1", "2022-Q4", "quarterly"),
        ("land/3/R-12", "land/3", "R-12", None),
    ],
)
def test_a_number_says_which_filing_it_is(
    number: str, item: str, period: str, clock: str | None
) -> None:
    """The item, the period, and the clock that asks for it."""
    filings = Filings(msgspec.convert(tomllib.loads(PROCEDURE + CATALOGUE), Definition))
    found = filings.of(number)
    assert found is not None
    asked = None if found.clock is None else found.clock.id
    assert (found.item.id, found.period, asked) == (item, period, clock)


@pytest.mark.parametrize(
    "number",
    [
        "T-1",
        "assets/1",  # without its period
        "assets/1/2022-06",  # no clock of it asks by month
        "assets/1/2022-Q5",
        "assets/1/２０２２",
        "assets/1/R-1",  # it is not asked for
        "land/3/N-1",  # it is not filed when new
        "land/3/R-01",
        "land/3/R-0",
        "land/3/2022",
        "land/9/2022",
        "audit/2022/",
    ],
)
def test_a_number_that_no_filing_has(number: str) -> None:
    """Nor does it become one by looking like one."""
    filings = Filings(msgspec.convert(tomllib.loads(PROCEDURE + CATALOGUE), Definition))
    assert filings.of(number) is None
