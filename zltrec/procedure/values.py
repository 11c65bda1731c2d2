"""Values of fields and figures: read as typed, kept as JSON, shown exactly.

Kept are: text, choice, ref, date, moment as text (dates in ISO 8601), an
integer as a number, a decimal as its plain text, money as fen, a flag as true
or false, a record as an object. Nothing is ever a binary fraction.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import msgspec

from zltrec.calendar.asked import parse_day, parse_when
from zltrec.errors import BadUsage
from zltrec.procedure.definition import Field, Figure

MOST_DIGITS = 15
"""As many digits a decimal may have: so many a comparison of doubles still tells apart."""
_SHOWN = 20  # more choices than these are not listed in a refusal; the nearest are
_FEN_IN_YUAN = 100
_MOST_FEN = 2**63 - 1
UNITS = {"": 1, "元": 1, "万元": 10_000, "万": 10_000, "亿元": 100_000_000}
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
# No longer than Decimal calculates with exactly.
_MONEY = re.compile(r"(?P<number>-?\d[\d,]{0,18}(?:\.\d{1,8})?)(?P<unit>元|万元|万|亿元)?")
_YES = frozenset(("是", "有", "yes", "true", "1", "y"))
_NO = frozenset(("否", "无", "no", "false", "0", "n"))


def parse_value(field: Field, text: str, today: date) -> Any:
    """The value of a field as typed, to keep. `today` gives a date its year where it lacks.

    Raises BadUsage, which names the field, for what the field cannot have.
    """
    if field.type == "list":
        return _parse_record(field, text, today)
    typed = text.strip()
    if not typed:
        raise BadUsage("{field} is empty; give it a value", field=field.id)
    plain = unicodedata.normalize("NFKC", typed)
    if field.type == "integer":
        return _parse_integer(field, plain)
    if field.type == "decimal":
        return parse_decimal(plain, field.id)
    if field.type == "money":
        return parse_money(plain, field.unit, field.id)
    if field.type == "date":
        return parse_day(typed, today=today).isoformat()
    if field.type == "moment":
        return _parse_moment(field, typed, today)
    if field.type == "flag":
        return _parse_flag(field, plain)
    if field.many:
        typed_ones = [one.strip() for one in re.split(r"[、,，]", typed) if one.strip()]
        if field.type == "ref":
            return list(dict.fromkeys(typed_ones))
        return [_parse_choice(field, one) for one in typed_ones or [""]]
    if field.type in ("choice", "item"):
        return _parse_choice(field, typed)
    return typed


def parse_decimal(text: str, name: str) -> str:
    """A decimal's plain text, without needless zeros. Raises BadUsage."""
    plain = text.replace(",", "")
    if not _PLAIN.fullmatch(plain):
        raise BadUsage("{field} is a number such as 59.5, not {value}", field=name, value=text)
    given = Decimal(plain)
    number = given.normalize()
    # Only a number of very many digits is rounded by that.
    digits = len(number.as_tuple().digits) if number == given else MOST_DIGITS + 1
    if digits > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        raise BadUsage(
            "{field} has more than {most} digits: {value}",
            field=name,
            most=MOST_DIGITS,
            value=text,
        )
    return format(number + 0, "f")


def parse_money(text: str, unit: str, name: str) -> int:
    """An amount in fen; without a unit of its own it is in `unit` (元 if that is empty)."""
    found = _MONEY.fullmatch(text.replace(" ", ""))
    if not found:
        raise BadUsage(
            "{field} is an amount such as 25232 or 25232.50, not {value}", field=name, value=text
        )
    number = Decimal(found["number"].replace(",", ""))
    fen = number * UNITS[found["unit"] or unit] * _FEN_IN_YUAN
    if fen != fen.to_integral_value() or abs(fen) > _MOST_FEN:
        raise BadUsage("{field} is no whole number of fen: {value}", field=name, value=text)
    return int(fen)


def figure_value(figure: Figure, text: str | None) -> Any:
    """A figure as conditions and calculations use it; None if it is not set.

    An int, a Decimal, an int of fen, a date, or a text. Raises BadUsage.
    """
    if text is None:
        return None
    if figure.type == "integer":
        return _parse_integer(Field(id=figure.id, type="integer"), text)
    if figure.type == "decimal":
        return Decimal(parse_decimal(text, figure.id))
    if figure.type == "money":
        return parse_money(text, figure.unit, figure.id)
    if figure.type == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadUsage(
                "{field} is a day such as 2022-10-31, not {value}", field=figure.id, value=text
            ) from None
    return text


def condition_value(field: Field, kept: Any) -> Any:
    """A kept value as conditions use it: a Decimal, a date or an aware moment where it is one."""
    if kept is None or field.personal:
        return None
    if field.type == "decimal":
        return Decimal(kept)
    if field.type == "date":
        return date.fromisoformat(kept)
    if field.type == "moment":
        return datetime.fromisoformat(kept).replace(tzinfo=UTC)
    if field.type == "list":
        fields = {one.id: one for one in field.fields}
        return [
            {name: condition_value(fields[name], one) for name, one in record.items()}
            for record in kept
        ]
    if field.type == "file":
        return kept["name"]
    if field.type == "ref" and field.many:
        return [{"number": one} for one in kept]
    return kept


def shown_value(field: Field, kept: Any) -> Any:
    """A kept value for people and for JSON: money in yuan with its fen, the rest as it is."""
    if kept is None:
        return None
    if field.type == "money" and isinstance(kept, int):
        return money_text(kept)
    if field.type == "list":
        fields = {one.id: one for one in field.fields}
        return [
            {name: shown_value(fields[name], one) for name, one in record.items()}
            for record in kept
        ]
    return kept


def money_text(fen: int) -> str:
    """An amount in yuan, with two places."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // _FEN_IN_YUAN}.{abs(fen) % _FEN_IN_YUAN:02d}"


def _parse_integer(field: Field, text: str) -> int:
    plain = text.replace(",", "")
    if not re.fullmatch(r"-?\d{1,18}", plain):
        raise BadUsage(
            "{field} is a whole number such as 26, not {value}", field=field.id, value=text
        )
    return int(plain)


def _parse_moment(field: Field, text: str, today: date) -> str:
    when = parse_when(text, today=today)
    if when.precision != "minute":
        raise BadUsage(
            "{field} is a minute such as 2022-07-12T14:05, not {value}", field=field.id, value=text
        )
    return str(when)


def _parse_flag(field: Field, text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise BadUsage("{field} is 是 (yes) or 否 (no), not {value}", field=field.id, value=text)


def _parse_choice(field: Field, text: str) -> str:
    bare = _item if field.type == "item" else _bare
    for choice in field.choices:
        if bare(choice) == bare(text):
            return choice
    if len(field.choices) > _SHOWN:
        nearest: list[str] = [
            str(one) for one in get_close_matches(bare(text), field.choices, n=5, cutoff=0.0)
        ]
        raise BadUsage(
            "{field} has no {value}; nearest of its {count} are {choices}"
            " (procedure show --format toml has all)",
            field=field.id,
            value=text,
            count=len(field.choices),
            choices="、".join(nearest),
        )
    raise BadUsage(
        "{field} is one of {choices}, not {value}",
        field=field.id,
        choices="、".join(field.choices),
        value=text,
    )


def _parse_record(field: Field, text: str, today: date) -> dict[str, Any]:
    """One record of a list, typed as a JSON object of texts."""
    try:
        # Numbers stay as they are typed: a binary fraction would round them.
        typed = json.loads(text, parse_float=str)
        msgspec.convert(typed, dict[str, str | int | bool])
    except (ValueError, msgspec.ValidationError, RecursionError):
        first = field.fields[0].id if field.fields else "…"
        raise BadUsage(
            'each {field} is an object such as {{"{first}": "…"}}, not {value}',
            field=field.id,
            first=first,
            value=text,
        ) from None
    fields = {one.id: one for one in field.fields}
    for name in typed:
        if name not in fields:
            raise BadUsage(
                "{field} has no {name}; it has {names}",
                field=field.id,
                name=name,
                names=", ".join(fields),
            )
    if not typed:
        raise BadUsage("a record of {field} holds at least one value", field=field.id)
    return {
        name: parse_value(one, str(typed[name]), today)
        for name, one in fields.items()
        if name in typed
    }


def _item(text: str) -> list[str]:
    """What an item's id is compared by: its section may be typed, too (`5.1.3 2(1)`)."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text))


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
