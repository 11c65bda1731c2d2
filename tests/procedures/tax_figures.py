"""Every ledger of the filings as a clerk would write it by hand, from the script's own table.

No code of the program works here: rows are made of what `tax_told` reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .running import Row
from .tax_plan import SETTINGS
from .tax_told import Owed, Told, owed, told

Line = dict[str, Any]
PERIODIC = ("monthly", "quarterly", "half_yearly", "yearly", "on_request")


def receipts(rows: list[Row], day: str) -> list[Line]:
    """附件4 第十条: what came in, how, of what quality, quantity and timeliness."""
    return [
        {
            "number": one.filing.number,
            "office": one.filing.office,
            "item": one.filing.label,
            "frequency": one.filing.frequency,
            "period": one.filing.period,
            "due": None if one.filing.due is None else one.filing.due.isoformat(),
            "submitted": one.arrived,
            "way": one.held.get("way"),
            "confidential": _flag(one.held.get("confidential")),
            "officer": one.held.get("officer"),
            "returned": one.times["return"] or None,
            "accepted": one.taken.get("accept"),
            "records": _number(one.held.get("records")),
            "quality": _number(one.held.get("quality")),
            "quantity": _number(one.held.get("quantity")),
            "timeliness": _timeliness(one),
            "state": one.label,
        }
        for one in told(rows, day)
        if one.steps
    ]


def _timeliness(one: Told) -> str:
    if one.arrived is None:
        return "未报送"
    if one.filing.due is None:
        return "没有期限"
    return "及时" if one.arrived <= one.filing.due.isoformat() else "逾期"


def by_item(rows: list[Row], day: str) -> list[Line]:
    """二(五): for each unit and item, what was owed and what came of it."""
    duties = [one for one in owed(rows, day) if one.clock in PERIODIC]
    filings = {d.one.filing.item: d.one.filing for d in duties}
    lines = [
        _summed(
            {"office": one.office, "item": one.item, "label": one.label},
            [d for d in duties if d.one.filing.item == one.item],
        )
        for one in sorted(filings.values(), key=lambda one: one.place)
    ]
    return [*lines, _summed({"office": "合计", "item": None, "label": None}, duties)]


def _summed(head: Line, some: list[Owed]) -> Line:
    def among(status: str) -> int:
        return sum(one.status == status for one in some)

    def total(name: str) -> int:
        return sum(int(one.one.held.get(name, 0)) for one in some)

    return {
        **head,
        "owed": len(some),
        "in_time": among("met"),
        "late": among("late"),
        "overdue": among("overdue"),
        "open": among("open"),
        "provisional": 0,
        "returned": sum("return" in one.one.taken for one in some),
        "assessed": sum("assess" in one.one.taken for one in some),
        "records": total("records"),
        "quality": total("quality"),
        "quantity": total("quantity"),
    }


def overdue(rows: list[Row], day: str) -> list[Line]:
    """附件2 三(三): what is late or missing, with the reason that was told."""
    return [
        {
            "office": one.office,
            "subject": one.one.filing.number,
            "item": one.one.filing.label,
            "what": one.what,
            "period": one.one.filing.period,
            "due": one.due,
            "met": one.met,
            "status": one.status,
            "provisional": False,
            "reason": one.one.held.get("delay_reason" if one.clock == "process" else "late_reason"),
            "section": one.section,
        }
        for one in owed(rows, day)
        if one.status in ("late", "overdue")
    ]


def feedback(rows: list[Row], day: str) -> list[Line]:
    """附件2 三: what was passed on, checked and fed back."""
    return [
        {
            "number": one.filing.number,
            "office": one.filing.office,
            "item": one.filing.label,
            "period": one.filing.period,
            "passed": one.taken["pass"],
            "passed_to": one.held["passed_to"],
            "compared": one.held["compared"],
            "checked": one.taken.get("check"),
            "verified": one.held.get("verified"),
            "fed_back": one.taken.get("feed_back"),
            "outcome": one.held.get("outcome"),
            "reason": one.held.get("delay_reason"),
            "handed_over": one.times["hand_over"] or None,
            "state": one.label,
        }
        for one in told(rows, day)
        if "pass" in one.taken
    ]


def problems(rows: list[Row], day: str) -> list[Line]:
    """附件1 三(七): what was handed over, to whom."""
    return [
        {
            "number": one.filing.number,
            "office": one.filing.office,
            "item": one.filing.label,
            **record,
            "state": one.label,
        }
        for one in told(rows, day)
        for record in one.problems
    ]


def points(rows: list[Row], day: str) -> list[Line]:
    """二(五): the points of each filing that was due, by each criterion, and weighted."""
    return [
        {
            "office": one.office,
            "subject": one.one.filing.number,
            "item": one.one.filing.label,
            "period": one.one.filing.period,
            "due": one.due,
            "met": one.met,
            "status": one.status,
            **_scored(one),
        }
        for one in owed(rows, day)
        if one.clock in PERIODIC and one.status != "open"
    ]


_TIMELY = {"met": "points_in_time", "late": "points_late", "overdue": "points_missing"}


def _scored(one: Owed) -> dict[str, int]:
    quality, quantity = (int(one.one.held.get(name, 0)) for name in ("quality", "quantity"))
    timely = SETTINGS[_TIMELY[one.status]]
    weights = [SETTINGS[f"weight_{name}"] for name in ("quality", "quantity", "timeliness")]
    return {
        "quality": quality,
        "quantity": quantity,
        "timeliness": timely,
        "points": sum(w * p for w, p in zip(weights, (quality, quantity, timely), strict=True)),
        "full": sum(weights) * SETTINGS["full_marks"],
    }


def assessment(rows: list[Row], day: str) -> list[Line]:
    """二(五): the year's points of each unit, which are the sums of its lines."""
    lines = points(rows, day)
    assessed = {one.filing.number for one in told(rows, day) if "assess" in one.taken}

    def line(office: str, some: list[Line]) -> Line:
        def among(status: str) -> int:
            return sum(one["status"] == status for one in some)

        return {
            "office": office,
            "owed": len(some),
            "in_time": among("met"),
            "late": among("late"),
            "missing": among("overdue"),
            "pending": sum(
                line["met"] is not None and line["subject"] not in assessed for line in some
            ),
            **{
                name: sum(one[name] for one in some)
                for name in ("quality", "quantity", "timeliness", "points", "full")
            },
        }

    # In the order of the catalogue.
    owers = sorted((one.filing.place, one.filing.office) for one in told(rows, day))
    offices = [
        office
        for office in dict.fromkeys(office for _place, office in owers)
        if any(one["office"] == office for one in lines)
    ]
    found = [line(office, [one for one in lines if one["office"] == office]) for office in offices]
    return [*found, line("合计", lines)]


def _number(typed: str | int | None) -> int | None:
    return None if typed is None else int(typed)


def _flag(typed: str | None) -> bool | None:
    return None if typed is None else typed == "true"


LEDGERS: dict[str, Callable[[list[Row], str], list[Line]]] = {
    "tax-receipts": receipts,
    "tax-receipts-by-item": by_item,
    "tax-overdue": overdue,
    "tax-feedback": feedback,
    "tax-problems": problems,
    "tax-points": points,
    "tax-assessment": assessment,
}
