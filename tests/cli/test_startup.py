"""A start is quick: what a command does not need is not imported."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from .terminal import Terminal

HEAVY = ("eventsourcing", "msgspec", "tabulate", "dateutil", "cryptography", "sqlite3")
ASK = """
import json, sys
sys.argv = {argv!r}
from zltrec.cli import main
try:
    if len(sys.argv) > 1:
        main.main()
finally:
    loaded = [name for name in {heavy!r} if name in sys.modules]
    print(json.dumps(loaded), file=sys.stderr)
"""


def loaded_by(shell: Terminal, *argv: str) -> list[str]:
    """Which of the heavy modules one command loads."""
    script = ASK.format(argv=["zltrec", *argv], heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, cwd=shell.folder, env=shell.env
    )
    loaded: list[str] = json.loads(done.stderr.decode().splitlines()[-1])
    return loaded


def test_importing_the_program_imports_no_library_but_click(shell: Terminal) -> None:
    """Of the libraries only click comes with the way in."""
    assert loaded_by(shell) == []


@pytest.mark.parametrize("words", ["--help", "--version", "no-such-command"])
def test_help_costs_no_import(shell: Terminal, words: str) -> None:
    """The short help of every command stands in a table; none is imported for it."""
    assert loaded_by(shell, *words.split()) == []


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        ("chronicle add --help", {"eventsourcing", "tabulate", "cryptography", "sqlite3"}),
        ("chronicle list --format json", {"tabulate", "dateutil", "cryptography"}),
        ("chronicle add --date 2022-06-03 甲", {"tabulate", "dateutil", "cryptography"}),
        ("chronicle list", {"dateutil", "cryptography"}),
    ],
)
def test_a_command_imports_what_it_needs(shell: Terminal, words: str, spared: set[str]) -> None:
    """Tables, signatures and odd dates are loaded by those who ask for them."""
    assert spared.isdisjoint(loaded_by(shell, *words.split()))
