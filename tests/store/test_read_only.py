"""Stores that may not be written: read all the same, whatever state they were left in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_office import (
    History,
    add,
    all_ledgers,
    as_another_user,
    exported,
    found,
    reopened,
    verified,
)

from zltrec.errors import Unreadable, ZltrecError
from zltrec.projections.ledgers import LEDGERS


def prepared(place: Path, seed: int = 4) -> tuple[dict[str, list[dict[str, object]]], bytes]:
    """A store with a history, whose views lie a little behind; its ledgers and root."""
    office = found(place)
    history = History(office.records, seed)
    history.go_on(30)
    office.views()
    history.go_on(20)
    fresh = all_ledgers(office.views(known_at=office.log.size))
    root = office.log.head().frontier.root()
    office.close()
    return fresh, root


def empty_wal(store: Path) -> None:
    """No -wal, no -shm: the store as its last writer left it."""
    for name in ("log.sqlite", "views.sqlite"):
        for end in ("-wal", "-shm"):
            (store / f"{name}{end}").unlink(missing_ok=True)


def hollow_wal(store: Path) -> None:
    """A -wal without content, as after a checkpoint that truncates."""
    empty_wal(store)
    for name in ("log.sqlite-wal", "views.sqlite-wal"):
        (store / name).touch()


def full_wal(store: Path) -> None:
    """A -wal that holds the newest events, without its -shm: as a copy or a crash leaves it."""
    (store.parent / "aside").mkdir()
    office = reopened(store.parent)
    add(office.records, "最新一条。")
    for path in store.glob("log.sqlite*"):
        shutil.copy(path, store.parent / "aside")
    office.close()
    for path in (store.parent / "aside").iterdir():
        if not path.name.endswith("-shm"):
            shutil.copy(path, store)
    (store / "log.sqlite-shm").unlink(missing_ok=True)
    assert (store / "log.sqlite-wal").stat().st_size > 0


def left_open(store: Path) -> None:
    """-wal with content and -shm beside it, as while somebody writes."""
    office = reopened(store.parent)
    add(office.records, "最新一条。")
    aside = store.parent / "aside"
    shutil.copytree(store, aside)
    office.close()
    for path in aside.glob("*.sqlite*"):
        shutil.copy(path, store)


STATES: list[tuple[Callable[[Path], None], int]] = [
    (empty_wal, 0),
    (hollow_wal, 0),
    (full_wal, 1),
    (left_open, 1),
]


@pytest.mark.parametrize(("state", "newer"), STATES)
def test_a_reader_without_permission_sees_everything(
    open_place: Path, state: Callable[[Path], None], newer: int
) -> None:
    """In an unwritable folder, whatever the -wal: every ledger is fresh, the audit passes,
    an export works, and no file in the store is changed or added."""
    ledgers, root = prepared(open_place)
    store = open_place / ".zltrec"
    state(store)
    closed(store)
    before = contents(store)

    def look() -> tuple[dict[str, list[dict[str, object]]], bytes, list[str]]:
        assert not os.access(store, os.W_OK)
        office = reopened(open_place)
        rows = all_ledgers(office.views())
        root = office.log.head().frontier.root()
        files, _changed = exported(office, out)
        assert len(files) == 3 * len(LEDGERS)
        faults = [str(fault.error) for fault in verified(office).faults]
        office.close()
        return rows, root, faults

    out = open_place / "sets" / "out"
    out.parent.mkdir()
    out.parent.chmod(0o777)
    rows, seen_root, faults = as_another_user(look)
    assert faults == []
    assert contents(store) == before
    extra = [row["text"] for row in rows["chronicle"] if row not in ledgers["chronicle"]]
    assert extra == ["最新一条。"] * newer
    assert len(rows["timeline"]) == len(ledgers["timeline"]) + newer
    if not newer:
        assert rows == ledgers
        assert seen_root == root


@pytest.mark.parametrize(("state", "newer"), STATES)
def test_a_writer_without_permission_is_refused(
    open_place: Path, state: Callable[[Path], None], newer: int
) -> None:
    """Nothing is ever said to be recorded that went into a copy: the append is refused."""
    prepared(open_place)
    store = open_place / ".zltrec"
    state(store)
    closed(store)
    before = contents(store)
    with pytest.raises(Unreadable, match="write to it"):
        as_another_user(lambda: add(reopened(open_place).records, "不该有。"))
    assert contents(store) == before


def test_a_log_that_may_not_be_written_in_a_folder_that_may_is_read(open_place: Path) -> None:
    """Only the log itself is write-protected: looking works, and nothing is written beside it."""
    ledgers, _root = prepared(open_place)
    store = open_place / ".zltrec"
    empty_wal(store)
    for path in store.glob("*.sqlite"):
        path.chmod(0o444)
    store.chmod(0o777)
    rows = as_another_user(lambda: all_ledgers(reopened(open_place).views()))
    assert rows == ledgers
    with pytest.raises(Unreadable, match="write to it"):
        as_another_user(lambda: add(reopened(open_place).records, "不该有。"))


def test_views_that_may_not_be_written_do_not_hinder_a_writer(open_place: Path) -> None:
    """Who may write the log but not the views' file (another made it) still sees fresh data."""
    ledgers, _root = prepared(open_place)
    store = open_place / ".zltrec"
    empty_wal(store)
    (store / "log.sqlite").chmod(0o666)
    (store / "views.sqlite").chmod(0o444)
    store.chmod(0o777)

    def look() -> tuple[dict[str, list[dict[str, object]]], int]:
        office = reopened(open_place)
        rows = all_ledgers(office.views())
        add(office.records, "可以写。")
        return rows, len(all_ledgers(office.views())["chronicle"])

    rows, entries = as_another_user(look)
    assert rows == ledgers
    assert entries == len(ledgers["chronicle"]) + 1


def test_a_reader_beside_a_writer_reads_what_was_committed(open_place: Path) -> None:
    """Somebody has the store open and writes; a reader without permission sees the newest."""
    found(open_place).close()
    office = reopened(open_place)
    add(office.records, "开馆。")
    closed(open_place / ".zltrec")

    def look() -> list[str]:
        return [row["text"] for row in all_ledgers(reopened(open_place).views())["chronicle"]]

    assert as_another_user(look) == ["开馆。"]
    add(office.records, "闭馆。")
    assert as_another_user(look) == ["开馆。", "闭馆。"]
    office.close()


def closed(store: Path) -> None:
    """Takes away every permission to write, for all."""
    for path in store.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    store.chmod(0o555)


def contents(store: Path) -> dict[str, bytes]:
    """Every file with its bytes; a -shm is a cache that readers may use."""
    return {
        str(path.relative_to(store)): b"" if path.name.endswith("-shm") else path.read_bytes()
        for path in store.rglob("*")
        if path.is_file()
    }


def test_errors_survive_the_way_between_processes() -> None:
    """(The helper above:) an error of another process arrives with its message."""

    def fail() -> None:
        raise Unreadable("{path} is gone", path="x")

    with pytest.raises(ZltrecError, match="x is gone"):
        as_another_user(fail)
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        as_another_user(lambda: 1 // 0)
