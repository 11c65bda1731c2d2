"""A chronicle (大事记) on the printed page: months, dated entries, further entries.

An entry begins with a date (bold or plain) or, as a further entry of the date
before it, with a mark. Where an office puts a mark before every entry, the
first entry of a month has mark and date, and then dates after marks are read.
A date that stands alone dates the paragraphs below it. Whatever cannot be
read is reported with its line; nothing is guessed and nothing dropped.

Kinds of findings: `unread`, `impossible_date`, `empty_month`, `running_head`,
and those of `order`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zltrec.calendar.printed import Heading, measure_printed_date, read_printed_date
from zltrec.calendar.when import When
from zltrec.errors import BadUsage
from zltrec.gazette.cuts import MARKS, NO_ENTRY, is_title
from zltrec.gazette.document import Finding, Paragraph, PrintedEntry, PrintedMonth
from zltrec.gazette.line import BLANKS, close_up
from zltrec.gazette.months import MonthHeading, is_chronicle_heading, read_month, read_title
from zltrec.gazette.order import OrderCheck

__all__ = ["ChronicleReader", "is_chronicle_heading"]

_INSIDE = re.compile(rf"[。！？；][{BLANKS}]*([☆★□■○●◎◇◆△▲])")
_MARK = re.compile(rf"[{MARKS}][{BLANKS}]*")
_SECOND_DATE = re.compile(rf"[、和及与][{BLANKS}]*")
_AFTER_DATE = re.compile(f"[，,：:]?[{BLANKS}]*")
_PART_OF_MONTH = re.compile("[上中下]旬")
_SHOWN = 24

Thing = PrintedMonth | PrintedEntry | Finding


class ChronicleReader:
    """Reads the paragraphs of chronicles one by one.

    Begin with a paragraph that `is_chronicle_heading`; give each next one to
    `read` while `belongs` says so; then `close`.
    """

    def __init__(self) -> None:
        self._year: int | None = None
        self._title: Paragraph | None = None
        self._titled = False
        self._waiting: tuple[Paragraph, When, str] | None = None
        self._begin_month(None)

    def belongs(self, paragraph: Paragraph) -> bool:
        """Whether the paragraph is part of the chronicle, read or unread; False where a
        heading or the title of something else ends it."""
        if is_chronicle_heading(paragraph) or read_month(paragraph):
            return True
        if paragraph.level:
            return self.is_entry(paragraph) or bool(_PART_OF_MONTH.fullmatch(paragraph.text))
        return self._waiting is not None or self.is_entry(paragraph) or not is_title(paragraph.text)

    def is_entry(self, paragraph: Paragraph) -> bool:
        """Whether the paragraph begins as entries do: with a mark or a date."""
        text = paragraph.printed
        return text[0] in MARKS or (not paragraph.cells and measure_printed_date(text) > 0)

    def read(self, paragraph: Paragraph) -> Iterator[Thing]:
        """What the paragraph says: a month (before its first entry), entries, findings."""
        heading = read_title(paragraph) or read_month(paragraph)
        if heading is not None:
            yield from self._open_month(paragraph, heading)
            return
        if _PART_OF_MONTH.fullmatch(paragraph.text):
            return
        text = paragraph.printed
        if paragraph.cells:
            yield _unread(paragraph)
        elif mark := _MARK.match(text):
            yield from self._marked(paragraph, text[mark.end() :])
        elif (length := _date_length(paragraph)) and (
            paragraph.bold or not NO_ENTRY.match(text[length:])
        ):
            yield from self._dated(paragraph, text[:length], text[length:])
        elif self._waiting is not None:
            dated, when, printed_date = self._waiting
            self._waiting, self._under_date = None, True
            yield from self._entry(dated, when, paragraph.text, False, printed_date)
        elif self._under_date and self._when is not None and not paragraph.level:
            yield from self._entry(paragraph, self._when, paragraph.text, True, "")
        else:
            yield _unread(paragraph)

    def close(self) -> Iterator[Thing]:
        """What is still open when the chronicle ends."""
        yield from self._drop_waiting()
        if self._title is not None and self._month is not None and not self._titled:
            yield Finding(
                self._title.line,
                "empty_month",
                "no entry stands under the heading {title}",
                (("title", self._title.text),),
            )

    def _begin_month(self, month: int | None) -> None:
        self._month = month
        self._check = OrderCheck(month)
        self._when: When | None = None
        self._bulleted: bool | None = None
        self._under_date = False

    def _open_month(self, paragraph: Paragraph, heading: MonthHeading) -> Iterator[Thing]:
        year = self._year if heading.year is None else heading.year
        if self._titled and heading.month and (year, heading.month) == (self._year, self._month):
            yield Finding(
                paragraph.line,
                "running_head",
                "the running head {text} was left out",
                (("text", paragraph.text),),
            )
            return
        yield from self.close()
        self._year, self._title, self._titled = year, paragraph, False
        self._begin_month(heading.month)

    def _marked(self, paragraph: Paragraph, text: str) -> Iterator[Thing]:
        yield from self._drop_waiting()
        length = measure_printed_date(text)
        if self._bulleted is None:
            self._bulleted = length > 0
        if self._bulleted and length and not NO_ENTRY.match(text[length:]):
            yield from self._dated(paragraph, text[:length], text[length:])
        elif self._when is None:
            yield Finding(
                paragraph.line,
                "unread",
                "this entry has no date, nor any date that was read before it: {text}",
                _shown(paragraph),
            )
        elif text:
            yield from self._entry(paragraph, self._when, close_up(text), True, "")
        else:
            yield Finding(
                paragraph.line, "unread", "the mark {text} has no text", _shown(paragraph)
            )

    def _dated(self, paragraph: Paragraph, printed: str, rest: str) -> Iterator[Thing]:
        yield from self._drop_waiting()
        self._bulleted, self._under_date = bool(self._bulleted), False
        last, self._when = self._when, None
        second = _SECOND_DATE.match(rest)
        if second and measure_printed_date(rest[second.end() :]):
            yield Finding(
                paragraph.line,
                "unread",
                "this entry has more than one date and was not read: {text}",
                _shown(paragraph),
            )
            return
        month = self._month or (last and last.start and last.start.month) or None
        try:
            read = read_printed_date(printed, Heading(self._year, month, last))
        except BadUsage:
            yield self._undatable(paragraph, printed, month)
            return
        if read is None or read.when.start is None:
            yield _unread(paragraph)
            return
        self._when = when = read.when
        if self._year is None:
            self._year = read.when.start.year  # a title without a year, above whole dates
        printed = close_up(printed)
        bold = bool(paragraph.bold) and printed[0] not in "是同"
        yield from self._check.check_date(paragraph.line, when, printed, bold=bold)
        text = close_up(_AFTER_DATE.sub("", rest, count=1))
        if text:
            yield from self._entry(paragraph, when, text, False, printed)
        else:
            self._waiting = (paragraph, when, printed)

    def _undatable(self, paragraph: Paragraph, printed: str, month: int | None) -> Finding:
        if (
            (self._year is None and "年" not in printed)
            or (month is None and "月" not in printed)
            or printed[0] in "是同本"
        ):
            return Finding(
                paragraph.line,
                "unread",
                "neither this entry nor what stands before it says the whole date: {text}",
                _shown(paragraph),
            )
        return Finding(
            paragraph.line,
            "impossible_date",
            "there is no date {printed} in the calendar; the entry was not read: {text}",
            (("printed", close_up(printed)), *_shown(paragraph)),
        )

    def _entry(
        self, paragraph: Paragraph, when: When, text: str, further: bool, printed_date: str
    ) -> Iterator[Thing]:
        if not self._titled and self._title is not None and self._year is not None:
            self._titled = True
            yield PrintedMonth(self._title.line, self._year, self._month, self._title.text)
        yield PrintedEntry(paragraph.line, when, text, further, printed_date)
        inside = _INSIDE.search(text)
        if inside:
            yield Finding(
                paragraph.line,
                "inline_mark",
                "the mark {mark} stands inside the entry; it may be two entries: {text}",
                (("mark", inside[1]), ("text", text[inside.start() : inside.end() + 10])),
            )
        yield from self._check.check_text(paragraph.line, text)

    def _drop_waiting(self) -> Iterator[Finding]:
        if self._waiting is not None:
            paragraph, _, printed_date = self._waiting
            self._waiting = None
            yield Finding(
                paragraph.line,
                "unread",
                "the date {printed} has no text",
                (("printed", printed_date),),
            )


def _date_length(paragraph: Paragraph) -> int:
    text, bold = paragraph.printed, paragraph.bold
    if not bold or measure_printed_date(bold) != len(bold):
        return measure_printed_date(text)
    length = matched = 0
    while matched < len(bold):  # `bold` has its blanks closed up
        matched += text[length] == bold[matched]
        length += 1
    rest = text[length:]
    return length if not rest or rest[0].isspace() else max(length, measure_printed_date(text))


def _unread(paragraph: Paragraph) -> Finding:
    return Finding(
        paragraph.line,
        "unread",
        "this begins with neither a date nor a mark and was not read: {text}",
        _shown(paragraph),
    )


def _shown(paragraph: Paragraph) -> tuple[tuple[str, object], ...]:
    text = paragraph.text
    return (("text", text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"),)
