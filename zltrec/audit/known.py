"""What the log knew at a position: the part that rules, cases and steps are judged by.

It is told every event in order, after that event was judged. An event that was
written past its check is known from there on all the same: the fault is named
once, and what comes later is judged by what the log then said.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from zltrec.audit.decisions import Decisions, Digests, Step
from zltrec.calendar.working import WorkingCalendar, YearCalendar, decode_year
from zltrec.domain import aggregates, workdays
from zltrec.domain.fact import Recorded
from zltrec.domain.judgement import Apart
from zltrec.domain.officer import PREFIX as OFFICER
from zltrec.domain.officer import Officer
from zltrec.domain.procedure import PREFIX as PROCEDURE
from zltrec.domain.procedure import EditionAdopted, ProcedureSet, edition_in_force
from zltrec.domain.setting import SUBJECT_PREFIX, apart, value_of
from zltrec.domain.store import SettingChanged, StoreFounded
from zltrec.domain.workdays import CalendarAdopted
from zltrec.errors import ZltrecError
from zltrec.procedure.edition import Edition
from zltrec.store.registers import ScratchRegisters

DAMAGE = (ZltrecError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What a changed event makes of itself; its own fault names it."""


class Known:
    """The registers, editions, calendars and officers' keys, position by position.

    `unheld` are positions of changes of officers that do not hold: they change nothing.
    """

    def __init__(self, decisions: Decisions, unheld: frozenset[int] = frozenset()) -> None:
        self.decisions = decisions
        self.digests = Digests()
        self.registers = ScratchRegisters()
        self.founded_at = ""
        self._unheld = unheld
        self._zone = ZoneInfo("UTC")
        self._officers: dict[str, Officer] = {}
        self._editions: dict[str, Edition] = {}
        self._years: dict[int, YearCalendar] = {}
        self._calendar: WorkingCalendar | None = None
        self._taken = ("", "")  # the last moment asked for, and its day

    def setting(self, name: str) -> str:
        """The value of a setting in force."""
        return value_of(name, self.registers)

    def step_by_settings(
        self, kind: str, subject: str, action: str, approval: str, recorded_at: str
    ) -> Step:
        """A step that the settings `KIND.office` and `KIND.grade` say whose approval it needs."""
        return Step(
            subject=subject,
            action=action,
            approval=approval,
            office=self.setting(f"{kind}.office"),
            least_grade=self.setting(f"{kind}.grade"),
            digest=self.digests.of(subject),
            on=self.day_of(recorded_at),
        )

    @property
    def apart(self) -> Apart:
        """The sets of actions that the settings keep apart."""
        return apart(self.registers)

    def edition(self, procedure: str) -> Edition:
        """The edition in force, compiled once. Raises Refused if there is no such procedure."""
        found = self._editions.get(procedure)
        if found is None:
            found = self._editions[procedure] = edition_in_force(procedure, self.registers)
        return found

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days, by the calendars adopted so far."""
        if self._calendar is None:
            self._calendar = WorkingCalendar(self._years)
        return self._calendar

    def day_of(self, recorded_at: str) -> str:
        """The day on which the log took it, in the store's zone."""
        if recorded_at != self._taken[0]:
            moment = datetime.fromisoformat(recorded_at).astimezone(self._zone)
            self._taken = (recorded_at, moment.date().isoformat())
        return self._taken[1]

    def learn(self, position: int, recorded: Recorded, state: bytes) -> None:
        """One more event, stored as `state`."""
        fact, subject = recorded.fact, recorded.originator_id
        if isinstance(fact, SettingChanged):
            subject = SUBJECT_PREFIX + fact.name
        with suppress(*DAMAGE):
            self.digests.take(subject, recorded.originator_version, fact.TOPIC, state)
        if not fact.TOPIC.startswith("case."):
            with suppress(*DAMAGE):
                self._learn_rule(position, recorded)
        with suppress(*DAMAGE):
            aggregates.register(recorded, self.registers)

    def _learn_rule(self, position: int, recorded: Recorded) -> None:
        fact, subject = recorded.fact, recorded.originator_id
        if isinstance(fact, StoreFounded) and position == 1:
            self._zone, self.founded_at = ZoneInfo(fact.zone), fact.recorded_at
        elif isinstance(fact, EditionAdopted):
            self._editions.clear()  # others may refer to it
        elif isinstance(fact, ProcedureSet):
            self._editions.pop(subject.removeprefix(PROCEDURE), None)
        elif isinstance(fact, CalendarAdopted):
            calendar = decode_year(fact.text)
            if workdays.subject_of(calendar.year) == subject:
                self._years[calendar.year], self._calendar = calendar, None
        elif subject.startswith(OFFICER) and position not in self._unheld:
            self._of_officer(recorded)

    def _of_officer(self, recorded: Recorded) -> None:
        before: Any = self._officers.get(recorded.originator_id)
        officer = aggregates.evolve(before, recorded)
        if isinstance(officer, Officer):
            self._officers[recorded.originator_id] = officer
            self.decisions.keys.update(officer.keys)
