"""Commands on notices and plans: record, amend, retract."""

from __future__ import annotations

from zltrec.calendar.when import When, encode_when
from zltrec.domain import notice
from zltrec.domain.fact import Source
from zltrec.domain.notice import (
    PREFIX,
    Notice,
    NoticeAmended,
    NoticeContent,
    NoticeRecorded,
    NoticeRetracted,
)
from zltrec.records.application import Records
from zltrec.records.work import Work, Written


def add_notice(records: Records, content: NoticeContent, issued_on: When) -> Written:
    """Records a notice or plan; `issued_on` is undated where none is printed."""
    with records.writing() as work:
        return record_notice(work, content, encode_when(issued_on))


def record_notice(
    work: Work, content: NoticeContent, issued_on: str, source: Source | None = None
) -> Written:
    """Records a notice within a unit of work."""
    notice.check_new(content, work.registers)
    return work.begin(PREFIX, NoticeRecorded(content=content, **work.stamp(issued_on, source)))


def find_notice(records: Records, given: str) -> Notice:
    """The notice that an id or its unique beginning means."""
    return records.load(given, Notice, PREFIX)


def amend_notice(
    records: Records, given: str, content: NoticeContent, issued_on: str, *, reason: str
) -> Written:
    """Corrects what is recorded of a notice; `content` is all of it, as it should be."""
    with records.writing() as work:
        state = work.load(given, Notice, PREFIX)
        return correct_notice(work, state, content, issued_on, reason)


def correct_notice(
    work: Work,
    state: Notice,
    content: NoticeContent,
    issued_on: str,
    reason: str,
    source: Source | None = None,
) -> Written:
    """Corrects a notice within a unit of work."""
    notice.check_amendment(state, issued_on, content, work.registers)
    fact = NoticeAmended(content=content, reason=reason, **work.stamp(issued_on, source))
    return work.record(state.id, state.version + 1, fact)


def retract_notice(records: Records, given: str, *, reason: str) -> Written:
    """Takes a notice back out of the records."""
    with records.writing() as work:
        return take_back_notice(work, work.load(given, Notice, PREFIX), reason)


def take_back_notice(
    work: Work, state: Notice, reason: str, source: Source | None = None
) -> Written:
    """Takes a notice back within a unit of work."""
    notice.check_standing(state)
    fact = NoticeRetracted(reason=reason, **work.stamp(state.occurred, source))
    return work.record(state.id, state.version + 1, fact)
