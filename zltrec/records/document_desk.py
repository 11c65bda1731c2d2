"""The desks for documents and bodies: one at a time, known by title or name."""

from __future__ import annotations

import hashlib

import msgspec

from zltrec.calendar.when import encode_when
from zltrec.domain import notice, roster
from zltrec.domain.notice import Attachment, Citation, Notice, NoticeContent
from zltrec.domain.roster import OfficeContent, Roster, RosterContent, SeatContent
from zltrec.gazette.document import PrintedNotice, PrintedRoster, PrintedSeat
from zltrec.records.desk import LACKING, REASON, Desk, Sheet
from zltrec.records.notices import correct_notice, record_notice, take_back_notice
from zltrec.records.rosters import correct_roster, form_roster, take_back_roster


class DocumentDesk(Desk):
    """Notices and plans, one at a time, known by their titles."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet, "notice")

    def take(self, printed: PrintedNotice) -> None:
        """Records a printed document, or what changed in its print."""
        work, content = self.sheet.work, _notice_content(printed)
        occurred = encode_when(printed.issued_on)
        digest = _digest(msgspec.json.encode((occurred, _without_lines(content))))
        title = notice.title_key(content.title)
        known = work.registers.get(notice.TITLE, title)
        gone = work.registers.get(notice.RETRACTED, title)
        if known is None and gone is not None and digest == work.printed_of(gone):
            self.tell("unchanged", gone, printed.line, content.title)
            self.read_as(gone, digest, changed=False)
            return
        if known is None:
            written = record_notice(work, content, occurred, self.sheet.at(printed.line))
            self.tell("added", written.id, printed.line, content.title)
            self.read_as(written.id, digest, changed=True)
            return
        state = work.load(known, Notice, notice.PREFIX)
        if (occurred, _without_lines(content)) == (
            state.occurred,
            _without_lines(state.content),
        ) or (digest == work.printed_of(known)):
            self.tell("unchanged", known, printed.line, content.title)
            self.read_as(known, digest, changed=False)
            return
        correct_notice(work, state, content, occurred, REASON, self.sheet.at(printed.line))
        self.tell("amended", known, printed.line, content.title)
        self.read_as(known, digest, changed=True)

    def stands(self, originator_id: str) -> bool:
        return self.sheet.work.registers.get(notice.TITLED, originator_id) is not None

    def take_back(self, originator_id: str) -> str:
        state = self.sheet.work.load(originator_id, Notice, notice.PREFIX)
        if self.sheet.retract:
            self.sheet.take_in()
            take_back_notice(self.sheet.work, state, LACKING, self.sheet.source)
        return state.content.title


class RosterDesk(Desk):
    """Bodies and their seats, one body at a time, known by their names."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet, "roster")

    def take(self, printed: PrintedRoster, issued_on: str) -> None:
        """Records a printed body, or what changed in its print."""
        work = self.sheet.work
        office = _office(printed)
        digest = _digest(
            msgspec.json.encode(
                (issued_on, printed.body, [_seat(s) for s in printed.seats], office)
            )
        )
        known = work.registers.get(roster.BODY, roster.body_key(printed.body))
        gone = work.registers.get(roster.RETRACTED, roster.body_key(printed.body))
        if known is None and gone is not None and digest == work.printed_of(gone):
            self.tell("unchanged", gone, printed.line, printed.body)
            self.read_as(gone, digest, changed=False)
            return
        if known is None:
            content = RosterContent(
                body=printed.body,
                seats={n: _seat(s) for n, s in enumerate(printed.seats, start=1)},
                office=office,
                notice=printed.notice_title,
            )
            written = form_roster(work, content, issued_on, self.sheet.at(printed.line))
            self.tell("added", written.id, printed.line, printed.body)
            self.read_as(written.id, digest, changed=True)
            return
        state = work.load(known, Roster, roster.PREFIX)
        content = _renumbered(state, printed, office)
        if digest == work.printed_of(known) or (issued_on, content) == (
            state.occurred,
            state.content(),
        ):
            self.tell("unchanged", known, printed.line, printed.body)
            self.read_as(known, digest, changed=False)
            return
        correct_roster(work, state, content, issued_on, REASON, self.sheet.at(printed.line))
        self.tell("amended", known, printed.line, printed.body)
        self.read_as(known, digest, changed=True)

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
    for matches in (_same_seat, _same_name):
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
