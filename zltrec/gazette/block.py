"""A block of text as `slips` and `twins` look at it: its short phrases, counted.

The block has no blanks, its paragraphs are parted by line feeds, and it has
line feeds enough at both ends that no look to either side leaves it.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter
from typing import NamedTuple

_SLIGHT = frozenset(
    "一二三四五六七八九十百千万亿零〇两几第ⅠⅡⅢⅣⅤ"
    "的地得了着过内外中等应可将并也又还再及和与或同暨对为以在是有其各该本每之于到由被把从要者副"
)
"""Characters that make another sense, and no slip, where they stand or are missing."""

_GRADES = frozenset("东西南北大小新老正总高低上下前后多少重较巨特初中甲乙丙丁")
"""Characters that are put in one another's place to say which, or how much."""

_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_QUOTED = re.compile("《[^《》\n]{1,200}》")
_REACH = 16
_SHOWN = 4


class Slip(NamedTuple):
    """A suspected slip at `at`: what is printed, what stands elsewhere, how often, and
    one place (`other`) where it does."""

    at: int
    printed: str
    usual: str
    times: int
    other: int


class Block:
    """The phrases of a block, each four characters in one number (see `spell`).

    `grams` are the four characters from each place on, `frames` the two before
    and the two behind the third of five; `rare` tells (1) which grams stand
    once; `quoted` tells (1) what is inside 《》.
    """

    def __init__(self, text: str) -> None:
        self.text = _BEYOND.sub("\ufffd", text)
        raw = self.text.encode("utf-16-le")
        self.grams = _read_phrases(raw, (0, 1, 2, 3))
        self.frames = _read_phrases(raw, (0, 1, 3, 4))
        self.counts = Counter(self.grams)
        self.rare = bytes(map((1).__eq__, map(self.counts.__getitem__, self.grams)))
        self.quoted = bytearray(len(text))
        for title in _QUOTED.finditer(text):
            self.quoted[title.start() : title.end()] = b"\1" * (title.end() - title.start())

    def before(self, at: int, other: int) -> int:
        """How many characters before both places are the same, within a paragraph."""
        text, count = self.text, 0
        while count < _REACH and text[at - count - 1] == text[other - count - 1] != "\n":
            count += 1
        return count

    def after(self, at: int, other: int) -> int:
        """How many characters from both places on are the same; the paragraph's end counts."""
        text, count = self.text, 0
        while count < _REACH and text[at + count] == text[other + count]:
            count += 1
            if text[at + count - 1] == "\n":
                break
        return count

    def slip(self, at: int, length: int, other: int, usual: int, count: int | None = None) -> Slip:
        """A slip of `length` characters at `at`, where `usual` characters stand at `other`
        (so many times; counted if not known), with what is the same around both."""
        text = self.text
        before = min(_SHOWN, self.before(at, other))
        after = min(_SHOWN, self.after(at + length, other + usual))
        printed = text[at - before : at + length + after].strip("\n")
        there = text[other - before : other + usual + after].strip("\n")
        return Slip(at, printed, there, count or text.count(there), other)


def spell(phrase: int) -> str:
    """The four characters of a phrase's number."""
    return phrase.to_bytes(8, sys.byteorder).decode("utf-16-le")


def is_han(character: str) -> bool:
    """Whether it is a Chinese character of the everyday range."""
    return "\u4e00" <= character <= "\u9fff"


def is_slip(odd: str, usual: str) -> bool:
    """Whether a character that became another, came in or was lost can be a slip."""
    changed = odd + usual
    if not all(map(is_han, changed)) or _SLIGHT & set(changed):
        return False
    return not (odd and usual and _GRADES & set(changed))


def _read_phrases(raw: bytes, offsets: tuple[int, ...]) -> list[int]:
    # numbers of 64 bits are made and counted in half the time and room of strings
    size = len(raw) // 2 - offsets[-1]
    phrases = bytearray(8 * size)
    for part, offset in enumerate(offsets):
        for half in (0, 1):
            phrases[2 * part + half :: 8] = raw[2 * offset + half :: 2][:size]
    return array("Q", bytes(phrases)).tolist()
