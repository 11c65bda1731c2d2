"""The text of a paper with its places, read: what stands there, and what is put in.

A place is `{NAME}` or a condition's expression in braces, `:FORM` behind it; a block
is parted off by lines of their own, `{each LIST}` or `{when CONDITION}` to `{end}`;
`{{` and `}}` are braces. So little is asked that no library of templates is
needed: conditions stay the one language of procedures, nothing of a text is run,
and every fault has its line. `zltrec/procedures/LANGUAGE.md` has the same for people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zltrec.errors import CheckFailed

_BLOCK = re.compile(r"\s*\{(?P<word>each|when)\s+(?P<what>.*\S)\s*\}\s*")
_END = re.compile(r"\s*\{end\}\s*")
_PIECE = re.compile(r"\{\{|\}\}|\{(?P<place>[^{}]*)\}|[{}]")
_FORMED = re.compile(r"(?P<what>[A-Za-z_][\w.-]*):(?P<form>\w+)|(?P<else>.*\S):(?P<one>iso|day)")

FORMS = ("iso", "day")
"""In which other forms a time may be printed: in ISO 8601, as the day without its minute."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text as it stands; `line` (from 0) of the whole text."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is put in: of what (a name, an expression), in which form ("": its own).

    `alone`: nothing else stands on its line; `first`: nothing but blanks before it.
    """

    what: str
    form: str
    line: int
    alone: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Block:
    """What is printed for `each` record of a list, or only `when` a condition holds."""

    word: str
    what: str
    line: int
    parts: tuple[Part, ...]


Part = Words | Place | Block
Fault = tuple[int, CheckFailed]
"""What is wrong with a text, and on which of its lines (from 0)."""


def read_template(text: str) -> tuple[tuple[Part, ...], list[Fault]]:
    """The parts of a text in order, and what is wrong with its form."""
    faults: list[Fault] = []
    opened: list[tuple[str, str, int]] = []
    levels: list[list[Part]] = [[]]
    for number, line in enumerate(text.rstrip("\n").split("\n")):
        block = _BLOCK.fullmatch(line)
        if block:
            opened.append((block["word"], block["what"], number))
            levels.append([])
        elif not _END.fullmatch(line):
            levels[-1] += _line(line, number, faults)
        elif not opened:
            faults.append((number, CheckFailed("there is no block that {{end}} could end")))
        else:
            parts = tuple(levels.pop())
            levels[-1].append(Block(*opened.pop(), parts))
    for word, what, number in opened:
        faults.append(
            (
                number,
                CheckFailed("{{{block}}} is not ended by a line {{end}}", block=f"{word} {what}"),
            )
        )
    while len(levels) > 1:  # What is left open holds the rest.
        parts = tuple(levels.pop())
        levels[-1].append(Block(*opened.pop(), parts))
    return tuple(levels[0]), faults


def _line(line: str, number: int, faults: list[Fault]) -> list[Part]:
    parts: list[Part] = []
    at = 0
    for found in _PIECE.finditer(line):
        parts.append(Words(line[at : found.start()], number))
        at = found.end()
        if found["place"] is not None:
            alone = line.strip() == found[0]
            first = not line[: found.start()].strip()
            parts.append(_place(found["place"].strip(), number, alone, first, faults))
        elif len(found[0]) == 2:
            parts.append(Words(found[0][0], number))
        else:
            faults.append(
                (
                    number,
                    CheckFailed(
                        "a brace stands alone in {line}; for a brace itself write it twice",
                        line=line.strip(),
                    ),
                )
            )
    parts.append(Words(f"{line[at:]}\n", number))
    return [one for one in parts if not isinstance(one, Words) or one.text]


def _place(inner: str, number: int, alone: bool, first: bool, faults: list[Fault]) -> Place:
    word = inner.partition(" ")[0]
    if word in ("each", "when", "end"):
        faults.append((number, CheckFailed("{{{inner}}} stands on a line of its own", inner=inner)))
    formed = _FORMED.fullmatch(inner)
    what, form = inner, ""
    if formed:
        what, form = formed["what"] or formed["else"], formed["form"] or formed["one"]
    return Place(what, form, number, alone, first)
