"""A rendered month is the gazette's own page: what was written into it is read out of it."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zltrec.calendar.when import UNDATED, When, day, day_range, minute, month, year
from zltrec.errors import Refused
from zltrec.gazette.document import Finding, PrintedEntry, PrintedMonth
from zltrec.gazette.line import close_up
from zltrec.gazette.reading import decode_lines, read_gazette
from zltrec.gazette.rendering import render_month, render_month_html

Entry = tuple[When, str]

SIXTH = day(date(2022, 6, 6))

_LEADS = [
    "6日 ",
    "6日",
    "~7日",
    "至7日",
    "、7日",
    "前",
    "，",
    "：",
    "☆ ",
    "□",
    "# ",
    "## 2022年7月大事记",
    "**",
    "*",
    "**7日** ",
    "- ",
    "> ",
    "| a | b |",
    "附件：1. ",
    "（一）",
    "是月",
    "7月",
    "“全市 “",
    "\\*\\",
    "\\",
    "市政府公报",
    "12",
]

texts = (
    st.tuples(
        st.sampled_from(["", *_LEADS]),
        st.text(alphabet="市委会议，。、“”《》*#\\ |\t-☆6日月a", max_size=24)
        | st.text(max_size=24),
        st.sampled_from(["", "。", "，", "、", "**", "\\", "”"]),
    )
    .map(lambda parts: close_up(" ".join("".join(parts).split())))
    .filter(lambda text: bool(text) and close_up(text) == text)
)
days_of_june = st.integers(1, 30).map(lambda number: date(2022, 6, number))
whens = st.one_of(
    days_of_june.map(day),
    st.tuples(days_of_june, st.integers(1, 400)).map(
        lambda pair: day_range(pair[0], pair[0] + timedelta(days=pair[1]))
    ),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(day),
    st.just(month(2022, 6)),
    st.just(year(2022)),
)


def read_back(text: str) -> list[Entry]:
    return [
        (thing.when, thing.text)
        for thing in read_gazette(text.split("\n"))
        if isinstance(thing, PrintedEntry)
    ]


@given(st.lists(st.tuples(whens, texts), max_size=6))
@example([(SIXTH, "7日全市")])
@example([(SIXTH, "全市"), (SIXTH, "7日全市")])
@example([(SIXTH, "全市"), (SIXTH, "☆ 全市")])
@example([(SIXTH, "**全市**"), (SIXTH, "\\*\\*")])
@example([(SIXTH, "全市，"), (SIXTH, "。")])
def test_what_was_rendered_reads_back_the_same(entries: list[Entry]) -> None:
    """Importing what was rendered changes nothing, whatever the texts look like."""
    assert read_back(render_month(2022, 6, entries)) == entries


@given(st.lists(st.tuples(whens, st.text(min_size=1).filter(str.strip)), max_size=4))
def test_any_text_at_all_comes_back_but_for_its_blanks(entries: list[Entry]) -> None:
    """Line breaks and blanks between Chinese characters are the only loss."""
    read = read_back(render_month(2022, 6, entries))
    assert [(when, "".join(text.split())) for when, text in read] == [
        (when, "".join(text.split())) for when, text in entries
    ]


def test_a_month_looks_as_the_gazette_prints_it() -> None:
    """Title, bold dates, a mark for each further entry of a date or range, 是月 last."""
    both = day_range(date(2022, 6, 6), date(2022, 6, 7))
    entries = [
        (SIXTH, "全市会议召开。"),
        (SIXTH, "检查组到校。"),
        (both, "培训举行。"),
        (both, "比赛举行。"),
        (day_range(date(2022, 6, 30), date(2022, 7, 2)), "展览开放。"),
        (month(2022, 6), "全市无雨。"),
    ]
    assert render_month(2022, 6, entries) == (
        "# 2022年6月大事记\n\n**6日** 全市会议召开。\n\n☆ 检查组到校。\n\n**6~7日** 培训举行。\n\n"
        "☆ 比赛举行。\n\n**30日~7月2日** 展览开放。\n\n**是月** 全市无雨。\n"
    )


def test_a_month_without_entries_is_its_title() -> None:
    """An empty month renders, and reads as nothing."""
    assert render_month(2022, 6, []) == "# 2022年6月大事记\n"
    assert read_back("# 2022年6月大事记\n") == []


def test_a_minute_is_printed_as_its_day() -> None:
    """The gazette's form has no hours."""
    assert "**6日** 地震。" in render_month(
        2022, 6, [(minute(date(2022, 6, 6), "03:14"), "地震。")]
    )


@pytest.mark.parametrize("when", [UNDATED, month(2022, 5), year(2021)])
def test_what_cannot_stand_under_the_month_is_refused(when: When) -> None:
    """是月 under June would make June of an entry of May."""
    for render in (render_month, render_month_html):
        with pytest.raises(Refused, match="全市"):
            render(2022, 6, [(when, "全市")])


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "p":
            self.found.append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def test_the_page_of_html_says_the_same_and_runs_nothing() -> None:
    """Texts are escaped, and no other file is needed."""
    texts = ["<script>alert(1)</script>", "甲 & 乙", "{title}"]
    page = render_month_html(2022, 6, [(SIXTH, text) for text in texts])
    parser = _Paragraphs()
    parser.feed(page)
    assert parser.found == [f"6日 {texts[0]}", f"☆ {texts[1]}", f"☆ {texts[2]}"]
    assert "script" not in parser.tags
    assert "http" not in page
    assert "<title>2022年6月大事记</title>" in page


@pytest.mark.parametrize(("month_", "first", "last"), [(5, 3, 97), (6, 99, 221)])
def test_a_month_of_the_real_gazette_renders_to_its_source(
    real_gazette: Path, month_: int, first: int, last: int
) -> None:
    """With blanks, # and * left out on both sides, nothing is missing, added or moved."""
    lines = list(decode_lines(real_gazette))
    entries: list[Entry] = []
    at = 0
    for thing in read_gazette(lines):
        if isinstance(thing, PrintedMonth):
            at = thing.month or 0
        if isinstance(thing, PrintedEntry) and at == month_:
            entries.append((thing.when, thing.text))
    rendered = render_month(2022, month_, entries)
    assert _bare(rendered) == _bare("".join(lines[first - 1 : last]))
    assert read_back(rendered) == entries
    findings = {x.kind for x in read_gazette(rendered.split("\n")) if isinstance(x, Finding)}
    assert not {
        kind for kind in findings if kind.startswith(("joined", "unread", "running", "date"))
    }


def _bare(text: str) -> str:
    return "".join(
        character for character in text if not character.isspace() and character not in "#*"
    )
