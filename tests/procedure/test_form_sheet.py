"""A form as it is printed: columns under their labels, several values in a cell, no values."""

from __future__ import annotations

from typing import Any

from zltrec.procedure.form_sheet import SheetPart, sheet_parts
from zltrec.procedure.forms import form_rows
from zltrec.procedure.periods import parse_period, printed_period
from zltrec.procedure.printed import Form

from .houses import form, world

PRINTED = """
label = "统计表"
heads = ["序号", "内容"]

[[parts]]
label = "一、总体情况"
columns = ["有关情况"]
values = {cumulative = ""}
lines = [
  {no = "1", label = "面积", unit = "万平方米", measures = ["area_wan"]},
  {no = "3", label = "总量（栋），其中已排查（栋）", measures = [["stock", "found"]]},
  {no = "4", label = "补助（元），面积（平方米）", measures = [["grants", "area"]]},
]

[[parts]]
under = "二、排查整改"
label = "（一）房屋"
columns = ["排查数量", "整改数量"]
values = {period = "月度值", cumulative = "累计值"}
lines = [{no = "6", label = "数量（栋）", measures = ["found", "done"]}]

[[parts]]
under = "二、排查整改"
label = "（二）行为"
columns = ["---", "行为数量"]
values = {period = "月度值", cumulative = "累计值"}
lines = [{no = "10", label = "行为（起）", measures = ["", "acts"]}]

[[parts]]
label = "三、平台"
columns = [""]
values = {period = "月进展", cumulative = "总体进展"}
lines = [{no = "39", label = "进展", measures = ["progress"]}]

[[parts]]
label = "四、其他"
columns = ["数量"]
lines = [{no = "40", label = "备注", measures = [""]}]
"""
ENTERED = {("stock", "2022-06"): "7", ("progress", "2022-06"): "已上线"}


def rows(defined: Form, **entered: Any) -> list[dict[str, Any]]:
    """The values for June, one after another."""
    lines = form_rows(world("2022-06-30", **entered), defined, parse_period("2022-06"))
    return [cell for line in lines for cell in line["cells"]]


def parts(**entered: Any) -> list[SheetPart]:
    """The form for June, with words of the program for what the print does not name."""
    defined = form(PRINTED)
    words = {"period": "Period", "cumulative": "Cumulative", "no": "No.", "label": "What"}
    return sheet_parts(defined, rows(defined, **entered), words.__getitem__)


def test_a_part_has_only_the_values_that_it_prints() -> None:
    first = parts(entered=ENTERED)[0]
    assert first.heads == ("序号", "内容", "有关情况")
    assert first.rows[0] == ("1", "面积", "0.015975万平方米")


def test_several_values_stand_in_a_cell_each_with_its_unit() -> None:
    first = parts(entered=ENTERED)[0]
    assert first.rows[1][2] == "7栋 3栋"
    assert first.rows[2][2] == "25232.00元 159.75平方米"


def test_of_a_value_that_is_not_there_its_unit_is_printed() -> None:
    """As on the empty form, where it is filled in by hand."""
    assert parts()[0].rows[1][2] == "栋 3栋"


def test_a_column_stands_over_the_labels_of_its_values() -> None:
    second = parts(entered=ENTERED)[1]
    assert second.heads == (
        "序号",
        "内容",
        "排查数量 月度值",
        "排查数量 累计值",
        "整改数量 月度值",
        "整改数量 累计值",
    )
    assert second.rows == (("6", "数量（栋）", "1", "3", "2", "2"),)


def test_a_column_without_values_is_printed_so() -> None:
    third = parts(entered=ENTERED)[2]
    assert third.heads[2:4] == ("--- 月度值", "--- 累计值")
    assert third.rows == (("10", "行为（起）", "---", "---", "3", "4"),)


def test_a_column_without_a_label_is_called_as_its_values() -> None:
    fourth = parts(entered=ENTERED)[3]
    assert fourth.heads == ("序号", "内容", "月进展", "总体进展")
    assert fourth.rows == (("39", "进展", "已上线", "已上线"),)


def test_values_without_labels_have_the_words_of_the_program() -> None:
    fifth = parts()[4]
    assert fifth.heads == ("序号", "内容", "数量 Period", "数量 Cumulative")
    assert fifth.rows == (("40", "备注", "", ""),)
    bare = form(
        '[[parts]]\ncolumns = ["栋"]\nlines = [{no = "1", label = "", measures = ["found"]}]'
    )
    (part,) = sheet_parts(bare, rows(bare), str.upper)
    assert part.heads == ("NO", "LABEL", "栋 PERIOD", "栋 CUMULATIVE")


def test_a_heading_of_several_parts_is_said_once() -> None:
    assert [(part.under, part.deep) for part in parts()] == [
        ("", False),
        ("二、排查整改", True),
        ("", True),
        ("", False),
        ("", False),
    ]


def test_a_part_that_prints_no_cumulative_value_has_none() -> None:
    only = form(
        '[[parts]]\ncolumns = ["栋"]\nvalues = {period = "本月"}\n'
        'lines = [{no = "1", label = "", measures = ["found"]}]'
    )
    assert [(row["period"], row["cumulative"]) for row in rows(only)] == [(1, None)]


def test_a_period_is_written_as_documents_print_it() -> None:
    written = {"2022-06": "2022年6月", "2022-Q2": "2022年第二季度", "2022-H1": "2022年上半年"}
    written |= {"2022-H2": "2022年下半年", "2022": "2022年"}
    assert {text: printed_period(parse_period(text)) for text in written} == written
