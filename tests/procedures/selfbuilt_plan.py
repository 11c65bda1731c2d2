"""The campaign's flow as a reader of sections 四 and 五 writes it down: nothing of the program.

States with their names, steps with where they may be taken from, where they lead,
by which section, and whose decision they need.
"""

from __future__ import annotations

from .housing_plan import Rule

TOWN, GROUP = "乡镇、街道办事处", "自建房安全专项整治领导小组办公室"
HOUSING, LAND, FIRE = "市住房和城乡建设局", "市自然资源局", "消防救援大队"
MARKET, APPRAISER = "市市场监督管理局", "鉴定机构"
JOINTLY = (GROUP, HOUSING, LAND, FIRE)

STATES = {
    "registered": "已建立台账",
    "self_checked": "产权人已自查",
    "surveyed": "已排查",
    "sound": "未发现安全隐患",
    "suspect": "初步判断存在安全隐患",
    "appraised": "已安全鉴定",
    "controlled": "已纳入安全管控范围",
    "rectifying": "整改中",
    "rectified": "整改完毕",
    "accepted": "共同验收达标",
    "closed": "已销号",
    "filed": "已报送",
}
HOUSES = tuple(one for one in STATES if one != "filed")
SURVEYED = HOUSES[2:]
JUDGED = HOUSES[3:]
IN_HAND = ("suspect", "appraised", "controlled", "rectifying", "rectified", "accepted")

# Where a house stands, for the sums by township.
STANDING = {
    "registered": "to_survey",
    "self_checked": "to_survey",
    "surveyed": "to_judge",
    "sound": "sound",
    "suspect": "to_appraise",
    "appraised": "to_appraise",
    "controlled": "in_hand",
    "rectifying": "in_hand",
    "rectified": "to_close",
    "accepted": "to_close",
    "closed": "closed",
}

# 四(四): which office urges those who use houses of which sector.
LINES = {
    "市委统战部": ("宗教活动场所",),
    "市教育局": ("学校(幼儿园)", "教育机构"),
    "市工业和信息化局": (
        *("工业园区", "民爆企业", "工贸企业生产经营场所", "商务服务业"),
        *("餐饮业", "住宿业", "商场", "超市", "批发市场"),
    ),
    "市公安局": ("监狱", "看守所"),
    "市民政局": ("养老院", "福利院"),
    "市交通运输局": ("客运站", "收费站", "服务区附属房屋"),
    "市农牧和科技局": ("国有农牧场",),
    "市文化旅游广电局": ("旅游景区", "文物保护单位", "文化场馆", "电影院"),
    "市卫生健康委员会": ("医院", "医疗卫生场所"),
    "市应急管理局": ("工贸企业生产经营场所",),
    "市市场监督管理局": (),
    "林业和草原局": ("国有林场",),
}
CROWDED = (
    *("酒店", "饭店", "KTV", "旅馆", "农家乐", "培训机构", "养老院", "小餐桌"),
    *("幼儿园", "私人影院"),
)


def _rule(
    since: tuple[str, ...] | str, to: str, section: str, *deciders: str, rejects: str = ""
) -> Rule:
    states = tuple(since.split()) if isinstance(since, str) else since
    return Rule(states, to, section, deciders, rejects)


STEPS = {
    # 五(一), 四(五)1, 四(五)3: three ways in
    "register": _rule("", "registered", "五(一)"),
    "register_new": _rule("", "registered", "四(五)1"),
    "register_tip": _rule("", "registered", "四(五)3"),
    # 四(一)3
    "tip": _rule(HOUSES, "", "四(五)3"),
    "self_check": _rule("registered", "self_checked", "四(一)3"),
    "survey": _rule("registered self_checked", "surveyed", "四(一)3"),
    "return_survey": _rule("surveyed suspect", "registered", "四(一)3"),
    "judge_sound": _rule("surveyed", "sound", "四(一)3"),
    "judge_unsafe": _rule("surveyed", "suspect", "四(一)3"),
    "enter": _rule(JUDGED, "", "四(一)3"),
    # 四(三)1
    "appraise": _rule("suspect", "appraised", "四(三)1", APPRAISER),
    "return_appraisal": _rule("appraised", "suspect", "四(三)1"),
    "clear": _rule("appraised", "sound", "四(三)1"),
    "control": _rule("appraised", "controlled", "四(三)1"),
    "add_problem": _rule("controlled rectifying", "", "四(三)1"),
    "plan": _rule("controlled rectifying", "", "四(三)1"),
    "assign": _rule("controlled rectifying", "", "四(三)1"),
    "stop_use": _rule(SURVEYED, "", "四(二)"),
    "evacuate": _rule(SURVEYED, "", "四(三)1"),
    "seal": _rule(SURVEYED, "", "四(三)1"),
    "resume": _rule(SURVEYED, "", "四(二)"),
    "begin": _rule("controlled", "rectifying", "四(三)1"),
    "carry_out": _rule("rectifying", "", "四(三)1"),
    # 四(三)2; whose line the house is of decides too
    "finish": _rule("rectifying", "rectified", "四(三)2"),
    "accept": _rule("rectified", "accepted", "四(三)2", *JOINTLY),
    "fail": _rule("rectified", "rectifying", "四(三)2", *JOINTLY, rejects="accept"),
    "close": _rule("accepted", "closed", "四(三)2"),
    "reopen": _rule("sound accepted closed", "suspect", "四(五)2"),
    # 四(四), 六(三), 四(五)
    "transfer": _rule(SURVEYED, "", "四(四)"),
    "send_back": _rule(SURVEYED, "", "四(四)"),
    "urge": _rule(IN_HAND, "", "六(三)"),
    "owner_check": _rule(SURVEYED, "", "四(五)2"),
    "patrol": _rule(SURVEYED, "", "四(五)2"),
    "operate": _rule("sound closed", "", "四(五)1", MARKET),
    "stop_business": _rule(SURVEYED, "", "四(四)16", MARKET),
    "record_offence": _rule(SURVEYED, "", "四(五)3"),
    "file_month": _rule("", "filed", "六(三)"),
}

OPENING = tuple(step for step, rule in STEPS.items() if not rule.since)
