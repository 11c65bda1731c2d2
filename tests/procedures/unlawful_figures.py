"""Every ledger of the inspection as a clerk would write it by hand, from the script's own table.

No code of the program works here: rows are made of what `unlawful_told` reads.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .running import Row
from .unlawful_plan import ENFORCEMENT, ESTATE, FIRE, HOUSING, LAND, NONE, REFORM, REPORTING, TRADES
from .unlawful_script import EXISTING, SITE, STOP_USE
from .unlawful_told import Record, Told, cases

Line = dict[str, Any]
MASK = "＊＊＊"
SOME = ("verify", "verify_approval")

KINDS = {
    "1": "1.未依法办理立项手续的房屋建筑",
    "2": "2.违法占地建设的房屋建筑",
    "3": "3.未取得建设工程规划许可证或者未按照建设工程规划许可证的规定进行建设的房屋建筑",
    "4": "4.已办理立项、土地使用和规划许可手续，未依法取得施工许可证擅自施工的房屋建筑",
    "5": "5.无资质设计、施工的房屋建筑",
    "6": "6.未办理竣工验收擅自投入使用的房屋建筑",
    "7": "7.擅自改变使用功能，擅自改变房屋结构和布局，违法改扩建的房屋建筑（含加层、增设夹层、"
    "开挖地下空间、分隔群租等情形）",
    "8": "8.存在重大结构安全隐患可能发生坍塌的房屋建筑",
    "9": "9.存在上述第1项至第8项问题情形并违规取得消防、工商登记以及其他生产经营许可，"
    "或者未依法取得消防、工商登记以及其他生产经营许可，用作生产经营或公共事业的房屋建筑",
}
"""三(二), as printed; of the ninth, its first sentence."""


def kinds_of(one: Told) -> set[str]:
    """The kinds of all its unlawful acts."""
    return {kind for record in one.list_of("acts") for kind in record.says["kinds"].split("、")}


def problems(one: Told) -> str | None:
    """附件3, 查处问题: in the words of 三(二), or of lines 21 to 25."""
    if "approval" in one.held:
        return f"{one.held['approval']}违法违规行为"
    return "、".join(words for kind, words in KINDS.items() if kind in kinds_of(one)) or None


def competent(one: Told) -> str | None:
    """五: the departments that have a duty in it, in the order of the section."""
    held, kinds = one.held, kinds_of(one)
    approval = held.get("approval", "")
    took = {record.says["office"] for record in one.list_of("taken_over")}
    found = []
    if one.is_of(SITE) or held.get("sector") == ESTATE or kinds & {"4", "6"}:
        found.append(HOUSING)
    if approval == "施工许可审批":
        found.append(HOUSING)
    if HOUSING in took or held["finder"] == HOUSING:
        found.append(ENFORCEMENT)
    if kinds & {"2", "3"} or approval in ("用地审批", "规划审批"):
        found.append(LAND)
    if "1" in kinds or approval == "立项审批":
        found.append(REFORM)
    licences = [r.says.get("permits", "") for r in one.list_of("acts") if "9" in r.says["kinds"]]
    if held.get("crowded") == "是" and any("消防" in licence for licence in licences):
        found.append(FIRE)
    if "认定意见" in one.files:
        found += [HOUSING, LAND]
    if held.get("sector") in TRADES:
        found.append(TRADES[held["sector"]][0])
    if held.get("sector") == NONE:
        found.append(held["subdistrict"])
    return "、".join(dict.fromkeys(found)) or None


def rectification(told: list[Told]) -> list[Line]:
    """附件3: the seven columns."""
    return [
        {
            "number": one.number,
            "project": one.held["project"],
            "office": one.held.get("office"),
            "problems": problems(one),
            "remedy": one.held.get("remedy"),
            "state": one.label,
            "remark": None,
        }
        for one in told
        if one.first(*SOME)
    ]


def register_of(kind: str) -> Callable[[list[Told]], list[Line]]:
    """附件4, 附件5: the registers of existing buildings, and of those under construction."""

    def lines(told: list[Told]) -> list[Line]:
        some = [one for one in told if one.is_of(kind)]
        rows = [
            {
                "number": one.number,
                "project": one.held["project"],
                "subdistrict": one.held["subdistrict"],
                "finder": one.held["finder"],
                "sector": one.held["sector"],
                "area": _number(one.area),
                "owner": MASK,
                "papers": "产权登记",
                "opened": one.first("register"),
                "verified": one.last("verify"),
                "acts": len(one.list_of("acts")),
                "problems": problems(one),
                "major": {"是": True, "否": False}.get(one.held.get("major", "")),
                "appraisal": one.held.get("appraisal"),
                "state": one.label,
            }
            for one in some
        ]
        area = _number(sum((one.area for one in some), Decimal(0)))
        return [*rows, dict.fromkeys(rows[0]) | {"number": "合计", "area": area}]

    return lines


def approvals(told: list[Told]) -> list[Line]:
    """Departments' own unlawful approvals."""
    return [
        {
            "number": one.number,
            "project": one.held["project"],
            "department": one.held["department"],
            "approval": one.held["approval"],
            "finder": one.held["finder"],
            "opened": one.first("register_approval"),
            "verified": one.last("verify_approval"),
            "office": one.held.get("office"),
            "finish_by": one.held.get("finish_by"),
            "closed": one.last("close"),
            "state": one.label,
        }
        for one in told
        if "approval" in one.held
    ]


def acts(told: list[Told]) -> list[Line]:
    """三(二): each unlawful act."""
    return [
        {
            "number": one.number,
            "project": one.held["project"],
            "on": record.day,
            "kind": one.held["kind"],
            "kinds": record.says["kinds"],
            "party": record.says["party"],
            "permits": record.says.get("permits"),
            "text": record.says.get("text"),
            "state": one.label,
        }
        for one, record in _records(told, "acts")
    ]


def progress(told: list[Told]) -> list[Line]:
    """四(二): department, person, day, until it is struck off."""
    return [
        {
            "number": one.number,
            "project": one.held["project"],
            "competent": competent(one),
            "office": one.held.get("office"),
            "person": MASK if "person" in one.held else None,
            "finish_by": one.held.get("finish_by"),
            "verified": one.last(*SOME),
            "assigned": one.last("assign"),
            "rectified": one.last("rectify"),
            "failed": one.times["fail"],
            "accepted": one.last("accept"),
            "closed": one.last("close"),
            "reopened": one.times["reopen"],
            "state": one.label,
        }
        for one in told
        if one.first(*SOME)
    ]


_HANDED = {
    "transfer": ("移交有权处理的部门", "transfers"),
    "take_over": ("接办", "taken_over"),
    "return": ("退回移交单位", "returned"),
    "return_one": ("部分部门退回", "returned"),
}


def transfers(told: list[Told]) -> list[Line]:
    """四(二): who handed a case to whom, who took it over, who returned it and why."""
    lines = []
    for one in told:
        for index, (day, step, _state) in enumerate(one.steps):
            if step not in _HANDED:
                continue
            label, name = _HANDED[step]
            (record,) = [r for r in one.list_of(name) if r.index == index]
            lines.append(
                {
                    "number": one.number,
                    "project": one.held["project"],
                    "on": day,
                    "step": label,
                    "sender": record.says.get("sender", ""),
                    "office": record.says.get("to", record.says.get("office")),
                    "text": record.says.get("text", ""),
                }
            )
    return lines


def measures(told: list[Told]) -> list[Line]:
    """附件2三: each measure, with its area."""
    lines: list[Line] = []
    area = Decimal(0)
    for one, record in _records(told, "measures_taken"):
        lifted = [r.says["order"] for r in one.list_of("lifted")]
        assert record.says["kind"] == STOP_USE or record.says["order"] not in lifted
        area += Decimal(record.says["area"])
        lines.append(
            {
                "number": one.number,
                "project": one.held["project"],
                "on": record.day,
                "measure": record.says["kind"],
                "order": record.says["order"],
                "area": _number(Decimal(record.says["area"])),
                "lifted": record.says["order"] in lifted,
                "state": one.label,
            }
        )
    columns = ("number", "project", "on", "measure", "order", "area", "lifted", "state")
    return [*lines, dict.fromkeys(columns) | {"number": "合计", "area": _number(area)}]


def fines(told: list[Told]) -> list[Line]:
    """附件2, lines 34 and 35: each fine."""
    lines: list[Line] = [
        {
            "number": one.number,
            "project": one.held["project"],
            "on": record.day,
            "party": record.says["party"],
            "firm": record.says.get("firm"),
            "amount": f"{Decimal(record.says['amount']):.2f}",
        }
        for one, record in _records(told, "fines")
    ]
    amount = sum((Decimal(line["amount"]) for line in lines), Decimal(0))
    total = dict.fromkeys(("number", "project", "on", "party", "firm", "amount"))
    return [*lines, total | {"number": "合计", "amount": f"{amount:.2f}"}]


def slips(told: list[Told]) -> list[Line]:
    """附件2, line 36: each rectification slip."""
    return [
        {
            "number": one.number,
            "project": one.held["project"],
            "on": record.day,
            "slip": record.says["slip"],
            "state": one.label,
        }
        for one, record in _records(told, "slips")
    ]


def major(told: list[Told]) -> list[Line]:
    """四(一): the great dangers."""
    return [
        {
            "number": one.number,
            "project": one.held["project"],
            "finder": one.held["finder"],
            "appraisal": one.held.get("appraisal"),
            "verified": one.last("verify"),
            "danger": one.last("find_danger"),
            "measure": one.last("take_measure"),
            "reported": one.last("report_government"),
            "state": one.label,
        }
        for one in told
        if one.held.get("major") == "是"
    ]


def by_unit(told: list[Told]) -> list[Line]:
    """四: what each unit found, and what of it is put right."""

    def line(unit: str, some: list[Told]) -> Line:
        buildings = [one for one in some if "kind" in one.held]
        others = [one for one in some if "approval" in one.held]
        return {
            "finder": unit,
            "checked": len(buildings),
            "area": _number(sum((one.area for one in buildings), Decimal(0))),
            "found": sum(one.first("verify") is not None for one in some),
            "closed": sum(one.state == "closed" for one in buildings),
            "approvals": sum(one.first("verify_approval") is not None for one in some),
            "approvals_closed": sum(one.state == "closed" for one in others),
            "sound": sum(one.state == "sound" for one in some),
        }

    units = [unit for unit in REPORTING.values() if any(one.held["finder"] == unit for one in told)]
    rows = [line(unit, [one for one in told if one.held["finder"] == unit]) for unit in units]
    return [*rows, line("合计", told)]


def _records(told: list[Told], name: str) -> list[tuple[Told, Record]]:
    return [(one, record) for one in told for record in one.list_of(name)]


def _number(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figures(name: str, rows: list[Row], day: str) -> list[Line]:
    """The lines of a ledger at the end of a day."""
    return LEDGERS[name](cases(rows, day))


LEDGERS: dict[str, Callable[[list[Told]], list[Line]]] = {
    "unlawful-rectification": rectification,
    "unlawful-existing": register_of(EXISTING),
    "unlawful-sites": register_of(SITE),
    "unlawful-approvals": approvals,
    "unlawful-acts": acts,
    "unlawful-progress": progress,
    "unlawful-transfers": transfers,
    "unlawful-measures": measures,
    "unlawful-fines": fines,
    "unlawful-slips": slips,
    "unlawful-major": major,
    "unlawful-by-unit": by_unit,
}
