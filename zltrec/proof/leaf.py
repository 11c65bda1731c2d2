"""The leaf of an event: the exact bytes that the Merkle tree commits to.

Four lines, each ended by one LF: position, originator_id, originator_version,
topic; then the stored state as it is (DESIGN, "Trust"). Anyone can write the
same bytes from the five columns of `stored_events` with `sqlite3` alone.
Knows no event and no store, only those five values.
"""

from __future__ import annotations

from zltrec.proof.faults import ProofError


def encode_leaf(
    position: int, originator_id: str, originator_version: int, topic: str, state: bytes
) -> bytes:
    """The leaf's data; no two different events have the same.

    `position` counts from 1. Raises ProofError where a value has another
    type, or an id or topic holds a line feed.
    """
    # Without these checks bytes could wander between topic and state, or a blob
    # pass for the text that it prints as, under one and the same leaf.
    if not (
        type(position) is int
        and type(originator_id) is str
        and type(originator_version) is int
        and type(topic) is str
        and type(state) is bytes
    ):
        raise ProofError(
            "event {position}: a column holds a value of the wrong type; compare it with a backup",
            position=position,
        )
    head = f"{position}\n{originator_id}\n{originator_version}\n{topic}\n"
    if head.count("\n") != 4:
        raise ProofError(
            "event {position}: its id or topic holds a line feed; compare it with a backup",
            position=position,
        )
    try:
        return head.encode() + state
    except UnicodeEncodeError as error:
        raise ProofError(
            "event {position}: its id or topic is no Unicode text; compare it with a backup",
            position=position,
        ) from error
