"""A body's office: where it is, and who holds which duty in it.

Reads the sentence that follows a list of members. Telephone numbers are not
read. A duty that goes to whoever holds a post (由财政局局长兼任) names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zltrec.gazette.document import Paragraph, PrintedOffice, PrintedSeat
from zltrec.gazette.line import HAN

_WHERE = re.compile(
    r"办公室(?:地点|地址)?(?:设立|设置|设|挂靠|挂)?[在于](?P<where>[^，。；：,;:（()）]{2,40})"
)
_DUTY = "(?:办公室)?(?:常务)?副?主任|(?:办公室)?成员|联络[人员]|联系人|工作人员"
_LISTED = re.compile(
    rf"(?P<role>{_DUTY})\s*[：:]\s*(?P<people>[^；;。：:]+?)(?=[；;。]|$|[，,、]\s*(?:{_DUTY}|电话|联系|手机|邮箱)|[：:])"
)
_BEHIND = re.compile(
    rf"(?P<role>办公室(?:常务)?副?主任)(?:由)?(?P<name>[{HAN}·]{{2,12}}?)(?:同志)?"
    r"(?:[（(](?P<also>兼任?)[)）]|(?P<takes>兼任|担任|兼)(?=[，,。；;、]|$))"
)
_BEFORE = re.compile(
    rf"(?P<people>[{HAN}·、]{{2,60}}?)(?:同志)?(?P<takes>兼任|担任|兼|任)(?P<role>办公室(?:常务)?副?主任)"
)
_PERSON = re.compile(rf"(?P<name>[{HAN}·]{{2,12}})\s*(?:[（(](?P<title>[^（()）]+)[)）])?")
_POST_AND_NAME = re.compile(rf"(?P<title>.+(?:长|任|书记|员|席|理))(?P<name>[{HAN}]{{2,4}})")
_NOBODY = re.compile("(?:长|任|书记|员|席|经理|领导|同志|负责人?|单位|部门|局|办|委|人员)$")
_LONGEST_NAME = 4


def read_office(paragraph: Paragraph, seats: Sequence[PrintedSeat]) -> PrintedOffice | None:
    """The office that a paragraph tells of; None if it tells neither place nor holder.

    `seats` are the body's own: names that are known from them are told from
    the titles before them. A holder's title is what is printed beside the
    name (兼 included), or empty.
    """
    where = _WHERE.search(paragraph.text)
    text = paragraph.text[where.start() :] if where else paragraph.text
    names = {seat.name for seat in seats}
    holders: list[PrintedSeat] = []
    for role, name, title in _read_holders(text, names):
        holder = PrintedSeat(paragraph.line, role, name, title)
        if holder not in holders:
            holders.append(holder)
    if where is None and not holders:
        return None
    return PrintedOffice(paragraph.line, where["where"] if where else None, tuple(holders))


def _read_holders(text: str, names: set[str]) -> Iterator[tuple[str, str, str]]:
    found: list[tuple[int, str, str, str]] = []
    for listed in _LISTED.finditer(text):
        for person in re.split("[、，,]", listed["people"]):
            one = _PERSON.fullmatch(person.strip())
            if one and _is_somebody(one["name"], names):
                found.append((listed.start(), listed["role"], one["name"], one["title"] or ""))
    for behind in _BEHIND.finditer(text):
        name = behind["name"]
        if _is_somebody(name, names):
            also = behind["also"] or behind["takes"]
            found.append((behind.start(), behind["role"], name, also if "兼" in also else ""))
    for before in _BEFORE.finditer(text):
        for name, title in _read_people(before["people"], names):
            also = "兼任" if "兼" in before["takes"] and not title else title
            found.append((before.start(), before["role"], name, also))
    for _, role, name, title in sorted(found, key=lambda one: one[0]):
        yield role, name, title


def _read_people(people: str, names: set[str]) -> Iterator[tuple[str, str]]:
    title = ""
    for part in people.split("、"):
        known = max((name for name in names if part.endswith(name)), key=len, default="")
        if known:
            title = part[: -len(known)] or title
            yield known, title
        elif post := _POST_AND_NAME.fullmatch(part):
            if _is_somebody(post["name"], names):
                title = post["title"]
                yield post["name"], title
        elif _is_somebody(part, names):
            yield part, title


def _is_somebody(name: str, names: set[str]) -> bool:
    if name in names:
        return True
    return 2 <= len(name) <= _LONGEST_NAME and not _NOBODY.search(name)
