"""A list that may be longer than memory: written once, read in order, gone when closed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

Row = TypeVar("Row", bound=msgspec.Struct)
_IN_MEMORY = 1 << 20


class Spool(Generic[Row]):
    """Rows of one struct type, kept in memory up to a megabyte, then in a temporary file."""

    def __init__(self, kind: type[Row]) -> None:
        # Lives as long as the spool.
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._decoder = msgspec.json.Decoder(kind)
        self._count = 0

    def append(self, row: Row) -> None:
        """Takes in one more row."""
        self._file.seek(0, 2)
        self._file.write(msgspec.json.encode(row) + b"\n")
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        self._file.seek(0)
        for line in self._file:
            yield self._decoder.decode(line)
