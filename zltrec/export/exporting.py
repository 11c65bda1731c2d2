"""Exporting ledgers to a folder: whole files or none, the manifest last.

Files are written beside their places first; only when all are there are they
moved in, and the manifest after them. A file whose bytes are as they were is
not touched. The same position, as-of day and formats give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from zltrec import __version__
from zltrec.errors import BadUsage, Unreadable
from zltrec.export.formats import FORMATS
from zltrec.projections.ledgers import Ledger
from zltrec.projections.rows import Scope
from zltrec.projections.views import Views

MANIFEST = "manifest.json"
_BEING_WRITTEN = ".part"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an export stands: the store's id, the log's position and root, the as-of day, and
    whether undated facts are in it."""

    store_id: str
    position: int
    root: bytes
    as_of: date
    undated: bool

    @property
    def scope(self) -> Scope:
        """Which rows the export holds."""
        return Scope(self.as_of, self.undated)


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export: its name in the folder, its digest, its rows; whether it changed."""

    path: str
    sha256: str
    rows: int
    changed: bool


def parse_formats(text: str) -> tuple[str, ...]:
    """Formats as `csv,jsonl,md`. Raises BadUsage for one that there is not."""
    formats = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for name in formats:
        if name not in FORMATS:
            raise BadUsage(
                "there is no export format {name}; there are {names}",
                name=name,
                names=", ".join(FORMATS),
            )
    if not formats:
        raise BadUsage("name at least one format, of {names}", names=", ".join(FORMATS))
    return formats


def export_ledgers(
    views: Views,
    ledgers: Sequence[Ledger],
    formats: Sequence[str],
    folder: Path,
    standing: Standing,
) -> tuple[list[ExportedFile], bool]:
    """Writes the ledgers; returns the files, and whether anything in the folder changed.

    Raises Unreadable if the folder cannot be written; then it is as it was.
    """
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for ledger in ledgers:
            for name in formats:
                place = folder / f"{ledger.name}.{name}"
                part = place.with_name(place.name + _BEING_WRITTEN)
                written.append(part)
                files.append(_write_part(views, ledger, name, place, part, standing.scope))
        manifest = _manifest(standing, ledgers, formats, files)
        part = folder / (MANIFEST + _BEING_WRITTEN)
        written.append(part)
        _write(part, [manifest])
        changed = [part for part, file in zip(written, files, strict=False) if file.changed]
        if _differs(folder / MANIFEST, manifest):
            changed.append(part)
        for part in changed:
            os.replace(part, part.with_name(part.name.removesuffix(_BEING_WRITTEN)))
        if changed:
            _sync_folder(folder)
    except OSError as error:
        raise Unreadable(
            "the export to {path} cannot be written: {reason}; the files there are as they were",
            path=error.filename or folder,
            reason=error.strerror or str(error),
        ) from error
    finally:
        for part in written:
            part.unlink(missing_ok=True)
    return files, bool(changed)


def _write_part(
    views: Views, ledger: Ledger, format_: str, place: Path, part: Path, scope: Scope
) -> ExportedFile:
    count = 0

    def counted() -> Iterable[dict[str, object]]:
        nonlocal count
        for row in ledger.rows(views, scope):
            count += 1
            yield row

    digest = _write(part, FORMATS[format_](counted(), ledger.columns, ledger.columns))
    return ExportedFile(place.name, digest, count, digest != _digest_of(place))


def _write(part: Path, texts: Iterable[str]) -> str:
    """Writes texts to a file and to the disk; returns their SHA-256."""
    digest = hashlib.sha256()
    with part.open("wb") as writer:
        for text in texts:
            data = text.encode()
            digest.update(data)
            writer.write(data)
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest()


def _digest_of(place: Path) -> str | None:
    try:
        with place.open("rb") as reader:
            return hashlib.file_digest(reader, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def _differs(place: Path, text: str) -> bool:
    try:
        return place.read_bytes() != text.encode()
    except FileNotFoundError:
        return True


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
