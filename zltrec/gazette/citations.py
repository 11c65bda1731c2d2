"""Documents that a text cites: `《…》`, with the number (文号) printed beside it.

A title may hold titles itself, in 〈〉 or in 《》 again: the outermost counts.
What is cited under 以下简称 is another name for a document, and no document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from zltrec.gazette.document import Citation, Paragraph
from zltrec.gazette.line import HAN
from zltrec.gazette.titles import title_key

_YEAR = r"[〔\[［【﹝（(]\s*\d{4}\s*年?[〕\]］】﹞）)]"
_NUMBER = rf"[{HAN}]{{1,15}}\s*{_YEAR}\s*第?\s*\d{{1,5}}\s*号"
_NUMBER_AFTER = re.compile(rf"\s*[（(]\s*({_NUMBER})\s*(?:[，,、；;][^（()）]*)?[)）]")
_NUMBER_BEFORE = re.compile(rf"(?:^|[^{HAN}])({_NUMBER})\s*(?:文件)?\s*$")
_OWN_ATTACHMENT = re.compile(r"\s*[（(]\s*(?:见|详见)?附件\s*[\d一二三四五六七八九十]{0,3}\s*[)）]")
_ALIAS = re.compile("简称(?:为)?[：:]?[“‘]?$")
_LONGEST_NUMBER = 45
_LONGEST_TITLE = 300  # where a 》 is lost, the search for it must end


class Cited(NamedTuple):
    """One citation where it stands: `attached` if the text itself calls it an attachment
    of its own (（附件1） after it), `alias` if it is but another name (以下简称)."""

    title: str
    number: str | None
    attached: bool
    alias: bool


def read_citations(text: str) -> Iterator[Cited]:
    """Every `《…》` of a text in order; one that is never closed is passed over."""
    start = text.find("《")
    while start >= 0:
        end = _closing(text, start)
        if end < 0:
            start = text.find("《", start + 1)
            continue
        title = text[start + 1 : end].strip()
        if title:
            after = _NUMBER_AFTER.match(text, end + 1)
            before = _NUMBER_BEFORE.search(text[max(0, start - _LONGEST_NUMBER) : start])
            printed = after or before
            yield Cited(
                title,
                "".join(printed[1].split()) if printed else None,
                _OWN_ATTACHMENT.match(text, end + 1) is not None,
                _ALIAS.search(text[max(0, start - 6) : start]) is not None,
            )
        start = text.find("《", end + 1)


def collect_citations(
    paragraphs: Iterable[Paragraph], is_own: Callable[[str], bool]
) -> tuple[Citation, ...]:
    """The documents that the paragraphs cite, each once, in order of first citation.

    `is_own` tells titles that are the document itself or its own attachments:
    they are no citations. The number is the first that is printed with the title.
    """
    cited: dict[str, Citation] = {}
    aliases: set[str] = set()
    for paragraph in paragraphs:
        if "《" not in paragraph.text:
            continue
        for found in read_citations(paragraph.text):
            key = title_key(found.title)
            if found.alias:
                aliases.add(key)
            known = cited.get(key)
            if known is not None:
                if known.number is None and found.number is not None:
                    cited[key] = Citation(known.title, found.number, known.line)
            elif not (key in aliases or found.attached or is_own(found.title)):
                cited[key] = Citation(found.title, found.number, paragraph.line)
    return tuple(cited.values())


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, min(len(text), start + _LONGEST_TITLE)):
        character = text[at]
        if character == "《":
            depth += 1
        elif character == "》":
            depth -= 1
            if depth == 0:
                return at
    return -1
