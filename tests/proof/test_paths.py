"""Merkle proofs: the public vectors, RFC 9162 as written, and what must be refused."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.proof.faults import ProofError
from zltrec.proof.merkle import hash_leaf, root_of, subtree_from, subtree_over
from zltrec.proof.paths import (
    check_consistency,
    check_inclusion,
    prove_consistency,
    prove_inclusion,
)


def leaves(count: int) -> list[bytes]:
    return [hash_leaf(str(n).encode()) for n in range(count)]


def holds(check: Callable[..., None], *arguments: Any) -> bool:
    try:
        check(*arguments)
    except ProofError:
        return False
    return True


def naive_path(index: int, hashes: list[bytes]) -> list[bytes]:
    """PATH as RFC 9162, 2.1.3.1 words it."""
    if len(hashes) == 1:
        return []
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if index < k:
        return [*naive_path(index, hashes[:k]), root_of(hashes[k:])]
    return [*naive_path(index - k, hashes[k:]), root_of(hashes[:k])]


def naive_subproof(m: int, hashes: list[bytes], complete: bool) -> list[bytes]:
    """SUBPROOF as RFC 9162, 2.1.4.1 words it."""
    if m == len(hashes):
        return [] if complete else [root_of(hashes)]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, hashes[:k], complete), root_of(hashes[k:])]
    return [*naive_subproof(m - k, hashes[k:], False), root_of(hashes[:k])]


# --- the public vectors -------------------------------------------------------------


def vectors(shared: Path, name: str) -> list[dict[str, Any]]:
    path = shared / "vectors" / f"rfc6962-{name}.json"
    cases: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    assert len(cases) == 98
    return cases


def test_every_inclusion_vector_is_judged_as_published(shared: Path) -> None:
    for case in vectors(shared, "inclusion"):
        arguments = (
            case["leafIdx"],
            case["treeSize"],
            b64decode(case["leafHash"] or ""),
            [b64decode(node) for node in case["proof"] or []],
            b64decode(case["root"] or ""),
        )
        assert holds(check_inclusion, *arguments) is not case["wantErr"], case["case"]


def test_every_consistency_vector_is_judged_as_published(shared: Path) -> None:
    for case in vectors(shared, "consistency"):
        arguments = (
            case["size1"],
            case["size2"],
            [b64decode(node) for node in case["proof"] or []],
            b64decode(case["root1"] or ""),
            b64decode(case["root2"] or ""),
        )
        assert holds(check_consistency, *arguments) is not case["wantErr"], case["case"]


# --- proofs -------------------------------------------------------------------------


@given(st.integers(1, 200), st.data())
def test_every_leaf_is_proved_and_nothing_else_is(size: int, data: st.DataObject) -> None:
    everything = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    root = root_of(everything)
    proof = prove_inclusion(index, size, subtree_over(everything))
    assert proof == naive_path(index, everything)
    check_inclusion(index, size, everything[index], proof, root)
    with pytest.raises(ProofError):
        check_inclusion(index, size, hash_leaf(b"another"), proof, root)
    with pytest.raises(ProofError):
        check_inclusion(index, size, everything[index], proof, hash_leaf(b"another"))
    with pytest.raises(ProofError):
        check_inclusion(index, size, everything[index], [*proof, root], root)
    for other in range(size):
        if other != index:
            with pytest.raises(ProofError):
                check_inclusion(other, size, everything[index], proof, root)
    for at in range(len(proof)):
        flipped = bytes([proof[at][0] ^ 1]) + proof[at][1:]
        for damaged in ([*proof[:at], flipped, *proof[at + 1 :]], proof[:at] + proof[at + 1 :]):
            with pytest.raises(ProofError):
                check_inclusion(index, size, everything[index], damaged, root)


def test_a_second_proof_reads_only_what_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zltrec.proof.merkle._BLOCK", 8)
    everything, read = leaves(201), list[int]()

    def fetch(lo: int, hi: int) -> list[bytes]:
        read.extend(range(lo, hi))
        return everything[lo:hi]

    subtree, root = subtree_from(fetch), root_of(everything)
    for index in range(201):
        check_inclusion(index, 201, everything[index], prove_inclusion(index, 201, subtree), root)
    assert len(read) < 201 * 16
    read.clear()
    prove_inclusion(100, 201, subtree)
    assert len(read) < 16


def test_leaves_that_are_missing_are_told() -> None:
    with pytest.raises(ProofError, match="lacks leaves"):
        prove_inclusion(3, 9, subtree_over(leaves(8)))


@given(st.integers(1, 200), st.data())
def test_every_older_tree_is_proved_and_no_rewrite_is(size: int, data: st.DataObject) -> None:
    everything = leaves(size)
    first = data.draw(st.integers(1, size))
    old, new = root_of(everything[:first]), root_of(everything)
    proof = prove_consistency(first, size, subtree_over(everything))
    assert proof == naive_subproof(first, everything, True)
    check_consistency(first, size, proof, old, new)
    other = hash_leaf(b"another")
    for roots in ((other, new), (old, other)):
        with pytest.raises(ProofError):
            check_consistency(first, size, proof, *roots)
    with pytest.raises(ProofError):
        check_consistency(first, size, [*proof, old], old, new)
    for at in range(len(proof)):
        flipped = bytes([proof[at][0] ^ 1]) + proof[at][1:]
        for damaged in ([*proof[:at], flipped, *proof[at + 1 :]], proof[:at] + proof[at + 1 :]):
            with pytest.raises(ProofError):
                check_consistency(first, size, damaged, old, new)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5), (7, 5)])
def test_no_proof_is_made_for_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ProofError):
        prove_inclusion(index, size, subtree_over(leaves(5)))


@pytest.mark.parametrize(("first", "second"), [(0, 5), (6, 5), (-1, 5), (0, 0)])
def test_no_consistency_is_proved_between_impossible_sizes(first: int, second: int) -> None:
    with pytest.raises(ProofError):
        prove_consistency(first, second, subtree_over(leaves(5)))


ANYTHING = st.one_of(
    st.none(), st.integers(-2, 9), st.booleans(), st.floats(), st.text(max_size=3),
    st.binary(min_size=32, max_size=32), st.binary(max_size=3),
    st.lists(st.one_of(st.binary(min_size=32, max_size=32), st.integers()), max_size=4),
)  # fmt: skip


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_whatever_comes_in_ends_as_our_error(a: Any, b: Any, c: Any, d: Any, e: Any) -> None:
    if holds(check_inclusion, a, b, c, d, e):
        assert (a, b, c, d) == (0, 1, e, [])
    if holds(check_consistency, a, b, c, d, e):
        assert (a, c, d) == (b, [], e)
