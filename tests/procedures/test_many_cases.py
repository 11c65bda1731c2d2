"""Many cases are read one after the other, and not held: the ledgers are the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sample_office import all_ledgers

from zltrec.projections import cases
from zltrec.projections.rows import Scope
from zltrec.projections.worlds import worlds_of
from zltrec.workspace import Workspace, open_workspace

from .running import History

DAYS = (None, date(2022, 7, 31))


@pytest.fixture
def office(inspection: History) -> Iterator[Workspace]:
    """The inspection of unlawful construction, opened."""
    place = inspection.shell.store
    office = open_workspace(place, place, clock=lambda: datetime(2023, 1, 1, tzinfo=UTC), actor="")
    yield office
    office.close()


@pytest.mark.parametrize("day", DAYS)
def test_ledgers_of_many_cases_are_those_of_few(
    office: Workspace, monkeypatch: pytest.MonkeyPatch, day: date | None
) -> None:
    def ledgers() -> dict[str, list[dict[str, Any]]]:
        views = office.views(known_at=office.reader.size)
        found = all_ledgers(views, Scope(as_of=day))
        few = worlds_of(views, day).world("unlawful-construction").snapshots
        assert isinstance(few, list) is (cases.MANY > 1)
        return found

    held = ledgers()
    monkeypatch.setattr(cases, "MANY", 1)
    assert ledgers() == held
    assert sum(map(bool, held.values())) > 20
