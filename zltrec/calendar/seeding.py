"""The bundled calendars: what the State Council decreed, from `chinesecalendar`.

The one place that knows the package, and imports it late. A store takes a year
from here once, as an event with its whole text; a replay never asks again, so a
newer version of the package changes no answer.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from functools import cache

from zltrec.calendar.working import YearCalendar

_PACKAGE = "chinesecalendar"
_SATURDAY = 5


def seeded_years() -> range:
    """The years that the package knows, none left out."""
    holidays, _ = _decreed()
    return range(min(holidays).year, max(holidays).year + 1)


def seeded_year(year: int) -> YearCalendar | None:
    """The package's calendar of a year; None if it knows none.

    Only what differs from Monday to Friday is in it: days off from Monday to
    Friday, and worked Saturdays and Sundays. The basis names package and version.
    """
    if year not in seeded_years():
        return None
    holidays, workdays = _decreed()
    return YearCalendar(
        year=year,
        holidays=_of_year(holidays, year, range(_SATURDAY)),
        workdays=_of_year(workdays, year, range(_SATURDAY, 7)),
        basis=f"{_PACKAGE} {_version()}",
    )


def _of_year(days: Iterable[date], year: int, weekdays: Container[int]) -> tuple[date, ...]:
    return tuple(sorted(day for day in days if day.year == year and day.weekday() in weekdays))


def _decreed() -> tuple[dict[date, str], dict[date, str]]:
    """The package's tables: days off and days of work, each with the festival's name."""
    import chinese_calendar  # type: ignore[import-untyped]

    return chinese_calendar.holidays, chinese_calendar.workdays


@cache
def _version() -> str:
    from importlib.metadata import version  # late: it reads the installed files

    return version(_PACKAGE)
