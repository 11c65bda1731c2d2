"""A printed form, as a procedure writes it: its lines and columns, or a text about one case."""

from __future__ import annotations

from typing import Literal

import msgspec

from zltrec.procedure.part import Named, Part, Rule

NO_VALUES = "---"
"""The label of a column that holds no values, and what is printed in each of its cells."""


class Line(Part, frozen=True, kw_only=True):
    """A line of a form: its number and text as printed, a measure (or "") for each column.

    A cell may hold several measures, each printed with its own unit. `unit` is
    printed with every value of the line; `where` narrows its measures.
    """

    no: str
    label: str
    unit: str = ""
    where: str | None = None
    measures: tuple[str | tuple[str, ...], ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """All its measures in order, those of one cell one after another; without ""."""
        return tuple(name for cell in self.measures for name in cell_measures(cell) if name)


def cell_measures(cell: str | tuple[str, ...]) -> tuple[str, ...]:
    """The measures of a cell: one ("" for none), or several."""
    return (cell,) if isinstance(cell, str) else cell


class Labels(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What stands over the values of a part, as printed; None where the form has no such value."""

    period: str | None = None
    cumulative: str | None = None


class FormPart(Part, frozen=True, kw_only=True):
    """A part of a form, with columns of its own.

    `under` is a heading that it shares with the parts next to it; `values`: what
    stands over the value of the period and over the cumulative one (else both are
    there, under words of the program).
    """

    label: str = ""
    under: str = ""
    columns: tuple[str, ...]
    values: Labels | None = None
    lines: tuple[Line, ...]


class Form(Named, frozen=True, kw_only=True):
    """A printed form, with the value of its period and the cumulative one for each column.

    `heads` stand over the numbers and the texts of the lines; `blanks` are filled in
    by hand, on paper; `note` is printed under the form.

    One `over` cases is a paper of one case: a `text` with places for its values.
    """

    over: Literal["cases"] | None = None
    text: str = ""
    parts: tuple[FormPart, ...] = ()
    every: Literal["month", "quarter", "half-year", "year"] = "month"
    heads: tuple[str, str] | None = None
    blanks: tuple[str, ...] = ()
    note: str = ""
    checks: tuple[Rule, ...] = ()
