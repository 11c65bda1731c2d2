"""Proofs on the Merkle tree: of inclusion and of consistency, RFC 9162, section 2.1.

A proof is a plain list of 32-byte hashes; indices count from 0 (index =
position - 1). Who proves hands in a function that gives the hash over a range
of leaves; who checks needs nothing but the numbers and hashes. Malformed input
of any kind ends in ProofError. Knows nothing of events, seals or stores.
"""

from __future__ import annotations

from collections.abc import Sequence

from zltrec.proof.faults import ProofError
from zltrec.proof.merkle import HASH_SIZE, Subtree, hash_children, split


def prove_inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The path from leaf `index` to the root over `size` leaves (RFC 9162, 2.1.3.1).

    Raises ProofError if the tree has no such leaf.
    """
    _check_counts(index, size)
    if not index < size:
        raise ProofError("a tree of {size} leaves has no leaf {index}", size=size, index=index)
    path: list[bytes] = []
    lo, hi = 0, size
    while hi - lo > 1:
        middle = lo + split(hi - lo)
        if index < middle:
            path.append(subtree(middle, hi))
            hi = middle
        else:
            path.append(subtree(lo, middle))
            lo = middle
    return path[::-1]


def check_inclusion(
    index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Raises ProofError unless `proof` leads from the leaf to `root` (RFC 9162, 2.1.3.2)."""
    _check_counts(index, size)
    _check_hashes(leaf_hash, root, *_nodes(proof))
    if not index < size:
        raise ProofError("a tree of {size} leaves has no leaf {index}", size=size, index=index)
    at, last = index, size - 1
    node = leaf_hash
    for beside in proof:
        if last == 0:
            raise _wrong_length()
        if at & 1 or at == last:
            node = hash_children(beside, node)
            at, last = _climb(at, last)
        else:
            node = hash_children(node, beside)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise _wrong_length()
    if node != root:
        raise ProofError(
            "the inclusion proof does not lead from leaf {index} to the root over {size} leaves: "
            "the event, the proof or the root is another one",
            index=index,
            size=size,
        )


def prove_consistency(first: int, second: int, subtree: Subtree) -> list[bytes]:
    """That the tree of `first` leaves begins the tree of `second` (RFC 9162, 2.1.4.1).

    Raises ProofError unless 0 < first <= second; an empty tree begins every tree.
    """
    _check_sizes(first, second)
    path: list[bytes] = []
    lo, hi = 0, second
    while first != hi:
        middle = lo + split(hi - lo)
        if first <= middle:
            path.append(subtree(middle, hi))
            hi = middle
        else:
            path.append(subtree(lo, middle))
            lo = middle
    if lo:
        path.append(subtree(lo, hi))
    return path[::-1]


def check_consistency(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> None:
    """Raises ProofError unless the older tree begins the newer one (RFC 9162, 2.1.4.2)."""
    _check_counts(first, second)
    nodes = _nodes(proof)
    # One tree with itself needs no hash looked at; the public vectors hold roots of any
    # length to be the same here.
    if 0 < first == second and not nodes and first_root == second_root:
        return
    _check_hashes(first_root, second_root, *nodes)
    _check_sizes(first, second)
    if first == second or not nodes:
        raise ProofError(
            "the consistency proof between {first} and {second} leaves is empty or superfluous, "
            "or the roots differ",
            first=first,
            second=second,
        )
    at, last = first - 1, second - 1
    if first & at == 0:
        nodes.insert(0, first_root)
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = nodes[0]
    for beside in nodes[1:]:
        if last == 0:
            raise _wrong_length()
        if at & 1 or at == last:
            old, new = hash_children(beside, old), hash_children(beside, new)
            at, last = _climb(at, last)
        else:
            new = hash_children(new, beside)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise _wrong_length()
    if old != first_root or new != second_root:
        raise ProofError(
            "the log of {second} events does not begin with the log of {first} events: "
            "history was rewritten, or proof and roots do not belong together",
            first=first,
            second=second,
        )


def _climb(at: int, last: int) -> tuple[int, int]:
    """Up to where the node is a right child; the RFC's loop before its last shift."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _wrong_length() -> ProofError:
    return ProofError("the proof is longer or shorter than its tree is high; make it anew")


def _nodes(proof: object) -> list[bytes]:
    if not isinstance(proof, (list, tuple)):
        raise ProofError("the proof is no list of hashes; make it anew")
    return list(proof)


def _check_hashes(*values: object) -> None:
    if not all(type(value) is bytes and len(value) == HASH_SIZE for value in values):
        raise ProofError("the proof holds something that is no hash of 32 bytes; make it anew")


def _check_counts(*counts: object) -> None:
    if not all(type(count) is int and count >= 0 for count in counts):
        raise ProofError("the proof names something that is no count of leaves; make it anew")


def _check_sizes(first: int, second: int) -> None:
    _check_counts(first, second)
    if not 0 < first <= second:
        raise ProofError(
            "no consistency can be shown between {first} and {second} leaves: "
            "the first must be at least 1 and not above the second",
            first=first,
            second=second,
        )
