"""The history of the renovation of rural houses, run once for all tests, on whatever worker."""

from __future__ import annotations

import fcntl
import pickle
from pathlib import Path

import pytest
from cli.terminal import Terminal, stand_in

from .housing_run import History, run_script
from .housing_works import HOUSEHOLDS


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> History:
    """A store in which the whole script has happened; tests only look at it, or are refused."""
    own = tmp_path_factory.getbasetemp()
    home = (own if worker_id == "master" else own.parent) / "housing"
    home.mkdir(exist_ok=True)
    kept = home / "history.pickle"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            shell = stand_in(home / "office", home)
            shell.done("init")
            kept.write_bytes(pickle.dumps(run_script(shell, home, HOUSEHOLDS)))
        loaded = pickle.loads(kept.read_bytes())
    assert isinstance(loaded, History)
    return loaded


@pytest.fixture
def shell(tmp_path: Path) -> Terminal:
    """A shell in an empty store of this test's own."""
    shell = stand_in(tmp_path / "office", tmp_path)
    shell.done("init")
    return shell
