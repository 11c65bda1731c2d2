"""A procedure is checked whole: what cannot be is named, each on its line, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from zltrec.procedure.check import check_definition
from zltrec.procedure.definition import Definition
from zltrec.procedure.source import Source, read_source

HERE = Path(__file__).parent
TEXT = (HERE / "repairs.toml").read_text(encoding="utf-8")
FIRMS = """
id = "firms"
title = "企业"
edition = 1
source = "办法"
office = "住建局"
series = "QY-{n}"
fields = [
  {id = "kind", type = "choice", choices = ["甲", "乙"]},
  {id = "boss", type = "text", personal = true},
]
states = [{id = "listed"}, {id = "closed", final = true}]
transitions = [{id = "list", to = "listed"}, {id = "close", from = ["listed"], to = "closed"}]
"""


class Fault(NamedTuple):
    """One block of `faults.txt`: a change, the line that is named, what is said of it."""

    old: str
    new: str
    marked: int | None
    anchor: str
    said: list[str]
    alone: bool


def read_faults() -> Iterator[Fault]:
    text = (HERE / "faults.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n\n+", text.strip()):
        lines = [(line[:1], line[2:]) for line in block.splitlines() if line[:1] != "#"]
        if lines:
            new = [mark for mark, _text in lines if mark in "+>"]
            yield Fault(
                old="\n".join(text for mark, text in lines if mark == "-"),
                new="\n".join(text for mark, text in lines if mark in "+>"),
                marked=new.index(">") if ">" in new else None,
                anchor="\n".join(text for mark, text in lines if mark == "@"),
                said=[text for mark, text in lines if mark == "!"],
                alone="…" not in [mark for mark, _text in lines],
            )


def read(text: str) -> Source:
    source, problems = read_source(text)
    assert source is not None, [(one.line, str(one.error)) for one in problems]
    return source


def found(text: str) -> list[tuple[int, str]]:
    others: dict[str, Definition] = {"firms": read(FIRMS).definition}
    return [(one.line, str(one.error)) for one in check_definition(read(text), others)]


def test_a_procedure_in_order_has_no_problems() -> None:
    assert found(TEXT) == []


@pytest.mark.parametrize("fault", list(read_faults()), ids=lambda fault: fault.said[0][:40])
def test_what_cannot_be_is_named_with_its_line(fault: Fault) -> None:
    assert TEXT.count(fault.old) == 1, "the change is not of one place"
    before = TEXT.partition(fault.old)[0]
    text = TEXT.replace(fault.old, fault.new)
    line = before.count("\n") + 1 + (fault.marked or 0)
    if fault.anchor:
        assert text.count(fault.anchor) == 1, "the line that is named is not one"
        line = text.partition(fault.anchor)[0].count("\n") + 1
    problems = found(text)
    for said in fault.said:
        assert any(at == line and text.startswith(said) for at, text in problems), (line, problems)
    if fault.alone:
        assert len(problems) == len(fault.said), problems


def test_all_problems_are_named_at_once_by_line() -> None:
    text = TEXT.replace('to = "posted"', 'to = "post"').replace("edition = 1", "edition = 0")
    text = text.replace('among = "planned"', 'among = "plan"')
    problems = found(text)
    assert [line for line, _said in problems] == sorted(line for line, _said in problems)
    assert len(problems) == 3


def test_a_day_of_a_period_is_one_as_a_figure_too() -> None:
    text = TEXT.replace("day = 24", 'day = "notice_days"')
    assert found(text) == []
    said = "32 is no day of a period: it is from 1 to 31, or of a year such as 10-15"
    assert found(text.replace('value = "5", unit', 'value = "32", unit')) == [(179, said)]


def test_a_procedure_without_cases_may_have_only_promises() -> None:
    head = TEXT.partition("notes")[0]
    promise = '[[promises]]\nid = "all"\ntext = "全部"\nkept_when = "measures.done > 0.0"\n'
    measure = '[[measures]]\nid = "done"\nentered = true\n'
    assert found(head + promise + measure) == []


@pytest.mark.parametrize("path", sorted((HERE / "sketches").glob("*.toml")), ids=lambda p: p.stem)
def test_a_problem_never_stops_the_check(path: Path) -> None:
    """Whatever is taken out of a text, the check ends with problems, not with a traceback."""
    blocks = re.split(r"(?m)^(?=\[\[)", path.read_text(encoding="utf-8"))
    for index in range(1, len(blocks)):
        source, problems = read_source("".join(blocks[:index] + blocks[index + 1 :]))
        if source is None:
            assert problems
        else:
            check_definition(source, {})
