"""Bodies that have members: leading groups, commands, committees, as a document lists them.

A list begins with whoever leads (组长：…) and ends with the first line that
names no member. The body's name is the heading's above it, joined where it
was cut, without 成员名单. Two people of one name are two seats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zltrec.gazette.document import (
    Finding,
    Paragraph,
    PrintedOffice,
    PrintedRoster,
    PrintedSeat,
)
from zltrec.gazette.duties import read_office
from zltrec.gazette.members import is_leading, is_title_rest, read_members
from zltrec.gazette.titles import is_numbered, is_title_like, without_number

_BODY = "小组|指挥部|委员会|专班|工作组|协调组|专家组|专项组|理事会|联席会议|应急队伍?"
_NAMED = re.compile(
    rf"(?P<body>.*(?:{_BODY}))(?:组?成员?|组成|人员|单位|名单|及|分工|职责)*(?:[（(][^（()）]*[)）])?"
)
_LIST_NAME = re.compile("(?:及?(?:组成)?(?:成员|人员)(?:单位)?)?(?:名单|组成)?")
_FOUNDING = re.compile(rf"(?:成立|设立|组建|建立|调整)(?P<body>[^，。；：“”]{{2,80}}?(?:{_BODY}))")
_FOUNDED = re.compile("^(?:关于)?(?:成立|设立|组建|建立|调整)")
_LABEL = re.compile(r"附件\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?")
_ABOVE = 6
_BELOW = 4
_LEAST_SEATS = 2
_MOST_SEATS = 2000


def read_rosters(
    paragraphs: Sequence[Paragraph], notice_title: str | None
) -> Iterator[PrintedRoster | Finding]:
    """The bodies with members among a document's paragraphs, each followed by its findings."""
    at = 0
    while at < len(paragraphs):
        if not _begins(paragraphs[at]):
            at += 1
            continue
        seats, findings, end = _read_seats(paragraphs, at)
        if len(seats) < _LEAST_SEATS:
            at += 1
            continue
        body, line = _find_body(paragraphs, at)
        office = _find_office(paragraphs, end, seats)
        if body is None:
            yield Finding(
                paragraphs[at].line,
                "unnamed_body",
                "the members that begin here have no body that is named; they were left out",
            )
        else:
            yield PrintedRoster(line, body, tuple(seats), office, notice_title)
            yield from findings
            yield from _find_same_names(body, seats)
        at = end


def _begins(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if (
        paragraph.cells
        or paragraph.level
        or not ("：" in text or ":" in text or " " in _printed(paragraph))
    ):
        return False
    members = read_members(_printed(paragraph))
    return bool(members) and is_leading(members[0].role)


def _read_seats(
    paragraphs: Sequence[Paragraph], begin: int
) -> tuple[list[PrintedSeat], list[Finding], int]:
    seats: list[PrintedSeat] = []
    findings: list[Finding] = []
    role = ""
    at = begin
    while at < len(paragraphs) and len(seats) < _MOST_SEATS:
        paragraph = paragraphs[at]
        members = [] if paragraph.level or paragraph.cells else read_members(_printed(paragraph))
        if members and at > begin and is_leading(members[0].role) and members[0].role != role:
            break
        if not members:
            if not seats or not is_title_rest(paragraph.text, seats[-1].title):
                break
            last = seats[-1]
            seats[-1] = PrintedSeat(last.line, last.role, last.name, last.title + paragraph.text)
            params = (("first", last.line),)
            findings.append(
                Finding(
                    paragraph.line,
                    "joined_line",
                    "line {first} was broken here; both lines were joined",
                    params,
                )
            )
        for member in members:
            role = member.role or role
            if member.name:
                seats.append(PrintedSeat(paragraph.line, role, member.name, member.title))
        at += 1
    return seats, findings, at


def _find_body(paragraphs: Sequence[Paragraph], begin: int) -> tuple[str | None, int]:
    """The name of the body whose members begin at `begin`, and the line it stands on."""
    founded: tuple[str, int] | None = None
    below = ""
    for at in range(begin - 1, max(-1, begin - 1 - _ABOVE), -1):
        paragraph = paragraphs[at]
        text = paragraph.text
        if _LABEL.fullmatch(text) or paragraph.cells:
            break
        if found := _FOUNDING.search(text):
            founded = founded or (found["body"], paragraph.line)
        if not is_title_like(paragraph):
            if below or not (text.endswith(("：", ":")) or found):
                break
            continue
        below = text + below
        name = _body_name(without_number(below))
        if name is None:
            continue
        if at and not is_numbered(text) and _is_cut(paragraphs[at - 1], text):
            upper = _body_name(without_number(paragraphs[at - 1].text + below))
            if upper is not None:
                return upper, paragraphs[at - 1].line
        return name, paragraph.line
    return founded or (None, 0)


def _body_name(heading: str) -> str | None:
    found = _NAMED.fullmatch(heading)
    if not found:
        return None
    return _FOUNDED.sub("", found["body"]).strip()


def _is_cut(above: Paragraph, text: str) -> bool:
    """Whether the line above is the first half of the heading `text`."""
    upper = above.text
    return (
        is_title_like(above)
        and not _LABEL.fullmatch(upper)
        and not is_numbered(upper)
        and len(upper) >= 4
        and upper[:2] != text[:2]
        and _body_name(upper) is None
        and not re.search("方案|预案|计划|办法|制度|通知|意见|规定|细则|目录|公报$", upper[-4:])
    )


def _find_office(
    paragraphs: Sequence[Paragraph], end: int, seats: Sequence[PrintedSeat]
) -> PrintedOffice | None:
    for paragraph in paragraphs[end : end + _BELOW]:
        if paragraph.level or paragraph.cells or _LABEL.fullmatch(paragraph.text):
            return None
        if "办公室" in paragraph.text and (office := read_office(paragraph, seats)):
            return office
        if _begins(paragraph):
            return None
    return None


def _find_same_names(body: str, seats: Sequence[PrintedSeat]) -> Iterator[Finding]:
    first: dict[str, PrintedSeat] = {}
    for seat in seats:
        known = first.setdefault(seat.name, seat)
        if known is seat:
            continue
        params = (
            ("name", seat.name),
            ("body", body),
            ("title", seat.title),
            ("first", known.line),
            ("other", known.title),
        )
        if known.title == seat.title:
            yield Finding(
                seat.line,
                "repeated_seat",
                "{name}, {title}, sits in {body} twice: on line {first} and here",
                params,
            )
        else:
            yield Finding(
                seat.line,
                "same_name",
                "{name} sits in {body} twice, as {other} on line {first} and as {title} here;"
                " they were taken for two people",
                params,
            )


def _printed(paragraph: Paragraph) -> str:
    return paragraph.printed or paragraph.text
