"""Characters and words that stand twice where once is meant (每每户, 建筑建筑的, 。。).

Works on one block of text without blanks. A character that stands twice is
normal at the seam of two words (市市场, 局局长, 关于于某) and in reduplication
(层层, 常常). A slip is told by this: the character is none that ends a word,
for the text never has it before a mark; with what stands before it, it makes
nothing that the text has elsewhere, with what follows it does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from zltrec.gazette.line import HAN

_TWICE = re.compile(rf"([{HAN}])\1")
_WORD_TWICE = re.compile(rf"([{HAN}]{{2,4}})\1")
_MARK_TWICE = re.compile("([。，、；：])\\1+")
_REDUPLICATED = frozenset(
    "层人家户天年月日时处事件次步节代常往渐稳牢紧深谢星看试想说走听问谈慢轻静默悄匆纷频屡刚仅恰偏明足满好早远久高大小"
    "细重条款句字个种样项村组校街巷齐双源滔欣勃冉孜兢念切拳历比头实在面点滴朵片爸妈哥弟姐妹爷奶叔宝区稍略熊茫蒸多张"
)
_STANDING_ALONE = frozenset("在为对将从向并以与及和于由是把而或不就都也还再已未无有这那此")
"""What stands before a word that begins like it, and is right (在在建, 将将军)."""

_NUMERALS = frozenset("一二三四五六七八九十百千万亿〇零两")
_EMPHATIC = frozenset("很非越愈大好十一")
_BEHIND_NOUN = frozenset("的和与及、")
_MARKS = re.compile("[，。、；：）”》！？\n]")
_KNOWN = 5
_AROUND = 4


def find_doublings(text: str) -> Iterator[tuple[int, str]]:
    """Every suspected doubling of a block: where it stands, and with what around it."""
    for found in _MARK_TWICE.finditer(text):
        yield found.start(), _shown(text, found)
    for pattern, is_doubled in ((_WORD_TWICE, _is_word_doubled), (_TWICE, _is_doubled)):
        doubled = list(pattern.finditer(text))
        often = Counter([found[1] for found in doubled])
        for found in doubled:
            if often[found[1]] == 1 and is_doubled(text, found):
                yield found.start(), _shown(text, found)


def _is_word_doubled(text: str, found: re.Match[str]) -> bool:
    word, end = found[1], found.end()
    if len(set(word)) == 1 or (_NUMERALS | _EMPHATIC) & set(word):
        return False
    return text[end] in _BEHIND_NOUN and text.count(word) > _KNOWN


def _is_doubled(text: str, found: re.Match[str]) -> bool:
    character, at = found[1], found.start()
    before, after = text[at - 1], text[at + 2]
    if character in _REDUPLICATED | _STANDING_ALONE | _NUMERALS or after in "的地长":
        return False
    if after == text[at + 3] or before == text[at - 2] or not (_is_han(before) and _is_han(after)):
        return False  # 踏踏实实
    if text.count(before + character) > 1 or text.count(character + after) == 1:
        return False
    followers = re.findall(f"{character}([^{character}])", text)
    return len(followers) >= _KNOWN and not _MARKS.search("".join(followers))


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _shown(text: str, found: re.Match[str]) -> str:
    shown = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    return shown.strip("\n").replace("\n", " ")
