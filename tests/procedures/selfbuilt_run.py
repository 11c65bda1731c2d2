"""The script of the campaign on self-built houses, as the runner plays it."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import Terminal

from .running import History, Play, Row, run_script
from .selfbuilt_plan import OPENING
from .selfbuilt_script import papers_of, script_of
from .selfbuilt_works import HOUSES, MONTHS

PROCEDURE = "self-built-housing"
STAGES = ("2022-06-30", "2022-07-31", "2022-08-31", "2023-06-30")
FORM = "self-built-monthly"
REPORTED = ("2022-06-30", "2022-07-31", "2022-08-31")


def report_month(history: History, day: str) -> None:
    """六(三): at the end of a month its progress is reported, and frozen."""
    if day in REPORTED:
        history.shell.done("procedure", "report", PROCEDURE, FORM, day[:7], "--on", day)


PLAY = Play(PROCEDURE, "ZJF-2022-{:04}", OPENING, papers_of, STAGES, report_month)


def run_selfbuilt(shell: Terminal, home: Path) -> History:
    """Runs the whole script in an empty store."""
    rows = [Row(one, script_of(one)) for one in HOUSES]
    rows += [Row(one, script_of(one), f"monthly/{one.id}") for one in MONTHS]
    return run_script(PLAY, shell, home, rows)
