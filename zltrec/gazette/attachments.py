"""The attachments of one document: those its list names, and those whose text is there.

Takes the paragraphs of a document one after the other. A list begins with
附件： and goes on with numbered lines; a text is known by its label (附件 2)
or, where the label is lost, by a title like the listed one. Titles are kept
as the list prints them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zltrec.gazette.cuts import is_office, is_title
from zltrec.gazette.document import Finding, Paragraph, PrintedAttachment
from zltrec.gazette.titles import is_numbered, is_title_like, likeness, title_key

_NUMERALS = "一二三四五六七八九十"
_LIST = re.compile(r"附(?:件|表)?\s*[：:]\s*(?P<rest>.*)|附件")
_LABEL = re.compile(
    rf"附件\s*(?P<ordinal>\d{{1,2}}|[{_NUMERALS}]{{1,2}})\s*(?:[：:.．、]\s*(?P<title>.+)|[：:])?"
)
_ITEM = re.compile(r"(?P<ordinal>\d{1,2})\s*[.．、]\s*(?P<title>\D.*|\d{4}年.*)")
_FURTHER_ITEM = re.compile(r"[\s；;，,。]*(?<!\d)(?P<ordinal>\d{1,2})\s*[.．、]\s*")
_DATED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_ALIKE = 0.85
_SAME = 0.95
_SLIPPED = 3
_LEAST_PART = 6
_MOST_PARTS = 3
_LONGEST_REST = 30
_LONGEST_LIST = 1000


@dataclass(slots=True)
class _Item:
    ordinal: int
    title: str
    line: int
    listed: bool = True
    text_line: int | None = None


class AttachmentList:
    """What is known so far of a document's attachments."""

    def __init__(self) -> None:
        self._items: list[_Item] = []
        self._findings: list[Finding] = []
        self._listing = False
        self._bare = False
        self._doubtful: _Item | None = None
        self._awaited: _Item | None = None
        self._labelled = False
        self._parts: list[Paragraph] = []

    @property
    def begun(self) -> bool:
        """Whether the text of an attachment has begun."""
        return self._awaited is not None or any(item.text_line for item in self._items)

    def take(self, paragraph: Paragraph) -> bool:
        """Looks at the next paragraph; True if it is a line of the list, a label, or the
        title of an attachment (and so the beginning of nothing else)."""
        if paragraph.text.startswith("附") and not paragraph.cells:
            self._settle()
            if self._take_list(paragraph) or self._take_label(paragraph):
                return True
        if self._listing and self._take_item(paragraph):
            return True
        if self._bare:
            self._label(self._named(1, None) or self._unlisted(1, paragraph.line), paragraph.line)
        self._listing = self._bare = False
        self._take_doubtful(paragraph)
        if self._awaited is not None and self._take_title(paragraph):
            return True
        self._settle()
        return self._take_unlabelled(paragraph)

    def is_own(self, title: str) -> bool:
        """Whether `title` is that of an attachment, as listed or nearly so."""
        key = title_key(title)
        return any(
            abs(len(key) - len(item.title)) <= _SLIPPED and likeness(key, item.title) >= _SAME
            for item in self._items
        )

    def close(self) -> tuple[tuple[PrintedAttachment, ...], list[Finding]]:
        """All attachments in order of the list, and what is to be looked at."""
        self._settle()
        for item in self._items:
            if item.text_line is None:
                self._findings.append(
                    Finding(
                        item.line,
                        "absent_attachment",
                        "attachment {ordinal}, {title}, is listed but its text is not there",
                        _said(item),
                    )
                )
            elif not item.listed:
                self._findings.append(
                    Finding(
                        item.text_line,
                        "unlisted_attachment",
                        "attachment {ordinal}, {title}, stands here but no list names it",
                        _said(item),
                    )
                )
        done = tuple(
            PrintedAttachment(item.ordinal, item.title, item.text_line is not None, item.text_line)
            for item in self._items
        )
        return done, self._findings

    def _take_list(self, paragraph: Paragraph) -> bool:
        found = _LIST.fullmatch(paragraph.text)
        if not found or len(found[0]) > _LONGEST_LIST:
            return False
        self._listing = True
        self._bare = not found["rest"]
        if self._bare:
            return True
        if not (item := _ITEM.fullmatch(found["rest"])):
            self._add(1, found["rest"], paragraph.line)
            return True
        ordinal, title = int(item["ordinal"]), item["title"]
        while further := _further(title, ordinal + 1):
            self._add(ordinal, title[: further.start()], paragraph.line)
            ordinal, title = ordinal + 1, title[further.end() :]
        self._add(ordinal, title, paragraph.line)
        return True

    def _take_item(self, paragraph: Paragraph) -> bool:
        last, text = self._items[-1] if self._items and not self._bare else None, paragraph.text
        item = _ITEM.fullmatch(text)
        if item and is_title_like(paragraph) and (last is None or int(item[1]) > last.ordinal):
            self._add(int(item["ordinal"]), item["title"], paragraph.line)
            self._bare = False
            return True
        if last is None or paragraph.level or not is_title_like(paragraph):
            return False
        goes_on = (
            len(text) <= _LONGEST_REST
            and not (is_numbered(text) or is_office(text) or text[0].isdecimal())
            and not is_title(last.title)
        )
        if goes_on:
            last.title += text
            self._findings.append(
                Finding(
                    paragraph.line,
                    "joined_title",
                    "the title begun on line {first} goes on here; both were joined",
                    (("first", last.line),),
                )
            )
        return goes_on

    def _take_label(self, paragraph: Paragraph) -> bool:
        found = _LABEL.fullmatch(paragraph.text)
        if not found or not is_title_like(paragraph):
            return False
        ordinal, title = _ordinal(found["ordinal"]), found["title"]
        item = self._named(ordinal, title)
        if item is None and title:
            # 附件1：… may be a line of a list as well: what follows will tell
            self._add(ordinal, title, paragraph.line)
            self._doubtful = self._items[-1]
            return True
        item = item or self._unlisted(ordinal, paragraph.line)
        self._label(item, paragraph.line)
        if title:
            self._compare(item, title, paragraph.line)
            self._awaited = None
        return True

    def _take_doubtful(self, paragraph: Paragraph) -> None:
        item, self._doubtful = self._doubtful, None
        text = paragraph.text
        signed = is_title_like(paragraph) and (is_office(text) or _DATED.fullmatch(text))
        if item is not None and not signed:
            item.text_line = item.line

    def _take_title(self, paragraph: Paragraph) -> bool:
        item = self._awaited
        if item is None or not is_title_like(paragraph) or is_numbered(paragraph.text):
            return False
        if self._labelled and not self._parts:
            self._parts = [paragraph]
            item.text_line = paragraph.line
            return True
        printed = "".join(part.text for part in self._parts)
        longer = likeness(printed + paragraph.text, item.title)
        if len(self._parts) >= _MOST_PARTS or longer <= likeness(printed, item.title):
            return False
        self._parts.append(paragraph)
        return True

    def _take_unlabelled(self, paragraph: Paragraph) -> bool:
        absent = [item for item in self._items if item.text_line is None]
        if not absent or not is_title_like(paragraph) or is_numbered(paragraph.text):
            return False
        best = max(absent, key=lambda item: likeness(paragraph.text, item.title))
        if likeness(paragraph.text, best.title) < _ALIKE:
            key = title_key(paragraph.text)
            begun = [item for item in absent if title_key(item.title).startswith(key)]
            if len(key) < _LEAST_PART or not begun:
                return False
            best = begun[0]
        self._awaited, self._labelled, self._parts = best, False, [paragraph]
        return True

    def _settle(self) -> None:
        """The title of the attachment that was awaited is complete, or not to be had."""
        item, self._awaited = self._awaited, None
        parts, self._parts = self._parts, []
        if item is None or not parts:
            return
        printed = "".join(part.text for part in parts)
        if not self._labelled:
            if likeness(printed, item.title) < _ALIKE:
                return
            item.text_line = parts[0].line
            self._findings.append(
                Finding(
                    parts[0].line,
                    "unlabelled_attachment",
                    "this is attachment {ordinal}, {title}, by its title; it has no label",
                    _said(item),
                )
            )
        item.title = item.title or printed
        self._compare(item, printed, parts[0].line)

    def _compare(self, item: _Item, printed: str, line: int) -> None:
        if item.listed and title_key(printed) != title_key(item.title):
            self._findings.append(
                Finding(
                    line,
                    "attachment_title",
                    "attachment {ordinal} is titled {printed} here, and {title} in the list",
                    _said(item, printed),
                )
            )

    def _named(self, ordinal: int, title: str | None) -> _Item | None:
        """The listed attachment that a label means; of two lists, the one not seen yet."""
        same = [item for item in self._items if item.ordinal == ordinal]
        if title and len(same) > 1:
            return max(same, key=lambda item: likeness(item.title, title))
        return next((item for item in same if item.text_line is None), same[0] if same else None)

    def _label(self, item: _Item, line: int) -> None:
        self._awaited, self._labelled = item, True
        if item.text_line is None:
            item.text_line = line

    def _unlisted(self, ordinal: int, line: int) -> _Item:
        self._items.append(_Item(ordinal, "", line, listed=False))
        return self._items[-1]

    def _add(self, ordinal: int, title: str, line: int) -> None:
        self._items.append(_Item(ordinal, title.strip(" \u3000；;，,。"), line))


def _said(item: _Item, printed: str | None = None) -> tuple[tuple[str, object], ...]:
    said = (("ordinal", item.ordinal), ("title", item.title))
    return said if printed is None else (*said, ("printed", printed))


def _further(text: str, ordinal: int) -> re.Match[str] | None:
    for found in _FURTHER_ITEM.finditer(text):
        if found.start() and int(found["ordinal"]) == ordinal:
            return found
    return None


def _ordinal(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.rpartition("十")
    value = _NUMERALS.index(ones) + 1 if ones else 0
    return value + ((_NUMERALS.index(tens) + 1 if tens else 1) * 10 if ten else 0)
