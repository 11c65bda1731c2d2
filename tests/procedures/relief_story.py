"""A flood over a night, a weekend and the national holiday, a drought of a summer, and others.

Made up. The flood is warned of, comes at night, rises from nothing to level Ⅰ and falls to Ⅱ; the
reports of it are partly missed. The drought rises from nothing to Ⅱ and falls again. The others
are there for what the plan forbids, and so that a case stands in every state.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .actions import Action, Attempt, Step
from .relief_plan import BUREAU, CITY, DIRECTOR, GOVERNMENT, GROUPS
from .running import Row

STAGES = ("2022-09-30T17:59", "2022-10-05T23:59", "2022-12-31")


def step(day: str, do: str, reason: str = "", by: tuple[str, ...] = (), **sets: Any) -> Step:
    """A step, and the offices that decide it."""
    decided = {office: f"{office}经办人" for office in by}
    return Step(f"2022-{day}", do, sets, reason=reason, by=decided)


def no(section: str, says: str, tried: Step) -> Attempt:
    """What must be refused, with the papers that it brings, of people who decide nothing else."""
    others = {office: f"{office}另一人，{tried.do}" for office in tried.by}
    return Attempt(replace(tried, by=others), section, says, papers=bool(others))


def losses(cutoff: str, deaths: int, missing: int, moved: int, *houses: int) -> dict[str, Any]:
    """The figures of a report: rooms, homes, dwelling rooms, dwelling homes are `houses`."""
    names = ("rooms", "homes", "dwelling_rooms", "dwelling_homes")
    told = {"deaths": deaths, "missing": missing, "moved": moved}
    told |= dict(zip(names, houses, strict=True)) if houses else {}
    found = {name: str(value) for name, value in told.items()}
    return {"reporter": "青杨镇", "cutoff": f"2022-{cutoff}"} | found


def group(name: str) -> dict[str, str]:
    """A working group with its office."""
    return {"group": name, "office": f"{name}牵头单位"}


def done(*items: str) -> list[dict[str, str]]:
    """Measures that were taken, by the sections of the print."""
    return [{"item": one, "text": "已落实"} for one in items]


TALK = step("09-30T05:00", "consult", consultations=[{"chair": "市应急管理局", "text": "研判"}])
FLOOD: list[Action] = [
    step(
        "09-28T16:00",
        "warn",
        kind="洪涝灾害",
        place="青杨镇、白桦乡",
        warnings=[{"office": "水利", "at": "2022-09-28T15:40", "text": "河水上涨"}],
    ),
    step("09-28T17:30", "pre_assess", threat="是"),
    step("09-28T18:00", "act", measures=done("3 1", "3 6")),
    step("09-28T19:00", "consult", consultations=[{"chair": "市应急管理局", "text": "转移"}]),
    step(
        "09-29T10:00",
        "warn_again",
        warnings=[{"office": "气象", "at": "2022-09-29T09:50", "text": "夜间大雨"}],
    ),
    step(
        "09-29T22:05",
        "strike",
        kind="洪涝灾害",
        place="青杨镇、白桦乡",
        happened="2022-09-29T21:50",
    ),
    no("4.1.3", "初报、续报只用于干旱灾害", step("09-29T22:10", "report_drought")),
    step("09-29T23:40", "report", **losses("09-29T23:30", 2, 2, 12_000, 400, 150, 300, 120)),
    no("4.1.1", "未达到立即上报的条件", step("09-29T23:45", "at_once")),
    no("5", "灾情未达到启动标准", step("09-29T23:50", "start", by=(BUREAU,), level="Ⅳ级")),
    no("5.1.2", "灾情未达到启动标准", step("09-29T23:50", "propose", proposed_level="Ⅱ级")),
    no("4.1.3", "初报、续报只用于干旱灾害", step("09-29T23:50", "go_on")),
    no("4.1.3", "初报、续报只用于干旱灾害", step("09-29T23:50", "lift", lifted_on="2022-09-29")),
    no("4.1.2", "灾情尚未稳定", step("09-29T23:50", "settle")),
    no("4.1.2", "灾情尚未核定", step("09-29T23:50", "close")),
    step("09-30T02:10", "pass_on"),
    step("09-30T03:00", "revise", **losses("09-30T02:50", 3, 2, 35_000)),
    step("09-30T03:00", "at_once"),
    step("09-30T04:20", "pass_on"),
    no("5.4.2", BUREAU, step("09-30T05:00", "start", level="Ⅳ级")),
    TALK,
    no("5.4.2", BUREAU, step("09-30T05:05", "start", by=(DIRECTOR,), level="Ⅳ级")),
    TALK,
    no("5", "不是灾情达到的级别", step("09-30T05:10", "start", by=(BUREAU,), level="Ⅲ级")),
    no("5", "不是灾情达到的级别", step("09-30T05:10", "start", level="Ⅱ级")),
    no(
        "5.3.2、5.4.2",
        "不向市减灾委建议",
        step("09-30T05:00", "propose", proposed_level="Ⅱ级"),
    ),
    step("09-30T05:30", "start", by=(BUREAU,), level="Ⅳ级"),
    step("09-30T06:00", "act", measures=done("5.4.3 1", "5.4.3 2", "5.4.3 5")),
    no("5", "只在Ⅰ级、Ⅱ级响应时成立", step("09-30T06:00", "form_group", groups=group("抢险救援"))),
    no("5", "只在Ⅰ级、Ⅱ级响应时成立", step("09-30T06:00", "set_up")),
    no("5.2.2、5.3.2", "只印于Ⅱ级、Ⅲ级", step("09-30T06:00", "tell_start")),
    step(
        "09-30T11:00",
        "revise",
        **losses("09-30T10:45", 12, 6, 60_000, 4_200, 1_600, 2_900, 990),
    ),
    no(
        "5",
        "不是灾情达到的级别",
        step("09-30T11:10", "propose_change", change_from="Ⅳ级", change_to="Ⅱ级"),
    ),
    no(
        "5",
        "须是当前的响应级别",
        step("09-30T11:10", "propose_change", change_from="Ⅱ级", change_to="Ⅲ级"),
    ),
    step("09-30T11:20", "propose_change", change_from="Ⅳ级", change_to="Ⅲ级"),
    no("5.3.2、5.4.2", BUREAU, step("09-30T11:30", "change", by=(DIRECTOR,), level="Ⅲ级")),
    no("5", "不是建议调整到的级别", step("09-30T11:30", "change", level="Ⅳ级")),
    step("09-30T11:40", "change", by=(BUREAU,), level="Ⅲ级"),
    step("09-30T12:00", "tell_start"),
    step("09-30T12:30", "pass_on"),
    step("09-30T13:00", "act", measures=done("5.3.3 1", "5.3.3 3")),
    step(
        "09-30T17:45",
        "revise",
        **losses("09-30T17:30", 21, 4, 98_000, 9_000, 2_900, 6_000, 2_000),
    ),
    step("09-30T18:00", "propose_change", change_from="Ⅲ级", change_to="Ⅱ级"),
    step("09-30T18:30", "pass_on"),
    no("5.2.2、5.6", DIRECTOR, step("09-30T18:40", "change", by=(BUREAU,), level="Ⅱ级")),
    step("09-30T18:50", "change", by=(DIRECTOR,), level="Ⅱ级"),
    *(step("09-30T19:20", "form_group", groups=group(name)) for name in GROUPS[:-1]),
    no("5", "八个工作组尚未齐备", step("09-30T19:25", "set_up")),
    step("09-30T19:25", "form_group", groups=group(GROUPS[-1])),
    step("09-30T19:30", "set_up"),
    no(
        "5.2.3 1(1)",
        "由市减灾委主任或委托",
        step("09-30T19:40", "consult", consultations={"chair": "市应急管理局"}),
    ),
    step("09-30T19:40", "consult", consultations=[{"chair": "市减灾委主任", "text": "加派队伍"}]),
    step("09-30T20:00", "tell_start"),
    step("09-30T21:00", "act", measures=done("5.2.3 1(3)", "5.2.3 2(4)", "5.2.3 2(14)")),
    step(
        "09-30T21:30",
        "release",
        releases=[{"form": "授权发布", "channel": "应急广播", "text": "转移9.8万人"}],
    ),
    no("4.1.2", "截至前一天24时", step("10-01T08:40", "zero_nine", zero_day="2022-10-01")),
    step("10-01T08:50", "zero_nine", zero_day="2022-09-30"),
    no("4.1.2", "截至前一天24时", step("10-01T09:30", "zero_ten", zero_day="2022-09-29")),
    step("10-01T09:40", "zero_ten", zero_day="2022-09-30"),
    step("10-02T09:20", "zero_nine", zero_day="2022-10-01"),
    step("10-03T08:55", "zero_nine", zero_day="2022-10-02"),
    step("10-03T09:50", "zero_ten", zero_day="2022-10-02"),
    step("10-03T14:00", "revise", **losses("10-03T13:30", 31, 1, 99_000)),
    step("10-03T14:20", "propose_change", change_from="Ⅱ级", change_to="Ⅰ级"),
    no("5.1.2、5.6", CITY, step("10-03T14:40", "change", by=(DIRECTOR,), level="Ⅰ级")),
    step("10-03T15:00", "change", by=(CITY,), level="Ⅰ级"),
    step("10-03T16:00", "act", measures=done("5.1.3 1(1)", "5.1.3 2(7)", "5.1.3 5(1)")),
    step("10-04T08:30", "zero_nine", zero_day="2022-10-03"),
    step("10-04T09:30", "pass_on"),
    step("10-04T09:55", "zero_ten", zero_day="2022-10-03"),
    step("10-04T20:00", "revise", **losses("10-04T19:00", 22, 0, 99_500)),
    step("10-04T20:30", "propose_change", change_from="Ⅰ级", change_to="Ⅱ级"),
    no("5.1.2、5.6", CITY, step("10-04T20:40", "change", by=(DIRECTOR,), level="Ⅱ级")),
    step("10-04T20:50", "change", by=(CITY, DIRECTOR), level="Ⅱ级"),
    step("10-04T21:10", "pass_on"),
    step("10-05T08:40", "zero_nine", zero_day="2022-10-04"),
    no(
        "4.1.2",
        "稳定须在最后一次灾情截至之后",
        step("10-06T08:00", "stabilize", stable_at="2022-10-04T18:59"),
    ),
    step("10-06T08:00", "stabilize", stable_at="2022-10-06T07:00"),
    no("4.1.2", "零报告到此为止", step("10-06T08:30", "zero_nine", zero_day="2022-10-05")),
    no("4.1.2", "零报告到此为止", step("10-06T08:30", "zero_ten", zero_day="2022-10-05")),
    step("10-09T09:00", "propose_stop", "救灾应急工作结束"),
    no("5.6", DIRECTOR, step("10-09T09:30", "stop")),
    step("10-09T10:00", "consult", consultations=[{"chair": "市减灾委主任", "text": "终止"}]),
    no("5.6", DIRECTOR, step("10-09T10:30", "stop", by=(BUREAU,))),
    step("10-09T11:00", "consult", consultations=[{"chair": "市减灾委主任", "text": "终止"}]),
    no("5.6", DIRECTOR, step("10-09T11:30", "stop", by=(CITY,))),
    step("10-09T15:00", "stop", by=(DIRECTOR,)),
    no("4.1.2", "灾情尚未核定", step("10-10", "close")),
    step("10-14", "settle", deaths="22"),
    step(
        "10-15",
        "release",
        releases=[{"form": "授权发布", "channel": "政府网站", "text": "核定损失"}],
    ),
    step("10-20", "close"),
]


def dry(cutoff: str, needy: int) -> dict[str, str]:
    """The figures of a drought: so many of ten thousand."""
    return {"cutoff": f"2022-{cutoff}", "needy": str(needy), "farming": "10000"}


DROUGHT: list[Action] = [
    step("06-30T10:00", "happen", kind="干旱", place="白桦乡", happened="2022-06-30T09:00"),
    no("4.1.3", "旱灾由市应急管理局初报", step("06-30T11:00", "report")),
    step("06-30T16:00", "report_drought", **dry("06-30T15:00", 1_400)),
    no("4.1.3", "旱灾每10日续报", step("07-01T09:00", "revise")),
    no("4.1.3", "旱情尚未解除", step("07-01T09:00", "settle")),
    step("07-09T10:00", "go_on", **dry("07-09T09:00", 1_500)),
    step("07-09T15:00", "start", by=(BUREAU,), level="Ⅳ级"),
    step("07-21T09:30", "go_on", **dry("07-20T18:00", 2_600)),
    step("07-21T10:00", "propose_change", change_from="Ⅳ级", change_to="Ⅱ级"),
    step("07-21T11:00", "change", by=(DIRECTOR,), level="Ⅱ级"),
    step("08-10T08:30", "go_on", **dry("08-09T20:00", 2_200)),
    step("08-10T09:00", "propose_change", change_from="Ⅱ级", change_to="Ⅲ级"),
    no("5.2.2、5.6", DIRECTOR, step("08-10T09:30", "change", by=(BUREAU,), level="Ⅲ级")),
    step("08-10T09:40", "consult", consultations=[{"chair": "市减灾委主任", "text": "降级"}]),
    no("5.3.2、5.4.2", BUREAU, step("08-10T09:50", "change", by=(DIRECTOR,), level="Ⅲ级")),
    step("08-10T10:00", "change", by=(DIRECTOR, BUREAU), level="Ⅲ级"),
    step("08-10T10:10", "tell_start"),
    step("08-18T09:00", "go_on", **dry("08-18T08:00", 900)),
    step("08-19", "propose_stop", "旱情缓解"),
    step("08-20", "stop", by=(BUREAU,)),
    step("08-25", "lift", lifted_on="2022-08-25"),
    no("4.1.3", "旱情已解除", step("08-26T09:00", "go_on", **dry("08-26T08:00", 0))),
    step("09-01", "settle", needy="880", farming="10000"),
    step("09-02", "close"),
]
QUAKE: list[Action] = [
    step("11-01T04:00", "happen", kind="地震灾害", place="赤松街道", happened="2022-11-01T03:30"),
    step("11-01T05:20", "report", **losses("11-01T05:00", 30, 0, 0, 0, 0, 0, 0)),
    no("5.1.2、5.2.2", "须先由市应急管理局", step("11-01T05:30", "start", by=(CITY,), level="Ⅰ级")),
    no("5.1.2", "不是灾情达到的级别", step("11-01T05:30", "propose", proposed_level="Ⅱ级")),
    step("11-01T05:40", "propose", proposed_level="Ⅰ级"),
    no("5.1.2", CITY, step("11-01T05:50", "start", by=(DIRECTOR,), level="Ⅰ级")),
    no("5.1.2", CITY, step("11-01T05:50", "not_start", "暂不启动", by=(BUREAU,))),
    step("11-01T06:00", "not_start", "暂不启动", by=(CITY,)),
    step("11-01T06:10", "propose", proposed_level="Ⅰ级"),
    step("11-01T06:20", "start", by=(CITY,), level="Ⅰ级"),
    no("5.2.2、5.3.2", "只印于Ⅱ级、Ⅲ级", step("11-01T06:30", "tell_start")),
    step("11-05", "propose_stop", "救灾应急工作结束"),
    step("11-06", "not_stop", "灾民未安置", by=(CITY,)),
    step("11-20", "propose_stop", "救灾应急工作结束"),
]
# 5.5: what is adjusted, and by whom.
WARD = {"kind": "地质灾害", "place": "学校驻地", "happened": "2022-11-10T07:00"}
SENSITIVE = {"adjusted_from": "Ⅳ级", "adjusted": "Ⅱ级", "special": "敏感地区、敏感时间"}
SLIDE: list[Action] = [
    step("11-10T07:20", "happen", **WARD),
    step("11-10T08:00", "report", **losses("11-10T07:50", 5, 0, 0, 0, 0, 0, 0)),
    no("5.5.1", DIRECTOR, step("11-10T08:10", "adjust", "学校驻地", by=(BUREAU,), **SENSITIVE)),
    no(
        "5.5.1",
        "须是灾情达到的级别",
        step(
            "11-10T08:10",
            "adjust",
            "学校驻地",
            by=(DIRECTOR,),
            **SENSITIVE | {"adjusted_from": "Ⅲ级"},
        ),
    ),
    no(
        "5.5.2",
        GOVERNMENT,
        step(
            "11-10T08:10",
            "adjust",
            "学校驻地",
            by=(DIRECTOR,),
            **SENSITIVE | {"special": "市人民政府决定的其他事项"},
        ),
    ),
    step("11-10T08:30", "adjust", "学校驻地", by=(DIRECTOR,), **SENSITIVE),
    no("5", "不是灾情达到的级别", step("11-10T08:40", "start", by=(BUREAU,), level="Ⅳ级")),
    step("11-10T08:50", "propose", proposed_level="Ⅱ级"),
    step("11-10T09:00", "start", by=(DIRECTOR,), level="Ⅱ级"),
    # The figures come to another level: the adjustment was made for the one before.
    step("11-10T12:00", "revise", **losses("11-10T11:00", 10, 0, 0)),
    step("11-10T12:10", "propose_change", change_from="Ⅱ级", change_to="Ⅲ级"),
]
STANDING: dict[str, list[Action]] = {
    "warned": FLOOD[:1],
    "spared": [*FLOOD[:1], step("09-30", "spare", "雨停未成灾")],
    "happened": QUAKE[:1],
    "reported": QUAKE[:2],
    "proposed": [*QUAKE[:2], step("11-01T05:40", "propose", proposed_level="Ⅰ级")],
    "responding": [
        *SLIDE[:2],
        step("11-10T09:00", "start", by=(BUREAU,), level="Ⅳ级"),
    ],
    "stopped": [
        *SLIDE[:2],
        step("11-10T09:00", "start", by=(BUREAU,), level="Ⅳ级"),
        step("11-11", "propose_stop", "结束"),
        step("11-12", "stop", by=(BUREAU,)),
    ],
}


def papers(_subject: Any, taken: Step) -> list[dict[str, str]]:
    """The decisions on paper that a step brings."""
    rejected = {"not_start": "start", "not_change": "change", "not_stop": "stop"}.get(taken.do)
    return [
        {
            "action": rejected or taken.do,
            "decision": "reject" if rejected else "approve",
            "office": office,
            "by": by,
            "paper": "scan.pdf",
            "on": taken.day[:10],
        }
        | ({"reason": taken.reason} if rejected else {})
        for office, by in taken.by.items()
    ]


def rows() -> list[Row]:
    """All cases of the story: the flood, the drought, and those for what is forbidden."""
    named = {"flood": FLOOD, "drought": DROUGHT, "quake": QUAKE, "slide": SLIDE} | STANDING
    return [Row(name, script, number) for number, (name, script) in numbered(named).items()]


def numbered(named: dict[str, list[Action]]) -> dict[str, tuple[str, list[Action]]]:
    """Under which number each case stands."""
    return {f"ZH-{name}": (name, script) for name, script in named.items()}
