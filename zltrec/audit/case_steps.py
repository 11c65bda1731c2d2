"""The events of cases judged again: each step by the edition, and by what the log knew, then.

What a command checks before it writes is checked here on what was written; what
the rules give is compared with what the event says.
"""

from __future__ import annotations

from zltrec.audit.case_checks import (
    check_corrected,
    check_day,
    check_undone,
    check_values,
)
from zltrec.audit.case_evidence import PastEvidence
from zltrec.audit.decisions import NotDecided
from zltrec.audit.known import DAMAGE, Known
from zltrec.domain import case as cases
from zltrec.domain.case import Case
from zltrec.domain.case_events import (
    CaseAmended,
    CaseMoved,
    CaseOpened,
    CaseReversed,
    EditionTaken,
    PersonalDisposed,
)
from zltrec.domain.fact import Recorded
from zltrec.errors import Refused
from zltrec.procedure.asked import check_declared, check_taken_to
from zltrec.procedure.corrections import claims_let_go
from zltrec.procedure.decide import Asked, decide_step
from zltrec.procedure.edition import Edition
from zltrec.procedure.filed import unopened
from zltrec.procedure.snapshot import Snapshot

DISPOSE = "dispose"
"""The action of deleting the personal values of a case, as approvals name it."""

_MOST_SNAPSHOTS = 4_096
_GIVEN = ("state", "edition", "posts", "claims", "releases", "approvals")
"""What the rules give a step, and nobody types."""


class CaseJudge:
    """The cases as their events made them so far, and the judgement of the next event."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._cases: dict[str, Case] = {}
        self._snapshots: dict[str, Snapshot] = {}
        self._before_edition: tuple[str, int, str, str] | None = None

    def other(self, number: str, procedure: str) -> tuple[Edition, Snapshot] | None:
        """Another case as it was, with its procedure; None if there was none."""
        case = self._cases.get(number)
        if case is None:
            return unopened(self._known.edition(procedure), number)
        return self._known.edition(case.procedure), self._snapshot(case)

    def judge(self, position: int, recorded: Recorded) -> None:
        """Raises ZltrecError for an event that the rules of its time did not let be written."""
        fact, number = recorded.fact, recorded.originator_id
        case = self._cases.get(number)
        if isinstance(fact, CaseOpened):
            if case is not None and (case.steps or case.procedure != fact.procedure):
                raise Refused("the number {number} is given out already", number=number)
            case = case or Case(number, 0, fact.procedure, fact.edition, [], [], {})
            self._judge_step(position, recorded, fact, case)
            return
        if case is None:
            raise Refused("there was no case {number} then", number=number)
        if isinstance(fact, PersonalDisposed):
            self._judge_disposal(position, fact, case)
            return
        if not case.steps:
            raise Refused("the opening of {number} was taken back before", number=number)
        if isinstance(fact, CaseMoved):
            self._judge_step(position, recorded, fact, case)
        elif isinstance(fact, CaseReversed):
            self._judge_reversal(position, fact, case)
        elif isinstance(fact, CaseAmended):
            edition = self._known.edition(case.procedure)
            evidence = self._evidence(position, fact.recorded_at, case, ())
            check_corrected(edition, case, self._snapshot(case), fact, evidence)
        elif isinstance(fact, EditionTaken):
            self._judge_edition(recorded, fact, case)

    def learn(self, recorded: Recorded) -> None:
        """One more event of a case, after it was judged."""
        fact, number = recorded.fact, recorded.originator_id
        try:
            case = cases.evolve(self._cases.get(number), recorded)
        except DAMAGE:
            self._snapshots.pop(number, None)
            return
        if case is None:
            return
        self._cases[number] = case
        case.history.clear()  # only people read it
        if isinstance(fact, CaseMoved) and number in self._snapshots:
            self._snapshots[number].take(case.steps[-1])
        else:
            self._snapshots.pop(number, None)

    def _snapshot(self, case: Case) -> Snapshot:
        found = self._snapshots.get(case.number)
        if found is None:
            if len(self._snapshots) >= _MOST_SNAPSHOTS:
                self._snapshots.clear()
            found = self._snapshots[case.number] = case.snapshot()
        return found

    def _judge_step(
        self, position: int, recorded: Recorded, fact: CaseOpened | CaseMoved, case: Case
    ) -> None:
        edition = self._known.edition(case.procedure)
        check_day(fact, case.number, self._known.day_of(fact.recorded_at))
        check_values(edition, fact.sets, fact.appends)
        check_declared(edition, fact.declared, fact.reason)
        opens = isinstance(fact, CaseOpened)
        before = Snapshot(case.number, case.procedure) if opens else self._snapshot(case)
        digests = self._digests(recorded, fact) if case.version else ("",)
        evidence = self._evidence(position, fact.recorded_at, case, digests)
        asked = Asked(
            fact.transition,
            fact.occurred,
            fact.sets,
            fact.appends,
            fact.files,
            fact.declared,
            fact.reason,
        )
        try:
            step = decide_step(edition, before, asked, evidence, recorded.originator_version)
        except Refused as error:
            if evidence.refused:
                raise NotDecided(error) from error
            raise
        differing = [name for name in _GIVEN if getattr(step, name) != getattr(fact, name)]
        if differing:
            said = Refused(
                "{step} of {number} says something else than the rules give: {names}",
                step=fact.transition,
                number=case.number,
                names=", ".join(differing),
            )
            raise NotDecided(said) if differing == ["approvals"] else said

    def _digests(self, recorded: Recorded, fact: CaseMoved | CaseOpened) -> tuple[str, ...]:
        """The digests of what may have been approved: the case, and before it was taken to the
        edition by this very move."""
        now = self._known.digests.of(recorded.originator_id)
        if self._before_edition is not None:
            number, version, recorded_at, digest = self._before_edition
            last = (recorded.originator_id, recorded.originator_version - 1, fact.recorded_at)
            if (number, version, recorded_at) == last:
                return digest, now
        return (now,)

    def _evidence(
        self, position: int, recorded_at: str, case: Case, digests: tuple[str, ...]
    ) -> PastEvidence:
        on = self._known.day_of(recorded_at)
        return PastEvidence(self._known, self.other, case, position, on, digests)

    def _judge_edition(self, recorded: Recorded, fact: EditionTaken, case: Case) -> None:
        digest = self._known.digests.of(case.number)
        version = recorded.originator_version
        self._before_edition = (case.number, version, fact.recorded_at, digest)
        edition = self._known.edition(case.procedure)
        if fact.edition != edition.number:
            raise Refused(
                "edition {edition} of {procedure} was not in force; edition {in_force} was",
                edition=fact.edition,
                procedure=case.procedure,
                in_force=edition.number,
            )
        check_taken_to(edition, case.number, case.edition, case.state, fact.state)
        evidence = self._evidence(0, fact.recorded_at, case, ())
        if fact.releases != claims_let_go(edition, self._snapshot(case), fact.state, evidence):
            raise Refused(
                "{step} of {number} says something else than the rules give: {names}",
                step=f"edition {fact.edition}",
                number=case.number,
                names="releases",
            )

    def _judge_reversal(self, position: int, fact: CaseReversed, case: Case) -> None:
        evidence = self._evidence(position, fact.recorded_at, case, ())
        edition = self._known.edition(case.procedure)
        check_undone(edition, fact, case.steps[-1], evidence)

    def _judge_disposal(self, position: int, fact: PersonalDisposed, case: Case) -> None:
        known = self._known
        if not fact.commitments or sorted(fact.commitments) != sorted(case.private):
            raise Refused(
                "the disposal does not name exactly the personal values of {number}",
                number=case.number,
            )
        step = known.step_by_settings(
            "disposal", case.number, DISPOSE, fact.approval, fact.recorded_at
        )
        known.decisions.check(position, step)
