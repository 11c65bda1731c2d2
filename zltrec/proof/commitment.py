"""A commitment to a personal value: what the log keeps in the value's place.

HMAC-SHA-256 (RFC 2104) with 32 random bytes of salt as the key over the value's
UTF-8 bytes. Whoever has value and salt can show that the log meant this value;
without the salt nobody can find the value by trying names and numbers, also
not after both were deleted, and the log still verifies. Knows no store.
"""

from __future__ import annotations

import hashlib
import hmac

from zltrec.proof.faults import ProofError

SALT_BYTES = 32


def commit(salt: bytes, value: str) -> str:
    """The commitment to `value` under a salt of its own: 64 hex digits, in lower case.

    Raises ProofError where the salt has not SALT_BYTES, or the value is no Unicode text.
    """
    # HMAC pads a short key with zeros: salts of several lengths would share a commitment.
    if type(salt) is not bytes or len(salt) != SALT_BYTES:
        raise ProofError(
            "the salt of a private value is not {count} bytes long; compare it with a backup",
            count=SALT_BYTES,
        )
    try:
        return hmac.new(salt, value.encode(), hashlib.sha256).hexdigest()
    except (UnicodeEncodeError, AttributeError) as error:
        raise ProofError("a private value is no Unicode text; write it in UTF-8") from error


def check_commitment(commitment: str, salt: bytes, value: str) -> None:
    """Raises ProofError unless `commitment` is exactly that to `value` under `salt`."""
    if commit(salt, value) != commitment:
        raise ProofError(
            "the private value under {commitment} is not the one that was committed to;"
            " compare it with a backup",
            commitment=commitment,
        )
