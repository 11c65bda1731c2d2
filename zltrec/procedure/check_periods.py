"""The checks of items, and of the clocks that no case owes: those of a period or of many items."""

from __future__ import annotations

import re
from datetime import date

from zltrec.errors import CheckFailed
from zltrec.procedure.check_flow import Flow
from zltrec.procedure.filings import is_of_items, looks_numbered
from zltrec.procedure.lines import Path
from zltrec.procedure.owed import Clock, Item
from zltrec.procedure.survey import Survey, no_item, within

_ITEM = re.compile(r"[A-Za-z0-9_]+(?:[-/][A-Za-z0-9_]+)*", re.ASCII)
_DAY_OF_YEAR = re.compile(r"\d{1,2}-\d{1,2}", re.ASCII)
_COMMON_YEAR = 2022
_OF_CASES = ("states", "while", "repeat", "scope", "after")


def check_periods(survey: Survey) -> None:
    """Every item, every clock that is owed by items, and that no two are met by the same case."""
    flow = Flow(survey.definition)
    lines: dict[str, int] = {}
    for path, item in survey.parts("items"):
        check_item(survey, lines, path, item)
    names = [one.id for one in survey.definition.items]
    numbers: dict[tuple[str, str | None], int] = {}
    for path, clock in survey.parts("clocks"):
        if not is_of_items(clock):
            _check_foreign(survey, path, clock)
            continue
        _check_owed(survey, flow, path, clock)
        owers = list(within(path, "items", clock.items)) or [(path, clock)]
        for place, item in owers:
            if isinstance(item, str):
                if survey.name(place, item, names, no_item) and clock.held is None:
                    _check_once(survey, numbers, place, item, clock)
                continue
            if item is not clock and not check_item(survey, lines, place, item):
                continue
            if clock.held is None:
                _check_once(survey, numbers, (*place, "id"), item.id, clock)


def _check_once(
    survey: Survey,
    numbers: dict[tuple[str, str | None], int],
    place: Path,
    id_: str,
    clock: Clock,
) -> None:
    """That nothing is owed twice under one number."""
    number = (id_, clock.every)  # periods of another length have other names
    if number in numbers:
        survey.add(
            place,
            CheckFailed(
                "{id} is owed by line {line} already under the same numbers; leave one of them, "
                "or give it another id",
                id=id_,
                line=numbers[number],
            ),
        )
    numbers.setdefault(number, survey.source.line_of(place))


def check_item(survey: Survey, lines: dict[str, int], path: Path, item: Item) -> bool:
    """Whether an item has an id of its own, which no number of a filing looks like."""
    place, count = (*path, "id"), len(survey.problems)
    if not _ITEM.fullmatch(item.id):
        survey.add(
            place,
            CheckFailed(
                "{id} is no id of an item: it is of ASCII letters, digits, _, - and /", id=item.id
            ),
        )
    elif looks_numbered(item.id):
        survey.add(
            place,
            CheckFailed(
                "{id} ends as the number of a filing does; give the item another id", id=item.id
            ),
        )
    elif item.id in lines:
        survey.add(
            place,
            CheckFailed(
                "{id} stands on line {line} already; give one of them another id",
                id=item.id,
                line=lines[item.id],
            ),
        )
    lines.setdefault(item.id, survey.source.line_of(place))
    for key, name in (("from", item.from_), ("to", item.to)):
        if name is not None:
            survey.figure((*path, key), name, ("date",))
    return len(survey.problems) == count


def _check_foreign(survey: Survey, path: Path, clock: Clock) -> None:
    """That a clock on a case has nothing that only periods have."""
    for key, value in (("day", clock.day), ("from", clock.from_), ("to", clock.to)):
        if value is not None:
            survey.add((*path, key), CheckFailed("{key} belongs to a clock with an every", key=key))


def _check_owed(survey: Survey, flow: Flow, path: Path, clock: Clock) -> None:
    for key in _OF_CASES:
        if key == "scope" and clock.held is not None:
            continue
        if getattr(clock, "while_" if key == "while" else key):
            survey.add(
                (*path, key),
                CheckFailed(
                    "clock {clock} is owed by no case, so it has no {key}", clock=clock.id, key=key
                ),
            )
    if not clock.until and clock.held is None:
        survey.add(
            path,
            CheckFailed(
                "clock {clock} is never kept; give it an until, the steps by which a case keeps it",
                clock=clock.id,
            ),
        )
    steps = {one.id: one for one in survey.definition.transitions}
    for index, name in enumerate(clock.until):
        if flow.is_known and name in steps and not flow.is_possible(steps[name]):
            survey.add(
                (*path, "until", index),
                CheckFailed(
                    "{step} cannot end clock {clock}: no case can take it",
                    clock=clock.id,
                    step=name,
                ),
            )
    if clock.every:
        _check_every(survey, path, clock)
    else:
        _check_foreign(survey, path, clock)
        figures = {one.id for one in survey.definition.figures}
        if clock.date in survey.fields and clock.date not in figures:
            survey.add(
                (*path, "date"),
                CheckFailed(
                    "clock {clock} is owed by no case, so its date is a figure, not the field "
                    "{field}",
                    field=clock.date,
                    clock=clock.id,
                ),
            )


def _check_every(survey: Survey, path: Path, clock: Clock) -> None:
    for key, name in (("from", clock.from_), ("to", clock.to)):
        if name is not None:
            survey.figure((*path, key), name, ("date",))
    if clock.from_ is None:
        survey.add(
            path,
            CheckFailed(
                "clock {clock} has no first period; give it a from, a figure that is a date",
                clock=clock.id,
            ),
        )
    day, place = clock.day, (*path, "day")
    if isinstance(day, str) and not _DAY_OF_YEAR.fullmatch(day):
        survey.figure(place, day, ("integer",))
        figures = [
            one for one in survey.definition.figures if (one.id, one.type) == (day, "integer")
        ]
        value = figures[0].value if figures else None
        # One that is not set yet, or is no number, is not judged here.
        day = int(value) if value is not None and value.isdecimal() else None
    is_day = day is None or (isinstance(day, int) and 1 <= day <= 31)
    if isinstance(day, str):
        is_day = clock.every == "year" and _is_in_year(day)
    if not is_day:
        survey.add(
            place,
            CheckFailed(
                "{day} is no day of a period: it is from 1 to 31, or of a year such as 10-15",
                day=day,
            ),
        )


def _is_in_year(day: str) -> bool:
    """Whether it is a day of every year."""
    month, _dash, number = day.partition("-")
    try:
        date(_COMMON_YEAR, int(month), int(number))
    except ValueError:
        return False
    return True
