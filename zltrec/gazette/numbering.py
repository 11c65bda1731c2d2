"""Numbers of sections and items that skip, repeat or run back; stops that are missing.

An outline is told from the print alone: 一、 （一） 1. （1） 第一条 1.1 and
table rows are kinds of numbers; a kind that comes up again ends every kind
that began under it. A list may begin anew at 1. A document's title, or any
other heading without a number, begins a new outline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zltrec.gazette.document import Finding, Paragraph
from zltrec.gazette.line import HAN

_NUMERALS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_CHINESE = "[一二三四五六七八九十百]{1,5}"
_NO_FIGURE = "(?![万亿元%％年月日时分级层米户人个项倍度名号℃])"
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第(?P<number>{_CHINESE}|\d{{1,3}})章")),
    ("section", re.compile(rf"第(?P<number>{_CHINESE}|\d{{1,3}})节")),
    ("article", re.compile(rf"第(?P<number>{_CHINESE}|\d{{1,3}})条")),
    ("heading", re.compile(rf"(?P<number>{_CHINESE})[、.．]")),
    ("bracketed", re.compile(rf"[（(]\s*(?P<number>{_CHINESE})\s*[)）]")),
    ("bracketed_digit", re.compile(r"[（(]\s*(?P<number>\d{1,3})\s*[)）]")),
    ("decimal", re.compile(rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?![\d.]){_NO_FIGURE}")),
    ("decimal", re.compile(rf"(?P<number>\d{{1,2}})\s+{_NO_FIGURE}(?=[{HAN}])")),
    ("digit", re.compile(r"(?P<number>\d{1,3})(?:、|[.．](?!\d{1,2}(?!\d)))")),
)
_FIRST = re.compile(r"[第（(\d一二三四五六七八九十]")
_LABEL = re.compile(r"附件\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?\s*(?=$|\D)")
_LISTING = re.compile(r"附件\s*[：:]\s*(?=\d)")
_CLOSED = "。；：！？;:!?”）)"
_LEAST_SENTENCE = 12
_FARTHEST = 3
"""More numbers than that are not lost between two items: such a number is no item's."""

_RUNNING = ("chapter", "section", "article")
"""Numbers that run through a whole text, whatever stands between them."""


@dataclass(slots=True)
class _Level:
    kind: str
    number: int
    line: int


@dataclass(frozen=True, slots=True)
class _Ending:
    """How an item ended, for the item after it."""

    kind: str
    number: int
    line: int
    text: str
    closed: bool


class Outline:
    """Follows the numbers of a text paragraph by paragraph."""

    def __init__(self) -> None:
        self._levels: list[_Level] = []
        self._running: dict[str, _Level] = {}
        self._decimals: dict[int, tuple[tuple[int, ...], int]] = {}
        self._endings: list[_Ending] = []

    def note(self, paragraph: Paragraph) -> list[Finding]:
        """What is wrong with the number of the next paragraph, or with the one before."""
        if paragraph.cells:
            return self._note_row(paragraph)
        if self._levels and self._levels[-1].kind == "row":
            self._levels.pop()
        text = _LISTING.sub("", paragraph.text.lstrip("-— "))
        kind, numbers = _read_number(text)
        if not numbers:
            if paragraph.level or _LABEL.match(text):
                self._levels.clear()
                self._decimals.clear()
                self._running.clear()
                self._endings.clear()
            return []
        findings = self._check_endings(kind, numbers[-1], paragraph)
        if kind == "decimal":
            return findings + self._advance_decimal(numbers, paragraph.line)
        return findings + self._advance(kind, numbers[0], paragraph.line)

    def _note_row(self, paragraph: Paragraph) -> list[Finding]:
        first = paragraph.cells[0]
        if not (first.isdecimal() and len(first) <= 4):
            return []
        return self._advance("row", int(first), paragraph.line)

    def _advance(self, kind: str, number: int, line: int) -> list[Finding]:
        if kind in _RUNNING:
            self._levels.clear()
            level = self._running.get(kind)
        else:
            level = self._rise(kind)
        if level is None:
            level = _Level(kind, number, line)
            if kind in _RUNNING:
                self._running[kind] = level
            else:
                self._levels.append(level)
            return [] if number == 1 or number > _FARTHEST else [_unbegun(str(number), line)]
        before, first = level.number, level.line
        level.number, level.line = number, line
        if number == before + 1 or (number == 1 != before) or abs(number - before) > _FARTHEST + 1:
            return []
        return [_misnumbered(str(number), str(before), line, first)]

    def _advance_decimal(self, numbers: tuple[int, ...], line: int) -> list[Finding]:
        """1, 1.1 and 1.1.1 are one family; under each, other kinds begin anew."""
        self._levels.clear()
        known = self._decimals.get(len(numbers))
        self._decimals[len(numbers)] = (numbers, line)
        printed = ".".join(map(str, numbers))
        if numbers[-1] == 1:
            return []
        if known is None or known[0][:-1] != numbers[:-1]:
            return [_unbegun(printed, line)]
        if known[0][-1] + 1 == numbers[-1]:
            return []
        return [_misnumbered(printed, ".".join(map(str, known[0])), line, known[1])]

    def _rise(self, kind: str) -> _Level | None:
        """The level of that kind, everything under it being ended; None if there is none."""
        for at, level in enumerate(self._levels):
            if level.kind == kind:
                del self._levels[at + 1 :]
                return level
        return None

    def _check_endings(self, kind: str, number: int, paragraph: Paragraph) -> list[Finding]:
        """An item without a stop at its end, between two items that have one."""
        text = paragraph.text
        ending = _Ending(kind, number, paragraph.line, text, text[-1] in _CLOSED)
        last = self._endings[-2:]
        self._endings = [*last[-1:], ending]
        if paragraph.level or len(last) < 2:
            return []
        before, middle = last
        in_order = before.kind == middle.kind == kind and (
            before.number + 1,
            middle.number + 1,
        ) == (middle.number, number)
        sentence = len(middle.text) >= _LEAST_SENTENCE
        if not (in_order and sentence and before.closed and ending.closed) or middle.closed:
            return []
        params = (("text", middle.text[-_LEAST_SENTENCE:]),)
        return [
            Finding(
                middle.line,
                "missing_stop",
                "the item ends without a stop, and those beside it have one: {text}",
                params,
            )
        ]


def _unbegun(number: str, line: int) -> Finding:
    return Finding(
        line,
        "numbering",
        "the list begins with number {number}; what comes before it is not there",
        (("number", number),),
    )


def _misnumbered(number: str, before: str, line: int, first: int) -> Finding:
    params = (("number", number), ("before", before), ("first", first))
    return Finding(
        line, "numbering", "number {number} follows number {before} of line {first}", params
    )


def _read_number(text: str) -> tuple[str, tuple[int, ...]]:
    """The kind of number at the head of a text, and its parts; no parts if there is none."""
    if not text or not _FIRST.match(text):
        return "", ()
    for kind, pattern in _KINDS:
        if found := pattern.match(text):
            parts = tuple(_value(part) for part in found["number"].split("."))
            return kind, () if 0 in parts else parts
    return "", ()


def _value(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    value, digit = 0, 0
    for character in printed:
        if character == "十":
            value, digit = value + (digit or 1) * 10, 0
        elif character == "百":
            value, digit = value + (digit or 1) * 100, 0
        else:
            digit = _NUMERALS[character]
    return value + digit
