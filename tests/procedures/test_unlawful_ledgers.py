"""Every ledger of the inspection, row by row, against figures made by hand."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from .running import History, morning_page
from .unlawful_deadlines import duties
from .unlawful_figures import LEDGERS, figures
from .unlawful_plan import REPORTING
from .unlawful_run import PROCEDURE
from .unlawful_told import cases

NOW = "2026-11-25"
DAYS = ("2022-06-30", "2022-07-31", "2022-08-31", "2022-09-30")


def shown(history: History, name: str, *options: str) -> Any:
    """The rows of a ledger as the program shows them; of one over all procedures, our own."""
    rows = history.shell.json("ledger", "show", name, *options)
    return [row for row in rows if row.get("procedure", PROCEDURE) == PROCEDURE]


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_is_what_the_table_says(inspection: History, name: str) -> None:
    """Each ledger at the end, every row and column, is what a clerk makes of the table by hand."""
    assert shown(inspection, name) == figures(name, inspection.rows, NOW)


@pytest.mark.parametrize("day", DAYS)
def test_ledgers_of_a_month_hold_what_had_happened_by_its_end(
    inspection: History, day: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Four months in a row, each ledger at the month's end, all in one export."""
    out = tmp_path_factory.mktemp("export")
    names = [*LEDGERS, "unlawful-deadlines"]
    inspection.shell.done("export", *names, "--out", out, "--format", "jsonl", "--as-of", day)
    found = {name: _rows(out / f"{name}.jsonl") for name in names}
    wanted = {name: figures(name, inspection.rows, day) for name in LEDGERS}
    assert found == wanted | {"unlawful-deadlines": duties(inspection.rows, day)}


def _rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_ledgers_are_all_of_the_procedures(inspection: History) -> None:
    """No ledger of the procedure goes without figures of its own."""
    listed = inspection.shell.json("ledger", "list")
    ours = [one["name"] for one in listed if one["procedure"] == PROCEDURE]
    assert sorted(ours) == sorted((*LEDGERS, "unlawful-deadlines"))


def test_attachment_3_has_its_seven_columns(inspection: History) -> None:
    """附件3: 序号, 项目名称, 责任单位, 查处问题, 整改措施, 整改完成情况, 备注."""
    page = inspection.shell.done("ledger", "show", "unlawful-rectification", "--format", "md").out
    heads = "| 序号 | 项目名称 | 责任单位 | 查处问题 | 整改措施 | 整改完成情况 | 备注 |"
    assert heads in page.splitlines()


def test_what_is_ours_says_so(inspection: History) -> None:
    """附件4, 附件5 are printed by name alone: the registers say that their columns are ours."""
    for name in ("unlawful-existing", "unlawful-sites", "unlawful-approvals"):
        page = inspection.shell.done("ledger", "show", name).out
        assert "栏目为本系统所列" in page, name


@pytest.mark.parametrize("day", ["2022-06-24", "2022-06-25", "2022-07-01", "2022-08-10"])
def test_the_morning_page_lists_what_is_owed(inspection: History, day: str) -> None:
    """`due --on D`: what is open or overdue; a term is open until its day is over."""
    page = morning_page(inspection.shell, day, PROCEDURE)
    found = {(one["subject"], one["what"], one["due_on"], one["status"]) for one in page}
    wanted = {
        (one["subject"], one["what"], one["due"], one["status"])
        for one in duties(inspection.rows, day)
        if one["status"] in ("open", "overdue")
    }
    assert found == wanted
    assert len(page) == len(wanted)


def test_each_unit_owes_each_month_by_its_24th(inspection: History) -> None:
    """四(一): 23 units, June 2022 to December 2024; on time, late, and not at all."""
    rows = shown(inspection, "unlawful-deadlines", "--as-of", "2022-08-31")
    july = {r["subject"]: r["status"] for r in rows if r["period"] == "2022-07"}
    assert len(july) == len(REPORTING) == 23
    assert (july["xinghua/2022-07"], july["housing/2022-07"], july["fire/2022-07"]) == (
        "met",
        "late",
        "overdue",
    )
    periods = {r["period"] for r in shown(inspection, "unlawful-deadlines")}
    assert (min(p for p in periods if p), max(p for p in periods if p)) == ("2022-06", "2024-12")


def test_a_great_danger_is_to_be_put_right_at_once(inspection: History) -> None:
    """四(一): D01 on the day, D02 two days late, D03 not at all; S04 not since it was found."""
    numbers = {row.subject.id: row.number for row in inspection.rows}
    rows = shown(inspection, "unlawful-deadlines", "--as-of", "2022-07-31")
    status = {r["subject"]: r["status"] for r in rows if r["what"] == "重大安全隐患立即整改"}
    wanted = {"D01": "met", "D02": "late", "D03": "overdue", "S04": "overdue"}
    assert status == {numbers[id_]: how for id_, how in wanted.items()}


def test_indicators_are_shares_of_what_was_found(inspection: History) -> None:
    """四(二): buildings, acts and approvals put right, among those found."""
    told = cases(inspection.rows, NOW)
    buildings = [one for one in told if one.first("verify")]
    acts = [(one, record) for one in told for record in one.list_of("acts")]
    others = [one for one in told if one.first("verify_approval")]
    wanted = {
        "buildings_done": (sum(one.state == "closed" for one in buildings), len(buildings)),
        "acts_done": (sum(bool(one.after(r.index, "close")) for one, r in acts), len(acts)),
        "approvals_done": (sum(one.state == "closed" for one in others), len(others)),
    }
    found = {one["id"]: (one["value"], one["percent"]) for one in shown(inspection, "indicators")}
    assert found == {name: (part, _percent(part, whole)) for name, (part, whole) in wanted.items()}


def _percent(part: int, whole: int) -> str:
    share = Decimal(part) / Decimal(whole) * 100
    return str(share.quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize(("day", "status"), [("2022-06-30", "open"), ("2022-07-01", "overdue")])
def test_the_phases_are_promises(inspection: History, day: str, status: str) -> None:
    """四: 30 June 2022, 30 April 2024, 20 December 2024; what the land office provides is kept."""
    rows = {one["id"]: one for one in shown(inspection, "promises", "--as-of", day)}
    assert rows["survey"]["status"] == status
    assert {name: rows[name]["by"] for name in ("survey", "remedy", "summary")} == {
        "survey": "2022-06-30",
        "remedy": "2024-04-30",
        "summary": "2024-12-20",
    }
    assert rows["stock_figures"]["status"] == "kept"


def test_the_prints_contradictions_are_both_shown(inspection: History) -> None:
    """Line 17 against the list, 18, 31, the office of the group, …: two lines of the print each."""
    rows = {one["id"]: one for one in shown(inspection, "contradictions")}
    lines = {name: [one["line"] for one in row["readings"]] for name, row in rows.items()}
    assert lines == {
        "category_4": [1996, 2164],
        "category_9": [2169, 2001],
        "line_17": [1999, 2167],
        "line_18": [2000, 2168],
        "line_31": [2187, 2185],
        "monthly": [2007, 2151],
        "city": [2144, 1983],
        "group_office": [2081, 2131],
        "attachment_3": [2069, 2205],
    }
    assert {one["decided"] for one in rows.values()} == {None}


def test_each_reading_stands_where_it_says(inspection: History, real_gazette: Path) -> None:
    """The words of each reading and promise are on the line of the gazette that they name."""
    lines = real_gazette.read_text(encoding="utf-8").splitlines()

    def found(text: str, line: int) -> bool:
        printed = "".join(lines[line - 1].split())
        return all("".join(part.split()) in printed for part in text.split("……"))

    said = [(one["text"], one["line"]) for one in shown(inspection, "promises")]
    for row in shown(inspection, "contradictions"):
        said += [(one["text"], one["line"]) for one in row["readings"]]
    assert [one for one in said if not found(*one)] == []
