"""Decisions on paper as typed or as rows of a batch: the same keys, the same checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zltrec.cli.batch import print_added, read_batch
from zltrec.cli.session import Session
from zltrec.errors import BadUsage

if TYPE_CHECKING:
    from zltrec.records.paper import PaperDecision
    from zltrec.records.work import Work, Written

_NEEDED = {
    "subject": "SUBJECT",
    "action": "ACTION",
    "approve": "--approve / --reject",
    "office": "--office",
    "by": "--by",
    "paper": "--paper",
}
_DECISIONS = {"approve": True, "reject": False}


def paper_decision(session: Session, given: dict[str, Any]) -> PaperDecision:
    """A decision on paper out of options. Raises BadUsage for what is missing."""
    from zltrec.records.paper import PaperDecision

    missing = [name for key, name in _NEEDED.items() if given.get(key) in (None, "")]
    if missing:
        raise BadUsage("a decision on paper needs {names}", names=", ".join(missing))
    until = given.get("valid_until")
    return PaperDecision(
        subject=given["subject"],
        action=given["action"],
        approve=given["approve"],
        office=given["office"],
        by=given["by"],
        paper=Path(given["paper"]),
        on=session.day(given["on_"]),
        scope=given.get("scope") or "",
        reason=given.get("reason") or "",
        valid_until=session.day(until) if until else None,
    )


def record_batch(session: Session, name: str, format_: str) -> None:
    """Records a decision for every row: its keys are those of the options, and `decision`."""
    from zltrec.records.intake import FileIntake
    from zltrec.records.paper import PAPER, record_paper_in

    workspace = session.workspace
    with FileIntake(workspace.records, workspace.files, PAPER) as intake:

        def record(work: Work, row: dict[str, str]) -> Written:
            decision = row.get("decision", "")
            if decision not in _DECISIONS:
                raise BadUsage(
                    "the row's decision is approve or reject, not {value}", value=decision
                )
            if "on" not in row:
                raise BadUsage("the row has no day (on)")
            said = paper_decision(
                session, {**row, "approve": _DECISIONS[decision], "on_": row["on"]}
            )
            return record_paper_in(work, intake, said, today=workspace.today)

        done = read_batch(session, name, record)
    print_added(session, done, format_)
