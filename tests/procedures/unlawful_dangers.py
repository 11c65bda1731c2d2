"""The table's second part: great dangers, measures, fines, what is found again or later.

All of it is made up. The third part is `unlawful_works`.
"""

from __future__ import annotations

from .unlawful_plan import FANRONG, HOUSING, ZHENGYANG
from .unlawful_script import (
    PULL_DOWN,
    SITE,
    STOP_USE,
    STOP_WORK,
    STRENGTHEN,
    Subject,
    act,
    at,
    fined,
    go,
    measure,
    no,
    sent,
    slip,
)

FIRM = "虚设丙置业公司"
BAD = [{"party": "人员", "amount": "0"}]
DANGERS = (
    # A great danger: a measure on the same day, and the government is asked.
    Subject(
        "D01",
        (
            go("register", "verify", 2),
            no(
                "06-15",
                "transfer",
                "四(一)",
                "重大安全隐患要立即整改",
                **sent(ZHENGYANG, HOUSING),
                alone=True,
            ),
            measure("06-15", STOP_USE, "2400", "虚停用2号"),
            at("06-16", "report_government"),
            at("06-16", "transfer", **sent(ZHENGYANG, HOUSING)),
            at("06-18", "take_over", taken_over=[{"office": HOUSING}]),
            go("assign", "assign", 2),
            measure("07-05", PULL_DOWN, "2400", "虚拆1号"),
            slip("07-05", "虚通2号"),
            go("rectify", "close", 3),
        ),
        finder=ZHENGYANG,
        area="2400",
        major="是",
        appraisal="D级",
        acts=(act("8", "单位"), act("7", "单位")),
    ),
    # A measure two days late.
    Subject(
        "D02",
        (
            go("register", "verify", 5),
            measure("06-20", STRENGTHEN, "300", "虚固2号"),
            go("assign", "rectify", 5),
        ),
        area="640.4",
        major="是",
        appraisal="C级",
        acts=(act("8"),),
    ),
    # None at all: overdue; the government is asked in August.
    Subject(
        "D03",
        (
            go("register", "verify", 20),
            slip("07-04", "虚通3号"),
            at("08-09", "report_government"),
        ),
        finder=FANRONG,
        area="777.7",
        major="是",
        appraisal="D级",
        acts=(act("8", "人员"),),
    ),
    Subject(
        "D04",
        (
            go("register", "verify", 21),
            no("07-05", "report_government", "附件2四", "重大结构安全隐患的房屋"),
            no(
                "07-05",
                "take_measure",
                "附件2注",
                "不超过建筑面积",
                measures_taken=[{"kind": PULL_DOWN, "area": "90.01", "order": "虚拆9号"}],
            ),
            no(
                "07-05",
                "take_measure",
                "附件2第32行",
                "停工整改限于在建建筑",
                measures_taken=[{"kind": STOP_WORK, "area": "1", "order": "虚停工9号"}],
            ),
            no(
                "07-05",
                "take_measure",
                "附件2三",
                "须说明措施、面积和文号",
                measures_taken=[{"kind": PULL_DOWN, "order": "虚拆9号"}],
            ),
            measure("07-05", STOP_USE, "40", "虚停用3号"),
            no(
                "07-06",
                "take_measure",
                "附件2三",
                "该文号已有",
                measures_taken=[{"kind": PULL_DOWN, "area": "1", "order": "虚停用3号"}],
            ),
            no("07-06", "lift", "附件2第31行", "没有该文号", lifted=[{"order": "虚停用4号"}]),
            at("08-05", "lift", lifted=[{"order": "虚停用3号"}]),
            no("08-06", "lift", "附件2第31行", "已经解除", lifted=[{"order": "虚停用3号"}]),
            measure("08-10", STOP_USE, "50.5", "虚停用5号"),
        ),
        area="90",
        acts=(act("7"),),
    ),
    # Fines: the same firm in two cases and two months is one firm in each month, and one in all.
    Subject(
        "D05",
        (
            go("register", "verify", 12),
            no("06-26", "fine", "附件2第35行", "处罚金额须大于零", fines=BAD),
            no(
                "06-26",
                "fine",
                "附件2第34行",
                "处罚企业须有企业名称",
                fines=[{"party": "企业", "amount": "1"}],
            ),
            fined("06-26", "10000", FIRM),
            fined("07-03", "2500.05", FIRM),
            fined("07-03", "500"),
            go("assign", "assign", 14),
            no("07-05", "assign", "四(二)", "cannot take assign"),
        ),
        kind=SITE,
        area="9100",
        acts=(act("4"),),
    ),
    Subject(
        "D06",
        (
            go("register", "verify", 13),
            fined("07-04", "12345.67", FIRM),
            no("07-04", "assign", "四(二)", "完成时限须在今后", finish_by="2022-07-03"),
            no("07-04", "assign", "四(二)", "不得晚于全面整治巩固阶段", finish_by="2024-05-01"),
            no("07-04", "assign", "四(二)", "person", person=None),
            no("07-04", "assign", "四(二)", "finish_by", finish_by=None),
            no("07-04", "assign", "四(二)", "office", office=None),
            at("07-04", "assign", finish_by="2022-07-25"),
            fined("08-12", "800", "虚设丁装饰公司"),
            go("rectify", "accept", 32),
        ),
        kind=SITE,
        area="8000.8",
        acts=(act("6", "企业"), act("1", "单位")),
    ),
    # Found again: in August, closed anew in September; and in September, still open.
    Subject(
        "D07",
        (
            go("register", "close"),
            no("07-30", "assign", "四(二)", "cannot take assign"),
            no("08-10", "reopen", "四(二)", "needs a reason", acts=[act("7")], major="否"),
            no("08-10", "reopen", "三(二)", "acts", major="否", reason="复查"),
            at("08-10", "reopen", acts=[act("7")], major="否", reason="复查发现加层"),
            at("08-12", "assign"),
            measure("08-20", PULL_DOWN, "120.25", "虚拆2号"),
            at("09-05", "rectify"),
            at("09-08", "accept"),
            at("09-09", "close"),
        ),
        area="1500.5",
        acts=(act("3、6"),),
    ),
    Subject(
        "D08",
        (
            go("register", "close", 3),
            at(
                "08-23",
                "reopen",
                acts=[act("7", "人员"), act("9", "人员", "工商登记")],
                major="否",
                reason="群租",
            ),
            at("08-26", "add_act", acts=[act("8", "人员")], appraisal="D级"),
        ),
        area="310",
        acts=(act("7", "人员"),),
    ),
    # An act that comes to light later, and what an act has to say.
    Subject(
        "D09",
        (
            no("06-10", "register", "三(一)", "涉密场所不在清查范围内", secret="是", alone=True),
            no("06-10", "register", "三(一)", "建成区范围内", in_built_up_area="否"),
            no("06-10", "register", "附件2注", "建筑面积须大于零", area="0"),
            no("06-10", "register", "五(十七)", "subdistrict", subdistrict=None),
            go("register", "register", 1),
            no("06-14", "verify", "三(二)", "须说明属于清查重点第几项", acts=[{"party": "企业"}]),
            no("06-14", "verify", "三(二)", "acts", acts=None),
            no("06-14", "verify", "四(一)", "major", major=None),
            go("verify", "assign", 1),
            at("07-11", "add_act", acts=[act("3、7", "单位")]),
            slip("07-11", "虚通4号"),
            no(
                "07-12",
                "send_slip",
                "附件2第36行",
                "须有文号,且未用过",
                slips=[{"slip": "虚通4号"}],
            ),
            slip("08-01", "虚通5号"),
            no("08-02", "verify_approval", "四(一)", "cannot take verify_approval"),
        ),
        area="555.55",
        acts=(act("6"),),
    ),
)
