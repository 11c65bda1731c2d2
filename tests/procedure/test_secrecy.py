"""What is confidential: found in whatever is made of it, and let out by something."""

from __future__ import annotations

from typing import Any

import pytest

from zltrec.procedure.cells import MASK
from zltrec.procedure.check import check_definition
from zltrec.procedure.counted import Column, Ledger
from zltrec.procedure.definition import Definition
from zltrec.procedure.edition import Edition
from zltrec.procedure.listing import ledger_rows
from zltrec.procedure.snapshot import Snapshot, StepTaken, fold_steps
from zltrec.procedure.source import read_source
from zltrec.procedure.world import World

LETTERS = """
id = "letters"
title = "批准"
edition = 1
source = "办法"
office = "组"
series = "P-{n}"
fields = [
  {id = "unit", type = "text"},
  {id = "chief", type = "text", personal = true},
  {id = "takings", type = "list", fields = [
    {id = "what", type = "text"}, {id = "by", type = "text"}, {id = "day", type = "date"},
    {id = "position", type = "integer"}, {id = "sha256", type = "text"},
  ]},
  {id = "misuse", type = "list", fields = [{id = "what", type = "text"}]},
]
states = [{id = "open"}, {id = "closed", final = true}]
transitions = [
  {id = "apply", to = "open", fields = ["unit"]},
  {id = "note", from = ["open"], fields = ["misuse"]},
  {id = "take_out", from = ["open"], fields = ["misuse", "takings"]},
  {id = "close", from = ["open"], to = "closed"},
]
"""
REPORTS = """
id = "sent"
title = "报送"
edition = 1
source = "办法"
office = "组"
series = "B-{n}"
fields = [
  {id = "unit", type = "text"},
  {id = "amount", type = "integer", confidential = true},
  {id = "plain", type = "integer"},
  {id = "payers", type = "list", fields = [
    {id = "name", type = "text"}, {id = "paid", type = "integer", confidential = true},
  ]},
  {id = "before", type = "ref", procedure = "sent"},
  {id = "others", type = "ref", procedure = "sent", many = true},
]
states = [{id = "in"}, {id = "out", final = true}]
transitions = [
  {id = "send", to = "in", fields = ["unit", "amount", "payers"], files = ["清单"]},
  {id = "close", from = ["in"], to = "out"},
]

[release]
procedure = "letters"
covers = "release.unit == unit"
take = "take_out"
files = ["清单"]

[[tables]]
id = "size"
hit = "first"
rows = [{result = "大", when = 'tables.kind == "一" && plain > 0'}]
[[tables]]
id = "kind"
hit = "first"
rows = [{result = "一", when = "amount > 5"}, {result = "二", declared = "said"}]
[[tables]]
id = "shape"
hit = "first"
rows = [{result = "一", when = "plain > 5"}]

[[measures]]
id = "count"
where = "plain > 0"
[[ledgers]]
id = "lists"
where = "plain > 0"
group = ["unit"]
columns = [{id = "unit", value = "unit"}, {id = "sum", sum = "amount"}]
"""


def read(text: str) -> Definition:
    source, problems = read_source(text)
    assert source is not None, problems
    return source.definition


def found(text: str) -> list[tuple[int, str]]:
    """What is wrong with a text, beside the release procedure."""
    source, _problems = read_source(text)
    assert source is not None
    others = {"letters": read(LETTERS)}
    return [(one.line, str(one.error)) for one in check_definition(source, others)]


@pytest.mark.parametrize(
    ("expression", "over", "owners"),
    [
        ("amount > 3", "cases", {""}),
        ("plain > 3", "cases", set()),
        ("amount", "cases", {""}),
        ("payers.exists(p, p.paid > 3)", "cases", {""}),
        ('payers.exists(p, p.name == "甲")', "cases", {""}),
        ("item.paid", "payers", {"item"}),
        ("item.name", "payers", set()),
        ("item.amount", "others", {"item"}),
        ("item.plain + plain", "others", set()),
        ("before.amount", "cases", {"before"}),
        ("before.plain + amount", "cases", {""}),
        ("before.amount + amount", "cases", {"before", ""}),
        ("before.state", "cases", set()),
        ("others.exists(o, o.amount > 3)", "cases", {""}),
        ("others.exists(o, o.number == number)", "cases", set()),
        ("tables.kind", "cases", {""}),
        ("tables.size", "cases", {""}),
        ("tables.shape", "cases", set()),
        ("number", "steps", set()),
        ("item.status", "duties", set()),
    ],
)
def test_what_is_made_of_a_confidential_value_is_as_confidential(
    expression: str, over: str, owners: set[str]
) -> None:
    edition = Edition(read(REPORTS), {}, {"letters": read(LETTERS)})
    assert edition.secrecy.owners(expression, edition.over(over)) == owners


def test_files_are_confidential_by_their_kind_or_their_field() -> None:
    text = REPORTS.replace(
        '{id = "plain"', '{id = "map", type = "file", confidential = true}, {id = "plain"'
    )
    secrecy = Edition(read(text)).secrecy
    assert [secrecy.is_file(kind) for kind in ("清单", "map", "函")] == [True, True, False]


def test_both_procedures_are_in_order() -> None:
    assert found(REPORTS) == []
    assert found(LETTERS) == []


@pytest.mark.parametrize(
    ("old", "new", "named", "said"),
    [
        ('procedure = "letters"', 'procedure = "letter"', "letter", "there is no procedure letter"),
        ('take = "take_out"', 'take = "take"', 'take = "take"', "there is no transition take;"),
        ('take = "take_out"', 'take = "apply"', 'take = "apply"', "apply opens a case"),
        (
            'take = "take_out"',
            'take = "note"',
            'take = "note"',
            "step note of letters has no list among its fields that keeps what (text), by (text),"
            " day (date), position (integer), sha256 (text)",
        ),
        ("release.unit ==", "release.uni ==", "covers", "release.uni"),
        ("release.unit == unit", "release.unit", "covers", "release.unit is of type string"),
        ("release.unit ==", "release.chief ==", "covers", "release.chief"),
        (
            'files = ["清单"]\n\n',
            'files = ["照片"]\n\n',
            'files = ["照片',
            "no step asks for files of the kind 照片; there are 清单",
        ),
        (
            'id = "count"\nwhere = "plain > 0"',
            'id = "count"\nsum = "amount"',
            'sum = "amount"',
            "amount is made of what is confidential, and is printed without a release",
        ),
        (
            'id = "lists"\nwhere = "plain > 0"',
            'id = "lists"\nwhere = \'tables.size == "大"\'',
            "where = 'tables",
            'tables.size == "大" is made of what is confidential',
        ),
        (
            'columns = [{id = "unit", value = "unit"}',
            'columns = [{id = "unit", value = "amount"}',
            'group = ["amount"]',
            "amount is made of what is confidential",
        ),
        (
            '  {id = "unit", type = "text"},\n  {id = "am',
            '  {id = "unit", type = "text"}, {id = "release", type = "text"},\n  {id = "am',
            "[release]",
            "a field is called release",
        ),
    ],
)
def test_what_could_not_be_released_is_named(old: str, new: str, named: str, said: str) -> None:
    assert REPORTS.count(old) == 1
    text = REPORTS.replace(old, new)
    if "group" in named:
        text = text.replace('group = ["unit"]', named)
    line = next(n for n, one in enumerate(text.split("\n"), 1) if named in one)
    assert [(at, one) for at, one in found(text) if at == line and said in one], found(text)


def test_what_is_confidential_is_let_out_by_something() -> None:
    head, rest = REPORTS.split("[release]")
    tables = rest[rest.index("[[tables]]") :]
    assert (
        "amount is confidential, and nothing says what lets it out; add a [release]"
        in dict(found(head + tables)).values()
    )


def test_a_release_lets_something_out() -> None:
    text = REPORTS.replace(", confidential = true", "").replace('files = ["清单"]\n\n', "\n")
    assert [said for _line, said in found(text)] == [
        "nothing is confidential here, so there is no release of it"
    ]


def test_a_release_that_is_none_is_said_with_its_line() -> None:
    text = REPORTS.replace('take = "take_out"\n', "")
    source, problems = read_source(text)
    assert source is None
    line = text.split("\n").index("[release]") + 1
    assert [(one.line, str(one.error)) for one in problems] == [
        (line, "release has no take; give it one")
    ]


def test_a_key_that_has_its_default_is_not_written() -> None:
    """Old stores keep definitions in their registers as they were written then."""
    import msgspec

    plain: dict[str, Any] = msgspec.to_builtins(read(LETTERS))
    assert "release" not in plain
    assert all("confidential" not in one for one in plain["fields"])


def test_the_values_of_another_case_are_let_out_by_a_release_of_that_one() -> None:
    """By a field that refers to one, and by the records of one that refers to several."""
    edition = Edition(read(REPORTS), {}, {"letters": read(LETTERS)})

    def case(number: str, **values: Any) -> Snapshot:
        return fold_steps(number, "sent", [StepTaken(1, "send", "in", "2022-06-01", 1, values)])

    cases = [
        case("B-1", amount=1, unit="甲"),
        case("B-2", amount=2, unit="乙"),
        case("B-3", amount=3, before="B-2", others=["B-1", "B-2"]),
    ]
    known = {one.number: (edition, one) for one in cases}

    def seen(over: str, value: str, *released: str) -> list[Any]:
        world = World(
            edition,
            cases,
            "2022-06-30",
            others=lambda number, _procedure: known.get(number),
            released=lambda _edition, snapshot: snapshot.number in released,
        )
        columns = (Column(id="value", value=value),)
        return [
            row["value"] for row in ledger_rows(world, Ledger(id="l", columns=columns, over=over))
        ]

    assert seen("others", "item.amount", "B-3") == [MASK, MASK]
    assert seen("others", "item.amount", "B-2") == [MASK, 2]
    assert seen("others", "item.amount + 1", "B-2") == [MASK, 3]
    assert seen("others", "item.unit") == ["甲", "乙"]
    assert seen("cases", "before.amount", "B-3") == [None, None, MASK]
    assert seen("cases", "before.amount", "B-2") == [None, None, 2]
    assert seen("cases", "before.amount + amount", "B-2") == [None, None, MASK]
    assert seen("cases", "before.amount + amount", "B-2", "B-3") == [None, None, 5]
