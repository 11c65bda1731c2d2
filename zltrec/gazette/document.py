"""What a gazette's page can contain, each thing with the line it stands on.

Lines count from 1. Texts are as printed, but for what joining and cleaning
change (see `page`): paragraphs cut by a page break are whole, blanks between
Chinese characters are gone. Nothing that the print lacks is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass

from zltrec.calendar.when import UNDATED, When


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, joined and cleaned.

    `bold` is what was bold at its head (without the asterisks, part of
    `text`), empty if nothing was; `level` counts the heading marks (0: body
    text; levels mean nothing in scanned text, but that a line is a heading
    does); `lines` are all source lines it was joined from; `cells` holds the
    columns of a table row (empty for prose). `printed` is the text with the
    blanks that the print has (they part names from titles), markup removed.
    """

    line: int
    text: str
    bold: str = ""
    level: int = 0
    lines: tuple[int, ...] = ()
    cells: tuple[str, ...] = ()
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: where, of which kind, and a message to translate.

    `template` is an English `str.format` template of the message catalogue,
    `params` fills it. Kinds are lower-case words joined by underscores.
    """

    line: int
    kind: str
    template: str
    params: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedMonth:
    """A chronicle's heading: a month of a year (`month` None: a heading that names
    only the year, months following as headings of their own)."""

    line: int
    year: int
    month: int | None
    title: str


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """One entry of a chronicle. `further` says that it was marked as a further entry
    of the date before it; `printed_date` is the date as printed ("" if further)."""

    line: int
    when: When
    text: str
    further: bool
    printed_date: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that a notice or plan cites: its title (without 《》), its number
    (文号) where one is printed, the line of the first citation."""

    title: str
    number: str | None
    line: int


@dataclass(frozen=True, slots=True)
class PrintedAttachment:
    """An attachment that is listed: its number, title, and whether its text is there
    (then `line` is where)."""

    ordinal: int
    title: str
    present: bool
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedNotice:
    """An issued document (`kind` notice) or a plan that stands without one (`plan`).

    `issuer` is None and `issued_on` undated where the print has none;
    `plan_title` is the title of the plan that the notice brings.
    """

    line: int
    kind: str
    title: str
    issuer: str | None
    addressees: tuple[str, ...]
    issued_on: When = UNDATED
    plan_title: str | None = None
    plan_line: int | None = None
    attachments: tuple[PrintedAttachment, ...] = ()
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedSeat:
    """One seat of a body: role (组长, 副组长, 成员), name without inner blanks,
    title as printed with its continuation joined."""

    line: int
    role: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class PrintedOffice:
    """A body's office as printed: where it is, and who holds which duty in it
    (role such as 办公室主任, name, and the title printed beside it or "")."""

    line: int
    where: str | None
    holders: tuple[PrintedSeat, ...]


@dataclass(frozen=True, slots=True)
class PrintedRoster:
    """A body with its members, in printed order; `notice_title` is the notice or plan
    that it belongs to."""

    line: int
    body: str
    seats: tuple[PrintedSeat, ...]
    office: PrintedOffice | None
    notice_title: str | None


PrintedThing = PrintedMonth | PrintedEntry | PrintedNotice | PrintedRoster | Finding
