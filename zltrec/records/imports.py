"""Importing a gazette: the file is taken in, and only what is new becomes events.

The file is read once, section by section, inside one transaction, so that a
failed import leaves nothing and memory does not grow with the file. What was
printed is compared with what was printed in the file imported before
(`domain.accession`), never with later amendments by hand. A dry run is the
same work, rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from zltrec.domain.accession import FileTakenIn, PrintedItem, SectionRead, items_last_read
from zltrec.domain.fact import Source
from zltrec.gazette.document import (
    Finding,
    PrintedEntry,
    PrintedMonth,
    PrintedNotice,
    PrintedRoster,
    PrintedThing,
)
from zltrec.gazette.reading import decode_lines, read_gazette
from zltrec.records.application import Records
from zltrec.records.desk import Change, Desk, Sheet
from zltrec.records.document_desk import DocumentDesk, RosterDesk
from zltrec.records.entry_desk import EntryDesk
from zltrec.records.spool import Spool
from zltrec.records.work import Work
from zltrec.store.files import Arrival, FileStore

PURPOSE = "gazette"


class ImportWarning(msgspec.Struct):
    """A finding with what fills its message, as it is kept until it is shown."""

    line: int
    kind: str
    template: str
    params: dict[str, object]


class ImportReport:
    """What an import found and did, or would do.

    Counts of things in the file (`chronicle`, `notices`, `plans`, `rosters`)
    and of what became of them (`added`, `amended`, `moved`, `unchanged`,
    `missing`); `changes` and `warnings` in order; `sha256` of the file;
    `position` of the log afterwards, None after a dry run; `retracted` whether
    what is missing was retracted.
    """

    def __init__(self) -> None:
        self.printed = dict.fromkeys(("chronicle", "notices", "plans", "rosters"), 0)
        self.done = dict.fromkeys(("added", "amended", "moved", "unchanged", "missing"), 0)
        self.changes: Spool[Change] = Spool(Change)
        self.warnings: Spool[ImportWarning] = Spool(ImportWarning)
        self.sha256 = ""
        self.position: int | None = None
        self.retracted = False

    def note(self, change: Change) -> None:
        """Counts a change, and keeps it for showing unless nothing changed."""
        self.done[change.action] += 1
        if change.action != "unchanged":
            self.changes.append(change)

    def warn(self, finding: Finding) -> None:
        """Keeps a finding for showing."""
        self.warnings.append(
            ImportWarning(finding.line, finding.kind, finding.template, dict(finding.params))
        )


class _RolledBack(Exception):
    """Leaves the unit of work without writing: a dry run, or an answer that is needed first."""


Answer = Callable[[ImportReport], bool]


def import_gazette(
    records: Records,
    files: FileStore,
    path: Path,
    *,
    encoding: str,
    dry_run: bool,
    answer: Answer,
    progress: Callable[[Iterable[str], int], Iterable[str]],
) -> ImportReport:
    """Imports one file and says what came of it.

    `answer` is asked, with the report of what would be done, before an entry
    that the file lacks is retracted; True retracts, False leaves such entries
    as they are, and it raises to stop the import. `progress` wraps the lines
    of the file, whose size in bytes it is told. Raises Unreadable for a file
    that cannot be read or decoded; then, as after any error, nothing is
    written.
    """
    with files.arriving(path, rehearsal=dry_run) as arrival:

        def attempt(retract: bool | None) -> ImportReport:
            lines = progress(decode_lines(arrival.path, encoding, name=path), arrival.size)
            return _attempt(records, files, arrival, path.name, encoding, lines, retract, dry_run)

        report = attempt(None)
        if report.done["missing"] and not dry_run:
            report = attempt(answer(report))
        return report


def _attempt(
    records: Records,
    files: FileStore,
    arrival: Arrival,
    name: str,
    encoding: str,
    lines: Iterable[str],
    retract: bool | None,
    dry_run: bool,
) -> ImportReport:
    """One pass; with `retract` None it is rolled back where an answer is needed."""
    report = ImportReport()
    report.sha256 = arrival.sha256
    report.retracted = retract is True
    settled = False
    try:
        with records.writing() as work:
            before = work.position
            taken = _TakenIn(work, arrival, name, encoding)
            _Import(work, taken, report, retract is True).run(read_gazette(lines))
            if dry_run or (retract is None and report.done["missing"]):
                raise _RolledBack
            if not taken.written and work.position == before:
                report.position = before
                return report
            taken.write()
            settled = files.settle(arrival)
            report.position = work.position
    except _RolledBack:
        pass
    except BaseException:
        if settled:
            files.remove(arrival.sha256)
        raise
    return report


class _TakenIn:
    """The accession of this import, written before the first fact that cites it."""

    def __init__(self, work: Work, arrival: Arrival, name: str, encoding: str) -> None:
        self.source = Source(arrival.sha256)
        self.written = False
        self._work, self._arrival = work, arrival
        self._name, self._encoding = name, encoding
        self._version = 0

    def write(self) -> None:
        """Records that the file was taken in, unless it was before."""
        if self.written:
            return
        self.written = True
        known = self._work.version_of(self._arrival.sha256)
        if known:
            self._version = known
            return
        fact = FileTakenIn(
            name=self._name,
            size=self._arrival.size,
            purpose=PURPOSE,
            encoding=self._encoding,
            **self._work.stamp(),
        )
        self._work.record(self._arrival.sha256, 1, fact)
        self._version = 1

    def read_section(self, section: str, items: tuple[PrintedItem, ...]) -> None:
        """Records what a section was read as."""
        self.write()
        self._version += 1
        fact = SectionRead(section=section, items=items, **self._work.stamp(source=self.source))
        self._work.record(self._arrival.sha256, self._version, fact)


class _Import:
    """Walks the printed things and hands each section to its desk."""

    def __init__(self, work: Work, taken: _TakenIn, report: ImportReport, retract: bool) -> None:
        self._taken, self._report, self._work = taken, report, work
        sheet = Sheet(work, taken.source, taken.write, report.note, report.warn, retract)
        self._entries = EntryDesk(sheet)
        self._documents = DocumentDesk(sheet)
        self._rosters = RosterDesk(sheet)
        self._month: PrintedMonth | None = None
        self._printed: list[PrintedEntry] = []
        self._months: list[str] = []
        self._issued: dict[str, str] = {}

    def run(self, things: Iterable[PrintedThing]) -> None:
        """Takes in everything; the documents' sections are closed at the end."""
        count = self._report.printed
        for thing in things:
            if isinstance(thing, PrintedEntry):
                count["chronicle"] += 1
                self._printed.append(thing)
            elif isinstance(thing, PrintedMonth):
                self._close_month()
                self._month = thing
            elif isinstance(thing, PrintedNotice):
                self._close_month()
                count["notices" if thing.kind == "notice" else "plans"] += 1
                self._issued[thing.title] = str(thing.issued_on)
                self._documents.take(thing)
            elif isinstance(thing, PrintedRoster):
                count["rosters"] += 1
                self._rosters.take(thing, self._issued.get(thing.notice_title or "", ""))
            else:
                self._report.warn(thing)
        self._close_month()
        issue = "..".join(sorted({min(self._months), max(self._months)})) if self._months else ""
        # A file of the chronicle alone lacks no document.
        documents = bool(issue) and any(count[k] for k in ("notices", "plans", "rosters"))
        self._close(f"documents:{issue}", self._documents, missing=documents)
        self._close(f"rosters:{issue}", self._rosters, missing=documents)
        if not any(count.values()):
            self._report.warn(
                Finding(1, "nothing_read", "nothing in this file could be read as a gazette")
            )

    def _close_month(self) -> None:
        month, printed = self._month, self._printed
        self._month, self._printed = None, []
        if month is None:
            return
        name = f"{month.year:04d}" + (f"-{month.month:02d}" if month.month else "")
        section = f"chronicle:{name}"
        again = self._months.count(name)
        if again:
            section += f"#{again + 1}"
        self._months.append(name)
        self._entries.take_all(printed, items_last_read(section, self._work.registers))
        self._close(section, self._entries, missing=True)

    def _close(self, section: str, desk: Desk, *, missing: bool) -> None:
        """Ends a section: what the file lacks, and what is remembered of it."""
        last = items_last_read(section, self._work.registers)
        if missing:
            desk.miss(last, section)
        items, changed = desk.finish()
        if changed:
            self._taken.read_section(section, items)
