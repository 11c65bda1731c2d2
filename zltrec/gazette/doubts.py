"""What a careful archivist would want to look at, in a text's letters and marks.

Takes every paragraph of a file, chronicle and tables included. Findings are
about print, not about what it says; nothing is corrected. Memory is bounded
by a block of text (see `spelling`), and by the findings themselves.

- `foreign_word`: a Latin or Cyrillic word in Chinese prose; not codes,
  grades, units, names of things in capitals, addresses;
- `unbalanced`: a bracket or quotation mark without its other half;
- `stray_mark`: a comma or 、 where none can stand;
- `doubled_character`, `suspected_character`: see `spelling`;
- `numbering`, `missing_stop`: see `numbering`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zltrec.gazette.document import Finding, Paragraph
from zltrec.gazette.line import HAN
from zltrec.gazette.numbering import Outline
from zltrec.gazette.spelling import Spelling

_WORD = re.compile(
    r"(?<![A-Za-z0-9@._%/\\&+\-А-яЁё])(?P<word>[A-Za-zА-яЁё]{2,})(?:['’\-][A-Za-z]+)*(?![A-Za-z0-9@_%/\\&+]|[.\-][A-Za-z0-9])"
)
_LATIN = re.compile("[a-zА-яЁё]")
_CHINESE = re.compile(f"[{HAN}]")
_NO_WORDS = re.compile(
    "[cdkmnu]?m|[km]?l|[mk]?g|k?wh?|[mg]w|k?va?|[kmg]?hz|[kmgt]b|db|[km]?pa|ph|pp[mt]|l[xm]|min"
    "|rpm|bar|k?cal|m?mol|ha|bp|vs|app|wifi|etc|no|[ap]m|id|ip|it|ok|qq|www|https?|com|cn|ftp",
    re.IGNORECASE,
)
"""Units, and what people write in Latin letters all the same."""

_ROMAN = re.compile("[ivx]{2,5}")
_PAIRS = {
    "（": "）",
    "(": ")",
    "“": "”",
    "‘": "’",
    "《": "》",
    "〈": "〉",
    "〔": "〕",
    "【": "】",
    "[": "]",
    "「": "」",
    "『": "』",
    "［": "］",
}
_SAME = {"(": "（", ")": "）", "[": "［", "]": "］"}
_CLOSING = {
    _SAME.get(closing, closing): _SAME.get(opening, opening) for opening, closing in _PAIRS.items()
}
_OPENING = frozenset(_CLOSING.values())
_QUOTES = frozenset("“‘「『")
_MARK = re.compile(r"[（()）“”‘’《》〈〉〔〕【】\[\]「」『』［］]")
_ITEM = re.compile(r"\s*[\dA-Za-z一二三四五六七八九十]{1,3}[)）]")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])|’(?=\d)")
_STRAY = re.compile(
    rf"(?<=[{HAN}])(?<!、[{HAN}])(?<!、[{HAN}]{{2}})(?<!、[{HAN}]{{3}})(?:(?<![维缓温饱柔亲总平谦随祥共议讲中调暖融求言人])和|(?<![参给赋付授干])与"
    r"|(?<![涉普以埃顾危波触言提论遍累殃兼])及)、"
    rf"|[，、]+[。；：、]|、[，。；]|、的(?=[{HAN}])|、[{HAN}]{{1,3}}，和(?=[{HAN}])"
    r"|^[，、。；：”》）]|[（“《][，、。；]"
)
_AROUND = 6


class Doubts:
    """Collects what is doubtful in a text, paragraph by paragraph."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._spelling = Spelling()
        self._outline = Outline()
        self._open_quote: Finding | None = None

    def note(self, paragraph: Paragraph) -> None:
        """Takes the next paragraph of the file."""
        findings = self._findings
        findings += self._outline.note(paragraph)
        text = paragraph.text
        if not text.isascii():
            findings += _find_foreign_words(paragraph.line, text)
            findings += _find_stray_marks(paragraph.line, text)
        self._note_marks(paragraph.line, text)
        self._spelling.note(paragraph)

    def _note_marks(self, line: int, text: str) -> None:
        """A quotation over several paragraphs opens anew in each and closes in the last."""
        if self._open_quote is not None and text[0] != "“":
            self._findings.append(self._open_quote)
        self._open_quote = None
        for finding in _find_unbalanced(line, text):
            if dict(finding.params)["mark"] == "“" and text.count("“") - text.count("”") == 1:
                self._open_quote = finding
            else:
                self._findings.append(finding)

    def findings(self) -> list[Finding]:
        """Everything that was found, by line."""
        if self._open_quote is not None:
            self._findings.append(self._open_quote)
            self._open_quote = None
        found = [*self._findings, *self._spelling.findings()]
        return sorted(found, key=lambda finding: finding.line)


def _find_foreign_words(line: int, text: str) -> Iterator[Finding]:
    for found in _WORD.finditer(text):
        word = found["word"]
        if not _LATIN.search(word) or _NO_WORDS.fullmatch(word) or _ROMAN.fullmatch(word):
            continue
        around = text[max(0, found.start() - 3) : found.end() + 3]
        if _CHINESE.search(around):
            shown = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
            yield Finding(
                line,
                "foreign_word",
                "the foreign word {word} stands in {text}",
                (("word", word), ("text", shown)),
            )


def _find_stray_marks(line: int, text: str) -> Iterator[Finding]:
    for found in _STRAY.finditer(text):
        shown = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
        yield Finding(
            line, "stray_mark", "a mark stands where none can stand: {text}", (("text", shown),)
        )


def _find_unbalanced(line: int, text: str) -> Iterator[Finding]:
    if not _MARK.search(text):
        return
    open_marks: list[tuple[str, int]] = []
    item = _ITEM.match(text)
    for found in _MARK.finditer(text, item.end() if item else 0):
        mark, at = _SAME.get(found[0], found[0]), found.start()
        if mark in _OPENING:
            if mark in _QUOTES and any(known == mark for known, _ in open_marks):
                # a quotation cannot open inside itself: the wrong one of two marks
                yield _unbalanced(line, text, mark, at)
                open_marks = [one for one in open_marks if one[0] != mark]
            else:
                open_marks.append((mark, at))
            continue
        opening = _CLOSING[mark]
        if mark == "’" and _APOSTROPHE.match(text, at):
            continue
        if not any(known == opening for known, _ in open_marks):
            yield _unbalanced(line, text, mark, at)
            continue
        while open_marks[-1][0] != opening:
            yield _unbalanced(line, text, *open_marks.pop())
        open_marks.pop()
    for mark, at in open_marks:
        yield _unbalanced(line, text, mark, at)


def _unbalanced(line: int, text: str, mark: str, at: int) -> Finding:
    shown = text[max(0, at - _AROUND) : at + _AROUND + 1]
    return Finding(
        line, "unbalanced", "{mark} has no other half: {text}", (("mark", mark), ("text", shown))
    )
