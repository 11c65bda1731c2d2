"""Commands on the chronicle: record, amend, retract, move."""

from __future__ import annotations

from collections.abc import Iterable

from zltrec.calendar.when import When, encode_when
from zltrec.domain import chronicle
from zltrec.domain.chronicle import (
    PREFIX,
    ChronicleEntry,
    EntryAmended,
    EntryMoved,
    EntryRecorded,
    EntryRetracted,
)
from zltrec.domain.fact import Source
from zltrec.records.application import Records
from zltrec.records.work import Work, Written


def add_entries(records: Records, entries: Iterable[tuple[When, str]]) -> list[Written]:
    """Records entries, all or none. Raises as `domain.chronicle` checks."""
    with records.writing() as work:
        return [record_entry(work, when, text) for when, text in entries]


def record_entry(work: Work, when: When, text: str, source: Source | None = None) -> Written:
    """Records one entry within a unit of work."""
    text = chronicle.check_text(text)
    chronicle.check_new(when, text, work.registers)
    return work.begin(PREFIX, EntryRecorded(text=text, **work.stamp(encode_when(when), source)))


def amend_entry(
    records: Records, given: str, *, when: When | None, text: str | None, reason: str
) -> Written:
    """Corrects an entry's date, its text, or both."""
    with records.writing() as work:
        entry = work.load(given, ChronicleEntry, PREFIX)
        return correct_entry(
            work,
            entry,
            encode_when(when) if when is not None else entry.occurred,
            chronicle.check_text(text) if text is not None else entry.text,
            reason,
        )


def correct_entry(
    work: Work,
    entry: ChronicleEntry,
    occurred: str,
    text: str,
    reason: str,
    source: Source | None = None,
) -> Written:
    """Corrects an entry within a unit of work."""
    chronicle.check_amendment(entry, occurred, text, work.registers)
    fact = EntryAmended(text=text, reason=reason, **work.stamp(occurred, source))
    return work.record(entry.id, entry.version + 1, fact)


def retract_entry(records: Records, given: str, *, reason: str) -> Written:
    """Takes an entry back."""
    with records.writing() as work:
        entry = work.load(given, ChronicleEntry, PREFIX)
        return take_back_entry(work, entry, reason)


def take_back_entry(
    work: Work, entry: ChronicleEntry, reason: str, source: Source | None = None
) -> Written:
    """Takes an entry back within a unit of work."""
    chronicle.check_standing(entry)
    fact = EntryRetracted(reason=reason, **work.stamp(entry.occurred, source))
    return work.record(entry.id, entry.version + 1, fact)


def move_entry(records: Records, given: str, *, after: str) -> Written:
    """Puts an entry after another of the same date."""
    with records.writing() as work:
        entry = work.load(given, ChronicleEntry, PREFIX)
        before = work.load(after, ChronicleEntry, PREFIX)
        chronicle.check_move(entry, before)
        return place_entry(work, entry, before.id)


def place_entry(
    work: Work, entry: ChronicleEntry, after: str | None, source: Source | None = None
) -> Written:
    """Gives an entry its place within its day, within a unit of work."""
    fact = EntryMoved(after=after, **work.stamp(entry.occurred, source))
    return work.record(entry.id, entry.version + 1, fact)
