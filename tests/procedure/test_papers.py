"""Papers of a case: values in their places, blocks, approvals, and nothing that turns to markup."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from zltrec.procedure.cells import MASK
from zltrec.procedure.papers import render_paper
from zltrec.procedure.snapshot import StepTaken, fold_steps
from zltrec.procedure.template import Block, Place, Words, read_template
from zltrec.procedure.world import World

from .houses import world

SIGNED = {
    "id": "a-1",
    "action": "finish",
    "decision": "approve",
    "office": "办事处",
    "scope": "东镇",
    "officer": "甲",
    "on": "2022-06-09",
    "grade": "paper",
    "reason": "",
}
SEALED = SIGNED | {"id": "a-2", "office": "住建局", "scope": "", "officer": "乙", "grade": "key"}


def paper(text: str, reveal: Any = None, approvals: Any = (SIGNED, SEALED), **values: Any) -> str:
    """What a text gives for a case found on 3 May, checked with two acts, finished on 10 June."""
    acts = [
        {"kind": "1", "fine": 12345, "day": "2022-05-20", "informant": {"commitment": "c"}},
        {"kind": "7", "fine": 5},
    ]
    kept = {
        "town": "东镇",
        "area": "100.50",
        "grant": 2523200,
        "seen": "2022-05-03T08:05",
        "owner": {"commitment": "o"},
        "uses": ["住", "商"],
    }
    steps = [
        StepTaken(1, "find", "found", "2022-05-03", 1, sets=kept | values),
        StepTaken(2, "check", "checked", "2022-05-20", 1, appends={"acts": acts}),
        StepTaken(3, "finish", "done", "2022-06-10T16:30", 1, approvals=("a-1", "a-2")),
    ]
    snapshot = fold_steps("H-1", "houses", steps)
    edition = world("2022-06-30").edition
    return render_paper(World(edition, [snapshot], "2022-06-30"), snapshot, text, approvals, reveal)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{number}号", "H-1号"),
        ("{town}、{area}平方米、{grant}元", "东镇、100.50平方米、25232.00元"),
        ("{state}，{on}打印，{opened}开始", "已整改，2022年6月30日打印，2022年5月3日开始"),
        ("{seen} {seen:iso} {seen:day}", "2022年5月3日08:05 2022-05-03T08:05 2022年5月3日"),
        ('{taken["finish"]} {taken["finish"]:iso}', "2022年6月10日 2022-06-10"),
        ("{figures.begin}起，{figures.funds}元", "2022年5月1日起，50000.00元"),
        ("{uses}（{rooms}）", "住、商（）"),
        ('{town == "东镇"}、{town == "西镇" ? "西" : "东"}', "是、东"),
        ("{owner}", MASK),
        ("{{town}}", "{town}"),
    ],
)
def test_a_place_holds_the_exact_value_as_documents_print_it(text: str, said: str) -> None:
    assert paper(text) == f"{said}\n"


def test_a_block_is_printed_for_each_record_or_only_when() -> None:
    text = """|次|类|罚|日|举报|
|-|-|-|-|-|
{each acts}
{when item.fine > 5}
|{#}|{#+2}|{item.kind}|{item.fine}|{item.day}|{item.informant}|
{end}
{end}
{when town == "西镇"}
西镇
{each acts}
没有
{end}
{end}
{each steps}
- {step} {on}
{end}
"""
    assert paper(text).splitlines() == [
        "|次|类|罚|日|举报|",
        "|-|-|-|-|-|",
        f"|1|3|1|123.45|2022年5月20日|{MASK}|",
        "- 排查 2022年5月3日",
        "- 核实 2022年5月20日",
        "- 整改 2022年6月10日16:30",
    ]


def test_who_may_see_personal_values_sees_them() -> None:
    said = paper("{owner}", {"o": "张某"}.get)
    assert said == "张某\n"


def test_approvals_are_those_that_the_step_rests_on_with_their_grade() -> None:
    assert paper("{approved.finish}") == (
        "东镇办事处 甲 2022年6月9日（纸质）、住建局 乙 2022年6月9日（密钥签名）\n"
    )
    parts = "{approved.finish.officer} {approved.finish.on:iso} {approved.finish.scope}"
    assert paper(parts) == "甲、乙 2022-06-09、2022-06-09 东镇\n"
    other = SIGNED | {"id": "a-9", "officer": "丙"}
    assert paper("[{approved.finish}]", approvals=[other]) == "[]\n"
    rejected = SIGNED | {"decision": "reject", "reason": "不符"}
    assert paper("[{approved.finish}]", approvals=[rejected]) == "[]\n"
    assert paper("{rejected.finish.reason}", approvals=[rejected]) == "不符\n"


def test_a_value_alone_on_its_line_keeps_its_paragraphs() -> None:
    text = "甲：\n\n{town}\n\n乙{town}\n"
    said = paper(text, town="一、总体\n# 二、问题\n\n3. 三")
    assert said == "甲：\n\n一、总体\n\n\\# 二、问题\n\n3\\. 三\n\n乙一、总体 # 二、问题 3. 三\n"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=12))
def test_no_value_turns_to_markup(value: str) -> None:
    reader = MarkdownIt("commonmark").enable("table")
    for text in ("{town}", "前 {town} 后", "|甲|\n|-|\n|{town}|"):
        tokens = reader.parse(paper(text, town=value))
        assert {one.type for one in tokens} <= {
            *(f"paragraph_{way}" for way in ("open", "close")),
            *(
                f"{part}_{w}"
                for part in ("table", "thead", "tbody", "tr", "th", "td")
                for w in ("open", "close")
            ),
            "inline",
        }
        inlines = [one for one in tokens if one.type == "inline"]
        assert inlines[-1].content
        shown = "".join(one.content for one in inlines[-1].children or ())
        assert shown == text.split("\n")[-1].strip("|").replace("{town}", value)


def test_a_text_is_words_places_and_blocks() -> None:
    parts, faults = read_template(
        '甲{ town }乙\n{when town == "东镇"}\n {each acts} \n{#}\n{end}\n{end}\n'
    )
    assert faults == []
    assert parts == (
        Words("甲", 0),
        Place("town", "", 0, False, False),
        Words("乙\n", 0),
        Block(
            "when",
            'town == "东镇"',
            1,
            (Block("each", "acts", 2, (Place("#", "", 3, True, True), Words("\n", 3))),),
        ),
    )
