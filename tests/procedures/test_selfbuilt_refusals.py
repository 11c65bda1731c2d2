"""What the plan forbids is refused, by its section, and nothing is written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from cli.terminal import Terminal, contents, copied, one_complaint

from .actions import Attempt
from .running import History, Refusal, Row, refused_batch
from .selfbuilt_plan import GROUP, HOUSES, MARKET, STATES, STEPS
from .selfbuilt_run import PROCEDURE
from .selfbuilt_told import filed, told
from .selfbuilt_works import HOUSES as TABLE
from .test_selfbuilt_history import NOW, number_of

ATTEMPTS = sum(isinstance(part, Attempt) for one in TABLE for part in one.path)


def name_of(refusal: Refusal) -> str:
    """Which house tried what."""
    assert isinstance(refusal.tried, Attempt)
    return f"{refusal.row.subject.id} {refusal.tried.step.do}: {refusal.said}"


def test_the_flow_is_that_of_the_plan(campaign: History) -> None:
    """Each step may be taken where the plan's sections say, leads where they say, and no other."""
    text = campaign.shell.done("procedure", "show", PROCEDURE, "--format", "toml").out
    adopted = tomllib.loads(text)
    found = {
        one["id"]: (set(one.get("from", ())), one.get("to", ""), one["section"])
        for one in adopted["transitions"]
    }
    assert found == {s: (set(rule.since), rule.to, rule.section) for s, rule in STEPS.items()}
    assert {one["id"]: one["label"] for one in adopted["states"]} == STATES


def test_every_attempt_of_the_script_is_refused_by_its_section(campaign: History) -> None:
    """Surveys, lists, shutting, acceptance, transfers, business: each names rule and section."""
    assert len(campaign.refusals) == ATTEMPTS >= 90
    for refusal in campaign.refusals:
        attempt = refusal.tried
        assert isinstance(attempt, Attempt)
        assert refusal.code == 1, name_of(refusal)
        assert attempt.says in refusal.said, name_of(refusal)
        assert f"cannot take {attempt.step.do} (" in refusal.said, name_of(refusal)
        # What is lacking names its own section; a step from a wrong state that of the step.
        at_end = attempt.says.startswith("cannot take")
        wanted = f", {attempt.section}) from its state" if at_end else f"({attempt.section})"
        assert wanted in refusal.said, name_of(refusal)


def test_the_script_tries_every_rule_of_the_plan(campaign: History) -> None:
    """Each condition of a step is what some attempt was refused by."""
    text = campaign.shell.done("procedure", "show", PROCEDURE, "--format", "toml").out
    rules = {
        (step["id"], rule["why"])
        for step in tomllib.loads(text)["transitions"]
        for rule in step.get("when", ())
    }
    tried = {
        (one.tried.step.do, why)
        for one in campaign.refusals
        if isinstance(one.tried, Attempt)
        for _step, why in rules
        if why in one.said
    }
    assert sorted(rules - tried) == []


def test_a_refusal_writes_nothing(campaign: History) -> None:
    """Neither log nor files are touched by what is refused, alone or in a batch."""
    assert [name_of(one) for one in campaign.refusals if not one.untouched] == []


def test_a_single_step_that_is_refused_says_so_in_one_line(campaign: History) -> None:
    """Exit code 1 and one line on stderr, whatever is lacking."""
    alone = [o for o in campaign.refusals if isinstance(o.tried, Attempt) and o.tried.alone]
    assert len(alone) >= 5
    for refusal in alone:
        assert refusal.said.startswith("zltrec: "), name_of(refusal)
        assert refusal.said.count("\n") == 1, name_of(refusal)


def test_no_state_lets_a_step_be_taken_that_the_plan_does_not_lead_from_it(
    campaign: History,
) -> None:
    """From each state, every step that does not start there is refused, by its section."""
    standing: dict[str, Row] = {}
    for one in (*told(campaign.rows, NOW), *filed(campaign.rows, NOW)):
        standing.setdefault(one.state, one.row)
    assert set(standing) == set(STATES), "something stands in every state"
    forbidden = [
        (state, step) for state in STATES for step in STEPS if state not in STEPS[step].since
    ]
    assert len(forbidden) > 200
    rows: list[dict[str, Any]] = [
        {"case": standing[state].number, "transition": step, "on": "2023-12-30"}
        for state, step in forbidden
    ]
    before = contents(campaign.shell.store)
    outcome, said = refused_batch(campaign.shell, ("case", "move"), rows)
    assert (outcome.code, outcome.out) == (1, "")
    assert contents(campaign.shell.store) == before
    for line, (state, step) in enumerate(forbidden, start=1):
        refused = said.get(line, "not refused")
        assert refused.startswith(f"{standing[state].number} cannot take {step} ("), refused
        assert f", {STEPS[step].section}) from its state {state};" in refused, refused


def test_nothing_is_reopened_before_its_hazards_are_gone(campaign: History) -> None:
    """四(二): wherever a house stands with a hazard, its use is not resumed."""
    numbers = {
        one.number: one.state
        for one in told(campaign.rows, NOW)
        if one.guard in ("已停止使用", "已疏散", "已封闭")
    }
    still = {
        n: state for n, state in numbers.items() if state not in ("sound", "accepted", "closed")
    }
    assert set(still.values()) >= {"controlled"}
    rows = [{"case": n, "transition": "resume", "on": "2023-12-30"} for n in still]
    outcome, said = refused_batch(campaign.shell, ("case", "move"), rows)
    assert outcome.code == 1
    assert len(said) == len(still) >= 2
    for line in said.values():
        assert "安全隐患未彻底消除前不得恢复使用 (四(二))" in line


def test_the_line_department_is_asked_by_the_use_of_the_house(campaign: History) -> None:
    """四(三)2, 四(四): `case show` names the offices that have to sign the acceptance."""
    houses = {one.held["house"]: one for one in told(campaign.rows, NOW)}
    for house in ("S-17", "S-18", "S-05"):
        one = houses[house]
        answer = campaign.shell.json("case", "show", one.number)
        offices = {a["office"] for a in answer["approvals"] if a["action"] == "accept"}
        wanted = {"自建房安全专项整治领导小组办公室", "市住房和城乡建设局", "市自然资源局"}
        assert offices >= wanted | {"消防救援大队"} | set(one.in_charge), house


def test_what_the_print_leaves_open_is_set_by_the_office(campaign: History, tmp_path: Path) -> None:
    """五(一): once an end of the survey is decided, the other is owed no more; 六(三): the day."""
    shell = copied(campaign.cuts[0].shell, tmp_path / "office", tmp_path)

    def owed(day: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for one in shell.json("due", "--on", day):
            if one["procedure"] == PROCEDURE:
                found.setdefault(one["clock"], []).append(one)
        return found

    before = owed("2023-06-01")
    assert len(before["survey_heading"]) == len(before["survey_text"]) > 0
    assert before["monthly"][0]["due_on"] == "2022-07-31"
    refused = shell.run("procedure", "set", PROCEDURE, "survey_end", "text")
    assert f"needs the approval of {GROUP}" in one_complaint(refused, 1)
    number = number_of(campaign, "S-43")
    flags = ("commercial=是", "designed=是", "constructed=是")
    sets = [word for flag in flags for word in ("--set", flag)]
    operate = ("case", "move", number, "operate", "--on", "2022-07-01", *sets)
    assert "房屋安全鉴定合格证明 (四(五)1)" in one_complaint(shell.run(*operate), 1)
    for name, value in (("survey_end", "text"), ("report_day", "24"), ("certificate", "promoted")):
        subject = (f"procedure:{PROCEDURE}", f"set {name} {value}", "--office", GROUP)
        _record(shell, *subject)
        shell.done("procedure", "set", PROCEDURE, name, value)
    after = owed("2023-06-01")
    assert "survey_heading" not in after
    assert {one["status"] for one in after["survey_text"]} == {"open"}
    assert after["monthly"][0]["due_on"] == "2022-07-24"
    _record(shell, number, "operate", "--office", MARKET)
    shell.done(*operate)


def _record(shell: Terminal, subject: str, action: str, *office: str) -> None:
    paper = ("--by", "虚设主任", "--paper", "scan.pdf", "--on", "2022-07-01")
    shell.done("approval", "record", subject, action, "--approve", *office, *paper)


def test_what_can_be_done_next_is_what_the_plan_says(campaign: History) -> None:
    """`case show` lists exactly the steps that start in the case's state."""
    for house in ("S-36", "S-42"):
        answer = campaign.shell.json("case", "show", number_of(campaign, house))
        assert answer["state"] in HOUSES
        wanted = [step for step, rule in STEPS.items() if answer["state"] in rule.since]
        assert sorted(one["id"] for one in answer["steps"]) == sorted(wanted)
