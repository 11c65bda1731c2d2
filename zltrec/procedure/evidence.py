"""What the log knows beside a case itself: what a judgement of a step has to be told."""

from __future__ import annotations

from typing import Protocol

from zltrec.calendar.working import WorkingCalendar
from zltrec.procedure.definition import Sign
from zltrec.procedure.lookup import Others
from zltrec.procedure.snapshot import Claim

APPROVE, REJECT = "approve", "reject"


class Evidence(Protocol):
    """What the log knows beside the case itself."""

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days."""

    @property
    def others(self) -> Others:
        """Other cases."""

    def approval(self, sign: Sign, action: str, scope: str, decision: str, on: str) -> str:
        """The id of the decision that a sign asks for; raises Refused if it is not in."""

    def claimant(self, claim: Claim) -> str | None:
        """The number of the case that a value belongs to."""

    def balance(self, account: str, key: str) -> int:
        """The balance of an account."""
