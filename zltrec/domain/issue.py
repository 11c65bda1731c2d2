"""A published month of the chronicle: frozen as it was, errata (勘误) apart.

Register: `issue.month` month -> the approval it stands on.
"""

from __future__ import annotations

import msgspec

from zltrec.domain.fact import Fact, Recorded, Registers, topic
from zltrec.errors import Refused

PREFIX = "chronicle:"
MONTH = "issue.month"
ACTION = "publish"


class PublishedEntry(msgspec.Struct, frozen=True, array_like=True):
    """An entry as it was published: id, date (canonical text), text."""

    id: str
    occurred: str
    text: str


@topic("issue.published")
class MonthPublished(Fact, frozen=True, kw_only=True):
    """A month was published; `approval` is the id of the editor's approval."""

    entries: tuple[PublishedEntry, ...]
    approval: str


class Issue(msgspec.Struct):
    """A published month."""

    id: str
    version: int
    entries: tuple[PublishedEntry, ...]
    approval: str


def evolve(state: Issue | None, recorded: Recorded) -> Issue | None:
    """The issue after its event."""
    fact = recorded.fact
    if isinstance(fact, MonthPublished):
        return Issue(recorded.originator_id, 1, fact.entries, fact.approval)
    return state


def check_unpublished(month: str, registers: Registers) -> None:
    """Raises Refused if the month is published already."""
    if registers.get(MONTH, month) is not None:
        raise Refused(
            "{month} is published; what is corrected since stands in its errata", month=month
        )


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of an issue enters in the registers."""
    fact = recorded.fact
    if isinstance(fact, MonthPublished):
        registers.enter(MONTH, recorded.originator_id.removeprefix(PREFIX), fact.approval)
