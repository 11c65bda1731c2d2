"""Ledgers as a SQLite file: a view of each, named and typed, for whoever asks in SQL.

A ledger's name and columns are written with `_` for `-`. Numbers are numbers, truths 0 and
1, lists JSON; days and minutes are ISO texts, declared DATE, or TIMESTAMP where there are
minutes. What may be a text as well, the mask of what is confidential or a month for a day,
is declared TEXT, since DuckDB reads nothing of a ledger in which one value is not as declared.
The table `zltrec` says where it comes from, `ledgers` what there is, in the documents'
words. The rows of all ledgers, one ledger after another, stand in one table `_rows`, in
columns by type (`text_1`, `date_1`, …), since a view has the types of the columns that it
names. The same rows give the same bytes.
"""

from __future__ import annotations

import errno
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from zltrec.errors import Unreadable
from zltrec.export.formats import Cells, as_json
from zltrec.export.placing import replacing
from zltrec.procedure.ids import table_name
from zltrec.projections.ledgers import Ledger

LIBRARY = sqlite3.sqlite_version
"""The version of SQLite that writes."""

_DECLARED = {
    "integer": "INTEGER",
    "decimal": "DECIMAL",
    "flag": "BOOLEAN",
    "date": "DATE",
    "moment": "TIMESTAMP",
    "instant": "TIMESTAMP",
}
_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_FITS = {
    "INTEGER": "typeof({0}) IN ('integer', 'null')",
    "DECIMAL": "typeof({0}) IN ('integer', 'real', 'null')",
    "BOOLEAN": "{0} IS NULL OR {0} IN (0, 1)",
    "DATE": f"{{0}} IS NULL OR {{0}} GLOB '{_DAY}'",
    "TIMESTAMP": (
        f"{{0}} IS NULL OR {{0}} GLOB '{_DAY}' OR {{0}} GLOB '{_DAY}T[0-9][0-9]:[0-9][0-9]*'"
    ),
}
"""What holds of every value in a column that is declared so."""
_AT_ONCE = 1000
_WRITE_VERSION_AT, _UNKNOWN_VERSION = 18, b"\x03"


def write_database(
    path: Path,
    about: Sequence[tuple[str, str]],
    sheets: Iterable[tuple[Ledger, Iterable[Cells]]],
) -> int:
    """Writes a new file; returns how many rows all ledgers have.

    `about`: what the table `zltrec` says, key and value. Raises OSError if it cannot be written.
    """
    try:
        return _write(path, about, sheets)
    except sqlite3.Error as error:
        raise OSError(errno.EIO, str(error)) from error


def _write(
    path: Path,
    about: Sequence[tuple[str, str]],
    sheets: Iterable[tuple[Ledger, Iterable[Cells]]],
) -> int:
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
        database.execute("CREATE TABLE _rows (row INTEGER PRIMARY KEY)")
        kept = _Rows(database)
        for ledger, rows in sheets:
            count += _write_ledger(database, kept, ledger, rows)
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
    except OSError as error:
        raise Unreadable(
            "{path} cannot be written: {reason}; name another file with --out FILE",
            path=place,
            reason=error.strerror or str(error),
        ) from error


def about_database(place: Path) -> dict[str, str] | None:
    """What such a file says of itself; None if it is none."""
    if not place.is_file():
        return None
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro", uri=True)) as database,
    ):
        return dict(database.execute("SELECT key, value FROM zltrec"))
    return None


def _make_read_only(path: Path) -> None:
    """For SQLite too, whoever asks: a file whose write version it does not know, only its read
    version, it does not write to (file format, 1.3.3). The mode does not bind root."""
    with path.open("r+b") as file:
        file.seek(_WRITE_VERSION_AT)
        file.write(_UNKNOWN_VERSION)
    path.chmod(0o444)


class _Rows:
    """The table of all rows, which is given the columns that a ledger needs."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._columns: dict[str, str] = {}
        self._last = 0

    def columns(self, kinds: Iterable[str]) -> list[str]:
        """A column for each kind in order, of its type."""
        used: Counter[str] = Counter()
        names = []
        for declared in (_DECLARED.get(kind, "TEXT") for kind in kinds):
            used[declared] += 1
            names.append(f"{declared.lower()}_{used[declared]}")
            self._have(names[-1], declared)
        return names

    def _have(self, name: str, declared: str) -> None:
        if name not in self._columns:
            self._database.execute(f"ALTER TABLE _rows ADD COLUMN {name} {declared}")
            self._columns[name] = declared

    def add(self, columns: Sequence[str], rows: Iterable[Cells]) -> range:
        """Writes rows into these columns; returns which they are."""
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO _rows (row, {', '.join(columns)}) VALUES (?, {marks})"
        first = self._last + 1
        numbered = ([row, *map(_stored, cells)] for row, cells in enumerate(rows, start=first))
        while some := list(islice(numbered, _AT_ONCE)):
            self._database.executemany(statement, some)
            self._last = some[-1][0]
        return range(first, self._last + 1)

    def fitting(self, columns: Sequence[str], rows: range) -> list[str]:
        """The columns of these rows, with one of texts instead of each that has a value which is
        not of its type: DuckDB would answer no question to that ledger."""
        tested = [name for name in columns if self._columns[name] in _FITS]
        if not tested:
            return [*columns]
        tests = (_FITS[self._columns[name]].format(name) for name in tested)
        bounds = rows.start, rows.stop - 1
        (found,) = self._database.execute(
            f"SELECT {', '.join(f'min({test})' for test in tests)} FROM _rows"
            " WHERE row BETWEEN ? AND ?",
            bounds,
        )
        instead: dict[str, str] = {}
        texts = sum(self._columns[name] == "TEXT" for name in columns)
        for name in (name for name, fits in zip(tested, found, strict=True) if fits == 0):
            instead[name] = f"text_{texts + len(instead) + 1}"
            self._have(instead[name], "TEXT")
            self._database.execute(
                f"UPDATE _rows SET {instead[name]} = {name}, {name} = NULL"
                " WHERE row BETWEEN ? AND ?",
                bounds,
            )
        return [instead.get(name, name) for name in columns]


def _write_ledger(
    database: sqlite3.Connection, kept: _Rows, ledger: Ledger, rows: Iterable[Cells]
) -> int:
    certain = ledger.certain
    columns = kept.columns(certain.get(name, "") for name in ledger.columns)
    written = kept.add(columns, rows)
    columns = kept.fitting(columns, written)
    named = ", ".join(
        f"{column} AS {_quoted(name)}" for column, name in zip(columns, ledger.columns, strict=True)
    )
    database.execute(
        f"CREATE VIEW {_quoted(ledger.name)} AS SELECT {named} FROM _rows"
        f" WHERE row BETWEEN {written.start} AND {written.stop - 1}"
    )
    labels = {table_name(name): ledger.labels.get(name, name) for name in ledger.columns}
    database.execute(
        "INSERT INTO ledgers VALUES (?, ?, ?, ?, ?)",
        (
            table_name(ledger.name),
            ledger.title,
            ledger.procedure,
            len(written),
            as_json(labels),
        ),
    )
    return len(written)


def _quoted(name: str) -> str:
    return '"' + table_name(name).replace('"', '""') + '"'


def _stored(value: Any) -> Any:
    return as_json(value) if isinstance(value, list | dict) else value
