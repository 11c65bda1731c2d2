"""A clerk of the group's office at the command line: opens, moves, signs on paper, is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from cli.terminal import Terminal, contents, one_complaint

from .running import batch

OFFICE = "综合治税领导小组办公室"
HEAD = "综合治税领导小组组长"
SCAN = "scan.pdf"


@dataclass(frozen=True)
class Refusal:
    """What had to be refused: what was tried, what was said, whether nothing was written."""

    tried: str
    said: str
    untouched: bool


@dataclass
class Desk:
    """A shell, and what was refused at it so far, by name."""

    shell: Terminal
    refusals: dict[str, Refusal] = field(default_factory=dict)

    def opens(self, procedure: str, on: str, /, **given: Any) -> str:
        """Opens a case; its number."""
        answer = self.shell.json("case", "open", procedure, "--on", on, *words_of(given))
        return str(answer["number"])

    def moves(self, number: str, step: str, on: str, /, **given: Any) -> str:
        """Takes a step; the state after it."""
        answer = self.shell.json("case", "move", number, step, "--on", on, *words_of(given))
        return str(answer["state"])

    def signs(self, number: str, action: str, on: str, *papers: tuple[str, ...]) -> None:
        """Decisions on paper: each an office, who decided, and a scope (if it has one)."""
        self._papers(number, action, on, "approve", papers)

    def rejects(self, number: str, action: str, on: str, *papers: tuple[str, ...]) -> None:
        """Rejections on paper."""
        self._papers(number, action, on, "reject", papers)

    def _papers(
        self, number: str, action: str, on: str, decision: str, papers: tuple[tuple[str, ...], ...]
    ) -> None:
        rows = []
        for office, by, *scope in papers:
            row = {"subject": number, "action": action, "decision": decision, "paper": SCAN}
            row |= {"office": office, "by": by, "on": on}
            row |= {"scope": scope[0]} if scope else {}
            row |= {"reason": "不同意"} if decision == "reject" else {}
            rows.append(row)
        batch(self.shell, ("approval", "record"), rows)

    def many(self, words: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
        """A batch that has to be recorded whole."""
        batch(self.shell, words, rows)

    def refused(self, called: str, /, *words: str, **given: Any) -> None:
        """A command that must be refused, and write nothing; what it said is kept as that.

        `code`: how it has to end, if not refused by the records (1).
        """
        before = contents(self.shell.store)
        asked = (*words, *words_of({k: v for k, v in given.items() if k != "code"}))
        said = one_complaint(self.shell.run(*asked), given.get("code", 1))
        same = contents(self.shell.store) == before
        self.refusals[called] = Refusal(" ".join(asked), said, same)

    def show(self, number: str) -> Any:
        """A case as it is."""
        return self.shell.json("case", "show", number)

    def rows(self, ledger: str, *options: str) -> list[dict[str, Any]]:
        """The rows of a ledger."""
        found: list[dict[str, Any]] = self.shell.json("ledger", "show", ledger, *options)
        return found


def words_of(given: dict[str, Any]) -> list[str]:
    """Options of a step: `files`, `reason`, `declare`, `transition`, `number`; else values."""
    words: list[str] = []
    for name, value in given.items():
        if name == "files":
            words += [word for kind in value for word in ("--file", f"{kind}={SCAN}")]
        elif name in ("reason", "declare", "transition", "number"):
            words += [f"--{name}", value]
        else:
            for one in value if isinstance(value, list) else [value]:
                words += ["--set", f"{name}={one if isinstance(one, str) else json.dumps(one)}"]
    return words
