"""Filings at the command line: asked for, submitted, assessed, listed, and how numbered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .terminal import Terminal, contents, copied, one_complaint

PROCEDURES = Path(__file__).parents[1] / "procedure"
OFFICERS = (PROCEDURES / "standing.toml").read_text("utf-8")
TEXT = (PROCEDURES / "filings.toml").read_text("utf-8")
for item, own in (
    ("assets/1", "own/assets"),
    ("land/3", "own/land"),
    ("land/4", "own/new"),
    ("audit", "own/audit"),
    ("civil/9", "own/other"),
    ("names/1", "own/names"),
):
    TEXT = TEXT.replace(f'"{item}"', f'"{own}"')  # none of a bundled catalogue
DAY = ("--on", "2022-07-11")
OTHER = """\
id = "other"
title = "月报"
edition = 1
source = "通知"
office = "统计局"
series = "T-{n}"
figures = [{id = "begin", type = "date", value = "2022-05-20"}]
states = [{id = "filed", final = true}]
transitions = [{id = "send", to = "filed"}]
filing = {submit = ["send"]}
[[items]]
id = "own/assets"
office = "国资委"
[[clocks]]
id = "monthly"
every = "month"
from = "begin"
until = ["send"]
items = ["own/assets"]
"""


@pytest.fixture(scope="module")
def template(bare_template: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store with a catalogue whose rule is set: ten days after a period."""
    home = tmp_path_factory.mktemp("filings")
    shell = copied(bare_template, home / "office", home)
    (shell.folder / "information.toml").write_text(TEXT, encoding="utf-8")
    (shell.folder / "scan.pdf").write_bytes(b"a decision")
    shell.done("procedure", "adopt", "information.toml")
    return shell


@pytest.fixture
def filings(template: Terminal, tmp_path: Path) -> Terminal:
    """A copy of the store."""
    return copied(template, tmp_path / "office", tmp_path)


def set_rule(shell: Terminal) -> None:
    """The office decides that ten days after its end a period's filing is due."""
    decided = ("procedure:information", "set filing_days 10", "--approve", "--office", "办公室")
    shell.done("approval", "record", *decided, "--by", "主任", "--paper", "scan.pdf")
    shell.done("procedure", "set", "information", "filing_days", "10")


def listed(shell: Terminal, *asked: str) -> list[list[Any]]:
    """The filings: number or item, period, due, submitted, how it stands."""
    rows = shell.json("filing", "list", "--procedure", "information", *asked)
    keys = ("id", "period", "due_on", "submitted_on", "status")
    return [[row[key] for key in keys] for row in rows]


def test_the_catalogue_lists_the_items_as_printed(filings: Terminal) -> None:
    """In the order of the document: who owes what, how often as printed, or null."""
    rows = filings.json("filing", "catalogue", "--procedure", "information")
    assert [row["id"] for row in rows] == [
        "own/assets",
        "own/land",
        "own/new",
        "own/audit",
        "own/other",
        "own/names",
    ]
    assert rows[0] == {
        "id": "own/assets",
        "office": "国资委",
        "item": "企业破产信息",
        "frequency": "季报和年报",
        "source": "方案 四(五)1",
        "note": None,
        "every": ["quarter", "year"],
        "by": None,
        "section": "四(五)1",
        "line": None,
        "catalogue": "information",
    }
    assert (rows[1]["by"], rows[3]["office"], rows[4]["frequency"]) == ("request", "各部门", None)
    assert rows[4]["note"] == "未印报送周期"
    (row,) = filings.json("filing", "catalogue", "--office", "国资委", "--procedure", "information")
    assert row["id"] == "own/assets"
    head = filings.done("filing", "catalogue", "--format", "csv").out.splitlines()[0]
    assert head == "catalogue,id,office,item,frequency,source,note,every,by,section,line"


def test_what_is_owed_is_submitted_assessed_and_listed(filings: Terminal) -> None:
    """A quarter's filing: owed, submitted late with its reason, assessed once."""
    set_rule(filings)
    asked = ("--period", "2022-Q2", "--as-of", "2022-07-11")
    assert listed(filings, *asked) == [["own/assets", "2022-Q2", "2022-07-10", None, "overdue"]]
    said = one_complaint(filings.run("filing", "submit", "own/assets", "2022-Q2", *DAY), 1)
    assert "未说明逾期原因" in said
    why = ("--set", "late_reason=系统故障")
    answer = filings.json("filing", "submit", "own/assets", "2022-Q2", *DAY, *why)
    assert (answer["number"], answer["state"]) == ("own/assets/2022-Q2", "filed")
    assert listed(filings, *asked) == [
        ["own/assets", "2022-Q2", "2022-07-10", "2022-07-11", "late"]
    ]
    (row,) = filings.json("filing", "list", *asked, "--procedure", "information")
    assert (row["number"], row["office"], row["item"], row["state"], row["catalogue"]) == (
        "own/assets/2022-Q2",
        "国资委",
        "企业破产信息",
        "filed",
        "information",
    )
    count = ("--set", "records=7", "--on", "2022-07-12")
    filings.done("filing", "assess", "own/assets", "2022-Q2", *count)
    case = filings.json("case", "show", "own/assets/2022-Q2")
    assert (case["state"], case["fields"]["records"]) == ("assessed", 7)
    said = one_complaint(filings.run("filing", "assess", "own/assets", "2022-Q2", *count), 1)
    assert "from its state assessed" in said
    assert filings.verified() == []


def test_nothing_is_assessed_before_it_was_submitted(filings: Terminal) -> None:
    """Neither what was never opened, nor what was asked for and not answered."""
    before = contents(filings.store)
    said = one_complaint(filings.run("filing", "assess", "own/assets", "2022-Q2", *DAY), 1)
    assert said == "nothing was filed as own/assets/2022-Q2 yet; `filing submit` does"
    assert contents(filings.store) == before
    filings.done("filing", "request", "own/land", *DAY)
    said = one_complaint(filings.run("filing", "assess", "own/land", "R-1", *DAY), 1)
    assert "from its state asked" in said


def test_what_is_asked_for_is_owed_from_then_on(filings: Terminal) -> None:
    """Numbered in order, owed by the item's office within three days, answered."""
    for number, day in (("own/land/R-1", "2022-07-01"), ("own/land/R-2", "2022-07-04")):
        assert filings.json("filing", "request", "own/land", "--on", day)["number"] == number
    filings.done("filing", "submit", "own/land", "R-1", "--on", "2022-07-04")
    assert listed(filings, "--office", "自然资源局", "--as-of", "2022-07-08") == [
        ["own/land", "R-1", "2022-07-04", "2022-07-04", "met"],
        ["own/land", "R-2", "2022-07-07", None, "overdue"],
    ]
    due = filings.json("due", "--on", "2022-07-05", "--office", "自然资源局")
    mine = [one for one in due if one["procedure"] == "information"]
    assert [(one["subject"], one["period"], one["what"]) for one in mine] == [
        ("own/land/R-2", "R-2", "土地转让信息")
    ]
    assert filings.verified() == []


def test_what_is_new_is_filed_and_owed_by_nobody(filings: Terminal) -> None:
    """N-1 where no number is given, N-2 by its number; no day on which it was due."""
    assert filings.json("filing", "submit", "own/new", *DAY)["number"] == "own/new/N-1"
    filings.done("filing", "submit", "own/new", "N-2", *DAY)
    assert listed(filings, "--office", "自然资源局", "--as-of", "2022-07-11") == [
        ["own/new", "N-1", None, "2022-07-11", "met"],
        ["own/new", "N-2", None, "2022-07-11", "met"],
    ]


REFUSED: dict[str, tuple[tuple[str, ...], int, str]] = {
    "unknown item": (("submit", "own/lend", "2022"), 1, "did you mean own/land?"),
    "no item": (("submit",), 2, "which item? `filing catalogue` lists them"),
    "not asked for": (("submit", "own/land", "R-1"), 1, "own/land/R-1 was not asked for"),
    "not on request": (
        ("request", "own/assets"),
        1,
        "own/assets is not filed when it is asked for",
    ),
    "no such period": (
        ("submit", "own/assets", "2022-06"),
        1,
        "2022-06 is no period of own/assets",
    ),
    "no period": (("submit", "own/assets"), 1, "own/assets is filed by period; its numbers are"),
    "not begun": (("submit", "own/assets", "2022-Q4"), 1, "2022-Q4 has not begun on 2022-07-11"),
    "not the next": (
        ("submit", "own/new", "N-2"),
        1,
        "N-2 is not the next of own/new; that is own/new/N-1",
    ),
    "no clock": (("submit", "own/other", "2022"), 1, "nothing is filed for own/other by period"),
    "no catalogue": (
        ("submit", "own/audit", "2022-10", "--procedure", "x"),
        2,
        "there are information",
    ),
    "nothing to move": (("move", "own/assets", "2022-Q2", "return"), 1, "nothing was filed as"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_says_why_and_writes_nothing(filings: Terminal, name: str) -> None:
    """Items, periods and numbers that cannot be."""
    words, code, said = REFUSED[name]
    before = contents(filings.store)
    assert said in one_complaint(filings.run("filing", *words, *DAY), code)
    assert contents(filings.store) == before


def test_a_case_is_opened_by_the_same_rules(filings: Terminal) -> None:
    """`case open --number`: what `filing submit` refuses, and counts given out in order."""
    open_ = ("case", "open", "information", *DAY, "--transition")
    said = one_complaint(filings.run(*open_, "submit", "--number", "own/assets/2022-Q1"), 1)
    assert said == "own/assets/2022-Q1: the first period of own/assets is 2022-Q2"
    said = one_complaint(filings.run(*open_, "request", "--number", "own/land/R-2"), 1)
    assert said == "own/land/R-2 is not the next of own/land; that is own/land/R-1"
    filings.done(*open_, "request", "--number", "own/land/R-1")
    filings.done("case", "reverse", "own/land/R-1", "--reason", "误记")
    assert filings.json("filing", "request", "own/land", *DAY)["number"] == "own/land/R-2"
    filings.done(*open_, "request", "--number", "own/land/R-1")  # its opening was taken back
    said = one_complaint(filings.run(*open_, "request", "--number", "own/land/R-1"), 1)
    assert said == "the number own/land/R-1 is given out already"
    said = one_complaint(filings.run(*open_, "request"), 1)  # a number of the series
    assert "filing.period" in said
    assert filings.verified() == []


def test_any_other_step_is_taken_by_its_name(filings: Terminal) -> None:
    """Returned for repair, and filed again by the step that is possible then."""
    filings.done("filing", "submit", "own/assets", "2022-Q2", *DAY)
    filings.done("filing", "move", "own/assets", "2022-Q2", "return", *DAY)
    filings.done("filing", "submit", "own/assets", "2022-Q2", *DAY)
    history = filings.json("case", "show", "own/assets/2022-Q2")["history"]
    assert [one["transition"] for one in history] == ["submit", "return", "answer"]


def test_what_is_owed_once_has_no_period(filings: Terminal) -> None:
    """Its case is numbered as its item."""
    filings.done("filing", "submit", "own/names", *DAY)
    filings.done("filing", "move", "own/names", "return", *DAY)
    found = [one for one in listed(filings, "--as-of", "2022-07-11") if one[0] == "own/names"]
    assert found == [["own/names", None, "2022-10-02", "2022-07-11", "met"]]


def test_a_batch_is_filed_all_or_nothing(filings: Terminal) -> None:
    """Rows of items and periods; every bad row is named."""
    rows = [
        {"item": "own/assets", "period": "2022-Q2", "on": "2022-07-11"},
        {"item": "own/assets", "period": "2022", "on": "2022-07-11"},
        {"item": "own/new", "on": "2022-07-11"},
        {"item": "own/new", "on": "2022-07-12"},
    ]
    bad = [*rows, {"item": "own/nought", "period": "2022", "on": "2022-07-11"}, {"period": "2022"}]

    def batch(command: str, given: list[dict[str, str]]) -> dict[str, Any]:
        text = "".join(json.dumps(row) + "\n" for row in given)
        return {"words": ("filing", command, "--batch", "-"), "stdin": text}

    asked = batch("submit", bad)
    outcome = filings.run(*asked["words"], stdin=asked["stdin"])
    assert outcome.code == 1
    named = outcome.err.splitlines()
    assert named[0].startswith("-, line 5: there is no item own/nought;")
    assert named[1:] == [
        "-, line 6: the row names no item",
        "zltrec: 2 of 6 rows were refused, so none was recorded",
    ]
    assert filings.json("case", "list", "information") == []
    asked = batch("submit", rows)
    assert filings.json(*asked["words"], stdin=asked["stdin"])["added"] == 4
    numbers = [one["number"] for one in filings.json("case", "list", "information")]
    assert numbers == ["own/assets/2022", "own/assets/2022-Q2", "own/new/N-1", "own/new/N-2"]
    done = {"item": "own/assets", "period": "2022", "on": "2022-07-12", "records": "3"}
    asked = batch("assess", [done])
    assert filings.json(*asked["words"], stdin=asked["stdin"])["added"] == 1
    said = one_complaint(filings.run("filing", "submit", "own/new", "--batch", "-"), 2)
    assert "give nothing else" in said


def test_days_without_their_rule_are_said_to_be_provisional(filings: Terminal) -> None:
    """In the list and on the morning page, until the office has set it."""
    asked = ("--procedure", "information", "--as-of", "2022-05-20")
    outcome = filings.done("filing", "list", "--period", "2022-Q2", *asked)
    assert "some days are provisional" in outcome.err
    rows = filings.json("filing", "list", *asked)
    assert [(row["number"], row["due_on"], row["provisional"]) for row in rows] == [
        (None, "2022-06-30", True),
        (None, "2022-10-02", False),
        (None, "2022-12-31", True),
    ]
    assert "some days are provisional" in filings.done("due", "--on", "2022-05-20").err
    set_rule(filings)
    outcome = filings.done("filing", "list", "--period", "2022-Q2", *asked)
    assert outcome.err == ""


def test_an_item_of_two_catalogues_is_named_with_one(filings: Terminal) -> None:
    """`--procedure` is needed only where its id is of both."""
    (filings.folder / "other.toml").write_text(OTHER, encoding="utf-8")
    filings.done("procedure", "adopt", "other.toml")
    words = ("filing", "submit", "own/assets", "2022-06", *DAY)
    said = one_complaint(filings.run(*words), 2)
    assert said == "own/assets is of information, other; name one with --procedure"
    filings.done(*words, "--procedure", "other")
    asked = ("--procedure", "other", "--period", "2022-06", "--as-of", "2022-07-11")
    (row,) = filings.json("filing", "list", *asked)
    assert (row["catalogue"], row["number"]) == ("other", "own/assets/2022-06")
    catalogues = [row["catalogue"] for row in filings.json("filing", "catalogue")]
    assert catalogues == sorted(catalogues)
    assert {"information", "other"} < set(catalogues)
    assert (
        "| information | own/assets |" in filings.done("filing", "catalogue", "--format", "md").out
    )
    one = ("filing", "catalogue", "--procedure", "other", "--format", "md")
    assert filings.done(*one).out.splitlines()[2].startswith("| own/assets | 国资委 |")
    rows = [{"item": "own/assets", "period": "2022-07", "on": "2022-07-11", "procedure": "other"}]
    batch = json.dumps(rows[0])
    assert filings.json("filing", "submit", "--batch", "-", stdin=batch)["added"] == 1
    same = OTHER.replace('id = "other"', 'id = "third"')
    (filings.folder / "third.toml").write_text(same, encoding="utf-8")
    said = one_complaint(filings.run("procedure", "adopt", "third.toml"), 4)
    assert "filings of own/assets would have the numbers of those of other" in said


def test_a_period_s_filings_are_shown_by_themselves(filings: Terminal) -> None:
    """Of ledgers too, over cases and over duties: those whose period lies within it."""
    periods = {"2022-Q2": "2022-07-11", "2022-Q3": "2022-10-11", "2022": "2023-01-09"}
    for period, day in periods.items():
        filings.done("filing", "submit", "own/assets", period, "--on", day)
    filings.done("filing", "request", "own/land", "--on", "2022-08-01")

    def shown(name: str, key: str, *asked: str) -> list[str]:
        return [row[key] for row in filings.json("ledger", "show", name, *asked)]

    assert shown("received", "period", "--period", "2022") == ["2022", "2022-Q2", "2022-Q3", "R-1"]
    assert shown("received", "period", "--period", "2022-Q3") == ["2022-Q3", "R-1"]
    assert shown("received", "period", "--period", "2022-08") == ["R-1"]
    asked = ("--period", "2022-H2", "--as-of", "2022-08-31")
    assert shown("owed", "subject", *asked) == ["own/land/R-1", "own/assets/2022-Q3", "own/names"]
    whole = filings.json("ledger", "show", "owed", "--as-of", "2022-12-31")
    year = filings.json("ledger", "show", "owed", "--as-of", "2022-12-31", "--period", "2022")
    assert year == whole
    said = one_complaint(filings.run("ledger", "show", "chronicle", "--period", "2022"), 2)
    assert "so it has no periods" in said
    assert "2022-13 is no period" in one_complaint(
        filings.run("filing", "list", "--period", "2022-13"), 2
    )


def test_the_overdue_list_of_a_day_is_that_of_the_log_cut_there(filings: Terminal) -> None:
    """As of a day, what came later is not in."""
    set_rule(filings)
    filings.done("filing", "submit", "own/assets", "2022-Q2", "--on", "2022-07-10")
    position = filings.json("audit", "verify")["events"]
    why = ("--set", "late_reason=迟")
    filings.done("filing", "submit", "own/assets", "2022-Q3", "--on", "2022-10-20", *why)
    list_ = ("filing", "list", "--procedure", "information")
    asked = (*list_, "--overdue", "--as-of", "2022-10-15")
    rows = filings.json(*asked)
    assert [row["period"] for row in rows] == [None, "2022-Q3"]
    assert filings.json(*asked, "--known-at", str(position)) == rows
    late = filings.json(*list_, "--status", "late", "--as-of", "2022-10-20")
    assert [row["period"] for row in late] == ["2022-Q3"]
    assert filings.json(*list_, "--status", "late", "--overdue") == []


def test_units_without_an_officer_are_listed_until_they_have_one(filings: Terminal) -> None:
    """A standing duty on the morning page and in a ledger: met, lost, and met again."""
    (filings.folder / "officers.toml").write_text(OFFICERS, encoding="utf-8")
    filings.done("procedure", "adopt", "officers.toml")

    def missing(on: str) -> list[tuple[str, str, str]]:
        rows = filings.json("due", "--on", on)
        return [
            (row["subject"], row["due_on"], row["status"])
            for row in rows
            if row["procedure"] == "officers"
        ]

    everyone = [(f"unit/{n}", "2022-07-01", "overdue") for n in (1, 2, 3)]
    assert missing("2022-07-02") == everyone
    named = ("--set", "unit=公安局", "--set", "name=甲")
    filings.done("case", "open", "officers", *named, "--on", "2022-06-25")
    filings.done("case", "move", "XX-1", "file", "--on", "2022-06-28")
    assert missing("2022-07-02") == everyone[1:]
    filings.done("case", "move", "XX-1", "drop", "--on", "2022-12-30")
    assert missing("2022-12-31") == [*everyone[1:], ("unit/1", "2023-01-09", "open")]
    assert [one for one in missing("2023-02-01") if one[0] == "unit/1"] == [
        ("unit/1", "2023-01-09", "overdue")
    ]

    def shown(*asked: str) -> list[tuple[str, ...]]:
        rows = filings.json("ledger", "show", "missing", "--as-of", "2023-02-01", *asked)
        return [(row["unit"], row["name"], row["status"]) for row in rows]

    assert ("unit/1", "甲", "met") in shown()
    assert shown("--period", "2022") == [
        one for one in shown() if one != ("unit/1", None, "overdue")
    ]
    assert shown("--period", "2023") == [("unit/1", None, "overdue")]
    assert filings.json("filing", "catalogue", "--office", "公安局") != []
    said = one_complaint(filings.run("filing", "catalogue", "--procedure", "officers"), 2)
    assert "officers is no catalogue of filings" in said
    assert filings.verified() == []
