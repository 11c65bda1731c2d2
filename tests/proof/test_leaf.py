"""The leaf: exactly the bytes that the design names, and one event for one leaf."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.proof.faults import ProofError
from zltrec.proof.leaf import encode_leaf


def test_the_leaf_is_four_lines_and_the_state() -> None:
    assert (
        encode_leaf(12, "notice-0001", 3, "notice.amended", b'{"a":"\xe9\x87\x91"}\n')
        == b'12\nnotice-0001\n3\nnotice.amended\n{"a":"\xe9\x87\x91"}\n'
    )


def test_bytes_cannot_wander_between_the_columns_under_one_leaf() -> None:
    """A line feed in an id or topic would let two rows share a leaf."""
    encode_leaf(1, "a", 1, "t", b"x\ny")
    for row in ((1, "a", 1, "t\nx", b"y"), (1, "a\n1", 1, "t", b"")):
        with pytest.raises(ProofError):
            encode_leaf(*row)


DAMAGED = st.one_of(
    st.none(), st.text(max_size=2), st.binary(max_size=2), st.floats(), st.integers()
)


@given(DAMAGED, DAMAGED, DAMAGED, DAMAGED, DAMAGED)
def test_a_column_of_another_type_is_refused(a: Any, b: Any, c: Any, d: Any, e: Any) -> None:
    """SQLite keeps any type in any column; a blob must not pass for the text that it prints as."""
    right = [type(v) for v in (a, b, c, d, e)] == [int, str, int, str, bytes]
    try:
        encode_leaf(a, b, c, d, e)
    except ProofError:
        assert not right or "\n" in b + d
    else:
        assert right


def test_a_topic_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(ProofError):
        encode_leaf(1, "a", 1, "\ud800", b"")
