"""What stands in a cell of a ledger: the exact kept value, or what CEL makes of an expression.

A personal value is masked, unless the caller may see it, and a confidential one, unless
it is released.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from zltrec.procedure.definition import Field
from zltrec.procedure.edition import Edition
from zltrec.procedure.filed import filing_value
from zltrec.procedure.names import ADDED, DUTY_NAMES, FILING_TYPES
from zltrec.procedure.reckoning import plain_text
from zltrec.procedure.snapshot import Snapshot
from zltrec.procedure.values import money_text, shown_value
from zltrec.procedure.world import Instance, World, duty_value, field_named, kept_value

MASK = "＊＊＊"
DISPOSED = "（已销毁）"
Reveal = Callable[[str], str | None]
"""The personal value under a commitment; None if it was disposed of."""
Shows = Callable[[], bool]
"""Whether confidential values of the case in hand may be seen."""

_COMMITMENT = "commitment"
_SEVERAL = "、"
_STATE, _STEP = "state", "step"
_ITEM = "item."


def shows_nothing() -> bool:
    """Lets nothing be seen that is confidential."""
    return False


def cell_value(world: World, instance: Instance, expression: str, reveal: Reveal | None) -> Any:
    """The value of a column for a row, as people and JSON take it; None where there is none.

    A field, a figure, a day that is plainly named is exact, a state or a step its
    label; else it is CEL's value: times are ISO days (minutes, where they have
    one), texts of a list are joined.
    """
    name = expression.strip()
    named = field_named(world.edition, instance.over, name)
    if named is not None:
        kept = kept_value(instance, name)
        shows: Shows = partial(world.released, world.edition, instance.snapshot)
        if name.startswith(_ITEM):
            # Its list may be confidential as a whole, or it may be of another case.
            shows = partial(world.is_open, name, instance)
            if kept is not None and not shows():
                return MASK
        return _joined(shown_field(named, kept, reveal, shows))
    found = _named(world, instance, name, reveal)
    if found is not _UNNAMED:
        return _joined(found)
    value = _plain(world.value(name, instance))
    return value if value is None or world.is_open(name, instance) else MASK


def shown_field(
    named: Field, kept: Any, reveal: Reveal | None, shows: Shows = shows_nothing
) -> Any:
    """A kept value of a field for people: as `shown_value`, personal ones masked, files by name.

    What is confidential is masked unless `shows` says that it may be seen.
    """
    if kept is None:
        return None
    if named.confidential and not shows():
        return MASK
    if named.personal:
        return _revealed(named, kept, reveal)
    if named.type == "list":
        fields = {one.id: one for one in named.fields}
        return [
            {
                name: shown_field(fields[name], one, reveal, shows)
                for name, one in record.items()
                if name in fields
            }
            for record in kept
        ]
    if named.type == "file" and isinstance(kept, dict):
        return kept.get("name")
    return shown_value(named, kept)


def state_label(edition: Edition, state: str) -> str | None:
    """A state as the document prints it; None for none."""
    known = edition.states.get(state)
    return (known.label if known is not None and known.label else state) or None


def step_label(edition: Edition, step: str) -> str | None:
    """A transition as the document prints it; None for none."""
    known = edition.transitions.get(step)
    return (known.label if known is not None and known.label else step) or None


class _Unnamed:
    """What an expression is that names nothing plainly."""


_UNNAMED = _Unnamed()


def _named(world: World, instance: Instance, name: str, reveal: Reveal | None) -> Any:
    """What a name other than a field's plainly means."""
    edition, snapshot = world.edition, instance.snapshot
    if name == _STATE:
        return state_label(edition, snapshot.state)
    if name == _STEP:
        return step_label(edition, instance.lookup(_STEP))
    if name == "on":
        return instance.on
    if name == "opened":
        return snapshot.opened
    head, _dot, rest = name.partition(".")
    if head == "figures" and rest in edition.figures:
        return _figure(edition, rest)
    if head == "item" and instance.duty is not None and rest in DUTY_NAMES:
        return duty_value(instance.duty, rest, world.at)
    if name == f"{_ITEM}{ADDED}":
        return instance.step.on
    if head == "filing" and head not in edition.fields and rest in FILING_TYPES:
        said = filing_value(edition, snapshot, rest, world.calendar, instance.on)
        return None if said == "" else said
    if rest.isidentifier() and head in edition.fields and edition.fields[head].type == "ref":
        number = snapshot.fields.get(head)
        procedure = edition.fields[head].procedure or ""
        found = None if number is None else world.others(number, procedure)
        return None if found is None else _of_other(world, *found, rest, reveal)
    return _UNNAMED


def _of_other(
    world: World, edition: Edition, snapshot: Snapshot, name: str, reveal: Reveal | None
) -> Any:
    if name == _STATE:
        return state_label(edition, snapshot.state)
    if name == "number":
        return snapshot.number
    named = edition.fields.get(name)
    if named is None:
        return None
    shows = partial(world.released, edition, snapshot)
    return shown_field(named, snapshot.fields.get(name), reveal, shows)


def _figure(edition: Edition, name: str) -> Any:
    value = edition.figures[name]
    types = {one.id: one.type for one in edition.definition.figures}
    if types[name] == "money" and isinstance(value, int):
        return money_text(value)
    return _plain(value)


def _revealed(named: Field, kept: Any, reveal: Reveal | None) -> Any:
    if reveal is None or not isinstance(kept, dict):
        return MASK
    value = reveal(str(kept.get(_COMMITMENT)))
    if value is None:
        return DISPOSED
    return money_text(int(value)) if named.type == "money" else value


def _plain(value: Any) -> Any:
    """What CEL gives, as JSON takes it."""
    if isinstance(value, float):
        return plain_text(Decimal(repr(value)))
    if isinstance(value, Decimal):
        return plain_text(value)
    if isinstance(value, datetime):
        text = value.strftime("%Y-%m-%dT%H:%M")
        return text.removesuffix("T00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return _joined([_plain(one) for one in value])
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _joined(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return _SEVERAL.join(value) or None
    return value
