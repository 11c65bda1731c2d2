"""Rebuilding an old export from its manifest, and comparing it byte for byte."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from zltrec import __version__
from zltrec.export.asked import parse_formats
from zltrec.export.manifest import Manifest, file_digest, library_versions
from zltrec.export.staging import staged_set
from zltrec.progress import Progress, unwatched
from zltrec.projections.catalogue import find_ledgers
from zltrec.projections.rows import Reveal
from zltrec.projections.views import Views


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


def reproduce_export(
    views: Views,
    manifest: Manifest,
    folder: Path,
    reveal: Reveal | None = None,
    progress: Progress = unwatched,
) -> Reproduction:
    """Rebuilds the export from `views`, caught up to the manifest's position."""
    formats = parse_formats(",".join(manifest.formats))
    result = Reproduction()
    written = {"zltrec": manifest.version, **manifest.libraries}
    now = {"zltrec": __version__, **library_versions(formats)}
    result.versions = [
        (name, version, now.get(name, "-"))
        for name, version in written.items()
        if now.get(name) != version
    ]
    ledgers = find_ledgers(views, tuple(manifest.ledgers)) if manifest.ledgers else []
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="zltrec-")))
        staged = staged_set(
            views,
            ledgers,
            formats,
            manifest.standing(),
            reveal,
            stack,
            scratch,
            progress,
            manifest.documents or (),
        )
    anew = {file.path: file.sha256 for file, _content in staged}
    for file in manifest.files:
        result.files[file.path] = _outcome(folder / file.path, file.sha256, anew)
    return result


def _outcome(place: Path, wanted: str, anew: dict[str, str]) -> str:
    try:
        found = file_digest(place)
    except OSError:
        found = None
    if found is None:
        return "gone"
    return "same" if found == wanted == anew.get(place.name) else "differs"
