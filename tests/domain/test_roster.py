"""Bodies and seats: who sits where from when to when, and what is refused."""

from __future__ import annotations

import pytest
from sample_office import body, seat

from zltrec.domain.fact import Fact, Recorded, Source
from zltrec.domain.roster import (
    BODY,
    MemberAppointed,
    MemberReleased,
    OfficeContent,
    Roster,
    RosterAmended,
    RosterContent,
    RosterFormed,
    RosterRetracted,
    check_amendment,
    check_appointment,
    check_new,
    check_release,
    check_standing,
    evolve,
    find_seat,
    register,
)
from zltrec.errors import BadUsage, Refused
from zltrec.store.registers import ScratchRegisters

STAMP = {"recorded_at": "2022-07-01T00:00:00.000000Z", "actor": "林档"}
CONTENT = body("档案普查领导小组", seat("组长", "洪江", "区长"), seat("成员", "季闻", "馆长"))
FORMED = RosterFormed(content=CONTENT, occurred="2022-06-06", source=Source("ab", 3), **STAMP)
THIRD = MemberAppointed(number=3, seat=seat("成员", "季闻", "处长"), occurred="2022-06-10", **STAMP)


def roster_of(*facts: Fact) -> Roster:
    """The body that some facts make."""
    state = None
    for version, fact in enumerate(facts, 1):
        state = evolve(state, Recorded("r0000002", version, fact))
    assert state is not None
    return state


def days(roster: Roster) -> dict[int, tuple[str, str | None]]:
    """From and to day of each seat."""
    return {number: (s.from_day, s.to_day) for number, s in roster.seats.items()}


def released(number: int, on: str) -> MemberReleased:
    """Somebody leaves."""
    return MemberReleased(number=number, reason="调离", occurred=on, **STAMP)


def amended(content: RosterContent, on: str = "2022-06-06") -> RosterAmended:
    """What was wrong is corrected."""
    return RosterAmended(content=content, reason="核对", occurred=on, **STAMP)


def test_a_body_is_formed_with_its_seats() -> None:
    """Seats are held from the day of the document; `content` gives back what was recorded."""
    roster = roster_of(FORMED)
    assert days(roster) == {1: ("2022-06-06", None), 2: ("2022-06-06", None)}
    assert roster.content() == CONTENT
    assert (roster.version, roster.last_number, roster.status) == (1, 2, "recorded")


def test_people_come_and_go_by_day() -> None:
    """An appointment is a new seat with a new number; the last day in a seat is kept."""
    roster = roster_of(FORMED, THIRD, released(2, "2022-06-20"))
    assert days(roster) == {
        1: ("2022-06-06", None),
        2: ("2022-06-06", "2022-06-20"),
        3: ("2022-06-10", None),
    }
    assert roster.last_number == 3


def test_a_seat_is_held_from_its_first_to_its_last_day() -> None:
    """Both days count; an unknown start counts as before every day."""
    roster = roster_of(FORMED, THIRD, released(3, "2022-06-20"))
    assert [roster.holds_seat(3, f"2022-06-{day}") for day in ("09", "10", "20", "21")] == [
        False,
        True,
        True,
        False,
    ]
    assert roster_of(RosterFormed(content=CONTENT, **STAMP)).holds_seat(1, "1999-01-01")
    assert not roster.holds_seat(9, "2022-06-10")


def test_a_correction_keeps_the_days_of_seats_that_stay() -> None:
    """A corrected day of forming moves the seats formed with the body, and no others; a seat
    that the correction lacks was never there; its number is not given again."""
    fewer = RosterContent(body=CONTENT.body, seats={1: CONTENT.seats[1], 3: THIRD.seat})
    roster = roster_of(FORMED, THIRD, released(3, "2022-06-20"), amended(fewer, "2022-06-01"))
    assert days(roster) == {1: ("2022-06-01", None), 3: ("2022-06-10", "2022-06-20")}
    assert roster.last_number == 3
    more = RosterContent(body=CONTENT.body, seats={1: CONTENT.seats[1], 7: THIRD.seat})
    later = roster_of(FORMED, amended(more))
    assert days(later) == {1: ("2022-06-06", None), 7: ("2022-06-06", None)}
    assert later.last_number == 7
    assert later.source == Source("ab", 3)


def test_a_body_is_there_once() -> None:
    """A name, whatever its blanks, is one body's; a body without a name is none."""
    registers = ScratchRegisters()
    register(Recorded("r0000002", 1, FORMED), registers)
    with pytest.raises(Refused, match="there already: r0000002; nothing was recorded"):
        check_new(body("档案普查 领导 小组"), registers)
    for name in ("", " 　"):
        with pytest.raises(BadUsage, match="body has no name; nothing was recorded"):
            check_new(body(name), registers)
    register(Recorded("r0000002", 2, RosterRetracted(reason="误收", **STAMP)), registers)
    check_new(CONTENT, registers)
    assert registers.get(BODY, CONTENT.body) is None


def test_a_renamed_body_frees_its_old_name() -> None:
    """After a correction of the name the old one may be used, the new one not."""
    registers = ScratchRegisters()
    register(Recorded("r0000002", 1, FORMED), registers)
    register(Recorded("r0000002", 2, amended(body("普查小组"))), registers)
    check_new(CONTENT, registers)
    with pytest.raises(Refused, match="r0000002"):
        check_new(body("普查小组"), registers)


def test_amendments_that_are_refused() -> None:
    """Nothing changes; the name is another's, or none; the roster was retracted."""
    registers = ScratchRegisters()
    register(Recorded("r0000002", 1, FORMED), registers)
    other = RosterFormed(content=body("防汛指挥部"), **STAMP)
    register(Recorded("r0000003", 1, other), registers)
    state = roster_of(FORMED)
    with pytest.raises(Refused, match="says that already"):
        check_amendment(state, "2022-06-06", CONTENT, registers)
    with pytest.raises(Refused, match="another roster, r0000003, has that name"):
        check_amendment(state, "2022-06-06", body("防汛 指挥部"), registers)
    with pytest.raises(BadUsage, match="body has no name"):
        check_amendment(state, "2022-06-06", body(" "), registers)
    check_amendment(state, "2022-06-05", CONTENT, registers)
    gone = roster_of(FORMED, RosterRetracted(reason="误收", **STAMP))
    assert gone.status == "retracted"
    with pytest.raises(Refused, match="was retracted; record it anew"):
        check_amendment(gone, "2022-06-06", CONTENT, registers)
    with pytest.raises(Refused, match="was retracted"):
        check_standing(gone)


def test_appointments_that_are_refused() -> None:
    """Without name, role or day; of somebody who holds that very seat; in a retracted body."""
    roster = roster_of(FORMED)
    new = seat("成员", "林溪", "科长")
    check_appointment(roster, new, "2022-06-10")
    for nobody in (seat("成员", " "), seat("", "林溪")):
        with pytest.raises(BadUsage, match="needs a name and a role"):
            check_appointment(roster, nobody, "2022-06-10")
    for vague in ("", "2022-06", "2022-06-06..2022-06-07", "2022-06-06T10:00"):
        with pytest.raises(BadUsage, match="one single day"):
            check_appointment(roster, new, vague)
    with pytest.raises(Refused, match=r"季闻 sits in .* as 成员 already"):
        check_appointment(roster, seat("成员", "季闻", "馆长"), "2022-06-10")
    check_appointment(roster, seat("成员", "季闻", "处长"), "2022-06-10")  # another of that name
    left = roster_of(FORMED, released(2, "2022-06-20"))
    check_appointment(left, seat("成员", "季闻", "馆长"), "2022-06-25")  # comes back
    with pytest.raises(Refused, match="was retracted"):
        check_appointment(
            roster_of(FORMED, RosterRetracted(reason="x", **STAMP)), new, "2022-06-10"
        )


def test_releases_that_are_refused() -> None:
    """A seat that is not there, one left already, a day before the first or no single day."""
    roster = roster_of(FORMED, THIRD, released(2, "2022-06-20"))
    check_release(roster, 3, "2022-06-10")
    with pytest.raises(Refused, match="has no seat 9"):
        check_release(roster, 9, "2022-06-10")
    with pytest.raises(Refused, match="季闻 left seat 2 on 2022-06-20 already"):
        check_release(roster, 2, "2022-06-25")
    with pytest.raises(
        Refused, match="took seat 3 on 2022-06-10; the last day cannot be 2022-06-0"
    ):
        check_release(roster, 3, "2022-06-09")
    with pytest.raises(BadUsage, match="one single day"):
        check_release(roster, 3, "2022-06")
    check_release(roster_of(RosterFormed(content=CONTENT, **STAMP)), 1, "1999-01-01")


def test_a_person_is_found_by_name_or_number() -> None:
    """Two of one name are told apart by their seats' numbers; one who left is not found."""
    roster = roster_of(FORMED, THIRD)
    assert find_seat(roster, "洪江") == 1
    assert find_seat(roster, "3") == 3
    with pytest.raises(Refused, match=r"2 people called 季闻 .* 2 \(馆长\), 3 \(处长\)"):
        find_seat(roster, "季闻")
    assert find_seat(roster_of(FORMED, THIRD, released(2, "2022-06-20")), "季闻") == 3
    with pytest.raises(Refused, match="nobody called 林溪 sits in"):
        find_seat(roster, "林溪")


def test_an_office_is_part_of_the_body() -> None:
    """Where the office is and who holds which duty in it come back as recorded."""
    assert roster_of(FORMED).office == OfficeContent("云麓区档案馆", (seat("办公室主任", "季闻"),))
