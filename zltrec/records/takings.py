"""What is confidential is taken out: a step of the case that releases it, before it leaves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from zltrec.calendar.when import When
from zltrec.domain.procedure import definitions
from zltrec.errors import Refused
from zltrec.procedure.taking import taking_list
from zltrec.records.case_desk import CaseDesk
from zltrec.records.cases import CaseWritten, Request, move_case
from zltrec.records.work import Work


@dataclass(frozen=True)
class Taking:
    """One file that leaves: under which release, what it is, and its digest."""

    release: str
    what: str
    sha256: str


def record_takings(
    desk: CaseDesk, work: Work, takings: Sequence[Taking], position: int, by: str, on: When
) -> list[CaseWritten]:
    """Records what leaves, one step for each release, with a record for each file.

    `position`: of the log that the files are made of. Raises Refused, as any step
    does, where the release does not stand (any more).
    """
    taken: dict[str, list[Taking]] = {}
    for one in takings:
        taken.setdefault(one.release, []).append(one)
    written = []
    for release, files in taken.items():
        step, kept = _place(desk, work, desk.find(release).procedure)
        records = tuple(
            {
                "what": one.what,
                "by": by,
                "day": str(on.start),
                "position": position,
                "sha256": one.sha256,
            }
            for one in files
        )
        sets = tuple((kept, json.dumps(one, ensure_ascii=False)) for one in records)
        written.append(move_case(desk, work, release, Request(step, on, sets)))
    return written


def _place(desk: CaseDesk, work: Work, procedure: str) -> tuple[str, str]:
    """The step of a procedure that records takings-out, and the list that keeps them."""
    users = (one.release for one in definitions(work.registers).values() if one.release is not None)
    steps = {one.take for one in users if one.procedure == procedure}
    if len(steps) == 1:
        (step,) = steps
        kept = taking_list(desk.edition(procedure).definition, step)
        if kept is not None:
            return step, kept
    raise Refused(
        "{procedure} has no one step that keeps record of what is taken out, so nothing is",
        procedure=procedure,
    )
