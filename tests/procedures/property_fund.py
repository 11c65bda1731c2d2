"""The fund of the story: what is paid in, what it is used for, and what it never is."""

from __future__ import annotations

from typing import Any

from .actions import Attempt
from .property_telling import HOUSING, begin, go, no, step
from .telling import Turn

PROCEDURE = "maintenance-fund"
USE, PAY, RESIDENTS = "三(四)2", "三(四)1", "五(一)3(8)"
BUREAU = {HOUSING: "资金经办"}
# in and out of each compound, in fen
PAID = {"XQ-03": [8_000_000, 1_234_567], "XQ-10": [500_000]}
USED = {"XQ-03": [1_500_050, 300_000], "XQ-10": [499_999]}
KINDS = ("屋面漏水", "管道堵塞或破裂", "电梯停运", "消防系统故障", "地下车库雨水倒灌")
OTHER = "其他可能造成人身安全事故的紧急维修事项"


def yuan(fen: int) -> str:
    """An amount as it is typed."""
    return f"{fen // 100}.{fen % 100:02}"


def wish(compound: str, fen: int, **more: str) -> dict[str, Any]:
    """What somebody wants of the fund."""
    names = {"XQ-03": "丙里业主委员会", "XQ-10": "云杉社区居民委员会"}
    told = {"part": "住宅共用部位", "warranty_ended": "2020-12-31", "applicant": names[compound]}
    return {"compound": compound, "amount": yuan(fen)} | told | more


def _paid(number: str, compound: str, fen: int) -> Turn:
    told = {"compound": compound, "developer": "城建开发", "payable": yuan(fen), "paid": yuan(fen)}
    return begin(PROCEDURE, number, step("2022-08-25", "pay_in", "网签备案", **told))


def paid_in() -> list[Turn]:
    """Three payments by the builder, none of less than is due."""
    less = {"compound": "XQ-03", "developer": "城建开发", "payable": "100.00", "paid": "99.99"}
    amounts = [(compound, fen) for compound, all_ in PAID.items() for fen in all_]
    turns = [_paid(f"WX-{n}", *told) for n, told in enumerate(amounts, start=1)]
    return [
        *turns,
        no("WX-x", PAY, "足额", step("2022-08-25", "pay_in", "网签备案", **less), PROCEDURE),
        no(
            "WX-x",
            PAY,
            "网签备案",
            step("2022-08-25", "pay_in", **less | {"paid": "100.00"}),
            PROCEDURE,
        ),
    ]


def drafted() -> list[Turn]:
    """What may be wanted, and what never: decoration, what is under warranty, or not printed."""

    def refused(says: str, do: str, **sets: str) -> Turn:
        return no(
            "WX-x", USE, says, step("2022-09-01", do, **wish("XQ-03", 100, **sets)), PROCEDURE
        )

    kinds = [*KINDS, OTHER]
    return [
        refused("不得挪作他用", "draft", purpose="室内装饰装修"),
        refused("不得挪作他用", "draft", purpose="物业费"),
        refused("不是方案所列", "draft_emergency", emergency="外墙装饰"),
        refused("保修期满后", "draft", purpose="维修", warranty_ended="2022-09-01"),
        refused("保修期满后", "draft_emergency", emergency="电梯停运", warranty_ended="2023-01-01"),
        refused("造成人身安全事故的情况", "draft_emergency", emergency=OTHER),
        *(
            begin(
                PROCEDURE,
                f"WX-e{n}",
                step(
                    "2022-09-01",
                    "draft_emergency",
                    **wish("XQ-03", USED["XQ-03"][0], emergency=kind, text="见照片"),
                ),
            )
            for n, kind in enumerate(kinds, start=1)
        ),
        begin(
            PROCEDURE,
            "WX-u1",
            step("2022-09-01", "draft", **wish("XQ-03", USED["XQ-03"][1], purpose="更新")),
        ),
        begin(
            PROCEDURE,
            "WX-u2",
            step("2022-09-01", "draft", **wish("XQ-03", 99_999_999, purpose="改造")),
        ),
        begin(
            PROCEDURE,
            "WX-v1",
            step(
                "2022-09-01",
                "draft_emergency",
                **wish("XQ-10", USED["XQ-10"][0], emergency=KINDS[1]),
            ),
        ),
        begin(
            PROCEDURE,
            "WX-v2",
            step("2022-09-01", "draft_emergency", **wish("XQ-10", 2, emergency=KINDS[2])),
        ),
        begin(
            PROCEDURE,
            "WX-v3",
            step("2022-09-01", "draft_emergency", **wish("XQ-10", 100, emergency=KINDS[3])),
        ),
    ]


def used() -> list[Turn]:
    """Confirmed on site by the committee; applied for by the residents where there is none."""
    own = {"业主委员会@丙里业主委员会": "业委会主任"}
    theirs = {"村民委员会、居民委员会@云杉社区居民委员会": "居委会主任"}
    wrong = {"业主委员会@云杉社区居民委员会": "业主代表"}
    seen = "现场查验确认"
    turns = [
        no("WX-e1", USE, "现场查验确认", step("2022-09-02", "apply", by=own)),
        no("WX-e2", USE, "业主委员会", step("2022-09-02", "apply", seen)),
        no("WX-v1", RESIDENTS, "村民委员会、居民委员会", step("2022-09-02", "apply", by=wrong)),
        no("WX-e1", USE, "from its state", step("2022-09-02", "use", by=BUREAU)),
        *go("WX-e1", step("2022-09-02", "apply", seen, by=own)),
        *go("WX-u1", step("2022-09-02", "apply", by=own)),
        *go("WX-u2", step("2022-09-02", "apply", by=own)),
    ]
    turns += [Turn(n, step("2022-09-02", "apply", by=theirs)) for n in ("WX-v1", "WX-v2", "WX-v3")]
    return [
        *turns,
        no("WX-e1", USE, HOUSING, step("2022-09-03", "use")),
        no("WX-u2", "三(四)", "below 0", step("2022-09-03", "use", by=BUREAU)),
        *(
            Turn(n, step("2022-09-03", "use", by=BUREAU), needs=("WX-1", "WX-2", "WX-3"))
            for n in ("WX-e1", "WX-u1", "WX-v1")
        ),
        Turn(
            "WX-v2",
            Attempt(step("2022-09-04", "use", by=BUREAU), "三(四)", "below 0"),
            needs=("WX-v1",),
        ),
        *go("WX-v3", step("2022-09-04", "refuse", reason="余额不足", by=BUREAU)),
        *go("WX-e1", step("2022-09-20", "repair", "维修验收", repairer="丙里业主委员会")),
        *go("WX-v1", step("2022-09-20", "repair", "维修验收", repairer="云杉社区居民委员会")),
    ]
