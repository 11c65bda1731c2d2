"""What every command shares: the global options, the opened store, the way to print.

The machine's clock is read here and nowhere below.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from zltrec.cli.bars import Bars
from zltrec.cli.messages import _, said_line, says_json_lines
from zltrec.errors import BadUsage, Refused, Unreadable

if TYPE_CHECKING:
    from zltrec.calendar.when import When
    from zltrec.projections.rows import Scope
    from zltrec.projections.views import Views
    from zltrec.workspace import Workspace

UNDATED_WORDS = ("undated", "不详", "日期不详")
NOW_WORDS = ("now", "现在")
Item = TypeVar("Item")


def machine_clock() -> datetime:
    """Now, aware."""
    return datetime.now(UTC)


@dataclass
class Session:
    """One call of the program."""

    store: Path | None = None
    actor: str | None = None
    quiet: bool = False
    debug: bool = False
    note: str = ""  # what is said after a command that went well
    _workspace: Workspace | None = field(default=None, repr=False)
    _bars: Bars = field(default_factory=Bars, repr=False)

    @property
    def workspace(self) -> Workspace:
        """The store, opened when it is first asked for."""
        if self._workspace is None:
            from zltrec.workspace import open_workspace

            self._workspace = open_workspace(
                self.store, Path.cwd(), clock=machine_clock, actor=self.acting
            )
        return self._workspace

    @property
    def acting(self) -> str:
        """Who claims to act: the option, or the login name."""
        if self.actor:
            return self.actor
        import getpass

        try:
            return getpass.getuser()
        except (KeyError, OSError):
            return str(os.getuid())

    def close(self) -> None:
        """Closes the store if it was opened."""
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def when(self, text: str) -> When:
        """A date as typed; needs the store for its zone. `undated` (不详) is no date, `now` (现在)
        this minute."""
        if text.strip().lower() in UNDATED_WORDS:
            from zltrec.calendar.when import UNDATED

            return UNDATED
        if text.strip().lower() in NOW_WORDS:
            from zltrec.calendar.when import decode_when

            return decode_when(self.minute_now())
        from zltrec.calendar.asked import parse_when

        return parse_when(text, today=self.workspace.today)

    def day(self, text: str) -> date:
        """One single day as typed."""
        from zltrec.calendar.asked import parse_day

        return parse_day(text, today=self.workspace.today)

    def minute_now(self) -> str:
        """This minute in the store's zone, as `calendar.when` writes it."""
        now = self.workspace.clock().astimezone(self.workspace.zone)
        return now.strftime("%Y-%m-%dT%H:%M")

    def views(self, known_at: str | None) -> Views:
        """The projections, as known at a position or moment if one is given."""
        position = None if known_at is None else self.workspace.position_at(known_at)
        views = self.workspace.views(known_at=position, progress=self.progress)
        if position is None and views.behind and not self.workspace.folder.writable:
            self.note = _(
                "the stored projections were {count} events behind; they were read on in a"
                " temporary copy"
            ).format(count=views.behind)
        return views

    def scope(
        self,
        as_of: str | None,
        first: str | None = None,
        last: str | None = None,
        contains: str = "",
        *,
        personal: bool = False,
        confidential: bool = False,
        period: str | None = None,
    ) -> Scope:
        """Which rows are asked for; as of today, undated facts included, unless a day is given.

        `period`: of which filings and cases. `personal`, `confidential`: such values are
        shown, which are masked else.
        """
        from zltrec.procedure.periods import parse_period
        from zltrec.procedure.world import all_released, nothing_released
        from zltrec.projections.rows import Scope

        span = None if period is None else parse_period(period)
        begin = self.when(first).start if first else None
        end = self.when(last).end if last else None
        if begin is not None and end is not None and begin > end:
            raise BadUsage(
                "the range {first} to {last} runs backwards; give the earlier day first",
                first=begin,
                last=end,
            )
        reveal = self.workspace.reader.private_value if personal else None
        shown = all_released if confidential else nothing_released
        if as_of is None:
            return Scope(self.workspace.today, True, begin, end, contains, reveal, span, shown)
        return Scope(self.day(as_of), False, begin, end, contains, reveal, span, shown)

    def say(self, message: str) -> None:
        """A line for people on stderr, unless --quiet."""
        if not self.quiet:
            click.echo(said_line("info", message), err=True)

    def progress(self, items: Iterable[Item], length: int | None) -> Iterable[Item]:
        """A bar on stderr for work that takes longer than a second, if a person is there; one
        that only counts, if nobody knows how long it is."""
        return self._bars.watch(items, length) if self._has_bars else items

    def line_progress(self, lines: Iterable[str], size: int) -> Iterable[str]:
        """As `progress`, over the lines of a file of `size` bytes."""
        if not self._has_bars:
            return lines
        return self._bars.watch(lines, size, lambda line: len(line.encode()))

    @property
    def _has_bars(self) -> bool:
        return not (self.quiet or says_json_lines()) and sys.stderr.isatty()

    def confirm(self, question: str, show: Callable[[], None]) -> bool:
        """Shows a person what it is about and asks. Raises Refused where there is none to ask."""
        if not sys.stdin.isatty():
            raise Refused(
                "{question} needs an answer, and there is no terminal: add --yes or --keep",
                question=question,
            )
        show()
        return click.confirm(question, err=True)

    def read_text(self, text: str | None) -> str:
        """The text of an argument: `-` reads stdin, None opens $EDITOR."""
        if text == "-":
            return decode_bytes(sys.stdin.buffer.read(), "stdin")
        if text is not None:
            return text
        if not sys.stdin.isatty():
            raise Refused("there is no text: give it as an argument, or - to read stdin")
        return click.edit() or ""


def decode_bytes(data: bytes, name: str) -> str:
    """UTF-8 text without a byte-order mark. Raises Unreadable naming the first bad byte."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            "{name} is not UTF-8: byte {offset} is 0x{byte}; convert it to UTF-8 first",
            name=name,
            offset=error.start,
            byte=f"{data[error.start]:02x}",
        ) from None


pass_session = click.make_pass_decorator(Session, ensure=True)
