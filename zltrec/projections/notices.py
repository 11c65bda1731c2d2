"""Notices and plans as a table: each as it stands."""

from __future__ import annotations

import sqlite3
from typing import ClassVar

import msgspec

from zltrec.domain.fact import Recorded
from zltrec.domain.notice import NoticeAmended, NoticeRecorded, NoticeRetracted
from zltrec.projections.projection import Projection, days_of, sort_text, source_text


class NoticeProjection(Projection):
    """Table `notices`: a row for each; lists stand as JSON in their columns."""

    name = "notices"
    tables = ("notices",)
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE notices (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, issuer TEXT,
            addressees TEXT NOT NULL, issued_on TEXT NOT NULL, start TEXT NOT NULL,
            end TEXT NOT NULL, sort TEXT NOT NULL, plan_title TEXT, attachments TEXT NOT NULL,
            cites TEXT NOT NULL, status TEXT NOT NULL, source TEXT, position INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
    )

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        fact = recorded.fact
        if isinstance(fact, NoticeRecorded | NoticeAmended):
            content, when = fact.content, fact.when
            status = "recorded" if isinstance(fact, NoticeRecorded) else "amended"
            cursor.execute(
                "INSERT INTO notices VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title,"
                " issuer = excluded.issuer, addressees = excluded.addressees,"
                " issued_on = excluded.issued_on, start = excluded.start, end = excluded.end,"
                " sort = excluded.sort, plan_title = excluded.plan_title,"
                " attachments = excluded.attachments, cites = excluded.cites,"
                " status = excluded.status, source = coalesce(excluded.source, source),"
                " position = excluded.position",
                (
                    recorded.originator_id,
                    content.kind,
                    content.title,
                    content.issuer,
                    _json(content.addressees),
                    fact.occurred,
                    *days_of(when),
                    sort_text(when),
                    content.plan_title,
                    _json([{"title": a.title, "present": a.present} for a in content.attachments]),
                    _json([{"title": c.title, "number": c.number} for c in content.cites]),
                    status,
                    source_text(fact.source),
                    position,
                ),
            )
        elif isinstance(fact, NoticeRetracted):
            cursor.execute(
                "UPDATE notices SET status = 'retracted', position = ? WHERE id = ?",
                (position, recorded.originator_id),
            )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
