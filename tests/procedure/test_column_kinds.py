"""What the columns of a ledger hold: by their fields, by the type check; and where a text may
stand as well."""

from __future__ import annotations

import pytest

from zltrec.procedure.column_kinds import (
    DATE,
    DECIMAL,
    FLAG,
    INTEGER,
    MOMENT,
    TEXT,
    kind_of,
    kinds_of,
)
from zltrec.procedure.counted import Column, Ledger
from zltrec.procedure.edition import Edition

from .houses import ledger, world
from .test_secrecy import LETTERS, REPORTS, read


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("number", TEXT),
        ("town", TEXT),
        ("area", DECIMAL),
        ("grant", DECIMAL),
        ("grant * 2", INTEGER),
        ("rooms", INTEGER),
        ("rooms * 2", INTEGER),
        ("uses", TEXT),
        ("owner", TEXT),
        ("plan", TEXT),
        ("acts", TEXT),
        ("seen", MOMENT),
        ("state", TEXT),
        ("on", MOMENT),
        ("on_month", TEXT),
        ("opened", MOMENT),
        ('taken["finish"]', MOMENT),
        ('times["finish"]', INTEGER),
        ('"check" in taken', FLAG),
        ('"area" in given ? area : 0.0', DECIMAL),
        ("firm", TEXT),
        ("firm.name", TEXT),
        ("firm.capital", DECIMAL),
        ("firm.capital > 1", FLAG),
        ("firm.state", TEXT),
        ("firm.head", TEXT),
        ("figures.funds", DECIMAL),
        ("figures.planned", INTEGER),
        ("figures.planned + 1", INTEGER),
        ("figures.begin", DATE),
        ("due.check-by", TEXT),
    ],
)
def test_a_column_is_of_the_kind_of_its_values(value: str, kind: str) -> None:
    """A field that is plainly named is exact: money is in yuan there, and in fen in CEL."""
    assert kind_of(world().edition, "cases", Column(id="x", value=value)) == kind


@pytest.mark.parametrize(
    ("over", "value", "kind"),
    [
        ("acts", "item.fine", DECIMAL),
        ("acts", "item.day", DATE),
        ("acts", "item.added", MOMENT),
        ("acts", "item.informant", TEXT),
        ("duties", "item.due", MOMENT),
        ("duties", "item.provisional", FLAG),
        ("duties", "item.status", TEXT),
        ("steps", "on", MOMENT),
    ],
)
def test_so_are_records_duties_and_steps(over: str, value: str, kind: str) -> None:
    """By what each row has."""
    assert kind_of(world().edition, over, Column(id="x", value=value)) == kind


def test_a_count_is_an_integer_and_a_sum_what_it_sums() -> None:
    edition = world().edition
    for expression, kind in (("grant", DECIMAL), ("rooms", INTEGER), ("rooms * 2", INTEGER)):
        assert kind_of(edition, "cases", Column(id="x", sum=expression)) == kind
    assert kind_of(edition, "cases", Column(id="x", count="area > 60.0")) == INTEGER


def test_the_title_of_a_total_stands_in_its_first_value() -> None:
    defined = ledger(
        'total = true\ncolumns = [{id = "a", value = "rooms"}, {id = "b", value = "area"}]'
    )
    found = kinds_of(world().edition, defined)
    assert (found.of, found.mixed) == ({"a": INTEGER, "b": DECIMAL}, {"a"})


def test_what_is_made_of_confidential_values_may_be_masked() -> None:
    """Fields, what is reckoned of them, counted or summed, and those of other cases."""
    edition = Edition(read(REPORTS), {}, {"letters": read(LETTERS)})
    values = ("amount", "amount + 1", "amount > 1", "before.amount", "plain", "payers")
    columns = [Column(id=one, value=one) for one in values]
    columns += [Column(id="count", count="amount > 1"), Column(id="sum", sum="amount")]
    columns += [Column(id="all", count="true")]
    found = kinds_of(edition, Ledger(id="l", columns=tuple(columns)))
    assert found.mixed == {one.id for one in columns} - {"plain", "all"}
    items = tuple(Column(id=one, value=f"item.{one}") for one in ("name", "paid"))
    found = kinds_of(edition, Ledger(id="l", over="payers", columns=items))
    assert (found.of["paid"], found.mixed) == (INTEGER, {"paid"})
