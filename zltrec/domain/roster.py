"""A body and who sits in it, from when to when (领导小组 and the like).

A seat has a number within its body; people come and go by day. Two people of
one name are two seats. Registers: `roster.body` name without blanks -> id, of
those that stand; `roster.named` the same the other way;
`roster.retracted-body` the id that was taken back under a name.
"""

from __future__ import annotations

import msgspec

from zltrec.calendar.when import decode_when
from zltrec.domain.fact import Fact, Recorded, Registers, Source, topic
from zltrec.errors import BadUsage, Refused

PREFIX = "r"
RETRACTED = "roster.retracted-body"
NAMED = "roster.named"
BODY = "roster.body"


class SeatContent(msgspec.Struct, frozen=True):
    """Who sits there: the role in the body, the name, the title held elsewhere."""

    role: str
    name: str
    title: str


class OfficeContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body's office: where it is, and who holds which duty in it."""

    where: str | None = None
    holders: tuple[SeatContent, ...] = ()


class RosterContent(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A body as a document prints it: its seats by number, its office, the document's title."""

    body: str
    seats: dict[int, SeatContent]
    office: OfficeContent = OfficeContent()
    notice: str | None = None


@topic("roster.formed")
class RosterFormed(Fact, frozen=True, kw_only=True):
    """A body was formed; `occurred` is the day of its document, undated where none is printed."""

    content: RosterContent


@topic("roster.amended")
class RosterAmended(Fact, frozen=True, kw_only=True):
    """What is recorded of a body was wrong and is corrected.

    Seats that `content` lacks were never there; days of seats that stay are
    kept. `occurred` is the day of its document as it is known now.
    """

    content: RosterContent
    reason: str


@topic("roster.member-appointed")
class MemberAppointed(Fact, frozen=True, kw_only=True):
    """Somebody took a new seat, on the day `occurred`."""

    number: int
    seat: SeatContent


@topic("roster.member-released")
class MemberReleased(Fact, frozen=True, kw_only=True):
    """Somebody left a seat; `occurred` is the last day in it."""

    number: int
    reason: str = ""


@topic("roster.retracted")
class RosterRetracted(Fact, frozen=True, kw_only=True):
    """A body was taken back out of the records: it was never there."""

    reason: str


class Seat(msgspec.Struct):
    """A seat with its days (canonical text of a day; "" where the start is not known)."""

    content: SeatContent
    from_day: str
    to_day: str | None = None


class Roster(msgspec.Struct):
    """A body as its events made it; `seats` by number, in order of appointment."""

    id: str
    version: int
    occurred: str
    body: str
    seats: dict[int, Seat]
    office: OfficeContent
    notice: str | None
    source: Source | None
    last_number: int
    status: str = "recorded"

    def holds_seat(self, number: int, day: str) -> bool:
        """Whether the seat of that number is held on a day; a start unknown counts as before."""
        seat = self.seats.get(number)
        return (
            seat is not None
            and seat.from_day <= day
            and (seat.to_day is None or day <= seat.to_day)
        )

    def content(self) -> RosterContent:
        """What is recorded now, in the form that an amendment gives anew."""
        return RosterContent(
            body=self.body,
            seats={number: seat.content for number, seat in self.seats.items()},
            office=self.office,
            notice=self.notice,
        )


def evolve(state: Roster | None, recorded: Recorded) -> Roster | None:
    """The body after one more of its events."""
    fact = recorded.fact
    if isinstance(fact, RosterFormed):
        content = fact.content
        return Roster(
            recorded.originator_id,
            1,
            fact.occurred,
            content.body,
            {number: Seat(seat, fact.occurred) for number, seat in content.seats.items()},
            content.office,
            content.notice,
            fact.source,
            max(content.seats, default=0),
        )
    if state is None:
        return None
    state.version = recorded.originator_version
    if isinstance(fact, RosterAmended):
        _correct(state, fact)
    elif isinstance(fact, MemberAppointed):
        state.seats[fact.number] = Seat(fact.seat, fact.occurred)
        state.last_number = max(state.last_number, fact.number)
    elif isinstance(fact, MemberReleased):
        state.seats[fact.number].to_day = fact.occurred
    elif isinstance(fact, RosterRetracted):
        state.status = "retracted"
    return state


def _correct(state: Roster, fact: RosterAmended) -> None:
    content = fact.content
    kept: dict[int, Seat] = {}
    for number, seat in content.seats.items():
        old = state.seats.get(number)
        began = fact.occurred if old is None or old.from_day == state.occurred else old.from_day
        kept[number] = Seat(seat, began, None if old is None else old.to_day)
    state.seats = kept
    state.occurred, state.body, state.office = fact.occurred, content.body, content.office
    state.notice, state.source = content.notice, fact.source or state.source
    state.last_number = max(state.last_number, max(content.seats, default=0))


def body_key(body: str) -> str:
    """A body's name without its blanks: what makes two rosters the same."""
    return "".join(body.split())


def check_content(content: RosterContent) -> None:
    """Raises BadUsage for a body without a name."""
    if not content.body.strip():
        raise BadUsage("the body has no name; nothing was recorded")


def check_new(content: RosterContent, registers: Registers) -> None:
    """Raises BadUsage for a body without a name, Refused if it is there already."""
    check_content(content)
    known = registers.get(BODY, body_key(content.body))
    if known is not None:
        raise Refused("that body is there already: {id}; nothing was recorded", id=known)


def check_standing(state: Roster) -> None:
    """Raises Refused if the roster was retracted."""
    if state.status == "retracted":
        raise Refused("the roster {id} was retracted; record it anew instead", id=state.id)


def check_amendment(
    state: Roster, occurred: str, content: RosterContent, registers: Registers
) -> None:
    """Raises Refused if nothing would change, the name is taken, or the roster is retracted."""
    check_standing(state)
    check_content(content)
    if (occurred, content) == (state.occurred, state.content()):
        raise Refused("the roster {id} says that already; nothing was changed", id=state.id)
    known = registers.get(BODY, body_key(content.body))
    if known not in (None, state.id):
        raise Refused("another roster, {other}, has that name", other=known)


def check_appointment(state: Roster, seat: SeatContent, occurred: str) -> None:
    """Raises BadUsage without a name or day, Refused if that person holds that seat already."""
    check_standing(state)
    if not seat.name.strip() or not seat.role.strip():
        raise BadUsage("an appointment needs a name and a role")
    _check_day(occurred)
    for old in state.seats.values():
        if old.to_day is None and old.content == seat:
            raise Refused(
                "{name} sits in {body} as {role} already; nothing was changed",
                name=seat.name,
                body=state.body,
                role=seat.role,
            )


def check_release(state: Roster, number: int, occurred: str) -> None:
    """Raises Refused if there is no such seat, it is free, or the day lies before its first."""
    check_standing(state)
    _check_day(occurred)
    seat = state.seats.get(number)
    if seat is None:
        raise Refused("{body} has no seat {number}", body=state.body, number=number)
    if seat.to_day is not None:
        raise Refused(
            "{name} left seat {number} on {day} already",
            name=seat.content.name,
            number=number,
            day=seat.to_day,
        )
    if seat.from_day and occurred < seat.from_day:
        raise Refused(
            "{name} took seat {number} on {day}; the last day cannot be {last}",
            name=seat.content.name,
            number=number,
            day=seat.from_day,
            last=occurred,
        )


def find_seat(state: Roster, person: str) -> int:
    """The number of the seat that `person` (a number, or a name) means, of those held now.

    Raises Refused if nobody or more than one sits there by that name.
    """
    if person.isdecimal():
        return int(person)
    found = [n for n, s in state.seats.items() if s.to_day is None and s.content.name == person]
    if not found:
        raise Refused("nobody called {name} sits in {body}", name=person, body=state.body)
    if len(found) > 1:
        raise Refused(
            "{count} people called {name} sit in {body}; name the seat: {seats}",
            count=len(found),
            name=person,
            body=state.body,
            seats=", ".join(f"{n} ({state.seats[n].content.title})" for n in found),
        )
    return found[0]


def _check_day(occurred: str) -> None:
    if decode_when(occurred).precision != "day":
        raise BadUsage("a seat changes hands on one single day; give it as 2022-06-03")


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of a body enters in the registers."""
    roster, fact = recorded.originator_id, recorded.fact
    if isinstance(fact, RosterAmended | RosterRetracted):
        old = registers.get(NAMED, roster)
        if old is not None and registers.get(BODY, old) == roster:
            registers.strike(BODY, old)
            if isinstance(fact, RosterRetracted):
                registers.enter(RETRACTED, old, roster)
        registers.strike(NAMED, roster)
    if isinstance(fact, RosterFormed | RosterAmended):
        key = body_key(fact.content.body)
        registers.enter(BODY, key, roster)
        registers.enter(NAMED, roster, key)
