"""The table's second part: who is eligible, the works, acceptance and payment, and corrections.

All of it is made up. With the first part (`housing_table`), a household stands
in each state of the plan at the end.
"""

from __future__ import annotations

from .actions import Amendment, Decision, Reversal
from .housing_plan import CITY
from .housing_script import (
    DONG,
    FULL,
    LIU,
    NAN,
    REPAIR,
    SAFE,
    SELF,
    SHI,
    STANDARDS,
    XI,
    C,
    D,
    Household,
    at,
    go,
    no,
)
from .housing_table import DECIDED

WORKS = (
    # Houses that a disaster has damaged.
    Household(
        *("H-27", NAN, D, SELF, "60", "60", FULL),
        (
            no("07-02", "apply_disaster", "三", "镇村两级申请", "-镇村两级申请"),
            at("07-02", "apply_disaster"),
            go("forward", "enter", 120),
            at("09-07", "agree", agreement_deadline="2022-10-31"),
            go("resettle", "start", 120),
            go("complete", "pay", 40),
            no("12-05", "archive", "八(四)", "the file 现危房照片 is missing"),
            at("12-05", "archive", "现危房照片"),
        ),
    ),
    Household(
        *("H-28", SHI, "B级", SELF, "", "", ""),
        (
            at("07-05", "apply_disaster"),
            go("forward", "appraise", 124),
            no("07-20", "list", "四(一)", "须经第三方鉴定为C级或D级", papers=True, alone=True),
            at("07-20", "deny_listing", reason="鉴定为B级"),
        ),
    ),
    # Not eligible.
    Household(
        *("H-29", LIU, D, SELF, "", "", ""),
        (
            go("apply", "apply"),
            no("03-04", "forward", "四(一)", "须只有唯一住房", papers=True, alone=True),
            at("03-05", "turn_away", reason="另有住房"),
        ),
        only="否",
    ),
    Household(
        *("H-30", SHI, D, SELF, "", "", ""),
        (
            go("apply", "apply"),
            no("03-04", "forward", "四(一)", "已享受其他房屋救助的不得列为", papers=True),
            at("03-05", "turn_away", reason="已享受其他房屋救助"),
        ),
        aided="是",
    ),
    Household(
        *("H-31", DONG, D, SELF, "", "", ""),
        (
            go("apply", "apply"),
            no("03-04", "forward", "四(一)", "属于农业家庭户口", papers=True),
            at("03-05", "turn_away", reason="长期在外"),
        ),
        rural="否",
    ),
    Household(
        *("H-32", XI, D, SELF, "", "", ""),
        (
            go("apply", "forward"),
            no("03-08", "deny_identity", "四(一)", "needs a reason"),
            at("03-08", "deny_identity", reason="不属三类群体"),
        ),
    ),
    Household(
        *("H-33", NAN, D, SELF, "", "", ""),
        (at("02-14", "survey"), at("02-20", "turn_away", reason="不愿申请")),
    ),
    # One that stands in each state of the procedure, and what cannot be done there.
    Household(
        *("H-34", LIU, D, SELF, "", "", ""),
        (
            no("02-28", "apply", "六(一)", "固定参照物", photo="户主正面肖像"),
            no("02-28", "apply", "六(一)", "户主签字", application="户籍、家庭收入、改造意愿"),
            no("02-28", "apply", "六(一)", "户籍证明", "-户籍证明"),
            no("02-28", "apply", "四(一)", "only_dwelling", only_dwelling=None),
            go("apply", "apply"),
        ),
    ),
    Household(*("H-35", SHI, D, SELF, "", "", ""), (at("02-16", "survey"),)),
    Household(*("H-36", DONG, D, SELF, "", "", ""), (go("apply", "forward"),)),
    Household(
        *("H-37", XI, D, SELF, "", "", ""),
        (
            go("apply", "confirm_identity"),
            no("03-14", "appraise", "六(二)", "先确认身份信息", appraised_on="2022-03-05"),
            no("03-14", "appraise", "六(二)", "鉴定日期晚于办理日期", appraised_on="2022-03-15"),
            no("03-14", "appraise", "六(二)", "农户鉴定报告", "-农户鉴定报告"),
        ),
    ),
    Household(*("H-38", NAN, C, REPAIR, "", "", ""), (go("apply", "appraise"),)),
    Household(*("H-39", LIU, D, SELF, "", "", ""), (go("apply", "list"),), group=2),
    Household(
        *("H-40", SHI, D, SELF, "", "", ""),
        (
            go("apply", "deliberate"),
            no("03-25", "post_village", "六(三)", "公示", posted_at="村务公开栏"),
        ),
    ),
    Household(
        *("H-41", DONG, C, REPAIR, "", "", ""),
        (
            go("apply", "post_village"),
            no("03-30", "report", "六(三)", "are not over; possible from 2022-03-31"),
            no("03-30", "resettle", "七(一)", "只安置居住在D级危房的改造户"),
            no("03-30", "clear_old", "七(一)", "只有原D级危房须拆除或封存"),
        ),
    ),
    Household(
        *("H-42", XI, D, REPAIR, "", "", ""),
        (
            go("apply", "report"),
            no("04-06", "review", "四(二)3", "修缮加固限于C级", papers=True, alone=True),
        ),
    ),
    Household(
        *("H-43", NAN, C, SELF, "60", "", ""),
        (
            go("apply", "report"),
            no("04-06", "review", "四(三)", "新建只有D级的补助标准", papers=True, alone=True),
            at("04-06", "return_village", reason="C级不新建"),
        ),
    ),
    # Works: inspections, failed acceptances, standards.
    Household(
        *("H-44", LIU, D, SELF, "60", "60", FULL),
        (
            go("apply", "start"),
            no("06-30", "rectify", "六(七)", "没有待整改的问题", rectified={"text": "无"}),
            at("07-01", "inspect", findings={"kind": "质量", "text": "砂浆标号不足"}),
            no("07-05", "complete", "六(七)", "督查发现的问题尚未整改"),
            at("07-10", "rectify", rectified={"text": "已返工"}),
            go("complete", "complete"),
            at("09-08", "fail_preliminary", reason="屋面未保温", rectify_by="2022-09-30"),
            at("09-15", "inspect", findings={"kind": "进度", "text": "整改迟缓"}),
            no("09-20", "finish_rectification", "六(七)", "督查发现的问题尚未整改"),
        ),
    ),
    Household(
        *("H-45", SHI, D, SELF, "56", "56", FULL),
        (
            go("apply", "complete"),
            at("09-08", "fail_preliminary", reason="门窗不防寒", rectify_by="2022-09-20"),
            at("09-15", "finish_rectification"),
            at("09-18", "accept_preliminary"),
            at("09-25", "fail_final", reason="外墙开裂", rectify_by="2022-10-20"),
            at("10-25", "finish_rectification"),
            at("10-28", "accept_preliminary"),
            at("11-05", "accept_final"),
            at("11-15", "pay"),
        ),
    ),
    Household(
        *("H-46", DONG, D, SELF, "60", "60", FULL),
        (
            go("apply", "accept_preliminary"),
            Decision("09-10", "accept_final", CITY, "白桦乡经办人"),
            no("09-10", "pay", "五", "cannot take pay", alone=True),
            no("09-10", "hand_over", "八(二)", "cannot take hand_over", alone=True),
        ),
    ),
    Household(
        *("H-47", XI, C, REPAIR, "", "", "15000"),
        (
            go("apply", "complete"),
            no("09-08", "accept_preliminary", "四(二)3", "必须消除危险点", hazards_removed="否"),
            go("accept_preliminary", "hand_over"),
            no("09-25", "archive", "八(四)", "cannot take archive", alone=True),
        ),
    ),
    Household(
        *("H-48", NAN, D, SELF, "50.5", "50.5", FULL),
        (
            go("apply", "resettle"),
            no("05-20", "clear_old", "四(二)1", "原D级危房必须拆除", old_house_done="封存"),
            no("05-20", "clear_old", "七(一)", "--set old_house=demolish|seal", old_house=None),
            at("05-20", "clear_old", old_house="seal", old_house_done="封存"),
            go("start", "start"),
            at("07-01", "clear_old", old_house="demolish", old_house_done="拆除"),
            go("complete", "archive"),
            at("12-01", "supervise"),
        ),
    ),
    Household(
        *("H-49", LIU, D, SELF, "60", "", FULL),
        (
            go("apply", "enter"),
            no("05-10", "agree", "八(二)", "竣工时限", agreement="任务、质量、进度、安全责任"),
            go("agree", "agree"),
            no("05-11", "start", "七(一)", "居住在D级危房的改造户须先安置"),
            no("05-11", "clear_old", "七(一)", "先妥善安置"),
            go("resettle", "resettle"),
            no("05-13", "start", "七(一)", "原D级危房须先拆除或封存"),
            go("clear_old", "start"),
            at("09-01", "complete"),
            Reversal("09-01", "误记为完工"),
        ),
    ),
    # A case that was opened by mistake, and the household's own later.
    Household(
        *("H-50", SHI, D, SELF, "", "", ""),
        (at("02-18", "survey"), Reversal("02-18", "户编号误记")),
    ),
    Household(*("H-50", SHI, D, SELF, "", "", ""), (go("apply", "list", 50),)),
    Household(
        *("H-51", DONG, D, SELF, "40", "40", FULL),
        (
            go("apply", "complete"),
            no("09-08", "accept_preliminary", "四(二)4(1)", "370mm以上", wall_thickness="369"),
            no("09-08", "accept_preliminary", "四(二)4(1)", "圈梁、构造柱", standards=SAFE),
            no("09-08", "accept_preliminary", "四(二)4(1)", "屋面须保温", standards=SAFE),
            no(
                *("09-08", "accept_preliminary", "七(二)", "建筑材料"),
                standards=STANDARDS[SELF].replace("、建筑材料符合国家或地方标准", ""),
            ),
            no(
                *("09-08", "accept_preliminary", "四(二)4(1)", "抗震设防标准"),
                standards=STANDARDS[SELF].replace("、当地抗震设防标准", ""),
            ),
            go("accept_preliminary", "accept_final"),
            no("09-22", "hand_over", "四(二)1", "自建房屋产权归个人所有", ownership="集体"),
            go("hand_over", "hand_over"),
        ),
    ),
    # A value that was put right long after.
    Household(
        *("H-52", XI, D, SELF, "60", "60", FULL),
        (go("apply", "pay"), Amendment("10-15", "residents", "4", "户口簿复核")),
        residents="9",
    ),
    Household(
        *("H-53", NAN, D, SELF, "39.5", "39.5", FULL),
        (go("apply", "archive"),),
        residents="1",
        group=0,
    ),
    Household(
        *("H-54", DONG, C, REPAIR, "", "", "12345.67"),
        (go("apply", "archive"), at("12-02", "supervise")),
    ),
    Household(
        *("H-55", SHI, D, SELF, "60", "", FULL),
        (go("apply", "start"), at("11-05", "complete")),
    ),
)

HOUSEHOLDS = (*DECIDED, *WORKS)
