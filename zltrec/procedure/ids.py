"""What an id is called where it becomes a file, a sheet or a table."""

from __future__ import annotations


def table_name(id_: str) -> str:
    """An id so that SQL takes it without quotes wherever it can: with `_` for `-`."""
    return id_.replace("-", "_")


def file_name(id_: str) -> str:
    """What ids share that are one name to SQL or to some file system: case, `-` and `_` aside."""
    return table_name(id_).lower()
