"""The dossier: one JSON file that proves events, seals and signatures with no store at hand.

    {"format": "zltrec-dossier/1",
     "seal": the signed note that everything below is proved against,
     "events": [{"position", "originator_id", "originator_version", "topic",
                 "state": base64 of the stored bytes, "proof": [base64, …]}],
     "earlier": [{"seal": an older signed note, "proof": [base64, …]}],
     "signatures": [{"position", "enrolled", "namespace", "statement", "signature", "key"}]}

`proof` is RFC 9162's path, of inclusion for an event and of consistency for
an earlier seal. A signature belongs to the event at `position`, whose state is
JSON that holds `statement` and `signature` as texts; the event at `enrolled`
(or null) holds `key`. All events named so are in the file. It is checked by
`verdict.py`, and by `scripts/verify_dossier.py` without zltrec.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypedDict

from zltrec.proof.checkpoint import parse_checkpoint
from zltrec.proof.encoding import encode_base64
from zltrec.proof.faults import ProofError
from zltrec.proof.merkle import Subtree
from zltrec.proof.note import parse_note
from zltrec.proof.paths import prove_consistency, prove_inclusion

FORMAT = "zltrec-dossier/1"


class EventEntry(TypedDict):
    """An event as stored, and its path to the root of the dossier's seal."""

    position: int
    originator_id: str
    originator_version: int
    topic: str
    state: str
    proof: list[str]


class EarlierEntry(TypedDict):
    """An older seal, and the path that shows that its log begins the newer one."""

    seal: str
    proof: list[str]


class SignatureEntry(TypedDict):
    """An SSH signature that an event holds, and the event that named its key."""

    position: int
    enrolled: int | None
    namespace: str
    statement: str
    signature: str
    key: str


class Dossier(TypedDict):
    """The whole file."""

    format: str
    seal: str
    events: list[EventEntry]
    earlier: list[EarlierEntry]
    signatures: list[SignatureEntry]


def make_dossier(
    seal: str,
    events: Sequence[tuple[int, str, int, str, bytes]],
    subtree: Subtree,
    *,
    earlier: Sequence[str] = (),
    signatures: Sequence[SignatureEntry] = (),
) -> Dossier:
    """The dossier of stored rows (position, id, version, topic, state) under a seal.

    `subtree` gives hashes over the log's leaves, up to the seal's size.
    Raises ProofError if a seal is none, or does not reach that far.
    """
    size = parse_checkpoint(parse_note(seal).text).size
    return Dossier(
        format=FORMAT,
        seal=seal,
        events=[_event_entry(row, size, subtree) for row in events],
        earlier=[_earlier_entry(note, size, subtree) for note in earlier],
        signatures=list(signatures),
    )


def render_dossier(dossier: Dossier) -> str:
    """The file's text: JSON with one value on a line, ended by a line feed."""
    return json.dumps(dossier, ensure_ascii=False, indent=1) + "\n"


def parse_dossier(data: bytes) -> object:
    """The JSON in a dossier file, its contents unchecked; raises ProofError if it is none.

    A key that stands twice is refused: two readers could take it differently.
    """
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise ProofError("this is no dossier: it is no JSON in UTF-8") from error


def _event_entry(row: tuple[int, str, int, str, bytes], size: int, subtree: Subtree) -> EventEntry:
    position, originator_id, originator_version, topic, state = row
    return EventEntry(
        position=position,
        originator_id=originator_id,
        originator_version=originator_version,
        topic=topic,
        state=encode_base64(state),
        proof=[encode_base64(node) for node in prove_inclusion(position - 1, size, subtree)],
    )


def _earlier_entry(note: str, size: int, subtree: Subtree) -> EarlierEntry:
    older = parse_checkpoint(parse_note(note).text).size
    proof = prove_consistency(older, size, subtree) if older else []
    return EarlierEntry(seal=note, proof=[encode_base64(node) for node in proof])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
