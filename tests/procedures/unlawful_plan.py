"""The inspection's flow as a reader of the plan would write it down: nothing of the program.

States with their names, steps with where they may be taken from, where they lead,
by which section; who has which duty by section 五.
"""

from __future__ import annotations

from dataclasses import dataclass

GROUP = "市工作领导小组"
HOUSING, ENFORCEMENT, LAND = "市住房城乡建设局", "市执法局", "市自然资源局"
REFORM, FIRE, SCHOOLS = "市发改委", "市消防救援大队", "市教育局"
XINGHUA, ZHENGYANG, FANRONG = "兴华街道办事处", "正阳街道办事处", "繁荣街道办事处"
STREETS = (
    *(XINGHUA, ZHENGYANG, FANRONG, "向阳街道办事处", "铁东街道办事处"),
    *("河西街道办事处", "高台子街道办事处"),
)

# 五(六) to 五(十六): each trade, whose it is, and by which section
TRADES = {
    "食品、药品、个体工商户等": ("市市场监管局", "五(六)"),
    "工业厂房、粮食仓储等": ("市工业和信息化局", "五(七)"),
    "学校(幼儿园)、教育培训机构等": (SCHOOLS, "五(八)"),
    "医疗卫生机构等": ("市卫健委", "五(九)"),
    "文体场馆、歌厅、网吧等": ("市文旅局", "五(十)"),
    "养老院、儿童福利院等": ("市民政局", "五(十一)"),
    "危险化学品、烟花爆竹等": ("市应急局", "五(十二)"),
    "民族宗教场所": ("市委统战部", "五(十三)"),
    "车站等场所": ("市交通运输局", "五(十四)"),
    "特种行业": ("市公安局", "五(十五)"),
    "办公楼及管理的住宅房屋建筑": ("市机关事务管理局", "五(十六)"),
}
ESTATE, NONE = "物业小区", "无行业监管部门的房屋建筑"

# The items that report: streets as in 附件1, departments as in 五.
REPORTING = {
    **dict(
        zip(
            ("xinghua", "zhengyang", "fanrong", "xiangyang", "tiedong", "hexi", "gaotaizi"),
            STREETS,
            strict=True,
        )
    ),
    **{"housing": HOUSING, "enforcement": ENFORCEMENT, "land": LAND},
    **{"reform": REFORM, "fire": FIRE, "market": "市市场监管局"},
    **{"industry": "市工业和信息化局", "education": SCHOOLS, "health": "市卫健委"},
    **{"culture": "市文旅局", "civil": "市民政局", "emergency": "市应急局"},
    **{"united-front": "市委统战部", "transport": "市交通运输局", "police": "市公安局"},
    "premises": "市机关事务管理局",
}

STATES = {
    "registered": "已排查登记",
    "approval_registered": "已登记违法违规审批行为",
    "sound": "未发现问题",
    "verified": "已核验,列入隐患问题整改台账",
    "transferred": "已移交,等候接办",
    "taken": "已接办",
    "submitted": "已提报领导小组",
    "assigned": "整改中",
    "rectified": "整改完成,待验收",
    "accepted": "验收合格",
    "closed": "已销号",
    "filed": "已报送",
}


@dataclass(frozen=True)
class Rule:
    """A step: where it may be taken, where it leads ("": nowhere), its section, who decides."""

    since: tuple[str, ...]
    to: str
    section: str
    decider: str = ""


def _rule(since: str, to: str, section: str, decider: str = "") -> Rule:
    return Rule(tuple(since.split()), to, section, decider)


_OPEN = "verified transferred taken submitted assigned"

STEPS = {
    # 三, 四(一): what is looked at, and what is found
    "register": _rule("", "registered", "四(一)"),
    "register_approval": _rule("", "approval_registered", "附件2二(三)"),
    "clear": _rule("registered approval_registered", "sound", "四(一)"),
    "verify": _rule("registered", "verified", "四(一)"),
    "verify_approval": _rule("approval_registered", "verified", "四(一)"),
    "add_act": _rule(_OPEN, "", "四(一)"),
    "find_danger": _rule(_OPEN, "", "四(一)"),
    # 四(二), 五: to whom it belongs
    "certify": _rule("verified", "", "五(五)"),
    "transfer": _rule("verified transferred taken", "transferred", "四(二)"),
    "take_over": _rule("transferred taken", "taken", "四(二)"),
    "return": _rule("transferred", "verified", "四(二)"),
    "return_one": _rule("transferred taken", "", "四(二)"),
    # 六(一), 附件2四
    "submit": _rule("verified taken assigned", "submitted", "六(一)"),
    "decide": _rule("submitted", "verified", "六(一)", GROUP),
    "report_government": _rule(_OPEN, "", "附件2四"),
    # 四(二): put right, until it is struck off
    "assign": _rule("verified taken", "assigned", "四(二)"),
    "take_measure": _rule(_OPEN, "", "附件2三"),
    "lift": _rule(f"{_OPEN} rectified accepted closed", "", "附件2第31行"),
    "fine": _rule(f"{_OPEN} rectified accepted", "", "附件2第34、35行"),
    "send_slip": _rule(_OPEN, "", "附件2第36行"),
    "rectify": _rule("assigned", "rectified", "四(二)"),
    "accept": _rule("rectified", "accepted", "四(二)"),
    "fail": _rule("rectified", "assigned", "四(二)"),
    "close": _rule("accepted", "closed", "四(二)"),
    "reopen": _rule("closed", "verified", "四(二)"),
    # 四(一), 四(三): what the units file
    "file": _rule("", "filed", "四(一)"),
    "file_summary": _rule("", "filed", "四(三)"),
}

OPENING = tuple(step for step, rule in STEPS.items() if not rule.since)
