"""Commands on officers: found, add, assign, release, enroll, revoke.

After the founding every change is signed by a registrar, within the same
transaction that records it: the statement names the officer's version, so two
changes cannot be signed past each other.
"""

from __future__ import annotations

from datetime import date

from zltrec.domain import officer_changes as changes
from zltrec.domain.fact import Fact
from zltrec.domain.judgement import check_authority
from zltrec.domain.officer import (
    HOLDER,
    ID,
    REGISTRAR,
    Authority,
    KeyEnrolled,
    KeyRevoked,
    OfficeAssigned,
    Officer,
    OfficerAdded,
    OfficeReleased,
    OfficerFounded,
    subject_of,
)
from zltrec.domain.roster import PREFIX as ROSTER
from zltrec.domain.roster import Roster, find_seat
from zltrec.errors import BadUsage, Refused
from zltrec.proof.statement import Statement, encode_statement, subject_digest
from zltrec.records.application import Records
from zltrec.records.authority import (
    Signer,
    has_registrar,
    load_officer,
    officer_of_key,
    seat_held,
    store_of,
)
from zltrec.records.work import Work, Written


def found_root(
    records: Records, officer: str, name: str, keys: tuple[str, ...], *, today: date
) -> Written:
    """Sets the root of trust, once: the first registrar and his public keys."""
    with records.writing() as work:
        changes.check_founding(officer, keys, work.registers)
        fact = OfficerFounded(name=name, keys=keys, **work.stamp(today.isoformat()))
        return work.record(subject_of(officer), 1, fact)


class SignedChanges:
    """Changes of officers, each signed by `signer`. `statement_id` must be new for each."""

    def __init__(self, records: Records, signer: Signer, *, statement_id: str, today: date) -> None:
        self._records, self._signer = records, signer
        self._statement_id, self._today = statement_id, today.isoformat()

    def add(self, officer: str, name: str) -> Written:
        """Enters a person among the officers."""
        with self._records.writing() as work:
            changes.check_new(officer, work.registers)
            authority = self._authorise(work, officer, changes.add_action(name))
            fact = OfficerAdded(name=name, authority=authority, **work.stamp(self._today))
            return work.record(subject_of(officer), 1, fact)

    def assign(
        self, officer: str, office: str, scope: str, *, on: date, seat: tuple[str, str] | None
    ) -> Written:
        """Gives an office from a day on; `seat` (roster, person or number) makes it follow that."""
        with self._records.writing() as work:
            state = load_officer(work, officer)
            changes.check_assignment(state, office, scope)
            roster, number = self._seat(work, seat)
            day = on.isoformat()
            action = changes.assign_action(office, scope, day, roster, number)
            fact = OfficeAssigned(
                office=office,
                scope=scope,
                roster=roster,
                seat=number,
                authority=self._authorise(work, officer, action, of=state),
                **work.stamp(day),
            )
            return self._record(work, state, fact)

    def release(self, officer: str, office: str, scope: str, *, on: date) -> Written:
        """Ends an office; `on` is the last day in it."""
        with self._records.writing() as work:
            state = load_officer(work, officer)
            day = on.isoformat()
            changes.check_office_release(state, office, scope, day)
            if (office, scope) == (REGISTRAR, ""):
                self._check_registrar_left(work, officer)
            action = changes.release_action(office, scope, day)
            authority = self._authorise(work, officer, action, of=state, oneself=True)
            fact = OfficeReleased(
                office=office, scope=scope, authority=authority, **work.stamp(day)
            )
            return self._record(work, state, fact)

    def enroll(self, officer: str, line: str) -> Written:
        """Enters a public key; signed by its officer's own key, it takes that key's place."""
        with self._records.writing() as work:
            state = load_officer(work, officer)
            changes.check_new_key(line, work.registers)
            own = self._signer.fingerprint in state.keys
            replaces = self._signer.fingerprint if own else None
            action = changes.enroll_action(line, replaces)
            authority = self._authorise(work, officer, action, of=state, as_holder=own)
            fact = KeyEnrolled(
                key=line, replaces=replaces, authority=authority, **work.stamp(self._today)
            )
            return self._record(work, state, fact)

    def revoke(self, officer: str, key: str, *, reason: str, lost_from: date | None) -> Written:
        """Revokes a key; what it signed stays valid, but doubtful from the day it was lost."""
        with self._records.writing() as work:
            state = load_officer(work, officer)
            found = changes.find_key(state, key)
            lost = None if lost_from is None else lost_from.isoformat()
            if lost is not None and lost > self._today:
                raise BadUsage("the key cannot be lost from {day} on, which is to come", day=lost)
            if state.keys[found].revoked_at is not None and lost is None:
                raise Refused("the key {key} is revoked already", key=found)
            if state.keys[found].revoked_at is None:
                self._check_registrar_left(work, officer, found)
            action = changes.revoke_action(found, lost)
            fact = KeyRevoked(
                fingerprint=found,
                reason=reason,
                lost_from=lost,
                authority=self._authorise(work, officer, action, of=state, oneself=True),
                **work.stamp(self._today),
            )
            return self._record(work, state, fact)

    def _check_registrar_left(self, work: Work, officer: str, key: str | None = None) -> None:
        """Raises Refused if nobody could sign once `officer`, or only his `key`, is gone."""
        if key is not None and not self._is_registrar(work, load_officer(work, officer)):
            return
        for name, _shown in work.registers.scan(ID):
            state = load_officer(work, name)
            gone = name == officer and key is None
            keys = [k for k, enrolled in state.keys.items() if enrolled.revoked_at is None]
            left = [k for k in keys if name != officer or k != key]
            if left and not gone and self._is_registrar(work, state):
                return
        raise Refused(
            "nobody would be left who can sign a change of officers; let another registrar be"
            " assigned, or another key enrolled, first"
        )

    def _is_registrar(self, work: Work, officer: Officer) -> bool:
        return officer.holds(
            REGISTRAR, "", self._today, lambda r, number, day: seat_held(work, r, number, day)
        )

    def _authorise(
        self,
        work: Work,
        officer: str,
        action: str,
        *,
        of: Officer | None = None,
        oneself: bool = False,
        as_holder: bool = False,
    ) -> Authority:
        """The signed statement that lets this change happen; checked as any other approval."""
        if not has_registrar(work):
            raise Refused(
                "this is an open store, without a registrar; set the root first: officer found"
            )
        signer = officer_of_key(work, self._signer.fingerprint)
        if signer is None:
            raise Refused(
                "the key {key} is unknown here: no officer has enrolled it",
                key=self._signer.fingerprint,
            )
        if of is not None and not oneself and not as_holder:
            changes.check_not_oneself(of, signer.id)
        subject, store = subject_of(officer), store_of(work)
        events = work.events_of(subject)
        told = [(e.originator_version, e.topic, e.state) for e in events]
        office = HOLDER if as_holder else REGISTRAR
        statement = encode_statement(
            Statement(
                store=store.store_id,
                subject=subject,
                action=action,
                version=len(told),
                digest=subject_digest(told),
                decision="approve",
                reason="",
                office=office,
                scope="",
                on=self._today,
                valid_until=None,
                officer=signer.id,
                id=self._statement_id,
            )
        )
        authority = Authority(statement.decode(), self._signer.sign(statement))
        check_authority(
            authority,
            signer,
            lambda roster, number, day: seat_held(work, roster, number, day),
            store_id=store.store_id,
            subject=subject,
            action=action,
            office=office,
            version=len(told),
            digest=subject_digest(told),
        )
        return authority

    @staticmethod
    def _seat(work: Work, seat: tuple[str, str] | None) -> tuple[str | None, int | None]:
        if seat is None:
            return None, None
        roster = work.load(seat[0], Roster, ROSTER)
        number = find_seat(roster, seat[1])
        if number not in roster.seats:
            raise Refused("{body} has no seat {number}", body=roster.body, number=number)
        return roster.id, number

    @staticmethod
    def _record(work: Work, state: Officer, fact: Fact) -> Written:
        return work.record(subject_of(state.id), state.version + 1, fact)
