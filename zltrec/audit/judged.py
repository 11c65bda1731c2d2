"""An approval as an auditor sees it: what was decided, and what is to be thought of it."""

from __future__ import annotations

from dataclasses import dataclass

from zltrec.domain.approval import Decision
from zltrec.errors import ZltrecError

YES, NO, DOUBTFUL = "yes", "no", "doubtful"


@dataclass(slots=True)
class Judged:
    """An approval and what is to be thought of it.

    `valid` is yes, no or doubtful; None for paper. `why` is a message to
    translate where there is something to say. `change` is True for what a
    registrar signed to let a change of officers happen. `recorded_on` is the day,
    `recorded_at` the moment (UTC) when the log took it.
    """

    id: str
    position: int
    grade: str
    decision: Decision
    valid: str | None
    why: ZltrecError | None
    change: bool = False
    statement: str | None = None
    signature: str | None = None
    fingerprint: str | None = None
    paper: str | None = None
    recorded_on: str = ""
    recorded_at: str = ""
