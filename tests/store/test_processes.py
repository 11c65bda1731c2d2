"""Many processes at one store: none fails, nothing is lost, and nothing acknowledged is undone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sample_office import Clock, History, add, all_ledgers, found, reopened, verified

WRITERS, BATCHES, BATCH = 8, 6, 3

OPEN = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zltrec.workspace import make_workspace, open_workspace
parent = Path(sys.argv[1])
def clock():
    return datetime.now(UTC)
"""
APPEND = (
    OPEN
    + """
from zltrec.calendar.when import day
from zltrec.records.chronicle import add_entries
name, batches, size = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
office = open_workspace(parent, parent, clock=clock, actor=name)
on = day(date(2022, 6, 6))
for n in range(batches):
    written = add_entries(office.records, [(on, f"{name}的第{n}-{m}条。") for m in range(size)])
    print(*(w.id for w in written), flush=True)
office.close()
"""
)
MAKE = (
    OPEN
    + """
from zltrec.errors import Refused
try:
    make_workspace(parent, zone="Asia/Shanghai", store_id="0" * 32, clock=clock, actor="林档")
    print("made")
except Refused as error:
    print("refused", error)
"""
)
LOOK = (
    OPEN
    + """
from zltrec.projections.ledgers import LEDGERS
from zltrec.projections.rows import Scope
office = open_workspace(parent, parent, clock=clock, actor="林档")
views = office.views()
rows = {name: sum(1 for _ in LEDGERS[name].rows(views, Scope())) for name in LEDGERS}
print(views.position, rows["chronicle"], rows["timeline"])
office.close()
"""
)


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A process of its own that runs `script`."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def ended(processes: list[subprocess.Popen[str]]) -> list[str]:
    """What each printed; fails if one of them failed."""
    printed = []
    for process in processes:
        out, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        printed.append(out)
    return printed


def faults(parent: Path) -> list[str]:
    """What a verification finds."""
    office = reopened(parent)
    findings = verified(office)
    office.close()
    return [str(fault.error) for fault in findings.faults]


def test_eight_processes_append_at_once(tmp_path: Path) -> None:
    """Nobody fails, every event is there once, and nothing is wrong afterwards."""
    found(tmp_path).close()
    printed = ended([start(APPEND, tmp_path, f"第{n}人", BATCHES, BATCH) for n in range(WRITERS)])
    ids = [i for out in printed for i in out.split()]
    assert len(set(ids)) == len(ids) == WRITERS * BATCHES * BATCH
    office = reopened(tmp_path)
    assert office.log.size == len(ids) + 1
    texts = {row["text"] for row in all_ledgers(office.views())["chronicle"]}
    assert texts == {
        f"第{w}人的第{n}-{m}条。"
        for w in range(WRITERS)
        for n in range(BATCHES)
        for m in range(BATCH)
    }
    office.close()
    assert faults(tmp_path) == []


def test_readers_beside_writers_see_whole_batches(tmp_path: Path) -> None:
    """Who looks while others write sees some whole moment of the log, and never fails."""
    found(tmp_path).close()
    writers = [start(APPEND, tmp_path, f"第{n}人", 10, BATCH) for n in range(2)]
    readers = [start(LOOK, tmp_path) for _ in range(6)]
    for out in ended(readers):
        position, entries, lines = map(int, out.split())
        assert entries == lines == position - 1
        assert entries % BATCH == 0
    ended(writers)
    assert faults(tmp_path) == []


@pytest.mark.parametrize("delay", [0.02, 0.06, 0.12])
def test_a_kill_in_the_middle_of_appends_loses_nothing_acknowledged(
    tmp_path: Path, delay: float
) -> None:
    """After `kill -9` every batch that was answered is there whole, and no other in part."""
    found(tmp_path).close()
    process = start(APPEND, tmp_path, "某人", 100_000, BATCH)
    assert process.stdout is not None
    answered = [process.stdout.readline().split()]
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=60)
    answered += [line.split() for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    office = reopened(tmp_path)
    assert faults(tmp_path) == []
    there = {row[1] for row in office.log.rows()}
    assert {i for ids in answered for i in ids} <= there
    assert (office.log.size - 1) % BATCH == 0
    assert len(answered) > 1
    # And life goes on.
    assert add(office.records, "次日清点。") == [f"c{office.log.size:07d}"]
    office.close()


def test_of_several_who_make_a_store_one_makes_it(tmp_path: Path) -> None:
    """All at once: one store comes to be, whole; the others are told that it is there."""
    printed = ended([start(MAKE, tmp_path) for _ in range(6)])
    assert sorted(out.split()[0] for out in printed) == ["made"] + ["refused"] * 5
    assert faults(tmp_path) == []
    office = reopened(tmp_path)
    assert office.log.size == 1
    office.close()


def test_several_who_first_look_at_once_all_see_everything(tmp_path: Path) -> None:
    """The projections' file may be made by several at once; nobody fails, and it is whole."""
    office = found(tmp_path)
    History(office.records, seed=3).go_on(40)
    size = office.log.size
    entries = len(all_ledgers(office.views())["chronicle"])
    office.close()
    for path in (tmp_path / ".zltrec").glob("views.sqlite*"):
        path.unlink()
    printed = ended([start(LOOK, tmp_path) for _ in range(6)])
    assert {tuple(map(int, out.split()[:2])) for out in printed} == {(size, entries)}
    assert faults(tmp_path) == []


def test_the_environment_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the shell, the library's own least of all, changes what is stored."""

    def root(parent: Path) -> bytes:
        office = found(parent, Clock())
        History(office.records, seed=2).go_on(25)
        root = office.log.head().frontier.root()
        office.close()
        return root

    plain = root(tmp_path / "plain")
    for name, value in {
        "COMPRESSOR_TOPIC": "zlib",
        "CIPHER_TOPIC": "eventsourcing.cipher:AESCipher",
        "CIPHER_KEY": "x",
        "PERSISTENCE_MODULE": "eventsourcing.popo",
        "RECORDS_PERSISTENCE_MODULE": "eventsourcing.popo",
        "RECORDS_COMPRESSOR_TOPIC": "zlib",
        "SQLITE_DBNAME": ":memory:",
        "RECORDS_SQLITE_DBNAME": ":memory:",
        "SQLITE_LOCK_TIMEOUT": "0",
        "CREATE_TABLE": "yes",
        "IS_SNAPSHOTTING_ENABLED": "yes",
        "ORIGINATOR_ID_TYPE": "uuid",
        "TRANSCODER_TOPIC": "x:y",
        "MAPPER_TOPIC": "x:y",
        "TZ": "America/Lima",
        "LC_ALL": "C",
    }.items():
        monkeypatch.setenv(name, value)
    assert root(tmp_path / "surrounded") == plain
