"""State rebuilt step by step from nothing but the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from zltrec.audit.log import fact_at
from zltrec.domain import aggregates
from zltrec.domain.fact import Recorded
from zltrec.errors import Unreadable
from zltrec.store.sqlite import SQLiteLog

COLUMNS = ("position", "recorded_at", "actor", "type", "subject", "version", "changes", "state")


def replay(
    log: SQLiteLog, last: int | None = None, subject: str | None = None
) -> Iterator[dict[str, Any]]:
    """Each event up to position `last` with the state of its aggregate after it.

    `changes` holds each field that the event changed, as [before, after].
    With `subject`, only aggregates whose ids begin so are rebuilt. Raises
    Unreadable, with the position, for an event that cannot be decoded or
    does not fit the state before it.
    """
    states: dict[str, dict[str, Any]] = {}
    aggregate: dict[str, Any] = {}
    for position, originator_id, version, topic, state in log.rows(1, last):
        if subject is not None and not originator_id.startswith(subject):
            continue
        fact = fact_at(position, topic, state)
        try:
            aggregate[originator_id] = aggregates.evolve(
                aggregate.get(originator_id), Recorded(originator_id, version, fact)
            )
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            raise Unreadable(
                "position {position}: {type} does not fit what came before it;"
                " run `zltrec audit verify`",
                position=position,
                type=topic,
            ) from error
        before = states.get(originator_id, {})
        after: dict[str, Any] = msgspec.to_builtins(aggregate[originator_id], str_keys=True) or {}
        states[originator_id] = after
        yield {
            "position": position,
            "recorded_at": fact.recorded_at,
            "actor": fact.actor,
            "type": topic,
            "subject": originator_id,
            "version": version,
            "changes": {
                name: [before.get(name), value]
                for name, value in after.items()
                if name not in ("id", "version") and before.get(name) != value
            },
            "state": after,
        }
