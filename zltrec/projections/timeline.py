"""One line of time: chronicle entries, issued documents, changes in bodies, cases, approvals.

A row is what happened, as it is known now: an amended entry shows its new
text and date, a retracted one leaves the line. The log keeps the rest.
"""

from __future__ import annotations

import sqlite3
from typing import ClassVar

from zltrec.domain.approval import KEY_GRADE, PAPER_GRADE, ApprovalOnPaper, ApprovalSigned
from zltrec.domain.case_events import CaseReversed, Step
from zltrec.domain.chronicle import EntryAmended, EntryMoved, EntryRecorded, EntryRetracted
from zltrec.domain.fact import Fact, Recorded
from zltrec.domain.issue import MonthPublished
from zltrec.domain.notice import NoticeAmended, NoticeRecorded, NoticeRetracted
from zltrec.domain.report import FormReported, parse_subject
from zltrec.domain.roster import (
    MemberAppointed,
    MemberReleased,
    RosterAmended,
    RosterFormed,
    RosterRetracted,
    SeatContent,
)
from zltrec.projections.projection import Projection, days_of, sort_text
from zltrec.projections.step_words import StepWords


class TimelineProjection(Projection):
    """Table `timeline`: kinds are chronicle, notice, plan, formed, appointed, released,
    approval, published, case (each step that stands), reported (each report of a form).

    `key` is what a later event of the same thing replaces.
    """

    name = "timeline"
    version = 4
    tables = ("timeline",)
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE timeline (
            key TEXT PRIMARY KEY, "on" TEXT NOT NULL, start TEXT NOT NULL, end TEXT NOT NULL,
            sort TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
            actor TEXT NOT NULL, position INTEGER NOT NULL, reason TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX timeline_sort ON timeline (sort, position)",
    )

    def __init__(self) -> None:
        self._words = StepWords()

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        subject, fact = recorded.originator_id, recorded.fact
        if isinstance(fact, EntryRecorded | EntryAmended):
            _put(cursor, position, subject, subject, "chronicle", fact.text, fact)
        elif isinstance(fact, NoticeRecorded | NoticeAmended):
            _put(cursor, position, subject, subject, fact.content.kind, fact.content.title, fact)
        elif isinstance(fact, RosterFormed | RosterAmended):
            _put(cursor, position, subject, subject, "formed", fact.content.body, fact)
            if isinstance(fact, RosterAmended):
                _correct_seats(cursor, position, subject, fact)
        elif isinstance(fact, MemberAppointed):
            key = f"{subject}/{fact.number}/appointed"
            said = _seat_text(fact.seat)
            _put(cursor, position, key, subject, "appointed", said, fact)
        elif isinstance(fact, MemberReleased):
            key = f"{subject}/{fact.number}/released"
            said = f"{_seated(cursor, subject, fact.number)} {fact.reason}".strip()
            _put(cursor, position, key, subject, "released", said, fact, fact.reason)
        elif isinstance(fact, ApprovalSigned | ApprovalOnPaper):
            decided = fact.decision
            office = f"{decided.office}@{decided.scope}" if decided.scope else decided.office
            grade = KEY_GRADE if isinstance(fact, ApprovalSigned) else PAPER_GRADE
            who = f"{office} {decided.person} ({grade})"
            text = f"{decided.decision} {decided.action}: {who} {decided.reason}".rstrip()
            _put(cursor, position, subject, decided.subject, "approval", text, fact)
        elif isinstance(fact, Step):
            text = self._words.of_step(cursor, subject, fact)
            _put(
                cursor,
                position,
                f"{subject}/{recorded.originator_version}",
                subject,
                "case",
                text,
                fact,
            )
        elif isinstance(fact, CaseReversed):
            cursor.execute("DELETE FROM timeline WHERE key = ?", (f"{subject}/{fact.step}",))
        elif isinstance(fact, FormReported):
            number = recorded.originator_version
            text = self._words.of_report(cursor, parse_subject(subject), fact, number)
            _put(cursor, position, f"{subject}/{number}", subject, "reported", text, fact)
        elif isinstance(fact, MonthPublished):
            _put(cursor, position, subject, subject, "published", subject, fact)
        elif isinstance(fact, EntryRetracted | NoticeRetracted | RosterRetracted):
            cursor.execute(
                "DELETE FROM timeline WHERE subject = ? AND kind <> 'approval'", (subject,)
            )
        elif isinstance(fact, EntryMoved):
            pass  # its place within the day is the chronicle's


def _seat_text(seat: SeatContent) -> str:
    return f"{seat.role} {seat.name} {seat.title}".rstrip()


def _correct_seats(
    cursor: sqlite3.Cursor, position: int, subject: str, fact: RosterAmended
) -> None:
    """Seats that were never there leave the line; what was said of the others is corrected."""
    rows = cursor.execute(
        "SELECT key, text, reason FROM timeline WHERE subject = ?"
        " AND kind IN ('appointed', 'released')",
        (subject,),
    ).fetchall()
    for key, text, reason in map(tuple, rows):
        seat = fact.content.seats.get(int(key.split("/")[1]))
        if seat is None:
            cursor.execute("DELETE FROM timeline WHERE key = ?", (key,))
        elif (said := f"{_seat_text(seat)} {reason}".strip()) != text:
            cursor.execute(
                "UPDATE timeline SET text = ?, actor = ?, position = ? WHERE key = ?",
                (said, fact.actor, position, key),
            )


def _seated(cursor: sqlite3.Cursor, roster: str, number: int) -> str:
    """Role, name and title of a seat, from the rosters' tables, which are applied before."""
    row = cursor.execute(
        "SELECT role, name, title FROM seats WHERE roster = ? AND number = ?", (roster, number)
    ).fetchone()
    return "" if row is None else f"{row[0]} {row[1]} {row[2]}".rstrip()


def _put(
    cursor: sqlite3.Cursor,
    position: int,
    key: str,
    subject: str,
    kind: str,
    text: str,
    fact: Fact,
    reason: str = "",
) -> None:
    when = fact.when
    cursor.execute(
        "INSERT OR REPLACE INTO timeline VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            fact.occurred,
            *days_of(when),
            sort_text(when),
            kind,
            subject,
            text,
            fact.actor,
            position,
            reason,
        ),
    )
