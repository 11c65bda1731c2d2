"""Whoever may read a store may look at everything in it, and leaves nothing behind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sample_office import LAMPS

from .conftest import Office
from .terminal import Terminal, as_stranger, contents, give_away, one_complaint, take_back

LOOKING = (
    *("chronicle list", "chronicle list --known-at {founded}", "chronicle render 2023-03"),
    *("notice list", "notice show {notice}", "roster list", "roster show {roster}"),
    *("officer list", "setting list"),
    *("approval list", "approval verify", "timeline", "search 市"),
    *("approval request {entry} review --approve --office editor --officer qian",),
    *("procedure list", "procedure show lamp-repair"),
    *("procedure show lamp-repair --format mermaid", "calendar list", "calendar show 2022"),
    *("case list", "case list lamp-repair --overdue", "case show {lamp}", "due", "due --days 9"),
    *("case show {lamp} --personal", "timeline --case {lamp}", "search 河东路"),
    *("ledger list", "ledger show timeline", "ledger show cases", "ledger show due"),
    *("ledger show lamps", "audit log", "audit replay", "audit verify"),
    "audit verify --since-seal seal",
    *("audit check-seal seal --key auditor.pub", "audit prove {entry}"),
    "audit diff {founded} {end}",
)


def all_files(store: Path) -> dict[str, str]:
    """Every file of the store, projections included, with its digest."""
    return contents(store) | {
        path.name: str(path.stat().st_mtime_ns) for path in store.iterdir() if path.is_file()
    }


@pytest.mark.parametrize("words", LOOKING)
def test_every_command_that_looks(foreign: Office, office_template: Office, words: str) -> None:
    """It says what the owner is told, with 0, and leaves no file anywhere."""
    shell = foreign.shell
    typed = words.format(**foreign.ids).split()
    before = all_files(shell.store)
    said = shell.done(*typed, before=as_stranger)
    # That some days are provisional is said to everybody.
    assert said.err == office_template.shell.done(*typed).err
    assert said.out != ""
    assert all_files(shell.store) == before
    assert list(Path(shell.env["TMPDIR"]).iterdir()) == []
    if "verify" not in words and "request" not in words:
        assert said.out == office_template.shell.done(*typed).out


def test_verify_finds_no_fault_and_says_what_it_did_not_check(foreign: Office) -> None:
    """A reader's verification is as whole as the owner's."""
    said = foreign.shell.json("audit", "verify", before=as_stranger)
    assert said["faults"] == []
    assert said["events"] > 40


def test_a_reader_may_check_a_procedure(foreign: Office) -> None:
    """Beside those that the store has; nothing is adopted."""
    before = all_files(foreign.shell.store)
    said = foreign.shell.json("procedure", "check", "lamps.toml", before=as_stranger)
    assert said["problems"] == []
    assert all_files(foreign.shell.store) == before


def test_a_reader_exports_where_he_may_write(foreign: Office, tmp_path: Path) -> None:
    """Export writes to its folder only; made again from its manifest it is the same."""
    before = all_files(foreign.shell.store)
    foreign.shell.done("export", "--out", tmp_path / "out", before=as_stranger)
    foreign.shell.done("export", "reproduce", tmp_path / "out", before=as_stranger)
    assert all_files(foreign.shell.store) == before
    assert list(Path(foreign.shell.env["TMPDIR"]).iterdir()) == []


def test_a_reader_may_try_an_import(foreign: Office, office_template: Office) -> None:
    """A dry run writes nothing, so it needs no right to write."""
    typed = ("import", "gazette", "gazette.txt", "--dry-run")
    before = all_files(foreign.shell.store)
    said = foreign.shell.done(*typed, before=as_stranger)
    assert said.out == office_template.shell.done(*typed).out
    assert all_files(foreign.shell.store) == before
    assert list(Path(foreign.shell.env["TMPDIR"]).iterdir()) == []


WRITING = (
    *("chronicle add 2022-07-01\u3000会。", "chronicle retract {entry} --reason 核对"),
    *("notice add 甲", "roster add 乙", "import gazette gazette.txt --yes"),
    *("officer add li --name 李 --sign registrar", "audit seal --key auditor"),
    *(
        "case open lamp-repair --set place=甲 --on 2022-06-01",
        "case move {dark} fix --on 2022-06-04",
    ),
    *("case amend {dark} --set place=乙 --reason 核对", "case reverse {dark} --reason 误记"),
    *("case move {dark} fix --file 单据=scan.pdf --on 2022-06-04",),
    *("procedure adopt gauges.toml", "procedure enter lamp-repair lit 2022-06 9 --basis 抄表"),
    *("approval record {other} x --approve --office 办 --by 孙 --paper scan.pdf",),
)


@pytest.mark.parametrize("words", WRITING)
def test_every_command_that_writes_is_told_so(foreign: Office, words: str) -> None:
    """One line that names the store; nothing changes, nothing is left behind."""
    gauges = LAMPS.replace("lamp", "gauge").replace("LD-", "BJ-")
    (foreign.shell.folder / "gauges.toml").write_text(gauges, encoding="utf-8")
    before = all_files(foreign.shell.store)
    typed = words.format(**foreign.ids).split(" ")
    said = one_complaint(foreign.shell.run(*typed, before=as_stranger), 3)
    assert str(foreign.shell.store) in said
    assert all_files(foreign.shell.store) == before
    assert list(Path(foreign.shell.env["TMPDIR"]).iterdir()) == []


@pytest.mark.usefixtures("foreign")  # which skips where permissions cannot bind
def test_a_reader_sees_what_was_added_a_moment_ago(shell: Terminal) -> None:
    """Stored projections of another user's may be behind; what is shown is not."""
    shell.add(("2022-06-06", "旧事。"))
    assert len(shell.json("search", "事")) == 1  # projections are stored up to here
    shell.add(("2022-06-07", "新事。"))
    give_away(shell.store)
    for words in (("chronicle", "list"), ("search", "事"), ("timeline",)):
        assert len(shell.json(*words, before=as_stranger)) == 2
    take_back(shell.store)


@pytest.mark.usefixtures("foreign")
def test_a_reader_sees_what_still_stands_in_the_write_ahead_log(shell: Terminal) -> None:
    """While the owner's process keeps the log open, its newest events stand beside the file."""
    connection = sqlite3.connect(shell.store / "log.sqlite")
    connection.execute("SELECT count(*) FROM stored_events").fetchone()
    shell.add(("2022-06-06", "刚记。"))
    wal = shell.store / "log.sqlite-wal"
    assert wal.stat().st_size > 0
    give_away(shell.store)
    said = shell.done("chronicle", "list", "--format", "json", before=as_stranger)
    left = list(Path(shell.env["TMPDIR"]).iterdir())
    take_back(shell.store)
    connection.close()
    assert [row["text"] for row in said.json()] == ["刚记。"]
    end = said.json()[0]["position"]
    assert f"{end} events behind" in said.err  # projections were never stored
    assert left == []


@pytest.mark.usefixtures("foreign")
def test_a_reader_of_a_crashed_writers_log_sees_it_whole(shell: Terminal) -> None:
    """A write-ahead log without its index, as a copy or a crash leaves it, is read all the same."""
    connection = sqlite3.connect(shell.store / "log.sqlite")
    connection.execute("SELECT count(*) FROM stored_events").fetchone()
    shell.add(("2022-06-06", "刚记。"))
    kept = {p.name: p.read_bytes() for p in shell.store.iterdir() if p.name.startswith("log")}
    connection.close()
    for name, data in kept.items():
        if not name.endswith("-shm"):
            (shell.store / name).write_bytes(data)
    give_away(shell.store)
    said = shell.done("chronicle", "list", "--format", "json", before=as_stranger)
    left = list(Path(shell.env["TMPDIR"]).iterdir())
    take_back(shell.store)
    assert [row["text"] for row in said.json()] == ["刚记。"]
    assert left == []
