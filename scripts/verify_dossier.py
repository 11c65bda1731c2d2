#!/usr/bin/env python3
"""Checks a zltrec dossier without zltrec.

    python3 verify_dossier.py FILE [--key auditor.pub]

Needs Python 3.9 or later, its standard library, and, where the file holds
approvals, `ssh-keygen`. Read it before you trust it; it is one page for each
question:

  1. Is the seal well made, and signed with the key that you brought?   (seal)
  2. Are these events, byte for byte, among those that were sealed?     (event)
  3. Does the sealed log begin with what an earlier seal covered?       (earlier seal)
  4. Is each approval signed as it says, by a key that the log names?   (signature)

It does not tell whether an office was held on the day, or a key reported lost
since: only the whole log shows that (`zltrec approval verify`). What the log
says of a key as far as it was sealed is among the events.

The key has to come from outside the file: from the auditor who sealed, or from
your own copy. Whoever wrote the file could have made up any other.

Prints one line for each thing looked at. Exit code: 0 nothing is broken (but
read what was not checked), 4 something is broken, 3 a file or a program that
is needed is missing, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256, sha512
from typing import Any

FORMAT = "zltrec-dossier/1"
HOLDS, BROKEN, UNCHECKED = "holds", "broken", "not checked"
Entry = dict[str, Any]
Seal = tuple[str, int, bytes]  # origin, size, root
Result = tuple[str, str, "int | None", str]


class Broken(Exception):
    """The check fails."""


class Unchecked(Exception):
    """There is nothing to check with."""


def need(condition: object, message: str) -> None:
    if not condition:
        raise Broken(message)


def decode(text: str) -> bytes:
    """Base64, in the one way it is written."""
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, "a value is not written as base64")
    return data


# --- Ed25519, RFC 8032, 5.1: only the check of a signature ----------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]


def point_from(data: bytes) -> Point | None:
    """A point as (x, y, z, t) with x = X/Z, y = Y/Z, xy = T/Z; None if it is none."""
    number = int.from_bytes(data, "little")
    y, odd = number % 2**255, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and odd):
        return None
    if x % 2 != odd:
        x = P - x
    return (x, y, 1, x * y % P)


def add(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, point)
        point = add(point, point)
        number >>= 1
    return total


BASE = point_from((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    point = point_from(public)
    if len(signature) != 64 or point is None:
        return False
    number = int.from_bytes(signature[32:], "little")
    digest = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (P - point[0], point[1], 1, P - point[3])
    x, y, z, _ = add(times(number, BASE), times(digest, minus))
    x, y = x * pow(z, -1, P) % P, y * pow(z, -1, P) % P
    expected = (y | (x & 1) << 255).to_bytes(32, "little")
    return number < ORDER and expected == signature[:32]


# --- the seal: a checkpoint in a signed note (c2sp.org/signed-note, /tlog-checkpoint) --


def key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n\x01" + public).digest()[:4]


def read_key(text: str) -> tuple[str | None, bytes]:
    """(name or None, public key) from `name+id+base64` or a line of a .pub file."""
    text = text.strip()
    if text.startswith("ssh-ed25519 "):
        blob = decode(text.split()[1])
        need(blob[:19] == b"\0\0\0\x0bssh-ed25519\0\0\0\x20" and len(blob) == 51, "no such key")
        return None, blob[19:]
    name, _, rest = text.partition("+")
    identity, _, encoded = rest.partition("+")
    data = decode(encoded)
    need(data[:1] == b"\x01" and len(data) == 33, "no Ed25519 key")
    need(is_name(name) and identity == key_id(name, data[1:]).hex(), "no such key")
    return name, data[1:]


def is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " for c in name)


def read_note(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """(text, [(name, key id, signature)]) of a signed note."""
    need(not any(c < " " and c != "\n" for c in note), "the note holds a control character")
    note.encode()
    text, blank, lines = note.rpartition("\n\n")
    need(blank and len(lines) > 1 and lines.endswith("\n"), "the note has no signature lines")
    need(lines.count("\n") <= 100, "the note has too many signatures")
    signatures = []
    for line in lines[:-1].split("\n"):
        need(line.startswith("\u2014 "), "a signature line does not begin with a dash")
        name, _, encoded = line[2:].partition(" ")
        data = decode(encoded)
        need(is_name(name) and len(data) > 4, "a signature line holds no signature")
        signatures.append((name, data[:4], data[4:]))
    return text + "\n", signatures


def read_seal(note: str) -> Seal:
    """(origin, size, root) that a seal states."""
    lines = read_note(note)[0].split("\n")
    need(len(lines) > 3 and lines.pop() == "" and "" not in lines, "the note is no checkpoint")
    need(re.fullmatch("0|[1-9][0-9]{0,17}", lines[1]), "the seal's size is no number")
    root = decode(lines[2])
    need(len(root) == 32, "the seal's root has not 32 bytes")
    return lines[0], int(lines[1]), root


def check_seal_signature(note: str, key: tuple[str | None, bytes] | None, own: bool) -> str:
    if key is None:
        raise Unchecked("no key was given (--key)")
    name, public = key
    text, signatures = read_note(note)
    mine = [(n, s) for n, i, s in signatures if name in (None, n) and i == key_id(n, public)]
    if not mine and not own:
        raise Unchecked("signed with another key than the one given")
    need(mine, "the seal is not signed with the key given")
    for _, signature in mine:
        need(ed25519_holds(public, text.encode(), signature), "seal or signature was altered")
    return f"signed as {mine[0][0]}"


# --- the Merkle tree (RFC 9162, 2.1) ---------------------------------------------------


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def hashes(proof: list[str]) -> list[bytes]:
    found = [decode(text) for text in proof]
    need(all(len(each) == 32 for each in found), "the proof holds something that is no hash")
    return found


def climb(
    at: int, last: int, older: bytes, newer: bytes, proof: list[bytes]
) -> tuple[bytes, bytes]:
    """Both roots that a proof leads to, from node `at` of a level whose last node is `last`.

    A node that stands on the left belongs to both trees; one on the right only
    to the newer. For inclusion there is only one tree: `newer`.
    """
    for beside in proof:
        need(last > 0, "the proof is too long")
        if at & 1 or at == last:
            older, newer = node(beside, older), node(beside, newer)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            newer = node(newer, beside)
        at, last = at >> 1, last >> 1
    need(last == 0, "the proof is too short")
    return older, newer


def check_event(event: Entry, seal: Seal | None) -> str:
    """The leaf: four lines, position, id, version, topic, and the stored bytes as they are."""
    check_shape(event, "events")
    if seal is None:
        raise Unchecked("there is no readable seal to prove it against")
    position, name = event["position"], event["originator_id"]
    version, topic = event["originator_version"], event["topic"]
    head = f"{position}\n{name}\n{version}\n{topic}\n"
    need(head.count("\n") == 4, "an id or topic holds a line feed")
    leaf = sha256(b"\x00" + head.encode() + decode(event["state"])).digest()
    _, size, root = seal
    need(0 < position <= size, "the seal does not reach that far")
    reached = climb(position - 1, size - 1, leaf, leaf, hashes(event["proof"]))[1]
    need(reached == root, "the event, the proof or the root is another one")
    return f"{topic} of {name}, version {version}"


def check_earlier(older: Seal, seal: Seal | None, texts_of_proof: list[str]) -> str:
    if seal is None:
        raise Unchecked("there is no readable seal to prove it against")
    (old_origin, old_size, old_root), (origin, size, root) = older, seal
    need(old_origin == origin, "the seals are of two logs")
    proof = hashes(texts_of_proof)
    if old_size == 0:
        need(not proof and old_root == sha256(b"").digest(), "a seal over nothing has no proof")
    elif old_size == size:
        need(not proof and old_root == root, "two roots over the same number of events")
    else:
        need(old_size < size and proof, "the earlier seal is larger, or there is no proof")
        at, last = old_size - 1, size - 1
        if old_size & at == 0:  # the older tree is a whole subtree, and its root the first node
            proof.insert(0, old_root)
        while at & 1:
            at, last = at >> 1, last >> 1
        reached = climb(at, last, proof[0], proof[0], proof[1:])
        need(reached == (old_root, root), "the log was rewritten, or the proof belongs elsewhere")
    return f"the log of {size} events begins with it"


# --- approvals: SSH signatures, checked by ssh-keygen -----------------------------------

NO_SSH_KEYGEN = "ssh-keygen is not installed"
KEY = r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+=*"
ARMOR = r"-----BEGIN SSH SIGNATURE-----\n(([A-Za-z0-9+/=]{1,76}\n)+)-----END SSH SIGNATURE-----\n?"


def texts(value: Any) -> set[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, dict) else value if type(value) is list else ()
    return set().union(*map(texts, inner))


def check_signature(entry: Entry, proved: dict[int, set[str]]) -> str:
    check_shape(entry, "signatures")
    statement, signature, key = entry["statement"], entry["signature"], entry["key"]
    need(
        {statement, signature} <= proved.get(entry["position"], set()),
        "no event that is proved here holds this signature",
    )
    armor = re.fullmatch(ARMOR, signature)
    if armor is None or not re.fullmatch(KEY, key):
        raise Broken("signature or key cannot be read")
    need(decode(armor[1].replace("\n", ""))[:10] == b"SSHSIG\0\0\0\1", "no SSHSIG of version 1")
    blob = decode(key.split(" ")[1])
    need(re.fullmatch("[ -~]+", entry["namespace"]), "the signature's purpose is no plain text")
    if shutil.which("ssh-keygen") is None:
        raise Unchecked(NO_SSH_KEYGEN)
    with tempfile.TemporaryDirectory() as folder:
        signers, file = os.path.join(folder, "signers"), os.path.join(folder, "signature")
        with open(signers, "w", newline="") as out:
            out.write("signer " + key + "\n")
        with open(file, "w", newline="") as out:
            out.write(signature)
        command = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "signer"]
        command += ["-n", entry["namespace"], "-s", file]
        done = subprocess.run(command, input=statement.encode(), capture_output=True, check=False)
    need(done.returncode == 0, "ssh-keygen does not accept the signature")
    return "by SHA256:" + base64.b64encode(sha256(blob).digest()).decode().rstrip("=")


def check_key(entry: Entry, proved: dict[int, set[str]]) -> str:
    enrolled = entry["enrolled"]
    if enrolled is None:
        raise Unchecked("the file does not show whose key it is")
    named = enrolled < entry["position"] and entry["key"] in proved.get(enrolled, set())
    need(named, "no earlier event that is proved here names the key")
    return f"named by event {enrolled}"


# --- the whole ---------------------------------------------------------------------------

SHAPES: dict[str, dict[str, Any]] = {
    "events": {
        "position": int, "originator_id": str, "originator_version": int, "topic": str,
        "state": str, "proof": list,
    },
    "earlier": {"seal": str, "proof": list},
    "signatures": {
        "position": int, "enrolled": (int, type(None)), "namespace": str, "statement": str,
        "signature": str, "key": str,
    },
}  # fmt: skip


def check_shape(entry: Any, name: str) -> None:
    shape = SHAPES[name]
    need(isinstance(entry, dict) and entry.keys() == shape.keys(), "an entry is incomplete")
    for field, kind in shape.items():
        fits = isinstance(entry[field], kind) and not isinstance(entry[field], bool)
        need(fits, f"the {field} of an entry is of another type than it should be")


def position_of(entry: Any) -> int | None:
    at = entry.get("position") if isinstance(entry, dict) else None
    return at if type(at) is int else None


def texts_in_state(event: Entry) -> set[str]:
    try:
        return texts(json.loads(decode(event["state"])))
    except (ValueError, RecursionError):
        return set()  # a state that is no JSON holds no signature


def verify(document: Any, key: tuple[str | None, bytes] | None) -> list[Result]:
    """(outcome, what, position or size, reason or detail) for everything in the file."""
    results: list[Result] = []

    def look(what: str, at: int | None, check: Callable[..., str], *given: object) -> bool:
        try:
            results.append((HOLDS, what, at, check(*given)))
        except Unchecked as error:
            results.append((UNCHECKED, what, at, str(error)))
        except Exception as error:  # whatever goes wrong while checking is no proof
            results.append((BROKEN, what, at, str(error) or type(error).__name__))
        return results[-1][0] == HOLDS

    def read(what: str, entry: Any) -> Seal | None:
        try:
            if what != "seal":
                check_shape(entry, "earlier")
            return read_seal(entry["seal"])
        except Exception as error:
            results.append((BROKEN, what, None, str(error)))
            return None

    whole = isinstance(document, dict) and document.keys() == {"format", "seal", *SHAPES}
    if not (
        whole
        and document["format"] == FORMAT
        and isinstance(document["seal"], str)
        and all(isinstance(document[name], list) for name in SHAPES)
    ):
        return [(BROKEN, "dossier", None, "this is no dossier, or not a whole one")]

    note = document["seal"]
    seal = read("seal", document)
    if seal is not None:
        results.append((HOLDS, "seal", seal[1], f"{seal[0]}, root {seal[2].hex()}"))
        look("seal signature", seal[1], check_seal_signature, note, key, True)
    proved: dict[int, set[str]] = {}  # the texts in each event that is shown to be in the log
    for event in document["events"]:
        if look("event", position_of(event), check_event, event, seal):
            proved[event["position"]] = texts_in_state(event)
    for entry in document["earlier"]:
        older = read("earlier seal", entry)
        if older is not None:
            note, size = entry["seal"], older[1]
            look("earlier seal", size, check_earlier, older, seal, entry["proof"])
            look("earlier seal signature", size, check_seal_signature, note, key, False)
    for entry in document["signatures"]:
        at = position_of(entry)
        if look("signature", at, check_signature, entry, proved):
            look("key", at, check_key, entry, proved)
    return results


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    need(len(dict(pairs)) == len(pairs), "a key stands twice")
    return dict(pairs)


def main() -> int:
    parser = argparse.ArgumentParser(description="Check a zltrec dossier without zltrec.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--key", help="the auditor's .pub file, or a verifier key (name+id+base64)")
    options = parser.parse_args()
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")
    key = None
    if options.key is not None:
        try:
            text = options.key
            if os.path.exists(text):
                with open(text, encoding="utf-8") as file:
                    text = file.read()
            key = read_key(text)
        except (Broken, ValueError, IndexError, OSError) as error:
            print(f"this is no Ed25519 key to check a seal with: {error}", file=sys.stderr)
            return 2
    try:
        with open(options.file, "rb") as file:
            data = file.read()
    except OSError as error:
        print(f"cannot read {options.file}: {error.strerror}", file=sys.stderr)
        return 3
    try:
        document = json.loads(data.decode("utf-8"), object_pairs_hook=once)
    except (Broken, ValueError, RecursionError) as error:
        print(f"{BROKEN}: dossier: this is no JSON in UTF-8 ({error})")
        return 4
    results = verify(document, key)
    for outcome, what, at, detail in results:
        line = f"{outcome}: {what}{'' if at is None else f' {at}'}: {detail}"
        # The file is not to be trusted with the terminal either.
        print("".join(char if char.isprintable() else "?" for char in line))
    outcomes = [outcome for outcome, *_ in results]
    print(", ".join(f"{outcomes.count(each)} {each}" for each in (HOLDS, BROKEN, UNCHECKED)))
    if BROKEN in outcomes:
        return 4
    missing = any(detail == NO_SSH_KEYGEN for *_, detail in results)
    return 3 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
