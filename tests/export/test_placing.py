"""Sets of files in a folder: killed at whatever step, a reader finds one set whole."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from zltrec.errors import Refused
from zltrec.export.placing import alone_in, is_tidy, place_set

STEPS = ("mkdir", "link", "symlink", "replace", "fsync", "unlink", "rmdir", "open", "close")
OLD = {"a.csv": b"old a", "b.csv": b"the same", "gone.csv": b"old", "manifest.json": b"one"}
NEW = {"a.csv": b"new a", "b.csv": b"the same", "more.csv": b"new", "manifest.json": b"two"}


def place(folder: Path, files: dict[str, bytes]) -> None:
    """Puts files into a folder; one that is there with the same bytes is not written."""
    contents: dict[str, IO[bytes] | None] = {
        name: None if shown(folder).get(name) == data else io.BytesIO(data)
        for name, data in files.items()
    }
    with alone_in(folder):
        place_set(folder, contents)


def shown(folder: Path) -> dict[str, bytes]:
    """What a reader can open, by name; what is listed and leads nowhere is not there."""
    found = {}
    for path in folder.glob("[!.]*"):
        if path.exists():
            found[path.name] = path.read_bytes()
    return found


def of_manifest(folder: Path) -> dict[str, bytes]:
    """The files that belong to the manifest that a reader finds."""
    files = shown(folder)
    wanted = {b"one": OLD, b"two": NEW}[files["manifest.json"]]
    return {name: data for name, data in files.items() if name in wanted}


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


@pytest.mark.parametrize("plain", [False, True])
def test_a_run_that_is_killed_leaves_a_whole_set(tmp_path: Path, plain: bool) -> None:
    """At every single step: the old set or the new one; the next run mends what was left.

    Also where the files were put there plainly, by hand or by another program.
    """
    stopped, step = 0, 0
    while True:
        step += 1
        folder = tmp_path / f"{step}"
        if plain:
            folder.mkdir()
            for name, data in OLD.items():
                (folder / name).write_bytes(data)
        else:
            place(folder, OLD)
        (folder / "letter.txt").write_text("mine")
        was_killed = killed_at(step, lambda folder=folder: place(folder, NEW))  # type: ignore[misc]
        found = of_manifest(folder)
        assert found in (OLD, NEW), f"step {step}"
        place(folder, NEW)
        kept = {"gone.csv": b"old"} if plain else {}
        assert shown(folder) == NEW | {"letter.txt": b"mine"} | kept
        assert is_tidy(folder)
        assert len(list(folder.glob(".set-*"))) == 1
        shutil.rmtree(folder)
        stopped += was_killed
        if not was_killed:
            break
    assert stopped >= 20


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
