"""What is owed by whom over all procedures, by the day or minute on which it is due."""

from __future__ import annotations

from datetime import date

from zltrec.procedure.duty import OVERDUE
from zltrec.projections.case_rows import owed_rows
from zltrec.projections.projection import Reads
from zltrec.projections.rows import Row
from zltrec.projections.worlds import Worlds

_NEVER = "9999-99"  # what has no term comes last


def due_rows(views: Reads, day: date, at: str, office: str | None, last: str | None) -> list[Row]:
    """What is owed and not met at a day or minute `at` of `day`; what is overdue first,
    what has no term (`due_on` is None) last.

    `office`: only what it owes (whatever its scope); `last`: only what is overdue
    or due by that day.
    """
    rows = [
        row
        for world in Worlds(views, day, at).all()
        for row in owed_rows(world)
        if office is None or office in (row["office"], row["office"].partition("@")[0])
    ]
    rows = [
        row
        for row in rows
        if last is None or row["status"] == OVERDUE or (row["due_on"] or _NEVER)[:10] <= last
    ]
    rows.sort(key=lambda row: (row["status"] != OVERDUE, row["due_on"] or _NEVER, row["subject"]))
    return rows
