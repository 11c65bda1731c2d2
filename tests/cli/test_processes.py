"""Several processes at once on one store: none fails, nothing is lost, all stays in order."""

from __future__ import annotations

from .terminal import TIMEOUT_S, Terminal

EIGHT = range(8)


def test_eight_processes_add_at_once(shell: Terminal) -> None:
    """Every add succeeds in silence, each entry is there once, and the log verifies clean."""
    founded = shell.json("audit", "log")[-1]["position"]
    adding = [shell.start("chronicle", "add", f"2022-06-06 第{n}科来电。") for n in EIGHT]
    for process in adding:
        out, err = process.communicate(timeout=TIMEOUT_S)
        assert (process.returncode, err) == (0, b""), err
        assert out.startswith(b"c0")
    entries = shell.json("chronicle", "list")
    assert sorted(e["text"] for e in entries) == sorted(f"第{n}科来电。" for n in EIGHT)
    assert sorted(e["position"] for e in entries) == [founded + 1 + n for n in EIGHT]
    assert shell.verified() == []


def test_the_same_entry_from_eight_processes_is_recorded_once(shell: Terminal) -> None:
    """A duplicate is a duplicate even if both arrive at the same moment."""
    adding = [shell.start("chronicle", "add", "2022-06-06 同一件事。") for _ in EIGHT]
    codes = []
    for process in adding:
        process.communicate(timeout=TIMEOUT_S)
        codes.append(process.returncode)
    assert sorted(codes) == [0] + [1] * 7
    assert len(shell.json("chronicle", "list")) == 1


def test_readers_do_not_disturb_writers(shell: Terminal) -> None:
    """Looking, which catches projections up, and adding go on side by side."""
    shell.add(*((f"2022-05-{day:02}", f"第{day}日。") for day in range(1, 31)))
    running = []
    for n in range(4):
        running.append(shell.start("chronicle", "add", f"2022-06-06 第{n}件。"))
        running.append(shell.start("search", "第", "--format", "json"))
    for process in running:
        _, err = process.communicate(timeout=TIMEOUT_S)
        assert (process.returncode, err) == (0, b""), err
    assert len(shell.json("search", "第")) == 34
    assert shell.verified() == []
