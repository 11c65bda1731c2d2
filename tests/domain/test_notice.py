"""Notices and plans: known by title, corrected as a whole, taken back."""

from __future__ import annotations

import msgspec
import pytest
from sample_office import document

from zltrec.domain.fact import Fact, Recorded, Source
from zltrec.domain.notice import (
    Notice,
    NoticeAmended,
    NoticeContent,
    NoticeRecorded,
    NoticeRetracted,
    check_amendment,
    check_content,
    check_new,
    check_standing,
    evolve,
    register,
    title_key,
)
from zltrec.errors import BadUsage, Refused
from zltrec.store.registers import ScratchRegisters

STAMP = {"recorded_at": "2022-07-01T00:00:00.000000Z", "actor": "林档"}
TITLE = "关于开展档案普查的通知"
RECORDED = NoticeRecorded(
    content=document(TITLE), occurred="2022-06-06", source=Source("ab", 3), **STAMP
)
OTHER = document("关于开展档案清点的通知")


def notice_of(*facts: Fact) -> Notice:
    """The notice that some facts make."""
    state = None
    for version, fact in enumerate(facts, 1):
        state = evolve(state, Recorded("n0000002", version, fact))
    assert state is not None
    return state


def test_a_notice_is_what_its_events_made_it() -> None:
    """Recorded, amended (all of it anew), retracted; the source stays unless a new one is named."""
    first = notice_of(RECORDED)
    assert (first.content, first.occurred, first.status) == (
        document(TITLE),
        "2022-06-06",
        "recorded",
    )
    amended = notice_of(RECORDED, NoticeAmended(content=OTHER, reason="核对", **STAMP))
    assert (amended.content, amended.occurred, amended.status) == (OTHER, "", "amended")
    assert (amended.version, amended.source) == (2, Source("ab", 3))
    gone = notice_of(RECORDED, NoticeRetracted(reason="误收", **STAMP))
    assert (gone.version, gone.status, gone.content) == (2, "retracted", document(TITLE))


def test_a_title_is_issued_once() -> None:
    """A second notice of a title is refused, whatever the blanks; a retracted one frees it."""
    registers = ScratchRegisters()
    register(Recorded("n0000002", 1, RECORDED), registers)
    with pytest.raises(Refused, match="there already: n0000002; nothing was recorded"):
        check_new(document("关于开展 档案普查的 通知"), registers)
    check_new(OTHER, registers)
    register(Recorded("n0000002", 2, NoticeRetracted(reason="误", **STAMP)), registers)
    check_new(document(TITLE), registers)


def test_an_amended_title_frees_the_old_one() -> None:
    """After a correction of the title the old one may be used, the new one not."""
    registers = ScratchRegisters()
    register(Recorded("n0000002", 1, RECORDED), registers)
    amended = NoticeAmended(content=OTHER, reason="核对", **STAMP)
    register(Recorded("n0000002", 2, amended), registers)
    check_new(document(TITLE), registers)
    with pytest.raises(Refused, match="n0000002"):
        check_new(OTHER, registers)


def test_what_is_no_notice_is_refused() -> None:
    """An unknown kind, and a title of blanks."""
    with pytest.raises(BadUsage, match="letter is no kind of notice"):
        check_content(NoticeContent(kind="letter", title=TITLE))
    for title in ("", " 　\n"):
        with pytest.raises(BadUsage, match="title of the notice is empty; nothing was recorded"):
            check_content(NoticeContent(kind="plan", title=title))


def test_amendments_that_are_refused() -> None:
    """Nothing changes; the title is another's; the notice was retracted; the content is none."""
    registers = ScratchRegisters()
    register(Recorded("n0000002", 1, RECORDED), registers)
    register(Recorded("n0000003", 1, NoticeRecorded(content=OTHER, **STAMP)), registers)
    state = notice_of(RECORDED)
    with pytest.raises(Refused, match="says that already"):
        check_amendment(state, "2022-06-06", document(TITLE), registers)
    with pytest.raises(Refused, match="another notice, n0000003, has that title"):
        check_amendment(state, "2022-06-06", OTHER, registers)
    with pytest.raises(BadUsage, match="is empty"):
        check_amendment(state, "2022-06-06", document(" "), registers)
    check_amendment(state, "2022-06-07", document(TITLE), registers)
    check_amendment(
        state, "2022-06-06", msgspec.structs.replace(document(TITLE), issuer=None), registers
    )
    gone = notice_of(RECORDED, NoticeRetracted(reason="误", **STAMP))
    for check in (check_standing, lambda n: check_amendment(n, "", OTHER, registers)):
        with pytest.raises(Refused, match="was retracted; record it anew"):
            check(gone)


def test_a_title_key_is_the_title_without_blanks() -> None:
    """Of every kind of blank, the ideographic one included."""
    assert title_key(" 关于 开展　普查\n的通知 ") == "关于开展普查的通知"
