"""The commitment to a personal value: HMAC-SHA-256, and nothing else passes for it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.proof.commitment import SALT_BYTES, check_commitment, commit
from zltrec.proof.faults import ProofError

SALT = bytes(range(32))
COMMITMENT = "b5c22a818a95a519db1409f8f00a3da6563d1eaa7c9d12b910cc259994916a18"
salts = st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES)
values = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_a_known_vector() -> None:
    """As `printf 王小明 | openssl mac -digest SHA256 -macopt hexkey:000102…1f HMAC` says it, with
    the bytes 0 to 31 for a salt."""
    assert commit(SALT, "王小明") == COMMITMENT


@given(salts, values)
def test_the_commitment_is_hmac_as_the_rfc_writes_it(salt: bytes, value: str) -> None:
    """RFC 2104: the hash over the key with the outer pad, and the hash with the inner one."""
    key = salt + bytes(32)
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in key) + value.encode()).digest()
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in key) + inner).hexdigest()
    assert commit(salt, value) == outer
    check_commitment(outer, salt, value)


@given(salts, values, salts, values)
def test_another_salt_or_value_does_not_pass(
    salt: bytes, value: str, other_salt: bytes, other: str
) -> None:
    """Only the value that was committed to holds, under its own salt."""
    if (salt, value) != (other_salt, other):
        with pytest.raises(ProofError):
            check_commitment(commit(salt, value), other_salt, other)


def test_a_commitment_is_written_in_one_way() -> None:
    """The same digits in capitals are another text, and no commitment."""
    with pytest.raises(ProofError, match="not the one that was committed to"):
        check_commitment(COMMITMENT.upper(), SALT, "王小明")


ANYTHING = st.one_of(st.none(), st.text(max_size=3), st.binary(max_size=33), st.integers())


@given(ANYTHING, ANYTHING, ANYTHING)
def test_whatever_stands_in_a_row_ends_in_a_proof_error(a: Any, b: Any, c: Any) -> None:
    """SQLite keeps any type in any column; a salt too short would be padded by HMAC itself."""
    with pytest.raises(ProofError):
        check_commitment(a, b, c)


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33), bytes(64)])
def test_a_salt_has_32_bytes(salt: bytes) -> None:
    """HMAC would take any key, and pad a short one."""
    with pytest.raises(ProofError, match="32 bytes"):
        commit(salt, "王小明")


def test_half_a_character_cannot_be_committed_to() -> None:
    """What UTF-8 cannot write is no value."""
    with pytest.raises(ProofError, match="no Unicode text"):
        commit(SALT, "\ud800")
