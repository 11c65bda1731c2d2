"""One command's unit of work: load, check, record; and the same for looking only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from eventsourcing.persistence import StoredEvent

from zltrec.domain import accession, aggregates
from zltrec.domain.fact import Fact, Recorded, Registers, Source, decode_fact, encode_fact
from zltrec.errors import Refused
from zltrec.store.unit import UnitOfWork

if TYPE_CHECKING:
    from zltrec.records.application import Records

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Written:
    """What a command answers: the aggregate's id and the position of its last event."""

    id: str
    position: int


class Look:
    """The log as one transaction sees it: registers, aggregates, events."""

    def __init__(self, records: Records, registers: Registers) -> None:
        self.registers = registers
        self._records = records

    def load(self, given: str, kind: type[State], prefix: str) -> State:
        """The aggregate that an id or its unique beginning means.

        Raises Refused if there is none of that kind, or more than one.
        """
        return self._records.load(given, kind, prefix)

    def load_exactly(self, originator_id: str, kind: type[State]) -> State:
        """The aggregate of exactly that id. Raises Refused if there is none of that kind."""
        state = self._records.load_exactly(originator_id)
        if not isinstance(state, kind):
            raise Refused("there is no {id}; a list shows the ids that there are", id=originator_id)
        return state

    def find(self, given: str) -> str:
        """The full id that an id or its unique beginning means, of whatever kind."""
        return self._records.find(given)

    def events_of(self, originator_id: str) -> Sequence[StoredEvent]:
        """The stored events of one aggregate, in order."""
        return self._records.event_log.select_events(originator_id)

    def printed_fact(self, originator_id: str) -> Fact | None:
        """The last fact of a thing that was read on a line of a file; None if none was."""
        for event in reversed(self.events_of(originator_id)):
            fact = decode_fact(event.topic, event.state)
            if fact.source is not None and fact.source.line is not None:
                return fact
        return None

    def printed_of(self, originator_id: str) -> str | None:
        """The digest of what was last printed of a thing; None if it was never printed."""
        return self.registers.get(accession.PRINTED, originator_id)

    def private_value(self, commitment: str) -> str | None:
        """The personal value that a commitment stands for; None if it is not kept (any more)."""
        return self._records.event_log.private_value(commitment)

    def version_of(self, originator_id: str) -> int:
        """The version of an aggregate's last event; 0 if it has none."""
        last = self._records.event_log.select_events(originator_id, desc=True, limit=1)
        return last[0].originator_version if last else 0


class Work(Look):
    """One write transaction: everything that it records is written, or nothing."""

    def __init__(self, records: Records, unit: UnitOfWork, now: str, actor: str) -> None:
        super().__init__(records, unit.registers)
        self._unit = unit
        self._actor = actor
        self._now = max(now, unit.recorded_at)

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

    def keep_private(self, value: str) -> str:
        """Keeps a personal value in this transaction; the commitment to it, for a fact to hold.

        The salt is fresh each time: the same value twice has two commitments.
        """
        # Imported here: few commands keep any, and all start sooner without.
        import secrets

        from zltrec.proof.commitment import SALT_BYTES, commit

        salt = secrets.token_bytes(SALT_BYTES)
        commitment = commit(salt, value)
        self._unit.private.keep(commitment, salt, value)
        return commitment

    def dispose_private(self, commitment: str) -> None:
        """Deletes a personal value and its salt; none there, no change.

        Whoever calls it records the disposal, and after the transaction has the store's files
        scrubbed (`SQLiteLog.scrub`).
        """
        self._unit.private.delete(commitment)
