"""The log as an `eventsourcing` application, and the unit of work of every command.

A command runs inside one write transaction: it loads aggregates, checks
registers, records facts, and all of it is written or none. Since only one
process writes at a time, what it has checked still holds when it commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import Environment

from zltrec.domain import accession, aggregates
from zltrec.domain.fact import Fact, Recorded, Registers, Source, decode_fact, encode_fact
from zltrec.errors import Refused
from zltrec.store.sqlite import SQLiteLog
from zltrec.store.unit import UnitOfWork

PERSISTENCE_MODULE = "zltrec.store.sqlite"
State = TypeVar("State")


def utc_text(moment: datetime) -> str:
    """An aware moment as the log writes it: UTC, microseconds, `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class FactMapper(Mapper[str]):
    """Between recorded facts and stored events, by the closed list of topics."""

    def __init__(self) -> None:
        pass

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """The bytes of a `Recorded`."""
        fact = domain_event.fact
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=fact.TOPIC,
            state=encode_fact(fact),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The `Recorded` of stored bytes. Raises Unreadable as `decode_fact` does."""
        return Recorded(
            str(stored_event.originator_id),
            stored_event.originator_version,
            decode_fact(stored_event.topic, stored_event.state),
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What a command answers: the aggregate's id and the position of its last event."""

    id: str
    position: int


class Work:
    """One command's unit of work: load, check, record."""

    def __init__(self, records: Records, unit: UnitOfWork, now: str, actor: str) -> None:
        self._records = records
        self._unit = unit
        self._actor = actor
        self._now = max(now, unit.recorded_at)

    @property
    def registers(self) -> Registers:
        """The registers as this transaction sees them."""
        return self._unit.registers

    @property
    def position(self) -> int:
        """The position of the last event, this unit's own included."""
        return self._unit.size

    def stamp(self, occurred: str = "", source: Source | None = None) -> dict[str, Any]:
        """The fields that every fact of this command shares."""
        return {
            "recorded_at": self._now,
            "actor": self._actor,
            "occurred": occurred,
            "source": source,
        }

    def begin(self, prefix: str, fact: Fact) -> Written:
        """Records the first fact of a new aggregate; its id is `prefix` and its position."""
        return self.record(f"{prefix}{self._unit.size + 1:07d}", 1, fact)

    def record(self, originator_id: str, version: int, fact: Fact) -> Written:
        """Records a fact as the given version of an aggregate, and its register entries."""
        position = self._unit.append(
            (originator_id, version, fact.TOPIC, encode_fact(fact)), fact.recorded_at
        )
        aggregates.register(Recorded(originator_id, version, fact), self.registers)
        return Written(originator_id, position)

    def printed_of(self, originator_id: str) -> str | None:
        """The digest of what was last printed of a thing; None if it was never printed."""
        return self.registers.get(accession.PRINTED, originator_id)

    def version_of(self, originator_id: str) -> int:
        """The version of an aggregate's last event; 0 if it has none."""
        last = self._records.event_log.select_events(originator_id, desc=True, limit=1)
        return last[0].originator_version if last else 0

    def load(self, given: str, kind: type[State], prefix: str) -> State:
        """The aggregate that an id or its unique beginning means.

        Raises Refused if there is none of that kind, or more than one.
        """
        return self._records.load(given, kind, prefix)


class Records(Application[str]):
    """The records of one store. `clock` gives aware moments; `actor` is a claim."""

    def __init__(self, uri: str, *, clock: Callable[[], datetime], actor: str) -> None:
        self.clock = clock
        self.actor = actor
        super().__init__(
            {
                "PERSISTENCE_MODULE": PERSISTENCE_MODULE,
                "SQLITE_DBNAME": uri,
                "CREATE_TABLE": "no",
                "ORIGINATOR_ID_TYPE": "text",
            }
        )

    @staticmethod
    def construct_env(name: str, env: Any = None) -> Environment:
        """Only what is given counts: the process's environment must not change bytes."""
        return Environment(name, env)

    def construct_mapper(self) -> Mapper[str]:
        return FactMapper()

    @property
    def event_log(self) -> SQLiteLog:
        """The log that stands behind this application."""
        assert isinstance(self.recorder, SQLiteLog)
        return self.recorder

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """One transaction; leaving it writes everything, an exception nothing."""
        with self.event_log.unit_of_work() as unit:
            yield Work(self, unit, utc_text(self.clock()), self.actor)

    def load(self, given: str, kind: type[State], prefix: str) -> State:
        """As `Work.load`, outside a unit of work."""
        state = self._load_exactly(given) if given.startswith(prefix) else None
        if state is None and given:
            found = [i for i in self.event_log.originators(given, limit=3) if i.startswith(prefix)]
            if len(found) > 1:
                raise Refused(
                    "{given} is the beginning of several ids ({ids} …); give more of it",
                    given=given,
                    ids=", ".join(found[:2]),
                )
            state = self._load_exactly(found[0]) if found else None
        if not isinstance(state, kind):
            raise Refused("there is no {id}; a list shows the ids that there are", id=given or '""')
        return state

    def _load_exactly(self, originator_id: str) -> Any:
        try:
            return self.repository.get(originator_id, projector_func=aggregates.project)
        except AggregateNotFoundError:
            return None
