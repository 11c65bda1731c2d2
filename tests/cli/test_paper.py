"""Papers at the command line: forms of a case and months of the chronicle, as Markdown and DOCX."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from .terminal import Terminal, one_complaint

BULLETINS = '''\
id = "bulletins"
title = "简报"
edition = 1
source = "办法"
office = "办公室"
series = "JB-{year}-{n:02}"
fields = [
  {id = "subject", label = "题目", type = "text"},
  {id = "body", label = "正文", type = "text"},
  {id = "writer", label = "撰稿人", type = "text", personal = true},
  {id = "units", label = "单位", type = "list", fields = [
    {id = "unit", type = "text"}, {id = "amount", type = "money"},
  ]},
]
states = [{id = "drafted", label = "已起草"}, {id = "issued", label = "已印发", final = true}]
transitions = [
  {id = "draft", label = "起草", to = "drafted", fields = ["subject", "body"]},
  {id = "list", label = "列入", from = ["drafted"], fields = ["units"]},
  {id = "issue", label = "签发", from = ["drafted"], to = "issued", signs = [{office = "办公室"}]},
]

[[forms]]
id = "print"
label = "简报"
over = "cases"
text = """
# 工作简报

第{number}期　{on}　撰稿：{writer}

**{subject}**

{body}

| 序号 | 单位 | 金额（元） |
|---|---|---|
{each units}
| {#} | {item.unit} | {item.amount} |
{end}

{when state == "issued"}
签发：{approved.issue}
{end}
"""

[[forms]]
id = "month"
label = "月报"
parts = [{columns = ["期数"], lines = [{no = "1", label = "期", measures = [""]}]}]
'''
PAGE = """\
# 工作简报

第JB-2022-01期　{on}　撰稿：{writer}

**关于\\*报送\\***

一、总体。

二、问题。

| 序号 | 单位 | 金额（元） |
|---|---|---|
| 1 | 甲局 | 1234.50 |
| 2 | 乙\\|局 |  |
"""
SIGNED = "\n签发：办公室 周某 2022年6月5日（纸质）\n"


@pytest.fixture
def issued(shell: Terminal) -> Terminal:
    """A store with a bulletin that was drafted on 1 June and issued on 6 June."""
    (shell.folder / "bulletins.toml").write_text(BULLETINS, encoding="utf-8")
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 signed")
    shell.done("procedure", "adopt", "bulletins.toml")
    values = ("subject=关于*报送*", "body=一、总体。\n二、问题。", "writer=孙某")
    sets = [word for value in values for word in ("--set", value)]
    shell.done("case", "open", "bulletins", *sets, "--on", "2022-06-01")
    for record in ('{"unit": "甲局", "amount": "1234.5"}', '{"unit": "乙|局"}'):
        shell.done(
            "case", "move", "JB-2022-01", "list", "--set", f"units={record}", "--on", "2022-06-02"
        )
    by = ("--approve", "--office", "办公室", "--by", "周某", "--paper", "scan.pdf")
    shell.done("approval", "record", "JB-2022-01", "issue", *by, "--on", "2022-06-05")
    shell.done("case", "move", "JB-2022-01", "issue", "--on", "2022-06-06")
    return shell


def page_of(data: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs if one.text]


def written(shell: Terminal, *words: Any) -> bytes:
    """The bytes that a command writes to a new file."""
    out: Path = shell.folder / "out.file"
    shell.done(*words, "--out", out)
    data = out.read_bytes()
    out.unlink()
    return data


def test_a_form_of_a_case_is_printed_as_of_a_day_and_as_known(issued: Terminal) -> None:
    words = ("case", "print", "JB-2022-01", "print")
    now = issued.done(*words, "--as-of", "2022-06-30").out
    assert now == PAGE.format(on="2022年6月30日", writer="＊＊＊") + SIGNED
    named = issued.done(*words, "--as-of", "2022-06-30", "--personal").out
    assert named == PAGE.format(on="2022年6月30日", writer="孙某") + SIGNED
    before = issued.done(*words, "--as-of", "2022-06-05").out
    assert before == PAGE.format(on="2022年6月5日", writer="＊＊＊")
    opened = issued.json("case", "show", "JB-2022-01")["history"][0]["position"]
    known = issued.done(*words, "--as-of", "2022-06-30", "--known-at", opened).out
    assert known.endswith("|---|---|---|\n")
    assert written(issued, *words, "--as-of", "2022-06-30").decode() == now


def test_a_form_is_a_docx_with_the_same_bytes_each_time(issued: Terminal) -> None:
    words = ("case", "print", "JB-2022-01", "print", "--as-of", "2022-06-30", "--format", "docx")
    data = written(issued, *words)
    assert data == written(issued, *words)
    assert page_of(data) == [
        "工作简报",
        "第JB-2022-01期　2022年6月30日　撰稿：＊＊＊",
        "关于*报送*",
        "一、总体。",
        "二、问题。",
        "签发：办公室 周某 2022年6月5日（纸质）",
    ]
    (table,) = docx.Document(io.BytesIO(data)).tables
    assert [cell.text for cell in table.rows[2].cells] == ["2", "乙|局", ""]


def test_a_month_of_the_chronicle_is_a_docx(shell: Terminal) -> None:
    shell.add(("2022-06-03", "召开*会议*。"), ("2022-06-03", "检查_工地_。"), ("2022-06", "多雨。"))
    words = ("chronicle", "render", "2022-06", "--format", "docx")
    data = written(shell, *words)
    assert data == written(shell, *words)
    assert page_of(data) == ["2022年6月大事记", "3日 召开*会议*。", "☆ 检查_工地_。", "是月 多雨。"]
    page = shell.done("chronicle", "render", "2022-06").out
    assert written(shell, "chronicle", "render", "2022-06").decode() == page


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("case", "print", "JB-2022-09", "print"), 1, "JB-2022-09"),
        (
            ("case", "print", "JB-2022-01", "prnt"),
            2,
            "bulletins has no form prnt of a case; it has print",
        ),
        (("case", "print", "JB-2022-01", "month"), 2, "bulletins has no form month of a case"),
        (("case", "print", "JB-2022-01", "print", "--as-of", "2022-05-31"), 1, "has taken no step"),
        (
            ("case", "print", "JB-2022-01", "print", "--out", "scan.pdf"),
            1,
            "scan.pdf is there already",
        ),
        (("procedure", "form", "bulletins", "print", "2022-06"), 2, "case print CASE print"),
    ],
)
def test_what_cannot_be_printed_is_said(
    issued: Terminal, words: tuple[str, ...], code: int, said: str
) -> None:
    assert said in one_complaint(issued.run(*words), code)
