"""The early-stage contracts of the story: tenders, inspections, terms, and each way to an end."""

from __future__ import annotations

from .property_firms import FIRMS
from .property_telling import STREET, begin, go, no, step
from .telling import Turn

PROCEDURE = "property-contracts"
TERM, TAKE, UNFILED, BARRED = "三(三)4(3)", "三(三)4(2)", "三(三)1", "三(三)2"
DEVELOPER = "城建开发"
TENDERS = {"QQ-01": "XQ-01", "QQ-02": "XQ-02", "QQ-03": "XQ-09", "QQ-04": "XQ-10", "QQ-06": "XQ-07"}
# firm, months, delivered, ends
TERMS = {
    "QQ-01": ("WQ-an", 24, "2022-10-01", "2024-10-01"),
    "QQ-02": ("WQ-tai", 18, "2022-12-01", "2024-06-01"),
    "QQ-03": ("WQ-tai", 12, "2022-09-01", "2023-09-01"),
    "QQ-04": ("WQ-ning", 24, "2022-09-01", "2024-09-01"),
    "QQ-06": ("WQ-an", 24, "", ""),
}


def tendered() -> list[Turn]:
    """Five tenders, of which the bids of barred firms are refused."""
    turns = [
        begin(
            PROCEDURE,
            number,
            step(
                "2022-06-15",
                "tender",
                compound=compound,
                developer=DEVELOPER,
                street=STREET[compound],
            ),
        )
        for number, compound in TENDERS.items()
    ]
    turns += [
        no("QQ-01", "三(三)4(1)", "之前完成", step("2022-08-20", "presale")),
        no("QQ-01", UNFILED, "没有备案", step("2022-08-22", "bid", bidders=["WQ-an", "WQ-xin"])),
        no("QQ-01", UNFILED, "没有备案", step("2022-08-22", "bid", bidders=["WQ-kang"])),
        no("QQ-01", BARRED, "黑名单", step("2022-08-22", "bid", bidders=["WQ-an", "WQ-he"])),
    ]
    for number in TENDERS:
        turns += go(number, step("2022-08-23", "bid", bidders=["WQ-an", "WQ-ning", "WQ-tai"]))
    turns += [
        no(
            "QQ-01",
            BARRED,
            "严格禁止前期物业服务指定",
            step("2022-08-24", "award", firm="WQ-xin", firm_name="新家物业"),
        ),
        no(
            "QQ-01",
            TAKE,
            "不是该企业的名称",
            step("2022-08-24", "award", firm="WQ-an", firm_name="泰来物业"),
        ),
    ]
    for number, (firm, _months, _delivered, _ends) in TERMS.items():
        turns += go(number, step("2022-08-24", "award", firm=firm, firm_name=FIRMS[firm][0]))
    turns += [
        *go("QQ-01", step("2022-08-25", "presale")),
        no(
            "QQ-01",
            TERM,
            "最长不得超过两年",
            step("2022-08-26", "contract", "前期物业服务合同", months=25),
        ),
        no("QQ-01", TERM, "前期物业服务合同", step("2022-08-26", "contract", months=24)),
    ]
    for number, (_firm, months, _delivered, _ends) in TERMS.items():
        turns += go(number, step("2022-08-27", "contract", "前期物业服务合同", months=months))
    return turns


def taken_over() -> list[Turn]:
    """The inspections, confirmed by both sides; the papers; the delivery."""
    firm = {"物业服务企业@安居物业": "企业代表"}
    late = {"delivered": "2022-10-01", "ends": "2024-11-01"}
    turns = [
        no("QQ-01", TERM, "from its state", step("2022-08-30", "deliver", **late)),
        no("QQ-06", TAKE, "建设单位", step("2022-08-30", "inspect", "查验记录", by=firm)),
        no("QQ-01", TAKE, "查验记录", step("2022-08-30", "inspect")),
    ]
    for number, (name, _months, delivered, _ends) in TERMS.items():
        if delivered:
            both = {
                f"物业服务企业@{FIRMS[name][0]}": "企业代表",
                f"建设单位@{DEVELOPER}#inspect_too": "建设代表",
            }
            turns += go(number, step("2022-08-31", "inspect", "查验记录", by=both))
    turns.append(no("QQ-01", TAKE, "尚未向物业服务企业移交", step("2022-08-31", "deliver", **late)))
    for number, (_name, _months, delivered, _ends) in TERMS.items():
        if delivered:
            turns += go(number, step("2022-09-01", "hand_papers", "移交资料"))
    turns.append(no("QQ-01", TERM, "最长不得超过两年", step("2022-10-01", "deliver", **late)))
    one_more = late | {"ends": "2024-10-02"}
    turns.append(no("QQ-01", TERM, "最长不得超过两年", step("2022-10-01", "deliver", **one_more)))
    for number, (_name, _months, delivered, ends) in TERMS.items():
        if delivered:
            turns += go(number, step(delivered, "deliver", delivered=delivered, ends=ends))
    return turns


def asked(residents: int, dissatisfied: int, **told: str) -> dict[str, str]:
    """What is known of those who live there, and who wants to go on, when the term is over."""
    wishes = {"assembly": "否", "developer_renews": "是", "firm_renews": "是"}
    return wishes | {"residents": str(residents), "dissatisfied": str(dissatisfied)} | told


def replaced() -> list[Turn]:
    """2023: the owners' committee's own contract ends one; another runs out, and is renewed."""
    own = {"committee": "YW-01", "successor": "WQ-an"}
    contract = "物业服务合同"
    return [
        no(
            "QQ-01",
            UNFILED,
            "没有备案",
            step("2023-11-01", "replace", contract, **own | {"successor": "WQ-xin"}),
        ),
        no("QQ-02", TERM, "不是本小区", step("2023-11-01", "replace", contract, **own)),
        *go("QQ-01", step("2023-11-01", "replace", contract, **own)),
        no(
            "QQ-01",
            TAKE,
            "移交业主委员会",
            step("2023-11-02", "return_papers", "退出移交资料", papers_to="村民委员会、居民委员会"),
        ),
        *go("QQ-01", step("2023-11-02", "return_papers", "退出移交资料", papers_to="业主委员会")),
        no("QQ-03", TERM, "期限未满", step("2023-09-01", "expire", **asked(190, 94))),
        no("QQ-03", TERM, "不多于", step("2023-09-02", "expire", **asked(190, 191))),
        *go("QQ-03", step("2023-09-02", "expire", **asked(190, 94))),
        no("QQ-03", TERM, "不到百分之五十", step("2023-09-03", "call_board")),
        *go("QQ-03", step("2023-09-03", "renew", "续约合同", ends="2025-09-01")),
    ]


def ran_out() -> list[Turn]:
    """2024: one side does not go on; half of those who live there do not want it to."""
    kept = {"papers_to": "业主委员会"}
    return [
        *go("QQ-02", step("2024-06-02", "expire", **asked(200, 0, firm_renews="否"))),
        no("QQ-02", TERM, "不愿续约", step("2024-06-02", "renew", "续约合同", ends="2026-06-01")),
        *go("QQ-02", step("2024-06-03", "call_board")),
        *go("QQ-04", step("2024-09-02", "expire", **asked(88, 44))),
        no(
            "QQ-04",
            TERM,
            "百分之五十以上",
            step("2024-09-02", "renew", "续约合同", ends="2026-09-01"),
        ),
        *go("QQ-04", step("2024-09-03", "call_board")),
        no("QQ-02", TAKE, "from its state", step("2024-06-05", "return_papers", **kept)),
        no("QQ-03", BARRED, "没有清出市场", step("2024-06-05", "terminate", reason="x")),
    ]


def appointed() -> list[Turn]:
    """2024: the property committee has all owners choose; nobody is there for the papers but the
    residents' committee. The other contract of the expelled firm ends with it."""
    papers = "退出移交资料"
    chosen = {"committee": "YW-02", "successor": "WQ-ning"}
    return [
        no("QQ-04", TERM, "不是本小区", step("2024-09-10", "appoint", "全体业主决定", **chosen)),
        *go("QQ-02", step("2024-06-25", "appoint", "全体业主决定", **chosen)),
        no(
            "QQ-02",
            TAKE,
            "未成立业主委员会",
            step("2024-06-26", "return_papers", papers, papers_to="业主委员会"),
        ),
        *go(
            "QQ-02", step("2024-06-26", "return_papers", papers, papers_to="村民委员会、居民委员会")
        ),
    ]


def ended_with_the_firm() -> list[Turn]:
    """2024: the expelled firm has no contract any more, and bids no more."""
    tender = step("2024-09-01", "tender", compound="XQ-13", developer=DEVELOPER, street="黑桦镇")
    return [
        *go("QQ-03", step("2024-08-10", "terminate", reason="企业清出市场")),
        *go(
            "QQ-03",
            step("2024-08-12", "return_papers", "退出移交资料", papers_to="村民委员会、居民委员会"),
        ),
        begin(PROCEDURE, "QQ-05", tender),
        no("QQ-05", BARRED, "依法清出市场", step("2024-09-02", "bid", bidders=["WQ-tai"])),
        *go("QQ-05", step("2024-09-03", "bid", bidders=["WQ-he"])),  # off the black list again
        *go("QQ-05", step("2024-09-10", "cancel", reason="无合格投标")),
    ]
