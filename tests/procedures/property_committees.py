"""The committees of the story, and what the compounds have of them and of service."""

from __future__ import annotations

from typing import Any

from .property_telling import COMPOUNDS, PARTY, STREET, TOWN, at_town, begin, go, no, step
from .telling import Turn

COMMITTEES, PROCEDURE = "property-committees", "property-compounds"
OWNERS, BOARD, SEATS = "三(二)", "五(一)3(3)", "五(一)3(2)"
# compound, elected, filed
OWN = {
    "YW-03": ("XQ-03", "2022-08-10", "2022-08-20"),
    "YW-04": ("XQ-04", "2022-11-01", "2022-11-10"),
    "YW-06": ("XQ-06", "2023-03-01", "2023-03-10"),
    "YW-11": ("XQ-11", "2023-04-01", "2023-04-10"),
    "YW-07": ("XQ-07", "2023-05-01", "2023-05-10"),
    "YW-01": ("XQ-01", "2023-10-08", "2023-10-20"),
    "YW-08": ("XQ-08", "2024-02-01", "2024-02-10"),
    "YW-09": ("XQ-09", "2024-09-01", "2024-09-20"),
    "YW-10": ("XQ-10", "2025-03-01", "2025-03-10"),
    "YW-8b": ("XQ-08", "2025-06-01", "2025-06-10"),
    "YW-05": ("XQ-05", "2025-10-01", "2025-10-20"),
    "YW-2b": ("XQ-02", "2025-12-01", "2025-12-20"),
}


def members(*capacities: str, party: int = 0, first: int = 1) -> list[dict[str, Any]]:
    """Members by their capacities, of which the first so many are of the party."""
    return [
        {"seat": str(n), "name": f"虚构{n}", "capacity": one, "party": "是" if n <= party else "否"}
        for n, one in enumerate(capacities, start=first)
    ]


def elect(number: str) -> Turn:
    """The election of an owners' committee of five, two of them of the party."""
    compound, elected, _filed = OWN[number]
    sets = {
        "compound": compound,
        "street": STREET[compound],
        "members": members(*["业主"] * 5, party=2),
    }
    return begin(COMMITTEES, number, step(elected, "elect", "业主大会会议记录", **sets))


def filed(number: str) -> list[Turn]:
    """A committee is filed: the party's own body has looked at who it is."""
    compound, _elected, day = OWN[number]
    by = at_town(compound) | {f"{PARTY}@{STREET[compound]}#vet": "党委经办"}
    return go(number, step(day, "file", by=by))


def formed(number: str) -> list[Turn]:
    """The compound has its committee from the day of the filing on."""
    compound, _elected, day = OWN[number]
    return go(compound, step(day, "form_owners", committee=number))


def organized(*numbers: str) -> list[Turn]:
    """Committees elected, filed and noted."""
    turns = [elect(one) for one in numbers]
    for one in numbers:
        turns += filed(one)
    for one in numbers:
        turns += formed(one)
    return turns


def registered() -> list[Turn]:
    """All compounds; what cannot be one."""
    turns = []
    for one in COMPOUNDS:
        sets = {name: value for name, value in one._asdict().items() if name != "number"}
        sets |= {"in_city": "是" if one.in_city else "否"}
        turns.append(begin(PROCEDURE, one.number, step("2022-06-10", "register", **sets)))
    twin = COMPOUNDS[0]._asdict() | {"in_city": "是"}
    del twin["number"]
    empty = twin | {"name": "空园", "households": 0}
    return [
        *turns,
        no(
            "XQ-x", "三(五)2", "belongs to XQ-01", step("2022-06-10", "register", **twin), PROCEDURE
        ),
        no("XQ-x", "三(五)2", "户数", step("2022-06-10", "register", **empty), PROCEDURE),
    ]


def first_committees() -> list[Turn]:
    """2022: the first committee, and what a filing needs."""
    only_town, early = at_town("XQ-03"), step("2022-08-12", "form_owners", committee="YW-03")
    again = {"compound": "XQ-03", "street": "白桦街道", "members": members("业主", "业主")}
    twice = again | {"members": [*members("业主"), *members("业主")]}
    return [
        elect("YW-03"),
        no("XQ-03", OWNERS, "尚未备案", early),
        no("YW-03", SEATS, PARTY, step("2022-08-20", "file", by=only_town)),
        no("XQ-04", "三(一)1", "不是本小区", step("2022-08-12", "form_owners", committee="YW-03")),
        *filed("YW-03"),
        *formed("YW-03"),
        no(
            "YW-x",
            OWNERS,
            "已有业主委员会",
            step("2022-09-01", "elect", "业主大会会议记录", **again),
            COMMITTEES,
        ),
        no(
            "YW-x",
            OWNERS,
            "不重复",
            step("2022-09-01", "elect", "业主大会会议记录", **twice),
            COMMITTEES,
        ),
        *organized("YW-04"),
    ]


def seats() -> list[Turn]:
    """A member is suspended and leaves, another is restored; one comes in."""
    gone = step(
        "2022-12-10", "end_membership", "业主大会决定", left=[{"seat": "2", "cause": "终止资格"}]
    )
    other = step("2022-12-10", "end_membership", "业主大会决定", left=[{"seat": "3", "cause": "x"}])
    new = step(
        "2022-12-20",
        "change",
        reason="补选",
        members=members("业主", party=9, first=6),
        by=at_town("XQ-03"),
    )
    suspend = step("2022-12-01", "suspend", suspended=[{"seat": "2", "case": "利用职务谋利"}])
    return [
        no(
            "YW-03",
            SEATS,
            "没有这个席位",
            step("2022-12-01", "suspend", suspended=[{"seat": "9", "case": "x"}]),
        ),
        no("YW-03", SEATS, "没有暂停履行职责的成员", step("2022-12-01", "propose_end")),
        *go("YW-03", suspend),
        no("YW-03", SEATS, "已暂停履行职责", suspend),
        no("YW-03", SEATS, "尚未提请业主大会", gone),
        *go("YW-03", step("2022-12-05", "propose_end")),
        no("YW-03", SEATS, "没有暂停履行职责", other),
        no("YW-03", SEATS, "没有终止成员资格", step("2022-12-11", "announce", "公告")),
        *go("YW-03", gone, step("2022-12-12", "announce", "公告")),
        no(
            "YW-03",
            SEATS,
            "已经离任",
            step("2022-12-13", "restore", reason="x", restored=[{"seat": "2"}]),
        ),
        *go("YW-03", new),
        *go(
            "YW-04",
            step("2022-12-01", "suspend", suspended=[{"seat": "1", "case": "拒不公开账目"}]),
            step("2022-12-02", "send_adviser"),
            step("2022-12-15", "restore", reason="业主大会未终止", restored=[{"seat": "1"}]),
            step("2022-12-16", "found_party"),
        ),
        no("YW-04", OWNERS, "已建立党组织", step("2022-12-17", "send_adviser")),
    ]


def board(compound: str, *capacities: str, ends: str, formed: str, **more: Any) -> dict[str, Any]:
    """What a property committee is proposed with."""
    ground = {"ground": "不具备成立业主大会条件", "formed": formed, "ends": ends}
    place = {"compound": compound, "street": STREET[compound]}
    return place | ground | {"members": members(*capacities)} | more


OWNER, USER, RESIDENTS = "业主代表", "物业使用人代表", "社区居民委员会代表"
GUIDED = {"ground": "改造后的老旧小区，经街道办事处指导后仍不能成立业主大会"}
RAN_OUT = {"ground": "前期物业服务合同期限已满，业主大会尚未成立"}


def first_board() -> list[Turn]:
    """2022: a property committee of three for three years; every other one is refused."""
    three = (OWNER, OWNER, RESIDENTS)
    term = {"formed": "2022-08-01", "ends": "2025-08-01"}

    def refused(section: str, says: str, sets: dict[str, Any]) -> Turn:
        return no("YW-x", section, says, step("2022-08-01", "propose_board", **sets), COMMITTEES)

    return [
        refused(BOARD, "单数", board("XQ-05", OWNER, OWNER, OWNER, RESIDENTS, **term)),
        refused(BOARD, "二分之一", board("XQ-05", OWNER, USER, RESIDENTS, **term)),
        refused(BOARD, "三人以上", board("XQ-05", OWNER, **term)),
        refused(BOARD, "成员为村民委员会", board("XQ-05", "业主", OWNER, OWNER, **term)),
        refused(
            BOARD, "不超过三年", board("XQ-05", *three, formed="2022-08-01", ends="2025-08-02")
        ),
        refused("三(五)4", "须先经街道办事处指导", board("XQ-05", *three, **term) | GUIDED),
        refused(
            "三(三)4(3)",
            "没有到须组建",
            board("XQ-09", *three, **term) | RAN_OUT | {"contract": "QQ-03"},
        ),
        begin(
            COMMITTEES,
            "YW-5a",
            step(
                "2022-08-01", "propose_board", "指导记录", **board("XQ-05", *three, **term) | GUIDED
            ),
        ),
        no("YW-5a", BOARD, TOWN, step("2022-08-01", "form_board")),
        no("XQ-05", BOARD, "未组建", step("2022-08-01", "form_board", committee="YW-5a")),
        *go("YW-5a", step("2022-08-01", "form_board", by=at_town("XQ-05"))),
        *go("XQ-05", step("2022-08-01", "form_board", committee="YW-5a")),
        no(
            "YW-5a",
            BOARD,
            "二分之一",
            step(
                "2022-09-01",
                "change_board",
                reason="改派",
                left=[{"seat": "1", "cause": "辞职"}],
                members=members(USER, first=4),
            ),
        ),
        no(
            "YW-5a",
            BOARD,
            "单数",
            step("2022-09-01", "change_board", reason="增派", members=members(OWNER, first=4)),
        ),
        *go(
            "YW-5a",
            step(
                "2022-09-01",
                "change_board",
                reason="改派",
                left=[{"seat": "1", "cause": "辞职"}],
                members=members(OWNER, first=4),
                by=at_town("XQ-05"),
            ),
            step(
                "2022-09-05",
                "decide_board",
                decisions=[{"topic": "收费标准", "text": "每月每平方米若干"}],
            ),
        ),
    ]


def second_board() -> list[Turn]:
    """2024: where the contract ran out and one side did not go on."""
    five = (OWNER, OWNER, OWNER, USER, RESIDENTS)
    sets = board("XQ-02", *five, formed="2024-06-10", ends="2026-06-09") | RAN_OUT
    return [
        begin(COMMITTEES, "YW-02", step("2024-06-10", "propose_board", **sets, contract="QQ-02")),
        *go("YW-02", step("2024-06-10", "form_board", by=at_town("XQ-02"))),
        *go("XQ-02", step("2024-06-10", "form_board", committee="YW-02")),
        *go(
            "YW-02",
            step(
                "2024-06-20",
                "decide_board",
                decisions=[{"topic": "选聘物业服务人", "text": "全体业主决定"}],
            ),
        ),
    ]


def last_committees() -> list[Turn]:
    """2025: two boards give way to owners' committees; a committee that ended is elected anew."""
    past = step("2025-08-02", "decide_board", decisions=[{"topic": "其他事项", "text": "x"}])
    new_owner = step(
        "2025-08-02", "change_board", reason="x", members=members(OWNER, OWNER, first=5)
    )
    return [
        *go("YW-08", step("2025-01-10", "end", reason="成员全部辞职")),
        no("XQ-09", "三(一)1", "尚未终止", step("2025-01-10", "dissolve")),
        *go("XQ-08", step("2025-01-10", "dissolve")),
        *organized("YW-10", "YW-8b"),
        no("YW-5a", BOARD, "工作期限已满", past),
        no("YW-5a", BOARD, "工作期限已满", new_owner),
        elect("YW-05"),
        no("YW-05", BOARD, "belongs to YW-5a", step("2025-10-05", "file", by=at_town("XQ-05"))),
        *go("YW-5a", step("2025-10-10", "end_board", reason="已选举业主委员会")),
        *filed("YW-05"),
        *formed("YW-05"),
        *go("YW-02", step("2025-12-10", "end_board", reason="已选举业主委员会")),
        *organized("YW-2b"),
    ]


def elected_anew() -> list[Turn]:
    """2024 and 2025: all members of a committee change, and it is filed anew."""
    left = [{"seat": str(n), "cause": "换届"} for n in range(1, 6)]
    new = members(*["业主"] * 5, party=7, first=6)
    by = at_town("XQ-06") | {f"{PARTY}@{STREET['XQ-06']}#vet": "党委经办"}
    return [
        no("YW-06", OWNERS, "换届会议记录", step("2024-12-20", "reelect", members=new, left=left)),
        *go("YW-06", step("2024-12-20", "reelect", "换届会议记录", members=new, left=left)),
        no("YW-06", OWNERS, "from its state", step("2024-12-21", "decide")),
        *go("YW-06", step("2025-01-15", "file", by=by)),
    ]


def served(day: str, compound: str, way: str, firm: str = "", contract: str = "") -> list[Turn]:
    """A compound has its service so, from a day on."""
    sets = (
        {"service": way}
        | ({"firm": firm} if firm else {})
        | ({"contract": contract} if contract else {})
    )
    return go(compound, step(day, "serve", **sets))


def service_refused() -> list[Turn]:
    """Before any contract runs: who is not filed serves nobody; what is new is tendered for."""
    return [
        no(
            "XQ-07",
            "三(三)1",
            "没有备案",
            step("2022-08-28", "serve", service="专业化物业服务", firm="WQ-xin"),
        ),
        no(
            "XQ-01",
            "三(三)4",
            "没有该企业",
            step("2022-08-28", "serve", service="前期物业服务", firm="WQ-an", contract="QQ-01"),
        ),
        no(
            "XQ-01",
            "三(一)2",
            "招投标",
            step("2022-08-28", "serve", service="专业化物业服务", firm="WQ-an"),
        ),
    ]
