"""What every event carries, and how it becomes bytes and comes back.

A fact's stored state is its JSON, in field order, UTF-8. Its topic is a name
of its own, independent of any module path, and only topics of the closed list
are ever decoded: a tampered row can name no code to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import ClassVar, NamedTuple, Protocol, TypeVar

import msgspec

from zltrec.calendar.when import When, decode_when
from zltrec.domain.kinds import KINDS, kind_of
from zltrec.errors import Unreadable


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a fact was read: the SHA-256 of an accession, and the line in it."""

    accession: str
    line: int | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One immutable fact.

    `recorded_at`: when the log took it, UTC, `2022-06-30T01:02:03.000004Z`.
    `actor`: who says so, a claim. `occurred`: when it happened, the canonical
    text of `calendar.when` ("" for undated). `source`: where it was read.
    """

    TOPIC: ClassVar[str] = ""

    recorded_at: str
    actor: str
    occurred: str = ""
    source: Source | None = None

    @property
    def when(self) -> When:
        """`occurred` as a value."""
        return decode_when(self.occurred)


class Recorded(NamedTuple):
    """A fact in its aggregate's sequence: the envelope that the log keeps in columns."""

    originator_id: str
    originator_version: int
    fact: Fact


class Registers(Protocol):
    """The registers as the domain uses them: named keys with a text value."""

    def get(self, name: str, key: str) -> str | None: ...
    def enter(self, name: str, key: str, value: str) -> None: ...
    def strike(self, name: str, key: str) -> None: ...
    def scan(self, name: str, prefix: str = "", limit: int = -1) -> Iterator[tuple[str, str]]: ...


FactType = TypeVar("FactType", bound=type[Fact])

_FACTS: dict[str, type[Fact]] = {}
_ENCODER = msgspec.json.Encoder()


def topic(name: str) -> Callable[[FactType], FactType]:
    """Gives a fact its topic and takes it into the closed list of what can be decoded."""

    def register(cls: FactType) -> FactType:
        if name in _FACTS:
            raise TypeError(f"topic {name} is given twice")
        cls.TOPIC = name
        _FACTS[name] = cls
        return cls

    return register


def topics() -> list[str]:
    """Every topic that can be decoded, sorted."""
    for kind in KINDS:
        kind_of(kind)
    return sorted(_FACTS)


@cache
def _decoder(topic_name: str) -> msgspec.json.Decoder[Fact]:
    return msgspec.json.Decoder(_FACTS[topic_name])


def encode_fact(fact: Fact) -> bytes:
    """The bytes that the log stores."""
    return _ENCODER.encode(fact)


def decode_fact(topic_name: str, state: bytes) -> Fact:
    """The fact of stored bytes. Raises Unreadable for an unknown topic or damaged bytes."""
    if topic_name not in _FACTS:
        kind_of(topic_name)  # its facts register themselves
    if topic_name not in _FACTS:
        raise Unreadable(
            "no event is called {topic}; the store was written by a newer zltrec, or changed",
            topic=topic_name,
        )
    try:
        return _decoder(topic_name).decode(state)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(
            "the state of a stored {topic} cannot be read: {reason}",
            topic=topic_name,
            reason=error,
        ) from error
