"""Base64 as this room reads it: one text for one value, or an error.

Standard alphabet with padding (RFC 4648, section 4). Stray characters, missing
padding and unused bits are refused, so that nothing can be changed in a note,
signature or dossier without changing what it says.
"""

from __future__ import annotations

from binascii import Error, a2b_base64, b2a_base64

from zltrec.proof.faults import ProofError


def encode_base64(data: bytes) -> str:
    """One line of base64."""
    return b2a_base64(data, newline=False).decode("ascii")


def decode_base64(text: object) -> bytes:
    """What `encode_base64` encoded; raises ProofError for anything that it never writes."""
    if isinstance(text, str) and text.isascii():
        try:
            data = a2b_base64(text)
        except Error:
            pass
        else:
            # Reading is lenient, so writing it again is the test.
            if encode_base64(data) == text:
                return data
    raise ProofError("a value that should be base64 is not; ask for the file again")
