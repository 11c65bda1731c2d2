"""The script run through the command line alone: papers and steps in batches, corrections singly.

A decision on paper is of a case as it is then, so the script runs in rounds:
openings, papers, the steps that they are for and those that need none, then what
must be refused, then corrections. After each stage of the year the store is
copied: a log in which only so much has happened.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.terminal import Outcome, Terminal, contents, copied

from .housing_plan import OPENING, STEPS
from .housing_script import (
    Action,
    Amendment,
    Attempt,
    Decision,
    Household,
    Reversal,
    Step,
    papers_of,
    script_of,
)

PROCEDURE = "rural-housing"
STAGES = ("2022-04-10", "2022-05-31", "2022-09-10", "2022-12-31")
_OPENED, _SIGNED, _MOVED, _TRIED, _MENDED = range(5)


@dataclass
class Row:
    """A household of the table, what happens to it, and the number that its case got."""

    household: Household
    script: list[Action]
    number: str = ""


Tried = tuple[Row, Attempt | Decision, dict[str, Any]]
"""What has to be refused, with the row of the batch that tries it."""


@dataclass(frozen=True)
class Refusal:
    """Something that had to be refused: what was tried, and how it ended."""

    row: Row
    tried: Attempt | Decision
    code: int
    said: str
    untouched: bool


@dataclass(frozen=True)
class Cut:
    """The store as it was after a stage, and the last day of that stage."""

    day: str
    position: int
    shell: Terminal


@dataclass
class History:
    """A store in which the whole script has happened."""

    shell: Terminal
    rows: list[Row]
    refusals: list[Refusal] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)


@dataclass
class Round:
    """What is done in one go; each thing with the row that it belongs to."""

    opened: list[tuple[Row, Step]] = field(default_factory=list)
    moved: list[tuple[Row, Step]] = field(default_factory=list)
    tried: list[tuple[Row, Attempt | Decision]] = field(default_factory=list)
    mended: list[tuple[Row, Amendment | Reversal]] = field(default_factory=list)


def run_script(shell: Terminal, home: Path, households: Iterable[Household]) -> History:
    """Runs the whole script in an empty store."""
    rows = [Row(one, script_of(one)) for one in households]
    history = History(shell, rows)
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 a decision on paper")
    steps = [a.step if isinstance(a, Attempt) else a for row in rows for a in row.script]
    for kind in {kind for step in steps if isinstance(step, Step) for kind in step.files}:
        (shell.folder / f"{kind}.pdf").write_bytes(f"%PDF-1.4 {kind}".encode())
    first = ""
    for day in STAGES:
        for one in rounds(rows, first, day):
            _run_round(history, one)
        copy = copied(shell, home / f"cut-{day}", home)
        position = shell.json("audit", "verify")["events"]
        history.cuts.append(Cut(day, position, copy))
        first = day
    return history


def rounds(rows: list[Row], after: str, until: str) -> list[Round]:
    """What happens within some days, in as few rounds as the papers allow."""
    found: list[Round] = []
    for row in rows:
        index, reached = 0, -1
        for action in row.script:
            if not after < day_of(action) <= until:
                continue
            phase = _phase(action)
            if reached > phase or (phase <= _SIGNED and reached >= phase):
                index, reached = index + 1, -1
            reached = max(phase, _MOVED) if phase == _SIGNED else phase
            while len(found) <= index:
                found.append(Round())
            if isinstance(action, Step):
                (found[index].opened if phase == _OPENED else found[index].moved).append(
                    (row, action)
                )
            elif isinstance(action, Attempt | Decision):
                found[index].tried.append((row, action))
            else:
                found[index].mended.append((row, action))
    return found


def day_of(action: Action) -> str:
    """The full day of an action."""
    return action.day if len(action.day) == len("2022-06-03") else f"2022-{action.day}"


def _phase(action: Action) -> int:
    if isinstance(action, Step):
        if action.do in OPENING:
            return _OPENED
        return _SIGNED if STEPS[action.do].deciders else _MOVED
    return _TRIED if isinstance(action, Attempt | Decision) else _MENDED


def _run_round(history: History, one: Round) -> None:
    shell = history.shell
    if one.opened:
        # In one series, in the order of opening.
        for row, _step in one.opened:
            row.number = _next_number(history)
        rows = [_case_row("", step) for _row, step in one.opened]
        batch(shell, ("case", "open", PROCEDURE), rows)
    papers = [(row, step) for row, step in one.moved if STEPS[step.do].deciders]
    _record_papers(shell, papers)
    batch(shell, ("case", "move"), [_case_row(row.number, step) for row, step in one.moved])
    _try(history, one.tried)
    for row, mend in one.mended:
        if isinstance(mend, Reversal):
            shell.done("case", "reverse", row.number, "--reason", mend.reason)
        else:
            value = f"{mend.name}={mend.value}"
            shell.done("case", "amend", row.number, "--set", value, "--reason", mend.reason)


def _next_number(history: History) -> str:
    """The next number of the one series of 2022."""
    return f"WF-2022-{sum(bool(row.number) for row in history.rows) + 1:04}"


def _record_papers(shell: Terminal, steps: Iterable[tuple[Row, Step]]) -> None:
    seen = set()
    papers = []
    for row, step in steps:
        if (row.number, step.do) not in seen:
            seen.add((row.number, step.do))
            papers += [{"subject": row.number} | one for one in papers_of(row.household, step)]
    batch(shell, ("approval", "record"), papers)


def _try(history: History, tried: list[tuple[Row, Attempt | Decision]]) -> None:
    """Tries what must be refused, most of it in one batch, of which every row is refused."""
    attempts = [(row, one) for row, one in tried if isinstance(one, Attempt)]
    _record_papers(history.shell, [(row, one.step) for row, one in attempts if one.papers])
    opening: list[Tried] = []
    moving: list[Tried] = []
    deciding: list[Tried] = []
    for row, one in tried:
        if isinstance(one, Decision):
            deciding.append((row, one, _paper_row(row, one)))
        elif one.step.do in OPENING:
            opening.append((row, one, _case_row("", one.step)))
        elif not one.alone:
            moving.append((row, one, _case_row(row.number, one.step)))
    _try_batch(history, ("case", "open", PROCEDURE), opening)
    _try_batch(history, ("case", "move"), moving)
    _try_batch(history, ("approval", "record"), deciding)
    for row, attempt in attempts:
        if attempt.alone:
            before = contents(history.shell.store)
            outcome = history.shell.run(*_command(row.number, attempt.step))
            untouched = contents(history.shell.store) == before and not outcome.out
            history.refusals.append(Refusal(row, attempt, outcome.code, outcome.err, untouched))


def _try_batch(history: History, words: tuple[str, ...], group: list[Tried]) -> None:
    if not group:
        return
    before = contents(history.shell.store)
    outcome, said = refused_batch(history.shell, words, [row for _r, _a, row in group])
    untouched = contents(history.shell.store) == before and not outcome.out
    for line, (row, tried, _typed) in enumerate(group, start=1):
        history.refusals.append(
            Refusal(row, tried, outcome.code, said.get(line, "not refused"), untouched)
        )


def refused_batch(
    shell: Terminal, words: tuple[str, ...], rows: list[dict[str, Any]]
) -> tuple[Outcome, dict[int, str]]:
    """A batch that must be refused: how it ended, and what was said of each line."""
    (shell.folder / "batch.jsonl").write_text(_lines(rows), encoding="utf-8")
    outcome = shell.run(*words, "--batch", "batch.jsonl")
    named = (re.match(r"batch\.jsonl, line (\d+): (.*)", line) for line in outcome.err.split("\n"))
    return outcome, {int(one[1]): one[2] for one in named if one}


def batch(shell: Terminal, words: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """A batch that has to be recorded whole."""
    if rows:
        answer = shell.json(*words, "--batch", "-", stdin=_lines(rows))
        assert (answer["added"], answer["refused"]) == (len(rows), 0)


def _lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _case_row(number: str, step: Step) -> dict[str, Any]:
    """A step as a row of a batch."""
    row = {"case": number, "transition": step.do, "on": step.day, **step.sets}
    row |= {f"file:{kind}": f"{kind}.pdf" for kind in step.files}
    row |= {"reason": step.reason} if step.reason else {}
    return {name: value for name, value in row.items() if name != "case" or number}


def _command(number: str, step: Step) -> list[str]:
    """A step as a command."""
    words = ["case", "move", number, step.do, "--on", step.day]
    for name, value in step.sets.items():
        words += ["--set", f"{name}={value}"]
    for kind in step.files:
        words += ["--file", f"{kind}={kind}.pdf"]
    return [*words, "--reason", step.reason] if step.reason else words


def _paper_row(row: Row, tried: Decision) -> dict[str, str]:
    step = Step(day_of(tried), tried.action, by={tried.office: tried.by})
    (paper,) = papers_of(row.household, step)
    return {"subject": row.number, **paper}
