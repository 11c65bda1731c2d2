"""What a step of a case, or a report, is called in a line of time: in its edition's words."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

import msgspec

from zltrec.domain.case_events import CaseOpened, Step
from zltrec.domain.report import FormReported, ReportId
from zltrec.procedure.definition import Definition


class _Words(NamedTuple):
    """What an edition calls itself, its steps, its states and its forms."""

    title: str
    steps: dict[str, str]
    states: dict[str, str]
    forms: dict[str, str]


class StepWords:
    """The words of editions, each read once."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, int], _Words] = {}

    def of_step(self, cursor: sqlite3.Cursor, number: str, step: Step) -> str:
        """`title: label -> state, reason`; the cases' own tables are applied before."""
        if isinstance(step, CaseOpened):
            procedure = step.procedure
        else:
            (procedure,) = tuple(
                cursor.execute("SELECT procedure FROM cases WHERE number = ?", (number,)).fetchone()
            )
        words = self._of_edition(cursor, procedure, step.edition)
        label = words.steps.get(step.transition, step.transition)
        state = words.states.get(step.state, step.state)
        return f"{words.title}: {label} → {state} {step.reason}".rstrip()

    def of_report(
        self, cursor: sqlite3.Cursor, id_: ReportId, report: FormReported, number: int
    ) -> str:
        """`title: form period (number), reason`, in the words of the edition that it is by."""
        words = self._of_edition(cursor, id_.procedure, report.edition)
        form = words.forms.get(id_.form, id_.form)
        return f"{words.title}: {form} {id_.period} ({number}) {report.reason}".rstrip()

    def _of_edition(self, cursor: sqlite3.Cursor, procedure: str, edition: int) -> _Words:
        known = self._words.get((procedure, edition))
        if known is None:
            (text,) = tuple(
                cursor.execute(
                    "SELECT definition FROM editions WHERE procedure = ? AND edition = ?",
                    (procedure, edition),
                ).fetchone()
            )
            definition = msgspec.json.decode(text, type=Definition)
            known = _Words(
                definition.title,
                {one.id: one.label or one.id for one in definition.transitions},
                {one.id: one.label or one.id for one in definition.states},
                {one.id: one.label or one.id for one in definition.forms},
            )
            self._words[procedure, edition] = known
        return known
