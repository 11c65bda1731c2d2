"""What is asked for by an export, and whether it is there already: nothing here reads a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zltrec.errors import BadUsage
from zltrec.export.formats import DOCX, FORMATS, suffix_of
from zltrec.export.manifest import Standing, manifest_in_force
from zltrec.export.placing import is_tidy
from zltrec.export.whole import WHOLE_FORMATS

_ALL_FORMATS = (*FORMATS, *WHOLE_FORMATS, DOCX)


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export: its name in the folder, its digest, its rows (of a document: entries,
    values, or one paper); whether it changed, and the releases by which it holds what is
    confidential."""

    path: str
    sha256: str
    rows: int
    changed: bool
    releases: tuple[str, ...] = ()


def parse_formats(text: str) -> tuple[str, ...]:
    """Formats as `csv,jsonl,md`. Raises BadUsage for one that there is not."""
    asked = {part.strip() for part in text.split(",") if part.strip()}
    for name in sorted(asked):
        if name not in _ALL_FORMATS:
            raise BadUsage(
                "there is no export format {name}; there are {names}",
                name=name,
                names=", ".join(_ALL_FORMATS),
            )
    # In one order, however they are asked for: the same formats give the same manifest.
    formats = tuple(name for name in _ALL_FORMATS if name in asked)
    if len({suffix_of(name) for name in formats}) < len(formats):
        raise BadUsage("csv and csv-excel are files of the same name; name one of them")
    if not formats:
        raise BadUsage("name at least one format, of {names}", names=", ".join(_ALL_FORMATS))
    return formats


def check_asked(ledgers: Sequence[str], formats: Sequence[str], documents: Sequence[str]) -> None:
    """Raises BadUsage for documents, or ledgers, by name that no format would hold."""
    if documents and DOCX not in formats:
        raise BadUsage(
            "documents are written as docx only; add docx to the formats, or name no document"
        )
    if ledgers and tuple(formats) == (DOCX,):
        raise BadUsage(
            "docx holds documents and no ledger; add a format for the ledgers, or name none"
        )


def unchanged_export(
    folder: Path,
    standing: Standing,
    asked: Sequence[str],
    formats: Sequence[str],
    documents: Sequence[str] = (),
) -> list[ExportedFile] | None:
    """The files of a folder, if they are exactly this export already; None if they are not."""
    found = manifest_in_force(folder, standing, asked, formats, documents)
    if found is None or not is_tidy(folder):
        return None
    return [ExportedFile(file.path, file.sha256, file.rows, False) for file in found.files]
