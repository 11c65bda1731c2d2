"""The desks for documents and bodies: one at a time, known by title or name."""

from __future__ import annotations

import hashlib

import msgspec

from zltrec.calendar.when import encode_when
from zltrec.domain import notice, roster
from zltrec.domain.accession import READ_AS
from zltrec.domain.notice import (
    Attachment,
    Citation,
    Notice,
    NoticeAmended,
    NoticeContent,
    NoticeRecorded,
)
from zltrec.domain.roster import (
    OfficeContent,
    Roster,
    RosterAmended,
    RosterContent,
    RosterFormed,
    SeatContent,
)
from zltrec.gazette.document import Finding, PrintedNotice, PrintedRoster, PrintedSeat
from zltrec.records.desk import LACKING, REASON, Desk, Sheet
from zltrec.records.notices import correct_notice, record_notice, take_back_notice
from zltrec.records.rosters import correct_roster, form_roster, take_back_roster


class TitledDesk(Desk):
    """What documents and bodies share: each is known by its title, or by how it was printed."""

    def find(self, digest: str, standing: str | None, retracted: str | None) -> str | None:
        """The id of a printed thing: as it was read last time, else under its title."""
        return self.sheet.work.registers.get(READ_AS, digest) or standing or retracted

    def leave(self, found: str, digest: str, line: int, label: str) -> None:
        """Leaves a thing as it is; one that was retracted by hand is not added again."""
        same = digest == self.sheet.work.printed_of(found)
        if not self.stands(found) and not same:
            self.sheet.warn(
                Finding(
                    line,
                    "retracted_before",
                    "{id} was retracted by hand; it was not added again",
                    (("id", found),),
                )
            )
        self.tell("unchanged", found, line, label)
        self.read_as(found, digest, changed=not same)

    def warn_replaced(self, found: str, line: int) -> None:
        """Says that a correction in the file replaces one made by hand."""
        self.sheet.warn(
            Finding(
                line,
                "replaces_amendment",
                "{id} was amended by hand before; what changed in the file replaces that",
                (("id", found),),
            )
        )


class DocumentDesk(TitledDesk):
    """Notices and plans, one at a time."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet, "notice")

    def take(self, printed: PrintedNotice) -> None:
        """Records a printed document, or what changed in its print."""
        work, content = self.sheet.work, _notice_content(printed)
        occurred = encode_when(printed.issued_on)
        digest = _digest(msgspec.json.encode((occurred, _without_lines(content))))
        title = notice.title_key(content.title)
        registers = work.registers
        found = self.find(
            digest, registers.get(notice.TITLE, title), registers.get(notice.RETRACTED, title)
        )
        if found is None:
            written = record_notice(work, content, occurred, self.sheet.at(printed.line))
            self.tell("added", written.id, printed.line, content.title)
            self.read_as(written.id, digest, changed=True)
            return
        state = work.load_exactly(found, Notice)
        merged = self._merged(state, content, occurred)
        if not self.stands(found) or digest == work.printed_of(found) or merged is None:
            self.leave(found, digest, printed.line, content.title)
            return
        if self._amended_by_hand(state):
            self.warn_replaced(found, printed.line)
        correct_notice(work, state, *merged, REASON, self.sheet.at(printed.line))
        self.tell("amended", found, printed.line, content.title)
        self.read_as(found, digest, changed=True)

    def _merged(
        self, state: Notice, new: NoticeContent, issued_on: str
    ) -> tuple[NoticeContent, str] | None:
        """What is recorded, with what changed in the print since the last file in its place; None
        if that is what is recorded."""
        content, occurred = state.content, state.occurred
        old = self.sheet.work.printed_fact(state.id)
        if isinstance(old, NoticeRecorded | NoticeAmended):
            before = _without_lines(old.content)
            after = _without_lines(new)
            changed = {
                name: getattr(new, name)
                for name in new.__struct_fields__
                if getattr(after, name) != getattr(before, name)
            }
            content = msgspec.structs.replace(content, **changed)
            occurred = issued_on if issued_on != old.occurred else occurred
        else:
            content, occurred = new, issued_on
        if (_without_lines(content), occurred) == (_without_lines(state.content), state.occurred):
            return None
        return content, occurred

    def _amended_by_hand(self, state: Notice) -> bool:
        old = self.sheet.work.printed_fact(state.id)
        return isinstance(old, NoticeRecorded | NoticeAmended) and (
            (old.occurred, old.content) != (state.occurred, state.content)
        )

    def stands(self, originator_id: str) -> bool:
        return self.sheet.work.registers.get(notice.TITLED, originator_id) is not None

    def take_back(self, originator_id: str) -> str:
        state = self.sheet.work.load(originator_id, Notice, notice.PREFIX)
        if self.sheet.retract:
            self.sheet.take_in()
            take_back_notice(self.sheet.work, state, LACKING, self.sheet.source)
        return state.content.title


class RosterDesk(TitledDesk):
    """Bodies and their seats, one body at a time."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet, "roster")

    def take(self, printed: PrintedRoster, issued_on: str) -> None:
        """Records a printed body, or what changed in its print."""
        work, office = self.sheet.work, _office(printed)
        seats = [_seat(s) for s in printed.seats]
        digest = _digest(msgspec.json.encode((issued_on, printed.body, seats, office)))
        body = roster.body_key(printed.body)
        found = self.find(
            digest,
            work.registers.get(roster.BODY, body),
            work.registers.get(roster.RETRACTED, body),
        )
        if found is None:
            content = RosterContent(
                body=printed.body,
                seats=dict(enumerate(seats, start=1)),
                office=office,
                notice=printed.notice_title,
            )
            written = form_roster(work, content, issued_on, self.sheet.at(printed.line))
            self.tell("added", written.id, printed.line, printed.body)
            self.read_as(written.id, digest, changed=True)
            return
        state = work.load_exactly(found, Roster)
        content = _renumbered(state, printed, office)
        same = (issued_on, content) == (state.occurred, state.content())
        if not self.stands(found) or digest == work.printed_of(found) or same:
            self.leave(found, digest, printed.line, printed.body)
            return
        if self._amended_by_hand(state):
            self.warn_replaced(found, printed.line)
        correct_roster(work, state, content, issued_on, REASON, self.sheet.at(printed.line))
        self.tell("amended", found, printed.line, printed.body)
        self.read_as(found, digest, changed=True)

    def _amended_by_hand(self, state: Roster) -> bool:
        last = self.sheet.work.printed_fact(state.id)
        return isinstance(last, RosterFormed | RosterAmended) and any(
            state.seats[number].content != seat
            for number, seat in last.content.seats.items()
            if number in state.seats
        )

    def stands(self, originator_id: str) -> bool:
        return self.sheet.work.registers.get(roster.NAMED, originator_id) is not None

    def take_back(self, originator_id: str) -> str:
        state = self.sheet.work.load(originator_id, Roster, roster.PREFIX)
        if self.sheet.retract:
            self.sheet.take_in()
            take_back_roster(self.sheet.work, state, LACKING, self.sheet.source)
        return state.body


def _digest(data: bytes) -> str:
    return hashlib.sha256(b"".join(data.split())).hexdigest()


def _notice_content(printed: PrintedNotice) -> NoticeContent:
    return NoticeContent(
        kind=printed.kind,
        title=printed.title,
        issuer=printed.issuer,
        addressees=printed.addressees,
        plan_title=printed.plan_title,
        attachments=tuple(
            Attachment(a.ordinal, a.title, a.present, a.line) for a in printed.attachments
        ),
        cites=tuple(Citation(c.title, c.number) for c in printed.cites),
    )


def _without_lines(content: NoticeContent) -> NoticeContent:
    """Lines move when a file changes elsewhere; that is no correction."""
    return msgspec.structs.replace(
        content,
        attachments=tuple(msgspec.structs.replace(a, line=None) for a in content.attachments),
    )


def _seat(printed: PrintedSeat) -> SeatContent:
    return SeatContent(printed.role, printed.name, printed.title)


def _office(printed: PrintedRoster) -> OfficeContent:
    if printed.office is None:
        return OfficeContent()
    return OfficeContent(printed.office.where, tuple(_seat(s) for s in printed.office.holders))


def _renumbered(state: Roster, printed: PrintedRoster, office: OfficeContent) -> RosterContent:
    """The printed seats under the numbers they had: the same person's, else a new one.

    Seats given by hand after the print stay.
    """
    free = {n: seat.content for n, seat in state.seats.items()}
    numbers: list[int | None] = []
    for matches in (_same_seat, _same_name, _same_post):
        numbers = numbers or [None] * len(printed.seats)
        for index, seat in enumerate(printed.seats):
            if numbers[index] is None:
                found = next((n for n, old in free.items() if matches(old, _seat(seat))), None)
                numbers[index] = found
                if found is not None:
                    del free[found]
    fresh = state.last_number
    seats: dict[int, SeatContent] = {}
    for number, seat in zip(numbers, printed.seats, strict=True):
        if number is None:
            number = fresh = fresh + 1
        seats[number] = _seat(seat)
    by_hand = {n: s for n, s in free.items() if state.seats[n].from_day != state.occurred}
    return RosterContent(
        body=printed.body,
        seats=dict(sorted((seats | by_hand).items())),
        office=office,
        notice=printed.notice_title,
    )


def _same_seat(old: SeatContent, new: SeatContent) -> bool:
    return old == new


def _same_name(old: SeatContent, new: SeatContent) -> bool:
    return (old.role, old.name) == (new.role, new.name)


def _same_post(old: SeatContent, new: SeatContent) -> bool:
    """The same seat though a character of the name was corrected."""
    return bool(new.title) and (old.role, old.title) == (new.role, new.title)
