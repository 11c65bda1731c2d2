"""Commands on calendars of working days: adopt the bundled ones, adopt another.

The library of calendars is asked when a year is adopted, and never again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zltrec.calendar.seeding import seeded_year
from zltrec.calendar.working import YearCalendar, decode_year, encode_year
from zltrec.domain.fact import decode_fact
from zltrec.domain.workdays import CalendarAdopted, adopt_action, adopted_year, subject_of
from zltrec.errors import Refused
from zltrec.records.application import Records
from zltrec.records.approvals import require_approval
from zltrec.records.authority import setting
from zltrec.records.work import Work, Written


@dataclass(frozen=True, slots=True)
class Adoption:
    """A calendar in force: its approval's id ("" if it came with the store), its position."""

    calendar: YearCalendar
    approval: str
    position: int


def adopt_seeded(work: Work, years: Iterable[int]) -> list[Written]:
    """Adopts the bundled calendars of these years, without approval: what a store begins with.

    Raises Refused for a year that is not bundled, or has a calendar already.
    """
    written = []
    for year in years:
        if work.version_of(subject_of(year)):
            raise Refused("the calendar of {year} is adopted already", year=year)
        fact = CalendarAdopted(text=encode_year(seed_of(year)), **work.stamp())
        written.append(work.record(subject_of(year), 1, fact))
    return written


def adopt_year(records: Records, text: str, *, today: date) -> Written:
    """Adopts a year's calendar, read from its JSON text, in place of any earlier one.

    Raises Unreadable for a text that is no calendar, Refused without the approval
    that it needs, or if that very calendar is in force.
    """
    calendar = decode_year(text)
    canonical = encode_year(calendar)
    subject = subject_of(calendar.year)
    with records.writing() as work:
        if adopted_year(calendar.year, work.registers) == calendar:
            raise Refused("the calendar of {year} is in force as it is", year=calendar.year)
        approval = require_approval(
            work,
            subject,
            adopt_action(canonical),
            office=setting(work, "calendar.office"),
            scope="",
            least_grade=setting(work, "calendar.grade"),
            today=today.isoformat(),
        )
        fact = CalendarAdopted(
            text=canonical, approval=approval.id, **work.stamp(today.isoformat())
        )
        return work.record(subject, work.version_of(subject) + 1, fact)


def seed_of(year: int) -> YearCalendar:
    """The bundled calendar of a year. Raises Refused if there is none."""
    calendar = seeded_year(year)
    if calendar is None:
        raise Refused(
            "no calendar of {year} is bundled; adopt one from a file (--file)",
            year=year,
        )
    return calendar


def adoptions(records: Records) -> list[Adoption]:
    """The calendars in force, by year, each as it was last adopted."""
    found: dict[str, Adoption] = {}
    for position, originator_id, _version, topic, state in records.event_log.rows_of(("workdays",)):
        fact = decode_fact(topic, state)
        if isinstance(fact, CalendarAdopted):
            found[originator_id] = Adoption(decode_year(fact.text), fact.approval, position)
    return [found[originator_id] for originator_id in sorted(found)]
