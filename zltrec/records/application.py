"""The log as an `eventsourcing` application.

A command runs inside one write transaction: it loads aggregates, checks
registers, records facts, and all of it is written or none. Since only one
process writes at a time, what it has checked still holds when it commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import Environment

from zltrec.domain import aggregates
from zltrec.domain.fact import Recorded, decode_fact, encode_fact
from zltrec.errors import Refused
from zltrec.records.work import Look, Work
from zltrec.store.registers import Registers
from zltrec.store.sqlite import SQLiteLog

PERSISTENCE_MODULE = "zltrec.store.sqlite"
State = TypeVar("State")


def utc_text(moment: datetime) -> str:
    """An aware moment as the log writes it: UTC, microseconds, `Z`."""
    # Not strftime, which writes years before 1000 short.
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


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
            if unit.size == 0 or aggregates.are_older(unit.registers):
                self._rebuild(unit.registers)
            yield Work(self, unit, utc_text(self.clock()), self.actor)

    def _rebuild(self, registers: Registers) -> None:
        """Brings registers of another version up to this one, in the transaction under way."""
        registers.clear()
        aggregates.rebuild(
            (
                Recorded(originator_id, version, decode_fact(topic, state))
                for _position, originator_id, version, topic, state in self.event_log.rows()
            ),
            registers,
        )

    @contextmanager
    def looking(self) -> Iterator[Look]:
        """One view of the log for a command that decides and writes nothing."""
        with self.event_log.snapshot() as registers:
            yield Look(self, registers)

    def load(self, given: str, kind: type[State], prefix: str) -> State:
        """As `Look.load`, outside a unit of work."""
        state = self.load_exactly(self.find(given)) if given.startswith(prefix) else None
        if not isinstance(state, kind):
            raise Refused("there is no {id}; a list shows the ids that there are", id=given or '""')
        return state

    def find(self, given: str) -> str:
        """The full id that is meant. Raises Refused if there is none, or more than one."""
        found = self.event_log.originators(given, limit=3) if given else []
        if len(found) > 1 and given not in found:
            raise Refused(
                "{given} is the beginning of several ids ({ids} …); give more of it",
                given=given,
                ids=", ".join(found[:2]),
            )
        if not found:
            raise Refused("there is no {id}; a list shows the ids that there are", id=given or '""')
        return found[0]

    def load_exactly(self, originator_id: str) -> Any:
        """The aggregate of exactly that id; None if there is none.

        The library's repository would do the same in twice the time.
        """
        return aggregates.project(
            None,
            (
                Recorded(originator_id, e.originator_version, decode_fact(e.topic, e.state))
                for e in self.event_log.select_events(originator_id)
            ),
        )
