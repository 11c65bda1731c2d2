"""One look over a procedure: its parts with their paths, and what was found wrong.

The checks (`check_parts`, `check_flow`, …) share it: each walks the parts of
its trade and adds its findings. Here are also the answers to a wrong name,
one sentence for each kind, with the names that there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from typing import Any

import msgspec

from zltrec.errors import CheckFailed, ZltrecError
from zltrec.procedure.conditions import files_in
from zltrec.procedure.definition import Definition, Field
from zltrec.procedure.edition import Edition
from zltrec.procedure.lines import Path
from zltrec.procedure.names import CASE_TYPES
from zltrec.procedure.source import Problem, Source
from zltrec.procedure.terms import LONGEST

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
# What CEL has already, as a word or as a type; a variable of such a name breaks every condition.
_CEL = (
    "true false null in as break const continue else for function if import let loop package "
    "namespace return var void while bool int uint double string bytes list map type null_type dyn"
)
_ROWS = ("case", "declare", "reason", "transition")
RESERVED = frozenset((*_CEL.split(), *CASE_TYPES, *_ROWS))
"""Ids that no field may have: conditions, or the rows of batches, use these words themselves."""
ROOTS = frozenset(("figures", "tables", "readings", "due", "item"))
"""Ids that no `ref` field may have: of `due.state` nobody could tell what it is."""
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Absence:
    """What is said of a name that none of a kind has, with the names that there are."""

    template: str

    def __call__(self, name: str, names: Iterable[str]) -> CheckFailed:
        return CheckFailed(self.template, name=name, names=listed(name, names))


class Survey:
    """A source under examination, and the problems found so far."""

    def __init__(self, source: Source, others: Mapping[str, Definition]) -> None:
        self.source = source
        self.definition = source.definition
        self.others = {**others, source.definition.id: source.definition}
        self.problems: dict[tuple[int, str], Problem] = {}
        self.used_figures: set[str] = set()

    @cached_property
    def edition(self) -> Edition:
        """The edition to compile conditions with, without fields that would break them all."""
        sound = msgspec.structs.replace(
            self.definition,
            fields=tuple(one for one in self.definition.fields if is_nameable(one.id)),
            readings=tuple(one for one in self.definition.readings if is_nameable(one.id)),
        )
        return Edition(sound, {}, self.others)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """All fields by id, and the readings that steps ask for."""
        return Edition(self.definition).fields

    def add(self, path: Path, error: ZltrecError) -> None:
        """Notes what is wrong with a part; the same on the same line only once."""
        line = self.source.line_of(path)
        self.problems.setdefault((line, str(error)), Problem(line, error))

    def parts(self, kind: str) -> Iterator[tuple[Path, Any]]:
        """The parts of a kind (`fields`, `transitions`, …), each with its path."""
        yield from within((), kind, getattr(self.definition, kind))

    def name(self, path: Path, name: str, names: Iterable[str], absent: Absence) -> bool:
        """Whether a name is one of the names; if not, says so by `absent`."""
        names = list(names)
        if name in names:
            return True
        self.add(path, absent(name, names))
        return False

    def names(
        self, path: Path, given: Iterable[str], names: Iterable[str], absent: Absence
    ) -> bool:
        """Whether all that is given in a list are among the names."""
        names = list(names)
        found = [self.name((*path, index), one, names, absent) for index, one in enumerate(given)]
        return all(found)

    def figure(self, path: Path, name: str, types: tuple[str, ...]) -> None:
        """A use of a figure that has to be of one of the types."""
        figures = {one.id: one for one in self.definition.figures}
        if not self.name(path, name, figures, no_figure):
            return
        self.used_figures.add(name)
        if figures[name].type not in types:
            self.add(
                path,
                CheckFailed(
                    "figure {name} is of type {type}; {types} is needed here",
                    name=name,
                    type=figures[name].type,
                    types=", ".join(types),
                ),
            )

    def length(self, path: Path, length: int | str | None, least: int = 0) -> None:
        """A length of time: a number, or a figure that is an integer."""
        if isinstance(length, str):
            self.figure(path, length, ("integer",))
            values = [one.value for one in self.definition.figures if one.id == length]
            if values and re.fullmatch(r"-?\d{1,18}", values[0] or ""):
                self.length(path, int(values[0] or 0), least)
        elif length is not None and not least <= length <= LONGEST:
            self.add(
                path,
                CheckFailed(
                    "{length} is no length; it is from {least} to {most}",
                    length=length,
                    least=least,
                    most=LONGEST,
                ),
            )

    @cached_property
    def files(self) -> frozenset[str]:
        """The kinds of files that steps ask for, or whose conditions ask whether they are in.

        One that a condition alone names is optional; one that is nearly another is that, mistyped.
        """
        steps = self.definition.transitions
        asked = {kind for step in steps for kind in step.files}
        rules = [rule.that for step in steps for rule in step.when]
        rules += [sign.when for step in steps for sign in step.signs if sign.when]
        optional = {kind for rule in rules for kind in files_in(rule)}
        return frozenset(asked | {k for k in optional if not get_close_matches(k, asked, 1, 0.85)})

    def scope(self, path: Path, scope: str | None) -> None:
        """A field that says which office of several (which township) is meant."""
        if scope is None or not self.name(path, scope, self.fields, no_field):
            return
        if self.fields[scope].type not in ("text", "choice") or self.fields[scope].many:
            self.add(
                path,
                CheckFailed(
                    "{field} is of type {type}; a scope is a field of type text or choice",
                    field=scope,
                    type=type_name(self.fields[scope]),
                ),
            )
        if self.fields[scope].personal:
            self.add(path, personal(scope))


def type_name(field: Field) -> str:
    """The type of a field as it is written."""
    return f"{field.type}, many" if field.many else field.type


def is_nameable(name: str) -> bool:
    """Whether a field of this id can stand in conditions."""
    return IDENTIFIER.fullmatch(name) is not None and name not in RESERVED


def within(path: Path, key: str, parts: Iterable[Any]) -> Iterator[tuple[Path, Any]]:
    """The parts that a key holds under a path, each with its own path."""
    for index, part in enumerate(parts):
        yield (*path, key, index), part


def listed(name: str, names: Iterable[str]) -> str:
    """The names that there are, those most like `name` first where they are too many."""
    found = list(dict.fromkeys(one for one in names if one))
    if len(found) <= _MOST_NAMED:
        return ", ".join(found) or "—"
    found.sort(key=lambda one: -SequenceMatcher(None, name, one).ratio())
    return ", ".join((*found[:_MOST_NAMED], "…"))


def personal(field: str) -> CheckFailed:
    """Why a personal field cannot be used for anything that compares values."""
    return CheckFailed(
        "{field} is personal: only a salted commitment of it is kept, so equal values do not look "
        "equal; use another field here",
        field=field,
    )


no_state = Absence("there is no state {name}; there are {names}")
no_transition = Absence("there is no transition {name}; there are {names}")
no_field = Absence("there is no field {name}; there are {names}")
no_figure = Absence("there is no figure {name}; there are {names}")
no_list = Absence("there is no list {name}; there are {names}")
no_measure = Absence("there is no measure {name}; there are {names}")
no_account = Absence("there is no account {name}; there are {names}")
no_item = Absence("there is no item {name}; there are {names}")
no_item_field = Absence(
    "there is no list with such a field of the type item as {name}; there are {names}"
)
no_procedure = Absence("there is no procedure {name}; there are {names}")


def is_day(text: str) -> bool:
    """Whether a text is a day in the one form that definitions have."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
