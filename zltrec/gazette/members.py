"""Lines of a list of members: role, name, title.

Knows how names and titles are parted in print (a blank, brackets), that a
name of two characters is spread by a blank, and words for roles; knows no
body and no person. Works on text with its blanks as printed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zltrec.gazette.line import BLANKS, HAN, close_up

_LEADS = (
    "组长|主任委员|主任|总指挥长?|指挥长|指挥|会长|召集人|主席|理事长|团长|队长|总负责人|负责人"
)
_ROLE = (
    rf"(?:(?:第[一二三]|常务|名誉|总)?(?:副)?(?:{_LEADS})|顾问|秘书长|副秘书长"
    r"|组成人员|成员单位|成员|委员|组员|队员|联络员|政委)"
)
_ROLE_FIRST = re.compile(
    rf"(?P<role>[{HAN}{BLANKS}]{{2,14}}?)[{BLANKS}]*[：:][{BLANKS}]*(?P<rest>.*)"
)
_WHOLE_ROLE = re.compile(_ROLE)
_LEADING = re.compile(rf"(?:第[一二三]|总)?(?:{_LEADS})")
_NUMBER = re.compile(r"(?:\d{1,3}[.．、]|[（(]\d{1,3}[)）])\s*")
_PARTS = re.compile(rf"[{BLANKS}]+")
_NAME = re.compile(rf"[{HAN}]{{2,7}}|[{HAN}]{{1,10}}[·•][{HAN}·•]{{1,10}}")
_SHORT_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,10}}[·•][{HAN}·•]{{1,10}}")
_BRACKETED = re.compile(rf"(?P<name>[{HAN}·•{BLANKS}]{{2,16}})[（(](?P<title>[^（）()]+)[）)]")
_NO_NAME = re.compile(
    "(?:政府|委员会|人大|政协|党委|市委|县委|区委|旗委|局|部|厅|院|办|所|站|中心|公司|集团|大队|支队|街道|镇|乡"
    "|苏木|村|社区|学校|银行|队|长|任|书记|主席|经理|干部|同志|人员|单位|领导|部门)$"
)
_TITLE_END = re.compile(
    "(?:长|任|书记|员|席|理|记者|委员|干部|负责人|主管|师|总监|代表|秘书|参谋|政委|教授|顾问|调研员|法人)(?:[（(].*[)）])?$"
)
_NO_PERSON = re.compile("负责|由|等|各|电话|单位|名单")
_LONGEST_REST = 15


class Member(NamedTuple):
    """A member as printed: the role ("" where the line prints none), the name without
    blanks, the title with blanks closed up ("" where none is printed)."""

    role: str
    name: str
    title: str


def read_members(printed: str) -> list[Member]:
    """The members that a line names, in order; empty if it is no line of members.

    A line that holds only a role gives one member without a name.
    """
    text = _NUMBER.sub("", printed.strip(), count=1)
    role, rest = _split_role(text)
    if not rest:
        return [Member(role, "", "")] if role else []
    if len(rest) > 400 or "。" in rest or "；" in rest:
        return []
    listed = _read_bracketed(rest) or _read_names(rest)
    if listed:
        return [Member(role, name, title) for name, title in listed]
    if one := _read_one(rest):
        return [Member(role, *one)]
    return [Member(role, rest, "")] if role and _is_name(rest, _SHORT_NAME) else []


def is_leading(role: str) -> bool:
    """Whether a role leads a body (its list of members begins with it)."""
    return _LEADING.fullmatch(role) is not None


def is_role(text: str) -> bool:
    """Whether `text`, without its blanks, is a role."""
    return _WHOLE_ROLE.fullmatch("".join(text.split())) is not None


def is_title_rest(text: str, before: str) -> bool:
    """Whether `text` can be the end of the title `before`, wrapped to its own line."""
    return (
        len(text) <= _LONGEST_REST
        and re.fullmatch(rf"[{HAN}、（）()]+", text) is not None
        and _TITLE_END.search(text) is not None
        and (not _TITLE_END.search(before) or len(text) <= 4)
    )


def _split_role(text: str) -> tuple[str, str]:
    found = _ROLE_FIRST.match(text)
    if found and is_role(found["role"]):
        return "".join(found["role"].split()), found["rest"].strip()
    parts = _PARTS.split(text)
    for count in (1, 2, 3):
        if len(parts) > count and is_role("".join(parts[:count])):
            return "".join(parts[:count]), text.split(parts[count - 1], 1)[1].strip()
    return "", text


def _read_one(rest: str) -> tuple[str, str] | None:
    parts = _PARTS.split(rest)
    name, used = parts[0], 1
    while (
        used < len(parts) and len(name) < 3 and len(parts[used - 1]) == 1 and len(parts[used]) <= 2
    ):
        name, used = name + parts[used], used + 1
        if len(name) == 2 and not (used < len(parts) - 1 and len(parts[used]) == 1):
            break
    title = close_up(" ".join(parts[used:]))
    if _is_name(name, _NAME) and title and len(title) > 1:
        return name, title
    if len(parts) > 1 and _NO_NAME.search(parts[0]) and _is_name(parts[1], _SHORT_NAME):
        return parts[1], close_up(" ".join([parts[0], *parts[2:]]))
    if len(parts) == used and len(parts) > 1 and _is_name(name, _SHORT_NAME):
        return name, ""
    return None


def _read_bracketed(rest: str) -> list[tuple[str, str]]:
    found = list(_BRACKETED.finditer(rest))
    if not found or _BRACKETED.sub("", rest).strip("、，,。 \u3000"):
        return []
    pairs = [("".join(one["name"].split()), close_up(one["title"].strip())) for one in found]
    return pairs if all(_is_name(name, _NAME) for name, _ in pairs) else []


def _read_names(rest: str) -> list[tuple[str, str]]:
    names = ["".join(part.split()) for part in re.split("[、，,]", rest.rstrip("。"))]
    if len(names) < 2:
        names = _PARTS.split(rest)
        if len(names) < 3:
            return []
    if all(_is_name(name, _SHORT_NAME) for name in names):
        return [(name, "") for name in names]
    return []


def _is_name(text: str, pattern: re.Pattern[str]) -> bool:
    return (
        pattern.fullmatch(text) is not None
        and not _NO_NAME.search(text)
        and not _NO_PERSON.search(text)
    )
