"""Opens a store and puts the parts together: the one place that knows them all.

Commands get a `Workspace` and ask it for the records (to write), the views
(to look) and the audit's readers. The clock comes in here, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zltrec.domain.fact import Fact, decode_fact
from zltrec.domain.store import STORE, StoreFounded
from zltrec.errors import BadUsage, Refused, Unreadable
from zltrec.progress import unwatched
from zltrec.store.folder import NAME, StoreFolder, find_folder, log_uri, making_folder
from zltrec.store.reader import LogReader

if TYPE_CHECKING:
    # Imported when first needed: a command that writes starts without the projections, and one
    # that only asks how the log stands without the library that writes it.
    from zltrec.progress import Progress
    from zltrec.projections.views import Views
    from zltrec.records.application import Records
    from zltrec.records.work import Work, Written
    from zltrec.store.files import FileStore
    from zltrec.store.sqlite import SQLiteLog

Clock = Callable[[], datetime]


class Workspace:
    """One store, opened. `clock` gives aware moments, `actor` is who claims to act."""

    def __init__(self, folder: StoreFolder, *, clock: Clock, actor: str) -> None:
        self.folder = folder
        self.clock = clock
        self.actor = actor
        self._uri = log_uri(folder)
        self._reader = LogReader(self._uri, folder.log)
        self._records: Records | None = None
        self._views: Views | None = None

    def close(self) -> None:
        """Lets go of the log and the views."""
        if self._views is not None:
            self._views.close()
        if self._records is not None:
            self._records.close()
            self._records.factory.close()
        self._reader.close()

    @property
    def records(self) -> Records:
        """What writes, and the log as it is written; opened when first asked for."""
        if self._records is None:
            from zltrec.records.application import Records

            self._records = Records(self._uri, clock=self.clock, actor=self.actor)
        return self._records

    @property
    def log(self) -> SQLiteLog:
        """The log."""
        return self.records.event_log

    @cached_property
    def files(self) -> FileStore:
        """What was taken in, by digest."""
        from zltrec.store.files import FileStore

        return FileStore(self.folder.files)

    @property
    def reader(self) -> SQLiteLog | LogReader:
        """The log as it is read: the one that is open to be written, if it is."""
        return self.log if self._records is not None else self._reader

    @cached_property
    def founded(self) -> StoreFounded:
        """The first event: the store's id and zone."""
        first = next(iter(self.reader.rows(1, 1)), None)
        fact = None if first is None else decode_fact(first[3], first[4])
        if not isinstance(fact, StoreFounded):
            raise Unreadable(
                "the log {path} does not begin as a store does; run `zltrec audit verify`",
                path=self.folder.log,
            )
        return fact

    @property
    def zone(self) -> ZoneInfo:
        """The store's one time zone."""
        return ZoneInfo(self.founded.zone)

    @property
    def today(self) -> date:
        """Today in the store's zone."""
        return self.clock().astimezone(self.zone).date()

    def views(self, *, known_at: int | None = None, progress: Progress = unwatched) -> Views:
        """The projections, caught up with the log, or with the log cut at a position."""
        from zltrec.projections.views import current_views, empty_views

        if known_at is not None:
            views = empty_views()
            views.catch_up(self.reader, known_at, progress)
            return views
        if self._views is None:
            self._views = current_views(
                self.folder.views, self.reader, writable=self.folder.writable, progress=progress
            )
        else:
            self._views.catch_up(self.reader, None, progress)
        return self._views

    @contextmanager
    def rehearsal(self) -> Iterator[Records]:
        """The records on a copy of the log that is gone afterwards: a dry run neither writes
        here, nor keeps others from writing, nor needs permission to."""
        import tempfile

        from zltrec.records.application import Records

        with tempfile.TemporaryDirectory(prefix="zltrec-") as name:
            copy = StoreFolder(Path(name))
            self.log.copy_to(copy.log)
            records = Records(log_uri(copy), clock=self.clock, actor=self.actor)
            try:
                yield records
            finally:
                records.factory.close()

    def stored_views(self) -> Views | None:
        """The projections as they are stored, not caught up; None if none are stored."""
        from zltrec.projections.views import stored_copy

        if not self.folder.views.is_file():
            return None
        return stored_copy(self.folder.views)

    def root_at(self, position: int) -> bytes:
        """The log's Merkle root when it had `position` events."""
        head = self.reader.head()
        if head.size == position:
            return head.frontier.root()
        return self.log.root_at(position)

    def position_at(self, asked: str) -> int:
        """The position that a position or a moment means: the last event by then.

        A moment is ISO 8601, in the store's zone unless it names another; a
        day means its end. Raises BadUsage for anything else, Refused beyond the log.
        """
        if asked.isdecimal() and len(asked) != 8:
            position = int(asked)
            if position > self.reader.size:
                raise Refused(
                    "the log ends at position {size}; {asked} has not been written",
                    size=self.reader.size,
                    asked=asked,
                )
            return position
        from zltrec.records.application import utc_text

        try:
            return self._last_by(utc_text(self._moment(asked)))
        except (ValueError, OverflowError):
            raise BadUsage(
                "{asked} is neither a position nor a moment; write 120, 2022-07-01"
                " or 2022-07-01T12:00",
                asked=asked,
            ) from None

    def _moment(self, asked: str) -> datetime:
        moment = datetime.fromisoformat(asked)
        if len(asked) <= 10:
            moment = moment.replace(hour=23, minute=59, second=59, microsecond=999_999)
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def _last_by(self, recorded_at: str) -> int:
        """The last position recorded by then; moments never run backwards in a log."""
        low, high = 0, self.reader.size
        while low < high:
            middle = (low + high + 1) // 2
            if self.fact_at(middle).recorded_at <= recorded_at:
                low = middle
            else:
                high = middle - 1
        return low

    def fact_at(self, position: int) -> Fact:
        """The fact at a position. Raises Refused if there is none."""
        for _, _, _, topic, state in self.reader.rows(position, position):
            return decode_fact(topic, state)
        raise Refused("there is no event at position {position}", position=position)


def open_workspace(named: Path | None, here: Path, *, clock: Clock, actor: str) -> Workspace:
    """Opens the store that `named` means, or the nearest at `here` or above."""
    return Workspace(find_folder(named, here), clock=clock, actor=actor)


def bundled_procedures() -> list[str]:
    """The texts of the procedures that every store begins with, in the order of their names."""
    folder = Path(__file__).parent / "procedures"
    return [path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))]


def make_workspace(
    parent: Path, *, zone: str, store_id: str, clock: Clock, actor: str, bundled: bool = False
) -> tuple[Workspace, Written]:
    """Makes a store in `parent`/.zltrec and records its first event.

    `bundled`: it also adopts the bundled procedures and calendars. Raises BadUsage
    for an unknown zone, Refused if a store is there already. A store that could
    not be made whole is taken away again.
    """
    from zltrec.records.application import Records

    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadUsage("{zone} is no time zone; name one as Asia/Shanghai", zone=zone) from None
    with making_folder(parent) as making:
        making.log.touch()
        records = Records(log_uri(making), clock=clock, actor=actor)
        try:
            records.event_log.create_table()
            with records.writing() as work:
                fact = StoreFounded(store_id=store_id, zone=zone, **work.stamp())
                written = work.record(STORE, 1, fact)
                if bundled:
                    written = _adopt_bundled(work, written)
        finally:
            records.factory.close()
    return Workspace(StoreFolder(parent / NAME), clock=clock, actor=actor), written


def _adopt_bundled(work: Work, founded: Written) -> Written:
    """The first rules of a store; answers with the store, at the position of the last of them."""
    from zltrec.calendar.seeding import seeded_years
    from zltrec.records.procedures import adopt_bundled
    from zltrec.records.work import Written
    from zltrec.records.workdays import adopt_seeded

    adopt_seeded(work, seeded_years())
    adopt_bundled(work, bundled_procedures())
    return Written(founded.id, work.position)
