"""A published month of the chronicle: frozen as it was, errata (勘误) apart.

Register: `issue.month` month -> the approval it stands on.
"""

from __future__ import annotations

import msgspec

from zltrec.domain.chronicle import ORDER
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


def month_of(occurred: str) -> str:
    """The month (`YYYY-MM`) whose issue an entry of that date (canonical text) belongs to.

    It is the month that the entry begins in; a whole year's (是年) is
    December; "" for an undated entry, which belongs to none.
    """
    return f"{occurred}-12" if len(occurred) == len("2022") else occurred[: len("2022-12")]


def month_entries(month: str, registers: Registers) -> list[str]:
    """The ids of the standing entries that belong to a month, in the order of their ids."""
    keys = [key for key, _rank in registers.scan(ORDER, month)]
    if month.endswith("-12"):
        keys += [key for key, _rank in registers.scan(ORDER, f"{month[:-3]}/")]
    return sorted(key.rpartition("/")[2] for key in keys)


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
