"""`zltrec export` for cron: several sets, silence, a status, and one run at a time."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from sample_office import LAMPS

from zltrec.export import manifest
from zltrec.export.manifest import file_digest

from .terminal import Terminal, stand_in

PLAN = """
[[export]]
out = "month"
ledgers = ["chronicle", "timeline"]
formats = ["csv", "json"]
as_of = "2023-05-31"

[[export]]
out = "now"
formats = ["md"]
"""


@pytest.fixture
def shell(tmp_path: Path) -> Terminal:
    """A shell in a store with two entries and a plan."""
    shell = stand_in(tmp_path / "office", tmp_path)
    shell.done("init")
    shell.add(("2023-05-30", "青河市举办诗会。"), ("2023-06-02", "新桥通车。"))
    (shell.folder / "export.toml").write_text(PLAN, encoding="utf-8")
    return shell


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    """What changes when a file is written."""
    return {p.name: (p.stat().st_mtime_ns, p.stat().st_ino) for p in (folder, *folder.iterdir())}


def status(shell: Terminal) -> dict[str, Any]:
    """What the status file says."""
    said: dict[str, Any] = json.loads((shell.folder / "status.json").read_text())
    return said


def test_a_night_is_silent_and_leaves_a_status(shell: Terminal) -> None:
    """Nothing on either stream, every set in its place; a second night touches nothing."""
    for changed in (True, False):
        outcome = shell.done("export", "--config", "export.toml", "--status", "status.json")
        assert (outcome.out, outcome.err) == ("", "")
        said = status(shell)
        assert (said["ok"], said["errors"]) == (True, [])
        assert said["started"] <= said["finished"]
        assert [one["changed"] for one in said["sets"]] == [changed, changed]
        files = {path.name for path in (shell.folder / "month").iterdir()}
        assert files == {
            *(f"{n}.{f}" for n in ("chronicle", "timeline") for f in ("csv", "json")),
            "manifest.json",
        }
        rows = json.loads((shell.folder / "month" / "chronicle.json").read_text())
        assert [row["text"] for row in rows] == ["青河市举办诗会。"]


def test_a_second_night_touches_nothing(shell: Terminal) -> None:
    """Neither file nor folder; after one more event, in each set only what it changes."""
    shell.done("export", "--config", "export.toml")
    month, now = shell.folder / "month", shell.folder / "now"
    before = marks(month) | marks(now)
    shell.done("export", "--config", "export.toml")
    assert marks(month) | marks(now) == before
    shell.add(("2023-06-09", "西瓜节开幕。"))
    shell.done("export", "--config", "export.toml")
    after = marks(month) | marks(now)
    touched = {name for name, mark in after.items() if mark != before.get(name)}
    assert touched == {"chronicle.md", "timeline.md", "manifest.json", "month", "now"}


def test_one_set_that_fails_does_not_keep_the_others(shell: Terminal) -> None:
    """One line and an exit code; the status names it; the other set is new."""
    plan = PLAN + '[[export]]\nout = "export.toml"\n'
    (shell.folder / "plan.toml").write_text(plan.replace('"now"', '"late"'), encoding="utf-8")
    outcome = shell.run("export", "--config", "plan.toml", "--status", "status.json")
    assert outcome.code == 3
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1
    assert "cannot be written" in outcome.err
    said = status(shell)
    assert said["ok"] is False
    assert [Path(one["out"]).name for one in said["sets"]] == ["month", "late"]
    assert [Path(one["out"]).name for one in said["errors"]] == ["export.toml"]
    assert (shell.folder / "late" / "manifest.json").exists()


def test_two_runs_do_not_meet(shell: Terminal) -> None:
    """While another holds the folder, a run is refused with one line; afterwards it goes on."""
    out = shell.folder / "out"
    shell.done("export", "--out", out)
    shell.add(("2023-06-09", "西瓜节开幕。"))
    handle = os.open(out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    outcome = shell.run("export", "--out", out)
    assert outcome.code == 1
    assert "another export to" in outcome.err
    os.close(handle)
    shell.done("export", "--out", out)


def test_what_is_said_can_be_json(shell: Terminal) -> None:
    """Notes and errors on stderr, one object a line; also what is wrong with the usage."""
    said = json.loads(shell.done("--log-format", "json", "export", "--out", "o").err)
    assert (said["level"], said["message"].split()[1]) == ("info", "files")
    for words in (("export",), ("export", "--nothing"), ("exprt",)):
        outcome = shell.run(*words, env={"ZLTREC_LOG_FORMAT": "json"})
        said = json.loads(outcome.err)
        assert (said["level"], said["code"], outcome.code) == ("error", 2, 2)
        assert said["message"]
        assert said["time"].endswith("+00:00")


def test_a_plan_is_not_typed_as_well(shell: Terminal) -> None:
    """What the file says and what is typed would contradict each other."""
    for more in (("chronicle",), ("--out", "x"), ("--as-of", "2023-06-01"), ("--personal",)):
        outcome = shell.run("export", "--config", "export.toml", *more)
        assert (outcome.code, outcome.out) == (2, "")
        assert "--config names ledgers" in outcome.err


def test_reproducing_says_what_is_gone(shell: Terminal) -> None:
    """Personal values that were in an export, and were disposed of since; and the editions."""
    lamps = Path(__file__).parents[2] / "zltrec" / "samples" / "lamp-repair.toml"
    shell.done("procedure", "adopt", lamps)
    words = ("case", "open", "lamp-repair", "--number", "A-1", "--on", "2023-06-02")
    shell.done(*words, "--set", "place=一号杆", "--set", "caller=杜若川")
    shell.done("case", "move", "A-1", "repair", "--set", "cost=100", "--on", "2023-06-03")
    (shell.folder / "scan.pdf").write_bytes(b"scan")
    paper = ("--by", "所长", "--paper", "scan.pdf", "--on", "2023-06-05")
    shell.done("approval", "record", "A-1", "close", "--approve", "--office", "路灯所", *paper)
    shell.done("case", "move", "A-1", "close", "--file", "照片=scan.pdf", "--on", "2023-06-05")
    shell.done("export", "lamps", "--out", "seen", "--personal")
    assert "杜若川" in (shell.folder / "seen" / "lamps.csv").read_text()
    manifest = json.loads((shell.folder / "seen" / "manifest.json").read_text())
    assert manifest["editions"]["lamp-repair"] == 1
    said = json.loads(shell.done("export", "reproduce", "seen", "--json").out)
    assert (said["files"], said["disposed"]) == ({"lamps.csv": "same"}, [])
    approve = ("approval", "record", "A-1", "dispose", "--approve", "--office", "registrar")
    shell.done(*approve, *paper)
    at = shell.json("case", "dispose", "A-1", "--reason", "期满")["position"]
    outcome = shell.run("export", "reproduce", "seen", "--json")
    assert outcome.code == 4
    said = json.loads(outcome.out)
    assert said["files"] == {"lamps.csv": "differs"}
    assert said["disposed"] == [{"case": "A-1", "position": at}]
    assert f"personal values of A-1 are gone: they were disposed of at position {at}" in outcome.err


def test_a_file_that_was_changed_is_mended(shell: Terminal) -> None:
    """Another content of the same size, with the same day of change as before, is mended."""
    command = ("export", "--out", "out", "--format", "csv")
    shell.done(*command)
    shell.done(*command)
    place = shell.folder / "out" / "chronicle.csv"
    whole, mark = place.read_bytes(), place.stat()
    place.write_bytes(whole.replace("新桥".encode(), "旧桥".encode()))
    os.utime(place, ns=(mark.st_atime_ns, mark.st_mtime_ns))
    shell.done(*command)
    assert place.read_bytes() == whole


def test_a_set_that_nobody_touched_is_not_read(
    shell: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the manifest is, until something is touched."""
    shell.done("export", "--out", "out", "--format", "csv")
    read: list[str] = []

    def digest(place: Path) -> str | None:
        read.append(place.name)
        return file_digest(place)

    monkeypatch.setattr(manifest, "file_digest", digest)
    folder = shell.folder / "out"
    found = manifest.read_manifest(folder)

    def looked() -> list[str]:
        read.clear()
        time.sleep(0.02)  # a file system's clock ticks slowly
        assert manifest.manifest_in_force(folder, found.standing(), (), ("csv",)) == found
        return read.copy()

    files = [file.path for file in found.files]
    assert looked() == []  # the manifest was written last
    (folder / "chronicle.csv").touch()
    assert looked() == files
    assert looked() == []


def test_a_calendar_knows_what_is_newer(shell: Terminal) -> None:
    """What a case's step may have moved has a higher sequence; all else has the one that it had."""
    (shell.folder / "lamps.toml").write_text(LAMPS, encoding="utf-8")
    shell.done("procedure", "adopt", "lamps.toml")
    for number in ("A-1", "A-2"):
        words = ("case", "open", "lamp-repair", "--number", number, "--on", "2023-06-02")
        shell.done(*words, "--set", f"place={number}号杆")

    def sequences() -> dict[str, tuple[str, int]]:
        shell.done("export", "--out", "out", "--format", "ics", "--as-of", "2023-06-30")
        calendar = Calendar.from_ical((shell.folder / "out" / "deadlines.ics").read_bytes())
        return {
            str(one["uid"]): (str(one["summary"]), int(one["sequence"]))
            for one in calendar.walk("VEVENT")
        }

    before = sequences()
    shell.done("case", "move", "A-1", "fix", "--on", "2023-06-04")
    after = sequences()
    assert before.keys() <= after.keys()
    grown = {uid for uid in before if after[uid][1] > before[uid][1]}
    assert {before[uid][0] for uid in grown} == {"限期修复 A-1"}
    assert all(after[uid][1] == before[uid][1] for uid in before.keys() - grown)
