"""Conditions in CEL: compiled once, checked for types, evaluated on values; never `eval`.

The library is Google's own binding of the C++ implementation (cel-expr-python):
the only one that checks types, the fastest to import, and with nothing behind
it. It is young, so it is imported here alone, and late. A decimal is compared
as a double, which is exact up to 15 digits; calculating with one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from zltrec.errors import Refused, ZltrecError

if TYPE_CHECKING:
    from cel_expr_python import cel

Types = Mapping[str, str]
"""Names that a condition may use: each with its type, as CEL writes it."""
Lookup = Callable[[str], Any]
"""The value of a name; None where it has none."""

INT, DOUBLE, STRING, BOOL, TIME = "int", "double", "string", "bool", "timestamp"
LIST_OF_STRINGS = "list(string)"
RECORDS = "list(map(string, dyn))"
TIMES = "map(string, timestamp)"
COUNTS = "map(string, int)"
NUMBERS = "map(string, double)"

_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_FILES = re.compile(r"""(?:"([^"]+)"|'([^']+)')\s+in\s+files\b""")
_LACKING = re.compile(r'(?:No value with name|Key not found in map :) "([^"]+)"')
_CALCULATED = re.compile(rb"(?:add|subtract|multiply|divide|negate)_double")
_UNKNOWN = re.compile(r"undeclared reference to '([^']+)'")
_MISMATCH = re.compile(r"found no matching overload for '([^']+)' applied to '([^']*)'")
_WELL_KNOWN = re.compile(r"google\.protobuf\.(\w+)")
_PLACE = re.compile(r"<input>:(\d+):(\d+): (.*)")
_OPERATORS = re.compile(r"^_(?P<binary>.+)_$|^@(?P<word>in)$|^(?P<unary>[!-])_$")
_AS_THEY_ARE = frozenset((str, int, bool, float))


class BadCondition(ZltrecError):
    """A condition that cannot be: an unknown name, types that do not fit, bad syntax."""

    exit_code = 4


class LacksValue(Refused):
    """A condition that needs the value of a name that has none; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__("{name} has no value yet", name=name)
        self.name = name


class Condition:
    """One compiled expression: the names that it uses, and its value on given values."""

    def __init__(self, text: str, names: tuple[str, ...], compiled: cel.Expression) -> None:
        self.text = text
        self.names = names
        self.compiled = compiled

    @property
    def kind(self) -> str:
        """The type of its value, as names of types are written here."""
        return str(self.compiled.return_type().name()).lower()

    def value(self, lookup: Lookup) -> Any:
        """The value, with every name's value taken from `lookup`.

        Raises LacksValue where a value that is needed is not there, Refused
        where it cannot be calculated (a division by nothing).
        """
        data = {}
        for name in self.names:
            found = lookup(name)
            if found is not None:
                data[name] = as_cel(found)
        result = self.compiled.eval(data=data)
        if result.type().name() != "ERROR":
            return result.plain_value()
        said = str(result.value())
        lacking = _LACKING.search(said)
        if lacking:
            raise LacksValue(lacking[1])
        raise Refused(
            "{condition} cannot be calculated: {reason}", condition=self.text, reason=said
        )

    def holds(self, lookup: Lookup) -> bool:
        """Whether it is true; raises as `value` does."""
        return self.value(lookup) is True


class Vocabulary:
    """The names that conditions of one kind may use, and the conditions compiled with them."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self._env: cel.Env | None = None
        self._compiled: dict[tuple[str, str], Condition] = {}

    def compile(self, text: str, expected: str = BOOL) -> Condition:
        """The condition of this text. Raises BadCondition, with what is wrong and where.

        `expected` is the type of its value; "" for any of a number, text, time or bool.
        """
        found = self._compiled.get((text, expected))
        if found is None:
            found = self._compiled[text, expected] = self._compile(text, expected)
        return found

    def _compile(self, text: str, expected: str) -> Condition:
        if self._env is None:
            self._env = _environment(self.types)
        try:
            compiled = self._env.compile(text)
        except RuntimeError as error:
            raise _bad(text, str(error)) from None
        kind = str(compiled.return_type().name()).lower()
        if expected and kind != expected:
            raise BadCondition(
                "{condition} is of type {kind}, where {expected} is needed",
                condition=text,
                kind=kind,
                expected=expected,
            )
        if _CALCULATED.search(compiled.serialize()):
            raise BadCondition(
                "{condition} calculates with decimals, which would be rounded; only compare them",
                condition=text,
            )
        return Condition(text, self._names(text), compiled)

    def _names(self, text: str) -> tuple[str, ...]:
        """The names of this vocabulary that the text uses."""
        found: dict[str, None] = {}
        for token in _NAME.findall(_QUOTED.sub('""', text)):
            # `firm.state` is one name; of `hazards.exists` only the beginning is.
            parts = token.split(".")
            for length in range(len(parts), 0, -1):
                name = ".".join(parts[:length])
                if name in self.types:
                    found[name] = None
                    break
        return tuple(found)


def files_in(text: str) -> list[str]:
    """The kinds of files that a condition looks for: `"KIND" in files`."""
    return [one[0] or one[1] for one in _FILES.findall(text)]


def quoted(text: str) -> list[str]:
    """The texts in quotation marks that stand in a condition."""
    return [token[1:-1] for token in _QUOTED.findall(text)]


def as_cel(value: Any) -> Any:
    """A value as CEL takes it: a day is its first moment, in UTC; a decimal is a double."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, Mapping):
        return {key: as_cel(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple | set | frozenset):
        return [_in_list(as_cel(one)) for one in value]
    return value


def _in_list(value: Any) -> Any:
    """A time in a record is its text, to be read by `timestamp(one.day)`.

    The binding takes no time in a map whose values are of any type.
    """
    if isinstance(value, dict):
        return {key: _in_list(one) for key, one in value.items()}
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


@cache
def _type(text: str) -> Any:
    from cel_expr_python import cel

    simple = {
        INT: cel.Type.INT,
        DOUBLE: cel.Type.DOUBLE,
        STRING: cel.Type.STRING,
        BOOL: cel.Type.BOOL,
        TIME: cel.Type.TIMESTAMP,
        "dyn": cel.Type.DYN,
    }
    if text in simple:
        return simple[text]
    inner = text[text.index("(") + 1 : -1]
    if text.startswith("list("):
        return cel.Type.List(_type(inner))
    key, _comma, element = inner.partition(", ")
    return cel.Type.Map(_type(key), _type(element))


def _environment(types: Types) -> cel.Env:
    from cel_expr_python import cel

    return cel.NewEnv(variables={name: _type(kind) for name, kind in types.items()})


def _bad(text: str, said: str) -> BadCondition:
    """What CEL says of a condition, in our words where they are plainer."""
    unknown = _UNKNOWN.search(said)
    if unknown:
        return BadCondition(
            "there is no {name} that {condition} could use", name=unknown[1], condition=text
        )
    mismatch = _MISMATCH.search(said)
    if mismatch:
        operator = _OPERATORS.match(mismatch[1])
        shown = next((g for g in operator.groups() if g), "") if operator else mismatch[1]
        return BadCondition(
            "{operator} does not fit the types {types} in {condition}",
            operator=shown,
            types=_WELL_KNOWN.sub(lambda found: found[1].lower(), mismatch[2]),
            condition=text,
        )
    place = _PLACE.search(said)
    return BadCondition(
        "{condition} cannot be read at character {column}: {reason}",
        condition=text,
        column=place[2] if place else 1,
        reason=place[3] if place else said,
    )
