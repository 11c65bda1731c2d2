"""The page's paragraphs: cut ones whole, blanks closed up, and every change reported."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.gazette.document import Finding, Paragraph
from zltrec.gazette.line import close_up, escape, quoted_blanks, read_line
from zltrec.gazette.page import read_paragraphs
from zltrec.gazette.reading import decode_lines


def read(*blocks: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Texts and (line, kind) of the findings of blocks parted by empty lines."""
    things = list(read_paragraphs("\n\n".join(blocks).split("\n")))
    return (
        [thing.text for thing in things if isinstance(thing, Paragraph)],
        [(thing.line, thing.kind) for thing in things if isinstance(thing, Finding)],
    )


def one(block: str) -> Paragraph:
    things = list(read_paragraphs(block.split("\n")))
    assert len(things) == 1
    assert isinstance(things[0], Paragraph)
    return things[0]


# --- one line -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("市委 书记", "市委书记"),
        ("市委\u3000\u3000书记", "市委书记"),
        ("会议 ，召开", "会议，召开"),
        ("《甲办法》 《乙办法》", "《甲办法》《乙办法》"),
        ("系列 —— 活动", "系列——活动"),
        ("共 12 件", "共 12 件"),
        ("2022 年", "2022 年"),
        ("G5511 高速", "G5511 高速"),
        ("甲, 乙", "甲, 乙"),
        ("“同心 护航”主题 活动", "“同心 护航”主题活动"),
        ("“甲” “乙”", "“甲”“乙”"),
        ("“没有 收尾", "“没有收尾"),
        ("a b", "a b"),
    ],
)
def test_only_blanks_with_chinese_on_both_sides_go(printed: str, expected: str) -> None:
    """Beside digits, letters and half-width marks they stay as printed; inside “…” too."""
    assert close_up(printed) == expected


@given(st.text(alphabet="市委，“”a1 \u3000", max_size=30))
def test_closing_up_takes_nothing_but_blanks_and_is_done_at_once(text: str) -> None:
    """No character is lost, and a second pass finds nothing."""
    closed = close_up(text)
    assert "".join(closed.split()) == "".join(text.split())
    assert close_up(closed) == closed


@given(st.text(alphabet="市*\\a #", min_size=1, max_size=20).map(str.strip).filter(bool))
def test_an_escaped_text_reads_back(text: str) -> None:
    """Asterisks and backslashes in a text are not taken for markup."""
    line = read_line(1, f"☆ {escape(text)}", True)
    assert line is not None
    assert line.printed == f"☆ {text}"


def test_a_single_asterisk_and_backslash_are_printed_as_they_are() -> None:
    """Escapes appear only where they are needed."""
    assert escape("5*3 a\\b") == "5*3 a\\b"
    assert one("5*3 a\\b").text == "5*3 a\\b"


@pytest.mark.parametrize(
    ("raw", "text", "bold", "level"),
    [
        ("# 标题", "标题", "", 1),
        ("#### 四、目标", "四、目标", "", 4),
        ("## **（二）管理。**", "（二）管理。", "（二）管理。", 2),
        ("**4日** 会议", "4日会议", "4日", 0),
        ("**19 日** 会议", "19 日会议", "19 日", 0),
        ("1. **规范。**内容。", "1. 规范。内容。", "", 0),
        ("- 1.受灾；", "1.受灾；", "", 0),
        ("> 引文", "引文", "", 0),
        ("\u3000\u3000正文。", "正文。", "", 0),
        ("\t正文。", "正文。", "", 0),
        ("\x0c正文。", "正文。", "", 0),
        ("正文。\r\n", "正文。", "", 0),
        ("#1 标题", "1 标题", "", 1),
    ],
)
def test_markup_goes_and_is_remembered(raw: str, text: str, bold: str, level: int) -> None:
    """Headings, bold leads, dashes, indents; form feeds and carriage returns are no text."""
    paragraph = one(raw)
    assert (paragraph.text, paragraph.bold, paragraph.level) == (text, bold, level)


@pytest.mark.parametrize(
    "raw", ["", "   ", "\u3000", "---", "***", "----\t------\t----", "|---|---|"]
)
def test_empty_lines_and_drawn_rules_are_nothing(raw: str) -> None:
    """They part paragraphs and say nothing."""
    assert list(read_paragraphs([raw])) == []


@pytest.mark.parametrize(
    ("raw", "cells"),
    [
        ("序号\t名 称\t备注", ("序号", "名称", "备注")),
        ("4\t\t", ("4", "", "")),
        ("\t\t月度值\t累计值", ("", "", "月度值", "累计值")),
        ("| 甲 | 乙 |", ("甲", "乙")),
    ],
)
def test_a_table_row_keeps_its_columns(raw: str, cells: tuple[str, ...]) -> None:
    """Empty cells count."""
    assert one(raw).cells == cells


def test_the_print_keeps_the_blanks_that_part_names_from_titles() -> None:
    """`printed` is for rosters, where a blank means something."""
    paragraph = one("组 长：王 一 市政府副市长")
    assert paragraph.text == "组长：王一市政府副市长"
    assert paragraph.printed == "组 长：王 一 市政府副市长"


# --- cut paragraphs -------------------------------------------------------------------------

CUT = [
    ("**4日** 全市召开重点项目推进会，听取项目汇报，研究下一步工作措", "施。市长主持会议。"),
    ("**5日** 省督查组副组长、", "省交通厅党组成员一行到全市督查。"),
    ("☆ 市领导到会", "并讲话。"),
    ("（一）加强领导。各部门要明确分工，落实责任，建立全市统一的应急物资", "的储备机制。"),
    ("(17) 主管部门负责管理住宅小区内房屋工程质量回访问", "题。"),
    ("坚持“政府主导、部门协同、社会参与、群众自愿”的原则。坚持“统一规", "划、分步实施”的做法。"),
    ("会议强调，“要把工作做细做实。要把责任落到每一个人。", "要一抓到底。”各部门参加会议。"),
    ("全市共投入资金一千二百万元，完成改造一百六十处，计划于6月", "30日前全部完工。"),
    ("全市共投入资金一千二百万元，完成改造一百六十处，工程计划在九月底", "30日前全部完工。"),
    ("全市共投入资金一千二百万元，完成改造一百六十处，验收会议定于", "30日召开。"),
    ("各乡镇要按照要求认真落实各项任务，做好有关工作（含安置、补偿）", "，按时上报。"),
]


@pytest.mark.parametrize(("first", "second"), CUT)
def test_a_paragraph_cut_by_a_page_break_is_whole_again(first: str, second: str) -> None:
    """Prose without its closing mark goes on in a line that opens nothing new."""
    texts, findings = read(first, second)
    assert texts == [first.replace("**", "").replace("日 ", "日") + second]
    assert findings == [(3, "joined_paragraph")]


WHOLE = [
    ("**4日** 会议召开", "**5日** 会议召开。"),
    ("**4日** 全市召开重点项目推进会，听取项目汇报，研究下一步工作措施", "☆ 市长到会。"),
    ("4 日 全市召开重点项目推进会，听取项目汇报，研究下一步工作措施", "5 日 会议召开。"),
    ("青河市老旧水窖修缮实施方案", "为保障农村供水，制定本方案。"),
    (
        "青河市 2023 年老旧水窖修缮（含分散供水户、学校、卫生院）实施方案",
        "为保障供水，制定本方案。",
    ),
    ("2023年3月20日", "青河市老旧水窖修缮实施方案"),
    ("(11) 民政局指导做好有关人员安置工作的落实和督促检查", "(12) 水务局指导检修。"),
    (
        "（一）强化部门职能职责，提升监督管理的意识和能力",
        "各部门要建立台账，逐项落实，按月通报进展情况。",
    ),
    ("（二十一）统计调查队", "国民经济和社会发展主要经济指标信息。"),
    ("组 长：王 一 市委常委，常务副市长、开发区管委会主任", "李 二 市政府办公室副主任"),
    ("王一 市水务局局长", "李二 市财政局局长"),
    (
        "王一 市委常委，副市长、开发区管委会主任、党工委副书记、河长制办公室主任、总河长兼防汛指挥",
        "领导小组办公室设在市水务局，负责日常工作。",
    ),
    (
        "关于进一步加强农村老旧水窖修缮和管护工作，全面提高农村分散供水保障能力的指导性实施意见",
        "为保障农村供水，结合我市实际，提出以下意见，请各乡镇认真执行。",
    ),
    ("成 员：王 一 市委常委、", "副组长：李 二 市长"),
    ("成 员：王 一 市委常委、", "李 二 市政府办公室副主任"),
    ("1.1 编制目的", "1.2 编制依据"),
    ("附件 1", "青河市老旧水窖修缮名单"),
    ("会议强调“做细做实。”", "要一抓到底。"),
    ("各乡镇人民政府：", "现将方案印发给你们。"),
    ("一\t二", "三，四"),
    ("# 青河市老旧水窖修缮工作安排部署会议，关于印发", "施。"),
]


@pytest.mark.parametrize(("first", "second"), WHOLE)
def test_what_ends_where_it_ends_is_left_alone(first: str, second: str) -> None:
    """Titles, items, seats, dates and headings end without a full stop too."""
    texts, findings = read(first, second)
    assert len(texts) == 2
    assert findings == []


def test_lines_without_an_empty_line_between_are_told_from_page_breaks() -> None:
    """A line break in the middle of prose, or one marked with two blanks."""
    texts, findings = read("市政务中心联系人：王一，电话：8000000，邮箱：  \na@example.org。")
    assert texts == ["市政务中心联系人：王一，电话：8000000，邮箱：a@example.org。"]
    assert findings == [(2, "joined_line")]


def test_indented_paragraphs_are_wrapped_without_a_word() -> None:
    """Plain text marks a paragraph by its indent; where its lines end means nothing."""
    texts, findings = read(
        "\u3000\u30006日 全市召开春灌动员会，安排清淤、检修和用水计划。\n"
        "副市长主持会议，各乡镇和有关部门的负责人到场。\n会议印发了计划。\n"
        "\u3000\u3000☆ 市图书馆开馆。\n青河市渡口检查方案"
    )
    assert texts == [
        "6日全市召开春灌动员会，安排清淤、检修和用水计划。副市长主持会议，各乡镇和有关部门的负责人到场。"
        "会议印发了计划。",
        "☆ 市图书馆开馆。",
        "青河市渡口检查方案",
    ]
    assert findings == []


def test_adjacent_items_stay_apart() -> None:
    """A list needs no empty lines."""
    texts, _ = read("- 1.甲项；\n- 2.乙项；\n3. 丙项；\n（四）丁项")
    assert texts == ["1.甲项；", "2.乙项；", "3. 丙项；", "（四）丁项"]


def test_english_cut_in_two_keeps_its_blank() -> None:
    """Two words do not become one."""
    texts, _ = read(
        "全市引进企业三家，总投资一千万元，其中包括 Example", "Company 在内，均已开工。"
    )
    assert texts == ["全市引进企业三家，总投资一千万元，其中包括 Example Company 在内，均已开工。"]


def test_a_paragraph_knows_all_its_lines() -> None:
    """Sources cite the first; the others can be found."""
    first, second = CUT[0]
    paragraph = next(read_paragraphs([first, "", "青河市人民政府公报", "", second]))
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.line, paragraph.lines) == (1, (1, 5))


def test_a_text_without_any_stop_does_not_grow_without_end() -> None:
    """A file that is no gazette costs no more than its size."""
    things = list(read_paragraphs("甲，乙，丙、" for _ in range(1000)))
    longest = max(len(thing.lines) for thing in things if isinstance(thing, Paragraph))
    assert 2 < longest <= 200


# --- running heads --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    ["青河市人民政府公报", "青河市人民政府办公室公报", "## 青河市人民政府公报", "2023年第6期",
     "青河市人民政府公报 2023年第6期", "青河政报", "- 12 -", "— 12 —", "12", "第 12 页"],
)  # fmt: skip
def test_a_masthead_or_page_number_is_left_out(head: str) -> None:
    """Between paragraphs, and between the halves of one."""
    texts, findings = read("会议召开。", head, "会议结束。")
    assert texts == ["会议召开。", "会议结束。"]
    assert findings == [(3, "running_head")]
    first, second = CUT[0]
    texts, findings = read(first, head, second)
    assert len(texts) == 1
    assert findings == [(3, "running_head"), (5, "joined_paragraph")]


def test_any_short_line_between_two_halves_is_a_running_head() -> None:
    """No page holds but one short line of a paragraph."""
    first, second = CUT[0]
    texts, findings = read(first, "政府文件选登", second)
    assert texts == [first.replace("**", "").replace("日 ", "日") + second]
    assert findings == [(3, "running_head"), (5, "joined_paragraph")]


def test_a_short_line_that_ends_a_paragraph_belongs_to_it() -> None:
    """When what follows opens a new paragraph, the short line was the end of the old one."""
    first, _ = CUT[0]
    texts, findings = read(first, "施落实", "☆ 市长到会。")
    assert texts[0].endswith("工作措施落实")
    assert findings == [(3, "joined_paragraph")]
    texts, _ = read(first, "施落实")
    assert texts[0].endswith("工作措施落实")
    texts, findings = read(first, "施落实\n到位。")
    assert texts[0].endswith("工作措施落实到位。")
    assert findings == [(3, "joined_paragraph"), (4, "joined_line")]


@pytest.mark.parametrize(
    "line",
    [
        "☆ 青河市人民政府公报",
        "全国人口普查公报",
        "4日 12",
        "2023年",
        "第三章",
        "青河市2022年统计公报",
    ],
)
def test_what_only_looks_like_a_running_head_stays(line: str) -> None:
    """An entry, a document's title, a year."""
    texts, findings = read("会议召开。", line, "**9日** 会议结束。")
    assert len(texts) == 3
    assert findings == []


def test_a_masthead_at_the_top_of_the_file_is_its_title() -> None:
    """Nothing runs before the first page."""
    assert read("# 青河市人民政府公报", "会议召开。")[0] == ["青河市人民政府公报", "会议召开。"]


# --- titles and quotes ----------------------------------------------------------------------


def test_a_heading_printed_on_two_lines_is_joined() -> None:
    """The first half names no kind of document, the second half does."""
    texts, findings = read("## 青河市老旧水窖修缮工作", "### 领导小组成员名单")
    assert texts == ["青河市老旧水窖修缮工作领导小组成员名单"]
    assert findings == [(3, "joined_title")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("## 一、青河市老旧水窖修缮工作", "### （一）修缮方案"),
        ("# 青河市老旧水窖修缮方案", "## 领导小组成员名单"),
        ("# 市政府文件", "## 修缮工作方案"),
        ("# 政府办公室文件选登", "## 青河市关于印发水窖修缮方案的通知"),
        ("## 青河市老旧水窖修缮工作", "各乡镇方案"),
    ],
)
def test_two_headings_are_two(first: str, second: str) -> None:
    """Numbers, a complete first line, a short one, a notice's own title."""
    assert len(read(first, second)[0]) == 2


def test_a_title_read_twice_at_its_end_is_left_out_once() -> None:
    """A scanner that has the title whole may read its last line again."""
    texts, findings = read("# 青河市渡口安全检查工作方案", "## 案", "正文。")
    assert texts == ["青河市渡口安全检查工作方案", "正文。"]
    assert findings == [(3, "repeated_title_end")]


def test_listed_attachments_that_wrap_are_joined() -> None:
    """But not to an office's name or a date below the list."""
    texts, findings = read(
        "附件：1. 青河市老旧水窖修缮领导",
        "小组名单",
        "2. 青河市老旧水窖登记  \n表",
        "青河市水务局",
        "2023年3月20日",
    )
    assert texts == [
        "附件：1. 青河市老旧水窖修缮领导小组名单",
        "2. 青河市老旧水窖登记表",
        "青河市水务局",
        "2023年3月20日",
    ]
    assert findings == [(3, "joined_title"), (6, "joined_line")]


def test_a_plain_title_under_an_attachments_label_is_joined() -> None:
    """Two bare lines below 附件 1 are its title."""
    texts, findings = read("附件 1", "青河市老旧水窖修缮", "工作领导小组", "组 长：王 一 市长")
    assert texts[1] == "青河市老旧水窖修缮工作领导小组"
    assert findings == [(5, "joined_title")]


def test_a_blank_in_quotes_is_reported_on_the_line_where_it_stands() -> None:
    """Also in the second half of a cut paragraph."""
    texts, findings = read("☆ 全市举办", "“同心 护航”活动。")
    assert texts == ["☆ 全市举办“同心 护航”活动。"]
    assert findings == [(3, "joined_paragraph"), (3, "blank_in_quotes")]
    _, findings = read("☆ 全市举办“同心 护航”等", "活动。")
    assert findings == [(3, "joined_paragraph"), (1, "blank_in_quotes")]
    assert quoted_blanks("“2022 年”") == []


def test_findings_are_templates_that_their_parameters_fill() -> None:
    """Every message can be translated."""
    first, second = CUT[0]
    page = [first, "", "12", "", second, "", "# 渡口安全检查方案", "", "# 案", "", "“甲 乙”。"]
    found = [thing for thing in read_paragraphs(page) if isinstance(thing, Finding)]
    assert len({thing.kind for thing in found}) == 4
    for thing in found:
        assert "{" not in thing.template.format(**dict(thing.params))


# --- the whole file -------------------------------------------------------------------------


@given(st.lists(st.text(alphabet="市，。“”☆#*-|1日月附件：\t （一） a", max_size=30), max_size=12))
def test_nothing_is_lost_but_markup_blanks_and_what_is_reported(lines: list[str]) -> None:
    """Every character of the page is in a paragraph or in a finding that left it out."""
    things = list(read_paragraphs(lines))
    kept = [thing.text for thing in things if isinstance(thing, Paragraph)]
    dropped = [
        str(dict(thing.params)["text"])
        for thing in things
        if isinstance(thing, Finding) and thing.kind in ("running_head", "repeated_title_end")
    ]
    assert _weight(lines) == _weight(kept + dropped)


def _weight(texts: list[str]) -> list[str]:
    markup = "#*-|+> \t\u3000"
    return sorted(character for text in texts for character in text if character not in markup)


def test_memory_does_not_grow_with_the_file() -> None:
    """One paragraph at a time, however many there are."""

    def lines(count: int) -> Iterator[str]:
        for number in range(count):
            yield f"**{number % 28 + 1}日** 全市召开第 {number} 次会议，研究下一步工"
            yield ""
            yield f"作措施第 {number} 条。"
            yield ""

    tracemalloc.start()
    try:
        peaks = []
        for count in (200, 20_000):
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            assert sum(1 for _ in read_paragraphs(lines(count))) == 2 * count
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000


def test_the_real_gazettes_cuts_are_found_and_nothing_else(real_gazette: Path) -> None:
    """Read by eye, line for line."""
    found: dict[str, list[int]] = {}
    for thing in read_paragraphs(decode_lines(real_gazette)):
        if isinstance(thing, Finding):
            found.setdefault(thing.kind, []).append(thing.line)
    assert found == {
        "joined_paragraph": [
            31, 139, 175, 271, 285, 379, 389, 529, 1030, 1066, 1078, 1090, 1096, 1102, 1126, 1140,
            1431, 1695, 1709, 1741, 1751, 1801, 1835, 1877, 2230, 2262, 2286, 2340, 2362, 2372,
            2394, 2405, 2492,
        ],
        "joined_line": [2395, 2408, 2413, 2416],
        "joined_title": [2065, 2079, 2410, 2418, 2424, 2498, 2518],
        "running_head": [1463, 2494],
        "repeated_title_end": [2222],
        "blank_in_quotes": [91],
    }  # fmt: skip
