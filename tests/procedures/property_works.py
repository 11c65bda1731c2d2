"""Utilities, renovation and joint meetings of the story."""

from __future__ import annotations

from typing import Any

from .property_telling import STREET, begin, go, no, step
from .telling import Turn

NEWER, CITY = "三(一)3", "五(一)3(10)"
OPERATOR = {"专业经营单位@青杨水务": "水务验收"}


def facility(compound: str, utility: str, operator: str, **more: str) -> dict[str, str]:
    """What a facility is registered with."""
    found = {"compound": compound, "street": STREET[compound], "utility": utility}
    return found | {"operator": operator} | more


def utilities() -> list[Turn]:
    """One new, by the builder; three in use, by the way of each of the two sections."""
    new = facility("XQ-01", "供水", "青杨水务", builder="城建开发", warranty_until="2024-09-30")
    cost = {"kind": "维修", "cost": "1200.50"}
    sound, bad = {"files": ("验收记录",)}, {"faults": [{"text": "管道渗漏"}]}
    turns = [
        begin("property-utilities", "SS-1", step("2022-09-01", "notify", "验收通知", **new)),
        *(
            begin("property-utilities", number, step("2022-09-01", "register", **facility(*told)))
            for number, told in {
                "SS-2": ("XQ-03", "供热", "青杨水务"),
                "SS-3": ("XQ-04", "供电", "青杨水务"),
                "SS-4": ("XQ-06", "排水", "青杨水务"),
            }.items()
        ),
        no("SS-1", NEWER, "专业经营单位", step("2022-09-05", "pass_new", "验收记录", "移交清单")),
        no("SS-1", NEWER, "from its state", step("2022-09-05", "accept", "接收确认")),
        no("SS-2", f"{NEWER}、{CITY}", "from its state", step("2022-09-05", "pass", "验收记录")),
        no("SS-2", f"{NEWER}、{CITY}", "say which holds", step("2022-09-05", "inspect")),
        no("SS-3", CITY, "须先提请", step("2022-09-05", "inspect", organiser="city")),
        *go("SS-1", step("2022-09-06", "pass_new", "验收记录", "移交清单", by=OPERATOR)),
        *go("SS-1", step("2022-09-10", "accept", "接收确认")),
        *go("SS-2", step("2022-09-10", "inspect", organiser="street")),
        *go("SS-2", step("2022-09-12", "fail", *sound["files"], **bad)),
        *go("SS-3", step("2022-09-06", "request")),
        *go("SS-4", step("2022-09-06", "request"), step("2022-09-07", "inspect", organiser="city")),
        *go("SS-4", step("2022-09-08", "fail", *sound["files"], **bad)),
        no("SS-3", CITY, "已提请市人民政府", step("2022-09-07", "inspect", organiser="street")),
        no("SS-2", NEWER, "尚未提请", step("2022-09-13", "rectify", "整改记录")),
        no("SS-4", f"{NEWER}、{CITY}", "市人民政府", step("2022-09-13", "rectify", "整改记录")),
        no(
            "SS-1",
            NEWER,
            "由建设单位承担",
            step("2024-09-30", "repair", repairs=[cost | {"payer": "专业经营单位"}]),
        ),
        *go("SS-2", step("2022-09-14", "refer")),
        *go("SS-3", step("2022-09-08", "inspect", organiser="city")),
    ]
    by = {"市人民政府": "市政府经办"}
    turns += go("SS-2", step("2022-10-10", "rectify", "整改记录", by=by))
    turns += go("SS-4", step("2022-10-10", "rectify", "整改记录", by=by))
    turns += go("SS-3", step("2022-09-09", "pass", "验收记录", by=OPERATOR))
    turns += go("SS-2", step("2022-10-15", "accept", "接收确认"))
    turns += go("SS-3", step("2022-09-15", "accept", "接收确认"))
    return [
        *turns,
        *go("SS-1", step("2024-09-30", "repair", repairs=[cost | {"payer": "建设单位"}])),
        no(
            "SS-1",
            NEWER,
            "由建设单位承担",
            step("2024-10-01", "repair", repairs=[cost | {"payer": "建设单位"}]),
        ),
        *go("SS-1", step("2024-10-01", "repair", repairs=[cost | {"payer": "专业经营单位"}])),
    ]


# compound, year of the plan, renovated on, committee that it has then
RENEWED = {
    "GZ-05": ("XQ-05", 2022, "2022-11-20", "YW-5a"),
    "GZ-03": ("XQ-03", 2023, "2023-10-15", "YW-03"),
    "GZ-04": ("XQ-04", 2024, "2024-09-30", "YW-04"),
    "GZ-06": ("XQ-06", 2025, "2025-08-31", ""),
}
# the first two were built before 2000
OLDER = {"GZ-05", "GZ-03"}
AGE, POOL, WORKS = "三(五)1", "三(五)2", "三(五)3"


def scheme(*parts: int) -> list[dict[str, str]]:
    """Parts of the scheme of a renovation."""
    return [{"item": f"scheme/{n}", "text": "见方案"} for n in parts]


def listed() -> list[Turn]:
    """What is old is listed, planned and asked about; what is not, or not old enough, is not."""
    procedure = "property-renovation"

    def found(compound: str) -> dict[str, Any]:
        told = {"neglected": "是", "willing": "是", "condition": "管网老化"}
        return {"compound": compound, "street": STREET[compound]} | told

    turns = [
        begin(procedure, number, step("2022-07-01", "list", **found(compound)))
        for number, (compound, _year, _done, _committee) in RENEWED.items()
    ]
    turns += [
        no(
            "GZ-x",
            POOL,
            "不是城镇老旧小区",
            step("2022-07-01", "list", **found("XQ-07")),
            procedure,
        ),
        no("GZ-x", AGE, "2005年前", step("2022-07-01", "list", **found("XQ-13")), procedure),
        no(
            "GZ-x",
            POOL,
            "belongs to GZ-03",
            step("2022-07-01", "list", **found("XQ-03")),
            procedure,
        ),
        no("GZ-03", POOL, "2021—2025年", step("2022-07-02", "plan", year=2026)),
        no("GZ-03", POOL, "2021—2025年", step("2022-07-02", "plan", year=2020)),
    ]
    for number, (_compound, year, _done, _committee) in RENEWED.items():
        turns += go(number, step("2022-07-02", "plan", year=year))
    turns += go("GZ-05", step("2022-07-03", "consult", opinions=[{"from": "水", "text": "换管"}]))
    plan = {"builder": "城建开发", "works": "外墙保温"}
    turns.append(
        no("GZ-05", WORKS, "尚未充分征求居民意见", step("2022-07-05", "determine", **plan))
    )
    for number in RENEWED:
        turns += go(
            number,
            step("2022-07-10", "consult", opinions=[{"from": "居民", "text": "加装照明"}]),
            step("2022-07-11", "determine", **plan),
            step("2022-07-12", "draw_up", scheme=scheme(1, 2, 3, 4, 5)),
        )
    turns.append(no("GZ-05", POOL, "六项内容", step("2022-07-13", "start")))
    for number in RENEWED:
        turns += go(
            number, step("2022-07-14", "draw_up", scheme=scheme(6)), step("2022-07-15", "start")
        )
    return turns


def renewed(*numbers: str) -> list[Turn]:
    """Compounds are renovated, and have a committee of their own."""
    turns = []
    for number in numbers:
        _compound, _year, done, committee = RENEWED[number]
        turns += go(number, step(done, "renovate"))
        if committee:
            turns += go(number, step(done, "manage", committee=committee))
    return turns


def renewed_first() -> list[Turn]:
    """2022: another compound's committee does not do."""
    return [
        *go("GZ-05", step("2022-11-20", "renovate")),
        no("GZ-05", "三(五)4", "没有本小区", step("2022-11-20", "manage", committee="YW-03")),
        *go("GZ-05", step("2022-11-20", "manage", committee="YW-5a")),
    ]


def meetings() -> list[Turn]:
    """Two joint meetings, one of a compound with a committee, one of a compound without."""
    place = "五(一)2"
    all_six = [f"({n})" for n in range(1, 7)]
    with_all = {"compound": "XQ-03", "street": "白桦街道", "topics": all_six}
    without = {"compound": "XQ-10", "street": "云杉街道", "topics": ["(3)"]}
    settled = [{"topic": one, "solved": "是", "text": "已协调"} for one in all_six[:5]]
    return [
        begin("property-meetings", "LX-1", step("2022-09-20", "convene", **with_all)),
        begin("property-meetings", "LX-2", step("2022-09-20", "convene", **without)),
        no(
            "LX-1",
            place,
            "业主委员会代表参加",
            step("2022-09-21", "hold", "会议记录", present=["业主代表"]),
        ),
        no(
            "LX-2",
            place,
            "由业主代表参加",
            step("2022-09-21", "hold", "会议记录", present=["物业服务人"]),
        ),
        *go("LX-1", step("2022-09-21", "hold", "会议记录", present=["业主委员会", "开发建设单位"])),
        *go("LX-2", step("2022-09-21", "hold", "会议记录", present=["业主代表", "物业服务人"])),
        no(
            "LX-2",
            place,
            "不是本次会议的议题",
            step("2022-09-21", "settle", results=[{"topic": "(1)", "solved": "是", "text": "x"}]),
        ),
        *go("LX-1", step("2022-09-21", "settle", results=settled)),
        no("LX-1", place, "尚未都有结果", step("2022-09-22", "close")),
        *go(
            "LX-1",
            step(
                "2022-09-23", "settle", results=[{"topic": "(6)", "solved": "否", "text": "另议"}]
            ),
            step("2022-09-23", "close"),
        ),
    ]
