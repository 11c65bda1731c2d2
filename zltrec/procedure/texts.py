"""Which texts a name in a condition can be equal to, and which it can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from zltrec.errors import CheckFailed
from zltrec.procedure.definition import Definition, Field, Table
from zltrec.procedure.duty import STATUSES
from zltrec.procedure.filings import Filings, has_filings
from zltrec.procedure.lookup import results_of
from zltrec.procedure.names import FILING_TYPES, OTHER_TYPES
from zltrec.procedure.survey import Survey, listed, no_field, no_transition


class Texts(NamedTuple):
    """The texts that there are for a name, and what is said of another."""

    texts: frozenset[str]
    wrong: Callable[[str, str], CheckFailed]


class Wording:
    """The texts for every name of one kind of condition, lists' records and `ref`s included.

    A field of the records of a list is written `LIST[].FIELD` here.
    """

    def __init__(self, survey: Survey, over: str | None, lines: tuple[str, ...] | None) -> None:
        self._survey = survey
        self._over = over
        self._lines = lines
        fields = survey.fields
        lists = {one.id: one for one in fields.values() if one.type == "list"}
        self._several = {one.id: one for one in fields.values() if one.type == "ref" and one.many}
        listed = over is not None and over in lists | self._several
        self._item = survey.edition.parts_of(over) if listed and over is not None else ()
        self.lists = lists | self._several
        self.records = {f"{id_}[].{f.id}": f for id_, one in lists.items() for f in one.fields}
        for id_, one in self._several.items():
            other = self._other(one)
            self.records |= {f"{id_}[].{f.id}": f for f in (other.fields if other else ())}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All that records have, written as `records` are: of several cases, their states too."""
        names = (*OTHER_TYPES, *(f"filing.{name}" for name in FILING_TYPES))
        return (*self.records, *(f"{id_}[].{name}" for id_ in self._several for name in names))

    @cached_property
    def _fields(self) -> dict[str, Field]:
        """Every field by the name that a condition gives it."""
        found = self._survey.fields | self.records
        found |= {f"item.{one.id}": one for one in self._item}
        for head, other in self._named_cases():
            found |= {f"{head}{one.id}": one for one in other.fields}
        return found

    @cached_property
    def personal(self) -> frozenset[str]:
        """The names of personal fields."""
        return frozenset(name for name, field in self._fields.items() if field.personal)

    @cached_property
    def values(self) -> dict[str, Texts]:
        """What a name can be equal to: choices, states, steps, results of tables."""
        definition = self._survey.definition
        found = {
            name: _of_value(field.choices)
            for name, field in self._fields.items()
            if field.type == "choice" and not field.many
        }
        for head, other in self._named_cases():
            # A filing that nobody opened yet is in no state.
            none = [""] if has_filings(other) else []
            found[f"{head}state"] = _of_value([*none, *(one.id for one in other.states)])
        for table in definition.tables:
            if table.hit != "all":
                found[f"tables.{table.id}"] = _of_value(_results(table))
        for reading in definition.readings:
            options = [one.id for one in reading.options]
            found[f"readings.{reading.id}"] = _of_value(["", *options])
        if self._over == "duties":
            found["item.status"] = _of_value(STATUSES)
            found["item.clock"] = _of_value(one.id for one in definition.clocks)
        for head, other in (("", definition), *self._named_cases()):
            found |= {f"{head}{name}": texts for name, texts in _of_filings(other).items()}
        found["state"] = _of_value(one.id for one in definition.states)
        found["step"] = _of_value(one.id for one in definition.transitions)
        return found

    @cached_property
    def members(self) -> dict[str, Texts]:
        """What a name can hold, as an element or as a key."""
        definition = self._survey.definition
        steps = _named((one.id for one in definition.transitions), no_transition)
        found = {
            "given": _named(self._survey.fields, no_field),
            "taken": steps,
            "times": steps,
            "files": _named(self._survey.files, _no_file),
            "lines": _named(self._lines or (), _no_line),
        }
        for table in definition.tables:
            if table.hit == "all":
                found[f"tables.{table.id}"] = _of_value(_results(table))
        for head, other in self._named_cases():
            steps = _named((one.id for one in other.transitions), no_transition)
            found |= {f"{head}taken": steps, f"{head}times": steps}
        for name, field in self._fields.items():
            if field.many and field.type == "choice":
                found[name] = _of_value(field.choices)
        return found

    def _named_cases(self) -> Iterator[tuple[str, Definition]]:
        """The procedures that refs name, each with how names of its cases begin."""
        for field in self._survey.fields.values():
            other = self._other(field)
            if other:
                yield f"{field.id}[]." if field.many else f"{field.id}.", other

    def _other(self, field: Field) -> Definition | None:
        return self._survey.others.get(field.procedure or "") if field.type == "ref" else None


def _of_filings(definition: Definition) -> dict[str, Texts]:
    """What `filing.NAME` of a case can be equal to."""
    items = [one for one, _clocks in Filings(definition).clocks.values()]
    offices = [one.office for one in items] + [one.office for one in definition.clocks]
    return {
        "filing.item": _of_value(one.id for one in items),
        "filing.frequency": _of_value(one.frequency or "" for one in items),
        "filing.office": _of_value(offices),
        "filing.status": _of_value(STATUSES),
    }


def _results(table: Table) -> Iterator[str]:
    yield table.default
    for row in table.rows:
        yield from results_of(row)


def _of_value(texts: Iterable[str]) -> Texts:
    kept = list(texts)
    return Texts(
        frozenset(kept),
        lambda name, text: CheckFailed(
            '{name} is never "{text}"; it is one of {texts}',
            name=name,
            text=text,
            texts=listed(text, (one for one in kept if one)),
        ),
    )


def _named(names: Iterable[str], absent: Callable[[str, Iterable[str]], CheckFailed]) -> Texts:
    kept = list(names)
    return Texts(frozenset(kept), lambda _name, text: absent(text, kept))


def _no_file(kind: str, kinds: Iterable[str]) -> CheckFailed:
    return CheckFailed(
        "no step asks for files of kind {kind}; they ask for {kinds}",
        kind=kind,
        kinds=listed(kind, kinds),
    )


def _no_line(number: str, numbers: Iterable[str]) -> CheckFailed:
    return CheckFailed(
        "there is no line {number} in a form here; there are {numbers}",
        number=number,
        numbers=listed(number, numbers),
    )
