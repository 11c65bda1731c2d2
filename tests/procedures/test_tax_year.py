"""A year of filings: every ledger against figures of the script's own, on the days of the stages
and between; cuts of the log; the log itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, copied

from .running import History, Row, morning_page
from .tax_figures import LEDGERS, assessment, by_item, overdue, points
from .tax_filing import Filing
from .tax_plan import PROCEDURE, SETTINGS
from .tax_run import STAGES
from .tax_told import owed, told, whole

DAYS = (*STAGES, "2022-10-11", "2022-12-31", "2023-05-04")
NOW = STAGES[-1]
MASK = "＊＊＊"
CONFIDENTIAL = {"tax-feedback": ("compared", "verified", "outcome"), "tax-problems": ("text",)}
STAGED = range(len(STAGES))


def shown(shell: Terminal, name: str, *options: object) -> list[dict[str, Any]]:
    """The rows of a ledger."""
    rows: list[dict[str, Any]] = shell.json("ledger", "show", name, *options)
    return rows


def test_the_year_holds_what_can_become_of_a_filing(tax: History) -> None:
    """22 units, every item that is owed; early, late, missing, explained, returned, on demand."""
    rows = told(tax.rows, NOW)
    assert len({one.filing.office for one in rows}) == 22
    assert len({one.filing.item for one in rows}) == 106, "all but two duties of 财政局 and 税务局"
    assert {one.state for one in rows} == {
        *("", "requested", "delayed", "submitted", "returned", "accepted", "assessed"),
        *("passed", "checked", "fed_back", "archived"),
    }
    by_clock = {
        clock: {one.status for one in owed(tax.rows, NOW) if one.clock == clock}
        for clock in ("monthly", "quarterly", "half_yearly", "yearly", "on_request", "repair")
    }
    for clock in ("monthly", "quarterly", "on_request"):
        assert by_clock[clock] >= {"met", "late", "overdue"}, clock
    assert by_clock["repair"] >= {"met", "late", "overdue"}
    assert {one.held.get("way") for one in rows if one.arrived} == {
        *("网上报送", "电子邮件", "移动储存工具", "亲自送达", "直接派人采集"),
    }


@pytest.mark.parametrize("day", DAYS)
def test_every_ledger_says_what_the_script_says(tax: History, tmp_path: Path, day: str) -> None:
    """Receipts, overdue, feedback, problems, points and assessment, line by line, on any day;
    what is confidential stands in none that leaves."""
    words = ("--out", tmp_path / "out", "--format", "jsonl", "--as-of", day)
    tax.shell.done("export", *LEDGERS, *words)
    for name, figures in LEDGERS.items():
        lines = (tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        wanted = figures(tax.rows, day)
        for line in wanted:
            line |= {k: MASK for k in CONFIDENTIAL.get(name, ()) if line[k] is not None}
        assert [json.loads(line) for line in lines] == wanted, name


@pytest.mark.parametrize("name", ["tax-feedback", "tax-problems"])
def test_what_is_confidential_is_shown_inside(tax: History, name: str) -> None:
    """附件2 一(三): what was compared, checked and handed over, for those who work with it."""
    for day in STAGES[1:3]:
        found = shown(tax.shell, name, "--as-of", day, "--confidential")
        assert found == LEDGERS[name](tax.rows, day)


@pytest.mark.parametrize("day", DAYS)
def test_what_is_due_is_what_the_script_says(tax: History, day: str) -> None:
    """What is owed and not met: by whom, when, by which section; what is overdue first."""
    found = morning_page(tax.shell, day, PROCEDURE)
    wanted = [one for one in owed(tax.rows, day) if one.status in ("open", "overdue")]
    wanted.sort(key=lambda one: (one.status == "open", one.due, one.one.filing.number))
    keys = ("due_on", "office", "subject", "what", "status", "section")
    assert [tuple(one[key] for key in keys) for one in found] == [
        (one.due, one.office, one.one.filing.number, one.what, one.status, one.section)
        for one in wanted
    ]
    assert not any(one["provisional"] for one in found)


def test_holidays_move_dates(tax: History) -> None:
    """Five working days after September end on 12 October, after April on 10 May 2023."""
    dues = {one["subject"]: one["due"] for one in shown(tax.shell, "tax-points")}
    assert dues["police/1/2022-09"] == "2022-10-12", "1 to 7 October are off, 8 and 9 are worked"
    assert dues["police/1/2023-04"] == "2023-05-09", "to 3 May off, Saturday 6 May is worked"
    assert dues["audit/1/2022-Q3"] == "2022-10-19"
    assert dues["education/1/2022-H1"] == "2022-07-18"


@pytest.mark.parametrize("period", ["2022", "2022-Q4", "2023"])
def test_a_year_is_what_belongs_to_it(tax: History, period: str) -> None:
    """`--period`: what is owed for periods within it, what was asked for or came as new in it."""
    first, last = {
        "2022": ("2022-01-01", "2022-12-31"),
        "2022-Q4": ("2022-10-01", "2022-12-31"),
        "2023": ("2023-01-01", "2023-12-31"),
    }[period]
    rows = [row for row in tax.rows if first <= span(row)[0] and span(row)[1] <= last]
    assert 0 < len(rows) < len(tax.rows)
    for name, figures in (
        ("tax-assessment", assessment),
        ("tax-points", points),
        ("tax-receipts-by-item", by_item),
        ("tax-receipts", LEDGERS["tax-receipts"]),
    ):
        found = shown(tax.shell, name, "--as-of", NOW, "--period", period)
        assert found == figures(rows, NOW), name


def span(row: Row) -> tuple[str, str]:
    """The first and last day of what a filing is for; the day on which its case was opened."""
    filing: Filing = row.subject
    if filing.period[1] == "-":
        return row.script[0].day, row.script[0].day
    return whole(filing.period)


def test_filings_are_listed_as_they_stand(tax: History) -> None:
    """`filing list`: all that is owed or came in, with its day, of one office or of all."""
    day = STAGES[2]
    wanted = {
        one.one.filing.number: (one.office, one.due, one.one.arrived, one.status)
        for one in owed(tax.rows, day)
        if one.clock not in ("repair", "process")
    }
    wanted |= {
        one.filing.number: (one.filing.office, None, one.arrived, "met")
        for one in told(tax.rows, day)
        if one.filing.due is None and one.steps
    }
    keys = ("office", "due_on", "submitted_on", "status")
    of_plan = ("filing", "list", "--procedure", PROCEDURE, "--as-of", day)
    found = tax.shell.json(*of_plan)
    assert {
        f"{one['id']}/{one['period']}": tuple(one[key] for key in keys) for one in found
    } == wanted
    late = tax.shell.json(*of_plan, "--status", "late", "--office", "公安局")
    assert sorted(f"{one['id']}/{one['period']}" for one in late) == sorted(
        number for number, told_ in wanted.items() if told_[0] == "公安局" and told_[3] == "late"
    )


@pytest.mark.parametrize("stage", STAGED)
def test_the_overdue_of_a_log_cut_at_a_day_is_that_as_of_the_day(tax: History, stage: int) -> None:
    """A store that ends there, `--known-at` its end, and `--as-of` the day say the same."""
    cut = tax.cuts[stage]
    as_of = shown(tax.shell, "tax-overdue", "--as-of", cut.day)
    assert as_of == overdue(tax.rows, cut.day)
    assert as_of == shown(cut.shell, "tax-overdue", "--as-of", cut.day)
    known = ("--as-of", cut.day, "--known-at", cut.position)
    assert as_of == shown(tax.shell, "tax-overdue", *known)
    # An earlier log knows nothing of what came in later: on a later day, more is missing.
    if stage + 1 < len(STAGES):
        later = STAGES[stage + 1]
        missing = shown(cut.shell, "tax-overdue", "--as-of", later)
        assert len(missing) > len(shown(tax.shell, "tax-overdue", "--as-of", later))


def test_the_assessment_is_the_sum_of_its_lines(tax: History) -> None:
    """二(五): each unit's points are those of its filings, and those of what they were given."""
    lines = shown(tax.shell, "tax-points", "--as-of", NOW)
    *units, total = shown(tax.shell, "tax-assessment", "--as-of", NOW)
    names = ("quality", "quantity", "timeliness", "points", "full")
    for unit in units:
        own = [line for line in lines if line["office"] == unit["office"]]
        assert {name: unit[name] for name in names} == {
            name: sum(line[name] for line in own) for name in names
        }
        assert unit["points"] == (
            unit["quality"] * SETTINGS["weight_quality"]
            + unit["quantity"] * SETTINGS["weight_quantity"]
            + unit["timeliness"] * SETTINGS["weight_timeliness"]
        )
    assert total["points"] == sum(line["points"] for line in lines)
    # One line, back to the events that made it.
    (line,) = [line for line in lines if line["subject"] == "housing/1/2022-08"]
    case = tax.shell.json("case", "show", line["subject"])
    assert (case["fields"]["quality"], case["fields"]["quantity"]) == (7, 6)
    assert (line["quality"], line["quantity"], line["points"]) == (7, 6, 5 * 7 + 3 * 6 + 2 * 10)
    kinds = [one["kind"] for one in case["history"]]
    assert kinds.count("amended") == 2
    assert kinds.count("reversed") == 1


def test_no_points_are_given_while_a_standard_is_not_set(shell: Terminal) -> None:
    """二(五): the plan prints no weights; until all are set there is no assessment, not a zero."""
    assert len(shown(shell, "tax-receipts-by-item", "--as-of", "2022-12-31")) == 94 + 1
    assert shown(shell, "tax-points", "--as-of", "2022-12-31") == []
    (total,) = shown(shell, "tax-assessment", "--as-of", "2022-12-31")
    assert (total["owed"], total["points"]) == (0, 0)


def test_the_log_verifies_and_shows_the_same_when_it_is_read_anew(
    tax: History, tmp_path: Path
) -> None:
    """An auditor judges every step of the year again from the log alone."""
    shell = copied(tax.shell, tmp_path / "office", tmp_path)
    assert shell.verified() == []
    for one in shell.store.glob("views.sqlite*"):
        one.unlink()
    assert shown(shell, "tax-assessment", "--as-of", NOW) == LEDGERS["tax-assessment"](
        tax.rows, NOW
    )
