"""Sets of files, one after the other, as typed or as a configuration file plans them; and how it
went, for whoever watches over it."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from zltrec import __version__
from zltrec.cli.session import Session, machine_clock
from zltrec.errors import BadUsage, Unreadable, ZltrecError
from zltrec.export.asked import ExportedFile, check_asked, parse_formats, unchanged_export
from zltrec.export.formats import DOCX
from zltrec.export.guard import not_others, outside_stores
from zltrec.export.manifest import MANIFEST, Standing
from zltrec.export.placing import replacing
from zltrec.export.plan import PlannedSet, as_of_day

if TYPE_CHECKING:
    from zltrec.workspace import Workspace


@dataclass(frozen=True)
class Done:
    """A set that was exported: where it stands, its files, and whether anything changed."""

    out: Path
    standing: Standing
    files: Sequence[ExportedFile]
    changed: bool

    def answer(self) -> dict[str, Any]:
        """What scripts are told."""
        return {
            "out": str(self.out),
            "position": self.standing.position,
            "root": base64.b64encode(self.standing.root).decode(),
            "as_of": self.standing.as_of.isoformat(),
            "changed": self.changed,
            "files": [
                {"path": f.path, "sha256": f.sha256, "rows": f.rows, "changed": f.changed}
                for f in self.files
            ],
        }


def standing_of(
    workspace: Workspace, day: date | None, position: int, *, personal: bool = False
) -> Standing:
    """Where an export stands as of a day (none: as of today, undated facts included), made at a
    position of the log."""
    return Standing(
        workspace.founded.store_id,
        position,
        workspace.root_at(position),
        day or workspace.today,
        day is None,
        personal,
        workspace.founded.zone,
    )


def export_set(
    session: Session, planned: PlannedSet, known_at: str | None, on: str = "today"
) -> Done:
    """Exports one set; `on`: the day on which what it releases is taken out.

    Raises what `export_ledgers` raises, and Refused where a release does not stand.
    """
    workspace = session.workspace
    day = as_of_day(planned.as_of, workspace.today) if planned.as_of else None
    folder, formats = Path(planned.out), parse_formats(",".join(planned.formats))
    outside_stores(folder, workspace.folder.path)
    check_asked(planned.ledgers, formats, planned.documents)
    position = workspace.reader.size if known_at is None else workspace.position_at(known_at)

    def standing(at: int) -> Standing:
        stands = standing_of(workspace, day, at, personal=planned.personal)
        return replace(stands, releases=releases)

    releases = planned.releases
    same = unchanged_export(folder, standing(position), planned.ledgers, formats, planned.documents)
    if same is not None:
        return Done(folder, standing(position), same, False)
    # Late: an export that is there already needs none of them.
    from zltrec.cli.taking import take_out
    from zltrec.export.exporting import export_ledgers
    from zltrec.projections.catalogue import find_ledgers
    from zltrec.projections.releases import Releases

    views = session.views(known_at)
    releases = Releases(views, planned.releases).numbers
    stands = standing(views.position)
    ledgers = [] if formats == (DOCX,) else find_ledgers(views, planned.ledgers)
    reveal = workspace.reader.private_value

    def leaving(left: Sequence[ExportedFile]) -> None:
        taken = [(number, file.path, file.sha256) for file in left for number in file.releases]
        take_out(session, taken, views.position, on)

    files, changed = export_ledgers(
        views,
        ledgers,
        formats,
        folder,
        stands,
        reveal,
        planned.ledgers,
        leaving,
        session.progress,
        planned.documents,
    )
    return Done(folder, stands, files, changed)


def export_sets(
    session: Session, planned: Sequence[PlannedSet], known_at: str | None, told: Told, on: str
) -> list[Done]:
    """Exports every set, also where one of them fails; then raises what the first one raised."""
    for one in planned:
        try:
            told.done.append(export_set(session, one, known_at, on))
        except ZltrecError as error:
            told.failed.append((one.out, error))
    if told.failed:
        raise told.failed[0][1]
    return told.done


@dataclass
class Told:
    """How it went, for whoever watches: the sets that were exported, and what went wrong."""

    started: datetime
    done: list[Done] = field(default_factory=list)
    failed: list[tuple[str | None, BaseException]] = field(default_factory=list)

    def content(self) -> dict[str, Any]:
        """What the status file says."""
        return {
            "ok": not self.failed,
            "started": self.started.isoformat(timespec="seconds"),
            "finished": machine_clock().isoformat(timespec="seconds"),
            "version": __version__,
            "sets": [one.answer() for one in self.done],
            "errors": [{"out": out, "error": str(error)} for out, error in self.failed],
        }


@contextmanager
def telling(status: Path | None) -> Iterator[Told]:
    """What is done within is told in the end in the file `status`, if one is named, also where it
    went wrong, whatever it was.

    Raises BadUsage for a file that is no status, and Unreadable if it cannot be written.
    """
    told = Told(machine_clock())
    if status is not None:
        outside_stores(status, None)
        not_others(status, _is_status)
        if status.name == MANIFEST:
            raise BadUsage("{path} is a manifest; name another file for the status", path=status)
    try:
        yield told
    except BaseException as error:
        if not told.failed:
            told.failed.append((None, error))
        try:
            _write_status(status, told)
        except Unreadable as other:
            if isinstance(error, ZltrecError):
                raise type(error)("{said}; and {other}", said=error, other=other) from error
        raise
    _write_status(status, told)


def _is_status(place: Path) -> bool:
    try:
        content = msgspec.json.decode(place.read_bytes())
    except (OSError, msgspec.DecodeError):
        return False
    return isinstance(content, dict) and {"ok", "sets", "errors"} <= content.keys()


def _write_status(place: Path | None, told: Told) -> None:
    """Puts a status file in place whole. Raises Unreadable if it cannot be written."""
    if place is None:
        return
    try:
        with replacing(place) as new:
            new.write_bytes(
                msgspec.json.format(msgspec.json.encode(told.content()), indent=2) + b"\n"
            )
    except OSError as error:
        raise Unreadable(
            "{path} cannot be written: {reason}", path=place, reason=error.strerror or str(error)
        ) from error
