"""Values are read as typed, kept exactly, and refused by the name of their field."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.errors import BadUsage
from zltrec.procedure.definition import Field, Figure
from zltrec.procedure.values import (
    condition_value,
    figure_value,
    money_text,
    parse_decimal,
    parse_money,
    parse_value,
    shown_value,
)

TODAY = date(2022, 7, 10)
GRADE = Field(id="grade", type="choice", choices=("C级", "D级", "（5）"))
MANY = Field(id="x", type="item", choices=tuple(f"5-1-3/2-{n}" for n in range(21, 0, -1)))
STANDARDS = Field(id="standards", type="choice", choices=("圈梁", "构造柱"), many=True)
HAZARDS = Field(
    id="hazards",
    type="list",
    fields=(
        Field(id="kind", type="choice", choices=("墙", "顶")),
        Field(id="cost", type="money"),
        Field(id="seen", type="date"),
        Field(id="area", type="decimal"),
        Field(id="told_by", type="text", personal=True),
    ),
)


def field(type_: Any, **others: Any) -> Field:
    return Field(id="x", type=type_, **others)


@pytest.mark.parametrize(
    ("one", "typed", "kept"),
    [
        (field("text"), " 河西街道 ", "河西街道"),
        (field("ref"), "WY-001", "WY-001"),
        (field("integer"), "26", 26),
        (field("integer"), "２６", 26),
        (field("integer"), "-1,234", -1234),
        (field("decimal"), "59.50", "59.5"),
        (field("decimal"), "６０", "60"),
        (field("decimal"), "1,000.0", "1000"),
        (field("decimal"), "-0.0", "0"),
        (field("decimal"), ".5", "0.5"),
        (field("decimal"), "60.00000000000000000000", "60"),
        (field("decimal"), "123456789012345", "123456789012345"),
        (field("money"), "25232", 2523200),
        (field("money"), "25,232.5元", 2523250),
        (field("money"), "656万元", 656000000),
        (field("money"), "1.5亿元", 15000000000),
        (field("money", unit="万元"), "2.5", 2500000),
        (field("money", unit="万元"), "25000元", 2500000),
        (field("money"), "-0.01", -1),
        (field("date"), "6月3日", "2022-06-03"),
        (field("date"), "2022-06-03", "2022-06-03"),
        (field("moment"), "2022-07-12 14:05", "2022-07-12T14:05"),
        (field("flag"), "是", True),
        (field("flag"), "Yes", True),
        (field("flag"), "１", True),
        (field("flag"), "无", False),
        (field("flag"), "false", False),
        (GRADE, "D级", "D级"),
        (GRADE, "Ｄ 级", "D级"),
        (GRADE, "(5)", "（5）"),
        (STANDARDS, "圈梁、构造柱", ["圈梁", "构造柱"]),
        (STANDARDS, "构造柱", ["构造柱"]),
        (HAZARDS, '{"kind": "墙"}', {"kind": "墙"}),
        (
            HAZARDS,
            '{"seen": "6月3日", "cost": 12.5, "kind": "顶", "area": "1.50"}',
            {"kind": "顶", "cost": 1250, "seen": "2022-06-03", "area": "1.5"},
        ),
    ],
)
def test_a_value_is_kept_as_it_is_meant(one: Field, typed: str, kept: Any) -> None:
    assert parse_value(one, typed, TODAY) == kept


@pytest.mark.parametrize(
    ("one", "typed", "said"),
    [
        (field("text"), "  ", "x is empty; give it a value"),
        (field("integer"), "26.5", "x is a whole number such as 26, not 26.5"),
        (field("integer"), "1" * 19, "x is a whole number such as 26, not 1"),
        (field("decimal"), "约60", "x is a number such as 59.5, not 约60"),
        (field("decimal"), "NaN", "x is a number such as 59.5, not NaN"),
        (field("decimal"), "1e3", "x is a number such as 59.5, not 1e3"),
        (field("decimal"), "1_0", "x is a number such as 59.5, not 1_0"),
        (field("decimal"), "59.99999999999999", "x has more than 15 digits: 59.99999999999999"),
        (field("decimal"), "1." + "0" * 40 + "1", "x has more than 15 digits: 1.0"),
        (field("decimal"), "1" + "0" * 16, "x has more than 15 digits: 1"),
        (field("money"), "若干", "x is an amount such as 25232 or 25232.50, not 若干"),
        (field("money"), ",", "x is an amount such as 25232 or 25232.50, not ,"),
        (field("money"), "0.005", "x is no whole number of fen: 0.005"),
        (field("money"), "9" * 18, "x is no whole number of fen: 9"),
        (field("money"), "1." + "0" * 40 + "1", "x is an amount such as"),
        (field("moment"), "2022-07-12", "x is a minute such as 2022-07-12T14:05, not 2022-07-12"),
        (field("flag"), "也许", "x is 是 (yes) or 否 (no), not 也许"),
        (GRADE, "E级", "grade is one of C级、D级、（5）, not E级"),
        (MANY, "5.1.3 2(25)", "x has no 5.1.3 2(25); nearest of its 21 are 5-1-3/2-"),
        (STANDARDS, "圈梁、拉筋", "standards is one of 圈梁、构造柱, not 拉筋"),
        (HAZARDS, "墙", 'each hazards is an object such as {"kind": "…"}, not 墙'),
        (HAZARDS, '{"kind": ["墙"]}', 'each hazards is an object such as {"kind": "…"}, not'),
        (HAZARDS, '{"kin": "墙"}', "hazards has no kin; it has kind, cost, seen, area, told_by"),
        (HAZARDS, '{"cost": "x"}', "cost is an amount such as 25232 or 25232.50, not x"),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused(one: Field, typed: str, said: str) -> None:
    with pytest.raises(BadUsage) as caught:
        parse_value(one, typed, TODAY)
    assert str(caught.value).startswith(said)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 15))
def test_a_decimal_is_kept_to_the_last_digit(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    kept = parse_decimal(format(number, "f"), "x")
    assert Decimal(kept) == number
    assert parse_decimal(kept, "x") == kept
    assert Decimal(repr(float(kept))) == number


@given(st.integers(-(2**53), 2**53))
def test_money_is_kept_to_the_last_fen(fen: int) -> None:
    assert parse_money(money_text(fen), "", "x") == fen


@given(st.sampled_from(["integer", "decimal", "money", "flag", "choice", "list"]), st.text())
def test_anything_typed_is_a_value_or_refused(type_: Any, typed: str) -> None:
    one = field(type_, choices=("甲",), fields=(field("text"),))
    try:
        parse_value(one, typed, TODAY)
    except BadUsage:
        return


@pytest.mark.parametrize(
    ("figure", "text", "used"),
    [
        (Figure(id="a", type="integer"), "5", 5),
        (Figure(id="a", type="decimal"), "30.0", Decimal(30)),
        (Figure(id="a", type="money", unit="万元"), "656", 656000000),
        (Figure(id="a", type="date"), "2022-10-31", date(2022, 10, 31)),
        (Figure(id="a", type="text"), "一户一档", "一户一档"),
        (Figure(id="a", type="integer"), None, None),
    ],
)
def test_a_figure_as_it_is_used(figure: Figure, text: str | None, used: Any) -> None:
    assert figure_value(figure, text) == used


@pytest.mark.parametrize("type_", ["integer", "decimal", "money", "date"])
def test_a_figure_that_is_none_of_its_type_is_refused(type_: Any) -> None:
    with pytest.raises(BadUsage, match="a is a"):
        figure_value(Figure(id="a", type=type_), "若干")


@pytest.mark.parametrize(
    ("one", "kept", "used", "shown"),
    [
        (field("decimal"), "59.5", Decimal("59.5"), "59.5"),
        (field("money"), 2523200, 2523200, "25232.00"),
        (field("money"), -1, -1, "-0.01"),
        (field("date"), "2022-06-03", date(2022, 6, 3), "2022-06-03"),
        (
            field("moment"),
            "2022-06-03T14:05",
            datetime(2022, 6, 3, 14, 5, tzinfo=UTC),
            "2022-06-03T14:05",
        ),
        (field("flag"), False, False, False),
        (field("text"), None, None, None),
        (STANDARDS, ["圈梁"], ["圈梁"], ["圈梁"]),
        (
            HAZARDS,
            [{"kind": "墙", "cost": 1250, "told_by": "…"}],
            [{"kind": "墙", "cost": 1250, "told_by": None}],
            [{"kind": "墙", "cost": "12.50", "told_by": "…"}],
        ),
    ],
)
def test_a_kept_value_in_conditions_and_for_people(
    one: Field, kept: Any, used: Any, shown: Any
) -> None:
    assert condition_value(one, kept) == used
    assert shown_value(one, kept) == shown


def test_a_personal_value_has_no_place_in_conditions() -> None:
    assert condition_value(field("text", personal=True), "张三") is None
