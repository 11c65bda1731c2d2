"""The store itself: the first event of every log."""

from __future__ import annotations

import msgspec

from zltrec.domain.fact import Fact, Recorded, Registers, topic

STORE = "store"
"""The originator id of the one store aggregate in a log."""


@topic("store.founded")
class StoreFounded(Fact, frozen=True, kw_only=True):
    """A store was made: its id (32 hexadecimal digits) and its one time zone (IANA name)."""

    store_id: str
    zone: str


class Store(msgspec.Struct):
    """A store as its events made it."""

    store_id: str
    zone: str


def evolve(state: Store | None, recorded: Recorded) -> Store | None:
    """The store after one more of its events."""
    fact = recorded.fact
    if isinstance(fact, StoreFounded):
        return Store(fact.store_id, fact.zone)
    return state


def register(recorded: Recorded, registers: Registers) -> None:
    """A store enters nothing in registers."""
