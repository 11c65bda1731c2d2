"""Any aggregate, one event further: each kind's own `evolve` and `register`.

`evolve` gives the state after an event; `register` writes what the event
enters in registers. Both need the recorded event and what came before, and
nothing else, so the log alone rebuilds everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zltrec.domain.fact import Recorded, Registers
from zltrec.domain.kinds import kind_of

REGISTERS_VERSION = "1"
"""Raise it with any change of what events enter in registers: they are then rebuilt."""
_VERSION = ("registers", "version")


def evolve(state: Any, recorded: Recorded) -> Any:
    """The aggregate after one more event."""
    return kind_of(recorded.fact.TOPIC).evolve(state, recorded)


def project(state: Any, events: Iterable[Recorded]) -> Any:
    """The aggregate after all of `events`; None if there were none."""
    for recorded in events:
        state = evolve(state, recorded)
    return state


def register(recorded: Recorded, registers: Registers) -> None:
    """Writes what one event enters in registers."""
    kind_of(recorded.fact.TOPIC).register(recorded, registers)


def are_older(registers: Registers) -> bool:
    """Whether registers were written by the rules of an earlier version.

    What no version wrote there is no excuse: it is compared as it is.
    """
    found = registers.get(*_VERSION) or ""
    return found.isdecimal() and int(found) < int(REGISTERS_VERSION)


def rebuild(events: Iterable[Recorded], registers: Registers) -> None:
    """Enters everything anew in empty registers, from all events of the log."""
    for recorded in events:
        register(recorded, registers)
    registers.enter(*_VERSION, REGISTERS_VERSION)
