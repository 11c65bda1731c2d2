"""The table's first part: areas, subsidies, rejections, refusals, notices and objections.

All of it is made up. The second part is `housing_works`.
"""

from __future__ import annotations

from .actions import Amendment, Attempt, Decision, Reversal
from .housing_plan import CITY, TOWNSHIP
from .housing_script import (
    DONG,
    FULL,
    LIU,
    NAN,
    NEW,
    REPAIR,
    SELF,
    SHARED,
    SHI,
    XI,
    C,
    D,
    Household,
    at,
    go,
    no,
)

# Words of refusals, as the document or the program says them.
UNSIGNED, EARLY = "needs the approval of", "are not over; possible from"
LARGER, FORMAL, LARGEST = "须由改造户提出申请", "须乡镇政府正式文件上报", "放宽也在80平方米以内"


def _unsigned(day: str, step: str, section: str) -> Attempt:
    """A step that is tried before its papers are in."""
    return no(day, step, section, UNSIGNED)


DECIDED = (
    # Areas of 59, 60, 61, 80 and 81; mutual-aid houses of 40 and 41; subsidies.
    Household(
        *("H-01", LIU, D, SELF, "59", "59", FULL),
        (
            go("apply", "report"),
            no("04-01", "survey", "八(四)", "该户已有未结的危房改造"),
            no("04-01", "apply", "八(四)", "该户已有未结的危房改造"),
            go("review", "archive"),
            no("11-20", "survey", "四(一)", "该户已享受危房改造补助"),
            no("11-20", "apply", "四(一)", "该户已享受危房改造补助"),
            no("11-20", "apply_disaster", "四(一)", "该户已享受危房改造补助"),
        ),
    ),
    Household(
        *("H-02", SHI, D, SELF, "60", "60", FULL),
        (
            go("apply", "apply"),
            _unsigned("03-04", "forward", "六(一)"),
            go("forward", "forward"),
            _unsigned("03-08", "confirm_identity", "四(一)"),
            go("confirm_identity", "appraise"),
            _unsigned("03-18", "list", "六(二)"),
            go("list", "post_village"),
            _unsigned("03-31", "report", "六(三)"),
            go("report", "report"),
            _unsigned("04-06", "review", "六(四)"),
            go("review", "submit"),
            _unsigned("04-20", "approve", "六(五)"),
            go("approve", "complete"),
            _unsigned("09-08", "accept_preliminary", "六(八)"),
            go("accept_preliminary", "accept_preliminary"),
            _unsigned("09-20", "accept_final", "六(八)"),
            go("accept_final", "archive"),
        ),
        group=0,
    ),
    Household(
        *("H-03", LIU, D, SELF, "61", "61", FULL),
        (
            go("apply", "report"),
            no("04-06", "review", "四(二)1", LARGER, papers=True),
            at("04-06", "ask_larger", "面积放宽申请"),
            go("review", "post_township"),
            no("04-13", "document_larger", "四(二)1", "乡镇政府正式文件", "-乡镇政府正式文件"),
            no("04-14", "submit", "四(二)1", FORMAL, alone=True),
            at("04-14", "document_larger"),
            go("submit", "archive"),
        ),
        residents="5",
    ),
    Household(
        *("H-04", DONG, D, SELF, "80", "80", FULL),
        (
            go("apply", "list"),
            at("03-18", "ask_larger", "面积放宽申请", planned_area="80"),
            go("deliberate", "review"),
            at("04-07", "document_larger"),
            go("post_township", "complete"),
            no("09-08", "accept_preliminary", "四(二)1", LARGEST, area="81", papers=True),
            go("accept_preliminary", "archive"),
        ),
        residents="6",
    ),
    Household(
        *("H-05", DONG, D, SELF, "81", "", FULL),
        (
            go("apply", "list"),
            at("03-18", "ask_larger", "面积放宽申请", planned_area="81"),
            go("deliberate", "report"),
            no("04-06", "review", "四(二)1", LARGEST, papers=True, alone=True),
            at("04-06", "return_village", reason="面积超过80平方米"),
            at("04-07", "ask_larger", planned_area="80"),
            at("04-08", "report"),
            at("04-10", "review"),
            at("04-11", "document_larger"),
            go("post_township", "agree", 5),
        ),
        residents="7",
    ),
    Household(
        *("H-06", XI, D, SELF, "61", "", FULL),
        (
            go("apply", "report"),
            no("04-05", "review", "四(二)1", LARGER),
            at("04-05", "ask_larger", "面积放宽申请"),
            go("review", "post_township"),
            no("04-14", "submit", "四(二)1", FORMAL),
        ),
    ),
    Household(
        *("H-07", XI, D, SELF, "60", "60", FULL),
        (
            go("apply", "complete"),
            no("09-08", "accept_preliminary", "四(二)1", "须有乡镇政府正式文件", area="61"),
            no(
                *("09-08", "fail_preliminary", "八(二)", "整改期限须在今后"),
                rectify_by="2022-09-08",
                reason="面积超过60平方米",
                papers=True,
            ),
            at("09-08", "fail_preliminary", reason="面积超过60平方米", rectify_by="2022-09-20"),
            at("09-18", "finish_rectification"),
            go("accept_preliminary", "pay", 12),
        ),
    ),
    Household(
        *("H-08", NAN, D, SHARED, "40", "40", FULL),
        (
            go("apply", "complete"),
            no("09-08", "accept_preliminary", "四(二)4(2)", "统一设计外立面", standards=NEW),
            go("accept_preliminary", "accept_final"),
            no("09-22", "hand_over", "四(二)2", "互助院产权归集体所有", ownership="个人"),
            go("hand_over", "archive"),
        ),
        group=0,
    ),
    Household(
        *("H-09", NAN, D, SHARED, "41", "40", FULL),
        (
            go("apply", "report"),
            no("04-06", "review", "四(二)2", "互助院为40平方米以下", papers=True),
            at("04-06", "return_village", reason="互助院超过40平方米"),
            Amendment("04-08", "planned_area", "40", "改按40平方米"),
            at("04-08", "report"),
            go("review", "complete", 5),
            no("09-13", "accept_preliminary", "四(二)2", "互助院为40平方米以下", area="41"),
        ),
        group=0,
    ),
    Household(
        *("H-10", LIU, C, REPAIR, "", "", "20000"),
        (
            go("apply", "hand_over"),
            no("10-10", "pay", "四(三)", "C级修缮每户上限20000元", subsidy="20000.01", alone=True),
            no("10-10", "pay", "四(三)", "补助资金须大于零", subsidy="0"),
            go("pay", "archive"),
        ),
        group=2,
    ),
    Household(
        *("H-11", SHI, C, REPAIR, "", "", "18600"),
        (
            go("apply", "hand_over"),
            at("10-10", "pay", subsidy="20000"),
            Reversal("10-10", "金额误记"),
            go("pay", "archive"),
        ),
    ),
    Household(
        *("H-12", DONG, D, SELF, "45.5", "45.5", FULL),
        (
            go("apply", "hand_over"),
            no("10-10", "pay", "四(三)", "D级新建每户25232元", subsidy="25231.99", alone=True),
            no("10-10", "pay", "四(三)", "D级新建每户25232元", subsidy="25232.01"),
            no("10-10", "pay", "四(三)", "D级新建每户25232元", subsidy="20000"),
            go("pay", "pay"),
            no("11-15", "archive", "八(四)", "改造后照片", "-改造后照片", alone=True),
            go("archive", "archive"),
        ),
    ),
    # Rejected: twice by the township, once by the city.
    Household(
        *("H-13", LIU, D, SELF, "50", "50", FULL),
        (
            go("apply", "report"),
            no("04-06", "return_village", "六(四)", "needs a reason", papers=False),
            no("04-06", "return_village", "六(四)", "needs the rejection by", reason="材料不全"),
            at("04-06", "return_village", reason="材料不全"),
            at("04-08", "report"),
            at("04-12", "return_village", reason="入户调查不符"),
            at("04-14", "report"),
            go("review", "archive", 12),
        ),
    ),
    Household(
        *("H-14", SHI, D, SELF, "55", "55", FULL),
        (
            go("apply", "submit"),
            at("04-20", "return_township", reason="汇总表不符"),
            no("04-20", "review", "六(四)", "上报后须入户调查", visited_on="2022-03-30"),
            at("04-22", "review"),
            at("04-23", "post_township"),
            no("04-28", "submit", "六(四)", f"{EARLY} 2022-04-29"),
            go("submit", "pay", 15),
        ),
    ),
    # Refusals by the household.
    Household(
        *("H-15", XI, D, SELF, "", "", ""),
        (
            at("02-10", "survey"),
            at("02-15", "persuade"),
            no("02-16", "refuse", "三", "须多次进行思想工作", papers=True),
            at("02-20", "persuade"),
            no("02-21", "refuse", "三", "限于出自个人原因", refusal_cause="其他原因"),
            no("02-21", "refuse", "三", "拒绝改造佐证材料", "-拒绝改造佐证材料"),
            no("02-21", "refuse", "三", UNSIGNED),
            at("02-25", "refuse"),
            no("02-26", "settle_refusal", "三", "resettlement", resettlement=None),
            at("03-02", "settle_refusal"),
        ),
    ),
    Household(
        *("H-16", XI, D, SELF, "48", "", FULL),
        (
            go("apply", "list"),
            at("03-19", "persuade"),
            at("03-20", "persuade"),
            at("03-21", "refuse"),
            at("04-01", "consent"),
            at("04-02", "apply_surveyed"),
            go("forward", "post_village", 31),
            no("04-29", "report", "六(三)", f"{EARLY} 2022-05-01", papers=True),
            go("report", "start", 31),
        ),
    ),
    Household(
        *("H-17", DONG, D, SELF, "", "", ""),
        (
            at("02-12", "survey"),
            at("02-15", "persuade"),
            at("02-20", "persuade"),
            at("02-26", "refuse"),
            at("03-10", "persuade"),
        ),
    ),
    # The notices: four days, five days, objections.
    Household(
        *("H-18", NAN, D, SELF, "58", "", FULL),
        (
            go("apply", "deliberate", 66),
            at("06-01", "post_village"),
            no("06-05", "report", "六(三)", f"{EARLY} 2022-06-07", papers=True, alone=True),
            no("06-06", "report", "六(三)", f"{EARLY} 2022-06-07", papers=True, alone=True),
            at("06-07", "report"),
            at("06-10", "review"),
            at("06-13", "post_township"),
            no("06-18", "submit", "六(四)", f"{EARLY} 2022-06-19", alone=True),
            at("06-19", "submit"),
        ),
    ),
    Household(
        *("H-19", LIU, D, SELF, "60", "", FULL),
        (
            go("apply", "post_village"),
            at("03-27", "object_village", objections={"stage": "村级公示", "text": "另有住房"}),
            no("03-31", "report", "六(三)", "有异议未经村委会复核排除", papers=True),
            at("03-30", "clear_village", rechecks={"text": "系借住"}),
            no("03-30", "clear_village", "六(三)", "没有待复核的异议", rechecks={"text": "再次"}),
            go("report", "approve"),
        ),
    ),
    Household(
        *("H-20", SHI, D, SELF, "", "", ""),
        (
            go("apply", "post_village"),
            no("03-26", "not_forward", "六(三)", "没有异议", papers=True, reason="误报"),
            at("03-27", "object_village", objections={"stage": "村级公示", "text": "另有住房"}),
            at("04-02", "not_forward", reason="确有其他住房"),
        ),
    ),
    Household(
        *("H-21", DONG, C, REPAIR, "", "", ""),
        (
            go("apply", "deliberate"),
            at("03-22", "object_village", objections={"stage": "评议", "text": "长期在外居住"}),
            at("03-24", "not_forward", reason="不在村居住"),
        ),
    ),
    Household(
        *("H-22", XI, D, SELF, "60", "", FULL),
        (
            go("apply", "post_township"),
            at("04-10", "object_township", objections={"stage": "乡镇公示", "text": "收入不实"}),
        ),
    ),
    Household(
        *("H-23", NAN, D, SELF, "52", "", FULL),
        (
            go("apply", "post_township"),
            at("04-10", "object_township", objections={"stage": "乡镇公示", "text": "面积不实"}),
            at("04-12", "return_objected", reason="核实面积"),
            at("04-13", "report"),
            at("04-15", "review"),
            go("post_township", "approve", 8),
            at("05-01", "post_city"),
        ),
    ),
    Household(
        *("H-24", LIU, C, REPAIR, "", "", ""),
        (
            go("apply", "submit"),
            Decision("04-20", "approve", CITY, "青杨镇经办人"),
            Decision("04-20", "approve", CITY, "柳沟虚村经办人"),
            go("approve", "post_city"),
            at("04-25", "object_city", objections={"stage": "市级公示", "text": "非唯一住房"}),
        ),
    ),
    Household(
        *("H-25", SHI, C, REPAIR, "", "", ""),
        (
            go("apply", "post_city"),
            at("04-25", "object_city", objections={"stage": "市级公示", "text": "等级不实"}),
            at("04-27", "return_city_objected", reason="复核等级"),
            at("04-29", "review"),
            go("post_township", "enter", 22),
        ),
    ),
    Household(
        *("H-26", LIU, D, SELF, "60", "", FULL),
        (
            go("apply", "report"),
            Decision("04-06", "review", TOWNSHIP, "柳沟虚村经办人"),
            go("review", "review"),
        ),
    ),
)
