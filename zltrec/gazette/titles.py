"""What titles look like: of notices, of plans, of attachments; and how alike two are.

Knows the words that titles of documents end with, and no document. Titles
follow GB/T 9704-2012: the issuer, 关于, what it is about, 的, the kind.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from zltrec.gazette.document import Paragraph
from zltrec.gazette.line import HAN

LONGEST_TITLE = 120
"""A paragraph with more characters is no title."""

_KINDS = "通知|意见|决定|决议|公告|通告|通报|批复|函|令|纪要"
_NOTICE = re.compile(
    rf"(?P<issuer>[{HAN}、 ]{{0,60}}?)关于(?P<what>.+?)的?(?P<kind>{_KINDS})"
    "(?:[（(][^（()）]*[)）])?"
)
_BROUGHT = re.compile("(?:印发|转发|批转|下发|发布|公布)(?P<what>.+)")
_PLAN = re.compile(
    "(?:方案|预案|计划|规划|办法|细则|规定|意见|纲要|要点|条例|规程|章程)(?:[（(][^（()）]*[)）])?"
)
_PLACE = re.compile(
    rf"[{HAN}]{{2,10}}?(?:省|自治区|市|县|旗|区|州|盟|镇|乡|苏木|街道|政府|委员会|委|局|办公室)"
)
_NUMBERED = re.compile(
    r"[-—]?\s*(?:[（(][一二三四五六七八九十百\d]{1,4}[)）]|[一二三四五六七八九十百]{1,4}[、.．]"
    r"|\d{1,3}(?:\.\d{1,3})*[、.．\s]|\d{1,3}(?:\.\d{1,3})+|第[一二三四五六七八九十百\d]{1,4}[章节条款编])\s*"
)
_SENTENCE = re.compile("[。；;！!？?]|[，：,:]$")
_OFFICES = ("政府", "办公室", "办公厅", "委员会", "委", "厅", "局", "部", "院", "办", "会")
_CONTENTS = re.compile("目录|目次")
_LEADERS = re.compile(r"(?:[\s.．·…⋯・_—-]{2,}\s*[（(]?\d{1,4}[）)]?|\s+\d{1,4})$")
_SHORTEST_PLAN = 8
_LONGEST_OFFICE = 40
_LEAST_SHARED = 0.4


@dataclass(frozen=True, slots=True)
class NoticeTitle:
    """A notice's title: who issues it (None where the title names nobody), and what it
    brings (印发, 转发: the title of the plan, without 《》; None if it brings nothing)."""

    text: str
    issuer: str | None
    brings: str | None


def read_notice_title(text: str) -> NoticeTitle | None:
    """Reads a notice's title; None if `text` is none (a sentence, a numbered heading)."""
    if "关于" not in text or len(text) > 2 * LONGEST_TITLE or _SENTENCE.search(text):
        return None
    found = _NOTICE.fullmatch(text)
    if not found or found["issuer"].startswith("附件"):
        return None
    issuer = found["issuer"].strip() or None
    if issuer is not None and not issuer.endswith(_OFFICES):
        return None
    brought = _BROUGHT.fullmatch(found["what"])
    brings = _first_quoted(brought["what"]) if brought else None
    if issuer is None and brings is None:
        return None
    return NoticeTitle(text, issuer, brings)


def is_open_notice_title(text: str) -> bool:
    """Whether a notice's title may begin in `text` and be cut before its end."""
    if _SENTENCE.search(text) or len(text) > 2 * LONGEST_TITLE:
        return False
    before, about, _ = text.partition("关于")
    if not before.endswith(_OFFICES) or not (about or len(text) <= _LONGEST_OFFICE):
        return False
    return not about or read_notice_title(without_page_number(text)) is None


def is_plan_title(text: str) -> bool:
    """Whether `text` is the title of a plan that can stand alone: unnumbered, with the
    name of a place or an office at its head, ended by a word such as 方案."""
    if len(text) < _SHORTEST_PLAN or len(text) > LONGEST_TITLE or is_numbered(text):
        return False
    if _SENTENCE.search(text) or text[0] in "《“(（" or "关于印发" in text:
        return False
    ends = [found.end() for found in _PLAN.finditer(text)]
    return bool(ends) and ends[-1] == len(text) and _PLACE.match(text) is not None


def is_title_like(paragraph: Paragraph) -> bool:
    """Whether a paragraph can be a title or a part of one: short, no sentence, no table."""
    text = paragraph.text
    return not paragraph.cells and len(text) <= LONGEST_TITLE and not _SENTENCE.search(text)


def is_numbered(text: str) -> bool:
    """Whether `text` begins with a number, as sections and items of lists do."""
    return _NUMBERED.match(text) is not None


def without_number(text: str) -> str:
    """`text` without the number at its head."""
    found = _NUMBERED.match(text)
    return text[found.end() :] if found else text


def is_contents_heading(text: str) -> bool:
    """Whether `text` heads a table of contents."""
    return len(text) < 8 and _CONTENTS.fullmatch("".join(text.split())) is not None


def without_page_number(text: str) -> str:
    """A line of a table of contents without its dots and page number."""
    return _LEADERS.sub("", text)


def title_key(title: str) -> str:
    """What makes two titles the same: no blanks, no 《》 around, one width of brackets."""
    key = "".join(unicodedata.normalize("NFKC", title).split())
    return key[1:-1] if key.startswith("《") and key.find("》") == len(key) - 1 else key


def likeness(one: str, other: str) -> float:
    """How alike two titles are, from 0 to 1 (2 × what they share, of their lengths); 0
    where they are plainly different."""
    one, other = title_key(one), title_key(other)
    if one == other:
        return 1.0
    if min(len(one), len(other)) * 2 < max(len(one), len(other)):
        return 0.0
    shared, most = len(set(one) & set(other)), max(len(set(one)), len(set(other)))
    if shared < _LEAST_SHARED * most:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _first_quoted(text: str) -> str:
    start = min((at for at in map(text.find, "《〈") if at >= 0), default=-1)
    if start < 0:
        return text.strip()
    opening, closing = ("《", "》") if text[start] == "《" else ("〈", "〉")
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == opening) - (text[at] == closing)
        if depth == 0:
            return text[start + 1 : at]
    return text[start + 1 :]
