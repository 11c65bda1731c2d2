"""What of a procedure is confidential: fields, kinds of files, and all that is made of them.

An expression that names a confidential field is as confidential as that; so is what
a decision table says by such a condition. A case's own values are let out by a
release of it, those of another case that it refers to by a release of that one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from zltrec.procedure.conditions import Vocabulary
from zltrec.procedure.definition import Definition, Field

OWN, ITEM = "", "item"
"""Whose values are meant: the case's own; those of the record in hand, which may be another case;
else those of the case that this `ref` field names."""


class Secrecy:
    """What is confidential in one edition; `others` are the procedures that it refers to."""

    def __init__(self, definition: Definition, others: Mapping[str, Definition]) -> None:
        self._definition = definition
        self._others = others
        self._files = () if definition.release is None else definition.release.files
        self._fields = {one.id: one for one in definition.fields}
        self._known: dict[tuple[str, int], frozenset[str]] = {}

    def is_file(self, kind: str) -> bool:
        """Whether files of a kind are confidential."""
        field = self._fields.get(kind)
        return kind in self._files or (field is not None and field.confidential)

    def owners(self, expression: str, vocabulary: Vocabulary) -> frozenset[str]:
        """Whose confidential values an expression is made of: `OWN`, `ITEM`, a `ref` field's id."""
        key = (expression, id(vocabulary))
        if key not in self._known:
            self._known[key] = frozenset(self._owners(expression, vocabulary, frozenset()))
        return self._known[key]

    def _owners(
        self, expression: str, vocabulary: Vocabulary, seen: frozenset[str]
    ) -> frozenset[str]:
        if not self._any():
            return frozenset()
        found: frozenset[str] = frozenset()
        for name in vocabulary.compile(expression, "").names:
            head, _dot, rest = name.partition(".")
            if head == "tables" and rest not in seen:
                table = next(one for one in self._definition.tables if one.id == rest)
                for row in table.rows:
                    if row.when is not None:
                        found |= self._owners(row.when, vocabulary, seen | {rest})
            elif head == "item":
                found |= self._of_item(rest)
            elif head in self._fields:
                found |= self._of_field(self._fields[head], rest, expression)
        return found

    def _any(self) -> bool:
        refs = {one.procedure for one in self._fields.values() if one.procedure is not None}
        known = [self._definition, *(self._others[one] for one in refs if one in self._others)]
        return any(is_confidential(one) for of in known for one in of.fields)

    def _of_item(self, name: str) -> frozenset[str]:
        """A value of a record: of whichever list it is, the name is enough to be careful."""
        told = any(
            inner.id == name and (is_confidential(inner) or one.confidential)
            for one in self._fields.values()
            for inner in self._parts_of(one)
        )
        return frozenset((ITEM,)) if told else frozenset()

    def _parts_of(self, field: Field) -> tuple[Field, ...]:
        """What a record has: its fields, or those of another case."""
        other = self._others.get(field.procedure or "") if field.many else None
        return field.fields if other is None else other.fields

    def _of_field(self, field: Field, rest: str, expression: str) -> frozenset[str]:
        other = self._others.get(field.procedure or "")
        if other is not None:
            secret = [one.id for one in other.fields if is_confidential(one)]
            if rest and rest.partition(".")[0] in secret:
                return frozenset((field.id,))
            # Of several cases in one expression, none has a release of its own.
            if field.many and any(re.search(rf"\.\s*{one}\b", expression) for one in secret):
                return frozenset((OWN,))
        return frozenset((OWN,)) if is_confidential(field) else frozenset()


def is_confidential(field: Field) -> bool:
    """Whether a field, or one of its records' fields, is confidential."""
    return field.confidential or any(one.confidential for one in field.fields)
