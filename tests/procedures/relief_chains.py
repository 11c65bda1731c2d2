"""Aid for the time of transition, relief in winter, rebuilding: the chains of funds, by script.

Made up. Each case is a row under its own number; the papers are those that a step names.
"""

from __future__ import annotations

from typing import Any

from .actions import Action, Step
from .relief_story import no, step

FINANCE, EMERGENCY, CITY_HALL = "市财政局", "市应急管理局", "市人民政府"
NEEDS: dict[str, Any] = {
    "township": "青杨镇",
    "needs": "1200人，三个月",
    "assessors": "民政、住建部门，专家",
}
TRANSITION: dict[str, list[Action]] = {
    "GD-1": [
        no(
            "6.1.1",
            "只用于特别重大、重大灾害",
            step("10-20", "assess", incident="ZH-stopped", **NEEDS),
        ),
        step("10-20", "assess", incident="ZH-flood", **NEEDS),
        no("6.1.2", EMERGENCY, step("10-21", "advise", advised="90000", by=(FINANCE,))),
        step("10-21", "advise", advised="90000", by=(EMERGENCY,)),
        no("6.1.2", FINANCE, step("10-24", "allot", allotted="90000", by=(CITY_HALL,))),
        step(
            "10-24",
            "verify",
            persons=[
                {
                    "name": "丁某某",
                    "identity_number": "150783000000000011",
                    "village": "柳沟虚村",
                    "people": "4",
                },
                {
                    "name": "戊某某",
                    "identity_number": "150783000000000012",
                    "village": "柳沟虚村",
                    "people": "2",
                },
            ],
        ),
        no(
            "6.1.2",
            "须根据市应急管理局资金安排建议下达",
            step("10-25", "allot", allotted="80000", by=(FINANCE,)),
        ),
        step(
            "10-25",
            "verify",
            persons=[
                {
                    "name": "己某某",
                    "identity_number": "150783000000000013",
                    "village": "石桥虚村",
                    "people": "3",
                },
            ],
        ),
        step("10-25", "allot", allotted="90000", by=(FINANCE,)),
        step("10-26", "confirm", by=(EMERGENCY,)),
        step(
            "10-28",
            "pay",
            payments=[
                {"name": "丁某某", "village": "柳沟虚村", "amount": "40000"},
                {"name": "戊某某", "village": "柳沟虚村", "amount": "20000"},
            ],
        ),
        no(
            "6.1.2",
            "holds 3000000, which 3000001",
            step(
                "10-28",
                "pay",
                payments=[
                    {"name": "己某某", "village": "石桥虚村", "amount": "30000.01"},
                ],
            ),
        ),
        step(
            "11-28", "pay", payments=[{"name": "己某某", "village": "石桥虚村", "amount": "29000"}]
        ),
        step("12-01", "end"),
        no("6.1.3", "未通报救助工作情况", step("12-02", "evaluate", result="优")),
        step("12-05", "inform", notices=[{"text": "三户已发放", "findings": "无"}]),
        step("12-20", "evaluate", result="优"),
    ],
    # What was at level Ⅱ for three weeks was a grave disaster, whatever it came to later.
    "GD-2": [step("10-20", "assess", incident="ZH-drought", **NEEDS)],
}

CARD = {"identity_number": "150783000000000021", "members": "3", "needs": "口粮、取暖"}
OF: dict[str, Any] = {"season": "table/2022", "township": "青杨镇"}
TABLE = "受灾人员冬春生活需救助情况统计表"


def home(number: int, **other: Any) -> dict[str, Any]:
    """A household of the ledger."""
    named = {"village": "柳沟虚村", "household": f"H-{number}", "householder": f"庚某{number}"}
    return OF | named | CARD | other


WINTER: dict[str, list[Action]] = {
    "DC-survey": [no("6.2.1", "--number survey/2022", step("09-23", "begin_survey"))],
    "DC-table": [
        no(
            "6.2.1",
            "--number table/2022",
            Step(
                "2022-10-17",
                "fill_table",
                {"survey": "survey/2022", "households": "3", "people": "9"},
                (TABLE,),
            ),
        ),
    ],
    "survey/2022": [
        step("09-23", "begin_survey"),
        no("6.2.1", "尚未调查、核实", step("09-26", "sum_up", households="3", people="9")),
        step("09-28", "find", findings=[{"township": "青杨镇", "households": "3", "people": "9"}]),
        step("10-10", "sum_up", households="3", people="9"),
    ],
    "table/2022": [
        no(
            "6.2.1",
            "须与调查汇总一致",
            Step(
                "2022-10-17",
                "fill_table",
                {"survey": "survey/2022", "households": "4", "people": "9"},
                (TABLE,),
            ),
        ),
        Step(
            "2022-10-17",
            "fill_table",
            {"survey": "survey/2022", "households": "3", "people": "9"},
            (TABLE,),
        ),
        no(
            "6.2.2",
            EMERGENCY,
            Step("2022-10-18", "ask_above", {}, ("补助资金请示",), by={FINANCE: "甲"}),
        ),
        Step("2022-10-19", "record", {}, ("受灾人员冬春生活政府救助人口台账",)),
        Step("2022-10-20", "ask_above", {}, ("补助资金请示",), by={FINANCE: "甲", EMERGENCY: "乙"}),
        step("12-30", "evaluate", result="及格"),
    ],
    "DC-funds": [
        step("10-24", "request", **OF, asked="8000"),
        step("10-25", "advise", advised="6000", by=(EMERGENCY,)),
        no("6.2.3", FINANCE, step("10-26", "review", by=(EMERGENCY,))),
        step("10-26", "send_back", "附件不全", by=(FINANCE,)),
        step("10-27", "advise", advised="6500", by=(EMERGENCY,)),
        step("10-28", "review", by=(FINANCE,)),
        no("6.2.3", CITY_HALL, step("10-31", "decide", by=(FINANCE,))),
        step("10-31", "decide", by=(CITY_HALL,)),
        no("6.2.3", "须按审定的建议下达", step("11-01", "allot", allotted="8000")),
        step("11-01", "allot", allotted="6500"),
    ],
    "DC-refused": [
        step("10-24", "request", season="table/2022", township="白桦乡", asked="900"),
        step("10-25", "advise", advised="900", by=(EMERGENCY,)),
        step("10-28", "review", by=(FINANCE,)),
        step("10-31", "refuse", "灾情不实", by=(CITY_HALL,)),
    ],
    "DC-1": [
        step("10-20", "register", **home(1)),
        no("6.2.2", EMERGENCY, step("10-24", "verify", by=(FINANCE,))),
        step("10-24", "verify", by=(EMERGENCY,)),
        step("11-05", "pay", amount="4000", purpose="吃饭、取暖"),
    ],
    "DC-2": [
        step("10-20", "register", **home(2)),
        step("10-24", "verify", by=(EMERGENCY,)),
        no(
            "6.2.3",
            "holds 250000, which 250001",
            step("11-06", "pay", amount="2500.01", purpose="穿衣"),
        ),
        step("11-06", "pay", amount="2500", purpose="穿衣"),
    ],
    "DC-3": [
        step("10-20", "register", **home(3)),
        step("10-24", "drop", "已有救助", by=(EMERGENCY,)),
    ],
    "DC-4": [
        no("6.2.1", "该户已在台账中", step("10-21", "register", **home(4, household="H-2"))),
        step("10-21", "register", **home(4)),
        step("10-24", "verify", by=(EMERGENCY,)),
        no("6.2.3", "holds 0, which 100", step("11-07", "pay", amount="1", purpose="吃饭")),
    ],
}
WINTER_BY_HAND = {"青杨镇": ("6500.00", "6500.00", "0.00")}


def house(number: int) -> dict[str, Any]:
    """A house that fell."""
    return {
        **{"incident": "ZH-flood", "township": "青杨镇", "village": "柳沟虚村"},
        **{"household": f"C-{number}", "householder": f"辛某{number}", "rooms": "3"},
        "identity_number": f"15078300000000003{number}",
    }


SAFE: dict[str, Any] = {
    "avoids": "是",
    "wishes": "原址不宜，户主同意后移",
    "way": "受灾户自建",
    "sources": "政府救助、自行筹措",
}
REBUILDING: dict[str, list[Action]] = {
    "CJ-funds": [
        step("11-01", "request", incident="ZH-flood", township="青杨镇", asked="60000"),
        Step(
            "2022-11-03",
            "advise",
            {"advised": "50000"},
            ("倒损住房评估结果",),
            by={EMERGENCY: "乙"},
        ),
        no("6.3.2", "财政部门", step("11-04", "review", by=(EMERGENCY,))),
        step("11-04", "review", by=("财政部门",)),
        no("6.3.2", CITY_HALL, step("11-05", "decide", by=("财政部门",))),
        step("11-05", "decide", by=(CITY_HALL,)),
        step("11-07", "allot", allotted="50000"),
    ],
    "CJ-1": [
        step("10-20", "register", **house(1)),
        no("6.3.1", EMERGENCY, step("10-25", "assess", damage="倒塌", by=("市住房和城乡建设局",))),
        step("10-25", "assess", damage="倒塌", team="市评估小组", by=(EMERGENCY,)),
        no("6.3", "须避开地质灾害隐患点", step("11-01", "plan", **SAFE | {"avoids": "否"})),
        step("11-01", "plan", **SAFE),
        step("11-10", "pay", subsidy="30000"),
        no("6.3.2", "该户已补助", step("11-11", "pay", subsidy="1")),
        step("12-20", "build"),
        step("12-21", "finish"),
    ],
    "CJ-2": [
        step("10-20", "register", **house(2)),
        step("10-25", "assess", damage="严重损坏", by=(EMERGENCY,)),
        step("11-01", "plan", **SAFE),
        no("6.3.2", "holds 2000000, which 2500000", step("11-12", "pay", subsidy="25000")),
        step("11-12", "pay", subsidy="20000"),
    ],
    "CJ-3": [
        step("10-20", "register", **house(3)),
        step("10-25", "drop", "旧损", by=(EMERGENCY,)),
    ],
    "CJ-end": [
        step("12-25", "evaluate", incident="ZH-flood", ways="实地调查、抽样调查", result="良"),
        step("12-28", "recheck", checked="抽查两户属实"),
    ],
}
