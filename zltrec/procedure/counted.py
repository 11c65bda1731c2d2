"""What a procedure counts and lists, as it is written: measures, indicators, ledgers."""

from __future__ import annotations

from typing import Literal

from zltrec.procedure.part import Named


class Measure(Named, frozen=True, kw_only=True):
    """A number over what happened: a count, a `sum`, or how many `distinct`; or `entered`.

    What is entered is a number, a text, or one of `choices`.

    Over cases, the first time that they take one of `at` (else their opening);
    over `steps`, every time; over the records of a list, on the day when each
    was appended, or when the case took `at`. `last`: the last time, not the first.
    """

    unit: str = ""
    over: str | None = None
    at: tuple[str, ...] = ()
    last: bool = False
    where: str | None = None
    sum: str | None = None
    distinct: str | None = None
    entered: bool = False
    type: Literal["number", "text"] = "number"
    choices: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether its value can be compared and calculated with."""
        return self.type == "number" and not self.choices


class Indicator(Named, frozen=True, kw_only=True):
    """A measure against a `target` (a figure), or its share in percent `among` another."""

    of: str
    among: str | None = None
    target: str | None = None


class Column(Named, frozen=True, kw_only=True):
    """A column of a ledger: a `value`; in a grouped ledger a key, a `count` or a `sum`."""

    value: str | None = None
    count: str | None = None
    sum: str | None = None


class Ledger(Named, frozen=True, kw_only=True):
    """A ledger: a row for each case, step, duty or record of a list (`over`), or each group."""

    columns: tuple[Column, ...]
    over: str = "cases"
    where: str | None = None
    group: tuple[str, ...] = ()
    total: bool = False
    note: str = ""
