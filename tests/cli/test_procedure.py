"""A procedure that an office wrote itself: ten lines of rules, and everything works by them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from .terminal import Terminal, copied, one_complaint

LAMPS = """\
id = "lamp-repair"
title = "路灯维修"
edition = 1
source = "路灯所办事规程"
office = "路灯所"
series = "LD-{year}-{n:03}"
states = [{id = "reported", label = "已报修"}, {id = "fixed", label = "已修复", final = true}]
transitions = [{id = "report", label = "报修", to = "reported", fields = ["place"]}, \
{id = "fix", label = "修复", from = ["reported"], to = "fixed", section = "二"}]
fields = [{id = "place", label = "地点", type = "text"}, {id = "caller", type = "text", \
label = "报修人", personal = true}, {id = "cost", label = "费用", type = "money", unit = "元"}]
clocks = [{id = "fixing", label = "限期修复", office = "路灯所", after = ["report"], days = 3, \
until = ["fix"], section = "二"}]
ledgers = [{id = "lamps", label = "路灯台账", columns = [{id = "number", label = "编号", \
value = "number"}, {id = "place", label = "地点", value = "place"}, {id = "caller", \
label = "报修人", value = "caller"}, {id = "state", label = "状态", value = "state"}, \
{id = "cost", label = "费用", value = "cost"}]}]
"""
STRICTER = LAMPS.replace("edition = 1", "edition = 2").replace("days = 3", "days = 1")
CALLER = "报修者甲"


@pytest.fixture
def lamps(bare_template: Terminal, tmp_path: Path) -> Terminal:
    """A store with the procedure and two cases, one of them closed."""
    shell = copied(bare_template, tmp_path / "office", tmp_path)
    (shell.folder / "lamps.toml").write_text(LAMPS, encoding="utf-8")
    shell.done("procedure", "adopt", "lamps.toml")
    place = ("--set", "place=中央北路", "--set", f"caller={CALLER}")
    shell.done("case", "open", "lamp-repair", *place, "--on", "2022-06-01")
    shell.done("case", "open", "lamp-repair", "--set", "place=布特哈路", "--on", "2022-06-02")
    shell.done("case", "move", "LD-2022-001", "fix", "--set", "cost=120.50", "--on", "2022-06-03")
    return shell


def test_its_text_is_ten_lines_and_in_order(lamps: Terminal) -> None:
    """A workflow of one's own is short, and is checked before it is adopted."""
    assert len(LAMPS.splitlines()) <= 12
    assert lamps.json("procedure", "check", "lamps.toml")["problems"] == []


def test_cases_move_by_it(lamps: Terminal) -> None:
    """Cases are numbered in its series, and stand where its steps took them."""
    cases = lamps.json("case", "list", "lamp-repair")
    assert [(c["number"], c["state"]) for c in cases] == [
        ("LD-2022-001", "fixed"),
        ("LD-2022-002", "reported"),
    ]


def test_its_ledger_is_one_of_the_ledgers(lamps: Terminal) -> None:
    """A ledger comes of the definition alone, in the document's own words."""
    (listed,) = [one for one in lamps.json("ledger", "list") if one["name"] == "lamps"]
    assert listed["procedure"] == "lamp-repair"
    assert listed["columns"] == ["number", "place", "caller", "state", "cost"]
    rows = lamps.json("ledger", "show", "lamps")
    assert rows[0] == {
        "number": "LD-2022-001",
        "place": "中央北路",
        "caller": "＊＊＊",
        "state": "已修复",
        "cost": "120.50",
    }
    table = lamps.done("ledger", "show", "lamps").out
    assert "编号" in table.splitlines()[0]


def test_a_ledger_as_of_a_day_and_as_known_at_a_position(lamps: Terminal) -> None:
    """A day shows what had happened by then, a position what was known there."""
    early = lamps.json("ledger", "show", "lamps", "--as-of", "2022-06-01")
    assert [(row["number"], row["state"]) for row in early] == [("LD-2022-001", "已报修")]
    position = lamps.json("case", "show", "LD-2022-001")["history"][0]["position"]
    assert lamps.json("ledger", "show", "lamps", "--known-at", position) == early


def test_what_it_asks_for_is_due(lamps: Terminal) -> None:
    """Its clock is on the morning page until the step that ends it is taken."""
    (due,) = [r for r in lamps.json("due", "--on", "2022-06-04") if r["procedure"] == "lamp-repair"]
    assert (due["due_on"], due["office"], due["subject"]) == ("2022-06-05", "路灯所", "LD-2022-002")
    assert (due["what"], due["status"], due["section"]) == ("限期修复", "open", "二")
    late = lamps.json("due", "--on", "2022-06-06", "--office", "路灯所")
    assert [row["status"] for row in late] == ["overdue"]


def test_its_steps_stand_in_the_line_of_time(lamps: Terminal) -> None:
    """A case is shown among the chronicle of its days, and only there."""
    lamps.add(("2022-06-02", "路灯检修月开始。"), ("2022-06-20", "检修月结束。"))
    rows = lamps.json("timeline", "--case", "LD-2022-001")
    assert [(row["on"], row["kind"]) for row in rows] == [
        ("2022-06-01", "case"),
        ("2022-06-02", "chronicle"),
        ("2022-06-03", "case"),
    ]


def test_its_fields_are_told_with_their_types(lamps: Terminal) -> None:
    """What a step asks for can be looked up before a wrong guess."""
    rows = {row["id"]: row for row in lamps.json("procedure", "fields", "lamp-repair")}
    assert (rows["place"]["label"], rows["place"]["asked_by"]) == ("地点", "report")
    assert rows["caller"]["type"] == "text, personal"
    (step,) = lamps.json("case", "show", "LD-2022-002")["steps"]
    assert (step["id"], step["fields"], step["signs"]) == ("fix", [], [])


def test_its_cases_are_found_by_their_words(lamps: Terminal) -> None:
    """Full text finds a case by its values, and never by a personal one."""
    assert [row["id"] for row in lamps.json("search", "布特哈")] == ["LD-2022-002"]
    assert lamps.json("search", CALLER) == []


def test_its_ledger_is_exported_masked(lamps: Terminal) -> None:
    """An export masks personal values unless it is told otherwise."""
    lamps.done("export", "lamps", "--out", "masked")
    rows = list(csv.DictReader(io.StringIO((lamps.folder / "masked/lamps.csv").read_text("utf-8"))))
    assert [row["caller"] for row in rows] == ["＊＊＊", ""]
    lamps.done("export", "lamps", "--out", "plain", "--personal")
    assert CALLER in (lamps.folder / "plain/lamps.csv").read_text("utf-8")
    lamps.done("export", "reproduce", "masked")
    lamps.done("export", "reproduce", "plain")


def test_it_is_drawn(lamps: Terminal) -> None:
    """People would rather look at a workflow than read it."""
    drawn = lamps.done("procedure", "show", "lamp-repair", "--format", "mermaid").out
    assert drawn.startswith("stateDiagram-v2\n")
    assert "reported --> fixed" in drawn


def test_a_later_edition_without_its_approval_is_refused(lamps: Terminal) -> None:
    """An edition that the office in force did not approve is not slipped in."""
    (lamps.folder / "next.toml").write_text(STRICTER, encoding="utf-8")
    said = one_complaint(lamps.run("procedure", "adopt", "next.toml"), 1)
    assert "路灯所" in said
    assert "procedure:lamp-repair" in said
    assert lamps.json("procedure", "show", "lamp-repair")["edition"] == 1


def test_a_later_edition_judges_from_its_adoption_on(lamps: Terminal) -> None:
    """Approved, it is in force: a case that moves is judged by it, and says so."""
    (lamps.folder / "next.toml").write_text(STRICTER, encoding="utf-8")
    (lamps.folder / "scan.pdf").write_bytes(b"agreed")
    action = lamps.done("procedure", "check", "next.toml").err.split("'")[1]
    decision = ("--approve", "--office", "路灯所", "--by", "所长", "--paper", "scan.pdf")
    lamps.done("approval", "record", "procedure:lamp-repair", action, *decision)
    lamps.done("procedure", "adopt", "next.toml")
    assert lamps.json("case", "show", "LD-2022-002")["edition"] == 1
    lamps.done("case", "move", "LD-2022-002", "fix", "--on", "2022-06-04")
    case = lamps.json("case", "show", "LD-2022-002")
    assert case["edition"] == 2
    assert [one["kind"] for one in case["history"]] == ["opened", "edition", "moved"]
    assert lamps.json("case", "show", "LD-2022-001")["edition"] == 1
    assert lamps.verified() == []


def test_the_edition_that_was_approved_is_the_one_adopted(lamps: Terminal) -> None:
    """An approval names one text by its digest: another one is refused."""
    (lamps.folder / "next.toml").write_text(STRICTER, encoding="utf-8")
    (lamps.folder / "scan.pdf").write_bytes(b"agreed")
    action = lamps.done("procedure", "check", "next.toml").err.split("'")[1]
    decision = ("--approve", "--office", "路灯所", "--by", "所长", "--paper", "scan.pdf")
    lamps.done("approval", "record", "procedure:lamp-repair", action, *decision)
    (lamps.folder / "next.toml").write_text(
        STRICTER.replace("days = 1", "days = 90"), encoding="utf-8"
    )
    one_complaint(lamps.run("procedure", "adopt", "next.toml"), 1)


def test_a_faulty_text_is_named_with_its_lines(lamps: Terminal) -> None:
    """Every error stands with its line, and the exit code says that a check failed."""
    faulty = LAMPS.replace('to = "fixed"', 'to = "gone"').replace('"place"]}', '"plaice"]}')
    (lamps.folder / "faulty.toml").write_text(faulty, encoding="utf-8")
    outcome = lamps.run("procedure", "check", "faulty.toml")
    assert outcome.code == 4
    assert "faulty.toml, line 8" in outcome.out
    assert "gone" in outcome.out
    assert "plaice" in outcome.out
    one_complaint(lamps.run("procedure", "adopt", "faulty.toml"), 4)
