"""Why a reported value is another now, where no event of the case itself is the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from trust.chancery import Chancery

from zltrec.calendar.when import day
from zltrec.domain.procedure import set_action
from zltrec.projections.form_rows import form_page
from zltrec.projections.report_differences import differences
from zltrec.projections.reports import find_report
from zltrec.records.case_corrections import amend_case
from zltrec.records.case_desk import CaseDesk
from zltrec.records.cases import Request, move_case, open_case
from zltrec.records.procedures import adopt_edition, set_value
from zltrec.records.reports import Brought, report_form
from zltrec.records.work import Work

FIRMS = """
id = "firms"
title = "企业"
edition = 1
source = "测试用"
office = "住建局"
series = "QY-{n}"
fields = [{id = "grade", type = "choice", choices = ["甲", "乙"]}]
states = [{id = "listed", label = "在册"}, {id = "struck", label = "已除名", final = true}]
transitions = [
  {id = "list", to = "listed", fields = ["grade"]},
  {id = "strike", label = "除名", from = ["listed"], to = "struck", reason = true},
]
"""
SITES = """
id = "sites"
title = "工地"
edition = 1
source = "测试用"
office = "住建局"
series = "GD-{n}"
figures = [{id = "most", type = "integer", value = "10", setting = true}]
fields = [
  {id = "firm", type = "ref", procedure = "firms"},
  {id = "rooms", type = "integer"},
]
states = [{id = "seen", final = true}]
transitions = [{id = "see", to = "seen", fields = ["firm", "rooms"]}]
measures = [
  {id = "listed", where = 'firm.state == "listed"'},
  {id = "first", where = 'firm.grade == "甲"'},
  {id = "large", where = "rooms > figures.most"},
]

[[forms]]
id = "monthly"
[[forms.parts]]
columns = ["在册", "甲级", "大型"]
values = {cumulative = ""}
lines = [{no = "1", label = "工地", measures = ["listed", "first", "large"]}]
"""
JUNE, LAST = "2022-06", date(2022, 6, 30)


class Office:
    """A store with both, a firm, a site of it, and a report of June."""

    def __init__(self, folder: Path) -> None:
        self.chancery = Chancery(folder, {})
        self.workspace = self.chancery.workspace
        for text in (FIRMS, SITES):
            adopt_edition(self.workspace.records, text, today=self.workspace.today)
        with self.desk() as (desk, work):
            self.open(desk, work, "firms", "list", grade="甲")
            self.open(desk, work, "sites", "see", firm="QY-1", rooms="12")
        views = self.workspace.views()
        page = form_page(views, "sites", "monthly", JUNE, LAST)
        assert [row["cumulative"] for row in page.rows] == [1, 1, 1]
        brought = Brought(
            "sites", "monthly", JUNE, page.edition, views.position, page.rows, page.faults
        )
        records, today = self.workspace.records, self.workspace.today
        report_form(records, brought, on=LAST, reason="", today=today)

    @contextmanager
    def desk(self) -> Iterator[tuple[CaseDesk, Work]]:
        with self.workspace.records.writing() as work:
            yield CaseDesk(work, self.workspace.today), work

    def open(self, desk: CaseDesk, work: Work, procedure: str, step: str, **sets: str) -> None:
        request = Request(step, day(date(2022, 6, 1)), tuple(sets.items()))
        open_case(desk, work, procedure, None, request)

    def differences(self) -> list[dict[str, Any]]:
        views = self.workspace.views()
        report = find_report(views, "sites", "monthly", JUNE)
        then = self.workspace.views(known_at=report.at)
        try:
            return differences(views, then, report)
        finally:
            then.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "office")
    yield made
    made.workspace.close()


def only_event(rows: list[dict[str, Any]], measure: str) -> tuple[Any, ...]:
    """The one difference, of that measure, and the one event that is why."""
    ((row,), (why, *rest)) = rows, rows[0]["why"]
    assert (row["measure"], row["reported"], row["now"]) == (measure, 1, 0)
    assert why["case"] == "GD-1"
    (event,) = [event for one in (why, *rest) for event in one["events"]]
    return event["subject"], event["kind"], event["on"], event["reason"]


def test_a_step_of_the_case_that_it_refers_to_is_why(office: Office) -> None:
    """The firm was struck off in June, which was recorded after the report."""
    with office.desk() as (desk, work):
        request = Request("strike", day(date(2022, 6, 20)), (), reason="违规")
        move_case(desk, work, "QY-1", request)
    assert only_event(office.differences(), "listed") == ("QY-1", "late", "2022-06-20", "违规")


def test_a_correction_of_the_case_that_it_refers_to_is_why(office: Office) -> None:
    with office.desk() as (desk, work):
        amend_case(desk, work, "QY-1", {"grade": "乙"}, "误录")
    assert only_event(office.differences(), "first")[::3] == ("QY-1", "误录")


def test_a_figure_that_was_set_anew_is_why(office: Office) -> None:
    """No case was touched."""
    action = set_action("most", "20")
    office.chancery.paper("procedure:sites", action, "吴局长", "住建局")
    set_value(office.workspace.records, "sites", "most", "20", today=office.workspace.today)
    assert only_event(office.differences(), "large") == ("procedure:sites", "set", None, "")
