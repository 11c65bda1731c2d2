"""The rows of each ledger: plain values (text, integers, lists, None), in a fixed order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from zltrec.procedure.periods import Period
from zltrec.procedure.world import Released, nothing_released
from zltrec.projections.search import bare
from zltrec.projections.views import Views

Row = dict[str, Any]
Reveal = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows are asked for.

    `as_of`: only what had ended by that day, or who held a seat on it; None:
    no limit. `undated`: whether undated facts are shown. `first`, `last`:
    only what overlaps these days. `contains`: text, blanks and width ignored.
    `reveal`: the value of a commitment, for who may see personal values; else they
    are masked. `released`: whose confidential values may be seen; of others they are
    masked. `period`: only filings of periods within it, and cases opened in it.
    """

    as_of: date | None = None
    undated: bool = True
    first: date | None = None
    last: date | None = None
    contains: str = ""
    reveal: Reveal | None = None
    period: Period | None = None
    released: Released = nothing_released

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


class Queried(Iterator[Row]):
    """Rows as a query gives them: by the names of its `columns`, or as bare `cells`."""

    def __init__(self, views: Views, statement: str, parameters: Sequence[str]) -> None:
        self.cells = views.connection.cursor()
        self.cells.row_factory = None
        self.cells.execute(statement, parameters)
        self.columns = tuple(column[0] for column in self.cells.description)

    def __next__(self) -> Row:
        return dict(zip(self.columns, next(self.cells), strict=True))


def chronicle_rows(views: Views, scope: Scope) -> Iterator[Row]:
    """Every entry, retracted ones included, in the chronicle's order."""
    clause, parameters = scope.clause()
    found = Queried(
        views,
        "SELECT id, NULLIF(start, '') AS start, NULLIF(end, '') AS end, precision, text, source,"
        " CASE WHEN status = 'recorded' AND id IN (SELECT id FROM published) THEN 'published'"
        " ELSE status END AS status, position"
        f" FROM chronicle WHERE {clause} ORDER BY sort, rank, id",
        parameters,
    )
    return (row for row in found if scope.holds(row["text"])) if scope.contains else found


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


def timeline_rows(
    views: Views, scope: Scope, keep: Callable[[str, str, str, str], bool] | None = None
) -> Iterator[Row]:
    """Everything in one line of time; within a day the chronicle's own order comes first.

    `keep`: of a row's key, kind, subject and text, whether it is wanted.
    """
    clause, parameters = scope.clause()
    clause = clause.replace("start", "t.start").replace("end ", "t.end ")
    for row in views.connection.execute(
        'SELECT t."on", t.kind, t.subject, t.text, t.actor, t.position, t.key FROM timeline AS t'
        " LEFT JOIN chronicle AS c ON c.id = t.subject AND t.kind = 'chronicle'"
        f" WHERE {clause} ORDER BY t.sort, coalesce(c.rank, t.position), t.position, t.key",
        parameters,
    ):
        shown = dict(row) | {"on": row["on"] or None}
        key = shown.pop("key")
        if scope.holds(row["text"]) and (
            keep is None or keep(key, row["kind"], row["subject"], row["text"])
        ):
            yield shown


def around_case(rows: Sequence[Row], number: str) -> Iterator[Row]:
    """Of a line of time, a case's own rows, and the chronicle of the days from its first to its
    last."""
    days = [row["on"][:10] for row in rows if row["subject"] == number and row["on"]]
    for row in rows:
        beside = row["kind"] == "chronicle" and days and row["on"]
        if row["subject"] == number or (beside and min(days) <= row["on"][:10] <= max(days)):
            yield row


def approval_rows(views: Views, scope: Scope) -> Iterator[Row]:
    """Every approval in the order of recording; whether it is valid, `approval verify` says."""
    for row in views.connection.execute("SELECT * FROM approvals ORDER BY position"):
        if (scope.as_of is None or row["on"] <= scope.as_of.isoformat()) and scope.holds(
            f"{row['subject']} {row['action']} {row['officer']}"
        ):
            yield dict(row)


def office_rows(views: Views, scope: Scope) -> Iterator[Row]:
    """Every office held, with its days; with `as_of`, those held on that day."""
    for row in views.connection.execute(
        "SELECT t.officer, o.name, t.office, t.scope, t.from_day, t.to_day, t.roster, t.seat,"
        " t.position FROM tenures AS t JOIN officers AS o ON o.id = t.officer"
        " ORDER BY t.officer, t.position, t.office"
    ):
        if _held(row, scope) and scope.holds(f"{row['officer']} {row['name']} {row['office']}"):
            seat = None if row["roster"] is None else f"{row['roster']}/{row['seat']}"
            yield {
                "officer": row["officer"],
                "name": row["name"],
                "office": row["office"],
                "scope": row["scope"],
                "from": row["from_day"] or None,
                "to": row["to_day"],
                "follows": seat,
                "position": row["position"],
            }


def erratum_rows(views: Views, scope: Scope) -> Iterator[Row]:
    """What was corrected in published months, in the order of recording."""
    for row in views.connection.execute("SELECT * FROM errata ORDER BY position, month"):
        if scope.holds(f"{row['published'] or ''} {row['text'] or ''}"):
            yield dict(row)


def _held(row: sqlite3.Row, scope: Scope) -> bool:
    if scope.as_of is None:
        return scope.undated or bool(row["from_day"])
    day = scope.as_of.isoformat()
    begun = row["from_day"] <= day if row["from_day"] else scope.undated
    return begun and (row["to_day"] is None or row["to_day"] >= day)
