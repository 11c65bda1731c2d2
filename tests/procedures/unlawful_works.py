"""The table's third part: cases that stand in each state, corrections, approvals, filings.

All of it is made up. With the other parts, a case stands in each
state of the plan at the end.
"""

from __future__ import annotations

from .actions import Amendment, Reversal
from .unlawful_dangers import DANGERS
from .unlawful_plan import (
    ENFORCEMENT,
    HOUSING,
    LAND,
    NONE,
    REFORM,
    STREETS,
    XINGHUA,
)
from .unlawful_script import (
    PULL_DOWN,
    SITE,
    STRENGTHEN,
    Subject,
    act,
    at,
    fined,
    go,
    measure,
    no,
    sent,
)
from .unlawful_table import BY_TRADE, TRANSFERRED

STANDING = (
    Subject("S01", (go("register", "register"), at("06-11", "clear")), area="71"),
    Subject("S02", (go("register", "register", 22), at("07-06", "clear")), kind=SITE, area="4000"),
    Subject(
        "S03",
        (go("register", "register", 23), no("07-03", "transfer", "四(二)", "cannot take transfer")),
        kind=SITE,
        area="6100",
    ),
    # A great danger that comes to light later: nothing is done, so nothing is handed on.
    Subject(
        "S04",
        (
            go("register", "verify", 24),
            measure("07-09", STRENGTHEN, "20", "虚固3号"),
            no("07-15", "find_danger", "四(一)", "发现的须是重大安全隐患", major="否"),
            at("07-15", "find_danger", major="是", appraisal="D级"),
            no(
                "07-16", "transfer", "四(一)", "重大安全隐患要立即整改", **sent(STREETS[4], HOUSING)
            ),
        ),
        finder=STREETS[4],
        area="95.5",
    ),
    Subject(
        "S05",
        (go("register", "verify", 25), at("07-10", "transfer", **sent(XINGHUA, HOUSING))),
        area="150",
    ),
    Subject(
        "S06",
        (
            go("register", "verify", 26),
            at("07-11", "transfer", **sent(XINGHUA, HOUSING)),
            at("07-12", "take_over", taken_over=[{"office": HOUSING}]),
        ),
        area="160.16",
    ),
    # Beyond the department: the leading group names who deals with it.
    Subject(
        "S07",
        (
            go("register", "verify", 4),
            no("06-18", "submit", "六(一)", "needs a reason"),
            at("06-18", "submit", reason="超出本部门范畴"),
            no("06-25", "decide", "六(一)", "needs the approval of", decided_office=ENFORCEMENT),
            at("06-25", "decide", decided_office=ENFORCEMENT),
            no("06-26", "assign", "五(二)", "市自然资源局", office=LAND),
            at("06-26", "assign"),
            go("rectify", "close", 6),
        ),
        finder=STREETS[6],
        sector=NONE,
        area="212.5",
        office=ENFORCEMENT,
        acts=(act("5", "单位"),),
    ),
    Subject(
        "S08",
        (go("register", "verify", 27), at("07-12", "submit", reason="产权不明")),
        area="240",
    ),
    Subject("S09", (go("register", "assign", 3),), area="33.3"),
    Subject("S10", (go("register", "rectify", 9),), area="44.4"),
    Subject("S11", (go("register", "accept", 9),), kind=SITE, area="7200"),
    # Old cases that are corrected after the months were reported.
    Subject(
        "S12",
        (go("register", "close"), Amendment("09-05", "area", "1200", "实测面积更正")),
        area="1000",
    ),
    Subject(
        "S13",
        (
            go("register", "close", 1),
            Amendment("09-06", "acts.1", '{"kinds": "7"}', "认定更正为第7项"),
        ),
        area="260",
        acts=(act("3"),),
    ),
    Subject(
        "S14",
        (go("register", "close", 2), Reversal("09-07", "误销号"), at("09-12", "close")),
        kind=SITE,
        area="3333",
    ),
    Subject(
        "S15",
        (
            go("register", "verify", 6),
            fined("07-08", "9000", "虚设戊商贸公司"),
            Amendment("09-08", "fines.1", '{"amount": "900"}', "金额多记一位"),
        ),
        area="280",
    ),
    Subject("S16", (go("register", "register", 28), Reversal("09-09", "重复登记")), area="999"),
)

APPROVALS = (
    Subject(
        "A01", (go("register", "close", 4),), approval="立项审批", office=REFORM, finder=REFORM
    ),
    Subject("A02", (go("register", "close", 5),), approval="用地审批", office=LAND, finder=LAND),
    Subject(
        "A03",
        (
            go("register", "verify", 20),
            no(
                "07-05",
                "take_measure",
                "附件2三",
                "措施针对房屋建筑",
                measures_taken=[{"kind": PULL_DOWN, "area": "1", "order": "虚拆8号"}],
            ),
            no("07-05", "add_act", "附件2二(三)", "另行登记", acts=[act("1")]),
            no("07-05", "certify", "五(五)", "认定意见针对违法建设行为"),
            no("07-10", "assign", "五(一)", "市住房城乡建设局", office=HOUSING),
            at("07-10", "transfer", **sent(XINGHUA, LAND)),
            at("07-11", "take_over", taken_over=[{"office": LAND}]),
            go("assign", "close", 25),
            no(
                "08-20",
                "reopen",
                "附件2二(三)",
                "另行登记",
                acts=[act("1")],
                major="否",
                reason="复查",
            ),
        ),
        approval="规划审批",
        office=LAND,
    ),
    Subject(
        "A04",
        (
            go("register", "rectify", 6),
            at("07-22", "fail", reason="许可未补办"),
            at("07-28", "rectify"),
            at("08-02", "fail", reason="材料不全"),
        ),
        approval="施工许可审批",
        office=HOUSING,
        finder=HOUSING,
    ),
    # No department of 五 has the approvals of businesses.
    Subject(
        "A05",
        (
            go("register", "verify", 10),
            no("06-30", "assign", "五(六)", "市市场监管局"),
            at("07-01", "submit", reason="第五节没有主管的部门"),
            at("07-15", "decide", decided_office="市市场监管局"),
            at("07-16", "assign"),
        ),
        approval="经营审批",
        office="市市场监管局",
    ),
    Subject("A06", (go("register", "register", 30),), approval="用地审批", office=LAND),
    Subject(
        "A07",
        (go("register", "register", 31), at("07-20", "clear")),
        approval="立项审批",
        office=REFORM,
    ),
)


FILINGS = {
    "xinghua": ("06-23", "07-24", "08-25", "09-24"),
    "zhengyang": ("06-25", "07-20", "", ""),
    "housing": ("06-24", "07-25", "08-24", ""),
    "land": ("", "07-22", "", ""),
}
"""On which day a unit filed for June to September; "" where it did not."""

FILED = (
    *(
        Subject(f"{unit}/2022-{month:02}", (at(day, "file"),), finder=unit)
        for unit, days in FILINGS.items()
        for month, day in enumerate(days, start=6)
        if day
    ),
    Subject(
        "housing",
        (
            no("09-28", "file_summary", "四(三)", "总结报告", "-总结报告", number="land"),
            no("09-28", "file", "四(一)", "台帐", "-台帐", number="land/2022-09"),
            no("09-28", "file", "四(一)", "按报送单位和月份编号"),
            no("09-28", "file_summary", "四(三)", "按报送单位编号"),
            at("09-28", "file_summary"),
        ),
    ),
)

SUBJECTS = (*BY_TRADE, *TRANSFERRED, *DANGERS, *STANDING, *APPROVALS, *FILED)
