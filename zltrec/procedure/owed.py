"""What a procedure says is owed: the items of a catalogue, and the clocks that ask for things."""

from __future__ import annotations

from typing import Literal

from zltrec.procedure.part import Named, Part

Every = Literal["month", "quarter", "half-year", "year"]


class Item(Named, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One of the many that are owed, each by itself by its office; the id may hold `/`.

    `frequency` is as printed (None: the text gives none), `note` what is odd about the
    print. It is due by the clocks that name it, within `from` and `to` (figures) where
    it has them; `by`: also when it is asked for (`request`), or it is filed when there
    is something new (`new`).
    """

    office: str = ""
    frequency: str | None = None
    note: str = ""
    by: Literal["request", "new"] | None = None
    from_: str | None = None
    to: str | None = None


class Clock(Named, frozen=True, kw_only=True, rename={"while_": "while", "from_": "from"}):
    """What is owed when, by which office.

    It starts `after` transitions, on a `date` (a figure, a date or moment field),
    or with each period (`every`); it counts in `states` and `while` a condition
    holds. One of the transitions in `until` ends it; with `repeat`, it meets what
    is due then, and the next follows. `items` (ids of the procedure's items, or items
    of its own): owed by each of them, and not by cases; unless a checklist, `each`
    (`LIST.FIELD`), is meant: then each case owes each item until a record of its list names
    that. `held`: it is owed at every moment that the office of each has a case, by the
    field `scope`, for which that holds. `undated`: the text gives no term.
    """

    office: str = ""
    scope: str | None = None
    items: tuple[str | Item, ...] = ()
    after: tuple[str, ...] = ()
    date: str | None = None
    every: Every | None = None
    repeat: int | str | None = None
    days: int | str | None = None
    working_days: int | str | None = None
    months: int | str | None = None
    years: int | str | None = None
    hours: int | str | None = None
    day: int | str | None = None
    at: str | None = None
    states: tuple[str, ...] = ()
    while_: str | None = None
    held: str | None = None
    until: tuple[str, ...] = ()
    each: str | None = None
    undated: bool = False
    from_: str | None = None
    to: str | None = None


class FilingSteps(Part, frozen=True, kw_only=True):
    """Which transitions `zltrec filing` takes, each the first of them that is possible: by which
    a filing is asked for, submitted, assessed."""

    request: tuple[str, ...] = ()
    submit: tuple[str, ...] = ()
    assess: tuple[str, ...] = ()
