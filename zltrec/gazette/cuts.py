"""Where a paragraph ends on a printed page, and where a page break cut it in two.

Answers questions about neighbouring lines and no more; `page` puts the
paragraphs together. A cut is told by what the first half lacks (a closing
mark, though it is prose) and by what the second half does not begin with (a
date, a mark, a number, a label: whatever opens a paragraph).
"""

from __future__ import annotations

import re

from zltrec.calendar.printed import measure_printed_date
from zltrec.gazette.line import BLANKS, HAN, Line

MARKS = "☆★□■○●◎◇◆△▲▽▼◊◯※▶►◦•·∙▪▫"
"""Marks that offices print before each further entry of the same day."""

FULL_LINE = 20
"""The least characters of a line that a page break cut: columns are never narrower."""

_STOPS = "。；;！？!?"
_CLOSING = _STOPS + "：…”）》】〕:)."
_PAUSES = "，、,"
_NEVER_FIRST = "，。、；：）”》】,;)的"
_PROSE = re.compile("[，。；,;]")
_ITEM = re.compile(
    r"[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]"
    r"|\d{1,2}(?:[.．](?!\d)|、)|\d{1,2}(?:\.\d{1,2})+(?!\d|[万亿元%])|[①-⑳]"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条款]"
)
_LABEL = re.compile(
    rf"附件[{BLANKS}]*[\d一二三四五六七八九十]{{0,2}}[{BLANKS}]*(?:$|[:：])"
    rf"|[{HAN}](?:[{HAN}{BLANKS}]{{0,6}}[{HAN}])?[:：]"
)
_SEAT = re.compile(
    rf"(?:[{HAN}]{{2,4}}|[{HAN}][{BLANKS}]+[{HAN}])[{BLANKS}]+[{HAN}][{HAN}\w、，,（）()“”]+"
)
_LEANS_ON = re.compile(r"[年月至到于在自从以前共约~～\-—\d，、,和及与]$")
NO_ENTRY = re.compile("前|后|内(?!蒙)|起|止|之|的|以[前后来内上下]")
"""What follows a date in the middle of a sentence, never the date of an entry."""
_TITLE_END = re.compile(
    "(?:方案|计划|规划|预案|办法|意见|规定|制度|细则|要点|通知|通报|公告|通告|决定|批复|函"
    "|条例|规则|章程|标准|指南|名单|清单|台账|统计表|登记表|汇总表|申请表|审批表|一览表|明细表"
    "|领导小组|指挥部|大事记)(?:[(（][^)）]*[)）])?$"
)
_MASTHEAD = re.compile(
    rf"(?:[{HAN}]{{0,20}}(?:政府|委员会|常委会|市委|县委|区委|旗委)[办公室厅]{{0,3}}公报"
    rf"|[{HAN}]{{0,20}}政报)?[{BLANKS}·.]*(?:\d{{4}}[{BLANKS}]*年?)?"
    rf"(?:[{BLANKS}·.]*第?[{BLANKS}]*\d{{1,3}}[{BLANKS}]*[期号])?[{BLANKS}·.]*\d{{0,4}}"
)
_PAGE_NUMBER = re.compile(
    rf"[-—–·•{BLANKS}]*(?:第[{BLANKS}]*)?\d{{1,4}}[{BLANKS}]*页?[-—–·•{BLANKS}]*"
)
_OFFICE = re.compile("(?:政府|办公室|办公厅|委员会|委|厅|局|部|院|办)$")
_BARE = re.compile(r"[^。，；：！？,;:!?“”]+")


def goes_on(text: str, line: Line) -> bool:
    """Whether the paragraph `text` (blanks as printed) goes on in `line`, cut in between."""
    last, first = text[-1], line.printed[0]
    if last in _STOPS:
        return "“" in text and _closes_quote(text, line.printed) and not begins_anew(line, text)
    if first in _NEVER_FIRST and last not in "：:" and not (line.level or line.cells):
        return first != "的" or len(text) >= FULL_LINE
    if last in _CLOSING:
        return False
    return _is_open(text, line.printed) and not begins_anew(line, text)


def begins_anew(line: Line, before: str) -> bool:
    """Whether the line opens a paragraph; `before` is the text that it would go on from."""
    text = line.printed
    if line.level or line.dashed or line.bold or line.cells or text[0] in MARKS:
        return True
    if length := measure_printed_date(text):
        rest = text[length:]
        if not rest or rest[0].isspace():
            return True
        return not NO_ENTRY.match(rest) and not _LEANS_ON.search(before)
    return bool(_ITEM.match(text) or _LABEL.match(text) or _SEAT.fullmatch(text))


def is_bare(line: Line) -> bool:
    """Whether the line is short, plain and without punctuation: a title's, a running head's."""
    return (
        not (line.level or line.bold or line.cells or line.dashed)
        and len(line.printed) < 2 * FULL_LINE
        and _BARE.fullmatch(line.printed) is not None
    )


def is_running_head(line: Line) -> bool:
    """Whether the line is a gazette's masthead or a page number, as pages repeat them."""
    text = line.printed
    last = text[-1]
    if not (last in "报期号页-—–·•" or last.isdecimal()) or len(text) > 2 * FULL_LINE:
        return False
    if line.cells or line.bold or (line.level and last != "报"):
        return False
    if line.dashed and last not in "-—–":
        return False
    return bool(_PAGE_NUMBER.fullmatch(text) or _MASTHEAD.fullmatch(text))


def is_title(text: str) -> bool:
    """Whether the text ends with a word that ends titles of documents."""
    return _TITLE_END.search(text) is not None


def is_item(text: str) -> bool:
    """Whether the text begins with a number of a list."""
    return _ITEM.match(text) is not None


def is_office(text: str) -> bool:
    """Whether the text ends as names of offices do (a signature is no title's end)."""
    return _OFFICE.search(text) is not None


def _is_open(text: str, following: str) -> bool:
    if text[-1] in _PAUSES:
        return True
    if text[0] in MARKS:
        return True
    if len(text) < FULL_LINE or _SEAT.fullmatch(text):
        return False
    if measure_printed_date(text) or "。" in text:
        return True
    if is_title(text) or not (_PROSE.search(text) or _ITEM.match(text)):
        return False
    # a heading of two clauses looks the same; it is never followed by a mere leftover
    return len(text) >= 2 * FULL_LINE or (len(following) < FULL_LINE and following[-1] in _STOPS)


def _closes_quote(text: str, following: str) -> bool:
    if text.count("“") <= text.count("”"):
        return False
    closing, opening = following.find("”"), following.find("“")
    return closing >= 0 and (opening < 0 or closing < opening)
