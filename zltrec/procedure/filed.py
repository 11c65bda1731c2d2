"""What a case's number says of it where it is a filing: whose, for what, when it is due; and
whether a filing of that number can be opened.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from zltrec.calendar.working import WorkingCalendar
from zltrec.errors import Refused
from zltrec.procedure.case_clocks import starts_of
from zltrec.procedure.clocks import item_due, limits
from zltrec.procedure.duty import is_after, standing
from zltrec.procedure.edition import Edition
from zltrec.procedure.filings import COUNTED, Filing, looks_numbered
from zltrec.procedure.owed import Clock
from zltrec.procedure.periods import Period, period_of
from zltrec.procedure.snapshot import Snapshot
from zltrec.procedure.source import nearest

_FORMS = {"month": "2022-06", "quarter": "2022-Q2", "half-year": "2022-H1", "year": "2022"}


def filing_value(
    edition: Edition, snapshot: Snapshot, name: str, calendar: WorkingCalendar, at: str
) -> Any:
    """`filing.NAME` of a case, as it is kept: a text, a day or minute, a bool.

    `at`: the day or minute that is asked about, of which the `status` is. None where the
    case is no filing, and for the day of one that is due on none; "" where an item has no
    frequency.
    """
    filing = edition.filings.of(snapshot.number)
    if filing is None:
        return None
    if name in ("due", "provisional", "status"):
        due, provisional = filing_due(edition, filing, snapshot, calendar)
        if name == "status":
            return _status(edition, filing, snapshot, due, at)
        return (due or None) if name == "due" else provisional
    return {
        "item": filing.item.id,
        "office": filing.office,
        "label": filing.label,
        "period": filing.period,
        "frequency": filing.item.frequency or "",
    }[name]


def filing_due(
    edition: Edition, filing: Filing, snapshot: Snapshot, calendar: WorkingCalendar
) -> tuple[str, bool]:
    """When a filing is due ("": on no day), and whether that is provisional."""
    if filing.clock is not None:
        return item_due(edition, filing.clock, filing.span, calendar)
    clock = request_clock(edition, snapshot)
    starts = [] if clock is None else list(starts_of(edition, clock, snapshot, calendar))
    return (starts[-1].due, starts[-1].provisional) if starts else ("", False)


def unopened(edition: Edition, number: str) -> tuple[Edition, Snapshot] | None:
    """A filing that a clock asks for and nobody opened yet, as a case without a step; None for
    any other number."""
    filing = edition.filings.of(number)
    if filing is None or filing.clock is None:
        return None
    return edition, Snapshot(number, edition.id)


def _status(edition: Edition, filing: Filing, snapshot: Snapshot, due: str, at: str) -> str:
    """How a filing stands at a day or minute: by the first step that met what asked for it, or
    that submits what nothing asked for."""
    clock, named = filing.clock or request_clock(edition, snapshot), edition.definition.filing
    until = clock.until if clock else named.submit if named else ()
    answers = (one.on for one in snapshot.steps if one.transition in until)
    return standing(due, next((on for on in answers if not is_after(on, at)), None), at)


def request_clock(edition: Edition, snapshot: Snapshot) -> Clock | None:
    """The clock by which a filing is owed that was asked for: the first that the opening of the
    case started, and that is owed by no office but the item's; None if there is none."""
    if not snapshot.steps:
        return None
    opening = snapshot.steps[0].transition
    return next(
        (
            clock
            for clock in edition.definition.clocks
            if opening in clock.after and not clock.office and clock.scope is None
        ),
        None,
    )


def check_opening(edition: Edition, number: str, on: date) -> None:
    """Raises Refused for a number that only a filing could have, and none has on that day: an
    unknown item, a period that no clock of it has, or that has not begun, or is left out."""
    filings = edition.filings
    filing = filings.of(number)
    if filing is None:
        _check_other(edition, number)
    elif filing.clock is not None and filing.span is not None:
        _check_span(edition, filing, filing.clock, filing.span, number, on)


def _check_span(
    edition: Edition, filing: Filing, clock: Clock, span: Period, number: str, on: date
) -> None:
    first, last = limits(edition, clock, filing.item)
    if first is None:
        raise Refused(
            "{number}: it is not set yet from when on {item} is owed",
            number=number,
            item=filing.item.id,
        )
    begin = period_of(span.every, first)
    if span.first < begin.first:
        raise Refused(
            "{number}: the first period of {item} is {period}",
            number=number,
            item=filing.item.id,
            period=begin.text,
        )
    if last is not None and span.first > last:
        raise Refused(
            "{number}: the last period of {item} is {period}",
            number=number,
            item=filing.item.id,
            period=period_of(span.every, last).text,
        )
    if span.first > on:
        raise Refused(
            "{number}: {period} has not begun on {on}",
            number=number,
            period=span.text,
            on=on.isoformat(),
        )


def _check_other(edition: Edition, number: str) -> None:
    """Raises Refused for a number that is no filing, though it is written as one."""
    filings = edition.filings
    id_, _slash, period = number.rpartition("/")
    known = number if number in filings.clocks else id_
    if known in filings.clocks and not _numbers(edition, known):
        raise Refused(
            "{number}: nothing is filed for {item} by period, on request or as new",
            number=number,
            item=known,
        )
    if number in filings.clocks:
        raise Refused(
            "{item} is filed by period; its numbers are {numbers}",
            item=number,
            numbers=_numbers(edition, number),
        )
    if id_ in filings.clocks:
        raise Refused(
            "{period} is no period of {item}; its numbers are {numbers}",
            period=period or '""',
            item=id_,
            numbers=_numbers(edition, id_),
        )
    if filings.items and looks_numbered(number):
        meant = nearest(id_, filings.items)
        if meant:
            raise Refused("there is no item {item}; did you mean {meant}?", item=id_, meant=meant)
        raise Refused(
            "there is no item {item}; `filing catalogue` lists those that there are", item=id_
        )


def _numbers(edition: Edition, id_: str) -> str:
    """How the filings of an item are numbered."""
    item, clocks = edition.filings.clocks[id_]
    forms = [
        id_ if one.every is None else f"{id_}/{_FORMS[one.every]}" for one in clocks if not one.held
    ]
    forms += [f"{id_}/{COUNTED[item.by]}-1"] if item.by is not None else []
    return ", ".join(forms)
