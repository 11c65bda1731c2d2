"""Rebuilding an old export from its manifest, and comparing it byte for byte."""

from __future__ import annotations

import base64
import hashlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from zltrec import __version__
from zltrec.errors import Unreadable
from zltrec.export.exporting import (
    MANIFEST,
    Standing,
    library_versions,
    parse_formats,
    staged_ledgers,
)
from zltrec.projections.catalogue import find_ledgers
from zltrec.projections.rows import Reveal
from zltrec.projections.views import Views


class ManifestFile(msgspec.Struct):
    """A file as the manifest names it."""

    path: str
    sha256: str
    rows: int


class Manifest(msgspec.Struct):
    """What `export_ledgers` writes into `manifest.json`."""

    store: str
    position: int
    root: str
    as_of: date
    undated: bool
    version: str
    libraries: dict[str, str]
    ledgers: list[str]
    formats: list[str]
    files: list[ManifestFile]
    personal: bool = False

    def standing(self) -> Standing:
        """Where the export stood."""
        root = base64.b64decode(self.root)
        return Standing(self.store, self.position, root, self.as_of, self.undated, self.personal)


@dataclass
class Reproduction:
    """What came of it: per file one of `same`, `differs`, `gone` (what lies in the folder, and
    what was rebuilt, against the manifest); and where versions differ."""

    files: dict[str, str] = field(default_factory=dict)
    versions: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether every file is there and was rebuilt to the same bytes."""
        return all(outcome == "same" for outcome in self.files.values())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an export. Raises Unreadable if there is none, or it is damaged."""
    place = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(place.read_bytes(), type=Manifest)
        base64.b64decode(manifest.root, validate=True)
        parse_formats(",".join(manifest.formats))
        return manifest
    except OSError as error:
        raise Unreadable(
            "{path} cannot be read: {reason}; an export has its manifest beside its files",
            path=place,
            reason=error.strerror or str(error),
        ) from error
    except ValueError as error:  # msgspec's and binascii's own are both of this kind
        raise Unreadable("{path} is damaged: {reason}", path=place, reason=error) from error


def reproduce_export(
    views: Views, manifest: Manifest, folder: Path, reveal: Reveal | None = None
) -> Reproduction:
    """Rebuilds the export from `views`, caught up to the manifest's position."""
    result = Reproduction()
    written = {"zltrec": manifest.version, **manifest.libraries}
    now = {"zltrec": __version__, **library_versions()}
    result.versions = [
        (name, version, now.get(name, "-"))
        for name, version in written.items()
        if now.get(name) != version
    ]
    ledgers = find_ledgers(views, tuple(manifest.ledgers)) if manifest.ledgers else []
    with ExitStack() as stack:
        staged = staged_ledgers(
            views, ledgers, manifest.formats, manifest.standing(), reveal, stack
        )
    anew = {file.path: file.sha256 for file, _content in staged}
    for file in manifest.files:
        result.files[file.path] = _outcome(folder / file.path, file.sha256, anew)
    return result


def _outcome(place: Path, wanted: str, anew: dict[str, str]) -> str:
    try:
        with place.open("rb") as reader:
            found = hashlib.file_digest(reader, "sha256").hexdigest()
    except OSError:
        return "gone"
    return "same" if found == wanted == anew.get(place.name) else "differs"
