"""DuckDB and Datasette themselves, on the file of `zltrec sql`: nothing stands in for them.

DuckDB's reader of SQLite files comes as a wheel and is loaded by its path, so nothing is
fetched. Names, places and texts are made up.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extension_sqlite_scanner
import pytest

from .conftest import SAMPLE
from .terminal import Terminal, copied, stand_in
from .test_sql import KEEPER, LAMPS, as_shown

DATASETTE = Path(sys.executable).with_name("datasette")
SCANNER = (
    Path(duckdb_extension_sqlite_scanner.__file__).parent
    / "extensions"
    / f"v{duckdb.__version__}"
    / "sqlite_scanner.duckdb_extension"
)
DUCKDB_TYPES = {
    "DATE": "DATE",
    "TIMESTAMP": "TIMESTAMP",
    "INTEGER": "BIGINT",
    "BOOLEAN": "BIGINT",
    "DECIMAL": "DOUBLE",
    "TEXT": "VARCHAR",
}
"""What DuckDB makes of a declared type; it reads every SQLite number with a fraction as DOUBLE,
and a truth as 0 or 1."""
DAY_OF_REPAIR = """
[[fields]]
id = "wanted_on"
label = "要求修复日期"
type = "date"

[[states]]"""
COLUMN_OF_DAY = """columns = [
  {id = "wanted_on", label = "要求修复日期", value = "wanted_on"},
"""
TIMEOUT_S = 30
ONE_NIGHT_S = 6


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A shell in a store with a gazette, and with cases that have a day, money and a name."""
    home = tmp_path_factory.mktemp("readers")
    shell = stand_in(home / "office", home)
    shell.done("init")
    shell.done("import", "gazette", SAMPLE)
    shell.add(("2023-05-30", "青河市举办诗会。"), ("2023-06", "全月无雨。"), ("undated", "旧事。"))
    shell.done("notice", "add", "防汛", "--issued-on", "2023-06")
    seats = [word for n in range(12) for word in ("--seat", f"成员:岳小舟{n}:干部")]
    shell.done("roster", "add", "防汛领导小组", "--on", "2023-05", *seats)
    text = LAMPS.read_text(encoding="utf-8").replace("\n[[states]]", DAY_OF_REPAIR, 1)
    text = text.replace("columns = [\n", COLUMN_OF_DAY, 1)
    (shell.folder / "lamps.toml").write_text(text, encoding="utf-8")
    shell.done("procedure", "adopt", "lamps.toml")
    for number, on, wanted_on in (
        ("A-1", "2023-06-02", "2023-06-05"),
        ("A-2", "2023-06-02T08:30", "2023-06-09"),
    ):
        values = [f"place={number}号杆", f"caller={KEEPER}", f"wanted_on={wanted_on}"]
        words = [word for value in values for word in ("--set", value)]
        shell.done("case", "open", "lamp-repair", "--number", number, "--on", on, *words)
    shell.done("case", "move", "A-1", "repair", "--set", "cost=460.50", "--on", "2023-06-04")
    shell.done("sql")
    return shell


@pytest.fixture
def shell(template: Terminal, tmp_path: Path) -> Terminal:
    """A shell in a store of this test's own."""
    return copied(template, tmp_path / "office", tmp_path)


def brought_up(shell: Terminal) -> Path:
    """The file, brought up to date."""
    return Path(shell.done("sql").out.strip())


@pytest.fixture(scope="module")
def shown(template: Terminal) -> dict[str, list[dict[str, Any]]]:
    """Every ledger as it is exported, by the name of its view and of its columns."""
    template.done("export", "--out", template.folder / "out", "--format", "json")
    return {
        path.stem.replace("-", "_"): [
            {key.replace("-", "_"): as_shown(value) for key, value in row.items()}
            for row in json.loads(path.read_text(encoding="utf-8"))
        ]
        for path in (template.folder / "out").iterdir()
        if path.name != "manifest.json"
    }


def declared_in(path: Path) -> dict[str, dict[str, str]]:
    """What type each column of each ledger declares."""
    with closing(sqlite3.connect(path)) as database:
        return {
            ledger: {one[1]: one[2] for one in database.execute(f'PRAGMA table_info("{ledger}")')}
            for (ledger,) in database.execute("SELECT name FROM ledgers").fetchall()
        }


@contextmanager
def opened_in_duckdb(path: Path, *, read_only: bool = True) -> Iterator[Any]:
    """DuckDB with the file as its database `store`; it fetches no extension."""
    fixed = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    with closing(duckdb.connect(config=dict(fixed))) as connection:
        connection.load_extension(str(SCANNER))
        how = "TYPE sqlite, READ_ONLY" if read_only else "TYPE sqlite"
        connection.execute(f"ATTACH '{path}' AS store ({how})")
        yield connection


def test_duckdb_reads_every_ledger(
    template: Terminal, shown: dict[str, list[dict[str, Any]]]
) -> None:
    """Each with its declared types, and with the values that are exported."""
    path = brought_up(template)
    declared = declared_in(path)
    assert shown.keys() == declared.keys()
    kinds = {kind for columns in declared.values() for kind in columns.values()}
    assert kinds == DUCKDB_TYPES.keys()
    with opened_in_duckdb(path) as duck:
        names = duck.execute("SELECT view_name FROM duckdb_views() WHERE database_name = 'store'")
        assert {name for (name,) in names.fetchall()} == declared.keys()
        for table, columns in declared.items():
            found = duck.execute(f'SELECT * FROM store."{table}"')
            described = [(name, str(kind)) for name, kind, *_rest in found.description]
            assert described == [(name, DUCKDB_TYPES[kind]) for name, kind in columns.items()]
            rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
            assert [{key: as_read(value) for key, value in row.items()} for row in rows] == (
                shown[table]
            ), table
        lamps = duck.execute("SELECT max(wanted_on) - min(wanted_on), sum(cost) FROM store.lamps")
        assert lamps.fetchall() == [(4, 460.5)]


def as_read(value: Any) -> Any:
    """A value of DuckDB's, so that it can be compared with one that is shown: midnight is a day."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M").removesuffix("T00:00")
    return value.isoformat() if isinstance(value, date) else as_shown(value)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("SELECT count(*) FROM {}seats WHERE body = '防汛领导小组' AND number > 9", [(3,)]),
        (
            "SELECT number FROM {}seats WHERE body = '防汛领导小组' ORDER BY number DESC LIMIT 4",
            [(12,), (11,), (10,), (9,)],
        ),
        ("SELECT sum(overdue) FROM {}cases WHERE procedure = 'lamp-repair'", [(1,)]),
        ("SELECT number FROM {}cases WHERE opened > '2023-06-02'", [("A-2",)]),
        ("SELECT count(*) FROM {}cases WHERE last_on < current_date", [(2,)]),
        ("SELECT count(*) > 0 FROM {}due WHERE due_on < current_date", [(True,)]),
        ("SELECT count(*) FROM {}accounts WHERE balance - floor < 0", [(0,)]),
        ("SELECT count(*) > 0 FROM {}due WHERE provisional", [(True,)]),
        ("SELECT count(*) > 0, sum(provisional) FROM {}due WHERE NOT provisional", [(True, 0)]),
        ("SELECT count(*) FROM {}promises WHERE kept", [(0,)]),
        ('SELECT count(*) > 0 FROM {}promises WHERE "by" < current_date', [(True,)]),
        ('SELECT sum(points), max("full") FROM {}tax_assessment', [(0, 0)]),
        ("SELECT count(*) > 0 FROM {}indicators WHERE target > 1 AND value < target", [(True,)]),
        ("SELECT issued_on FROM {}notices WHERE title = '防汛'", [("2023-06",)]),
    ],
)
def test_columns_are_of_the_types_by_which_they_are_asked(
    template: Terminal, question: str, answer: list[tuple[Any, ...]]
) -> None:
    """In SQLite and in DuckDB: what is counted, compared with a day, or true, and in order."""
    path = brought_up(template)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute(question.format("")).fetchall() == answer
    with opened_in_duckdb(path) as duck:
        assert duck.execute(question.format("store.")).fetchall() == answer


def test_no_byte_of_it_is_a_personal_value(template: Terminal) -> None:
    """However it were written."""
    content = brought_up(template).read_bytes()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        assert KEEPER.encode(encoding) not in content
    assert json.dumps(KEEPER).strip('"').encode() not in content


def test_nobody_writes_to_it(template: Terminal) -> None:
    """Whoever it is: neither through SQLite nor through DuckDB."""
    path = brought_up(template)
    before = path.read_bytes()
    for table, why in (("chronicle", "view"), ("_rows", "readonly")):
        with (
            closing(sqlite3.connect(path)) as database,
            pytest.raises(sqlite3.OperationalError, match=why),
        ):
            database.execute(f"DELETE FROM {table}")
    for table, why in (("chronicle", "base table"), ("_rows", "readonly")):
        with (
            opened_in_duckdb(path, read_only=False) as duck,
            pytest.raises(duckdb.Error, match=why),
        ):
            duck.execute(f"DELETE FROM store.{table}")
    assert path.read_bytes() == before


def test_duckdb_that_is_open_follows(shell: Terminal) -> None:
    """A query that runs gets what it asked; the next one sees the new file."""
    path = brought_up(shell)
    with opened_in_duckdb(path) as duck:
        cursor = duck.execute("SELECT text FROM store.chronicle")
        assert cursor.fetchone()
        before = len(cursor.fetchall()) + 1
        cursor = duck.execute("SELECT text FROM store.chronicle")
        assert cursor.fetchone()
        shell.add(("2023-06-09", "西瓜节开幕。"))
        brought_up(shell)
        assert len(cursor.fetchall()) + 1 == before
        texts = duck.execute("SELECT text FROM store.chronicle").fetchall()
        assert ("西瓜节开幕。",) in texts
        assert len(texts) == before + 1


@contextmanager
def served(path: Path, log: Path, *options: str) -> Iterator[str]:
    """Datasette's own server on a file; the address of its tables. It has to stop when asked."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    words = [*options, "--host", "127.0.0.1", "--port", str(port)]
    words += ["--setting", "max_returned_rows", "100000", "--setting", "sql_time_limit_ms", "20000"]
    with log.open("wb") as said:
        server = subprocess.Popen(
            [str(DATASETTE), *([] if "-i" in options else [str(path)]), *words],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}/{path.stem}"
        for _ in range(TIMEOUT_S * 10):
            if server.poll() is not None or answer(f"{address}/zltrec") is not None:
                break
            time.sleep(0.1)
        assert server.poll() is None, log.read_text()
        yield address
        assert server.poll() is None, log.read_text()
        os.killpg(server.pid, signal.SIGINT)
        server.wait(TIMEOUT_S)  # one that reloads just then kills its own worker, and says so
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def answer(table: str) -> list[dict[str, Any]] | None:
    """What the server says are the rows of a table; None while it does not listen."""
    try:
        with urllib.request.urlopen(f"{table}.json?_shape=array&_size=max", timeout=20) as said:
            rows = json.load(said)
    except ConnectionError:
        return None
    except urllib.error.URLError as error:
        if isinstance(error.reason, ConnectionError):
            return None
        raise
    return [{key: value for key, value in row.items() if key != "rowid"} for row in rows]


@pytest.mark.parametrize("immutable", [False, True])
def test_datasette_serves_every_ledger(
    template: Terminal, shown: dict[str, list[dict[str, Any]]], tmp_path: Path, immutable: bool
) -> None:
    """With the values that are exported."""
    path = brought_up(template)
    options = ("-i", str(path)) if immutable else ()
    with served(path, tmp_path / "log", *options) as address:
        for table, rows in shown.items():
            found = answer(f"{address}/{table}")
            assert found is not None
            assert [{k: as_shown(v) for k, v in row.items()} for row in found] == rows, table


def texts_at(address: str) -> set[str]:
    """The texts of the chronicle that a server shows; none while it starts."""
    return {row["text"] for row in answer(f"{address}/chronicle") or ()}


def test_datasette_that_is_open_keeps_whole(shell: Terminal, tmp_path: Path) -> None:
    """Each of its threads keeps the file that it opened: every answer is of the old file or of
    the new one. Started anew it shows the new one."""
    path = brought_up(shell)
    with served(path, tmp_path / "log") as address:
        old = texts_at(address)
        shell.add(("2023-06-09", "西瓜节开幕。"))
        brought_up(shell)
        new = old | {"西瓜节开幕。"}
        assert all(texts_at(address) in (old, new) for _ in range(20))
    with served(path, tmp_path / "log") as address:
        assert texts_at(address) == new


def test_datasette_that_reloads_follows(shell: Terminal, tmp_path: Path) -> None:
    """Started as the help of `zltrec sql` says. (What changes before it has begun to watch, it
    sees the night after.)"""
    path = brought_up(shell)
    with served(path, tmp_path / "log", "-i", str(path), "--reload") as address:
        assert texts_at(address)
        for night in range(5):
            shell.add(("2023-06-09", f"西瓜节第{night}日。"))
            brought_up(shell)
            end = time.monotonic() + ONE_NIGHT_S
            while f"西瓜节第{night}日。" not in texts_at(address) and time.monotonic() < end:
                time.sleep(0.2)
            if time.monotonic() < end:
                return
        pytest.fail((tmp_path / "log").read_text())
