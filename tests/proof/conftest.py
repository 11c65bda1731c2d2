"""Keys made by the real `ssh-keygen`, one of each kind, for the tests of this room."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

KINDS = {
    "ed25519": ["-t", "ed25519"],
    "ecdsa256": ["-t", "ecdsa", "-b", "256"],
    "ecdsa384": ["-t", "ecdsa", "-b", "384"],
    "ecdsa521": ["-t", "ecdsa", "-b", "521"],
    "rsa": ["-t", "rsa", "-b", "2048"],
}


@pytest.fixture(scope="session")
def make_key(ssh_keygen: str) -> Callable[..., Path]:
    """make_key(path, options, passphrase) makes a key pair and gives the private file."""

    def make(path: Path, options: list[str], passphrase: str = "") -> Path:
        command = [ssh_keygen, "-q", *options, "-N", passphrase, "-C", "a comment", "-f", str(path)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        return path

    return make


@pytest.fixture(scope="session")
def key_files(
    make_key: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """A private key file of each kind; the public one stands beside it as `.pub`."""
    folder = tmp_path_factory.mktemp("keys")
    return {kind: make_key(folder / kind, options) for kind, options in KINDS.items()}
