"""Decisions on paper: the scan is taken in, and is never called a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zltrec.domain import judgement
from zltrec.domain.approval import APPROVE, PREFIX, REJECT, ApprovalOnPaper, Decision
from zltrec.domain.officer import ID as OFFICER
from zltrec.errors import BadUsage
from zltrec.records.application import Records
from zltrec.records.approvals import check_apart, check_reason
from zltrec.records.intake import FileIntake
from zltrec.records.subjects import read_subject
from zltrec.records.work import Work, Written
from zltrec.store.files import FileStore

PAPER = "approval"
"""The purpose for which a scan is taken in."""


@dataclass(frozen=True)
class PaperDecision:
    """A decision on paper as a person records it: on what, for which office, by whom, when, and
    the file of its scan."""

    subject: str
    action: str
    approve: bool
    office: str
    by: str
    paper: Path
    on: date
    scope: str = ""
    reason: str = ""
    valid_until: date | None = None


def record_paper(
    records: Records, files: FileStore, said: PaperDecision, *, today: date
) -> Written:
    """Records a decision on paper; its scan is taken in by SHA-256.

    Raises Unreadable if the scan is not there, Refused as `submit_approval`
    does where no signature is concerned.
    """
    with FileIntake(records, files, PAPER) as intake, records.writing() as work:
        return record_paper_in(work, intake, said, today=today)


def record_paper_in(work: Work, intake: FileIntake, said: PaperDecision, *, today: date) -> Written:
    """As `record_paper`, within a unit of work."""
    if not said.by.strip() or not said.office.strip():
        raise BadUsage("a decision on paper needs who decided (--by) and for which office")
    check_reason(said.approve, said.reason)
    (scan,) = intake.take(work, [(PAPER, said.paper)])
    if scan.size == 0:
        raise BadUsage("the scan {path} is empty", path=said.paper)
    found = read_subject(work, said.subject)
    until = None if said.valid_until is None else said.valid_until.isoformat()
    judgement.check_timely(said.on.isoformat(), until, today.isoformat())
    decision = Decision(
        subject=found.name,
        action=said.action,
        version=found.version,
        digest=found.digest,
        decision=APPROVE if said.approve else REJECT,
        reason=said.reason,
        office=said.office,
        scope=said.scope,
        officer=said.by,
        person=work.registers.get(OFFICER, said.by) or said.by,
        on=said.on.isoformat(),
        valid_until=until,
    )
    check_apart(work, decision)
    fact = ApprovalOnPaper(decision=decision, paper=scan.sha256, **work.stamp(said.on.isoformat()))
    return work.begin(PREFIX, fact)
