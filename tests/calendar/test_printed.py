"""Dates as chronicles print them, in every form that an office uses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.calendar.printed import (
    Heading,
    measure_printed_date,
    read_printed_date,
    read_printed_month,
    render_printed,
)
from zltrec.calendar.when import UNDATED, When, day, day_range, decode_when, minute, month, year
from zltrec.errors import BadUsage

JUNE = Heading(2022, 6)
days = st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 1, 1))
ranges = st.tuples(days, st.integers(1, 800)).map(
    lambda pair: day_range(pair[0], pair[0] + timedelta(days=pair[1]))
)


@given(days.map(day) | ranges, st.integers(1000, 9999), st.integers(1, 12))
def test_what_is_printed_under_a_heading_reads_back(when: When, year_: int, month_: int) -> None:
    """Whatever month it stands under, a printed date means one date."""
    heading = Heading(year_, month_)
    printed = render_printed(when, heading)
    read = read_printed_date(printed, heading)
    assert read is not None
    assert (read.when, read.length) == (when, len(printed))
    assert measure_printed_date(printed) == len(printed)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("6日", "2022-06-06"),
        ("06日", "2022-06-06"),
        ("6 日", "2022-06-06"),
        ("6\u3000日", "2022-06-06"),
        ("６日", "2022-06-06"),
        ("１６日", "2022-06-16"),
        ("6~7日", "2022-06-06..2022-06-07"),
        ("6～7日", "2022-06-06..2022-06-07"),
        ("6-7日", "2022-06-06..2022-06-07"),
        ("6－7日", "2022-06-06..2022-06-07"),
        ("6—7日", "2022-06-06..2022-06-07"),
        ("6–7日", "2022-06-06..2022-06-07"),
        ("6——7日", "2022-06-06..2022-06-07"),
        ("6日—7日", "2022-06-06..2022-06-07"),
        ("6日至7日", "2022-06-06..2022-06-07"),
        ("6 日 至 7 日", "2022-06-06..2022-06-07"),
        ("6至7日", "2022-06-06..2022-06-07"),
        ("6日到7日", "2022-06-06..2022-06-07"),
        ("30日至7月2日", "2022-06-30..2022-07-02"),
        ("6月30日~7月2日", "2022-06-30..2022-07-02"),
        ("6月6日", "2022-06-06"),
        ("６月６日", "2022-06-06"),
        ("5月6日", "2022-05-06"),
        ("2021年12月6日", "2021-12-06"),
        ("2022年12月30日至2023年1月2日", "2022-12-30..2023-01-02"),
        ("12月30日至1月2日", "2022-12-30..2023-01-02"),
        ("是月", "2022-06"),
        ("同月", "2022-06"),
        ("是年", "2022"),
    ],
)
def test_every_printed_form_is_read(printed: str, expected: str) -> None:
    """Full-width digits, blanks inside, every dash, whole dates, ranges over a month's end."""
    read = read_printed_date(printed + " 全市", JUNE)
    assert read is not None
    assert str(read.when) == expected
    assert read.printed == printed
    assert read.length == len(printed)


@pytest.mark.parametrize(
    "text", ["", "市委", "6", "6月", "2022年6月", "6.7", "106日", "日", "第6日"]
)
def test_other_texts_have_no_date_at_their_head(text: str) -> None:
    """A number alone is no date, nor is a month."""
    assert read_printed_date(text, JUNE) is None
    assert measure_printed_date(text) == 0


@pytest.mark.parametrize(
    "printed", ["31日", "2月30日", "0日", "13月1日", "7~6日", "6月7日至6月6日"]
)
def test_a_date_that_cannot_be_is_refused_but_measured(printed: str) -> None:
    """The reader of a page has to know that a date stands there, though it is impossible."""
    with pytest.raises(BadUsage):
        read_printed_date(printed, JUNE)
    assert measure_printed_date(printed) == len(printed)


def test_a_leap_day_depends_on_the_year_of_the_heading() -> None:
    """29日 under February is a day in 2024 and none in 2022."""
    assert read_printed_date("29日", Heading(2024, 2)) is not None
    with pytest.raises(BadUsage, match="29日"):
        read_printed_date("29日", Heading(2022, 2))


@pytest.mark.parametrize(
    ("printed", "heading"),
    [("6日", Heading()), ("6日", Heading(2022)), ("6月6日", Heading()), ("是月", Heading(2022))],
)
def test_what_no_heading_gives_is_not_filled_in(printed: str, heading: Heading) -> None:
    """A missing year or month is an error, never today's."""
    with pytest.raises(BadUsage):
        read_printed_date(printed, heading)


def test_a_smaller_second_day_crosses_no_month_unless_it_is_printed() -> None:
    """30~2日 may be a misprint of anything; it is not read as the next month's 2nd."""
    with pytest.raises(BadUsage, match="backwards"):
        read_printed_date("30~2日", JUNE)


def test_the_same_day_is_that_of_the_entry_before() -> None:
    """是日 repeats a day or a range, and means nothing at the head of a chronicle."""
    before = decode_when("2022-06-06..2022-06-07")
    for word in ("是日", "同日"):
        read = read_printed_date(f"{word} 全市", Heading(2022, 6, before))
        assert read is not None
        assert read.when == before
    with pytest.raises(BadUsage, match="是日"):
        read_printed_date("是日", JUNE)


@pytest.mark.parametrize(
    ("when", "printed"),
    [
        (day(date(2022, 6, 6)), "6日"),
        (minute(date(2022, 6, 6), "14:05"), "6日"),
        (day_range(date(2022, 6, 6), date(2022, 6, 7)), "6~7日"),
        (day_range(date(2022, 6, 30), date(2022, 7, 2)), "30日~7月2日"),
        (day_range(date(2022, 5, 30), date(2022, 6, 2)), "5月30日~6月2日"),
        (day_range(date(2022, 6, 30), date(2023, 6, 30)), "30日~2023年6月30日"),
        (day(date(2021, 6, 6)), "2021年6月6日"),
        (month(2022, 6), "是月"),
        (year(2022), "是年"),
        (UNDATED, ""),
    ],
)
def test_the_gazette_prints_what_the_heading_leaves_out(when: When, printed: str) -> None:
    """Month and year are printed only where they are not the heading's."""
    assert render_printed(when, JUNE) == printed


def test_without_a_heading_a_date_is_printed_as_under_its_own_month() -> None:
    """The short form, for lists that show the month elsewhere."""
    assert render_printed(day(date(2021, 3, 6))) == "6日"


@pytest.mark.parametrize(
    ("text", "expected", "length"),
    [("10月", "2022-10", 3), ("2021年3月份 全市", "2021-03", 8), ("１０ 月", "2022-10", 4)],
)
def test_a_month_at_the_head_is_read(text: str, expected: str, length: int) -> None:
    """Months stand alone as headings and in dates that people type."""
    read = read_printed_month(text, Heading(2022))
    assert read is not None
    assert (str(read.when), read.length) == (expected, length)


def test_a_month_without_any_year_is_refused() -> None:
    """Nothing is taken from a clock."""
    with pytest.raises(BadUsage, match="10月"):
        read_printed_month("10月", Heading())


@given(st.text(alphabet="0123456789年月日~-至 是同本６", max_size=12))
def test_any_head_is_read_or_refused(text: str) -> None:
    """Nothing but BadUsage comes of digits in disorder, and the two readers agree."""
    length = measure_printed_date(text)
    try:
        read = read_printed_date(text, Heading(2022, 6, day(date(2022, 6, 1))))
    except BadUsage:
        assert length > 0
        return
    assert (read.length if read else 0) == length
