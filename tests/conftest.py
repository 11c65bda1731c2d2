"""What all tests share: the real gazette and the real `ssh-keygen`, where they are at hand."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs and test vectors; CI sets ZLTREC_SHARED, elsewhere skip."""
    folder = os.environ.get("ZLTREC_SHARED")
    if not folder:
        pytest.skip("ZLTREC_SHARED is not set: the real inputs are not at hand")
    return Path(folder)


@pytest.fixture(scope="session")
def real_gazette(shared: Path) -> Path:
    """The scanned gazette."""
    return shared / "seeds" / "000_ca7903714ccfaa34.txt"


@pytest.fixture(scope="session")
def ssh_keygen() -> str:
    """The program; without OpenSSH there is nothing to make keys with, or to compare with."""
    found = shutil.which("ssh-keygen")
    if found is None:
        pytest.skip("ssh-keygen is not installed")
    return found
