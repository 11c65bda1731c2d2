"""The whole gazette in one pass, and the bytes it comes from."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zltrec.errors import BadUsage, Unreadable
from zltrec.gazette.document import (
    Finding,
    PrintedEntry,
    PrintedMonth,
    PrintedNotice,
    PrintedRoster,
    PrintedThing,
)
from zltrec.gazette.reading import decode_lines, read_gazette

SAMPLE = str(files("zltrec") / "samples" / "gazette.txt")


def kinds(things: list[PrintedThing]) -> set[str]:
    return {thing.kind for thing in things if isinstance(thing, Finding)}


# --- bytes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_line_by_line_in_its_encoding(
    tmp_path: Path, encoding: str, end: str
) -> None:
    """UTF-8 and the Chinese encodings, with either line end; the last line may lack its end."""
    path = tmp_path / "gazette.txt"
    path.write_bytes(f"大事记{end}{end}6日 甲。".encode(encoding))
    read = [line.rstrip("\r\n") for line in decode_lines(path, encoding)]
    assert read == ["大事记", "", "6日 甲。"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_byte_order_mark_is_no_text(tmp_path: Path, encoding: str) -> None:
    """Editors write one; it is not the heading's first character."""
    path = tmp_path / "gazette.txt"
    path.write_bytes("\ufeff# 大事记\n\ufeff".encode(encoding))
    assert list(decode_lines(path, encoding)) == ["# 大事记\n", "\ufeff"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    before=st.text(alphabet="市委a6日\n", max_size=40),
    bad=st.sampled_from([b"\xff", b"\xc4\xe3", b"\xe5\xb8", b"\x80", b"\xed\xa0\x80"]),
    after=st.text(alphabet="市a\n", max_size=10),
)
def test_the_first_byte_that_is_not_utf_8_is_named_exactly(
    tmp_path: Path, before: str, bad: bytes, after: str
) -> None:
    """With line, offset and the way out; the lines before it are not given back half."""
    path = tmp_path / "gazette.txt"
    good = before.encode()
    path.write_bytes(good + bad + b"\n" + after.encode())
    with pytest.raises(Unreadable) as caught:
        list(decode_lines(path))
    assert caught.value.params["offset"] == len(good)
    assert caught.value.params["line"] == before.count("\n") + 1
    assert caught.value.params["byte"] == f"0x{bad[0]:02X}"
    message = str(caught.value)
    assert str(path) in message
    assert "--encoding gb18030" in message


def test_a_gb18030_file_read_as_utf_8_is_refused_and_the_other_way_works(tmp_path: Path) -> None:
    """The message's way out is one."""
    path = tmp_path / "gazette.txt"
    path.write_bytes("# 2023年3月大事记\n".encode("gb18030"))
    with pytest.raises(Unreadable) as caught:
        list(decode_lines(path))
    assert caught.value.params["offset"] == 6
    assert list(decode_lines(path, "gb18030")) == ["# 2023年3月大事记\n"]


def test_a_character_cut_off_at_the_end_of_the_file_is_named(tmp_path: Path) -> None:
    """A copy that stopped half way is no gazette; in either encoding."""
    path = tmp_path / "gazette.txt"
    path.write_bytes("甲\n乙".encode()[:-1])
    with pytest.raises(Unreadable) as caught:
        list(decode_lines(path))
    assert (caught.value.params["line"], caught.value.params["offset"]) == (2, 4)
    path.write_bytes("甲\n乙".encode("gb18030")[:-1])
    with pytest.raises(Unreadable, match="--encoding utf-8") as caught:
        list(decode_lines(path, "gb18030"))
    assert caught.value.params["offset"] == 3


@pytest.mark.parametrize(
    "encoding", ["utf-16", "no-such-encoding", "", "a\0b", "rot13", "undefined", "latin-1"]
)
def test_an_encoding_that_no_gazette_has_is_refused(tmp_path: Path, encoding: str) -> None:
    """Before the file is looked at."""
    with pytest.raises(BadUsage, match="gb18030"):
        list(decode_lines(tmp_path / "absent.txt", encoding))


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """Absent, or a folder; under the name that the user gave."""
    for path in (tmp_path / "absent.txt", tmp_path):
        with pytest.raises(Unreadable, match=r"given\.txt"):
            list(decode_lines(path, name=Path("given.txt")))


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    """A file without line feeds is no gazette."""
    path = tmp_path / "gazette.txt"
    path.write_bytes(b"a" * (1 << 21))
    with pytest.raises(Unreadable, match="line 1"):
        list(decode_lines(path))


# --- sections -------------------------------------------------------------------------------


def test_chronicles_and_documents_may_follow_each_other_in_any_order() -> None:
    """A gazette may print its chronicle last, or in the middle."""
    notice = [
        "# 青河市人民政府办公室关于印发《青河市渡口检查方案》的通知", "",
        "各乡镇人民政府：", "", "现印发给你们。", "", "2023年3月20日", "",
        "# 青河市渡口检查方案", "", "为检查渡口，制定本方案。", "",
    ]  # fmt: skip
    chronicle = ["# 2023年3月大事记", "", "6日 甲。", "", "☆ 乙。", ""]
    things = list(read_gazette([*notice, *chronicle, *notice]))
    entries = [thing for thing in things if isinstance(thing, PrintedEntry)]
    notices = [thing for thing in things if isinstance(thing, PrintedNotice)]
    assert [entry.line for entry in entries] == [15, 17]
    assert [notice.line for notice in notices] == [1, 19]


def test_a_heading_between_entries_does_not_end_the_chronicle() -> None:
    """It is reported, and the entries below it are read."""
    lines = ["# 2023年3月大事记", "", "6日 甲。", "", "## 政务动态", "", "7日 乙。"]
    things = list(read_gazette(lines))
    assert [str(x.when) for x in things if isinstance(x, PrintedEntry)] == [
        "2023-03-06",
        "2023-03-07",
    ]
    assert [(x.line, x.kind) for x in things if isinstance(x, Finding)] == [(5, "unread")]


def test_a_document_that_begins_with_a_date_is_no_entry() -> None:
    """Minutes of a meeting are dated too; their title ends the chronicle."""
    lines = [
        "# 2023年3月大事记", "", "6日 甲。", "", "## 青河市渡口安全检查方案", "",
        "2023年3月20日 市政府召开会议。",
    ]  # fmt: skip
    things = list(read_gazette(lines))
    assert len([thing for thing in things if isinstance(thing, PrintedEntry)]) == 1


def test_a_table_of_contents_is_no_chronicle() -> None:
    """Its months have no entries, and what is listed below them is not read as such."""
    lines = [
        "# 目录", "", "2023年3月大事记", "", "青河市渡口检查方案", "",
        "# 2023年3月大事记", "", "6日 甲。",
    ]  # fmt: skip
    things = list(read_gazette(lines))
    assert [x.line for x in things if isinstance(x, PrintedMonth)] == [7]
    assert (3, "empty_month") in [(x.line, x.kind) for x in things if isinstance(x, Finding)]


@pytest.mark.parametrize("lines", [[], [""], ["# 目录"], ["没有大事记的文件。"]])
def test_a_file_without_anything_to_read_gives_nothing(lines: list[str]) -> None:
    """And fails at nothing."""
    assert [x for x in read_gazette(lines) if not isinstance(x, Finding)] == []


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "# 2023年3月大事记", "## 4月", "6日 甲。", "☆ 乙。", "**2月30日** 丙。", "甲\t乙",
                "附件：1. 名单", "附件 1", "组 长：王 一 市长", "李 二 局长", "成立领导小组，",
                "# 青河市关于印发《青河市方案》的通知", "各乡镇：", "2023年3月1日", "目录",
                "# 青河市方案", "青河市人民政府公报", "……", "《甲办法》（青政发〔2023〕1号）", "",
            ]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_any_order_of_lines_is_read_without_failing(lines: list[str]) -> None:
    """A page torn into strips still gives entries and findings, in order of chronicle lines."""
    spaced = [line for block in lines for line in (block, "")]
    things = list(read_gazette(spaced))
    entries = [thing.line for thing in things if isinstance(thing, PrintedEntry)]
    assert entries == sorted(set(entries))
    months = [thing for thing in things if isinstance(thing, PrintedMonth | PrintedEntry)]
    assert not months or isinstance(months[0], PrintedMonth)


# --- whole files ----------------------------------------------------------------------------


def test_the_sample_shows_every_kind_of_thing_and_fault() -> None:
    """It is what `quickstart` imports: two months, two notices, a plan without one, a roster."""
    things = list(read_gazette(decode_lines(Path(SAMPLE))))
    entries = [thing for thing in things if isinstance(thing, PrintedEntry)]
    assert [str(x.when)[:7] for x in entries].count("2023-03") == 13
    assert [str(x.when)[:7] for x in entries].count("2023-04") == 12
    assert {x.when.precision for x in entries} == {"day", "range", "month"}
    notices = [thing for thing in things if isinstance(thing, PrintedNotice)]
    assert [notice.kind for notice in notices] == ["notice", "notice", "plan"]
    assert [a.present for a in notices[0].attachments] == [True, True, False]
    (roster,) = [thing for thing in things if isinstance(thing, PrintedRoster)]
    assert len(roster.seats) == 9
    assert len({seat.name for seat in roster.seats}) == 8
    assert kinds(things) >= {
        "joined_paragraph", "joined_line", "joined_title", "running_head", "blank_in_quotes",
        "absent_attachment", "orphan_date", "plan_without_notice", "same_name",
        "foreign_word", "doubled_character", "suspected_character", "contradiction",
    }  # fmt: skip


def test_the_real_gazette_holds_what_was_counted_in_it(real_gazette: Path) -> None:
    """105 entries; 7 notices and a plan; 4 rosters; nothing of the chronicle unread."""
    things = list(read_gazette(decode_lines(real_gazette)))
    assert sum(isinstance(thing, PrintedEntry) for thing in things) == 105
    assert [(x.line, x.year, x.month) for x in things if isinstance(x, PrintedMonth)] == [
        (3, 2022, 5),
        (99, 2022, 6),
    ]
    notices = [thing.kind for thing in things if isinstance(thing, PrintedNotice)]
    assert (notices.count("notice"), notices.count("plan")) == (7, 1)
    assert sum(isinstance(thing, PrintedRoster) for thing in things) == 4
    assert not kinds(things) & {"unread", "impossible_date", "date_order", "empty_month"}


def test_memory_does_not_grow_with_the_file() -> None:
    """A gazette a hundred times as long needs no more than one, but for its findings: it is
    read as it passes."""
    lines = list(decode_lines(Path(SAMPLE)))

    def many(times: int) -> Iterator[str]:
        for _ in range(times):
            yield from lines

    tracemalloc.start()
    try:
        peaks = []
        for times in (40, 120):
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            entries = findings = 0
            for thing in read_gazette(many(times)):
                entries += isinstance(thing, PrintedEntry)
                findings += isinstance(thing, Finding)
            assert entries == 25 * times
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 3_000_000 + 1_000 * findings
