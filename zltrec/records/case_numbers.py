"""The numbers of cases: of a series, of what is filed when it is asked for or new, or one's own."""

from __future__ import annotations

import re
from typing import Literal

from zltrec.calendar.when import When
from zltrec.domain.case import SERIES
from zltrec.domain.case_events import Serial
from zltrec.errors import BadUsage, Refused
from zltrec.procedure.edition import Edition
from zltrec.procedure.filings import COUNTED, count_of, is_count
from zltrec.procedure.owed import Item
from zltrec.records.work import Work

_NUMBER = re.compile(r"[^\s:]{1,64}")
_TAKEN = re.compile(r"[a-z]\d{7,}|[0-9a-f]{64}|store")
"""What the ids of other things look like."""


def check_number(number: str) -> None:
    """Raises BadUsage for what cannot be a case's number."""
    if not _NUMBER.fullmatch(number) or _TAKEN.fullmatch(number) or not number.isprintable():
        raise BadUsage(
            "{number} cannot be a case's number: no blanks or colons, at most 64 characters, and"
            " not like an id",
            number=number,
        )


def next_number(edition: Edition, on: When, work: Work) -> tuple[str, Serial]:
    """The next free number of the series that a procedure numbers its cases in."""
    assert on.start is not None
    year, month = on.start.year, on.start.month
    form = edition.definition.series
    series = re.sub(r"\{n[^}]*\}", "*", form).format(year=year, month=month)
    last = int(work.registers.get(SERIES, f"{edition.id}/{series}") or 0)
    while True:
        last += 1
        number = form.format(year=year, month=month, n=last)
        if work.version_of(number) == 0:
            check_number(number)
            return number, Serial(series, last)


def counted_as(edition: Edition, number: str, work: Work) -> Serial | None:
    """Which of its item's filings a number is that are counted (`land/3/R-2`); None for others.

    Raises Refused unless it is the next, or one whose opening was taken back.
    """
    filing = edition.filings.of(number)
    if filing is None or not is_count(filing.period) or work.version_of(number):
        return None
    series, count = count_of(number)
    wanted = int(work.registers.get(SERIES, f"{edition.id}/{series}") or 0) + 1
    if count != wanted:
        raise Refused(
            "{number} is not the next of {item}; that is {next}",
            number=number,
            item=filing.item.id,
            next=series.replace("*", str(wanted)),
        )
    return Serial(series, count)


def next_count(edition: Edition, item: Item, by: Literal["request", "new"], work: Work) -> str:
    """The next number of an item that is filed when it is asked for, or as new."""
    series = f"{item.id}/{COUNTED[by]}-*"
    last = int(work.registers.get(SERIES, f"{edition.id}/{series}") or 0)
    return series.replace("*", str(last + 1))
