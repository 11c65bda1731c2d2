"""The campaign on self-built houses: its table, cuts of the log, corrections, secrets, exports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal

from .hidden import kept_apart, shown_of
from .running import History
from .selfbuilt_figures import LEDGERS
from .selfbuilt_plan import OPENING, STATES, STEPS
from .selfbuilt_run import PROCEDURE, STAGES
from .selfbuilt_script import House
from .selfbuilt_told import filed, told

NOW = "2026-11-25"
OURS = (*LEDGERS, "self-built-deadlines")


def number_of(history: History, house: str) -> str:
    """The case of a house."""
    return next(row.number for row in history.rows if row.subject.id == house)


def exported(shell: Terminal, folder: Path, *options: object) -> dict[str, list[dict[str, Any]]]:
    """All ledgers of the campaign as rows, by their names."""
    shell.done("export", *OURS, "--out", folder, "--format", "jsonl", *options)
    return {
        name: [json.loads(line) for line in (folder / f"{name}.jsonl").read_text().splitlines()]
        for name in OURS
    }


def test_the_table_holds_what_the_campaign_has_to_show(campaign: History) -> None:
    """Forty houses and more, in every state; transfers, returns, failures, a reopened one."""
    cases = told(campaign.rows, NOW)
    assert len(cases) >= 40
    assert {one.state for one in (*cases, *filed(campaign.rows, NOW))} == set(STATES)
    assert {step for one in cases for step in one.taken} == set(STEPS) - {"file_month"}
    assert sum(len(one.records.get("transfers", [])) for one in cases) >= 20
    assert sum(len(one.records.get("returns", [])) for one in cases) >= 2
    assert sum(one.times["fail"] for one in cases) >= 3
    closed_again = [one for one in cases if one.times["reopen"] and one.state == "closed"]
    assert [one.held["house"] for one in closed_again] == ["S-14"]
    whats = {one["what"] for case in cases for one in case.records.get("works", [])}
    assert len(whats) == 8, "every measure of 四(三)1 is carried out somewhere"


def test_cases_stand_where_the_script_left_them(campaign: History) -> None:
    """Every house has the next number of 2022, and the state of its last step that stands."""
    found = [
        (one["number"], one["state"], one["opened"], one["last_on"])
        for one in campaign.shell.json("case", "list", PROCEDURE)
    ]
    wanted = [*told(campaign.rows, NOW), *filed(campaign.rows, NOW)]
    assert sorted(found) == sorted(
        (one.number, one.state, one.opened, one.steps[-1][0]) for one in wanted
    )


@pytest.mark.parametrize("stage", range(len(STAGES) - 1))
def test_known_at_shows_a_log_in_which_no_more_had_happened(
    campaign: History, tmp_path: Path, stage: int
) -> None:
    """`--known-at P` is, in every ledger, what a store of only the first P events shows."""
    cut = campaign.cuts[stage]
    then = exported(cut.shell, tmp_path / "then", "--as-of", cut.day)
    options = ("--as-of", cut.day, "--known-at", cut.position)
    assert exported(campaign.shell, tmp_path / "now", *options) == then


def test_the_whole_history_and_each_cut_verify(campaign: History) -> None:
    """`audit verify` finds no fault: every step is what the edition in force let happen then."""
    for cut in (*campaign.cuts[:1], campaign.cuts[-1]):
        answer = cut.shell.json("audit", "verify")
        assert (answer["faults"], answer["events"]) == ([], cut.position)


def test_a_closing_taken_back_stays_in_the_history(campaign: History) -> None:
    """S-46 was closed by mistake: it is accepted again, and the history says why."""
    answer = campaign.shell.json("case", "show", number_of(campaign, "S-46"))
    *_before, wrong, back = answer["history"]
    assert answer["state"] == "accepted"
    assert (wrong["transition"], wrong["standing"]) == ("close", False)
    assert (back["kind"], back["reason"]) == ("reversed", "误记为销号")


def test_no_informant_is_in_an_event_or_a_page(campaign: History, tmp_path: Path) -> None:
    """四(五)3: informants stay confidential, as owners and responsible persons do."""
    tips = [tip for one in told(campaign.rows, NOW) for tip in one.records.get("tips", ())]
    informants = {tip[key] for tip in tips for key in ("informant", "contact") if key in tip}
    assert len(informants) >= 7
    houses = [row.subject for row in campaign.rows if isinstance(row.subject, House)]
    persons = {one.personal[name] for one in houses for name in ("owner", "person")}
    tried = {one for house in houses for one in house.informant.values()}
    secrets = informants | persons | tried
    number = number_of(campaign, "S-34")
    assert shown_of(campaign.shell, secrets, tmp_path / "all", number) == []
    assert informants <= set(kept_apart(campaign.shell, informants)), "kept, but apart"
    for one in sorted(informants):
        assert campaign.shell.json("search", one) == []


def test_informants_are_masked_unless_they_are_asked_for(campaign: History) -> None:
    """`case show` masks them; with --personal the one who may sees them."""
    number = number_of(campaign, "S-34")
    masked = campaign.shell.json("case", "show", number)["fields"]["tips"]
    plain = campaign.shell.json("case", "show", number, "--personal")["fields"]["tips"]
    assert [one["informant"] for one in masked] == ["＊＊＊"] * 2
    assert [one["informant"] for one in plain] == ["丁戊虚举", "丙丁虚举"]
    assert [one["text"] for one in masked] == ["墙体开裂", "夜间仍有人住"]


def test_exports_are_the_same_bytes_again(campaign: History, tmp_path: Path) -> None:
    """All ledgers of the campaign in every format: the same position and day, the same bytes."""
    words = (*OURS, "--format", "md,csv,jsonl", "--as-of", "2022-08-31")
    campaign.shell.done("export", *words, "--out", tmp_path / "a")
    campaign.shell.done("export", *words, "--out", tmp_path / "b")
    names = {path.name for path in (tmp_path / "a").iterdir()}
    assert names >= {f"{one}.{ending}" for one in OURS for ending in ("md", "csv", "jsonl")}
    for name in names:
        same = (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
        assert same, name


def test_only_the_steps_of_the_plan_open_a_case(campaign: History) -> None:
    """五(一): a house is entered once; its number is given to no other case."""
    number = number_of(campaign, "S-01")
    for step in OPENING:
        words = ("case", "open", PROCEDURE, "--number", number, "--transition", step)
        outcome = campaign.shell.run(*words, "--on", "2022-12-30")
        assert (outcome.code, outcome.out) == (1, "")
        assert f"the number {number} is given out already" in outcome.err
