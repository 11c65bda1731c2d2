"""The forty lines by hand: each value of a month and the cumulative one, from the script's table.

No code of the program works here.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from .running import Row
from .unlawful_run import ENTERED
from .unlawful_script import EXISTING, PULL_DOWN, SITE, STOP_USE, STOP_WORK, STRENGTHEN
from .unlawful_told import Told, cases

Value = int | str | None
Pair = tuple[Value, Value]
"""A month's value, and the cumulative one."""
Thing = tuple[str, Decimal]
"""Something that counts on a day, and its area in m² (or amount in yuan)."""

_MYRIAD = Decimal(10_000)
_ENTERED = {
    "1": ("cities",),
    "2": ("built_up",),
    "3": ("stock", "stock_titled"),
    "4": ("stock_area", "titled_area"),
    "5": ("sites", "sites_area"),
    "37": ("cities_reported",),
    "39": ("platform",),
    "40": ("recorded",),
}
APPROVALS = ("立项审批", "用地审批", "规划审批", "施工许可审批", "经营审批")


def form(
    rows: list[Row], month: str, until: str = "", known: str = "9999"
) -> dict[str, list[Pair]]:
    """The values of each line in order, by its number; up to a day, of what was known on another.

    What is entered is not cut: it is in before the month is reported.
    """
    told = cases(rows, until or f"{month}-31", known)
    lines: dict[str, list[Pair]] = {
        no: [entered(name, month) for name in names] for no, names in _ENTERED.items()
    }
    for no in ("1", "2", "3", "4", "5"):  # one value each, and none of the month
        lines[no] = [(None, up_to_now) for _month, up_to_now in lines[no]]
    for counts, areas, kind in (("6", "7", EXISTING), ("8", "9", SITE)):
        columns = [_buildings(told, kind, how) for how in (_checked, _found, _done)]
        lines[counts] = [_count(things, month) for things in columns]
        lines[areas] = [_sum(things, month) for things in columns]
    for place, category in enumerate(("", *"123456789"), start=10):
        lines[str(place)] = [
            (None, None),
            _count(_acts(told, category, done=False), month),
            _count(_acts(told, category, done=True), month),
        ]
    for place, approval in enumerate(("", *APPROVALS), start=20):
        some = [one for one in told if approval in ("", one.held.get("approval"))]
        some = [one for one in some if "approval" in one.held]
        found = [(day, Decimal(1)) for one in some if (day := one.first("verify_approval"))]
        done = [(day, Decimal(1)) for one in some if (day := one.first("close"))]
        lines[str(place)] = [_count(found, month), _count(done, month)]
    for place, kind in ((26, PULL_DOWN), (28, STRENGTHEN), (30, STOP_USE), (32, STOP_WORK)):
        things = _measures(told, kind)
        lines[str(place)] = [_count(things, month)]
        still = _measures(told, kind, standing=True) if kind == STOP_USE else things
        lines[str(place + 1)] = [_sum(still, month)]
    fines = [(r.day, r.says) for one in told for r in one.list_of("fines")]
    firms = {(day, said["firm"]) for day, said in fines if said["party"] == "企业"}
    lines["34"] = [
        (len({firm for day, firm in firms if day[:7] == month}), len({firm for _d, firm in firms}))
    ]
    lines["35"] = [_sum([(day, Decimal(said["amount"])) for day, said in fines], month)]
    slips = [(r.day, Decimal(1)) for one in told for r in one.list_of("slips")]
    lines["36"] = [_count(slips, month)]
    asked = [(day, one.area) for one in told if (day := one.first("report_government"))]
    lines["38"] = [_count(asked, month), _sum(asked, month)]
    return dict(sorted(lines.items(), key=lambda line: int(line[0])))


def entered(name: str, month: str) -> Pair:
    """What was entered for a month, and last until then."""
    so_far = [
        ENTERED[one][name] for one in sorted(ENTERED) if one <= month and name in ENTERED[one]
    ]
    return ENTERED.get(month, {}).get(name), (so_far[-1] if so_far else None)


def _checked(one: Told) -> str | None:
    return one.first("register")


def _found(one: Told) -> str | None:
    return one.first("verify")


def _done(one: Told) -> str | None:
    return one.last("close") if one.state == "closed" else None


def _buildings(told: list[Told], kind: str, how: Callable[[Told], str | None]) -> list[Thing]:
    return [(day, one.area) for one in told if one.is_of(kind) and (day := how(one))]


def _acts(told: list[Told], category: str, done: bool) -> list[Thing]:
    """Acts of a category ("": all), on the day when they were found, or were done with."""
    found = []
    for one in told:
        for record in one.list_of("acts"):
            if category and category not in record.says["kinds"].split("、"):
                continue
            if category == "8" and one.held.get("appraisal") != "D级":
                continue
            day = one.after(record.index, "close") if done else record.day
            if day:
                found.append((day, Decimal(1)))
    return found


def _measures(told: list[Told], kind: str, standing: bool = False) -> list[Thing]:
    found = []
    for one in told:
        lifted = {record.says["order"] for record in one.list_of("lifted")}
        for record in one.list_of("measures_taken"):
            if record.says["kind"] == kind and not (standing and record.says["order"] in lifted):
                found.append((record.day, Decimal(record.says["area"])))
    return found


def _count(things: list[Thing], month: str) -> Pair:
    return sum(day[:7] == month for day, _area in things), len(things)


def _sum(things: list[Thing], month: str) -> Pair:
    """In ten thousands, exactly, as plain text."""
    within = sum((area for day, area in things if day[:7] == month), Decimal(0))
    return _plain(within), _plain(sum((area for _day, area in things), Decimal(0)))


def _plain(number: Decimal) -> str:
    text = f"{number / _MYRIAD:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
