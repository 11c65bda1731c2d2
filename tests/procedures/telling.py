"""A story of several procedures, told through the command line in few batches.

What depends on each other keeps its order; of the rest, as much as possible of one kind goes in
one batch: openings of one procedure, steps of any, what must be refused. A decision on paper is
of a case as it is then, so a step that needs one is the first of its case in a batch. Nothing here
is of one procedure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cli.terminal import Terminal, contents

from .actions import Attempt, Step
from .running import batch, case_row, refused_batch


@dataclass(frozen=True)
class Turn:
    """What happens to the case of a number, or is tried; `opens`: the procedure that it begins.

    `needs`: other cases that it depends on, beside those that it names.
    Who decides it stands in the step's `by`: a name by `OFFICE`, `OFFICE@SCOPE`, or
    `OFFICE@SCOPE#ACTION` where what is decided is not the step itself.
    """

    number: str
    what: Step | Attempt
    opens: str = ""
    needs: tuple[str, ...] = ()

    @property
    def kind(self) -> tuple[str, bool]:
        """What can go in one batch with it."""
        return self.opens, isinstance(self.what, Step)

    @property
    def step(self) -> Step:
        """The step that is taken, or tried."""
        return self.what if isinstance(self.what, Step) else self.what.step


@dataclass(frozen=True)
class Said:
    """What was tried, the exit code of its batch, and what was said of it."""

    turn: Turn
    code: int
    text: str
    untouched: bool


@dataclass
class Told:
    """A store in which the whole story has happened."""

    shell: Terminal
    turns: list[Turn]
    refusals: list[Said] = field(default_factory=list)


def tell(shell: Terminal, turns: list[Turn], rejecting: dict[str, str]) -> Told:
    """Tells the story. `rejecting`: which step a step rejects, if its papers are rejections."""
    told = Told(shell, turns)
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 a decision on paper")
    for kind in {kind for turn in turns for kind in turn.step.files}:
        (shell.folder / f"{kind}.pdf").write_bytes(f"%PDF-1.4 {kind}".encode())
    for group in grouped(turns):
        first = group[0]
        words = ("case", "open", first.opens) if first.opens else ("case", "move")
        papers = [one for turn in group for one in _papers(turn, rejecting)]
        batch(shell, ("approval", "record"), papers)
        rows = [_row(turn) for turn in group]
        if isinstance(first.what, Step):
            batch(shell, words, rows)
            continue
        before = contents(shell.store)
        outcome, said = refused_batch(shell, words, rows)
        untouched = contents(shell.store) == before and not outcome.out
        for line, turn in enumerate(group, start=1):
            text = said.get(line, "not refused")
            told.refusals.append(Said(turn, outcome.code, text, untouched))
    return told


def grouped(turns: list[Turn]) -> Iterator[list[Turn]]:
    """The turns in batches: each is as large as it can be, of what may be next."""
    before = _earlier(turns)
    waiting = list(range(len(turns)))
    while waiting:
        ready = [_ready(turns, before, waiting, kind) for kind in {t.kind for t in turns}]
        taken = max(ready, key=lambda found: (len(found), [-one for one in found]))
        yield [turns[one] for one in taken]
        waiting = [one for one in waiting if one not in set(taken)]


def _ready(
    turns: list[Turn], before: list[set[int]], waiting: list[int], kind: tuple[str, bool]
) -> list[int]:
    """Which turns of a kind can go in one batch now, in their order."""
    left, taken, numbers = set(waiting), set[int](), set[str]()
    for one in waiting:
        turn = turns[one]
        if turn.kind != kind or not (before[one] & left) <= taken:
            continue
        if turn.step.by and turn.number in numbers:
            continue
        taken.add(one)
        numbers.add(turn.number)
    return sorted(taken)


def _earlier(turns: list[Turn]) -> list[set[int]]:
    """For each turn, the earlier ones that it must not come before.

    A step changes its case; it looks at that, at the cases that it names, at those that they
    name. An opening that must be refused looks at all earlier ones of its procedure.
    """
    known = {turn.number for turn in turns}
    names: dict[str, set[str]] = {number: {number} for number in known}
    seen: list[tuple[set[str], set[str]]] = []
    found = []
    for turn in turns:
        mine = {turn.number, *turn.needs, *_named(turn.step.sets, known)}
        if isinstance(turn.what, Step):
            names[turn.number] |= mine
        looks, new = set[str](), mine
        while new:
            looks |= new
            new = {other for one in new for other in names[one]} - looks
        changes = {turn.number}
        if isinstance(turn.what, Attempt):
            changes = set()
            looks |= {turn.opens} if turn.opens else set()
        elif turn.opens:
            changes.add(turn.opens)
        found.append(
            {
                index
                for index, (looked, changed) in enumerate(seen)
                if changed & looks or changes & looked
            }
        )
        seen.append((looks, changes))
    return found


def _named(value: Any, known: set[str]) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict | list):
            yield from _named(one, known)
        elif isinstance(one, str):
            yield from known.intersection(one.split("、"))


def _row(turn: Turn) -> dict[str, Any]:
    if turn.opens:
        return {"number": turn.number} | case_row("", turn.step)
    return case_row(turn.number, turn.step)


def _papers(turn: Turn, rejecting: dict[str, str]) -> Iterator[dict[str, str]]:
    step = turn.step
    for told, person in step.by.items():
        place, _hash, action = told.partition("#")
        office, _at, scope = place.partition("@")
        rejected = rejecting.get(step.do)
        row = {
            "subject": turn.number,
            "action": action or rejected or step.do,
            "decision": "reject" if rejected else "approve",
            "office": office,
            "by": person,
            "paper": "scan.pdf",
            "on": step.day,
        }
        row |= {"scope": scope} if scope else {}
        yield row | ({"reason": step.reason} if rejected else {})
