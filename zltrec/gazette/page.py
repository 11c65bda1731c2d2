"""The printed page as paragraphs: cut ones joined, running heads gone, blanks closed up.

Knows the page, not what it says. Reads line by line and holds one paragraph
at a time, however long the file. Everything that was changed, but for blanks
and markup, is reported as a `Finding` after the paragraph it belongs to:

- `joined_paragraph`: a page break had cut a paragraph; `joined_line`: a line
  break had; `joined_title`: a title or a listed attachment stood on two lines;
- `repeated_title_end`: a heading that only repeats the end of the one before
  it (a title printed on two lines and read twice), left out;
- `running_head`: a masthead, a page number, or a short line between the two
  halves of a paragraph, left out;
- `blank_in_quotes`: a blank inside “…” that was kept.

Lines of a paragraph that only its first line's indent marks are no more than
layout, as blanks are; they are joined without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zltrec.gazette.cuts import (
    FULL_LINE,
    begins_anew,
    goes_on,
    is_bare,
    is_item,
    is_office,
    is_running_head,
    is_title,
)
from zltrec.gazette.document import Finding, Paragraph
from zltrec.gazette.line import BLANKS, Line, close_up, quoted_blanks, read_line

_ATTACHMENTS = re.compile(rf"附件[{BLANKS}]*[:：]")
_ATTACHMENT_LABEL = re.compile(rf"附件[{BLANKS}]*[\d一二三四五六七八九十]{{0,2}}[:：]?")
_WRAPPED = "wrapped"
_SHORT_TITLE = 8
_LONGEST_REPEAT = 3
_MOST_PARTS = 200  # a file that is no gazette must not become one endless paragraph


def read_paragraphs(lines: Iterable[str]) -> Iterator[Paragraph | Finding]:
    """The page's paragraphs in order, each followed by the findings about it.

    `lines` may end with their line feeds or not; they count from 1.
    """
    page = _Page()
    gap = True
    for number, raw in enumerate(lines, 1):
        line = read_line(number, raw, gap)
        gap = line is None
        if line is not None:
            yield from page.take(line)
    yield from page.close()


class _Page:
    """What is open while the page is read: one paragraph, and one line in doubt."""

    def __init__(self) -> None:
        self.parts: list[Line] = []
        self.text = ""
        self.doubted: Line | None = None
        self.findings: list[Finding] = []
        self.listing = False
        self.labelled = False
        self.begun = False

    def take(self, line: Line) -> Iterable[Paragraph | Finding]:
        """Takes the next line; gives back what it completed."""
        if self.begun and is_running_head(line):
            self._leave_out(line)
            return ()
        self.begun = True
        if not self.parts:
            self._begin(line)
            return ()
        doubted = self.doubted
        if doubted is not None:
            self.doubted = None
            if line.gap and goes_on(self.text, line) and not self._may_be_running_head(line):
                self._leave_out(doubted)
                self._join(line, "joined_paragraph")
                return ()
            self._join(doubted, "joined_paragraph")
        kind = self._joining(line)
        if kind == "joined_paragraph" and self._may_be_running_head(line):
            self.doubted = line
            return ()
        if kind:
            self._join(line, kind)
            return ()
        if self._repeats_end(line):
            return ()
        done = self._complete()
        self._begin(line)
        return done

    def close(self) -> Iterable[Paragraph | Finding]:
        """The last paragraph."""
        if self.doubted is not None:
            self._join(self.doubted, "joined_paragraph")
            self.doubted = None
        return self._complete() if self.parts else self.findings

    def _begin(self, line: Line) -> None:
        self.parts = [line]
        self.text = line.printed

    def _join(self, line: Line, kind: str) -> None:
        if kind != _WRAPPED:
            self.findings.append(_joined(kind, line.number, self.parts[0].number))
        between = " " if _is_latin(self.text[-1]) and _is_latin(line.printed[0]) else ""
        self.text = f"{self.text}{between}{line.printed}"
        self.parts.append(line)

    def _leave_out(self, line: Line) -> None:
        self.findings.append(
            Finding(
                line.number,
                "running_head",
                "the running head {text} was left out",
                (("text", close_up(line.printed)),),
            )
        )

    def _joining(self, line: Line) -> str:
        """Which kind of joining the line needs, "" for none."""
        last = self.parts[-1]
        if last.cells or line.cells or len(self.parts) >= _MOST_PARTS:
            return ""
        if last.level or line.level:
            return "joined_title" if self._completes_heading(line) else ""
        if not line.gap and last.broken and not begins_anew(line, self.text):
            return "joined_line"
        if self._wraps(line):
            return _WRAPPED
        if goes_on(self.text, line):
            return "joined_paragraph" if line.gap else "joined_line"
        if self._completes_listed(line) or self._completes_bare_title(line):
            return "joined_title"
        return ""

    def _wraps(self, line: Line) -> bool:
        """Whether the page has indented paragraphs and this is just the next line of one."""
        return (
            not (line.gap or line.indented)
            and self.parts[0].indented
            and len(self.parts[-1].printed) >= FULL_LINE
            and not (begins_anew(line, self.text) or is_title(line.printed))
        )

    def _completes_heading(self, line: Line) -> bool:
        first = self.text
        return (
            bool(self.parts[-1].level and line.level)
            and len(self.parts) == 1
            and len(first) >= _SHORT_TITLE
            and not (is_title(first) or is_item(first) or is_item(line.printed))
            and first[-1] not in "。；：！？:;"
            and is_title(line.printed)
            and "关于" not in line.printed
            and not line.printed[0].isdecimal()
        )

    def _completes_listed(self, line: Line) -> bool:
        listed = self.listing if is_item(self.text) else _ATTACHMENTS.match(self.text)
        return (
            bool(listed)
            and self.text[-1] not in "。；）)》：:;"
            and is_bare(line)
            and not begins_anew(line, self.text)
            and not is_office(line.printed)
        )

    def _completes_bare_title(self, line: Line) -> bool:
        return (
            self.labelled
            and len(self.parts) == 1
            and is_bare(self.parts[0])
            and is_bare(line)
            and not is_title(self.text)
            and is_title(line.printed)
        )

    def _may_be_running_head(self, line: Line) -> bool:
        """No page holds but one short line of a paragraph: such a line between its
        two halves is a running head. Whether the second half follows is not known yet."""
        return line.gap and is_bare(line) and len(line.printed) < 2 * _SHORT_TITLE

    def _repeats_end(self, line: Line) -> bool:
        repeats = (
            bool(line.level and self.parts[-1].level)
            and len(line.printed) <= _LONGEST_REPEAT
            and len(self.text) >= _SHORT_TITLE
            and self.text.endswith(line.printed)
        )
        if repeats:
            self.findings.append(
                Finding(
                    line.number,
                    "repeated_title_end",
                    "{text} repeats the end of the heading on line {first} and was left out",
                    (("text", line.printed), ("first", self.parts[0].number)),
                )
            )
        return repeats

    def _complete(self) -> Iterable[Paragraph | Finding]:
        first, printed = self.parts[0], self.text
        text = close_up(printed)
        numbers = tuple([part.number for part in self.parts])
        done = Paragraph(
            first.number, text, close_up(first.bold), first.level, numbers, first.cells, printed
        )
        self.listing = bool(_ATTACHMENTS.match(printed)) or (self.listing and is_item(printed))
        self.labelled = printed[0] == "附" and bool(_ATTACHMENT_LABEL.fullmatch(printed))
        if text is not printed:
            self._note_quoted_blanks()
        if not self.findings:
            return (done,)
        findings, self.findings = self.findings, []
        return (done, *findings)

    def _note_quoted_blanks(self) -> None:
        for at in quoted_blanks(self.text):
            end = 0
            for part in self.parts:
                end += len(part.printed)
                if at < end:
                    break
            around = self.text[max(0, at - 6) : at + 7]
            self.findings.append(
                Finding(
                    part.number,
                    "blank_in_quotes",
                    "the blank inside the quotation marks was kept: {text}",
                    (("text", around),),
                )
            )


def _joined(kind: str, line: int, first: int) -> Finding:
    said = (("first", first),)
    if kind == "joined_line":
        return Finding(line, kind, "line {first} was broken here; both lines were joined", said)
    if kind == "joined_title":
        return Finding(
            line, kind, "the title begun on line {first} goes on here; both were joined", said
        )
    return Finding(
        line, kind, "the paragraph begun on line {first} goes on here; both were joined", said
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
