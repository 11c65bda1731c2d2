"""Printed forms: each line of the period and since the beginning, and the form's checks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.procedure.forms import form_faults, form_rows
from zltrec.procedure.periods import parse_period

from .houses import form, taken, world

FORM = """
checks = [
  {that = 'lines["6"] <= lines["3"]', why = "排查数量应小于或者等于总量", section = "附件2"},
  {that = 'lines["7"] <= lines["6"]', why = "整改数量应小于或者等于排查数量"},
  {that = 'lines["36"] >= measures.grants && figures.funds > 0.0', why = "补助"},
]

[[parts]]
label = "一、总体情况"
columns = ["总量", "其中已整改"]
section = "附件2"
lines = [
  {no = "3", label = "总量（栋）", unit = "栋", measures = ["stock"]},
  {no = "6", label = "排查（栋）", unit = "栋", measures = ["found", "done"]},
  {no = "7", label = "整改（栋）", unit = "栋", measures = ["", "done"], section = "三"},
]

[[parts]]
label = "二、处罚"
columns = ["数量"]
lines = [
  {no = "11", label = "其中，第7项（起）", measures = ["acts"], where = 'item.kind == "7"'},
  {no = "35", label = "补助（万元）", unit = "万元", measures = ["grants_wan"]},
  {no = "36", label = "补助（元）", unit = "元", measures = ["grants"]},
  {no = "39", label = "平台建设进展情况", measures = ["progress"]},
  {no = "40", label = "备注"},
]
"""
JUNE, JULY = parse_period("2022-06"), parse_period("2022-07")
ENTERED = {("stock", "2022-06"): "2", ("progress", "2022-06"): "已上线"}


def cells(row: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The values of a line: of the period, and since the beginning."""
    return [(cell["period"], cell["cumulative"]) for cell in row["cells"]]


def test_each_line_has_the_values_of_its_period_and_those_since_the_beginning() -> None:
    rows = form_rows(world("2022-06-30", entered=ENTERED), form(FORM), JUNE)
    assert {row["no"]: cells(row) for row in rows} == {
        "3": [("2", "2"), (None, None)],
        "6": [(1, 3), (2, 2)],
        "7": [(None, None), (2, 2)],
        "11": [(2, 2)],
        "35": [("2.5232", "2.5232")],
        "36": [("25232.00", "25232.00")],
        "39": [("已上线", "已上线")],
        "40": [(None, None)],
    }


def test_a_line_is_told_as_it_is_printed() -> None:
    rows = form_rows(world(), form(FORM), JULY)
    assert rows[2] == {
        "part": "一、总体情况",
        "no": "7",
        "label": "整改（栋）",
        "unit": "栋",
        "section": "三",
        "cells": [
            {"column": "总量", "measure": "", "unit": "栋", "period": None, "cumulative": None},
            {
                "column": "其中已整改",
                "measure": "done",
                "unit": "栋",
                "period": 0,
                "cumulative": 2,
            },
        ],
    }
    assert [(row["no"], row["section"]) for row in rows[:2]] == [("3", "附件2"), ("6", "附件2")]


def test_what_was_not_entered_for_a_period_stays_as_it_was_last_entered() -> None:
    rows = form_rows(world(entered=ENTERED), form(FORM), JULY)
    assert cells(rows[0])[0] == (None, "2")


def test_a_check_that_does_not_hold_says_which_lines_contradict_it() -> None:
    (fault,) = form_faults(world("2022-06-30", entered=ENTERED), form(FORM), JUNE)
    assert fault.checked
    assert fault.rule.section == "附件2"
    assert fault.lines == {"6": 3, "3": "2"}
    assert "排查数量应小于或者等于总量" in str(fault.said)
    assert "6: 3, 3: 2" in str(fault.said)
    assert str(fault.said).endswith("(附件2)")


def test_a_check_of_a_line_without_a_value_is_not_made() -> None:
    (fault,) = form_faults(world("2022-06-30"), form(FORM), JUNE)
    assert not fault.checked
    assert fault.lines == {"6": 3, "3": None}
    assert "not checked" in str(fault.said)


def test_checks_compare_what_stood_at_the_end_of_the_period() -> None:
    entered = {("stock", "2022-06"): "3"}
    assert form_faults(world(entered=entered), form(FORM), JUNE) == []
    checks = """
        checks = [{that = 'lines["36"] < 26232.5'}, {that = 'lines["35"] < 26232.5'},
                  {that = 'lines["35"] == lines["36"]'}]
        [[parts]]
        columns = ["数量"]
        lines = [{no = "35", label = "", measures = ["grants_wan"]},
                 {no = "36", label = "", measures = ["grants"]}]
    """
    # Money in ten thousands and in yuan is the same money.
    assert form_faults(world(), form(checks), JUNE) == []
    faults = form_faults(world(), form(checks), JULY)
    assert [fault.lines for fault in faults] == [{"36": "26232.50"}, {"35": "2.62325"}]


@pytest.mark.parametrize("shown", ["约三", "3栋"])
def test_a_line_with_a_text_cannot_be_compared(shown: str) -> None:
    (fault,) = form_faults(world(entered={("stock", "2022-06"): shown}), form(FORM), JUNE)
    assert not fault.checked
    assert fault.lines["3"] == shown


@given(st.lists(st.integers(1, 12), max_size=9))
def test_a_year_of_months_adds_up_to_the_last_cumulative_value(months: list[int]) -> None:
    cases = {
        str(n): [taken("find", "found", f"2022-{month:02d}-15")] for n, month in enumerate(months)
    }
    now = world("2022-12-31", cases)
    defined = form(
        '[[parts]]\ncolumns = ["栋"]\nlines = [{no = "1", label = "", measures = ["found"]}]'
    )
    total = 0
    for month in range(1, 13):
        (row,) = form_rows(now, defined, parse_period(f"2022-{month:02d}"))
        total += row["cells"][0]["period"]
        assert row["cells"][0]["cumulative"] == total
    assert total == len(months)
