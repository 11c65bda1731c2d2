"""Long passages of a block that are alike but for one character.

Offices copy; what differs in one of two copies is a slip of the pen more
often than not, if it makes a pair of characters that is rare, where the other
copy's is common. A place with more than one alternative is a slot to be
filled (供水, 供热, 供电), and no slip.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from zltrec.gazette.block import Block, Slip, is_slip

_RARE_THEN_FREQUENT = re.compile(rb"(?<=\x00)\x01{1,4}(?=\x00)")
_ALIKE = 10
_LEAST_AFTER = 3
_FAMILIAR = 4
_RARER = 8
_MOST_TWINS = 40


class _Twin(NamedTuple):
    """A slip found beside a passage that is alike: where the other stands, and how many
    characters differ here and there."""

    slip: Slip
    other: int
    length: int
    usual: int


def find_twins(block: Block) -> Iterator[Slip]:
    """The slips of a block that long passages beside them show."""
    text, grams = block.text, block.grams
    ends = [run.start() - 1 for run in _RARE_THEN_FREQUENT.finditer(block.rare)]
    begun = [at for at in ends if "\n" not in text[at : at + 4]]
    wanted = {grams[at] for at in begun}
    at_once: dict[str, list[int]] = defaultdict(list)
    after_one: dict[str, list[int]] = defaultdict(list)
    for at, gram in enumerate(grams):
        if gram in wanted:
            phrase = text[at : at + 4]
            at_once[phrase + text[at + 4 : at + 6]].append(at)
            after_one[phrase + text[at + 5 : at + 7]].append(at)
    found: dict[int, list[_Twin]] = defaultdict(list)
    for begin in begun:
        # what follows a gram that is common is rare: the passages differ right behind it
        phrase = text[begin : begin + 4]
        here, there = text[begin + 4 : begin + 6], text[begin + 5 : begin + 7]
        for others, length, usual in (
            (after_one.get(phrase + there), 1, 1),
            (after_one.get(phrase + here), 0, 1),
            (at_once.get(phrase + there), 1, 0),
        ):
            for other in (others or ())[:_MOST_TWINS]:
                if other != begin and (
                    twin := _compare(block, begin + 4, length, other + 4, usual)
                ):
                    found[twin.slip.at].append(twin)
    for twins in found.values():
        if len({twin.slip.usual for twin in twins}) == 1 and _is_newer(block, twins[0]):
            yield twins[0].slip


def _compare(block: Block, at: int, length: int, other: int, usual: int) -> _Twin | None:
    """The slip at `at`, where `usual` characters stand at `other`, if the rest is alike."""
    text = block.text
    if not is_slip(text[at : at + length], text[other : other + usual]):
        return None
    after = block.after(at + length, other + usual)
    if after < _LEAST_AFTER or block.before(at, other) + after < _ALIKE:
        return None
    return _Twin(block.slip(at, length, other, usual), other, length, usual)


def _is_newer(block: Block, twin: _Twin) -> bool:
    """Whether the pairs of characters at a slip are rarer than those at its twin."""
    at = twin.slip.at
    here, there = _count_pairs(block, at, twin.length), _count_pairs(block, twin.other, twin.usual)
    if max(here) > _FAMILIAR:
        return False
    if max(there) >= _RARER * max(here):
        return True
    newer = (min(here), sum(here), -at) < (min(there), sum(there), -twin.other)
    return newer and min(here) == 1


def _count_pairs(block: Block, at: int, length: int) -> list[int]:
    text = block.text
    return [text.count(text[begin : begin + 2]) for begin in range(at - 1, at + length)]
