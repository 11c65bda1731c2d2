"""What approvals were given on, and the steps that needed them, judged again from the log.

A step (a published month, a changed setting) is judged by the rules in force
at its position and by the approvals recorded before it; both on the subject
exactly as it was then. So a step that was written past the check, or a subject
that was changed after it was approved, is found even where no seal covers it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from zltrec.audit.judged import NO, Judged
from zltrec.domain import aggregates, issue, judgement
from zltrec.domain.approval import Standing
from zltrec.domain.chronicle import ChronicleEntry
from zltrec.domain.fact import Recorded, decode_fact
from zltrec.domain.issue import MonthPublished
from zltrec.domain.setting import SUBJECT_PREFIX, set_action, value_of
from zltrec.domain.store import SettingChanged, StoreFounded
from zltrec.errors import Refused, ZltrecError
from zltrec.proof.statement import subject_digest
from zltrec.store.registers import ScratchRegisters
from zltrec.store.sqlite import SQLiteLog

Told = tuple[int, str, bytes]
"""An event of a subject: version, topic, state."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step, the approval that it names, and what it needed: an office, a grade, on a day."""

    subject: str
    action: str
    approval: str
    office: str
    least_grade: str
    digest: str
    on: str


def judge_steps(log: SQLiteLog, judged: Iterable[Judged]) -> list[tuple[int, ZltrecError]]:
    """The positions of approvals whose subject was another, and of steps that do not stand on
    their approval, each with the reason.

    `judged` are the approvals as `audit.approvals` judges them, in order.
    """
    approvals = [one for one in judged if not one.change]
    faults: list[tuple[int, ZltrecError]] = [
        (
            one.position,
            Refused(
                "{subject} was another then than {id} was given on",
                subject=one.decision.subject,
                id=one.id,
            ),
        )
        for one in approvals
        if not _was_so(log, one)
    ]
    fold = _Fold(log, approvals)
    for position, originator_id, version, topic, state in log.rows_of(
        ("store", "officer", "issue")
    ):
        try:
            fold.take(position, Recorded(originator_id, version, decode_fact(topic, state)), state)
        except ZltrecError as error:
            faults.append((position, error))
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            faults.append((position, Refused("it cannot be judged: {reason}", reason=error)))
    return faults


def _was_so(log: SQLiteLog, approval: Judged) -> bool:
    """Whether the subject was what the approval says, where it is one aggregate.

    A month and a setting are more, or less, than one; the step on them tells.
    """
    said = approval.decision
    if said.subject.startswith((issue.PREFIX, SUBJECT_PREFIX)):
        return True
    told = [row[2:] for row in log.rows_by(said.subject) if row[0] < approval.position]
    return subject_digest(told) == said.digest


class _Fold:
    """The settings as they were in force, position by position."""

    def __init__(self, log: SQLiteLog, approvals: list[Judged]) -> None:
        self._log, self._approvals = log, approvals
        self._registers = ScratchRegisters()
        self._changes: dict[str, list[Told]] = {}
        self._zone = ZoneInfo("UTC")

    def take(self, position: int, recorded: Recorded, state: bytes) -> None:
        """Raises ZltrecError for a step that does not stand on its approval."""
        fact = recorded.fact
        try:
            if isinstance(fact, SettingChanged):
                self._check(position, self._change(fact))
            elif isinstance(fact, MonthPublished):
                self._check(position, self._publication(position, recorded.originator_id, fact))
            elif isinstance(fact, StoreFounded) and position == 1:
                self._zone = ZoneInfo(fact.zone)
        finally:
            # What it says counts from here on all the same: the fault is named once.
            aggregates.register(recorded, self._registers)
            if isinstance(fact, SettingChanged):
                told = (recorded.originator_version, fact.TOPIC, state)
                self._changes.setdefault(fact.name, []).append(told)

    def _change(self, fact: SettingChanged) -> Step:
        return Step(
            SUBJECT_PREFIX + fact.name,
            set_action(fact.value),
            fact.approval,
            value_of("settings.office", self._registers),
            value_of("settings.grade", self._registers),
            subject_digest(self._changes.get(fact.name, ())),
            self._day_of(fact.recorded_at),
        )

    def _publication(self, position: int, subject: str, fact: MonthPublished) -> Step:
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
        return Step(
            subject,
            issue.ACTION,
            fact.approval,
            value_of("publication.office", self._registers),
            value_of("publication.grade", self._registers),
            subject_digest(told),
            self._day_of(fact.recorded_at),
        )

    def _check(self, position: int, step: Step) -> None:
        """Raises Refused unless the approval that the step names is the one it needed."""
        before = [
            one
            for one in self._approvals
            if one.position < position and one.decision.subject == step.subject
        ]
        standing = judgement.find_standing(
            (Standing(one.id, one.grade, one.decision, one.fingerprint) for one in before),
            action=step.action,
            office=step.office,
            scope="",
            digest=step.digest,
            today=step.on,
        )
        if standing is None or standing.id != step.approval:
            raise Refused(
                "{subject} had no such approval of {office} for {action} as it was then",
                subject=step.subject,
                office=step.office,
                action=step.action,
            )
        if not judgement.is_enough(standing, step.least_grade):
            raise Refused(
                "{subject} needed an approval by key; {id} is on paper",
                subject=step.subject,
                id=standing.id,
            )
        if any(one.id == standing.id and one.valid == NO for one in before):
            raise Refused("its approval {id} does not hold", id=standing.id)

    def _day_of(self, recorded_at: str) -> str:
        """The day on which the log took it, in the store's zone."""
        return datetime.fromisoformat(recorded_at).astimezone(self._zone).date().isoformat()
