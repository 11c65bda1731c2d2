"""Measures and indicators: what is counted on which day, summed exactly, compared unrounded."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.procedure.counted import Measure
from zltrec.procedure.indicators import indicator_rows, percent_text, summary_lookup
from zltrec.procedure.periods import periods
from zltrec.procedure.reckoning import measure_number, measure_text, measure_value
from zltrec.procedure.snapshot import StepTaken

from .houses import act, measure, taken, world

MAY = (date(2022, 5, 1), date(2022, 5, 31))
JUNE = (date(2022, 6, 1), date(2022, 6, 30))
JULY = (date(2022, 7, 1), date(2022, 7, 31))
BEGINNING = date(2022, 1, 1)


@pytest.mark.parametrize(
    ("name", "months", "cumulative"),
    [
        ("found", (2, 1, 0), 3),
        # H-2 is finished twice: a case counts the first time, a step every time.
        ("done", (0, 2, 0), 2),
        ("done_last", (0, 1, 1), 2),
        ("finishes", (0, 2, 1), 3),
        ("done_east", (0, 1, 0), 1),
        # The second grant stands in the field by now; each step still counts its own.
        ("grants", (0, 2_523_200, 100_050), 2_623_250),
        ("grants_wan", (Decimal(0), Decimal("2.5232"), Decimal("0.10005")), Decimal("2.62325")),
        ("area", (Decimal("159.75"), Decimal(0), Decimal(0)), Decimal("159.75")),
        ("area_wan", (Decimal("0.015975"), 0, 0), Decimal("0.015975")),
        ("rooms", (5, 0, 0), 5),
        ("acts", (1, 3, 0), 4),
        ("acts_7", (0, 2, 0), 2),
        # The act that came to light when H-2 was reopened was done with on 1 July.
        ("acts_done", (0, 3, 1), 4),
        ("fines", (100_000, 12_350, 0), 112_350),
        ("firms", (1, 2, 0), 2),
        ("towns", (2, 1, 0), 2),
        ("visits", (2, 0, 0), 2),
    ],
)
def test_what_a_measure_counts_in_each_month(
    name: str, months: tuple[Decimal | int, ...], cumulative: Decimal | int
) -> None:
    now = world()
    asked = measure(now, name)
    assert tuple(measure_value(now, asked, *month) for month in (MAY, JUNE, JULY)) == months
    assert measure_value(now, asked, None, JULY[1]) == cumulative


def test_conditions_are_asked_of_the_case_as_it_stands_and_narrow_what_is_counted() -> None:
    now = world()
    found = measure(now, "found")
    assert measure_value(now, found, *MAY, "rooms > 2") == 1
    assert measure_value(now, found, *MAY, 'state == "done"') == 2
    # H-3 has no area: what a condition lacks, it is not.
    assert measure_value(now, found, None, JULY[1], "area > 1.0") == 2
    acts = measure(now, "acts")
    assert measure_value(now, acts, None, JULY[1], 'item.firm == "甲" && town == "西镇"') == 1


def test_days_are_counted_whole_from_the_first_to_the_last() -> None:
    now = world()
    found = measure(now, "found")
    assert measure_value(now, found, date(2022, 5, 3), date(2022, 5, 3)) == 1
    assert measure_value(now, found, date(2022, 5, 4), date(2022, 5, 30)) == 0
    assert measure_value(now, found, None, date(2022, 5, 30)) == 1


def test_sums_are_exact_however_many_digits_they_have() -> None:
    big, small = "999999999999999", "0.000000000000001"
    cases = {
        "1": [taken("find", "found", "2022-05-01", {"area": big})],
        "2": [taken("find", "found", "2022-05-01", {"area": small})],
    }
    now = world(cases=cases)
    area = measure(now, "area")
    assert measure_text(now.edition, area, measure_value(now, area, *MAY)) == f"{big}.{small[2:]}"
    wan = measure(now, "area_wan")
    shown = measure_text(now.edition, wan, measure_value(now, wan, *MAY))
    assert shown == "99999999999.9999000000000000001"


def test_an_entered_measure_is_what_was_typed_in_for_the_period_or_the_last_until_then() -> None:
    entered = {
        ("stock", "2022-05"): "1,200",
        ("stock", "2022-07"): "1300",
        ("stock", "2022-Q2"): "1250",
        ("progress", "2022-06"): "平台已上线",
        ("other", "2022-06"): "9",
    }
    now = world(entered=entered)
    stock = measure(now, "stock")
    assert measure_value(now, stock, *MAY) == 1200
    assert measure_value(now, stock, *JUNE) is None
    assert measure_value(now, stock, None, MAY[1]) == 1200
    assert measure_value(now, stock, None, JUNE[1]) == 1250
    assert measure_value(now, stock, None, JULY[1]) == 1300
    assert measure_value(now, stock, None, date(2022, 3, 31)) is None
    progress = measure(now, "progress")
    assert measure_value(now, progress, *JUNE) == "平台已上线"
    assert measure_number(now.edition, progress, "平台已上线") is None


def test_values_are_shown_as_the_form_prints_them() -> None:
    now = world()
    shown = {
        name: measure_text(now.edition, one, measure_value(now, one, None, JULY[1]))
        for name in ("found", "grants", "grants_wan", "area_wan", "fines", "stock")
        if (one := measure(now, name))
    }
    assert shown == {
        "found": 3,
        "grants": "26232.50",
        "grants_wan": "2.62325",
        "area_wan": "0.015975",
        "fines": "1123.50",
        "stock": None,
    }


def test_money_compares_in_yuan_whatever_unit_it_is_printed_in() -> None:
    now = world()
    expected = Fraction("26232.5")
    for name in ("grants", "grants_wan"):
        one = measure(now, name)
        value = measure_value(now, one, None, JULY[1])
        assert measure_number(now.edition, one, value) == expected
    lookup = summary_lookup(now)
    assert lookup("measures.grants_wan") == 26232.5
    assert lookup("figures.funds") == 50_000.0
    assert lookup("figures.begin") == date(2022, 5, 1)
    assert lookup("measures.stock") is None
    typed = Measure(id="stock", unit="万元", entered=True)
    assert measure_number(now.edition, typed, Decimal("1.5")) == 15_000


def test_indicators_are_shares_of_another_measure_or_of_their_target() -> None:
    rows = {row["id"]: row for row in indicator_rows(world())}
    assert rows["share"] == {
        "id": "share",
        "label": "率",
        "value": 2,
        "unit": "栋",
        "among": 3,
        "percent": "66.67",
        "target": "4",
        "reached": True,
        "section": "四",
    }
    assert (rows["plan"]["value"], rows["plan"]["percent"]) == (3, "75.00")
    assert rows["plan"]["reached"] is False
    # 26232.50 of 50000 yuan, once in yuan and once in ten thousands.
    for name, value, target in (
        ("money", "26232.50", "50000.00"),
        ("money_wan", "2.62325", "5"),
    ):
        row = rows[name]
        assert (row["value"], row["percent"], row["target"]) == (value, "52.47", target)
    of_stock = rows["of_stock"]
    assert (of_stock["among"], of_stock["percent"], of_stock["reached"]) == (None, None, None)


def test_a_share_of_nothing_is_unknown() -> None:
    rows = {row["id"]: row for row in indicator_rows(world(at="2022-04-30"))}
    assert (rows["share"]["value"], rows["share"]["percent"]) == (0, None)
    assert rows["share"]["reached"] is None


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 201), "0.00"),
        (Fraction(199, 3), "66.33"),
        (Fraction(200, 3), "66.67"),
        (Fraction("99.995"), "100.00"),
        (Fraction("99.99499999999999999999999999999"), "99.99"),
        (Fraction(-1, 200), "-0.01"),
    ],
)
def test_a_percentage_is_rounded_half_up_to_two_places(share: Fraction, text: str) -> None:
    assert percent_text(share) == text


DAYS = st.integers(0, 400).map(lambda n: BEGINNING + timedelta(days=n))


@st.composite
def steps(draw: st.DrawFn) -> list[StepTaken]:
    """A case that was found, and then took steps of any kind, on days in order."""
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=7)))
    area = draw(st.decimals(0, 10_000, places=3, allow_nan=False))
    found = [taken("find", "found", days[0].isoformat(), {"area": str(area)})]
    for day in days[1:]:
        step = draw(st.sampled_from(("check", "give", "finish", "reopen")))
        sets = {"grant": draw(st.integers(0, 10**9))} if step == "give" else {}
        appends = {"acts": [act("7", "乙", 5)]} if draw(st.booleans()) else {}
        found.append(taken(step, "checked", day.isoformat(), sets, appends=appends))
    return found


@given(st.lists(steps(), max_size=4), st.sampled_from(("month", "quarter", "half-year", "year")))
def test_the_periods_add_up_to_the_cumulative_value(
    cases: list[list[StepTaken]], every: str
) -> None:
    now = world("2023-12-31", {str(n): one for n, one in enumerate(cases)})
    spans = list(periods(every, BEGINNING, date(2023, 12, 31)))
    for one in now.edition.definition.measures:
        if one.entered or one.distinct is not None:
            continue
        parts = [measure_value(now, one, span.first, span.last) for span in spans]
        total = sum(part for part in parts if not isinstance(part, str | None))
        assert total == measure_value(now, one, None, spans[-1].last)


@given(st.lists(st.decimals(-(10**9), 10**9, places=6), max_size=9))
def test_a_sum_in_ten_thousands_is_the_same_amount(areas: list[Decimal]) -> None:
    cases = {
        str(n): [taken("find", "found", "2022-05-01", {"area": format(one, "f")})]
        for n, one in enumerate(areas)
    }
    now = world(cases=cases)
    plain, wan = (measure_value(now, measure(now, name), *MAY) for name in ("area", "area_wan"))
    assert isinstance(plain, Decimal)
    assert isinstance(wan, Decimal)
    assert Fraction(wan) * 10_000 == Fraction(plain) == sum(map(Fraction, areas))


def test_a_measure_that_names_an_expression_sums_whole_numbers_alone() -> None:
    now = world()
    rooms = msgspec.structs.replace(measure(now, "rooms"), sum="rooms * 2")
    assert measure_value(now, rooms, None, JULY[1]) == 10
