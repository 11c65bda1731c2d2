"""The grading of a disaster: every number of the print on both sides, words, readings, order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, one_complaint
from hypothesis import given, settings
from hypothesis import strategies as st

from zltrec.procedure.edition import Edition
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.snapshot import StepTaken, fold_steps
from zltrec.procedure.source import read_source

from .relief_print import (
    AT_ONCE,
    BUILDINGS_PART,
    FIGURES,
    LEVELS,
    NONE,
    ORDER,
    PRINTED,
    SECTIONS,
    WORDED,
    Boundary,
    boundaries,
    worked_out,
)
from .running import batch

PROCEDURE = "disaster-relief"
TEXT = Path(__file__).parents[2] / "zltrec" / "procedures" / f"{PROCEDURE}.toml"
SOURCE = read_source(TEXT.read_text(encoding="utf-8"))[0]
assert SOURCE is not None
EDITION = Edition(SOURCE.definition)
DECIDED = {
    reading: Edition(SOURCE.definition, {"three_rooms": reading})
    for reading in ("dwellings", "buildings")
}


def graded(
    losses: dict[str, Any], declared: tuple[str, ...] = (), edition: Edition = EDITION
) -> CaseLookup:
    """The tables of a case in which these losses were reported."""
    step = StepTaken(
        1, "report", "reported", "2022-07-20T08:00", 1, dict(losses), declared=declared
    )
    return CaseLookup(edition, fold_steps("ZH-1", PROCEDURE, [step]), step.on)


def level_of(losses: dict[str, Any], *declared: str, edition: Edition = EDITION) -> str:
    """The level that some losses come to."""
    return str(graded(losses, declared, edition).table("level"))


@pytest.mark.parametrize("one", boundaries(), ids=lambda one: one.name)
def test_a_number_counts_from_itself_on_and_not_below(one: Boundary) -> None:
    """5, “以上”含本数，“以下”不含本数, for all 20 numbers; and what says so."""
    tables = graded(one.losses)
    assert tables.table("level") == one.level
    assert {row.section for row in tables.hits("level")} == one.because
    assert one.because or one.level == NONE


def test_the_boundaries_are_those_of_every_number() -> None:
    """Each level has its five conditions with numbers, rooms and households both."""
    assert len(boundaries()) == 2 * sum(map(len, PRINTED.values())) == 40
    for level in LEVELS:
        at = [one for one in boundaries() if one.name.startswith(level)]
        assert {one.level for one in at[::2]} == {level}
        below = ORDER[ORDER.index(level) + 1]
        assert {one.level for one in at[1::2]} <= {below, NONE, "Ⅳ级"}


ZEROS: dict[str, Any] = dict.fromkeys(FIGURES, 0) | {"kind": "洪涝灾害"}


@pytest.mark.parametrize(
    ("losses", "level", "sections"),
    [
        # any one condition is enough, and the highest level counts
        ({"deaths": 5, "moved": 50_000}, "Ⅲ级", {"5.3.1 2"}),
        ({"deaths": 29, "moved": 200_000}, "Ⅰ级", {"5.1.1 2"}),
        (
            {"deaths": 20, "moved": 100_000, "rooms": 10_000},
            "Ⅱ级",
            {"5.2.1 1", "5.2.1 2", "5.2.1 3"},
        ),
        # rooms and households are alternatives
        ({"rooms": 29_999, "homes": 10_000}, "Ⅰ级", {"5.1.1 3"}),
        ({"rooms": 30_000, "homes": 0}, "Ⅰ级", {"5.1.1 3"}),
        ({"rooms": 999, "homes": 299}, NONE, set()),
        # each just below its number adds up to nothing
        ({"deaths": 4, "moved": 29_999, "rooms": 999, "homes": 299}, NONE, set()),
        # the missing do not count for the level
        ({"deaths": 4, "missing": 100}, NONE, set()),
        ({"deaths": 9, "missing": 1}, "Ⅳ级", {"5.4.1 1"}),
        # a share is of droughts alone, and exact: no rounding to 30 percent
        ({"needy": 3_000, "farming": 10_000}, NONE, set()),
        ({"kind": "干旱", "needy": 29_999_999, "farming": 100_000_000}, "Ⅱ级", {"5.2.1 4"}),
        ({"kind": "干旱", "needy": 30_000_000, "farming": 100_000_000}, "Ⅰ级", {"5.1.1 4"}),
        ({"kind": "干旱", "needy": 1, "farming": 3}, "Ⅰ级", {"5.1.1 4"}),
        ({"kind": "干旱", "needy": 0, "farming": 0}, NONE, set()),
        # a drought has deaths, too
        ({"kind": "干旱", "deaths": 10, "needy": 1_500, "farming": 10_000}, "Ⅲ级", {"5.3.1 1"}),
    ],
)
def test_combinations(losses: dict[str, Any], level: str, sections: set[str]) -> None:
    tables = graded(ZEROS | losses)
    assert tables.table("level") == level
    assert {row.section for row in tables.hits("level")} == sections


@pytest.mark.parametrize("losses", [{"rooms": 3_000}, {"homes": 1_000}])
def test_rooms_or_dwellings_at_level_three_is_told_until_it_is_decided(
    losses: dict[str, Any],
) -> None:
    """5.3.1 3 prints 住房, the others 房屋: as printed until decided, the other reading shown."""
    undecided = graded(ZEROS | losses)
    assert undecided.table("level") == "Ⅳ级"
    assert undecided.table("as_buildings") == "Ⅲ级"
    for reading, level in (("dwellings", "Ⅳ级"), ("buildings", "Ⅲ级")):
        decided = graded(ZEROS | losses, edition=DECIDED[reading])
        assert decided.table("level") == level
        assert decided.table("as_buildings") == "不影响级别"
    dwellings = {f"dwelling_{name}": value for name, value in losses.items()}
    for edition in (EDITION, *DECIDED.values()):
        assert level_of(ZEROS | losses | dwellings, edition=edition) == "Ⅲ级"


@pytest.mark.parametrize("row", WORDED)
def test_a_worded_condition_is_declared_and_counts_as_the_numbers_do(row: str) -> None:
    """5.1.1 5 and 6 and their like, alone, and beside a number of a lower or higher level."""
    level, words, section = WORDED[row]
    tables = graded(ZEROS, (f"level:{row}",))
    assert tables.table("level") == level
    (hit,) = tables.hits("level")
    assert (hit.section, words in hit.label) == (section, True)
    assert level_of(ZEROS | {"deaths": 4}, f"level:{row}") == level
    assert level_of(ZEROS | {"deaths": 30}, f"level:{row}") == "Ⅰ级"


@pytest.mark.parametrize(
    ("losses", "grave"),
    [
        ({"deaths": AT_ONCE}, True),
        ({"missing": AT_ONCE}, True),
        ({"deaths": 1, "missing": AT_ONCE - 1}, True),
        ({"deaths": 0, "missing": AT_ONCE - 1}, False),
        ({"deaths": AT_ONCE - 1, "moved": 1_000_000}, False),
    ],
)
def test_the_missing_count_for_the_report_at_once(losses: dict[str, Any], grave: bool) -> None:
    """4.1.1, 5 人以上死亡（含失踪）."""
    assert bool(graded(ZEROS | losses).table("grave")) == grave


@pytest.mark.parametrize("row", ["attention", "public", "houses", "fields"])
def test_other_grave_losses_are_declared(row: str) -> None:
    """4.1.1: attention, complaints, many houses, wide fields, by a person."""
    assert graded(ZEROS, (f"grave:{row}",)).table("grave") == ["是"]


COUNTS = st.sampled_from(
    sorted({n + d for numbers in PRINTED.values() for n in numbers.values() for d in (-1, 0, 1)})
) | st.integers(min_value=0, max_value=400_000)
KINDS = st.sampled_from(["干旱", "洪涝灾害", "地震灾害"])
DECLARED = st.lists(st.sampled_from([f"level:{row}" for row in WORDED]), unique=True, max_size=3)


@st.composite
def reports(draw: st.DrawFn) -> dict[str, Any]:
    """A report in order: dwellings among the buildings, those in need among the people."""
    losses: dict[str, Any] = {name: draw(COUNTS) for name in FIGURES} | {"kind": draw(KINDS)}
    for part, whole in BUILDINGS_PART.items():
        losses[whole] = max(losses[whole], losses[part])
    losses["farming"] = draw(st.integers(min_value=1, max_value=500_000))
    losses["needy"] = draw(st.integers(min_value=0, max_value=losses["farming"]))
    return losses


@given(reports(), st.data())
@settings(deadline=None, max_examples=150)
def test_more_loss_never_lowers_the_level(losses: dict[str, Any], data: st.DataObject) -> None:
    """Whatever grows, under each reading, with anything declared: the level stays or rises."""
    declared = tuple(data.draw(DECLARED))
    more = dict(losses)
    for name in data.draw(st.lists(st.sampled_from((*FIGURES, "needy")), min_size=1, unique=True)):
        more[name] += data.draw(COUNTS)
    more["needy"] = min(more["needy"], more["farming"])
    for part, whole in BUILDINGS_PART.items():
        more[whole] = max(more[whole], more[part])
    for edition in (EDITION, *DECIDED.values()):
        before = level_of(losses, *declared, edition=edition)
        after = level_of(more, *declared, edition=edition)
        assert ORDER.index(after) <= ORDER.index(before)


@given(reports())
@settings(deadline=None, max_examples=150)
def test_the_level_is_that_of_the_printed_table(losses: dict[str, Any]) -> None:
    """Any report comes to the level, by the conditions, that the table typed from the page has."""
    tables = graded(losses)
    level, sections = worked_out(losses)
    assert tables.table("level") == level
    assert {row.section for row in tables.hits("level")} == sections


def at_the_counter(shell: Terminal, found: list[Boundary]) -> list[Any]:
    """Cases of these losses through the command line, as they are listed."""
    opened = [
        {
            "number": f"B-{place:02}",
            "transition": "happen",
            "on": "2022-07-20T06:00",
            "kind": one.losses["kind"],
            "place": "青杨镇",
            "happened": "2022-07-20T05:00",
        }
        for place, one in enumerate(found)
    ]
    told = [
        {"case": f"B-{place:02}", "on": "2022-07-20T06:30", "cutoff": "2022-07-20T06:00"}
        | {"transition": "report_drought" if "farming" in one.losses else "report"}
        | ({} if "farming" in one.losses else {"reporter": "青杨镇"})
        | {name: str(value) for name, value in one.losses.items() if name != "kind"}
        for place, one in enumerate(found)
    ]
    batch(shell, ("case", "open", PROCEDURE), opened)
    batch(shell, ("case", "move"), told)
    listed: list[Any] = shell.json("case", "list", PROCEDURE)
    return listed


def test_the_command_line_says_the_level_and_by_which_condition(shell: Terminal) -> None:
    """Every boundary again, reported by commands; `case show` names the condition in words."""
    found = boundaries()
    listed = at_the_counter(shell, found)
    assert len(listed) == len(found)
    for one, answer in zip(found, listed, strict=True):
        table = answer["tables"]["level"]
        assert table["result"] == one.level, one.name
        assert {row["section"] for row in table["because"]} == one.because, one.name
    page = shell.done("--lang", "zh", "case", "show", "B-00").out
    assert "灾情达到的级别: Ⅰ级  ← 因灾死亡30人以上 (5.1.1 1)" in page
    words = ("case", "move", "B-01", "declare", "--on", "2022-07-20T07:00")
    bare = shell.run(*words, "--declare", "level:losses_1")
    assert "needs a reason" in one_complaint(bare, 2)
    shell.done(*words, "--declare", "level:losses_1", "--reason", "全镇生产资料尽失")
    shown = shell.json("case", "show", "B-01")
    assert shown["tables"]["level"]["result"] == "Ⅰ级"
    assert shown["history"][-1]["reason"] == "全镇生产资料尽失"
    shell.done(*words, "--withdraw", "level:losses_1", "--reason", "核实后不属特别巨大")
    assert shell.json("case", "show", "B-01")["tables"]["level"]["result"] == "Ⅱ级"
    again = shell.run(*words, "--withdraw", "level:losses_1", "--reason", "再次")
    assert "level:losses_1 is not declared in B-01" in one_complaint(again, 1)
    assert shell.verified() == []


def test_a_report_that_contradicts_itself_is_refused(shell: Terminal) -> None:
    """Dwellings are buildings; nothing is below nothing; a report is of what has happened."""
    (case,) = [one for one in boundaries() if one.name == "Ⅳ级 deaths 5"]
    shell.done(
        *("case", "open", PROCEDURE, "--number", "B-1", "--transition", "happen"),
        *("--set", "kind=洪涝灾害", "--set", "place=青杨镇", "--set", "happened=2022-07-20T05:00"),
        *("--on", "2022-07-20T06:00"),
    )
    usual = {n: v for n, v in case.losses.items() if n != "kind"}
    usual |= {"reporter": "青杨镇", "cutoff": "2022-07-20T06:00"}
    for wrong, section in (
        ({"dwelling_rooms": 1}, "5.3.1 3"),
        ({"dwelling_homes": 1}, "5.3.1 3"),
        ({"missing": -1}, "4.1.1"),
        ({"cutoff": "2022-07-20T04:59"}, "4.1.1"),
        ({"cutoff": "2022-07-21T00:00"}, "4.1.1"),
    ):
        sets = [f"{name}={value}" for name, value in (usual | wrong).items()]
        words = [word for one in sets for word in ("--set", one)]
        outcome = shell.run("case", "move", "B-1", "report", *words, "--on", "2022-07-20T06:30")
        assert f"({section})" in one_complaint(outcome, 1), wrong
    words = [word for name, value in usual.items() for word in ("--set", f"{name}={value}")]
    outcome = shell.run("case", "move", "B-1", "report", *words, "--on", "2022-07-20")
    assert "it needs its minute" in one_complaint(outcome, 1)


def test_a_first_report_says_what_is_known_and_no_more(shell: Terminal) -> None:
    """4.1.1: six are missing, and nothing else is known yet: reported at once, and no level."""
    shell.done(
        *("case", "open", PROCEDURE, "--number", "N-1", "--transition", "happen"),
        *("--set", "kind=洪涝灾害", "--set", "place=青杨镇", "--set", "happened=2022-07-20T01:00"),
        *("--on", "2022-07-20T01:10"),
    )
    words = ("case", "move", "N-1", "report", "--set", "reporter=青杨镇")
    shell.done(
        *(*words, "--set", "cutoff=2022-07-20T01:20", "--set", "missing=6"),
        *("--on", "2022-07-20T01:30"),
    )
    shown = shell.json("case", "show", "N-1")
    assert shown["tables"]["level"]["result"] == "未达"
    assert shown["tables"]["grave"]["result"] == ["是"]
    assert "deaths" not in shown["fields"]
    declared = ("case", "move", "N-1", "declare", "--declare", "level:losses_4", "--reason", "冲毁")
    outcome = shell.run(*declared, "--on", "2022-07-20")
    assert "it needs its minute" in one_complaint(outcome, 1)


def test_the_sections_of_the_levels_are_those_of_the_print() -> None:
    """Each level's rows stand under its own heading, in the order of the print."""
    (table,) = [one for one in EDITION.definition.tables if one.id == "level"]
    found: dict[str, list[str]] = {}
    for row in table.rows:
        found.setdefault(str(row.result), []).append(row.section)
    assert list(found) == list(LEVELS)
    for level, sections in found.items():
        assert list(dict.fromkeys(sections)) == [f"{SECTIONS[level]} {n}" for n in range(1, 7)]
