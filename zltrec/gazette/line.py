"""One line of a printed page: its markup taken off, its blanks closed up.

Knows nothing of other lines (see `cuts` and `page`). Markup is the little
that scanners write: `#` headings, `**bold**`, list dashes, `>` quotes, columns
parted by tabs or bars; `\\*` and `\\\\` stand for the characters themselves.
"""

from __future__ import annotations

import re
from typing import NamedTuple

BLANKS = " \\t\u3000\u00a0"
"""What counts as a blank inside a regular expression's class."""

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, inside a regular expression's class."""

CHINESE = (
    f"{HAN}\u00b7\u2014\u2018-\u201d\u2026\u3001-\u3006\u3008-\u303f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
"""Chinese characters and full-width punctuation, inside a regular expression's class."""

_BETWEEN = re.compile(rf"(?<=[{CHINESE}])[{BLANKS}]+(?=[{CHINESE}])")
_QUOTED_OR_BETWEEN = re.compile(rf"(“[^”]*”)|{_BETWEEN.pattern}")
_ANY_BLANK = re.compile(rf"[{BLANKS}]")
_QUOTED = re.compile("“[^”]*”")
_HEADING = re.compile(r"(#{1,6})(?=[^#])\s*")
_DASH = re.compile(r"(?:[-+]|\*(?!\*))\s+")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_RULE = re.compile(r"[-*_=]{3,}")
_RULE_CELL = re.compile(r":?-*:?")
_ESCAPE = re.compile(r"\\([\\*])|\*\*")


class Line(NamedTuple):
    """A line that is not empty.

    `printed` has no markup but its blanks; `bold` is what was bold at its
    head; `gap`: an empty line stands before it; `indented`: blanks do;
    `broken`: it ends with the two blanks of a line break; `cells` are the
    columns of a table row.
    """

    number: int
    printed: str
    bold: str
    level: int
    dashed: bool
    gap: bool
    indented: bool
    broken: bool
    cells: tuple[str, ...]


def read_line(number: int, raw: str, gap: bool) -> Line | None:
    """The line without its markup; None for an empty line or a drawn rule."""
    text = raw.strip()
    if not text or (text[0] in "-*_=" and _RULE.fullmatch(text)):
        return None
    if ("\t" in raw or text[0] == "|") and (cells := _cells(raw)):
        if all(_RULE_CELL.fullmatch(cell) for cell in cells) and any(cells):
            return None
        return Line(number, raw.strip("\r\n"), "", 0, False, gap, False, False, cells)
    level, dashed, bold = 0, False, ""
    if text[0] == ">":
        text = text.lstrip("> ")
    if text[:1] == "#" and (found := _HEADING.match(text)):
        level, text = len(found[1]), text[found.end() :]
    elif text[:1] in ("-", "+", "*") and (found := _DASH.match(text)):
        dashed, text = True, text[found.end() :]
    if "*" in text or "\\" in text:
        if text.startswith("**") and (found := _BOLD.match(text)):
            bold = found[1].strip()
        text = _unmarked(text)
    if not text:
        return None
    broken = raw.rstrip("\r\n").endswith("  ")
    return Line(number, text, bold, level, dashed, gap, raw[0] in " \t\u3000", broken, ())


def close_up(text: str) -> str:
    """The text without the blanks that have Chinese on both sides; inside “…” they stay."""
    if not _ANY_BLANK.search(text):
        return text
    if "“" not in text:
        return _BETWEEN.sub("", text)
    return _QUOTED_OR_BETWEEN.sub(lambda found: found[1] or "", text)


def quoted_blanks(text: str) -> list[int]:
    """Where (offsets) blanks stand between Chinese characters inside “…”."""
    if "“" not in text or not _ANY_BLANK.search(text):
        return []
    return [
        blank.start()
        for quoted in _QUOTED.finditer(text)
        for blank in _BETWEEN.finditer(text, quoted.start(), quoted.end())
    ]


def escape(text: str) -> str:
    """The text such that `read_line` gives it back: asterisks that would be bold escaped."""
    if "**" in text or "\\\\" in text or "\\*" in text:
        return text.replace("\\", "\\\\").replace("*", "\\*")
    return text


def _unmarked(text: str) -> str:
    if "\\" not in text:
        return text.replace("**", "").strip()
    return _ESCAPE.sub(lambda found: found[1] or "", text).strip()


def _cells(raw: str) -> tuple[str, ...]:
    text = raw.strip()
    if text[0] == "|" and text.endswith("|") and len(text) > 2:
        return tuple(close_up(_unmarked(cell.strip())) for cell in text[1:-1].split("|"))
    if "\t" in text or raw.strip("\r\n ").endswith("\t"):
        return tuple(close_up(_unmarked(cell.strip())) for cell in raw.strip("\r\n").split("\t"))
    return ()  # tabs at its head alone are an indent
