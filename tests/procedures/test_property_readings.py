"""What changes when the office decides which of two printed readings holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cli.terminal import Terminal, copied

from .actions import Attempt
from .property_committees import BOARD, COMMITTEES, OWNER, RESIDENTS, USER, members
from .property_telling import HOUSING, TOWN, begin, go, no, step
from .telling import Told, Turn, tell

DAY, STREET = "2026-02-01", "云杉街道"
DECIDED = {
    "property-contracts": ("black_listed", "unfiled"),
    "property-committees": ("composition", "residents"),
    "maintenance-fund": ("board_confirms", "board"),
}
PLACE: dict[str, Any] = {"compound": "XQ-20", "street": STREET}


def prepared() -> list[Turn]:
    """A new compound with a property committee; a firm on the black list; a tender, a wish."""
    facts: dict[str, Any] = {
        "name": "卯苑",
        "street": STREET,
        "in_city": "否",
        "kind": "其他住宅小区",
    }
    term: dict[str, Any] = {"ground": "不具备成立业主大会条件", "formed": DAY, "ends": "2027-02-01"}
    wish: dict[str, Any] = {"compound": "XQ-20", "emergency": "电梯停运", "part": "共用设施设备"}
    wish |= {"warranty_ended": "2020-12-31", "applicant": "卯苑物业管理委员会", "amount": "10.00"}
    three = members(OWNER, OWNER, USER)
    town = {f"{TOWN}@{STREET}": "街道经办"}
    return [
        begin(
            "property-compounds",
            "XQ-20",
            step(DAY, "register", **facts, households=10, area="900", built=2006),
        ),
        begin(COMMITTEES, "YW-20", step(DAY, "propose_board", **PLACE, **term, members=three)),
        *go("YW-20", step(DAY, "form_board", by=town)),
        *go("XQ-20", step(DAY, "form_board", committee="YW-20")),
        *go(
            "WQ-he",
            step(DAY, "ask", proposal="列入黑名单", street=STREET),
            step(DAY, "answer", "街道意见", opinion="同意"),
        ),
        *go("WQ-he", step(DAY, "blacken", reason="停运电梯", by={HOUSING: "住建经办"})),
        begin("property-contracts", "QQ-20", step(DAY, "tender", **PLACE, developer="城建开发")),
        begin("maintenance-fund", "WX-20", step(DAY, "draft_emergency", **wish)),
    ]


def decide(shell: Terminal) -> None:
    """The office decides three readings, each on paper."""
    paper = ("--office", HOUSING, "--by", "住建经办", "--paper", "scan.pdf", "--on", DAY)
    for procedure, (reading, option) in DECIDED.items():
        subject = (f"procedure:{procedure}", f"set {reading} {option}", "--approve")
        shell.done("approval", "record", *subject, *paper)
        shell.done("procedure", "set", procedure, reading, option)


def test_a_reading_decides_what_is_refused(compounds: Told, tmp_path: Path) -> None:
    """Until then the stricter one holds for firms, residents apply, and users may sit in it."""
    shell = copied(compounds.shell, tmp_path / "decided", tmp_path)
    board = {"物业管理委员会@卯苑物业管理委员会": "主任"}
    bid = step(DAY, "bid", bidders=["WQ-he"])
    apply = step(DAY, "apply", "现场查验确认", by=board)
    refused = [
        no("QQ-20", "三(三)2", "黑名单", bid),
        no("WX-20", "五(一)3(8)", "村民委员会、居民委员会", apply),
    ]
    before = tell(shell, [*prepared(), *refused], {})
    assert len(before.refusals) == len(refused)
    for one in before.refusals:
        assert isinstance(one.turn.what, Attempt)
        assert (one.code, one.untouched) == (1, True)
        assert one.turn.what.says in one.text
    decide(shell)
    term: dict[str, Any] = {"ground": "不具备成立业主大会条件", "formed": DAY, "ends": "2027-02-01"}
    others: dict[str, Any] = {"compound": "XQ-13", "street": "黑桦镇"} | term
    seated = step(DAY, "propose_board", **others, members=members(OWNER, OWNER, USER))
    after = tell(
        shell,
        [
            *go("QQ-20", bid),
            *go("WX-20", apply),
            no("YW-21", BOARD, "成员为村民委员会", seated, COMMITTEES),
            begin(
                COMMITTEES,
                "YW-21",
                step(DAY, "propose_board", **others, members=members(OWNER, OWNER, RESIDENTS)),
            ),
        ],
        {},
    )
    (only,) = after.refusals
    assert "成员为村民委员会" in only.text
    found = {number: shell.json("case", "show", number)["state"] for number in ("WX-20", "YW-21")}
    assert found == {"WX-20": "applied", "YW-21": "proposed"}
