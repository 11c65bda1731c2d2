"""A store's folder: making it, finding it as git finds its own, opening its log.

`.zltrec/` holds `log.sqlite` (events, leaves, registers), `files/` (what was
taken in, by digest) and `views.sqlite` (projections, which may be deleted at
any time). A reader that may not write is given the log all the same.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

from zltrec.errors import Refused, Unreadable

NAME = ".zltrec"


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


def make_folder(parent: Path) -> StoreFolder:
    """A new, empty `.zltrec` in `parent` (made if it is not there).

    Raises Refused if one is there already, Unreadable if it cannot be made.
    """
    folder = StoreFolder(parent / NAME)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder.path.mkdir()
    except FileExistsError:
        if folder.path.exists():
            raise Refused(
                "there is a store in {path} already; it was left as it is", path=folder.path
            ) from None
        raise Unreadable("{path} is no folder; name another", path=parent) from None
    except OSError as error:
        raise Unreadable(
            "the store cannot be made in {path}: {reason}",
            path=parent,
            reason=error.strerror or str(error),
        ) from error
    return folder


def find_folder(named: Path | None, here: Path) -> StoreFolder:
    """The store that `named` is or holds; without a name the nearest at `here` or above.

    Raises Unreadable if there is none, it cannot be entered, or it is not a
    store that this version can read.
    """
    if named is None:
        places = [place / NAME for place in (here, *here.parents)]
    else:
        places = [named, named / NAME]
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

    Read and write where the folder allows it. Elsewhere read-only; if SQLite
    cannot even do that (an unwritable folder without its `-shm` file),
    `immutable`, but only where no `-wal` has content that it would miss; and
    at last a copy in a temporary folder.
    """
    base = folder.log.absolute().as_uri()
    if folder.writable:
        return f"{base}?mode=rw"
    if _opens(f"{base}?mode=ro"):
        return f"{base}?mode=ro"
    wal = folder.log.with_name(folder.log.name + "-wal")
    if not wal.exists() or wal.stat().st_size == 0:
        return f"{base}?immutable=1"
    copy = Path(tempfile.mkdtemp(prefix="zltrec-")) / folder.log.name
    atexit.register(shutil.rmtree, copy.parent, ignore_errors=True)
    shutil.copyfile(folder.log, copy)
    shutil.copyfile(wal, copy.with_name(wal.name))
    return f"{copy.as_uri()}?mode=rw"


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
