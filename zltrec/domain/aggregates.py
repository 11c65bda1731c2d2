"""The closed list of aggregates: which topics belong to which, and how each folds.

`evolve` takes any aggregate one event further; `register` writes what an event
enters in registers. Both need the recorded event and what came before, and
nothing else, so the log alone rebuilds everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from zltrec.domain import accession, approval, chronicle, issue, notice, officer, roster, store
from zltrec.domain.fact import Recorded, Registers


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of aggregate: its name (the head of its topics) and its two folds."""

    name: str
    evolve: Callable[[Any, Recorded], Any]
    register: Callable[[Recorded, Registers], None]


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("store", store.evolve, store.register),
        Kind("accession", accession.evolve, accession.register),
        Kind("chronicle", chronicle.evolve, chronicle.register),
        Kind("notice", notice.evolve, notice.register),
        Kind("roster", roster.evolve, roster.register),
        Kind("officer", officer.evolve, officer.register),
        Kind("approval", approval.evolve, approval.register),
        Kind("issue", issue.evolve, issue.register),
    )
}


def kind_of(topic: str) -> Kind:
    """The kind that a topic belongs to."""
    return KINDS[topic.partition(".")[0]]


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
