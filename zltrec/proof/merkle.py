"""The Merkle tree of the log: RFC 9162, section 2.1, with SHA-256.

A leaf is hashed behind a zero byte, two children behind a one. Indices count
from 0 here (the log's positions count from 1: index = position - 1). Knows
nothing of events, seals or stores; proofs are made and checked in `paths.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from zltrec.proof.faults import ProofError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

_CHUNK = 65_536  # leaves of root_of held at once: 6 MB
_BLOCK = 1_024  # leaves of subtree_from whose common root is remembered

Subtree = Callable[[int, int], bytes]
"""subtree(lo, hi): the RFC's hash over the leaves lo..hi-1, for 0 <= lo < hi."""


def hash_leaf(data: bytes) -> bytes:
    """The hash of one leaf's data (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + data).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Where a tree of `size` leaves (2 or more) parts: the largest power of two below it."""
    return 1 << (size - 1).bit_length() - 1


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that a growing tree must remember: one hash for each set bit of its size.

    `hashes` are the roots of the full subtrees from the largest (left) to the
    smallest (right). A value: `extended` gives a new one.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def extended(self, leaf_hashes: Iterable[bytes]) -> Frontier:
        """The frontier after these leaves too. Raises ProofError if one is no hash."""
        level = list(leaf_hashes)
        if not set(map(len, level)) <= {HASH_SIZE}:
            raise ProofError("a leaf hash has not 32 bytes; compute it from the stored event")
        size = self.size + len(level)
        standing = list(self.hashes)
        finished: list[bytes] = []
        bits = self.size
        while level:
            if bits & 1:
                level.insert(0, standing.pop())
            if len(level) & 1:
                finished.append(level.pop())
            nodes = iter(level)
            level = [
                sha256(b"\x01" + left + right).digest()
                for left, right in zip(nodes, nodes, strict=True)
            ]
            bits >>= 1
        return Frontier(size, (*standing, *reversed(finished)))

    def root(self) -> bytes:
        """The tree's root; EMPTY_ROOT without leaves."""
        if not self.hashes:
            return EMPTY_ROOT
        *larger, root = self.hashes
        for left in reversed(larger):
            root = hash_children(left, root)
        return root

    def encode(self) -> bytes:
        """The hashes in their order, joined; with the size it is all that `decode` needs."""
        return b"".join(self.hashes)


def decode_frontier(size: int, data: bytes) -> Frontier:
    """The frontier that `encode` wrote; raises ProofError if data and size do not fit."""
    if type(size) is not int or size < 0 or type(data) is not bytes:
        raise ProofError("the log's head is damaged: its size is no count; restore a backup")
    if len(data) != HASH_SIZE * size.bit_count():
        raise ProofError(
            "the log's head is damaged: {count} bytes of hashes do not fit {size} events; "
            "restore a backup",
            count=len(data),
            size=size,
        )
    starts = range(0, len(data), HASH_SIZE)
    return Frontier(size, tuple(data[at : at + HASH_SIZE] for at in starts))


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over a stream of leaf hashes, in memory that does not grow with it."""
    frontier = Frontier()
    stream = iter(leaf_hashes)
    while chunk := list(islice(stream, _CHUNK)):
        frontier = frontier.extended(chunk)
    return frontier.root()


def subtree_from(fetch: Callable[[int, int], Sequence[bytes]]) -> Subtree:
    """A `Subtree` over leaf hashes that `fetch(lo, hi)` reads, lo..hi-1 in order.

    It remembers the roots of large ranges, so that the second proof out of a
    log costs little; it holds only as long as those leaves stay as they are.
    Raises ProofError if `fetch` gives fewer or more than were asked for.
    """
    known: dict[tuple[int, int], bytes] = {}

    def subtree(lo: int, hi: int) -> bytes:
        if (lo, hi) in known:
            return known[lo, hi]
        if hi - lo <= _BLOCK:
            leaves = fetch(lo, hi)
            if len(leaves) != hi - lo:
                raise ProofError(
                    "the log lacks leaves between {first} and {last}; run audit verify",
                    first=lo + 1,
                    last=hi,
                )
            found = root_of(leaves)
        else:
            middle = lo + split(hi - lo)
            found = hash_children(subtree(lo, middle), subtree(middle, hi))
        if hi - lo >= _BLOCK:
            known[lo, hi] = found
        return found

    return subtree


def subtree_over(leaf_hashes: Sequence[bytes]) -> Subtree:
    """A `Subtree` for leaf hashes that are all at hand."""
    return subtree_from(lambda lo, hi: leaf_hashes[lo:hi])
