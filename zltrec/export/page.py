"""What stands on a page, in order: headings, paragraphs, lines of lists, tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style; a line break in it stays one."""

    text: str
    bold: bool = False
    italic: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level from 1 to 6; the first level is the page's title, centred."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `text` begins two characters in, a `line` does not, `centre` is one centred."""

    runs: Runs
    set_as: str = "text"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list behind its mark (`•`, `1.`), as it is printed; `depth` from 0."""

    mark: str
    runs: Runs
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row is its head where `headed`.

    `spans`: what stands over the head, each text with the count of columns that it stands over,
    for all columns in order; where it is "", a column's head takes both rows. `centred`: which
    columns are; without it those of nothing but short texts.
    """

    rows: tuple[tuple[Runs, ...], ...]
    headed: bool = True
    spans: tuple[tuple[str, int], ...] = ()
    centred: tuple[bool, ...] = ()

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return max((len(row) for row in self.rows), default=0)


Page = Heading | Paragraph | Item | Table
