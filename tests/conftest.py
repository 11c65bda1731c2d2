"""What all tests share: the real gazette, where it is at hand."""

from __future__ import annotations

import os
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
