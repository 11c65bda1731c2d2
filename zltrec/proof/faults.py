"""How a proof fails: the errors of this room, each one line for people.

A malformed proof is a proof that failed: whatever bytes come in, the checks
of this room end in one of these and in nothing else.
"""

from __future__ import annotations

from zltrec.errors import CheckFailed


class ProofError(CheckFailed):
    """A proof, note, statement or dossier does not hold, or cannot be read as one."""


class SignatureError(ProofError):
    """A signature does not hold: wrong key, altered message, wrong purpose, or no signature."""
