"""What commands on cases know within one transaction: editions, cases, working days.

In a batch each is read once. The desk is also the `Evidence` by which a step
is judged: the approvals, claims and balances as the log has them now.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import cached_property

from zltrec.calendar.working import WorkingCalendar
from zltrec.domain import judgement
from zltrec.domain.approval import Approval, Decision, approvals_on
from zltrec.domain.case import BALANCE, CLAIM, NUMBER, Case, balance_key, claim_key, meant_number
from zltrec.domain.procedure import apart_on, definitions, edition_in_force
from zltrec.domain.workdays import calendar_of
from zltrec.errors import Refused
from zltrec.procedure.definition import Sign
from zltrec.procedure.edition import Edition
from zltrec.procedure.filed import check_opening, unopened
from zltrec.procedure.lookup import Others
from zltrec.procedure.snapshot import Claim, Snapshot
from zltrec.records.approvals import find_decision
from zltrec.records.subjects import Subject, read_subject
from zltrec.records.work import Look


class CaseDesk:
    """The cases of one transaction, and what the log knows beside each of them."""

    def __init__(self, look: Look, today: date) -> None:
        self.look = look
        self.today = today
        self._editions: dict[str, Edition] = {}
        self._catalogues: dict[str, Edition] | None = None
        self._cases: dict[str, Case] = {}
        self._snapshots: dict[str, Snapshot] = {}

    def edition(self, procedure: str) -> Edition:
        """The edition in force. Raises Refused if there is no such procedure."""
        if procedure not in self._editions:
            self._editions[procedure] = edition_in_force(procedure, self.look.registers)
        return self._editions[procedure]

    def catalogues(self) -> dict[str, Edition]:
        """The procedures whose filings commands know (`filing`), by id."""
        if self._catalogues is None:
            found = definitions(self.look.registers)
            names = [id_ for id_, one in found.items() if one.filing is not None]
            self._catalogues = {id_: self.edition(id_) for id_ in names}
        return self._catalogues

    def find(self, given: str) -> Case:
        """The case of a number or its unique beginning. Raises Refused if there is none."""
        with suppress(Refused):  # most often the whole number is given
            return self.case(given)
        return self.case(self._number(given))

    def case(self, number: str) -> Case:
        """The case of exactly that number."""
        if number not in self._cases:
            self._cases[number] = self.look.load_exactly(number, Case)
        return self._cases[number]

    def is_unopened(self, number: str, procedure: str) -> bool:
        """Whether it is a filing of a procedure that is owed by now, and nobody opened.

        Raises Refused if there is no such procedure, or the filing is not owed yet.
        """
        edition = self.edition(procedure)
        if self.look.registers.get(NUMBER, number) or unopened(edition, number) is None:
            return False
        check_opening(edition, number, self.today)
        return True

    def snapshot(self, case: Case) -> Snapshot:
        """A case after all its steps; kept from step to step."""
        found = self._snapshots.get(case.number)
        if found is None:
            found = self._snapshots[case.number] = case.snapshot()
        return found

    def keep(self, case: Case, *, stepped: bool) -> None:
        """Remembers a case as it is now; `stepped`: after one step more, and no other change."""
        self._cases[case.number] = case
        known = self._snapshots.get(case.number)
        if known is not None and stepped:
            known.take(case.steps[-1])
        else:
            self._snapshots.pop(case.number, None)

    def _number(self, given: str) -> str:
        if given and self.look.registers.get(NUMBER, given) is not None:
            return given
        found = [n for n, _p in self.look.registers.scan(NUMBER, given, 3)] if given else []
        return meant_number(given, found)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days, by the calendars adopted."""
        return calendar_of(self.look.registers)

    def about(self, case: Case) -> CaseEvidence:
        """What the log knows beside a case."""
        return CaseEvidence(self, case)

    def other(self, number: str, procedure: str) -> tuple[Edition, Snapshot] | None:
        """Another case as it is now, with its procedure; None if there is none."""
        if self.look.registers.get(NUMBER, number) is None:
            return unopened(self.edition(procedure), number)
        case = self.case(number)
        return self.edition(case.procedure), self.snapshot(case)


class CaseEvidence:
    """The `Evidence` on one case, out of the log as it is now."""

    def __init__(self, desk: CaseDesk, case: Case) -> None:
        self._desk = desk
        self._case = case

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days."""
        return self._desk.calendar

    @property
    def others(self) -> Others:
        """Other cases."""
        return self._desk.other

    @cached_property
    def _subject(self) -> Subject:
        if self._case.version == 0:
            return Subject(self._case.number, 0, "")
        return read_subject(self._desk.look, self._case.number)

    def approval(self, sign: Sign, action: str, scope: str, decision: str, on: str) -> str:
        """The id of the decision that a sign asks for. Raises Refused if it is not in."""
        standing = find_decision(
            self._desk.look,
            self._subject,
            action,
            office=sign.office,
            scope=scope,
            least_grade=sign.grade,
            today=self._desk.today.isoformat(),
            decision=decision,
        )
        registers = self._desk.look.registers
        judgement.check_for_step(
            standing,
            on,
            others=approvals_on(self._case.number, registers),
            apart=apart_on(self._case.number, registers),
            same=sign.same,
            earlier=self._earlier(sign),
        )
        return standing.id

    def _earlier(self, sign: Sign) -> list[Decision]:
        """What was decided for the steps that the same person has to have decided."""
        ids = [a for s in self._case.steps if s.transition in sign.same for a in s.approvals]
        return [self._desk.look.load_exactly(one, Approval).decision for one in ids]

    def claimant(self, claim: Claim) -> str | None:
        """The number of the case that a value belongs to; None if to none."""
        key = claim_key(self._case.procedure, claim)
        return self._desk.look.registers.get(CLAIM, key)

    def balance(self, account: str, key: str) -> int:
        """The balance of an account."""
        place = balance_key(self._case.procedure, account, key)
        return int(self._desk.look.registers.get(BALANCE, place) or 0)
