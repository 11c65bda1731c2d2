"""Every approval, judged again from the log alone: valid, doubtful or not, and why.

The log is folded in order with the officers and rosters as they were known at
each position; the same checks that judged an approval when it was submitted
judge it here (`domain.judgement`). What was reported later (a key lost from an
earlier day) makes it doubtful. Paper has no signature, so it is neither valid
nor invalid: it is paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from zltrec.audit.judged import DOUBTFUL, NO, YES, Judged
from zltrec.domain import aggregates, judgement
from zltrec.domain.approval import ApprovalOnPaper, ApprovalSigned, Decision, Standing
from zltrec.domain.case_events import CaseOpened
from zltrec.domain.fact import Fact, Recorded, decode_fact
from zltrec.domain.officer import (
    HOLDER,
    KEY,
    PREFIX,
    REGISTRAR,
    Authority,
    EnrolledKey,
    KeyEnrolled,
    OfficeAssigned,
    Officer,
    OfficerFounded,
    officer_id,
)
from zltrec.domain.officer_changes import action_of, check_founding, check_not_oneself
from zltrec.domain.procedure import PREFIX as PROCEDURE
from zltrec.domain.procedure import EditionAdopted, read_text
from zltrec.domain.roster import Roster
from zltrec.domain.setting import SETTINGS, parse_apart
from zltrec.domain.store import SettingChanged, StoreFounded
from zltrec.errors import Refused, ZltrecError
from zltrec.procedure.edition import Edition
from zltrec.progress import Progress, unwatched
from zltrec.proof.statement import Statement, subject_digest
from zltrec.store.registers import ScratchRegisters
from zltrec.store.sqlite import SQLiteLog

_KINDS = ("store", "officer", "roster", "approval", "procedure", "case.opened")


def judge_approvals(
    log: SQLiteLog, last: int | None = None, progress: Progress = unwatched
) -> list[Judged]:
    """All approvals up to position `last`, and all authorities of officers' changes, in order.

    An event that cannot be decoded is passed over here; `audit verify` names it.
    """
    fold = _Fold()
    for position, originator_id, version, topic, state in progress(log.rows_of(_KINDS, last), None):
        # What a changed event does not fit, its own fault names too.
        with suppress(ZltrecError, LookupError, ValueError, TypeError, AttributeError):
            recorded = Recorded(originator_id, version, decode_fact(topic, state))
            fold.take(position, recorded)
        fold.tell(originator_id, version, topic, state)
    return fold.finish()


class _Fold:
    """The officers, rosters and approvals as they were known, position by position."""

    def __init__(self) -> None:
        self._registers = ScratchRegisters()
        self._states: dict[str, Any] = {}
        self._judged: list[Judged] = []
        self._standing: dict[str, list[Standing]] = {}
        self._statements: set[str] = set()
        self._told: dict[str, list[tuple[int, str, bytes]]] = {}
        self._settings = {name: setting.default for name, setting in SETTINGS.items()}
        self._procedures: dict[str, str] = {}  # of cases
        self._editions: dict[str, Edition] = {}
        self._store_id, self._zone = "", ZoneInfo("UTC")
        self._taken = ("", "")  # the last moment asked for, and its day

    def take(self, position: int, recorded: Recorded) -> None:
        """Judges an event by what was known before it, then lets it be known.

        A change of officers that does not hold changes nothing.
        """
        fact, holds = recorded.fact, True
        if isinstance(fact, StoreFounded) and not self._store_id:
            self._store_id, self._zone = fact.store_id, ZoneInfo(fact.zone)
        elif isinstance(fact, ApprovalSigned):
            self._judge_signed(position, recorded.originator_id, fact)
            return  # an approval is one event: it has no state to come
        elif isinstance(fact, ApprovalOnPaper):
            self._judge_paper(position, recorded.originator_id, fact)
            return
        elif isinstance(fact, CaseOpened):
            self._procedures[recorded.originator_id] = fact.procedure
            return
        elif fact.TOPIC.startswith("procedure."):
            if isinstance(fact, EditionAdopted):
                procedure = recorded.originator_id.removeprefix(PROCEDURE)
                self._editions[procedure] = Edition(read_text(fact.text))
            return
        elif isinstance(fact, SettingChanged):
            self._settings[fact.name] = fact.value
        elif action_of(fact) is not None or isinstance(fact, OfficerFounded):
            holds = self._judge_change(position, recorded)
        if not holds:
            return
        state = self._states.get(recorded.originator_id)
        self._states[recorded.originator_id] = aggregates.evolve(state, recorded)
        if recorded.originator_id.startswith(PREFIX):
            aggregates.register(recorded, self._registers)

    def tell(self, originator_id: str, version: int, topic: str, state: bytes) -> None:
        """Remembers the stored event of an officer, for the digests that are signed later."""
        if originator_id.startswith(PREFIX):
            self._told.setdefault(originator_id, []).append((version, topic, state))

    def finish(self) -> list[Judged]:
        """What was judged, with the doubts that later reports throw on it."""
        for judged in self._judged:
            if judged.valid != YES or judged.fingerprint is None:
                continue
            key = self._key(judged.fingerprint)
            lost = (
                None
                if key is None
                else judgement.doubt(key, judged.decision.on, judged.recorded_on)
            )
            if lost is not None:
                judged.valid = DOUBTFUL
                judged.why = Refused("its key was reported lost from {day}", day=lost)
        return self._judged

    def _judge_signed(self, position: int, approval: str, fact: ApprovalSigned) -> None:
        officer = self._officer_of(fact.fingerprint)
        why: ZltrecError | None = None
        try:
            said = judgement.check_signed(fact.statement, fact.signature, officer)
            assert officer is not None
            judgement.check_office(said, officer, self._seat_held, self._store_id)
            judgement.check_timely(said.on, said.valid_until, self._day_of(fact))
            judgement.check_told(said, fact, officer)
            self._check_unused(said.id)
            judgement.check_apart(
                fact.decision, self._standing.get(fact.decision.subject, ()), self._apart(fact)
            )
        except ZltrecError as error:
            why = error
        except (LookupError, ValueError, TypeError) as error:
            why = Refused("it cannot be judged: {reason}", reason=error)
        self._statements.add(fact.statement_id)
        self._note(
            Judged(
                approval,
                position,
                "key",
                fact.decision,
                YES if why is None else NO,
                why,
                statement=fact.statement,
                signature=fact.signature,
                fingerprint=fact.fingerprint,
                recorded_on=self._day_of(fact),
                recorded_at=fact.recorded_at,
            )
        )

    def _judge_paper(self, position: int, approval: str, fact: ApprovalOnPaper) -> None:
        why: ZltrecError | None = None
        try:
            judgement.check_apart(
                fact.decision, self._standing.get(fact.decision.subject, ()), self._apart(fact)
            )
        except ZltrecError as error:
            why = error
        self._note(
            Judged(
                approval,
                position,
                "paper",
                fact.decision,
                None,
                why,
                paper=fact.paper,
                recorded_on=self._day_of(fact),
                recorded_at=fact.recorded_at,
            )
        )

    def _judge_change(self, position: int, recorded: Recorded) -> bool:
        """Judges a change of officers; whether it holds. The founding needs no signature, once."""
        fact: Any = recorded.fact
        authority: Authority | None = getattr(fact, "authority", None)
        why, fingerprint, said = None, None, None
        try:
            if authority is None:
                check_founding(officer_id(recorded.originator_id), fact.keys, self._registers)
                return True
            fingerprint = judgement.signing_key(authority.signature)
            said = self._check_authority(recorded, authority, self._officer_of(fingerprint))
        except ZltrecError as error:
            why = error
        except (LookupError, ValueError, TypeError) as error:
            why = Refused("it cannot be judged: {reason}", reason=error)
        decision = Decision(
            subject=recorded.originator_id,
            action=action_of(fact) or "found",
            version=0 if said is None else said.version,
            digest="" if said is None else said.digest,
            decision="approve",
            office=REGISTRAR if said is None else said.office,
            scope="",
            officer="" if said is None else said.officer,
            person="",
            on=self._day_of(fact) if said is None else said.on,
        )
        self._judged.append(
            Judged(
                f"{recorded.originator_id}/{recorded.originator_version}",
                position,
                "key",
                decision,
                YES if why is None else NO,
                why,
                change=True,
                statement=None if authority is None else authority.statement,
                signature=None if authority is None else authority.signature,
                fingerprint=fingerprint,
                recorded_on=self._day_of(fact),
                recorded_at=fact.recorded_at,
            )
        )
        return why is None

    def _check_authority(
        self, recorded: Recorded, authority: Authority, signer: Officer | None
    ) -> Statement:
        """Raises unless the change was signed by who may sign it, on the officer as he was."""
        fact: Any = recorded.fact
        office = REGISTRAR
        if signer is not None and recorded.originator_id == PREFIX + signer.id:
            signing = judgement.signing_key(authority.signature)
            if isinstance(fact, KeyEnrolled) and fact.replaces == signing:
                office = HOLDER
            elif isinstance(fact, KeyEnrolled | OfficeAssigned):
                check_not_oneself(signer, signer.id)
        return judgement.check_authority(
            authority,
            signer,
            self._seat_held,
            store_id=self._store_id,
            subject=recorded.originator_id,
            action=str(action_of(fact)),
            office=office,
            version=recorded.originator_version - 1,
            digest=subject_digest(self._told.get(recorded.originator_id, ())),
        )

    def _note(self, judged: Judged) -> None:
        self._judged.append(judged)
        short = Standing(judged.id, judged.grade, judged.decision, judged.fingerprint)
        self._standing.setdefault(judged.decision.subject, []).append(short)

    def _check_unused(self, statement_id: str) -> None:
        # By the statement's own id: the bytes of a signature can be varied.
        if statement_id in self._statements:
            raise Refused("the signature was used before; each counts once")

    def _officer_of(self, fingerprint: str) -> Officer | None:
        name = self._registers.get(KEY, fingerprint)
        return None if name is None else self._states.get(PREFIX + name)

    def _key(self, fingerprint: str) -> EnrolledKey | None:
        officer = self._officer_of(fingerprint)
        return None if officer is None else officer.keys.get(fingerprint)

    def _seat_held(self, roster_id: str, number: int, day: str) -> bool:
        roster = self._states.get(roster_id)
        return (
            isinstance(roster, Roster)
            and roster.status != "retracted"
            and roster.holds_seat(number, day)
        )

    def _apart(self, fact: ApprovalSigned | ApprovalOnPaper) -> judgement.Apart:
        """As the settings say, and for a case as its procedure in force says."""
        kept = parse_apart(self._settings["approval.apart"])
        edition = self._editions.get(self._procedures.get(fact.decision.subject, ""))
        return kept if edition is None else (*kept, *edition.apart)

    def _day_of(self, fact: Fact) -> str:
        """The day on which the log took it, in the store's zone."""
        if fact.recorded_at != self._taken[0]:
            moment = datetime.fromisoformat(fact.recorded_at).astimezone(self._zone)
            self._taken = (fact.recorded_at, moment.date().isoformat())
        return self._taken[1]


def approval_rows(judged: list[Judged], say: Any) -> Iterator[dict[str, Any]]:
    """Rows for a listing; `say` puts a message into words."""
    for one in judged:
        said = one.decision
        yield {
            "id": one.id,
            "subject": said.subject,
            "action": said.action,
            "decision": said.decision,
            "grade": one.grade,
            "office": said.office,
            "scope": said.scope,
            "officer": said.officer,
            "on": said.on,
            "valid": one.valid,
            "reason": said.reason or None,
            "why": None if one.why is None else say(one.why),
            "paper": one.paper,
            "position": one.position,
        }
