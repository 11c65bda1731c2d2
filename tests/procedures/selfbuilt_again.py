"""The table's second part: acceptances that failed, hazards found later, houses reopened."""

from __future__ import annotations

from .selfbuilt_kinds import DINER, INN, NOT_YET, WEAK, WIRES, WIRES_TOO, alarm, remedy
from .selfbuilt_script import DONG, HE, LIU, SHI, SMALL, XI, House, at, checks, go, no, works

AGAIN = (
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
            no(
                *("07-20", "accept", "四(三)1", "问题清单没有该隐患"),
                checks=checks("07-20", h1=True, h9=True),
                papers=True,
            ),
            no(
                *("07-20", "fail", "四(三)2", "核查验收日期须为办理之日"),
                checks=[*checks("07-19", h1=True), *checks("07-20", h1=False)],
                reason="加固不足",
            ),
            at("07-20", "fail", reason="加固不足", checks=checks("07-20", h1=False)),
            no("07-21", "finish", "四(三)2", "验收不达标的隐患须再次整改"),
            no(
                *("08-02", "carry_out", "四(三)1", "落实日期须为办理之日"),
                works=[*works("12-31", ("1", "加固")), *works("08-02", ("1", "加固"))],
            ),
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
            no(
                *("08-25", "accept", "四(三)2", "核查验收日期须为办理之日"),
                checks=[*checks("12-31", h1=True), *checks("08-25", h2=True)],
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
            no("08-08", "patrol", "四(五)2", "巡查须写明巡查人", patrols={"text": "裂缝"}),
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
            no(
                *("08-12", "appraise", "四(五)4", "鉴定须有鉴定机构和鉴定结论"),
                appraisals={"body": "虚设鉴定所", "day": "2022-08-12"},
                papers=True,
            ),
            at("08-12", "appraise"),
            no("08-13", "control", "四(三)1", "隐患序号重复"),
            at("08-13", "control", problems=WIRES_TOO.record),
            no("08-14", "plan", "四(三)1", "措施清单须写明措施", remedies=[{"no": "2"}]),
            at("08-14", "plan", remedies=remedy("2", "立查立改")),
            no("08-14", "assign", "四(三)1", "责任清单须写明责任单位", responsible=[{"no": "2"}]),
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
            no("08-20", "tip", "四(五)3", "举报须有内容", tips={"contact": "0000-6600016"}),
            at("08-20", "tip"),
            at("08-23", "reopen", reason="举报属实", severe="否"),
            at("08-25", "appraise"),
            no("08-26", "control", "四(三)1", "鉴定未发现安全隐患", problems=WIRES_TOO.record),
            at("08-26", "clear"),
        ),
    ),
)
