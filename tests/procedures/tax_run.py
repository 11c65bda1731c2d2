"""The year of filings, as the runner plays it: officers and terms first, then stage by stage."""

from __future__ import annotations

import tomllib
from pathlib import Path

from cli.terminal import Terminal

from .running import History, Play, batch, run_script
from .tax_plan import OFFICE, PROCEDURE, SETTINGS
from .tax_script import script_of_year

OPENING = ("request", "explain", "submit")
STAGES = ("2022-08-15", "2022-10-12", "2023-01-31", "2023-05-31")
PLAY = Play(PROCEDURE, "", OPENING, lambda _filing, _step: [], STAGES)
FILED_ON = "2022-06-22"


def run_tax(shell: Terminal, home: Path) -> History:
    """Runs the year in an empty store."""
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 a decision on paper")
    adopt_terms(shell)
    text = shell.done("procedure", "show", PROCEDURE, "--format", "toml").out
    items = tomllib.loads(text)["items"]
    officers = file_officers(shell, list(dict.fromkeys(one["office"] for one in items)))
    return run_script(PLAY, shell, home, script_of_year(items, officers))


def adopt_terms(shell: Terminal, settings: dict[str, int] | None = None) -> None:
    """The office sets its terms, weights and points, each with its approval on paper."""
    for name, value in (SETTINGS if settings is None else settings).items():
        decide(shell, f"set {name} {value}")
        shell.done("procedure", "set", PROCEDURE, name, str(value))


def decide(shell: Terminal, action: str) -> None:
    """The office decides something of the procedure as it is now, on paper."""
    paper = ("--office", OFFICE, "--by", "办公室主任", "--paper", "scan.pdf", "--on", FILED_ON)
    shell.done("approval", "record", f"procedure:{PROCEDURE}", action, "--approve", *paper)


def file_officers(shell: Terminal, offices: list[str]) -> dict[str, str]:
    """An officer on file for each office; one more who was disqualified, one only recommended."""
    (shell.folder / "form.pdf").write_bytes(b"%PDF-1.4 a registration form")
    units = [*offices, "公安局", "公安局"]
    numbers = [f"XY-2022-{n:03}" for n in range(1, len(units) + 1)]
    form = {"file:综合治税信息员登记表": "form.pdf"}
    batch(
        shell,
        ("case", "open", "tax-officers"),
        [
            {"on": FILED_ON, "unit": unit, "name": f"虚构{n}", **form}
            for n, unit in enumerate(units, start=1)
        ],
    )
    met = dict.fromkeys(("knows_law", "employed", "able", "devoted"), "true")
    filed, gone = numbers[:-1], numbers[-2]
    batch(
        shell,
        ("case", "move"),
        [{"case": one, "transition": "confirm", "on": FILED_ON, **met} for one in filed],
    )
    _decide(shell, filed, "file")
    steps = [{"case": one, "transition": "file", "on": FILED_ON} for one in filed]
    batch(shell, ("case", "move"), steps)
    _decide(shell, [gone], "disqualify")
    cause = "故意隐瞒涉税信息,造成税款流失"
    words = ("case", "move", gone, "disqualify", "--on", FILED_ON, "--set", f"cause={cause}")
    shell.done(*words, "--reason", "查实")
    found = dict(zip(units[:-2], numbers, strict=False))
    return found | {"disqualified": gone, "recommended": numbers[-1]}


def _decide(shell: Terminal, numbers: list[str], action: str) -> None:
    paper = {"decision": "approve", "office": OFFICE, "by": "办公室主任", "on": FILED_ON}
    rows = [{"subject": one, "action": action, "paper": "scan.pdf", **paper} for one in numbers]
    batch(shell, ("approval", "record"), rows)
