"""A store's folder: made whole or not at all, found as git finds its own."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from sample_office import (
    STORE_ID,
    Clock,
    add,
    as_another_user,
    found,
    reopened,
    tampered,
)

from zltrec.errors import BadUsage, Refused, Unreadable
from zltrec.store.folder import find_folder, log_uri
from zltrec.store.schema import FORMAT
from zltrec.workspace import make_workspace

# -- made ---------------------------------------------------------------------------------------


def test_a_store_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    """A second store in one place is refused, and nothing of the first changes."""
    office = found(tmp_path)
    add(office.records, "开馆。")
    with pytest.raises(Refused, match="already; it was left as it is"):
        found(tmp_path)
    assert office.log.size == 2
    assert [p.name for p in tmp_path.iterdir()] == [".zltrec"]
    office.close()


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../../etc/passwd", "asia\n"])
def test_an_unknown_zone_makes_no_store(tmp_path: Path, zone: str) -> None:
    """A zone that is none is named in the message, and nothing is made."""
    with pytest.raises(BadUsage, match="is no time zone"):
        make_workspace(tmp_path, zone=zone, store_id=STORE_ID, clock=Clock(), actor="林档")
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_made_whole_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong in the middle of the making: no folder is left behind."""

    def broken() -> object:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make_workspace(
            tmp_path,
            zone="Asia/Shanghai",
            store_id=STORE_ID,
            clock=broken,  # type: ignore[arg-type]
            actor="林档",
        )
    assert list(tmp_path.iterdir()) == []
    found(tmp_path).close()


def test_no_half_made_store_is_ever_seen(tmp_path: Path) -> None:
    """Until its first event is written, a store is not found under its name."""
    seen = []

    class Watching(Clock):
        def __call__(self) -> object:  # type: ignore[override]
            seen.append((tmp_path / ".zltrec").exists())
            return super().__call__()

    found(tmp_path, Watching()).close()  # type: ignore[arg-type]
    assert seen == [False]
    assert [p.name for p in tmp_path.iterdir()] == [".zltrec"]


def test_a_store_in_a_file_or_a_closed_folder_is_refused(tmp_path: Path, open_place: Path) -> None:
    """Where no folder can be made the message names the place and the reason."""
    (tmp_path / "list.txt").write_text("x")
    with pytest.raises(Unreadable, match=r"list.txt is no folder"):
        found(tmp_path / "list.txt")
    shut = open_place / "shut"
    shut.mkdir(mode=0o555)
    with pytest.raises(Unreadable, match=r"cannot be made in .*Permission denied"):
        as_another_user(lambda: found(shut / "here"))
    closed = open_place / "closed"
    closed.mkdir(mode=0o000)
    with pytest.raises(Unreadable, match=r"cannot be made in .*Permission denied"):
        as_another_user(lambda: found(closed / "here"))
    with pytest.raises(Unreadable, match=r"cannot be made in .*Permission denied"):
        as_another_user(lambda: found(closed))


# -- found --------------------------------------------------------------------------------------


def test_the_nearest_store_above_is_used(tmp_path: Path) -> None:
    """Without a name, the store of this folder or the nearest one above is meant."""
    outer, inner = tmp_path / "a", tmp_path / "a" / "b"
    found(outer).close()
    deep = inner / "c" / "d"
    deep.mkdir(parents=True)
    assert find_folder(None, deep).path == outer / ".zltrec"
    found(inner).close()
    assert find_folder(None, deep).path == inner / ".zltrec"
    assert find_folder(None, inner).path == inner / ".zltrec"
    assert find_folder(None, outer).path == outer / ".zltrec"


def test_a_store_is_named_by_its_folder_or_what_holds_it(tmp_path: Path) -> None:
    """`--store` takes the folder that holds `.zltrec`, or `.zltrec` itself, or a renamed copy."""
    found(tmp_path / "a").close()
    assert find_folder(tmp_path / "a", tmp_path).path == tmp_path / "a" / ".zltrec"
    assert find_folder(tmp_path / "a" / ".zltrec", tmp_path).path == tmp_path / "a" / ".zltrec"
    shutil.copytree(tmp_path / "a" / ".zltrec", tmp_path / "copy")
    assert find_folder(tmp_path / "copy", tmp_path).path == tmp_path / "copy"


def test_a_foreign_log_beside_a_store_does_not_hide_it(tmp_path: Path) -> None:
    """A folder that holds a store and, by chance, somebody's log.sqlite is that store's."""
    found(tmp_path).close()
    (tmp_path / "log.sqlite").write_text("somebody's")
    assert find_folder(tmp_path, tmp_path).path == tmp_path / ".zltrec"


def test_no_store_is_said_with_the_way_to_one(tmp_path: Path) -> None:
    """Nothing found, nothing there, a file in the place of a folder: how to make or name one."""
    with pytest.raises(Unreadable, match=r"no store in .* or above; make one with `zltrec init`"):
        find_folder(None, tmp_path)
    with pytest.raises(Unreadable, match="is no store and holds none; make one"):
        find_folder(tmp_path / "nowhere", tmp_path)
    (tmp_path / "list.txt").write_text("x")
    with pytest.raises(Unreadable, match="is no store and holds none; make one"):
        find_folder(tmp_path / "list.txt", tmp_path)


def test_a_store_that_may_not_be_entered_is_said_to_be_so(open_place: Path) -> None:
    """A folder without permission is no missing store."""
    found(open_place).close()
    (open_place / ".zltrec").chmod(0o000)
    with pytest.raises(Unreadable, match="cannot be read: Permission denied"):
        as_another_user(lambda: find_folder(open_place, open_place))


def test_a_log_that_may_not_be_read_is_said_to_be_so(open_place: Path) -> None:
    """A log without permission is no damaged one."""
    found(open_place).close()
    (open_place / ".zltrec" / "log.sqlite").chmod(0o000)
    with pytest.raises(Unreadable, match="cannot be opened"):
        as_another_user(lambda: reopened(open_place).log.size)


# -- opened -------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"not a database at all, but a letter\n" * 200])
def test_a_file_that_is_no_store_is_refused_and_left(tmp_path: Path, content: bytes) -> None:
    """Some other file called log.sqlite is named as no store; not one byte of it changes."""
    (tmp_path / ".zltrec").mkdir()
    log = tmp_path / ".zltrec" / "log.sqlite"
    log.write_bytes(content)
    with pytest.raises(Unreadable, match="no zltrec store"):
        reopened(tmp_path)
    assert log.read_bytes() == content


def test_a_store_of_a_newer_version_is_refused_and_left(tmp_path: Path) -> None:
    """A format that this program does not know is not opened: install a newer zltrec."""
    found(tmp_path).close()
    log = tmp_path / ".zltrec" / "log.sqlite"
    connection = sqlite3.connect(log)
    connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    before = log.read_bytes()
    with pytest.raises(Unreadable, match=f"has format {FORMAT + 1}, .* install a newer zltrec"):
        reopened(tmp_path)
    assert log.read_bytes() == before


def test_a_log_that_does_not_begin_as_a_store_is_damaged(tmp_path: Path) -> None:
    """Without its founding event a store says so."""
    found(tmp_path).close()
    tampered(tmp_path / ".zltrec" / "log.sqlite", "DELETE FROM stored_events")
    office = reopened(tmp_path)
    with pytest.raises(Unreadable, match=r"does not begin as a store does; run .* verify"):
        assert office.zone
    office.close()


def test_the_uri_keeps_every_character_of_a_path(tmp_path: Path) -> None:
    """Characters that mean something in a URI stand in paths too."""
    place = tmp_path / "档 案?mode=ro&x#1%20"
    office = found(place)
    assert add(office.records, "开馆。") == ["c0000002"]
    office.close()
    assert (place / ".zltrec" / "log.sqlite").is_file()
    assert "?mode=rw" in log_uri(find_folder(place, tmp_path))
