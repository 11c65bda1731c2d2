"""The story of the disasters, as the runner plays it."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import Terminal

from .relief_plan import OPENING
from .relief_story import STAGES, papers, rows
from .running import History, Play, run_script

PROCEDURE = "disaster-relief"
PLAY = Play(PROCEDURE, "ZH-2022-{:03}", OPENING, papers, STAGES)


def run_relief(shell: Terminal, home: Path) -> History:
    """Runs the whole story in an empty store."""
    return run_script(PLAY, shell, home, rows())
