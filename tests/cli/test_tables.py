"""Tables line up in a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata

import pytest
from wcwidth import wcswidth

from .conftest import Office
from .terminal import TIMEOUT_S, Terminal

LISTINGS = (
    *("chronicle list", "notice list", "roster list", "timeline", "search 市", "audit log"),
    *("officer list", "approval list", "setting list", "ledger list", "ledger show seats"),
    *("procedure list", "procedure show lamp-repair", "case list", "due", "calendar list"),
    *("calendar show 2022", "ledger show lamps", "ledger show cases", "ledger show due"),
    *("audit replay", "audit diff {founded} {end}", "import gazette gazette.txt --dry-run"),
)


def at_columns(line: str, columns: int) -> str:
    """What stands left of a display column; an AssertionError if a character lies across it."""
    width = 0
    for number, character in enumerate(line):
        if width >= columns:
            assert width == columns, f"a character lies across column {columns}: {line}"
            return line[:number]
        width += max(wcswidth(character), 0)
    return line


def check_table(lines: list[str]) -> int:
    """Every column of a table begins at the same display column in each line; how many columns."""
    rule = next(n for n, line in enumerate(lines) if re.fullmatch(r"-+(  -+)*", line))
    starts = [found.start() for found in re.finditer(r"-+", lines[rule])]
    body = [lines[rule - 1]]
    for line in lines[rule + 1 :]:
        if not line:
            break
        body.append(line)
    assert len(body) > 1
    for line in body:
        for start in starts[1:]:
            left = at_columns(line, start)
            # Two blanks before each column; a line may end earlier, where only blanks would follow.
            assert wcswidth(left) < start or left.endswith("  "), line
    return len(starts)


def in_terminal(shell: Terminal, columns: int, *words: str) -> list[str]:
    """What a command shows in a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        shell.command(*words),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        cwd=shell.folder,
        env=shell.env,
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            read = os.read(ours, 1 << 16)
        except OSError:  # Linux says so when the last writer has gone
            break
        if not read:
            break
        said += read
    os.close(ours)
    assert process.wait(TIMEOUT_S) == 0
    return said.decode().replace("\r\n", "\n").split("\n")


@pytest.mark.parametrize("words", LISTINGS)
def test_columns_line_up(shown: Office, words: str) -> None:
    """In a pipe nothing wraps: a line for each row, all columns at the same place."""
    lines = shown.shell.done(*words.format(**shown.ids).split()).out.split("\n")
    assert check_table(lines) > 1
    wide = any(unicodedata.east_asian_width(c) == "W" for c in "".join(lines))
    assert wide or "list" in words or words in ("ledger show cases", "calendar show 2022")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "words",
    ["chronicle list", "notice list", "timeline", "search 市", "due", "ledger show lamps"],
)
def test_tables_fit_a_terminal_of_eighty_columns(shown: Office, words: str, language: str) -> None:
    """The longest columns wrap, no line is wider than the terminal, and columns still line up."""
    lines = in_terminal(shown.shell, 80, "--lang", language, *words.split())
    assert max(map(wcswidth, lines)) <= 80
    check_table(lines)


@pytest.mark.parametrize("columns", [40, 60, 100, 133])
def test_any_terminal_keeps_columns_in_line(shown: Office, columns: int) -> None:
    """However narrow: what does not fit runs over, and still lines up; where it fits, it fits."""
    lines = in_terminal(shown.shell, columns, "chronicle", "list")
    check_table(lines)
    if columns >= 80:
        assert max(map(wcswidth, lines)) <= columns


def test_wrapping_loses_nothing(shell: Terminal) -> None:
    """A wrapped cell, read downwards, is the whole text."""
    text = "市档案馆接收2022年度《村镇志》手稿共１２卷、ABC照片30张，移交人员当场核对无误。" * 3
    shell.add(("2022-06-06", text))
    lines = in_terminal(shell, 80, "chronicle", "list")
    starts = [found.start() for found in re.finditer(r"-+", lines[1])]
    place = lines[0].split().index("Text")
    cells = []
    for line in lines[2:]:
        begin = len(at_columns(line, starts[place]))
        end = len(at_columns(line, starts[place + 1]))
        cells.append(line[begin:end].strip())
    assert "".join(cells) == text


def test_odd_characters_keep_columns_in_line(shell: Terminal) -> None:
    """Full width, combining marks, rare characters, emoji, tabs and escapes in a text."""
    shell.add(
        ("2022-06-06", "ＡＢＣ，。“引号”……——〇㊀"),
        ("2022-06-06", "𠮷野家、㐂寿"),
        ("2022-06-06", "制\t表\x1b[31m红\x07\x0b\x85\u2028符"),
        ("2022-06-06", "plain latin text"),
        ("2022-06-06", "café e\u0301"),
        ("2022-06-06", "🎏风筝会"),
    )
    out = shell.done("chronicle", "list").out
    assert check_table(out.split("\n")) == 6
    assert not any(unicodedata.category(c) == "Cc" for c in out.replace("\n", ""))


def test_a_text_of_several_lines_stays_in_its_column(shell: Terminal) -> None:
    """A line break in a text breaks the cell, not the table."""
    shell.add(("2022-06-06", "第一行\n第二行，长一些"), ("2022-06-07", "次日"))
    for lines in (
        shell.done("chronicle", "list").out.split("\n"),
        in_terminal(shell, 80, "chronicle", "list"),
    ):
        assert check_table(lines) == 6
        (second,) = (line for line in lines if "第二行" in line)
        (first,) = (line for line in lines if "第一行" in line)
        assert wcswidth(second.partition("第二行")[0]) == wcswidth(first.partition("第一行")[0])


def test_a_digest_is_cut_in_tables_only(shown: Office) -> None:
    """Eight digits and the line are enough to look at; other formats have all of it."""
    table = shown.shell.done("ledger", "show", "chronicle").out
    assert re.search(r" [0-9a-f]{8}:4 ", table)
    assert not re.search(r"[0-9a-f]{64}", table)
    for format_ in ("csv", "md", "json"):
        said = shown.shell.done("ledger", "show", "chronicle", "--format", format_).out
        assert re.search(r"[0-9a-f]{64}:4\b", said)


def test_what_an_event_says_is_cut_in_tables_only(shell: Terminal) -> None:
    """An adopted edition is a whole file; whoever looks for an event gets a line of it."""
    long = "会" * 400
    shell.add(("2022-07-01", long))
    last = shell.done("audit", "log", "--from", "2").out.splitlines()[-1]
    assert "会" * 250 in last
    assert long not in last
    assert last.endswith("…")
    assert shell.json("audit", "log")[-1]["data"]["text"] == long
    assert long in shell.done("audit", "log", "--format", "csv").out
