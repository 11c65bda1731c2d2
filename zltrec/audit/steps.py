"""Every rule and every step, judged again from the log alone: by what the log knew then.

A step (a published month, a changed setting or rule, a step of a case) is
judged by the rules in force at its position and by the approvals recorded
before it; both on the subject exactly as it was then. So a step that was
written past the check, or a subject that was changed after it was approved, is
found even where no seal covers it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from zltrec.audit.case_steps import CaseJudge
from zltrec.audit.decisions import Decisions, NotDecided, Step
from zltrec.audit.findings import Fault
from zltrec.audit.judged import NO, Judged
from zltrec.audit.known import DAMAGE, Known
from zltrec.audit.rules import judge_rule
from zltrec.domain import aggregates, issue
from zltrec.domain.chronicle import ChronicleEntry
from zltrec.domain.fact import Recorded, decode_fact
from zltrec.domain.issue import MonthPublished
from zltrec.domain.setting import SUBJECT_PREFIX
from zltrec.errors import Refused, ZltrecError
from zltrec.progress import Progress
from zltrec.proof.statement import subject_digest
from zltrec.store.sqlite import SQLiteLog

APPROVAL, STEP = "approval", "step"
"""The kinds of faults: of what stands on approvals alone, and of what rules say besides."""

_KINDS = ("store", "officer", "issue", "procedure", "workdays", "case", "report")
_BY_APPROVAL = ("store.", "officer.", "issue.")

Told = tuple[int, str, bytes]
"""An event of a subject: version, topic, state."""


def judge_steps(log: SQLiteLog, judged: Iterable[Judged], progress: Progress) -> list[Fault]:
    """The approvals whose subject was another, and the rules and steps that do not hold; in
    order, each with the reason.

    `judged` are the approvals as `audit.approvals` judges them, in order.
    """
    every = list(judged)
    unheld = frozenset(one.position for one in every if one.change and one.valid == NO)
    approvals = [one for one in every if not one.change]
    fold = _Fold(log, Known(Decisions(approvals), unheld))
    waiting = deque(approvals)
    faults: list[Fault] = []
    for position, originator_id, version, topic, state in progress(log.rows_of(_KINDS), None):
        while waiting and waiting[0].position < position:
            faults += fold.check_subject(waiting.popleft())
        try:
            recorded = Recorded(originator_id, version, decode_fact(topic, state))
            fold.take(position, recorded, state)
        except NotDecided as error:
            faults.append(Fault(position, APPROVAL, error))
        except DAMAGE as error:
            why = error if isinstance(error, ZltrecError) else None
            why = why or Refused("it cannot be judged: {reason}", reason=error)
            kind = APPROVAL if topic.startswith(_BY_APPROVAL) else STEP
            faults.append(Fault(position, kind, why))
    for one in waiting:
        faults += fold.check_subject(one)
    return faults


class _Fold:
    """The log taken event by event: each is judged by what was known before it."""

    def __init__(self, log: SQLiteLog, known: Known) -> None:
        self._log, self._known = log, known
        self._cases = CaseJudge(known)

    def take(self, position: int, recorded: Recorded, state: bytes) -> None:
        """Raises ZltrecError for a rule or a step that does not hold."""
        fact = recorded.fact
        of_case = fact.TOPIC.startswith("case.")
        try:
            if of_case:
                self._cases.judge(position, recorded)
            elif isinstance(fact, MonthPublished):
                self._judge_publication(position, recorded.originator_id, fact)
            else:
                judge_rule(position, recorded, self._known)
        finally:
            # What it says counts from here on all the same: the fault is named once.
            self._known.learn(position, recorded, state)
            if of_case:
                self._cases.learn(recorded)

    def check_subject(self, approval: Judged) -> Iterable[Fault]:
        """A fault if the subject was not what the approval says, before any later event.

        A month is more than one aggregate; the publication of it tells.
        """
        said = approval.decision
        if said.subject.startswith(issue.PREFIX) or said.digest == self._digest(approval):
            return
        yield Fault(
            approval.position,
            APPROVAL,
            Refused(
                "{subject} was another then than {id} was given on",
                subject=said.subject,
                id=approval.id,
            ),
        )

    def _digest(self, approval: Judged) -> str:
        subject, digests = approval.decision.subject, self._known.digests
        if digests.knows(subject) or subject.startswith(SUBJECT_PREFIX):
            return digests.of(subject)
        told = (row[2:] for row in self._log.rows_by(subject) if row[0] < approval.position)
        return subject_digest(told)

    def _judge_publication(self, position: int, subject: str, fact: MonthPublished) -> None:
        known = self._known
        told: list[Told] = []
        for entry in sorted(fact.entries, key=lambda entry: entry.id):
            rows = [row for row in self._log.rows_by(entry.id) if row[0] < position]
            told += [row[2:] for row in rows]
            stands = aggregates.project(
                None, (Recorded(row[1], row[2], decode_fact(row[3], row[4])) for row in rows)
            )
            if not isinstance(stands, ChronicleEntry) or (stands.occurred, stands.text) != (
                entry.occurred,
                entry.text,
            ):
                raise Refused(
                    "what was published of {entry} is not what it said then", entry=entry.id
                )
        step = Step(
            subject=subject,
            action=issue.ACTION,
            approval=fact.approval,
            office=known.setting("publication.office"),
            least_grade=known.setting("publication.grade"),
            digest=subject_digest(told),
            on=known.day_of(fact.recorded_at),
        )
        known.decisions.check(position, step)
