"""Bars on a real terminal: long work shows how far it is, on stderr and nowhere else.

So that it need not be long, a bar is made to come at once. Names, places and texts are made up.
"""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from zltrec.cli import bars

from .conftest import SAMPLE
from .terminal import TIMEOUT_S, Outcome, Terminal, copied, stand_in

AT_ONCE = (
    "import sys; from zltrec.cli import bars; bars._SLOW_S = 0;"
    " from zltrec.cli.main import main; sys.exit(main())"
)
BAR = "working  ["
LONG = (
    "export chronicle notices --out out --format csv,jsonl",
    "export --out out --format xlsx",
    "export --out out --format sqlite",
    "export --out out --format ics",
    "export --out out --format docx --document chronicle",
    "export --config nightly.toml",
    "export reproduce kept",
    "sql --out ledgers.sqlite",
    "audit verify",
    "audit log",
    "ledger show lamps",
    "ledger show timeline --format json",
    "case list --known-at 60",
    "timeline --as-of 2023-06-30",
    "due --on 2023-06-30",
    "chronicle add --batch entries.txt",
    "import gazette more.md",
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A shell in a store with a little of everything, and with files to take in."""
    home = tmp_path_factory.mktemp("bars")
    shell = stand_in(home / "office", home)
    shell.done("init")
    shell.done("import", "gazette", SAMPLE)
    shell.add(("2023-05-30", "青河市举办诗会。"), ("2023-06", "全月无雨。"))
    lamps = Path(bars.__file__).parents[1] / "samples" / "lamp-repair.toml"
    shell.done("procedure", "adopt", lamps)
    shell.done("case", "open", "lamp-repair", "--on", "2023-06-02", "--set", "place=桥头")
    shell.done("export", "cases", "due", "--out", "kept")
    plan = '[[export]]\nout = "out"\nledgers = ["cases", "due"]\n'
    (shell.folder / "nightly.toml").write_text(plan, encoding="utf-8")
    entries = "".join(f"2023-06-{day:02} 西瓜节第{day}日。\n" for day in range(1, 20))
    (shell.folder / "entries.txt").write_text(entries, encoding="utf-8")
    text = SAMPLE.read_text(encoding="utf-8")
    (shell.folder / "more.md").write_text(text + "\n此处续前。\n", encoding="utf-8")
    return shell


@pytest.fixture
def shell(template: Terminal, tmp_path: Path) -> Terminal:
    """A shell in a store of this test's own."""
    return copied(template, tmp_path / "office", tmp_path)


def at_terminal(shell: Terminal, *words: str, slow: bool = True) -> Outcome:
    """Runs a command whose stderr is a terminal; `slow`: any work counts as long."""
    theirs, ours = pty.openpty()
    program = [sys.executable, "-c", AT_ONCE, *words] if slow else shell.command(*words)
    with (
        tempfile.TemporaryFile() as out,
        subprocess.Popen(
            program,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=ours,
            cwd=shell.folder,
            env=shell.env,
        ) as running,
    ):
        os.close(ours)
        said = bytearray()
        with suppress(OSError):  # Linux says so at a terminal's end
            while part := os.read(theirs, 65_536):
                said += part
        os.close(theirs)
        running.wait(TIMEOUT_S)
        out.seek(0)
        printed = out.read()
    return Outcome(running.returncode, printed.decode(), said.decode())


@pytest.mark.parametrize("command", LONG)
def test_long_work_has_a_bar(shell: Terminal, template: Terminal, command: str) -> None:
    """On stderr; what it prints and writes is the same without."""
    seen = at_terminal(shell, *command.split())
    assert seen.code == 0, seen.err
    assert BAR in seen.err
    assert BAR not in seen.out
    if command.startswith(("ledger", "case", "timeline", "due", "audit")):
        assert seen.out == template.done(*command.split()).out


@pytest.mark.parametrize("command", ["audit verify", "ledger show lamps"])
def test_who_wants_none_gets_none(shell: Terminal, command: str) -> None:
    """With --quiet, without a terminal, and where it takes no second."""
    words = command.split()
    assert BAR not in at_terminal(shell, "--quiet", *words).err
    assert BAR not in at_terminal(shell, *words, slow=False).err
    piped = subprocess.run(
        [sys.executable, "-c", AT_ONCE, *words],
        capture_output=True,
        cwd=shell.folder,
        env=shell.env,
        timeout=TIMEOUT_S,
    )
    assert BAR not in piped.stderr.decode()


class Screen(io.StringIO):
    """What says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_what_is_within_is_counted_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar moves by ledgers, and while one is long, by its rows; there is one bar only."""
    monkeypatch.setattr(bars, "_SLOW_S", 0)
    monkeypatch.setattr(bars, "_BETWEEN_S", 0)
    monkeypatch.setattr(sys, "stderr", Screen())
    shown = bars.Bars()
    for _ledger in shown.watch("甲乙", 2):
        for _row in shown.watch(range(30), None):
            assert list(shown.watch((7, 8), None)) == [7, 8]
    said = sys.stderr.getvalue()  # type: ignore[attr-defined]
    drawn = [part.split("]")[1].split() for part in said.split("\r") if "]" in part]
    assert drawn[0] == ["0%", "1"]
    assert ["0%", "30"] in drawn
    assert any(part[0] == "50%" and part[-1] == "30" for part in drawn)
    assert drawn[-1][0] == "100%"


def test_a_bar_that_is_left_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the work stops half way, the next has a bar of its own."""
    monkeypatch.setattr(bars, "_SLOW_S", 0)
    monkeypatch.setattr(sys, "stderr", Screen())
    shown = bars.Bars()
    work = shown.watch(range(9), 9)
    next(work)
    next(work)
    work.close()  # type: ignore[attr-defined]
    assert list(shown.watch(range(3), 3)) == [0, 1, 2]
    assert sys.stderr.getvalue().count("100%") == 1  # type: ignore[attr-defined]
