"""The closed list of kinds: the log alone folds into every aggregate and register."""

from __future__ import annotations

from pathlib import Path

from sample_office import History, found

from zltrec.domain import aggregates
from zltrec.domain.fact import Recorded, decode_fact
from zltrec.store.registers import ScratchRegisters
from zltrec.workspace import Workspace


def test_registers_are_rebuilt_from_the_log_alone(office: Workspace) -> None:
    """Replaying every event into empty registers gives what the commands wrote, row for row."""
    History(office.records, seed=5).go_on(120)
    rebuilt = ScratchRegisters()
    events = (
        Recorded(originator_id, version, decode_fact(topic, state))
        for _, originator_id, version, topic, state in office.log.rows()
    )
    aggregates.rebuild(events, rebuilt)
    assert list(rebuilt.rows()) == list(office.log.register_rows())


def test_aggregates_fold_one_by_one_as_at_once(office: Workspace) -> None:
    """An aggregate loaded by a command equals its events evolved step by step."""
    History(office.records, seed=6).go_on(80)
    states: dict[str, object] = {}
    for _, originator_id, version, topic, state in office.log.rows():
        fact = Recorded(originator_id, version, decode_fact(topic, state))
        states[originator_id] = aggregates.evolve(states.get(originator_id), fact)
    for originator_id, state in states.items():
        events = [
            Recorded(originator_id, e.originator_version, decode_fact(e.topic, e.state))
            for e in office.log.select_events(originator_id)
        ]
        assert aggregates.project(None, events) == state
        assert state is None or getattr(state, "version", len(events)) == len(events)


def test_no_events_make_no_aggregate() -> None:
    """Nothing comes from nothing."""
    assert aggregates.project(None, []) is None


def test_the_same_history_gives_the_same_bytes(tmp_path: Path) -> None:
    """Same commands, same clock, same actor: the same log, byte for byte, and the same root."""
    one, two = (found(tmp_path / name) for name in ("one", "two"))
    for office in (one, two):
        History(office.records, seed=7).go_on(60)
    assert list(one.log.rows()) == list(two.log.rows())
    assert one.log.head() == two.log.head()
    one.close()
    two.close()
