"""A form as an office prints it: part by part, a table with the columns as printed.

It is made of the form's rows (as `forms` gives them, or as they were reported), so
that a frozen form is printed in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zltrec.procedure.forms import labels_of, line_cells
from zltrec.procedure.printed import NO_VALUES, Form, FormPart, Line

KINDS = ("period", "cumulative")
"""The values of a cell: that of the period, and that since the beginning."""
Words = Callable[[str], str]
"""What the program calls a column that the print does not name."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part: its headings, columns with the heads of their values, rows of cells.

    `heads` are those of all cells of a row, each in one text; `under` is a heading that
    begins here; `deep`: the part stands under one.
    """

    under: str
    deep: bool
    label: str
    heads: tuple[str, ...]
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    rows: tuple[tuple[str, ...], ...]


def sheet_parts(form: Form, rows: Sequence[Mapping[str, Any]], words: Words) -> list[SheetPart]:
    """The parts of a form in order; `rows` are its values, one for each measure, in order."""
    values = iter(rows)
    found: list[SheetPart] = []
    under = ""
    for part in form.parts:
        columns = _columns(part, words)
        heads = (*(form.heads or (words("no"), words("label"))), *_heads(columns))
        lines = tuple(_line(part, line, values) for line in part.lines)
        begins = part.under if part.under != under else ""
        found.append(SheetPart(begins, bool(part.under), part.label, heads, columns, lines))
        under = part.under
    return found


def value_heads(part: FormPart, words: Words) -> dict[str, str]:
    """What stands over the values that the part prints, by kind."""
    labels = labels_of(part)
    given = {kind: getattr(labels, kind) for kind in KINDS}
    return {
        kind: words(kind) if part.values is None else said
        for kind, said in given.items()
        if said is not None
    }


def _columns(part: FormPart, words: Words) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The columns as printed, each with what stands over its values."""
    over = tuple(value_heads(part, words).values())
    return tuple((column, over) for column in part.columns)


def _heads(columns: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """Two header rows made one: the column, and which of its values."""
    for column, over in columns:
        for said in over:
            yield f"{column} {said}".strip()


def _line(part: FormPart, line: Line, values: Iterator[Mapping[str, Any]]) -> tuple[str, ...]:
    kinds = [kind for kind in KINDS if getattr(labels_of(part), kind) is not None]
    cells: list[str] = []
    for column, names in line_cells(part, line):
        held = [next(values) for _name in names]
        for kind in kinds:
            if column == NO_VALUES:
                cells.append(NO_VALUES)
            else:
                shown = (_shown(line, one, kind, len(held) > 1) for one in held)
                cells.append(" ".join(shown).strip())
    return (line.no, line.label, *cells)


def _shown(line: Line, value: Mapping[str, Any], kind: str, several: bool) -> str:
    """A value with its unit, where the print has it in the cell; of a missing one, the unit."""
    text = "" if value[kind] is None else str(value[kind])
    return text + (value["unit"] if value["measure"] and (several or line.unit) else "")
