"""Characters that are probably wrong, found by what the rest of the text prints.

Statistics alone, and no dictionary of names (see `slips` and `doublings` for
what is looked for). The text is looked at in blocks, each compared with
itself: memory stays bounded by the block however long the text, and what
repeats only over more than a block is not seen.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from zltrec.gazette.block import Slip
from zltrec.gazette.cuts import MARKS
from zltrec.gazette.document import Finding, Paragraph
from zltrec.gazette.doublings import find_doublings
from zltrec.gazette.slips import find_slips

BLOCK = 80_000
"""Characters that are compared with one another; a month's gazette has fewer."""

_WIDTH = str.maketrans(",;:()?!０１２３４５６７８９", "，；：（）？！0123456789")
_BLANK = re.compile(r"\s+")
_EDGE = "\n" * 32  # so that no look to either side leaves the text


class Spelling:
    """Collects a text paragraph by paragraph and looks at it block by block."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._lines: list[int] = []
        self._length = len(_EDGE)
        self._findings: list[Finding] = []

    def note(self, paragraph: Paragraph) -> None:
        """Takes the next paragraph (of a table row, each column by itself)."""
        parts = [cell for cell in paragraph.cells if cell] if paragraph.cells else [paragraph.text]
        text = "\n".join([_BLANK.sub("", part) for part in parts]).translate(_WIDTH)
        if not text:
            return
        self._parts.append(text)
        self._starts.append(self._length)
        self._lines.append(paragraph.line)
        self._length += len(text) + 1
        if self._length >= BLOCK:
            self._look()

    def findings(self) -> list[Finding]:
        """Everything found, by line; the last block is looked at now."""
        self._look()
        return sorted(self._findings, key=lambda finding: finding.line)

    def _look(self) -> None:
        if self._parts:
            text = _EDGE + "\n".join(self._parts) + _EDGE
            for slip in find_slips(text):
                self._findings.append(self._suspect(slip))
            for at, printed in find_doublings(text):
                line, said = self._line(at), (("printed", printed),)
                self._findings.append(
                    Finding(line, "doubled_character", "{printed}: something stands twice", said)
                )
        self._parts, self._starts, self._lines = [], [], []
        self._length = len(_EDGE)

    def _suspect(self, slip: Slip) -> Finding:
        line = self._line(slip.at)
        said: tuple[tuple[str, object], ...] = (
            ("printed", slip.printed.lstrip(MARKS)),
            ("usual", slip.usual.lstrip(MARKS)),
            ("other", self._line(slip.other)),
        )
        if slip.times == 1:
            return Finding(
                line,
                "suspected_character",
                "{printed} stands here, and {usual} on line {other}",
                said,
            )
        return Finding(
            line,
            "suspected_character",
            "{printed} stands here; elsewhere it is {usual}, {times} times, as on line {other}",
            (*said, ("times", slip.times)),
        )

    def _line(self, at: int) -> int:
        return self._lines[max(0, bisect_right(self._starts, at) - 1)]
