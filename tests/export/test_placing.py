"""Sets of files in a folder: killed at whatever step, a reader finds one set whole."""

from __future__ import annotations

import ctypes
import io
import itertools
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from zltrec.errors import Refused
from zltrec.export.placing import alone_in, is_tidy, place_set, replacing, scratch_beside

STEPS = ("mkdir", "link", "rename", "fsync", "unlink", "rmdir", "chmod", "open", "close", "replace")
OLD = {"a.csv": b"old a", "b.csv": b"the same", "gone.csv": b"old", "manifest.json": b"one"}
NEW = {"a.csv": b"new a", "b.csv": b"the same", "more.csv": b"new", "manifest.json": b"two"}


def place(folder: Path, files: dict[str, bytes]) -> None:
    """Puts files into a folder; one that is there with the same bytes is not written."""
    contents: dict[str, IO[bytes] | None] = {
        name: None if shown(folder).get(name) == data else io.BytesIO(data)
        for name, data in files.items()
    }
    with alone_in(folder):
        place_set(folder, contents, OLD)


def shown(folder: Path) -> dict[str, bytes]:
    """What a reader finds in a folder, by name."""
    if not folder.exists():
        return {}
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def killed_at(step: int, work: Callable[[], None]) -> bool:
    """Runs work in a process that ends, without any clearing up, before its nth file operation;
    whether it ended there."""
    child = os.fork()
    if child == 0:
        count = 0

        def watched(real: Any) -> Any:
            def call(*given: Any, **named: Any) -> Any:
                nonlocal count
                count += 1
                if count == step:
                    os._exit(9)
                return real(*given, **named)

            return call

        for name in STEPS:
            setattr(os, name, watched(getattr(os, name)))
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 9


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_run_that_is_killed_leaves_a_whole_set(
    tmp_path: Path, exchanges: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every single step: the old set or the new one; the next run mends what was left.

    Where the file system cannot exchange folders, there is one step at which there is none.
    """
    if not exchanges:
        monkeypatch.setattr(ctypes, "CDLL", lambda *_given, **_named: object())
    seen: list[dict[str, bytes]] = []
    letter = {"letter.txt": b"mine"}
    for step in itertools.count(1):
        folder = tmp_path / f"{step}" / "out"
        place(folder, OLD)
        (folder / "letter.txt").write_bytes(b"mine")
        (folder / "drafts").mkdir()
        (folder / "drafts" / "one.txt").write_text("mine too")
        was_killed = killed_at(step, lambda folder=folder: place(folder, NEW))  # type: ignore[misc]
        seen.append(shown(folder))
        place(folder, NEW)
        assert shown(folder) == NEW | letter
        assert (folder / "drafts" / "one.txt").read_text() == "mine too"
        assert is_tidy(folder)
        assert list(folder.parent.iterdir()) == [folder]
        if not was_killed:
            break
    assert all(found in (OLD | letter, NEW | letter, {}) for found in seen)
    assert sum(not found for found in seen) == (0 if exchanges else 1)
    assert sum(found == OLD | letter for found in seen) >= 10
    assert sum(found == NEW | letter for found in seen) >= 3


def test_what_is_the_same_is_not_written(tmp_path: Path) -> None:
    """The same file, in both sets; the new one has another time."""
    folder = tmp_path / "out"
    place(folder, OLD)
    before = {name: (folder / name).stat() for name in OLD}
    place(folder, NEW)
    after = {name: (folder / name).stat() for name in NEW}
    assert after["b.csv"].st_ino == before["b.csv"].st_ino
    assert after["b.csv"].st_mtime_ns == before["b.csv"].st_mtime_ns
    assert after["a.csv"].st_ino != before["a.csv"].st_ino


def test_two_runs_do_not_meet(tmp_path: Path) -> None:
    """The second is refused while the first is in the folder, and not after it."""
    folder = tmp_path / "out"
    with alone_in(folder), pytest.raises(Refused, match=r"another export to .* is running"):
        place(folder, OLD)
    place(folder, OLD)
    assert shown(folder) == OLD


def test_a_folder_of_which_nothing_came_is_gone(tmp_path: Path) -> None:
    """Where the work fails before anything is written."""
    with pytest.raises(RuntimeError), alone_in(tmp_path / "a" / "b"):
        raise RuntimeError
    assert not (tmp_path / "a" / "b").exists()


def test_a_file_is_replaced_whole_or_not(tmp_path: Path) -> None:
    """Killed at every step: the old one or the new one; the next run leaves nothing beside it."""
    path = tmp_path / "status.json"

    def replaced(content: bytes) -> None:
        with replacing(path) as new, new.open("wb") as file:
            file.write(content)

    seen = []
    for step in itertools.count(1):
        replaced(b"old")
        was_killed = killed_at(step, lambda: replaced(b"new"))
        seen.append(path.read_bytes())
        replaced(b"next")
        assert shown(tmp_path) == {"status.json": b"next"}
        if not was_killed:
            break
    assert set(seen) == {b"old", b"new"}
    assert sorted(seen, reverse=True) == seen
    with pytest.raises(RuntimeError), replacing(path):
        raise RuntimeError
    assert shown(tmp_path) == {"status.json": b"next"}


def test_two_that_replace_a_file_do_not_meet(tmp_path: Path) -> None:
    """The second begins when the first is done."""
    path = tmp_path / "status.json"
    order: list[str] = []

    def second() -> None:
        with replacing(path) as new:
            order.append("second")
            new.write_bytes(b"second")

    other = threading.Thread(target=second)
    with replacing(path) as new:
        other.start()
        other.join(0.2)
        order.append("first")
        new.write_bytes(b"first")
    other.join()
    assert order == ["first", "second"]
    assert shown(tmp_path) == {"status.json": b"second"}


def test_what_was_left_is_seen_and_goes(tmp_path: Path) -> None:
    """A set half made, an old one put aside, and what files were made of."""
    folder = tmp_path / "out"
    place(folder, OLD)
    for name in (".out.new", ".out.old", ".out.tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "left").write_bytes(b"half")
        assert not is_tidy(folder)
        with alone_in(folder), scratch_beside(folder) as scratch:
            (scratch / "rows").write_bytes(b"half")
            assert [path.name for path in scratch.iterdir()] == ["rows"]
            place_set(folder, dict.fromkeys(OLD))
        assert is_tidy(folder)
        assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert shown(folder) == OLD
