"""Calendars of working days as their events make them."""

from __future__ import annotations

from datetime import date

import pytest

from zltrec.calendar.working import YearCalendar, encode_year, year_digest
from zltrec.domain.fact import Recorded, decode_fact, encode_fact
from zltrec.domain.workdays import (
    YEAR,
    CalendarAdopted,
    Workdays,
    adopt_action,
    adopted_year,
    calendar_of,
    evolve,
    register,
    subject_of,
)
from zltrec.errors import Unreadable
from zltrec.store.registers import ScratchRegisters

STAMP = {"recorded_at": "2022-07-01T00:00:00.000000Z", "actor": "林档"}
SATURDAY, MONDAY = date(2022, 5, 7), date(2022, 5, 2)
FIRST = YearCalendar(2022, (MONDAY,), (SATURDAY,), "初稿")
SECOND = YearCalendar(2022, (), (), "更正")


def adopted(calendar: YearCalendar, version: int = 1, approval: str = "") -> Recorded:
    """A calendar adopted."""
    fact = CalendarAdopted(text=encode_year(calendar), approval=approval, **STAMP)
    return Recorded(subject_of(calendar.year), version, fact)


def test_a_calendar_is_what_was_adopted_last() -> None:
    """Its text whole, and the approval that it stands on; none for the first."""
    first = evolve(None, adopted(FIRST))
    assert first == Workdays("workdays:2022", 1, encode_year(FIRST), "")
    second = evolve(first, adopted(SECOND, 2, "a0000009"))
    assert second == Workdays("workdays:2022", 2, encode_year(SECOND), "a0000009")


def test_a_fact_is_read_as_it_was_written() -> None:
    """By its topic, from the closed list."""
    fact = adopted(FIRST, 1, "a0000009").fact
    assert fact.TOPIC == "workdays.adopted"
    assert decode_fact(fact.TOPIC, encode_fact(fact)) == fact


def test_days_are_counted_by_what_is_in_force() -> None:
    """A later adoption replaces the year, and leaves the others."""
    registers = ScratchRegisters()
    other = YearCalendar(2023, (date(2023, 1, 2),), (), "另一年")
    assert calendar_of(registers).is_provisional(MONDAY, MONDAY)
    for recorded in (adopted(FIRST), adopted(other)):
        register(recorded, registers)
    calendar = calendar_of(registers)
    assert (calendar.is_working(SATURDAY), calendar.is_working(MONDAY)) == (True, False)
    assert not calendar.is_provisional(MONDAY, date(2023, 1, 2))
    register(adopted(SECOND, 2), registers)
    calendar = calendar_of(registers)
    assert (calendar.is_working(SATURDAY), calendar.is_working(MONDAY)) == (False, True)
    assert not calendar.is_working(date(2023, 1, 2))
    assert adopted_year(2022, registers) == SECOND
    assert adopted_year(2023, registers) == other
    assert adopted_year(2024, registers) is None


def test_years_have_four_digits() -> None:
    """So that they stand in order wherever they are keys."""
    assert subject_of(2022) == "workdays:2022"
    assert subject_of(22) == "workdays:0022"


def test_the_action_names_the_text() -> None:
    """Another text is another action."""
    text = encode_year(FIRST)
    assert adopt_action(text) == f"adopt {year_digest(text)}"
    assert adopt_action(text) != adopt_action(encode_year(SECOND))


@pytest.mark.parametrize("value", ["", "[]", "{}", encode_year(YearCalendar(2023, (), (), "x"))])
def test_a_damaged_register_is_said_to_be_damaged(value: str) -> None:
    """Another year's calendar is damage too."""
    registers = ScratchRegisters()
    registers.enter(YEAR, "2022", value)
    for read in (calendar_of, lambda found: adopted_year(2022, found)):
        with pytest.raises(Unreadable, match=r"calendar of 2022 is damaged: .* audit verify"):
            read(registers)
