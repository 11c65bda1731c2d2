"""What the plan forbids is refused, by its section, and nothing is written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, contents, copied, one_complaint

from .actions import Attempt
from .running import History, Refusal, Row, refused_batch
from .unlawful_plan import HOUSING, OPENING, STATES, STEPS, TRADES, XINGHUA
from .unlawful_run import PROCEDURE
from .unlawful_told import told
from .unlawful_works import SUBJECTS

NOW = "2026-11-25"
ATTEMPTS = sum(isinstance(part, Attempt) for one in SUBJECTS for part in one.path)


def attempt_of(refusal: Refusal) -> Attempt:
    """What was tried."""
    assert isinstance(refusal.tried, Attempt)
    return refusal.tried


def name_of(refusal: Refusal) -> str:
    """Which case tried what."""
    return f"{refusal.row.subject.id} {attempt_of(refusal).step.do}: {refusal.said}"


def test_the_flow_is_that_of_the_plan(inspection: History) -> None:
    """Each step may be taken where the plan's sections say, leads where they say, and no other."""
    text = inspection.shell.done("procedure", "show", PROCEDURE, "--format", "toml").out
    adopted = tomllib.loads(text)
    found = {
        one["id"]: (set(one.get("from", ())), one.get("to", ""), one["section"])
        for one in adopted["transitions"]
    }
    assert found == {s: (set(rule.since), rule.to, rule.section) for s, rule in STEPS.items()}
    assert {one["id"]: one["label"] for one in adopted["states"]} == STATES


def test_every_attempt_of_the_script_is_refused_by_its_section(inspection: History) -> None:
    """Scope, duties, transfers, terms, measures, files: each names its rule and section."""
    assert len(inspection.refusals) == ATTEMPTS > 90
    for refusal in inspection.refusals:
        attempt = attempt_of(refusal)
        assert refusal.code == 1, name_of(refusal)
        assert attempt.says in refusal.said, name_of(refusal)
        assert f"cannot take {attempt.step.do} (" in refusal.said, name_of(refusal)
        # What is lacking names its own section; a step from a wrong state that of the step.
        at_end = attempt.says.startswith("cannot take")
        wanted = f", {attempt.section}) from its state" if at_end else f"({attempt.section})"
        assert wanted in refusal.said, name_of(refusal)


def test_a_department_without_the_duty_is_refused_by_the_duty_that_it_has(
    inspection: History,
) -> None:
    """五(一) to 五(十七): each section refuses what is none of its department's business."""
    sections = {
        attempt_of(one).section
        for one in inspection.refusals
        if attempt_of(one).step.do in ("transfer", "assign")
    }
    trades = {section for _department, section in TRADES.values()}
    assert sections >= trades | {"五", "五(一)", "五(二)", "五(三)", "五(四)", "五(十七)"}


def test_a_refusal_writes_nothing(inspection: History) -> None:
    """Neither log nor files are touched by what is refused, alone or in a batch."""
    assert [name_of(one) for one in inspection.refusals if not one.untouched] == []


def test_a_single_step_that_is_refused_says_so_in_one_line(inspection: History) -> None:
    """Exit code 1 and one line on stderr, whatever is lacking."""
    alone = [one for one in inspection.refusals if attempt_of(one).alone]
    assert len(alone) >= 4
    for refusal in alone:
        assert refusal.said.startswith("zltrec: "), name_of(refusal)
        assert refusal.said.count("\n") == 1, name_of(refusal)
        assert refusal.said.endswith("\n"), name_of(refusal)


def test_no_state_lets_a_step_be_taken_that_the_plan_does_not_lead_from_it(
    inspection: History,
) -> None:
    """From each state of the plan, every step that does not start there is refused, named."""
    standing: dict[str, Row] = {}
    for one in told(inspection.rows, NOW):
        standing.setdefault(one.state, one.row)
    assert set(standing) == set(STATES), "a case stands in every state"
    forbidden = [
        (state, step) for state in STATES for step in STEPS if state not in STEPS[step].since
    ]
    assert len(forbidden) > 200
    rows: list[dict[str, Any]] = [
        {"case": standing[state].number, "transition": step, "on": "2022-12-30"}
        for state, step in forbidden
    ]
    before = contents(inspection.shell.store)
    outcome, said = refused_batch(inspection.shell, ("case", "move"), rows)
    assert (outcome.code, outcome.out) == (1, "")
    assert contents(inspection.shell.store) == before
    for line, (state, step) in enumerate(forbidden, start=1):
        refused = said.get(line, "not refused")
        assert refused.startswith(f"{standing[state].number} cannot take {step} ("), refused
        assert f", {STEPS[step].section}) from its state {state};" in refused, refused


def test_the_departments_that_are_offered_are_those_with_a_duty(inspection: History) -> None:
    """`case show` names whom a case may go to, each with its section; more than one may be."""
    numbers = {row.subject.id: row.number for row in inspection.rows}
    answer = inspection.shell.json("case", "show", numbers["M09"])
    offered = answer["tables"]["competent"]
    assert offered["result"] == [HOUSING, "市执法局", "市自然资源局"]
    assert {one["section"] for one in offered["because"]} == {"五(一)", "五(二)"}
    answer = inspection.shell.json("case", "show", numbers["M08"])
    assert answer["tables"]["competent"]["result"] == [XINGHUA]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("xinghua/2022-13", "2022-13 is no period of xinghua"),
        ("nobody/2022-09", "there is no item nobody"),
        ("xinghua/2022-07", "is given out already"),
    ],
)
def test_what_is_filed_is_numbered_by_unit_and_month(
    inspection: History, number: str, said: str
) -> None:
    """四(一): no other number, and each only once."""
    words = ("case", "open", PROCEDURE, "--number", number, "--transition", "file")
    files = ("--file", "台帐=台帐.pdf", "--file", "工作进展情况=工作进展情况.pdf")
    outcome = inspection.shell.run(*words, *files, "--on", "2022-09-30")
    assert said in one_complaint(outcome, 1)


def test_a_unit_files_by_the_command_for_filings(inspection: History, tmp_path: Path) -> None:
    """四(一): `filing submit` is the same step, and refused without what it has to bring."""
    shell = copied(inspection.shell, tmp_path / "office", tmp_path)
    words = ("filing", "submit", "fire", "2022-09", "--on", "2022-09-24")
    said = one_complaint(shell.run(*words, "--file", "台帐=台帐.pdf"), 1)
    assert "the file 工作进展情况 is missing" in said
    assert "(四(一))" in said
    shell.done(*words, "--file", "台帐=台帐.pdf", "--file", "工作进展情况=工作进展情况.pdf")
    rows = shell.json("filing", "list", "--office", "市消防救援大队", "--period", "2022-09")
    assert [(one["id"], one["item"], one["status"]) for one in rows] == [
        ("fire", "报送台帐及工作进展情况", "met")
    ]


def decide(shell: Terminal, name: str, value: str) -> None:
    """The office decides a reading or a figure, on paper, and it is set."""
    words = (f"procedure:{PROCEDURE}", f"set {name} {value}", "--approve", "--on", "2022-09-30")
    paper = ("--office", "领导小组办公室", "--by", "虚某", "--paper", "scan.pdf")
    shell.done("approval", "record", *words, *paper)
    shell.done("procedure", "set", PROCEDURE, name, value)


def test_what_the_print_leaves_open_binds_once_it_is_decided(
    inspection: History, tmp_path: Path
) -> None:
    """三(二)4 and 9: undecided, acts of 4 with 1, or of 9 alone, are taken; decided, refused."""
    shell = copied(inspection.shell, tmp_path / "office", tmp_path)
    numbers = {row.subject.id: row.number for row in inspection.rows}
    add = ("case", "move", numbers["S04"], "add_act", "--on", "2022-10-01", "--set")
    nine = 'acts={"kinds": "9", "party": "企业", "permits": "消防"}'
    four = 'acts={"kinds": "1、4", "party": "企业"}'
    shell.done(*add, nine)
    shell.done(*add, four)
    add = (*add[:2], numbers["S06"], *add[3:])
    decide(shell, "category_9", "with")
    decide(shell, "category_4", "with_permits")
    said = one_complaint(shell.run(*add, nine), 1)
    assert "第9项以存在第1项至第8项问题情形为前提 (三(二)9)" in said
    said = one_complaint(shell.run(*add, four), 1)
    assert "第4项以已办理立项、土地使用和规划许可手续为前提 (三(二)4)" in said
    shell.done(*add, 'acts={"kinds": "4、9", "party": "企业", "permits": "消防"}')


def test_how_long_it_is_reported_is_decided_by_the_office(
    inspection: History, tmp_path: Path
) -> None:
    """四(一): the monthly report, printed in the first phase alone, may end with it."""
    shell = copied(inspection.shell, tmp_path / "office", tmp_path)
    decide(shell, "report_to", "2022-06-30")
    rows = shell.json("ledger", "show", "unlawful-deadlines")
    assert {one["period"] for one in rows} == {"", "2022-06"}


@pytest.mark.parametrize("step", OPENING)
def test_an_open_case_is_not_opened_again(inspection: History, step: str) -> None:
    """A number given out already is given to no other case."""
    number = inspection.rows[0].number
    words = ("case", "open", PROCEDURE, "--number", number, "--transition", step)
    outcome = inspection.shell.run(*words, "--on", "2022-12-30")
    assert f"the number {number} is given out already" in one_complaint(outcome, 1)


def test_what_the_phase_did_not_see_done_is_late_and_still_recorded(
    inspection: History, tmp_path: Path
) -> None:
    """四(一), 四(二): D03, put right in May 2024 without a measure, fails, and is due anew."""
    shell = copied(inspection.shell, tmp_path / "office", tmp_path)
    number = next(row.number for row in inspection.rows if row.subject.id == "D03")
    move = ("case", "move", number)
    duty = ("--set", f"office={HOUSING}", "--set", "person=虚设责任人", "--set", "remedy=排险")
    late = ("assign", *duty, "--set", "finish_by=2024-06-30", "--on")
    said = one_complaint(shell.run(*move, *late, "2024-04-30"), 1)
    assert "完成时限不得晚于全面整治巩固阶段 (四(二))" in said
    shell.done(*move, *late, "2024-05-06")
    shell.done(*move, "rectify", "--on", "2024-05-20")
    again = ("--set", "accepted_by=虚设验收组", "--set", "finish_by=2024-07-15")
    shell.done(*move, "fail", *again, "--reason", "未排险", "--on", "2024-05-21")
    rows = shell.json("ledger", "show", "unlawful-deadlines", "--as-of", "2024-05-22")
    found = {(r["what"], r["due"]): r["status"] for r in rows if r["subject"] == number}
    assert found["重大安全隐患立即整改", "2022-07-03"] == "late"
    assert found["全面整治巩固", "2024-04-30"] == "overdue"
    assert found["整改完成时限", "2024-07-15"] == "open"
