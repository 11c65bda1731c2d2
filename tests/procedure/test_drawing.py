"""A procedure drawn in the document's words: the same text, the same drawing."""

from __future__ import annotations

from pathlib import Path

import pytest

from zltrec.procedure.definition import Definition
from zltrec.procedure.drawing import as_mermaid, step_rows
from zltrec.procedure.source import read_source

HERE = Path(__file__).parent
TEXT = """
id = "walls"
title = "围墙"
edition = 1
source = "办法"
office = "住建局"
series = "WQ-{n}"
figures = [
  {id = "days", type = "integer", value = "5", unit = "天"},
  {id = "working", label = "公示期", type = "integer", unit = "天", setting = true},
]
fields = [{id = "village", label = "村", type = "text"}, {id = "area", type = "decimal"}]
states = [
  {id = "applied", label = "已申请"},
  {id = "note", label = '"公示"中; 5%'},
  {id = "end", final = true},
]
[[transitions]]
id = "apply"
label = "申请"
to = "applied"
by = "农户"
fields = ["village", "area"]
files = ["申请书", "照片"]
when = [{that = "area > 1.0", why = "面积过小"}, {that = "area < 9.5"}]
section = "一(一)"
[[transitions]]
id = "look"
from = ["applied", "note"]
[[transitions]]
id = "post"
label = "公示: 第#1次"
from = ["applied"]
to = "note"
by = "村委会"
scope = "village"
signs = [
  {office = "村委会", scope = "village", grade = "key"},
  {office = "乡镇", action = "village", apart = ["apply", "look"], same = ["look"], when = "only"},
]
[[transitions]]
id = "back"
from = ["note"]
to = "applied"
scope = "village"
rejects = "close"
wait = [{after = "post", days = 3}, {after = "look", working_days = "working"}]
[[transitions]]
id = "close"
label = "办结"
from = ["note"]
to = "end"
signs = [{office = "住建局"}]
wait = [{after = "post", days = "days"}, {after = "post", working_days = "days"}]
"""


@pytest.fixture
def definition() -> Definition:
    source, problems = read_source(TEXT)
    assert source is not None, problems
    return source.definition


def test_states_and_steps_are_a_diagram(definition: Definition) -> None:
    assert as_mermaid(definition) == (
        "stateDiagram-v2\n"
        '    state "已申请" as applied\n'
        '    state "#34;公示#34;中#59; 5#37;" as note_\n'
        '    state "end" as end_\n'
        "    [*] --> applied : 申请 · 农户 · 一(一)\n"
        "    applied --> applied : look\n"
        "    note_ --> note_ : look\n"
        "    applied --> note_ : 公示#58; 第#35;1次 · 村委会\n"
        "    note_ --> applied : back\n"
        "    note_ --> end_ : 办结\n"
        "    end_ --> [*]\n"
    )


def test_a_diagram_has_one_line_for_each_state_and_arrow(definition: Definition) -> None:
    lines = as_mermaid(definition).splitlines()
    assert all(line.startswith("    ") and line.count(" : ") <= 1 for line in lines[1:])


def test_steps_are_rows_in_the_words_of_the_document(definition: Definition) -> None:
    rows = {row["id"]: row for row in step_rows(definition)}
    assert list(rows) == ["apply", "look", "post", "back", "close"]
    assert rows["apply"] == {
        "id": "apply",
        "label": "申请",
        "from": "",
        "to": "已申请",
        "by": "农户",
        "when": "面积过小；area < 9.5",
        "needs": "村、area、申请书、照片",
        "signs": "",
        "wait": "",
        "section": "一(一)",
    }
    assert rows["look"]["from"] == '已申请、"公示"中; 5%'
    assert rows["look"]["to"] == ""
    assert rows["post"]["by"] == "村委会@村"
    assert rows["post"]["signs"] == (
        "村委会@村 key；乡镇 paper, action village, apart 申请、look, same look, when only"
    )
    assert rows["back"]["by"] == "村"
    assert rows["back"]["signs"] == "rejects 办结"
    assert rows["back"]["wait"] == "公示: 第#1次 + 3 days；look + 公示期 working_days"
    assert rows["close"]["wait"] == "公示: 第#1次 + 5天；公示: 第#1次 + 5 working_days"


@pytest.mark.parametrize("path", sorted((HERE / "sketches").glob("*.toml")), ids=lambda p: p.stem)
def test_every_sketch_can_be_drawn(path: Path) -> None:
    source, _problems = read_source(path.read_text(encoding="utf-8"))
    if source is not None:
        assert as_mermaid(source.definition).startswith("stateDiagram-v2\n")
        assert len(step_rows(source.definition)) == len(source.definition.transitions)
