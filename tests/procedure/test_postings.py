"""Entries for each record that a step appends: goods in and out, by the kind of each."""

from __future__ import annotations

from typing import Any

import pytest

from zltrec.errors import Refused
from zltrec.procedure.check import check_definition
from zltrec.procedure.corrections import check_correction
from zltrec.procedure.decide import Asked, decide_step
from zltrec.procedure.edition import Edition
from zltrec.procedure.snapshot import Posting, Snapshot, StepTaken, fold_steps
from zltrec.procedure.source import read_source

from .test_decide import Log

TEXT = """
id = "goods"
title = "物资"
edition = 1
source = "预案"
office = "应急管理局"
series = "W-{n}"
fields = [
  {id = "goods", type = "list", fields = [
    {id = "kind", label = "品名", type = "text"}, {id = "count", type = "integer"},
    {id = "cost", type = "money"}]},
]
states = [{id = "in"}, {id = "out", final = true}]
transitions = [
  {id = "store", to = "in", fields = ["goods"], posts = [
    {account = "stock", over = "goods", amount = "item.count"}]},
  {id = "give", from = ["in"], to = "out", fields = ["goods"], section = "七", posts = [
    {account = "stock", over = "goods", way = "out", amount = "item.count"}]},
]
[[accounts]]
id = "stock"
key = "kind"
section = "七"
"""
SOURCE = read_source(TEXT)[0]
assert SOURCE is not None
EDITION = Edition(SOURCE.definition)


def goods(*lots: tuple[str, int]) -> dict[str, list[dict[str, Any]]]:
    """Records of goods."""
    return {"goods": [{"kind": kind, "count": count} for kind, count in lots]}


STORED = StepTaken(1, "store", "in", "2022-07-01", 1, appends=goods(("帐篷", 9)))
BEFORE = fold_steps("W-1", "goods", [STORED])


def give(held: dict[str, int], *lots: tuple[str, int]) -> StepTaken:
    """The goods given out of what is held."""
    log = Log(balances={("stock", kind): count for kind, count in held.items()})
    asked = Asked("give", "2022-07-02", appends=goods(*lots))
    return decide_step(EDITION, BEFORE, asked, log, 2)


def test_each_record_of_the_step_is_an_entry_and_those_before_it_are_none() -> None:
    step = give({"帐篷": 9, "棉被": 5}, ("帐篷", 2), ("棉被", 5), ("帐篷", 7))
    assert step.posts == (
        Posting("stock", "帐篷", -2),
        Posting("stock", "棉被", -5),
        Posting("stock", "帐篷", -7),
    )


def test_the_records_of_a_step_count_together_and_each_kind_alone() -> None:
    with pytest.raises(Refused) as refused:
        give({"帐篷": 9, "棉被": 100}, ("帐篷", 2), ("帐篷", 8))
    assert "the account stock 帐篷 holds 7, which 8 would bring below 0 (七)" in str(refused.value)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"kind": "帐篷"}, "count (-) is missing"),
        ({"count": 1}, "kind (-) is missing"),
        ({"kind": "帐篷", "count": -1}, "the amount of an entry is not below nothing: -1"),
    ],
)
def test_a_record_needs_its_kind_and_its_count(record: dict[str, Any], said: str) -> None:
    asked = Asked("give", "2022-07-02", appends={"goods": [record]})
    with pytest.raises(Refused) as refused:
        decide_step(EDITION, BEFORE, asked, Log(), 2)
    assert said in str(refused.value)


def test_a_record_that_was_posted_is_not_corrected() -> None:
    """The step is taken back instead."""
    posted = StepTaken(
        *(1, "store", "in", "2022-07-01", 1),
        appends=goods(("帐篷", 9)),
        posts=(Posting("stock", "帐篷", 9),),
    )
    before = Snapshot("W-1", "goods")
    before.take(posted)
    for changed in (goods(("帐篷", 8)), goods(("棉被", 9))):
        mended = StepTaken(
            *(1, "store", "in", "2022-07-01", 1), appends=changed, posts=posted.posts
        )
        with pytest.raises(Refused, match="stands in the entry that store"):
            check_correction(EDITION, before, [mended], ["goods.1"], Log())


def test_a_procedure_that_posts_records_is_in_order() -> None:
    assert SOURCE is not None
    assert check_definition(SOURCE, {}) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('over = "goods", way', 'over = "lots", way', "there is no list lots; there are goods"),
        (
            'key = "kind"',
            'key = "name"',
            "there is no field name; there are goods, kind, count, cost",
        ),
        ('key = "kind"', 'key = "cost"', "cost is of type money; an account is kept by"),
        ('amount = "item.count"}]},\n]', 'amount = "item.sum"}]},\n]', "there is no item.sum"),
        ('over = "goods", way', "way", "there is no field kind"),
    ],
)
def test_what_cannot_be_is_named(old: str, new: str, said: str) -> None:
    assert old in TEXT
    source, problems = read_source(TEXT.replace(old, new))
    found = [*problems, *(check_definition(source, {}) if source is not None else ())]
    assert any(said in str(one.error) for one in found), [str(one.error) for one in found]
