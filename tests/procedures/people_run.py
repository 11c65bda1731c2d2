"""The story of officers, filings, bulletins, meetings and releases, run at the command line.

One store, one year, in the order of the days: what must be refused is tried at its moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cli.terminal import Terminal

from .people_bulletins import run_bulletins
from .people_desk import OFFICE, SCAN, Desk, Refusal
from .people_meetings import run_meetings
from .people_release import run_releases
from .people_table import CAUSES, OFFICERS, Officer

FORM = {"file:综合治税信息员登记表": SCAN}
MET = dict.fromkeys(("knows_law", "employed", "able", "devoted"), "true")
COMPARED = {"police/1/2022-07": "驾校少报三户", "land/1/2022-07": "许可少报两件"}
"""What the comparison of filings showed."""


@dataclass
class People:
    """A store in which the whole story has happened; cases by the names that the story gives."""

    shell: Terminal
    refusals: dict[str, Refusal] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        """A clerk to ask about it."""
        return Desk(self.shell)


def run_people(shell: Terminal, _home: Path) -> People:
    """Runs the whole story in an empty store."""
    (shell.folder / SCAN).write_bytes(b"%PDF-1.4 a decision on paper")
    desk = Desk(shell)
    numbers = {one.key: f"XY-2022-{n:03}" for n, one in enumerate(OFFICERS, 1)}
    run_officers(desk, numbers)
    run_filings(desk, numbers)
    numbers |= run_bulletins(desk, numbers)
    numbers |= run_meetings(desk, numbers)
    numbers |= run_releases(desk)
    return People(shell, desk.refusals, numbers)


def run_officers(desk: Desk, numbers: dict[str, str]) -> None:
    """附件3 第二至五条: recommended, confirmed, filed or turned down, replaced, disqualified."""
    opening = ("case", "open", "tax-officers", "--on", "2022-06-21")
    desk.refused("officer without the form", *opening, unit="财政局", name="虚构甲")
    desk.refused("officer of no unit", *opening, name="虚构甲", files=["综合治税信息员登记表"])
    desk.many(("case", "open", "tax-officers"), [_recommended(one) for one in OFFICERS])
    first = numbers["finance"]
    filing = ("case", "move", first, "file", "--on", "2022-06-21")
    desk.refused("conditions not confirmed", *filing)
    some = MET | {"employed": "false"}
    row = {"case": first, "transition": "confirm", "on": "2022-06-21"}
    desk.many(("case", "move"), [row | some])
    desk.refused("no formal employment", *filing)
    confirmed = [
        {"case": numbers[one.key], "transition": "confirm", "on": one.recommended, **MET}
        for one in OFFICERS
    ]
    desk.many(("case", "move"), confirmed)
    desk.refused("not filed by the office", *filing)
    desk.many(("approval", "record"), [_decided(one, numbers[one.key]) for one in OFFICERS])
    desk.many(("case", "move"), [_filed(one, numbers[one.key]) for one in OFFICERS])
    for one in sorted((one for one in OFFICERS if one.ended), key=lambda one: one.ended):
        _end(desk, one, numbers)
    desk.refused(
        "disqualified twice",
        *("case", "move", numbers["industry"], "disqualify", "--on", "2022-11-01"),
        cause=CAUSES[0],
        reason="再次",
    )
    record = {"text": "业务科室拒绝提供涉税信息"}
    desk.moves(numbers["ecology"], "report_refusal", "2022-09-05", refusals=[record])


def _recommended(one: Officer) -> dict[str, str]:
    row = {"on": one.recommended, "member": one.member, "name": f"虚构{one.key}"}
    row |= {"telephone": "0000-0000000"}
    return row | ({"unit": one.unit} if one.unit else {}) | FORM


def _decided(one: Officer, number: str) -> dict[str, str]:
    decision = {"decision": "approve"} if one.filed else {"decision": "reject", "reason": "不符"}
    row = {"subject": number, "action": "file", "office": OFFICE, "by": "虚构主任"}
    return row | decision | {"paper": SCAN, "on": one.filed or "2022-06-28"}


def _filed(one: Officer, number: str) -> dict[str, str]:
    if one.filed:
        return {"case": number, "transition": "file", "on": one.filed}
    return {"case": number, "transition": "turn_down", "on": "2022-06-28", "reason": "不在岗"}


def _end(desk: Desk, one: Officer, numbers: dict[str, str]) -> None:
    number, by = numbers[one.key], (OFFICE, "虚构主任")
    if one.how == "replaced":
        replacing = ("case", "move", number, "replace", "--on", one.ended)
        if one.key == "water":
            desk.signs(number, "replace", one.ended, by)
            desk.refused("replaced without the unit's application", *replacing)
        desk.moves(
            number,
            "apply_replacement",
            one.ended,
            replacement_cause="工作变动",
            files=["改聘申请"],
            reason="调离",
        )
        desk.signs(number, "replace", one.ended, by)
        if one.successor:
            desk.refused("successor not on file", *replacing, successor=numbers["civil"])
            desk.moves(number, "replace", one.ended, successor=numbers[one.successor])
        else:
            desk.moves(number, "replace", one.ended)
        return
    disqualifying = ("case", "move", number, "disqualify", "--on", one.ended)
    if one.key == "police":
        desk.refused("disqualified without a cause", *disqualifying, reason="查实")
        other = {"cause": "年龄偏大", "reason": "查实"}
        desk.refused("disqualified for another cause", *disqualifying, code=2, **other)
        desk.refused("disqualified by nobody", *disqualifying, cause=CAUSES[1], reason="查实")
    desk.signs(number, "disqualify", one.ended, by)
    cause = CAUSES[1] if one.key == "police" else CAUSES[0]
    desk.moves(number, "disqualify", one.ended, cause=cause, reason="查实")
    if one.told:
        desk.moves(number, "tell_unit", one.told)


def run_filings(desk: Desk, numbers: dict[str, str]) -> None:
    """附件1 四: what the police and others sent in time, late, or had to send again."""
    information = "tax-information"
    for name, value in (("monthly_days", "5"),):
        action = f"set {name} {value}"
        desk.signs(f"procedure:{information}", action, "2022-06-25", (OFFICE, "虚构主任"))
        desk.shell.done("procedure", "set", information, name, value)
    sent = [
        # number, who, on, late
        ("police/1/2022-06", "police-2", "2022-07-05", ""),
        ("police/1/2022-07", "police-2", "2022-08-20", "人手不足"),
        ("police/2/2022-Q2", "police-2", "2022-07-08", ""),
        ("land/1/2022-07", "land", "2022-08-19", "系统故障"),
    ]
    values = {"way": "网上报送", "confidential": "false", "records": "12", "file:涉税信息": SCAN}
    rows = [
        {"number": number, "transition": "submit", "on": on, "officer": numbers[who], **values}
        | ({"late_reason": late} if late else {})
        for number, who, on, late in sent
    ]
    desk.refused(
        "a disqualified officer submits",
        *("case", "open", information, "--number", "police/1/2022-09", "--on", "2022-10-10"),
        transition="submit",
        officer=numbers["police"],
        way="网上报送",
        confidential="false",
        records="12",
        files=["涉税信息"],
    )
    desk.many(("case", "open", information), rows)
    desk.moves("police/2/2022-Q2", "return", "2022-07-12", reason="内容失真")
    desk.many(("case", "move"), [step for number in COMPARED for step in _compared(number)])


def _compared(number: str) -> list[dict[str, str]]:
    """附件2 三(二): accepted, assessed, compared; what came of it is confidential."""
    row = {"case": number, "on": "2022-08-22"}
    return [
        row | {"transition": "accept"},
        row | {"transition": "assess", "quality": "9", "quantity": "8"},
        row | {"transition": "pass", "passed_to": "税务部门", "compared": COMPARED[number]},
    ]
