"""Exporting ledgers to a folder: whole files or none, the manifest last.

Files are written away from the folder first; only those whose bytes changed are
then put in place, all at once, with the manifest. The same position, as-of day and
formats give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO

from zltrec.errors import Refused, Unreadable
from zltrec.export.asked import ExportedFile
from zltrec.export.formats import FORMATS, Cells, suffix_of
from zltrec.export.manifest import (
    MANIFEST,
    ManifestFile,
    Standing,
    file_digest,
    manifest_of,
    read_manifest,
)
from zltrec.export.placing import alone_in, is_tidy, place_set
from zltrec.export.whole import WHOLE_FORMATS
from zltrec.procedure.world import Released, nothing_released
from zltrec.projections.ledgers import Ledger
from zltrec.projections.procedures import edition_numbers
from zltrec.projections.releases import Releases
from zltrec.projections.rows import Reveal, Scope
from zltrec.projections.views import Views

Leaving = Callable[[Sequence[ExportedFile]], None]
"""Is told of files that hold what is confidential before they leave; where it raises, none does."""


Watch = Callable[[Iterable[Ledger], int], Iterable[Ledger]]
"""Passes ledgers on, told how many there are, and may show how far they are."""


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
    progress: Watch | None = None,
) -> tuple[list[ExportedFile], bool]:
    """Writes the ledgers; returns the files, and whether anything in the folder changed.

    `asked`: the ledgers by name, none for all, as the manifest says it; `leaving`
    is told of files that change (one that lies there already does not leave again);
    `progress` wraps the ledgers as they are written.
    Raises Unreadable if the folder cannot be written, and Refused if another export
    is writing to it, or for a release that covers nothing; then it is as it was.
    """
    try:
        with ExitStack() as stack:
            stack.enter_context(alone_in(folder))
            staged = staged_ledgers(views, ledgers, formats, standing, reveal, stack, progress)
            _check_used(standing, [file for file, _content in staged])
            files = [
                replace(file, changed=file.sha256 != file_digest(folder / file.path))
                for file, _content in staged
            ]
            names = [ledger.name for ledger in ledgers]
            listed = [ManifestFile(file.path, file.sha256, file.rows) for file in files]
            manifest = manifest_of(
                standing, asked, names, formats, listed, edition_numbers(views)
            ).encoded()
            contents: dict[str, IO[bytes] | None] = {
                file.path: content if file.changed else None
                for file, (_file, content) in zip(files, staged, strict=True)
            }
            is_new = file_digest(folder / MANIFEST) != hashlib.sha256(manifest).hexdigest()
            contents[MANIFEST] = io.BytesIO(manifest) if is_new else None
            changed = any(content is not None for content in contents.values())
            if taken := [file for file in files if file.changed and file.releases]:
                leaving(taken)
            if changed or not is_tidy(folder):
                place_set(folder, contents, _names_before(folder))
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
    progress: Watch | None = None,
) -> list[tuple[ExportedFile, IO[bytes]]]:
    """Each file of an export with its bytes, in files that go when the stack is closed."""
    releases = Releases(views, standing.releases)
    scope = _scope(standing, reveal, releases if releases.numbers else nothing_released)
    staged: list[tuple[ExportedFile, IO[bytes]]] = []

    def content() -> IO[bytes]:
        made: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115, the stack closes it
        stack.enter_context(made)
        return made

    texts = [name for name in formats if name in FORMATS]
    for ledger in ledgers if progress is None else progress(ledgers, len(ledgers)):
        # Conditions are asked once for all formats; what lies in a table is read again for each.
        once = ledger.procedure is None or len(texts) < 2
        known = None if once else list(ledger.cells(views, scope))
        made = [
            _stage(ledger, name, content(), ledger.cells(views, scope) if known is None else known)
            for name in texts
        ]
        used = releases.take_used()
        staged += [(replace(file, releases=used), written) for file, written in made]
    for name, (path, write) in WHOLE_FORMATS.items():
        if name in formats:
            whole = content()
            rows = write(views, ledgers, scope, standing, whole)
            file = ExportedFile(path, _digest_of(whole), rows, True, releases.take_used())
            staged.append((file, whole))
    return staged


def _check_used(standing: Standing, files: Sequence[ExportedFile]) -> None:
    """Raises Refused for a release by which nothing is seen of what is asked for."""
    for number in standing.releases:
        if not any(number in file.releases for file in files):
            raise Refused(
                "the release {release} covers nothing confidential of what is exported",
                release=number,
            )


def _stage(
    ledger: Ledger, format_: str, content: IO[bytes], rows: Iterable[Cells]
) -> tuple[ExportedFile, IO[bytes]]:
    count, digest = 0, hashlib.sha256()

    def counted() -> Iterable[Cells]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    for text in FORMATS[format_](counted(), ledger.columns, ledger.columns):
        data = text.encode()
        digest.update(data)
        content.write(data)
    path = f"{ledger.name}.{suffix_of(format_)}"
    return ExportedFile(path, digest.hexdigest(), count, True), content


def _digest_of(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    while data := content.read(1 << 20):
        digest.update(data)
    return digest.hexdigest()


def _scope(standing: Standing, reveal: Reveal | None, released: Released) -> Scope:
    """Which rows an export holds: personal values by `reveal`, if it holds them, and the
    confidential ones that are `released`."""
    shown = reveal if standing.personal else None
    return Scope(standing.as_of, standing.undated, reveal=shown, released=released)


def _names_before(folder: Path) -> set[str]:
    """The files of the set that is in the folder."""
    try:
        return {file.path for file in read_manifest(folder).files}
    except Unreadable:
        return set()
