"""What `make_stored_database` writes: a small office in which every kind of event happened once.

Clock, actor, keys and store id are fixed, and Ed25519 signs without chance, so
the same code gives the same root. Names, places and texts are made up; the
private keys are no secret.
"""

from __future__ import annotations

import base64
import itertools
import shutil
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from stored_cases import keep_cases

from zltrec import __version__
from zltrec.audit.seals import origin_of
from zltrec.calendar.when import UNDATED, day, day_range, minute, month, year
from zltrec.domain.accession import FileTakenIn, PrintedItem, SectionRead
from zltrec.domain.fact import Source
from zltrec.domain.notice import Attachment, Citation, NoticeContent
from zltrec.domain.roster import OfficeContent, RosterContent, SeatContent
from zltrec.export.exporting import export_ledgers
from zltrec.export.manifest import Standing
from zltrec.projections.catalogue import ledgers_of
from zltrec.proof.keys import fingerprint, public_line
from zltrec.proof.sshsig import sign
from zltrec.records import approvals, chronicle, notices, paper, rosters
from zltrec.records.authority import Signer
from zltrec.records.officers import SignedChanges, found_root
from zltrec.records.publishing import publish_month
from zltrec.records.sealing import seal_log
from zltrec.records.settings import change_setting
from zltrec.workspace import Workspace, make_workspace

STORE_ID = "5704ed0000000000000000000000d001"
AS_OF = date(2022, 12, 31)
TODAY = date(2022, 7, 1)
THIRD, TENTH = date(2022, 6, 3), date(2022, 6, 10)
PAGE = "云麓区公报（样页）\n\n6月3日 区档案馆新馆开馆。\n☆ 同日，第一批档案入库。\n"


class Clock:
    """Goes on a second a call."""

    def __init__(self) -> None:
        self.now = datetime(2022, 7, 1, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def read_page(office: Workspace, page: Path) -> None:
    """A file is taken in, and two entries are read from it."""
    page.write_text(PAGE, encoding="utf-8")
    with office.files.arriving(page) as arrival, office.records.writing() as work:
        sha256 = arrival.sha256
        taken = FileTakenIn(
            name=page.name, size=arrival.size, purpose="gazette", encoding="utf-8", **work.stamp()
        )
        work.record(sha256, 1, taken)
        read = [
            chronicle.record_entry(work, day(THIRD), text, Source(sha256, line))
            for line, text in ((3, "区档案馆新馆开馆。"), (4, "同日，第一批档案入库。"))
        ]
        items = tuple(PrintedItem(entry.id, f"printed {entry.id}") for entry in read)
        section = SectionRead(
            section="chronicle:2022-06", items=items, **work.stamp(source=Source(sha256))
        )
        work.record(sha256, 2, section)
        office.files.settle(arrival)


def keep_chronicle(office: Workspace) -> None:
    """Entries of every precision; amended, moved, retracted."""
    records, tenth = office.records, day(TENTH)
    over_the_end = day_range(date(2022, 6, 29), date(2022, 7, 2))
    entries = chronicle.add_entries(
        records,
        [
            (tenth, "防汛演练。"),
            (minute(TENTH, "14:05"), "警报试鸣。"),
            (over_the_end, "档案清点。"),
            (month(2022, 6), "接待查档一百二十人次。"),
            (year(2022), "全年目标公布。"),
            (UNDATED, "旧印一枚入藏。"),
            (tenth, "志愿者培训。"),
            (tenth, "误记一条。"),
        ],
    )
    ids = [entry.id for entry in entries]
    chronicle.move_entry(records, ids[6], after=ids[0])
    chronicle.move_entry(records, ids[0], after=ids[7])
    chronicle.amend_entry(records, ids[2], when=None, text="档案清点、“除尘 降湿”。", reason="补记")
    chronicle.amend_entry(records, ids[5], when=month(2022, 5), text=None, reason="查到月份")
    chronicle.retract_entry(records, ids[7], reason="误记")


def keep_notices(office: Workspace) -> NoticeContent:
    """A notice with everything, a plan, and one that was retracted."""
    records = office.records
    full = NoticeContent(
        kind="notice",
        title="关于开展档案普查的通知",
        issuer="云麓区人民政府办公室",
        addressees=("各街道办事处", "区直各单位"),
        plan_title="云麓区档案普查方案",
        attachments=(Attachment(1, "任务分工表", True, 40), Attachment(2, "统计表", False)),
        cites=(Citation("关于做好档案工作的意见", "云发〔2021〕3号"), Citation("档案管理办法")),
    )
    first = notices.add_notice(records, full, day(THIRD))
    notices.amend_notice(records, first.id, full, "2022-06-04", reason="日期以印发为准")
    notices.add_notice(records, NoticeContent(kind="plan", title="云麓区防汛方案"), UNDATED)
    sent_in_error = NoticeContent(kind="notice", title="关于误发的通知")
    gone = notices.add_notice(records, sent_in_error, day(TENTH))
    notices.retract_notice(records, gone.id, reason="误发")
    return full


def keep_rosters(office: Workspace, notice: str) -> None:
    """People of one name, appointed, released, corrected; and a body that never was."""
    records = office.records
    seats = {
        1: SeatContent("组长", "洪江", "区长"),
        2: SeatContent("成员", "季闻", "馆长"),
        3: SeatContent("成员", "季闻", "处长"),
    }
    place = OfficeContent("区档案馆", (SeatContent("办公室主任", "季闻", "馆长"),))

    def group(seats: dict[int, SeatContent]) -> RosterContent:
        return RosterContent(body="档案普查领导小组", seats=seats, office=place, notice=notice)

    body = rosters.add_roster(records, group(seats), day(THIRD)).id
    rosters.appoint(records, body, SeatContent("成员", "林溪", "科长"), on=TENTH)
    rosters.release(records, body, "洪江", on=date(2022, 6, 20), reason="调离")
    corrected = {**seats, 4: SeatContent("成员", "林汐", "科长")}
    rosters.amend_roster(records, body, group(corrected), "2022-06-03", reason="姓名有误")
    undated = RosterContent(body="防汛指挥部", seats={1: SeatContent("指挥长", "秦川", "")})
    rosters.add_roster(records, undated, UNDATED)
    never = rosters.add_roster(records, RosterContent(body="误录小组", seats={}), day(TENTH)).id
    with records.writing() as work:
        rosters.take_back_roster(work, rosters.find_roster(records, never), "误录")


def keep_trust(office: Workspace, scan: Path) -> None:
    """A root, officers and their keys; approvals by key and on paper; a month published; a
    setting changed; a seal."""
    records, numbers = office.records, itertools.count(1)
    keys = {name: Ed25519PrivateKey.from_private_bytes(name.encode() * 32) for name in "abc"}
    lines = {name: public_line(key) for name, key in keys.items()}

    def signed(message: bytes, key: str) -> str:
        return sign(message, "zltrec-approval", keys[key])

    def desk() -> SignedChanges:
        registrar = Signer(fingerprint(lines["a"]), lambda message: signed(message, "a"))
        number = f"{next(numbers):032x}"
        return SignedChanges(records, registrar, statement_id=number, today=TODAY)

    def approve(subject: str, action: str, officer: str, bureau: str, key: str) -> None:
        statement = approvals.request_statement(
            records,
            subject,
            action,
            approve=True,
            reason="",
            office=bureau,
            scope="",
            officer=officer,
            on=TODAY,
            valid_until=None,
            statement_id=f"{next(numbers):032x}",
        )
        approvals.submit_approval(records, statement, signed(statement, key), today=TODAY)

    found_root(records, "zhao", "赵登记", (lines["a"],), today=TODAY)
    desk().add("qian", "钱编辑")
    desk().enroll("qian", lines["b"])
    desk().enroll("qian", lines["c"])
    desk().assign("qian", "editor", "", on=THIRD, seat=None)
    desk().assign("qian", "clerk", "北街道", on=THIRD, seat=None)
    scan.write_bytes("（扫描件）同意刊发五月大事记。".encode())
    said = paper.PaperDecision(
        "chronicle:2022-05", "publish", True, "editor", "孙主任", scan, TODAY
    )
    paper.record_paper(records, office.files, said, today=TODAY)
    publish_month(records, "2022-05", today=TODAY)
    approve("chronicle:2022-06", "publish", "qian", "editor", "b")
    approve("setting:publication.grade", "set key", "zhao", "registrar", "a")
    change_setting(records, "publication.grade", "key", today=TODAY)
    desk().release("qian", "clerk", "北街道", on=TODAY)
    desk().revoke("qian", fingerprint(lines["c"]), reason="遗失", lost_from=TENTH)
    seal_log(records, origin_of(STORE_ID), keys["a"])


def write_expected(office: Workspace, place: Path) -> None:
    """Beside the store: how many events, the root, and every ledger that has rows."""
    head = office.log.head()
    root = base64.b64encode(head.frontier.root()).decode()
    (place / "root").write_text(f"{head.size}\n{root}\n", encoding="utf-8")
    standing = Standing(STORE_ID, head.size, head.frontier.root(), AS_OF, undated=True)
    views = office.views()
    ledgers = list(ledgers_of(views).values())
    files, _ = export_ledgers(views, ledgers, ["csv"], place / "ledgers", standing)
    (place / "ledgers" / "manifest.json").unlink()
    for file in files:
        if not file.rows:
            (place / "ledgers" / file.path).unlink()
    print(f"{place}: {head.size} events, root {root}")


def main(arguments: list[str]) -> None:
    """Makes the stored database of this version."""
    place = Path("tests/stored") / ".".join(__version__.split(".")[:2])
    if place.exists():
        if arguments != ["--again"]:
            sys.exit(f"{place} is there already, and is kept for ever; nothing was changed")
        shutil.rmtree(place)
    office, _ = make_workspace(
        place, zone="Asia/Shanghai", store_id=STORE_ID, clock=Clock(), actor="林档"
    )
    with tempfile.TemporaryDirectory() as desk:
        read_page(office, Path(desk) / "公报样页.txt")
        keep_chronicle(office)
        notice = keep_notices(office)
        keep_rosters(office, notice.title)
        keep_cases(office, Path(desk) / "批件.pdf", TODAY)
        keep_trust(office, Path(desk) / "扫描件.pdf")
    write_expected(office, place)
    office.close()
    for path in (place / ".zltrec").glob("views.sqlite*"):
        path.unlink()
    left = sorted(path.name for path in (place / ".zltrec").iterdir())
    assert left == ["files", "log.sqlite"], left


if __name__ == "__main__":
    main(sys.argv[1:])
