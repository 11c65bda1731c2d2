"""The files of an export, made away from its folder: ledgers in each format, what is made of the
whole set, documents."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

from zltrec.export.asked import ExportedFile
from zltrec.export.formats import DOCX, FORMATS, Cells, suffix_of
from zltrec.export.manifest import Standing
from zltrec.export.placing import Content
from zltrec.export.whole import WHOLE_FORMATS, Whole, sheets_of
from zltrec.procedure.world import Released, nothing_released
from zltrec.progress import Progress, unwatched
from zltrec.projections.ledgers import Ledger
from zltrec.projections.releases import Releases
from zltrec.projections.rows import Reveal, Scope
from zltrec.projections.views import Views

if TYPE_CHECKING:
    from zltrec.export.documents import Document

Staged = tuple[ExportedFile, Content]


def staged_set(
    views: Views,
    ledgers: Sequence[Ledger],
    formats: Sequence[str],
    standing: Standing,
    reveal: Reveal | None,
    stack: ExitStack,
    scratch: Path,
    progress: Progress = unwatched,
    documents: Sequence[str] = (),
) -> list[Staged]:
    """Each file of an export with its bytes, in files that go when the stack is closed.

    `scratch`: a folder for what is half made, which goes when the stack is closed, or later;
    `documents`: those of a set with DOCX, by name; none for all. Raises BadUsage for a name that
    there is not, and where what writes a format is not installed.
    """
    releases = Releases(views, standing.releases)
    scope = _scope(standing, reveal, releases if releases.numbers else nothing_released)
    # First, since a name may be wrong.
    found = _documents(views, scope, standing, documents) if DOCX in formats else []
    staged: list[Staged] = []

    def content() -> IO[bytes]:
        made: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115, the stack closes it
        stack.enter_context(made)
        return made

    texts = [name for name in formats if name in FORMATS]
    for ledger, rows in sheets_of(views, ledgers, scope, progress) if texts else ():
        if ledger.procedure is not None and len(texts) > 1:
            rows = list(rows)  # conditions are asked once for all formats
        made = [_stage(ledger, texts[0], content(), rows)]
        for name in texts[1:]:
            # What lies in a table is read again for each.
            again = rows if isinstance(rows, list) else progress(ledger.cells(views, scope), None)
            made.append(_stage(ledger, name, content(), again))
        used = releases.take_used()
        staged += [(replace(file, releases=used), written) for file, written in made]
    for name, (path, write) in WHOLE_FORMATS.items():
        if name in formats:
            whole = content()
            sheets = sheets_of(views, ledgers, scope, progress)
            count = write(Whole(views, sheets, scope, standing, scratch, progress), whole)
            file = ExportedFile(path, _digest_of(whole), count, True, releases.take_used())
            staged.append((file, whole))
    if found:
        # In the folder: there may be more than a process can have open.
        for one in progress(found, len(found)):
            data, count = one.make()
            digest = hashlib.sha256(data).hexdigest()
            place = scratch / digest
            place.write_bytes(data)
            file = ExportedFile(one.path, digest, count, True, releases.take_used())
            staged.append((file, place))
    return staged


def _documents(
    views: Views, scope: Scope, standing: Standing, names: Sequence[str]
) -> list[Document]:
    from zltrec.export.documents import documents_of

    return documents_of(views, scope, names, ZoneInfo(standing.zone))


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
