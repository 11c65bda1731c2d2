"""The checks of clocks with `held`: what is owed by items at every moment."""

from __future__ import annotations

from collections.abc import Iterator

from zltrec.errors import CheckFailed
from zltrec.procedure.check_conditions import check_condition, names_of, words_of
from zltrec.procedure.filings import Filings
from zltrec.procedure.lines import Path
from zltrec.procedure.owed import Clock
from zltrec.procedure.survey import Survey

_NEEDED = ("items", "date", "scope")
_NOT_OF_IT = ("every", "until", "day", "from", "to", "hours")


def check_standing(survey: Survey) -> None:
    """Every clock with a `held`."""
    for path, clock in survey.parts("clocks"):
        if clock.held is not None:
            _check_keys(survey, path, clock)
            _check_offices(survey, path, clock)
            check_condition(survey, (*path, "held"), clock.held)
            _check_lasting(survey, (*path, "held"), clock.held)


def _check_keys(survey: Survey, path: Path, clock: Clock) -> None:
    for key in _NEEDED:
        if not getattr(clock, key):
            survey.add(
                path,
                CheckFailed(
                    "clock {clock} has a held, so it needs {keys}; it has no {key}",
                    clock=clock.id,
                    keys=", ".join(_NEEDED),
                    key=key,
                ),
            )
    for key in _NOT_OF_IT:
        if getattr(clock, "from_" if key == "from" else key):
            survey.add(
                (*path, key),
                CheckFailed(
                    "clock {clock} has a held, so it has no {key}", clock=clock.id, key=key
                ),
            )


def _check_offices(survey: Survey, path: Path, clock: Clock) -> None:
    """That the field by which an office has a case can hold the office of each item."""
    field = survey.fields.get(clock.scope or "")
    for item in Filings(survey.definition).owers(clock) if clock.items else ():
        if not item.office:
            survey.add(
                (*path, "items"),
                CheckFailed(
                    "item {item} has no office, so no case is of it; give it one", item=item.id
                ),
            )
        elif field is not None and field.choices and item.office not in field.choices:
            survey.add(
                (*path, "items"),
                CheckFailed(
                    "the office {office} of item {item} is none of the choices of {field}",
                    office=item.office,
                    item=item.id,
                    field=field.id,
                ),
            )


def _check_lasting(survey: Survey, path: Path, held: str) -> None:
    """That only a step of the case itself changes whether it holds: else its day is not known."""
    refs = {one.id for one in survey.fields.values() if one.type == "ref"}
    several = {one.id for one in survey.fields.values() if one.type == "ref" and one.many}
    for name in _all_words(survey, held):
        head, dot, _rest = name.partition(".")
        if name == "on" or name in several or (dot and head in refs):
            survey.add(
                path,
                CheckFailed(
                    "{name} changes without a step of the case; what is held is said by its steps"
                    " and fields",
                    name=name,
                ),
            )


def _all_words(survey: Survey, text: str) -> Iterator[str]:
    """The names that a condition uses, by itself and by decision tables."""
    tables = {one.id: one for one in survey.definition.tables}
    seen: set[str] = set()
    waiting = [text]
    while waiting:
        condition = waiting.pop()
        yield from words_of(condition)
        for name in names_of(condition, "tables"):
            if name in tables and name not in seen:
                seen.add(name)
                waiting += [row.when for row in tables[name].rows if row.when is not None]
