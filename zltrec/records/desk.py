"""What is printed, against what was printed before: the part that all desks share.

A desk matches printed things with the ids they were read as last time, by a
digest of what was printed, and records what is new, what is corrected and
what the file lacks. What people changed by hand since then stays, unless the
print itself changed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from zltrec.domain.accession import PrintedItem
from zltrec.domain.fact import Source
from zltrec.gazette.document import Finding
from zltrec.records.work import Work

REASON = "corrected in the file imported"
LACKING = "not in the file imported"
_LABEL = 60


class Change(msgspec.Struct):
    """One thing that an import does: action (added, amended, moved, unchanged, missing),
    the kind of thing, its id (None before it has one), line in the file, and a label."""

    action: str
    kind: str
    id: str | None
    line: int | None
    label: str


@dataclass
class Sheet:
    """What every desk needs of the import under way."""

    work: Work
    source: Source
    take_in: Callable[[], None]
    note: Callable[[Change], None]
    warn: Callable[[Finding], None]
    retract: bool

    def at(self, line: int) -> Source:
        """The source of something on this line; from now on the file must be taken in."""
        self.take_in()
        return Source(self.source.accession, line)


@dataclass
class Desk(ABC):
    """The part that all desks share: the items of a section as they are read."""

    sheet: Sheet
    kind: str = ""
    items: list[PrintedItem] = field(default_factory=list)
    changed: bool = False

    def tell(self, action: str, originator_id: str | None, line: int | None, label: str) -> None:
        """Notes one change for the report."""
        self.sheet.note(Change(action, self.kind, originator_id, line, label[:_LABEL]))

    def read_as(self, originator_id: str, printed: str, *, changed: bool) -> None:
        """Remembers what a printed thing was read as."""
        self.items.append(PrintedItem(originator_id, printed))
        self.changed = self.changed or changed

    def finish(self) -> tuple[tuple[PrintedItem, ...], bool]:
        """The section's items, and whether they must be remembered anew; the desk is clear."""
        items, changed = tuple(self.items), self.changed
        self.items, self.changed = [], False
        return items, changed

    def miss(self, last: Sequence[PrintedItem], section: str) -> None:
        """Proposes to retract what was read last time and is not printed now; does it if told."""
        here = {item.id for item in self.items}
        for item in last:
            if item.id in here or not self.stands(item.id) or not self.belongs(item.id, section):
                continue
            self.tell("missing", item.id, None, self.take_back(item.id))
            self.changed = True

    def belongs(self, originator_id: str, section: str) -> bool:
        """Whether a file that has the section would print the thing in it."""
        return True

    @abstractmethod
    def stands(self, originator_id: str) -> bool:
        """Whether the thing was not retracted since."""

    @abstractmethod
    def take_back(self, originator_id: str) -> str:
        """Retracts the thing if the sheet says so; returns its label."""
