"""A made-up procedure with a monthly form, and its cases; what is done with them is written down.

The figures that the form should show are worked out here from the notes alone, by other code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from trust.chancery import Chancery

from zltrec.calendar.when import day
from zltrec.cli.main import say_error
from zltrec.projections.form_rows import FormPage, form_page
from zltrec.projections.report_differences import differences
from zltrec.projections.reports import Reported, find_report
from zltrec.records.case_corrections import amend_case
from zltrec.records.case_desk import CaseDesk
from zltrec.records.cases import Request, move_case, open_case, reverse_case
from zltrec.records.procedures import adopt_edition, enter_value
from zltrec.records.reports import Brought, ReportWritten, report_form
from zltrec.records.work import Work

TEXT = (Path(__file__).parents[1] / "procedure" / "paving.toml").read_text(encoding="utf-8")
PROCEDURE, FORM = "paving", "monthly"
JUNE, LAST = "2022-06", date(2022, 6, 30)
NO_DAY = date.min
Value = Decimal | int | str | None
Place = tuple[str, str, str]
"""A value of the form: the line's number, the measure, period or cumulative."""


@dataclass
class Event:
    """What was done to a case: its position, kind as a difference names it, day, reason."""

    position: int
    kind: str
    on: date
    reason: str


@dataclass
class Road:
    """A case as the notes have it; `done` is None until it is finished."""

    kind: str
    area: Decimal
    found: date
    done: date | None = None
    fine: int = 0
    firm: str = ""
    gone: bool = False
    events: list[Event] = field(default_factory=list)

    def adds(self, last: date) -> dict[Place, list[Value]]:
        """What it adds to each value of the form for June, as of a day."""
        found: dict[Place, list[Value]] = {}
        if self.gone or self.found > last:
            return found

        def note(no: str, measure: str, on: date, amount: Value) -> None:
            for of in ("period", "cumulative"):
                if of == "cumulative" or on >= date(2022, 6, 1):
                    found.setdefault((no, measure, of), []).append(amount)

        lines = ("2", "3") if self.kind == "既有" else ("2",)
        for no in lines:
            note(no, "found", self.found, 1)
        note("1", "found", self.found, 1)
        note("4", "area", self.found, self.area / 10_000)
        if self.done is not None and self.done <= last:
            for no in lines:
                note(no, "done", self.done, 1)
            note("5", "fines", self.done, Decimal(self.fine) / 100)
            note("6", "firms", self.done, self.firm)
        found.pop(("1", "found", "period"), None)  # the form prints none
        return found


class Paving:
    """A store with that procedure."""

    def __init__(self, folder: Path) -> None:
        self.chancery = Chancery(folder, {})
        self.workspace = self.chancery.workspace
        self.roads: dict[str, Road] = {}
        self.stock: int | None = None
        self.entered: list[Event] = []
        adopt_edition(self.workspace.records, TEXT, today=self.workspace.today)

    def close(self) -> None:
        self.workspace.close()

    @contextmanager
    def desk(self) -> Iterator[tuple[CaseDesk, Work]]:
        with self.workspace.records.writing() as work:
            yield CaseDesk(work, self.workspace.today), work

    # what is done

    def open(self, kind: str, area: str, on: date, reason: str = "") -> str:
        request = Request("find", day(on), (("kind", kind), ("area", area)), reason=reason)
        with self.desk() as (desk, work):
            written = open_case(desk, work, PROCEDURE, None, request)
        road = self.roads[written.number] = Road(kind, Decimal(area), on)
        road.events.append(Event(written.position, "late", on, reason))
        return written.number

    def finish(self, number: str, fine: int, firm: str, on: date, reason: str = "") -> None:
        sets = (("fine", f"{fine / 100:.2f}"), ("firm", firm))
        with self.desk() as (desk, work):
            written = move_case(desk, work, number, Request("finish", day(on), sets, reason=reason))
        road = self.roads[number]
        road.done, road.fine, road.firm = on, fine, firm
        road.events.append(Event(written.position, "late", on, reason))

    def amend(self, number: str, reason: str, **sets: Any) -> None:
        road = self.roads[number]
        text = {k: f"{v / 100:.2f}" if k == "fine" else str(v) for k, v in sets.items()}
        with self.desk() as (desk, work):
            written = amend_case(desk, work, number, text, reason)
        for name, value in sets.items():
            setattr(road, name, value)
        road.events.append(Event(written.position, "amended", NO_DAY, reason))

    def reverse(self, number: str, reason: str) -> None:
        """Takes back the last step: the finish, or the opening itself."""
        with self.desk() as (desk, work):
            position = reverse_case(desk, work, number, reason).position
        road = self.roads[number]
        if road.done is None:
            road.gone = True
        road.done = None
        steps = [one for one in road.events if one.kind == "late"]
        road.events.remove(steps[-1])
        undone = steps[-1].position
        road.events.append(Event(position, f"reversed {undone}", NO_DAY, reason))

    def enter(self, stock: int, basis: str) -> None:
        records, today = self.workspace.records, self.workspace.today
        written = enter_value(records, PROCEDURE, "stock", JUNE, str(stock), basis, today=today)
        self.stock = stock
        self.entered = [Event(written.position, "entered", NO_DAY, basis)]

    # what is shown

    def page(self, until: date | None = None) -> FormPage:
        return form_page(self.workspace.views(), PROCEDURE, FORM, JUNE, until)

    def report(self, on: date = LAST, reason: str = "", **changed: Any) -> ReportWritten:
        page = self.page(on)
        brought = Brought(
            PROCEDURE,
            FORM,
            JUNE,
            changed.get("edition", page.edition),
            self.workspace.views().position,
            changed.get("rows", page.rows),
            page.faults,
        )
        records, today = self.workspace.records, self.workspace.today
        return report_form(records, brought, on=on, reason=reason, today=today)

    def reported(self, number: int | None = None) -> Reported:
        return find_report(self.workspace.views(), PROCEDURE, FORM, JUNE, number)

    def differences(self, number: int | None = None) -> list[dict[str, Any]]:
        report = self.reported(number)
        then = self.workspace.views(known_at=report.at)
        try:
            return differences(self.workspace.views(), then, report)
        finally:
            then.close()

    def faults(self) -> list[tuple[int | None, str, str]]:
        found = self.chancery.verify().faults
        return [(one.position, one.kind, say_error(one.error)) for one in found]

    # what should be

    def adds(self, last: date = LAST) -> dict[str, dict[Place, list[Value]]]:
        """What each case adds to each value, by the notes."""
        return {number: road.adds(last) for number, road in self.roads.items()}

    def figures(self, last: date = LAST) -> dict[Place, Value]:
        """The values of the form for June that are no empty ones, by the notes."""
        every: dict[Place, list[Value]] = {}
        for added in self.adds(last).values():
            for place, amounts in added.items():
                every.setdefault(place, []).extend(amounts)
        found: dict[Place, Value] = {("1", "stock", "cumulative"): self.stock}
        for place, amounts in every.items():
            told = place[1] == "firms"
            found[place] = len(set(amounts)) if told else sum(map(Decimal, map(str, amounts)))
        return {place: value for place, value in found.items() if value}


def figures_of(rows: Any) -> dict[Place, Value]:
    """The values of a form that are not empty or nought, as the notes have them."""
    found: dict[Place, Value] = {}
    for row in rows:
        for of in ("period", "cumulative"):
            value = row[of]
            if value is not None and row["measure"] != "progress" and Decimal(value):
                found[row["no"], row["measure"], of] = Decimal(value)
    return found
