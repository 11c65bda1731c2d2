"""A script run through the command line alone: papers and steps in batches, corrections singly.

A decision on paper is of a case as it is then, so the script runs in rounds:
openings, papers, the steps that they are for and those that need none, then what
must be refused, then corrections. After each stage the store is copied: a log in
which only so much has happened. Nothing here is of one procedure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.terminal import Outcome, Terminal, contents, copied

from .actions import Action, Amendment, Attempt, Decision, Reversal, Step

_OPENED, _SIGNED, _MOVED, _TRIED, _MENDED = range(5)


@dataclass
class Row:
    """One of the table, what happens to it, and the number that its case got (or has to get)."""

    subject: Any
    script: list[Action]
    number: str = ""


@dataclass(frozen=True)
class Play:
    """What the runner has to know of a procedure.

    `series`: how its cases are numbered, with `{}` for the next integer; "" where every row has
    the number that its case has to get. `papers`: the decisions
    on paper that a step of one of the table needs, as rows of a batch without their subject.
    `stages`: the last day of each, ISO. `after`: what else is done when a stage is over.
    `cuts`: whether the store is copied then.
    """

    procedure: str
    series: str
    opening: Collection[str]
    papers: Callable[[Any, Step], list[dict[str, str]]]
    stages: tuple[str, ...]
    after: Callable[[History, str], None] | None = None
    cuts: bool = True


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


def run_script(play: Play, shell: Terminal, home: Path, rows: list[Row]) -> History:
    """Runs the whole script in a store in which the procedure has no case yet."""
    history = History(shell, rows)
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 a decision on paper")
    steps = [a.step if isinstance(a, Attempt) else a for row in rows for a in row.script]
    for kind in {kind for step in steps if isinstance(step, Step) for kind in step.files}:
        (shell.folder / f"{kind}.pdf").write_bytes(f"%PDF-1.4 {kind}".encode())
    first = ""
    for day in play.stages:
        for one in rounds(play, rows, first, day):
            _Run(play, history).play(one)
        if play.after is not None:
            play.after(history, day)
        first = day
        if not play.cuts:
            continue
        copy = copied(shell, home / f"cut-{day}", home)
        position = shell.json("audit", "verify")["events"]
        history.cuts.append(Cut(day, position, copy))
    return history


def rounds(play: Play, rows: list[Row], after: str, until: str) -> list[Round]:
    """What happens within some days, in as few rounds as the papers allow."""
    found: list[Round] = []
    for row in rows:
        index, reached = 0, -1
        for action in row.script:
            if not after < action.day <= until:
                continue
            phase = _phase(play, row, action)
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


def _phase(play: Play, row: Row, action: Action) -> int:
    if isinstance(action, Step):
        if action.do in play.opening:
            return _OPENED
        return _SIGNED if play.papers(row.subject, action) else _MOVED
    return _TRIED if isinstance(action, Attempt | Decision) else _MENDED


@dataclass(frozen=True)
class _Run:
    """Playing rounds of a script."""

    script: Play
    history: History

    def play(self, one: Round) -> None:
        """One round: openings, papers, steps, what must be refused, corrections."""
        shell = self.history.shell
        opened = [self._opening(row, step) for row, step in one.opened]
        batch(shell, ("case", "open", self.script.procedure), opened)
        self._record_papers(one.moved)
        batch(shell, ("case", "move"), [case_row(row.number, step) for row, step in one.moved])
        self._try(one.tried)
        for row, mend in one.mended:
            if isinstance(mend, Reversal):
                shell.done("case", "reverse", row.number, "--reason", mend.reason)
            else:
                value = f"{mend.name}={mend.value}"
                shell.done("case", "amend", row.number, "--set", value, "--reason", mend.reason)

    def _opening(self, row: Row, step: Step) -> dict[str, Any]:
        """A row of a batch; unnamed, the case gets the next number of the one series, in order."""
        named = step.number or row.number
        if named:
            row.number = named
            return {"number": named} | case_row("", step)
        series = self.script.series.split("{")[0]
        given = sum(one.number.startswith(series) for one in self.history.rows)
        row.number = self.script.series.format(given + 1)
        return case_row("", step)

    def _record_papers(self, steps: Iterable[tuple[Row, Step]]) -> None:
        seen = set()
        papers = []
        for row, step in steps:
            if (row.number, step.do) not in seen:
                seen.add((row.number, step.do))
                told = self.script.papers(row.subject, step)
                papers += [{"subject": row.number} | one for one in told]
        batch(self.history.shell, ("approval", "record"), papers)

    def _try(self, tried: list[tuple[Row, Attempt | Decision]]) -> None:
        """Tries what must be refused, most of it in one batch, of which every row is refused."""
        attempts = [(row, one) for row, one in tried if isinstance(one, Attempt)]
        self._record_papers([(row, one.step) for row, one in attempts if one.papers])
        opening: list[Tried] = []
        moving: list[Tried] = []
        deciding: list[Tried] = []
        for row, one in tried:
            if isinstance(one, Decision):
                deciding.append((row, one, self._paper_row(row, one)))
            elif one.alone:
                continue
            elif one.step.do in self.script.opening:
                named = {} if self.script.series else {"number": row.number}
                opening.append((row, one, named | case_row("", one.step)))
            else:
                moving.append((row, one, case_row(row.number, one.step)))
        self._try_batch(("case", "open", self.script.procedure), opening)
        self._try_batch(("case", "move"), moving)
        self._try_batch(("approval", "record"), deciding)
        for row, attempt in attempts:
            if attempt.alone:
                before = contents(self.history.shell.store)
                outcome = self.history.shell.run(*self._command(row, attempt.step))
                untouched = contents(self.history.shell.store) == before and not outcome.out
                refusal = Refusal(row, attempt, outcome.code, outcome.err, untouched)
                self.history.refusals.append(refusal)

    def _try_batch(self, words: tuple[str, ...], group: list[Tried]) -> None:
        if not group:
            return
        shell = self.history.shell
        before = contents(shell.store)
        outcome, said = refused_batch(shell, words, [row for _r, _a, row in group])
        untouched = contents(shell.store) == before and not outcome.out
        for line, (row, tried, _typed) in enumerate(group, start=1):
            self.history.refusals.append(
                Refusal(row, tried, outcome.code, said.get(line, "not refused"), untouched)
            )

    def _command(self, row: Row, step: Step) -> list[str]:
        """A step as a command."""
        if step.do in self.script.opening:
            words = ["case", "open", self.script.procedure, "--transition", step.do]
            named = step.number or ("" if self.script.series else row.number)
            words += ["--number", named] if named else []
        else:
            words = ["case", "move", row.number, step.do]
        words += ["--on", step.day]
        for name, value in step.sets.items():
            for one in value if isinstance(value, list) else [value]:
                words += ["--set", f"{name}={_typed(one)}"]
        for kind in step.files:
            words += ["--file", f"{kind}={kind}.pdf"]
        return [*words, "--reason", step.reason] if step.reason else words

    def _paper_row(self, row: Row, tried: Decision) -> dict[str, str]:
        step = Step(tried.day, tried.action, by={tried.office: tried.by})
        papers = self.script.papers(row.subject, step)
        (paper,) = [one for one in papers if one["office"] == tried.office]
        return {"subject": row.number, **paper}


def refused_batch(
    shell: Terminal, words: tuple[str, ...], rows: list[dict[str, Any]]
) -> tuple[Outcome, dict[int, str]]:
    """A batch that must be refused: how it ended, and what was said of each line."""
    (shell.folder / "batch.jsonl").write_text(_lines(rows), encoding="utf-8")
    outcome = shell.run(*words, "--batch", "batch.jsonl")
    named = (re.match(r"batch\.jsonl, line (\d+): (.*)", line) for line in outcome.err.split("\n"))
    return outcome, {int(one[1]): one[2] for one in named if one}


def batch(shell: Terminal, words: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """A batch that has to be recorded whole; an empty one is nothing."""
    if rows:
        answer = shell.json(*words, "--batch", "-", stdin=_lines(rows))
        assert (answer["added"], answer["refused"]) == (len(rows), 0)


def case_row(number: str, step: Step) -> dict[str, Any]:
    """A step as a row of a batch; of a case with a number, or of one that is opened."""
    row = {"case": number, "transition": step.do, "on": step.day, **step.sets}
    row |= {f"file:{kind}": f"{kind}.pdf" for kind in step.files}
    row |= {"reason": step.reason} if step.reason else {}
    row |= {"number": step.number} if step.number else {}
    return {name: value for name, value in row.items() if name != "case" or number}


def _lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _typed(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def morning_page(shell: Terminal, at: str, procedure: str) -> list[dict[str, Any]]:
    """What clocks of a procedure ask for by `due --on T`; promises are listed there as well."""
    rows: list[dict[str, Any]] = shell.json("due", "--on", at)
    return [one for one in rows if one["procedure"] == procedure and one["clock"] != "promise"]
