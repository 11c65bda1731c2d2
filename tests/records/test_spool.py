"""A spool is a list, however long."""

from __future__ import annotations

import msgspec

from zltrec.records.spool import Spool


class Line(msgspec.Struct):
    """Something to keep."""

    number: int
    text: str


def test_a_spool_gives_back_what_was_put_in() -> None:
    """In order, again and again, also while more is put in, and beyond what memory holds."""
    spool = Spool(Line)
    assert (len(spool), list(spool)) == (0, [])
    rows = [Line(n, "长\n文" * 500) for n in range(2_000)]
    for row in rows[:5]:
        spool.append(row)
    assert list(spool) == rows[:5]
    for row in rows[5:]:
        spool.append(row)
    assert len(spool) == len(rows)
    assert list(spool) == list(spool) == rows
