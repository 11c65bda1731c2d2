"""An invented procedure of a housing office, its cases, and how to write past every check."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from trust.chancery import Chancery

from zltrec.calendar.when import day
from zltrec.cli.main import say_error
from zltrec.domain.case import Case
from zltrec.domain.fact import Fact
from zltrec.domain.procedure import adopt_action, keep_action, reopen_action, set_action
from zltrec.projections.form_rows import form_page
from zltrec.records.case_corrections import amend_case
from zltrec.records.case_desk import CaseDesk
from zltrec.records.cases import (
    CaseWritten,
    Request,
    move_case,
    open_case,
    reverse_case,
    upgrade_case,
)
from zltrec.records.disposal import dispose_personal
from zltrec.records.procedures import adopt_edition, enter_value, set_value
from zltrec.records.promises import keep_promise, reopen_promise
from zltrec.records.reports import Brought, report_form
from zltrec.records.work import Work

PROCEDURE = "repairs"
SUBJECT = f"procedure:{PROCEDURE}"
TEXT = """
id = "repairs"
title = "房屋维修"
edition = 1
source = "测试用"
office = "住建局"
series = "R-{year}-{n:03}"

[[figures]]
id = "notice_days"
label = "公示天数"
type = "integer"
value = "2"
setting = true

[[figures]]
id = "ceiling"
label = "补助上限"
type = "money"
value = "100"
unit = "元"

[[fields]]
id = "house"
label = "房屋编号"
type = "text"
unique = [ {within = "open", why = "该房屋已有未结的维修"} ]

[[fields]]
id = "town"
label = "乡镇"
type = "text"

[[fields]]
id = "owner"
label = "户主"
type = "text"
personal = true

[[fields]]
id = "grade"
label = "等级"
type = "choice"
choices = ["C级", "D级"]

[[fields]]
id = "cost"
label = "补助"
type = "money"

[[fields]]
id = "earlier"
label = "上次维修"
type = "ref"
procedure = "repairs"

[[fields]]
id = "visits"
label = "走访"
type = "list"
fields = [ {id = "what", type = "text"}, {id = "whom", type = "text", personal = true} ]

[[states]]
id = "asked"
label = "已申请"

[[states]]
id = "reviewed"
label = "已审核"

[[states]]
id = "let"
label = "已批准"

[[states]]
id = "paid"
label = "已发放"
final = true

[[states]]
id = "refused"
label = "不批准"
final = true

[[transitions]]
id = "ask"
label = "申请"
to = "asked"
fields = ["house", "town"]
when = [ {that = "!(\\"earlier\\" in given) || earlier.state == \\"paid\\"", why = "上次维修未结"} ]

[[transitions]]
id = "fund"
label = "拨入"
from = ["asked", "reviewed", "let"]
fields = ["cost"]
posts = [ {account = "money", way = "in", amount = "figures.ceiling"} ]

[[transitions]]
id = "visit"
label = "走访"
from = ["asked", "reviewed", "let"]
fields = ["visits"]

[[transitions]]
id = "review"
label = "审核"
from = ["asked"]
to = "reviewed"
fields = ["grade", "cost"]
when = [ {that = "cost <= figures.ceiling", why = "超过补助上限"} ]
signs = [ {office = "村委会"} ]

[[transitions]]
id = "permit"
label = "批准"
from = ["reviewed"]
to = "let"
wait = [ {after = "review", working_days = "notice_days"} ]
signs = [ {office = "镇政府", scope = "town", apart = ["review"]} ]

[[transitions]]
id = "decline"
label = "不批准"
from = ["reviewed"]
to = "refused"
rejects = "permit"
reason = true

[[transitions]]
id = "pay"
label = "发放"
from = ["let"]
to = "paid"
posts = [ {account = "money", way = "out", amount = "cost"} ]
signs = [ {office = "镇政府", scope = "town", grade = "paper", same = ["permit"]} ]

[[tables]]
id = "need"
label = "急需"
hit = "first"
default = "一般"
rows = [ {result = "急需", declared = "urgent", label = "急"} ]

[[measures]]
id = "planned"
label = "计划数"
entered = true

[[forms]]
id = "monthly"
label = "月报"
parts = [ {columns = ["数"], lines = [ {no = "1", label = "计划数", measures = ["planned"]} ]} ]

[[promises]]
id = "map"
text = "绘制房屋分布图"

[[accounts]]
id = "money"
label = "资金"
key = "town"
money = true
"""
SECOND = TEXT.replace("edition = 1", "edition = 2").replace('value = "100"', 'value = "200"')
THIRD = SECOND.replace("edition = 2", "edition = 3").replace("reviewed", "checked")
"""The third edition calls a state by another name."""

Said = list[tuple[int | None, str, str]]


class Filing:
    """A store with that procedure, and cases that are moved by the rules or past them."""

    def __init__(self, chancery: Chancery) -> None:
        self.chancery = chancery
        self.adopt(TEXT, approve=False)

    @property
    def today(self) -> date:
        return self.chancery.today

    @property
    def size(self) -> int:
        return self.chancery.size

    def later(self, days: int) -> None:
        """So many days later."""
        self.chancery.calendar.go_to(self.today + timedelta(days=days))

    @contextmanager
    def desk(self) -> Iterator[tuple[CaseDesk, Work]]:
        with self.chancery.workspace.records.writing() as work:
            yield CaseDesk(work, self.today), work

    # by the rules

    def adopt(self, text: str, *, approve: bool = True) -> int:
        if approve:
            self.paper(SUBJECT, adopt_action(text), "住建局", "吴局长")
        records = self.chancery.workspace.records
        return adopt_edition(records, text, today=self.today).position

    def set(self, name: str, value: str) -> int:
        self.paper(SUBJECT, set_action(name, value), "住建局", "吴局长")
        records = self.chancery.workspace.records
        return set_value(records, PROCEDURE, name, value, today=self.today).position

    def enter(self, measure: str, value: str) -> int:
        records = self.chancery.workspace.records
        written = enter_value(
            records, PROCEDURE, measure, "2022-06", value, "台账", today=self.today
        )
        return written.position

    def report(self, period: str, reason: str = "") -> int:
        """Reports the monthly form."""
        workspace = self.chancery.workspace
        views = workspace.views()
        page = form_page(views, PROCEDURE, "monthly", period, self.today)
        brought = Brought(
            PROCEDURE, "monthly", period, page.edition, views.position, page.rows, page.faults
        )
        records, today = workspace.records, self.today
        return report_form(records, brought, on=today, reason=reason, today=today).position

    def keep(self, promise: str) -> int:
        """Ticks a promise off."""
        self.paper(SUBJECT, keep_action(promise), "住建局", "吴局长")
        place = self.chancery.papers / "evidence.pdf"
        place.write_bytes(b"evidence")
        workspace = self.chancery.workspace
        return keep_promise(
            workspace.records,
            workspace.files,
            PROCEDURE,
            promise,
            [("图", place)],
            "",
            on=self.today,
            today=self.today,
        ).position

    def reopen(self, promise: str) -> int:
        """Opens one again."""
        self.paper(SUBJECT, reopen_action(promise), "住建局", "吴局长")
        records = self.chancery.workspace.records
        return reopen_promise(records, PROCEDURE, promise, "有缺漏", today=self.today).position

    def paper(self, subject: str, action: str, office: str, by: str, **said: Any) -> str:
        """A decision on paper; its id."""
        return self.chancery.paper(subject, action, by, office, **said).id

    def open(self, house: str, /, *, number: str | None = None, **sets: str) -> str:
        """Opens a case; its number."""
        with self.desk() as (desk, work):
            given = {"house": house, "town": "东镇", "owner": "王某", **sets}
            return open_case(desk, work, PROCEDURE, number, self.request("ask", **given)).number

    def move(self, number: str, transition: str, *, reason: str = "", **sets: str) -> CaseWritten:
        with self.desk() as (desk, work):
            return move_case(desk, work, number, self.request(transition, reason=reason, **sets))

    def request(self, transition: str, *, reason: str = "", **sets: str) -> Request:
        return Request(transition, day(self.today), tuple(sets.items()), reason=reason)

    def review(self, number: str, *, by: str = "村主任", cost: str = "80") -> int:
        self.paper(number, "review", "村委会", by)
        return self.move(number, "review", grade="D级", cost=cost).position

    def permit(self, number: str, *, by: str = "镇长") -> int:
        """Three working days later at the soonest."""
        self.later(7)
        self.paper(number, "permit", "镇政府", by, scope="东镇")
        return self.move(number, "permit").position

    def pay(self, number: str, *, by: str = "镇长") -> int:
        self.paper(number, "pay", "镇政府", by, scope="东镇")
        return self.move(number, "pay").position

    def reverse(self, number: str) -> int:
        with self.desk() as (desk, work):
            return reverse_case(desk, work, number, "误记").position

    def amend(self, number: str, **sets: str) -> int:
        return self.correct(number, sets)

    def correct(self, number: str, sets: dict[str, str]) -> int:
        with self.desk() as (desk, work):
            return amend_case(desk, work, number, sets, "订正").position

    def upgrade(self, number: str, state: str | None = None) -> int:
        with self.desk() as (desk, work):
            return upgrade_case(desk, work, number, state, "换版").position

    def dispose(self, number: str, *, approve: bool = True) -> int:
        if approve:
            self.paper(number, "dispose", "registrar", "赵登记")
        with self.desk() as (desk, work):
            return dispose_personal(desk, work, number, "保管期满").position

    # past the rules

    def case(self, number: str) -> Case:
        state = self.chancery.workspace.records.load_exactly(number)
        assert isinstance(state, Case)
        return state

    def write(
        self, subject: str, kind: type[Fact], /, *, occurred: str | None = None, **said: Any
    ) -> int:
        """Writes a fact, whatever it says; its position."""
        with self.chancery.workspace.records.writing() as work:
            fact = kind(
                **said, **work.stamp(self.today.isoformat() if occurred is None else occurred)
            )
            return work.record(subject, work.version_of(subject) + 1, fact).position

    def faults(self) -> Said:
        """What a whole verification finds: positions, kinds, sentences."""
        return [(f.position, f.kind, say_error(f.error)) for f in self.chancery.verify().faults]
