"""The bundled calendars, against the State Council's notices."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from importlib.metadata import version

import chinese_calendar
import pytest

from zltrec.calendar.seeding import seeded_year, seeded_years
from zltrec.calendar.working import WorkingCalendar, decode_year, encode_year


def day(text: str) -> date:
    """`05-02` of 2022."""
    return date.fromisoformat(f"2022-{text}")


def test_2022_is_as_decreed() -> None:
    """国办发明电〔2021〕11号: every weekday off and every weekend worked, and no other."""
    calendar = seeded_year(2022)
    assert calendar is not None
    off = "01-03 01-31 02-01 02-02 02-03 02-04 04-04 04-05 05-02 05-03 05-04 06-03 09-12"
    off += " 10-03 10-04 10-05 10-06 10-07"
    worked = "01-29 01-30 04-02 04-24 05-07 10-08 10-09"
    assert calendar.holidays == tuple(map(day, off.split()))
    assert calendar.workdays == tuple(map(day, worked.split()))
    assert calendar.basis == f"chinesecalendar {version('chinesecalendar')}"


@pytest.mark.parametrize("year", seeded_years())
def test_every_day_is_as_the_package_says(year: int) -> None:
    """What differs from the week is enough to know each day; and the text holds it whole."""
    calendar = seeded_year(year)
    assert calendar is not None
    assert decode_year(encode_year(calendar)) == calendar
    counted = WorkingCalendar({year: calendar})
    on = date(year, 1, 1)
    while on.year == year:
        assert counted.is_working(on) == chinese_calendar.is_workday(on), on
        on += timedelta(days=1)


def test_years_that_it_does_not_know() -> None:
    """From 2004 on, without a gap; before and after there is none."""
    years = seeded_years()
    assert years[0] == 2004
    assert 2026 in years
    assert seeded_year(2003) is None
    assert seeded_year(years[-1] + 1) is None


def test_the_package_is_imported_late() -> None:
    """Who counts days does not load it."""
    script = "import sys, zltrec.calendar.seeding, zltrec.records.workdays; " + (
        "sys.exit('chinese_calendar' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
