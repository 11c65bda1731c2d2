"""The ledgers: what can be listed, shown and exported, each by its name.

A ledger's rows are plain values (text, integers, lists, None), in a fixed
order, with a fixed set of columns: every format prints the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from zltrec.errors import BadUsage, Refused
from zltrec.projections.search import bare
from zltrec.projections.views import Views

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows are asked for.

    `as_of`: only what had ended by that day, or who held a seat on it; None:
    no limit. `undated`: whether undated facts are shown. `first`, `last`:
    only what overlaps these days. `contains`: text, blanks and width ignored.
    """

    as_of: date | None = None
    undated: bool = True
    first: date | None = None
    last: date | None = None
    contains: str = ""

    def clause(self) -> tuple[str, list[str]]:
        """The condition on the columns start and end, and its parameters."""
        tests, parameters = [], []
        for test, bound in (
            ("end <= ?", self.as_of),
            ("end >= ?", self.first),
            ("start <= ?", self.last),
        ):
            if bound is not None:
                tests.append(f"(start = '' OR {test})")
                parameters.append(bound.isoformat())
        if not self.undated or self.first is not None or self.last is not None:
            tests.append("start <> ''")
        return " AND ".join(tests) or "1", parameters

    def holds(self, text: str) -> bool:
        """Whether a text contains what is asked for."""
        return not self.contains or bare(self.contains) in bare(text)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger: its name, its title (an English message), its columns, its rows."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Callable[[Views, Scope], Iterator[Row]]
    procedure: str | None = None


def chronicle_rows(views: Views, scope: Scope) -> Iterator[Row]:
    """Every entry, retracted ones included, in the chronicle's order."""
    clause, parameters = scope.clause()
    for row in views.connection.execute(
        "SELECT id, start, end, precision, text, source, status, position FROM chronicle"
        f" WHERE {clause} ORDER BY sort, rank, id",
        parameters,
    ):
        if scope.holds(row["text"]):
            yield _dated(row)


def notice_rows(views: Views, scope: Scope) -> Iterator[Row]:
    """Every notice and plan, retracted ones included, by date of issue."""
    clause, parameters = scope.clause()
    for row in views.connection.execute(
        "SELECT id, kind, title, issuer, addressees, issued_on, plan_title, attachments, cites,"
        f" source, status, position FROM notices WHERE {clause} ORDER BY sort, id",
        parameters,
    ):
        if scope.holds(row["title"]):
            yield dict(row) | {
                "issued_on": row["issued_on"] or None,
                "addressees": msgspec.json.decode(row["addressees"]),
                "attachments": msgspec.json.decode(row["attachments"]),
                "cites": msgspec.json.decode(row["cites"]),
            }


def seat_rows(views: Views, scope: Scope) -> Iterator[Row]:
    """Every seat with its body; with `as_of`, those held on that day."""
    for row in views.connection.execute(
        "SELECT r.id AS roster, r.body, s.number, s.role, s.name, s.title,"
        " s.from_day, s.to_day, r.position FROM seats AS s JOIN rosters AS r ON r.id = s.roster"
        " WHERE r.status <> 'retracted' ORDER BY r.id, s.number"
    ):
        if _held(row, scope) and scope.holds(f"{row['body']} {row['name']} {row['title']}"):
            yield {
                "roster": row["roster"],
                "body": row["body"],
                "number": row["number"],
                "role": row["role"],
                "name": row["name"],
                "title": row["title"],
                "from": row["from_day"] or None,
                "to": row["to_day"],
                "position": row["position"],
            }


def roster_rows(views: Views, scope: Scope) -> Iterator[Row]:
    """Every body with its members (those in `scope`), its office and the office's holders."""
    members: dict[str, list[Row]] = {}
    for seat in seat_rows(views, Scope(scope.as_of, scope.undated)):
        shown = {key: seat[key] for key in ("number", "role", "name", "title", "from", "to")}
        members.setdefault(seat["roster"], []).append(shown)
    for row in views.connection.execute(
        "SELECT * FROM rosters WHERE status <> 'retracted' ORDER BY formed_on, id"
    ):
        formed = row["formed_on"]
        begun = formed <= scope.as_of.isoformat() if formed and scope.as_of else scope.undated
        if (begun or (formed and scope.as_of is None)) and scope.holds(row["body"]):
            yield {
                "id": row["id"],
                "body": row["body"],
                "seat": row["seat"],
                "members": members.get(row["id"], []),
                "office": msgspec.json.decode(row["holders"]),
                "formed_on": formed or None,
                "notice": row["notice"],
                "source": row["source"],
                "position": row["position"],
            }


def timeline_rows(views: Views, scope: Scope) -> Iterator[Row]:
    """Everything in one line of time; within a day the chronicle's own order comes first."""
    clause, parameters = scope.clause()
    clause = clause.replace("start", "t.start").replace("end ", "t.end ")
    for row in views.connection.execute(
        'SELECT t."on", t.kind, t.subject, t.text, t.actor, t.position FROM timeline AS t'
        " LEFT JOIN chronicle AS c ON c.id = t.subject AND t.kind = 'chronicle'"
        f" WHERE {clause} ORDER BY t.sort, coalesce(c.rank, t.position), t.position, t.key",
        parameters,
    ):
        if scope.holds(row["text"]):
            yield dict(row) | {"on": row["on"] or None}


LEDGERS: dict[str, Ledger] = {
    ledger.name: ledger
    for ledger in (
        Ledger(
            "chronicle",
            "Chronicle entries",
            ("id", "start", "end", "precision", "text", "source", "status", "position"),
            chronicle_rows,
        ),
        Ledger(
            "notices",
            "Notices and plans",
            (
                "id",
                "kind",
                "title",
                "issuer",
                "addressees",
                "issued_on",
                "plan_title",
                "attachments",
                "cites",
                "source",
                "status",
                "position",
            ),
            notice_rows,
        ),
        Ledger(
            "rosters",
            "Bodies and their members",
            (
                "id",
                "body",
                "seat",
                "members",
                "office",
                "formed_on",
                "notice",
                "source",
                "position",
            ),
            roster_rows,
        ),
        Ledger(
            "seats",
            "Seats: who sits where",
            ("roster", "body", "number", "role", "name", "title", "from", "to", "position"),
            seat_rows,
        ),
        Ledger(
            "timeline",
            "Everything in one line of time",
            ("on", "kind", "subject", "text", "actor", "position"),
            timeline_rows,
        ),
    )
}


def _dated(row: sqlite3.Row) -> Row:
    return dict(row) | {"start": row["start"] or None, "end": row["end"] or None}


def _held(row: sqlite3.Row, scope: Scope) -> bool:
    if scope.as_of is None:
        return scope.undated or bool(row["from_day"])
    day = scope.as_of.isoformat()
    begun = row["from_day"] <= day if row["from_day"] else scope.undated
    return begun and (row["to_day"] is None or row["to_day"] >= day)


def find_ledger(name: str) -> Ledger:
    """The ledger of that name. Raises BadUsage, with the names that there are."""
    if name not in LEDGERS:
        raise BadUsage(
            "there is no ledger {name}; there are {names}", name=name, names=", ".join(LEDGERS)
        )
    return LEDGERS[name]


def find_row(
    views: Views, ledger: Ledger, column: str, beginning: str, scope: Scope | None = None
) -> Row:
    """The one row whose `column` is, or alone begins with, `beginning`.

    Raises Refused if there is none, or more than one.
    """
    found = [
        row for row in ledger.rows(views, scope or Scope()) if row[column].startswith(beginning)
    ]
    exact = [row for row in found if row[column] == beginning]
    if not found or not beginning:
        raise Refused("there is no {id}; a list shows the ids that there are", id=beginning or '""')
    if len(found) > 1 and not exact:
        raise Refused(
            "{given} is the beginning of several ids ({ids} …); give more of it",
            given=beginning,
            ids=", ".join(row[column] for row in found[:2]),
        )
    return (exact or found)[0]
