"""Chronicles of any office: every entry with its date, and nothing dropped silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from zltrec.gazette.chronicle import ChronicleReader
from zltrec.gazette.document import Finding, Paragraph, PrintedEntry, PrintedMonth
from zltrec.gazette.months import MonthHeading, is_chronicle_heading, read_month, read_title
from zltrec.gazette.page import read_paragraphs
from zltrec.gazette.reading import decode_lines, read_gazette

MARCH = "# 2023年3月大事记"


def things_of(*blocks: str) -> list[PrintedMonth | PrintedEntry | Finding]:
    reader = ChronicleReader()
    things: list[PrintedMonth | PrintedEntry | Finding] = []
    for paragraph in read_paragraphs("\n\n".join(blocks).split("\n")):
        if isinstance(paragraph, Paragraph):
            assert reader.belongs(paragraph)
            things += reader.read(paragraph)
        else:
            things.append(paragraph)
    return things + list(reader.close())


def read(*blocks: str) -> tuple[list[tuple[str, str, bool]], list[tuple[int, str]]]:
    """(date, text, further) of the entries, and (line, kind) of the findings."""
    things = things_of(*blocks)
    return (
        [(str(x.when), x.text, x.further) for x in things if isinstance(x, PrintedEntry)],
        [(x.line, x.kind) for x in things if isinstance(x, Finding)],
    )


# --- headings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("2023年3月大事记", 2023, 3),
        ("2023 年 3 月大事记", 2023, 3),
        ("２０２３年１０月大事记", 2023, 10),
        ("青河市2023年3月份大事记", 2023, 3),
        ("大事记（2023年3月）", 2023, 3),
        ("青河市人民政府大事记(2023年3月)", 2023, 3),
        ("大事记（2023.10）", 2023, 10),
        ("二〇二三年三月大事记", 2023, 3),
        ("二○二三年十一月大事记", 2023, 11),
        ("2023年大事记", 2023, None),
        ("2023年大事记（1月—6月）", 2023, None),
        ("2023年1-6月大事记", 2023, None),
        ("青河市大事记", None, None),
        ("3月大事记", None, 3),
        ("2023年3月大事记要", 2023, 3),
    ],
)
def test_a_title_names_year_and_month(text: str, year: int | None, month: int | None) -> None:
    """In any of the forms that offices print; what it leaves out stays out."""
    assert read_title(Paragraph(1, text, level=2, printed=text)) == MonthHeading(year, month)


@pytest.mark.parametrize(
    "text",
    [
        "☆ 市档案馆编印2022年大事记",
        "6日 市档案馆编印2022年大事记",
        "2023年3月大事记……………………1",
        "关于编写2023年大事记的通知",
        "会议要求，做好大事记",
        "大事",
    ],
)
def test_what_mentions_a_chronicle_is_none(text: str) -> None:
    """An entry, a line of the table of contents, a notice."""
    assert not is_chronicle_heading(Paragraph(1, text, printed=text))


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("10月", None, 10),
        ("１０月", None, 10),
        ("十月", None, 10),
        ("十二月", None, 12),
        ("10月份", None, 10),
        ("【10月】", None, 10),
        ("三、10月", None, 10),
        ("2023年10月", 2023, 10),
    ],
)
def test_a_month_may_stand_alone(text: str, year: int | None, month: int) -> None:
    """Under a title that has the year."""
    assert read_month(Paragraph(1, text, printed=text)) == MonthHeading(year, month)


@pytest.mark.parametrize("text", ["13月", "0月", "10月6日", "3至4月", "每月", "十三月", "5月完工"])
def test_other_lines_are_no_month(text: str) -> None:
    """A thirteenth month, a day, a span, a sentence."""
    assert read_month(Paragraph(1, text, printed=text)) is None


def test_months_under_a_title_with_the_year() -> None:
    """Each month is announced before its first entry, with the line of its own heading."""
    things = things_of("# 2023年大事记", "**10月**", "6日 甲。", "## 十一月", "□ 乙。", "7日 丙。")
    assert [x for x in things if isinstance(x, PrintedMonth)] == [
        PrintedMonth(3, 2023, 10, "10月"),
        PrintedMonth(7, 2023, 11, "十一月"),
    ]
    entries, findings = (
        [str(x.when) for x in things if isinstance(x, PrintedEntry)],
        [(x.line, x.kind) for x in things if isinstance(x, Finding)],
    )
    assert entries == ["2023-10-06", "2023-11-07"]
    assert findings == [(9, "unread")]


def test_a_year_without_months_takes_them_from_the_entries() -> None:
    """`10月6日`, then `7日`: still October."""
    entries, findings = read("# 2023年大事记", "10月6日 甲。", "7日 乙。", "11月1日 丙。")
    assert [entry[0] for entry in entries] == ["2023-10-06", "2023-10-07", "2023-11-01"]
    assert findings == []


def test_a_title_without_a_year_takes_it_from_whole_dates() -> None:
    """And announces the month before the entry that gave it."""
    things = things_of("# 青河市大事记", "2023年10月6日 甲。", "10月7日 乙。")
    assert isinstance(things[0], PrintedMonth)
    assert (things[0].year, things[0].month) == (2023, None)
    assert [str(x.when) for x in things[1:] if isinstance(x, PrintedEntry)] == [
        "2023-10-06",
        "2023-10-07",
    ]


def test_no_year_anywhere_is_said_and_none_is_invented() -> None:
    """Nothing is taken from a clock."""
    assert read("# 3月大事记", "6日 甲。", "☆ 乙。") == (
        [],
        [(3, "unread"), (5, "unread"), (1, "empty_month")],
    )


def test_a_month_without_entries_is_reported() -> None:
    """A table of contents repeats the headings; a chronicle may have lost its page."""
    assert read(MARCH, "# 2023年4月大事记", "6日 甲。")[1] == [(1, "empty_month")]
    assert read(MARCH, MARCH, "6日 甲。")[1] == [(1, "empty_month")]


def test_a_heading_that_repeats_itself_is_a_running_head() -> None:
    """Dates go on below it, and further entries belong to the date above."""
    entries, findings = read(MARCH, "6日 甲。", "## 2023年3月大事记", "☆ 乙。")
    assert [entry[0] for entry in entries] == ["2023-03-06", "2023-03-06"]
    assert findings == [(5, "running_head")]


# --- entries --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lead",
    ["**6日** ", "**6 日** ", "6日 ", "6 日 ", "6日", "６日　", "**6日**", "6日，", "**6日：**",
     "**6日**：", "3月6日 ", "2023年3月6日 ", "- **6日** ", "### **6日** ", "　　6日　"],
)  # fmt: skip
def test_a_date_is_read_however_it_is_printed(lead: str) -> None:
    """Bold, plain, with blanks inside, as a list or a heading; its text is the rest."""
    assert read(MARCH, f"{lead}市图书馆开馆。") == ([("2023-03-06", "市图书馆开馆。", False)], [])


@pytest.mark.parametrize(
    ("lead", "when"),
    [
        ("**6~7日** ", "2023-03-06..2023-03-07"),
        ("**6日~7日** ", "2023-03-06..2023-03-07"),
        ("**6日**~**7日** ", "2023-03-06..2023-03-07"),
        ("6-7日 ", "2023-03-06..2023-03-07"),
        ("6日—7日 ", "2023-03-06..2023-03-07"),
        ("6 日至 7 日 ", "2023-03-06..2023-03-07"),
        ("30日至4月2日 ", "2023-03-30..2023-04-02"),
        ("**是月** ", "2023-03"),
        ("本月，", "2023-03"),
        ("是年 ", "2023"),
    ],
)
def test_a_range_is_read_however_it_is_printed(lead: str, when: str) -> None:
    """Also over the month's end, and a whole month or year."""
    assert read(MARCH, f"{lead}市图书馆开馆。") == ([(when, "市图书馆开馆。", False)], [])


@pytest.mark.parametrize("mark", "☆□■○●△▲◇◆★◎")
def test_any_mark_stands_for_a_further_entry(mark: str) -> None:
    """Of the day or range before it; with or without a blank."""
    entries, findings = read(MARCH, "**6~7日** 甲。", f"{mark} 乙。", f"{mark}丙。")
    assert entries == [
        ("2023-03-06..2023-03-07", "甲。", False),
        ("2023-03-06..2023-03-07", "乙。", True),
        ("2023-03-06..2023-03-07", "丙。", True),
    ]
    assert findings == []


def test_the_printed_date_is_kept_as_printed() -> None:
    """And a further entry has none."""
    things = things_of(MARCH, "**6 日** 甲。", "☆ 乙。")
    assert [x.printed_date for x in things if isinstance(x, PrintedEntry)] == ["6 日", ""]


@pytest.mark.parametrize("word", ["是日 ", "同日，", "**是日** "])
def test_the_same_day_repeats_the_date_before(word: str) -> None:
    """是日 is printed for a further entry."""
    assert read(MARCH, "**6日** 甲。", f"{word}乙。") == (
        [("2023-03-06", "甲。", False), ("2023-03-06", "乙。", False)],
        [],
    )


def test_where_every_entry_has_a_mark_dates_are_read_behind_it() -> None:
    """The month's first entry shows the habit; a mark alone is still a further entry."""
    entries, findings = read(MARCH, "●6日，甲。", "● 7日 乙。", "●丙。", "●7日，丁。")
    assert entries == [
        ("2023-03-06", "甲。", False),
        ("2023-03-07", "乙。", False),
        ("2023-03-07", "丙。", True),
        ("2023-03-07", "丁。", False),
    ]
    assert findings == []


def test_where_marks_are_for_further_entries_a_date_behind_one_is_text() -> None:
    """`☆ 3月12日是植树节` under 6日 says something about the 12th, and stays whole."""
    assert read(MARCH, "**6日** 甲。", "☆ 3月12日 植树节将至。")[0][1] == (
        "2023-03-06",
        "3月12日植树节将至。",
        True,
    )


def test_a_date_on_a_line_of_its_own_dates_what_follows() -> None:
    """Some offices print the day as a heading and its entries without marks."""
    entries, findings = read(
        MARCH, "### 6日", "甲。", "乙。", "### 7日", "丙。", "**8日** 丁。", "戊。"
    )
    assert entries == [
        ("2023-03-06", "甲。", False),
        ("2023-03-06", "乙。", True),
        ("2023-03-07", "丙。", False),
        ("2023-03-08", "丁。", False),
    ]
    assert findings == [(15, "unread")]


def test_text_that_begins_like_a_date_stays_text_behind_a_bold_one() -> None:
    """The bold type says where the date ends."""
    assert read(MARCH, "**6日** 7日起停水。", "**8日** 至9日停电。")[0] == [
        ("2023-03-06", "7日起停水。", False),
        ("2023-03-08", "至9日停电。", False),
    ]


def test_parts_of_a_month_are_headings_without_meaning() -> None:
    """上旬 dates nothing."""
    assert read(MARCH, "## 上旬", "6日 甲。", "中旬", "16日 乙。")[1] == []


# --- what cannot be read --------------------------------------------------------------------


def test_a_paragraph_without_date_or_mark_is_reported_with_its_line_and_words() -> None:
    """Never dropped silently, never taken for the entry before it."""
    things = things_of(
        MARCH, "6日 甲。", "会议结束以后，全体人员参观了市图书馆和新建成的河滨公园。"
    )
    (finding,) = [x for x in things if isinstance(x, Finding)]
    assert (finding.line, finding.kind) == (5, "unread")
    assert "会议结束以后" in finding.template.format(**dict(finding.params))
    assert [x.text for x in things if isinstance(x, PrintedEntry)] == ["甲。"]


@pytest.mark.parametrize("printed", ["2月30日", "31日", "2023年2月29日", "7~6日", "13月1日"])
def test_a_date_that_cannot_be_makes_no_entry(printed: str) -> None:
    """Nor do further entries under it fall to the date before."""
    entries, findings = read(
        "# 2023年4月大事记", "6日 甲。", f"**{printed}** 乙。", "☆ 丙。", "8日 丁。"
    )
    assert [entry[1] for entry in entries] == ["甲。", "丁。"]
    assert findings == [(5, "impossible_date"), (7, "unread")]


@pytest.mark.parametrize(
    "block",
    [
        "☆ 乙。",
        "是日 乙。",
        "6日、7日 乙。",
        "6日和8日 乙。",
        "6日前完成。",
        "☆",
        "**6日**",
        "甲\t乙",
    ],
)
def test_what_has_no_date_of_its_own_is_reported(block: str) -> None:
    """A mark or 是日 with nothing before it, two dates, a deadline, a date alone, a table."""
    assert read(MARCH, block) == ([], [(3, "unread"), (1, "empty_month")])


@pytest.mark.parametrize(
    ("blocks", "findings"),
    [
        (("16日 甲。", "8日 乙。", "9日 丙。"), [(5, "date_order")]),
        (("**6日** 甲。", "**6日** 乙。"), [(5, "repeated_date")]),
        (("6日 甲。", "6日 乙。"), []),
        (("6~7日 甲。", "6日 乙。", "7日 丙。"), []),
        (("6日 甲 A。", "7日 甲A。"), [(5, "repeated_entry")]),
        (("4月2日 甲。",), [(3, "date_order")]),
        (("30日~4月2日 甲。", "是月 乙。"), []),
    ],
)
def test_what_a_careful_eye_notices(
    blocks: tuple[str, ...], findings: list[tuple[int, str]]
) -> None:
    """Dates that run backwards, or twice in bold; an entry that repeats another."""
    entries, found = read(MARCH, *blocks)
    assert len(entries) == len(blocks)
    assert found == findings


def test_findings_are_templates_that_their_parameters_fill() -> None:
    """Every message can be translated."""
    things = things_of(
        MARCH, "无日期。", "6日、7日 甲。", "☆ 甲。", "☆", "**31日**", "**5日** 甲。",
        "**5日** 甲。", "4月31日 乙。", MARCH, "# 4月大事记", "# 5月大事记", "1日",
    )  # fmt: skip
    found = [thing for thing in things if isinstance(thing, Finding)]
    assert len({thing.template for thing in found}) >= 9
    for thing in found:
        assert "{" not in thing.template.format(**dict(thing.params))


# --- where a chronicle ends -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "belongs"),
    [
        ("## 青河市人民政府办公室关于印发方案的通知", False),
        ("## 政务动态", False),
        ("青河市老旧水窖修缮实施方案", False),
        ("# 2023年4月大事记", True),
        ("## 四月", True),
        ("### 7日", True),
        ("## ☆ 市图书馆开馆。", True),
        ("会议结束。", True),
        ("6日 印发《水窖修缮方案》的通知", True),
    ],
)
def test_a_heading_or_title_of_something_else_ends_it(block: str, belongs: bool) -> None:
    """But not a heading that is an entry: levels mean nothing in scanned text."""
    reader = ChronicleReader()
    for text in (MARCH, "6日 甲。"):
        (opened,) = read_paragraphs([text])
        assert isinstance(opened, Paragraph)
        list(reader.read(opened))
    (paragraph,) = read_paragraphs([block])
    assert isinstance(paragraph, Paragraph)
    assert reader.belongs(paragraph) is belongs


# --- the real gazette -----------------------------------------------------------------------


def test_the_real_chronicle_is_complete(real_gazette: Path) -> None:
    """105 entries, 46 and 59; the text of each stands in the source, and together they are it."""
    lines = list(decode_lines(real_gazette))
    months: dict[int | None, list[PrintedEntry]] = {}
    at: PrintedMonth | None = None
    for thing in read_gazette(lines):
        if isinstance(thing, PrintedMonth):
            at = thing
        elif isinstance(thing, PrintedEntry):
            assert at is not None
            months.setdefault(at.month, []).append(thing)
    assert {month: len(entries) for month, entries in months.items()} == {5: 46, 6: 59}
    for month, first, last in ((5, 5, 97), (6, 101, 221)):
        source = _bare("".join(lines[first - 1 : last]))
        printed = ""
        for entry in months[month]:
            text = _bare(entry.text)
            assert text in source
            assert entry.when.start is not None
            assert entry.when.start.month == month
            lead = "☆" if entry.further else _bare(entry.printed_date)
            assert _bare(lines[entry.line - 1]).startswith(lead + text[:8])
            printed += lead + text
        assert printed == source


def _bare(text: str) -> str:
    return "".join(text.replace("#", "").replace("*", "").split())


def test_a_mark_inside_an_entry_is_looked_at() -> None:
    """An entry that the scan ran into the one before it is not passed over in silence."""
    from zltrec.gazette.document import Finding, PrintedEntry
    from zltrec.gazette.reading import read_gazette

    first, second = "**6日** 甲事在市里办了。☆ 乙事也在市里办了。", "**7日** 评出☆级旅馆。"
    things = list(read_gazette(["# 2023年7月大事记", "", first, "", second]))
    assert [thing.text for thing in things if isinstance(thing, PrintedEntry)] == [
        "甲事在市里办了。☆ 乙事也在市里办了。",
        "评出☆级旅馆。",
    ]
    marks = [t for t in things if isinstance(t, Finding) and t.kind == "inline_mark"]
    assert [finding.line for finding in marks] == [3]
