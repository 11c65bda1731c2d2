"""Who may sign, and what the log knows of signers: shared by officers and approvals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zltrec.domain import officer
from zltrec.domain.officer import KEY, Officer, subject_of
from zltrec.domain.roster import Roster
from zltrec.domain.setting import value_of
from zltrec.domain.store import STORE, Store
from zltrec.errors import Refused
from zltrec.records.work import Look


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that is at hand: its fingerprint, and how it signs bytes (an armored SSHSIG)."""

    fingerprint: str
    sign: Callable[[bytes], str]


def store_of(look: Look) -> Store:
    """The store as it is now."""
    return look.load_exactly(STORE, Store)


def officer_of_key(look: Look, fingerprint: str) -> Officer | None:
    """Whose key that is or was; None if nobody's."""
    name = look.registers.get(KEY, fingerprint)
    return None if name is None else load_officer(look, name)


def load_officer(look: Look, name: str) -> Officer:
    """The officer of that id. Raises Refused if there is none."""
    if look.registers.get(officer.ID, name) is None:
        raise Refused("there is no officer {officer}; `officer list` shows who is", officer=name)
    return look.load_exactly(subject_of(name), Officer)


def seat_held(look: Look, roster_id: str, number: int, day: str) -> bool:
    """Whether a roster's seat is held on a day, as the log knows it now."""
    roster = look.load_exactly(roster_id, Roster)
    return roster.status != "retracted" and roster.holds_seat(number, day)


def has_registrar(look: Look) -> bool:
    """Whether the root of trust is set; without it the store is open."""
    return look.registers.get(officer.ROOT, "root") is not None


def setting(look: Look, name: str) -> str:
    """The value of a setting in force."""
    return value_of(name, look.registers)
