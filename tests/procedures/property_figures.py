"""The rates of the story on any day, worked out from its tables by code of its own.

Nothing here is of the program.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .property_committees import OWN
from .property_story import EXPELLED, REMOVED, SERVICE
from .property_telling import COMPOUNDS, NEW, Compound
from .property_works import OLDER, RENEWED

ENDED = {"YW-08": "2025-01-10"}
FIRMS_WAYS = ("前期物业服务", "专业化物业服务")
COVERED_WAYS = (*FIRMS_WAYS, "准物业服务")
REGISTERED = "2022-06-10"
DAYS = (
    "2022-06-30",
    "2022-12-31",
    "2023-06-29",
    "2023-12-31",
    "2024-08-04",
    "2024-08-05",
    "2024-12-31",
    "2025-06-30",
    "2025-12-19",
    "2025-12-31",
)


def standing(day: str) -> list[Compound]:
    """The compounds within the city on a day."""
    gone = {number for number, last in REMOVED.items() if last <= day}
    return [one for one in COMPOUNDS if one.in_city and one.number not in gone]


def organized(day: str) -> set[str]:
    """Which compounds had an owners' committee on file."""
    return {
        compound
        for number, (compound, _elected, filed) in OWN.items()
        if filed <= day and ENDED.get(number, "9999") > day
    }


def covered(day: str, *, self_managed: bool = False) -> set[str]:
    """Which compounds had service; of a firm that was not expelled by then."""
    last = {told[1]: told for told in SERVICE if told[0] <= day}
    ways = (*COVERED_WAYS, "居民自治管理") if self_managed else COVERED_WAYS
    return {
        number
        for number, (_day, _number, way, firm, _contract) in last.items()
        if way in ways and (way not in FIRMS_WAYS or EXPELLED.get(firm, "9999") > day)
    }


def percent(part: Fraction | int, whole: Fraction | int) -> str | None:
    """A share with two places, half up; None of nothing."""
    if not whole:
        return None
    share = Fraction(part) / Fraction(whole) * 100
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def rates(day: str, *, self_managed: bool = False) -> dict[str, tuple[str | None, bool | None]]:
    """Each rate in percent, and whether it is reached: 95, and 80 by number, homes and area."""
    city = standing(day)
    own, served = organized(day), covered(day, self_managed=self_managed)

    def share(
        within: Iterable[Compound], size: str, found: set[str], least: int
    ) -> tuple[str | None, bool | None]:
        sizes = {one.number: Fraction(str(getattr(one, size, 1) if size else 1)) for one in within}
        part = sum(value for number, value in sizes.items() if number in found)
        whole = sum(sizes.values())
        return percent(part, whole), (part * 100 >= whole * least if whole else None)

    return {
        "committee_rate": share(city, "", own, 95),
        "coverage": share(city, "", served, 80),
        "coverage_households": share(city, "households", served, 80),
        "coverage_area": share(city, "area", served, 80),
        "new_coverage": share([one for one in COMPOUNDS if one.kind == NEW], "", served, 100),
    }


def renewals(day: str) -> dict[str, str | None]:
    """How many of the old compounds were renovated: of all, and of those from before 2000."""
    done = {number for number, (_c, _y, on, _b) in RENEWED.items() if on <= day}
    return {
        "renewal": percent(len(done), len(RENEWED)),
        "older": percent(len(done & OLDER), len(OLDER)),
    }
