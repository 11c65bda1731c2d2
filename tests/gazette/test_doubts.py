"""Doubts about letters and marks: what is reported, and above all what is not."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.gazette.document import Finding, Paragraph
from zltrec.gazette.doubts import Doubts
from zltrec.gazette.page import read_paragraphs
from zltrec.gazette.reading import decode_lines
from zltrec.gazette.spelling import BLOCK


def doubt(paragraphs: Iterable[Paragraph]) -> list[Finding]:
    doubts = Doubts()
    for paragraph in paragraphs:
        doubts.note(paragraph)
    return doubts.findings()


def found(*texts: str) -> list[tuple[int, str]]:
    """Line and kind of what is doubtful in paragraphs on lines 1, 2, 3 …"""
    return [
        (one.line, one.kind)
        for one in doubt(Paragraph(line, text) for line, text in enumerate(texts, 1))
    ]


# --- foreign words --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["干部 and 群众", "认真 work 方案", "共性问题Work突出", "各项 the 任务"]
)
def test_a_foreign_word_in_chinese_is_reported(text: str) -> None:
    """Small letters in the midst of Chinese."""
    assert found(text) == [(1, "foreign_word")]


@pytest.mark.parametrize(
    "text",
    [
        "评定为C级和D级的房屋，启动II级、iv级响应。",
        "经过G5511高速公路和S203线。",
        "墙体达到370mm以上，面积20 km以内，装机30 MW。",
        "酒店、KTV、网吧等场所，加入QQ群，下载App。",
        "邮箱：abcdef@example.com，网址www.example.com/path/index。",
        "The Office of the City",
        "文件名为report_final.docx。",
    ],
)
def test_codes_grades_units_and_addresses_are_no_foreign_words(text: str) -> None:
    """Latin letters that belong there."""
    assert found(text) == []


# --- brackets and marks ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["坚持“政府主导的原则", "（一 )的原则）", "按《办法规定执行", "按规定】执行", "“一条街“在这里"],
)
def test_a_mark_without_its_other_half_is_reported(text: str) -> None:
    """Opened and never closed, closed and never opened, closed by the wrong one."""
    assert found(text) == [(1, "unbalanced")]


@pytest.mark.parametrize(
    "text",
    ["（一)加强领导，“主导”（见《办法〈试行〉》）", "1）加强领导", "a)加强领导", "’98广州展览"],
)
def test_marks_that_belong_together_are_not_reported(text: str) -> None:
    """Widths may differ; numbers of items close what nothing opened."""
    assert found(text) == []


def test_a_quotation_over_several_paragraphs_opens_anew_in_each() -> None:
    """It is closed in the last one; if another text follows, it is unbalanced."""
    assert found("他说：“第一，要快。", "“第二，要好。", "“第三，要省。”") == []
    assert found("他说：“第一，要快。", "第二，要好。") == [(1, "unbalanced")]


@pytest.mark.parametrize(
    "text",
    [
        "第一书记和、队员",
        "“两委”、的前哨",
        "情况，。",
        "信息的采集、筛选，和分析工作",
        "（，见后）",
    ],
)
def test_a_mark_where_none_can_stand_is_reported(text: str) -> None:
    """、 behind 和, before 的, and the like."""
    assert found(text) == [(1, "stray_mark")]


@pytest.mark.parametrize(
    "text",
    [
        "裁军、维和、军控",
        "准确、及时、无偿",
        "广泛参与、积极普及、重在落实",
        "委员张明、刘光和、李一等",
    ],
)
def test_words_that_end_like_conjunctions_are_words(text: str) -> None:
    """维和, 及时, 参与, 普及, and names."""
    assert found(text) == []


# --- doublings ------------------------------------------------------------------------------


def test_a_character_that_ends_no_word_is_not_doubled_at_a_seam() -> None:
    """每每户 is a slip if 每户 is what the text says."""
    texts = ["改造每户补助，按每户发放，每人一份，每年一次，每月一报。"] * 2
    assert found(*texts, "新建每每户为三万元。") == [(3, "doubled_character")]


@pytest.mark.parametrize(
    "text",
    [
        "市市场监督管理局局长和镇镇长出席",
        "层层压实责任，牢牢守住底线，扎扎实实推进",
        "关于于某等人的决定",
        "传达学习习惯养成办法",
        "报请领导小组组长批准",
        "为了了解情况，正在在建工程现场",
    ],
)
def test_seams_and_reduplications_are_right(text: str) -> None:
    """What two words or a reduplicated one make is no slip."""
    assert found(text) == []


def test_a_word_and_a_stop_that_stand_twice_are_reported() -> None:
    """建筑建筑的 where 建筑 is a word of the text; 。。 always."""
    texts = ["建筑、建筑物和建筑业，建筑安全，建筑质量，建筑材料。"]
    assert found(*texts, "房屋建筑建筑的产权人。") == [(2, "doubled_character")]
    assert found("如实提供情况。。") == [(1, "doubled_character")]
    assert found("大家商量商量的事") == []


# --- suspected characters -------------------------------------------------------------------

USUAL = [
    "县委副书记、法制委书记主持会议，安排部署工作。",
    "县委副书记、法制委书记参加会议，听取汇报情况。",
    "县委副书记、法制委书记到镇里调研，现场察看。",
]


def test_a_character_that_is_missing_is_found_by_its_frame() -> None:
    """Three times with it, and once without, in the same surroundings."""
    (one,) = doubt(
        Paragraph(line, text)
        for line, text in enumerate([*USUAL, "县委副书记、法制书记会见来宾。"], 1)
    )
    assert (one.line, one.kind) == (4, "suspected_character")
    said = dict(one.params)
    assert "法制书记" in str(said["printed"])
    assert "法制委书记" in str(said["usual"])
    assert said["other"] in (1, 2, 3)
    assert one.template.format(**said)


def test_another_character_in_the_same_place_is_found() -> None:
    """The frame is the same, what stands in it is not."""
    assert found(*USUAL, "县委副书记、法制季书记会见来宾。") == [(4, "suspected_character")]


def test_a_name_misread_is_found_by_a_character_that_stands_nowhere_else() -> None:
    """斡 stands only between 达 and 尔; 翰 stands there once and nowhere else."""
    texts = ["走访达斡尔族乡村民。", "建设达斡尔文化园区。", "保护达斡尔传统技艺。"]
    assert found(*texts, "到达翰尔乡慰问。") == [(4, "suspected_character")]
    assert found(*texts, "到翰林街慰问。") == []


def test_twins_show_a_slip_that_makes_a_rare_pair() -> None:
    """Two long passages alike but for one character, which makes a pair found nowhere else."""
    texts = ["负责缴费人员参保登记、核定、缴费信息的报送。", "登记机关办理登记，登记簿要登记。"]
    assert found(*texts, "负责缴费人员参保登录、核定、缴费信息的报送。") == [
        (3, "suspected_character")
    ]


def test_alternatives_are_no_slips() -> None:
    """Three alternatives in one place are a slot; a grade or a number is another sense."""
    frame = "住宅小区内擅自改变{}线路影响其他业主正常生活的行为。"
    assert found(*(frame.format(kind) for kind in ("供水", "供热", "供电"))) == []
    loss = "灾害造成群众生产生活资料遭受{}大损失，短期内失去收入来源。"
    assert found(*(loss.format(grade) for grade in ("重", "较"))) == []
    assert found("一次灾害造成二十人死亡并失踪。", "一次灾害造成三十人死亡并失踪。") == []


def test_the_rarer_of_two_ways_to_write_a_word_is_found() -> None:
    """台帐 once among 台账; not where both are usual."""
    assert found("建立台账，登记台账，报送台账。", "更新台帐。") == [(2, "suspected_character")]
    assert found("建立台账，登记台账，报送台账。", "更新台帐，核对台帐。") == []


def test_titles_of_others_are_not_judged() -> None:
    """What stands in 《》 is cited as it is."""
    assert found(*USUAL, "按《县委副书记、法制书记工作办法》执行。") == []


def test_a_table_is_looked_at_column_by_column() -> None:
    """The end of one column and the beginning of the next make no phrase."""
    rows = [
        Paragraph(
            line,
            f"{line}\t本地区设区市建成区既有房屋{what}",
            cells=(str(line), f"本地区设区市建成区既有房屋{what}"),
        )
        for line, what in enumerate(("数量", "面积", "人口", "价值"), 1)
    ]
    odd = Paragraph(
        5, "5\t本地设区市建成区既有房屋栋数", cells=("5", "本地设区市建成区既有房屋栋数")
    )
    assert [(one.line, one.kind) for one in doubt([*rows, odd])] == [(5, "suspected_character")]


# --- numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texts",
    [
        ["一、总则", "三、附则"],
        ["(一)范围", "(一)范围"],
        ["1.范围", "2.办法", "4.其他"],
        ["第一条 范围", "第三条 附则"],
        ["1.1 范围", "1.3 附则"],
        ["附件：1.名单", "3.台账"],
    ],
)
def test_numbers_that_skip_or_repeat_are_reported(texts: list[str]) -> None:
    """At the line of the number that does not follow."""
    assert found(*texts) == [(len(texts), "numbering")]


@pytest.mark.parametrize(
    "texts",
    [
        ["一、总则", "（一）范围", "1.甲", "2.乙", "（二）办法", "1.甲", "二、附则", "（一）解释"],
        ["1 总则", "1.1 范围", "1.2 办法", "2 职责", "2.1 镇", "1 总则", "1.1 范围"],
        ["第一章 总则", "第一条 甲", "第二条 乙", "第二章 附则", "第三条 丙"],
        ["1.甲；", "2.乙；", "1.甲；", "2.乙。"],
        ["十、甲", "6月1日，开会。", "2022年，丰收。", "3.5万元到账。", "1978、改革"],
    ],
)
def test_outlines_that_are_in_order_are_not_reported(texts: list[str]) -> None:
    """Each level counts under the one above it; dates and amounts are no numbers of items."""
    assert found(*texts) == []


def test_a_list_that_lost_its_first_item_is_reported() -> None:
    """It begins with 2."""
    assert found("（一）农业局", "农业信息（季报）；", "2.牧业信息（季报）；") == [(3, "numbering")]


def test_a_heading_without_number_begins_a_new_outline() -> None:
    """So do labels of attachments."""
    texts = ["一、甲", "二、乙", "三、丙"]
    heading = Paragraph(4, "星溪市河道巡查制度", level=2)
    after = [Paragraph(5, "一、甲"), Paragraph(6, "二、乙")]
    paragraphs = [Paragraph(line, text) for line, text in enumerate(texts, 1)]
    assert doubt([*paragraphs, heading, *after]) == []
    assert doubt([*paragraphs, Paragraph(4, "附件 2"), Paragraph(5, "二、乙")])[0].line == 5


def test_an_item_without_its_stop_among_others_that_have_it_is_reported() -> None:
    """At its own line; headings are no sentences."""
    items = [
        "（1）市水利局组织做好河道清理工作。",
        "（2）市民政局指导做好遗体处置工作",
        "（3）市公安局组织维护好社会治安秩序。",
    ]
    assert found(*items) == [(2, "missing_stop")]
    assert found("（1）职责。", "（2）市民政局", "（3）要求。") == []


# --- however long, whatever it is -----------------------------------------------------------


def test_memory_is_bounded_by_a_block() -> None:
    """A text of many blocks needs no more than one of two."""

    def text(blocks: int) -> Iterator[Paragraph]:
        for number in range(blocks * BLOCK // 50):
            characters = (chr(0x4E00 + (number * 7919 + at * at * 31) % 20000) for at in range(50))
            yield Paragraph(number, "".join(characters))

    def peak(blocks: int) -> int:
        doubts = Doubts()
        tracemalloc.start()
        try:
            for paragraph in text(blocks):
                doubts.note(paragraph)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(6) < 1.3 * peak(2)


def test_findings_may_be_asked_for_twice() -> None:
    """Nothing is lost or told twice."""
    doubts = Doubts()
    doubts.note(Paragraph(1, "他说：“干部 and 群众。"))
    assert doubts.findings() == doubts.findings()
    assert len(doubts.findings()) == 2


@given(st.lists(st.text(min_size=1, max_size=40), max_size=8))
def test_any_text_can_be_noted(texts: list[str]) -> None:
    """No print stops the check, and every finding stands on a line of the text."""
    for one in doubt(Paragraph(line, text) for line, text in enumerate(texts, 1)):
        assert 1 <= one.line <= len(texts)
        assert one.template.format(**dict(one.params))


# --- the real gazette -----------------------------------------------------------------------

REAL = {
    "suspected_character": [
        77, 107, 169, 201, 221, 577, 646, 688, 768, 789, 1042, 1359, 1397, 1419, 1687, 1869,
        1873, 1883, 1917, 1999, 2007, 2146, 2300,
    ],
    "foreign_word": [984, 1417, 1667, 1673, 1881, 2011],
    "doubled_character": [341, 2059, 2059],
    "stray_mark": [207, 1439, 2316],
    "numbering": [1338],
    "missing_stop": [736],
}  # fmt: skip

# What the proofreaders of the printed text found nothing wrong with.
FALSE_ALARMS = {1419, 1687}


def test_the_real_gazettes_doubts_stand_on_their_lines(real_gazette: Path) -> None:
    """All of them; of thirty-seven, two are false alarms."""
    paragraphs = read_paragraphs(decode_lines(real_gazette))
    doubts = doubt(one for one in paragraphs if isinstance(one, Paragraph))
    lines: dict[str, list[int]] = {}
    for one in doubts:
        lines.setdefault(one.kind, []).append(one.line)
    assert lines == REAL
    assert Counter(one.line in FALSE_ALARMS for one in doubts) == {False: 35, True: 2}
