"""A full disk: one clear line, nothing written, and everything works again once there is room.

Where the tests may mount (as root) the disk is a real one, a small tmpfs; elsewhere the log is
kept from growing by SQLite's own `max_page_count`, which ends in the same error.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sample_office import add, all_ledgers, document, found, reopened, take_in, verified

from zltrec.calendar.when import UNDATED
from zltrec.errors import Unreadable
from zltrec.records import notices
from zltrec.workspace import Workspace

LONG = "长" * 2_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 700 KB; skipped where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", place], capture_output=True
        ).returncode
    )
    if not mounted:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill(place: Path) -> Path:
    """Fills the disk to its last byte with one file, which is returned."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        size = 1 << 16
        while size:
            try:
                if file.write(b"x" * size) < size:
                    size //= 2
            except OSError:
                size //= 2
    return ballast


def some_added(office: Workspace) -> int:
    """Adds entries until the disk is full; how many were answered."""
    for count in range(1_000):
        size = office.log.size
        with suppress(Unreadable):
            add(office.records, f"{count}{LONG}")
            continue
        assert office.log.size == size
        with pytest.raises(Unreadable, match="is full; nothing was written; make room"):
            add(office.records, f"{count}{LONG}")
        return count
    raise AssertionError("the disk never filled")


def test_a_disk_that_fills_up_loses_nothing_answered(small_disk: Path) -> None:
    """Entries until the disk is full: what was answered is there, the last one is not at all."""
    office = found(small_disk)
    answered = some_added(office)
    assert answered > 5
    assert office.log.size == answered + 1
    office.close()
    office = reopened(small_disk)
    assert office.log.size == answered + 1
    assert len(all_ledgers(office.views())["chronicle"]) == answered
    assert verified(office).faults == []
    office.close()


def test_after_room_is_made_life_goes_on(small_disk: Path) -> None:
    """A full disk leaves no damage behind: make room, and the next entry has the next id."""
    office = found(small_disk)
    ballast = fill(small_disk)
    some_added(office)
    size = office.log.size
    ballast.unlink()
    assert add(office.records, "有了空间。") == [f"c{size + 1:07d}"]
    assert verified(office).faults == []
    office.close()


def test_looking_works_on_a_full_disk(small_disk: Path) -> None:
    """Ledgers that have to catch up do so in memory where the disk has no room for them."""
    office = found(small_disk)
    add(office.records, *(f"{n}{LONG}" for n in range(20)))
    office.close()
    fill(small_disk)
    office = reopened(small_disk)
    assert len(all_ledgers(office.views())["chronicle"]) == 20
    office.close()


def test_a_store_is_not_made_on_a_full_disk(small_disk: Path) -> None:
    """`init` on a full disk leaves no half store behind."""
    fill(small_disk)
    with pytest.raises(Unreadable):
        found(small_disk / "new")
    assert not (small_disk / "new" / ".zltrec").exists()
    assert list(small_disk.rglob(".zltrec*")) == []


def test_a_file_that_does_not_fit_is_not_taken_in(small_disk: Path, tmp_path: Path) -> None:
    """An accession on a full disk: refused with the reason, no event, no rest of a copy."""
    scan = tmp_path / "scan.tif"
    scan.write_bytes(os.urandom(900_000))
    office = found(small_disk)
    with pytest.raises(Unreadable, match="No space left"):
        take_in(office, scan)
    assert office.log.size == 1
    assert [p for p in office.folder.files.rglob("*") if p.is_file()] == []
    office.close()


def test_a_log_that_cannot_grow_says_that_the_disk_is_full(office: Workspace) -> None:
    """The same without a mount: SQLite's own limit on the file's pages."""
    with office.log.datastore.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
    with office.log.datastore.get_connection(commit=True) as connection:
        connection.cursor().execute(f"PRAGMA max_page_count = {pages + 4}")
    answered = some_added(office)
    with pytest.raises(Unreadable, match="is full; nothing was written"):
        notices.add_notice(office.records, document(f"关于{LONG}的通知"), UNDATED)
    assert office.log.size == answered + 1
    assert verified(office).faults == []
