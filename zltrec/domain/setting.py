"""Settings: rules that an office may change, each change approved by the office in force.

A setting's value is a text; every change is an event of the store and counts
from its position on. Register: `store.setting` name -> value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from zltrec.domain.approval import KEY_GRADE, PAPER_GRADE
from zltrec.domain.fact import Registers
from zltrec.domain.judgement import Apart
from zltrec.domain.officer import ROOT
from zltrec.domain.store import SETTING
from zltrec.errors import BadUsage

SUBJECT_PREFIX = "setting:"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its name, its value until it is changed, what it is for (a message)."""

    name: str
    default: str
    purpose: str


SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("settings.office", "registrar", "the office that approves a change of a setting"),
        Setting("settings.grade", "", "the least grade of that approval: key or paper"),
        Setting("publication.office", "editor", "the office that approves a month's publication"),
        Setting("publication.grade", PAPER_GRADE, "the least grade of that approval"),
        Setting(
            "calendar.office", "registrar", "the office that approves a calendar of working days"
        ),
        Setting("calendar.grade", "", "the least grade of that approval: key or paper"),
        Setting("disposal.office", "registrar", "the office that lets personal values be deleted"),
        Setting("disposal.grade", "", "the least grade of that approval: key or paper"),
        Setting(
            "approval.apart",
            "review publish",
            "actions that no one person decides on one subject; sets apart by semicolons",
        ),
    )
}


def value_of(name: str, registers: Registers) -> str:
    """The value in force. Grades without a value are key once there is a registrar, else paper."""
    value = registers.get(SETTING, name)
    if value is None:
        value = SETTINGS[name].default
    if name.endswith(".grade") and not value:
        return PAPER_GRADE if registers.get(ROOT, "root") is None else KEY_GRADE
    return value


def apart(registers: Registers) -> Apart:
    """The sets of actions that are kept apart."""
    return parse_apart(value_of("approval.apart", registers))


@lru_cache(maxsize=8)
def parse_apart(value: str) -> Apart:
    """The sets of actions in a setting's value: words, sets apart by semicolons."""
    return tuple(frozenset(actions.split()) for actions in value.split(";") if actions.split())


def check_setting(name: str, value: str) -> None:
    """Raises BadUsage for an unknown setting or a value that it cannot have."""
    if name not in SETTINGS:
        raise BadUsage(
            "there is no setting {name}; there are {names}", name=name, names=", ".join(SETTINGS)
        )
    if name.endswith(".grade") and value not in (KEY_GRADE, PAPER_GRADE):
        raise BadUsage("{name} is key or paper, not {value}", name=name, value=value)
    if name.endswith(".office") and not value.strip():
        raise BadUsage("{name} has to name an office", name=name)


def set_action(value: str) -> str:
    """The action of changing a setting, as approvals name it."""
    return f"set {value}"
