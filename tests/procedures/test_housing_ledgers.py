"""Every ledger of the renovation of rural houses, row by row, against figures made by hand."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from .housing_deadlines import deadlines, due
from .housing_figures import LEDGERS, figures, yuan
from .housing_run import PROCEDURE
from .housing_told import told
from .running import History, morning_page

NOW = "2026-11-25"
DAYS = ("2022-02-21", "2022-03-20", "2022-04-12", "2022-06-05", "2022-09-15", "2022-10-22")


def shown(history: History, name: str, *options: str) -> Any:
    """The rows of a ledger as the program shows them; of one over all procedures, our own."""
    rows = history.shell.json("ledger", "show", name, *options)
    return [row for row in rows if row.get("procedure", PROCEDURE) == PROCEDURE]


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_is_what_the_table_says(history: History, name: str) -> None:
    """Each ledger at the end, every row and column, is what a clerk makes of the table by hand."""
    assert shown(history, name) == figures(name, history.rows, NOW)


@pytest.mark.parametrize("day", DAYS)
def test_ledgers_of_a_day_hold_what_had_happened_by_its_end(
    history: History, day: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """`--as-of D` shows each ledger as it was at the end of D, all in one export."""
    out = tmp_path_factory.mktemp("export")
    names = [*LEDGERS, "housing-deadlines"]
    history.shell.done("export", *names, "--out", out, "--format", "jsonl", "--as-of", day)
    found = {name: _rows(out / f"{name}.jsonl") for name in names}
    wanted = {name: figures(name, history.rows, day) for name in LEDGERS}
    assert found == wanted | {"housing-deadlines": deadlines(history.rows, day)}


def _rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_ledgers_are_all_of_the_procedures(history: History) -> None:
    """No ledger of the procedure goes without figures of its own."""
    listed = history.shell.json("ledger", "list")
    ours = [one["name"] for one in listed if one["procedure"] == PROCEDURE]
    assert sorted(ours) == sorted((*LEDGERS, "housing-deadlines"))


def test_funds_are_summed_to_the_fen(history: History) -> None:
    """四(三), 五: 14 new houses of 25,232 yuan and repairs of 20,000, 18,600 and 12,345.67."""
    *_towns, total = shown(history, "housing-funds")
    assert (total["township"], total["paid"]) == ("合计", 17)
    assert total["subsidies"] == "404193.67"
    assert Decimal(total["subsidies"]) == 14 * 25232 + 20000 + 18600 + Decimal("12345.67")


def test_the_funds_ledger_shows_that_the_plan_contradicts_itself(history: History) -> None:
    """三: 6.56 million for 26 households, and 26 times 25,232 is a tenth of that; both stand."""
    page = history.shell.done("ledger", "show", "housing-funds").out
    assert "656万元" in page
    assert "656032元" in page
    (row,) = [one for one in shown(history, "contradictions") if one["id"] == "total"]
    assert [one["text"] for one in row["readings"]] == [
        "计划投资656万元(26户)",
        "26户,D级新建每户25232元,合65.6032万元",
    ]
    assert row["decided"] is None


def test_accounts_hold_what_was_paid_to_each_township(history: History) -> None:
    """五: a payment taken back is not in the account, the right one is."""
    *towns, _total = figures("housing-funds", history.rows, NOW)
    wanted = {one["township"]: one["subsidies"] for one in towns}
    found = {one["key"]: one["balance"] for one in shown(history, "accounts")}
    assert found == wanted


def test_the_files_ledger_names_what_is_missing(history: History) -> None:
    """八(四): only an archived household's file is whole; the photo of the new house comes last."""
    columns = ("family", "form", "identity", "before", "after", "notices", "approval", "agreement")
    rows = {one["number"]: one for one in shown(history, "housing-files")}
    for one in told(history.rows, NOW):
        if one.number in rows:
            whole = all(rows[one.number][column] for column in columns)
            assert whole == (one.state == "archived"), one.row.subject.id
    (damaged,) = [
        r
        for r in shown(history, "housing-files", "--as-of", "2022-12-01")
        if r["household"] == "H-27"
    ]
    assert (damaged["application"], damaged["before"], damaged["house"]) == (True, False, False)


@pytest.mark.parametrize("day", ["2022-10-22", "2022-12-31", NOW])
def test_deadlines_are_met_late_open_or_overdue(history: History, day: str) -> None:
    """七, 八(二): the phases' ends, the agreements' terms and the terms of rectification."""
    options = () if day == NOW else ("--as-of", day)
    rows = shown(history, "housing-deadlines", *options)
    assert rows == deadlines(history.rows, day)
    assert {one["status"] for one in rows} >= {"met", "late", "overdue"}


@pytest.mark.parametrize(
    "day", ["2022-03-15", "2022-05-31", "2022-06-01", "2022-09-20", "2022-10-01", "2022-11-01"]
)
def test_the_morning_page_lists_what_is_owed(history: History, day: str) -> None:
    """`due --on D`: by the end of a term it is open, on the next day overdue, and comes first."""
    assert morning_page(history.shell, day, PROCEDURE) == due(history.rows, day)


def test_a_term_of_rectification_ends_with_its_day(history: History) -> None:
    """八(二): rectified on 15 September by the 20th; again, by 20 October, only on the 25th."""
    (number,) = [row.number for row in history.rows if row.subject.id == "H-45"]

    def status(day: str) -> list[str]:
        page = history.shell.json("due", "--on", day)
        return [
            one["status"] for one in page if (one["subject"], one["what"]) == (number, "限期整改")
        ]

    assert status("2022-09-10") == ["open"]
    assert status("2022-09-16") == []
    assert status("2022-10-20") == ["open"]
    assert status("2022-10-21") == ["overdue"]
    assert status("2022-10-26") == []


def test_indicators_count_households_against_the_plan(history: History) -> None:
    """三, 七(一), 八(四): houses completed and accepted, money paid, files kept, resettling."""
    cases = told(history.rows, NOW)

    def count(step: str) -> int:
        return sum(step in one.taken for one in cases)

    listed_d = sum("list" in o.taken and o.held["house_grade"] == "D级" for o in cases)
    paid = Decimal(yuan(one.held["subsidy"] for one in cases if "pay" in one.taken))
    wanted = {
        "houses_done": (count("complete"), _percent(count("complete"), 26)),
        "houses_accepted": (count("accept_final"), _percent(count("accept_final"), 26)),
        "money": (str(paid), _percent(paid, 6560000)),
        "files_kept": (count("archive"), _percent(count("archive"), count("approve"))),
        "resettled_share": (count("resettle"), _percent(count("resettle"), listed_d)),
    }
    rows = shown(history, "indicators")
    assert {one["id"]: (one["value"], one["percent"]) for one in rows} == wanted


def _percent(part: Decimal | int, whole: int) -> str:
    share = Decimal(part) / Decimal(whole) * 100
    return str(share.quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize("day", ["2022-03-20", "2022-05-31", "2022-10-31", "2022-11-01"])
def test_promises_are_kept_by_cases_or_overdue(history: History, day: str) -> None:
    """七: so many households listed, submitted, resettled, completed by the promised day."""
    cases = told(history.rows, day)

    def count(step: str) -> int:
        return sum(step in one.taken for one in cases)

    listed_d = sum("list" in o.taken and o.held["house_grade"] == "D级" for o in cases)
    kept = {
        "settle_objects": count("list") >= 26,
        "submit": count("submit") >= 26,
        "resettle": 0 < listed_d <= count("resettle"),
        "clear_old": 0 < listed_d <= count("clear_old"),
        "finish": count("complete") >= 26,
        "archive": count("archive") >= 26,
    }
    by = dict.fromkeys(kept, "2022-05-31") | {"finish": "2022-10-31", "archive": "2022-12-31"}
    wanted = {
        name: "kept" if is_kept else "overdue" if day > by[name] else "open"
        for name, is_kept in kept.items()
    }
    rows = {one["id"]: one["status"] for one in shown(history, "promises", "--as-of", day)}
    assert {name: rows[name] for name in wanted} == wanted


def test_both_readings_of_the_old_house_are_counted(history: History) -> None:
    """四(二)1 demolishes, 七(一) demolishes or seals: each case says by which it went."""
    (row,) = [one for one in shown(history, "contradictions") if one["id"] == "old_house"]
    chosen = [one.held.get("old_house") for one in told(history.rows, NOW)]
    assert row["chosen"] == {name: chosen.count(name) for name in ("demolish", "seal")}
    (row,) = [
        one
        for one in shown(history, "contradictions", "--as-of", "2022-06-30")
        if one["id"] == "old_house"
    ]
    assert row["chosen"]["seal"] == 1, "H-48 was sealed first and demolished on 1 July"
