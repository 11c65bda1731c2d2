"""Releases of tax information: 附件2 一(三)."""

from __future__ import annotations

from .people_desk import SCAN, Desk

GIVER, GROUP = "信息提供方", "综合治税领导小组"
GIVEN = {
    "unit": "公安局",
    "filings": "police/1/2022-06、police/1/2022-07",
    "recipient_kind": "其他部门",
    "recipient": "市发展和改革委员会",
    "purpose": "综合治税",
    "ground": "核对驾校开票情况",
}


def run_releases(desk: Desk) -> dict[str, str]:
    """One approved by both sides, one by the wrong ones, one refused, one withdrawn."""
    applying = ("case", "open", "tax-release", "--on", "2022-12-01")
    desk.refused("a release for another purpose", *applying, **(GIVEN | {"purpose": "其他"}))
    filings = "police/1/2022-06、land/1/2022-07"
    desk.refused("a release of two units' filings", *applying, **(GIVEN | {"filings": filings}))
    filings = "police/1/2022-10"
    desk.refused("a release of what was not filed", *applying, **(GIVEN | {"filings": filings}))
    number = desk.opens("tax-release", "2022-12-01", **GIVEN)
    approving = ("case", "move", number, "approve", "--on", "2022-12-02")
    desk.refused("a release that nobody approved", *approving)
    desk.signs(number, "approve", "2022-12-02", (GROUP, "虚构组长"))
    desk.refused("a release approved by the group alone", *approving)
    desk.signs(number, "approve", "2022-12-02", (GIVER, "虚构局长甲", "自然资源局"))
    desk.refused("a release approved by another unit", *approving)
    desk.signs(number, "approve", "2022-12-02", (GIVER, "虚构局长乙", "公安局"))
    desk.moves(number, "approve", "2022-12-02")
    alone = desk.opens("tax-release", "2022-12-01", **GIVEN)
    desk.signs(alone, "approve", "2022-12-02", (GIVER, "虚构局长乙", "公安局"))
    desk.refused(
        "a release approved by the unit alone",
        *("case", "move", alone, "approve", "--on", "2022-12-02"),
    )
    desk.refused(
        "a release approved for both sides by one person",
        *("approval", "record", alone, "approve", "--approve", "--office", GROUP),
        *("--by", "虚构局长乙", "--paper", SCAN, "--on", "2022-12-02"),
    )
    desk.rejects(alone, "approve", "2022-12-03", (GROUP, "虚构组长"))
    desk.moves(alone, "refuse", "2022-12-03", reason="不属于综合治税用途")
    return {"release": number, "refused": alone}
