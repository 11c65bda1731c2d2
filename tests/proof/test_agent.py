"""Signing through a real agent: the key never leaves it, and what comes back is checked."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from zltrec.errors import Refused, Unreadable
from zltrec.proof.agent import sign_with_agent
from zltrec.proof.keys import canonical_line
from zltrec.proof.sshsig import check_signature

SPACE = "zltrec-approval"


def line_of(path: Path) -> str:
    return canonical_line(path.with_suffix(".pub").read_text())


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """agent(path) loads a private key file into an agent that lives for one test."""
    if shutil.which("ssh-agent") is None:
        pytest.skip("ssh-agent is not installed")
    socket = tmp_path / "agent"
    started = subprocess.run(
        ["ssh-agent", "-s", "-a", str(socket)], check=True, capture_output=True, text=True
    ).stdout
    pid = int(started.split("SSH_AGENT_PID=")[1].split(";")[0])
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))

    def load(path: Path) -> None:
        subprocess.run(["ssh-add", "-q", str(path)], check=True)

    try:
        yield load
    finally:
        os.kill(pid, signal.SIGTERM)


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa256", "rsa"])
def test_a_key_in_the_agent_signs(
    kind: str, key_files: dict[str, Path], agent: Callable[[Path], None]
) -> None:
    agent(key_files[kind])
    armored = sign_with_agent(b"a statement", SPACE, line_of(key_files[kind]))
    check_signature(b"a statement", armored, line_of(key_files[kind]), SPACE)


def test_a_key_that_the_agent_lacks_is_refused(
    key_files: dict[str, Path], agent: Callable[[Path], None]
) -> None:
    agent(key_files["rsa"])
    with pytest.raises(Refused, match="ssh-add"):
        sign_with_agent(b"a statement", SPACE, line_of(key_files["ed25519"]))


def test_without_an_agent_the_way_out_is_named(
    key_files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with pytest.raises(Refused, match="ssh-add"):
        sign_with_agent(b"a statement", SPACE, line_of(key_files["ed25519"]))


def test_without_openssh_the_way_out_is_named(
    key_files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable, match="install OpenSSH"):
        sign_with_agent(b"a statement", SPACE, line_of(key_files["ed25519"]))
