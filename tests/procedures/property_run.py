"""The story of the compounds, told in an empty store."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import Terminal

from .property_story import REJECTING, story
from .telling import Told, tell


def run_property(shell: Terminal, _home: Path) -> Told:
    """Tells the whole story."""
    return tell(shell, story(), REJECTING)
