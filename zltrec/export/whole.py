"""The formats that make one file of a whole export: all ledgers as a workbook or a
database, all deadlines as a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from zltrec.export.formats import Cells
    from zltrec.export.manifest import Standing
    from zltrec.progress import Progress
    from zltrec.projections.ledgers import Ledger
    from zltrec.projections.rows import Scope
    from zltrec.projections.views import Views

Sheet = tuple["Ledger", "Iterable[Cells]"]
"""A ledger and what stands in its rows."""


def sheets_of(
    views: Views, ledgers: Sequence[Ledger], scope: Scope, progress: Progress
) -> Iterator[Sheet]:
    """Each ledger with its rows."""
    for one in progress(ledgers, len(ledgers)):
        yield one, progress(one.cells(views, scope), None)


@dataclass(frozen=True, slots=True)
class Whole:
    """What a whole set is made of; `scratch`: a folder for what is half made, left as it was."""

    views: Views
    sheets: Iterable[Sheet]
    scope: Scope
    standing: Standing
    scratch: Path
    progress: Progress


WholeWriter = Callable[[Whole, IO[bytes]], int]
"""Writes a file; returns how many rows it has."""


def _workbook(of: Whole, content: IO[bytes]) -> int:
    from zltrec.export.workbook import write_workbook

    return write_workbook(content, of.standing.about(), of.sheets, of.scratch)


def _agenda(of: Whole, content: IO[bytes]) -> int:
    from zoneinfo import ZoneInfo

    from zltrec.export.agenda import appointments, write_agenda
    from zltrec.projections.revisions import Revisions
    from zltrec.projections.worlds import worlds_of

    worlds = worlds_of(of.views, of.scope.as_of).all()
    found = of.progress(appointments(worlds, Revisions(of.views)), None)
    return write_agenda(content, of.standing.store_id, ZoneInfo(of.standing.zone), found)


def _database(of: Whole, content: IO[bytes]) -> int:
    import shutil

    from zltrec.export.database import write_database

    path = of.scratch / "ledgers.sqlite"
    try:
        count = write_database(path, of.standing.about(), of.sheets)
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
