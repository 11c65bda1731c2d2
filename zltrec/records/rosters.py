"""Commands on rosters: form, amend, appoint, release."""

from __future__ import annotations

from datetime import date

from zltrec.calendar.when import When, encode_when
from zltrec.domain import roster
from zltrec.domain.fact import Source
from zltrec.domain.roster import (
    PREFIX,
    MemberAppointed,
    MemberReleased,
    Roster,
    RosterAmended,
    RosterContent,
    RosterFormed,
    RosterRetracted,
    SeatContent,
)
from zltrec.records.application import Records
from zltrec.records.work import Work, Written


def add_roster(records: Records, content: RosterContent, formed_on: When) -> Written:
    """Records a body and its seats."""
    with records.writing() as work:
        return form_roster(work, content, encode_when(formed_on))


def form_roster(
    work: Work, content: RosterContent, formed_on: str, source: Source | None = None
) -> Written:
    """Records a body within a unit of work."""
    roster.check_new(content, work.registers)
    return work.begin(PREFIX, RosterFormed(content=content, **work.stamp(formed_on, source)))


def find_roster(records: Records, given: str) -> Roster:
    """The roster that an id or its unique beginning means."""
    return records.load(given, Roster, PREFIX)


def amend_roster(
    records: Records, given: str, content: RosterContent, formed_on: str, *, reason: str
) -> Written:
    """Corrects what is recorded of a body; `content` is all of it, as it should be."""
    with records.writing() as work:
        state = work.load(given, Roster, PREFIX)
        return correct_roster(work, state, content, formed_on, reason)


def correct_roster(
    work: Work,
    state: Roster,
    content: RosterContent,
    formed_on: str,
    reason: str,
    source: Source | None = None,
) -> Written:
    """Corrects a body within a unit of work."""
    roster.check_amendment(state, formed_on, content, work.registers)
    fact = RosterAmended(content=content, reason=reason, **work.stamp(formed_on, source))
    return work.record(state.id, state.version + 1, fact)


def take_back_roster(
    work: Work, state: Roster, reason: str, source: Source | None = None
) -> Written:
    """Takes a body back out of the records within a unit of work."""
    roster.check_standing(state)
    fact = RosterRetracted(reason=reason, **work.stamp(state.occurred, source))
    return work.record(state.id, state.version + 1, fact)


def appoint(records: Records, given: str, seat: SeatContent, *, on: date) -> Written:
    """Gives somebody a new seat from the day `on`."""
    with records.writing() as work:
        state = work.load(given, Roster, PREFIX)
        roster.check_appointment(state, seat, on.isoformat())
        fact = MemberAppointed(
            number=state.last_number + 1, seat=seat, **work.stamp(on.isoformat())
        )
        return work.record(state.id, state.version + 1, fact)


def release(records: Records, given: str, person: str, *, on: date, reason: str) -> Written:
    """Ends a seat; `on` is the last day in it, `person` a name or the seat's number."""
    with records.writing() as work:
        state = work.load(given, Roster, PREFIX)
        number = roster.find_seat(state, person)
        roster.check_release(state, number, on.isoformat())
        fact = MemberReleased(number=number, reason=reason, **work.stamp(on.isoformat()))
        return work.record(state.id, state.version + 1, fact)
