"""Full text, Chinese included, from one character up; blanks, width and case ignored.

SQLite's FTS5 splits at blanks, so every letter and character is stored as a
word of its own and a query is the phrase of its characters: any run of
characters is found, whatever blanks the print or the asker put in. What a
letter is, Python says for both sides: FTS5 then splits at ASCII alone.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from zltrec.calendar.when import decode_when
from zltrec.domain.chronicle import EntryAmended, EntryRecorded, EntryRetracted
from zltrec.domain.fact import Recorded
from zltrec.domain.notice import (
    NoticeAmended,
    NoticeContent,
    NoticeRecorded,
    NoticeRetracted,
)
from zltrec.domain.roster import (
    MemberAppointed,
    RosterAmended,
    RosterContent,
    RosterFormed,
    RosterRetracted,
)
from zltrec.errors import BadUsage
from zltrec.projections.case_text import case_text
from zltrec.projections.projection import Projection, sort_text


class SearchProjection(Projection):
    """Tables `search` (what is found) and `search_index` (the same rowid, as words)."""

    name = "search"
    version = 3
    tables = ("search", "search_index")
    checks = ("INSERT INTO search_index (search_index) VALUES ('integrity-check')",)
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE search (
            number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, "on" TEXT NOT NULL,
            sort TEXT NOT NULL, text TEXT NOT NULL
        )
        """,
        "CREATE INDEX search_id ON search (id)",
        "CREATE VIRTUAL TABLE search_index USING fts5 (characters, tokenize = 'ascii')",
    )

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        subject, fact = recorded.originator_id, recorded.fact
        if isinstance(fact, EntryRecorded | EntryAmended):
            _replace(cursor, position, "chronicle", recorded, fact.text)
        elif isinstance(fact, NoticeRecorded | NoticeAmended):
            _replace(cursor, position, fact.content.kind, recorded, _notice_text(fact.content))
        elif isinstance(fact, RosterFormed | RosterAmended):
            _replace(cursor, position, "roster", recorded, _roster_text(fact.content))
        elif isinstance(fact, MemberAppointed):
            seat = fact.seat
            _insert(cursor, position, "roster", recorded, f"{seat.role} {seat.name} {seat.title}")
        elif isinstance(fact, EntryRetracted | NoticeRetracted | RosterRetracted):
            _remove(cursor, subject)
        elif fact.TOPIC.startswith("case."):
            _remove(cursor, subject)
            text = case_text(cursor, subject)
            if text:
                _insert(cursor, position, "case", recorded, text)


def bare(text: str) -> str:
    """A text folded in width and case, without blanks: what `contains` compares."""
    return "".join(c for c in _folded(text) if not c.isspace())


def as_words(text: str) -> str:
    """The letters and characters of a text as words, folded in width and case."""
    return " ".join(c for c in _folded(text) if c.isalnum())


def as_phrase(asked: str) -> str:
    """An FTS5 query for the run of characters that is asked for; "" if there are none."""
    words = as_words(asked)
    return f'"{words}"' if words else ""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def snippet(text: str, asked: str, around: int = 20) -> str:
    """The text around the first place that holds `asked`, up to `around` characters each side."""
    # One printed character may be several letters (㎡): each remembers where it stands.
    letters = [(c, n) for n, printed in enumerate(text) for c in _folded(printed) if c.isalnum()]
    wanted = "".join(as_words(asked).split())
    first = "".join(c for c, _ in letters).find(wanted) if wanted else -1
    if first < 0:
        return text[: 2 * around] + ("…" if len(text) > 2 * around else "")
    begin = max(0, letters[first][1] - around)
    end = min(len(text), letters[first + len(wanted) - 1][1] + 1 + around)
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


def find(
    connection: sqlite3.Connection, asked: str, as_of: date | None, *, undated: bool
) -> Iterator[dict[str, str | None]]:
    """What holds the text, by date: kind, id, on, snippet. Raises BadUsage if none is asked for.

    `as_of`: only what had ended by that day; `undated`: undated facts too.
    """
    phrase = as_phrase(asked)
    if not phrase:
        raise BadUsage("{text} holds no letter or character to look for", text=asked or '""')
    for row in connection.execute(
        'SELECT s.kind, s.id, s."on", s.text FROM search_index AS i'
        " JOIN search AS s ON s.number = i.rowid WHERE search_index MATCH ?"
        " ORDER BY s.sort, s.number",
        (phrase,),
    ):
        when = decode_when(row["on"])
        known = undated if when.end is None else as_of is None or when.end <= as_of
        if known:
            yield {
                "kind": row["kind"],
                "id": row["id"],
                "on": row["on"] or None,
                "snippet": snippet(row["text"], asked),
            }


def _notice_text(content: NoticeContent) -> str:
    parts = [content.title, content.plan_title or "", *(a.title for a in content.attachments)]
    return " ".join(part for part in parts if part)


def _roster_text(content: RosterContent) -> str:
    seats = (f"{seat.role} {seat.name} {seat.title}" for seat in content.seats.values())
    return " ".join([content.body, *seats])


def _insert(
    cursor: sqlite3.Cursor, position: int, kind: str, recorded: Recorded, text: str
) -> None:
    fact = recorded.fact
    cursor.execute(
        "INSERT INTO search VALUES (?, ?, ?, ?, ?, ?)",
        (position, kind, recorded.originator_id, fact.occurred, sort_text(fact.when), text),
    )
    cursor.execute(
        "INSERT INTO search_index (rowid, characters) VALUES (?, ?)",
        (position, as_words(text)),
    )


def _remove(cursor: sqlite3.Cursor, subject: str) -> None:
    numbers = cursor.execute("SELECT number FROM search WHERE id = ?", (subject,)).fetchall()
    for (number,) in [tuple(row) for row in numbers]:
        cursor.execute("DELETE FROM search WHERE number = ?", (number,))
        cursor.execute("DELETE FROM search_index WHERE rowid = ?", (number,))


def _replace(
    cursor: sqlite3.Cursor, position: int, kind: str, recorded: Recorded, text: str
) -> None:
    _remove(cursor, recorded.originator_id)
    _insert(cursor, position, kind, recorded, text)
