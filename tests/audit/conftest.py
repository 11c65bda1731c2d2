"""An invented office to try things on, and a store with a history to spoil copies of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sample_fixtures import office, open_place
from sample_office import (
    History,
    found,
    take_in,
)

__all__ = ["copy", "office", "open_place", "original"]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a long history, a file, and views that are up to date."""
    parent = tmp_path_factory.mktemp("original")
    office = found(parent)
    scan = parent / "扫描件.tif"
    scan.write_bytes(b"scan" * 1000)
    take_in(office, scan)
    History(office.records, seed=11).go_on(150)
    office.views()
    office.close()
    return parent


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    shutil.copytree(original / ".zltrec", tmp_path / "copy" / ".zltrec")
    return tmp_path / "copy"
