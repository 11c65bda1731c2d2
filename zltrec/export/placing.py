"""A set of files put in the place of another at once: a reader finds the old set or the new one.

The new set is made in a folder beside the old one, what is the same as a second name of
the same file, and then the two folders change places in one step of the file system.
What a run that was killed left behind, the next one puts right. A file that stands alone
is put in the place of another likewise.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from zltrec.errors import BadUsage, Refused

Content = IO[bytes] | Path
"""What is put in place: an open file, or one that lies elsewhere."""

_HERE = -100  # AT_FDCWD, openat(2)
_EXCHANGE = 2  # RENAME_EXCHANGE, renameat2(2)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Makes the folder, if it is not there, and keeps other exports out of it.

    Raises Refused if one is running, and BadUsage for the folder that one stands in. A
    folder of which nothing came is gone again.
    """
    _put_right(folder)
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    if _is_here(folder):
        raise BadUsage(
            "the folder {path} is replaced as a whole; name another one than that you are in",
            path=folder,
        )
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)
        if made:
            with suppress(OSError):
                folder.rmdir()  # only if nothing came of it


def place_set(
    folder: Path, files: Mapping[str, Content | None], gone: Collection[str] = ()
) -> None:
    """Makes these the files of the folder, each with its content; None: as it is there now.

    `gone`: files of the set before, which are not kept; all else in the folder is.
    If anything fails, everything is as it was.
    """
    folder = folder.resolve()
    new = _beside(folder)
    _clear(folder)
    new.mkdir()
    handle = os.open(new, os.O_RDONLY)
    try:
        _lock(handle, folder)  # it will be the folder, while what was there is cleared away
        shutil.copymode(folder, new)
        _give(new, folder.stat())
        for name, content in files.items():
            if content is None:
                _same(folder / name, new / name)
            else:
                _write(content, folder / name, new / name)
        for path in folder.iterdir():
            if path.name not in files and path.name not in gone and not _is_folder(path):
                _same(path, new / path.name)
        _sync(new)
        _exchange(new, folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    else:
        _clear(folder)
    finally:
        os.close(handle)


@contextmanager
def replacing(place: Path) -> Iterator[Path]:
    """Where to write a new file, which then takes the place of the old one: whoever reads the
    old one reads it to the end.

    Whoever else replaces a file of this folder waits. If anything fails, what was there is
    there. Raises OSError if it cannot be put there.
    """
    new = _beside(place)
    handle = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        new.unlink(missing_ok=True)
        new.touch(exist_ok=False)  # says why, where a folder may not be written to
        try:
            yield new
            _sync(new)
            os.replace(new, place)
        except BaseException:
            with suppress(OSError):
                new.unlink()
            raise
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def scratch_beside(folder: Path) -> Iterator[Path]:
    """A folder for what is half made, gone in the end; if not, the next run clears it away.

    It is not the system's own: what a killed run has left there, nobody would look for.
    """
    scratch = _scratch(folder.resolve())
    if scratch.exists():
        shutil.rmtree(scratch)
    scratch.mkdir(mode=0o700)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def is_tidy(folder: Path) -> bool:
    """Whether a run that was stopped left nothing behind."""
    folder = folder.resolve()
    return not any(left(folder).exists() for left in (_beside, _aside, _scratch))


def _beside(folder: Path) -> Path:
    """Where the new set, or file, is made, and the old set ends."""
    return folder.with_name(f".{folder.name}.new")


def _aside(folder: Path) -> Path:
    """Where the old set waits, on a file system that cannot exchange folders."""
    return folder.with_name(f".{folder.name}.old")


def _scratch(folder: Path) -> Path:
    """Where files are made of which a set's files are made."""
    return folder.with_name(f".{folder.name}.tmp")


def _put_right(folder: Path) -> None:
    """Takes back the old set, if a run was killed when it had put it aside."""
    folder = folder.resolve()
    if not folder.exists() and _aside(folder).is_dir():
        _aside(folder).rename(folder)


def _clear(folder: Path) -> None:
    """Removes the set that does not hold; folders in it, which are not ours, go back."""
    for left in (_beside(folder), _aside(folder)):
        if left.exists():
            for path in left.iterdir():
                if _is_folder(path):
                    path.rename(folder / path.name)
            shutil.rmtree(left)
            _sync(folder.parent)


def _exchange(new: Path, folder: Path) -> None:
    """Two folders change places: in one step, where the file system can."""
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is not None:
        if rename(_HERE, os.fsencode(new), _HERE, os.fsencode(folder), _EXCHANGE) == 0:
            _sync(folder.parent)
            return
        number = ctypes.get_errno()
        if number not in (errno.EINVAL, errno.ENOSYS):
            raise OSError(number, os.strerror(number), str(folder))
    folder.rename(_aside(folder))
    new.rename(folder)
    _sync(folder.parent)


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused(
            "another export to {path} is running; try again when it is done", path=folder
        ) from None


def _give(new: Path, like: os.stat_result) -> None:
    """Root leaves the folder to whom it belonged."""
    if os.geteuid() == 0:
        os.chown(new, like.st_uid, like.st_gid)


def _is_here(folder: Path) -> bool:
    try:
        return folder.samefile(Path.cwd())
    except OSError:  # whoever may not look at where he stands, stands elsewhere
        return False


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _same(old: Path, new: Path) -> None:
    """The same file under a second name: not written, not touched."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:  # a file system without hard links
        shutil.copy2(old, new, follow_symlinks=False)


def _write(content: Content, old: Path, new: Path) -> None:
    if old.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(old))
    with ExitStack() as stack, new.open("wb") as writer:
        if isinstance(content, Path):
            content = stack.enter_context(content.open("rb"))
        content.seek(0)
        shutil.copyfileobj(content, writer)
        writer.flush()
        os.fsync(writer.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
