"""Exporting ledgers to a folder: whole files or none, the manifest last.

Files are written away from the folder first; only those whose bytes changed are
then put in place, all at once, with the manifest. The same position, as-of day and
formats give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from zltrec.errors import Refused, Unreadable
from zltrec.export.asked import ExportedFile
from zltrec.export.guard import none_of_others
from zltrec.export.manifest import (
    MANIFEST,
    ManifestFile,
    Standing,
    file_digest,
    manifest_of,
    read_manifest,
)
from zltrec.export.placing import Content, alone_in, is_tidy, place_set, scratch_beside
from zltrec.export.staging import staged_set
from zltrec.progress import Progress, unwatched
from zltrec.projections.ledgers import Ledger
from zltrec.projections.procedures import edition_numbers
from zltrec.projections.rows import Reveal
from zltrec.projections.views import Views

Leaving = Callable[[Sequence[ExportedFile]], None]
"""Is told of files that hold what is confidential before they leave; where it raises, none does."""


def _nothing_leaves(_files: Sequence[ExportedFile]) -> None:
    """What has no release holds nothing confidential."""


def export_ledgers(
    views: Views,
    ledgers: Sequence[Ledger],
    formats: Sequence[str],
    folder: Path,
    standing: Standing,
    reveal: Reveal | None = None,
    asked: Sequence[str] = (),
    leaving: Leaving = _nothing_leaves,
    progress: Progress = unwatched,
    documents: Sequence[str] = (),
) -> tuple[list[ExportedFile], bool]:
    """Writes the ledgers; returns the files, and whether anything in the folder changed.

    `asked`: the ledgers by name, none for all, as the manifest says it; `documents`: the
    documents by name, none for all, where DOCX is among the formats; `leaving`
    is told of files that change (one that lies there already does not leave again);
    `progress` wraps the ledgers, their rows, and the documents, as they are written.
    Raises Unreadable if the folder cannot be written, and Refused if another export
    is writing to it, for a file that no export wrote, or for a release that covers nothing;
    then it is as it was.
    """
    try:
        with ExitStack() as stack:
            stack.enter_context(alone_in(folder))
            was_tidy = is_tidy(folder)
            scratch = stack.enter_context(scratch_beside(folder))
            staged = staged_set(
                views, ledgers, formats, standing, reveal, stack, scratch, progress, documents
            )
            _check_used(standing, [file for file, _content in staged])
            files = [
                replace(file, changed=file.sha256 != file_digest(folder / file.path))
                for file, _content in staged
            ]
            names = [ledger.name for ledger in ledgers]
            listed = [ManifestFile(file.path, file.sha256, file.rows) for file in files]
            manifest = manifest_of(
                standing, asked, names, formats, listed, edition_numbers(views), documents
            ).encoded()
            contents: dict[str, Content | None] = {
                file.path: content if file.changed else None
                for file, (_file, content) in zip(files, staged, strict=True)
            }
            is_new = file_digest(folder / MANIFEST) != hashlib.sha256(manifest).hexdigest()
            contents[MANIFEST] = io.BytesIO(manifest) if is_new else None
            before = _names_before(folder)
            new = [name for name, content in contents.items() if content is not None]
            none_of_others(folder, new, before)
            changed = bool(new)
            if taken := [file for file in files if file.changed and file.releases]:
                leaving(taken)
            if changed or not was_tidy:
                place_set(folder, contents, before)
            return files, changed
    except OSError as error:
        raise Unreadable(
            "the export to {path} cannot be written: {reason}; it has to be a folder, and the one"
            " above it has to be writable, too; the files there are as they were",
            # Of what is made beside the folder nobody has heard.
            path=error.filename if _is_in(folder, error.filename) else folder,
            reason=error.strerror or str(error),
        ) from error


def _is_in(folder: Path, name: str | None) -> bool:
    return name is not None and Path(name).parent.resolve() == folder.resolve()


def _check_used(standing: Standing, files: Sequence[ExportedFile]) -> None:
    """Raises Refused for a release by which nothing is seen of what is asked for."""
    for number in standing.releases:
        if not any(number in file.releases for file in files):
            raise Refused(
                "the release {release} covers nothing confidential of what is exported",
                release=number,
            )


def _names_before(folder: Path) -> set[str]:
    """The files of the set that is in the folder, with its manifest."""
    try:
        return {MANIFEST, *(file.path for file in read_manifest(folder).files)}
    except Unreadable:
        return set()
