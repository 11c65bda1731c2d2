"""A file taken in, by SHA-256, and what was read from it.

An import is remembered by sections (a month of a chronicle, the documents of
an issue): which ids each was read as, in printed order, with a digest of what
was printed. The next file is compared with that, never with what people
amended by hand. Registers: `gazette.section` section -> the items last read;
`gazette.printed` id -> digest of what was last printed of it, `gazette.read-as`
the same the other way; `accession.file`
SHA-256 -> name.
"""

from __future__ import annotations

import msgspec

from zltrec.domain.fact import Fact, Recorded, Registers, topic
from zltrec.errors import Unreadable

SECTION = "gazette.section"
PRINTED = "gazette.printed"
READ_AS = "gazette.read-as"
FILE = "accession.file"


class PrintedItem(msgspec.Struct, frozen=True, array_like=True):
    """What one thing on the page was read as: the id, and a digest of what was printed."""

    id: str
    printed: str


@topic("accession.taken-in")
class FileTakenIn(Fact, frozen=True, kw_only=True):
    """A file was taken in; its SHA-256 is the aggregate's id. `size` in bytes."""

    name: str
    size: int
    purpose: str
    encoding: str = ""


@topic("accession.section-read")
class SectionRead(Fact, frozen=True, kw_only=True):
    """A section of a gazette was read: its items in printed order."""

    section: str
    items: tuple[PrintedItem, ...]


class Accession(msgspec.Struct):
    """A file as its events made it."""

    id: str
    version: int
    name: str
    size: int
    purpose: str


def evolve(state: Accession | None, recorded: Recorded) -> Accession | None:
    """The accession after one more of its events."""
    fact = recorded.fact
    if isinstance(fact, FileTakenIn):
        return Accession(recorded.originator_id, 1, fact.name, fact.size, fact.purpose)
    if state is not None:
        state.version = recorded.originator_version
    return state


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of an accession enters in the registers."""
    fact = recorded.fact
    if isinstance(fact, FileTakenIn):
        registers.enter(FILE, recorded.originator_id, fact.name)
    elif isinstance(fact, SectionRead):
        registers.enter(SECTION, fact.section, msgspec.json.encode(fact.items).decode())
        for item in fact.items:
            registers.enter(PRINTED, item.id, item.printed)
            registers.enter(READ_AS, item.printed, item.id)


def items_last_read(section: str, registers: Registers) -> tuple[PrintedItem, ...]:
    """The items that the section was last read as, in printed order; none if never."""
    known = registers.get(SECTION, section)
    if known is None:
        return ()
    try:
        return msgspec.json.decode(known, type=tuple[PrintedItem, ...])
    except msgspec.DecodeError as error:
        raise Unreadable(
            "the register of section {section} is damaged: {reason}; run `zltrec audit verify`",
            section=section,
            reason=error,
        ) from error
