"""The form of forty lines, month by month, against figures made by hand; and what was reported."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, copied, one_complaint

from .running import History
from .unlawful_form import Value, form
from .unlawful_run import FORM, PROCEDURE, REPORTED

MONTHS = ("2022-06", "2022-07", "2022-08", "2022-09")
PARTS = (
    ("## 一、本地区总体情况", range(1, 6)),
    ("### （一）排查整改房屋建筑情况", range(6, 10)),
    ("### （二）排查整改企业、单位和人员违法建设行为情况", range(10, 20)),
    ("### (三) 排查整改主管部门违法违规审批行为情况", range(20, 26)),
    ("## 三、隐患问题整改分类统计情况", range(26, 37)),
    ("## 四、存在重大结构安全隐患房屋处置情况", range(37, 39)),
    ("## 五、信息系统建设情况", range(39, 41)),
)


def rows_of(shell: Terminal, month: str, *options: object) -> list[dict[str, Any]]:
    """The values of a form, one row for each."""
    found: list[dict[str, Any]] = shell.json("procedure", "form", PROCEDURE, FORM, month, *options)
    return found


def by_line(rows: list[dict[str, Any]]) -> dict[str, list[tuple[Value, Value]]]:
    """The values by line, in order."""
    lines: dict[str, list[tuple[Value, Value]]] = {}
    for row in rows:
        lines.setdefault(row["no"], []).append((row["period"], row["cumulative"]))
    return lines


@pytest.mark.parametrize("month", MONTHS)
def test_each_line_is_what_the_table_says(inspection: History, month: str) -> None:
    """All forty lines, month and cumulative values, four months in a row."""
    found = by_line(rows_of(inspection.shell, month))
    assert list(found) == [str(no) for no in range(1, 41)]
    assert found == form(inspection.rows, month)


@pytest.mark.parametrize("day", REPORTED)
def test_a_reported_month_stays_as_it_was(inspection: History, day: str) -> None:
    """Reported by the 24th: what was by then, as it was known then; later corrections or not."""
    month = day[:7]
    frozen = by_line(rows_of(inspection.shell, month, "--reported"))
    assert frozen == form(inspection.rows, month, until=day, known=day)
    cut = next(cut for cut in inspection.cuts if cut.day == day)
    assert by_line(rows_of(cut.shell, month, "--reported")) == frozen


@pytest.mark.parametrize("day", REPORTED)
def test_differences_say_which_value_changed_and_why(inspection: History, day: str) -> None:
    """What was corrected in September shows against what was reported, with case and reason."""
    month = day[:7]
    then = form(inspection.rows, month, until=day, known=day)
    now = form(inspection.rows, month, until=day)
    wanted = {
        (no, place, which): (before[which], after[which])
        for no in now
        for place, (before, after) in enumerate(zip(then[no], now[no], strict=True))
        for which in (0, 1)
        if before[which] != after[which]
    }
    assert len(wanted) > 5
    places = _places(inspection, month)
    rows = rows_of(inspection.shell, month, "--differences")
    found = {
        (
            *places[row["no"], row["column"], row["measure"]],
            ("period", "cumulative").index(row["of"]),
        ): (
            row["reported"],
            row["now"],
        )
        for row in rows
    }
    assert found == wanted
    reasons = {
        (why["case"], event["reason"])
        for row in rows
        for why in row["why"]
        for event in why["events"]
    }
    numbers = {row.subject.id: row.number for row in inspection.rows}
    said = {
        "S12": "实测面积更正",
        "S13": "认定更正为第7项",
        "S14": "误销号",
        "S15": "金额多记一位",
        "S16": "重复登记",
    }
    late = {"S14"} if day == REPORTED[0] else set()
    late |= {"S15", "S16"} if day == REPORTED[0] else set()
    assert reasons == {(numbers[id_], why) for id_, why in said.items() if id_ not in late}


def _places(history: History, month: str) -> dict[tuple[str, str, str], tuple[str, int]]:
    """Which value of its line a column and a measure are."""
    found: dict[tuple[str, str, str], tuple[str, int]] = {}
    count: dict[str, int] = {}
    for row in rows_of(history.shell, month):
        place = count.get(row["no"], 0)
        count[row["no"]] = place + 1
        found[row["no"], row["column"], row["measure"]] = (row["no"], place)
    return found


def test_a_month_is_reported_by_its_24th(inspection: History) -> None:
    """四(一): each report has its day, and the position that its values are of."""
    rows = [
        one
        for one in inspection.shell.json("ledger", "show", "reports")
        if one["procedure"] == PROCEDURE
    ]
    assert [(one["period"], one["on"], one["number"]) for one in rows] == [
        (day[:7], day, 1) for day in REPORTED
    ]


def test_the_lines_are_printed_in_the_forms_order_and_words(inspection: History) -> None:
    """附件2 as Markdown: five parts, seven tables, forty lines, heads, blanks and note."""
    page = inspection.shell.done(
        "procedure", "form", PROCEDURE, FORM, "2022-07", "--format", "md"
    ).out.splitlines()
    assert page[0] == "# 违法建设和违法违规审批专项清查工作统计表"
    assert "填报单位（公章）：　单位负责人：　联系人姓名：　联系人电话：" in page
    assert any(line.startswith("注：请注重数据逻辑关系，如排查的既有建筑") for line in page[-3:])
    heads = [line for line in page if line.startswith(("## ", "### "))]
    assert [line for line in heads if line != "## 二、隐患问题排查整改情况"] == [
        h for h, _n in PARTS
    ]
    lines = [line for line in page if line[:2] == "| " and line[2].isdigit()]
    assert [line.split(" | ")[0] for line in lines] == [f"| {no}" for no in range(1, 41)]
    for head, numbers in PARTS:
        start = page.index(head)
        table = [line.split(" | ")[0] for line in page[start + 2 : start + 4 + len(numbers)]]
        assert table[2:] == [f"| {no}" for no in numbers]


def test_the_labels_of_the_lines_are_the_gazettes(inspection: History, real_gazette: Path) -> None:
    """Each line's number and text stand in the gazette, on the line that the procedure names."""
    rows = rows_of(inspection.shell, "2022-07")
    gazette = real_gazette.read_text(encoding="utf-8").splitlines()
    first = {"6": 2152, "10": 2160, "20": 2173, "26": 2181, "31": 2187, "37": 2195, "39": 2199}
    line = 2143
    for no, label in {row["no"]: row["label"] for row in rows}.items():
        line = first.get(no, line)
        assert gazette[line - 1].split("\t")[:2] == [no, label]
        line += 1


def test_csv_has_the_same_values_in_the_same_order(inspection: History) -> None:
    """附件2 as CSV: a row for each value, in the order of the form."""
    out = inspection.shell.done(
        "procedure", "form", PROCEDURE, FORM, "2022-07", "--format", "csv"
    ).out
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("﻿"))))
    wanted = rows_of(inspection.shell, "2022-07")
    assert [row["no"] for row in rows] == [row["no"] for row in wanted]
    for row, one in zip(rows, wanted, strict=True):
        shown = ["" if one[kind] is None else str(one[kind]) for kind in ("period", "cumulative")]
        assert [row["period"], row["cumulative"]] == shown
        assert row["label"] == one["label"]


def test_the_forms_note_is_a_check(inspection: History, tmp_path: Path) -> None:
    """附件2注: what is checked is at most the stock; if not, it is said, and needs a reason."""
    shell = copied(inspection.shell, tmp_path / "office", tmp_path)
    said = shell.done("procedure", "form", PROCEDURE, FORM, "2022-09").err
    assert "应小于或者等于本地区房屋建筑总量" not in said
    for name, line in (("stock", "既有建筑"), ("sites", "在建房屋建筑")):
        words = ("procedure", "enter", PROCEDURE, name, "2022-09", "3", "--basis", "虚设")
        shell.done(*words)
        said = shell.done("procedure", "form", PROCEDURE, FORM, "2022-09").err
        assert f"排查的{line}数量应小于或者等于本地区房屋建筑总量; the lines say otherwise" in said
        assert "(附件2注)" in said
    report = ("procedure", "report", PROCEDURE, FORM, "2022-09", "--on", "2022-09-30")
    assert "with --reason" in one_complaint(shell.run(*report), 1)
    shell.done(*report, "--reason", "总量待核")


def test_lines_18_and_31_are_by_what_the_office_decides(
    inspection: History, tmp_path: Path
) -> None:
    """Undecided: as printed. Decided otherwise: line 18 counts every grade, 31 what was ordered."""
    shell = copied(inspection.shell, tmp_path / "office", tmp_path)
    before = by_line(rows_of(shell, "2022-08"))
    for name, value in (("line_18", "any"), ("line_31", "ordered")):
        words = (f"procedure:{PROCEDURE}", f"set {name} {value}", "--approve", "--on", "2022-09-30")
        paper = ("--office", "领导小组办公室", "--by", "虚某", "--paper", "scan.pdf")
        shell.done("approval", "record", *words, *paper)
        shell.done("procedure", "set", PROCEDURE, name, value)
    after = by_line(rows_of(shell, "2022-08"))
    changed = {no: (before[no], after[no]) for no in after if before[no] != after[no]}
    # D02 is grade C; 虚停用1号 (410 m²) and 虚停用3号 (40 m²) were lifted by the end of August.
    assert set(changed) == {"18", "31"}
    (_none, (_m, found), _done), (_none, (_m, all_found), _done) = changed["18"]
    assert (found, all_found) == (before["18"][1][1], int(str(found)) + 1)
    assert changed["31"] == ([("0.00505", "0.24505")], [("0.00505", "0.29005")])


def test_a_building_found_again_is_not_done_until_it_is_closed_anew(inspection: History) -> None:
    """D07: done on 20 July, found again on 10 August, done again on 9 September."""
    numbers = {row.subject.id: row.number for row in inspection.rows}

    def done(month: str, no: str) -> list[tuple[str, bool]]:
        words = ("procedure", "form", PROCEDURE, FORM, month, "--line", no)
        rows = inspection.shell.json(*words)
        mine = [row for row in rows if row["case"] == numbers["D07"] and "完成" in row["column"]]
        return [(row["on"], row["in_period"]) for row in mine]

    assert done("2022-07", "6") == [("2022-07-20", True)]
    assert done("2022-08", "6") == []
    assert done("2022-09", "6") == [("2022-09-09", True)]
    # Its old act stays done with, the new one is by September.
    assert done("2022-08", "10") == [("2022-07-20", False)]
    assert done("2022-09", "10") == [("2022-07-20", False), ("2022-09-09", True)]
