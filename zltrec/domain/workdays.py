"""A year's calendar of working days, adopted: what deadlines in working days are counted by.

Each adoption carries the year's whole text, so that a replay needs no package.
The first may be bundled; any other stands on an approval. Register:
`workdays.year` year (four digits) -> the text in force.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from zltrec.calendar.working import WorkingCalendar, YearCalendar, decode_year, year_digest
from zltrec.domain.fact import Fact, Recorded, Registers, topic
from zltrec.errors import Unreadable

PREFIX = "workdays:"
YEAR = "workdays.year"


@topic("workdays.adopted")
class CalendarAdopted(Fact, frozen=True, kw_only=True):
    """A year's calendar counts from now on: its canonical JSON `text`, whole.

    `approval` is the id that let it; empty only for what a store began with.
    """

    text: str
    approval: str = ""


class Workdays(msgspec.Struct):
    """A year's calendar as it is in force."""

    id: str
    version: int
    text: str
    approval: str


def evolve(state: Workdays | None, recorded: Recorded) -> Workdays | None:
    """The calendar after one more of its events."""
    fact = recorded.fact
    if isinstance(fact, CalendarAdopted):
        return Workdays(
            recorded.originator_id, recorded.originator_version, fact.text, fact.approval
        )
    return state


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of a calendar enters in the registers."""
    fact = recorded.fact
    if isinstance(fact, CalendarAdopted):
        registers.enter(YEAR, recorded.originator_id.removeprefix(PREFIX), fact.text)


def subject_of(year: int) -> str:
    """What a year's calendar is called in the log and in approvals: `workdays:2022`."""
    return f"{PREFIX}{year:04d}"


def adopt_action(text: str) -> str:
    """The action of adopting a calendar, as approvals name it; `text` is canonical."""
    return f"adopt {year_digest(text)}"


def adopted_year(year: int, registers: Registers) -> YearCalendar | None:
    """The calendar of a year in force; None if none was adopted.

    Raises Unreadable where the register is damaged.
    """
    key = f"{year:04d}"
    text = registers.get(YEAR, key)
    return None if text is None else _decode(key, text)


def calendar_of(registers: Registers) -> WorkingCalendar:
    """The working days by every calendar in force. Raises Unreadable as `adopted_year` does."""
    return _calendar(tuple(registers.scan(YEAR)))


@lru_cache(maxsize=8)
def _calendar(texts: tuple[tuple[str, str], ...]) -> WorkingCalendar:
    # The same texts make the same calendar, and many deadlines are counted by it.
    calendars = [_decode(key, text) for key, text in texts]
    return WorkingCalendar({calendar.year: calendar for calendar in calendars})


def _decode(key: str, text: str) -> YearCalendar:
    try:
        calendar = decode_year(text)
        if f"{calendar.year:04d}" != key:
            raise Unreadable("it is the calendar of {year}", year=calendar.year)
    except Unreadable as error:
        raise Unreadable(
            "the register of the calendar of {year} is damaged: {reason}; run `zltrec audit"
            " verify`",
            year=key,
            reason=error,
        ) from error
    return calendar
