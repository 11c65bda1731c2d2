"""What changed in the ledgers between two states of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zltrec.projections.ledgers import Ledger
from zltrec.projections.rows import Row, Scope
from zltrec.projections.views import Views


def diff_ledgers(before: Views, after: Views, ledgers: Sequence[Ledger]) -> Iterator[Row]:
    """Rows that differ between two states of the ledgers: added, changed or removed.

    A row is the same row if the columns in `Ledger.key` are. What stands in
    `position` alone is no change.
    """
    for ledger in ledgers:
        old, new = (
            {_key(ledger, row): row for row in ledger.rows(views, Scope())}
            for views in (before, after)
        )
        for key in dict.fromkeys((*old, *new)):
            was, now = old.get(key), new.get(key)
            fields = [
                column
                for column in ledger.columns
                if column != "position" and (was or {}).get(column) != (now or {}).get(column)
            ]
            if fields:
                yield {
                    "ledger": ledger.name,
                    "change": "added" if was is None else "removed" if now is None else "changed",
                    "row": key,
                    "before": None if was is None else {c: was[c] for c in fields},
                    "after": None if now is None else {c: now[c] for c in fields},
                }


def _key(ledger: Ledger, row: Row) -> str:
    return "/".join(str(row[column]) for column in ledger.key)
