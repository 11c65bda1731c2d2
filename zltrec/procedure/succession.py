"""What a next edition may not change (what kept values mean), and what may be set or entered."""

from __future__ import annotations

from collections.abc import Iterator

from zltrec.errors import BadUsage, CheckFailed, Refused, ZltrecError
from zltrec.procedure.definition import Definition, Field, Promise, Reading
from zltrec.procedure.edition import Edition
from zltrec.procedure.terms import LONGEST
from zltrec.procedure.values import figure_value, parse_decimal


def check_number(definition: Definition, in_force: Definition | None) -> None:
    """Raises Refused unless an edition is numbered as the next one (None: the first)."""
    expected = 1 if in_force is None else in_force.edition + 1
    if definition.edition != expected:
        raise Refused(
            "the next edition of {procedure} is {expected}; the text says {edition}",
            procedure=definition.id,
            expected=expected,
            edition=definition.edition,
        )


def check_kept(before: Definition, after: Definition, *, has_cases: bool) -> None:
    """Raises CheckFailed for an edition by which a kept value would mean something else.

    `has_cases`: whether there are cases of the procedure, which hold claims by now.
    """
    for error in _breaks(before, after, has_cases):
        raise error


def _breaks(before: Definition, after: Definition, has_cases: bool) -> Iterator[ZltrecError]:
    fields = {one.id: one for one in after.fields}
    for old in before.fields:
        new = fields.get(old.id)
        if new is None:
            yield CheckFailed(
                "field {field} is gone, though cases may hold it; keep it, and ask for it no more",
                field=old.id,
            )
            continue
        yield from _changes(old.id, old, new)
        if has_cases and _claims(old) != _claims(new):
            yield CheckFailed(
                "field {field} is unique in another way than the cases that there are know of;"
                " make a field of another id unique",
                field=old.id,
            )

    if has_cases:
        items = [one.id for one in after.items]
        for item in before.items:
            if item.id not in items:
                yield CheckFailed(
                    "item {item} is gone, though it may have been filed; keep it, with a to",
                    item=item.id,
                )


def _changes(name: str, old: Field, new: Field) -> Iterator[ZltrecError]:
    if (old.type, old.many, old.personal) != (new.type, new.many, new.personal):
        yield CheckFailed(
            "field {field} was {type}, and cases may hold it so; give the new one another id",
            field=name,
            type=f"{old.type}{', many' if old.many else ''}{', personal' if old.personal else ''}",
        )
    parts = {one.id: one for one in new.fields}
    for part in old.fields:
        if part.id in parts:
            yield from _changes(f"{name}.{part.id}", part, parts[part.id])
        else:
            yield CheckFailed(
                "field {field} is gone, though cases may hold it; keep it, and ask for it no more",
                field=f"{name}.{part.id}",
            )


def _claims(field: Field) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((one.within, one.claimed) for one in field.unique)


def check_settable(edition: Edition, name: str, value: str) -> None:
    """Raises BadUsage unless a figure or a reading of that name can have that value."""
    part = edition.settable.get(name)
    if part is None:
        raise BadUsage(
            "{procedure} has no {name} that could be set; what can is {names}",
            procedure=edition.id,
            name=name,
            names=", ".join(edition.settable) or "-",
        )
    if isinstance(part, Reading):
        options = [option.id for option in part.options]
        if value not in options:
            raise BadUsage(
                "{field} is one of {choices}, not {value}",
                field=name,
                choices="、".join(options),
                value=value,
            )
    elif figure_value(part, value) is not None and name in edition.lengths:
        number = int(value)
        if not 0 <= number <= LONGEST:
            raise BadUsage(
                "{length} is no length; it is from {least} to {most}",
                length=number,
                least=0,
                most=LONGEST,
            )


def check_entered(definition: Definition, measure: str, value: str) -> str:
    """What is entered of a measure, as it is kept: a number in plain digits, a text, a choice.

    Raises BadUsage for a measure that is none of those typed in, or a value that it cannot have.
    """
    entered = {one.id: one for one in definition.measures if one.entered}
    if measure not in entered:
        raise BadUsage(
            "{procedure} has no measure {measure} that is entered; those are {measures}",
            procedure=definition.id,
            measure=measure,
            measures=", ".join(entered) or "-",
        )
    one = entered[measure]
    if one.choices and value not in one.choices:
        raise BadUsage(
            "{field} is one of {choices}, not {value}",
            field=measure,
            choices="、".join(one.choices),
            value=value,
        )
    if not one.is_number and not value.strip():
        raise BadUsage("{field} is a text, and it is empty", field=measure)
    return parse_decimal(value, measure) if one.is_number else value


def check_tickable(definition: Definition, promise: str) -> Promise:
    """The promise that may be ticked off by hand.

    Raises BadUsage for one that there is not, or that its cases and figures keep.
    """
    known = {one.id: one for one in definition.promises}
    if promise not in known:
        raise BadUsage(
            "{procedure} has no promise {promise}; it has {promises}",
            procedure=definition.id,
            promise=promise,
            promises=", ".join(known) or "-",
        )
    if known[promise].kept_when is not None:
        raise BadUsage(
            "{promise} is kept when its cases and figures say so ({when}), not by hand",
            promise=promise,
            when=known[promise].kept_when,
        )
    return known[promise]
