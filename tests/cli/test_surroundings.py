"""What happens around the program: no permission, no room, closed pipes, missing streams, Ctrl-C.

Nothing is half done, and it is said in one line or not at all.
"""

from __future__ import annotations

import os
import pty
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import SAMPLE, Office
from .terminal import (
    NOBODY,
    TIMEOUT_S,
    Terminal,
    as_stranger,
    contents,
    give_away,
    is_bound,
    one_complaint,
    take_back,
)


@pytest.fixture
def locked_away(shell: Terminal) -> Iterator[Terminal]:
    """A shell in a folder that is another user's, the store in it too."""
    give_away(shell.folder)
    if not is_bound(shell.folder):
        take_back(shell.folder)
        pytest.skip("this process cannot give up its right to overrule permissions")
    yield shell
    take_back(shell.folder)


def test_a_folder_without_permission(locked_away: Terminal) -> None:
    """Writing to the store, making one, exporting: each says which folder may not be written."""
    shell = locked_away
    before = contents(shell.store)
    for words, named in (
        (("chronicle", "add", "2022-06-06 会"), str(shell.store)),
        (("import", "gazette", SAMPLE), str(shell.store)),
        (("init", "deeper"), "deeper"),
        (("export", "--out", "out"), "out"),
    ):
        assert named in one_complaint(shell.run(*words, before=as_stranger), 3)
    assert contents(shell.store) == before
    assert {path.name for path in shell.folder.iterdir()} == {".zltrec"}


def test_a_store_that_may_not_be_read(shell: Terminal) -> None:
    """No permission to read, or to enter: the store is named, and nobody is sent to `init`."""
    for path, mode in ((shell.store / "log.sqlite", 0o000), (shell.store, 0o000)):
        kept = path.stat().st_mode
        path.chmod(mode)
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
        outcome = shell.run("timeline", before=as_stranger)
        path.chmod(kept)
        if outcome.code == 0:
            pytest.skip("this process cannot give up its right to overrule permissions")
        said = one_complaint(outcome, 3)
        assert str(shell.store) in said
        assert "init" not in said


@pytest.fixture
def small_disk(shell: Terminal) -> Iterator[Terminal]:
    """A shell in a store on a disk without room; where none can be mounted, one that may not
    write any file longer than its log is."""
    place = shell.folder / "disk"
    place.mkdir()
    room = 8 * (shell.store / "log.sqlite").stat().st_size  # for a store as it begins, and more
    options = ("-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(place))
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(["mount", *options], capture_output=True).returncode
    )
    yield Terminal(place, shell.env)
    if mounted:
        subprocess.run(["umount", "--lazy", place], check=True)


def fill(place: Path) -> Path:
    """Fills the disk to its last byte with one file, which is returned."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1 << 8, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    return ballast


def test_a_full_disk(small_disk: Terminal) -> None:
    """Nothing is written, nothing is lost, looking still works, and so does adding with room."""
    shell = small_disk
    shell.done("init")
    shell.add(("2022-06-06", "有余。"))
    batch = "".join(f"2022-06-07 第{n}件。{'长' * 999}\n" for n in range(200))

    def cramped() -> None:
        if not os.path.ismount(shell.folder):
            size = (shell.store / "log.sqlite").stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    ballast = fill(shell.folder) if os.path.ismount(shell.folder) else None
    for words in (
        ("chronicle", "add", "2022-06-08 满。" + "长" * 9999),
        ("chronicle", "add", "--batch", "-"),
    ):
        said = one_complaint(shell.run(*words, stdin=batch, before=cramped), 3)
        assert ballast is None or "full" in said
    if ballast is not None:
        one_complaint(shell.run("export", "--out", "out"), 3)
    looked = shell.run("chronicle", "list", "--format", "json", before=cramped)
    assert [row["text"] for row in looked.json()] == ["有余。"]
    assert not (shell.folder / "out" / "manifest.json").exists()
    if ballast is not None:
        ballast.unlink()
    assert [row["text"] for row in shell.json("chronicle", "list")] == ["有余。"]
    shell.add(("2022-06-08", "又有余。"))
    assert shell.verified() == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written(shown: Office) -> None:
    """`> /dev/full` fails in one line, long output or short, at its end or within it."""
    for words in (("timeline",), ("audit", "log", "--format", "json"), ("--help",)):
        with open("/dev/full", "wb") as full:
            process = shown.shell.start(*words, stdout=full)
            _, err = process.communicate(timeout=TIMEOUT_S)
        assert process.returncode == 3
        assert err.decode().count("\n") == 1
        assert "cannot be written: No space left" in err.decode()


@pytest.fixture(scope="module")
def long_office(shown: Office) -> Terminal:
    """A store with more to print than a pipe holds."""
    rows = (f"2022-07-{n % 31 + 1:02} 第{n}次值班，{'一切正常，' * 12}\n" for n in range(800))
    shown.shell.done("init", "long")
    shell = Terminal(shown.shell.folder / "long", shown.shell.env)
    shell.done("chronicle", "add", "--batch", "-", stdin="".join(rows))
    return shell


@pytest.mark.parametrize(
    "words",
    [
        "chronicle list",
        "chronicle list --format json",
        "timeline --format csv",
        "chronicle render 2022-07",
        "audit log --format jsonl",
        "audit replay --format md",
        "search 值班 --format jsonl",
    ],
)
def test_a_pipe_that_closes(long_office: Terminal, words: str) -> None:
    """`| head -1` ends the program in silence, with 0."""
    process = long_office.start(*words.split())
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(TIMEOUT_S) == 0


def test_a_pipe_that_closes_before_anything_is_printed(shown: Office) -> None:
    """`| true`: the same, for help too."""
    for words in ("--help", "chronicle list", "audit verify"):
        process = shown.shell.start(*words.split())
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(TIMEOUT_S) == 0


def test_streams_that_are_not_there(shell: Terminal) -> None:
    """`>&- 2>&- <&-`, as some schedulers start programs: work is done all the same."""
    ends = ">&-", "2>&-", "<&-", ">&- 2>&- <&-"
    for number, closed in enumerate(ends):
        words = shell.command("chronicle", "add", f"2022-06-06 第{number}件。")
        line = " ".join(f"'{os.fsdecode(word)}'" for word in words)
        done = subprocess.run(["sh", "-c", f"{line} {closed}"], cwd=shell.folder, env=shell.env)
        assert done.returncode == 0
    assert len(shell.json("chronicle", "list")) == len(ends)


def test_interrupted(shell: Terminal) -> None:
    """Ctrl-C ends with 130 and one line, and what was half read is not recorded."""
    fifo = shell.folder / "rows"
    os.mkfifo(fifo)
    before = contents(shell.store)
    for words in (("chronicle", "add", "--batch", "rows"), ("import", "gazette", "rows")):
        process = shell.start(*words, preexec_fn=hear_ctrl_c)
        with fifo.open("wb") as pipe:  # returns when the program has opened its end
            pipe.write(SAMPLE.read_bytes()[:500])
            pipe.flush()
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=TIMEOUT_S)
        assert process.returncode == 130
        assert out == b""
        assert err.decode().count("\n") == 1
        assert "interrupted" in err.decode()
        assert contents(shell.store) == before


def hear_ctrl_c() -> None:
    """Runs in a child before the program: what a shell starts in the background ignores Ctrl-C,
    and hands that on, here through these tests."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def at_keyboard(shell: Terminal, keys: str, *words: object, **given: str) -> tuple[int, str]:
    """Runs a command with a terminal for stdin, on which `keys` are typed; code and stderr."""
    ours, theirs = pty.openpty()
    os.write(ours, keys.encode())
    running = Terminal(shell.folder, shell.env | given).start(*words, stdin=theirs)
    _, err = running.communicate(timeout=TIMEOUT_S)
    os.close(theirs)
    os.close(ours)
    return running.returncode, err.decode()


def test_an_entry_without_text_opens_the_editor(shell: Terminal) -> None:
    """At a terminal; what is saved is recorded, an empty page or a failing editor is not."""
    editor = shell.folder / "editor"
    editor.write_text('#!/bin/sh\necho "2022-06-06 在编辑器里写的。" > "$1"\n')
    editor.chmod(0o755)
    assert at_keyboard(shell, "", "chronicle", "add", EDITOR=str(editor)) == (0, "")
    (row,) = shell.json("chronicle", "list")
    assert row["text"] == "在编辑器里写的。"
    for failing, code in (("true", 2), ("false", 1), ("/none", 1)):
        ended, err = at_keyboard(shell, "", "chronicle", "add", EDITOR=failing)
        assert (ended, err.count("\n")) == (code, 1), err
    assert len(shell.json("chronicle", "list")) == 1


@pytest.mark.parametrize(("answer", "status"), [("y", "retracted"), ("n", "recorded")])
def test_a_question_is_asked_at_a_terminal(office: Office, answer: str, status: str) -> None:
    """What a corrected gazette lacks is retracted only if a person says so."""
    gazette = office.shell.folder / "gazette.txt"
    text = gazette.read_text()
    lacking = next(line for line in text.splitlines() if line.startswith("**12日** "))
    gazette.write_text(text.replace(lacking + "\n\n", ""))
    code, err = at_keyboard(office.shell, f"{answer}\n", "import", "gazette", "gazette.txt")
    assert code == 0
    assert "retract 1" in err
    (entry,) = office.shell.json("chronicle", "list", "--contains", lacking.split("** ")[1])
    assert entry["status"] == status
