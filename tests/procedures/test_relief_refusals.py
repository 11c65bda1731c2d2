"""What the plan forbids, or reserves to another, is refused by its section; nothing is written."""

from __future__ import annotations

import tomllib

from cli.terminal import contents

from .actions import Attempt
from .relief_plan import STATES, STEPS
from .relief_run import PROCEDURE
from .relief_story import rows
from .running import History, Refusal, refused_batch

ATTEMPTS = sum(isinstance(one, Attempt) for row in rows() for one in row.script)


def name_of(refusal: Refusal) -> str:
    """Which case tried what."""
    assert isinstance(refusal.tried, Attempt)
    return f"{refusal.row.number} {refusal.tried.step.do}: {refusal.said}"


def test_the_flow_is_that_of_the_plan(relief: History) -> None:
    """Each step may be taken where the plan's sections say, leads where they say, and no other."""
    text = relief.shell.done("procedure", "show", PROCEDURE, "--format", "toml").out
    adopted = tomllib.loads(text)
    found = {
        one["id"]: (set(one.get("from", ())), one.get("to", ""), one["section"])
        for one in adopted["transitions"]
    }
    assert found == {s: (set(rule.since), rule.to, rule.section) for s, rule in STEPS.items()}
    assert {one["id"]: one["label"] for one in adopted["states"]} == STATES


def test_every_attempt_of_the_story_is_refused_by_its_section(relief: History) -> None:
    """Levels, offices, proposals, groups, terms, droughts: each names its rule and section."""
    assert len(relief.refusals) == ATTEMPTS >= 45
    for refusal in relief.refusals:
        attempt = refusal.tried
        assert isinstance(attempt, Attempt)
        assert refusal.code == 1, name_of(refusal)
        assert f"cannot take {attempt.step.do} (" in refusal.said, name_of(refusal)
        assert attempt.says in refusal.said, name_of(refusal)
        assert f"({attempt.section})" in refusal.said, name_of(refusal)


def test_a_refusal_writes_nothing(relief: History) -> None:
    assert [name_of(one) for one in relief.refusals if not one.untouched] == []


def test_no_state_lets_a_step_be_taken_that_the_plan_does_not_lead_from_it(
    relief: History,
) -> None:
    """From each state of the plan, every step that does not start there is refused, named."""
    listed = relief.shell.json("case", "list", PROCEDURE)
    standing = {one["state"]: one["number"] for one in listed}
    assert set(standing) == set(STATES), "a case stands in every state"
    forbidden = [(s, step) for s in STATES for step, rule in STEPS.items() if s not in rule.since]
    assert len(forbidden) > 150
    tried = [
        {"case": standing[state], "transition": step, "on": "2022-12-31T10:00"}
        for state, step in forbidden
    ]
    before = contents(relief.shell.store)
    outcome, said = refused_batch(relief.shell, ("case", "move"), tried)
    assert (outcome.code, outcome.out) == (1, "")
    assert contents(relief.shell.store) == before
    for line, (state, step) in enumerate(forbidden, start=1):
        refused = said.get(line, "not refused")
        assert refused.startswith(f"{standing[state]} cannot take {step} ("), refused
        assert f", {STEPS[step].section}) from its state {state};" in refused, refused
