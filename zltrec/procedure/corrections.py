"""What a correction, or the taking back of a step, may change: judged alike by command and auditor.

A correction says what was so all along. So it may not contradict the steps that
stand: an entry that was made by the value, or a rule that let a step be taken.
Such a step is taken back first, and the plan's own way is gone again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from zltrec.errors import Refused
from zltrec.procedure.claims import claim_of
from zltrec.procedure.conditions import BadCondition
from zltrec.procedure.decide import after_step, lookup_for
from zltrec.procedure.definition import Transition
from zltrec.procedure.edition import Edition
from zltrec.procedure.evidence import Evidence
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.part import Rule
from zltrec.procedure.postings import Entry, entries
from zltrec.procedure.snapshot import Claim, Posting, Snapshot, StepTaken

Steps = Sequence[StepTaken]


@dataclass(frozen=True)
class Undone:
    """What the taking back of a step posts, claims and lets go."""

    posts: tuple[Posting, ...]
    claims: tuple[Claim, ...]
    releases: tuple[Claim, ...]


def undo_step(edition: Edition, number: str, step: StepTaken, evidence: Evidence) -> Undone:
    """What undoes the last step. Raises Refused where others have built on it."""
    for claim in step.releases:
        holder = evidence.claimant(claim)
        if holder is not None:
            raise Refused(
                "{value} belongs to {holder} by now; {number} cannot have it back",
                value=claim.key,
                holder=holder,
                number=number,
            )
    posts = tuple(Posting(p.account, p.key, -p.amount) for p in step.posts)
    for account, key in dict.fromkeys((p.account, p.key) for p in posts):
        amount = sum(p.amount for p in posts if (p.account, p.key) == (account, key))
        balance = evidence.balance(account, key) + amount
        known = edition.accounts.get(account)
        if amount < 0 and balance < (known.floor if known is not None else 0):
            raise Refused(
                "the account {account} {key} would stand at {balance}: what came in was given out"
                " since",
                account=account,
                key=key,
                balance=balance,
            )
    return Undone(posts, step.releases, step.claims)


def claims_let_go(
    edition: Edition, snapshot: Snapshot, state: str | None, evidence: Evidence
) -> tuple[Claim, ...]:
    """What a case lets go that is put into a state of another edition: all, if that is final."""
    if state is None or not edition.states[state].final:
        return ()
    held = [
        claim_of(one, unique, snapshot.fields[one.id])
        for one, unique in edition.uniques
        if unique.within == "open" and one.id in snapshot.fields
    ]
    return tuple(claim for claim in held if evidence.claimant(claim) == snapshot.number)


def corrected_claims(
    edition: Edition, snapshot: Snapshot, values: Mapping[str, Any], evidence: Evidence
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """What a correction of unique values claims, and what it lets go, in pairs; values that were
    never set claim last. Raises Refused for a value that belongs to another case."""
    pairs: list[tuple[Claim, Claim]] = []
    first: list[Claim] = []
    state = edition.states.get(snapshot.state)
    for one, unique in edition.uniques:
        if one.id not in values:
            continue
        new = claim_of(one, unique, values[one.id])
        if one.id in snapshot.fields:
            old = claim_of(one, unique, snapshot.fields[one.id])
            if old == new or evidence.claimant(old) != snapshot.number:
                continue
            pairs.append((new, old))
        else:
            claimed_by = unique.claimed or edition.opening
            closed = unique.within == "open" and state is not None and state.final
            if closed or not any(step in snapshot.taken for step in claimed_by):
                continue
            first.append(new)
        holder = evidence.claimant(new)
        if holder is not None:
            raise Refused(
                "{field} {value} belongs to {holder}: {why}",
                field=one.id,
                value=new.key,
                holder=holder,
                why=unique.why or one.label or one.id,
            )
    return (*(new for new, _old in pairs), *first), tuple(old for _new, old in pairs)


def check_correction(
    edition: Edition, before: Snapshot, corrected: Steps, names: Collection[str], evidence: Evidence
) -> None:
    """Raises Refused for a correction of `names` that contradicts a step that stands.

    `before` is the case as it was, `corrected` its steps as they would be.
    """
    was = _judged(edition, before, before.steps, evidence)
    now = _judged(edition, before, corrected, evidence)
    for old, new in zip(was, now, strict=True):
        step = {
            "step": old.transition.id,
            "label": old.transition.label or "-",
            "number": before.number,
        }
        if old.posts != new.posts:
            raise Refused(
                "{field} stands in the entry that {step} ({label}) made; take that step back"
                " first (case reverse)",
                field=", ".join(names),
                **step,
            )
        if old.signs != new.signs:
            raise Refused(
                "as corrected, {step} ({label}) of {number} would have been another office's to"
                " approve; take that step back first (case reverse)",
                **step,
            )
        for rule in new.broken:
            if rule not in old.broken:
                raise Refused(
                    "as corrected, {number} could not have taken {step} ({label}): {why}"
                    " ({section}); take that step back first (case reverse)",
                    why=rule.why or rule.that,
                    section=rule.section or old.transition.section or "-",
                    **step,
                )


@dataclass(frozen=True)
class _Judged:
    """A step judged again: the rules that do not hold, what it posts, whose approval it needs."""

    transition: Transition
    broken: list[Rule]
    posts: list[tuple[str, str | None, Any]]
    signs: list[tuple[str, str]]


def _judged(edition: Edition, case: Snapshot, steps: Steps, evidence: Evidence) -> list[_Judged]:
    """The steps of a case, judged one after the other; those of no transition here left out."""
    before, found = Snapshot(case.number, case.procedure), []
    for step in steps:
        transition = edition.transitions.get(step.transition)
        if transition is not None:
            after = after_step(before, step)
            lookup = lookup_for(edition, after, step, evidence)
            broken = [one for one in transition.when if not _holds(edition, one.that, lookup)]
            posts = _posts(edition, entries(edition, transition, step, after, lookup), step)
            signs = _signs(edition, transition, after, lookup) if step.approvals else []
            found.append(_Judged(transition, broken, posts, signs))
        before.take(step)
    return found


def _posts(
    edition: Edition, asked: Iterable[Entry], step: StepTaken
) -> list[tuple[str, str | None, Any]]:
    found: list[tuple[str, str | None, Any]] = []
    for one in asked if step.posts else ():
        amount: Any = None
        with suppress(Refused):
            amount = one.amount(edition)
        found.append((one.account.id, one.key, amount))
    return found


def _signs(
    edition: Edition, transition: Transition, after: Snapshot, lookup: CaseLookup
) -> list[tuple[str, str]]:
    return [
        (sign.office, str(after.fields.get(sign.scope)) if sign.scope else "")
        for sign in edition.signs_of(transition)
        if sign.when is None or _holds(edition, sign.when, lookup)
    ]


def _holds(edition: Edition, condition: str, lookup: CaseLookup) -> bool:
    try:
        return edition.condition(condition).holds(lookup)
    except (Refused, BadCondition):
        return False
