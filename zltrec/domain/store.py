"""The store itself: the first event of every log, and the settings changed since."""

from __future__ import annotations

import msgspec

from zltrec.domain.fact import Fact, Recorded, Registers, topic

SETTING = "store.setting"
"""The register of settings that were changed: name -> value."""

STORE = "store"
"""The originator id of the one store aggregate in a log."""


@topic("store.founded")
class StoreFounded(Fact, frozen=True, kw_only=True):
    """A store was made: its id (32 hexadecimal digits) and its one time zone (IANA name)."""

    store_id: str
    zone: str


@topic("store.setting-changed")
class SettingChanged(Fact, frozen=True, kw_only=True):
    """A setting has another value from now on; `approval` is the id that let it."""

    name: str
    value: str
    approval: str


class Store(msgspec.Struct):
    """A store as its events made it; `settings` holds those that were ever changed."""

    store_id: str
    zone: str
    version: int
    settings: dict[str, str]


def evolve(state: Store | None, recorded: Recorded) -> Store | None:
    """The store after one more of its events."""
    fact = recorded.fact
    if isinstance(fact, StoreFounded):
        return Store(fact.store_id, fact.zone, 1, {})
    if state is not None and isinstance(fact, SettingChanged):
        state.version = recorded.originator_version
        state.settings[fact.name] = fact.value
    return state


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of the store enters in the registers."""
    fact = recorded.fact
    if isinstance(fact, SettingChanged):
        registers.enter(SETTING, fact.name, fact.value)
