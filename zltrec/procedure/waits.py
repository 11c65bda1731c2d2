"""Waits: the first day on which a step may follow another, and whether that rests on a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from zltrec.calendar.working import WorkingCalendar
from zltrec.procedure.definition import Wait
from zltrec.procedure.edition import Edition
from zltrec.procedure.terms import day_of, length_of


def wait_length(wait: Wait) -> int | str | None:
    """How long a wait is: a number of days, or the figure that says it."""
    return wait.working_days if wait.days is None else wait.days


def first_free_day(
    edition: Edition, wait: Wait, taken: str, calendar: WorkingCalendar
) -> date | None:
    """The first day on which a wait is over; None where the text does not state its length."""
    start = day_of(taken)
    count = length_of(edition, wait_length(wait))
    if count is None:
        return None
    if wait.working_days is not None:
        return calendar.after_working_days(start, count) + timedelta(days=1)
    return calendar.after_full_days(start, count) + timedelta(days=1)


def provisional_waits(
    edition: Edition, transition: str, taken: Mapping[str, str], calendar: WorkingCalendar
) -> list[str]:
    """The steps whose wait in working days rests on a year without a calendar, by their labels."""
    found = []
    for wait in edition.transitions[transition].wait:
        if wait.working_days is None or wait.after not in taken:
            continue
        free = first_free_day(edition, wait, taken[wait.after], calendar)
        if free is not None and calendar.is_provisional(day_of(taken[wait.after]), free):
            found.append(edition.transitions[wait.after].label or wait.after)
    return found
