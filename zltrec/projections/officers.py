"""Officers as tables: who there is, the offices held by day, the keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from zltrec.domain.fact import Recorded
from zltrec.domain.officer import (
    REGISTRAR,
    KeyEnrolled,
    KeyRevoked,
    OfficeAssigned,
    OfficerAdded,
    OfficeReleased,
    OfficerFounded,
    officer_id,
)
from zltrec.projections.projection import Projection
from zltrec.proof.keys import fingerprint


class OfficerProjection(Projection):
    """Tables `officers`, `tenures` (`to_day` NULL while held) and `officer_keys`."""

    name = "officers"
    tables = ("officers", "tenures", "officer_keys")
    statements: ClassVar[tuple[str, ...]] = (
        """
        CREATE TABLE officers (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, position INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE tenures (
            officer TEXT NOT NULL, office TEXT NOT NULL, scope TEXT NOT NULL,
            from_day TEXT NOT NULL, to_day TEXT, roster TEXT, seat INTEGER,
            position INTEGER NOT NULL, PRIMARY KEY (position, office)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE officer_keys (
            fingerprint TEXT PRIMARY KEY, officer TEXT NOT NULL, line TEXT NOT NULL,
            enrolled_at TEXT NOT NULL, revoked_at TEXT, lost_from TEXT, reason TEXT,
            position INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
    )

    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        fact = recorded.fact
        officer = officer_id(recorded.originator_id)
        if isinstance(fact, OfficerFounded):
            cursor.execute("INSERT INTO officers VALUES (?, ?, ?)", (officer, fact.name, position))
            cursor.execute(
                "INSERT INTO tenures VALUES (?, ?, '', ?, NULL, NULL, NULL, ?)",
                (officer, REGISTRAR, fact.occurred, position),
            )
            for line in fact.keys:
                _enroll(cursor, position, officer, line, fact.recorded_at)
            return
        if isinstance(fact, OfficerAdded):
            cursor.execute("INSERT INTO officers VALUES (?, ?, ?)", (officer, fact.name, position))
            return
        if isinstance(fact, OfficeAssigned):
            cursor.execute(
                "INSERT INTO tenures VALUES (?, ?, ?, ?, NULL, ?, ?, ?)",
                (
                    officer,
                    fact.office,
                    fact.scope,
                    fact.occurred,
                    fact.roster,
                    fact.seat,
                    position,
                ),
            )
        elif isinstance(fact, OfficeReleased):
            cursor.execute(
                "UPDATE tenures SET to_day = ? WHERE officer = ? AND office = ? AND scope = ?"
                " AND to_day IS NULL",
                (fact.occurred, officer, fact.office, fact.scope),
            )
        elif isinstance(fact, KeyEnrolled):
            _enroll(cursor, position, officer, fact.key, fact.recorded_at)
            cursor.execute(
                "UPDATE officer_keys SET revoked_at = ?, reason = 'replaced' WHERE fingerprint = ?",
                (fact.recorded_at, fact.replaces),
            )
        elif isinstance(fact, KeyRevoked):
            cursor.execute(
                "UPDATE officer_keys SET revoked_at = coalesce(revoked_at, ?),"
                " lost_from = coalesce(?, lost_from), reason = ? WHERE fingerprint = ?",
                (fact.recorded_at, fact.lost_from, fact.reason, fact.fingerprint),
            )
        else:
            return
        cursor.execute("UPDATE officers SET position = ? WHERE id = ?", (position, officer))


def _enroll(
    cursor: sqlite3.Cursor, position: int, officer: str, line: str, recorded_at: str
) -> None:
    cursor.execute(
        "INSERT INTO officer_keys VALUES (?, ?, ?, ?, NULL, NULL, NULL, ?)",
        (fingerprint(line), officer, line, recorded_at, position),
    )


def key_rows(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    """Every key ever enrolled, in the order of enrolment."""
    return connection.execute(
        "SELECT * FROM officer_keys ORDER BY position, fingerprint"
    ).fetchall()


def officer_rows(connection: sqlite3.Connection, as_of: date | None) -> Iterator[dict[str, Any]]:
    """Every officer with the offices held on a day (all ever, without one) and all keys.

    An office that follows a roster's seat is shown by its own days; whether the
    seat was held, an approval's judgement asks.
    """
    day = None if as_of is None else as_of.isoformat()
    for officer in connection.execute("SELECT * FROM officers ORDER BY id").fetchall():
        tenures = connection.execute(
            "SELECT * FROM tenures WHERE officer = ? ORDER BY position", (officer["id"],)
        ).fetchall()
        yield {
            "id": officer["id"],
            "name": officer["name"],
            "offices": [
                {
                    "office": t["office"],
                    "scope": t["scope"],
                    "from": t["from_day"],
                    "to": t["to_day"],
                    "seat": None if t["roster"] is None else f"{t['roster']}/{t['seat']}",
                }
                for t in tenures
                if day is None or (t["from_day"] <= day and (t["to_day"] or day) >= day)
            ],
            "keys": [
                {
                    "fingerprint": k["fingerprint"],
                    "key": k["line"],
                    "enrolled_at": k["enrolled_at"],
                    "revoked_at": k["revoked_at"],
                    "lost_from": k["lost_from"],
                }
                for k in connection.execute(
                    "SELECT * FROM officer_keys WHERE officer = ? ORDER BY position, fingerprint",
                    (officer["id"],),
                ).fetchall()
            ],
            "position": officer["position"],
        }
