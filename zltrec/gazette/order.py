"""What a careful eye notices in a month of entries: dates out of order, things said twice.

Sees one month at a time and remembers of each entry its date, line and a
digest. Reports, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zltrec.calendar.when import When
from zltrec.gazette.document import Finding


class OrderCheck:
    """The order and the repetitions of one month's entries."""

    def __init__(self, month: int | None) -> None:
        self._month = month
        self._latest: date | None = None
        self._dates: dict[When, int] = {}
        self._texts: dict[int, int] = {}

    def check_date(self, line: int, when: When, printed: str, *, bold: bool) -> Iterator[Finding]:
        """Findings about a date as printed; `bold` dates are printed once each."""
        if when.start is None or when.precision not in ("day", "range"):
            return
        if self._month is not None and when.start.month != self._month:
            yield Finding(
                line,
                "date_order",
                "{printed} does not begin in the month of its heading",
                (("printed", printed),),
            )
        elif self._latest is not None and when.start < self._latest:
            yield Finding(
                line,
                "date_order",
                "{printed} comes after an entry of {latest}",
                (("printed", printed), ("latest", self._latest.isoformat())),
            )
        self._latest = when.start
        first = self._dates.setdefault(when, line)
        if bold and first != line:
            yield Finding(
                line,
                "repeated_date",
                "the date {printed} stands on line {first} too",
                (("printed", printed), ("first", first)),
            )

    def check_text(self, line: int, text: str) -> Iterator[Finding]:
        """A finding if an entry of the month said the same before, blanks aside."""
        first = self._texts.setdefault(hash("".join(text.split())), line)
        if first != line:
            yield Finding(
                line,
                "repeated_entry",
                "this entry repeats the text of the one on line {first}",
                (("first", first),),
            )
