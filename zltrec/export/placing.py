"""A set of files put into a folder at once: a reader finds the old set or the new one.

The files lie in a folder of their own, `.set-N`; beside it `.current` is a link to
the one that holds, and what readers open are links through it. One rename of
`.current` changes all of them. What a run that was killed left behind, the next
one clears away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from zltrec.errors import Refused

CURRENT = ".current"
_SET, _NEW = ".set-", ".new"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Makes the folder, if it is not there, and keeps other exports out of it.

    Raises Refused if one is running. A folder of which nothing came is gone again.
    """
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                "another export to {path} is running; try again when it is done", path=folder
            ) from None
        yield
    finally:
        os.close(handle)
        if made:
            with suppress(OSError):
                folder.rmdir()  # only if nothing came of it


def place_set(folder: Path, files: Mapping[str, IO[bytes] | None]) -> None:
    """Makes these the files of the folder, each with its content; None: as it is there now.

    Other files in the folder stay, but for those of the set before this one. If
    anything fails, everything is as it was.
    """
    _clear(folder)
    _take_over(folder, files)
    before = _linked(folder)
    new = folder / f"{_SET}{_number(folder)}"
    try:
        new.mkdir()
        for name, content in files.items():
            if content is None:
                _same(folder / name, new / name)
            else:
                _write(content, new / name)
        _sync(new)
        for name in files:
            _link(folder, name)
        _rename(folder, CURRENT, new.name)
    except BaseException:
        with suppress(OSError):
            for name in _linked(folder) - before:
                (folder / name).unlink()
            _clear(folder)
        raise
    _clear(folder)


def is_tidy(folder: Path) -> bool:
    """Whether a run that was stopped left nothing behind."""
    return not any(_left_behind(folder))


def _left_behind(folder: Path) -> Iterator[Path]:
    """Sets that do not hold, links to what is gone, and links that were not put in place."""
    current = _current(folder)
    for path in folder.iterdir():
        if path.is_symlink():
            unplaced = path.name.startswith(".") and path.name.endswith(_NEW)
            if unplaced or (_is_ours(path) and not path.exists()):
                yield path
        elif path.name.startswith(_SET) and path.is_dir() and path.name != current:
            yield path


def _clear(folder: Path) -> None:
    for path in list(_left_behind(folder)):
        if path.is_symlink():
            path.unlink()
        else:
            shutil.rmtree(path)
    _sync(folder)


def _take_over(folder: Path, files: Mapping[str, IO[bytes] | None]) -> None:
    """Makes a set of plain files that lie where ours will: the same bytes, behind links."""
    plain = [name for name in files if not (folder / name).is_symlink()]
    plain = [name for name in plain if (folder / name).exists()]
    if not plain:
        return
    for name in plain:
        if not (folder / name).is_file():
            raise IsADirectoryError(21, os.strerror(21), str(folder / name))
    new = folder / f"{_SET}{_number(folder)}"
    new.mkdir()
    for name in {*plain, *_linked(folder)}:
        _same(folder / name, new / name)
    _sync(new)
    _rename(folder, CURRENT, new.name)
    for name in plain:
        _link(folder, name)


def _linked(folder: Path) -> set[str]:
    """The names that lead through the set that holds."""
    return {path.name for path in folder.iterdir() if path.is_symlink() and _is_ours(path)}


def _is_ours(path: Path) -> bool:
    return path.name != CURRENT and os.readlink(path) == f"{CURRENT}/{path.name}"


def _current(folder: Path) -> str:
    try:
        return os.readlink(folder / CURRENT)
    except OSError:
        return ""


def _number(folder: Path) -> int:
    """The number of the next set."""
    taken = [path.name.removeprefix(_SET) for path in folder.glob(f"{_SET}*")]
    return max((int(one) for one in taken if one.isdecimal()), default=0) + 1


def _same(old: Path, new: Path) -> None:
    """The same file under a second name: not written, not touched."""
    old = old.resolve()
    try:
        os.link(old, new)
    except OSError:  # a file system without hard links
        shutil.copy2(old, new)


def _write(content: IO[bytes], place: Path) -> None:
    content.seek(0)
    with place.open("wb") as writer:
        shutil.copyfileobj(content, writer)
        writer.flush()
        os.fsync(writer.fileno())


def _link(folder: Path, name: str) -> None:
    if not ((folder / name).is_symlink() and _is_ours(folder / name)):
        _rename(folder, name, f"{CURRENT}/{name}")


def _rename(folder: Path, name: str, target: str) -> None:
    """A link in the place of what is there, in one step."""
    new = folder / f".{name.removeprefix('.')}{_NEW}"
    os.symlink(target, new)
    os.replace(new, folder / name)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
