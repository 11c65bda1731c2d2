"""Ledgers as a SQLite file: a view of each, named and typed, for whoever asks in SQL.

A ledger's name and columns are written with `_` for `-`; its rows stand in a table of the same
name with `_` before it. Days are TEXT in ISO form, declared DATE where a column holds nothing
else; numbers are numbers; lists are JSON.
The table `zltrec` says where it comes from, `ledgers` what there is, in the documents'
words. The same rows give the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from zltrec.errors import Unreadable
from zltrec.export.formats import Cells, as_json
from zltrec.export.placing import replacing
from zltrec.procedure.ids import table_name
from zltrec.projections.ledgers import Ledger

LIBRARY = sqlite3.sqlite_version
"""The version of SQLite that writes."""

_DECLARED = {"date": "DATE", "integer": "INTEGER", "decimal": "DECIMAL"}
_AT_ONCE = 1000
_WRITE_VERSION_AT, _UNKNOWN_VERSION = 18, b"\x03"


def write_database(
    path: Path,
    about: Sequence[tuple[str, str]],
    sheets: Iterable[tuple[Ledger, Iterable[Cells]]],
) -> int:
    """Writes a new file; returns how many rows all ledgers have.

    `about`: what the table `zltrec` says, key and value.
    """
    count = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        database.execute("CREATE TABLE zltrec (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
        database.executemany("INSERT INTO zltrec VALUES (?, ?)", about)
        database.execute(
            "CREATE TABLE ledgers (name TEXT PRIMARY KEY, title TEXT, procedure TEXT, rows INTEGER,"
            " columns TEXT) WITHOUT ROWID"
        )
        for ledger, rows in sheets:
            count += _write_ledger(database, ledger, rows)
        database.execute("COMMIT")
    return count


def replace_database(
    place: Path,
    about: Sequence[tuple[str, str]],
    sheets: Iterable[tuple[Ledger, Iterable[Cells]]],
) -> None:
    """Puts a new file in the place of an old one: whoever reads the old one reads it to the end.

    It is a new file, and not the old one rewritten: a database that a killed writer left half
    written, or one that has a write-ahead log, does not open for whoever may only read.
    Nobody writes to it, since nothing that is written to it would stay. Raises Unreadable
    if it cannot be put there.
    """
    try:
        with replacing(place) as new:
            write_database(new, about, sheets)
            _make_read_only(new)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(
            "{path} cannot be written: {reason}; name another file with --out FILE",
            path=place,
            reason=reason,
        ) from error


def database_in_force(place: Path, about: Sequence[tuple[str, str]]) -> bool:
    """Whether a file says of itself that it is what would be written."""
    if not place.is_file():
        return False
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro", uri=True)) as database,
    ):
        return dict(database.execute("SELECT key, value FROM zltrec")) == dict(about)
    return False


def _make_read_only(path: Path) -> None:
    """For SQLite too, whoever asks: a file whose write version it does not know, only its read
    version, it does not write to (file format, 1.3.3). The mode does not bind root."""
    with path.open("r+b") as file:
        file.seek(_WRITE_VERSION_AT)
        file.write(_UNKNOWN_VERSION)
    path.chmod(0o444)


def _write_ledger(database: sqlite3.Connection, ledger: Ledger, rows: Iterable[Cells]) -> int:
    columns = ", ".join(
        f"{_quoted(name)} {_DECLARED.get(ledger.kinds.get(name, ''), 'TEXT')}"
        for name in ledger.columns
    )
    table = _quoted(f"_{ledger.name}")
    database.execute(f"CREATE TABLE {table} ({columns})")
    database.execute(f"CREATE VIEW {_quoted(ledger.name)} AS SELECT * FROM {table}")
    marks = ", ".join("?" * len(ledger.columns))
    count = 0
    waiting: list[list[Any]] = []
    for cells in rows:
        count += 1
        waiting.append([*map(_stored, cells)])
        if len(waiting) == _AT_ONCE:
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", waiting)
            waiting.clear()
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", waiting)
    labels = {table_name(name): ledger.labels.get(name, name) for name in ledger.columns}
    database.execute(
        "INSERT INTO ledgers VALUES (?, ?, ?, ?, ?)",
        (table_name(ledger.name), ledger.title, ledger.procedure, count, as_json(labels)),
    )
    return count


def _quoted(name: str) -> str:
    return '"' + table_name(name).replace('"', '""') + '"'


def _stored(value: Any) -> Any:
    return as_json(value) if isinstance(value, list | dict) else value
