"""Commands on approvals: request a statement, submit a signed one, record one on paper.

Submitting and recording only record; the step that needs an approval looks
for it when it is taken.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from zltrec.domain import judgement
from zltrec.domain.accession import FileTakenIn
from zltrec.domain.approval import (
    APPROVE,
    PREFIX,
    REJECT,
    SIGNATURE,
    STATEMENT,
    Approval,
    ApprovalOnPaper,
    ApprovalSigned,
    Decision,
    Standing,
    approvals_on,
    signature_key,
)
from zltrec.domain.officer import ID as OFFICER
from zltrec.domain.setting import apart
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
from zltrec.records.subjects import read_subject
from zltrec.records.work import Look, Work, Written
from zltrec.store.files import FileStore

PAPER = "approval"


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
    _check_reason(approve, reason)
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
    _check_apart(work, decision)
    fact = ApprovalSigned(
        decision=decision,
        statement=text,
        statement_id=said.id,
        signature=signature,
        fingerprint=fingerprint,
        **work.stamp(said.on),
    )
    return work.begin(PREFIX, fact)


def record_paper(
    records: Records,
    files: FileStore,
    subject: str,
    action: str,
    *,
    approve: bool,
    reason: str,
    office: str,
    scope: str,
    by: str,
    paper: Path,
    on: date,
    valid_until: date | None,
    today: date,
) -> Written:
    """Records a decision on paper; its scan is taken in by SHA-256.

    Raises Unreadable if the scan is not there, Refused as `submit_approval`
    does where no signature is concerned.
    """
    if not by.strip() or not office.strip():
        raise BadUsage("a decision on paper needs who decided (--by) and for which office")
    _check_reason(approve, reason)
    with files.arriving(paper) as arrival:
        if arrival.size == 0:
            raise BadUsage("the scan {path} is empty", path=paper)
        settled = False
        try:
            with records.writing() as work:
                found = read_subject(work, subject)
                until = None if valid_until is None else valid_until.isoformat()
                judgement.check_timely(on.isoformat(), until, today.isoformat())
                decision = Decision(
                    subject=found.name,
                    action=action,
                    version=found.version,
                    digest=found.digest,
                    decision=APPROVE if approve else REJECT,
                    reason=reason,
                    office=office,
                    scope=scope,
                    officer=by,
                    person=work.registers.get(OFFICER, by) or by,
                    on=on.isoformat(),
                    valid_until=until,
                )
                _check_apart(work, decision)
                if work.version_of(arrival.sha256) == 0:
                    taken = FileTakenIn(
                        name=paper.name, size=arrival.size, purpose=PAPER, **work.stamp()
                    )
                    work.record(arrival.sha256, 1, taken)
                fact = ApprovalOnPaper(
                    decision=decision, paper=arrival.sha256, **work.stamp(on.isoformat())
                )
                written = work.begin(PREFIX, fact)
                settled = files.settle(arrival)
                return written
        except BaseException:
            if settled:
                files.remove(arrival.sha256)
            raise


def require_approval(
    work: Work,
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
    found = read_subject(work, subject)
    standing = judgement.find_standing(
        approvals_on(found.name, work.registers),
        action=action,
        office=office,
        scope=scope,
        digest=found.digest,
        today=today,
    )
    if standing is None:
        raise Refused(
            "{subject} needs the approval of {office} for {action}, as it is now; bring it with"
            " approval request and submit, or approval record",
            subject=found.name,
            office=f"{office}@{scope}" if scope else office,
            action=action,
        )
    if not judgement.is_enough(standing, least_grade):
        raise Refused(
            "{subject} needs an approval by key; {id} is on paper",
            subject=found.name,
            id=standing.id,
        )
    if standing.fingerprint is not None:
        officer = load_officer(work, standing.decision.officer)
        key = officer.keys[standing.fingerprint]
        recorded_on = _day_of(work, work.load_exactly(standing.id, Approval).recorded_at)
        lost = judgement.doubt(key, standing.decision.on, recorded_on)
        if lost is not None:
            raise Refused(
                "the approval {id} is doubtful: its key was reported lost from {day}",
                id=standing.id,
                day=lost,
            )
    return standing


def _check_reason(approve: bool, reason: str) -> None:
    if not approve and not reason.strip():
        raise BadUsage("a rejection needs a reason (--reason)")


def _day_of(look: Look, recorded_at: str) -> str:
    """The day of a moment in the store's zone; "" stays so."""
    if not recorded_at:
        return ""
    zone = ZoneInfo(store_of(look).zone)
    return datetime.fromisoformat(recorded_at).astimezone(zone).date().isoformat()


def _check_apart(work: Work, decision: Decision) -> None:
    judgement.check_apart(
        decision, approvals_on(decision.subject, work.registers), apart(work.registers)
    )
