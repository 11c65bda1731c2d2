"""A year of the renovation of rural houses: cuts of the log, corrections, secrets, exports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal

from .hidden import kept_apart, shown_of
from .housing_figures import LEDGERS
from .housing_plan import STATES
from .housing_run import PROCEDURE, STAGES
from .housing_told import told
from .running import Cut, History

NOW = "2026-11-25"
OURS = (*LEDGERS, "housing-deadlines", "due", "promises", "indicators", "accounts")
STAGED = range(len(STAGES))


def exported(shell: Terminal, folder: Path, *options: object) -> dict[str, list[dict[str, Any]]]:
    """All ledgers as rows, by their names."""
    shell.done("export", "--out", folder, "--format", "jsonl", *options)
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in folder.glob("*.jsonl")
    }


def test_the_table_holds_the_awkward_households(history: History) -> None:
    """At least forty households, areas of 59, 60, 61, 80 and 81, each way, each state."""
    households = [row.subject for row in history.rows]
    assert len({one.id for one in households}) >= 40
    assert {one.planned for one in households} >= {"59", "60", "61", "80", "81", "40", "41"}
    assert {one.way for one in households} == {"自建房屋", "互助院", "修缮加固"}
    assert {one.state for one in told(history.rows, NOW)} == set(STATES)


def test_cases_are_numbered_in_one_series_and_stand_where_the_script_left_them(
    history: History,
) -> None:
    """Every case has the next number of 2022, and the state of its last step that stands."""
    found = history.shell.json("case", "list", PROCEDURE)
    wanted = told(history.rows, NOW)
    assert [(one["number"], one["state"]) for one in found] == [
        (one.number, one.state) for one in wanted
    ]
    assert [(one["opened"], one["last_on"]) for one in found] == [
        (one.opened, one.steps[-1][0]) for one in wanted
    ]


@pytest.mark.parametrize("stage", STAGED)
def test_known_at_shows_a_log_in_which_no_more_had_happened(
    history: History, tmp_path: Path, stage: int
) -> None:
    """`--known-at P` is, in every ledger, what a store of only the first P events shows."""
    cut = history.cuts[stage]
    then = exported(cut.shell, tmp_path / "then")
    now = exported(history.shell, tmp_path / "now", "--known-at", cut.position)
    assert set(then) > set(OURS)
    assert now == then


@pytest.mark.parametrize("stage", STAGED)
def test_as_of_a_day_in_a_cut_log_is_as_of_it_in_the_whole(
    history: History, tmp_path: Path, stage: int
) -> None:
    """`--as-of D` needs nothing that was recorded of later days: the cut changes no ledger.

    Only one value was put right afterwards, and by the whole log it always was right.
    """
    cut = history.cuts[stage]
    then = exported(cut.shell, tmp_path / "then", "--as-of", cut.day)
    both = exported(
        history.shell, tmp_path / "both", "--as-of", cut.day, "--known-at", cut.position
    )
    assert both == then
    whole = exported(history.shell, tmp_path / "whole", "--as-of", cut.day)
    corrected = _number(history, "H-52")
    for name in OURS:
        rows, cut_rows = (
            [r for r in found[name] if name != "housing-areas" or r["number"] != corrected]
            for found in (whole, then)
        )
        assert rows == cut_rows, name


def _number(history: History, household: str) -> str:
    return [row.number for row in history.rows if row.subject.id == household][-1]


def test_a_late_correction_holds_for_every_day_but_was_not_known_before(
    history: History, tmp_path: Path
) -> None:
    """H-52 has four residents, not nine: as of any day, once that is known."""
    cut, number = history.cuts[1], _number(history, "H-52")

    def residents(*options: object) -> list[int]:
        rows = history.shell.json("ledger", "show", "housing-areas", *options)
        return [row["residents"] for row in rows if row["number"] == number]

    assert residents() == [4]
    assert residents("--as-of", cut.day) == [4]
    assert residents("--as-of", cut.day, "--known-at", cut.position) == [9]


def test_a_step_taken_back_stays_in_the_history(history: History) -> None:
    """A wrong entry is undone by an event of its own, with its reason; nothing is deleted."""
    answer = history.shell.json("case", "show", _number(history, "H-49"))
    assert answer["state"] == "building"
    *_before, wrong, back = answer["history"]
    assert (wrong["transition"], wrong["standing"]) == ("complete", False)
    assert (back["kind"], back["transition"], back["reason"]) == (
        "reversed",
        "complete",
        "误记为完工",
    )
    assert back["position"] > wrong["position"]


def test_a_payment_taken_back_frees_account_and_amount(history: History) -> None:
    """H-11 was paid 20,000 by mistake, then 18,600: only that counts."""
    answer = history.shell.json("case", "show", _number(history, "H-11"))
    assert answer["fields"]["subsidy"] == "18600.00"
    kinds = [(one["transition"], one["standing"]) for one in answer["history"]]
    assert kinds.count(("pay", False)) == 1
    assert kinds.count(("pay", True)) == 2, "the right payment, and the taking back itself"


def test_the_whole_history_verifies(history: History) -> None:
    """`audit verify` finds no fault: every step is what the edition in force let happen then."""
    answer = history.shell.json("audit", "verify")
    assert answer["faults"] == []
    assert answer["events"] == history.cuts[-1].position


@pytest.mark.parametrize("stage", STAGED[:-1])
def test_each_cut_verifies(history: History, stage: int) -> None:
    """A log that was cut after a stage is a whole one, too."""
    cut: Cut = history.cuts[stage]
    answer = cut.shell.json("audit", "verify")
    assert (answer["faults"], answer["events"]) == ([], cut.position)


def test_no_personal_value_is_in_an_event_or_a_page(history: History, tmp_path: Path) -> None:
    """Names, numbers, telephones and cards: not in the log's bytes, its listing, or an export."""
    secrets = {v for row in history.rows for v in row.subject.personal.values()}
    assert len(secrets) >= 4 * 40
    number = history.rows[0].number
    assert shown_of(history.shell, secrets, tmp_path / "all", number) == []
    assert kept_apart(history.shell, secrets), "they are kept, but apart"
    found_by = history.shell.json("search", history.rows[0].subject.personal["householder"])
    assert found_by == []


def test_personal_values_are_masked_unless_they_are_asked_for(history: History) -> None:
    """`case show` masks them; with --personal the one who may sees them."""
    row = history.rows[0]
    masked = history.shell.json("case", "show", row.number)["fields"]
    plain = history.shell.json("case", "show", row.number, "--personal")["fields"]
    assert {masked[name] for name in row.subject.personal} == {"＊＊＊"}
    assert {name: plain[name] for name in row.subject.personal} == row.subject.personal


def test_exports_are_the_same_bytes_again(history: History, tmp_path: Path) -> None:
    """All ledgers in every format: the same position and day give the same bytes, or no write."""
    words = ("--format", "md,csv,jsonl", "--as-of", "2022-12-31", "--json")
    first = json.loads(history.shell.done("export", "--out", tmp_path / "a", *words).out)
    history.shell.done("export", "--out", tmp_path / "b", *words)
    names = {path.name for path in (tmp_path / "a").iterdir()}
    assert names >= {f"{one}.{f}" for one in OURS for f in ("md", "csv", "jsonl")}
    for name in names:
        same = (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
        assert same, name
    again = json.loads(history.shell.done("export", "--out", tmp_path / "a", *words).out)
    assert (first["changed"], again["changed"]) == (True, False)
    history.shell.done("export", "reproduce", tmp_path / "a")
