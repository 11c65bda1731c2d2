"""A chronicle entry (大事记): what happened on a day, as the office wrote it down.

Registers: `chronicle.key` natural key -> id, of entries that stand;
`chronicle.former` the same of what an entry said before, or until it was
retracted; `chronicle.entry` id -> natural key and date; `chronicle.order` date/id -> rank
within the day. The natural key is the date and the text without blanks, so
that an entry is never recorded twice for a blank's sake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import msgspec

from zltrec.calendar.when import When
from zltrec.domain.fact import Fact, Recorded, Registers, Source, topic
from zltrec.errors import BadUsage, Refused

PREFIX = "c"
KEY = "chronicle.key"
FORMER = "chronicle.former"
ENTRY = "chronicle.entry"
ORDER = "chronicle.order"


@topic("chronicle.entry-recorded")
class EntryRecorded(Fact, frozen=True, kw_only=True):
    """An entry was written into the chronicle."""

    text: str


@topic("chronicle.entry-amended")
class EntryAmended(Fact, frozen=True, kw_only=True):
    """An entry's date or text was corrected; both stand here as they are from now on."""

    text: str
    reason: str


@topic("chronicle.entry-retracted")
class EntryRetracted(Fact, frozen=True, kw_only=True):
    """An entry was taken back; what it said stays in the log."""

    reason: str


@topic("chronicle.entry-moved")
class EntryMoved(Fact, frozen=True, kw_only=True):
    """An entry was put after another of the same date (None: before all others)."""

    after: str | None = None


class ChronicleEntry(msgspec.Struct):
    """An entry as its events made it; `status` is recorded, amended or retracted."""

    id: str
    version: int
    occurred: str
    text: str
    status: str
    source: Source | None


def evolve(state: ChronicleEntry | None, recorded: Recorded) -> ChronicleEntry | None:
    """The entry after one more of its events."""
    fact = recorded.fact
    if isinstance(fact, EntryRecorded):
        return ChronicleEntry(
            recorded.originator_id, 1, fact.occurred, fact.text, "recorded", fact.source
        )
    if state is None:
        return None
    state.version = recorded.originator_version
    if isinstance(fact, EntryAmended):
        state.occurred, state.text, state.status = fact.occurred, fact.text, "amended"
        state.source = fact.source or state.source
    elif isinstance(fact, EntryRetracted):
        state.status = "retracted"
    return state


def natural_key(occurred: str, text: str) -> str:
    """What makes two entries the same: SHA-256 over the date and the text without blanks."""
    bare = "".join(text.split())
    return hashlib.sha256(f"{occurred}\n{bare}".encode()).hexdigest()


def check_text(text: str) -> str:
    """The text without blanks at its ends. Raises BadUsage if nothing is left."""
    if not text.strip():
        raise BadUsage("the text of the entry is empty; nothing was recorded")
    return text.strip()


def check_new(when: When, text: str, registers: Registers) -> None:
    """Raises Refused if an entry of this date and text stands already."""
    known = registers.get(KEY, natural_key(str(when), text))
    if known is not None:
        raise Refused("that entry is there already: {id}; nothing was recorded", id=known)


def check_standing(state: ChronicleEntry) -> None:
    """Raises Refused if the entry was retracted."""
    if state.status == "retracted":
        raise Refused("the entry {id} was retracted; record it anew instead", id=state.id)


def check_amendment(state: ChronicleEntry, occurred: str, text: str, registers: Registers) -> None:
    """Raises Refused if the entry is retracted, nothing would change, or another says the same."""
    check_standing(state)
    if (occurred, text) == (state.occurred, state.text):
        raise Refused("the entry {id} says that already; nothing was changed", id=state.id)
    known = registers.get(KEY, natural_key(occurred, text))
    if known not in (None, state.id):
        raise Refused(
            "another entry, {other}, says the same on that date; retract one of them instead",
            other=known,
        )


def check_move(state: ChronicleEntry, after: ChronicleEntry) -> None:
    """Raises Refused unless both entries stand, differ, and have the same date."""
    check_standing(state)
    check_standing(after)
    if state.id == after.id:
        raise Refused("the entry {id} cannot stand after itself", id=state.id)
    if state.occurred != after.occurred:
        raise Refused(
            "{id} is of {date}, {other} of {other_date}; only entries of one date have an order",
            id=state.id,
            date=state.occurred or "-",
            other=after.id,
            other_date=after.occurred or "-",
        )


def first_rank(entry: str, taken: Collection[int]) -> int:
    """The rank with which an entry comes to a day whose entries have the ranks `taken`.

    It is the entry's own number, so that entries stand as they were recorded;
    one that comes back to a day where others were moved into its place is last.
    """
    own = int(entry.removeprefix(PREFIX))
    return max(taken) + 1 if own in taken else own


def reordered(ranked: Sequence[tuple[str, int]], moved: str, after: str | None) -> dict[str, int]:
    """New ranks of a day's entries when `moved` is put after `after`.

    `ranked` is (id, rank) in order; the same ranks are given out again, so
    nothing outside the day changes. Only ranks that differ are returned.
    """
    ids = [entry for entry, _ in ranked if entry != moved]
    ids.insert(0 if after is None else ids.index(after) + 1, moved)
    old = dict(ranked)
    return {entry: rank for entry, (_, rank) in zip(ids, ranked, strict=True) if old[entry] != rank}


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of the chronicle enters in the registers."""
    entry, fact = recorded.originator_id, recorded.fact
    if isinstance(fact, EntryMoved):
        date = (registers.get(ENTRY, entry) or "").partition(" ")[2]
        for other, rank in reordered(day_order(date, registers), entry, fact.after).items():
            registers.enter(ORDER, f"{date}/{other}", str(rank))
        return
    if isinstance(fact, EntryAmended | EntryRetracted):
        key, _, date = (registers.get(ENTRY, entry) or "").partition(" ")
        if registers.get(KEY, key) == entry:
            registers.strike(KEY, key)
        if isinstance(fact, EntryRetracted) or date != fact.occurred:
            registers.strike(ORDER, f"{date}/{entry}")
        registers.strike(ENTRY, entry)
        registers.enter(FORMER, key, entry)
    if isinstance(fact, EntryRecorded | EntryAmended):
        key = natural_key(fact.occurred, fact.text)
        registers.strike(FORMER, key)
        registers.enter(KEY, key, entry)
        registers.enter(ENTRY, entry, f"{key} {fact.occurred}")
        if registers.get(ORDER, f"{fact.occurred}/{entry}") is None:
            # A new number cannot be taken; only one that comes from another day asks.
            arrives = isinstance(fact, EntryAmended)
            taken = [r for _, r in day_order(fact.occurred, registers)] if arrives else []
            registers.enter(ORDER, f"{fact.occurred}/{entry}", str(first_rank(entry, taken)))


def day_order(occurred: str, registers: Registers) -> list[tuple[str, int]]:
    """The standing entries of one date as (id, rank), in order."""
    ranked = [
        (key.rpartition("/")[2], int(rank)) for key, rank in registers.scan(ORDER, f"{occurred}/")
    ]
    return sorted(ranked, key=lambda pair: pair[1])
