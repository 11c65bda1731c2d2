"""The desk for chronicle entries: a whole month of them at a time.

Entries are the same if date and text without blanks are; of the rest, an
entry that is alike to one of last time corrects it, and all others are new.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import NamedTuple

from zltrec.calendar.when import encode_when
from zltrec.domain import chronicle
from zltrec.domain.accession import PrintedItem
from zltrec.domain.chronicle import ChronicleEntry, EntryAmended, EntryRecorded
from zltrec.gazette.document import Finding, PrintedEntry
from zltrec.records.chronicle import correct_entry, place_entry, record_entry, take_back_entry
from zltrec.records.desk import LACKING, REASON, Desk, Sheet

_ALIKE = 0.6  # two printed entries at least so alike (difflib) are one entry, corrected
_SAME_DATE = 0.05  # what an equal date adds to that


class _AsPrinted(NamedTuple):
    """An entry as a file printed it."""

    occurred: str
    text: str


class EntryDesk(Desk):
    """Chronicle entries, a whole month at a time."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet, "chronicle")

    def take_all(self, printed: Sequence[PrintedEntry], last: Sequence[PrintedItem]) -> None:
        """Matches a section's entries: the same first, then alike ones in order, then new ones."""
        known = _by_digest(last)
        matches: list[tuple[PrintedEntry, str, PrintedItem | None]] = []
        for entry in printed:
            digest = chronicle.natural_key(encode_when(entry.when), entry.text)
            same = known.get(digest)
            matches.append((entry, digest, same.pop(0) if same else None))
        left = [
            item for item in last if any(item is other for other in known.get(item.printed, ()))
        ]
        for entry, digest, item in matches:
            if item is not None:
                self.tell("unchanged", item.id, entry.line, entry.text)
                self.read_as(item.id, digest, changed=False)
            else:
                self._take_other(entry, digest, left)
        self._put_in_order(last)

    def _take_other(self, entry: PrintedEntry, digest: str, left: list[PrintedItem]) -> None:
        """Takes an entry that was not printed so last time."""
        same = self._written_by_hand(entry, digest, {item.id for item in left})
        if same is not None:
            self.tell("unchanged", same, entry.line, entry.text)
            self.read_as(same, digest, changed=False)
            left[:] = [item for item in left if item.id != same]
            return
        found = self._alike(entry, left)
        if found is None:
            source = self.sheet.at(entry.line)
            written = record_entry(self.sheet.work, entry.when, entry.text, source)
            self.tell("added", written.id, entry.line, entry.text)
            self.read_as(written.id, digest, changed=True)
            return
        state, printed = found
        if state.status == "retracted":
            self._warn_retracted(entry, state.id)
            self.tell("unchanged", state.id, entry.line, entry.text)
        else:
            self._correct(entry, state, printed)
        self.read_as(state.id, digest, changed=True)

    def _written_by_hand(self, entry: PrintedEntry, digest: str, left: set[str]) -> str | None:
        """The entry that people wrote, or corrected, to say what is printed here; or that said so
        until they corrected it. None if there is none."""
        registers = self.sheet.work.registers
        standing = registers.get(chronicle.KEY, digest)
        if standing is not None:
            return standing
        if entry.when.precision == "day":
            # The print knows no minutes.
            for key, _rank in registers.scan(chronicle.ORDER, f"{encode_when(entry.when)}T"):
                other = key.rpartition("/")[2]
                state = self.sheet.work.load_exactly(other, ChronicleEntry)
                if _bare(state.text) == _bare(entry.text):
                    return other
        former = registers.get(chronicle.FORMER, digest)
        if former is None or former in left:
            return None
        if not self.stands(former):
            self._warn_retracted(entry, former)
        return former

    def _correct(self, entry: PrintedEntry, state: ChronicleEntry, printed: _AsPrinted) -> None:
        """Records what changed in the print; what was amended by hand stays where it did not."""
        new = _AsPrinted(encode_when(entry.when), entry.text)
        occurred, text = state.occurred, state.text
        if new.occurred != printed.occurred:
            occurred = new.occurred
        if _bare(new.text) != _bare(printed.text):
            text = new.text
        by_hand = (state.occurred, _bare(state.text)) != (printed.occurred, _bare(printed.text))
        key = chronicle.natural_key(occurred, text)
        other = self.sheet.work.registers.get(chronicle.KEY, key)
        if other is not None:
            self.tell("unchanged", other, entry.line, entry.text)
            return
        if by_hand:
            self.sheet.warn(
                Finding(
                    entry.line,
                    "replaces_amendment",
                    "{id} was amended by hand before; what changed in the file replaces that",
                    (("id", state.id),),
                )
            )
        correct_entry(self.sheet.work, state, occurred, text, REASON, self.sheet.at(entry.line))
        self.tell("amended", state.id, entry.line, entry.text)

    def _warn_retracted(self, entry: PrintedEntry, originator_id: str) -> None:
        self.sheet.warn(
            Finding(
                entry.line,
                "retracted_before",
                "{id} was retracted by hand; it was not added again",
                (("id", originator_id),),
            )
        )

    def _alike(
        self, entry: PrintedEntry, left: list[PrintedItem]
    ) -> tuple[ChronicleEntry, _AsPrinted] | None:
        """The entry of last time that this one corrects, and how it was printed then; taken out
        of `left`. What people made of it since does not count."""
        best: tuple[float, PrintedItem, _AsPrinted] | None = None
        for item in left:
            printed = self._as_printed(item.id)
            alike = difflib.SequenceMatcher(None, printed.text, entry.text, autojunk=False).ratio()
            if printed.occurred == encode_when(entry.when):
                alike += _SAME_DATE
            if alike >= _ALIKE and (best is None or alike > best[0]):
                best = (alike, item, printed)
        if best is None:
            return None
        left.remove(best[1])
        return self.sheet.work.load_exactly(best[1].id, ChronicleEntry), best[2]

    def _as_printed(self, originator_id: str) -> _AsPrinted:
        fact = self.sheet.work.printed_fact(originator_id)
        if isinstance(fact, EntryRecorded | EntryAmended):
            return _AsPrinted(fact.occurred, fact.text)
        # Written by hand, and found in a file that printed the same.
        state = self.sheet.work.load_exactly(originator_id, ChronicleEntry)
        return _AsPrinted(state.occurred, state.text)

    def _put_in_order(self, last: Sequence[PrintedItem]) -> None:
        """Moves entries whose printed order changed, or that were printed between others."""
        days: dict[str, list[str]] = {}
        for entry in dict.fromkeys(item.id for item in self.items):
            held = self.sheet.work.registers.get(chronicle.ENTRY, entry)
            if held is not None:
                days.setdefault(held.partition(" ")[2], []).append(entry)
        before = [item.id for item in last]
        for occurred, wanted in days.items():
            old = [entry for entry in before if entry in wanted]
            kept = [entry for entry in wanted if entry in old]
            # An order that people chose by hand stays where the print did not change.
            placed = [entry for entry in wanted if entry not in old] if kept == old else wanted
            if placed:
                self._order_day(occurred, wanted, set(placed))

    def _order_day(self, occurred: str, wanted: list[str], placed: set[str]) -> None:
        work = self.sheet.work
        now = [i for i, _ in chronicle.day_order(occurred, work.registers) if i in set(wanted)]
        for n, entry in enumerate(wanted):
            after = wanted[n - 1] if n else None
            place = now.index(after) + 1 if after is not None else 0
            if entry not in placed or now[place : place + 1] == [entry]:
                continue
            self.sheet.take_in()
            state = work.load(entry, ChronicleEntry, chronicle.PREFIX)
            place_entry(work, state, after, self.sheet.source)
            self.tell("moved", entry, None, state.text)
            self.changed = True
            now.remove(entry)
            now.insert(now.index(after) + 1 if after is not None else 0, entry)

    def belongs(self, originator_id: str, section: str) -> bool:
        held = self.sheet.work.registers.get(chronicle.ENTRY, originator_id) or ""
        month = section.removeprefix("chronicle:").partition("#")[0]
        return held.partition(" ")[2].startswith(month)

    def stands(self, originator_id: str) -> bool:
        return self.sheet.work.registers.get(chronicle.ENTRY, originator_id) is not None

    def take_back(self, originator_id: str) -> str:
        work = self.sheet.work
        state = work.load(originator_id, ChronicleEntry, chronicle.PREFIX)
        if self.sheet.retract:
            self.sheet.take_in()
            take_back_entry(work, state, LACKING, self.sheet.source)
        return f"{state.occurred} {state.text}"


def _by_digest(items: Sequence[PrintedItem]) -> dict[str, list[PrintedItem]]:
    known: dict[str, list[PrintedItem]] = {}
    for item in items:
        known.setdefault(item.printed, []).append(item)
    return known


def _bare(text: str) -> str:
    return "".join(text.split())
