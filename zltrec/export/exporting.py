"""Exporting ledgers to a folder: whole files or none, the manifest last.

Files are written away from the folder first; only those whose bytes changed are
then put in place, all at once, with the manifest. The same position, as-of day and
formats give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO

import msgspec

from zltrec import __version__
from zltrec.errors import BadUsage, Unreadable
from zltrec.export.formats import FORMATS
from zltrec.export.placing import alone_in, is_tidy, place_set
from zltrec.projections.ledgers import Ledger
from zltrec.projections.rows import Reveal, Scope
from zltrec.projections.views import Views

MANIFEST = "manifest.json"


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


class _FileBefore(msgspec.Struct):
    path: str


class _Before(msgspec.Struct):
    files: list[_FileBefore]


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

    Raises Unreadable if the folder cannot be written, and Refused if another export
    is writing to it; then it is as it was.
    """
    try:
        with ExitStack() as stack:
            stack.enter_context(alone_in(folder))
            staged = staged_ledgers(views, ledgers, formats, standing, reveal, stack)
            files = [
                replace(file, changed=file.sha256 != _digest_of(folder / file.path))
                for file, _content in staged
            ]
            manifest = _manifest(standing, ledgers, formats, files).encode()
            contents: dict[str, IO[bytes] | None] = {
                file.path: content if file.changed else None
                for file, (_file, content) in zip(files, staged, strict=True)
            }
            is_new = _digest_of(folder / MANIFEST) != hashlib.sha256(manifest).hexdigest()
            contents[MANIFEST] = io.BytesIO(manifest) if is_new else None
            changed = any(content is not None for content in contents.values())
            if changed or not is_tidy(folder):
                place_set(folder, contents, _set_before(folder))
            return files, changed
    except OSError as error:
        raise Unreadable(
            "the export to {path} cannot be written: {reason}; the files there are as they were",
            path=error.filename or folder,
            reason=error.strerror or str(error),
        ) from error


def staged_ledgers(
    views: Views,
    ledgers: Sequence[Ledger],
    formats: Sequence[str],
    standing: Standing,
    reveal: Reveal | None,
    stack: ExitStack,
) -> list[tuple[ExportedFile, IO[bytes]]]:
    """Each file of an export with its bytes, in files that go when the stack is closed."""
    scope = standing.scope(reveal)
    staged: list[tuple[ExportedFile, IO[bytes]]] = []
    for ledger in ledgers:
        for name in formats:
            content: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115, the stack closes it
            stack.enter_context(content)
            staged.append((_stage(views, ledger, name, content, scope), content))
    return staged


def _stage(
    views: Views, ledger: Ledger, format_: str, content: IO[bytes], scope: Scope
) -> ExportedFile:
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
    return ExportedFile(f"{ledger.name}.{format_}", digest.hexdigest(), count, True)


def _set_before(folder: Path) -> set[str]:
    """The files that the manifest in the folder names."""
    try:
        said = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Before)
    except (FileNotFoundError, ValueError):
        return set()
    return {file.path for file in said.files}


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
