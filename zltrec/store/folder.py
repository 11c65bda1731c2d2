"""A store's folder: making it, finding it as git finds its own, opening its log.

`.zltrec/` holds `log.sqlite` (events, leaves, registers), `files/` (what was
taken in, by digest) and `views.sqlite` (projections, which may be deleted at
any time). A reader that may not write is given the log all the same.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zltrec.errors import Refused, Unreadable

NAME = ".zltrec"
_ROOM = 1 << 16  # bytes: less than this does not hold the index of a write-ahead log


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """The folder `.zltrec` itself, and where things lie in it."""

    path: Path

    @property
    def log(self) -> Path:
        """The log's file."""
        return self.path / "log.sqlite"

    @property
    def views(self) -> Path:
        """The projections' file."""
        return self.path / "views.sqlite"

    @property
    def files(self) -> Path:
        """The folder of files taken in."""
        return self.path / "files"

    @property
    def writable(self) -> bool:
        """Whether this process may append."""
        return os.access(self.path, os.W_OK) and os.access(self.log, os.W_OK)


@contextmanager
def making_folder(parent: Path) -> Iterator[StoreFolder]:
    """A new folder under a passing name; leaving it puts it in its place as `parent`/.zltrec.

    So a store is there whole or not at all, whoever looks meanwhile and
    whatever stops the making. `parent` is made if it is not there. Raises
    Refused if a store is there already, Unreadable if none can be made.
    """
    place = parent / NAME
    folder = StoreFolder(parent / f"{NAME}.{os.urandom(4).hex()}")
    try:
        if os.path.lexists(place):
            raise FileExistsError
        parent.mkdir(parents=True, exist_ok=True)
        folder.path.mkdir()
        yield folder
        os.rename(folder.path, place)
    except OSError as error:
        if os.path.lexists(place):
            raise Refused(
                "there is a store in {path} already; it was left as it is", path=place
            ) from None
        if os.path.lexists(parent) and not os.path.isdir(parent):
            raise Unreadable("{path} is no folder; name another", path=parent) from None
        raise Unreadable(
            "the store cannot be made in {path}: {reason}",
            path=parent,
            reason=error.strerror or str(error),
        ) from error
    finally:
        if os.path.lexists(folder.path):
            import shutil

            shutil.rmtree(folder.path, ignore_errors=True)


def find_folder(named: Path | None, here: Path) -> StoreFolder:
    """The store that `named` is or holds; without a name the nearest at `here` or above.

    Raises Unreadable if there is none, it cannot be entered, or it is not a
    store that this version can read.
    """
    if named is None:
        places = [place / NAME for place in (here, *here.parents)]
    else:
        places = [named / NAME, named]
    for place in places:
        try:
            if (place / "log.sqlite").is_file():
                return StoreFolder(place)
        except PermissionError as error:
            raise Unreadable(
                "the store {path} cannot be read: {reason}", path=place, reason=error.strerror
            ) from error
    if named is None:
        raise Unreadable(
            "there is no store in {path} or above; make one with `zltrec init`, or name one"
            " with --store",
            path=here,
        )
    raise Unreadable(
        "{path} is no store and holds none; make one with `zltrec init {path}`", path=named
    )


def log_uri(folder: StoreFolder) -> str:
    """The URI under which this process can open the log.

    Read and write where the folder allows it and has room. Elsewhere read-only; if SQLite
    cannot even do that (an unwritable folder without its `-shm` file),
    `immutable`, but only where no `-wal` has content that it would miss; and
    at last a copy in a temporary folder.
    """
    base = folder.log.absolute().as_uri()
    if folder.writable and not has_no_room(folder.log):
        return f"{base}?mode=rw"
    if _opens(f"{base}?mode=ro"):
        return f"{base}?mode=ro"
    wal = folder.log.with_name(folder.log.name + "-wal")
    if not wal.exists() or wal.stat().st_size == 0:
        return f"{base}?immutable=1"
    import shutil
    import tempfile

    copy = Path(tempfile.mkdtemp(prefix="zltrec-")) / folder.log.name
    atexit.register(shutil.rmtree, copy.parent, ignore_errors=True)
    shutil.copyfile(folder.log, copy)
    shutil.copyfile(wal, copy.with_name(wal.name))
    # Not to be written either: what is recorded in a copy would be lost with it.
    return f"{copy.as_uri()}?mode=ro"


def has_no_room(path: Path) -> bool:
    """Whether the disk that holds `path` is so full that not even reading works as usual.

    SQLite then says "disk I/O error", whatever it was about to do.
    """
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return False
    # A file system that does not count says 0 of 0.
    return disk.f_blocks > 0 and disk.f_bavail * disk.f_frsize < _ROOM


def _opens(uri: str) -> bool:
    try:
        connection = sqlite3.connect(uri, uri=True)
        try:
            connection.execute("SELECT size FROM log_head")
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return True
