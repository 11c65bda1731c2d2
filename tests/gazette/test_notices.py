"""Notices and plans: read document by document, nothing invented, everything odd reported."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from zltrec.gazette.document import (
    Citation,
    Finding,
    Paragraph,
    PrintedAttachment,
    PrintedNotice,
    PrintedRoster,
)
from zltrec.gazette.notices import read_documents
from zltrec.gazette.page import read_paragraphs
from zltrec.gazette.reading import decode_lines

Things = list[PrintedNotice | PrintedRoster | Finding]

TITLE = "## 星溪市人民政府办公室关于印发《星溪市河道清理工作方案》的通知"
FRONT = [
    TITLE,
    "各乡镇、街道，市政府有关部门（含直属单位、派出机构）：",
    "经市政府同意，现将《星溪市河道清理工作方案》印发给你们，请认真贯彻落实。",
]
PLAN = [
    "# 星溪市河道清理工作方案",
    "为清理河道，根据《星溪市河道管理办法》（星政发〔2021〕7号）制定本方案。",
]


def read(*blocks: str) -> Things:
    """What the blocks, parted by empty lines, print."""
    paragraphs = read_paragraphs("\n\n".join(blocks).split("\n"))
    return list(read_documents(one for one in paragraphs if isinstance(one, Paragraph)))


def notices(things: Things) -> list[PrintedNotice]:
    return [thing for thing in things if isinstance(thing, PrintedNotice)]


def only(things: Things) -> PrintedNotice:
    found = notices(things)
    assert len(found) == 1
    return found[0]


def kinds(things: Things) -> list[tuple[int, str]]:
    return [(thing.line, thing.kind) for thing in things if isinstance(thing, Finding)]


# --- a notice -------------------------------------------------------------------------------


def test_a_notice_gives_issuer_addressees_day_and_plan() -> None:
    """Each is as printed; addressees are parted at 、 and ，, not inside brackets."""
    things = read(*FRONT, "2022年6月8日", *PLAN)
    notice = only(things)
    assert notice.kind == "notice"
    assert notice.issuer == "星溪市人民政府办公室"
    assert notice.addressees == ("各乡镇", "街道", "市政府有关部门（含直属单位、派出机构）")
    assert str(notice.issued_on) == "2022-06-08"
    assert (notice.plan_title, notice.plan_line) == ("星溪市河道清理工作方案", 9)
    assert kinds(things) == []


@pytest.mark.parametrize(
    "printed",
    ["二〇二二年六月八日", "２０２２年６月８日", "2022 年 6 月 8 日", "二○二二年六月八日"],
)
def test_a_day_is_read_in_every_script(printed: str) -> None:
    """Chinese numerals, full-width digits and blanks mean the same day."""
    assert str(only(read(*FRONT, printed, *PLAN)).issued_on) == "2022-06-08"


def test_an_undated_notice_stays_undated_and_is_reported() -> None:
    """No other date of the document is taken for the day of issue."""
    things = read(*FRONT, *PLAN, "本方案执行至2023年1月1日。")
    assert str(only(things).issued_on) == ""
    assert kinds(things) == [(1, "undated_notice")]


def test_a_day_that_does_not_exist_is_reported_and_not_bent() -> None:
    """2月30日 gives no day at all."""
    things = read(*FRONT, "2022年2月30日", *PLAN)
    assert str(only(things).issued_on) == ""
    assert kinds(things) == [(7, "unreadable_date")]


def test_the_issuer_is_the_signature_where_the_title_names_nobody() -> None:
    """A title that begins with 关于 takes its issuer from above the date."""
    notice = only(
        read(
            "## 关于印发《星溪市河道清理工作方案》的通知",
            *FRONT[1:],
            "星溪市水利局",
            "2022年6月8日",
            *PLAN,
        )
    )
    assert notice.issuer == "星溪市水利局"
    assert str(notice.issued_on) == "2022-06-08"


def test_a_title_cut_in_pieces_is_one_title() -> None:
    """All pieces make the notice, and the joining is reported at the last one."""
    pieces = ("星溪市人民政府办公室关于印发《星溪市", "河道清理工作方案》", "的通知")
    paragraphs = [Paragraph(line, text, level=2) for line, text in enumerate(pieces, 1)]
    things = list(read_documents([*paragraphs, Paragraph(4, "各乡镇："), Paragraph(5, "现印发。")]))
    notice = only(things)
    assert (notice.line, notice.title) == (1, TITLE.removeprefix("## "))
    assert notice.addressees == ("各乡镇",)
    assert (3, "joined_title") in kinds(things)


def test_an_issuer_on_a_line_of_its_own_belongs_to_the_title() -> None:
    """星溪市水利局 / 关于印发…的通知: one title, one issuer."""
    notice = only(
        read(
            "星溪市水利局",
            "## 关于印发《星溪市河道清理工作方案》的通知",
            *FRONT[1:],
            "2022年6月8日",
            *PLAN,
        )
    )
    assert notice.issuer == "星溪市水利局"
    assert notice.title == "星溪市水利局关于印发《星溪市河道清理工作方案》的通知"


def test_a_notice_whose_plan_is_missing_is_reported() -> None:
    """The notice stands; its plan has no line."""
    things = read(
        *FRONT, "2022年6月8日", TITLE.replace("河道清理", "水库加固"), *FRONT[1:], "2022年6月9日"
    )
    assert [notice.plan_line for notice in notices(things)] == [None, None]
    assert [kind for _, kind in kinds(things)] == ["absent_plan", "absent_plan"]


def test_a_sentence_that_speaks_of_a_notice_is_no_title() -> None:
    """Only a title of its own begins a document."""
    things = read(
        *FRONT, "2022年6月8日", *PLAN, "请对照星溪市水利局关于印发《要点》的通知，逐条落实。"
    )
    assert len(notices(things)) == 1


# --- a plan without a notice ----------------------------------------------------------------


def test_a_plan_without_a_notice_gets_none_invented() -> None:
    """It is a plan, undated, without issuer; the date before it belongs to nobody."""
    things = read(
        *FRONT,
        "2022年6月8日",
        *PLAN,
        "2022年6月9日",
        "# 星溪市校舍安全专项整治工作实施方案",
        "为保障安全，制定本方案。",
    )
    first, second = notices(things)
    assert (second.kind, second.issuer, second.addressees) == ("plan", None, ())
    assert str(second.issued_on) == ""
    assert second.plan_title == second.title == "星溪市校舍安全专项整治工作实施方案"
    assert str(first.issued_on) == "2022-06-08"
    assert kinds(things) == [(13, "orphan_date"), (15, "plan_without_notice")]


def test_headings_of_a_plan_make_no_plans() -> None:
    """Sections, numbered or not, and the plan's own title again, begin nothing."""
    things = read(
        *FRONT,
        "2022年6月8日",
        *PLAN,
        "## 一、星溪市各镇实施方案",
        "## 保障措施",
        "文字。",
        "## 星溪市河道清理工作方案",
        "文字。",
    )
    assert len(notices(things)) == 1


def test_a_table_of_contents_makes_no_documents() -> None:
    """Titles with or without page numbers, before the documents themselves."""
    other = TITLE.replace("河道清理", "水库加固")
    things = read(
        "## 目 录",
        f"{TITLE.removeprefix('## ')}……1",
        f"{other.removeprefix('## ')} 12",
        *FRONT,
        "2022年6月8日",
        *PLAN,
        other,
        *FRONT[1:],
        "2022年6月9日",
        "# 星溪市水库加固工作方案",
        "为加固水库，制定本方案。",
    )
    assert [notice.line for notice in notices(things)] == [7, 19]


def test_a_title_without_text_is_reported_and_not_recorded() -> None:
    """A list of titles without the word 目录 is no list of documents either."""
    things = read(TITLE.replace("河道", "沟渠"), *FRONT, "2022年6月8日", *PLAN)
    assert len(notices(things)) == 1
    assert kinds(things) == [(1, "title_without_text")]


# --- citations ------------------------------------------------------------------------------


def cites(*texts: str) -> tuple[Citation, ...]:
    return only(read(*FRONT, "2022年6月8日", *PLAN[:1], *texts)).cites


def test_a_document_is_cited_once_with_its_number() -> None:
    """The first line counts; a number printed only later is taken."""
    assert cites(
        "根据《河道管理条例》和《关于清理河道的意见》（星政发〔2021〕7号），",
        "依《河道管理条例》（国令〔2018〕698号，以下简称《条例》）办理。《条例》另有规定的除外。",
    ) == (
        Citation("河道管理条例", "国令〔2018〕698号", 11),
        Citation("关于清理河道的意见", "星政发〔2021〕7号", 11),
    )


def test_titles_inside_titles_belong_to_the_outer_one() -> None:
    """〈〉 and 《》 may be nested; an opening mark never closed is passed over."""
    assert [
        cite.title
        for cite in cites("见《关于印发〈甲办法〉的函》、《关于《乙办法》的批复》和《丙办法。")
    ] == [
        "关于印发〈甲办法〉的函",
        "关于《乙办法》的批复",
    ]


def test_a_number_before_the_title_counts() -> None:
    """星政发〔2021〕7号《…》 as well as 《…》（星政发〔2021〕7号）."""
    assert cites("按照星政发〔2021〕7号《关于清理河道的意见》办理。")[0].number is not None


def test_the_document_itself_and_its_attachments_are_no_citations() -> None:
    """Its own title in any width of brackets, a listed attachment, 《…》（附件1）."""
    things = read(
        TITLE.replace("方案》", "方案（2022年版）》"),
        *FRONT[1:2],
        "现将《星溪市河道清理工作方案(2022年版)》印发给你们。",
        "2022年6月8日",
        "星溪市河道清理工作方案",
        "（2022年版）",
        "请填写《河道台账》和《另一张表》（附件2）。",
        "附件：1.河道台账",
        "2.河道清理统计表",
        "附件1",
        "河道台账",
        "附件2",
        "河道清理统计表",
    )
    notice = only(things)
    assert notice.cites == ()
    assert (notice.plan_line, kinds(things)) == (9, [])


def test_a_slip_in_the_plans_own_name_is_reported() -> None:
    """A character or two lost, in 《》 or in “”."""
    things = read(*FRONT, "2022年6月8日", *PLAN, "为落实“星溪市河道清理方案”的要求，各镇要行动。")
    assert kinds(things) == [(13, "plan_title")]


# --- attachments ----------------------------------------------------------------------------


def test_attachments_are_matched_by_label_and_by_title() -> None:
    """A lost label is reported, a text that is not there too, at the list's line."""
    things = read(
        *FRONT,
        "2022年6月8日",
        *PLAN,
        "附件：1. 河道清理领导小组",
        "2. 河道清理工作制度",
        "3. 河道清理台账",
        "附件 1",
        "## 河道清理领导小组",
        "文字。",
        "## 河道清理工作制度",
        "文字。",
    )
    assert only(things).attachments == (
        PrintedAttachment(1, "河道清理领导小组", True, 21),
        PrintedAttachment(2, "河道清理工作制度", True, 25),
        PrintedAttachment(3, "河道清理台账", False, None),
    )
    assert kinds(things) == [(17, "absent_attachment"), (25, "unlabelled_attachment")]


def test_a_title_that_differs_from_the_list_is_reported() -> None:
    """The list's title is kept."""
    things = read(
        *FRONT, "2022年6月8日", *PLAN, "附件：河道清理台账", "附件", "河道清理工作台账", "文字。"
    )
    assert only(things).attachments == (PrintedAttachment(1, "河道清理台账", True, 17),)
    assert kinds(things) == [(17, "attachment_title")]


def test_wrapped_lines_of_the_list_are_joined() -> None:
    """However they were wrapped, the title is whole."""
    things = read(
        *FRONT,
        "2022年6月8日",
        *PLAN,
        "附件：1.星溪市河道清理工作领导小  \n组成员",
        "名单",
        "2.星溪市河道清理台账",
    )
    assert [attachment.title for attachment in only(things).attachments] == [
        "星溪市河道清理工作领导小组成员名单",
        "星溪市河道清理台账",
    ]


def test_an_attachment_that_no_list_names_is_reported() -> None:
    """Its text is there all the same."""
    things = read(*FRONT, "2022年6月8日", *PLAN, "附件2", "河道清理台账", "文字。")
    assert only(things).attachments == (PrintedAttachment(2, "河道清理台账", True, 15),)
    assert kinds(things) == [(15, "unlisted_attachment")]


def test_a_list_in_one_paragraph_is_a_list() -> None:
    """附件：1.… 2.… 3.…, and labels with titles (附件1：…) that only list."""
    things = read(*FRONT, "附件：1.河道台账 2.沟渠台账 3.水库台账", "2022年6月8日", *PLAN)
    assert [one.present for one in only(things).attachments] == [False] * 3
    things = read(*FRONT, "附件1：河道台账", "附件2：沟渠台账", "2022年6月8日", *PLAN)
    assert [one.present for one in only(things).attachments] == [False, False]


def test_an_attachment_that_is_a_plan_begins_no_document() -> None:
    """Neither under its label nor, where that is lost, by its listed title."""
    things = read(
        *FRONT,
        "2022年6月8日",
        *PLAN,
        "附件：1.星溪市河道巡查工作方案",
        "2.星溪市河道清淤工作方案",
        "附件1",
        "# 星溪市河道巡查工作方案",
        "文字。",
        "# 星溪市河道清淤工作方案",
        "文字。",
    )
    assert [one.line for one in only(things).attachments] == [19, 23]


# --- however long ---------------------------------------------------------------------------


def test_one_document_is_held_at_a_time() -> None:
    """Thousands of documents need no more memory than one."""

    def documents(count: int) -> Iterator[Paragraph]:
        for number in range(count):
            text = TITLE.removeprefix("## ").replace("河道", f"第{number}河道")
            yield Paragraph(10 * number + 1, text, level=2)
            for line in range(2, 10):
                yield Paragraph(10 * number + line, "请各单位认真抓好落实，确保按期完成。" * 20)

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            assert sum(1 for _ in read_documents(documents(count))) == 3 * count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(20)
    assert peak(1000) < 2 * peak(20)


# --- the real gazette -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(real_gazette: Path) -> Things:
    paragraphs = read_paragraphs(decode_lines(real_gazette))
    return list(read_documents(one for one in paragraphs if isinstance(one, Paragraph)))


def test_the_real_gazette_has_seven_notices_and_one_plan_without(printed: Things) -> None:
    """Five notices are dated, two are not; the plan comes before the last notice."""
    found = notices(printed)
    assert [(one.line, one.kind, str(one.issued_on), one.plan_line) for one in found] == [
        (223, "notice", "", 229),
        (297, "notice", "", 303),
        (395, "notice", "2022-06-23", 403),
        (1008, "notice", "2022-06-21", 1016),
        (1659, "notice", "2022-06-09", 1667),
        (1965, "notice", "2022-06-08", 1973),
        (2220, "plan", "", 2220),
        (2344, "notice", "2022-05-09", 2354),
    ]
    assert len({one.issuer for one in found if one.kind == "notice"}) == 1
    assert [len(one.addressees) for one in found] == [2, 3, 4, 2, 4, 3, 0, 6]
    assert [one.issuer for one in found if one.kind == "plan"] == [None]


def test_the_real_gazette_lists_thirteen_attachments_and_has_eleven(printed: Things) -> None:
    """Each with the line of its text; the two that are absent are reported where listed."""
    found = [
        (attachment.ordinal, attachment.line)
        for notice in notices(printed)
        for attachment in notice.attachments
    ]
    assert found == [
        (1, 1154), (2, 1411), (3, 1465), (4, 1541), (5, 1587),
        (1, 2077), (2, 2135), (3, 2205), (4, None), (5, None),
        (1, 2422), (2, 2496), (3, 2516),
    ]  # fmt: skip


def test_the_real_gazettes_citations_and_their_numbers(printed: Things) -> None:
    """Documents cited by each notice with plan and attachments, and those with a number."""
    cited = [notice.cites for notice in notices(printed)]
    assert [len(one) for one in cited] == [5, 3, 12, 4, 5, 1, 0, 3]
    numbered = [[(cite.line, cite.number) for cite in one if cite.number] for one in cited]
    assert [[line for line, _ in one] for one in numbered] == [
        [227], [305, 305], [], [], [1669], [], [], [2348, 2348],
    ]  # fmt: skip
    assert all(
        number and number.endswith("号") and "〔" in number for one in numbered for _, number in one
    )


def test_the_real_gazettes_findings_stand_on_their_lines(printed: Things) -> None:
    """All that documents have to report, by line and kind."""
    assert kinds(printed) == [
        (223, "undated_notice"),
        (297, "undated_notice"),
        (323, "contradiction"),
        (333, "contradiction"),
        (1411, "unlabelled_attachment"),
        (1465, "unlabelled_attachment"),
        (1621, "joined_line"),
        (1881, "plan_title"),
        (1943, "same_name"),
        (2071, "absent_attachment"),
        (2073, "absent_attachment"),
        (2205, "attachment_title"),
        (2218, "orphan_date"),
        (2220, "plan_without_notice"),
        (2326, "contradiction"),
        (2422, "attachment_title"),
        (2496, "unlabelled_attachment"),
        (2496, "attachment_title"),
        (2516, "attachment_title"),
    ]
