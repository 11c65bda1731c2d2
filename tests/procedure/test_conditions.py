"""Conditions: checked for types before, exact when they are judged, plain about what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zltrec.errors import Refused
from zltrec.procedure.conditions import (
    BOOL,
    INT,
    STRING,
    TIME,
    BadCondition,
    LacksValue,
    Vocabulary,
    as_cel,
    quoted,
)

TYPES = {
    "area": "double",
    "figures.most": "double",
    "figures.households": INT,
    "subsidy": INT,
    "grade": STRING,
    "only": BOOL,
    "visited": TIME,
    "on": TIME,
    "firm": STRING,
    "firm.state": STRING,
    "hazards": "list(map(string, dyn))",
    "given": "list(string)",
    "taken": "map(string, timestamp)",
    "times": "map(string, int)",
    "lines": "map(string, double)",
}
WORDS = Vocabulary(TYPES)


def value(text: str, expected: str = BOOL, **values: Any) -> Any:
    named = {name.replace("__", "."): one for name, one in values.items()}
    return WORDS.compile(text, expected).value(named.get)


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("area <= figures.most", {"area": Decimal("60"), "figures__most": Decimal("60.0")}, True),
        ("area < 60.0", {"area": Decimal("59.99")}, True),
        ('grade == "D级" && only', {"grade": "D级", "only": True}, True),
        ('grade in ["C级", "D级"]', {"grade": "B级"}, False),
        (
            "subsidy * figures.households > 65600000",
            {"subsidy": 2523200, "figures__households": 26},
            True,
        ),
        ("visited < on", {"visited": date(2022, 6, 3), "on": date(2022, 6, 4)}, True),
        (
            'on > visited + duration("48h")',
            {"visited": date(2022, 6, 3), "on": datetime(2022, 6, 5, 0, 1, tzinfo=UTC)},
            True,
        ),
        ('firm.state == "filed" && firm == "WY-1"', {"firm": "WY-1", "firm__state": "filed"}, True),
        ('"area" in given ? area > 1.0 : true', {"given": ["grade"]}, True),
        ('taken["post"] < on', {"taken": {"post": date(2022, 6, 1)}, "on": date(2022, 6, 2)}, True),
        ('times["inspect"] >= 2', {"times": {"inspect": 1}}, False),
        ('lines["6"] <= lines["3"]', {"lines": {"6": Decimal("1.5"), "3": Decimal("1.5")}}, True),
        (
            'hazards.exists(h, h.kind == "墙" && h.cost > 100)',
            {"hazards": [{"kind": "顶", "cost": 500}, {"kind": "墙", "cost": 101}]},
            True,
        ),
        ("hazards.all(h, h.area <= 60.0)", {"hazards": [{"area": Decimal("60")}]}, True),
        ("hazards.all(h, has(h.note))", {"hazards": [{"note": None}]}, False),
        (
            "hazards.exists(h, timestamp(h.seen) == visited)",
            {"hazards": [{"seen": date(2022, 6, 3)}], "visited": date(2022, 6, 3)},
            True,
        ),
        ('given.exists(g, g == "grade")', {"given": ("area", "grade")}, True),
    ],
)
def test_a_condition_is_judged_on_values(text: str, values: dict[str, Any], holds: bool) -> None:
    assert value(text, **values) is holds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("aria > 60.0", "there is no aria that aria > 60.0 could use"),
        ("figures.least > 1", "there is no figures.least that figures.least > 1 could use"),
        ("area > 60", "> does not fit the types (double, int) in area > 60"),
        ("subsidy == grade", "== does not fit the types (int, string) in subsidy == grade"),
        ("grade in subsidy", "in does not fit the types (string, int) in grade in subsidy"),
        ("!grade", "! does not fit the types (string) in !grade"),
        ("visited > 1", "> does not fit the types (timestamp, int) in visited > 1"),
        ("subsidy", "subsidy is of type int, where bool is needed"),
        ("grade ==", "grade == cannot be read at character 9: Syntax error"),
        ("grade.exists", "grade.exists cannot be read at character 6: "),
        ("", " cannot be read at character 1: Syntax error"),
        ("open('/etc/passwd') == grade", "there is no open that open("),
    ],
)
def test_a_condition_that_cannot_be_is_refused_before_it_is_used(text: str, said: str) -> None:
    with pytest.raises(BadCondition) as caught:
        WORDS.compile(text)
    assert str(caught.value).startswith(said)
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    "text",
    [
        "area + 0.1 > 60.0",
        "area * 2.0 > 60.0",
        "area / 3.0 > 20.0",
        "area - 0.1 > 59.9",
        "-area < 0.0",
        "double(subsidy) * 0.3 > area",
        "hazards.exists(h, h.area * 2.0 > 1.0)",
        "hazards.exists(h, h.area + h.area > 1.0)",
    ],
)
def test_nothing_is_calculated_with_decimals(text: str) -> None:
    """A sum of doubles would be rounded, and a case judged by the rounding."""
    with pytest.raises(BadCondition, match="calculates with decimals"):
        WORDS.compile(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("subsidy * 2", INT), ("area", ""), ('taken["post"]', ""), ("hazards", ""), ("grade", STRING)],
)
def test_a_value_may_be_of_another_type_where_that_is_asked(text: str, expected: str) -> None:
    assert WORDS.compile(text, expected).text == text


def test_the_names_that_a_condition_uses_are_known_longest_first() -> None:
    text = 'firm.state == "area" && hazards.exists(h, h.kind == "x") && figures.most > area'
    assert WORDS.compile(text).names == ("firm.state", "hazards", "figures.most", "area")


def test_a_missing_value_is_named() -> None:
    with pytest.raises(LacksValue) as caught:
        value("area > 60.0 && only", only=True)
    assert caught.value.name == "area"
    assert str(caught.value) == "area has no value yet"


def test_a_missing_value_does_no_harm_where_it_is_not_needed() -> None:
    assert value("only || area > 60.0", only=True) is True
    assert value("area > 60.0 && only", only=False) is False


@pytest.mark.parametrize("text", ["subsidy / 0 > 1", "9223372036854775807 + subsidy > 1"])
def test_what_cannot_be_calculated_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="cannot be calculated"):
        value(text, subsidy=1)


def test_a_step_that_was_not_taken_is_refused_and_can_be_asked_for() -> None:
    with pytest.raises(Refused):
        value('taken["post"] < on', taken={}, on=date(2022, 6, 2))
    assert value('"post" in taken && taken["post"] < on', taken={}, on=date(2022, 6, 2)) is False


def test_the_same_condition_is_compiled_once() -> None:
    assert WORDS.compile("area > 1.0") is WORDS.compile("area > 1.0")


def test_texts_in_quotation_marks() -> None:
    assert quoted("""grade == "D级" || grade in ['C级', "a'b"]""") == ["D级", "C级", "a'b"]


def test_values_as_cel_takes_them() -> None:
    midnight = datetime(2022, 6, 3, tzinfo=UTC)
    assert as_cel(date(2022, 6, 3)) == midnight
    assert as_cel({"a": Decimal("59.5"), "b": None}) == {"a": 59.5}
    assert as_cel(({"day": midnight},)) == [{"day": "2022-06-03T00:00:00Z"}]


DECIMALS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 15),
)


@given(DECIMALS, DECIMALS)
@example(Decimal("59.99"), Decimal("60"))
@example(Decimal("60"), Decimal("60.00"))
@example(Decimal("60.01"), Decimal("60"))
@example(Decimal("0.1"), Decimal("0.10"))
@example(Decimal("999999999999999"), Decimal("999999999999998"))
@example(Decimal("0.999999999999999"), Decimal("0.999999999999998"))
def test_comparing_doubles_is_comparing_decimals(one: Decimal, other: Decimal) -> None:
    """Up to 15 digits a double tells two decimals apart, and keeps their order."""
    values = {"area": one, "figures__most": other}
    assert value("area < figures.most", **values) is (one < other)
    assert value("area == figures.most", **values) is (one == other)
    assert value("area >= figures.most", **values) is (one >= other)


@given(DECIMALS, st.integers(-3, 3))
def test_neighbours_are_told_apart(one: Decimal, steps: int) -> None:
    """At a limit the last of 15 digits decides: 59.9999999999999 is not 60."""
    digits = one.as_tuple()
    other = one + steps * Decimal(1).scaleb(int(digits.exponent))
    if len(other.normalize().as_tuple().digits) <= 15:
        values = {"area": one, "figures__most": other}
        assert value("area < figures.most", **values) is (steps > 0)
        assert value("area == figures.most", **values) is (steps == 0)
