"""Runs commands of the program in processes that end at a chosen file operation, as if killed.

Started as `python doomed.py`; reads a line of JSON for each run, `{"folder", "arguments",
"step"}`, and answers with one: whether the run ended before that operation (9), or else its own
exit code. Each run is a fork of this process, which has all modules loaded already. Operations are
what changes files: of `os`, of `renameat2`, files opened for writing, the second half of what is
written to one, and each kind of SQL statement once in a transaction.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

KILLED = 9
WATCHED = (
    *("mkdir", "rmdir", "rename", "replace", "link", "unlink", "remove", "chmod", "truncate"),
    *("write", "fsync", "utime", "symlink"),
)
WRITING = os.O_WRONLY | os.O_RDWR


class Countdown:
    """Ends the process, without any clearing up, before the operation that it reaches nought at."""

    def __init__(self, step: int) -> None:
        self.left = step
        self.kinds: set[str] = set()

    def count(self) -> None:
        """One operation more."""
        self.left -= 1
        if self.left == 0:
            os._exit(KILLED)

    def count_statement(self, statement: str) -> None:
        """One SQL statement more; those of one kind are one operation of their transaction."""
        words = statement.split()
        if words[0] in ("BEGIN", "COMMIT"):
            self.kinds.clear()
        kind = " ".join(words[:2])
        if kind not in self.kinds and words[0] not in ("SELECT", "PRAGMA", "WITH"):
            self.kinds.add(kind)
            self.count()

    def count_event(self, event: str, given: tuple[Any, ...]) -> None:
        """A file opened for writing, also by the standard library itself (`tempfile`, `open`)."""
        if event == "open" and isinstance(given[2], int) and given[2] & WRITING:
            self.count()


def watch(countdown: Countdown) -> None:
    """From here on every operation counts."""

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            countdown.count()
            return real(*given, **named)

        return call

    for name in WATCHED:
        setattr(os, name, watched(getattr(os, name)))
    real_connect, real_library = sqlite3.connect, ctypes.CDLL

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:
        connection = real_connect(*given, **named)
        connection.set_trace_callback(countdown.count_statement)
        return connection

    class Library:
        def __init__(self, *given: Any, **named: Any) -> None:
            self.renameat2 = watched(real_library(*given, **named).renameat2)

    def write_in_halves(target: IO[bytes], data: bytes) -> None:
        target.write(data[: len(data) // 2])
        target.flush()
        countdown.count()
        target.write(data[len(data) // 2 :])

    def copy(source: IO[bytes], target: IO[bytes], _length: int = 0) -> None:
        write_in_halves(target, source.read())

    def write_bytes(path: Path, data: bytes) -> int:
        with path.open("wb") as target:
            write_in_halves(target, data)
        return len(data)

    shutil.copyfileobj = copy  # type: ignore[assignment]
    Path.write_bytes = write_bytes  # type: ignore[assignment,method-assign]
    sqlite3.connect = connect
    ctypes.CDLL = Library  # type: ignore[assignment,misc]
    sys.addaudithook(countdown.count_event)


def run(folder: str, arguments: list[str], step: int) -> int:
    """Runs one command in a fork; 0 steps: to its end. Returns the exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 70
    try:
        os.chdir(folder)
        sys.argv = ["zltrec", *arguments]
        if step:
            watch(Countdown(step))
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        os._exit(code)


def load_modules(folder: str, arguments: list[str]) -> None:
    """Runs a command here, so that its modules are here."""
    os.chdir(folder)
    sys.argv = ["zltrec", *arguments]
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            raise RuntimeError(ended.code) from ended


if __name__ == "__main__":
    from zltrec.cli.main import main

    for line in sys.stdin:
        asked = json.loads(line)
        if asked["step"] is None:
            load_modules(asked["folder"], asked["arguments"])
            answer = 0
        else:
            answer = run(asked["folder"], asked["arguments"], asked["step"])
        print(json.dumps(answer), flush=True)
