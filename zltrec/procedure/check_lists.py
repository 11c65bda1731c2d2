"""The checks of checklists, and of clocks without a term."""

from __future__ import annotations

from zltrec.errors import CheckFailed
from zltrec.procedure.check_clocks import LENGTHS
from zltrec.procedure.check_periods import check_item
from zltrec.procedure.checklists import ITEM
from zltrec.procedure.lines import Path
from zltrec.procedure.owed import Clock
from zltrec.procedure.survey import Survey, no_item_field, within

_WITHOUT_TERM = (*LENGTHS, "repeat", "at", "every", "day")
_NOT_EACH = ("until", "repeat", "every")


def check_lists(survey: Survey) -> None:
    """Every checklist, every field that names items of one, every clock without a term."""
    named = {
        f"{field.id}.{one.id}": (*place, "type")
        for path, field in survey.parts("fields")
        for place, one in within(path, "fields", field.fields)
        if one.type == ITEM
    }
    lines: dict[str, int] = {}
    used: set[str] = set()
    for path, clock in survey.parts("clocks"):
        if clock.undated:
            _check_undated(survey, path, clock)
        if clock.each is not None:
            used.add(clock.each)
            survey.name((*path, "each"), clock.each, named, no_item_field)
            _check_each(survey, lines, path, clock)
    for name, place in named.items():
        if name not in used:
            survey.add(
                place,
                CheckFailed("{field} names items of no checklist; a clock has each", field=name),
            )
    for path, field in survey.parts("fields"):
        if field.type == ITEM:
            survey.add(
                (*path, "type"),
                CheckFailed(
                    "{field} names an item, which only records of a list do", field=field.id
                ),
            )


def _check_undated(survey: Survey, path: Path, clock: Clock) -> None:
    for key in _WITHOUT_TERM:
        if getattr(clock, key) is not None:
            survey.add(
                (*path, key),
                CheckFailed(
                    "clock {clock} is undated, so it has no {key}", clock=clock.id, key=key
                ),
            )


def _check_each(survey: Survey, lines: dict[str, int], path: Path, clock: Clock) -> None:
    for key in _NOT_EACH:
        if getattr(clock, key):
            survey.add(
                (*path, key),
                CheckFailed(
                    "clock {clock} is a checklist, which records of a list answer; it has no {key}",
                    clock=clock.id,
                    key=key,
                ),
            )
    if not clock.items:
        survey.add(path, CheckFailed("clock {clock} is a checklist without items", clock=clock.id))
    for place, item in within(path, "items", clock.items):
        if isinstance(item, str):
            survey.add(
                place,
                CheckFailed("a checklist has items of its own: {{id = …}}, not {id}", id=item),
            )
        else:
            check_item(survey, lines, place, item)
