"""How wide a text is in a spreadsheet, and in how many lines it wraps in a column.

Widths are characters of half width, which is what columns count in. Spreadsheets do not say
how they break lines, and the fonts are another machine's: what is reckoned here is for the
workbook's own font (Calibri), in which a Chinese character is somewhat wider than two digits.
A font with wider digits has wider columns too, so that its texts need no more lines.
"""

from __future__ import annotations

import re

from wcwidth import wcswidth

_UNIT = 10  # parts of a half width in which a line is filled
_CHINESE = 21  # parts that a Chinese character has
_MARGIN = 2
_MANY = 100  # lines after which nobody asks how many more
_PIECES = re.compile(
    r"(?P<blanks>[ \t\u00a0]+)"  # hang over the end of a line
    r"|(?P<word>[!-~\u00a1-\u024f]+)"  # goes to the next line as a whole
    r"|[^!-~\u00a0-\u024f \t]+"  # is broken anywhere
)
# Of half width in a terminal, of full width in a Chinese font.
_AMBIGUOUS = re.compile("[\u2010-\u2027\u2460-\u24ff]")


def terminal_width(text: str) -> int:
    """The half widths of a text by wcwidth; where it has no answer, one for each character."""
    return max(wcswidth(text), len(text))


def text_width(text: str) -> int:
    """What a column needs for a text in one line, or for its longest line; with a margin."""
    return max(map(_line_width, text.splitlines()), default=0) + _MARGIN


def head_width(text: str) -> int:
    """What a column needs for a text in bold."""
    return text_width(text) + _extra_in_bold(text)


def wraps_in(text: str, width: int) -> bool:
    """Whether a text needs more than the one line of a column of that width."""
    size = len(text)
    if size + _MARGIN > width or "\n" in text or "\r" in text:
        return True
    if 2 * size + size // 10 + _MARGIN <= width or text.isascii():
        return False
    return _line_width(text) + _MARGIN > width


def head_lines(text: str, width: int) -> int:
    """The lines of a text in bold, in a column of that width."""
    if not wraps_in(text, width - _extra_in_bold(text)):
        return 1
    return lines_of(text, width - width // 10)


def lines_of(text: str, width: int) -> int:
    """The lines of a text in a column of that width; of a very long one some number over 100."""
    count, size = 0, width * _UNIT
    for line in text.splitlines():
        count += 1
        used = 0
        for piece in _PIECES.finditer(line):
            if count > _MANY:
                return count
            begun, used = _placed(piece, used, size)
            count += begun
    return max(count, 1)


def _placed(piece: re.Match[str], used: int, size: int) -> tuple[int, int]:
    """Of a piece after what is used of a line: the lines it begins, what it uses of the last."""
    text = piece[0]
    if piece["blanks"]:
        return 0, used + len(text) * _UNIT
    if piece["word"]:
        rest, left, room = len(text) * _UNIT, 0, size
        begun = int(used > 0)
    else:
        rest = (terminal_width(text) + len(_AMBIGUOUS.findall(text))) * _CHINESE // 2
        left = max(size - used, 0) // _CHINESE * _CHINESE
        room = size // _CHINESE * _CHINESE
        begun = 1
    if used + rest <= size:
        return 0, used + rest
    rest -= left
    full = (rest - 1) // room
    return begun + full, rest - full * room


def _extra_in_bold(text: str) -> int:
    return len(text) // 10


def _line_width(line: str) -> int:
    width = terminal_width(line)
    return width + (width - len(line)) // 10
