"""The approvals by what they were given on: the one mechanism by which steps are judged again.

A step stands on the last decision of the office that it needed, on the subject
exactly as it was, taken before it and holding. What is kept of a subject is
the digest of its events so far, which grows with each event.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from zltrec.audit.judged import NO, Judged
from zltrec.domain import judgement
from zltrec.domain.approval import APPROVE, REJECT, Decision, Standing
from zltrec.domain.officer import EnrolledKey
from zltrec.errors import Refused
from zltrec.proof.statement import subject_digest

if TYPE_CHECKING:
    from hashlib import _Hash

_OF_NOTHING = subject_digest(())


class NotDecided(Refused):
    """A step does not stand on the decision that it needed; `said` is the reason."""

    def __init__(self, said: Refused) -> None:
        super().__init__(said.template, **said.params)


@dataclass(frozen=True, slots=True)
class Step:
    """A step, the approval that it names, and what it needed: a decision (to approve, or to
    reject) of an office, in a scope, of a grade, on a day."""

    subject: str
    action: str
    approval: str
    office: str
    least_grade: str
    digest: str
    on: str
    scope: str = ""
    decision: str = APPROVE


class Decisions:
    """The approvals as `audit.approvals` judged them, by their subjects."""

    def __init__(self, judged: Iterable[Judged]) -> None:
        self.keys: dict[str, EnrolledKey] = {}
        """The keys of officers as they are known so far, by fingerprint; who folds enters them."""
        self._on: dict[str, list[tuple[Judged, Standing]]] = {}
        self._by_id: dict[str, Judged] = {}
        for one in judged:
            short = Standing(one.id, one.grade, one.decision, one.fingerprint)
            self._on.setdefault(one.decision.subject, []).append((one, short))
            self._by_id[one.id] = one

    def before(self, position: int, subject: str) -> list[Standing]:
        """Every approval and rejection of a subject that was recorded before a position."""
        return [short for one, short in self._on.get(subject, ()) if one.position < position]

    def decision(self, approval: str) -> Decision | None:
        """What was decided by an approval; None if there is none of that id."""
        found = self._by_id.get(approval)
        return None if found is None else found.decision

    def check(self, position: int, step: Step) -> None:
        """Raises NotDecided unless the approval that the step names is the one it needed."""
        standing = self._last(position, step)
        if standing is None or standing.id != step.approval:
            raise _lacking(step)
        self._check(position, step, standing)

    def find(self, position: int, step: Step) -> Standing:
        """The decision that a step needed. Raises NotDecided if there was none."""
        standing = self._last(position, step)
        if standing is None:
            raise _lacking(step)
        self._check(position, step, standing)
        return standing

    def _last(self, position: int, step: Step) -> Standing | None:
        return judgement.find_standing(
            self.before(position, step.subject),
            action=step.action,
            office=step.office,
            scope=step.scope,
            digest=step.digest,
            today=step.on,
            decision=step.decision,
        )

    def _check(self, position: int, step: Step, standing: Standing) -> None:
        if not judgement.is_enough(standing, step.least_grade):
            said = Refused(
                "{subject} needed an approval by key; {id} is on paper",
                subject=step.subject,
                id=standing.id,
            )
            raise NotDecided(said)
        for one, _short in self._on[step.subject]:
            if one.id == standing.id and one.position < position and not _holds(one):
                raise NotDecided(Refused("its approval {id} does not hold", id=standing.id))
        key = self.keys.get(standing.fingerprint or "")
        if key is not None:
            recorded_on = self._by_id[standing.id].recorded_on
            lost = judgement.doubt(key, standing.decision.on, recorded_on)
            if lost is not None:
                said = Refused(
                    "its approval {id} was doubtful by then: the key was reported lost from {day}",
                    id=standing.id,
                    day=lost,
                )
                raise NotDecided(said)


def _holds(one: Judged) -> bool:
    """Paper holds unless there is something to say against it."""
    return one.valid != NO and not (one.paper is not None and one.why is not None)


def _lacking(step: Step) -> NotDecided:
    office = f"{step.office}@{step.scope}" if step.scope else step.office
    if step.decision == REJECT:
        said = Refused(
            "{subject} had no such rejection by {office} of {action} as it was then",
            subject=step.subject,
            office=office,
            action=step.action,
        )
    else:
        said = Refused(
            "{subject} had no such approval of {office} for {action} as it was then",
            subject=step.subject,
            office=office,
            action=step.action,
        )
    return NotDecided(said)


class Digests:
    """The `proof.statement.subject_digest` of many subjects at once, event by event."""

    def __init__(self) -> None:
        self._running: dict[str, _Hash] = {}

    def take(self, subject: str, version: int, topic: str, state: bytes) -> None:
        """One more event of a subject."""
        line = f"{version}\n{topic}\n{sha256(state).hexdigest()}\n".encode()
        found = self._running.get(subject)
        if found is None:
            self._running[subject] = sha256(line)
        else:
            found.update(line)

    def of(self, subject: str) -> str:
        """The digest of a subject's events so far; of nothing, where it has none."""
        found = self._running.get(subject)
        return _OF_NOTHING if found is None else found.hexdigest()

    def knows(self, subject: str) -> bool:
        """Whether events of the subject were taken."""
        return subject in self._running
