"""What may happen to officers, and the words in which a registrar signs for it.

Each change has one sentence, its action, that stands in the signed statement:
a signature for one change lets no other happen. Nobody gives himself an office
or enrols his own key, but a holder may replace a key that signs for its
successor.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zltrec.domain.fact import Registers
from zltrec.domain.officer import (
    ID,
    KEY,
    ROOT,
    KeyEnrolled,
    KeyRevoked,
    OfficeAssigned,
    Officer,
    OfficerAdded,
    OfficeReleased,
)
from zltrec.errors import BadUsage, Refused
from zltrec.proof.keys import fingerprint

# A principal of ssh-keygen's allowed-signers file, and a word in any shell.
_ID = re.compile(r"[\w.@+-]{1,64}")


def check_founding(officer: str, keys: Sequence[str], registers: Registers) -> None:
    """Raises Refused if the root is set already, or a key (canonical line) is named twice;
    BadUsage for an id that cannot be one."""
    check_id(officer)
    root = registers.get(ROOT, "root")
    if root is not None:
        raise Refused(
            "the root of this store is set: {officer}; it is set once, and registrars do the rest",
            officer=root,
        )
    if len(set(keys)) != len(keys):
        raise Refused("the recovery key is the same key; make another, and keep it offline")


def check_id(officer: str) -> None:
    """Raises BadUsage unless the id is a word of letters, digits and `. @ + - _`."""
    if not _ID.fullmatch(officer):
        raise BadUsage(
            "{officer} cannot be an officer's id; use letters, digits and . @ + - _ without blanks",
            officer=officer or '""',
        )


def check_new(officer: str, registers: Registers) -> None:
    """Raises Refused if an officer of that id is there already."""
    check_id(officer)
    if registers.get(ID, officer) is not None:
        raise Refused("there is an officer {officer} already", officer=officer)


def check_not_oneself(officer: Officer, signer: str) -> None:
    """Raises Refused if an officer would give himself an office or a key."""
    if officer.id == signer:
        raise Refused(
            "{officer} cannot do that for himself; another registrar has to sign for it",
            officer=signer,
        )


def check_new_key(line: str, registers: Registers) -> None:
    """Raises Refused if the key belongs, or belonged, to anybody."""
    owner = registers.get(KEY, fingerprint(line))
    if owner is not None:
        raise Refused(
            "the key {key} is {officer}'s already; every key is enrolled once",
            key=fingerprint(line),
            officer=owner,
        )


def check_assignment(officer: Officer, office: str, scope: str) -> None:
    """Raises Refused if the office is held already, BadUsage for a name that cannot be one."""
    if not office.strip():
        raise BadUsage("the office has no name")
    # In the sentence that is signed, brackets part the scope from the office.
    if set("[]") & {*office, *scope}:
        raise BadUsage(
            "{office} of {scope}: an office and its place have no brackets in their names",
            office=office,
            scope=scope or "-",
        )
    if any((t.office, t.scope, t.to_day) == (office, scope, None) for t in officer.tenures):
        raise Refused(
            "{officer} holds the office {office} already", officer=officer.id, office=office
        )


def check_office_release(officer: Officer, office: str, scope: str, last_day: str) -> None:
    """Raises Refused if the office is not held, or began after that day."""
    for tenure in officer.tenures:
        if (tenure.office, tenure.scope, tenure.to_day) == (office, scope, None):
            if last_day < tenure.from_day:
                raise Refused(
                    "{officer} took the office {office} on {day}; its last day cannot be {last}",
                    officer=officer.id,
                    office=office,
                    day=tenure.from_day,
                    last=last_day,
                )
            return
    raise Refused(
        "{officer} does not hold the office {office} of {scope}",
        officer=officer.id,
        office=office,
        scope=scope or "-",
    )


def find_key(officer: Officer, beginning: str) -> str:
    """The fingerprint, of the officer's keys, that is or alone begins with `beginning`."""
    wanted = beginning if beginning.startswith("SHA256:") else f"SHA256:{beginning}"
    found = [key for key in officer.keys if key.startswith(wanted)]
    if len(found) != 1:
        raise Refused(
            "{officer} has no one key that begins with {key}; there are {keys}",
            officer=officer.id,
            key=beginning,
            keys=", ".join(officer.keys) or "-",
        )
    return found[0]


def add_action(name: str) -> str:
    """The action of entering a person."""
    return f"add {name}"


def assign_action(
    office: str, scope: str, from_day: str, roster: str | None, seat: int | None
) -> str:
    """The action of giving an office."""
    following = f" following {roster}/{seat}" if roster is not None else ""
    return f"assign {office} of [{scope}] from {from_day}{following}"


def release_action(office: str, scope: str, last_day: str) -> str:
    """The action of ending an office."""
    return f"release {office} of [{scope}] after {last_day}"


def enroll_action(line: str, replaces: str | None) -> str:
    """The action of entering a key."""
    return f"enroll {fingerprint(line)}" + (f" replacing {replaces}" if replaces else "")


def revoke_action(key: str, lost_from: str | None) -> str:
    """The action of revoking a key."""
    return f"revoke {key}" + (f" lost from {lost_from}" if lost_from else "")


def action_of(fact: object) -> str | None:
    """The action that a recorded change must have been signed for; None if it needs none."""
    if isinstance(fact, OfficerAdded):
        return add_action(fact.name)
    if isinstance(fact, OfficeAssigned):
        return assign_action(fact.office, fact.scope, fact.occurred, fact.roster, fact.seat)
    if isinstance(fact, OfficeReleased):
        return release_action(fact.office, fact.scope, fact.occurred)
    if isinstance(fact, KeyEnrolled):
        return enroll_action(fact.key, fact.replaces)
    if isinstance(fact, KeyRevoked):
        return revoke_action(fact.fingerprint, fact.lost_from)
    return None
