"""The table's first part: surveys, appraisals, the classes of handling, shutting and reopening.

All of it is made up. The second part is `selfbuilt_works`.
"""

from __future__ import annotations

from typing import Any

from .selfbuilt_plan import FIRE, GROUP, HOUSING, LAND, MARKET
from .selfbuilt_script import (
    COLLAPSE,
    DEFECT,
    DONG,
    HE,
    LIU,
    NONE,
    SHI,
    SLOPE,
    SMALL,
    XI,
    Hazard,
    House,
    at,
    checks,
    go,
    no,
    works,
)

UNSIGNED = "needs the approval of"
NOT_YET = "安全隐患未彻底消除前不得恢复使用"
ONCE = "该房屋已建立台账"
SHOP: dict[str, Any] = {"commercial": "是", "operation": NONE, "lines": (MARKET,)}
INN: dict[str, Any] = SHOP | {"use": "旅馆", "sectors": "住宿业"}
DINER: dict[str, Any] = SHOP | {"use": "饭店", "sectors": "餐饮业"}


def to(office: str) -> dict[str, str]:
    """One transfer to an office."""
    return {"office": office, "text": "督导整改"}


def remedy(hazard: str, what: str) -> list[dict[str, str]]:
    """One measure against a hazard."""
    return [{"no": hazard, "what": what, "text": what}]


def alarm(evacuated: str) -> dict[str, str]:
    """An owner's check that found something, and whether people went out."""
    return {"abnormal": "是", "evacuated": evacuated, "text": "墙体异响"}


WEAK = Hazard("1", "结构安全性", DEFECT, ("加固",))
NARROW = Hazard("1", "结构安全性", DEFECT, ("限制用途",))
FALLING = Hazard("1", "结构安全性", COLLAPSE, ("现场排险", "依法拆除"))
SHORED = Hazard("1", "结构安全性", COLLAPSE, ("现场排险", "加固"))
WIRES = Hazard("1", "消防安全性", SMALL, ("立查立改",))
WIRES_TOO = Hazard("2", "消防安全性", SMALL, ("立查立改",))
BANK = Hazard("1", "结构安全性", SLOPE, ("地质灾害工程治理",))
MOVED = Hazard("1", "结构安全性", SLOPE, ("避让搬迁",))


HANDLED = (
    # A diner, reinforced; every paper of the joint acceptance is missed once.
    House(
        *("S-01", LIU),
        (
            go("register", "register"),
            no("06-10", "register", "五(一)", ONCE),
            no("06-10", "register_tip", "五(一)", ONCE),
            go("self_check", "self_check"),
            no("06-13", "enter", "四(一)3", "cannot take"),
            go("survey", "survey"),
            no("06-15", "enter", "四(一)3", "cannot take"),
            no("06-15", "judge_sound", "四(一)3", "应判断为存在安全隐患"),
            go("judge_unsafe", "enter"),
            no("06-17", "enter", "四(一)3", "已录入系统"),
            no("06-22", "appraise", "四(三)1", "安全鉴定报告", "-安全鉴定报告", papers=True),
            go("appraise", "finish"),
            no("07-20", "accept", "四(三)2", UNSIGNED),
            no("07-20", "accept", "四(三)2", GROUP, offices=(HOUSING, LAND, FIRE, MARKET)),
            no("07-20", "close", "四(三)2", "cannot take", alone=True),
            go("accept", "close"),
        ),
        (WEAK,),
        structural="设计",
        **DINER,
    ),
    # An inn of four storeys about to fall: shut in order, then demolished.
    House(
        *("S-02", SHI),
        (
            go("register", "survey"),
            no("06-15", "evacuate", "四(三)1", "须先停止使用"),
            no("06-15", "seal", "四(三)1", "须先停止使用并疏散"),
            at("06-15", "judge_unsafe"),
            no(
                "06-16",
                "appraise",
                "四(二)",
                "须立即采取停止使用等管控措施",
                papers=True,
                alone=True,
            ),
            at("06-16", "stop_use"),
            no("06-16", "stop_use", "四(二)", "已停止使用"),
            no("06-16", "resume", "四(二)", NOT_YET, alone=True),
            go("enter", "control"),
            no("06-24", "seal", "四(三)1", "须先停止使用并疏散"),
            no("06-24", "evacuate", "四(三)1", "须疏散房屋内和周边群众", evacuated="房屋内群众"),
            go("transfer", "assign"),
            no("07-01", "begin", "四(三)1", "要立即停用并疏散、封闭处置", alone=True),
            at("07-02", "evacuate"),
            no("07-02", "begin", "四(三)1", "要立即停用并疏散、封闭处置"),
            no("07-02", "evacuate", "四(三)1", "且尚未疏散"),
            at("07-03", "seal"),
            at("07-04", "begin"),
            no("07-05", "resume", "四(二)", NOT_YET),
            go("carry_out", "finish"),
            no("07-16", "resume", "四(二)", NOT_YET),
            go("accept", "close"),
        ),
        (FALLING,),
        storeys="4",
        structural="设计、施工",
        severe="是",
        **INN,
    ),
    # A collapse averted, and used again only after the acceptance.
    House(
        *("S-03", DONG),
        (
            go("register", "enter"),
            no("06-22", "appraise", "四(三)1", UNSIGNED),
            go("appraise", "finish"),
            no("07-18", "resume", "四(二)", NOT_YET),
            go("accept", "resume"),
            no("07-26", "resume", "四(二)", "没有停止使用"),
        ),
        (SHORED,),
        storeys="3",
        structural="使用",
        severe="是",
        **DINER,
    ),
    # Small things, put right at once.
    House(
        *("S-04", HE),
        (go("register", "assign"), go("begin", "close", -3)),
        (WIRES,),
        fire="维保",
        **DINER,
    ),
    # Slopes cut into: treated, or moved away from. Nobody's line: four accept.
    House(
        *("S-05", XI),
        (
            go("register", "survey"),
            no("06-15", "transfer", "四(四)", "该部门没有这样的职责", transfers=to("市教育局")),
            at("06-15", "transfer", transfers=to("市农牧和科技局")),
            go("judge_unsafe", "control"),
            at("06-25", "transfer", transfers=to("市自然资源局")),
            go("plan", "finish"),
            no("07-20", "accept", "四(三)2", FIRE, offices=(GROUP, HOUSING, LAND)),
            go("accept", "close"),
        ),
        (BANK,),
        structural="其他",
        homestead="是",
    ),
    House(
        *("S-06", XI),
        (
            go("register", "control"),
            at("06-27", "plan", remedies=[{"no": "1", "what": "加固", "text": "挡墙"}]),
            go("assign", "assign"),
            no("07-01", "begin", "四(三)1", "采取地质灾害工程治理、避让搬迁等措施"),
            at("07-01", "plan", remedies=[{"no": "1", "what": "避让搬迁", "text": "搬迁"}]),
            at("07-02", "begin"),
            at("07-12", "carry_out", works=works("07-12", ("1", "避让搬迁"))),
            no("07-15", "finish", "四(三)1", "措施清单所列措施须全部落实"),
            at("07-15", "carry_out", works=works("07-15", ("1", "加固"))),
            at("07-15", "finish"),
        ),
        (MOVED,),
        structural="使用",
        homestead="是",
    ),
    # Its use restricted; the measures of its class are asked for, and more are free.
    House(
        *("S-07", SHI),
        (
            go("register", "control"),
            no("06-27", "plan", "四(三)1", "问题清单没有该隐患", remedies=remedy("7", "加固")),
            at("06-27", "plan", remedies=remedy("1", "立查立改")),
            no("06-28", "assign", "四(三)1", "问题清单没有该隐患", responsible=[{"no": "9"}]),
            no("06-28", "begin", "四(三)1", "responsible (责任清单) is missing"),
            go("assign", "assign"),
            no("07-01", "begin", "四(三)1", "通过加固、限制用途等方式处理"),
            at("07-01", "plan", remedies=remedy("1", "限制用途")),
            at("07-02", "begin"),
            go("carry_out", "carry_out"),
            no("07-10", "finish", "四(三)1", "措施清单所列措施须全部落实"),
            at("07-11", "carry_out", works=works("07-11", ("1", "立查立改"))),
            go("finish", "close"),
        ),
        (NARROW,),
        structural="使用",
    ),
    # About to fall, and no measure of that class is planned at first.
    House(
        *("S-08", DONG),
        (
            go("register", "control"),
            no("06-24", "begin", "四(三)1", "remedies (措施清单) is missing"),
            at("06-27", "plan", remedies=remedy("1", "加固")),
            go("assign", "assign"),
            at("06-30", "evacuate"),
            at("06-30", "seal"),
            no("07-01", "begin", "四(三)1", "现场排险或依法拆除"),
            at("07-01", "plan", remedies=remedy("1", "现场排险")),
            go("begin", "close"),
        ),
        (SHORED,),
        structural="设计",
    ),
    # A small thing for which something else is planned; put right late.
    House(
        *("S-09", HE),
        (
            go("register", "control", 3),
            at("06-28", "plan", remedies=remedy("1", "其他")),
            go("assign", "assign", 3),
            no("07-03", "begin", "四(三)1", "一般性隐患要立查立改"),
            at("07-03", "plan", remedies=remedy("1", "立查立改")),
            at("07-04", "begin"),
            at("07-05", "carry_out", works=works("07-05", ("1", "立查立改"), ("1", "其他"))),
            go("finish", "close", 45),
        ),
        (WIRES,),
        fire="使用",
        lines=(),
    ),
    # An unlawful storey is taken off: only when nobody is under it.
    House(
        *("S-10", LIU),
        (
            go("register", "transfer"),
            at("06-27", "transfer", transfers=to(HOUSING)),
            at("06-27", "plan"),
            at("06-28", "plan", remedies=remedy("1", "依法拆除")),
            go("assign", "begin"),
            no(
                *("07-08", "carry_out", "四(三)1", "拆除之前须停用、疏散并封闭"),
                works=works("07-08", ("1", "依法拆除")),
            ),
            at("07-08", "stop_use"),
            at("07-08", "evacuate"),
            at("07-09", "seal"),
            no(
                *("07-09", "carry_out", "四(三)1", "措施清单没有该措施"),
                works=works("07-09", ("1", "避让搬迁")),
            ),
            no(
                *("07-09", "carry_out", "四(三)1", "落实日期须为办理之日"),
                works=works("07-01", ("1", "依法拆除")),
            ),
            at("07-09", "carry_out", works=works("07-09", ("1", "依法拆除"))),
            go("carry_out", "close"),
            at("07-25", "resume"),
        ),
        (WEAK,),
        extended="是",
        legality="建设",
        structural="使用",
        **DINER,
    ),
    # Failed acceptances: once, and twice with two hazards of which one stays.
    House(
        *("S-11", SHI),
        (
            go("register", "finish"),
            no("07-20", "fail", "四(三)2", "needs a reason", checks=checks("07-20", h1=False)),
            no(
                *("07-20", "fail", "四(三)2", "needs the rejection by"),
                checks=checks("07-20", h1=False),
                reason="加固不足",
            ),
            no(
                *("07-20", "fail", "四(三)2", "没有不达标的隐患"),
                checks=checks("07-20", h1=True),
                reason="加固不足",
            ),
            no(
                *("07-20", "accept", "四(三)2", "每一处隐患须验收达标"),
                checks=checks("07-20", h1=False),
                papers=True,
            ),
            at("07-20", "fail", reason="加固不足", checks=checks("07-20", h1=False)),
            no("07-21", "finish", "四(三)2", "验收不达标的隐患须再次整改"),
            at("08-02", "carry_out", works=works("08-02", ("1", "加固"))),
            at("08-05", "finish"),
            at("08-10", "accept"),
            at("08-12", "close"),
        ),
        (WEAK,),
        structural="施工",
        **INN,
    ),
    House(
        *("S-12", XI),
        (
            go("register", "transfer"),
            at("06-27", "plan", remedies=remedy("1", "加固")),
            at("06-28", "assign", responsible=[{"no": "1", "office": "白桦乡"}]),
            no("06-28", "begin", "四(三)1", "每一处隐患须有措施清单"),
            at("06-29", "plan", remedies=remedy("2", "立查立改")),
            no("06-29", "begin", "四(三)1", "每一处隐患须有责任清单"),
            at("06-30", "assign", responsible=[{"no": "2", "office": "白桦乡"}]),
            go("begin", "finish"),
            no(
                *("07-20", "fail", "四(三)1", "问题清单没有该隐患"),
                checks=checks("07-20", h9=False),
                reason="误",
            ),
            at("07-20", "fail", reason="两处不达标", checks=checks("07-20", h1=False, h2=False)),
            at("07-28", "carry_out", works=works("07-28", ("1", "加固"), ("2", "立查立改"))),
            at("07-29", "finish"),
            at("08-03", "fail", reason="加固不足", checks=checks("08-03", h1=False, h2=True)),
            at("08-20", "carry_out", works=works("08-20", ("1", "加固"))),
            at("08-22", "finish"),
            no(
                *("08-25", "accept", "四(三)2", "每一处隐患须验收达标"),
                checks=checks("08-25", h2=True),
                papers=True,
            ),
            no(
                *("08-25", "accept", "四(三)2", "核查验收日期须为办理之日"),
                checks=checks("08-24", h1=True),
                papers=True,
            ),
            at("08-25", "accept", checks=checks("08-25", h1=True)),
        ),
        (WEAK, WIRES_TOO),
        structural="施工",
        fire="维保、使用",
        **DINER,
    ),
    # A hazard found while the others are put right.
    House(
        *("S-13", DONG),
        (
            go("register", "appraise"),
            no("06-24", "control", "四(三)1", "每一处隐患须有排查内容", problems={"no": "1"}),
            go("control", "begin"),
            no(
                *("07-05", "add_problem", "四(三)1", "隐患序号重复"),
                problems={"no": "1", "heading": "消防安全性", "level": SMALL, "text": "再次"},
            ),
            no(
                *("07-05", "add_problem", "四(三)1", "每一处隐患须有排查内容和隐患类别"),
                problems={"no": "2", "text": "线路"},
            ),
            at("07-05", "add_problem", problems=WIRES_TOO.record),
            go("carry_out", "carry_out"),
            no("07-12", "finish", "四(三)1", "每一处隐患须有措施清单"),
            at("07-12", "plan", remedies=remedy("2", "立查立改")),
            no("07-12", "finish", "四(三)1", "每一处隐患须有责任清单"),
            at("07-12", "assign", responsible=[{"no": "2", "office": "白桦乡"}]),
            at("07-13", "carry_out", works=works("07-13", ("2", "立查立改"))),
            go("finish", "finish"),
            no("07-20", "accept", "四(三)1", "每一处隐患须有核查验收清单", papers=True),
            at("07-20", "accept", checks=checks("07-20", h1=True, h2=True)),
            go("close", "close"),
        ),
        (WEAK,),
        structural="设计",
        **DINER,
    ),
    # Closed, and a new hazard is found; closed again. One more only found.
    House(
        *("S-14", HE),
        (
            go("register", "close"),
            no("08-08", "reopen", "四(五)2", "needs a reason"),
            at("08-08", "patrol", patrols={"by": "房屋安全管理员", "found": "是", "text": "裂缝"}),
            at("08-08", "reopen", reason="巡查发现新的裂缝", severe="是"),
            no("08-09", "appraise", "四(二)", "须立即采取停止使用等管控措施", papers=True),
            at("08-09", "stop_use"),
            no("08-10", "resume", "四(二)", NOT_YET),
            no(
                *("08-12", "appraise", "四(三)1", "初步判断之后才安全鉴定"),
                appraisals={"body": "虚设鉴定所", "day": "2022-08-01", "result": "存在安全隐患"},
                papers=True,
            ),
            at("08-12", "appraise"),
            no("08-13", "control", "四(三)1", "隐患序号重复"),
            at("08-13", "control", problems=WIRES_TOO.record),
            at("08-14", "plan", remedies=remedy("2", "立查立改")),
            at("08-14", "assign", responsible=[{"no": "2", "office": "赤松街道"}]),
            at("08-15", "begin"),
            at("08-16", "carry_out", works=works("08-16", ("2", "立查立改"))),
            at("08-17", "finish"),
            at("08-20", "accept", checks=checks("08-20", h2=True)),
            at("08-21", "resume"),
            at("08-22", "close"),
        ),
        (WEAK,),
        structural="设计",
        **DINER,
    ),
    House(
        *("S-15", LIU),
        (
            go("register", "close", -2),
            at("08-15", "owner_check", own_checks=alarm("是")),
            at("08-16", "reopen", reason="产权人检查发现异常"),
        ),
        (WIRES,),
        fire="维保",
    ),
    House(
        *("S-16", SHI),
        (
            go("register", "enter"),
            at("08-20", "tip"),
            at("08-23", "reopen", reason="举报属实", severe="否"),
            at("08-25", "appraise"),
            no("08-26", "control", "四(三)1", "鉴定未发现安全隐患", problems=WIRES_TOO.record),
            at("08-26", "clear"),
        ),
    ),
)
