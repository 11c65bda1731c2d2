"""What a next edition may not change: what values that are kept already mean."""

from __future__ import annotations

from collections.abc import Iterator

from zltrec.errors import CheckFailed, ZltrecError
from zltrec.procedure.definition import Definition, Field


def breaks_of(before: Definition, after: Definition, *, has_cases: bool) -> Iterator[ZltrecError]:
    """Why an edition cannot follow another: each kept value must mean what it meant.

    `has_cases`: whether there are cases of the procedure, which hold claims by now.
    """
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
