"""A printed form, as a procedure writes it: its parts, their columns and lines."""

from __future__ import annotations

from typing import Literal

from zltrec.procedure.part import Named, Part, Rule


class Line(Part, frozen=True, kw_only=True):
    """A line of a form: its number and text as printed, a measure (or "") for each column.

    `where` narrows the measures of this line.
    """

    no: str
    label: str
    unit: str = ""
    where: str | None = None
    measures: tuple[str, ...] = ()


class FormPart(Part, frozen=True, kw_only=True):
    """A part of a form, with columns of its own."""

    label: str = ""
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


class Form(Named, frozen=True, kw_only=True):
    """A printed form, with the value of its period and the cumulative one for each column."""

    parts: tuple[FormPart, ...]
    every: Literal["month", "quarter", "half-year", "year"] = "month"
    checks: tuple[Rule, ...] = ()
