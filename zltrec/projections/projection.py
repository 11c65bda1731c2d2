"""What a projection is: its tables, and what one event changes in them."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar, Protocol

from zltrec.calendar.when import When
from zltrec.domain.fact import Recorded, Source
from zltrec.progress import Progress

UNDATED_DAY = ""
"""What a column holds for the day of an undated fact."""


class Reads(Protocol):
    """Views that can be asked."""

    connection: sqlite3.Connection
    position: int
    progress: Progress

    def select(self, statement: str, parameters: Sequence[Any] = ...) -> list[sqlite3.Row]: ...


class Projection(ABC):
    """A fold of the log into tables of its own.

    `name` keys its tracking; raise `version` whenever tables or meaning
    change: it is then rebuilt. `tables` are those it alone writes. `checks`
    are statements that fail where something behind the tables does not fit.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    tables: ClassVar[tuple[str, ...]]
    statements: ClassVar[tuple[str, ...]]
    checks: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def apply(self, cursor: sqlite3.Cursor, position: int, recorded: Recorded) -> None:
        """Writes what the event at `position` changes."""


@lru_cache(maxsize=4096)
def days_of(when: When) -> tuple[str, str]:
    """First and last full day as ISO text; empty texts when undated."""
    if when.start is None or when.end is None:
        return (UNDATED_DAY, UNDATED_DAY)
    return (when.start.isoformat(), when.end.isoformat())


@lru_cache(maxsize=4096)
def sort_text(when: When) -> str:
    """One text that sorts as `When.sort_key` does."""
    return " ".join(when.sort_key)


def source_text(source: Source | None) -> str | None:
    """`sha256:line`, or None for what was written by hand."""
    if source is None:
        return None
    return source.accession if source.line is None else f"{source.accession}:{source.line}"
