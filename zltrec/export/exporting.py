"""Exporting ledgers to a folder: whole files or none, the manifest last.

Files are written away from the folder first; only those whose bytes changed are
then put beside their places, and moved in when all are there, the manifest
last. The same position, as-of day and formats give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

import msgspec

from zltrec import __version__
from zltrec.errors import BadUsage, Unreadable
from zltrec.export.formats import FORMATS
from zltrec.projections.ledgers import Ledger
from zltrec.projections.rows import Reveal, Scope
from zltrec.projections.views import Views

MANIFEST = "manifest.json"
_NEW, _OLD = ".part", ".old"  # beside a file, while it is replaced


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an export stands: the store's id, the log's position and root, the as-of day,
    whether undated facts are in it, and whether personal values are."""

    store_id: str
    position: int
    root: bytes
    as_of: date
    undated: bool
    personal: bool = False

    def scope(self, reveal: Reveal | None) -> Scope:
        """Which rows the export holds; `reveal` gives personal values, where it holds them."""
        return Scope(self.as_of, self.undated, reveal=reveal if self.personal else None)


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export: its name in the folder, its digest, its rows; whether it changed."""

    path: str
    sha256: str
    rows: int
    changed: bool


def parse_formats(text: str) -> tuple[str, ...]:
    """Formats as `csv,jsonl,md`. Raises BadUsage for one that there is not."""
    asked = {part.strip() for part in text.split(",") if part.strip()}
    for name in sorted(asked):
        if name not in FORMATS:
            raise BadUsage(
                "there is no export format {name}; there are {names}",
                name=name,
                names=", ".join(FORMATS),
            )
    # In one order, however they are asked for: the same formats give the same manifest.
    formats = tuple(name for name in FORMATS if name in asked)
    if not formats:
        raise BadUsage("name at least one format, of {names}", names=", ".join(FORMATS))
    return formats


def export_ledgers(
    views: Views,
    ledgers: Sequence[Ledger],
    formats: Sequence[str],
    folder: Path,
    standing: Standing,
    reveal: Reveal | None = None,
) -> tuple[list[ExportedFile], bool]:
    """Writes the ledgers; returns the files, and whether anything in the folder changed.

    Raises Unreadable if the folder cannot be written; then it is as it was.
    """
    scope = standing.scope(reveal)
    with ExitStack() as stack:
        files, contents = [], []
        try:
            for ledger in ledgers:
                for name in formats:
                    content = stack.enter_context(tempfile.TemporaryFile())
                    place = folder / f"{ledger.name}.{name}"
                    files.append(_stage(views, ledger, name, place, content, scope))
                    contents.append(content)
            changed: list[tuple[str, IO[bytes]]] = [
                (f.path, c) for f, c in zip(files, contents, strict=True) if f.changed
            ]
            manifest = _manifest(standing, ledgers, formats, files).encode()
            if _digest_of(folder / MANIFEST) != hashlib.sha256(manifest).hexdigest():
                changed.append((MANIFEST, io.BytesIO(manifest)))
            if changed:
                _put_in_place(folder, changed)
        except OSError as error:
            raise Unreadable(
                "the export to {path} cannot be written: {reason};"
                " the files there are as they were",
                path=error.filename or folder,
                reason=error.strerror or str(error),
            ) from error
    return files, bool(changed)


def _stage(
    views: Views, ledger: Ledger, format_: str, place: Path, content: IO[bytes], scope: Scope
) -> ExportedFile:
    """Writes what will be the file `place` into `content`, away from the folder."""
    count, digest = 0, hashlib.sha256()

    def counted() -> Iterable[dict[str, object]]:
        nonlocal count
        for row in ledger.rows(views, scope):
            count += 1
            yield row

    for text in FORMATS[format_](counted(), ledger.columns, ledger.columns):
        data = text.encode()
        digest.update(data)
        content.write(data)
    sha256 = digest.hexdigest()
    return ExportedFile(place.name, sha256, count, sha256 != _digest_of(place))


def _put_in_place(folder: Path, changed: Sequence[tuple[str, IO[bytes]]]) -> None:
    """Writes files beside their places, then moves them in; all of them, or none."""
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    beside = [(folder / f"{name}{_OLD}", folder / f"{name}{_NEW}") for name, _ in changed]
    places = [folder / name for name, _ in changed]
    moved = 0
    try:
        for (_, new), (_name, content) in zip(beside, changed, strict=True):
            content.seek(0)
            with new.open("wb") as writer:
                shutil.copyfileobj(content, writer)
                writer.flush()
                os.fsync(writer.fileno())
        for place, (old, new) in zip(places, beside, strict=True):
            _keep(place, old)
            os.replace(new, place)
            moved += 1
        _sync_folder(folder)
    except BaseException:
        for place, (old, _new) in list(zip(places, beside, strict=True))[:moved]:
            with suppress(OSError):
                if old.exists():
                    os.replace(old, place)
                else:
                    place.unlink()
        raise
    finally:
        for path in (path for pair in beside for path in pair):
            with suppress(OSError):
                path.unlink()
        if made:
            with suppress(OSError):
                folder.rmdir()  # only if nothing came of it


def _keep(place: Path, old: Path) -> None:
    """The file as it is, if there is one, under a second name: to go back to."""
    old.unlink(missing_ok=True)
    if not place.exists():
        return
    try:
        os.link(place, old)
    except OSError:  # a file system without links
        shutil.copy2(place, old)


def _digest_of(place: Path) -> str | None:
    try:
        with place.open("rb") as reader:
            return hashlib.file_digest(reader, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def _manifest(
    standing: Standing,
    ledgers: Sequence[Ledger],
    formats: Sequence[str],
    files: Sequence[ExportedFile],
) -> str:
    content = {
        "store": standing.store_id,
        "position": standing.position,
        "root": base64.b64encode(standing.root).decode(),
        "as_of": standing.as_of.isoformat(),
        "undated": standing.undated,
        "personal": standing.personal,
        "version": __version__,
        "libraries": library_versions(),
        "ledgers": [ledger.name for ledger in ledgers],
        "formats": list(formats),
        "files": [{"path": f.path, "sha256": f.sha256, "rows": f.rows} for f in files],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"


def library_versions() -> dict[str, str]:
    """The libraries that write an export's bytes, with their versions."""
    return {"msgspec": msgspec.__version__}


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
