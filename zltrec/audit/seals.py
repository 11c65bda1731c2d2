"""An old seal against the log as it is: consistent, rewritten, cut, or from another store."""

from __future__ import annotations

from dataclasses import dataclass

from zltrec.proof.checkpoint import Checkpoint, parse_checkpoint
from zltrec.proof.faults import ProofError
from zltrec.proof.note import check_note, parse_note
from zltrec.store.sqlite import SQLiteLog

VALID = "valid"
NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class SealVerdict:
    """What a seal says of the log: `signature` is valid or not checked; `why` is None if the
    log is consistent with it."""

    seal: Checkpoint
    signature: str
    why: ProofError | None


def origin_of(store_id: str) -> str:
    """What seals of a store are called: `zltrec/<store id>`."""
    return f"zltrec/{store_id}"


def check_seal(log: SQLiteLog, origin: str, note: str, key: str | None) -> SealVerdict:
    """Compares the log's events, as their stored bytes are now, with the seal.

    `key` (a `.pub` line or verifier key) has to come from outside the store;
    without it the signature is not checked. Raises ProofError for what is no
    seal, or is not signed by that key.
    """
    if key is not None:
        check_note(note, key)
    seal = parse_checkpoint(parse_note(note).text)
    return SealVerdict(seal, VALID if key is not None else NOT_CHECKED, _why(log, origin, seal))


def _why(log: SQLiteLog, origin: str, seal: Checkpoint) -> ProofError | None:
    if seal.origin != origin:
        return ProofError(
            "the seal is of another store: {other}, this one is {origin}",
            other=seal.origin,
            origin=origin,
        )
    if seal.size > log.size:
        return ProofError(
            "the log was cut: the seal covers {size} events, and {events} are left",
            size=seal.size,
            events=log.size,
        )
    if log.recomputed_root(seal.size) != seal.root:
        return ProofError(
            "the log was rewritten: its first {size} events are not those that were sealed",
            size=seal.size,
        )
    return None
