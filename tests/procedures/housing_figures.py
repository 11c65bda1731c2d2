"""Every ledger of the procedure as a clerk would write it by hand, from the script's own table.

No code of the program works here: rows are made of what `housing_told` reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from .housing_plan import (
    APPLYING,
    APPROVED,
    AT_WORK,
    DECIDING,
    FINISHED,
    GOOD,
    STATES,
)
from .housing_script import REPAIR, SELF
from .housing_told import Told, told
from .running import Row

Line = dict[str, Any]
WELL = (*APPROVED, *AT_WORK, *FINISHED, *GOOD)
AREAS = {"low": Decimal(40), "high": Decimal(60)}

_DAYS = {
    "listed": "list",
    "village_posted": "post_village",
    "reported": "report",
    "reviewed": "review",
    "township_posted": "post_township",
    "submitted": "submit",
    "approved": "approve",
    "city_posted": "post_city",
    "entered": "enter",
    "contracted": "agree",
}
_LATER_DAYS = {
    "preliminary": "accept_preliminary",
    "accepted": "accept_final",
    "paid": "pay",
    "archived": "archive",
}


def progress(cases: list[Told]) -> list[Line]:
    """六: a line for each household, with the day of every step."""
    lines = []
    for one in cases:
        held, taken = one.held, one.taken
        completed = taken.get("complete")
        lines.append(
            {
                **one.place,
                "group": held.get("group"),
                "house_grade": held.get("house_grade"),
                "way": held.get("way"),
                "area": held.get("area"),
                "state": STATES[one.state],
                "opened": one.opened,
                "identified": taken.get("confirm_identity"),
                "appraised": held.get("appraised_on"),
                **{column: taken.get(step) for column, step in _DAYS.items()},
                "deadline": held.get("agreement_deadline"),
                "resettled": taken.get("resettle"),
                "old_house": held.get("old_house_done"),
                "started": taken.get("start"),
                "completed": completed,
                "in_time": completed is not None and completed <= "2022-10-31",
                **{column: taken.get(step) for column, step in _LATER_DAYS.items()},
            }
        )
    return lines


def by_town(cases: list[Told]) -> list[Line]:
    """六: how many households of each township stand where."""

    def line(township: str, some: list[Told]) -> Line:
        def among(*states: str) -> int:
            return sum(one.state in states for one in some)

        return {
            "township": township,
            "cases": len(some),
            "applying": among(*APPLYING),
            "deciding": among(*DECIDING),
            "approved": among(*APPROVED),
            "building": among(*AT_WORK),
            "completed": among(*FINISHED),
            "accepted": among(*GOOD),
            "paid": among("paid", "archived"),
            "archived": among("archived"),
            "refused": among("refused", "refusal_settled"),
            "not_listed": among("not_listed"),
            "not_forwarded": among("not_forwarded"),
        }

    return _by_town(cases, line)


def funds(cases: list[Told]) -> list[Line]:
    """五: what was paid, by township, exactly."""

    def line(township: str, some: list[Told]) -> Line:
        paid = [one for one in some if "pay" in one.taken]
        repaired = sum(one.held["way"] == REPAIR for one in some)
        return {
            "township": township,
            "approved": len(some),
            "built": len(some) - repaired,
            "repaired": repaired,
            "paid": len(paid),
            "subsidies": yuan(one.held["subsidy"] for one in paid),
        }

    return _by_town([one for one in cases if one.state in WELL], line)


def files(cases: list[Told]) -> list[Line]:
    """八(四): which of the documents that the plan names a household's file holds."""
    form = "农村危房改造农户申请审批表"
    before, after = "现危房照片", "改造后照片"
    lines = []
    for one in (one for one in cases if one.state in WELL):
        lines.append(
            {
                **one.place,
                "family": one.has("家庭基本情况"),
                "form": one.has(form),
                "identity": one.has("身份证明"),
                "before": one.has(before),
                "after": one.has(after),
                "notices": one.has("村级公示", "乡镇公示", "市级公示"),
                "approval": one.has("审批"),
                "agreement": one.has("协议"),
                "application": one.has("书面申请") or one.has("镇村两级申请"),
                "approval_form": one.has(form),
                "house": one.has(before, after),
                "appraisal": one.has(*(f"{level}鉴定报告" for level in _LEVELS)),
                "filed": one.taken.get("archive"),
            }
        )
    return lines


_LEVELS = ("市级", "镇级", "村级", "农户")


def refusals(cases: list[Told]) -> list[Line]:
    """三: who refused, after how much persuasion, with what evidence, and how it ended."""
    return [
        {
            **one.place,
            "house_grade": one.held.get("house_grade"),
            "cause": one.held["refusal_cause"],
            "persuaded": one.times["persuade"],
            "refused": one.taken["refuse"],
            "evidence": one.has("拒绝改造佐证材料"),
            "resettlement": (one.held["resettlement"] if "settle_refusal" in one.taken else None),
            "settled": one.taken.get("settle_refusal"),
            "consented": one.taken.get("consent"),
            "state": STATES[one.state],
        }
        for one in cases
        if "refuse" in one.taken
    ]


def areas(cases: list[Told]) -> list[Line]:
    """四(二): planned and built areas, and which are below 40 or above 60."""
    lines = []
    for one in (one for one in cases if "planned_area" in one.held):
        way, held = one.held.get("way"), one.held
        area = Decimal(held.get("area", held["planned_area"]))
        lines.append(
            {
                **{name: v for name, v in one.place.items() if name != "household"},
                "residents": int(held["residents"]),
                "way": way,
                "planned": held["planned_area"],
                "area": held.get("area"),
                "below": _of_own_house(way, area < AREAS["low"]),
                "relaxed": _of_own_house(way, area > AREAS["high"]),
                "document": held.get("township_document"),
            }
        )
    return lines


def _of_own_house(way: str | None, so: bool) -> bool | None:
    """Whether a house that the household builds itself is so; unknown where the way is."""
    return None if so and way is None else so and way == SELF


def records(name: str, *columns: str) -> Callable[[list[Told]], list[Line]]:
    """A line for each record of a list, of all households."""

    def lines(cases: list[Told]) -> list[Line]:
        return [
            {
                **{c: one.place[c] for c in ("number", "township", "village") if c in columns},
                **{c: record[c] for c in columns if c in record},
                "state": STATES[one.state],
            }
            for one in cases
            for record in one.records.get(name, [])
        ]

    return lines


def yuan(amounts: Iterable[str]) -> str:
    """A sum of amounts in yuan, with its fen."""
    return f"{sum(map(Decimal, amounts), Decimal(0)):.2f}"


def _by_town(cases: list[Told], line: Callable[[str, list[Told]], Line]) -> list[Line]:
    towns = sorted({one.row.subject.township for one in cases})
    rows = [line(t, [one for one in cases if one.row.subject.township == t]) for t in towns]
    return [*rows, line("合计", cases)]


_PLACED = ("number", "township", "village")
LEDGERS: dict[str, Callable[[list[Told]], list[Line]]] = {
    "housing-progress": progress,
    "housing-progress-by-town": by_town,
    "housing-funds": funds,
    "housing-files": files,
    "housing-refusals": refusals,
    "housing-areas": areas,
    "housing-objections": records("objections", *_PLACED, "stage", "text"),
    "housing-findings": records("findings", *_PLACED, "kind", "text"),
    "housing-supervision": records("supervision", "number", "township", "office", "text"),
}


def figures(name: str, rows: list[Row], day: str) -> list[Line]:
    """The lines of a ledger at the end of a day."""
    return LEDGERS[name](told(rows, day))
