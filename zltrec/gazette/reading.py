"""A gazette read once from its first line to its last: what it prints, and what looks wrong.

Deals out the paragraphs: a chronicle's to `chronicle`, all others to
`notices`, every one to `doubts`. Holds no more than one paragraph of its own,
so a file may be of any length. Knows no store and changes nothing.
"""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from zltrec.errors import BadUsage, Unreadable
from zltrec.gazette.chronicle import ChronicleReader
from zltrec.gazette.cuts import is_title
from zltrec.gazette.document import Finding, Paragraph, PrintedThing
from zltrec.gazette.doubts import Doubts
from zltrec.gazette.months import is_chronicle_heading
from zltrec.gazette.notices import read_documents
from zltrec.gazette.page import read_paragraphs

ENCODINGS = ("utf-8", "gb18030", "gbk", "gb2312", "big5", "big5hkscs")
"""The encodings that are read; each has line feeds of one byte, never part of a character."""

_LONGEST_LINE = 1 << 20


def read_gazette(lines: Iterable[str]) -> Iterator[PrintedThing]:
    """Everything that the lines print, in order: months before their entries, notices,
    rosters, and findings as soon as they are known; those of `doubts` at the end."""
    feed = _Feed(read_paragraphs(lines))
    while (paragraph := feed.peek()) is not None:
        if is_chronicle_heading(paragraph):
            section = _read_chronicle(feed)
        else:
            section = _read_documents(feed)
        for thing in section:
            yield from feed.findings()
            yield thing
        yield from feed.findings()
    yield from feed.doubts.findings()


def decode_lines(path: Path, encoding: str = "utf-8", *, name: Path | None = None) -> Iterator[str]:
    """The file's lines, decoded strictly one by one; a byte order mark is left out.

    Raises Unreadable, naming the file as `name` (default: `path`), for a file
    that cannot be opened, and with line and offset (in bytes, from 0) of the
    first byte that the encoding does not allow; BadUsage for an encoding that
    is none of those in use for Chinese (`ENCODINGS`).
    """
    file = path if name is None else name
    codec = _codec(encoding)
    try:
        with path.open("rb") as stream:
            offset = 0
            number = 0
            while raw := stream.readline(_LONGEST_LINE):
                number += 1
                if len(raw) == _LONGEST_LINE:
                    raise Unreadable(
                        "{file}, line {line} is longer than {limit} bytes; this is no gazette",
                        file=str(file),
                        line=number,
                        limit=_LONGEST_LINE,
                    )
                try:
                    text = raw.decode(codec)
                except UnicodeDecodeError as error:
                    raise Unreadable(
                        "{file}, line {line}: the byte {byte} at offset {offset} is not {encoding};"
                        " if the file has another encoding, name it with --encoding {other}",
                        file=str(file),
                        line=number,
                        byte=f"0x{raw[error.start]:02X}",
                        offset=offset + error.start,
                        encoding=encoding,
                        other="gb18030" if codec == "utf-8" else "utf-8",
                    ) from None
                yield text.removeprefix("\ufeff") if number == 1 else text
                offset += len(raw)
    except OSError as error:
        raise Unreadable(
            "{file} cannot be read: {reason}; check its path and permissions",
            file=str(file),
            reason=error.strerror or str(error),
        ) from None


def _codec(encoding: str) -> str:
    try:
        codec = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        codec = ""
    codec = codec.removesuffix("-sig")
    if codec not in ENCODINGS:
        raise BadUsage(
            "the encoding {encoding} is not read here; use one of {known}",
            encoding=encoding,
            known=", ".join(ENCODINGS),
        )
    return codec


class _Feed:
    """The page's paragraphs, with the findings about them kept aside, and looking ahead."""

    def __init__(self, page: Iterator[Paragraph | Finding]) -> None:
        self.doubts = Doubts()
        self._page = page
        self._ahead: deque[Paragraph] = deque()
        self._findings: list[Finding] = []

    def peek(self, ahead: int = 0) -> Paragraph | None:
        """The next paragraph, or one so many further on; None at the end."""
        while len(self._ahead) <= ahead:
            thing = next(self._page, None)
            if thing is None:
                return None
            if isinstance(thing, Finding):
                self._findings.append(thing)
            else:
                self.doubts.note(thing)
                self._ahead.append(thing)
        return self._ahead[ahead]

    def take(self) -> Paragraph:
        """The next paragraph, which `peek` has shown to be there."""
        return self._ahead.popleft()

    def findings(self) -> Iterator[Finding]:
        """The findings since the last call."""
        while self._findings:
            findings, self._findings = self._findings, []
            yield from findings

    def until_chronicle(self) -> Iterator[Paragraph]:
        """The paragraphs before the next chronicle."""
        while (paragraph := self.peek()) is not None and not is_chronicle_heading(paragraph):
            yield self.take()


def _read_documents(feed: _Feed) -> Iterator[PrintedThing]:
    paragraphs = feed.until_chronicle()
    yield from read_documents(paragraphs)
    for _ in paragraphs:
        pass


def _read_chronicle(feed: _Feed) -> Iterator[PrintedThing]:
    reader = ChronicleReader()
    while (paragraph := feed.peek()) is not None:
        if reader.belongs(paragraph):
            yield from reader.read(feed.take())
            continue
        following = feed.peek(1)
        entries_follow = following is not None and reader.is_entry(following)
        if not paragraph.level or is_title(paragraph.text) or not entries_follow:
            break
        yield Finding(
            paragraph.line,
            "unread",
            "this heading in the chronicle names no month and was not read: {text}",
            (("text", paragraph.text),),
        )
        feed.take()
    yield from reader.close()
