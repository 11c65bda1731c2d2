"""A procedure's text read into its definition, with the line of every part.

What is wrong with a text is data, not an exception: each problem with its
line, all at once. Here it is only the form (TOML, keys, types); whether the
parts make sense together, `procedure.check` says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, get_args, get_origin

import msgspec

from zltrec.errors import CheckFailed, ZltrecError
from zltrec.procedure.definition import Definition
from zltrec.procedure.lines import Path, find_lines

_PLACE = re.compile(r"^(?P<reason>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
_LONG = ('"""', "'''")
_TWO_FORMS = re.compile(r"Cannot mutate immutable namespace \('(?P<key>[^']+)',?")


class Problem(NamedTuple):
    """What is wrong, and on which line (from 1)."""

    line: int
    error: ZltrecError


@dataclass(frozen=True)
class Source:
    """A definition, the text that it was read from, and where its parts stand there."""

    definition: Definition
    text: str
    lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int:
        """The line of a part (`("transitions", 3, "when", 0, "that")`), or of what it stands in.

        Below a text of several lines, the number (from 0) of one of them is a part.
        """
        found = _line(self.lines, path)
        if path in self.lines or path[:-1] not in self.lines or not isinstance(path[-1], int):
            return found
        opening = self.text.splitlines()[found - 1].rstrip()
        return found + path[-1] + (1 if opening.endswith(_LONG) else 0)


def read_source(text: str) -> tuple[Source | None, list[Problem]]:
    """The procedure of a text, or None and what is wrong with the text's form."""
    try:
        data = tomllib.loads(text)
        lines = find_lines(text)
    except tomllib.TOMLDecodeError as error:
        return None, [_no_toml(text, str(error))]
    except RecursionError:
        return None, [_no_toml(text, "too many brackets in each other (at line 1, column 1)")]
    try:
        return Source(msgspec.convert(data, Definition), text, lines), []
    except msgspec.ValidationError as error:
        # It names the first fault without its index: the walk finds all, with their paths.
        faults = list(_faults(Definition, data, ()))
        faults = faults or [
            ((), CheckFailed("the procedure cannot be read: {reason}", reason=error))
        ]
    problems = [Problem(_line(lines, path), fault) for path, fault in faults]
    return None, sorted(problems, key=lambda problem: problem.line)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of the names that was probably meant, if any is near."""
    return next(iter(get_close_matches(name, list(names), n=1, cutoff=0.7)), None)


def _line(lines: Mapping[Path, int], path: Path) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _no_toml(text: str, said: str) -> Problem:
    place = _PLACE.match(said)
    reason, line = (place["reason"], place["line"]) if place else (said, None)
    last = text.rstrip("\n").count("\n") + 1
    twice = _TWO_FORMS.match(reason)
    if twice:
        said_twice = CheckFailed(
            "{key} is written in two forms, {key} = […] and [[{key}]]; use one of them",
            key=twice["key"],
        )
        return Problem(int(line or last), said_twice)
    return Problem(
        int(line or last), CheckFailed("the text is not TOML here: {reason}", reason=reason)
    )


def _faults(kind: Any, data: Any, path: Path) -> Iterator[tuple[Path, CheckFailed]]:
    """What in plain data does not fit a type, with the path of each fault."""
    if get_origin(kind) is UnionType and isinstance(data, dict) and NoneType in get_args(kind):
        kind = next(one for one in get_args(kind) if one is not NoneType)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        if isinstance(data, dict):
            yield from _struct_faults(kind, data, path)
        else:
            yield (
                path,
                CheckFailed(
                    "{key} is a table such as {{id = …}}, not {value}", **_shown(path, data)
                ),
            )
    elif get_origin(kind) is tuple:
        if isinstance(data, list):
            for index, one in enumerate(data):
                yield from _faults(get_args(kind)[0], one, (*path, index))
        else:
            yield path, CheckFailed("{key} is a list such as [{value}]", **_shown(path, data))
    elif isinstance(data, dict) and (structs := _structs(kind)):
        yield from _struct_faults(structs[0], data, path)
    else:
        try:
            msgspec.convert(data, kind)
        except msgspec.ValidationError:
            yield path, _wrong(kind, data, path)


def _structs(kind: Any) -> list[type[msgspec.Struct]]:
    """The tables that a value of a type may be, where it may be another thing too."""
    return [
        one for one in get_args(kind) if isinstance(one, type) and issubclass(one, msgspec.Struct)
    ]


def _struct_faults(
    kind: type[msgspec.Struct], data: dict[str, Any], path: Path
) -> Iterator[tuple[Path, CheckFailed]]:
    fields = {one.encode_name: one for one in msgspec.structs.fields(kind)}
    for key, one in data.items():
        if key in fields:
            yield from _faults(fields[key].type, one, (*path, key))
            continue
        meant = nearest(key, fields)
        if meant:
            yield (
                (*path, key),
                CheckFailed("there is no key {key}; did you mean {meant}?", key=key, meant=meant),
            )
        else:
            yield (
                (*path, key),
                CheckFailed(
                    "there is no key {key} here; there are {keys}", key=key, keys=", ".join(fields)
                ),
            )
    for key, field in fields.items():
        if field.required and key not in data:
            yield (
                path,
                CheckFailed("{part} has no {key}; give it one", part=_part(path, data), key=key),
            )


def _wrong(kind: Any, data: Any, path: Path) -> CheckFailed:
    shown = _shown(path, data)
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    kinds = {one for one in get_args(kind) or (kind,) if one is not NoneType}
    if _structs(kind):
        return CheckFailed("{key} is a name, or a table such as {{id = …}}, not {value}", **shown)
    for one in kinds:
        if get_origin(one) is Literal:
            choices = get_args(one)
    if choices:
        return CheckFailed(
            "{key} is one of {choices}, not {value}", choices=", ".join(choices), **shown
        )
    if kinds == {int, str}:
        return CheckFailed("{key} is a whole number or the name of a figure, not {value}", **shown)
    if kinds == {int}:
        return CheckFailed("{key} is a whole number, not {value}", **shown)
    if kinds == {bool}:
        return CheckFailed("{key} is true or false, not {value}", **shown)
    return CheckFailed("{key} is a text in quotation marks, not {value}", **shown)


def _shown(path: Path, data: Any) -> dict[str, str]:
    """The key and the value that a fault is about, as they are written."""
    key = next((str(one) for one in reversed(path) if isinstance(one, str)), "")
    if isinstance(data, bool):
        return {"key": key, "value": str(data).lower()}
    if isinstance(data, dict):
        return {"key": key, "value": "{…}"}
    if isinstance(data, list):
        return {"key": key, "value": "[…]"}
    return {"key": key, "value": f'"{data}"' if isinstance(data, str) else str(data)}


def _part(path: Path, data: Mapping[str, Any]) -> str:
    """What a part is called: its kind and its id, or its place from 1 where it has none."""
    if not path:
        return str(data.get("id", "procedure"))
    kind = next(str(one) for one in reversed(path) if isinstance(one, str))
    if isinstance(data.get("id"), str):
        return f"{kind}.{data['id']}"
    index = path[-1]
    return f"{kind}[{index + 1}]" if isinstance(index, int) else kind
