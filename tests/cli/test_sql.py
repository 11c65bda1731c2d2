"""`zltrec sql`: what SQL finds is what the ledgers show, and personal values are not in it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from .conftest import Office
from .terminal import Terminal, as_stranger, stand_in

LAMPS = Path(__file__).parents[2] / "zltrec" / "samples" / "lamp-repair.toml"
KEEPER = "杜若川"


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A shell in a store with entries, a body and cases with a personal value."""
    home = tmp_path_factory.mktemp("sql")
    shell = stand_in(home / "office", home)
    shell.done("init")
    shell.add(("2023-05-30", "青河市举办诗会。"), ("2023-06", "全月无雨。"))
    shell.done(
        "roster", "add", "防汛领导小组", "--on", "2023-05-08", "--seat", "组长:岳小舟:副市长"
    )
    shell.done("procedure", "adopt", LAMPS)
    for number, day in (("A-1", "2023-06-02"), ("A-2", "2023-06-03")):
        words = ("case", "open", "lamp-repair", "--number", number, "--on", day)
        shell.done(*words, "--set", f"place={number}号杆", "--set", f"caller={KEEPER}")
    shell.done("case", "move", "A-1", "repair", "--set", "cost=460.50", "--on", "2023-06-04")
    return shell


def asked(path: Path, question: str) -> list[Any]:
    """The answer of SQL, on a connection that may not write."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return database.execute(question).fetchall()


def test_every_ledger_is_a_view(shell: Terminal) -> None:
    """With all its rows and values, in its order; numbers are numbers."""
    path = Path(shell.done("sql").out.strip())
    assert path == shell.store / "ledgers.sqlite"
    listed = {one["name"]: one for one in shell.json("ledger", "list")}
    said = {row[0]: json.loads(row[1]) for row in asked(path, "SELECT name, columns FROM ledgers")}
    assert said.keys() == {name.replace("-", "_") for name in listed}
    views = asked(path, "SELECT name FROM sqlite_master WHERE type = 'view'")
    assert said.keys() == {name for (name,) in views}
    tables = asked(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    assert tables == [("_rows",), ("ledgers",), ("zltrec",)]
    for name, ledger in listed.items():
        table = name.replace("-", "_")
        rows = shell.json("ledger", "show", name)
        assert all(row.keys() == set(ledger["columns"]) for row in rows), name
        assert list(said[table]) == [column.replace("-", "_") for column in ledger["columns"]]
        found = asked(path, f'SELECT * FROM "{table}"')
        assert [list(map(as_shown, row)) for row in found] == [
            [as_shown(row[column]) for column in ledger["columns"]] for row in rows
        ]


def as_shown(value: Any) -> Any:
    """A value of a table, or of a ledger, so that both can be compared."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return int(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def test_questions_that_an_auditor_would_ask(shell: Terminal) -> None:
    """Sums, joins and days in plain SQL."""
    path = Path(shell.done("sql").out.strip())
    assert asked(path, "SELECT sum(cost), count(*) FROM lamps") == [(460.5, 2)]
    assert asked(
        path,
        "SELECT c.number, t.text FROM cases AS c JOIN timeline AS t ON t.subject = c.number"
        " WHERE t.\"on\" >= '2023-06-04'",
    ) == [("A-1", "路灯维修: 修复 → 已修复")]
    assert asked(path, "SELECT value FROM zltrec WHERE key = 'position'") == [
        (str(shell.json("audit", "verify")["events"]),)
    ]


def test_personal_values_are_never_in_it(shell: Terminal) -> None:
    """Not in any table, and not in any byte of the file."""
    path = Path(shell.done("sql").out.strip())
    assert asked(path, "SELECT DISTINCT caller FROM lamps") == [("＊＊＊",)]
    assert KEEPER.encode() not in path.read_bytes()


def test_it_is_made_anew_only_when_something_changed(shell: Terminal) -> None:
    """The same file while the log and the day are the same; whole when it is another."""
    path = Path(shell.done("sql").out.strip())
    before = path.stat()
    shell.done("sql")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert path.stat().st_mode & 0o222 == 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as reader:
        cursor = reader.execute("SELECT text FROM chronicle ORDER BY id")
        assert cursor.fetchone()
        shell.add(("2023-06-09", "西瓜节开幕。"))
        shell.done("sql")
        assert len(cursor.fetchall()) == 1
    assert len(asked(path, "SELECT * FROM chronicle")) == 3
    then = shell.folder / "then.sqlite"
    shell.done("sql", "--as-of", "2023-05-31", "--out", then)
    assert asked(then, "SELECT text FROM chronicle") == [("青河市举办诗会。",)]


@pytest.mark.parametrize("name", ["Chronicle", "tax_Briefs", "ledgers", "manifest", "LAMPS"])
def test_no_ledger_takes_the_name_of_another(shell: Terminal, name: str) -> None:
    """Nor one that is the same to a file system or to SQL, nor what an export calls the rest."""
    text = LAMPS.read_text(encoding="utf-8").replace('id = "lamp-repair"', 'id = "more-lamps"')
    text = text.replace('id = "lamps"', f'id = "{name}"')
    (shell.folder / "more.toml").write_text(text, encoding="utf-8")
    outcome = shell.run("procedure", "adopt", "more.toml")
    assert (outcome.code, outcome.out) == (1, "")
    whose = {"LAMPS": "lamp-repair", "tax_Briefs": "tax-briefs"}.get(name, "zltrec")
    assert outcome.err == (f"zltrec: the ledger {name} is {whose} already; give it another id\n")


def test_what_cannot_be_written_is_said(shell: Terminal) -> None:
    """One line that names the file."""
    outcome = shell.run("sql", "--out", shell.folder / "no" / "where.sqlite")
    assert (outcome.code, outcome.out) == (3, "")
    assert "cannot be written" in outcome.err


def test_who_may_not_write_is_told_the_way_out(foreign: Office, tmp_path: Path) -> None:
    """Another's store without the file: one line with `--out`, which helps."""
    outcome = foreign.shell.run("sql", before=as_stranger)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (3, "", 1)
    assert "ledgers.sqlite cannot be written: Permission denied; " in outcome.err
    assert "--out FILE" in outcome.err
    mine = tmp_path / "mine.sqlite"
    foreign.shell.done("sql", "--out", mine, before=as_stranger)
    assert asked(mine, "SELECT count(*) FROM lamps") == [(2,)]


def test_two_that_bring_it_up_to_date_do_not_meet(shell: Terminal) -> None:
    """Whoever comes second waits; nobody finds a file half written, and none is left beside it."""
    shell.add(("2023-06-10", "放映队下乡。"))
    running = [shell.start("sql") for _ in range(4)]
    ends = [(one.communicate(timeout=60), one.returncode) for one in running]
    assert {code for _said, code in ends} == {0}, ends
    path = Path(shell.done("sql").out.strip())
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]
    assert not [one for one in shell.store.iterdir() if one.name.startswith(".")]
