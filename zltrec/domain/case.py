"""A case: one matter that moves through the states of a procedure.

What a step changed is in its event, whole: nothing has to be judged again to
know what a case is, whatever edition it was judged by. A correction names the
value that a step set; the taking back of a step undoes it, with its postings
and claims. Registers: `case.number` number -> procedure; `case.series`
procedure/series -> last number given; `case.claim` procedure/name/value -> number;
`account.balance` procedure/account/key -> amount; `case.private` commitment ->
number/field.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import msgspec

from zltrec.domain.case_events import (
    CaseAmended,
    CaseMoved,
    CaseOpened,
    CaseReversed,
    EditionTaken,
    PersonalDisposed,
    Step,
    commitments_of,
)
from zltrec.domain.fact import Fact, Recorded, Registers
from zltrec.errors import Refused
from zltrec.procedure.claims import claim_within
from zltrec.procedure.snapshot import Claim, Snapshot, StepTaken, fold_steps

NUMBER = "case.number"
SERIES = "case.series"
CLAIM = "case.claim"
BALANCE = "account.balance"
PRIVATE = "case.private"


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of a case's history: kind (opened, moved, amended, reversed, edition, disposed)."""

    version: int
    kind: str
    on: str = ""
    transition: str = ""
    before: str = ""
    state: str = ""
    reason: str = ""
    actor: str = ""
    recorded_at: str = ""
    edition: int = 0
    approvals: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class Case(msgspec.Struct):
    """A case as its events made it: the steps that stand, and its whole history."""

    number: str
    version: int
    procedure: str
    edition: int
    steps: list[StepTaken]
    history: list[Entry]
    private: dict[str, str]
    disposed: bool = False

    def snapshot(self) -> Snapshot:
        """The case after all steps that stand."""
        return fold_steps(self.number, self.procedure, self.steps)

    @property
    def state(self) -> str:
        """Its state; "" where even its opening was taken back."""
        return self.steps[-1].state if self.steps else ""


def evolve(state: Case | None, recorded: Recorded) -> Case | None:
    """The case after one more of its events."""
    fact, version = recorded.fact, recorded.originator_version
    if isinstance(fact, CaseOpened):
        # Under a number whose opening was taken back the case is opened anew.
        state = state or Case(recorded.originator_id, 0, "", 0, [], [], {})
        state.procedure, state.steps = fact.procedure, []
    if state is None:
        return None
    state.version = version
    if isinstance(fact, Step):
        _take(state, fact, version)
    elif isinstance(fact, CaseAmended):
        _correct(state, fact, version)
    elif isinstance(fact, CaseReversed):
        before = state.state
        state.steps = [step for step in state.steps if step.version != fact.step]
        if state.steps:
            state.edition = state.steps[-1].edition
        state.history.append(
            _entry(
                fact,
                version,
                "reversed",
                transition=fact.transition,
                before=before,
                state=state.state,
                reason=fact.reason,
            )
        )
    elif isinstance(fact, EditionTaken):
        _take_edition(state, fact, version)
    elif isinstance(fact, PersonalDisposed):
        state.disposed = True
        state.private = {}
        state.history.append(
            _entry(fact, version, "disposed", reason=fact.reason, approvals=(fact.approval,))
        )
    return state


def _take(case: Case, fact: Step, version: int) -> None:
    before = case.state
    case.edition = fact.edition
    case.steps.append(
        StepTaken(
            version=version,
            transition=fact.transition,
            state=fact.state,
            on=fact.occurred,
            edition=fact.edition,
            sets=fact.sets,
            appends=fact.appends,
            files=fact.files,
            declared=fact.declared,
            posts=fact.posts,
            claims=fact.claims,
            releases=fact.releases,
            approvals=fact.approvals,
            reason=fact.reason,
            actor=fact.actor,
        )
    )
    case.private |= commitments_of(fact)
    case.history.append(
        _entry(
            fact,
            version,
            "opened" if isinstance(fact, CaseOpened) else "moved",
            on=fact.occurred,
            transition=fact.transition,
            before=before,
            state=fact.state,
            reason=fact.reason,
            edition=fact.edition,
            approvals=fact.approvals,
            changed=(*fact.sets, *fact.appends),
        )
    )


def _take_edition(case: Case, fact: EditionTaken, version: int) -> None:
    case.edition, before = fact.edition, case.state
    if fact.state is not None:
        on = case.steps[-1].on
        name = f"edition-{fact.edition}"
        step = StepTaken(version, name, fact.state, on, fact.edition, releases=fact.releases)
        case.steps.append(step)
    case.history.append(
        _entry(
            fact,
            version,
            "edition",
            before=before,
            state=case.state,
            edition=fact.edition,
            reason=fact.reason,
        )
    )


def corrected_steps(case: Case, fact: CaseAmended) -> list[StepTaken]:
    """The steps of a case as a correction would leave them; the case stays as it is."""
    copy = msgspec.structs.replace(case, steps=deepcopy(case.steps), history=[], private={})
    _correct(copy, fact, case.version + 1)
    return copy.steps


def _correct(case: Case, fact: CaseAmended, version: int) -> None:
    """Puts right what the last step that set a value set; a value never set belongs to the last."""
    for name, value in fact.sets.items():
        first = max((n for n, s in enumerate(case.steps) if name in s.sets), default=None)
        setter = case.steps[-1 if first is None else first]
        held = claim_within(name, "open", setter.sets.get(name))
        again = claim_within(name, "open", value)
        claimed = {held: again} | dict(zip(fact.releases, fact.claims, strict=False))
        for step in case.steps[first or 0 :]:
            # What a step let go or claimed is, as corrected, what its taking back gives again.
            step.releases = tuple(again if one == held else one for one in step.releases)
            step.claims = tuple(claimed.get(one, one) for one in step.claims)
        setter.sets = setter.sets | {name: value}
    case.steps[-1].claims += fact.claims[len(fact.releases) :]
    for place, record in fact.records.items():
        name, _dot, count = place.rpartition(".")
        index = int(count) - 1
        for step in case.steps:
            records = step.appends.get(name, [])
            if index < len(records):
                changed = [*records[:index], record, *records[index + 1 :]]
                step.appends = step.appends | {name: changed}
                break
            index -= len(records)
    case.private |= commitments_of(fact)
    case.history.append(
        _entry(fact, version, "amended", reason=fact.reason, changed=(*fact.sets, *fact.records))
    )


def _entry(fact: Fact, version: int, kind: str, /, **told: Any) -> Entry:
    return Entry(version, kind, actor=fact.actor, recorded_at=fact.recorded_at, **told)


def meant_number(given: str, found: Sequence[str]) -> str:
    """The number that a number or its unique beginning means, of those that begin so.

    Raises Refused if there is none, or more than one.
    """
    if given in found:
        return given
    if len(found) > 1:
        raise Refused(
            "{given} is the beginning of several numbers ({numbers} …); give more of it",
            given=given,
            numbers=", ".join(found[:2]),
        )
    if not found:
        raise Refused(
            "there is no case {number}; `case list` shows those that there are",
            number=given or '""',
        )
    return found[0]


def has_cases(procedure: str, registers: Registers) -> bool:
    """Whether there are cases of a procedure."""
    return any(of == procedure for _number, of in registers.scan(NUMBER))


def claim_key(procedure: str, claim: Claim) -> str:
    """Where a claim stands in its register."""
    return f"{procedure}/{claim.name}/{claim.key}"


def balance_key(procedure: str, account: str, key: str) -> str:
    """Where a balance stands in its register."""
    return f"{procedure}/{account}/{key}"


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of a case enters in the registers."""
    fact, number = recorded.fact, recorded.originator_id
    if isinstance(fact, CaseMoved) and not any(
        (fact.sets, fact.appends, fact.posts, fact.claims, fact.releases)
    ):
        return  # as most steps are
    if isinstance(fact, CaseOpened):
        registers.enter(NUMBER, number, fact.procedure)
        if fact.serial is not None:
            key = f"{fact.procedure}/{fact.serial.series}"
            registers.enter(SERIES, key, str(fact.serial.number))
    if isinstance(fact, PersonalDisposed):
        for commitment in fact.commitments:
            registers.strike(PRIVATE, commitment)
    if isinstance(fact, Step | CaseAmended):
        for commitment, name in commitments_of(fact).items():
            registers.enter(PRIVATE, commitment, f"{number}/{name}")
    claims: tuple[Claim, ...] = ()
    releases: tuple[Claim, ...] = ()
    if isinstance(fact, Step | CaseAmended | CaseReversed):
        claims, releases = fact.claims, fact.releases
    elif isinstance(fact, EditionTaken):
        releases = fact.releases
    if claims or releases:
        procedure = _procedure(number, registers)
        for claim in releases:
            registers.strike(CLAIM, claim_key(procedure, claim))
        for claim in claims:
            registers.enter(CLAIM, claim_key(procedure, claim), number)
    if isinstance(fact, Step | CaseReversed) and fact.posts:
        procedure = _procedure(number, registers)
        for post in fact.posts:
            key = balance_key(procedure, post.account, post.key)
            balance = int(registers.get(BALANCE, key) or 0) + post.amount
            registers.enter(BALANCE, key, str(balance))


def _procedure(number: str, registers: Registers) -> str:
    return registers.get(NUMBER, number) or ""
