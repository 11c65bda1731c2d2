"""What the columns of the fixed ledgers hold; text, where it is not said here.

A day of a document, of a body or of an entry is as precise as it was recorded, so that a
month, a year or a range may stand there: such columns are mixed.
"""

from __future__ import annotations

from zltrec.procedure.column_kinds import DATE, DECIMAL, FLAG, INTEGER, MOMENT, Kinds

INSTANT = "instant"
"""When the log took something, in UTC."""

_POSITION = {"position": INTEGER}
_DAYS = {"from": DATE, "to": DATE}
_SHARES = ("value", "among", "percent", "target")
_BALANCES = ("in", "out", "balance", "floor")

_KINDS = {
    "chronicle": Kinds({"start": DATE, "end": DATE, **_POSITION}),
    "notices": Kinds({"issued_on": DATE, **_POSITION}, frozenset(("issued_on",))),
    "rosters": Kinds({"formed_on": DATE, **_POSITION}, frozenset(("formed_on",))),
    # Whoever sat in a body from the first sits there from the day of its document.
    "seats": Kinds({"number": INTEGER, **_DAYS, **_POSITION}, frozenset(("from",))),
    "offices": Kinds({**_DAYS, **_POSITION}),
    "approvals": Kinds({"on": DATE, "valid_until": DATE, **_POSITION}),
    "errata": Kinds(
        {"published_date": MOMENT, "date": MOMENT, "recorded_at": INSTANT, **_POSITION},
        frozenset(("published_date", "date")),
    ),
    "timeline": Kinds({"on": MOMENT, **_POSITION}, frozenset(("on",))),
    "cases": Kinds(
        {"edition": INTEGER, "opened": MOMENT, "last_on": MOMENT, "overdue": INTEGER, **_POSITION}
    ),
    "due": Kinds({"due_on": MOMENT, "provisional": FLAG}),
    "promises": Kinds({"by": DATE, "kept": FLAG, "kept_on": DATE, "line": INTEGER}),
    "reports": Kinds(
        {"number": INTEGER, "on": DATE, "until": DATE, "at": INTEGER, "differing": INTEGER}
        | _POSITION
    ),
    "contradictions": Kinds({"decided_on": DATE, "line": INTEGER}),
    "indicators": Kinds({**dict.fromkeys(_SHARES, DECIMAL), "reached": FLAG}),
    "accounts": Kinds(dict.fromkeys(_BALANCES, DECIMAL)),
}


def fixed_kinds(ledger: str) -> Kinds:
    """What the columns of a fixed ledger hold, by its name."""
    return _KINDS[ledger]
