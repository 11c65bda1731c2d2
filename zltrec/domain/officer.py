"""An officer: a person, the offices held from day to day, the public keys.

The root of trust: the founding officer is set once, and every later change
carries what a registrar signed to let it happen. A store without a founding
officer is open: everything works but approvals by key. Registers:
`officer.root` the founder; `officer.id` those there are; `officer.key`
fingerprint -> id, of every key ever enrolled.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from zltrec.domain.fact import Fact, Recorded, Registers, topic
from zltrec.proof.keys import fingerprint

PREFIX = "officer:"
REGISTRAR = "registrar"
HOLDER = "holder"
ROOT = "officer.root"
ID = "officer.id"
KEY = "officer.key"

SeatHeld = Callable[[str, int, str], bool]
"""Whether a roster's seat (id, number) was held on a day."""


class Authority(msgspec.Struct, frozen=True):
    """What let a change happen: the statement and its signature, exactly as they were."""

    statement: str
    signature: str


@topic("officer.founded")
class OfficerFounded(Fact, frozen=True, kw_only=True):
    """The root of trust was set: the first registrar, with a key and maybe a recovery key."""

    name: str
    keys: tuple[str, ...]


@topic("officer.added")
class OfficerAdded(Fact, frozen=True, kw_only=True):
    """A person was entered among the officers."""

    name: str
    authority: Authority


@topic("officer.office-assigned")
class OfficeAssigned(Fact, frozen=True, kw_only=True):
    """An office was given from the day `occurred` on; with `roster`, while that seat is held."""

    office: str
    scope: str
    authority: Authority
    roster: str | None = None
    seat: int | None = None


@topic("officer.office-released")
class OfficeReleased(Fact, frozen=True, kw_only=True):
    """An office ended; `occurred` is the last day in it."""

    office: str
    scope: str
    authority: Authority


@topic("officer.key-enrolled")
class KeyEnrolled(Fact, frozen=True, kw_only=True):
    """A public key (canonical line) was entered; `replaces` is the key that ends with it."""

    key: str
    authority: Authority
    replaces: str | None = None


@topic("officer.key-revoked")
class KeyRevoked(Fact, frozen=True, kw_only=True):
    """A key was revoked; `lost_from` is the day from which it was in other hands, if it was."""

    fingerprint: str
    reason: str
    authority: Authority
    lost_from: str | None = None


class Tenure(msgspec.Struct):
    """An office with its days (canonical), and the roster's seat that it follows."""

    office: str
    scope: str
    from_day: str
    to_day: str | None = None
    roster: str | None = None
    seat: int | None = None


class EnrolledKey(msgspec.Struct):
    """A key with the moments (UTC) between which it may sign, and whether it was lost."""

    line: str
    enrolled_at: str
    revoked_at: str | None = None
    lost_from: str | None = None


class Officer(msgspec.Struct):
    """An officer as the events made it; `keys` by fingerprint."""

    id: str
    version: int
    name: str
    tenures: list[Tenure]
    keys: dict[str, EnrolledKey]

    def holds(self, office: str, scope: str, day: str, seat_held: SeatHeld) -> bool:
        """Whether the office, for exactly that scope, was held on a day."""
        for t in self.tenures:
            if t.office != office or t.scope != scope or day < t.from_day:
                continue
            if t.to_day is not None and t.to_day < day:
                continue
            if t.roster is None or t.seat is None or seat_held(t.roster, t.seat, day):
                return True
        return False


def officer_id(originator_id: str) -> str:
    """The id as people say it, without the aggregate's prefix."""
    return originator_id.removeprefix(PREFIX)


def subject_of(officer: str) -> str:
    """What statements call an officer, which is the aggregate's id too."""
    return PREFIX + officer


def evolve(state: Officer | None, recorded: Recorded) -> Officer | None:
    """The officer after one more event."""
    fact = recorded.fact
    name = officer_id(recorded.originator_id)
    if isinstance(fact, OfficerFounded):
        keys = {fingerprint(line): EnrolledKey(line, fact.recorded_at) for line in fact.keys}
        return Officer(name, 1, fact.name, [Tenure(REGISTRAR, "", fact.occurred)], keys)
    if isinstance(fact, OfficerAdded):
        return Officer(name, 1, fact.name, [], {})
    if state is None:
        return None
    state.version = recorded.originator_version
    if isinstance(fact, OfficeAssigned):
        state.tenures.append(
            Tenure(fact.office, fact.scope, fact.occurred, None, fact.roster, fact.seat)
        )
    elif isinstance(fact, OfficeReleased):
        for tenure in state.tenures:
            if (tenure.office, tenure.scope, tenure.to_day) == (fact.office, fact.scope, None):
                tenure.to_day = fact.occurred
    elif isinstance(fact, KeyEnrolled):
        if fact.replaces is not None:
            state.keys[fact.replaces].revoked_at = fact.recorded_at
        state.keys[fingerprint(fact.key)] = EnrolledKey(fact.key, fact.recorded_at)
    elif isinstance(fact, KeyRevoked):
        key = state.keys[fact.fingerprint]
        key.revoked_at = key.revoked_at or fact.recorded_at
        key.lost_from = fact.lost_from or key.lost_from
    return state


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of an officer enters in the registers."""
    fact, name = recorded.fact, officer_id(recorded.originator_id)
    if isinstance(fact, OfficerFounded):
        registers.enter(ROOT, "root", name)
    if isinstance(fact, OfficerFounded | OfficerAdded):
        registers.enter(ID, name, fact.name)
    lines = fact.keys if isinstance(fact, OfficerFounded) else ()
    if isinstance(fact, KeyEnrolled):
        lines = (fact.key,)
    for line in lines:
        registers.enter(KEY, fingerprint(line), name)
