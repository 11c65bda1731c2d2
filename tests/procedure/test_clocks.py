"""What clocks on cases ask for, against days and minutes worked out by hand."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import count
from typing import Any

import msgspec
import pytest

from zltrec.calendar.working import WorkingCalendar, YearCalendar
from zltrec.procedure.case_clocks import case_duties, last_due
from zltrec.procedure.definition import Definition
from zltrec.procedure.duty import LATE, MET, OPEN, OVERDUE, Duty, is_after
from zltrec.procedure.edition import Edition
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.snapshot import Snapshot, StepTaken, fold_steps
from zltrec.procedure.terms import due_after

NATIONAL_DAY = YearCalendar(
    2022,
    tuple(date(2022, 10, day) for day in range(1, 8)),
    (date(2022, 10, 8), date(2022, 10, 9)),
    "国办发明电〔2021〕11号",
)
CALENDAR = WorkingCalendar({2022: NATIONAL_DAY})
PROCEDURE = """
id = "flood"
title = "灾情"
edition = 1
source = "预案"
office = "应急管理局"
series = "F-{n}"
figures = [
  {id = "unset", type = "integer", setting = true},
  {id = "days", type = "integer", value = "5", setting = true},
  {id = "finish_by", type = "date", value = "2022-10-31"},
  {id = "some_day", type = "date", setting = true},
]
fields = [
  {id = "deaths", type = "integer"},
  {id = "township", type = "text"},
  {id = "agreed", type = "date"},
  {id = "happened", type = "moment"},
]
states = [{id = "open"}, {id = "building"}, {id = "closed", final = true}]
transitions = [
  {id = "begin", to = "open"}, {id = "update", from = ["open"]}, {id = "report", from = ["open"]},
  {id = "stable", from = ["open"]}, {id = "build", from = ["open"], to = "building"},
  {id = "fail", from = ["building"]}, {id = "pass", from = ["building"], to = "closed"},
  {id = "end", from = ["open"], to = "closed"},
]
"""


def make(clock: str, **settings: str) -> Edition:
    """The procedure with one clock."""
    text = f'{PROCEDURE}clocks = [{{id = "c", office = "应急管理局", {clock}}}]'
    return Edition(msgspec.convert(tomllib.loads(text), Definition), settings)


Taken = tuple[str, str] | tuple[str, str, dict[str, Any]]


def fold(edition: Edition, *taken: Taken) -> Snapshot:
    """A case by its steps, each a transition, a day or minute and what it sets."""
    steps, state, versions = [], "", count(1)
    for name, on, *more in taken:
        state = edition.transitions[name].to or state
        sets: Any = more[0] if more else {}
        steps.append(StepTaken(next(versions), name, state, on, 1, sets))
    return fold_steps("F-1", "flood", steps)


def duties(edition: Edition, at: str, *taken: Taken) -> list[Duty]:
    """What is owed in a case."""

    def lookup(snapshot: Snapshot, on: str) -> CaseLookup:
        return CaseLookup(edition, snapshot, on, calendar=CALENDAR)

    return list(case_duties(edition, fold(edition, *taken), at, CALENDAR, lookup))


def owed(edition: Edition, at: str, *taken: Taken) -> list[tuple[str, str]]:
    """What is owed in a case: when each is due, and how it stands."""
    return [(one.due, one.status(at)) for one in duties(edition, at, *taken)]


@pytest.mark.parametrize(
    ("length", "start", "due", "provisional"),
    [
        ("days = 5", "2022-06-01", "2022-06-06", False),
        ('days = "days"', "2022-06-01T23:59", "2022-06-06", False),
        ("days = 0", "2022-06-01", "2022-06-01", False),
        # 1 to 7 October are off; worked are Saturday 8, Sunday 9, 10, 11, 12.
        ("working_days = 5", "2022-09-30", "2022-10-12", False),
        # Thursday 29 December; the Friday still has a calendar, Monday 2 January 2023 has none.
        ("working_days = 1", "2022-12-29", "2022-12-30", False),
        ("working_days = 2", "2022-12-29", "2023-01-02", True),
        ("months = 1", "2022-01-31", "2022-02-28", False),
        ("months = 3", "2022-11-30", "2023-02-28", False),
        ("years = 1", "2020-02-29", "2021-02-28", False),
        ("years = 3", "2022-06-01", "2025-06-01", False),
        ("hours = 2", "2022-07-12T22:30", "2022-07-13T00:30", False),
        ("hours = 0", "2022-07-12T14:05", "2022-07-12T14:05", False),
        ("hours = 2", "2022-07-12", "2022-07-12", True),  # its minute is not known
        ("hours = 24", "2022-07-12", "2022-07-13", True),
        ('days = 1, at = "09:00"', "2022-07-12T14:05", "2022-07-13T09:00", False),
        ('days = "unset"', "2022-06-01", "2022-06-01", True),
        ('hours = "unset"', "2022-06-01T10:00", "2022-06-01", True),
        ("years = 9000", "2022-06-01", "9999-12-31", True),
    ],
)
def test_lengths_are_full_and_their_last_day_counts(
    length: str, start: str, due: str, provisional: bool
) -> None:
    """The start's own day is not counted; what is not adopted or not known makes it provisional."""
    edition = make(f'after = ["begin"], {length}')
    assert due_after(edition, edition.clocks["c"], start, CALENDAR) == (due, provisional)


@pytest.mark.parametrize("days", ["-1", "1000000000000"])
def test_a_setting_that_is_no_length_is_as_if_unset(days: str) -> None:
    """A mistyped setting makes what is due provisional, and stops nobody from asking."""
    edition = make('after = ["begin"], days = "days"', days=days)
    found = due_after(edition, edition.clocks["c"], "2022-06-01", CALENDAR)
    assert found == ("2022-06-01", True)


def test_by_a_day_includes_that_day_and_to_the_minute_includes_that_minute() -> None:
    """A moment known only to the day is never past another of its day."""
    assert not is_after("2022-06-06T23:59", "2022-06-06")
    assert is_after("2022-06-07", "2022-06-06")
    assert not is_after("2022-06-06T09:00", "2022-06-06T09:00")
    assert is_after("2022-06-06T09:01", "2022-06-06T09:00")
    assert not is_after("2022-06-06", "2022-06-06T09:00")


def test_a_duty_is_open_met_late_or_overdue() -> None:
    """Until its last minute it is open; an answer counts by its own minute, however late asked."""
    edition = make('after = ["begin"], hours = 2, until = ["report"]')
    begun = ("begin", "2022-07-12T22:30")
    assert owed(edition, "2022-07-13T00:30", begun) == [("2022-07-13T00:30", OPEN)]
    assert owed(edition, "2022-07-13T00:31", begun) == [("2022-07-13T00:30", OVERDUE)]
    assert owed(edition, "2022-07-13", begun) == [("2022-07-13T00:30", OPEN)]
    in_time, late = ("report", "2022-07-13T00:30"), ("report", "2022-07-13T00:31")
    assert owed(edition, "2022-09-01", begun, in_time) == [("2022-07-13T00:30", MET)]
    assert owed(edition, "2022-09-01", begun, late) == [("2022-07-13T00:30", LATE)]


def test_what_was_taken_later_is_not_known_yet() -> None:
    """Asked as of an earlier minute, a later answer is not there."""
    edition = make('after = ["begin"], days = 5, until = ["report"]')
    steps = ("begin", "2022-06-01"), ("report", "2022-06-03")
    assert owed(edition, "2022-06-02", *steps) == [("2022-06-06", OPEN)]


def test_an_answer_follows_the_start_even_on_its_day() -> None:
    """The order of steps decides, not the day: an earlier report answers no later start."""
    edition = make('after = ["update"], days = 1, until = ["report"]')
    before = ("begin", "2022-06-01"), ("report", "2022-06-01"), ("update", "2022-06-01")
    assert owed(edition, "2022-06-01", *before) == [("2022-06-02", OPEN)]
    assert owed(edition, "2022-06-01", *before, ("report", "2022-06-01")) == [("2022-06-02", MET)]
    itself = make('after = ["update"], days = 1, until = ["update"]')
    assert owed(itself, "2022-06-01", *before) == [("2022-06-02", OPEN)]


def test_a_duty_says_whose_it_is() -> None:
    """The office, the value of the field that names its place, the case."""
    edition = make(
        'label = "核定", scope = "township", section = "4.1", after = ["begin"], days = 1'
    )
    duty = duties(edition, "2022-06-01", ("begin", "2022-06-01", {"township": "中和"}))[0]
    assert (duty.what, duty.office, duty.scope, duty.subject, duty.section) == (
        ("核定", "应急管理局", "中和", "F-1", "4.1")
    )


def test_states_left_without_an_answer_owe_nothing() -> None:
    """A clock counts only in its states (else in those that are not final)."""
    edition = make('after = ["begin"], days = 5, states = ["open"], until = ["report"]')
    begun = ("begin", "2022-06-01")
    assert owed(edition, "2022-06-03", begun, ("build", "2022-06-02")) == []
    anywhere = make('after = ["begin"], days = 5, until = ["report"]')
    assert owed(anywhere, "2022-06-03", begun, ("build", "2022-06-02")) == [("2022-06-06", OPEN)]
    assert owed(anywhere, "2022-06-09", begun, ("end", "2022-06-02")) == []


def test_an_answer_that_closes_the_case_was_owed_before_it() -> None:
    """What ended a clock stays on record, whatever the state is now."""
    edition = make('after = ["begin"], days = 5, until = ["end"]')
    steps = ("begin", "2022-06-01"), ("end", "2022-06-07")
    assert owed(edition, "2022-09-01", *steps) == [("2022-06-06", LATE)]


def test_a_clock_does_not_count_while_its_condition_is_false_or_lacks_a_value() -> None:
    """`while` is judged on the case as it is; what cannot be calculated does not hold."""
    edition = make('after = ["begin"], days = 5, while = "deaths > 0"')
    assert owed(edition, "2022-06-03", ("begin", "2022-06-01")) == []
    assert owed(edition, "2022-06-03", ("begin", "2022-06-01", {"deaths": 0})) == []
    by_nothing = make('after = ["begin"], days = 5, while = "9 / deaths > 0"')
    assert owed(by_nothing, "2022-06-03", ("begin", "2022-06-01", {"deaths": 0})) == []
    known = ("begin", "2022-06-01"), ("update", "2022-06-03", {"deaths": 1})
    assert owed(edition, "2022-06-03", *known) == [("2022-06-06", OPEN)]


def test_each_start_is_owed_and_the_next_answer_meets_them_all() -> None:
    """Every failed acceptance sets a term; an acceptance ends all that are running."""
    edition = make('after = ["fail"], days = 10, until = ["pass"]')
    steps: tuple[Taken, ...] = (
        ("begin", "2022-06-01"),
        ("build", "2022-06-01"),
        ("fail", "2022-06-10"),
        ("fail", "2022-06-18"),
    )
    assert owed(edition, "2022-06-21", *steps) == [("2022-06-20", OVERDUE), ("2022-06-28", OPEN)]
    passed = owed(edition, "2022-06-30", *steps, ("pass", "2022-06-25"))
    assert passed == [("2022-06-20", LATE), ("2022-06-28", MET)]
    assert last_due(edition, edition.clocks["c"], fold(edition, *steps), CALENDAR) == "2022-06-28"


def test_at_once_runs_from_the_update_that_made_it_grave() -> None:
    """A start is no duty if the condition did not hold until the next start."""
    edition = make(
        'after = ["begin", "update"], hours = 0, while = "deaths >= 5", until = ["report"]'
    )
    steps: tuple[Taken, ...] = (
        ("begin", "2022-07-12T10:00", {"deaths": 2}),
        ("update", "2022-07-12T12:00", {"deaths": 5}),
    )
    assert owed(edition, "2022-07-12T12:00", *steps) == [("2022-07-12T12:00", OPEN)]
    assert owed(edition, "2022-07-12T12:01", *steps) == [("2022-07-12T12:00", OVERDUE)]
    met = owed(edition, "2022-07-13", *steps, ("report", "2022-07-12T12:00"))
    assert met == [("2022-07-12T12:00", MET)]
    unasked = ("begin", "2022-07-12T10:00", {"deaths": 2}), ("report", "2022-07-12T10:30")
    assert owed(edition, "2022-07-13", *unasked) == []


def test_a_date_clock_runs_from_a_figure() -> None:
    """The text's own last day, the same for every case."""
    edition = make('date = "finish_by", until = ["pass"]')
    assert owed(edition, "2022-10-31", ("begin", "2022-06-01")) == [("2022-10-31", OPEN)]
    assert owed(edition, "2022-11-01", ("begin", "2022-06-01")) == [("2022-10-31", OVERDUE)]


def test_a_step_may_begin_anew_what_is_due_by_a_figure() -> None:
    """Done once, begun again: owed again by the same day, and only what comes after meets it."""
    edition = make('after = ["update"], date = "finish_by", until = ["report"]')
    steps: tuple[Taken, ...] = (("begin", "2022-10-01"), ("report", "2022-10-02"))
    assert owed(edition, "2022-11-01", *steps) == []
    steps += (("update", "2022-10-20"),)
    assert owed(edition, "2022-10-31", *steps) == [("2022-10-31", OPEN)]
    steps += (("report", "2022-10-30"),)
    assert owed(edition, "2022-11-01", *steps) == [("2022-10-31", MET)]
    steps += (("update", "2022-11-05"),)
    assert owed(edition, "2022-11-05", *steps) == [("2022-10-31", MET), ("2022-10-31", OVERDUE)]
    unset = make('after = ["update"], date = "some_day", until = ["report"]')
    assert owed(unset, "2022-11-05", *steps) == []


def test_a_date_clock_runs_from_a_field_as_corrected() -> None:
    """Steps are folded as corrected, so the corrected value is the one that counts."""
    edition = make('date = "agreed", days = 30, until = ["pass"]')
    assert owed(edition, "2022-06-02", ("begin", "2022-06-01")) == []
    set_ = ("begin", "2022-06-01", {"agreed": "2022-06-05"})
    assert owed(edition, "2022-06-02", set_) == [("2022-07-05", OPEN)]
    corrected = ("begin", "2022-06-01", {"agreed": "2022-06-15"})
    assert owed(edition, "2022-06-02", corrected) == [("2022-07-15", OPEN)]


def test_the_opening_may_be_late_for_a_moment_that_is_past() -> None:
    """Two hours from a disaster to its report, which opens the case; even one closed at once."""
    edition = make('date = "happened", hours = 2, until = ["begin"]')
    late = ("begin", "2022-07-13T00:31", {"happened": "2022-07-12T22:30"})
    in_time = ("begin", "2022-07-13T00:30", {"happened": "2022-07-12T22:30"})
    assert owed(edition, "2022-07-14", late) == [("2022-07-13T00:30", LATE)]
    assert owed(edition, "2022-07-14", in_time) == [("2022-07-13T00:30", MET)]
    at_that_minute = make('date = "happened", until = ["report"]')
    assert owed(at_that_minute, "2022-07-12T22:00", late) == []
    assert owed(at_that_minute, "2022-07-13T01:00", late) == [("2022-07-12T22:30", OVERDUE)]


ZERO_REPORT = (
    'after = ["begin"], days = 1, repeat = 1, at = "09:00", until = ["report"],'
    """ while = 'deaths >= 20 && !("stable" in taken)'"""
)
FLOOD: Taken = ("begin", "2022-07-12T14:05", {"deaths": 20})


def test_a_missed_zero_report_stays_overdue_while_the_next_is_met() -> None:
    """Each day's 9:00 stands for itself, up to the next that is not made."""
    reports: tuple[Taken, ...] = ("report", "2022-07-13T08:50"), ("report", "2022-07-15T08:55")
    assert owed(make(ZERO_REPORT), "2022-07-15T10:00", FLOOD, *reports) == [
        ("2022-07-13T09:00", MET),
        ("2022-07-14T09:00", OVERDUE),
        ("2022-07-15T09:00", MET),
        ("2022-07-16T09:00", OPEN),
    ]


def test_a_zero_report_belongs_to_its_day() -> None:
    """After 9:00 it is late for that day, not early for the next; a second one changes nothing."""
    reports: tuple[Taken, ...] = (
        ("report", "2022-07-13T08:50"),
        ("report", "2022-07-13T20:00"),
        ("report", "2022-07-14T09:30"),
        ("report", "2022-07-15"),
    )
    assert owed(make(ZERO_REPORT), "2022-07-15T23:00", FLOOD, *reports) == [
        ("2022-07-13T09:00", MET),
        ("2022-07-14T09:00", LATE),
        ("2022-07-15T09:00", MET),  # known only to the day
        ("2022-07-16T09:00", OPEN),
    ]


def test_a_repeated_duty_ends_with_its_condition_and_its_state() -> None:
    """What was missed before stays; what would be due after is not owed."""
    stable: Taken = ("stable", "2022-07-14T08:30")
    missed = [("2022-07-13T09:00", OVERDUE)]
    assert owed(make(ZERO_REPORT), "2022-07-20", FLOOD, stable) == missed
    assert owed(make(ZERO_REPORT), "2022-07-20", FLOOD, ("end", "2022-07-14T08:30")) == missed
    after_nine: Taken = ("stable", "2022-07-14T09:30")
    for at in ("2022-07-14", "2022-07-14T10:00", "2022-07-20"):
        found = [due for due, _status in owed(make(ZERO_REPORT), at, FLOOD, after_nine)]
        assert found == ["2022-07-13T09:00", "2022-07-14T09:00"]


def test_a_repeated_duty_begins_when_its_condition_does() -> None:
    """The level rises on the 14th and falls on the 16th: owed on the 15th and the 16th only."""
    levels: tuple[Taken, ...] = (
        ("begin", "2022-07-12T14:05", {"deaths": 3}),
        ("update", "2022-07-14T12:00", {"deaths": 20}),
        ("report", "2022-07-15T08:00"),
        ("update", "2022-07-16T11:00", {"deaths": 3}),
    )
    assert owed(make(ZERO_REPORT), "2022-07-20", *levels) == [
        ("2022-07-15T09:00", MET),
        ("2022-07-16T09:00", OVERDUE),
    ]


def test_a_condition_on_the_day_is_asked_each_day_again() -> None:
    """What holds for some days only is owed on those, though the case takes no step."""
    edition = make(
        'after = ["begin"], days = 1, repeat = 1, until = ["report"],'
        " while = 'on <= timestamp(\"2022-07-04T00:00:00Z\")'"
    )
    found = [one.due for one in duties(edition, "2022-07-06", ("begin", "2022-07-01"))]
    assert found == ["2022-07-02", "2022-07-03", "2022-07-04"]
    assert edition.asks_day("on > opened")
    assert edition.asks_day('on_month == "2022-06"')
    assert not edition.asks_day("deaths > 0")


def test_a_repeated_duty_met_by_the_step_that_ends_its_state() -> None:
    """The last one was owed until the step that met it."""
    edition = make('after = ["begin"], days = 1, repeat = 1, until = ["end"]')
    found = owed(edition, "2022-07-20", ("begin", "2022-07-12"), ("end", "2022-07-13"))
    assert found == [("2022-07-13", MET)]


DROUGHT = 'after = ["begin"], days = 10, repeat = 10, until = ["report"]'


def test_a_drought_is_reported_every_ten_days_from_its_start() -> None:
    """A late report meets what was missed, and the tenth day after it is nothing special."""
    steps: tuple[Taken, ...] = ("begin", "2022-06-01"), ("report", "2022-06-13")
    assert owed(make(DROUGHT), "2022-06-15", *steps) == [
        ("2022-06-11", LATE),
        ("2022-06-21", OPEN),
    ]
    # 17 June is nearer to the 21st: the report of the 11th was never made.
    steps = ("begin", "2022-06-01"), ("report", "2022-06-17")
    assert owed(make(DROUGHT), "2022-06-18", *steps) == [
        ("2022-06-11", OVERDUE),
        ("2022-06-21", MET),
        ("2022-07-01", OPEN),
    ]


def test_a_new_start_begins_a_repeated_duty_anew() -> None:
    """Only the last start counts on; before it, its own time."""
    edition = make('after = ["begin", "update"], days = 10, repeat = 10, until = ["report"]')
    steps: tuple[Taken, ...] = ("begin", "2022-06-01"), ("update", "2022-06-15")
    assert owed(edition, "2022-06-26", *steps) == [
        ("2022-06-11", OVERDUE),
        ("2022-06-25", OVERDUE),
        ("2022-07-05", OPEN),
    ]


def test_nothing_is_due_before_its_start() -> None:
    """Begun after 9:00, the first report is tomorrow's."""
    edition = make('after = ["begin"], repeat = 1, at = "09:00", until = ["report"]')
    assert owed(edition, "2022-07-12T15:00", FLOOD) == [("2022-07-13T09:00", OPEN)]
    edition = make('after = ["update"], repeat = 1, at = "09:00", until = ["report"]')
    steps: tuple[Taken, ...] = ("begin", "2022-07-11"), ("update", "2022-07-12T14:05")
    assert owed(edition, "2022-07-12T15:00", *steps) == [("2022-07-13T09:00", OPEN)]


@pytest.mark.parametrize("repeat", ["0", "-1", '"unset"'])
def test_a_repeat_that_is_no_length_repeats_nothing(repeat: str) -> None:
    """It is owed once, and never for ever; provisional, since how often is not known."""
    edition = make(f'after = ["begin"], days = 1, repeat = {repeat}, until = ["report"]')
    found = duties(edition, "2032-06-01", ("begin", "2022-06-01"))
    assert [(one.due, one.provisional) for one in found] == [("2022-06-02", True)]


def test_a_repeated_duty_stops_at_the_last_year() -> None:
    """Asked for the far end of the calendar, it ends there."""
    edition = make('after = ["begin"], days = 1, repeat = 36500, until = ["report"]')
    assert len(owed(edition, "9999-12-31", ("begin", "2022-06-01"))) == 80
