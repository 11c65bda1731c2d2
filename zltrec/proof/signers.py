"""Allowed signers: the file with which plain `ssh-keygen -Y verify` checks a signature.

Follows ssh-keygen(1), "ALLOWED SIGNERS". A key that was revoked stays in the
file with the moment that ended it; what it signed before is then checked with
`ssh-keygen -Y verify -Overify-time=…`. Knows no officers: a principal is a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from zltrec.proof.faults import ProofError
from zltrec.proof.keys import load_public

_MEANS_SOMETHING = set('"\\,*?!#')  # in a list of patterns, as the principals are


@dataclass(frozen=True, slots=True)
class AllowedSigner:
    """A principal's key (canonical public line), good from and up to two moments (UTC).

    None leaves that side open.
    """

    principal: str
    public_line: str
    valid_after: datetime | None = None
    valid_before: datetime | None = None


def render_allowed_signers(signers: Iterable[AllowedSigner], namespace: str) -> str:
    """One line for each key, in the order given, for one namespace.

    Raises ProofError for a principal that ssh-keygen would read as a pattern
    or as several words, a moment without zone, or a damaged key.
    """
    return "".join(_render(signer, namespace) for signer in signers)


def _render(signer: AllowedSigner, namespace: str) -> str:
    name = signer.principal
    if not name or any(char.isspace() or char in _MEANS_SOMETHING for char in name):
        raise ProofError(
            "the name {name} cannot stand in a list of allowed signers; use one without blanks, "
            "quotes, commas and pattern signs",
            name=name,
        )
    if '"' in namespace or "," in namespace:
        raise ProofError("a signature needs a purpose in plain letters: {name}", name=namespace)
    load_public(signer.public_line)
    options = [f'namespaces="{namespace}"']
    if signer.valid_after is not None:
        options.append(f'valid-after="{_moment(signer.valid_after)}"')
    if signer.valid_before is not None:
        # In whole seconds: a key replaced within a second would end before it begins.
        end = signer.valid_before + timedelta(seconds=1)
        options.append(f'valid-before="{_moment(end)}"')
    return f"{name} {','.join(options)} {signer.public_line}\n"


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ProofError("the moment {moment} names no time zone", moment=moment.isoformat())
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%SZ")
