"""The cases of one procedure as they stood on a day: what ledgers, forms and measures look at.

The cases are folded already, and the calendar, other procedures' cases, typed-in
values and balances are brought along; nothing here reads a store or a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from zltrec.calendar.when import decode_when
from zltrec.calendar.working import WorkingCalendar
from zltrec.errors import Refused
from zltrec.procedure.case_clocks import case_duties
from zltrec.procedure.clocks import filing_duty, procedure_duties
from zltrec.procedure.conditions import BOOL, Lookup
from zltrec.procedure.definition import Field
from zltrec.procedure.duty import Duty
from zltrec.procedure.edition import Edition
from zltrec.procedure.lookup import CaseLookup, Others, moment, no_others
from zltrec.procedure.names import DUTY_NAMES, DUTY_TIMES
from zltrec.procedure.periods import Period
from zltrec.procedure.secrecy import ITEM, OWN
from zltrec.procedure.snapshot import Snapshot, StepTaken, fold_steps
from zltrec.procedure.standing import standing_duties

CASES, STEPS, DUTIES = "cases", "steps", "duties"
Released = Callable[[Edition, Snapshot], bool]
"""Whether the confidential values of a case may be seen."""


def nothing_released(_edition: Edition, _snapshot: Snapshot) -> bool:
    """Lets nothing be seen that is confidential."""
    return False


def all_released(_edition: Edition, _snapshot: Snapshot) -> bool:
    """Lets everything be seen: for who looks at it inside the office."""
    return True


@dataclass(frozen=True, slots=True)
class Instance:
    """One of what is listed or counted: a case, a step, a record of a list, a duty.

    `snapshot` is its case: of a step, as it was after it; of a duty that no case
    meets yet, an empty one. `on`: the day or minute of the step, else the one asked
    about. `begun`: the index of the step itself, of the one that appended the
    record, of the opening.
    """

    over: str
    snapshot: Snapshot
    on: str
    lookup: Lookup
    begun: int = 0
    record: Mapping[str, Any] | None = None
    duty: Duty | None = None

    @property
    def step(self) -> StepTaken:
        """The step by which it came to be."""
        return self.snapshot.steps[self.begun]


class Balance(NamedTuple):
    """What came into an account and what went out of it, in fen or units; neither is negative."""

    incoming: int
    outgoing: int

    @property
    def held(self) -> int:
        """What is left."""
        return self.incoming - self.outgoing

    def after(self, amount: int) -> Balance:
        """The balance after one more entry (out is negative)."""
        if amount < 0:
            return Balance(self.incoming, self.outgoing - amount)
        return Balance(self.incoming + amount, self.outgoing)


@dataclass(frozen=True, slots=True)
class Ticked:
    """A promise that was ticked off: the day, the evidence (kinds and names of files), what was
    noted, the approval's id."""

    on: str
    evidence: str
    note: str
    approval: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who decided which printed reading holds: the office, the person, the day, the approval."""

    office: str
    officer: str
    on: str
    approval: str


@dataclass(frozen=True)
class World:
    """The cases of a procedure (those without steps left out), as of the day or minute `at`.

    `snapshots`: gone through as often as asked; where they are no tuple or list they are read
    anew each time, and held in memory only for what looks at all of them together.
    `entered`: what was typed in, by measure and period; `balances`: fen or
    units, by account and key ("" where the account has none); `alone`: it is about
    its one case, and not about what others owe. `period`: it is about the cases of a
    period, and what was owed for periods within it; `earlier` are then all cases, where
    some may meet what has to be there at every moment. `released`: whose
    confidential values may be seen. `ticked`: promises that were ticked off, by id;
    `rulings`: who decided what was decided for the whole procedure, by the reading's id.
    """

    edition: Edition
    snapshots: Iterable[Snapshot]
    at: str
    calendar: WorkingCalendar = field(default_factory=lambda: WorkingCalendar({}))
    others: Others = no_others
    entered: Mapping[tuple[str, str], str] = field(default_factory=dict)
    balances: Mapping[tuple[str, str], Balance] = field(default_factory=dict)
    alone: bool = False
    period: Period | None = None
    earlier: Sequence[Snapshot] = ()
    released: Released = nothing_released
    ticked: Mapping[str, Ticked] = field(default_factory=dict)
    rulings: Mapping[str, Ruling] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day asked about."""
        start = decode_when(self.at).start
        assert start is not None
        return start

    def lookup(
        self,
        snapshot: Snapshot,
        at: str | None = None,
        step: str = "",
        item: tuple[str, Mapping[str, Any], str] | None = None,
    ) -> CaseLookup:
        """The names of conditions on a case, as of `at` (else as of the world's own day)."""
        return CaseLookup(
            self.edition,
            snapshot,
            at or self.at,
            step=step,
            others=self.others,
            calendar=self.calendar,
            item=item,
        )

    def find(self, number: str) -> Snapshot | None:
        """The case of a number; None if there is none."""
        return self._by_number.get(number)

    @cached_property
    def _by_number(self) -> dict[str, Snapshot]:
        return {one.number: one for one in (*self.earlier, *self._held)}

    @cached_property
    def _held(self) -> Sequence[Snapshot]:
        return self.snapshots if isinstance(self.snapshots, Sequence) else (*self.snapshots,)

    def duties(self) -> tuple[Duty, ...]:
        """All that clocks asked for up to `at`: by the due day, then by subject."""
        return self._duties

    @cached_property
    def _duties(self) -> tuple[Duty, ...]:
        if not self.edition.definition.clocks:
            return ()
        found: list[Duty] = []
        if self.alone:
            for one in self.snapshots:
                found += filing_duty(self.edition, self.at, one, self.calendar)
        else:
            found += procedure_duties(self.edition, self.at, self.find, self.calendar, self.period)
            held = standing_duties(
                self.edition,
                self.earlier or self.snapshots,
                self.at,
                self.calendar,
                self.lookup,
            )
            found += [one for one in held if self.period is None or self.period.holds(one.due)]
        for one in self.snapshots:
            found += case_duties(self.edition, one, self.at, self.calendar, self.lookup)
        return tuple(sorted(found, key=lambda duty: duty.order))

    def instances(self, over: str | None) -> tuple[Instance, ...]:
        """Cases, steps, duties, or the records of a list field, in order. Made once for each."""
        over = over or CASES
        if over not in self._instances:
            self._instances[over] = tuple(self._made(over, self._held))
        return self._instances[over]

    def passing(self, over: str | None) -> Iterable[Instance]:
        """The same, to be gone through once: made one by one, unless they are all there."""
        over = over or CASES
        if over in self._instances or over == DUTIES or isinstance(self.snapshots, Sequence):
            return self.instances(over)
        return self._made(over, self.snapshots)

    def _made(self, over: str, snapshots: Iterable[Snapshot]) -> Iterable[Instance]:
        if over == DUTIES:
            return self._owed()
        make = {CASES: self._cases, STEPS: self._steps}.get(over)
        return self._records(over, snapshots) if make is None else make(snapshots)

    @cached_property
    def _instances(self) -> dict[str, tuple[Instance, ...]]:
        return {}

    def _cases(self, snapshots: Iterable[Snapshot]) -> Iterator[Instance]:
        for one in snapshots:
            yield Instance(CASES, one, self.at, self.lookup(one))

    def _steps(self, snapshots: Iterable[Snapshot]) -> Iterator[Instance]:
        for one in snapshots:
            for index, step in enumerate(one.steps):
                then = fold_steps(one.number, one.procedure, one.steps[: index + 1])
                lookup = self.lookup(then, step.on, step.transition)
                yield Instance(STEPS, then, step.on, lookup, index)

    def _records(self, over: str, snapshots: Iterable[Snapshot]) -> Iterator[Instance]:
        several = self.edition.fields[over].type == "ref"
        for one in snapshots:
            for index, record in self._several(one, over) if several else _appended(one, over):
                lookup = self.lookup(one, item=(over, record, one.steps[index].on))
                yield Instance(over, one, self.at, lookup, index, record)

    def _several(self, of: Snapshot, over: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Each of the cases that a ref of many names, as a record, with the step that named it."""
        procedure = self.edition.fields[over].procedure or ""
        setters = [index for index, step in enumerate(of.steps) if over in step.sets]
        for number in of.fields.get(over, ()):
            found = self.others(number, procedure)
            held = {} if found is None else {**found[1].fields, "state": found[1].state}
            yield setters[-1] if setters else 0, {**held, "number": number}

    def _owed(self) -> Iterator[Instance]:
        for duty in self.duties():
            of = self.find(duty.case or duty.subject) or Snapshot(duty.subject, self.edition.id)
            lookup = _duty_lookup(duty, self.at, self.lookup(of))
            yield Instance(DUTIES, of, self.at, lookup, duty=duty)

    def holds(self, condition: str | None, instance: Instance) -> bool:
        """Whether a condition holds; not, where it lacks a value. None: always."""
        return condition is None or self.value(condition, instance, BOOL) is True

    def value(self, expression: str, instance: Instance, expected: str = "") -> Any:
        """What CEL makes of an expression; None where it lacks a value or cannot be calculated."""
        compiled = self.edition.over(instance.over).compile(expression, expected)
        try:
            return compiled.value(instance.lookup)
        except Refused:
            return None

    def is_open(self, expression: str, instance: Instance) -> bool:
        """Whether what an expression is made of may be seen: nothing confidential, or released."""
        edition = self.edition
        owners = edition.secrecy.owners(expression, edition.over(instance.over))
        return all(self._shows(owner, instance) for owner in owners)

    def _shows(self, owner: str, instance: Instance) -> bool:
        snapshot, number = instance.snapshot, None
        if owner == ITEM and instance.over in self.edition.fields:
            several = self.edition.fields[instance.over].type == "ref"
            owner = instance.over if several else OWN
            number = (instance.record or {}).get("number")
        if owner in (OWN, ITEM):
            return self.released(self.edition, snapshot)
        number = number or snapshot.fields.get(owner)
        procedure = self.edition.fields[owner].procedure or ""
        found = None if number is None else self.others(number, procedure)
        return found is None or self.released(*found)


def _appended(of: Snapshot, over: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each record of a list, with the step that appended it."""
    for index, step in enumerate(of.steps):
        for record in step.appends.get(over, ()):
            yield index, record


def _duty_lookup(duty: Duty, at: str, on_case: CaseLookup) -> Lookup:
    """The names of conditions on a duty: `item.*`, and those of its case."""

    def lookup(name: str) -> Any:
        head, _dot, rest = name.partition(".")
        if head != "item":
            return on_case(name)
        said = duty_value(duty, rest, at)
        return moment(said) if isinstance(said, str) and rest in DUTY_TIMES else said

    return lookup


def duty_value(duty: Duty, name: str, at: str) -> str | bool | None:
    """`item.NAME` of a duty, as it is kept: a text, a day or a minute, a bool; None where it has
    none."""
    if name == "status":
        return duty.status(at)
    if name == "clock":
        return duty.clock.id
    found: str | bool | None = getattr(duty, name) if name in DUTY_NAMES else None
    return found or None if name in DUTY_TIMES else found


def field_named(edition: Edition, over: str | None, expression: str) -> Field | None:
    """The field that an expression plainly names (`area`, `item.area`); None for any other."""
    name = expression.strip()
    head, _dot, rest = name.partition(".")
    if head == "item" and over in edition.fields:
        return next((one for one in edition.parts_of(over) if one.id == rest), None)
    return edition.fields.get(name)


def kept_value(instance: Instance, expression: str) -> Any:
    """The kept value of the field that an expression plainly names; None where it has none."""
    name = expression.strip()
    if name.startswith("item."):
        return (instance.record or {}).get(name.removeprefix("item."))
    return instance.snapshot.fields.get(name)
