"""Deadlines and promises as a calendar (RFC 5545): an event on the day, or at the minute, of each.

An event keeps its id when its day moves, and its sequence grows, so that calendars move it
(RFC 5545, 3.8.7.4); what is met or kept is marked so. Written by icalendar (the extra
`office`), which is imported late.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

from zltrec import __version__
from zltrec.errors import BadUsage
from zltrec.procedure.duty import LATE, MET
from zltrec.procedure.pledges import KEPT, promise_rows
from zltrec.procedure.world import World
from zltrec.projections.revisions import Revisions

if TYPE_CHECKING:
    from icalendar import Event

_DONE = "✓ "
_DAY = len("2022-06-03")
_STAMP = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Appointment:
    """What stands in a calendar: `key` makes its id, `on` is a day or minute as it is kept,
    `revision` the position of the log at which it last may have changed."""

    key: tuple[str, ...]
    on: str
    what: str
    done: bool
    about: tuple[str, ...]
    revision: int = 0


def appointments(worlds: Iterator[World], revisions: Revisions) -> Iterator[Appointment]:
    """What clocks ask of cases and offices, and what has been promised with a day."""
    for world in worlds:
        name = world.edition.definition.title
        for duty in world.duties():
            if not duty.due:
                continue
            again = duty.due if duty.clock.repeat is not None else ""
            office = f"{duty.office}@{duty.scope}" if duty.scope else duty.office
            yield Appointment(
                (world.edition.id, duty.subject, duty.clock.id, duty.period, duty.item, again),
                duty.due,
                f"{duty.what} {duty.subject}",
                duty.status(world.at) in (MET, LATE),
                (office, name, duty.section),
                revisions.of_cases(duty.subject, duty.case),
            )
        for row in promise_rows(world):
            if row["by"] is not None:
                yield Appointment(
                    (world.edition.id, "promise", row["id"]),
                    row["by"],
                    row["text"],
                    row["status"] == KEPT,
                    (row["office"], name, row["section"]),
                    revisions.of_procedure(world.edition.id),
                )


def write_agenda(
    content: IO[bytes], store_id: str, zone: ZoneInfo, found: Iterable[Appointment]
) -> int:
    """Writes a calendar; returns how many events it has.

    Minutes are of the store's zone. Raises BadUsage where icalendar is not installed.
    """
    try:
        from icalendar import Calendar
    except ImportError:
        raise BadUsage(
            "ICS needs icalendar, which is not installed: pip install 'zltrec[office]'"
        ) from None
    calendar = Calendar()
    calendar.add("prodid", f"-//zltrec//zltrec {__version__}//")
    calendar.add("version", "2.0")
    count = 0
    for one in found:
        calendar.add_component(_event(one, store_id, zone))
        count += 1
    content.write(calendar.to_ical())
    return count


def _event(one: Appointment, store_id: str, zone: ZoneInfo) -> Event:
    from icalendar import Event

    event = Event()
    digest = hashlib.sha256("\n".join((store_id, *one.key)).encode()).hexdigest()
    event.add("uid", f"{digest[:32]}@{store_id}")
    event.add("dtstamp", _STAMP)
    event.add("sequence", one.revision)
    if len(one.on) > _DAY:
        event.add("dtstart", datetime.fromisoformat(one.on).replace(tzinfo=zone).astimezone(UTC))
    else:
        event.add("dtstart", date.fromisoformat(one.on))
    event.add("summary", f"{_DONE if one.done else ''}{one.what}")
    event.add("description", "\n".join(text for text in one.about if text))
    event.add("transp", "TRANSPARENT")
    return event
