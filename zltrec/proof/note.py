"""Signed notes: a text, a blank line, and lines with Ed25519 signatures.

Follows C2SP `signed-note` (c2sp.org/signed-note) with signature type 0x01, as
Go's `sumdb/note` writes and reads it. A verifier key is `name+id+base64` as
there, or a plain `ssh-ed25519` line as in a `.pub` file, which speaks for any
name. Knows nothing of trees and seals: a text is a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from zltrec.errors import Refused
from zltrec.proof.encoding import decode_base64, encode_base64
from zltrec.proof.faults import ProofError, SignatureError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ED25519 = b"\x01"  # the signature type that the specification assigns
_DASH = "— "
_MOST_SIGNATURES = 100  # as Go's reader: nobody shall be kept busy with a long note


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: the key's name, its id (4 bytes), the signature itself."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """The text with its last line feed, and its signatures in the order of the lines."""

    text: str
    signatures: tuple[NoteSignature, ...]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """An Ed25519 public key (32 bytes) and the key name it speaks for; None for any."""

    name: str | None
    public: bytes


def key_id(name: str, public: bytes) -> bytes:
    """The first 4 bytes of SHA-256 over name, LF, 0x01 and the public key."""
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def render_verifier_key(name: str, public: bytes) -> str:
    """`name+id+base64` for a raw Ed25519 public key; raises ProofError for an unusable name."""
    _check_name(name)
    if len(public) != 32:
        raise ProofError("an Ed25519 public key has 32 bytes, not {count}", count=len(public))
    return f"{name}+{key_id(name, public).hex()}+{encode_base64(_ED25519 + public)}"


def parse_verifier_key(text: str) -> VerifierKey:
    """A verifier key from `name+id+base64` or an `ssh-ed25519` line; raises ProofError."""
    if text.startswith("ssh-ed25519 "):
        encoded = text.partition(" ")[2].strip().partition(" ")[0]
        blob = decode_base64(encoded)
        prefix = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"
        if len(blob) == len(prefix) + 32 and blob.startswith(prefix):
            return VerifierKey(None, blob[len(prefix) :])
        raise ProofError("the line begins with ssh-ed25519 but holds no such key; copy it again")
    name, _, rest = text.strip().partition("+")
    _, _, encoded = rest.partition("+")
    key = decode_base64(encoded)
    if key[:1] != _ED25519 or len(key) != 33 or text.strip() != render_verifier_key(name, key[1:]):
        raise ProofError(
            "this is no Ed25519 verifier key (name+id+base64, or a line of a .pub file): {text}",
            text=text.strip()[:80],
        )
    return VerifierKey(name, key[1:])


def sign_note(text: str, key_name: str, private_key: Ed25519PrivateKey) -> str:
    """The note of `text` (ending in LF) with one signature line.

    Raises ProofError if text or name cannot stand in a note, Refused if the
    key is of another kind.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not isinstance(private_key, Ed25519PrivateKey):
        raise Refused("only an Ed25519 key can seal; make one with: ssh-keygen -t ed25519")
    _check_name(key_name)
    public = private_key.public_key().public_bytes_raw()
    line = encode_base64(key_id(key_name, public) + private_key.sign(_bytes(text)))
    note = f"{text}\n{_DASH}{key_name} {line}\n"
    parse_note(note)
    return note


def parse_note(note: str) -> Note:
    """The parts of a signed note, nothing checked; raises ProofError if it is none."""
    if any(char < " " and char != "\n" for char in note):
        raise ProofError("the note holds a control character; take another copy of it")
    text, blank, lines = note.rpartition("\n\n")
    if not blank or not lines.endswith("\n") or len(lines) < 2:
        raise ProofError("the note has no signature lines after a blank line; take another copy")
    _bytes(note)
    found = lines[:-1].split("\n")
    if len(found) > _MOST_SIGNATURES:
        raise ProofError("the note has over {count} signatures", count=_MOST_SIGNATURES)
    return Note(text + "\n", tuple(_parse_line(line) for line in found))


def signatures_by(note: Note, key: VerifierKey) -> list[NoteSignature]:
    """The signatures of the note that say they are by this key; none is checked."""
    return [
        signed
        for signed in note.signatures
        if key.name in (None, signed.name) and key_id(signed.name, key.public) == signed.key_id
    ]


def check_note(note: str, verifier_key: VerifierKey | str) -> Note:
    """The note, once `verifier_key` is shown to have signed it.

    Raises ProofError if it cannot be read, SignatureError if that key's
    signature is absent or does not fit the text. Signatures of other keys
    are ignored, as the specification asks.
    """
    key = parse_verifier_key(verifier_key) if isinstance(verifier_key, str) else verifier_key
    parsed = parse_note(note)
    matching = signatures_by(parsed, key)
    if not matching:
        raise SignatureError(
            "the note is not signed by the key given, but by {names}; check which key you hold",
            names=", ".join(f"{signed.name}+{signed.key_id.hex()}" for signed in parsed.signatures),
        )
    for signed in matching:
        _check_signature(key.public, parsed.text, signed)
    return parsed


def _check_signature(public: bytes, text: str, signed: NoteSignature) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, text.encode())
    except (InvalidSignature, ValueError) as error:
        raise SignatureError(
            "the note was altered after {name} signed it, or the signature was",
            name=signed.name,
        ) from error


def _parse_line(line: str) -> NoteSignature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH):
        raise ProofError("a signature line of the note does not begin with a dash and a blank")
    _check_name(name)
    data = decode_base64(encoded)
    if len(data) < 5:
        raise ProofError("a signature line of the note holds no signature; take another copy")
    return NoteSignature(name, data[:4], data[4:])


def _check_name(name: str) -> None:
    if not name or "+" in name or any(char.isspace() or char < " " for char in name):
        raise ProofError("a key's name has to be without blanks and plus signs: {name}", name=name)
    _bytes(name)


def _bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ProofError("the note is no Unicode text; take another copy of it") from error
