"""Tables of contents: they repeat the headings of what follows, and begin nothing.

A table begins at its heading (目录) and ends where its entries come again, or
where prose begins.
"""

from __future__ import annotations

from zltrec.gazette.document import Paragraph
from zltrec.gazette.titles import (
    is_contents_heading,
    is_title_like,
    title_key,
    without_page_number,
)

_MOST_ENTRIES = 5000
_SURE = 10


class Contents:
    """Tells, paragraph by paragraph, which ones are lines of a table of contents."""

    def __init__(self) -> None:
        self._open = False
        self._entries: set[str] = set()
        self._wrapped = ""

    def take(self, paragraph: Paragraph) -> bool:
        """True if the next paragraph is the heading or a line of a table of contents."""
        if is_contents_heading(paragraph.text):
            self._open, self._entries, self._wrapped = True, set(), ""
            return True
        if not self._open:
            return False
        key = title_key(without_page_number(paragraph.text))
        again = key in self._entries or (len(key) >= _SURE and key in self._wrapped)
        if again or not is_title_like(paragraph) or len(self._entries) >= _MOST_ENTRIES:
            self._open, self._entries, self._wrapped = False, set(), ""
            return False
        self._entries.add(key)
        # an entry wrapped over two lines comes again as one heading
        self._wrapped = (self._wrapped + key)[-20 * _MOST_ENTRIES :]
        return True
