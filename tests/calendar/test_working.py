"""Working days, and days counted from a day whose own does not count."""

from __future__ import annotations

import hashlib
import json
from datetime import MAXYEAR, date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.calendar.working import (
    WorkingCalendar,
    YearCalendar,
    decode_year,
    encode_year,
    year_digest,
)
from zltrec.errors import Unreadable

MAY = YearCalendar(
    year=2022,
    holidays=(date(2022, 5, 2), date(2022, 5, 3), date(2022, 5, 4)),
    workdays=(date(2022, 4, 24), date(2022, 5, 7)),
    basis="国办发明电〔2021〕11号",
)
COUNTED = WorkingCalendar({2022: MAY})
PLAIN = WorkingCalendar({})


@st.composite
def calendars(draw: st.DrawFn, year: int = 2022) -> YearCalendar:
    """Any calendar of a year, in order."""
    days = st.dates(date(year, 1, 1), date(year, 12, 31))
    worked = draw(st.sets(days.filter(lambda day: day.weekday() > 4), max_size=9))
    off = draw(st.sets(days, max_size=30)) - worked
    basis = draw(st.text(min_size=1, max_size=9).filter(str.strip))
    return YearCalendar(year, tuple(sorted(off)), tuple(sorted(worked)), basis)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2022-04-22", True),  # a Friday
        ("2022-04-23", False),  # a Saturday
        ("2022-04-24", True),  # a Sunday that was worked
        ("2022-05-02", False),  # a Monday off
        ("2022-05-05", True),
        ("2023-05-02", True),  # a Tuesday of a year without a calendar
        ("2023-05-06", False),  # its Saturday
    ],
)
def test_a_decree_stands_before_the_week(day: str, worked: bool) -> None:
    """Days off and worked weekends as the calendar says; any other day by the week."""
    assert COUNTED.is_working(date.fromisoformat(day)) is worked


def test_a_weekend_may_be_named_a_day_off() -> None:
    """A decree names the whole festival; it changes nothing on a Saturday or Sunday."""
    named = msgspec.structs.replace(MAY, holidays=(date(2022, 4, 30), *MAY.holidays))
    assert not WorkingCalendar({2022: named}).is_working(date(2022, 4, 30))


def test_what_falls_in_a_year_without_a_calendar_is_provisional() -> None:
    """One such year in the span is enough; both ends belong to it."""
    assert not COUNTED.is_provisional(date(2022, 1, 1), date(2022, 12, 31))
    assert COUNTED.is_provisional(date(2022, 12, 31), date(2023, 1, 1))
    assert COUNTED.is_provisional(date(2021, 12, 31), date(2022, 1, 1))
    assert PLAIN.is_provisional(date(2022, 1, 1), date(2022, 1, 1))
    with pytest.raises(ValueError, match="runs backwards"):
        COUNTED.is_provisional(date(2022, 1, 2), date(2022, 1, 1))


@pytest.mark.parametrize(
    ("start", "n", "full", "worked"),
    [
        ("2022-06-01", 0, "2022-06-01", "2022-06-01"),
        ("2022-06-01", 5, "2022-06-06", "2022-06-08"),
        ("2022-04-22", 1, "2022-04-23", "2022-04-24"),  # the next Sunday is worked
        ("2022-04-29", 1, "2022-04-30", "2022-05-05"),  # the festival lies between
        ("2022-04-29", 3, "2022-05-02", "2022-05-07"),  # a Saturday that is worked
        ("2022-05-01", 1, "2022-05-02", "2022-05-05"),  # begins on a day off
        ("2022-04-24", 0, "2022-04-24", "2022-04-24"),
        ("2022-12-30", 1, "2022-12-31", "2023-01-02"),  # into a year without a calendar
    ],
)
def test_the_days_own_does_not_count(start: str, n: int, full: str, worked: str) -> None:
    """The last of n full days, of the calendar and of work."""
    day = date.fromisoformat(start)
    assert COUNTED.after_full_days(day, n) == date.fromisoformat(full)
    assert COUNTED.after_working_days(day, n) == date.fromisoformat(worked)


@given(calendars(), st.dates(date(2021, 11, 1), date(2023, 2, 1)), st.integers(1, 400))
def test_working_days_are_counted_one_by_one(calendar: YearCalendar, start: date, n: int) -> None:
    """What is landed on is worked, and after `start` up to it exactly n days are."""
    counted = WorkingCalendar({2022: calendar})
    last = counted.after_working_days(start, n)
    assert counted.is_working(last)
    between = [start + timedelta(days=k) for k in range(1, (last - start).days + 1)]
    assert sum(map(counted.is_working, between)) == n


@given(st.dates(date(1, 1, 1), date(9000, 1, 1)), st.integers(0, 9000), st.integers(0, 9000))
def test_full_days_add_up(start: date, one: int, other: int) -> None:
    """So many days, and so many more, are the sum."""
    halfway = PLAIN.after_full_days(start, one)
    assert (halfway - start).days == one
    assert PLAIN.after_full_days(halfway, other) == PLAIN.after_full_days(start, one + other)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_working_days_are_never_before_full_ones(start: date, n: int) -> None:
    """A week has five of them, where no calendar says otherwise."""
    last = PLAIN.after_working_days(start, n)
    assert last >= PLAIN.after_full_days(start, n)
    assert PLAIN.after_working_days(last, 5) == last + timedelta(days=7)


@pytest.mark.parametrize("count", [PLAIN.after_full_days, PLAIN.after_working_days])
def test_days_that_cannot_be_counted(count: object) -> None:
    """Neither before the start nor past the last year there is."""
    assert callable(count)
    with pytest.raises(ValueError, match="before the start"):
        count(date(2022, 6, 1), -1)
    with pytest.raises(OverflowError):
        count(date(MAXYEAR, 12, 1), 60)


def test_a_calendar_stands_under_its_own_year() -> None:
    """Nothing is counted by another year's days."""
    with pytest.raises(ValueError, match="2022 stands under 2023"):
        WorkingCalendar({2023: MAY})


@given(calendars())
def test_a_years_text_is_one(calendar: YearCalendar) -> None:
    """Written and read it is the same; whatever the order or layout, the text is the same."""
    text = encode_year(calendar)
    assert decode_year(text) == calendar
    turned = msgspec.structs.replace(
        calendar, holidays=calendar.holidays[::-1], workdays=calendar.workdays[::-1]
    )
    assert encode_year(turned) == text
    laid_out = json.dumps(json.loads(text) | {"adopted": False}, indent=2)
    assert encode_year(decode_year(laid_out)) == text


def test_the_text_and_its_digest_are_fixed() -> None:
    """They stand in logs and approvals: neither may ever change."""
    text = encode_year(MAY)
    assert text == (
        '{"basis":"国办发明电〔2021〕11号","holidays":["2022-05-02","2022-05-03","2022-05-04"],'
        '"workdays":["2022-04-24","2022-05-07"],"year":2022}'
    )
    assert year_digest(text) == hashlib.sha256(text.encode()).hexdigest()


GOOD = {"year": 2022, "holidays": [], "workdays": [], "basis": "文件"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"holidays": ["2023-01-02"]}, "2022 names 2023-01-02, a day of another year"),
        ({"workdays": ["2021-12-25"]}, "2022 names 2021-12-25, a day of another year"),
        ({"workdays": ["2022-05-06"]}, "2022-05-06 among its workdays"),
        ({"holidays": ["2022-05-02", "2022-05-02"]}, "names 2022-05-02 twice"),
        ({"holidays": ["2022-05-07"], "workdays": ["2022-05-07"]}, "names 2022-05-07 twice"),
        ({"holidays": ["2022-02-30"]}, r"cannot be read: .*holidays"),
        ({"holidays": "2022-05-02"}, "cannot be read"),
        ({"year": 0}, "cannot be read"),
        ({"year": 10_000}, "cannot be read"),
        ({"year": "今年"}, "cannot be read"),
        ({"basis": " "}, r"does not say what it is based on \(basis\)"),
    ],
)
def test_a_bad_calendar_is_named(changed: dict[str, object], message: str) -> None:
    """With the day that is wrong."""
    with pytest.raises(Unreadable, match=message):
        decode_year(json.dumps(GOOD | changed))


@pytest.mark.parametrize("text", ["", "[]", "{", "\ud800", '{"year":2022}', "\ufeff{}"])
def test_what_is_no_calendar_is_unreadable(text: str) -> None:
    """Whatever stands in the file."""
    with pytest.raises(Unreadable, match="cannot be read"):
        decode_year(text)


def test_a_bad_calendar_is_not_written_either() -> None:
    """Every text that is written can be read."""
    with pytest.raises(Unreadable, match="twice"):
        encode_year(msgspec.structs.replace(MAY, holidays=MAY.holidays * 2))
