"""Signed notes: what Go's `sumdb/note` publishes as right and wrong, and what C2SP prints."""

from __future__ import annotations

import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from zltrec.errors import Refused
from zltrec.proof.faults import ProofError, SignatureError
from zltrec.proof.note import (
    check_note,
    parse_note,
    parse_verifier_key,
    render_verifier_key,
    sign_note,
)

# golang.org/x/mod/sumdb/note, note_test.go (BSD-3-Clause), as data.
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngo"
    "tpRZb6KE6RyyBwJnAM=\n"
)
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWL"
    "ox33WWd1RvMc+QQ=\n"
)


def peter() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(PETER_SEED)


def test_signing_gives_the_published_note_byte_for_byte() -> None:
    assert sign_note(TEXT, "PeterNeumann", peter()) == f"{TEXT}\n{PETER_LINE}"


def test_the_published_verifier_key_is_read_and_written() -> None:
    for published in (PETER, ENOCH):
        key = parse_verifier_key(published)
        assert key.name is not None
        assert render_verifier_key(key.name, key.public) == published


def test_no_part_of_a_verifier_key_passes_for_one() -> None:
    for start in range(len(PETER)):
        for end in range(start, len(PETER) + 1):
            if (start, end) != (0, len(PETER)):
                with pytest.raises(ProofError):
                    parse_verifier_key(PETER[start:end])


def test_no_verifier_key_with_one_letter_changed_passes() -> None:
    for at, char in enumerate(PETER):
        with pytest.raises(ProofError):
            parse_verifier_key(PETER[:at] + chr(ord(char) + 1) + PETER[at + 1 :])


@pytest.mark.parametrize(
    "key",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_the_published_bad_keys_with_fitting_ids_are_refused(key: str) -> None:
    with pytest.raises(ProofError):
        parse_verifier_key(key)


def test_each_signer_of_a_note_is_found_by_the_own_key() -> None:
    note = f"{TEXT}\n{PETER_LINE}{ENOCH_LINE}"
    for key in (PETER, ENOCH):
        assert check_note(note, key).text == TEXT
    assert [signed.name for signed in parse_note(note).signatures] == ["PeterNeumann", "EnochRoot"]


def test_a_note_of_another_signer_is_refused() -> None:
    with pytest.raises(SignatureError):
        check_note(f"{TEXT}\n{PETER_LINE}", ENOCH)


def test_a_line_under_another_name_or_id_is_no_signature_of_the_key() -> None:
    for line in (
        PETER_LINE.replace("PeterNeumann", "CarmenSandiego"),
        PETER_LINE.replace("x08g", "xxxx"),
    ):
        with pytest.raises(SignatureError):
            check_note(f"{TEXT}\n{line}", PETER)


def test_a_signature_that_does_not_verify_is_refused_even_beside_a_good_one() -> None:
    bad = PETER_LINE[:60] + "ABCD" + PETER_LINE[60:]
    for lines in (bad, PETER_LINE + bad, bad + PETER_LINE):
        with pytest.raises(SignatureError):
            check_note(f"{TEXT}\n{lines}", PETER)


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        TEXT + "\n",
        f"{TEXT}\n{PETER_LINE[:-1]}",
        f"\x01{TEXT}\n{PETER_LINE}",
        f"\udcff{TEXT}\n{PETER_LINE}",
        f"{TEXT}\n— Bad Name {PETER_LINE[15:]}",
        f"{TEXT}\n{PETER_LINE}Unexpected line.\n",
        f"{TEXT}\n{PETER_LINE * 101}",
        f"{TEXT}\n— PeterNeumann x08go/Y=\n",
        f"{TEXT}\n— PeterNeumann x08gow==\n",
        f"{TEXT}\r\n{PETER_LINE}",
    ],
)
def test_the_published_malformed_notes_are_refused(note: str) -> None:
    with pytest.raises(ProofError):
        check_note(note, PETER)


def test_every_letter_of_text_and_signature_counts() -> None:
    note = f"{TEXT}\n{PETER_LINE}"
    for at, char in enumerate(note):
        changed = note[:at] + ("x" if char != "x" else "y") + note[at + 1 :]
        with pytest.raises(ProofError):
            check_note(changed, PETER)


def test_the_note_that_the_specification_prints_is_read() -> None:
    note = parse_note(
        "Ognuno sta solo sul cuor della terra\n"
        "trafitto da un raggio di sole:\n"
        "\n"
        "ed è subito sera.\n"
        "\n"
        "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKO"
        "NrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    )
    assert note.text.endswith("\n\ned è subito sera.\n")
    (signed,) = note.signatures
    assert signed.name == "quasimodo.example/salvatore"
    assert signed.key_id.hex() == "367ba04b"
    assert len(signed.signature) == 64


@pytest.mark.parametrize("text", ["", "no line feed", "a\tb\n", "\ud800\n"])
def test_a_text_that_cannot_stand_in_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(ProofError):
        sign_note(text, "key", peter())


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\nb", "\ud800"])
def test_a_name_that_cannot_stand_in_a_note_is_not_used(name: str) -> None:
    with pytest.raises(ProofError):
        sign_note(TEXT, name, peter())
    with pytest.raises(ProofError):
        render_verifier_key(name, bytes(32))


def test_a_key_of_another_kind_does_not_seal() -> None:
    with pytest.raises(Refused):
        sign_note(TEXT, "key", generate_private_key(SECP256R1()))  # type: ignore[arg-type]


def test_a_public_key_file_serves_as_a_verifier_key(tmp_path: Path) -> None:
    """What an auditor has at hand is a .pub file; it speaks for any name."""
    path = tmp_path / "auditor"
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "a comment", "-f", str(path)]
    subprocess.run(command, check=True)
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    key = load_ssh_private_key(path.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    line = path.with_suffix(".pub").read_text()
    note = sign_note(TEXT, "zltrec/store-1", key)
    assert check_note(note, line).text == TEXT
    full = render_verifier_key("zltrec/store-1", key.public_key().public_bytes_raw())
    assert check_note(note, full).text == TEXT
    with pytest.raises(SignatureError):
        check_note(f"{TEXT}\n{PETER_LINE}", line)


@pytest.mark.parametrize("line", ["ssh-ed25519 ", "ssh-ed25519 AAAA", "ssh-ed25519  x y"])
def test_a_damaged_public_line_is_no_verifier_key(line: str) -> None:
    with pytest.raises(ProofError):
        parse_verifier_key(line)


ANYTHING = st.text(alphabet=st.sampled_from("— \n+a=AZ9/\u2028\x85\x00\ud800é"), max_size=60)


@given(ANYTHING, ANYTHING)
def test_whatever_comes_in_ends_as_our_error(note: str, key: str) -> None:
    for text in (note, f"{TEXT}\n{note}", f"{note}\n{PETER_LINE}"):
        for verifier in (key, f"ssh-ed25519 {key}", f"PeterNeumann+{key}", PETER):
            with pytest.raises(ProofError):
                check_note(text, verifier)
