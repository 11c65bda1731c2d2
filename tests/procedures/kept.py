"""A history that takes its time is made once for all tests, on whatever worker, and kept."""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from cli.terminal import Terminal, stand_in

T = TypeVar("T")


def kept_history(
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    name: str,
    build: Callable[[Terminal, Path], T],
) -> T:
    """What `build` made of an empty store, in a folder called `name`; made by who comes first."""
    own = tmp_path_factory.getbasetemp()
    home = (own if worker_id == "master" else own.parent) / name
    home.mkdir(exist_ok=True)
    kept = home / "history.pickle"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            shell = stand_in(home / "office", home)
            shell.done("init")
            kept.write_bytes(pickle.dumps(build(shell, home)))
        loaded: T = pickle.loads(kept.read_bytes())
    return loaded
