"""The front of a notice: to whom it goes, the day it was issued, who signs it.

Reads single paragraphs; which of them belong to the front is `notices`' to
say. A day may be printed in digits or in Chinese numerals (二〇二二年六月八日).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zltrec.calendar.when import When, day, real_day
from zltrec.gazette.document import Paragraph
from zltrec.gazette.line import HAN

_DIGITS = "〇一二三四五六七八九"
_ZEROS = str.maketrans("○Ｏ零０", "〇〇〇〇")
_NUMBER = rf"(?:\d{{1,2}}|[{_DIGITS}十]{{1,3}})"
_DATE = re.compile(
    rf"(?P<signed>[{HAN}]{{2,30}}?(?:政府|办公室|办公厅|委员会|局|部|厅|院|办))?"
    rf"(?P<printed>(?P<year>\d{{4}}|[{_DIGITS}]{{4}})年(?P<month>{_NUMBER})月(?P<day>{_NUMBER})日)"
)
_ADDRESSED = re.compile(r"[：:]$")
_SENTENCE = re.compile("[。；;！？《]")
_PARTING = re.compile(r"[、，,；;]")
_LONGEST_ADDRESS = 400


@dataclass(frozen=True, slots=True)
class IssueDate:
    """A date that stands alone: the day as printed, and the office before it, if any."""

    printed: str
    signed: str | None
    year: int
    month: int
    day: int

    def when(self) -> When:
        """The day. Raises BadUsage if the calendar does not have it."""
        return day(real_day(self.year, self.month, self.day, self.printed))


def read_issue_date(text: str) -> IssueDate | None:
    """Reads a paragraph that is a date and nothing else (but for a signature)."""
    if len(text) > 50 or not text.endswith("日"):
        return None
    closed = "".join(unicodedata.normalize("NFKC", text).split()).translate(_ZEROS)
    found = _DATE.fullmatch(closed)
    if not found:
        return None
    year = found["year"]
    if not year.isdecimal():
        year = "".join(str(_DIGITS.index(digit)) for digit in year)
    return IssueDate(
        found["printed"],
        found["signed"],
        int(year),
        _small_number(found["month"]),
        _small_number(found["day"]),
    )


def read_addressees(paragraph: Paragraph) -> tuple[str, ...]:
    """Those to whom a notice goes, each as printed; empty if the paragraph names none.

    They are parted at 、 and ，, but not inside brackets.
    """
    text = paragraph.text
    if paragraph.level or paragraph.cells or not 1 < len(text) <= _LONGEST_ADDRESS:
        return ()
    if not _ADDRESSED.search(text) or _SENTENCE.search(text):
        return ()
    parts, depth, begun = [], 0, 0
    for at, character in enumerate(text[:-1]):
        depth += (character in "（(") - (character in "）)")
        if depth <= 0 and _PARTING.match(character):
            parts.append(text[begun:at])
            begun = at + 1
    parts.append(text[begun:-1])
    return tuple(part.strip() for part in parts if part.strip())


def _small_number(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.rpartition("十")
    value = _DIGITS.index(ones) if len(ones) == 1 else 0
    if ten:
        value += 10 * (_DIGITS.index(tens) if len(tens) == 1 else 1)
    return value
