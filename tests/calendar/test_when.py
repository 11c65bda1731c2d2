"""A date is as precise as it is known, and its canonical text says exactly that."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.calendar.when import (
    UNDATED,
    When,
    day,
    day_range,
    decode_when,
    encode_when,
    minute,
    month,
    real_day,
    year,
)
from zltrec.errors import BadUsage

days = st.dates(min_value=date(1, 1, 1))
ranges = st.tuples(days, days).map(lambda pair: day_range(min(pair), max(pair)))
minutes = st.tuples(days, st.times()).map(lambda at: minute(at[0], at[1].strftime("%H:%M")))
months = days.map(lambda on: month(on.year, on.month))
whens = st.one_of(
    st.just(UNDATED), days.map(day), ranges, minutes, months, days.map(lambda on: year(on.year))
)


@given(whens)
def test_the_canonical_text_reads_back_to_the_same_date(when: When) -> None:
    """What the log keeps of a date is the whole date."""
    assert decode_when(encode_when(when)) == when


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (minute(date(2022, 6, 3), "14:05"), "2022-06-03T14:05"),
        (day(date(2022, 6, 3)), "2022-06-03"),
        (day_range(date(2022, 6, 6), date(2022, 6, 7)), "2022-06-06..2022-06-07"),
        (month(2022, 6), "2022-06"),
        (year(2022), "2022"),
        (UNDATED, ""),
    ],
)
def test_each_precision_has_its_own_text(when: When, text: str) -> None:
    """The texts are fixed: other programs and older stores read them."""
    assert str(when) == text


@pytest.mark.parametrize(
    "text",
    [
        "2022-02-30",
        "2022-13",
        "2022-00",
        "0000",
        "2022-6-3",
        "2022-06-03T24:00",
        "2022-06-03T14:60",
        "2022-06-07..2022-06-06",
        "2022-06..2022-07",
        "2022-06-03..",
        " 2022-06-03",
        "2022-06-03 ",
        "6月3日",
        "2022-06-03T14:05..2022-06-04",
    ],
)
def test_no_other_text_is_canonical(text: str) -> None:
    """A date that does not exist, a range that runs backwards, a missing part: refused."""
    with pytest.raises(BadUsage):
        decode_when(text)


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but BadUsage comes of a text that is no date, and what is read is canonical."""
    try:
        when = decode_when(text)
    except BadUsage:
        return
    assert decode_when(encode_when(when)) == when


def test_a_month_spans_its_days_and_comes_after_them() -> None:
    """是月 is printed after the month's last day and before the next month."""
    whole = month(2024, 2)
    assert (whole.start, whole.end) == (date(2024, 2, 1), date(2024, 2, 29))
    last_day, next_day = day(date(2024, 2, 29)), day(date(2024, 3, 1))
    assert last_day.sort_key < whole.sort_key < next_day.sort_key


def test_a_year_comes_after_its_months_and_the_undated_after_everything() -> None:
    """是年 is printed at the end of December."""
    assert month(2022, 12).sort_key < year(2022).sort_key < day(date(2023, 1, 1)).sort_key
    assert day(date(9999, 12, 31)).sort_key < UNDATED.sort_key


@given(days, days)
def test_days_sort_as_the_calendar_does(first: date, second: date) -> None:
    """Text keys sort as dates."""
    assert (day(first).sort_key < day(second).sort_key) == (first < second)


@given(days, days)
def test_a_range_sorts_by_its_start_then_its_end(first: date, second: date) -> None:
    """A range stands at its first day, after the day alone."""
    start, end = sorted((first, second))
    assert day(start).sort_key <= day_range(start, end).sort_key


def test_a_range_of_one_day_is_that_day() -> None:
    """6~6日 is 6日."""
    assert day_range(date(2022, 6, 6), date(2022, 6, 6)) == day(date(2022, 6, 6))


def test_a_range_that_runs_backwards_is_refused_with_both_days() -> None:
    """The message names both ends."""
    with pytest.raises(BadUsage) as caught:
        day_range(date(2022, 6, 7), date(2022, 6, 6))
    assert "2022-06-07" in str(caught.value)
    assert "2022-06-06" in str(caught.value)


def test_a_day_that_does_not_exist_is_refused_as_printed() -> None:
    """The message says what was printed, not what it was taken apart into."""
    with pytest.raises(BadUsage, match="2月30日"):
        real_day(2022, 2, 30, "2月30日")


@pytest.mark.parametrize("number", [0, 13])
def test_months_run_from_one_to_twelve(number: int) -> None:
    """There is no thirteenth month."""
    with pytest.raises(BadUsage):
        month(2022, number)
