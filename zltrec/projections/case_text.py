"""What full text finds of a case: its number, its values, the names of its files, its reasons.

A personal value is not here, for no event holds one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from zltrec.domain.case_events import is_commitment
from zltrec.projections.cases import stored_case


def case_text(cursor: sqlite3.Cursor, number: str) -> str:
    """The text of a case as its own table, applied before, has it; "" once all is taken back."""
    case = stored_case(cursor, number)
    if case is None:
        return ""
    snapshot = case.snapshot()
    if not snapshot.steps:
        return ""
    texts = [number, *texts_of(snapshot.fields.values())]
    for step in snapshot.steps:
        texts += [held.name for held in step.files]
        if step.reason:
            texts.append(step.reason)
    return " ".join(texts)


def texts_of(values: Any) -> Iterator[str]:
    """The texts among kept values, those in records too; a commitment is none."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from texts_of(value)
        elif isinstance(value, dict) and not is_commitment(value):
            yield from texts_of(value.values())
