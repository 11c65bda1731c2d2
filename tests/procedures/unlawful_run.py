"""The script of the inspection, as the runner plays it: with what is entered, and reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cli.terminal import Terminal

from .actions import Action, Step
from .running import History, Play, Row, run_script
from .unlawful_plan import OPENING
from .unlawful_script import Subject, papers_of, script_of
from .unlawful_works import SUBJECTS

PROCEDURE, FORM = "unlawful-construction", "attachment-2"
REPORTED = ("2022-06-24", "2022-07-24", "2022-08-24")
STAGES = (*REPORTED, "2022-09-30")

ENTERED = {
    "2022-06": {
        **{"cities": "0", "built_up": "0.0031", "stock": "5210", "stock_titled": "4800"},
        **{"stock_area": "612.35", "titled_area": "590.1", "sites": "64", "sites_area": "88.5"},
        **{
            "cities_reported": "0",
            "platform": "尚未开工建设",
            "recorded": "3.未录入信息系统，未形成电子台账",
        },
    },
    "2022-07": {"sites": "66", "platform": "已立项", "recorded": "2.已形成电子台账"},
    "2022-08": {"stock": "5212", "cities_reported": "1", "platform": "试运行"},
}
"""What is entered for a month, before it is reported. All of it is made up."""


def after_stage(history: History, day: str) -> None:
    """Enters what no case tells of, and reports the month, by the 24th."""
    if day not in REPORTED:
        return
    month = day[:7]
    for name, value in ENTERED[month].items():
        words = ("procedure", "enter", PROCEDURE, name, month, value)
        history.shell.done(*words, "--basis", "虚设统计台账")
    history.shell.done("procedure", "report", PROCEDURE, FORM, month, "--on", day)


PLAY = Play(PROCEDURE, "LW-2022-{:04}", OPENING, papers_of, STAGES, after_stage)


def run_unlawful(shell: Terminal, home: Path) -> History:
    """Runs the whole script in an empty store."""
    rows = [Row(one, numbered(one, script_of(one))) for one in SUBJECTS]
    return run_script(PLAY, shell, home, rows)


def numbered(one: Subject, script: list[Action]) -> list[Action]:
    """A filing's case has the filing's own number, a summary's that of its unit."""
    return [
        replace(action, number=one.id)
        if isinstance(action, Step) and action.do in ("file", "file_summary")
        else action
        for action in script
    ]
