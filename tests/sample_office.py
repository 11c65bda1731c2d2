"""An invented office for the tests: its clock, its store, and a history that is never the same.

The clock ticks one second a call and can be set back, as clocks are. Names,
places and texts are made up.
"""

from __future__ import annotations

import os
import pickle
import random
import shutil
import sqlite3
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from zltrec.audit.findings import Findings
from zltrec.audit.verify import Part, verify_store
from zltrec.calendar.when import UNDATED, When, day, day_range, minute, month, year
from zltrec.domain.accession import FileTakenIn, PrintedItem, SectionRead
from zltrec.domain.notice import Attachment, Citation, NoticeContent
from zltrec.domain.roster import OfficeContent, Roster, RosterContent, SeatContent
from zltrec.errors import ZltrecError
from zltrec.export.asked import ExportedFile
from zltrec.export.exporting import export_ledgers
from zltrec.export.manifest import Standing
from zltrec.projections.catalogue import find_ledgers, ledgers_of
from zltrec.projections.ledgers import LEDGERS
from zltrec.projections.rows import Scope
from zltrec.projections.views import Views
from zltrec.records import chronicle, notices, rosters
from zltrec.records.application import Records
from zltrec.records.case_corrections import amend_case
from zltrec.records.case_desk import CaseDesk
from zltrec.records.cases import Request, move_case, open_case, reverse_case
from zltrec.records.procedures import adopt_edition, enter_value
from zltrec.records.workdays import adopt_seeded
from zltrec.workspace import Workspace, make_workspace, open_workspace

STORE_ID = "0123456789abcdef0123456789abcdef"
START = datetime(2022, 7, 1, 1, 0, 0, tzinfo=UTC)
AS_OF = date(2022, 7, 1)
NOBODY = 65534

SIXTH = day(date(2022, 6, 6))
SEVENTH = day(date(2022, 6, 7))

LAMPS = """\
id = "lamp-repair"
title = "路灯维修"
edition = 1
source = "路灯所办事规程"
office = "路灯所"
series = "LD-{year}-{n:03}"
figures = [{id = "days", label = "期限", type = "integer", value = "3", unit = "天", \
setting = true}]
fields = [{id = "place", label = "地点", type = "text"}, {id = "caller", label = "报修人", \
type = "text", personal = true}]
states = [{id = "reported", label = "已报修"}, {id = "fixed", label = "已修复", final = true}]
transitions = [{id = "report", label = "报修", to = "reported", fields = ["place"]}, \
{id = "fix", label = "修复", from = ["reported"], to = "fixed", section = "二"}]
clocks = [{id = "fixing", label = "限期修复", office = "路灯所", after = ["report"], \
days = "days", until = ["fix"], section = "二"}]
measures = [{id = "lit", label = "亮灯数", unit = "盏", entered = true}]
ledgers = [{id = "lamps", label = "路灯台账", columns = [{id = "number", label = "编号", \
value = "number"}, {id = "place", label = "地点", value = "place"}, {id = "caller", \
label = "报修人", value = "caller"}, {id = "state", label = "状态", value = "state"}]}]
"""
"""A procedure of an office's own: street lamps, reported and repaired."""

Answer = TypeVar("Answer")


class Clock:
    """Ticks one second a call; `now` may be set, also back."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def found(parent: Path, clock: Callable[[], datetime] | None = None) -> Workspace:
    """A new store in `parent`, opened."""
    workspace, _ = make_workspace(
        parent, zone="Asia/Shanghai", store_id=STORE_ID, clock=clock or Clock(), actor="林档"
    )
    return workspace


def reopened(parent: Path, clock: Callable[[], datetime] | None = None) -> Workspace:
    """The store in `parent`, opened."""
    return open_workspace(parent, parent, clock=clock or Clock(), actor="林档")


def add(records: Records, *texts: str, when: When = SIXTH) -> list[str]:
    """Records entries of one date; returns their ids."""
    return [written.id for written in chronicle.add_entries(records, [(when, t) for t in texts])]


def seat(role: str, name: str, title: str = "") -> SeatContent:
    """A seat's content."""
    return SeatContent(role, name, title)


def body(name: str, *seats: SeatContent, notice: str | None = None) -> RosterContent:
    """A body with seats numbered from 1, and an office."""
    return RosterContent(
        body=name,
        seats=dict(enumerate(seats, 1)),
        office=OfficeContent("云麓区档案馆", (seat("办公室主任", "季闻"),)),
        notice=notice,
    )


def document(title: str, kind: str = "notice") -> NoticeContent:
    """A document with everything that a document can have."""
    return NoticeContent(
        kind=kind,
        title=title,
        issuer="云麓区人民政府办公室",
        addressees=("各街道办事处", "区直各单位"),
        plan_title=f"{title}方案",
        attachments=(Attachment(1, "任务分工表", True, 40), Attachment(2, "统计表", False)),
        cites=(Citation("关于做好档案工作的意见", "云发〔2021〕3号"), Citation("档案管理办法")),
    )


def take_in(workspace: Workspace, source: Path) -> str:
    """Takes a file in as the importer does; returns its digest."""
    with workspace.files.arriving(source) as arrival, workspace.records.writing() as work:
        fact = FileTakenIn(name=source.name, size=arrival.size, purpose="paper", **work.stamp())
        work.record(arrival.sha256, 1, fact)
        items = (PrintedItem("c0000002", "d1"), PrintedItem("c0000003", "d2"))
        work.record(
            arrival.sha256, 2, SectionRead(section="chronicle:2022-06", items=items, **work.stamp())
        )
        workspace.files.settle(arrival)
        return arrival.sha256


_DATES = (
    UNDATED,
    SIXTH,
    SIXTH,
    SEVENTH,
    day_range(date(2022, 6, 6), date(2022, 6, 7)),
    month(2022, 6),
    year(2022),
    minute(date(2022, 6, 6), "14:05"),
)
_WORDS = ("调研", "档案", "会议", "ＡＢＣ", "河长制", "abc", "培训 班", "防汛", "普查")


class History:
    """A random life of an office, the same for the same seed: every kind of change, in turn.

    `lamps`: it also adopts a procedure, a year's working days, and has cases.
    """

    def __init__(self, records: Records, seed: int, *, lamps: bool = False) -> None:
        self.records = records
        self.chance = random.Random(seed)
        self.cases: list[str] = []
        self.lamps = lamps
        if lamps:
            with records.writing() as work:
                adopt_seeded(work, [2022])
            adopt_edition(records, LAMPS, today=AS_OF)
        self.entries: list[str] = []
        self.notices: list[str] = []
        self.rosters: list[str] = []
        self.count = 0

    def go_on(self, steps: int) -> None:
        """Does so many things; what the records refuse is left, as in life."""
        for _ in range(steps):
            with suppress(ZltrecError):
                self._one()

    def _one(self) -> None:
        chance, self.count = self.chance, self.count + 1
        if self.lamps and chance.random() < 0.3:
            self._change_case()
        elif not self.entries or chance.random() < 0.3:
            when = chance.choice(_DATES)
            self.entries += add(self.records, f"{self._words()}，第{self.count}次。", when=when)
        elif chance.random() < 0.6:
            self._change_entry(chance.choice(self.entries))
        elif chance.random() < 0.5:
            self._change_notice()
        else:
            self._change_roster()

    def _words(self) -> str:
        return "".join(self.chance.choices(_WORDS, k=3))

    def _change_entry(self, entry: str) -> None:
        chance, records = self.chance, self.records
        draw = chance.random()
        if draw < 0.5:
            chronicle.move_entry(records, entry, after=chance.choice(self.entries))
        elif draw < 0.9:
            chronicle.amend_entry(
                records,
                entry,
                when=chance.choice((None, *_DATES)),
                text=chance.choice((None, f"{self._words()}{self.count}")),
                reason="核对",
            )
        else:
            chronicle.retract_entry(records, entry, reason="重复")

    def _change_case(self) -> None:
        chance, draw = self.chance, self.chance.random()
        values = (("place", self._words()), ("caller", f"人{self.count}"))
        on = day(date(2022, 6, chance.randint(1, 30)))
        with self.records.writing() as work:
            desk = CaseDesk(work, AS_OF)
            if not self.cases or draw < 0.4:
                opened = open_case(desk, work, "lamp-repair", None, Request(None, on, values))
                self.cases.append(opened.number)
                return
            case = chance.choice(self.cases)
            if draw < 0.6:
                move_case(desk, work, case, Request("fix", on))
            elif draw < 0.75:
                amend_case(desk, work, case, dict(values[:1]), "核对")
            elif draw < 0.9:
                reverse_case(desk, work, case, "误记")
        if draw >= 0.9:
            month_ = f"2022-{chance.randint(1, 6):02}"
            enter_value(self.records, "lamp-repair", "lit", month_, "9", "抄表", today=AS_OF)

    def _change_notice(self) -> None:
        chance, records = self.chance, self.records
        content = document(f"关于{self._words()}的通知", chance.choice(("notice", "plan")))
        draw = chance.random()
        if not self.notices or draw < 0.5:
            when = chance.choice((SIXTH, SEVENTH, UNDATED))
            self.notices.append(notices.add_notice(records, content, when).id)
        elif draw < 0.8:
            notices.amend_notice(
                records, chance.choice(self.notices), content, "2022-06-09", reason="核对"
            )
        else:
            notices.retract_notice(records, chance.choice(self.notices), reason="误收")

    def _change_roster(self) -> None:
        chance, records = self.chance, self.records
        someone = seat("成员", f"人{self.count}", self._words())
        if not self.rosters or chance.random() < 0.25:
            content = body(f"{self._words()}领导小组", seat("组长", "洪江"), someone)
            formed = chance.choice((SIXTH, UNDATED))
            self.rosters.append(rosters.add_roster(records, content, formed).id)
            return
        roster, draw = chance.choice(self.rosters), chance.random()
        held = rosters.find_roster(records, roster)
        if draw < 0.4:
            rosters.appoint(records, roster, someone, on=date(2022, 6, chance.randint(1, 30)))
        elif draw < 0.65:
            number = str(chance.choice(sorted(held.seats) or [1]))
            on = date(2022, 6, chance.randint(1, 30))
            rosters.release(records, roster, number, on=on, reason="调离")
        elif draw < 0.95:
            seats = {n: s.content for n, s in held.seats.items() if chance.random() < 0.8}
            seats = {n: (someone if chance.random() < 0.2 else s) for n, s in seats.items()}
            content = RosterContent(body=held.body, seats=seats, office=OfficeContent("三楼"))
            formed = chance.choice(("2022-06-06", "2022-06-05", ""))
            rosters.amend_roster(records, roster, content, formed, reason="核对")
        else:
            with records.writing() as work:
                rosters.take_back_roster(work, work.load(roster, Roster, "r"), "误收")


def all_ledgers(views: Views, scope: Scope | None = None) -> dict[str, list[dict[str, Any]]]:
    """Every row of every ledger."""
    scope = scope or Scope()
    return {name: list(of.rows(views, scope)) for name, of in ledgers_of(views).items()}


def everything(views: Views) -> tuple[str, ...]:
    """The names of all ledgers, those of procedures included."""
    return tuple(ledgers_of(views))


def exported(
    workspace: Workspace,
    out: Path,
    *names: str,
    formats: tuple[str, ...] = ("csv", "jsonl", "md"),
    known_at: int | None = None,
    as_of: date = AS_OF,
) -> tuple[list[ExportedFile], bool]:
    """Exports ledgers to a folder (the fixed ones, if none is named; `everything` names all):
    the files, and whether any changed."""
    views = workspace.views(known_at=known_at)
    root = workspace.root_at(views.position)
    standing = Standing(STORE_ID, views.position, root, as_of, undated=True)
    ledgers = find_ledgers(views, names or tuple(LEDGERS))
    return export_ledgers(views, ledgers, formats, out, standing)


def verified(workspace: Workspace, store_id: str = STORE_ID) -> Findings:
    """What a whole verification of the store finds."""
    origin = f"zltrec/{store_id}"
    return verify_store(
        workspace.log,
        workspace.files,
        workspace.stored_views(),
        origin,
        Part(),
        lambda rows, _count: rows,
    )


def tampered(path: Path, *statements: str, parameters: tuple[Any, ...] = ()) -> None:
    """Changes a database behind the program's back: its triggers are taken away for the while.

    `parameters` are those of the last statement.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements[:-1]:
        connection.execute(statement)
    connection.execute(statements[-1], parameters)
    for _, trigger in triggers:
        with suppress(sqlite3.OperationalError):  # its table may be gone
            connection.execute(trigger)
    connection.close()


def as_another_user(do: Callable[[], Answer]) -> Answer:
    """What `do` answers in a process that is not the owner's (where the tests run as root).

    Raises what it raised, or AssertionError with its trace.
    """
    import ctypes  # noqa: F401, placing takes it late, and the other user may not read ours

    out, into = os.pipe()
    temporary = tempfile.mkdtemp(prefix="zltrec-test-")
    os.chmod(temporary, 0o777)
    child = os.fork()
    if not child:
        code = 0
        try:
            os.close(out)
            tempfile.tempdir = temporary
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            try:
                answer = (True, do())
            except ZltrecError as error:
                answer = (False, error)
            os.write(into, pickle.dumps(answer))
        except BaseException:
            os.write(into, pickle.dumps((None, traceback.format_exc())))
        finally:
            os._exit(code)
    os.close(into)
    with os.fdopen(out, "rb") as reader:
        data = reader.read()
    os.waitpid(child, 0)
    shutil.rmtree(temporary, ignore_errors=True)
    told, answer = pickle.loads(data)
    if told is None:
        raise AssertionError(f"in the other user's process:\n{answer}")
    if not told:
        raise answer
    return answer
