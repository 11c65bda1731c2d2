"""What a step of a case is called in a line of time: in the words of its edition."""

from __future__ import annotations

import sqlite3

import msgspec

from zltrec.domain.case_events import CaseOpened, Step
from zltrec.procedure.definition import Definition


class StepWords:
    """The words of editions, each read once."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, int], tuple[str, dict[str, str], dict[str, str]]] = {}

    def of_step(self, cursor: sqlite3.Cursor, number: str, step: Step) -> str:
        """`title: label -> state, reason`; the cases' own tables are applied before."""
        if isinstance(step, CaseOpened):
            procedure = step.procedure
        else:
            (procedure,) = tuple(
                cursor.execute("SELECT procedure FROM cases WHERE number = ?", (number,)).fetchone()
            )
        title, steps, states = self._of_edition(cursor, procedure, step.edition)
        label = steps.get(step.transition, step.transition)
        state = states.get(step.state, step.state)
        return f"{title}: {label} → {state} {step.reason}".rstrip()

    def _of_edition(
        self, cursor: sqlite3.Cursor, procedure: str, edition: int
    ) -> tuple[str, dict[str, str], dict[str, str]]:
        known = self._words.get((procedure, edition))
        if known is None:
            (text,) = tuple(
                cursor.execute(
                    "SELECT definition FROM editions WHERE procedure = ? AND edition = ?",
                    (procedure, edition),
                ).fetchone()
            )
            definition = msgspec.json.decode(text, type=Definition)
            known = (
                definition.title,
                {one.id: one.label or one.id for one in definition.transitions},
                {one.id: one.label or one.id for one in definition.states},
            )
            self._words[procedure, edition] = known
        return known
