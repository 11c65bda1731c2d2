"""A procedure in one edition, ready to use: its parts by id, its figures, its conditions.

The checker compiles with the same vocabularies by which cases are judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

from zltrec.errors import BadUsage
from zltrec.procedure.checklists import checklist_items, with_items
from zltrec.procedure.conditions import Condition, Vocabulary, files_in
from zltrec.procedure.definition import (
    Account,
    Definition,
    Field,
    Figure,
    Reading,
    Sign,
    State,
    Table,
    Transition,
    Unique,
)
from zltrec.procedure.filings import Filings
from zltrec.procedure.names import (
    case_names,
    duty_names,
    item_names,
    release_names,
    summary_names,
)
from zltrec.procedure.owed import Clock
from zltrec.procedure.secrecy import Secrecy
from zltrec.procedure.values import figure_value

OWN_PARTS = (Field(id="number", type="text"), Field(id="state", type="text"))
"""What a record has that is another case, beside the fields of that one."""


class Edition:
    """One edition of a procedure.

    `settings` are figures set and readings decided since, by id; `others` are
    the definitions of procedures that `ref` fields may name, by id.
    """

    def __init__(
        self,
        definition: Definition,
        settings: Mapping[str, str] | None = None,
        others: Mapping[str, Definition] | None = None,
    ) -> None:
        self.definition = definition
        self.settings = settings or {}
        self._others = others or {}
        self._items: dict[str, Vocabulary] = {}

    @property
    def id(self) -> str:
        """The procedure's id."""
        return self.definition.id

    @property
    def number(self) -> int:
        """The edition's number."""
        return self.definition.edition

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Fields by id; a reading that is asked at a step is a choice between its options, an
        item of a checklist one of those of the clocks that ask for them."""
        asked = {r.id: reading_field(r) for r in self.definition.readings if r.at}
        items = checklist_items(self.definition.clocks)
        return {one.id: with_items(one, items) for one in self.definition.fields} | asked

    @cached_property
    def states(self) -> dict[str, State]:
        """States by id, in order."""
        return {one.id: one for one in self.definition.states}

    @cached_property
    def transitions(self) -> dict[str, Transition]:
        """Transitions by id, in order."""
        return {one.id: one for one in self.definition.transitions}

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of files that steps ask for, or that their conditions look for."""
        found = [kind for step in self.definition.transitions for kind in step.files]
        found += [one.id for one in self.fields.values() if one.type == "file"]
        for step in self.definition.transitions:
            conditions = [rule.that for rule in step.when]
            conditions += [sign.when for sign in step.signs if sign.when is not None]
            found += [kind for condition in conditions for kind in files_in(condition)]
        return tuple(dict.fromkeys(found))

    @cached_property
    def wanted(self) -> dict[str, tuple[Field, ...]]:
        """The fields that each transition names, in order, by its id."""
        return {
            one.id: tuple(f for f in self.fields.values() if f.id in one.fields)
            for one in self.definition.transitions
        }

    @cached_property
    def required(self) -> dict[str, tuple[Field, ...]]:
        """The fields that are required from each state, by its id."""
        found: dict[str, tuple[Field, ...]] = {}
        for one in self.definition.fields:
            if one.required_from is not None:
                found[one.required_from] = (*found.get(one.required_from, ()), one)
        return found

    @cached_property
    def asked(self) -> dict[str, tuple[str, ...]]:
        """The readings that each transition asks for, by its id."""
        return {
            one.id: tuple(r.id for r in self.definition.readings if one.id in r.at)
            for one in self.definition.transitions
        }

    @cached_property
    def uniques(self) -> tuple[tuple[Field, Unique], ...]:
        """What must be unique: fields, each with the way in which it is."""
        return tuple((one, unique) for one in self.definition.fields for unique in one.unique)

    @cached_property
    def leaving(self) -> dict[str, tuple[str, ...]]:
        """The transitions that may be taken from each state; from "", those that open a case."""
        found = {"": self.opening}
        for state in self.states:
            found[state] = tuple(
                one.id for one in self.definition.transitions if state in one.from_
            )
        return found

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """The transitions that open a case."""
        return tuple(one.id for one in self.definition.transitions if not one.from_)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Decision tables by id."""
        return {one.id: one for one in self.definition.tables}

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Accounts by id."""
        return {one.id: one for one in self.definition.accounts}

    def signs_of(self, transition: Transition) -> tuple[Sign, ...]:
        """The decisions that a step needs: approvals, or the rejection of another step's."""
        if transition.rejects is not None:
            transition = self.transitions[transition.rejects]
        return transition.signs

    @cached_property
    def clocks(self) -> dict[str, Clock]:
        """Clocks by id."""
        return {one.id: one for one in self.definition.clocks}

    @cached_property
    def filings(self) -> Filings:
        """The items that owe filings, and how those are numbered."""
        return Filings(self.definition)

    @cached_property
    def apart(self) -> tuple[frozenset[str], ...]:
        """Sets of actions on one case that no one person decides."""
        return tuple(
            frozenset((sign.action or step.id, action))
            for step in self.definition.transitions
            for sign in step.signs
            for other in sign.apart
            for action in self._actions(other)
        )

    def _actions(self, transition: str) -> set[str]:
        return {sign.action or transition for sign in self.transitions[transition].signs}

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The values of figures by id, as set since or as printed; None where unset."""
        return {one.id: self._figure(one) for one in self.definition.figures}

    def _figure(self, figure: Figure) -> Any:
        """As set since, if this edition lets it be set so; else as printed."""
        if figure.setting and figure.id in self.settings:
            with suppress(BadUsage):
                return figure_value(figure, self.settings[figure.id])
        return figure_value(figure, figure.value)

    @cached_property
    def decided(self) -> dict[str, str]:
        """The readings that were decided for the whole procedure: id -> option."""
        return {
            one.id: self.settings[one.id]
            for one in self.definition.readings
            if not one.at and self.settings.get(one.id) in [option.id for option in one.options]
        }

    @cached_property
    def lengths(self) -> frozenset[str]:
        """The figures that are lengths of waits and clocks, or days of a month."""
        waits = (one for step in self.definition.transitions for one in step.wait)
        found = [length for one in waits for length in (one.days, one.working_days)]
        for clock in self.definition.clocks:
            found += [clock.days, clock.working_days, clock.months, clock.years, clock.hours]
            found += [clock.repeat, clock.day]
        return frozenset(one for one in found if isinstance(one, str) and "-" not in one)

    @cached_property
    def settable(self) -> dict[str, Figure | Reading]:
        """What an office may set: figures that are settings, readings asked at no step."""
        return {one.id: one for one in self.definition.figures if one.setting} | {
            one.id: one for one in self.definition.readings if not one.at
        }

    def number_of(self, length: int | str | None) -> int | None:
        """A length as a number: itself, or the figure of that name; None where that is unset."""
        if isinstance(length, str):
            value = self.figures[length]
            return value if isinstance(value, int) else None
        return length

    @cached_property
    def case_types(self) -> dict[str, str]:
        """The names that a condition on a case may use, with their types."""
        return case_names(self.definition, self.fields.values(), self.known)

    @cached_property
    def known(self) -> dict[str, Definition]:
        """The procedures that fields may name, this one among them."""
        return {**self._others, self.id: self.definition}

    @cached_property
    def secrecy(self) -> Secrecy:
        """What of a case is confidential."""
        return Secrecy(self.definition, self.known)

    @cached_property
    def on_case(self) -> Vocabulary:
        """Conditions on a case."""
        return Vocabulary(self.case_types)

    def parts_of(self, list_id: str) -> tuple[Field, ...]:
        """What a record of a list field has; of a ref of `many`, a case's number, state, fields."""
        field = self.fields[list_id]
        if field.type != "ref" or not field.many:
            return field.fields
        other = {**self._others, self.id: self.definition}.get(field.procedure or "")
        return (*OWN_PARTS, *(other.fields if other is not None else ()))

    def on_item(self, list_id: str) -> Vocabulary:
        """Conditions on one record of a list field: the case's names and `item.ID`."""
        found = self._items.get(list_id)
        if found is None:
            types = self.case_types | item_names(self.parts_of(list_id))
            found = self._items[list_id] = Vocabulary(types)
        return found

    @cached_property
    def on_duty(self) -> Vocabulary:
        """Conditions on what clocks ask for."""
        return Vocabulary(self.case_types | duty_names())

    def over(self, rows: str | None) -> Vocabulary:
        """The vocabulary of rows: cases, steps, duties, or a list's records."""
        if rows == "duties":
            return self.on_duty
        return self.on_case if rows in (None, "cases", "steps") else self.on_item(str(rows))

    @cached_property
    def on_release(self) -> Vocabulary:
        """Whether a release covers a case: the case's names, and `release.NAME` of the other."""
        release = self.definition.release
        other = None if release is None else self.known.get(release.procedure)
        return Vocabulary(self.case_types | release_names(other))

    @cached_property
    def on_summary(self) -> Vocabulary:
        """Conditions on measures: `measures.ID` and `indicators.ID` (numbers), figures, `on`.

        All numbers are doubles there, money in yuan.
        """
        return Vocabulary(summary_names(self.definition))

    def condition(self, text: str) -> Condition:
        """A condition on a case."""
        return self.on_case.compile(text)

    def asks_day(self, text: str) -> bool:
        """Whether a condition on a case asks for the day, itself or by a decision table."""
        names = self.condition(text).names
        if "on" in names or "on_month" in names:
            return True
        tables = (
            self.tables[one.removeprefix("tables.")] for one in names if one.startswith("tables.")
        )
        return any(self.asks_day(row.when) for table in tables for row in table.rows if row.when)


def reading_field(reading: Reading) -> Field:
    """The field by which a step asks for a reading: a choice of one of its options."""
    return Field(
        id=reading.id,
        label=reading.label,
        type="choice",
        choices=tuple(option.id for option in reading.options),
        section=reading.section,
    )
