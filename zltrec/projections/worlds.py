"""The cases of a procedure as the views know them, on a day: what its ledgers look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from weakref import WeakKeyDictionary

from zltrec.procedure.edition import Edition
from zltrec.procedure.filed import unopened
from zltrec.procedure.periods import Period
from zltrec.procedure.snapshot import Snapshot
from zltrec.procedure.world import Balance, World
from zltrec.projections.cases import StoredSnapshots, find_case, snapshot_at
from zltrec.projections.procedures import (
    editions,
    entered_values,
    rulings,
    ticked_promises,
    working_calendar,
)
from zltrec.projections.projection import Reads
from zltrec.projections.rows import Scope


class Worlds:
    """The procedures in force, each with its cases as of a day (None: after all steps).

    `at`: the minute that is asked about, if not the day; without either, the day of
    the last step. `period`: only filings of periods within it, and cases opened in it.
    """

    def __init__(
        self,
        views: Reads,
        as_of: date | None,
        at: str | None = None,
        period: Period | None = None,
    ) -> None:
        self.views = views
        self.period = period
        self.as_of = as_of
        self.at = at or (as_of.isoformat() if as_of is not None else _last_day(views))
        self.editions = editions(views)
        self.calendar = working_calendar(views)
        self._others: dict[str, tuple[Edition, Snapshot] | None] = {}
        self._worlds: dict[str, World] = {}

    def world(self, procedure: str) -> World:
        """One procedure with all its cases that had begun; made once."""
        if procedure not in self._worlds:
            self._worlds[procedure] = self._make(procedure)
        return self._worlds[procedure]

    def all(self) -> Iterator[World]:
        """Every procedure, in order."""
        return map(self.world, self.editions)

    def _make(self, procedure: str) -> World:
        edition = self.editions[procedure]
        stored = StoredSnapshots(self.views, procedure, self.period, self.as_of)
        snapshots = stored if stored.are_many() else list(stored)
        # What has to be there at every moment may have begun before the period.
        held = self.period and any(one.held for one in edition.definition.clocks)
        return World(
            edition,
            snapshots,
            self.at,
            self.calendar,
            self.other,
            entered_values(self.views, procedure),
            _balances(snapshots) if edition.definition.accounts else {},
            period=self.period,
            earlier=(
                list(StoredSnapshots(self.views, procedure, None, self.as_of)) if held else ()
            ),
            ticked=ticked_promises(self.views, procedure),
            rulings=rulings(self.views, procedure),
        )

    def of_case(self, snapshot: Snapshot) -> World:
        """A procedure with one case alone."""
        edition = self.editions[snapshot.procedure]
        return World(edition, [snapshot], self.at, self.calendar, self.other, alone=True)

    def other(self, number: str, procedure: str) -> tuple[Edition, Snapshot] | None:
        """The case of a number as it was, with its procedure; None if there was none."""
        if number not in self._others:
            case = find_case(self.views, number)
            found = None if case is None else snapshot_at(case, self.as_of)
            self._others[number] = (
                unopened(self.editions[procedure], number)
                if found is None or not found.steps
                else (self.editions[found.procedure], found)
            )
        return self._others[number]


_KEPT: WeakKeyDictionary[Reads, tuple[object, Worlds]] = WeakKeyDictionary()


def worlds_of(views: Reads, as_of: date | None, period: Period | None = None) -> Worlds:
    """The procedures as of a day (with the cases of a period); kept until another is asked for."""
    key = (views.position, as_of, period)
    kept = _KEPT.get(views)
    if kept is None or kept[0] != key:
        kept = _KEPT[views] = (key, Worlds(views, as_of, period=period))
    return kept[1]


def showing(world: World, scope: Scope) -> World:
    """The same cases with what may be seen of them."""
    return world if scope.released is world.released else replace(world, released=scope.released)


def _last_day(views: Reads) -> str:
    (row,) = views.select("SELECT max(end) FROM timeline WHERE kind = 'case'")
    return row[0] or date.min.isoformat()


def _balances(snapshots: Iterable[Snapshot]) -> dict[tuple[str, str], Balance]:
    balances: dict[tuple[str, str], Balance] = {}
    for snapshot in snapshots:
        for step in snapshot.steps:
            for post in step.posts:
                place = (post.account, post.key)
                balances[place] = balances.get(place, Balance(0, 0)).after(post.amount)
    return balances
