"""A field that refers to several cases: typed, judged one by one, checked by what they can be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zltrec.procedure.check import check_definition
from zltrec.procedure.conditions import LacksValue
from zltrec.procedure.definition import Definition, Field
from zltrec.procedure.edition import Edition
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.snapshot import Snapshot, StepTaken, fold_steps
from zltrec.procedure.source import Source, read_source
from zltrec.procedure.values import condition_value, parse_value, shown_value

FILINGS = """
id = "filings"
title = "报送"
edition = 1
source = "办法"
office = "办公室"
series = "BS-{n}"
fields = [
  {id = "unit", type = "text"},
  {id = "due", type = "date"},
  {id = "quality", type = "choice", choices = ["合格", "失真"]},
  {id = "kinds", type = "choice", many = true, choices = ["网上", "邮件"]},
  {id = "sender", type = "text", personal = true},
  {id = "earlier", type = "ref", procedure = "filings", many = true},
]
states = [{id = "submitted"}, {id = "returned"}, {id = "accepted", final = true}]
transitions = [
  {id = "submit", to = "submitted"},
  {id = "return", from = ["submitted"], to = "returned"},
  {id = "accept", from = ["submitted"], to = "accepted"},
]
"""
NOTICE = """
id = "notices"
title = "通报"
edition = 1
source = "办法"
office = "办公室"
series = "TB-{n}"
fields = [
  {id = "unit", type = "text"},
  {id = "proof", type = "ref", procedure = "filings", many = true},
  {id = "first", type = "ref", procedure = "filings"},
]
states = [{id = "drafted"}, {id = "issued", final = true}]
transitions = [
  {id = "draft", to = "drafted"},
  {id = "issue", from = ["drafted"], to = "issued", fields = ["proof"], when = [{that = '''%s'''}]},
]
"""
GOOD = 'proof.all(one, one.unit == unit && "return" in one.taken)'
STEPS: dict[str, list[tuple[str, str, str, dict[str, Any]]]] = {
    "BS-1": [
        ("submit", "submitted", "2022-07-09", {"unit": "甲局", "due": "2022-07-05"}),
        ("return", "returned", "2022-07-11", {"quality": "失真", "kinds": ["网上"]}),
    ],
    "BS-2": [("submit", "submitted", "2022-07-04", {"unit": "甲局", "earlier": ["BS-1"]})],
}


def _read(text: str) -> Source:
    source, problems = read_source(text)
    assert source is not None, problems
    return source


OTHERS: dict[str, Definition] = {"filings": _read(FILINGS).definition}
OTHER = Edition(OTHERS["filings"], {}, OTHERS)


def other(number: str) -> tuple[Edition, Snapshot] | None:
    """The two filings."""
    steps = STEPS.get(number)
    if steps is None:
        return None
    taken = (
        StepTaken(index, step, state, on, 1, dict(sets))
        for index, (step, state, on, sets) in enumerate(steps, start=1)
    )
    return OTHER, fold_steps(number, "filings", taken)


def value(condition: str, *proof: str, expected: str = "bool") -> Any:
    edition = Edition(_read(NOTICE % GOOD).definition, {}, OTHERS)
    sets = {"unit": "甲局", "first": "BS-1"} | ({"proof": list(proof)} if proof else {})
    steps = [StepTaken(1, "draft", "drafted", "2022-08-01", 1, sets)]
    case = fold_steps("TB-1", "notices", steps)
    lookup = CaseLookup(edition, case, "2022-08-01", others=other)
    return edition.on_case.compile(condition, expected).value(lookup)


@pytest.mark.parametrize(
    ("condition", "proof", "holds"),
    [
        (GOOD, ("BS-1",), True),
        (GOOD, ("BS-1", "BS-2"), False),
        ('proof.exists(one, one.state == "submitted")', ("BS-1", "BS-2"), True),
        ('proof.exists(one, one.state == "submitted")', ("BS-1",), False),
        ('proof.map(one, one.number) == ["BS-2", "BS-1"]', ("BS-2", "BS-1"), True),
        (
            'proof.all(one, timestamp(one.taken["submit"]) > timestamp(one.due))',
            ("BS-1",),
            True,
        ),
        ('proof.all(one, one.times["submit"] == 1 && "网上" in one.kinds)', ("BS-1",), True),
        ("proof.all(one, has(one.quality))", ("BS-1", "BS-2"), False),
        ('proof.all(one, one.earlier.exists(e, e.number == "BS-1"))', ("BS-2",), True),
        ('proof.all(one, has(one.sender) || one.state == "")', ("BS-1",), False),
        ("size(proof) == 2", ("BS-1", "BS-9"), True),
        ("proof.all(one, has(one.state))", ("BS-9",), False),
        ('"return" in first.taken && first.times["return"] == 1', (), True),
        ('first.taken["submit"] < on && first.state == "returned"', (), True),
        ('first.earlier.exists(e, e.number == "BS-1")', (), None),
    ],
)
def test_each_of_several_cases_is_judged(
    condition: str, proof: tuple[str, ...], holds: bool | None
) -> None:
    """Number, state, steps and fields of each; personal values and cases not there have none."""
    if holds is None:
        with pytest.raises(LacksValue):
            value(condition, *proof)
    else:
        assert value(condition, *proof) is holds


def test_without_a_value_a_condition_lacks_it() -> None:
    """A field that was not set is missing by its name, not an empty list."""
    with pytest.raises(LacksValue, match="proof has no value yet"):
        value(GOOD)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ('proof.all(one, one.state == "late")', 'one.state is never "late"; it is one of'),
        ('proof.all(one, "retrun" in one.taken)', "there is no transition retrun"),
        ('proof.all(one, one.taken["refuse"] != "")', "there is no transition refuse"),
        ('proof.all(one, one.quality == "差")', 'one.quality is never "差"'),
        ('proof.all(one, "电话" in one.kinds)', 'one.kinds is never "电话"'),
        ("proof.all(one, one.owner == unit)", "there is no field owner; there are"),
        ("proof.all(one, one.sender == unit)", "proof.sender is personal"),
        ("proof.all(one, one.due < on)", "one.due is a time in a record"),
        ("proof.state == unit", "cannot be the operand of a select operation"),
        ('"refuse" in first.taken', "there is no transition refuse"),
    ],
)
def test_what_they_can_never_be_is_named(condition: str, said: str) -> None:
    """The checker knows the states, steps, choices and fields of the other procedure."""
    problems = check_definition(_read(NOTICE % condition), OTHERS)
    assert len(problems) == 1, [str(one.error) for one in problems]
    assert said in str(problems[0].error)


def test_a_sound_procedure_has_no_problems() -> None:
    """The condition of the example stands, and every name in it."""
    assert check_definition(_read(NOTICE % GOOD), OTHERS) == []


def test_numbers_are_typed_with_marks_between_them() -> None:
    """As several choices are; each number once, in the order as typed."""
    one = Field(id="proof", type="ref", procedure="filings", many=True)
    kept = parse_value(one, "BS-2、BS-1， BS-2", date(2022, 8, 1))
    assert kept == ["BS-2", "BS-1"]
    assert shown_value(one, kept) == kept
    assert condition_value(one, kept) == [{"number": "BS-2"}, {"number": "BS-1"}]
