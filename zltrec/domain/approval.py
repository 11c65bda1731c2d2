"""An approval: one decision for an office, on exactly one thing at exactly one version.

Two grades: *key*, a signed statement, kept exactly as it was; *paper*, a scan
of a decision on paper, with who recorded it. Recording an approval moves
nothing; a step looks for the approvals that it needs. Registers:
`approval.statement` statement id -> id; `approval.signature` digest of a
signature -> id; `approval.subject` subject/id -> the decision in short.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from zltrec.domain.fact import Fact, Recorded, Registers, topic

PREFIX = "a"
STATEMENT = "approval.statement"
SIGNATURE = "approval.signature"
SUBJECT = "approval.subject"
NAMESPACE = "zltrec-approval"
KEY_GRADE = "key"
PAPER_GRADE = "paper"
APPROVE = "approve"
REJECT = "reject"


class Decision(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What was decided: on `subject` as `digest` says it was, for an office, by whom, on a day.

    `officer` is the officer's id (key), or the name on the paper; `person` is
    that person's name, by which two steps that must be kept apart are kept apart.
    """

    subject: str
    action: str
    version: int
    digest: str
    decision: str
    office: str
    scope: str
    officer: str
    person: str
    on: str
    reason: str = ""
    valid_until: str | None = None


@topic("approval.signed")
class ApprovalSigned(Fact, frozen=True, kw_only=True):
    """A decision by key: the statement's bytes as text, and the armored signature, as given."""

    decision: Decision
    statement: str
    statement_id: str
    signature: str
    fingerprint: str


@topic("approval.recorded-on-paper")
class ApprovalOnPaper(Fact, frozen=True, kw_only=True):
    """A decision on paper: the scan's SHA-256 stands for the signature, and is never called one."""

    decision: Decision
    paper: str


class Approval(msgspec.Struct):
    """An approval as its one event made it."""

    id: str
    version: int
    grade: str
    decision: Decision
    statement: str | None
    signature: str | None
    fingerprint: str | None
    paper: str | None
    recorded_at: str
    recorded_by: str


class Standing(msgspec.Struct, frozen=True):
    """An approval in short, as the register of its subject holds it."""

    id: str
    grade: str
    decision: Decision
    fingerprint: str | None = None


def evolve(state: Approval | None, recorded: Recorded) -> Approval | None:
    """The approval after its event."""
    fact, given = recorded.fact, recorded.originator_id
    if isinstance(fact, ApprovalSigned):
        return Approval(
            given,
            1,
            KEY_GRADE,
            fact.decision,
            fact.statement,
            fact.signature,
            fact.fingerprint,
            None,
            fact.recorded_at,
            fact.actor,
        )
    if isinstance(fact, ApprovalOnPaper):
        return Approval(
            given,
            1,
            PAPER_GRADE,
            fact.decision,
            None,
            None,
            None,
            fact.paper,
            fact.recorded_at,
            fact.actor,
        )
    return state


def signature_key(signature: str) -> str:
    """What makes two signatures the same: SHA-256 of the armored text without blanks."""
    return hashlib.sha256("".join(signature.split()).encode()).hexdigest()


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of an approval enters in the registers."""
    fact, given = recorded.fact, recorded.originator_id
    if isinstance(fact, ApprovalSigned):
        registers.enter(STATEMENT, fact.statement_id, given)
        registers.enter(SIGNATURE, signature_key(fact.signature), given)
        short = Standing(given, KEY_GRADE, fact.decision, fact.fingerprint)
    elif isinstance(fact, ApprovalOnPaper):
        short = Standing(given, PAPER_GRADE, fact.decision)
    else:
        return
    registers.enter(
        SUBJECT, f"{fact.decision.subject}/{given}", msgspec.json.encode(short).decode()
    )


def approvals_on(subject: str, registers: Registers) -> Iterator[Standing]:
    """Every approval and rejection of a subject, in the order in which they were recorded."""
    for _key, value in registers.scan(SUBJECT, f"{subject}/"):
        standing = msgspec.json.decode(value, type=Standing)
        if standing.decision.subject == subject:  # a case's number may go on: `ITEM/PERIOD`
            yield standing
