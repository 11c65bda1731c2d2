"""Dates that people type are read strictly: whole, or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.calendar.asked import parse_day, parse_when
from zltrec.calendar.when import decode_when, encode_when
from zltrec.errors import BadUsage

TODAY = date(2022, 7, 10)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2022-06-03", "2022-06-03"),
        (" 2022-06-03 ", "2022-06-03"),
        ("2022-06-03T14:05", "2022-06-03T14:05"),
        ("2022-06-03 14:05", "2022-06-03T14:05"),
        ("2022-06-03..2022-06-05", "2022-06-03..2022-06-05"),
        ("6月3日..6月5日", "2022-06-03..2022-06-05"),
        ("2022-06..2022-07", "2022-06-01..2022-07-31"),
        ("2022-06", "2022-06"),
        ("2022", "2022"),
        ("2022年", "2022"),
        ("2022年6月", "2022-06"),
        ("6月", "2022-06"),
        ("12月", "2021-12"),
        ("2022年6月3日", "2022-06-03"),
        ("2022 年 6 月 3 日", "2022-06-03"),
        ("２０２２年６月３日", "2022-06-03"),
        ("6月3日", "2022-06-03"),
        ("6月3号", "2022-06-03"),
        ("7月10日", "2022-07-10"),
        ("7月11日", "2021-07-11"),
        ("12月31日", "2021-12-31"),
        ("2月29日", "2020-02-29"),
        ("3日", "2022-07-03"),
        ("11日", "2022-06-11"),
        ("31日", "2022-05-31"),
        ("6~7日", "2022-07-06..2022-07-07"),
        ("6月30日至7月2日", "2022-06-30..2022-07-02"),
        ("today", "2022-07-10"),
        ("今天", "2022-07-10"),
        ("yesterday", "2022-07-09"),
        ("昨天", "2022-07-09"),
        ("2022-6-3", "2022-06-03"),
        ("2022/06/03", "2022-06-03"),
        ("2022.6.3", "2022-06-03"),
        ("3 June 2022", "2022-06-03"),
        ("June 3, 2022", "2022-06-03"),
        ("13/06/2022", "2022-06-13"),
        ("20220603", "2022-06-03"),
    ],
)
def test_a_whole_date_is_read_in_any_common_form(asked: str, expected: str) -> None:
    """A day without a year is the latest that is not after today."""
    assert str(parse_when(asked, today=TODAY)) == expected


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "   ",
        "2月30日",
        "2022年2月30日",
        "2022-02-30",
        "2022-06-03T25:00",
        "2022-06-07..2022-06-06",
        "..2022-06-06",
        "2022-06-06..",
        "32日",
        "13月",
        "13月1日",
        "是日",
        "June",
        "June 2022",
        "3 June",
        "Friday",
        "10:30",
        "6-7",
        "3/6/2022",
        "03.06.2022",
        "22-06-03",
        "tomorrow",
        "6月3日 全市",
        "去年",
        "3 June 2022 10:30",
    ],
)
def test_anything_less_is_refused(asked: str) -> None:
    """A day that does not exist, a missing part, an order of day and month that is anyone's
    guess: dateutil would fill or choose, zltrec asks."""
    with pytest.raises(BadUsage):
        parse_when(asked, today=TODAY)


def test_the_refusal_names_the_text_and_shows_the_form() -> None:
    """One line with the way out."""
    with pytest.raises(BadUsage) as caught:
        parse_when("3/6/2022", today=TODAY)
    assert "3/6/2022" in str(caught.value)
    assert "2022-06-03" in str(caught.value)


@given(st.text(max_size=20) | st.text(alphabet="0123456789-/.:年月日 TJune", max_size=16))
def test_any_text_is_read_or_refused(asked: str) -> None:
    """No text makes anything but a date or BadUsage."""
    try:
        when = parse_when(asked, today=TODAY)
    except BadUsage:
        return
    assert decode_when(encode_when(when)) == when


@given(st.dates(min_value=date(2015, 1, 1)), st.dates(min_value=date(2016, 1, 1)))
def test_what_was_left_out_never_lies_in_the_future(on: date, today: date) -> None:
    """`6月3日` typed on any day means a 3 June that has been."""
    try:
        when = parse_when(f"{on.month}月{on.day}日", today=today)
    except BadUsage:
        assert (on.month, on.day) == (2, 29)
        return
    assert when.start is not None
    assert when.start <= today
    assert (when.start.month, when.start.day) == (on.month, on.day)


def test_only_a_single_day_will_do_where_a_day_is_asked_for() -> None:
    """A month or a range is no as-of day."""
    assert parse_day("2022-06-03", today=TODAY) == date(2022, 6, 3)
    for asked in ("2022-06", "2022-06-03..2022-06-04", "2022-06-03T14:05"):
        with pytest.raises(BadUsage):
            parse_day(asked, today=TODAY)
