"""Releases of what is confidential: which cases a release covers, and what was seen by it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

from zltrec.errors import Refused
from zltrec.procedure.conditions import Lookup
from zltrec.procedure.edition import Edition
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.names import RELEASE
from zltrec.procedure.secrecy import is_confidential
from zltrec.procedure.snapshot import Snapshot
from zltrec.projections.case_rows import find_number
from zltrec.projections.cases import find_case
from zltrec.projections.projection import Reads
from zltrec.projections.worlds import Worlds, worlds_of


def secret_case(views: Reads, number: str) -> tuple[Edition, Snapshot] | None:
    """A case, with its edition in force, whose events may hold confidential values in the clear;
    None for any other, and for what is no case."""
    case = find_case(views, number)
    if case is None:
        return None
    edition = worlds_of(views, None).editions[case.procedure]
    secret = any(is_confidential(one) for one in edition.definition.fields)
    return (edition, case.snapshot()) if secret else None


class Releases:
    """The cases that release, as the views know them; called, it says what is released.

    Whether a release still stands is for its own next step to say (`records.takings`).
    """

    def __init__(self, views: Reads, given: Sequence[str]) -> None:
        """Raises Refused for a release that there is not."""
        self.numbers = tuple(dict.fromkeys(find_number(views, one) for one in given))
        self._used: set[str] = set()
        self._views = views
        self._covering: dict[str, str | None] = {}
        self._lookups: dict[str, Lookup] = {}

    @cached_property
    def _worlds(self) -> Worlds:
        return worlds_of(self._views, None)

    def __call__(self, edition: Edition, snapshot: Snapshot) -> bool:
        """Whether the confidential values of a case are released."""
        found = self.covering(edition, snapshot)
        if found is not None:
            self._used.add(found)
        return found is not None

    def take_used(self) -> tuple[str, ...]:
        """The releases by which something was seen since this was last asked."""
        used = tuple(one for one in self.numbers if one in self._used)
        self._used.clear()
        return used

    def covering(self, edition: Edition, snapshot: Snapshot) -> str | None:
        """The first of the releases that covers a case; None if none does."""
        number = snapshot.number
        if number not in self._covering:
            self._covering[number] = next(
                (one for one in self.numbers if self._covers(one, edition, snapshot)), None
            )
        return self._covering[number]

    def _covers(self, number: str, edition: Edition, snapshot: Snapshot) -> bool:
        release = edition.definition.release
        if release is None:
            return False
        found = self._worlds.other(number, release.procedure)
        if found is None or found[0].id != release.procedure:
            return False
        world = self._worlds.of_case(snapshot)
        asked = world.lookup(snapshot)
        of_release = self._lookup_of(number, *found)

        def lookup(name: str) -> object:
            head, _dot, rest = name.partition(".")
            return of_release(rest) if head == RELEASE else asked(name)

        try:
            return edition.on_release.compile(release.covers).holds(lookup)
        except Refused:
            return False  # It lacks a value.

    def _lookup_of(self, number: str, edition: Edition, snapshot: Snapshot) -> Lookup:
        """What conditions know of a release, each value read once for all cases."""
        if number not in self._lookups:
            worlds = self._worlds
            self._lookups[number] = cache(
                CaseLookup(
                    edition, snapshot, worlds.at, others=worlds.other, calendar=worlds.calendar
                )
            )
        return self._lookups[number]
