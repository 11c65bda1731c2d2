"""Files taken in, kept by their SHA-256: the imported gazette, a scan, a photograph.

A file lies at `files/ab/cdef…`. It is written beside its place and moved in
whole, and is never changed; the log holds its digest, so a changed, lost or
foreign file shows.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zltrec.errors import Unreadable

_CHUNK = 1 << 20
_ARRIVING = ".arriving-"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file's copy that is in the store's folder but not yet in its place."""

    path: Path
    sha256: str
    size: int


class FileStore:
    """The files of one store, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Where the file of this digest lies, or would."""
        return self.folder / sha256[:2] / sha256[2:]

    @contextmanager
    def arriving(self, source: Path, *, rehearsal: bool = False) -> Iterator[Arrival]:
        """A copy of `source` with its digest, gone again unless `settle` puts it in place.

        For a `rehearsal` the copy lies outside the store. Copies that a
        process left behind when it was killed are taken away. Raises
        Unreadable when the source cannot be read or the copy not written.
        """
        copy: Path | None = None
        try:
            digest = hashlib.sha256()
            with source.open("rb") as reader:
                if not rehearsal:
                    self.folder.mkdir(exist_ok=True)
                    self._clear_away()
                prefix = f"{_ARRIVING}{os.getpid()}-"
                folder = None if rehearsal else self.folder
                handle, name = tempfile.mkstemp(dir=folder, prefix=prefix)
                copy = Path(name)
                with os.fdopen(handle, "wb") as writer:
                    while chunk := reader.read(_CHUNK):
                        digest.update(chunk)
                        writer.write(chunk)
                    writer.flush()
                    os.fsync(writer.fileno())
        except BaseException as error:
            if copy is not None:
                copy.unlink(missing_ok=True)
            if not isinstance(error, OSError):
                raise
            raise Unreadable(
                "{path} cannot be read or copied into the store: {reason}",
                path=error.filename or source,
                reason=error.strerror or str(error),
            ) from error
        try:
            yield Arrival(copy, digest.hexdigest(), copy.stat().st_size)
        finally:
            copy.unlink(missing_ok=True)

    def _clear_away(self) -> None:
        for left in self.folder.glob(f"{_ARRIVING}*"):
            process = left.name.removeprefix(_ARRIVING).partition("-")[0]
            if not (process.isdecimal() and _is_running(int(process))):
                left.unlink(missing_ok=True)

    def settle(self, arrival: Arrival) -> bool:
        """Puts an arrived file in its place; False if it lay there already."""
        place = self.path_of(arrival.sha256)
        if place.exists():
            return False
        place.parent.mkdir(exist_ok=True)
        os.chmod(arrival.path, 0o444)
        os.replace(arrival.path, place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return True

    def remove(self, sha256: str) -> None:
        """Takes a file out again whose event was not recorded after all."""
        self.path_of(sha256).unlink(missing_ok=True)

    def digest(self, sha256: str) -> str | None:
        """The digest of the bytes that lie there now; None if none lie there."""
        found = hashlib.sha256()
        try:
            with self.path_of(sha256).open("rb") as reader:
                while chunk := reader.read(_CHUNK):
                    found.update(chunk)
        except FileNotFoundError:
            return None
        return found.hexdigest()

    def read(self, sha256: str) -> bytes:
        """The bytes of a file. Raises Unreadable if they are lost, or not those any more."""
        place = self.path_of(sha256)
        try:
            data = place.read_bytes()
        except OSError as error:
            raise Unreadable(
                "{path} cannot be read: {reason}", path=place, reason=error.strerror or str(error)
            ) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Unreadable(
                "{path} is not the file that was taken in; run `zltrec audit verify`", path=place
            )
        return data

    def all(self) -> Iterator[str]:
        """The digests under which files lie; whatever else lies there by its path."""
        for place in sorted(self.folder.rglob("*")):
            parts = place.relative_to(self.folder).parts
            if place.is_file() and not place.name.startswith(_ARRIVING):
                whole = len(parts) == 2 and len(parts[0]) == 2
                yield "".join(parts) if whole else "/".join(parts)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
