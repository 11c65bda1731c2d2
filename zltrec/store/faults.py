"""SQLite's own errors, said in words that name the place and the way out.

The library leaks raw sqlite3 errors from BEGIN and wraps the others; both
arrive here. What stands outside the store's control (a full disk, a missing
permission, a damaged file) becomes `Unreadable`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zltrec.errors import Refused, Unreadable, ZltrecError
from zltrec.store.folder import has_no_room
from zltrec.store.schema import APPEND_ONLY, LOCK_TIMEOUT_S


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raises Unreadable or Refused in place of the database's errors about `path`."""
    try:
        yield
    except Exception as error:
        # Late: who only reads the log starts without the library.
        from eventsourcing.persistence import PersistenceError

        if not isinstance(error, (sqlite3.Error, PersistenceError)):
            raise
        raise _explained(error, path) from error


def _explained(error: Exception, path: Path) -> ZltrecError:
    from eventsourcing.persistence import IntegrityError

    said = str(error)
    if "locked" in said or "busy" in said:
        return Unreadable(
            "the store {path} has been busy for {seconds} s with another process's work;"
            " try again when it has finished",
            path=path,
            seconds=LOCK_TIMEOUT_S,
        )
    if "full" in said or has_no_room(path):
        return Unreadable(
            "the disk that holds {path} is full; nothing was written; make room and try again",
            path=path,
        )
    if "readonly" in said or "unable to open" in said:
        return Unreadable(
            "the store {path} cannot be opened for this; check that the folder exists and that"
            " you may read it, and write to it if something is to be recorded",
            path=path,
        )
    if "no such table" in said or "not a database" in said or "malformed" in said:
        return Unreadable(
            "{path} is damaged or is no zltrec store ({reason}); restore a backup, or name"
            " another folder with --store",
            path=path,
            reason=said,
        )
    if APPEND_ONLY in said or isinstance(error, (sqlite3.IntegrityError, IntegrityError)):
        return Refused("the log of {path} refused a change: {reason}", path=path, reason=said)
    return Unreadable("the store {path} cannot be used: {reason}", path=path, reason=said)
