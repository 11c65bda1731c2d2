"""SSH signatures over a message: what `ssh-keygen -Y sign` and `-Y verify` exchange.

Follows OpenSSH's PROTOCOL.sshsig (version 1), with RFC 8332 (RSA), RFC 5656
(ECDSA) and RFC 8709 (Ed25519) for the signature inside. Only the framing is
ours; hashing is hashlib's and every signature `cryptography`'s.

Why not another way: the package `sshsig` (0.3.1) cannot sign, knows no ECDSA,
and reads armor and hash names loosely; calling `ssh-keygen` for each check
costs some milliseconds and a temporary file each, a hundred times the check
itself; `cryptography` reads SSH keys but not this format. The tests hold both
directions against the real `ssh-keygen`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256, sha512
from typing import TYPE_CHECKING

from zltrec.proof.encoding import decode_base64, encode_base64
from zltrec.proof.faults import ProofError, SignatureError
from zltrec.proof.keys import KINDS, key_blob, load_public, public_line

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm

    from zltrec.proof.keys import PrivateKey

_MAGIC = b"SSHSIG"
_VERSION = 1
_HASHES = {b"sha256": sha256, b"sha512": sha512}
_RSA_ALGORITHMS = (b"rsa-sha2-512", b"rsa-sha2-256")
_ARMOR = re.compile(
    r"-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/=]{1,76}\n)+)-----END SSH SIGNATURE-----\n?"
)
_LINE = 70  # as ssh-keygen breaks its lines


@dataclass(frozen=True, slots=True)
class SshSignature:
    """What an armored signature says of itself; nothing of it is checked yet.

    `algorithm` and `signature` are the two halves of SSH's signature blob.
    """

    public_line: str
    namespace: str
    hash_name: bytes
    algorithm: bytes
    signature: bytes


def sign(message: bytes, namespace: str, private_key: PrivateKey) -> str:
    """The armored signature, as `ssh-keygen -Y sign -n NAMESPACE` writes it.

    SHA-512 over the message; an RSA key signs by rsa-sha2-512.
    """
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
    from cryptography.hazmat.primitives.hashes import SHA512

    space = _namespace_bytes(namespace)
    signed = _signed_data(space, b"sha512", message)
    blob = key_blob(public_line(private_key))
    algorithm = _strings(blob, 1)[0][0]
    if isinstance(private_key, ed25519.Ed25519PrivateKey):
        signature = private_key.sign(signed)
    elif isinstance(private_key, ec.EllipticCurvePrivateKey):
        der = private_key.sign(signed, ec.ECDSA(_curve_hash(algorithm)))
        signature = b"".join(_string(_mpint(part)) for part in utils.decode_dss_signature(der))
    elif isinstance(private_key, rsa.RSAPrivateKey):
        algorithm = b"rsa-sha2-512"
        signature = private_key.sign(signed, padding.PKCS1v15(), SHA512())
    else:
        raise SignatureError("a key of this kind cannot sign; make one with: ssh-keygen -t ed25519")
    inner = _string(algorithm) + _string(signature)
    parts = (blob, space, b"", b"sha512", inner)
    body = _MAGIC + _VERSION.to_bytes(4, "big") + b"".join(map(_string, parts))
    encoded = encode_base64(body)
    lines = [encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])


@lru_cache(maxsize=16)
def parse_signature(armored: str) -> SshSignature:
    """The parts of an armored signature; raises SignatureError if it cannot be read.

    The last ones are kept: whose key it is and whether it holds are asked one after the other.
    """
    match = _ARMOR.fullmatch(armored)
    if match is None:
        raise SignatureError(
            "this is no SSH signature; make one with: ssh-keygen -Y sign -n NAMESPACE -f KEY FILE"
        )
    try:
        body = decode_base64(match[1].replace("\n", ""))
        if body[:6] != _MAGIC or body[6:10] != _VERSION.to_bytes(4, "big"):
            raise SignatureError("this SSH signature is of a version that cannot be read here")
        (blob, namespace, _, hash_name, inner), rest = _strings(body[10:], 5)
        (algorithm, signature), inner_rest = _strings(inner, 2)
        kind = _strings(blob, 1)[0][0].decode("ascii")
        space = namespace.decode("utf-8")
    except SignatureError:
        raise
    except (ProofError, UnicodeDecodeError) as error:
        raise SignatureError("this SSH signature is damaged; ask for it again") from error
    if rest or inner_rest:
        raise SignatureError("this SSH signature is damaged; ask for it again")
    if hash_name not in _HASHES or kind not in KINDS:
        raise SignatureError(
            "this signature was made with {kind} and {hash}, which cannot be checked here; "
            "sign with an Ed25519, ECDSA or RSA key",
            kind=kind[:40],
            hash=hash_name[:20].decode("ascii", "replace"),
        )
    return SshSignature(f"{kind} {encode_base64(blob)}", space, hash_name, algorithm, signature)


def check_signature(message: bytes, armored: str, line: str, namespace: str) -> SshSignature:
    """The signature, once the key of the canonical public `line` is shown to have made it.

    Raises SignatureError, each with its own message, for: an unreadable
    signature, another namespace, another key, another message; ProofError if
    `line` is no public key.
    """
    parsed = parse_signature(armored)
    is_signed = _checker(line)
    if parsed.namespace != namespace:
        raise SignatureError(
            "the signature was made for the purpose {found}, not for {wanted}; "
            "sign again with: ssh-keygen -Y sign -n {wanted}",
            found=parsed.namespace,
            wanted=namespace,
        )
    if parsed.public_line != line:
        raise SignatureError("the signature was made by another key than the one that is expected")
    signed = _signed_data(_namespace_bytes(namespace), parsed.hash_name, message)
    if not is_signed(parsed, signed):
        raise SignatureError(
            "the signature does not fit what it stands on: that was altered after it was signed, "
            "or the signature belongs to something else"
        )
    return parsed


@lru_cache(maxsize=1024)
def _checker(line: str) -> Callable[[SshSignature, bytes], bool]:
    """Whether a signature by the key of `line` stands on these bytes, as a function.

    Kept for each key, since reading a key and importing what checks it costs
    as much as half a check.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
    from cryptography.hazmat.primitives.hashes import SHA256, SHA512

    key = load_public(line)
    kind = line.partition(" ")[0].encode()

    def verify(algorithm: bytes, signature: bytes, signed: bytes) -> None:
        if isinstance(key, ed25519.Ed25519PublicKey) and algorithm == kind:
            key.verify(signature, signed)
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm == kind:
            (r, s), rest = _strings(signature, 2)
            # A number with its first bit set is negative (RFC 4251), which none of these is.
            if rest or not (r and s) or r[0] & 0x80 or s[0] & 0x80:
                raise InvalidSignature
            der = utils.encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
            key.verify(der, signed, ec.ECDSA(_curve_hash(kind)))
        # SHA-1 (the algorithm named ssh-rsa) can be forged and is never taken.
        elif isinstance(key, rsa.RSAPublicKey) and algorithm in _RSA_ALGORITHMS:
            digest = SHA512() if algorithm == b"rsa-sha2-512" else SHA256()
            # Some agents leave zeros in front away; ssh-keygen puts them back, too.
            whole = signature.rjust((key.key_size + 7) // 8, b"\x00")
            key.verify(whole, signed, padding.PKCS1v15(), digest)
        else:
            raise InvalidSignature

    def is_signed(parsed: SshSignature, signed: bytes) -> bool:
        try:
            verify(parsed.algorithm, parsed.signature, signed)
        except (InvalidSignature, ProofError, ValueError):
            return False
        return True

    return is_signed


def _signed_data(namespace: bytes, hash_name: bytes, message: bytes) -> bytes:
    digest = _HASHES[hash_name](message).digest()
    return _MAGIC + b"".join(map(_string, (namespace, b"", hash_name, digest)))


def _curve_hash(kind: bytes) -> HashAlgorithm:
    """RFC 5656, 6.2.1: the hash goes by the size of the curve."""
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

    return {b"256": SHA256(), b"384": SHA384(), b"521": SHA512()}[kind[-3:]]


def _namespace_bytes(namespace: str) -> bytes:
    if not namespace or not namespace.isascii() or not namespace.isprintable():
        raise SignatureError("a signature needs a purpose in plain letters: {name}", name=namespace)
    return namespace.encode()


def _string(data: bytes) -> bytes:
    """RFC 4251, section 5: a length in four bytes, then the data."""
    return len(data).to_bytes(4, "big") + data


def _mpint(number: int) -> bytes:
    """RFC 4251, section 5, for positive numbers: with a zero bit in front."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _strings(data: bytes, count: int) -> tuple[list[bytes], bytes]:
    """The first `count` strings, and what is left; raises ProofError at a cut."""
    found: list[bytes] = []
    at = 0
    for _ in range(count):
        start = at + 4
        at = start + int.from_bytes(data[at:start], "big")
        if len(data) < at:
            raise ProofError("this SSH signature is damaged; ask for it again")
        found.append(data[start:at])
    return found, data[at:]
