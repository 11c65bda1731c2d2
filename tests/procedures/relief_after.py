"""What comes after the flood: donations and goods; with the chains of funds, all of it.

Made up. Each case is a row under its own number; the papers are those that a step names.
"""

from __future__ import annotations

from typing import Any

from .actions import Action, Attempt, Step
from .relief_chains import EMERGENCY, REBUILDING, TRANSITION, WINTER
from .relief_story import no, step
from .running import Row

TENT, QUILT, BED = "12㎡单帐篷（顶）", "棉被（床）", "折叠床（张）"


def lots(**counts: int) -> list[dict[str, Any]]:
    """Goods with their counts."""
    names = {"tents": TENT, "quilts": QUILT, "beds": BED}
    return [{"goods": names[one], "quantity": count} for one, count in counts.items()]


def wanted(township: str, incident: str = "ZH-flood", day: str = "10-04") -> Step:
    """A township asks for goods."""
    return step(day, "request", incident=incident, township=township, wanted="帐篷、棉被")


DONATION: dict[str, Any] = {"donor": "甲公司", "receiver": EMERGENCY}
GOODS: dict[str, list[Action]] = {
    "WZ-store": [
        no(
            "7.2.3",
            "须符合国家救灾物资质量技术标准",
            step("09-29", "store", source="实物储备", standard="否", goods=lots(tents=30)),
        ),
        step("09-29", "store", source="实物储备", standard="是", goods=lots(tents=30, beds=40)),
    ],
    "WZ-gift": [
        no("7.8.1", "没有款，也没有物", step("10-03", "donate", **DONATION)),
        no("7.8.1", "须大于零", step("10-03", "donate", **DONATION, amount="0")),
        no("7.8.1", "须大于零", step("10-03", "donate", **DONATION, goods=lots(tents=0))),
        step("10-03", "donate", **DONATION, amount="50000", goods=lots(tents=20, quilts=100)),
        step("10-12", "publish", posted_on="2022-10-12"),
    ],
    "WZ-money": [
        step("10-04", "donate", donor="匿名", receiver="市红十字会", amount="12000.50"),
    ],
    "WZ-first": [
        wanted("青杨镇"),
        no("5.1.3 5(1)", EMERGENCY, step("10-05", "allot", allocated=lots(tents=35))),
        step(
            *("10-05", "allot", "", (EMERGENCY,)),
            allocated=lots(tents=35, quilts=60),
            share="40000",
            receiver=EMERGENCY,
        ),
        no("5.1.3 5(1)", "未分配该物资", step("10-05", "issue", goods=lots(beds=1))),
        no("5.1.3 5(1)", "超出分配数量", step("10-05", "issue", goods=lots(tents=36))),
        no("7.8.1", "goods", step("10-05", "issue")),
        no("7.8.1", "须大于零", step("10-05", "issue", goods=lots(tents=0))),
        no("5.1.3 5(1)", "超出分配资金", step("10-05", "pay", paid="40000.01")),
        step("10-05", "issue", goods=lots(tents=35, quilts=60)),
        no("5.1.3 2(7)", "每种物资一次出库", step("10-05", "issue", goods=lots(tents=1))),
        step("10-06", "pay", paid="40000"),
        no("7.8.1", "分配的资金已支出", step("10-06", "pay", paid="1")),
        step("10-06", "deliver"),
        no(
            "7.8.1",
            "which 999 would",
            step(
                *("10-07", "hand_out"),
                households=[{"name": "丁某某", "people": "4", "goods": TENT, "quantity": "999"}],
            ),
        ),
        step(
            *("10-07", "hand_out"),
            households=[
                {"name": "丁某某", "people": "4", "goods": TENT, "quantity": "1"},
                {"name": "戊某某", "people": "2", "goods": QUILT, "quantity": "2"},
            ],
        ),
        step("10-15", "publish", posted_on="2022-10-15"),
    ],
    "WZ-second": [
        wanted("白桦乡", day="10-05"),
        step("10-06", "allot", "", (EMERGENCY,), allocated=lots(tents=15, quilts=41)),
        no("7.8.1", "holds 40, which 41", step("10-06", "issue", goods=lots(tents=15, quilts=41))),
        step("10-06", "issue", goods=lots(tents=15, quilts=40)),
        step("10-07", "deliver"),
        no("7.8.1", "尚未发放到户", step("10-08", "publish", posted_on="2022-10-08")),
    ],
    "WZ-third": [
        wanted("赤松街道", day="10-06"),
        no("5.1.3 5(1)", EMERGENCY, step("10-07", "refuse", "已自救", by=("市发展和改革委员会",))),
        step("10-07", "refuse", "已自救", by=(EMERGENCY,)),
    ],
    "WZ-cross": [
        wanted("青杨镇", day="10-07"),
        step("10-08", "allot", "", (EMERGENCY,), share="13000", receiver="市红十字会"),
        no("7.8.1", "holds 1200050, which 1300000", step("10-08", "pay", paid="13000")),
    ],
    # In advance, where only a warning is out.
    "WZ-early": [
        wanted("青杨镇", "ZH-warned", day="09-29"),
        step("09-29", "allot", "", (EMERGENCY,), allocated=lots(beds=5)),
        no("3 3", "紧急情况下才可提前调拨", step("09-29", "issue", goods=lots(beds=5))),
        no(
            "3 3", "紧急情况下才可提前调拨", step("09-29", "issue", urgent="否", goods=lots(beds=5))
        ),
        no("3 3", "须说明紧急情况", step("09-29", "issue", urgent="是", goods=lots(beds=5))),
        step("09-29", "issue", urgent="是", emergency="河水漫堤", goods=lots(beds=5)),
    ],
}
# By hand: in, out, left.
STOCK = {TENT: (50, 50, 0), QUILT: (100, 100, 0), BED: (40, 5, 35)}
# Given out of the store and to households, and what townships have still.
HANDED = {TENT: (50, 1, 49), QUILT: (100, 2, 98), BED: (5, 0, 5)}
DONATED = {
    EMERGENCY: ("50000.00", "40000.00", "10000.00"),
    "市红十字会": ("12000.50", "0.00", "12000.50"),
}

BY_PROCEDURE = {
    "relief-goods": GOODS,
    "transitional-aid": TRANSITION,
    "winter-relief": WINTER,
    "relief-rebuilding": REBUILDING,
}


def papers_for(procedure: str) -> Any:
    """The decisions on paper that a step of a procedure brings."""
    rejects = {
        "refuse": "allot" if procedure == "relief-goods" else "decide",
        "send_back": "review",
        "drop": "verify" if procedure == "winter-relief" else "assess",
    }

    def papers(_subject: Any, taken: Step) -> list[dict[str, str]]:
        rejected = rejects.get(taken.do)
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

    return papers


def rows_of(procedure: str) -> list[Row]:
    """The cases of a procedure."""
    return [Row(number, script, number) for number, script in BY_PROCEDURE[procedure].items()]


def attempts_of(procedure: str) -> int:
    """How many things must be refused."""
    scripts = BY_PROCEDURE[procedure].values()
    return sum(isinstance(one, Attempt) for script in scripts for one in script)
