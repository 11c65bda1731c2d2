"""Phrases that differ by one character from what a text prints in the same place.

Statistics alone, and no dictionary of names. Four things are looked for in a
block of text (see `block`):

- *frames*: between the same two characters before and after, at least three
  times the same character, and here another one or none; or one character
  between two that stand side by side everywhere else;
- *bound* characters: one that stands only between the same two neighbours,
  and here, between them, one that stands nowhere else (a name misread);
- *variants*: two ways to write one word (台账, 台帐), the rarer one once;
- *twins*: long passages alike but for one character (see `twins`).

Titles in 《》 are the words of others and are not judged; numbers never are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from zltrec.gazette.block import Block, Slip, is_han, is_slip, spell
from zltrec.gazette.twins import find_twins

_VARIANTS = (("帐", "账"), ("签定", "签订"), ("布署", "部署"), ("复盖", "覆盖"), ("座落", "坐落"))
"""Ways to write a word, old or wrong, and as the standard has it."""

_MARKS = "，、"
_FREQUENT = 3
_OFTEN = 7
_MARK_OFTEN = 8
_DOMINANT = 0.9
_ALIKE = 7
_NEAR = 5
_SIDE = 3
_MOST_BOUND = 500
_MOST_PLACES = 60


def find_slips(text: str) -> list[Slip]:
    """Every suspected slip of a block, by place; a place is reported once."""
    block = Block(text)
    slips: dict[int, Slip] = {}
    for find in (_find_in_frames, _find_bound, _find_variants, find_twins):
        for slip in find(block):
            if not block.quoted[slip.at] and not slips.keys() & {slip.at - 1, slip.at, slip.at + 1}:
                slips[slip.at] = slip
    return [slips[at] for at in sorted(slips)]


def _find_in_frames(block: Block) -> Iterator[Slip]:
    frames, counts, rare = block.frames, block.counts, block.rare
    frequent = {
        frame
        for frame, count in Counter(frames).items()
        if count >= _FREQUENT and _is_telling(spell(frame))
    }
    often = {gram for gram, count in counts.items() if count >= _OFTEN}
    wanted = frequent | often
    places: dict[int, _Frame] = defaultdict(_Frame)
    for at, frame in enumerate(frames):
        if frame in wanted:
            places[frame].places.append(at + 2)
    for frame, found in places.items():
        if frame in frequent:
            for at in found.places:
                if rare[at - 2] or rare[at - 1]:
                    yield from _judge(block, at, 1, found)
            if counts.get(frame) == 1:
                yield from _judge(block, block.text.find(spell(frame)) + 2, 0, found)
        if frame in often:
            odd = [at for at in found.places if rare[at - 2] and rare[at - 1]]
            yield from _find_too_many(block, spell(frame), odd)


class _Frame:
    """Where two characters stand with two others one further on."""

    def __init__(self) -> None:
        self.places: list[int] = []
        self._between: Counter[str] | None = None

    def between(self, text: str) -> Counter[str]:
        """What stands in the frame at all its places."""
        if self._between is None:
            self._between = Counter([text[place] for place in self.places])
        return self._between


def _judge(block: Block, at: int, length: int, frame: _Frame) -> Iterator[Slip]:
    """Whether what stands at `at` (one character, or none) is odd in its frame."""
    text = block.text
    odd = text[at : at + length]
    between = frame.between(text)
    usual, dominant = between.most_common(1)[0]
    others = between.total() - length
    if usual == odd or dominant < _FREQUENT or dominant < _DOMINANT * others:
        return
    marks = bool(odd) and odd in _MARKS and usual in _MARKS
    if not marks and not is_slip(odd, usual):
        return
    alike = [
        (block.before(at, place) + block.after(at + length, place + 1), place)
        for place in frame.places[:_MOST_PLACES]
        if text[place] == usual
    ]
    closest, place = max(alike, default=(0, 0))
    often = dominant >= (_MARK_OFTEN if marks else _OFTEN)
    near = closest >= _ALIKE or (not odd and often and closest >= _NEAR)
    if alike and (often if marks else near):
        yield block.slip(at, length, place, 1, dominant)


def _is_telling(frame: str) -> bool:
    return "\n" not in frame and sum(map(is_han, frame)) >= 3


def _find_too_many(block: Block, gram: str, odd: list[int]) -> Iterator[Slip]:
    """Among `odd`, characters that part what stands side by side (`gram`) everywhere else."""
    text = block.text
    for at in odd:
        if not is_slip(text[at], ""):
            continue
        alike = [
            place + 2
            for place in _find_all(text, gram, _MOST_PLACES)
            if block.before(at, place + 2) >= _SIDE and block.after(at + 1, place + 2) >= _SIDE
        ]
        if len(alike) >= _OFTEN:
            yield block.slip(at, 1, alike[0], 0)


def _find_bound(block: Block) -> Iterator[Slip]:
    text = block.text
    counts = Counter(text)
    for character in [character for character, count in counts.items() if count == 1]:
        at = text.find(character)
        before, after = text[at - 1], text[at + 1]
        if text[at - 2] == "\n" or not all(map(is_han, (before, character, after))):
            continue
        rarer, step = (before, 1) if counts[before] <= counts[after] else (after, -1)
        if not _FREQUENT < counts[rarer] <= _MOST_BOUND:
            continue
        found = [
            other + step
            for other in _find_all(text, rarer)
            if text[other + step - 1] == before and text[other + step + 1] == after
        ]
        found.remove(at)
        usual = {text[other] for other in found}
        if len(found) < _FREQUENT or len(usual) != 1:
            continue
        if is_slip(character, *usual) and counts[usual.pop()] == len(found):
            yield block.slip(at, 1, found[0], 1, len(found))


def _find_variants(block: Block) -> Iterator[Slip]:
    text = block.text
    for pair in _VARIANTS:
        for one, other in (pair, pair[::-1]):
            places = list(_find_all(text, one))
            heads = Counter([_head(text, at, one) for at in places])
            for at in places:
                head = _head(text, at, one)
                usual = head + other
                if heads[head] == 1 and (not head or is_han(head)):
                    count = text.count(usual)
                    if count >= _FREQUENT:
                        changed = len(one) - 1
                        place = text.find(usual) + len(head) + changed
                        yield block.slip(at + changed, 1, place, 1, count)


def _head(text: str, at: int, variant: str) -> str:
    """A single character is a variant in one word and not in another: with what is before it."""
    return text[at - 1] if len(variant) == 1 else ""


def _find_all(text: str, phrase: str, most: int | None = None) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0 and most != 0:
        yield at
        most = None if most is None else most - 1
        at = text.find(phrase, at + 1)
