"""Allowed signers: the real `ssh-keygen -Y verify` reads the file as it is meant."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from zltrec.proof.faults import ProofError
from zltrec.proof.keys import canonical_line, load_private
from zltrec.proof.signers import AllowedSigner, render_allowed_signers
from zltrec.proof.sshsig import sign

SPACE = "zltrec-approval"
FROM = datetime(2022, 5, 1, 8, 0, tzinfo=UTC)
UNTIL = datetime(2022, 6, 30, 16, 0, tzinfo=UTC)


def holds(
    folder: Path, signers: str, principal: str, armored: str, at: str, space: str = SPACE
) -> bool:
    (folder / "signers").write_text(signers)
    (folder / "sig").write_text(armored)
    command = ["ssh-keygen", "-Y", "verify", "-f", str(folder / "signers"), "-I", principal]
    command += ["-n", space, "-s", str(folder / "sig"), "-O", f"verify-time={at}"]
    done = subprocess.run(command, input=b"statement", capture_output=True, check=False)
    return done.returncode == 0


def test_each_key_is_good_for_its_principal_in_its_time_and_purpose(
    key_files: dict[str, Path], tmp_path: Path
) -> None:
    lines = {k: canonical_line(p.with_suffix(".pub").read_text()) for k, p in key_files.items()}
    text = render_allowed_signers(
        [
            AllowedSigner("officer-1", lines["ed25519"], FROM, UNTIL),
            AllowedSigner("陈某", lines["rsa"]),
        ],
        SPACE,
    )
    first = sign(b"statement", SPACE, load_private(key_files["ed25519"].read_bytes()))
    second = sign(b"statement", SPACE, load_private(key_files["rsa"].read_bytes()))
    assert holds(tmp_path, text, "officer-1", first, "20220501080000Z")
    assert holds(tmp_path, text, "officer-1", first, "20220630155959Z")
    assert not holds(tmp_path, text, "officer-1", first, "20220501075959Z")
    assert not holds(tmp_path, text, "officer-1", first, "20220701000000Z")
    assert not holds(tmp_path, text, "陈某", first, "20220601000000Z")
    assert holds(tmp_path, text, "陈某", second, "20350101000000Z")
    other = sign(b"statement", "file", load_private(key_files["rsa"].read_bytes()))
    assert not holds(tmp_path, text, "陈某", other, "20220601000000Z", "file")


def test_moments_are_written_in_utc(key_files: dict[str, Path]) -> None:
    line = canonical_line(key_files["ed25519"].with_suffix(".pub").read_text())
    there = FROM.astimezone(timezone(timedelta(hours=8)))
    text = render_allowed_signers([AllowedSigner("a", line, there)], SPACE)
    assert 'valid-after="20220501080000Z"' in text


@pytest.mark.parametrize("name", ["", "a b", "a,b", "*", "a?", "!a", '"a"', "#a", "a\n", "a\u3000"])
def test_a_principal_that_would_mean_something_else_is_refused(
    name: str, key_files: dict[str, Path]
) -> None:
    line = canonical_line(key_files["ed25519"].with_suffix(".pub").read_text())
    with pytest.raises(ProofError):
        render_allowed_signers([AllowedSigner(name, line)], SPACE)


def test_a_damaged_key_or_a_moment_without_zone_is_refused(key_files: dict[str, Path]) -> None:
    line = canonical_line(key_files["ed25519"].with_suffix(".pub").read_text())
    naive = FROM.replace(tzinfo=None)
    for signer in (AllowedSigner("a", line[:-4]), AllowedSigner("a", line, naive)):
        with pytest.raises(ProofError):
            render_allowed_signers([signer], SPACE)
    with pytest.raises(ProofError):
        render_allowed_signers([AllowedSigner("a", line)], 'x" *')
