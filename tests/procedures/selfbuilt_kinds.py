"""What the rows of the table share: kinds of houses, hazards, single records, words of refusals."""

from __future__ import annotations

from typing import Any

from .selfbuilt_plan import MARKET
from .selfbuilt_script import COLLAPSE, DEFECT, NONE, SLOPE, SMALL, Hazard

UNSIGNED = "needs the approval of"
NOT_YET = "安全隐患未彻底消除前不得恢复使用"
ONCE = "该房屋已建立台账"
SHOP: dict[str, Any] = {"commercial": "是", "operation": NONE, "lines": (MARKET,)}
INN: dict[str, Any] = SHOP | {"use": "旅馆", "sectors": "住宿业"}
DINER: dict[str, Any] = SHOP | {"use": "饭店", "sectors": "餐饮业"}


def to(office: str) -> dict[str, str]:
    """One transfer to an office."""
    return {"office": office, "text": "督导整改"}


def remedy(hazard: str, what: str) -> list[dict[str, str]]:
    """One measure against a hazard."""
    return [{"no": hazard, "what": what, "text": what}]


def alarm(evacuated: str) -> dict[str, str]:
    """An owner's check that found something, and whether people went out."""
    return {"abnormal": "是", "evacuated": evacuated, "text": "墙体异响"}


WEAK = Hazard("1", "结构安全性", DEFECT, ("加固",))
NARROW = Hazard("1", "结构安全性", DEFECT, ("限制用途",))
FALLING = Hazard("1", "结构安全性", COLLAPSE, ("现场排险", "依法拆除"))
SHORED = Hazard("1", "结构安全性", COLLAPSE, ("现场排险", "加固"))
WIRES = Hazard("1", "消防安全性", SMALL, ("立查立改",))
WIRES_TOO = Hazard("2", "消防安全性", SMALL, ("立查立改",))
BANK = Hazard("1", "结构安全性", SLOPE, ("地质灾害工程治理",))
MOVED = Hazard("1", "结构安全性", SLOPE, ("避让搬迁",))
