"""The head of the log: how long it is, its tree, and when it was last written.

Neutral to the engine: it turns rows of events into positions, leaves and the
next head. Positions start at 1 without gaps; the leaf of each event is
`proof.leaf` over the exact bytes stored; `recorded_at` never runs backwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zltrec.proof.leaf import encode_leaf
from zltrec.proof.merkle import Frontier, hash_leaf

EventRow = tuple[str, int, str, bytes]
"""originator_id, originator_version, topic, state."""

StoredRow = tuple[int, str, int, str, bytes]
"""position, originator_id, originator_version, topic, state."""


@dataclass(frozen=True, slots=True)
class Head:
    """`size` events, their tree's `frontier`, and the last `recorded_at` (UTC, ISO)."""

    size: int
    frontier: Frontier
    recorded_at: str

    def extended(
        self, rows: Sequence[EventRow], recorded_at: str
    ) -> tuple[Head, list[StoredRow], list[bytes]]:
        """The head after `rows`, the rows with their positions, and their leaf hashes."""
        first = self.size + 1
        stored = [(first + n, *row) for n, row in enumerate(rows)]
        leaves = [hash_leaf(encode_leaf(*row)) for row in stored]
        head = Head(
            self.size + len(stored),
            self.frontier.extended(leaves),
            max(self.recorded_at, recorded_at),
        )
        return head, stored, leaves
