"""The verdict on a dossier: what it proves, what is broken, and what was not checked.

Pure: a parsed file and a key from outside go in. `scripts/verify_dossier.py`
comes to the same points with the standard library alone; the tests hold the
two together. Knows no store, and nothing of what events mean.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from zltrec.proof.checkpoint import Checkpoint, parse_checkpoint
from zltrec.proof.dossier import FORMAT, Dossier, EarlierEntry, EventEntry, SignatureEntry
from zltrec.proof.encoding import decode_base64
from zltrec.proof.faults import ProofError
from zltrec.proof.leaf import encode_leaf
from zltrec.proof.merkle import EMPTY_ROOT, hash_leaf
from zltrec.proof.note import VerifierKey, check_note, parse_note, parse_verifier_key, signatures_by
from zltrec.proof.paths import check_consistency, check_inclusion
from zltrec.proof.sshsig import check_signature

HOLDS = "holds"
BROKEN = "broken"
UNCHECKED = "not checked"

_Shape = dict[str, tuple[type, ...]]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at.

    `outcome` is HOLDS, BROKEN or UNCHECKED. `what` is `dossier`, `seal` (its
    form), `seal signature`, `event`, `earlier seal` (that it begins this one),
    `earlier seal signature`, `signature` (of an event), or `key` (that an
    earlier event named it); `at` is the position, or the size of a seal, where
    there is one; `reason` is None for what holds.
    """

    outcome: str
    what: str
    at: int | None
    reason: ProofError | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All points, in the order of the file."""

    points: tuple[Point, ...]

    @property
    def broken(self) -> tuple[Point, ...]:
        """The points that fail; the dossier proves nothing beyond the others."""
        return tuple(point for point in self.points if point.outcome == BROKEN)

    @property
    def unchecked(self) -> tuple[Point, ...]:
        """The points that nobody looked at; never to be shown as passed."""
        return tuple(point for point in self.points if point.outcome == UNCHECKED)


def check_dossier(document: object, verifier_key: str | None) -> Verdict:
    """The verdict on what `parse_dossier` gave; never an error for a bad dossier.

    `verifier_key` is `name+id+base64` or an `ssh-ed25519` line, from outside
    the dossier; without it no seal's signature is checked. Raises ProofError
    only if that key is none.
    """
    key = None if verifier_key is None else parse_verifier_key(verifier_key)
    try:
        dossier = _whole(document)
    except ProofError as error:
        return Verdict((Point(BROKEN, "dossier", None, error),))
    return Verdict(tuple(_points(dossier, key)))


def _points(dossier: Dossier, key: VerifierKey | None) -> Iterator[Point]:
    seal: Checkpoint | None = None
    size: int | None = None
    try:
        seal = _checkpoint(dossier["seal"])
        size = seal.size
        yield Point(HOLDS, "seal", size)
    except ProofError as error:
        yield Point(BROKEN, "seal", None, error)
    if seal is not None:
        yield _signed("seal signature", dossier["seal"], size, key)
    proved: dict[int, set[str]] = {}
    for event in dossier["events"]:
        at = _position(event)
        point = _point("event", at, _check_event, event, seal)
        if point.outcome == HOLDS and at is not None:
            proved[at] = _texts(event)
        yield point
    for earlier in dossier["earlier"]:
        yield from _earlier(earlier, seal, key)
    for entry in dossier["signatures"]:
        yield from _signature(entry, proved)


def _point(what: str, at: int | None, check: Callable[..., None], *given: object) -> Point:
    try:
        check(*given)
    except _NotChecked as nothing:
        return Point(UNCHECKED, what, at, nothing.reason)
    except ProofError as error:
        return Point(BROKEN, what, at, error)
    return Point(HOLDS, what, at)


def _signed(
    what: str, note: str, at: int | None, key: VerifierKey | None, *, own: bool = True
) -> Point:
    def check() -> None:
        if key is None:
            raise _NotChecked(
                ProofError("no key was given; ask the auditor for it, not whoever gave the file")
            )
        if not own and not signatures_by(parse_note(note), key):
            raise _NotChecked(
                ProofError("this seal was signed with another key than the one given")
            )
        check_note(note, key)

    return _point(what, at, check)


def _check_event(event: EventEntry, seal: Checkpoint | None) -> None:
    _check_shape(event, _EVENT)
    if seal is None:
        raise _no_seal()
    row = (
        event["position"],
        event["originator_id"],
        event["originator_version"],
        event["topic"],
        decode_base64(event["state"]),
    )
    leaf = hash_leaf(encode_leaf(*row))
    check_inclusion(event["position"] - 1, seal.size, leaf, _hashes(event["proof"]), seal.root)


def _earlier(
    entry: EarlierEntry, seal: Checkpoint | None, key: VerifierKey | None
) -> Iterator[Point]:
    try:
        _check_shape(entry, _SEAL)
        older = _checkpoint(entry["seal"])
    except ProofError as error:
        yield Point(BROKEN, "earlier seal", None, error)
        return

    def check() -> None:
        if seal is None:
            raise _no_seal()
        if older.origin != seal.origin:
            raise ProofError(
                "the seals are of two logs, {first} and {second}",
                first=older.origin,
                second=seal.origin,
            )
        proof = _hashes(entry["proof"])
        if older.size:
            check_consistency(older.size, seal.size, proof, older.root, seal.root)
        elif proof or older.root != EMPTY_ROOT:
            raise ProofError("a seal over no event has the root of nothing, and needs no proof")

    yield _point("earlier seal", older.size, check)
    yield _signed("earlier seal signature", entry["seal"], older.size, key, own=False)


def _signature(entry: SignatureEntry, proved: dict[int, set[str]]) -> Iterator[Point]:
    at = _position(entry)

    def check() -> None:
        _check_shape(entry, _SIGNATURE)
        statement, signature = entry["statement"], entry["signature"]
        if not {statement, signature} <= proved.get(entry["position"], set()):
            raise ProofError("no event that is proved here at {at} holds this signature", at=at)
        try:
            message = statement.encode()
        except UnicodeEncodeError as error:
            raise ProofError("the signed statement is no Unicode text") from error
        check_signature(message, signature, entry["key"], entry["namespace"])

    def check_key() -> None:
        enrolled = entry["enrolled"]
        if enrolled is None:
            raise _NotChecked(ProofError("the dossier does not show whose key it is"))
        if not enrolled < entry["position"] or entry["key"] not in proved.get(enrolled, set()):
            raise ProofError(
                "no earlier event that is proved here at {at} names the key", at=enrolled
            )

    point = _point("signature", at, check)
    yield point
    if point.outcome == HOLDS:
        yield _point("key", at, check_key)


class _NotChecked(Exception):
    """Not a fault: nothing to check with."""

    def __init__(self, reason: ProofError) -> None:
        self.reason = reason


def _no_seal() -> _NotChecked:
    return _NotChecked(ProofError("without a readable seal there is nothing to prove it against"))


_SEAL: _Shape = {"seal": (str,), "proof": (list,)}
_EVENT: _Shape = {
    "position": (int,),
    "originator_id": (str,),
    "originator_version": (int,),
    "topic": (str,),
    "state": (str,),
    "proof": (list,),
}
_SIGNATURE: _Shape = {
    "position": (int,),
    "enrolled": (int, type(None)),
    "namespace": (str,),
    "statement": (str,),
    "signature": (str,),
    "key": (str,),
}


def _check_shape(entry: Any, shape: _Shape) -> None:
    """Raises ProofError unless `entry` has exactly these keys, and values of these types."""
    if not isinstance(entry, dict) or entry.keys() != shape.keys():
        raise ProofError("an entry of the dossier lacks something, or says more than it should")
    for name, value in entry.items():
        if type(value) not in shape[name]:
            raise ProofError("the dossier's {name} is of another type than it should be", name=name)


def _whole(document: Any) -> Dossier:
    names = Dossier.__annotations__.keys()
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ProofError("this is no dossier: it does not say that it is {format}", format=FORMAT)
    lists = [name for name in names if name not in ("format", "seal")]
    if (
        document.keys() != names
        or not isinstance(document["seal"], str)
        or not all(isinstance(document[name], list) for name in lists)
    ):
        raise ProofError("an entry of the dossier lacks something, or says more than it should")
    dossier: Dossier = document  # type: ignore[assignment]
    return dossier


def _checkpoint(note: str) -> Checkpoint:
    return parse_checkpoint(parse_note(note).text)


def _hashes(proof: list[str]) -> list[bytes]:
    return [decode_base64(node) for node in proof]


def _position(entry: Any) -> int | None:
    at = entry.get("position") if isinstance(entry, dict) else None
    return at if type(at) is int else None


def _texts(event: EventEntry) -> set[str]:
    """Every text in the event's state, where that is JSON."""
    found: set[str] = set()
    try:
        waiting = [json.loads(decode_base64(event["state"]))]
    except (ValueError, RecursionError):
        return found
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, (list, dict)):
            waiting += value if isinstance(value, list) else value.values()
    return found
