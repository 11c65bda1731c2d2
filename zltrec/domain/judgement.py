"""Whether an approval counts: the one place where that is decided.

The same checks judge an approval when it is submitted and when an auditor
verifies it years later: the caller brings the officer and the rosters as the
log knew them at that position. Each failure has its own message.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from zltrec.domain.approval import (
    APPROVE,
    NAMESPACE,
    PAPER_GRADE,
    ApprovalSigned,
    Decision,
    Standing,
)
from zltrec.domain.officer import HOLDER, Authority, EnrolledKey, Officer, SeatHeld
from zltrec.errors import Refused
from zltrec.proof.keys import fingerprint
from zltrec.proof.sshsig import check_signature, parse_signature
from zltrec.proof.statement import Statement, decode_statement

Apart = tuple[frozenset[str], ...]
"""Sets of actions; no two actions of one set, on one subject, are decided by one person."""

_TOLD = (
    "subject",
    "action",
    "version",
    "digest",
    "decision",
    "reason",
    "office",
    "scope",
    "officer",
    "on",
    "valid_until",
)
_told = attrgetter(*_TOLD)


def signing_key(signature: str) -> str:
    """The fingerprint of the key that a signature names; raises SignatureError."""
    return fingerprint(parse_signature(signature).public_line)


def check_signed(statement: str, signature: str, officer: Officer | None) -> Statement:
    """The statement, once `officer` is shown to have signed exactly these bytes.

    `officer` is whose key the signature names, None if nobody's. Raises
    ProofError for a statement or signature that does not hold, Refused for a
    key that is unknown, revoked, or not the officer's whom the statement names.
    """
    said = decode_statement(statement.encode())
    if officer is None:
        raise Refused(
            "the key {key} is unknown here: no officer has enrolled it", key=signing_key(signature)
        )
    key = officer.keys[signing_key(signature)]
    check_signature(statement.encode(), signature, key.line, NAMESPACE)
    if key.revoked_at is not None:
        raise Refused(
            "the key {key} of {officer} was revoked on {moment}; sign with another",
            key=signing_key(signature),
            officer=officer.id,
            moment=key.revoked_at,
        )
    if said.officer != officer.id:
        raise Refused(
            "the statement speaks for {named}, but {officer} signed it",
            named=said.officer,
            officer=officer.id,
        )
    return said


def check_office(said: Statement, officer: Officer, seat_held: SeatHeld, store_id: str) -> None:
    """Raises Refused if the statement is another store's, or the office was not held that day."""
    if said.store != store_id:
        raise Refused(
            "the statement is for the store {named}, this one is {store}",
            named=said.store,
            store=store_id,
        )
    if not officer.holds(said.office, said.scope, said.on, seat_held):
        raise Refused(
            "{officer} did not hold the office {office} of {scope} on {day}",
            officer=officer.id,
            office=said.office,
            scope=said.scope or "-",
            day=said.on,
        )


def check_timely(on: str, valid_until: str | None, today: str) -> None:
    """Raises Refused for a decision of a day to come, or past its validity."""
    if on > today:
        raise Refused("the decision is dated {day}, which is still to come", day=on)
    if valid_until is not None and valid_until < today:
        raise Refused("the statement was valid until {day}; ask for a new one", day=valid_until)


def check_version(subject: str, signed: str, now: str) -> None:
    """Raises Refused if the subject is not what the decision was about (two digests)."""
    if signed != now:
        raise Refused(
            "{subject} has moved on since the decision was written; ask for it anew",
            subject=subject,
        )


def check_told(said: Statement, fact: ApprovalSigned, officer: Officer) -> None:
    """Raises Refused if a record tells of another decision, or key, than was signed."""
    pairs: dict[str, tuple[object, object]] = {}
    if _told(said) != _told(fact.decision):
        pairs = {name: (getattr(said, name), getattr(fact.decision, name)) for name in _TOLD}
    pairs["id"] = (said.id, fact.statement_id)
    pairs["person"] = (officer.name or officer.id, fact.decision.person)
    pairs["key"] = (signing_key(fact.signature), fact.fingerprint)
    for name, (signed, told) in pairs.items():
        if signed != told:
            raise Refused(
                "the record says something else of {name} than the signed statement", name=name
            )


def check_apart(decision: Decision, others: Iterable[Standing], apart: Apart) -> None:
    """Raises Refused if the person has decided a step on the subject that must be kept apart.

    Papers count as signatures do, and a person is the same under every office. A set of one
    action keeps apart those who decide it for different offices.
    Names are compared without blanks and width: that is how they differ in print.
    """
    kept = [actions for actions in apart if decision.action in actions]
    for other in others if kept else ():
        said = other.decision
        if is_same_person(decision, said) and any(_are_apart(decision, said, one) for one in kept):
            raise Refused(
                "{person} has decided {other} of {subject} ({id}), and {action} must be"
                " decided by somebody else",
                person=decision.person,
                other=_told_apart(said, decision),
                subject=decision.subject,
                id=other.id,
                action=_told_apart(decision, said),
            )


def _are_apart(one: Decision, other: Decision, actions: frozenset[str]) -> bool:
    """Whether two decisions are of actions in the set; of one action, for two offices, where
    that action alone is the set."""
    if one.action != other.action:
        return other.action in actions
    return len(actions) == 1 and one.office != other.office


def _told_apart(one: Decision, other: Decision) -> str:
    return one.action if one.action != other.action else f"{one.action} ({one.office})"


def check_for_step(
    standing: Standing,
    on: str,
    *,
    others: Iterable[Standing],
    apart: Apart,
    same: Sequence[str],
    earlier: Sequence[Decision],
) -> None:
    """Raises Refused unless a decision counts for a case's step of a day or minute `on`.

    `others`: all that was decided on the case; `same`: the steps that the same
    person has to have decided, `earlier` what was decided for them.
    """
    said = standing.decision
    if said.on > on[: len("2022-06-03")]:
        raise Refused(
            "the decision {id} is dated {day}, after the step of {on}",
            id=standing.id,
            day=said.on,
            on=on,
        )
    check_apart(said, others, apart)
    check_same(said, earlier, same)


def check_same(said: Decision, earlier: Sequence[Decision], steps: Sequence[str]) -> None:
    """Raises Refused unless who decided is who decided the earlier `steps`, if there are such."""
    if steps and not earlier:
        raise Refused(
            "{action} has to be decided by who decided {steps}, which nobody has",
            action=said.action,
            steps=", ".join(steps),
        )
    for other in earlier:
        if not is_same_person(said, other):
            raise Refused(
                "{action} has to be decided by {person}, who decided {other}, not by {found}",
                action=said.action,
                person=other.person,
                other=other.action,
                found=said.person,
            )


def is_same_person(one: Decision, other: Decision) -> bool:
    """Whether two decisions are one person's, by any of the names that each goes by."""
    return bool(_names(one) & _names(other))


def _names(decision: Decision) -> set[str]:
    """What the person who decided is called, in the one form that is compared."""
    return {_plain(decision.officer), _plain(decision.person)}


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def check_authority(
    authority: Authority,
    signer: Officer | None,
    seat_held: SeatHeld,
    *,
    store_id: str,
    subject: str,
    action: str,
    office: str,
    version: int,
    digest: str,
) -> Statement:
    """Raises unless a change was let happen by exactly this statement and its signature.

    It has to be signed for this action on `subject` as it was then (`version`
    events with that digest), in exactly `office`, and for no narrower scope.
    """
    said = check_signed(authority.statement, authority.signature, signer)
    assert signer is not None
    if (said.office, said.scope) != (office, ""):
        raise Refused(
            "the change needs the signature of the {office}, not of {signed}",
            office=office,
            signed=f"{said.office}@{said.scope}" if said.scope else said.office,
        )
    if office == HOLDER and subject.endswith(f":{signer.id}"):
        if said.store != store_id:
            raise Refused(
                "the statement is for the store {named}, this one is {store}",
                named=said.store,
                store=store_id,
            )
    else:
        check_office(said, signer, seat_held, store_id)
    if (said.subject, said.action, said.decision) != (subject, action, "approve"):
        raise Refused(
            "the signature is for {signed} of {subject}, not for {action}",
            signed=said.action,
            subject=said.subject,
            action=action,
        )
    if said.version != version:
        raise Refused(
            "the signature is for version {signed} of {subject}, not for version {version}",
            signed=said.version,
            subject=subject,
            version=version,
        )
    check_version(subject, said.digest, digest)
    return said


def doubt(key: EnrolledKey, on: str, recorded_on: str) -> str | None:
    """The day from which the key is reported lost, if that throws doubt on a signature.

    What is doubted is all that was decided, or recorded, on that day or later.
    """
    if key.lost_from is not None and key.lost_from <= max(on, recorded_on):
        return key.lost_from
    return None


def find_standing(
    approvals: Iterable[Standing],
    *,
    action: str,
    office: str,
    scope: str,
    digest: str,
    today: str,
    decision: str = APPROVE,
) -> Standing | None:
    """The last decision that an office took on this action at this version, still valid.

    None if there is none, or the last was another than `decision` (an approval).
    """
    last: Standing | None = None
    for standing in approvals:
        said = standing.decision
        if (said.action, said.office, said.scope, said.digest) == (action, office, scope, digest):
            last = standing
    if last is None or last.decision.decision != decision:
        return None
    if last.decision.valid_until is not None and last.decision.valid_until < today:
        return None
    return last


def is_enough(standing: Standing, least_grade: str) -> bool:
    """Whether an approval's grade is at least the one asked for: key is more than paper."""
    return least_grade == PAPER_GRADE or standing.grade == least_grade
