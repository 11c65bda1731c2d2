"""Four years of the compounds of a town, in the order in which they are told."""

from __future__ import annotations

from .property_committees import (
    elected_anew,
    first_board,
    first_committees,
    last_committees,
    organized,
    registered,
    seats,
    second_board,
    served,
    service_refused,
)
from .property_contracts import (
    appointed,
    ended_with_the_firm,
    ran_out,
    replaced,
    taken_over,
    tendered,
)
from .property_firms import checked, licensed, lifted, listed, struck_out
from .property_fund import drafted, paid_in, used
from .property_telling import go, step
from .property_works import listed as renovation_listed
from .property_works import meetings, renewed, renewed_first, utilities
from .telling import Turn

REJECTING = {"refuse": "use"}
REMOVED = {"XQ-12": "2023-06-30"}
EXPELLED = {"WQ-tai": "2024-08-05"}
# From which day on each compound has which service; of which firm, by which contract
SERVICE = [
    ("2022-09-05", "XQ-03", "准物业服务", "", ""),
    ("2022-10-05", "XQ-01", "前期物业服务", "WQ-an", "QQ-01"),
    ("2022-10-05", "XQ-09", "前期物业服务", "WQ-tai", "QQ-03"),
    ("2022-10-05", "XQ-10", "前期物业服务", "WQ-ning", "QQ-04"),
    ("2022-12-02", "XQ-02", "前期物业服务", "WQ-tai", "QQ-02"),
    ("2022-12-10", "XQ-04", "居民自治管理", "", ""),
    ("2022-12-11", "XQ-12", "准物业服务", "", ""),
    ("2023-02-01", "XQ-05", "准物业服务", "", ""),
    ("2023-04-01", "XQ-06", "居民自治管理", "", ""),
    ("2023-04-12", "XQ-11", "准物业服务", "", ""),
    ("2023-06-01", "XQ-07", "专业化物业服务", "WQ-an", ""),
    ("2023-07-01", "XQ-08", "专业化物业服务", "WQ-he", ""),
    ("2023-11-05", "XQ-01", "专业化物业服务", "WQ-an", ""),
    ("2024-06-26", "XQ-02", "专业化物业服务", "WQ-ning", "QQ-02"),
    ("2024-09-05", "XQ-10", "无", "", ""),
    ("2024-10-10", "XQ-09", "专业化物业服务", "WQ-ning", ""),
    ("2025-10-10", "XQ-10", "准物业服务", "", ""),
]


def _served(year: str) -> list[Turn]:
    return [turn for told in SERVICE if told[0].startswith(year) for turn in served(*told)]


def story() -> list[Turn]:
    """All that happens, and all that is tried in vain."""
    return [
        *registered(),
        *licensed(),
        *renovation_listed(),
        *checked(),
        *listed(),
        *tendered(),
        *service_refused(),
        *first_board(),
        *first_committees(),
        *paid_in(),
        *drafted(),
        *used(),
        *meetings(),
        *taken_over(),
        *_served("2022"),
        *utilities(),
        *renewed_first(),
        *seats(),
        # 2023
        *organized("YW-06", "YW-11", "YW-07", "YW-01"),
        *lifted(),
        *_served("2023"),
        *go("XQ-12", step(REMOVED["XQ-12"], "remove", reason="并入癸苑")),
        *renewed("GZ-03"),
        *replaced(),
        # 2024
        *organized("YW-08"),
        *ran_out(),
        *second_board(),
        *appointed(),
        *_served("2024-06"),
        *struck_out(),
        *ended_with_the_firm(),
        *_served("2024-09"),
        *organized("YW-09"),
        *_served("2024-10"),
        *renewed("GZ-04"),
        *elected_anew(),
        # 2025
        *last_committees(),
        *renewed("GZ-06"),
        *_served("2025"),
    ]
