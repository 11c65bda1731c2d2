"""Checklists that a case owes one by one, and what the text gives no term for."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from zltrec.calendar.working import WorkingCalendar
from zltrec.errors import BadUsage
from zltrec.procedure.case_clocks import last_due
from zltrec.procedure.check import check_definition
from zltrec.procedure.duty import Duty
from zltrec.procedure.edition import Edition
from zltrec.procedure.listing import ledger_rows
from zltrec.procedure.snapshot import Snapshot, StepTaken, fold_steps
from zltrec.procedure.source import read_source
from zltrec.procedure.values import parse_value
from zltrec.procedure.world import World

TEXT = """
id = "flood"
title = "响应"
edition = 1
source = "预案"
office = "应急管理局"
series = "F-{n}"
fields = [
  {id = "level", type = "choice", choices = ["Ⅰ级", "Ⅱ级"]},
  {id = "done", type = "list", fields = [
    {id = "item", type = "item"}, {id = "text", type = "text"},
  ]},
]
states = [{id = "open"}, {id = "closed", final = true}]
transitions = [
  {id = "start", to = "open", fields = ["level"]},
  {id = "change", from = ["open"], fields = ["level"]},
  {id = "act", from = ["open"], fields = ["done"]},
  {id = "end", from = ["open"], to = "closed"},
]
[[clocks]]
id = "one"
label = "Ⅰ级措施"
after = ["start", "change"]
undated = true
while = 'level == "Ⅰ级"'
each = "done.item"
items = [
  {id = "5-1/1-1", label = "会商", office = "减灾委", section = "5.1 1(1)"},
  {id = "5-1/1-2", label = "值守"},
]
[[clocks]]
id = "two"
label = "Ⅱ级措施"
office = "应急管理局"
after = ["start", "change"]
days = 3
while = 'level == "Ⅱ级"'
each = "done.item"
items = [{id = "5-2/1-1", label = "会商"}]
[[ledgers]]
id = "list"
over = "duties"
columns = [{id = "item", value = "item.item"}, {id = "due", value = "item.due"},
  {id = "met", value = "item.met"}, {id = "status", value = "item.status"}]
"""
SOURCE = read_source(TEXT)[0]
assert SOURCE is not None
EDITION = Edition(SOURCE.definition)


def act(on: str, *items: str) -> StepTaken:
    """A step that does some items."""
    return StepTaken(1, "act", "open", on, 1, appends={"done": [{"item": one} for one in items]})


def level(step: str, on: str, value: str) -> StepTaken:
    """A step that sets the level."""
    return StepTaken(1, step, "open", on, 1, {"level": value})


def case(*steps: StepTaken) -> Snapshot:
    """A case after these steps."""
    return fold_steps("F-1", "flood", steps)


def owed(at: str, *steps: StepTaken) -> list[tuple[str, str, str, str]]:
    """What is owed at a time: item, office, due, status."""
    found: tuple[Duty, ...] = World(EDITION, [case(*steps)], at).duties()
    return [(one.item, one.office, one.due, one.status(at)) for one in found]


def test_a_checklist_is_owed_item_by_item_until_a_record_names_each() -> None:
    """Each with its own office, where it has one; no term, so nothing is overdue years later."""
    first = level("start", "2022-07-01", "Ⅰ级")
    assert owed("2026-07-01", first) == [
        ("5-1/1-1", "减灾委", "", "open"),
        ("5-1/1-2", "", "", "open"),
    ]
    assert [one[3] for one in owed("2026-07-01", first, act("2022-07-03", "5-1/1-2"))] == [
        "open",
        "met",
    ]


def test_a_checklist_goes_with_its_condition_and_what_was_done_stays() -> None:
    """The level changes: what was done is met, the rest is owed no more; the other list begins."""
    steps = (
        level("start", "2022-07-01", "Ⅰ级"),
        act("2022-07-02", "5-1/1-1"),
        level("change", "2022-07-10", "Ⅱ级"),
    )
    assert owed("2022-07-14", *steps) == [
        ("5-2/1-1", "应急管理局", "2022-07-13", "overdue"),
        ("5-1/1-1", "减灾委", "", "met"),
    ]
    again = (*steps, act("2022-07-14", "5-2/1-1"), level("change", "2022-07-20", "Ⅰ级"))
    assert owed("2022-07-20", *again) == [
        ("5-2/1-1", "应急管理局", "2022-07-13", "late"),
        ("5-1/1-1", "减灾委", "", "met"),
        ("5-1/1-1", "减灾委", "", "open"),  # a list that begins anew
        ("5-1/1-2", "", "", "open"),
    ]


def test_a_ledger_over_duties_has_the_item_and_no_day_where_there_is_none() -> None:
    """`item.item`, `item.due`."""
    steps = (level("start", "2022-07-01", "Ⅰ级"), act("2022-07-02", "5-1/1-1"))
    rows = ledger_rows(World(EDITION, [case(*steps)], "2022-07-02"), EDITION.definition.ledgers[0])
    assert rows == [
        {"item": "5-1/1-1", "due": None, "met": "2022-07-02", "status": "met"},
        {"item": "5-1/1-2", "due": None, "met": None, "status": "open"},
    ]


def test_what_has_no_term_is_due_on_no_day() -> None:
    (clock, _two) = EDITION.definition.clocks
    snapshot = case(level("start", "2022-07-01", "Ⅰ级"))
    assert last_due(EDITION, clock, snapshot, WorkingCalendar({})) is None


@pytest.mark.parametrize("typed", ["5-1/1-2", "5.1 1(2)", "5．1 1（2）", "5-1 / 1-2"])
def test_an_item_is_typed_by_its_id_or_as_its_section_is_printed(typed: str) -> None:
    record = json.dumps({"item": typed, "text": "已办"})
    found: Any = parse_value(EDITION.fields["done"], record, date(2022, 7, 1))
    assert found == {"item": "5-1/1-2", "text": "已办"}


def test_an_item_of_no_list_is_refused() -> None:
    with pytest.raises(BadUsage, match=r"item is one of 5-1/1-1、5-1/1-2、5-2/1-1, not 5\.1 1"):
        parse_value(EDITION.fields["done"], '{"item": "5.1 1(3)"}', date(2022, 7, 1))


def test_a_procedure_with_checklists_is_in_order() -> None:
    assert SOURCE is not None
    assert check_definition(SOURCE, {}) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('each = "done.item"', 'each = "done.text"', "no list with such a field of the type item"),
        ('each = "done.item"', 'each = "done.item"\nuntil = ["end"]', "it has no until"),
        ("undated = true", "undated = true\ndays = 3", "clock one is undated, so it has no days"),
        ("days = 3", "repeat = 3", "which records of a list answer; it has no repeat"),
        ('{id = "5-2/1-1", label = "会商"}', '"5-2/1-1"', "a checklist has items of its own"),
        ('[{id = "5-2/1-1", label = "会商"}]', "[]", "clock two is a checklist without items"),
        ('id = "5-2/1-1"', 'id = "5-1/1-1"', "5-1/1-1 stands on line"),
        ('{id = "text", type = "text"}', '{id = "text", type = "item"}', "items of no checklist"),
        (
            '{id = "level", type = "choice", choices = ["Ⅰ级", "Ⅱ级"]}',
            '{id = "level", type = "item"}',
            "only records of a list do",
        ),
        ('after = ["start", "change"]\ndays = 3', 'after = ["start"]', "clock two has no length"),
        (
            'fields = ["done"]',
            'when = [{that = "due.one > on"}]',
            "one is undated, so nothing is ever due",
        ),
    ],
)
def test_what_cannot_be_is_named(old: str, new: str, said: str) -> None:
    assert old in TEXT
    source, problems = read_source(TEXT.replace(old, new))
    found = [*problems, *(check_definition(source, {}) if source is not None else ())]
    assert any(said in str(one.error) for one in found), [str(one.error) for one in found]
