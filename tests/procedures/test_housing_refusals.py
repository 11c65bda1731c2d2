"""What the plan forbids is refused, by its section, and nothing is written."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from cli.terminal import contents, one_complaint

from .actions import Attempt, Decision
from .housing_plan import OPENING, STATES, STEPS
from .housing_run import PROCEDURE
from .housing_told import told
from .housing_works import HOUSEHOLDS
from .running import History, Refusal, Row, refused_batch

NOW = "2026-11-25"
ATTEMPTS = sum(isinstance(part, Attempt) for one in HOUSEHOLDS for part in one.path)
DECISIONS = sum(isinstance(part, Decision) for one in HOUSEHOLDS for part in one.path)


def name_of(refusal: Refusal) -> str:
    """Which household tried what."""
    tried = refusal.tried
    step = tried.step.do if isinstance(tried, Attempt) else tried.action
    return f"{refusal.row.subject.id} {step}: {refusal.said}"


def test_the_flow_is_that_of_the_plan(history: History) -> None:
    """Each step may be taken where the plan's sections say, leads where they say, and no other."""
    text = history.shell.done("procedure", "show", PROCEDURE, "--format", "toml").out
    adopted = tomllib.loads(text)
    found = {
        one["id"]: (set(one.get("from", ())), one.get("to", ""), one["section"])
        for one in adopted["transitions"]
    }
    assert found == {s: (set(rule.since), rule.to, rule.section) for s, rule in STEPS.items()}
    assert {one["id"]: one["label"] for one in adopted["states"]} == STATES


def test_every_attempt_of_the_script_is_refused_by_its_section(history: History) -> None:
    """Areas, notices, subsidies, papers, files, eligibility: each names its rule and section."""
    tried = [one for one in history.refusals if isinstance(one.tried, Attempt)]
    assert len(tried) == ATTEMPTS
    for refusal in tried:
        attempt = refusal.tried
        assert isinstance(attempt, Attempt)
        assert refusal.code == 1, name_of(refusal)
        assert attempt.says in refusal.said, name_of(refusal)
        assert f"cannot take {attempt.step.do} (" in refusal.said, name_of(refusal)
        # What is lacking names its own section; a step from a wrong state that of the step.
        at_end = attempt.says.startswith("cannot take")
        wanted = f", {attempt.section}) from its state" if at_end else f"({attempt.section})"
        assert wanted in refusal.said, name_of(refusal)


def test_one_person_cannot_decide_two_steps_kept_apart(history: History) -> None:
    """The second paper of one who decided report, review or the first acceptance is refused."""
    tried = [one for one in history.refusals if isinstance(one.tried, Decision)]
    assert len(tried) == DECISIONS == 4
    for refusal in tried:
        assert isinstance(refusal.tried, Decision)
        assert refusal.code == 1, name_of(refusal)
        assert f"{refusal.tried.by} has decided" in refusal.said, name_of(refusal)
        assert "must be decided by somebody else" in refusal.said, name_of(refusal)


def test_a_refusal_writes_nothing(history: History) -> None:
    """Neither log nor files are touched by what is refused, alone or in a batch."""
    assert [name_of(one) for one in history.refusals if not one.untouched] == []


def test_a_single_step_that_is_refused_says_so_in_one_line(history: History) -> None:
    """Exit code 1 and one line on stderr, whatever is lacking."""
    alone = [o for o in history.refusals if isinstance(o.tried, Attempt) and o.tried.alone]
    assert len(alone) >= 15
    for refusal in alone:
        assert refusal.said.startswith("zltrec: "), name_of(refusal)
        assert refusal.said.count("\n") == 1, name_of(refusal)
        assert refusal.said.endswith("\n"), name_of(refusal)


def test_no_state_lets_a_step_be_taken_that_the_plan_does_not_lead_from_it(
    history: History,
) -> None:
    """From each state of the plan, every step that does not start there is refused, named."""
    standing: dict[str, Row] = {}
    for one in told(history.rows, NOW):
        standing.setdefault(one.state, one.row)
    assert set(standing) == set(STATES), "a household stands in every state"
    forbidden = [
        (state, step) for state in STATES for step in STEPS if state not in STEPS[step].since
    ]
    assert len(forbidden) > 1000
    rows: list[dict[str, Any]] = [
        {"case": standing[state].number, "transition": step, "on": "2022-12-30"}
        for state, step in forbidden
    ]
    before = contents(history.shell.store)
    outcome, said = refused_batch(history.shell, ("case", "move"), rows)
    assert (outcome.code, outcome.out) == (1, "")
    assert contents(history.shell.store) == before
    for line, (state, step) in enumerate(forbidden, start=1):
        refused = said.get(line, "not refused")
        assert refused.startswith(f"{standing[state].number} cannot take {step} ("), refused
        assert f", {STEPS[step].section}) from its state {state};" in refused, refused
    assert f"{len(rows)} of {len(rows)} rows were refused" in outcome.err


def test_what_can_be_done_next_is_what_the_plan_says(history: History) -> None:
    """`case show` lists exactly the steps that start in the case's state."""
    standing = {one.state: one.number for one in told(history.rows, NOW)}
    for state in ("village_posted", "preliminarily_accepted", "refused", "archived"):
        answer = history.shell.json("case", "show", standing[state])
        assert (answer["state"], answer["state_label"]) == (state, STATES[state])
        wanted = [step for step, rule in STEPS.items() if state in rule.since]
        assert sorted(one["id"] for one in answer["steps"]) == sorted(wanted)


def test_a_case_whose_opening_was_taken_back_moves_no_more(history: History) -> None:
    """H-50 was opened by mistake: its case is nothing now, and no step is possible."""
    (row, _own) = [one for one in history.rows if one.subject.id == "H-50"]
    outcome = history.shell.run("case", "move", row.number, "turn_away", "--on", "2022-12-30")
    assert "was taken back" in one_complaint(outcome, 1)
    outcome = history.shell.run("case", "reverse", row.number, "--reason", "再次")
    assert "was taken back" in one_complaint(outcome, 1)


@pytest.mark.parametrize("step", OPENING)
def test_an_open_case_is_not_opened_again(history: History, step: str) -> None:
    """八(四), one household, one file: a number given out already is given to no other case."""
    number = history.rows[0].number
    words = ("case", "open", PROCEDURE, "--number", number, "--transition", step)
    outcome = history.shell.run(*words, "--on", "2022-12-30")
    assert f"the number {number} is given out already" in one_complaint(outcome, 1)


def test_a_step_is_not_taken_before_the_last_one(history: History) -> None:
    """A step dated before the case's last move is refused, and so is one that is still to come."""
    (number,) = [one.number for one in told(history.rows, NOW) if one.state == "forwarded"]
    words = ("case", "move", number, "persuade", "--set", 'persuasions={"office": "村"}')
    early = history.shell.run(*words, "--on", "2022-03-03")
    assert "before the last one" in one_complaint(early, 1)
    late = history.shell.run(*words, "--on", "2999-01-01")
    assert "still to come" in one_complaint(late, 1)
