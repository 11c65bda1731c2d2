"""The program as a shell runs it: its own process, its exit code, its two streams.

Nothing here calls the package. Names, places and texts are made up.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).with_name("zltrec")
TIMEOUT_S = 60
NOBODY = 65534
_LIBC = ctypes.CDLL(None)
_DROP_FROM_BOUNDING_SET = 24  # prctl(2), PR_CAPBSET_DROP
_OVERRULING = (1, 2, 3)  # capabilities(7): DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """What it printed, as one JSON value."""
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        """What it printed, as one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Terminal:
    """A shell that stands in a folder."""

    folder: Path
    env: dict[str, str]

    @property
    def store(self) -> Path:
        """The store's own folder, if there is one here."""
        return self.folder / ".zltrec"

    def command(self, *words: object) -> list[str | bytes]:
        """The program with these arguments; bytes stay as they are."""
        return [str(PROGRAM), *(w if isinstance(w, bytes) else str(w) for w in words)]

    def run(
        self,
        *words: object,
        stdin: str | bytes = b"",
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        before: Callable[[], None] | None = None,
    ) -> Outcome:
        """Runs one command; `before` runs in its process first."""
        done = subprocess.run(
            self.command(*words),
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            cwd=cwd or self.folder,
            env=self.env | (env or {}),
            preexec_fn=before,
            timeout=TIMEOUT_S,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *words: object, **given: Any) -> subprocess.Popen[bytes]:
        """Starts one command and does not wait for it; all three streams are pipes."""
        streams: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(
            self.command(*words), text=False, cwd=self.folder, env=self.env, **(streams | given)
        )

    def done(self, *words: object, **given: Any) -> Outcome:
        """As `run`, but the command has to succeed."""
        outcome = self.run(*words, **given)
        assert outcome.code == 0, f"{words}: {outcome}"
        return outcome

    def json(self, *words: object, **given: Any) -> Any:
        """The JSON answer of a command that has to succeed."""
        return self.done(*words, "--format", "json", **given).json()

    def add(self, *rows: tuple[str, str]) -> list[str]:
        """Records entries, each a date and a text, in one batch; their ids."""
        batch = "".join(json.dumps({"date": d, "text": t}) + "\n" for d, t in rows)
        ids: list[str] = self.json("chronicle", "add", "--batch", "-", stdin=batch)["ids"]
        return ids

    def verified(self) -> list[Any]:
        """The faults that a whole verification finds."""
        faults: list[Any] = self.run("audit", "verify", "--format", "json").json()["faults"]
        return faults


def clean_environment(home: Path) -> dict[str, str]:
    """What the program finds around it: English, no variable of its own, a known login name."""
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "LANG": "C.UTF-8",
        "LOGNAME": "clerk",
    }


def stand_in(folder: Path, home: Path) -> Terminal:
    """A shell in `folder`, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return Terminal(folder, clean_environment(home))


def copied(template: Terminal, folder: Path, home: Path) -> Terminal:
    """A shell in a copy of another's folder."""
    shutil.copytree(template.folder, folder)
    return Terminal(folder, clean_environment(home))


def contents(store: Path) -> dict[str, str]:
    """Every file of a store with its SHA-256; not what may go at any time, the projections."""
    return {
        str(path.relative_to(store)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(store.rglob("*"))
        if path.is_file()
        and not path.name.startswith("views.sqlite")
        and not path.name.endswith("-shm")
        and not (path.name.endswith("-wal") and path.stat().st_size == 0)
    }


def one_complaint(outcome: Outcome, code: int) -> str:
    """The one line on stderr of a command that refused, nothing on stdout; its text."""
    assert outcome.out == "", f"stdout must stay empty: {outcome.out[:300]}"
    assert outcome.err.endswith("\n"), outcome
    assert outcome.err.count("\n") == 1, f"one line, not: {outcome.err}"
    assert outcome.err.startswith("zltrec: "), outcome.err
    assert "Traceback" not in outcome.err
    assert not outcome.err.startswith("zltrec: unexpected"), outcome.err
    assert outcome.code == code, outcome
    return outcome.err.removeprefix("zltrec: ").strip()


def as_stranger() -> None:
    """Runs in a child before the program: permissions bind it from then on, as root too."""
    for capability in _OVERRULING:
        _LIBC.prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


def give_away(folder: Path) -> None:
    """Makes a folder, and all in it, another user's, to be read by all and written by none."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)


def take_back(folder: Path) -> None:
    """Undoes `give_away`."""
    for path in (folder, *folder.rglob("*")):
        if os.geteuid() == 0:
            os.chown(path, 0, 0)
        path.chmod(0o755 if path.is_dir() else 0o644)


def is_bound(folder: Path) -> bool:
    """Whether `as_stranger` keeps a child from writing to a folder that was given away."""
    return bool(subprocess.run(["test", "-w", folder], preexec_fn=as_stranger).returncode)
