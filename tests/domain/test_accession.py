"""Files taken in, and what was read from them."""

from __future__ import annotations

import pytest

from zltrec.domain.accession import (
    FILE,
    PRINTED,
    SECTION,
    Accession,
    FileTakenIn,
    PrintedItem,
    SectionRead,
    evolve,
    items_last_read,
    register,
)
from zltrec.domain.fact import Recorded
from zltrec.errors import Unreadable
from zltrec.store.registers import ScratchRegisters

STAMP = {"recorded_at": "2022-07-01T00:00:00.000000Z", "actor": "林档"}
TAKEN = Recorded("ab" * 32, 1, FileTakenIn(name="公报.txt", size=9, purpose="gazette", **STAMP))


def read(section: str, *items: tuple[str, str], version: int = 2) -> Recorded:
    """A section read as these items."""
    fact = SectionRead(section=section, items=tuple(PrintedItem(*i) for i in items), **STAMP)
    return Recorded("ab" * 32, version, fact)


def test_an_accession_is_its_file() -> None:
    """Name, size and purpose come from the first event; what was read only raises the version."""
    first = evolve(None, TAKEN)
    assert first == Accession("ab" * 32, 1, "公报.txt", 9, "gazette")
    later = evolve(first, read("chronicle:2022-06"))
    assert later is not None
    assert (later.version, later.name) == (2, "公报.txt")


def test_a_section_is_remembered_as_it_was_last_read() -> None:
    """A later reading replaces the earlier one, whole; another section is another memory."""
    registers = ScratchRegisters()
    for recorded in (
        TAKEN,
        read("chronicle:2022-05", ("c1", "x")),
        read("chronicle:2022-06", ("c2", "p"), ("c3", "q")),
        read("chronicle:2022-06", ("c3", "r")),
    ):
        register(recorded, registers)
    assert items_last_read("chronicle:2022-06", registers) == (PrintedItem("c3", "r"),)
    assert items_last_read("chronicle:2022-05", registers) == (PrintedItem("c1", "x"),)
    assert items_last_read("chronicle:2022-04", registers) == ()
    assert registers.get(FILE, "ab" * 32) == "公报.txt"
    assert [registers.get(PRINTED, i) for i in ("c1", "c2", "c3")] == ["x", "p", "r"]


@pytest.mark.parametrize("value", ["", "[[1,2]]", "{}", "[["])
def test_a_damaged_memory_is_said_to_be_damaged(value: str) -> None:
    """A register that somebody wrote into does not end in a stack of Python."""
    registers = ScratchRegisters()
    registers.enter(SECTION, "chronicle:2022-06", value)
    with pytest.raises(Unreadable, match=r"section chronicle:2022-06 is damaged: .* audit verify"):
        items_last_read("chronicle:2022-06", registers)
