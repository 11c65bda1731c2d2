"""The desk for chronicle entries: a whole month of them at a time.

Entries are the same if date and text without blanks are; of the rest, an
entry that is alike to one of last time corrects it, and all others are new.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from zltrec.calendar.when import encode_when
from zltrec.domain import chronicle
from zltrec.domain.accession import PrintedItem
from zltrec.domain.chronicle import ChronicleEntry
from zltrec.gazette.document import Finding, PrintedEntry
from zltrec.records.chronicle import correct_entry, place_entry, record_entry, take_back_entry
from zltrec.records.desk import LACKING, REASON, Desk, Sheet

_ALIKE = 0.6  # two printed entries at least so alike (difflib) are one entry, corrected
_SAME_DATE = 0.05  # what an equal date adds to that


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
        work, occurred = self.sheet.work, encode_when(entry.when)
        standing = work.registers.get(chronicle.KEY, digest)
        if standing is not None:
            # Written by hand, or corrected by hand to what the print now says.
            self.tell("unchanged", standing, entry.line, entry.text)
            self.read_as(standing, digest, changed=False)
            left[:] = [item for item in left if item.id != standing]
            return
        state = self._alike(entry, left)
        if state is None:
            written = record_entry(work, entry.when, entry.text, self.sheet.at(entry.line))
            self.tell("added", written.id, entry.line, entry.text)
            self.read_as(written.id, digest, changed=True)
            return
        if state.status == "amended" and state.source is not None:
            self.sheet.warn(
                Finding(
                    entry.line,
                    "replaces_amendment",
                    "the entry {id} was amended before; the file's new wording replaces that",
                    (("id", state.id),),
                )
            )
        correct_entry(work, state, occurred, entry.text, REASON, self.sheet.at(entry.line))
        self.tell("amended", state.id, entry.line, entry.text)
        self.read_as(state.id, digest, changed=True)

    def _alike(self, entry: PrintedEntry, left: list[PrintedItem]) -> ChronicleEntry | None:
        """The entry of last time, still standing, that this one corrects; taken out of `left`."""
        best: tuple[float, PrintedItem, ChronicleEntry] | None = None
        for item in left:
            if not self.stands(item.id):
                continue
            state = self.sheet.work.load(item.id, ChronicleEntry, chronicle.PREFIX)
            alike = difflib.SequenceMatcher(None, state.text, entry.text, autojunk=False).ratio()
            if state.occurred == encode_when(entry.when):
                alike += _SAME_DATE
            if alike >= _ALIKE and (best is None or alike > best[0]):
                best = (alike, item, state)
        if best is None:
            return None
        left.remove(best[1])
        return best[2]

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
