"""Keys: the files that ssh-keygen makes are read, and nothing else is taken for one."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zltrec.errors import Unreadable
from zltrec.proof.faults import ProofError
from zltrec.proof.keys import (
    canonical_line,
    ed25519_bytes,
    fingerprint,
    load_private,
    load_public,
    public_line,
)

KINDS = ("ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa")
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)


def pub(path: Path) -> str:
    return path.with_suffix(".pub").read_text()


@EVERY_KIND
def test_the_fingerprint_is_the_one_ssh_keygen_prints(
    kind: str, key_files: dict[str, Path], ssh_keygen: str
) -> None:
    path = key_files[kind]
    printed = subprocess.run(
        [ssh_keygen, "-lf", str(path) + ".pub"], check=True, capture_output=True, text=True
    ).stdout
    assert fingerprint(canonical_line(pub(path))) == printed.split()[1]


@EVERY_KIND
def test_private_and_public_file_give_one_line_without_comment(
    kind: str, key_files: dict[str, Path]
) -> None:
    path = key_files[kind]
    line = canonical_line(pub(path))
    assert line == " ".join(pub(path).split()[:2])
    assert public_line(load_private(path.read_bytes())) == line
    assert canonical_line(line) == line


def test_a_passphrase_is_asked_for_only_where_one_is_needed(
    tmp_path: Path, make_key: Callable[..., Path], key_files: dict[str, Path]
) -> None:
    def never() -> str:
        raise AssertionError("asked for a passphrase that is not needed")

    load_private(key_files["ed25519"].read_bytes(), never)
    path = make_key(tmp_path / "protected", ["-t", "ed25519"], "correct 口令")
    data = path.read_bytes()
    assert public_line(load_private(data, lambda: "correct 口令")) == canonical_line(pub(path))
    for wrong in ("wrong", "", "correct"):
        with pytest.raises(Unreadable, match="passphrase does not open"):
            load_private(data, lambda wrong=wrong: wrong)  # type: ignore[misc]
    for cannot_ask in (None, lambda: None):
        with pytest.raises(Unreadable, match="ssh-add"):
            load_private(data, cannot_ask)


@pytest.mark.parametrize("cipher", ["aes256-gcm@openssh.com", "aes256-cbc"])
def test_a_wrong_passphrase_is_told_whatever_the_cipher(
    cipher: str, tmp_path: Path, make_key: Callable[..., Path]
) -> None:
    path = make_key(tmp_path / "protected", ["-t", "ed25519", "-Z", cipher], "right words")
    assert load_private(path.read_bytes(), lambda: "right words")
    with pytest.raises(Unreadable, match="passphrase does not open"):
        load_private(path.read_bytes(), lambda: "wrong words")


def test_a_cipher_that_cannot_be_read_points_to_the_agent(
    tmp_path: Path, make_key: Callable[..., Path]
) -> None:
    path = make_key(tmp_path / "protected", ["-t", "ed25519", "-Z", "3des-cbc"], "right words")
    with pytest.raises(Unreadable, match="ssh-add"):
        load_private(path.read_bytes(), lambda: "right words")


def test_a_short_rsa_key_does_not_come_in(tmp_path: Path, make_key: Callable[..., Path]) -> None:
    path = make_key(tmp_path / "short", ["-t", "rsa", "-b", "1024"])
    with pytest.raises(Unreadable, match="2048"):
        canonical_line(pub(path))


def test_a_private_key_given_for_a_public_one_is_named(key_files: dict[str, Path]) -> None:
    with pytest.raises(Unreadable, match=r"\.pub"):
        canonical_line(key_files["ed25519"].read_text())


@EVERY_KIND
def test_a_public_line_with_any_letter_changed_is_another_key_or_none(
    kind: str, key_files: dict[str, Path]
) -> None:
    line = canonical_line(pub(key_files[kind]))
    for at in range(len(line)):
        changed = line[:at] + ("A" if line[at] != "A" else "B") + line[at + 1 :]
        try:
            assert canonical_line(changed) == changed
        except Unreadable:
            continue
        assert fingerprint(changed) != fingerprint(line)


def test_a_line_that_is_not_written_as_keys_are_is_refused(key_files: dict[str, Path]) -> None:
    line = canonical_line(pub(key_files["ed25519"]))
    for other in (line + " comment", line + "\n", " " + line, line.replace(" ", "  "), line + "="):
        with pytest.raises(ProofError):
            load_public(other)
    two = f"{line}\n{line}\n"
    for text in (two, f"no-pty {line}", "", line.split()[1]):
        with pytest.raises(Unreadable):
            canonical_line(text)


def test_only_an_ed25519_key_gives_a_verifier_key(key_files: dict[str, Path]) -> None:
    key = load_private(key_files["ed25519"].read_bytes())
    raw = key.public_key().public_bytes_raw()  # type: ignore[union-attr]
    assert ed25519_bytes(public_line(key)) == raw
    for kind in ("ecdsa256", "rsa"):
        with pytest.raises(ProofError):
            ed25519_bytes(canonical_line(pub(key_files[kind])))


@given(st.text(st.sampled_from("A B=/+\n\ud800é"), max_size=40), st.sampled_from(sorted(KINDS)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_in_ends_as_our_error(
    key_files: dict[str, Path], text: str, kind: str
) -> None:
    line = canonical_line(pub(key_files[kind]))
    for damaged in (text, f"ssh-ed25519 {text}", f"ssh-rsa {text}", line[:30] + text):
        for check in (load_public, ed25519_bytes):
            with pytest.raises(ProofError):
                check(damaged)
        with suppress(ProofError):
            fingerprint(damaged)
        with pytest.raises(Unreadable):
            canonical_line(damaged)
        with pytest.raises(Unreadable):
            load_private(damaged.encode("utf-8", "surrogatepass"), lambda: "x")


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_private_key_file_cut_or_changed_anywhere_is_read_or_refused(
    key_files: dict[str, Path], data: st.DataObject
) -> None:
    whole = key_files[data.draw(st.sampled_from(sorted(KINDS)))].read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.booleans())
    damaged = whole[:at] if cut else whole[:at] + b"Q" + whole[at + 1 :]
    with suppress(Unreadable):
        load_private(damaged, lambda: "x")
