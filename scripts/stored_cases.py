"""The cases of the stored database: a procedure in two editions, a calendar, two cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from zltrec.calendar.when import decode_when
from zltrec.calendar.working import YearCalendar, encode_year
from zltrec.domain import workdays
from zltrec.domain.procedure import adopt_action, keep_action, reopen_action, set_action
from zltrec.projections.form_rows import form_page
from zltrec.records import procedures
from zltrec.records.case_corrections import amend_case
from zltrec.records.case_desk import CaseDesk
from zltrec.records.cases import CaseWritten, Request, move_case, open_case, reverse_case
from zltrec.records.disposal import dispose_personal
from zltrec.records.intake import FileIntake
from zltrec.records.paper import PaperDecision, record_paper
from zltrec.records.promises import keep_promise, reopen_promise
from zltrec.records.reports import Brought, report_form
from zltrec.records.work import Work
from zltrec.records.workdays import adopt_year
from zltrec.workspace import Workspace

FIRST = """\
id = "lending"
title = "档案借阅"
edition = 1
source = "档案借阅办法"
office = "区档案馆"
series = "JY-{year}-{n:02}"

[[figures]]
id = "days"
label = "借期"
type = "integer"
value = "3"
unit = "天"
setting = true

[[fields]]
id = "what"
label = "案卷"
type = "text"
unique = [{within = "open", why = "该卷已借出"}]

[[fields]]
id = "who"
label = "借阅人"
type = "text"
personal = true

[[fields]]
id = "deposit"
label = "押金"
type = "money"

[[fields]]
id = "pages"
label = "调阅页"
type = "list"
fields = [{id = "page", type = "integer"}, {id = "length", type = "decimal"}]

[[states]]
id = "lent"
label = "已借出"

[[states]]
id = "back"
label = "已归还"
final = true

[[transitions]]
id = "lend"
label = "借出"
to = "lent"
fields = ["what", "who", "deposit"]
posts = [{account = "deposits", amount = "deposit"}]

[[transitions]]
id = "look"
label = "调阅"
from = ["lent"]
fields = ["pages"]

[[transitions]]
id = "return"
label = "归还"
from = ["lent"]
to = "back"
wait = [{after = "lend", working_days = 1}]
files = ["收条"]
signs = [{office = "区档案馆"}]
posts = [{account = "deposits", amount = "deposit", way = "out"}]

[[clocks]]
id = "due"
label = "归还"
office = "区档案馆"
after = ["lend"]
days = "days"
until = ["return"]

[[measures]]
id = "visitors"
label = "接待人次"
unit = "人次"
entered = true

[[forms]]
id = "monthly"
label = "借阅月报"
parts = [{columns = ["人次"], lines = [{no = "1", label = "接待", measures = ["visitors"]}]}]

[[promises]]
id = "shelves"
text = "阅览室重新上架"
office = "区档案馆"
printed = "2022年6月底前"
by = "2022-06-30"

[[accounts]]
id = "deposits"
label = "押金"
money = true

[[ledgers]]
id = "lendings"
label = "借阅台账"
columns = [
  {id = "number", label = "编号", value = "number"},
  {id = "what", label = "案卷", value = "what"},
  {id = "who", label = "借阅人", value = "who"},
  {id = "state", label = "状态", value = "state"},
  {id = "deposit", label = "押金", value = "deposit"},
]
"""
SECOND = FIRST.replace("edition = 1", "edition = 2").replace('value = "3"', 'value = "7"')


def keep_cases(office: Workspace, scan: Path, today: date) -> None:
    """Every event that a case, a procedure and a calendar can have."""
    records = office.records

    def paper(subject: str, action: str, bureau: str, on: date = today) -> None:
        scan.write_bytes(f"（扫描件）{action}".encode())
        said = PaperDecision(subject, action, True, bureau, "周馆长", scan, on)
        record_paper(records, office.files, said, today=today)

    def within(command: Callable[[CaseDesk, Work], CaseWritten]) -> CaseWritten:
        with records.writing() as work:
            return command(CaseDesk(work, today), work)

    calendar = encode_year(YearCalendar(2022, (date(2022, 6, 3),), (), "放假安排"))
    subject = workdays.subject_of(2022)
    paper(subject, workdays.adopt_action(calendar), "registrar")
    adopt_year(records, calendar, today=today)
    procedures.adopt_edition(records, FIRST, today=today)
    third, tenth = decode_when("2022-06-03"), decode_when("2022-06-10")
    values = (("what", "1951年第3卷"), ("who", "访客甲"), ("deposit", "50"))
    lent = within(lambda d, w: open_case(d, w, "lending", None, Request(None, third, values)))
    pages = (("pages", '{"page": "12", "length": "0.5"}'),)
    within(lambda d, w: move_case(d, w, lent.number, Request("look", third, pages)))
    within(lambda d, w: move_case(d, w, lent.number, Request("look", third, pages)))
    within(lambda d, w: reverse_case(d, w, lent.number, "重复登记"))
    within(lambda d, w: amend_case(d, w, lent.number, {"pages.1": '{"page": "13"}'}, "页码有误"))
    other = (("what", "1952年第1卷"), ("who", "访客乙"), ("deposit", "20"))
    within(lambda d, w: open_case(d, w, "lending", "JY-特", Request(None, third, other)))
    procedures.enter_value(records, "lending", "visitors", "2022-06", "120", "登记簿", today=today)
    paper("procedure:lending", adopt_action(SECOND), "区档案馆")
    procedures.adopt_edition(records, SECOND, today=today)
    paper("procedure:lending", set_action("days", "10"), "区档案馆")
    procedures.set_value(records, "lending", "days", "10", today=today)
    report_and_promise(office, scan, paper, today)
    paper(lent.number, "return", "区档案馆", date(2022, 6, 10))
    receipt = scan.with_name("收条.txt")
    receipt.write_text("已还。", encoding="utf-8")
    with FileIntake(office.records, office.files, "case") as intake, records.writing() as work:
        files = intake.take(work, [("收条", receipt)])
        request = Request("return", tenth, files=files)
        move_case(CaseDesk(work, today), work, lent.number, request)
    paper(lent.number, "dispose", "registrar")
    within(lambda d, w: dispose_personal(d, w, lent.number, "保管期满"))
    office.log.scrub()


def report_and_promise(
    office: Workspace, scan: Path, paper: Callable[[str, str, str], None], today: date
) -> None:
    """A form that was reported, and a promise that was ticked off, and opened again."""
    records, named = office.records, ("lending", "monthly", "2022-06")
    views = office.views()
    page = form_page(views, *named, today)
    brought = Brought(*named, page.edition, views.position, page.rows, page.faults)
    report_form(records, brought, on=today, reason="", today=today)
    shelf = scan.with_name("上架清单.txt")
    shelf.write_text("已上架。", encoding="utf-8")
    paper("procedure:lending", keep_action("shelves"), "区档案馆")
    evidence = [("清单", shelf)]
    keep_promise(
        records, office.files, "lending", "shelves", evidence, "", on=date(2022, 6, 20), today=today
    )
    paper("procedure:lending", reopen_action("shelves"), "区档案馆")
    reopen_promise(records, "lending", "shelves", "漏了一架", today=today)
