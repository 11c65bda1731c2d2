"""The script of the renovation of rural houses, as the runner plays it."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import Terminal

from .housing_plan import OPENING
from .housing_script import papers_of, script_of
from .housing_works import HOUSEHOLDS
from .running import History, Play, Row, run_script

PROCEDURE = "rural-housing"
STAGES = ("2022-04-10", "2022-05-31", "2022-09-10", "2022-12-31")
PLAY = Play(PROCEDURE, "WF-2022-{:04}", OPENING, papers_of, STAGES)


def run_housing(shell: Terminal, home: Path) -> History:
    """Runs the whole script in an empty store."""
    return run_script(PLAY, shell, home, [Row(one, script_of(one)) for one in HOUSEHOLDS])
