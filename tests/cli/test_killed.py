"""`zltrec export --config` and `zltrec sql` killed at every step: what a reader finds is whole, and
the next run mends what was left. Names, places and texts are made up.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from . import doomed
from .terminal import Terminal, clean_environment, stand_in
from .test_sql import LAMPS, asked

PLAN = """
[[export]]
out = "out/month"
ledgers = ["chronicle", "lamps"]
formats = ["csv", "xlsx", "sqlite"]
as_of = "2023-06-30"
personal = true

[[export]]
out = "out/now"
ledgers = ["chronicle", "cases"]
formats = ["json", "md", "docx"]
as_of = "2023-07-31"
"""
SETS = ("month", "now")
EXPORT = ("--quiet", "export", "--config", "export.toml", "--status", "status/status.json")
VERIFIED_EVERY = 20
MARKED = "西瓜节开幕。"


class Doom:
    """Runs commands that are killed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._server = subprocess.Popen(
            [sys.executable, doomed.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environment(home),
        )

    def run(self, folder: Path, arguments: tuple[str, ...], step: int | None) -> int:
        """Runs one, killed at a step; 0: not; None: not, and its modules are loaded for all."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        asked = {"folder": str(folder), "arguments": arguments, "step": step}
        print(json.dumps(asked), file=self._server.stdin, flush=True)
        while line := self._server.stdout.readline():
            if line.strip().isdigit():
                return int(line)
        raise AssertionError(self._server.communicate()[1])

    def close(self) -> None:
        """Ends it."""
        self._server.communicate(timeout=60)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A shell where two sets and a status lie, and a store that got one event more since."""
    home = tmp_path_factory.mktemp("killed")
    shell = stand_in(home / "office", home)
    shell.done("init")
    shell.add(("2023-05-30", "青河市举办诗会。"), ("2023-06", "全月无雨。"))
    shell.done("procedure", "adopt", LAMPS)
    values = ("--set", "place=A号杆", "--set", "caller=杜若川")
    shell.done("case", "open", "lamp-repair", "--number", "A-1", "--on", "2023-06-02", *values)
    (shell.folder / "export.toml").write_text(PLAN, encoding="utf-8")
    (shell.folder / "out").mkdir()
    (shell.folder / "status").mkdir()
    shell.done(*EXPORT)
    shell.done("sql", "--as-of", "2023-07-31")
    shell.add(("2023-06-09", MARKED))
    return shell


@pytest.fixture(scope="module")
def doom(template: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doom]:
    """Has all modules loaded."""
    home = tmp_path_factory.mktemp("doom")
    runner = Doom(home)
    for command in (EXPORT, SQL):
        folder = home / "warm"
        shutil.copytree(template.folder, folder)
        runner.run(folder, command, None)
        shutil.rmtree(folder)
    yield runner
    runner.close()


SQL = ("sql", "--as-of", "2023-07-31")


def digests(folder: Path) -> dict[str, str]:
    """Every file under a folder with its SHA-256."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def names(folder: Path) -> set[str]:
    """All that is under a folder, but what SQLite keeps beside a database that was not closed."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    return {name for name in found if not name.endswith(("-wal", "-shm", "-journal"))}


def position_of(folder: Path) -> int:
    """The position of the set in a folder, which is found whole: just the files of its manifest."""
    said: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    listed = {one["path"]: one["sha256"] for one in said["files"]}
    found = digests(folder)
    del found["manifest.json"]
    assert found == listed
    position: int = said["position"]
    return position


def test_export_killed_at_every_step(template: Terminal, doom: Doom, tmp_path: Path) -> None:
    """Each set is the old one or the new one, and so is the status; the store holds. The next run
    makes what an undisturbed one does, and nothing is left, in the system's own folder neither."""
    folder = tmp_path / "undisturbed"
    shutil.copytree(template.folder, folder)
    old = position_of(folder / "out" / "month")
    assert doom.run(folder, EXPORT, 0) == 0
    new = position_of(folder / "out" / "month")
    assert new == old + 1
    wanted, listed = digests(folder / "out"), names(folder)
    before = names(doom.home)
    seen: list[tuple[int, ...]] = []
    for step in itertools.count(1):
        folder = tmp_path / str(step)
        shutil.copytree(template.folder, folder)
        code = doom.run(folder, EXPORT, step)
        assert code in (0, doomed.KILLED)
        seen.append(tuple(position_of(folder / "out" / name) for name in SETS))
        said = json.loads((folder / "status" / "status.json").read_text())
        assert said["ok"]
        seen[-1] += (said["sets"][0]["position"],)
        shell = Terminal(folder, template.env)
        if step % VERIFIED_EVERY == 0:
            assert shell.verified() == []
        assert doom.run(folder, EXPORT, 0) == 0
        assert digests(folder / "out") == wanted
        assert names(folder) == listed
        said = json.loads((folder / "status" / "status.json").read_text())
        assert [one["position"] for one in said["sets"]] == [new, new]
        shutil.rmtree(folder)
        if code == 0:
            break
    # Files change places in this order, each once, and there are steps before and after each.
    reached = [(old, old, old), (new, old, old), (new, new, old), (new, new, new)]
    assert list(dict.fromkeys(seen)) == reached
    assert sorted(seen) == seen
    assert all(seen.count(one) >= 2 for one in reached), [seen.count(one) for one in reached]
    assert names(doom.home) == before


def test_sql_killed_at_every_step(template: Terminal, doom: Doom, tmp_path: Path) -> None:
    """The file is the old one or the new one, to be opened by whoever may only read; the next run
    leaves nothing beside it."""
    seen: list[bool] = []
    for step in itertools.count(1):
        folder = tmp_path / str(step)
        shutil.copytree(template.folder, folder)
        path = folder / ".zltrec" / "ledgers.sqlite"
        code = doom.run(folder, SQL, step)
        assert code in (0, doomed.KILLED)
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            texts = database.execute("SELECT text FROM chronicle").fetchall()
        seen.append((MARKED,) in texts)
        assert doom.run(folder, SQL, 0) == 0
        assert (MARKED,) in asked(path, "SELECT text FROM chronicle")
        assert names(folder) == names(template.folder)
        shutil.rmtree(folder)
        if code == 0:
            break
    assert sorted(seen) == seen
    assert seen.count(False) >= 10
    assert seen.count(True) >= 2
