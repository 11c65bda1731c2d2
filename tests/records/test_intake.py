"""Files that come with a command: kept if it is recorded, gone if not, never another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from zltrec.records.intake import FileIntake
from zltrec.records.work import Work
from zltrec.workspace import Workspace


class GivenUp(Exception):
    """What ends a transaction in these tests."""


def take(office: Workspace, path: Path, *, fail: bool = False) -> str:
    """Takes in a file in a transaction of its own; its digest."""
    intake = FileIntake(office.records, office.files, "case")
    with intake, office.records.writing() as work:
        return taken(intake, work, path, fail=fail)


def taken(intake: FileIntake, work: Work, path: Path, *, fail: bool) -> str:
    """Takes in a file within a transaction; its digest."""
    (held,) = intake.take(work, [("照片", path)])
    if fail:
        raise GivenUp(held.sha256)
    return held.sha256


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A file to take in."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"a photograph")
    return path


def test_a_file_that_is_recorded_stays(office: Workspace, photo: Path) -> None:
    """It lies under its digest, and the log knows its name and size."""
    sha256 = take(office, photo)
    assert office.files.path_of(sha256).read_bytes() == b"a photograph"
    assert office.records.event_log.select_events(sha256)


def test_a_file_of_a_command_that_failed_goes(office: Workspace, photo: Path) -> None:
    """Nothing stays of what was not recorded."""
    with pytest.raises(GivenUp):
        take(office, photo, fail=True)
    assert list(office.files.all()) == []


def test_a_file_that_another_recorded_meanwhile_stays(office: Workspace, photo: Path) -> None:
    """Between the failed transaction and its clearing up, another took the same file in."""
    intake = FileIntake(office.records, office.files, "case")
    with pytest.raises(GivenUp) as failed, office.records.writing() as work:
        taken(intake, work, photo, fail=True)
    sha256 = take(office, photo)
    intake.__exit__(GivenUp, failed.value, None)
    assert office.files.digest(sha256) == sha256
