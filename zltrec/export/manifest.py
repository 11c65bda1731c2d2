"""The manifest of an export: where its files come from, and what they are."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from zltrec import __version__
from zltrec.errors import Unreadable
from zltrec.export.formats import DOCX

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an export stands: the store's id, the log's position and root, the as-of day,
    whether undated facts are in it, whether personal values are, the store's zone, and the
    releases by which confidential values are in it."""

    store_id: str
    position: int
    root: bytes
    as_of: date
    undated: bool
    personal: bool = False
    zone: str = "UTC"
    releases: tuple[str, ...] = ()

    def about(self) -> list[tuple[str, str]]:
        """Where it stands, as a sheet says it."""
        return [
            ("store", self.store_id),
            ("position", str(self.position)),
            ("root", base64.b64encode(self.root).decode()),
            ("as_of", self.as_of.isoformat()),
            ("undated", "true" if self.undated else "false"),
            ("personal", "true" if self.personal else "false"),
            ("version", __version__),
            *([("releases", ", ".join(self.releases))] if self.releases else ()),
        ]


class ManifestFile(msgspec.Struct, frozen=True):
    """One file of an export: its name in the folder, its digest, its rows."""

    path: str
    sha256: str
    rows: int


class Manifest(msgspec.Struct, kw_only=True):
    """What stands in `manifest.json`.

    `editions`: those in force of the procedures, by id; `asked`: the ledgers by name,
    none for all that there are; `documents`: the same of documents, left out where
    the formats have none.
    """

    store: str
    position: int
    root: str
    as_of: date
    undated: bool
    personal: bool = False
    zone: str = "UTC"
    releases: list[str] = []
    version: str
    libraries: dict[str, str]
    editions: dict[str, int] = {}
    asked: list[str] = []
    ledgers: list[str]
    documents: list[str] | msgspec.UnsetType = msgspec.UNSET
    formats: list[str]
    files: list[ManifestFile]

    def standing(self) -> Standing:
        """Where the export stood."""
        root = base64.b64decode(self.root)
        return Standing(
            self.store,
            self.position,
            root,
            self.as_of,
            self.undated,
            self.personal,
            self.zone,
            tuple(self.releases),
        )

    def encoded(self) -> bytes:
        """The bytes of the file."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def manifest_of(
    standing: Standing,
    asked: Sequence[str],
    ledgers: Sequence[str],
    formats: Sequence[str],
    files: Sequence[ManifestFile],
    editions: Mapping[str, int],
    documents: Sequence[str] = (),
) -> Manifest:
    """The manifest of an export that is written now, by these versions."""
    return Manifest(
        store=standing.store_id,
        position=standing.position,
        root=base64.b64encode(standing.root).decode(),
        as_of=standing.as_of,
        undated=standing.undated,
        personal=standing.personal,
        zone=standing.zone,
        releases=list(standing.releases),
        version=__version__,
        libraries=library_versions(formats),
        editions=dict(editions),
        asked=list(asked),
        ledgers=list(ledgers),
        documents=list(documents) if DOCX in formats else msgspec.UNSET,
        formats=list(formats),
        files=list(files),
    )


_LIBRARIES = {
    "xlsx": ("XlsxWriter",),
    "ics": ("icalendar",),
    # What writes the XML, what reads the papers, what the columns' widths are chosen by.
    DOCX: ("python-docx", "lxml", "markdown-it-py", "wcwidth"),
}


def library_versions(formats: Sequence[str]) -> dict[str, str]:
    """The libraries that write an export's bytes, with their versions."""
    found = {"msgspec": msgspec.__version__}
    if "xlsx" in formats:
        found["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    if "sqlite" in formats:
        from zltrec.export.database import LIBRARY

        found["SQLite"] = LIBRARY
    for format_ in formats:
        for name in _LIBRARIES.get(format_, ()):
            from importlib.metadata import PackageNotFoundError, version

            try:
                found[name] = version(name)
            except PackageNotFoundError:
                found[name] = "-"
    return found


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an export. Raises Unreadable if there is none, or it is damaged."""
    place = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(place.read_bytes(), type=Manifest)
        base64.b64decode(manifest.root, validate=True)
        return manifest
    except OSError as error:
        raise Unreadable(
            "{path} cannot be read: {reason}; an export has its manifest beside its files",
            path=place,
            reason=error.strerror or str(error),
        ) from error
    except ValueError as error:  # msgspec's and binascii's own are both of this kind
        raise Unreadable("{path} is damaged: {reason}", path=place, reason=error) from error


def manifest_in_force(
    folder: Path,
    standing: Standing,
    asked: Sequence[str],
    formats: Sequence[str],
    documents: Sequence[str] = (),
) -> Manifest | None:
    """The manifest in a folder, if it is of exactly this export and every file is as it says.

    Files are read only if one was touched since the manifest was written, or was last found
    to hold: then it is marked, by a change of its own status, as younger than they are.
    """
    try:
        found = read_manifest(folder)
    except Unreadable:
        return None
    wanted = manifest_of(
        standing, asked, found.ledgers, formats, found.files, found.editions, documents
    )
    if (folder / MANIFEST).read_bytes() != wanted.encoded():
        return None
    marked = _changed_at(folder / MANIFEST)
    changes = [_changed_at(folder / file.path) for file in found.files]
    if all(0 < changed < marked for changed in changes):
        return found
    if any(file_digest(folder / file.path) != file.sha256 for file in found.files):
        return None
    with suppress(OSError):  # of another user: then they are read again next time
        (folder / MANIFEST).chmod((folder / MANIFEST).stat().st_mode & 0o7777)
    return found


def _changed_at(place: Path) -> int:
    """When a file's content, name or status last changed, which nobody sets (`st_ctime`; ns); 0
    if it is not there."""
    try:
        return place.stat().st_ctime_ns
    except OSError:
        return 0


def file_digest(place: Path) -> str | None:
    """The SHA-256 of a file; None if it is not there."""
    try:
        with place.open("rb") as reader:
            return hashlib.file_digest(reader, "sha256").hexdigest()
    except FileNotFoundError:
        return None
