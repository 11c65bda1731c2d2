"""Fixtures of the invented office; a room's conftest takes the ones that it needs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sample_office import found

from zltrec.workspace import Workspace

# A busy machine is no reason to fail.
settings.register_profile("office", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("office")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Workspace]:
    """An empty store that is opened."""
    workspace = found(tmp_path / "office")
    yield workspace
    workspace.close()


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that other users can reach (pytest's own are closed to them)."""
    with tempfile.TemporaryDirectory(prefix="zltrec-test-") as name:
        place = Path(name)
        place.chmod(0o755)
        yield place
        for root, folders, _ in os.walk(name):
            for folder in folders:
                with suppress(OSError):
                    os.chmod(os.path.join(root, folder), 0o755)
