"""What comes after the flood, as the runner plays it on a copy of the flood's store."""

from __future__ import annotations

import shutil
from pathlib import Path

from cli.terminal import Terminal

from .relief_after import BY_PROCEDURE, papers_for, rows_of
from .running import History, Play, run_script

OPENING = {
    "relief-goods": ("donate", "store", "request"),
    "transitional-aid": ("assess",),
    "winter-relief": ("begin_survey", "fill_table", "request", "register"),
    "relief-rebuilding": ("register", "request", "evaluate"),
}
# What one case does waits for what another did: so the days are played in some order.
STAGES = {
    "relief-goods": ("2022-10-03", "2022-10-05", "2022-12-31"),
    "transitional-aid": ("2022-12-31",),
    "winter-relief": tuple(
        f"2022-{day}" for day in ("10-16", "10-19", "10-20", "11-01", "11-05", "11-06", "12-31")
    ),
    "relief-rebuilding": ("2022-11-07", "2022-11-11", "2022-12-31"),
}


def run_aftermath(before: Terminal, shell: Terminal, home: Path) -> dict[str, History]:
    """Runs what comes after in a copy of a store, procedure by procedure."""
    shutil.rmtree(shell.folder)
    shutil.copytree(before.folder, shell.folder)
    found = {}
    for procedure in BY_PROCEDURE:
        play = Play(
            *(procedure, "", OPENING[procedure], papers_for(procedure), STAGES[procedure]),
            cuts=False,
        )
        found[procedure] = run_script(play, shell, home, rows_of(procedure))
    return found
