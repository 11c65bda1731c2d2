"""Every ledger, list and line of the campaign, against figures made by hand from the script."""

from __future__ import annotations

import csv
import io
import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from .running import History, morning_page
from .selfbuilt_deadlines import deadlines, due
from .selfbuilt_figures import LEDGERS, figures
from .selfbuilt_form import known_by, month_values
from .selfbuilt_run import FORM, PROCEDURE, REPORTED
from .selfbuilt_told import told

NOW = "2026-11-25"
MONTHS = [day[:7] for day in REPORTED]


def shown(history: History, name: str, *options: str) -> Any:
    """The rows of a ledger as the program shows them."""
    return history.shell.json("ledger", "show", name, *options)


@pytest.mark.parametrize("day", [*REPORTED, NOW])
def test_ledgers_and_lists_are_what_the_table_says(
    campaign: History, day: str, tmp_path: Path
) -> None:
    """四(一)3, 四(三)1: at the end of three months in a row, every row and column by hand."""
    names = [*LEDGERS, "self-built-deadlines"]
    campaign.shell.done(
        *("export", *names, "--out", tmp_path / "out", "--format", "jsonl", "--as-of", day)
    )
    for name in LEDGERS:
        assert _rows(tmp_path / "out" / f"{name}.jsonl") == figures(name, campaign.rows, day), name
        assert figures(name, campaign.rows, NOW), "each ledger has rows to compare"
    if day != NOW:
        rows = _rows(tmp_path / "out" / "self-built-deadlines.jsonl")
        assert rows == deadlines(campaign.rows, day)


def _rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_ledgers_are_all_of_the_procedures(campaign: History) -> None:
    """No ledger of the procedure goes without figures of its own."""
    listed = campaign.shell.json("ledger", "list")
    ours = [one["name"] for one in listed if one["procedure"] == PROCEDURE]
    assert sorted(ours) == sorted((*LEDGERS, "self-built-deadlines"))


@pytest.mark.parametrize("month", MONTHS)
def test_the_monthly_progress_is_what_the_table_says(campaign: History, month: str) -> None:
    """六(三): each line of June, July and August, of the month and cumulative."""
    rows = campaign.shell.json("procedure", "form", PROCEDURE, FORM, month)
    found = _values(rows)
    assert found == month_values(campaign.rows, month)
    assert len({no for no, _column in found}) == 32
    assert any(period != total for period, total in found.values()) == (month != MONTHS[0])


@pytest.mark.parametrize("day", REPORTED)
def test_a_reported_month_stays_as_it_was_known_then(campaign: History, day: str) -> None:
    """What is corrected later shows as a difference, with the case, the step and the reason."""
    words = ("procedure", "form", PROCEDURE, FORM, day[:7])
    before = month_values(known_by(campaign.rows, day), day[:7])
    after = month_values(campaign.rows, day[:7])
    assert _values(campaign.shell.json(*words, "--reported")) == before
    rows = campaign.shell.json(*words, "--differences")
    found = {(one["no"], one["column"], one["of"]): (one["reported"], one["now"]) for one in rows}
    assert found == {
        (*cell, of): (before[cell][at], after[cell][at])
        for cell in after
        for at, of in enumerate(("period", "cumulative"))
        if before[cell][at] != after[cell][at]
    }
    assert found
    told_why = {event["reason"] for one in rows for why in one["why"] for event in why["events"]}
    assert told_why == ({"层数复核", "并未经营"} if day == REPORTED[0] else {"并未经营"})


def _values(rows: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (one["no"], one["column"]): (one["period"], one["cumulative"])
        for one in rows
        if one["measure"]
    }


def test_the_form_is_printed_in_its_order(campaign: History) -> None:
    """Markdown and CSV: six parts, 32 lines in order, the month beside the cumulative value."""
    words = ("procedure", "form", PROCEDURE, FORM, "2022-07", "--format")
    page = campaign.shell.done(*words, "md").out
    parts = [line for line in page.split("\n") if line.startswith("## ")]
    assert [part[3] for part in parts] == list("一二三四五六")
    numbers = [line.split("|")[1].strip() for line in page.split("\n") if line.startswith("| ")]
    assert [one for one in numbers if one.isdigit()] == [str(no) for no in range(1, 33)]
    assert "方案没有印表" in page
    period, total = month_values(campaign.rows, "2022-07")["32", "数量"]
    assert f"| 32 | 督办 | {period}次 | {total}次 |" in page
    table = list(csv.DictReader(io.StringIO(campaign.shell.done(*words, "csv").out)))
    assert list(dict.fromkeys(one["no"] for one in table)) == [str(no) for no in range(1, 33)]


def test_each_township_has_its_own_progress(campaign: History) -> None:
    """六(三): the months of the townships add up to the cumulative value of the whole."""
    months = shown(campaign, "self-built-by-month", "--as-of", "2022-08-31")
    values = month_values(campaign.rows, "2022-08")
    assert {one["township"] for one in months} == {"青杨镇", "白桦乡", "赤松街道"}
    for column, no in (
        ("surveyed", "3"),
        ("controlled", "9"),
        ("accepted", "21"),
        ("failed", "23"),
    ):
        in_all = sum(one[column] for one in months)
        in_august = sum(one[column] for one in months if one["month"] == "2022-08")
        assert (in_august, in_all) == values[no, "自建房"], column


@pytest.mark.parametrize("day", ["2022-06-30", "2022-07-01", "2022-09-01", "2023-07-01"])
def test_the_morning_page_lists_what_is_owed(campaign: History, day: str) -> None:
    """`due --on D`: by the end of a term it is open, on the next day overdue, and comes first."""
    assert morning_page(campaign.shell, day, PROCEDURE) == due(campaign.rows, day)


def test_every_deadline_is_met_late_and_missed_by_some(campaign: History) -> None:
    """四(二), 五: the hundred days, both ends of the survey, June 2025; at once; each month."""
    rows = deadlines(campaign.rows, "2023-07-01")
    assert {one["status"] for one in rows} == {"met", "late", "open", "overdue"}
    due_on = {one["due"] for one in rows if one["section"][0] in "四五"}
    assert due_on >= {"2022-06-30", "2022-08-31", "2023-05-31", "2023-06-30", "2025-06-30"}
    at_once = {one["status"] for one in rows if "立即" in one["what"]}
    assert at_once == {"met", "late", "overdue"}


@pytest.mark.parametrize("day", ["2022-06-30", "2022-09-01", "2023-06-01", "2023-07-01"])
def test_promises_are_kept_by_cases_or_overdue(campaign: History, day: str) -> None:
    """四(二), 五: each dated promise, by what the houses of the table have come to."""
    cases = told(campaign.rows, day)
    shops = [one for one in cases if one.commercial]
    hundred = [one for one in shops if one.taken.get("judge_unsafe", "9") <= "2022-08-31"]
    judged = ("judge_sound", "judge_unsafe")
    kept = {
        "first_survey": all("survey" in one.taken and "enter" in one.taken for one in shops),
        "hundred_days": all("close" in one.taken for one in hundred),
        "full_survey": all(any(s in one.taken for s in judged) for one in shops),
        "survey_heading": all(any(s in one.taken for s in judged) for one in cases),
        "survey_text": all(any(s in one.taken for s in judged) for one in cases),
        "rectify_all": not any(one.open_problems for one in cases),
    }
    by = {
        "first_survey": "2022-06-30",
        "hundred_days": "2022-08-31",
        "full_survey": "2022-06-30",
        "survey_heading": "2023-05-31",
        "survey_text": "2023-06-30",
        "rectify_all": "2025-06-30",
    }
    wanted = {
        name: "kept" if is_kept else "overdue" if day > by[name] else "open"
        for name, is_kept in kept.items()
    }
    rows = [o for o in shown(campaign, "promises", "--as-of", day) if o["procedure"] == PROCEDURE]
    assert {o["id"]: o["status"] for o in rows if o["id"] in wanted} == wanted
    assert sum(one["id"].startswith("duty_") for one in rows) == 18


def test_indicators_are_shares_of_what_the_table_counts(campaign: History) -> None:
    """四(二), 五: the shares of commercial houses surveyed, of hazards gone, of houses closed."""
    cases = told(campaign.rows, NOW)
    shops = [one for one in cases if one.commercial]
    problems = sum(len(one.records.get("problems", [])) for one in cases)
    gone = problems - sum(len(_waiting(one.steps, one.appended)) for one in cases)
    wanted = {
        "commercial_surveyed": _share([one.surveyed for one in shops]),
        "commercial_entered": _share(["enter" in one.taken for one in shops]),
        "houses_closed": _share(["close" in o.taken for o in cases if "control" in o.taken]),
        "problems_done": _percent(gone, problems),
    }
    rows = [one for one in shown(campaign, "indicators") if one["procedure"] == PROCEDURE]
    assert {o["id"]: o["percent"] for o in rows if o["id"] in wanted} == wanted


def _waiting(steps: list[tuple[str, str, str]], appended: dict[str, list[int]]) -> list[int]:
    """The steps that listed hazards which no acceptance has followed."""
    return [
        index
        for index in appended.get("problems", [])
        if "accept" not in [step for _day, step, _state in steps[index:]]
    ]


def _share(found: list[bool]) -> str:
    return _percent(sum(found), len(found))


def _percent(part: int, whole: int) -> str:
    share = Decimal(part) / Decimal(whole) * 100
    return str(share.quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_contradictions_of_the_print_are_shown_and_not_decided(campaign: History) -> None:
    """五(一) against itself and 四(二), 四(四)16 against 四(五)1: both readings stand."""
    rows = [o for o in shown(campaign, "contradictions") if o["procedure"] == PROCEDURE]
    assert {one["id"]: one["decided"] for one in rows} == dict.fromkeys(
        ("june", "survey_end", "certificate", "group")
    )
    assert all(len(one["readings"]) == 2 for one in rows)
