"""The plan's flow as a reader of sections 三 to 八 would write it down: nothing of the program.

States with their names, steps with where they may be taken from, where they lead,
by which section, and whose decision they need.
"""

from __future__ import annotations

from dataclasses import dataclass

VILLAGE, TOWNSHIP, CITY = "村委会", "乡镇人民政府、办事处", "市危改办"
CIVIL, BUILDING = "民政部门", "住建部门"
SCOPES = {VILLAGE: "village", TOWNSHIP: "township"}

STATES = {
    "surveyed": "已摸底排查",
    "applied": "已申请",
    "forwarded": "已上报民政部门",
    "identified": "已确认身份",
    "appraised": "已鉴定",
    "listed": "已列为改造对象",
    "deliberated": "已民主评议",
    "village_posted": "村级公示",
    "reported": "已上报乡镇人民政府、办事处",
    "returned": "已退回村委会",
    "reviewed": "已审定合格",
    "township_posted": "乡镇公示",
    "township_objected": "乡镇公示有异议",
    "submitted": "已报市危改办",
    "approved": "审批合格",
    "city_posted": "市级公示",
    "city_objected": "市级公示有异议",
    "entered": "已录入农村危房改造系统",
    "contracted": "已签订建房协议",
    "building": "改造中",
    "rectifying": "限期整改",
    "completed": "已完工",
    "preliminarily_accepted": "初步验收合格",
    "accepted": "竣工验收合格",
    "paid": "已发放补助资金",
    "archived": "已立卷归档",
    "not_listed": "未列为改造对象",
    "not_forwarded": "不予上报",
    "refused": "拒绝改造",
    "refusal_settled": "拒绝改造,已安置",
}

APPLYING = ("surveyed", "applied", "forwarded", "identified", "appraised")
DECIDING = (
    *("listed", "deliberated", "village_posted", "reported", "returned", "reviewed"),
    *("township_posted", "township_objected", "submitted"),
)
APPROVED = ("approved", "city_posted", "city_objected", "entered", "contracted")
AT_WORK = ("building", "rectifying")
FINISHED = ("completed", "preliminarily_accepted")
GOOD = ("accepted", "paid", "archived")

_REFUSABLE = tuple(
    one for one in (*APPLYING, *DECIDING, *APPROVED) if not one.endswith("_objected")
)


@dataclass(frozen=True)
class Rule:
    """A step: where it may be taken, where it leads ("": nowhere), its section, its deciders.

    `rejects`: the step whose rejection it is; then one of the deciders has rejected that.
    """

    since: tuple[str, ...]
    to: str
    section: str
    deciders: tuple[str, ...] = ()
    rejects: str = ""


def _rule(since: str, to: str, section: str, *deciders: str, rejects: str = "") -> Rule:
    return Rule(tuple(since.split()), to, section, deciders, rejects)


STEPS = {
    # 七(一), 六(一), 三: three ways in
    "survey": _rule("", "surveyed", "七(一)"),
    "apply": _rule("", "applied", "六(一)"),
    "apply_surveyed": _rule("surveyed", "applied", "六(一)"),
    "apply_disaster": _rule("", "applied", "三"),
    # 六(一), 四(一): village and township check, civil affairs confirm
    "forward": _rule("applied", "forwarded", "六(一)", VILLAGE, TOWNSHIP),
    "turn_away": _rule(
        "surveyed applied", "not_listed", "六(一)", VILLAGE, TOWNSHIP, rejects="forward"
    ),
    "confirm_identity": _rule("forwarded", "identified", "四(一)", CIVIL),
    "deny_identity": _rule("forwarded", "not_listed", "四(一)", CIVIL, rejects="confirm_identity"),
    # 六(二)
    "appraise": _rule("identified", "appraised", "六(二)"),
    "list": _rule("appraised", "listed", "六(二)", BUILDING),
    "deny_listing": _rule("appraised", "not_listed", "四(一)", BUILDING, rejects="list"),
    # 六(三)
    "deliberate": _rule("listed", "deliberated", "六(三)"),
    "post_village": _rule("deliberated", "village_posted", "六(三)"),
    "object_village": _rule("deliberated village_posted", "", "六(三)"),
    "clear_village": _rule("deliberated village_posted", "", "六(三)", VILLAGE),
    "report": _rule("village_posted returned", "reported", "六(三)", VILLAGE),
    "not_forward": _rule("deliberated village_posted returned", "not_forwarded", "六(三)", VILLAGE),
    # 六(四), and the larger area of 四(二)1
    "review": _rule("reported", "reviewed", "六(四)", TOWNSHIP),
    "ask_larger": _rule("listed deliberated village_posted reported returned", "", "四(二)1"),
    "document_larger": _rule("reviewed township_posted", "", "四(二)1"),
    "return_village": _rule("reported", "returned", "六(四)", TOWNSHIP, rejects="review"),
    "post_township": _rule("reviewed", "township_posted", "六(四)"),
    "object_township": _rule("township_posted", "township_objected", "六(四)"),
    "return_objected": _rule("township_objected", "returned", "六(四)", TOWNSHIP),
    "submit": _rule("township_posted", "submitted", "六(四)"),
    # 六(五)
    "approve": _rule("submitted", "approved", "六(五)", CITY),
    "return_township": _rule("submitted", "reported", "六(五)", CITY, rejects="approve"),
    "post_city": _rule("approved", "city_posted", "六(五)"),
    "object_city": _rule("city_posted", "city_objected", "六(五)"),
    "return_city_objected": _rule("city_objected", "reported", "六(五)", CITY),
    "enter": _rule("city_posted", "entered", "六(五)"),
    # 八(二), 七(一), 六(六), 六(七)
    "agree": _rule("entered", "contracted", "八(二)"),
    "resettle": Rule((*DECIDING, *APPROVED), "", "七(一)"),
    "clear_old": Rule(
        (*DECIDING, *APPROVED, *AT_WORK, *FINISHED, "accepted", "paid"), "", "七(一)"
    ),
    "start": _rule("contracted", "building", "六(六)"),
    "inspect": Rule((*AT_WORK, *FINISHED, "accepted", "paid"), "", "六(七)"),
    "rectify": Rule((*AT_WORK, *FINISHED, "accepted", "paid"), "", "六(七)"),
    # 六(八), 八(二)
    "complete": _rule("building", "completed", "六(八)"),
    "finish_rectification": _rule("rectifying", "completed", "八(二)"),
    "accept_preliminary": _rule("completed", "preliminarily_accepted", "六(八)", TOWNSHIP),
    "fail_preliminary": _rule(
        "completed", "rectifying", "八(二)", TOWNSHIP, rejects="accept_preliminary"
    ),
    "accept_final": _rule("preliminarily_accepted", "accepted", "六(八)", CITY),
    "fail_final": _rule(
        "preliminarily_accepted", "rectifying", "八(二)", CITY, rejects="accept_final"
    ),
    "hand_over": _rule("accepted paid", "", "八(二)"),
    # 五, 八(四), 六(九)
    "pay": _rule("accepted", "paid", "五"),
    "archive": _rule("paid", "archived", "八(四)"),
    "supervise": Rule(tuple(STATES), "", "六(九)"),
    # 三
    "persuade": Rule((*_REFUSABLE, "refused"), "", "三"),
    "refuse": Rule(_REFUSABLE, "refused", "三", (VILLAGE, TOWNSHIP)),
    "consent": _rule("refused", "surveyed", "七(一)"),
    "settle_refusal": _rule("refused", "refusal_settled", "三"),
}

OPENING = tuple(step for step, rule in STEPS.items() if not rule.since)
