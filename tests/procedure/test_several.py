"""A field that refers to several cases: typed, judged one by one, checked by what they can be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zltrec.calendar.working import WorkingCalendar
from zltrec.procedure.check import check_definition
from zltrec.procedure.conditions import LacksValue
from zltrec.procedure.definition import Definition, Field
from zltrec.procedure.edition import Edition
from zltrec.procedure.filed import unopened
from zltrec.procedure.listing import ledger_rows
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.papers import render_paper
from zltrec.procedure.snapshot import Snapshot, StepTaken, fold_steps
from zltrec.procedure.source import Source, read_source
from zltrec.procedure.values import condition_value, parse_value, shown_value
from zltrec.procedure.world import World

from .houses import taken
from .test_filed import DEFINITION

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


def other(number: str, _procedure: str) -> tuple[Edition, Snapshot] | None:
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


LEDGER = """
[[ledgers]]
id = "proofs"
over = "proof"
where = 'item.unit == unit && item.state != "accepted"'
columns = [
  {id = "notice", value = "number"}, {id = "filing", value = "item.number"},
  {id = "state", value = "item.state"}, {id = "due", value = "item.due"},
  {id = "sender", value = "item.sender"}, {id = "late", value = "item.due < on"},
]
[[forms]]
id = "paper"
over = "cases"
text = '''
{each proof}
{#} {item.number} {item.quality} {item.due}
{end}
'''
"""


def _noticed(*proof: str) -> World:
    definition = _read(NOTICE % GOOD + LEDGER).definition
    steps = [StepTaken(1, "draft", "drafted", "2022-08-01", 1, {"unit": "甲局", "proof": proof})]
    case = fold_steps("TB-1", "notices", steps)
    return World(Edition(definition, {}, OTHERS), [case], "2022-08-01", others=other)


def test_a_ledger_has_a_row_for_each_of_several_cases() -> None:
    """With the values of each, exact; personal ones masked; a number of no case has no values."""
    world = _noticed("BS-2", "BS-1", "BS-9")
    assert check_definition(_read(NOTICE % GOOD + LEDGER), OTHERS) == []
    (ledger,) = world.edition.definition.ledgers
    assert ledger_rows(world, ledger) == [
        {
            "notice": "TB-1",
            "filing": "BS-2",
            "state": "submitted",
            "due": None,
            "sender": None,
            "late": None,
        },
        {
            "notice": "TB-1",
            "filing": "BS-1",
            "state": "returned",
            "due": "2022-07-05",
            "sender": None,
            "late": True,
        },
    ]


def test_a_paper_goes_through_several_cases() -> None:
    """A block of a paper is printed for each, in the order in which they are named."""
    world = _noticed("BS-1", "BS-2")
    (form,) = world.edition.definition.forms
    page = render_paper(world, world.snapshots[0], form.text, (), None)
    assert page.split() == ["1", "BS-1", "失真", "2022年7月5日", "2", "BS-2"]


CRITICISM = """
id = "criticism"
title = "批评"
edition = 1
source = "办法"
office = "办公室"
series = "PP-{n}"
fields = [
  {id = "unit", type = "text"},
  {id = "proof", type = "ref", procedure = "information", many = true},
  {id = "last", type = "ref", procedure = "information"},
]
states = [{id = "drafted"}, {id = "issued", final = true}]
transitions = [
  {id = "draft", to = "drafted"},
  {id = "issue", from = ["drafted"], to = "issued", when = [{that = '''%s'''}]},
]
"""
LATE = 'proof.all(one, !one.filing.provisional && one.filing.status in ["late", "overdue"])'
INFORMATION = Edition(DEFINITION, {"filing_days": "10"}, {})


def judged(condition: str, on: str, *proof: str, **filed: str) -> Any:
    """A condition on filings of `information`; `filed`: the days on which they came in."""

    def found(number: str, procedure: str) -> tuple[Edition, Snapshot] | None:
        assert procedure == "information"
        if number in filed:
            return INFORMATION, fold_steps(
                number, "information", [taken("submit", "filed", filed[number])]
            )
        return unopened(INFORMATION, number)

    edition = Edition(_read(CRITICISM % LATE).definition, {}, {"information": DEFINITION})
    sets = {"unit": "国资委", "proof": list(proof), "last": proof[0]}
    case = fold_steps("PP-1", "criticism", [StepTaken(1, "draft", "drafted", on, 1, sets)])
    lookup = CaseLookup(edition, case, on, others=found, calendar=WorkingCalendar({}))
    return edition.on_case.compile(condition, "bool").value(lookup)


Q3 = "assets/1/2022-Q3"  # due on 10 October


@pytest.mark.parametrize(
    ("condition", "on", "filed", "holds"),
    [
        (LATE, "2022-10-10", {}, False),
        (LATE, "2022-10-11", {}, True),
        (LATE, "2022-10-20", {Q3: "2022-10-10"}, False),
        (LATE, "2022-10-20", {Q3: "2022-10-11"}, True),
        (LATE, "2022-10-09", {Q3: "2022-10-11"}, False),
        ('proof.all(one, one.state == "" && size(one.taken) == 0)', "2022-10-11", {}, True),
        ("proof.all(one, one.filing.office == unit)", "2022-10-11", {}, True),
        ('last.filing.status == "overdue" && last.filing.due < on', "2022-10-11", {}, True),
        ('last.filing.item == "assets/1" && last.state == ""', "2022-10-11", {}, True),
    ],
)
def test_how_filings_stand_is_known_even_of_those_not_opened(
    condition: str, on: str, filed: dict[str, str], holds: bool
) -> None:
    """A filing that nobody sent is no case, and can be named all the same."""
    assert judged(condition, on, Q3, **filed) is holds


@pytest.mark.parametrize("number", ["assets/1/2022-05", "assets/9/2022-Q3", "land/3/R-1", "PP-1"])
def test_what_no_clock_asks_for_is_no_filing_to_name(number: str) -> None:
    """Another period, an unknown item, what was never asked for: nobody owes it."""
    assert unopened(INFORMATION, number) is None


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ('proof.all(one, one.filing.status == "missing")', 'one.filing.status is never "missing"'),
        ("proof.all(one, one.filing.owner == unit)", "there is no field filing.owner"),
        ('last.filing.office == "渔业局"', 'last.filing.office is never "渔业局"'),
        ('last.filing.status == "missing"', 'last.filing.status is never "missing"'),
    ],
)
def test_what_a_filing_can_never_be_is_named(condition: str, said: str) -> None:
    """The checker knows how filings stand, and the offices of the other catalogue."""
    assert (
        check_definition(_read(CRITICISM % 'last.state == ""'), {"information": DEFINITION}) == []
    )
    problems = check_definition(_read(CRITICISM % condition), {"information": DEFINITION})
    assert [said in str(one.error) for one in problems] == [True]
