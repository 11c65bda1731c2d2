"""On which line of a TOML text each of its keys and elements stands.

The standard library reads TOML well and forgets where anything stood; no
library for it, light and maintained, remembers. So `tomllib` reads, and what
it has accepted is walked once more here for the lines alone: the text is
known to be well formed, and nothing is judged.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]
"""The way to a part: keys, and indexes from 0."""

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_STRINGS = (
    ('"""', re.compile(r'"""(?:\\.|[^\\])*?"{3,5}', re.DOTALL)),
    ("'''", re.compile(r"'''.*?'{3,5}", re.DOTALL)),
    ('"', re.compile(r'"(?:\\.|[^"\\\n])*"')),
    ("'", re.compile(r"'[^'\n]*'")),
)


def find_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every key and element of a TOML text that `tomllib` accepts."""
    return _Walk(text).lines


class _Walk:
    """One walk over a text; `at` is how far it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}
        """How many tables an array of tables has so far."""
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._document()

    def _document(self) -> None:
        base: Path = ()
        while self._next():
            start = self.at
            if self.text.startswith("[[", self.at):
                self.at += 2
                base = self._header(self._key(), start, array=True)
                self.at += 2
            elif self._next() == "[":
                self.at += 1
                base = self._header(self._key(), start, array=False)
                self.at += 1
            else:
                self._pair(base)

    def _header(self, keys: list[str], start: int, array: bool) -> Path:
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            self._note(path, start)
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        path = (*path, keys[-1])
        self._note(path, start)
        if array:
            self._tables[path] = self._tables.get(path, 0) + 1
            path = (*path, self._tables[path] - 1)
            self._note(path, start)
        return path

    def _pair(self, base: Path) -> None:
        start, path = self.at, base
        for key in self._key():
            path = (*path, key)
            self._note(path, start)
        self.at += 1  # =
        self._take(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        first = self.text[self.at]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline(path)
        elif first in "\"'":
            self._string()
        else:
            self._take(_SCALAR)

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self._next() != "]":
            self._note((*path, index), self.at)
            self._value((*path, index))
            index += 1
            if self._next() == ",":
                self.at += 1
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while self._next() != "}":
            self._pair(path)
            if self._next() == ",":
                self.at += 1
        self.at += 1

    def _key(self) -> list[str]:
        """A key in its parts; stops after the blanks that follow it."""
        keys = []
        while True:
            self._take(_SPACE)
            if self.text[self.at] in "\"'":
                # Only TOML itself knows its escapes.
                keys.append(str(tomllib.loads(f"key = {self._string()}")["key"]))
            else:
                keys.append(self._take(_BARE))
            self._take(_SPACE)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _string(self) -> str:
        for mark, pattern in _STRINGS:
            if self.text.startswith(mark, self.at):
                return self._take(pattern)
        raise AssertionError("no string here")

    def _next(self) -> str:
        """The first character after blanks and comments; "" at the end."""
        self._take(_BLANK)
        return self.text[self.at : self.at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        assert found is not None, "tomllib would have refused this text"
        self.at = found.end()
        return found[0]

    def _note(self, path: Path, start: int) -> None:
        self.lines.setdefault(path, bisect_right(self._breaks, start - 1) + 1)
