"""The rows of ledgers: cases, steps, duties, records and groups; exact, masked, totalled."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.procedure.cells import DISPOSED, MASK
from zltrec.procedure.column_kinds import kind_of
from zltrec.procedure.conditions import STRING, TIME
from zltrec.procedure.counted import Column
from zltrec.procedure.definition import Field
from zltrec.procedure.listing import TOTAL, ledger_rows
from zltrec.procedure.names import item_names

from .houses import ledger, taken, world


def cells(value: str, over: str = "cases", **asked: Any) -> list[Any]:
    """One column of a ledger."""
    defined = ledger(f"over = '{over}'\ncolumns = [{{id = 'x', value = '''{value}'''}}]")
    return [row["x"] for row in ledger_rows(world(**asked), defined)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("number", ["H-1", "H-2", "H-3"]),
        ("town", ["东镇", "西镇", "东镇"]),
        ("area", ["100.5", "59.25", None]),
        ("grant", ["1000.50", None, None]),
        ("rooms", [3, 2, None]),
        ("uses", ["住、商", None, None]),
        ("plan", ["图.pdf", None, None]),
        # Midnight stays a minute where the field keeps one.
        ("seen", ["2022-05-02T00:00", None, None]),
        ("state", ["已整改", "已整改", "已排查"]),
        ("step", [None, None, None]),
        ("on", ["2022-07-31"] * 3),
        ("on_month", ["2022-07"] * 3),
        ("opened", ["2022-05-03T09:30", "2022-05-31", "2022-06-30"]),
        ('taken["finish"]', ["2022-06-10", "2022-07-01", None]),
        ('times["finish"]', [1, 2, None]),
        ('"check" in taken', [True, True, False]),
        ("area > 60.0", [True, False, None]),
        ('"area" in given ? area : 0.0', ["100.5", "59.25", "0"]),
        ("taken.map(t, t).size()", [4, 4, 1]),
        ('uses.map(u, u + "用")', ["住用、商用", None, None]),
        ("acts.size()", [1, 3, None]),
        ("firm", ["F-1", None, None]),
        ("firm.name", ["甲公司", None, None]),
        ("firm.capital", ["1.50", None, None]),
        ("firm.state", ["在册", None, None]),
        ("firm.head", [MASK, None, None]),
        ("figures.funds", ["50000.00"] * 3),
        ("figures.begin", ["2022-05-01"] * 3),
        ("rooms / 0", [None] * 3),
        ("old", ["raze", "raze", None]),
    ],
)
def test_what_a_column_shows(value: str, shown: list[Any]) -> None:
    assert cells(value) == shown


def test_a_ledger_has_its_columns_in_order_and_only_rows_for_which_its_condition_holds() -> None:
    defined = ledger(
        "where = 'area > 60.0'\n"
        "columns = [{id = 'b', value = 'town'}, {id = 'a', value = 'number'}]"
    )
    (row,) = ledger_rows(world(), defined)
    assert list(row.items()) == [("b", "东镇"), ("a", "H-1")]


def test_over_steps_a_row_is_the_case_as_it_was_after_each_step() -> None:
    defined = ledger(
        """
        over = "steps"
        where = 'number == "H-1"'
        columns = [
          {id = "on", value = "on"}, {id = "step", value = "step"}, {id = "state", value = "state"},
          {id = "grant", value = "grant"}, {id = "acts", value = "'acts' in given"},
        ]
        """
    )
    assert [tuple(row.values()) for row in ledger_rows(world(), defined)] == [
        ("2022-05-03T09:30", "排查", "已排查", None, False),
        ("2022-05-20", "核实", "已核实", None, True),
        ("2022-06-01", "补助", "已核实", "25232.00", True),
        ("2022-06-10", "整改", "已整改", "25232.00", True),
        ("2022-07-02", "补助", "已整改", "1000.50", True),
    ]


def test_over_a_list_a_row_is_a_record_with_its_case() -> None:
    defined = ledger(
        """
        over = "acts"
        where = 'item.kind == "7"'
        total = true
        columns = [
          {id = "number", value = "number"}, {id = "firm", value = "item.firm"},
          {id = "fine", value = "item.fine"}, {id = "by", value = "item.informant"},
          {id = "state", value = "state"},
        ]
        """
    )
    assert [tuple(row.values()) for row in ledger_rows(world(), defined)] == [
        ("H-2", "乙", "0.05", MASK, "已整改"),
        ("H-2", "乙", None, MASK, "已整改"),
        (TOTAL, None, "0.05", None, None),
    ]


def test_days_of_records_are_shown_and_compared() -> None:
    cases = {
        "H-1": [
            taken(
                "find",
                "found",
                "2022-05-03",
                appends={"acts": [{"kind": "1", "day": "2022-05-01"}, {"kind": "7"}]},
            )
        ]
    }
    for value, shown in (
        ("item.day", ["2022-05-01", None]),
        ("item.day < opened", [True, None]),
        ("acts.exists(a, has(a.day) && timestamp(a.day) < opened)", [True, True]),
        ('acts.filter(a, a.kind == "7").size()', [1, 1]),
    ):
        assert cells(value, "acts", cases=cases) == shown


def test_over_duties_a_row_is_what_a_clock_asked_for() -> None:
    defined = ledger(
        """
        over = "duties"
        columns = [
          {id = "due", value = "item.due"}, {id = "subject", value = "item.subject"},
          {id = "what", value = "item.what"}, {id = "scope", value = "item.scope"},
          {id = "period", value = "item.period"}, {id = "met", value = "item.met"},
          {id = "status", value = "item.status"}, {id = "state", value = "state"},
        ]
        """
    )
    # Ten days after 31 May are 10 June; the report on June was due on 5 July.
    assert [tuple(row.values()) for row in ledger_rows(world(), defined)] == [
        ("2022-05-13", "H-1", "核实期限", "东镇", "", "2022-05-20", "late", "已整改"),
        ("2022-06-05", "report/2022-05", "月报", "", "2022-05", None, "overdue", None),
        ("2022-06-10", "H-2", "核实期限", "西镇", "", "2022-06-02", "met", "已整改"),
        ("2022-07-05", "report/2022-06", "月报", "", "2022-06", None, "overdue", None),
        ("2022-07-10", "H-3", "核实期限", "东镇", "", None, "overdue", "已排查"),
    ]
    late = ledger(
        """
        over = "duties"
        where = 'item.met > item.due || (item.status == "overdue" && town == "东镇")'
        group = ["item.scope"]
        columns = [{id = "scope", value = "item.scope"}, {id = "n", count = "true"}]
        """
    )
    assert ledger_rows(world(), late) == [{"scope": "东镇", "n": 2}]


def test_a_report_is_met_by_the_case_of_its_period() -> None:
    cases = {
        "report/2022-05": [
            taken("find", "found", "2022-06-01"),
            taken("finish", "done", "2022-06-06"),
        ]
    }
    duties = [duty for duty in world(cases=cases).duties() if duty.clock.id == "report"]
    assert [(duty.due, duty.met, duty.status("2022-07-31")) for duty in duties] == [
        ("2022-06-05", "2022-06-06", "late"),
        ("2022-07-05", None, "overdue"),
    ]


def test_a_minute_is_part_of_the_question() -> None:
    assert cells("on", at="2022-07-31T08:15") == ["2022-07-31T08:15"] * 3
    assert cells("on > opened", at="2022-07-31T08:15") == [True] * 3


def test_personal_values_are_masked_shown_to_who_may_see_them_or_gone() -> None:
    defined = ledger("columns = [{id = 'owner', value = 'owner'}, {id = 'acts', value = 'acts'}]")
    now = world()
    masked = ledger_rows(now, defined)
    assert masked[0]["owner"] == MASK
    assert masked[0]["acts"] == [{"kind": "1", "firm": "甲", "informant": MASK, "fine": "1000.00"}]
    assert (masked[1]["owner"], masked[2]["acts"]) == (None, None)
    known = {"a" * 64: "张三"}
    seen = ledger_rows(now, defined, known.get)
    assert seen[0]["owner"] == "张三"
    assert seen[0]["acts"][0]["informant"] == DISPOSED
    assert "commitment" not in str(masked) + str(seen)


GROUPED = """
group = ["town"]
total = true
columns = [
  {id = "town", value = "town"}, {id = "cases", count = "true"},
  {id = "checked", count = '"check" in taken'}, {id = "large", count = "area > 60.0"},
  {id = "area", sum = "area"}, {id = "grant", sum = "grant"}, {id = "rooms", sum = "rooms"},
]
"""


def test_groups_stand_in_the_order_of_the_choices_with_counts_exact_sums_and_a_total() -> None:
    assert [tuple(row.values()) for row in ledger_rows(world(), ledger(GROUPED))] == [
        ("西镇", 1, 1, 0, "59.25", "0.00", 2),
        ("东镇", 2, 1, 1, "100.5", "1000.50", 3),
        (TOTAL, 3, 2, 1, "159.75", "1000.50", 5),
    ]


def test_a_ledger_of_nothing_has_its_total() -> None:
    assert ledger_rows(world(cases={}), ledger(GROUPED)) == [
        {"town": TOTAL}
        | {"cases": 0, "checked": 0, "large": 0, "area": "0", "grant": "0.00", "rooms": 0}
    ]


def test_groups_of_several_fields_and_those_without_a_value_last() -> None:
    defined = ledger(
        """
        group = ["state", "rooms"]
        columns = [{id = "rooms", value = "rooms"}, {id = "state", value = "state"},
                   {id = "n", count = "true"}]
        """
    )
    cases = {
        str(n): [taken("find", state, "2022-05-01", sets)]
        for n, (state, sets) in enumerate(
            [
                ("done", {"rooms": 10}),
                ("done", {}),
                ("done", {"rooms": 9}),
                ("found", {"rooms": 10}),
                ("done", {"rooms": 9}),
            ]
        )
    }
    assert [tuple(row.values()) for row in ledger_rows(world(cases=cases), defined)] == [
        (10, "已排查", 1),
        (9, "已整改", 2),
        (10, "已整改", 1),
        (None, "已整改", 1),
    ]


def test_records_are_grouped_by_their_own_values() -> None:
    defined = ledger(
        """
        over = "acts"
        group = ["item.firm"]
        total = true
        columns = [{id = "firm", value = "item.firm"}, {id = "n", count = "item.kind == '7'"},
                   {id = "fines", sum = "item.fine"}]
        """
    )
    assert [tuple(row.values()) for row in ledger_rows(world(), defined)] == [
        ("乙", 2, "0.05"),
        ("甲", 0, "1123.45"),
        (TOTAL, 2, "1123.50"),
    ]


def test_a_record_knows_when_it_came_in_unless_a_field_of_it_has_that_name() -> None:
    days = ["2022-05-20", "2022-06-02", "2022-06-02", "2022-06-20"]
    assert cells("item.added", "acts") == days
    day = 'timestamp("2022-06-20T00:00:00Z")'
    assert cells(f"item.added < {day}", "acts") == [True, True, True, False]
    assert cells("on", "acts") == ["2022-07-31"] * 4
    column = Column(id="x", value="item.added")
    assert kind_of(world().edition, "acts", column) == "moment"
    assert item_names([Field(id="added", type="text")]) == {"item.added": STRING}
    assert item_names([Field(id="day", type="date")]) == {"item.added": TIME, "item.day": TIME}


def test_steps_are_put_together_by_the_month_in_which_they_were_taken() -> None:
    defined = ledger(
        """
        over = "steps"
        group = ["on_month", "town"]
        columns = [{id = "month", value = "on_month"}, {id = "town", value = "town"},
                   {id = "found", count = "step == 'find'"},
                   {id = "first", count = "step == 'finish' && times['finish'] == 1"},
                   {id = "again", count = "step == 'finish' && times['finish'] > 1"}]
        """
    )
    assert [tuple(row.values()) for row in ledger_rows(world(), defined)] == [
        ("2022-05", "西镇", 1, 0, 0),
        ("2022-05", "东镇", 1, 0, 0),
        ("2022-06", "西镇", 0, 1, 0),
        ("2022-06", "东镇", 1, 1, 0),
        ("2022-07", "西镇", 0, 0, 1),
        ("2022-07", "东镇", 0, 0, 0),
    ]


def test_without_groups_a_total_adds_up_the_numbers_that_fields_hold() -> None:
    defined = ledger(
        """
        total = true
        columns = [{id = "number", value = "number"}, {id = "area", value = "area"},
                   {id = "grant", value = "grant"}, {id = "rooms", value = "rooms"},
                   {id = "state", value = "state"}, {id = "twice", value = "rooms * 2"}]
        """
    )
    rows = ledger_rows(world(), defined)
    assert tuple(rows[-1].values()) == (TOTAL, "159.75", "1000.50", 5, None, None)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("西镇", "东镇", "北镇", None)),
            st.decimals(-(10**9), 10**9, places=5) | st.none(),
            st.integers(-(10**12), 10**12) | st.none(),
        ),
        max_size=12,
    )
)
def test_the_total_is_the_sum_of_the_rows(
    cases: list[tuple[str | None, Decimal | None, int | None]],
) -> None:
    found = {}
    for n, (town, area, grant) in enumerate(cases):
        kept = {"town": town, "area": None if area is None else format(area, "f"), "grant": grant}
        sets = {name: value for name, value in kept.items() if value is not None}
        found[f"H-{n}"] = [taken("find", "found", "2022-05-01", sets)]
    *rows, total = ledger_rows(world(cases=found), ledger(GROUPED))
    assert total["cases"] == sum(row["cases"] for row in rows) == len(cases)
    for column in ("area", "grant"):
        assert Decimal(total[column]) == sum(Decimal(row[column]) for row in rows)
    assert Counter(row["town"] for row in rows) == Counter({town for town, _a, _g in cases})
