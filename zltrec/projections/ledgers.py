"""The ledgers: what can be listed, shown and exported, each by its name.

A ledger has a fixed set of columns, so every format prints the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from zltrec.errors import Refused
from zltrec.procedure.column_kinds import Kinds
from zltrec.projections.fixed_kinds import fixed_kinds
from zltrec.projections.rows import (
    Queried,
    Row,
    Scope,
    approval_rows,
    chronicle_rows,
    erratum_rows,
    notice_rows,
    office_rows,
    roster_rows,
    seat_rows,
    timeline_rows,
)
from zltrec.projections.views import Views


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger: its name, title (an English message), columns, rows, and what keys a row.

    One of a procedure is titled, and its columns are labelled, in the document's words.
    `typed`: says what its columns hold, when it is asked.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Callable[[Views, Scope], Iterator[Row]]
    key: tuple[str, ...] = ("id",)
    procedure: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    typed: Callable[[], Kinds] = Kinds
    note: str = ""

    @property
    def kinds(self) -> Mapping[str, str]:
        """Which columns are a date, a moment (a day or a minute), an instant (UTC), an integer,
        a decimal, a flag; text else. In some of them a text may stand as well (`certain`)."""
        return self.typed().of

    @property
    def certain(self) -> Mapping[str, str]:
        """The kinds of the columns in which nothing else stands, by which types are declared."""
        kinds, mixed = self.typed()
        return {name: kind for name, kind in kinds.items() if name not in mixed}

    def cells(self, views: Views, scope: Scope) -> Iterator[Sequence[Any]]:
        """The rows as what stands in the columns, in their order."""
        rows = self.rows(views, scope)
        if isinstance(rows, Queried) and rows.columns == self.columns:
            return rows.cells
        return ([row[column] for column in self.columns] for row in rows)


def by_name(ledgers: Iterable[Ledger]) -> dict[str, Ledger]:
    """Fixed ledgers by name, with what their columns hold."""
    return {one.name: replace(one, typed=partial(fixed_kinds, one.name)) for one in ledgers}


LEDGERS = by_name(
    (
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
            ("roster", "number"),
        ),
        Ledger(
            "offices",
            "Offices: who holds what, from when to when",
            ("officer", "name", "office", "scope", "from", "to", "follows", "position"),
            office_rows,
            ("officer", "office", "scope", "position"),
        ),
        Ledger(
            "approvals",
            "Approvals, by key and on paper",
            (
                "id",
                "subject",
                "action",
                "decision",
                "grade",
                "office",
                "scope",
                "officer",
                "on",
                "reason",
                "valid_until",
                "paper",
                "recorded_by",
                "position",
            ),
            approval_rows,
        ),
        Ledger(
            "errata",
            "Errata of published months",
            (
                "month",
                "id",
                "kind",
                "published_date",
                "published",
                "date",
                "text",
                "reason",
                "recorded_at",
                "position",
            ),
            erratum_rows,
            ("month", "position"),
        ),
        Ledger(
            "timeline",
            "Everything in one line of time",
            ("on", "kind", "subject", "text", "actor", "position"),
            timeline_rows,
            ("kind", "subject", "on", "text"),
        ),
    )
)


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
    if not found and scope is not None and scope.as_of is not None:
        later = find_row(views, ledger, column, beginning)
        raise Refused(
            "{id} is there, but not yet on {day}", id=later[column], day=scope.as_of.isoformat()
        )
    if not found or not beginning:
        raise Refused("there is no {id}; a list shows the ids that there are", id=beginning or '""')
    if len(found) > 1 and not exact:
        raise Refused(
            "{given} is the beginning of several ids ({ids} …); give more of it",
            given=beginning,
            ids=", ".join(row[column] for row in found[:2]),
        )
    return (exact or found)[0]
