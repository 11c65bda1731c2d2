"""The table's third part: lines and duties, business, tips, and houses left on the way."""

from __future__ import annotations

from .actions import Amendment, Reversal, Step
from .selfbuilt_again import AGAIN
from .selfbuilt_kinds import DINER, FALLING, INN, SHOP, UNSIGNED, WEAK, WIRES, alarm, to
from .selfbuilt_plan import APPRAISER, MARKET
from .selfbuilt_script import DONG, HE, LIU, NONE, SHI, XI, House, Month, at, go, no
from .selfbuilt_table import HANDLED

INDUSTRY, EMERGENCY, SCHOOLS = "市工业和信息化局", "市应急管理局", "市教育局"
TOO = "不得另列问题"

WORKED = (
    # Whose line it is: sent to one office, returned, sent to another.
    House(
        *("S-17", HE),
        (
            go("register", "control"),
            at("06-25", "transfer", transfers=to(INDUSTRY)),
            no("06-26", "send_back", "四(四)", "needs a reason", returns=to(INDUSTRY)),
            no("06-26", "send_back", "四(四)", "没有移交该部门", returns=to(SCHOOLS), reason="误"),
            at("06-27", "send_back", returns=to(INDUSTRY), reason="不在职责范围内"),
            no("06-27", "send_back", "四(四)", "没有移交该部门", returns=to(INDUSTRY), reason="误"),
            go("plan", "finish"),
            no("07-16", "accept", "四(三)2", "须有所属行业主管部门参与", papers=True),
            at("07-16", "transfer", transfers=to(EMERGENCY)),
            no("07-20", "accept", "四(三)2", f"{UNSIGNED} {EMERGENCY}", offices=(MARKET,)),
            go("accept", "close"),
        ),
        (WEAK,),
        structural="设计",
        **SHOP | {"use": "其他", "sectors": "工贸企业生产经营场所", "lines": (EMERGENCY,)},
    ),
    # Two lines take part; a transfer that came back is made again.
    House(
        *("S-18", DONG),
        (
            go("register", "transfer"),
            at("06-27", "send_back", returns=to(MARKET), reason="材料不全"),
            at("06-28", "transfer", transfers=to(MARKET)),
            go("plan", "finish", 2),
            no("07-22", "accept", "四(三)2", f"{UNSIGNED} {SCHOOLS}", offices=(MARKET,)),
            go("accept", "close", 2),
        ),
        (WEAK,),
        structural="使用",
        **SHOP | {"use": "培训机构", "sectors": "教育机构、超市", "lines": (SCHOOLS, MARKET)},
    ),
    # Each of the other lines.
    House(
        *("S-19", LIU),
        (go("register", "close"),),
        (WIRES,),
        fire="维保",
        sectors="宗教活动场所",
        use="其他",
        crowded="是",
        lines=("市委统战部",),
    ),
    House(
        *("S-20", XI),
        (go("register", "close", 4),),
        (WIRES,),
        fire="验收",
        **SHOP | {"use": "养老院", "sectors": "养老院", "lines": ("市民政局", MARKET)},
    ),
    House(
        *("S-21", SHI),
        (go("register", "finish"),),
        (WIRES,),
        fire="设计审查",
        **SHOP | {"use": "其他", "sectors": "医疗卫生场所", "lines": ("市卫生健康委员会",)},
    ),
    House(
        *("S-22", DONG),
        (go("register", "accept"), at("07-21", "urge")),
        (WEAK,),
        structural="施工",
        **SHOP | {"use": "私人影院", "sectors": "电影院", "lines": ("市文化旅游广电局",)},
    ),
    # Offences go to the police; a budget is nobody's house.
    House(
        *("S-23", LIU),
        (
            go("register", "control"),
            no("06-25", "transfer", "四(四)", "该部门没有这样的职责", transfers=to("市公安局")),
            no("06-25", "transfer", "四(四)", "该部门没有这样的职责", transfers=to("市财政局")),
            no("06-25", "urge", "六(三)", "督办须写明督办单位和事项", urgings={"text": "挂牌"}),
            at("06-25", "urge"),
            at("07-05", "record_offence", offences="严重危及公共安全且拒不整改"),
            at("07-06", "transfer", transfers=to("市公安局")),
            at("07-06", "urge", urgings={"office": "市安委会办公室", "text": "挂牌督办"}),
        ),
        (FALLING,),
        structural="使用",
    ),
    # Unlawful, and in business: ordered to stop. Sound houses and what is asked before business.
    House(
        *("S-24", HE),
        (
            go("register", "enter"),
            no("06-20", "stop_business", "四(四)16", UNSIGNED),
            at("06-20", "stop_business"),
            no("06-25", "operate", "四(五)3", "不得用于经营活动", papers=True, alone=True),
            at("08-01", "patrol", legality=NONE),
            at("08-03", "operate"),
        ),
        legality="土地、规划",
        **DINER,
    ),
    House(
        *("S-25", HE),
        (
            go("register", "enter"),
            no("06-20", "stop_business", "四(四)16", "限于在违法建筑内", papers=True),
        ),
        **INN,
    ),
    House(
        *("S-26", XI),
        (
            go("register", "enter"),
            no("06-20", "stop_business", "四(四)16", "不是经营性自建房", papers=True),
            no(
                *("07-01", "operate", "四(五)1", "应依法依规取得房屋安全鉴定合格证明"),
                "-房屋安全鉴定合格证明",
                papers=True,
            ),
            no("07-01", "operate", "四(五)1", "必须经过专业设计", designed="否", papers=True),
            no("07-01", "operate", "四(五)1", "constructed", constructed=None, papers=True),
            no("07-01", "operate", "四(五)1", "应记为经营性", commercial="否", papers=True),
            at("07-01", "operate", use="农家乐", sectors="餐饮业、住宿业"),
        ),
    ),
    House(
        *("S-27", DONG),
        (
            go("register", "enter"),
            at("07-04", "stop_use"),
            no("07-05", "operate", "四(二)", "没有恢复使用", papers=True),
            at("07-06", "resume"),
            at("07-07", "patrol", legality=NONE),
            no("07-08", "operate", "四(五)1", UNSIGNED),
        ),
        legality="其他",
    ),
    # Four surveys that contradict themselves, or leave a heading out; one sent back.
    House(
        *("S-28", SHI),
        (
            go("register", "self_check"),
            no(
                "06-14",
                "survey",
                "四(一)2",
                f"合法合规性:未发现问题的{TOO}",
                legality=f"{NONE}、土地",
            ),
            no(
                "06-14",
                "survey",
                "四(一)2",
                f"结构安全性:未发现问题的{TOO}",
                structural=f"{NONE}、设计",
            ),
            no(
                "06-14",
                "survey",
                "四(一)2",
                f"经营安全性:未发现问题的{TOO}",
                operation=f"{NONE}、其他",
            ),
            no("06-14", "survey", "四(一)2", f"消防安全性:未发现问题的{TOO}", fire=f"{NONE}、维保"),
            no("06-14", "survey", "四(一)2", "经营性自建房须排查经营安全性", operation="不涉及"),
            no("06-14", "survey", "四(一)2", "fire (消防安全性) is missing", fire=None),
            no("06-14", "survey", "四(一)3", "structure (结构类型) is missing", structure=None),
            no("06-14", "survey", "四(四)", "无行业的不得另列行业", sectors="无、超市"),
            go("survey", "survey"),
            no("06-15", "judge_unsafe", "四(一)2", "排查未发现问题"),
            no("06-15", "return_survey", "四(一)3", "needs a reason"),
            at("06-15", "return_survey", reason="层数漏填"),
            at("06-20", "survey", storeys="3"),
            at("06-21", "judge_sound"),
            at("07-03", "enter"),
        ),
        **INN,
    ),
    # The owner's own check finds something: out first.
    House(
        *("S-29", LIU),
        (
            go("register", "register"),
            no("06-11", "self_check", "四(五)2", "须立即组织人员撤离", own_checks=alarm("否")),
            at("06-11", "self_check", own_checks=alarm("是")),
            go("survey", "appraise"),
            no("06-23", "clear", "四(三)1", "要全部纳入安全管控范围"),
            no("06-23", "return_survey", "四(一)3", "cannot take", reason="误"),
            no("06-23", "return_appraisal", "四(三)1", "needs a reason"),
            at("06-23", "return_appraisal", reason="报告缺页"),
            no("06-23", "return_survey", "四(三)1", "已鉴定的不再退回排查", reason="误"),
            no(
                *("06-24", "appraise", "四(三)1", "鉴定日期晚于办理日期"),
                appraisals={"body": "虚设鉴定所", "day": "2022-06-30", "result": "存在安全隐患"},
                offices=(APPRAISER,),
            ),
            at("06-28", "appraise"),
            no("06-29", "begin", "四(三)1", "cannot take"),
            at("06-29", "control"),
        ),
        (WEAK,),
        structural="施工",
    ),
    # Suspected wrongly: its use stopped, the appraisal finds nothing.
    House(
        *("S-30", XI),
        (
            go("register", "self_check"),
            at("06-14", "survey", structural="使用"),
            at("06-15", "judge_unsafe", severe="是"),
            at("06-15", "stop_use"),
            at("06-22", "appraise"),
            no("06-23", "resume", "四(二)", "安全隐患未彻底消除前不得恢复使用"),
            at("06-23", "clear"),
            at("06-24", "resume"),
            no("06-25", "owner_check", "四(五)2", "须立即组织人员撤离", own_checks=alarm("否")),
            at("06-25", "owner_check"),
        ),
    ),
    # New houses: professional design and professional works.
    House(
        *("S-31", DONG),
        (
            no(
                "06-20",
                "register_new",
                "四(五)1",
                "必须经过专业设计",
                designed="否",
                constructed="是",
            ),
            no(
                *("06-20", "register_new", "四(五)1", "必须经过专业施工"),
                designed="是",
                constructed="否",
            ),
            no("06-20", "register_new", "四(五)1", "designed (专业设计) is missing", alone=True),
            at("06-20", "register_new", designed="是", constructed="是"),
            go("survey", "judge_sound", 10),
        ),
        storeys="3",
    ),
    House(
        *("S-32", LIU),
        (
            no("07-02", "register_new", "四(五)1", "constructed (专业施工)", designed="是"),
            at("07-02", "register_new", designed="是", constructed="是"),
        ),
        **DINER,
    ),
    House(*("S-33", SHI), (at("07-02", "register_new"), go("survey", "survey", 25)), storeys="2"),
    # Told of by somebody whose name nobody learns.
    House(
        *("S-34", HE),
        (
            no(
                "06-12", "register_tip", "四(五)3", "举报须有内容", tips={"contact": "0000-6600000"}
            ),
            at("06-12", "register_tip"),
            go("survey", "control", 10),
            at("07-06", "tip", tips={"text": "夜间仍有人住", "informant": "丙丁虚举"}),
        ),
        (FALLING,),
        structural="设计",
        severe="是",
    ),
    House(*("S-35", XI), (at("07-08", "register_tip"), at("07-09", "tip")), **DINER),
    # Left on the way, each in another state; some of them in business, and late.
    House(
        *("S-36", LIU),
        (go("register", "register"), Amendment("09-10", "commercial", "否", "并未经营")),
        **DINER,
    ),
    House(*("S-37", SHI), (go("register", "self_check"),)),
    House(*("S-38", DONG), (go("register", "survey"),), fire="使用", **INN),
    House(*("S-39", XI), (go("register", "enter", 18),), (WEAK,), structural="设计", **DINER),
    House(*("S-40", HE), (go("register", "appraise", 20),), (WEAK,), structural="使用"),
    House(*("S-41", LIU), (go("register", "begin", 25),), (WEAK,), structural="施工", **INN),
    House(*("S-42", SHI), (go("register", "close", 50),), (WEAK,), structural="施工", **INN),
    House(*("S-43", DONG), (go("register", "enter"),)),
    House(
        *("S-44", XI),
        (go("register", "survey"), at("08-02", "judge_sound"), at("08-30", "enter")),
        **SHOP | {"use": "其他", "sectors": "超市"},
    ),
    # Put right: storeys miscounted, a closing entered by mistake.
    House(
        *("S-45", HE),
        (
            go("register", "enter"),
            Amendment("07-01", "storeys", "2", "层数复核"),
            at("07-12", "patrol"),
        ),
        storeys="5",
        **SHOP | {"use": "其他", "sectors": "商场"},
    ),
    House(
        *("S-46", LIU),
        (go("register", "close"), Reversal("07-22", "误记为销号")),
        (WIRES,),
        fire="使用",
    ),
    House(
        *("S-47", DONG),
        (go("register", "enter", 60), Step("2023-06-15", "patrol")),
        extended="是",
        legality="规划",
        **SHOP | {"use": "小餐桌", "sectors": "餐饮业"},
    ),
    House(*("S-48", XI), (go("register", "judge_sound", 130),)),
)

HOUSES = (*HANDLED, *AGAIN, *WORKED)
MONTHS = tuple(Month(one) for one in ("2022-06", "2022-08"))
