"""A procedure as it is written: the ten constructs, as frozen values.

What each key means stands in `zltrec/procedures/LANGUAGE.md`. A value here is
only well formed; whether it makes sense as a whole, `procedure.check` says.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from zltrec.procedure.counted import Indicator, Ledger, Measure
from zltrec.procedure.owed import Clock, FilingSteps, Item
from zltrec.procedure.part import Named, Part, Rule
from zltrec.procedure.printed import Form

Grade = Literal["paper", "key"]
FieldType = Literal[
    "text",
    "integer",
    "decimal",
    "money",
    "date",
    "moment",
    "flag",
    "choice",
    "file",
    "ref",
    "list",
    "item",
]
FigureType = Literal["integer", "decimal", "money", "date", "text"]


class Figure(Named, frozen=True, kw_only=True):
    """A number, date or text of the document, once; None until it is set.

    `printed` is how the document writes it, where that is not `value` to the letter.
    """

    type: FigureType
    value: str | None = None
    printed: str = ""
    unit: str = ""
    setting: bool = False


class Unique(Part, frozen=True, kw_only=True):
    """A field's value belongs to one case: while that one is `open`, or for `ever`.

    `claimed`: by which transitions (else by those that open); `refused`: which
    transitions look for another's claim (else the same). `why` is told then.
    """

    within: Literal["open", "ever"]
    why: str = ""
    claimed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class Field(Named, frozen=True, kw_only=True):
    """One value of a case, or of a record in a list. `required_from`: a state.

    A choice of `many` holds several of its choices, a ref several cases.
    """

    type: FieldType
    unit: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    personal: bool = False
    confidential: bool = False
    required_from: str | None = None
    procedure: str | None = None
    fields: tuple[Field, ...] = ()
    unique: tuple[Unique, ...] = ()


class State(Named, frozen=True, kw_only=True):
    """A state; in a `final` one the case is closed."""

    final: bool = False


class Wait(Part, frozen=True, kw_only=True):
    """Full days after the last time of a transition; the day of that one does not count.

    A length is a number, or the name of a figure.
    """

    after: str
    days: int | str | None = None
    working_days: int | str | None = None


class Sign(Part, frozen=True, kw_only=True):
    """An approval that a step needs: of an office (in the scope that a field names).

    It is needed `when` a condition holds, else always. `action` is what is
    approved (else the transition); `apart`: by another person than approved
    these transitions; `same`: by the same person.
    """

    office: str
    scope: str | None = None
    when: str | None = None
    grade: Grade = "paper"
    action: str | None = None
    apart: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


class Post(Part, frozen=True, kw_only=True):
    """An entry in an account: `amount` (an integer expression), in or out.

    `over` a list: an entry for each record that the step appends, by `item.FIELD`, under
    the key that the record has, else the case.
    """

    account: str
    amount: str
    over: str | None = None
    way: Literal["in", "out"] = "in"


class Transition(Named, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A step. Without `from` it opens a case; without `to` the state stays.

    `fields` have a value after it; `may`: what it may set anew without needing it.
    `minute`: its day alone is not enough.
    """

    from_: tuple[str, ...] = ()
    to: str | None = None
    by: str = ""
    scope: str | None = None
    when: tuple[Rule, ...] = ()
    wait: tuple[Wait, ...] = ()
    fields: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    rejects: str | None = None
    reason: bool = False
    minute: bool = False
    posts: tuple[Post, ...] = ()


class Row(Part, frozen=True, kw_only=True):
    """A row of a decision table: hit by a condition, or declared by a person with a reason."""

    result: str | tuple[str, ...]
    when: str | None = None
    declared: str | None = None
    label: str = ""


class Table(Named, frozen=True, kw_only=True):
    """A decision table; for `highest`, results rank in the order of the rows."""

    hit: Literal["all", "first", "highest"]
    rows: tuple[Row, ...]
    default: str = ""


class Account(Named, frozen=True, kw_only=True):
    """Balances by the value of a field (`key`), never below `floor` (fen, or units)."""

    key: str | None = None
    unit: str = ""
    money: bool = False
    floor: int = 0


class Promise(Named, frozen=True, kw_only=True):
    """What the text promises; `printed` is its date as printed, `by` the last day (ISO)."""

    text: str
    office: str = ""
    printed: str = ""
    by: str | None = None
    kept_when: str | None = None


class Option(Part, frozen=True, kw_only=True):
    """One printed reading."""

    id: str
    text: str


class Reading(Named, frozen=True, kw_only=True):
    """Printed readings that contradict each other; asked at the transitions in `at`."""

    options: tuple[Option, ...]
    at: tuple[str, ...] = ()


class Release(Part, frozen=True, kw_only=True):
    """What lets out what is confidential: cases of another `procedure`, of which one `covers` a
    case where that condition on both holds; each taking-out is its step `take`.

    `files`: the kinds of files that are confidential.
    """

    procedure: str
    covers: str
    take: str
    files: tuple[str, ...] = ()


class Definition(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A whole procedure. `office` approves its later editions and settings.

    Encoded, it holds only what its text says: a key that a later version of the
    program adds does not change what an older one entered in a register.

    `series`: the form of numbers (`WF-{year}-{n:04}`).
    """

    id: str
    title: str
    edition: int
    source: str
    office: str
    series: str
    grade: Grade = "paper"
    figures: tuple[Figure, ...] = ()
    fields: tuple[Field, ...] = ()
    states: tuple[State, ...] = ()
    transitions: tuple[Transition, ...] = ()
    tables: tuple[Table, ...] = ()
    items: tuple[Item, ...] = ()
    filing: FilingSteps | None = None
    clocks: tuple[Clock, ...] = ()
    measures: tuple[Measure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    forms: tuple[Form, ...] = ()
    accounts: tuple[Account, ...] = ()
    promises: tuple[Promise, ...] = ()
    readings: tuple[Reading, ...] = ()
    release: Release | None = None
    notes: tuple[str, ...] = ()
