"""SSH signatures: ours hold for the real `ssh-keygen`, its own hold for us, damage never does."""

from __future__ import annotations

import re
import subprocess
from base64 import b64decode
from hashlib import sha512
from pathlib import Path
from textwrap import wrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zltrec.proof.encoding import encode_base64
from zltrec.proof.faults import ProofError, SignatureError
from zltrec.proof.keys import canonical_line, load_private
from zltrec.proof.sshsig import check_signature, sign

KINDS = ("ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa")
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
SPACE = "zltrec-approval"
MESSAGE = '{"decision":"approve","subject":"通知"}'.encode()


def line_of(path: Path) -> str:
    return canonical_line(path.with_suffix(".pub").read_text())


def sign_there(ssh_keygen: str, path: Path, message: bytes, *options: str) -> str:
    command = [ssh_keygen, "-q", "-Y", "sign", "-n", SPACE, *options, "-f", str(path)]
    return subprocess.run(command, input=message, capture_output=True, check=True).stdout.decode()


def holds_there(
    ssh_keygen: str, folder: Path, message: bytes, armored: str, line: str, space: str = SPACE
) -> bool:
    (folder / "signers").write_text(f'officer namespaces="{SPACE}" {line}\n')
    (folder / "sig").write_text(armored)
    command = [ssh_keygen, "-Y", "verify", "-f", str(folder / "signers"), "-I", "officer"]
    command += ["-n", space, "-s", str(folder / "sig")]
    return subprocess.run(command, input=message, capture_output=True, check=False).returncode == 0


def rearmored(body: bytes) -> str:
    lines = "\n".join(wrap(encode_base64(body), 70))
    return f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n"


def body_of(armored: str) -> bytes:
    return b64decode("".join(armored.splitlines()[1:-1]))


@EVERY_KIND
def test_ours_hold_for_ssh_keygen(
    kind: str, key_files: dict[str, Path], ssh_keygen: str, tmp_path: Path
) -> None:
    path = key_files[kind]
    for message in (MESSAGE, b"", bytes(range(256))):
        armored = sign(message, SPACE, load_private(path.read_bytes()))
        assert holds_there(ssh_keygen, tmp_path, message, armored, line_of(path))
        assert not holds_there(ssh_keygen, tmp_path, message + b" ", armored, line_of(path))


@EVERY_KIND
@pytest.mark.parametrize("digest", ["sha256", "sha512"])
def test_those_of_ssh_keygen_hold_for_us(
    kind: str, digest: str, key_files: dict[str, Path], ssh_keygen: str
) -> None:
    path = key_files[kind]
    armored = sign_there(ssh_keygen, path, MESSAGE, "-O", f"hashalg={digest}")
    parsed = check_signature(MESSAGE, armored, line_of(path), SPACE)
    assert parsed.public_line == line_of(path)
    assert parsed.hash_name == digest.encode()


@EVERY_KIND
def test_many_signatures_of_each_kind_hold(kind: str, key_files: dict[str, Path]) -> None:
    """Numbers in an ECDSA signature have a length of their own one time in some hundred."""
    key, line = load_private(key_files[kind].read_bytes()), line_of(key_files[kind])
    for n in range(20 if kind == "rsa" else 300):
        message = n.to_bytes(4, "big")
        check_signature(message, sign(message, SPACE, key), line, SPACE)


def test_a_deterministic_signature_is_the_same_as_there(
    key_files: dict[str, Path], ssh_keygen: str
) -> None:
    for kind in ("ed25519", "rsa"):
        ours = sign(MESSAGE, SPACE, load_private(key_files[kind].read_bytes()))
        assert ours == sign_there(ssh_keygen, key_files[kind], MESSAGE)


def test_a_signature_kept_from_openssh_9_2_holds() -> None:
    """Made once with a key thrown away since; needs no ssh-keygen at hand."""
    line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHpiTlLJPSp/NDu0N/vxn7728kP9YmDZHxRabD296lWX"
    armored = (
        "-----BEGIN SSH SIGNATURE-----\n"
        "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgemJOUsk9Kn80O7Q3+/GfvvbyQ/\n"
        "1iYNkfFFpsPb3qVZcAAAAPemx0cmVjLWFwcHJvdmFsAAAAAAAAAAZzaGE1MTIAAABTAAAA\n"
        "C3NzaC1lZDI1NTE5AAAAQIpdDxzhEUg/viKiId1lzOwLbtrox/pe1XDnW+JOoWpqgSpXc9\n"
        "0nDShrPrDUiHqKx6YluqDuNeIc5wzLci02VgY=\n"
        "-----END SSH SIGNATURE-----\n"
    )
    assert check_signature(b"hello", armored, line, SPACE).hash_name == b"sha512"


@EVERY_KIND
def test_each_fault_has_its_own_message(kind: str, key_files: dict[str, Path]) -> None:
    path = key_files[kind]
    armored, line = sign(MESSAGE, SPACE, load_private(path.read_bytes())), line_of(path)
    other = line_of(key_files["rsa" if kind == "ed25519" else "ed25519"])
    faults = {
        "purpose": (MESSAGE, armored, line, "file"),
        "another key": (MESSAGE, armored, other, SPACE),
        "altered": (MESSAGE + b" ", armored, line, SPACE),
        "no SSH signature": (MESSAGE, armored[1:], line, SPACE),
    }
    for said, arguments in faults.items():
        with pytest.raises(SignatureError, match=said):
            check_signature(*arguments)


def test_a_signature_over_another_statement_is_told_as_altered(key_files: dict[str, Path]) -> None:
    key, line = load_private(key_files["ed25519"].read_bytes()), line_of(key_files["ed25519"])
    with pytest.raises(SignatureError, match="belongs to something else"):
        check_signature(MESSAGE, sign(b"another statement", SPACE, key), line, SPACE)


def test_an_rsa_signature_by_sha1_is_never_taken(key_files: dict[str, Path]) -> None:
    """The name of the algorithm is not signed: only the check can refuse the old one."""
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import SHA1

    key, line = load_private(key_files["rsa"].read_bytes()), line_of(key_files["rsa"])
    assert isinstance(key, RSAPrivateKey)
    body = body_of(sign(MESSAGE, SPACE, key))
    inner_at = body.rindex(b"rsa-sha2-512") - 4

    def text(data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + data

    digest = sha512(MESSAGE).digest()
    signed = b"SSHSIG" + b"".join(map(text, (SPACE.encode(), b"", b"sha512", digest)))
    forged = text(b"ssh-rsa") + text(key.sign(signed, padding.PKCS1v15(), SHA1()))
    with pytest.raises(SignatureError, match="altered"):
        check_signature(MESSAGE, rearmored(body[: inner_at - 4] + text(forged)), line, SPACE)


@EVERY_KIND
def test_no_bit_of_a_signature_can_be_changed(kind: str, key_files: dict[str, Path]) -> None:
    path = key_files[kind]
    body, line = body_of(sign(MESSAGE, SPACE, load_private(path.read_bytes()))), line_of(path)
    check_signature(MESSAGE, rearmored(body), line, SPACE)
    for at in range(len(body)):
        damaged = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
        with pytest.raises(SignatureError):
            check_signature(MESSAGE, rearmored(damaged), line, SPACE)
    for damaged in (body[:-1], body + b"\x00", body[:-64], body[:20], b""):
        with pytest.raises(SignatureError):
            check_signature(MESSAGE, rearmored(damaged), line, SPACE)


def test_the_armor_is_read_strictly(key_files: dict[str, Path]) -> None:
    key, line = load_private(key_files["ed25519"].read_bytes()), line_of(key_files["ed25519"])
    armored = sign(MESSAGE, SPACE, key)
    check_signature(MESSAGE, armored.rstrip("\n"), line, SPACE)
    for damaged in (
        "", "\n" + armored, armored + "x", armored.replace("\n", "\r\n"), armored.lower(),
        armored.replace("BEGIN", "BEGAN"), armored.replace("-----END", "----END"),
        armored.replace("U1NI", "U1N*"), armored + armored, re.sub("=", "", armored, count=1),
    ):  # fmt: skip
        if damaged != armored:
            with pytest.raises(SignatureError):
                check_signature(MESSAGE, damaged, line, SPACE)


@pytest.mark.parametrize("namespace", ["", "a\nb", "目的", "a\x00"])
def test_a_namespace_is_plain_text(namespace: str, key_files: dict[str, Path]) -> None:
    with pytest.raises(SignatureError):
        sign(MESSAGE, namespace, load_private(key_files["ed25519"].read_bytes()))


@given(st.binary(max_size=80), st.text(max_size=40), st.sampled_from(KINDS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_in_ends_as_our_error(
    key_files: dict[str, Path], data: bytes, text: str, kind: str
) -> None:
    line = line_of(key_files[kind])
    for armored in (text, rearmored(data), rearmored(b"SSHSIG\x00\x00\x00\x01" + data)):
        with pytest.raises(SignatureError):
            check_signature(data, armored, line, SPACE)
    with pytest.raises(ProofError):
        check_signature(data, rearmored(data), text, SPACE)
