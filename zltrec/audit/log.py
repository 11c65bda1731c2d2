"""The raw events in log order, each with its envelope and the rest of its data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from zltrec.domain.fact import Fact, decode_fact
from zltrec.errors import Unreadable
from zltrec.store.sqlite import SQLiteLog

COLUMNS = ("position", "type", "subject", "version", "recorded_at", "occurred", "actor", "data")
_ENVELOPE = ("recorded_at", "occurred", "actor")


def event_rows(
    log: SQLiteLog, first: int = 1, last: int | None = None, subject: str | None = None
) -> Iterator[dict[str, Any]]:
    """Events from position `first` to `last`; with `subject` only of the ids that begin so.

    `type` is the topic; `data` holds what the event says beyond its envelope.
    Raises Unreadable for an event that cannot be decoded, with its position.
    """
    for position, originator_id, version, topic, state in log.rows(first, last):
        if subject is not None and not originator_id.startswith(subject):
            continue
        fact = fact_at(position, topic, state)
        data: dict[str, Any] = msgspec.to_builtins(fact, str_keys=True)
        yield {
            "position": position,
            "type": topic,
            "subject": originator_id,
            "version": version,
            **{name: data.pop(name, None) or None for name in _ENVELOPE},
            "data": data,
        }


def fact_at(position: int, topic: str, state: bytes) -> Fact:
    """The fact of stored bytes. Raises Unreadable as `decode_fact` does, with the position."""
    try:
        return decode_fact(topic, state)
    except Unreadable as error:
        raise Unreadable("position {position}: {reason}", position=position, reason=error) from None
