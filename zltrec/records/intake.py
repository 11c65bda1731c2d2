"""Files that come with a command: into the store by SHA-256, and out again if it fails."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType

from zltrec.domain.accession import FileTakenIn
from zltrec.errors import ZltrecError
from zltrec.procedure.snapshot import FileHeld
from zltrec.records.application import Records
from zltrec.records.work import Work
from zltrec.store.files import FileStore


class FileIntake:
    """The files that one transaction takes in for a purpose; they go again if it fails.

    They go in a transaction of their own: another process may have recorded the
    same file meanwhile, and what is recorded stays.
    """

    def __init__(self, records: Records, files: FileStore, purpose: str) -> None:
        self._records = records
        self._files = files
        self._purpose = purpose
        self._arrivals = ExitStack()
        self._settled: list[str] = []

    def __enter__(self) -> FileIntake:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._arrivals.close()
        if kind is not None and self._settled:
            with suppress(ZltrecError, OSError), self._records.writing() as work:
                for sha256 in self._settled:
                    if work.version_of(sha256) == 0:
                        self._files.remove(sha256)

    def take(self, work: Work, named: Sequence[tuple[str, Path]]) -> tuple[FileHeld, ...]:
        """Takes in files, each of a kind. Raises Unreadable for one that cannot be read."""
        return tuple(self._take_one(work, kind, path) for kind, path in named)

    def _take_one(self, work: Work, kind: str, path: Path) -> FileHeld:
        arrival = self._arrivals.enter_context(self._files.arriving(path))
        if work.version_of(arrival.sha256) == 0:
            fact = FileTakenIn(
                name=path.name, size=arrival.size, purpose=self._purpose, **work.stamp()
            )
            work.record(arrival.sha256, 1, fact)
        if self._files.settle(arrival):
            self._settled.append(arrival.sha256)
        return FileHeld(kind, path.name, arrival.sha256, arrival.size)
