"""OpenSSH keys: public lines as they stand in `.pub` files, private key files.

Follows RFC 4253 (ssh-rsa), RFC 5656 (ecdsa), RFC 8709 (ssh-ed25519) and
OpenSSH's PROTOCOL.key; the parsing is `cryptography`'s, imported when first
needed, since it costs start-up time. Knows no officers and no files: who reads
a key file hands in its bytes and a way to ask for the passphrase.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from zltrec.errors import Unreadable
from zltrec.proof.encoding import decode_base64, encode_base64
from zltrec.proof.faults import ProofError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import (
        EllipticCurvePrivateKey,
        EllipticCurvePublicKey,
    )
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

    PrivateKey: TypeAlias = Ed25519PrivateKey | EllipticCurvePrivateKey | RSAPrivateKey
    PublicKey: TypeAlias = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey

KINDS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
)
"""The kinds of key that can sign here; hardware keys and certificates are not among them."""

_LEAST_RSA_BITS = 2048  # NIST SP 800-131A; shorter keys are refused where they would come in


def canonical_line(text: str) -> str:
    """A public key as `kind base64`, without comment, from the text of a `.pub` file.

    For keys that come in from outside. Raises Unreadable where that is no
    public key, a kind that cannot sign here, or an RSA key below 2048 bits.
    """
    words = text.split()
    if "PRIVATE" in text:
        raise Unreadable("this is a private key; give its public half, the file that ends in .pub")
    if len(words) < 2 or words[0] not in KINDS or len(text.strip().splitlines()) != 1:
        raise Unreadable(
            "this is no public key of a usable kind ({kinds}): {text}",
            kinds=", ".join(KINDS),
            text=text.strip()[:60],
        )
    line = " ".join(words[:2])
    try:
        key = load_public(line)
    except ProofError as error:
        raise Unreadable("this public key is damaged; copy it again: {line}", line=line) from error
    if words[0] == "ssh-rsa" and getattr(key, "key_size", 0) < _LEAST_RSA_BITS:
        raise Unreadable(
            "an RSA key needs {bits} bits or more; make another with: ssh-keygen -t ed25519",
            bits=_LEAST_RSA_BITS,
        )
    return line


def key_blob(line: str) -> bytes:
    """The key in SSH's own encoding, from a canonical line; raises ProofError."""
    kind, _, encoded = line.partition(" ")
    blob = decode_base64(encoded)
    if kind not in KINDS or not blob.startswith(len(kind).to_bytes(4, "big") + kind.encode()):
        raise ProofError("this public key is damaged; copy it again: {line}", line=line[:60])
    return blob


@lru_cache(maxsize=1024)
def fingerprint(line: str) -> str:
    """`SHA256:…` as `ssh-keygen -l` prints it, from a canonical line; raises ProofError."""
    return "SHA256:" + encode_base64(sha256(key_blob(line)).digest()).rstrip("=")


@lru_cache(maxsize=1024)
def load_public(line: str) -> PublicKey:
    """The key that can check signatures, from a canonical line; raises ProofError."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        PublicFormat,
        load_ssh_public_key,
    )

    key_blob(line)
    try:
        key = load_ssh_public_key(line.encode())
        written = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    except (ValueError, TypeError, NotImplementedError, UnsupportedAlgorithm) as error:
        raise ProofError(
            "this public key is damaged; copy it again: {line}", line=line[:60]
        ) from error
    if written != line.encode():
        raise ProofError("this public key is damaged; copy it again: {line}", line=line[:60])
    return key  # type: ignore[return-value]  # KINDS leaves out the others


def ed25519_bytes(line: str) -> bytes:
    """The 32 bytes of an Ed25519 public key, for a verifier key; raises ProofError."""
    if not line.startswith("ssh-ed25519 "):
        raise ProofError("only an Ed25519 key can seal, and this is none: {line}", line=line[:60])
    load_public(line)
    return key_blob(line)[-32:]


def load_private(
    data: bytes, ask_passphrase: Callable[[], str | None] | None = None, *, name: str = ""
) -> PrivateKey:
    """The private key in an OpenSSH key file's bytes; `name` stands in messages.

    `ask_passphrase` is called only if the file is protected; None from it, or
    no way to ask, is refused. Raises Unreadable, never another error.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    try:
        try:
            key: object = load_ssh_private_key(data, None)
        except TypeError as protected:
            passphrase = ask_passphrase() if ask_passphrase else None
            if passphrase is None:
                raise Unreadable(
                    "the key {name} is protected by a passphrase; "
                    "enter it at a terminal, or load the key into an agent with ssh-add",
                    name=name,
                ) from protected
            key = _opened(data, passphrase, name)
    except UnsupportedAlgorithm as error:
        raise Unreadable(
            "the key {name} is of a kind, or protected in a way, that cannot be read here; "
            "load it into an agent with ssh-add",
            name=name,
        ) from error
    except (ValueError, NotImplementedError) as error:
        raise Unreadable(
            "{name} is no private key of OpenSSH, or damaged; "
            "convert another format with: ssh-keygen -p -f",
            name=name,
        ) from error
    if not isinstance(
        key, (ed25519.Ed25519PrivateKey, ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)
    ):
        raise Unreadable("the key {name} is of a kind that cannot sign here", name=name)
    return key


def public_line(key: PrivateKey) -> str:
    """The canonical public line of a private key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")


def _opened(data: bytes, passphrase: str, name: str) -> object:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    try:
        return load_ssh_private_key(data, passphrase.encode())
    except (ValueError, TypeError, InvalidTag) as error:
        raise Unreadable("the passphrase does not open the key {name}", name=name) from error
