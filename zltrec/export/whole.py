"""The formats that make one file of a whole export: all ledgers as a workbook or a
database, all deadlines as a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from zltrec.export.formats import Cells
    from zltrec.export.manifest import Standing
    from zltrec.projections.ledgers import Ledger
    from zltrec.projections.rows import Scope
    from zltrec.projections.views import Views

Sheet = tuple["Ledger", "Iterable[Cells]"]
"""A ledger and what stands in its rows."""

WholeWriter = Callable[["Views", "Iterable[Sheet]", "Scope", "Standing", IO[bytes], Path], int]
"""Writes a file; returns how many rows it has. What it makes on the way, it makes in a folder."""


def _workbook(
    views: Views,
    sheets: Iterable[Sheet],
    scope: Scope,
    standing: Standing,
    content: IO[bytes],
    scratch: Path,
) -> int:
    from zltrec.export.workbook import write_workbook

    return write_workbook(
        content,
        standing.about(),
        sheets,
        scratch,
    )


def _agenda(
    views: Views,
    sheets: Iterable[Sheet],
    scope: Scope,
    standing: Standing,
    content: IO[bytes],
    _scratch: Path,
) -> int:
    from zoneinfo import ZoneInfo

    from zltrec.export.agenda import appointments, write_agenda
    from zltrec.projections.worlds import worlds_of

    found = appointments(worlds_of(views, scope.as_of).all())
    return write_agenda(content, standing.store_id, ZoneInfo(standing.zone), found)


def _database(
    views: Views,
    sheets: Iterable[Sheet],
    scope: Scope,
    standing: Standing,
    content: IO[bytes],
    scratch: Path,
) -> int:
    import shutil

    from zltrec.export.database import write_database

    path = scratch / "ledgers.sqlite"
    try:
        count = write_database(path, standing.about(), sheets)
        with path.open("rb") as reader:
            shutil.copyfileobj(reader, content)
    finally:
        path.unlink(missing_ok=True)
    return count


WHOLE_FORMATS: dict[str, tuple[str, WholeWriter]] = {
    "xlsx": ("ledgers.xlsx", _workbook),
    "sqlite": ("ledgers.sqlite", _database),
    "ics": ("deadlines.ics", _agenda),
}
"""The name of the file, and what writes it."""
