"""Full text: from one character up, whatever the blanks, the width and the case."""

from __future__ import annotations

import sqlite3
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sample_office import SEVENTH, SIXTH, add, body, document, seat

from zltrec.calendar.when import UNDATED, month
from zltrec.domain.chronicle import EntryRecorded
from zltrec.domain.fact import Recorded
from zltrec.errors import BadUsage
from zltrec.projections.search import SearchProjection, find, snippet
from zltrec.records.chronicle import amend_entry, retract_entry
from zltrec.records.notices import add_notice
from zltrec.records.rosters import add_roster, appoint
from zltrec.workspace import Workspace

RARE = "𬱖𬭊𰻝㐂〇龘𠮷"  # names of people are written with these


def ids(
    office: Workspace, asked: str, as_of: date | None = None, undated: bool = True
) -> list[str]:
    """What is found, in order."""
    connection = office.views().connection
    return [str(row["id"]) for row in find(connection, asked, as_of, undated=undated)]


class Index:
    """A search over a few texts, by number."""

    def __init__(self, *texts: str) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.row_factory = sqlite3.Row
        projection = SearchProjection()
        for statement in projection.statements:
            self.connection.execute(statement)
        for number, text in enumerate(texts, 2):
            fact = EntryRecorded(recorded_at="", actor="", text=text)
            recorded = Recorded(f"c{number:07d}", 1, fact)
            projection.apply(self.connection.cursor(), number, recorded)

    def found(self, asked: str) -> list[str | None]:
        """The snippets of what is found."""
        return [row["snippet"] for row in find(self.connection, asked, None, undated=True)]

    def close(self) -> None:
        """Lets go of it."""
        self.connection.close()


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("档", True),
        ("档案", True),
        ("档 案", True),
        ("普查领导", True),
        ("案档", False),
        ("档导", False),
        ("abc12", True),
        ("ABC12", True),
        ("ＡＢＣ１２", True),
        ("ａｂｃ", True),
        ("b", True),
        ("bc1", True),
        ("cb", False),
        ("㎡", True),
        ("m2", True),
        ("100", True),
        ("00m", True),
        ("１００", True),
        ("张　三丰", True),
        ("、", False),
        ("档案、普查", True),
        ("《档案", True),
        ("*", False),
        ("档*", True),
        ('档" OR "没', False),
        ("NEAR(档 案)", False),
        ("characters:档", False),
        ("-档", True),
    ],
)
def test_what_is_found(asked: str, there: bool) -> None:
    """Any run of letters and characters, and nothing else: no operator means anything."""
    index = Index("《档案普查》领 导小组 Abc１２ 共100㎡，张三丰")
    if letters(asked):
        assert bool(index.found(asked)) is there
    else:
        with pytest.raises(BadUsage, match="holds no letter or character to look for"):
            index.found(asked)
    index.close()


@pytest.mark.parametrize("character", [*RARE, "é", "ñ", "ß", "Ⅳ", "①", "Я", "λ", "ใ", "９", "⁵"])
def test_every_character_is_found(character: str) -> None:
    """Rare characters of names, letters of other scripts, circled and Roman numbers."""
    index = Index(f"陈{character}明")
    assert index.found(character) == index.found(f"陈{character}明") == [f"陈{character}明"]
    assert index.found(f"{character}陈") == []
    index.close()


def letters(text: str) -> str:
    """The letters and characters of a text, folded in width and case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())


texts = st.text(alphabet="档案 馆、Abａ１1é㎡①Ⅳ。\n", max_size=12) | st.text(max_size=8)


@given(texts, st.integers(0, 12), st.integers(1, 12))
@example("é", 0, 1)
@example("e\u0301x", 1, 2)
@example("İ", 0, 1)
@example("각", 0, 1)
def test_every_part_of_a_text_is_found(text: str, start: int, length: int) -> None:
    """Any part of a text that has a letter in it finds that text, and its snippet shows it."""
    part = text[start : start + length]
    index = Index(text)
    # A mark cut from its letter is another letter; then not finding is right.
    if letters(part) and letters(part) in letters(text):
        (shown,) = index.found(part)
        assert shown is not None
        assert shown.strip("…") in text
    index.close()


@given(texts, texts)
@example("A", "À")
@example("\u19b0", "\u19b0")
@example("陈\u0378明", "陈明")
def test_what_is_not_there_is_not_found(text: str, asked: str) -> None:
    """Found is what contains the letters asked for, one after another, and only that."""
    index = Index(text)
    if letters(asked):
        assert bool(index.found(asked)) is (letters(asked) in letters(text))
    index.close()


def test_a_snippet_shows_what_was_asked_for() -> None:
    """The place is shown with what stands around it, cut with an ellipsis; as printed."""
    text = "前" * 50 + "档 案" + "后" * 50
    assert snippet(text, "档案", around=3) == "…前前前档 案后后后…"
    assert snippet("档案馆", "档案", around=3) == "档案馆"
    assert snippet("面积100㎡，合格", "m2", around=2) == "…00㎡，合…"
    assert snippet("第Ⅳ类", "iv", around=9) == "第Ⅳ类"
    assert snippet("ＡＢＣ", "b", around=0) == "…Ｂ…"
    assert snippet("没有", "别的", around=1) == "没有"


def test_every_kind_is_found(office: Workspace) -> None:
    """Entries by text; documents by title, plan and attachments; bodies by name and people."""
    (entry,) = add(office.records, "档案馆开馆。")
    notice = add_notice(office.records, document("关于开馆的通知"), SEVENTH).id
    plan = add_notice(office.records, document("清点", "plan"), UNDATED).id
    group = add_roster(office.records, body("普查小组", seat("组长", "洪江", "区长")), SIXTH).id
    appoint(office.records, group, seat("成员", "林溪", "科长"), on=date(2022, 6, 9))
    kinds = {
        row["id"]: row["kind"]
        for row in find(office.views().connection, "开馆", None, undated=True)
    }
    assert kinds == {entry: "chronicle", notice: "notice"}
    assert ids(office, "清点方案") == [plan]
    assert ids(office, "任务分工表") == [notice, plan]
    assert ids(office, "普查") == ids(office, "洪江") == ids(office, "林溪科长") == [group]


def test_changes_change_what_is_found(office: Workspace) -> None:
    """An amended text is found by its new words only, a retracted one not at all."""
    one, two = add(office.records, "档案清点。", "档案搬迁。")
    assert ids(office, "档案") == [one, two]
    amend_entry(office.records, one, when=None, text="图书清点。", reason="核对")
    assert ids(office, "档案") == [two]
    assert ids(office, "图书") == [one]
    retract_entry(office.records, two, reason="误")
    assert ids(office, "档案") == []


def test_what_is_found_comes_by_date(office: Workspace) -> None:
    """By date, 是月 after its days, undated last; as of a day what had ended by then."""
    undated, june, seventh, sixth = (
        add(office.records, "清点。", when=when)[0]
        for when in (UNDATED, month(2022, 6), SEVENTH, SIXTH)
    )
    assert ids(office, "清点") == [sixth, seventh, june, undated]
    assert ids(office, "清点", date(2022, 6, 6), undated=False) == [sixth]
    assert ids(office, "清点", date(2022, 6, 7), undated=False) == [sixth, seventh]
    assert ids(office, "清点", date(2022, 6, 29), undated=False) == [sixth, seventh]
    assert ids(office, "清点", date(2022, 6, 30), undated=False) == [sixth, seventh, june]
    assert ids(office, "清点", date(2022, 6, 30), undated=True) == [sixth, seventh, june, undated]
    assert ids(office, "清点", None, undated=False) == [sixth, seventh, june]


def test_an_empty_store_finds_nothing(office: Workspace) -> None:
    """No rows, no error."""
    assert ids(office, "档") == []
