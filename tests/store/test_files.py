"""Files taken in: whole copies by digest, never changed, and gone again if nothing cites them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from sample_office import as_another_user, take_in, verified

from zltrec.errors import Unreadable
from zltrec.store.files import FileStore
from zltrec.workspace import Workspace

SCAN = b"scan\x00\xff" * 100_000


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A file to take in."""
    path = tmp_path / "扫描 件.tif"
    path.write_bytes(SCAN)
    return path


def test_a_file_lies_under_its_digest(office: Workspace, scan: Path) -> None:
    """The copy has the same bytes, is named by their SHA-256, and may not be written."""
    sha256 = take_in(office, scan)
    assert sha256 == hashlib.sha256(SCAN).hexdigest()
    place = office.folder.files / sha256[:2] / sha256[2:]
    assert office.files.path_of(sha256) == place
    assert place.read_bytes() == SCAN
    assert place.stat().st_mode & 0o777 == 0o444
    assert scan.read_bytes() == SCAN
    assert office.files.digest(sha256) == sha256
    assert list(office.files.all()) == [sha256]


def test_the_same_file_is_kept_once(office: Workspace, scan: Path) -> None:
    """A file that lies there already is not written again."""
    sha256 = take_in(office, scan)
    before = office.files.path_of(sha256).stat().st_mtime_ns
    with office.files.arriving(scan) as arrival:
        assert office.files.settle(arrival) is False
    assert office.files.path_of(sha256).stat().st_mtime_ns == before
    assert [p.name for p in office.folder.files.rglob("*") if p.is_file()] == [sha256[2:]]


def test_what_is_not_settled_leaves_nothing(office: Workspace, scan: Path) -> None:
    """A copy that nobody puts in place is taken away, also when the work around it fails."""
    with office.files.arriving(scan) as arrival:
        assert arrival.path.read_bytes() == SCAN
        assert arrival.size == len(SCAN)
    with pytest.raises(ZeroDivisionError), office.files.arriving(scan):
        raise ZeroDivisionError
    assert [p for p in office.folder.files.rglob("*") if p.is_file()] == []


def test_a_source_that_cannot_be_read_is_named(office: Workspace, tmp_path: Path) -> None:
    """A missing file and a folder: named with the reason, nothing left behind."""
    with (
        pytest.raises(Unreadable, match=r"gone.tif .*No such file"),
        office.files.arriving(tmp_path / "gone.tif"),
    ):
        pass
    with pytest.raises(Unreadable, match="Is a directory"), office.files.arriving(tmp_path):
        pass
    assert list(office.files.all()) == []


def test_a_source_without_permission_is_named(open_place: Path) -> None:
    """A file that may not be read is no missing one."""
    secret = open_place / "secret.tif"
    secret.write_bytes(b"x")
    secret.chmod(0o000)
    (open_place / "files").mkdir(mode=0o777)
    (open_place / "files").chmod(0o777)

    def arrive() -> None:
        with FileStore(open_place / "files").arriving(secret):
            pass

    with pytest.raises(Unreadable, match=r"secret.tif .*Permission denied"):
        as_another_user(arrive)


def test_a_removed_file_is_gone(office: Workspace, scan: Path) -> None:
    """A file whose event was not recorded after all is taken out; a second time is no error."""
    with office.files.arriving(scan) as arrival:
        assert office.files.settle(arrival) is True
    office.files.remove(arrival.sha256)
    office.files.remove(arrival.sha256)
    assert office.files.digest(arrival.sha256) is None
    assert list(office.files.all()) == []


def test_an_empty_file_is_a_file(office: Workspace, tmp_path: Path) -> None:
    """No bytes have a digest too."""
    (tmp_path / "empty").touch()
    sha256 = take_in(office, tmp_path / "empty")
    assert sha256 == hashlib.sha256(b"").hexdigest()
    assert verified(office).faults == []


def test_without_a_folder_there_are_no_files(tmp_path: Path) -> None:
    """A store that took nothing in has no folder of files, and none is made by looking."""
    files = FileStore(tmp_path / "files")
    assert list(files.all()) == []
    assert files.digest("ab" * 32) is None
    assert not os.path.lexists(tmp_path / "files")
