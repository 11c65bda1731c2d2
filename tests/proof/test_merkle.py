"""Merkle tree: RFC 9162 as written, however the leaves come."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.proof.faults import ProofError
from zltrec.proof.merkle import (
    EMPTY_ROOT,
    Frontier,
    decode_frontier,
    hash_children,
    hash_leaf,
    root_of,
)


def leaves(count: int) -> list[bytes]:
    return [hash_leaf(str(n).encode()) for n in range(count)]


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH as RFC 9162, 2.1.1 words it."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hash_children(naive_root(hashes[:k]), naive_root(hashes[k:]))


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == root_of([]) == EMPTY_ROOT == sha256(b"").digest()


def test_the_root_of_the_rfc_6962_reference_leaves() -> None:
    """The eight leaves of the certificate-transparency reference implementation."""
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    data.append("606162636465666768696a6b6c6d6e6f")
    root = root_of(hash_leaf(bytes.fromhex(text)) for text in data)
    assert root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_a_leaf_never_passes_for_an_inner_node() -> None:
    left, right = leaves(2)
    assert hash_leaf(left + right) != hash_children(left, right)


@given(st.lists(st.integers(0, 40), max_size=6))
def test_batches_of_any_size_give_the_tree_of_the_rfc(batches: list[int]) -> None:
    everything = leaves(sum(batches))
    grown, start = Frontier(), 0
    for batch in batches:
        grown = grown.extended(everything[start : start + batch])
        start += batch
    single = Frontier()
    for leaf in everything:
        single = single.extended([leaf])
    assert grown == single
    assert grown.size == len(everything)
    assert len(grown.hashes) == grown.size.bit_count()
    assert grown.root() == root_of(everything) == naive_root(everything)


@given(st.integers(0, 300))
def test_a_frontier_survives_being_stored(size: int) -> None:
    frontier = Frontier().extended(leaves(size))
    assert decode_frontier(size, frontier.encode()) == frontier


@given(st.integers(-3, 300), st.binary(max_size=100))
def test_a_damaged_frontier_is_refused_or_fits(size: int, data: bytes) -> None:
    try:
        frontier = decode_frontier(size, data)
    except ProofError:
        return
    assert len(data) == 32 * size.bit_count()
    assert frontier.encode() == data


def test_a_leaf_hash_of_another_length_is_refused() -> None:
    with pytest.raises(ProofError):
        Frontier().extended([b"short"])


def test_root_of_is_right_across_its_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zltrec.proof.merkle._CHUNK", 7)
    everything = leaves(40)
    assert root_of(iter(everything)) == naive_root(everything)
