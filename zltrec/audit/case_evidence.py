"""What the log knew beside a case at a position: the `Evidence` by which a step is judged
again, as `records.case_desk` is that of a command."""

from __future__ import annotations

from zltrec.audit.decisions import NotDecided, Step
from zltrec.audit.known import Known
from zltrec.calendar.working import WorkingCalendar
from zltrec.domain import judgement
from zltrec.domain.approval import Decision
from zltrec.domain.case import BALANCE, CLAIM, Case, balance_key, claim_key
from zltrec.errors import Refused
from zltrec.procedure.definition import Sign
from zltrec.procedure.lookup import Others
from zltrec.procedure.snapshot import Claim


class PastEvidence:
    """The `Evidence` on one case, before the event at a position that was recorded on a day.

    `digests` are those of what may have been approved. `refused`: whether a
    decision that was asked for did not count.
    """

    __slots__ = ("_case", "_digests", "_known", "_on", "_position", "others", "refused")

    def __init__(
        self,
        known: Known,
        others: Others,
        case: Case,
        position: int,
        on: str,
        digests: tuple[str, ...],
    ) -> None:
        self.others = others
        self.refused = False
        self._known, self._case, self._position = known, case, position
        self._on, self._digests = on, digests

    @property
    def number(self) -> str:
        """The number of the case."""
        return self._case.number

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days."""
        return self._known.calendar

    def approval(self, sign: Sign, action: str, scope: str, decision: str, on: str) -> str:
        """The id of the decision that a sign asks for. Raises Refused if it was not in."""
        try:
            return self._approval(sign, action, scope, decision, on)
        except Refused:
            self.refused = True
            raise

    def _approval(self, sign: Sign, action: str, scope: str, decision: str, on: str) -> str:
        decisions = self._known.decisions
        why: NotDecided | None = None
        for digest in self._digests:
            step = Step(
                subject=self._case.number,
                action=action,
                approval="",
                office=sign.office,
                least_grade=sign.grade,
                digest=digest,
                on=self._on,
                scope=scope,
                decision=decision,
            )
            try:
                standing = decisions.find(self._position, step)
                break
            except NotDecided as error:
                why = why or error
        else:
            assert why is not None
            raise why
        judgement.check_for_step(
            standing,
            on,
            others=decisions.before(self._position, self._case.number),
            apart=(*self._known.apart, *self._known.edition(self._case.procedure).apart),
            same=sign.same,
            earlier=self._earlier(sign),
        )
        return standing.id

    def _earlier(self, sign: Sign) -> list[Decision]:
        """What was decided for the steps that the same person has to have decided."""
        ids = [a for s in self._case.steps if s.transition in sign.same for a in s.approvals]
        found = [self._known.decisions.decision(one) for one in ids]
        return [one for one in found if one is not None]

    def claimant(self, claim: Claim) -> str | None:
        """The number of the case that a value belonged to; None if to none."""
        return self._known.registers.get(CLAIM, claim_key(self._case.procedure, claim))

    def balance(self, account: str, key: str) -> int:
        """The balance that an account had."""
        place = balance_key(self._case.procedure, account, key)
        return int(self._known.registers.get(BALANCE, place) or 0)
