"""An issued document (通知), or a plan that stands without one.

Registers: `notice.title` title without blanks -> id, of those that stand (a
title is issued once); `notice.titled` the same the other way;
`notice.retracted-title` the id that was taken back under a title.
"""

from __future__ import annotations

import msgspec

from zltrec.domain.fact import Fact, Recorded, Registers, Source, topic
from zltrec.errors import BadUsage, Refused

PREFIX = "n"
RETRACTED = "notice.retracted-title"
TITLED = "notice.titled"
TITLE = "notice.title"
KINDS = ("notice", "plan")


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A listed attachment: whether its text is there, and on which line of the source."""

    ordinal: int
    title: str
    present: bool
    line: int | None = None


class Citation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document cited: its title, and its number (文号) where one is printed."""

    title: str
    number: str | None = None


class NoticeContent(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a notice says of itself; an amendment gives all of it anew.

    The day of issue is the fact's `occurred` (undated where none is printed).
    """

    kind: str
    title: str
    issuer: str | None = None
    addressees: tuple[str, ...] = ()
    plan_title: str | None = None
    attachments: tuple[Attachment, ...] = ()
    cites: tuple[Citation, ...] = ()


@topic("notice.recorded")
class NoticeRecorded(Fact, frozen=True, kw_only=True):
    """A notice or plan was taken into the records."""

    content: NoticeContent


@topic("notice.amended")
class NoticeAmended(Fact, frozen=True, kw_only=True):
    """What is recorded of a notice was corrected; `content` holds from now on."""

    content: NoticeContent
    reason: str


@topic("notice.retracted")
class NoticeRetracted(Fact, frozen=True, kw_only=True):
    """A notice was taken back out of the records."""

    reason: str


class Notice(msgspec.Struct):
    """A notice as its events made it; `status` is recorded, amended or retracted."""

    id: str
    version: int
    occurred: str
    content: NoticeContent
    status: str
    source: Source | None


def evolve(state: Notice | None, recorded: Recorded) -> Notice | None:
    """The notice after one more of its events."""
    fact = recorded.fact
    if isinstance(fact, NoticeRecorded):
        return Notice(
            recorded.originator_id, 1, fact.occurred, fact.content, "recorded", fact.source
        )
    if state is None:
        return None
    state.version = recorded.originator_version
    if isinstance(fact, NoticeAmended):
        state.occurred, state.content, state.status = fact.occurred, fact.content, "amended"
        state.source = fact.source or state.source
    elif isinstance(fact, NoticeRetracted):
        state.status = "retracted"
    return state


def title_key(title: str) -> str:
    """A title without its blanks: what makes two notices the same."""
    return "".join(title.split())


def check_content(content: NoticeContent) -> None:
    """Raises BadUsage for an unknown kind or an empty title."""
    if content.kind not in KINDS:
        raise BadUsage("{kind} is no kind of notice; it is notice or plan", kind=content.kind)
    if not content.title.strip():
        raise BadUsage("the title of the notice is empty; nothing was recorded")


def check_new(content: NoticeContent, registers: Registers) -> None:
    """Raises Refused if a notice of this title stands already."""
    check_content(content)
    known = registers.get(TITLE, title_key(content.title))
    if known is not None:
        raise Refused(
            "a notice of that title is there already: {id}; nothing was recorded", id=known
        )


def check_standing(state: Notice) -> None:
    """Raises Refused if the notice was retracted."""
    if state.status == "retracted":
        raise Refused("the notice {id} was retracted; record it anew instead", id=state.id)


def check_amendment(
    state: Notice, occurred: str, content: NoticeContent, registers: Registers
) -> None:
    """Raises Refused if the notice is retracted, nothing changes, or the title is taken."""
    check_standing(state)
    check_content(content)
    if (occurred, content) == (state.occurred, state.content):
        raise Refused("the notice {id} says that already; nothing was changed", id=state.id)
    known = registers.get(TITLE, title_key(content.title))
    if known not in (None, state.id):
        raise Refused("another notice, {other}, has that title", other=known)


def register(recorded: Recorded, registers: Registers) -> None:
    """What an event of a notice enters in the registers."""
    notice, fact = recorded.originator_id, recorded.fact
    if isinstance(fact, NoticeAmended | NoticeRetracted):
        old = registers.get(TITLED, notice)
        if old is not None and registers.get(TITLE, old) == notice:
            registers.strike(TITLE, old)
            if isinstance(fact, NoticeRetracted):
                registers.enter(RETRACTED, old, notice)
        registers.strike(TITLED, notice)
    if isinstance(fact, NoticeRecorded | NoticeAmended):
        key = title_key(fact.content.title)
        registers.enter(TITLE, key, notice)
        registers.enter(TITLED, notice, key)
