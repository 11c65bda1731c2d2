"""Approvals as a table: what was decided, for which office, in which grade.

Whether a signature holds is not written here: that is judged anew each time it
is asked (`audit.approvals`), never believed from a table.
"""

from __future__ import annotations

import sqlite3
from typing import ClassVar

from zltrec.domain.approval import KEY_GRADE, PAPER_GRADE, ApprovalOnPaper, ApprovalSigned
from zltrec.domain.fact import Recorded
from zltrec.projections.projection import Projection


class ApprovalProjection(Projection):
    """Table `approvals`: a row for each; `paper` is the scan's SHA-256."""

    name = "approvals"
    tables = ("approvals",)
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE approvals (
            id TEXT PRIMARY KEY, subject TEXT NOT NULL, action TEXT NOT NULL,
            decision TEXT NOT NULL, grade TEXT NOT NULL, office TEXT NOT NULL,
            scope TEXT NOT NULL, officer TEXT NOT NULL, "on" TEXT NOT NULL, reason TEXT NOT NULL,
            valid_until TEXT, paper TEXT, recorded_by TEXT NOT NULL, position INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
    )

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        fact = recorded.fact
        if not isinstance(fact, ApprovalSigned | ApprovalOnPaper):
            return
        said = fact.decision
        paper = fact.paper if isinstance(fact, ApprovalOnPaper) else None
        cursor.execute(
            "INSERT INTO approvals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                recorded.originator_id,
                said.subject,
                said.action,
                said.decision,
                KEY_GRADE if paper is None else PAPER_GRADE,
                said.office,
                said.scope,
                said.officer,
                said.on,
                said.reason,
                said.valid_until,
                paper,
                fact.actor,
                position,
            ),
        )
