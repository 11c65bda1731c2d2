"""A monthly form: printed as it stands on paper, reported, and followed back to its cases."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest

from .terminal import Terminal, copied, one_complaint

TEXT = Path(__file__).parents[1] / "procedure" / "paving.toml"
FORM = ("procedure", "form", "paving", "monthly", "2022-06")
REPORT = ("procedure", "report", "paving", "monthly", "2022-06", "--on")
CASES = """\
{"kind": "既有", "area": "1200.5", "on": "2022-06-10"}
{"kind": "在建", "area": "99.25", "on": "2022-05-20"}
"""


@pytest.fixture(scope="module")
def roads(bare_template: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store with two cases, one of them finished, and what was entered of June."""
    home = tmp_path_factory.mktemp("roads")
    shell = copied(bare_template, home / "office", home)
    shell.done("procedure", "adopt", TEXT)
    shell.done("case", "open", "paving", "--batch", "-", stdin=CASES)
    sets = ("--set", "fine=100.50", "--set", "firm=甲")
    shell.done("case", "move", "DL-001", "finish", *sets, "--on", "2022-06-20")
    shell.done("procedure", "enter", "paving", "stock", "2022-06", "5", "--basis", "台账")
    shell.done("procedure", "enter", "paving", "progress", "2022-06", "已上线", "--basis", "函")
    return shell


@pytest.fixture
def shell(roads: Terminal, tmp_path: Path) -> Terminal:
    """That store, to write in."""
    return copied(roads, tmp_path / "office", tmp_path)


def test_a_form_is_printed_as_it_stands_on_paper(roads: Terminal) -> None:
    """Title, period, what is filled in by hand, the parts with columns and lines, the note."""
    printed = roads.done(*FORM, "--format", "md").out
    assert (
        printed
        == """\
# 道路清查统计表

（2022年6月）

填报单位（公章）：　单位负责人：

## 一、总体情况

| 序号 | 内容 | 有关情况 |
| --- | --- | --- |
| 1 | 总量（处），其中已排查（处） | 5处 2处 |

## 二、排查整改

### （一）数量

| 序号 | 内容 | 排查 月度值 | 排查 累计值 | 整改 月度值 | 整改 累计值 |
| --- | --- | --- | --- | --- | --- |
| 2 | 道路（处） | 1 | 2 | 1 | 1 |
| 3 | 其中既有（处） | 1 | 1 | 1 | 1 |
| 4 | 面积（万平方米） | 0.12005 | 0.129975 |  |  |

### （二）处罚

| 序号 | 内容 | --- 月度值 | --- 累计值 | 数量 月度值 | 数量 累计值 |
| --- | --- | --- | --- | --- | --- |
| 5 | 罚款（元） | --- | --- | 100.50 | 100.50 |
| 6 | 企业（家） | --- | --- | 1 | 1 |

## 三、平台

| 序号 | 内容 | 月进展 | 总体进展 |
| --- | --- | --- | --- |
| 7 | 进展 | 已上线 | 已上线 |

注：排查数量应小于或者等于总量

"""
    )


def test_a_form_as_csv_is_in_its_order(roads: Terminal) -> None:
    """One row for each value, with the part, the line, the column and the unit."""
    rows = list(csv.DictReader(io.StringIO(roads.done(*FORM, "--format", "csv").out)))
    assert [row["no"] for row in rows] == ["1", "1", *"2233445566", "7"]
    assert [row["unit"] for row in rows if row["measure"] == "area"] == ["万平方米"]
    assert (rows[2]["column"], rows[2]["period"], rows[2]["cumulative"]) == ("排查", "1", "2")
    assert (rows[0]["period"], rows[0]["cumulative"]) == ("", "5")


def test_a_table_for_the_terminal_has_the_columns_of_the_print(roads: Terminal) -> None:
    lines = roads.done(*FORM).out.splitlines()
    assert lines[0] == "道路清查统计表"
    assert ["5", "罚款（元）", "---", "---", "100.50", "100.50"] in [one.split() for one in lines]


def test_what_is_entered_is_of_its_type(shell: Terminal) -> None:
    """A number, or one of the choices."""
    enter = ("procedure", "enter", "paving")
    said = one_complaint(shell.run(*enter, "progress", "2022-07", "好", "--basis", "函"), 2)
    assert "已上线、未上线" in said
    one_complaint(shell.run(*enter, "stock", "2022-07", "很多", "--basis", "函"), 2)
    shell.done(*enter, "progress", "2022-07", "未上线", "--basis", "函")


def test_a_form_is_reported_once(shell: Terminal) -> None:
    """The period is not over on that day; a second report needs a reason, and both are kept."""
    outcome = shell.done(*REPORT, "2022-06-24", "--format", "json")
    report = outcome.json()
    assert (report["number"], report["until"]) == (1, "2022-06-24")
    assert report["at"] == report["position"] - 1
    assert "not over on 2022-06-24" in outcome.err
    assert "--reason" in one_complaint(shell.run(*REPORT, "2022-06-30"), 1)
    shell.done(*REPORT, "2022-06-30", "--reason", "补报")
    rows = shell.json("procedure", "reports", "paving")
    assert [(r["number"], r["on"], r["until"], r["reason"], r["differing"]) for r in rows] == [
        (1, "2022-06-24", "2022-06-24", None, 0),
        (2, "2022-06-30", "2022-06-30", "补报", 0),
    ]
    assert [row["at"] for row in rows] == [report["at"], report["at"] + 1]
    assert shell.json("ledger", "show", "reports") == rows
    lines = [row for row in shell.json("timeline") if row["kind"] == "reported"]
    assert [row["text"] for row in lines] == [
        "道路清查: 道路清查统计表 2022-06 (1)",
        "道路清查: 道路清查统计表 2022-06 (2) 补报",
    ]
    assert shell.verified() == []


def test_a_reported_month_stays_and_its_differences_say_why(shell: Terminal) -> None:
    """An old case is corrected: the frozen form is the same bytes, the difference names it."""
    shell.done(*REPORT, "2022-06-30")
    frozen = shell.done(*FORM, "--reported", "--format", "md").out
    plain = shell.done(*FORM, "--format", "md").out
    assert "report 1 of 2022-06-30: values up to 2022-06-30" in frozen
    assert [line for line in frozen.splitlines() if line not in plain.splitlines()] == [
        "report 1 of 2022-06-30: values up to 2022-06-30, as the log knew them at position "
        f"{shell.json('procedure', 'reports')[0]['at']}"
    ]
    written = shell.json("case", "amend", "DL-002", "--set", "area=100", "--reason", "复测")
    assert shell.done(*FORM, "--reported", "--format", "md").out == frozen
    (row,) = shell.json(*FORM, "--differences")
    assert (row["no"], row["column"], row["of"]) == ("4", "排查", "cumulative")
    assert (row["reported"], row["now"]) == ("0.129975", "0.13005")
    (why,) = row["why"]
    assert (why["case"], why["before"], why["after"]) == ("DL-002", "0.009925", "0.01")
    (event,) = why["events"]
    assert (event["position"], event["kind"]) == (written["position"], "amended")
    assert event["reason"] == "复测"
    table = shell.done(*FORM, "--differences").out
    assert "0.129975" in table
    assert "复测" in table
    # People read words, and the field's own name; a program reads keys.
    assert "corrected" in table
    assert "amended" not in table
    assert "area" not in table.split()
    (flat,) = csv.DictReader(io.StringIO(shell.done(*FORM, "--differences", "--format", "csv").out))
    assert (flat["case"], flat["kind"], flat["reason"]) == ("DL-002", "amended", "复测")
    values = shell.json(*FORM, "--reported")
    assert {(v["number"], v["on"], v["until"]) for v in values} == {(1, "2022-06-30", "2022-06-30")}
    (ledger,) = shell.json("ledger", "show", "reports")
    assert ledger["differing"] == 1


def test_a_form_that_contradicts_itself_is_not_reported_without_a_reason(shell: Terminal) -> None:
    shell.done("procedure", "enter", "paving", "stock", "2022-06", "1", "--basis", "误录")
    said = one_complaint(shell.run(*REPORT, "2022-06-30"), 1)
    assert "排查数量应小于或者等于总量" in said
    outcome = shell.done(*REPORT, "2022-06-30", "--reason", "总量待核")
    assert "排查数量应小于或者等于总量" in outcome.err
    assert shell.json("procedure", "reports")[0]["unmet"] == ['lines["2"] <= lines["1"]']


def test_a_check_without_a_value_is_told_and_does_not_keep_from_reporting(shell: Terminal) -> None:
    outcome = shell.done(
        "procedure", "report", "paving", "monthly", "2022-05", "--on", "2022-05-31"
    )
    assert "not checked, as a value is missing" in outcome.err


def test_the_cases_behind_a_line_are_listed(roads: Terminal) -> None:
    rows = roads.json(*FORM, "--line", "2")
    assert [(r["column"], r["case"], r["on"], r["amount"], r["in_period"]) for r in rows] == [
        ("排查", "DL-002", "2022-05-20", 1, False),
        ("排查", "DL-001", "2022-06-10", 1, True),
        ("整改", "DL-001", "2022-06-20", 1, True),
    ]
    assert "has no line 9" in one_complaint(roads.run(*FORM, "--line", "9"), 2)


def test_questions_that_cannot_be(roads: Terminal) -> None:
    one_complaint(roads.run(*FORM, "--reported", "--differences"), 2)
    one_complaint(roads.run(*FORM, "--number", "1"), 2)
    assert "not reported" in one_complaint(roads.run(*FORM, "--reported"), 1)
    one_complaint(roads.run(*REPORT, "2022-05-31"), 1)
    one_complaint(roads.run("procedure", "report", "paving", "yearly", "2022-06"), 2)
    one_complaint(roads.run("procedure", "reports", "none"), 1)
    assert roads.json("procedure", "reports", "paving") == []


def in_one_head(table: Any) -> list[list[str]]:
    """The cells of a table's rows; what stands over a head, and the head, as one text."""
    heads = [row for row in table.rows if row._tr.xpath("./w:trPr/w:tblHeader")]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    head = [" ".join(dict.fromkeys(texts)) for texts in zip(*rows[: len(heads)], strict=True)]
    return [head, *rows[len(heads) :]]


def test_a_form_is_a_document_that_word_opens(roads: Terminal, tmp_path: Path) -> None:
    """The same title, labels and cells as in Markdown, in order; the same bytes again."""
    place = tmp_path / "form.docx"
    roads.done("--quiet", *FORM, "--format", "docx", "--out", place)
    document = docx.Document(str(place))
    printed = roads.done("--quiet", *FORM, "--format", "md").out
    cells = [row for table in document.tables for row in in_one_head(table)]
    lines = [
        line for line in printed.splitlines() if line.startswith("| ") and set(line) - set("|- ")
    ]
    assert ["| " + " | ".join(row) + " |" for row in cells] == lines
    said = [one.text for one in document.paragraphs if one.text]
    assert said == [
        line.lstrip("# ") for line in printed.splitlines() if line and not line.startswith("|")
    ]
    process = subprocess.run(
        roads.command("--quiet", *FORM, "--format", "docx"),
        capture_output=True,
        cwd=roads.folder,
        env=roads.env,
        check=True,
    )
    assert process.stdout == place.read_bytes()
    for words in (("--differences",), ("--line", "1")):
        assert roads.run(*FORM, "--format", "docx", *words).code == 2
    assert roads.run(*FORM, "--out", tmp_path / "f.md").code == 2
