"""Commands on approvals: request a statement, submit a signed one, record one on paper.

Submitting and recording only record; the step that needs an approval looks
for it when it is taken.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from zltrec.domain import judgement
from zltrec.domain.approval import (
    APPROVE,
    PREFIX,
    REJECT,
    SIGNATURE,
    STATEMENT,
    Approval,
    ApprovalSigned,
    Decision,
    Standing,
    approvals_on,
    signature_key,
)
from zltrec.domain.procedure import apart_on
from zltrec.errors import BadUsage, Refused
from zltrec.proof.faults import ProofError
from zltrec.proof.statement import Statement, encode_statement
from zltrec.records.application import Records
from zltrec.records.authority import (
    has_registrar,
    load_officer,
    officer_of_key,
    seat_held,
    store_of,
)
from zltrec.records.subjects import Subject, read_subject
from zltrec.records.work import Look, Work, Written


def request_statement(
    records: Records,
    subject: str,
    action: str,
    *,
    approve: bool,
    reason: str,
    office: str,
    scope: str,
    officer: str,
    on: date,
    valid_until: date | None,
    statement_id: str,
) -> bytes:
    """The statement for an officer to sign, about the subject as it is now; writes nothing.

    Raises Refused in an open store, or for an officer or subject that is not there;
    BadUsage for a rejection without a reason.
    """
    check_reason(approve, reason)
    if valid_until is not None and valid_until < on:
        raise BadUsage(
            "the statement would end on {until}, before it begins on {on}", until=valid_until, on=on
        )
    with records.looking() as look:
        if not has_registrar(look):
            raise Refused(
                "this is an open store, without a registrar: approvals by key need one"
                " (officer found); on paper they need none (approval record)"
            )
        load_officer(look, officer)
        found = read_subject(look, subject)
        return encode_statement(
            Statement(
                store=store_of(look).store_id,
                subject=found.name,
                action=action,
                version=found.version,
                digest=found.digest,
                decision=APPROVE if approve else REJECT,
                reason=reason,
                office=office,
                scope=scope,
                on=on.isoformat(),
                valid_until=None if valid_until is None else valid_until.isoformat(),
                officer=officer,
                id=statement_id,
            )
        )


def submit_approval(records: Records, statement: bytes, signature: str, *, today: date) -> Written:
    """Records a signed statement, exactly as it is.

    Raises Refused, with its own message, for each thing that can be wrong with
    it (`domain.judgement`).
    """
    try:
        text = statement.decode()
        with records.writing() as work:
            return _submit(work, text, signature, today.isoformat())
    except UnicodeDecodeError as error:
        raise Refused("the approval is refused: it is no text in UTF-8") from error
    except ProofError as error:
        raise Refused("the approval is refused: {reason}", reason=error) from error


def _submit(work: Work, text: str, signature: str, today: str) -> Written:
    fingerprint = judgement.signing_key(signature)
    officer = officer_of_key(work, fingerprint)
    said = judgement.check_signed(text, signature, officer)
    assert officer is not None
    known = work.registers.get(SIGNATURE, signature_key(signature))
    known = known or work.registers.get(STATEMENT, said.id)
    if known is not None:
        raise Refused("the signature was used already, as {id}; each counts once", id=known)
    judgement.check_timely(said.on, said.valid_until, today)
    judgement.check_office(
        said,
        officer,
        lambda roster, number, day: seat_held(work, roster, number, day),
        store_of(work).store_id,
    )
    found = read_subject(work, said.subject)
    if said.subject != found.name:
        raise Refused(
            "the statement names {subject} by a beginning of its id; request it for {name}",
            subject=said.subject,
            name=found.name,
        )
    judgement.check_version(said.subject, said.digest, found.digest)
    decision = Decision(
        subject=said.subject,
        action=said.action,
        version=said.version,
        digest=said.digest,
        decision=said.decision,
        reason=said.reason,
        office=said.office,
        scope=said.scope,
        officer=officer.id,
        person=officer.name or officer.id,
        on=said.on,
        valid_until=said.valid_until,
    )
    check_apart(work, decision)
    fact = ApprovalSigned(
        decision=decision,
        statement=text,
        statement_id=said.id,
        signature=signature,
        fingerprint=fingerprint,
        **work.stamp(said.on),
    )
    return work.begin(PREFIX, fact)


def require_approval(
    work: Look,
    subject: str,
    action: str,
    *,
    office: str,
    scope: str,
    least_grade: str,
    today: str,
) -> Standing:
    """The approval that a step needs, on the subject as it is now.

    Raises Refused, naming what is missing and how to bring it.
    """
    return find_decision(
        work,
        read_subject(work, subject),
        action,
        office=office,
        scope=scope,
        least_grade=least_grade,
        today=today,
    )


def find_decision(
    look: Look,
    subject: Subject,
    action: str,
    *,
    office: str,
    scope: str,
    least_grade: str,
    today: str,
    decision: str = APPROVE,
) -> Standing:
    """The last decision of an office on a subject as it is, which has to be `decision`.

    Raises Refused, naming what is missing and how to bring it.
    """
    standing = judgement.find_standing(
        approvals_on(subject.name, look.registers),
        action=action,
        office=office,
        scope=scope,
        digest=subject.digest,
        today=today,
        decision=decision,
    )
    if standing is None and decision == REJECT:
        raise Refused(
            "{subject} needs the rejection by {office} of {action}, as it is now; bring it with"
            " approval request and submit, or approval record",
            subject=subject.name,
            office=f"{office}@{scope}" if scope else office,
            action=action,
        )
    if standing is None:
        raise Refused(
            "{subject} needs the approval of {office} for {action}, as it is now; bring it with"
            " approval request and submit, or approval record",
            subject=subject.name,
            office=f"{office}@{scope}" if scope else office,
            action=action,
        )
    if not judgement.is_enough(standing, least_grade):
        raise Refused(
            "{subject} needs an approval by key; {id} is on paper",
            subject=subject.name,
            id=standing.id,
        )
    if standing.fingerprint is not None:
        officer = load_officer(look, standing.decision.officer)
        key = officer.keys[standing.fingerprint]
        recorded_on = _day_of(look, look.load_exactly(standing.id, Approval).recorded_at)
        lost = judgement.doubt(key, standing.decision.on, recorded_on)
        if lost is not None:
            raise Refused(
                "the approval {id} is doubtful: its key was reported lost from {day}",
                id=standing.id,
                day=lost,
            )
    return standing


def check_reason(approve: bool, reason: str) -> None:
    """Raises BadUsage for a rejection without a reason."""
    if not approve and not reason.strip():
        raise BadUsage("a rejection needs a reason (--reason)")


def _day_of(look: Look, recorded_at: str) -> str:
    """The day of a moment in the store's zone; "" stays so."""
    if not recorded_at:
        return ""
    zone = ZoneInfo(store_of(look).zone)
    return datetime.fromisoformat(recorded_at).astimezone(zone).date().isoformat()


def check_apart(work: Work, decision: Decision) -> None:
    """Raises Refused if the person has decided a step that must be kept apart from this one."""
    judgement.check_apart(
        decision,
        approvals_on(decision.subject, work.registers),
        apart_on(decision.subject, work.registers),
    )
