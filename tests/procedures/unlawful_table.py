"""The table's first part: which department a case belongs to, and how it gets there.

All of it is made up. The second part is `unlawful_dangers`.
"""

from __future__ import annotations

from .unlawful_plan import (
    ENFORCEMENT,
    ESTATE,
    FANRONG,
    FIRE,
    HOUSING,
    LAND,
    NONE,
    REFORM,
    SCHOOLS,
    STREETS,
    TRADES,
    XINGHUA,
    ZHENGYANG,
)
from .unlawful_script import (
    SITE,
    STOP_USE,
    STOP_WORK,
    STRENGTHEN,
    Subject,
    act,
    at,
    fined,
    go,
    later,
    measure,
    no,
    sent,
    slip,
)

# Words of refusals, as the document or the program says them.
PENDING, ANSWERED = "移交的部门尚未全部答复", "没有移交该部门,或该部门已经答复"
OWN, NOT_TAKEN = "移交单位须为排查单位或接办部门", "整改责任部门须为接办部门"


def _traded(index: int, trade: str) -> Subject:
    """A building of a trade: found by a street, sent to the trade's department, put right there.

    Before that it is tried to send it, and to give it, to the department of the next trade.
    """
    street, (department, _section) = STREETS[index % 7], TRADES[trade]
    other, section = list(TRADES.values())[(index + 1) % len(TRADES)]
    shift = index * 3
    day = later("06-14", shift)
    return Subject(
        f"T{index + 1:02}",
        (
            go("register", "verify", shift),
            no(day, "transfer", section, other, **sent(street, other)),
            no(day, "assign", section, other, office=other),
            at(day, "transfer", **sent(street, department)),
            no(day, "assign", "四(二)", "cannot take assign"),
            no(day, "take_over", "四(二)", ANSWERED, taken_over=[{"office": other}]),
            at(later(day, 1), "take_over", taken_over=[{"office": department}]),
            no(later(day, 2), "assign", section, other, office=other),
            go("assign", "close", shift),
        ),
        sector=trade,
        finder=street,
        area=f"{137.5 + index * 81.25:g}",
        office=department,
        acts=(act(str(index % 8 + 1), ("企业", "单位", "人员")[index % 3]),),
        appraisal="D级" if index % 8 == 7 else "",
    )


BY_TRADE = tuple(_traded(index, trade) for index, trade in enumerate(TRADES))

TRANSFERRED = (
    # To two departments; one takes over, one returns; the first acceptance fails.
    Subject(
        "M01",
        (
            go("register", "verify"),
            at("06-14", "transfer", **sent(XINGHUA, HOUSING)),
            no("06-14", "transfer", "四(二)", "已移交该部门,尚未答复", **sent(XINGHUA, HOUSING)),
            at("06-14", "transfer", **sent(XINGHUA, LAND)),
            no(
                "06-15",
                "return",
                "四(二)",
                "其他部门尚未答复",
                returned=[{"office": LAND, "text": "虚"}],
            ),
            at("06-15", "take_over", taken_over=[{"office": HOUSING}]),
            no("06-16", "assign", "四(二)", PENDING),
            no("06-16", "return_one", "四(二)", "退回须说明原因", returned=[{"office": LAND}]),
            at("06-17", "return_one", returned=[{"office": LAND, "text": "非本部门职责"}]),
            no("06-18", "take_over", "四(二)", ANSWERED, taken_over=[{"office": LAND}]),
            no("06-18", "assign", "四(二)", NOT_TAKEN, office=LAND),
            go("assign", "rectify"),
            no("07-13", "close", "四(二)", "cannot take close", alone=True),
            no("07-15", "fail", "四(二)", "needs a reason"),
            no(
                "07-15",
                "fail",
                "四(二)",
                "完成时限须在今后",
                finish_by="2022-07-14",
                reason="未拆净",
            ),
            at("07-15", "fail", reason="未拆净"),
            at("07-28", "rectify"),
            at("08-02", "accept"),
            at("08-03", "close"),
        ),
        area="3200.5",
        acts=(act("3、6"),),
    ),
    # Returned to its sender; certified, it is the housing office's after all.
    Subject(
        "M02",
        (
            go("register", "verify", 1),
            no("06-15", "transfer", "五(一)", "市住房城乡建设局", **sent(ZHENGYANG, HOUSING)),
            at("06-15", "transfer", **sent(ZHENGYANG, LAND)),
            no(
                "06-16",
                "return_one",
                "四(二)",
                "用 return",
                returned=[{"office": LAND, "text": "虚"}],
            ),
            at("06-17", "return", returned=[{"office": LAND, "text": "土地手续齐全"}]),
            no("06-18", "certify", "五(五)", "认定意见", "-认定意见"),
            at("06-18", "certify"),
            at("06-19", "transfer", **sent(ZHENGYANG, HOUSING)),
            at("06-20", "take_over", taken_over=[{"office": HOUSING}]),
            go("assign", "close", 1),
        ),
        finder=ZHENGYANG,
        sector=NONE,
        area="88.25",
        acts=(act("2", "人员"),),
    ),
    # The housing office finds it itself, and hands it over to the enforcement office.
    Subject(
        "M03",
        (
            go("register", "verify", 2),
            at("06-16", "transfer", **sent(HOUSING, ENFORCEMENT)),
            measure("06-16", STOP_WORK, "5000", "虚停工1号"),
            at("06-17", "take_over", taken_over=[{"office": ENFORCEMENT}]),
            slip("06-18", "虚通1号"),
            go("assign", "assign", 2),
            fined("06-28", "35000.50", "虚设甲建筑公司"),
            go("rectify", "close", 2),
        ),
        kind=SITE,
        finder=HOUSING,
        area="5000",
        office=ENFORCEMENT,
        acts=(act("4", "企业"), act("5", "单位")),
    ),
    # A street sends nothing to the enforcement office; what the housing office took over does.
    Subject(
        "M04",
        (
            go("register", "verify", 3),
            no(
                "06-17",
                "transfer",
                "五(一)",
                "市执法局查处",
                **sent(FANRONG, ENFORCEMENT),
                alone=True,
            ),
            no("06-17", "transfer", "四(二)", OWN, **sent(HOUSING, ENFORCEMENT)),
            no("06-17", "transfer", "四(二)", "不能移交给自己", **sent(FANRONG, FANRONG)),
            no("06-17", "transfer", "五", "第五节没有该部门的职责", **sent(FANRONG, "市财政局")),
            no("06-17", "transfer", "五(十七)", "本街道", **sent(FANRONG, STREETS[3])),
            at("06-17", "transfer", **sent(FANRONG, HOUSING)),
            at("06-18", "take_over", taken_over=[{"office": HOUSING}]),
            no("06-19", "transfer", "五(一)", "市执法局查处", **sent(FANRONG, ENFORCEMENT)),
            at("06-19", "transfer", **sent(HOUSING, ENFORCEMENT)),
            at("06-21", "take_over", taken_over=[{"office": ENFORCEMENT}]),
            go("assign", "close", 3),
        ),
        kind=SITE,
        finder=FANRONG,
        area="1234.56",
        office=ENFORCEMENT,
        acts=(act("4、5"),),
    ),
    # Licences: the fire brigade's only where the public gathers, and only its own licences.
    Subject(
        "M05",
        (
            go("register", "register", 4),
            no("06-17", "verify", "三(二)9", "第9项须说明哪一种许可", acts=[act("9")]),
            go("verify", "verify", 4),
            at("06-18", "transfer", **sent(XINGHUA, FIRE)),
            at("06-19", "take_over", taken_over=[{"office": FIRE}]),
            fined("06-20", "20000", "虚设乙酒店"),
            measure("06-20", STOP_USE, "410", "虚停用1号"),
            go("assign", "close", 4),
            at("07-26", "lift", lifted=[{"order": "虚停用1号"}]),
        ),
        sector="特种行业",
        area="820",
        crowded="是",
        office=FIRE,
        acts=(act("7、9", "企业", "消防、工商登记"),),
    ),
    Subject(
        "M06",
        (
            go("register", "verify", 5),
            no("06-19", "transfer", "五(四)", "公众聚集场所", **sent(XINGHUA, FIRE)),
        ),
        area="60",
        acts=(act("9", "人员", "消防"),),
    ),
    Subject(
        "M07",
        (
            go("register", "verify", 6),
            no("06-20", "transfer", "五(四)", "公众聚集场所", **sent(XINGHUA, FIRE)),
            go("assign", "assign", 6),
        ),
        area="61.5",
        crowded="是",
        acts=(act("6、9", "企业", "其他生产经营许可"),),
    ),
    # What no trade has is the street's own, and no other street's.
    Subject(
        "M08",
        (
            go("register", "verify", 7),
            no("06-27", "assign", "五(十七)", "本街道", office=ZHENGYANG),
            no("06-27", "assign", "五(一)", "市住房城乡建设局", office=HOUSING),
            no("06-27", "assign", "五(一)", "市执法局查处", office=ENFORCEMENT),
            no("06-27", "assign", "五(二)", "市自然资源局", office=LAND),
            no("06-27", "assign", "五(三)", "市发改委", office=REFORM),
            no("06-27", "assign", "五(四)", "市消防救援大队", office=FIRE),
            go("assign", "close", 7),
        ),
        finder=XINGHUA,
        sector=NONE,
        area="45",
        office=XINGHUA,
        acts=(act("7", "人员"),),
    ),
    # A department finds it in a street; who is responsible are two.
    Subject(
        "M09",
        (
            go("register", "verify", 8),
            at("06-22", "transfer", **sent(SCHOOLS, LAND)),
            at("06-23", "transfer", **sent(SCHOOLS, HOUSING)),
            at("06-24", "take_over", taken_over=[{"office": LAND}]),
            at("06-27", "take_over", taken_over=[{"office": HOUSING}]),
            at("06-28", "assign", office=f"{HOUSING}、{LAND}"),
            measure("07-02", STRENGTHEN, "900.75", "虚固1号"),
            go("rectify", "close", 10),
        ),
        finder=SCHOOLS,
        street=STREETS[5],
        sector=ESTATE,
        area="1800.75",
        acts=(act("3"), act("6", "单位")),
    ),
)
