"""A paper of one case: the text of a form with the case's values put in, in Markdown.

Values are exact and stand as they are: what would be Markdown in one is escaped.
Days are printed as documents print them (`2022年6月3日`) unless the place asks for
another form. Who approved is said with the grade of the approval, always.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zltrec.calendar.printed import Heading, render_printed
from zltrec.calendar.when import decode_when
from zltrec.procedure.cells import Reveal, cell_value
from zltrec.procedure.conditions import TIME
from zltrec.procedure.edition import Edition
from zltrec.procedure.snapshot import Snapshot
from zltrec.procedure.template import FORMS, Block, Part, Place, Words, read_template
from zltrec.procedure.world import CASES, Instance, World, field_named

DECISIONS = {"approved": "approve", "rejected": "reject"}
APPROVAL_PARTS = ("office", "scope", "officer", "on", "grade", "reason")
"""What is known of an approval, by the names that a place has for it."""
GRADES = {"key": "密钥签名", "paper": "纸质"}

_ISO, _DAY = FORMS
_ORDINAL = re.compile(r"#(?:\+(?P<after>\d+))?")
_YES, _NO = "是", "否"
_SEVERAL = "、"
_DECIDED = re.compile(r"(?P<decision>approved|rejected)\.(?P<action>[\w-]+)(?:\.(?P<part>\w+))?")
_ISO_TIME = re.compile(r"\d{4}-\d\d(-\d\d(T\d\d:\d\d)?(\.\..*)?)?")
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~]")
_LEADING = re.compile(r"(?:[#+\-=]|\d+(?=[.)]))")
_GAPS = re.compile(r"\n{3,}")

Approvals = Sequence[Mapping[str, Any]]
"""Approvals of a case: `id`, `action`, `decision` and what `APPROVAL_PARTS` name."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A place for decisions: of which kind, on which action, and which part of them ("": all)."""

    decision: str
    action: str
    part: str


def read_ordinal(what: str) -> int | None:
    """After which number a place counts the records of a block: 0 for `#`, 2 for `#+2`.

    None if it is no such place.
    """
    found = _ORDINAL.fullmatch(what)
    return None if found is None else int(found["after"] or 0)


def read_decided(what: str) -> Decided | None:
    """What a place says of approvals (`approved.ACTION.office`); None if it is none of these."""
    found = _DECIDED.fullmatch(what)
    if found is None:
        return None
    return Decided(DECISIONS[found["decision"]], found["action"], found["part"] or "")


def is_time(edition: Edition, over: str, what: str) -> bool:
    """Whether a place holds a day or a minute. Raises BadCondition for what cannot be."""
    decided = read_decided(what)
    if decided is not None:
        return decided.part == "on"
    named = field_named(edition, over, what)
    if named is not None:
        return named.type in ("date", "moment")
    return edition.over(over).compile(what, "").kind == TIME


def render_paper(
    world: World, snapshot: Snapshot, text: str, approvals: Approvals, reveal: Reveal | None
) -> str:
    """The paper in Markdown; personal values masked without `reveal`, confidential ones unless
    the world shows them: a block that such a one decides is left out then.

    `world` holds the case; `text` is one that the checks have passed.
    """
    parts, _faults = read_template(text)
    printing = _Printing(world, snapshot, approvals, reveal)
    (case,) = (one for one in world.instances(CASES) if one.snapshot.number == snapshot.number)
    page = "".join(printing.parts(parts, case, 0))
    return _GAPS.sub("\n\n", page).strip("\n") + "\n"


@dataclass(frozen=True)
class _Printing:
    """One case being printed."""

    world: World
    snapshot: Snapshot
    approvals: Approvals
    reveal: Reveal | None

    def parts(self, parts: Sequence[Part], of: Instance, number: int) -> Iterator[str]:
        for one in parts:
            if isinstance(one, Words):
                yield one.text
            elif isinstance(one, Place):
                yield _inserted(one, self._value(one, of, number))
            else:
                yield from self._block(one, of, number)

    def _block(self, block: Block, of: Instance, number: int) -> Iterator[str]:
        if block.word == "when":
            if self.world.holds(block.what, of) and self.world.is_open(block.what, of):
                yield from self.parts(block.parts, of, number)
            return
        listed = (
            one
            for one in self.world.instances(block.what)
            if one.snapshot.number == self.snapshot.number
        )
        for index, one in enumerate(listed, 1):
            yield from self.parts(block.parts, one, index)

    def _value(self, place: Place, of: Instance, number: int) -> str:
        after = read_ordinal(place.what)
        if after is not None:
            return str(number + after)
        decided = read_decided(place.what)
        if decided is not None:
            return self._decided(decided, place.form)
        value = cell_value(self.world, of, place.what, self.reveal)
        if value is not None and is_time(self.world.edition, of.over, place.what):
            return _time(str(value), place.form)
        if isinstance(value, bool):
            return _YES if value else _NO
        return "" if value is None else str(value)

    def _decided(self, decided: Decided, form: str) -> str:
        """The decisions on which the last step that needed such ones rests."""
        found = [
            one
            for one in self.approvals
            if (one["action"], one["decision"]) == (decided.action, decided.decision)
        ]
        for step in reversed(self.snapshot.steps):
            resting = [one for one in found if one["id"] in step.approvals]
            if resting:
                said = [_approval(one, decided.part, form) for one in resting]
                return _SEVERAL.join(one for one in said if one)
        return ""


def _approval(one: Mapping[str, Any], part: str, form: str) -> str:
    grade = GRADES[one["grade"]]
    day = _time(one["on"], form)
    if not part:
        office = f"{one['scope']}{one['office']}"
        return f"{office} {one['officer']} {day}（{grade}）"
    return {"grade": grade, "on": day}.get(part) or str(one[part])


def _time(kept: str, form: str) -> str:
    """A day or minute as documents print it, or as asked; a masked one stays masked."""
    if not _ISO_TIME.fullmatch(kept):
        return kept
    if form == _DAY:
        kept = kept.partition("T")[0]
    if form == _ISO:
        return kept
    when = decode_when(kept)
    if when.start is None or when.precision in ("month", "year"):
        return f"{kept[:4]}年" + (f"{int(kept[5:])}月" if kept[4:] else "")
    printed = render_printed(when, Heading())
    return printed if when.minute is None else f"{printed}{when.minute}"


def _inserted(place: Place, value: str) -> str:
    """A value as Markdown that shows it: alone on its line, each line of it is a paragraph."""
    lines = [_MARKUP.sub(_escaped, " ".join(line.split())) for line in value.splitlines()]
    lines = [line for line in lines if line]
    if place.first:
        lines = [
            _LEADING.sub(_guarded, line, count=1) if _LEADING.match(line) else line
            for line in lines
        ]
    return ("\n\n" if place.alone else " ").join(lines)


def _escaped(found: re.Match[str]) -> str:
    """What would be markup, so that it is not."""
    # Of a table, a backslash before a cell's own bar would make that a part of the text.
    return "&#92;" if found[0] == "\\" else f"\\{found[0]}"


def _guarded(found: re.Match[str]) -> str:
    """What would begin a heading, a list or a rule, so that it does not."""
    mark = found[0]
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
