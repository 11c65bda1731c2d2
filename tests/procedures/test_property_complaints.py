"""Complaints, one for each of the thirty-two duties, to the offices that the page names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, contents

from .property_duties import Duty, duties_of
from .running import batch, refused_batch

PROCEDURE = "property-complaints"
STREET = "青杨街道"
SECTION = "五(一)3"
LEAD, JOINT, ASSIST = "主管", "联动", "协助"
# how some of them end: by step, what it needs, and the state as it is shown
ENDS = {
    "(11)": ("go_to_court", {}, "已由法院立案"),
    "(15)": ("settle", {}, "已办结"),
    "(5)": ("settle", {}, "已办结"),
    "(7)": ("mediate", {"mediation": "人民调解"}, "已调解"),
    "(23)": ("find_unfounded", {}, "经查不属实"),
}


@pytest.fixture
def duties(real_gazette: Path) -> dict[str, Duty]:
    """The duties as the page has them."""
    return duties_of(real_gazette)


def number_of(duty: str) -> str:
    """The number of the complaint about a duty."""
    return f"WT-{duty.strip('()')}"


def classified(shell: Terminal, duties: dict[str, Duty]) -> None:
    """A complaint about each duty is taken in, and told to be about it."""
    told = {"complainant": "虚构甲", "street": STREET, "text": "影响生活", "on": "2022-07-01"}
    rows: list[dict[str, Any]] = [{"number": number_of(one), **told} for one in duties]
    batch(shell, ("case", "open", PROCEDURE), rows)
    rows = [step(one, "classify", duty=one) for one in duties]
    batch(shell, ("case", "move"), rows)


def step(about: str, do: str, **sets: Any) -> dict[str, Any]:
    """A step of the complaint about a duty."""
    return {"case": number_of(about), "transition": do, "on": "2022-07-02", **sets}


def routed(duty: str, office: str, role: str) -> dict[str, Any]:
    """Its going to an office, in a part."""
    return step(duty, "route", routes=[{"to": office, "role": role}])


def wrong(duties: dict[str, Duty]) -> list[dict[str, Any]]:
    """For each duty, every office that leads another one and not this; and parts not printed."""
    offices = {office for duty in duties.values() for office in duty.competent}
    found = [
        routed(no, office, LEAD)
        for no, duty in duties.items()
        for office in sorted(offices - set(duty.competent))
    ]
    found += [routed(no, "公安局", JOINT) for no in duties if no not in ("(4)", "(31)")]
    found += [
        routed(no, "物业服务企业", ASSIST) for no in duties if no not in ("(26)", "(28)", "(29)")
    ]
    return found


def test_each_duty_goes_to_its_own_offices_and_to_no_other(
    shell: Terminal, duties: dict[str, Duty]
) -> None:
    """All offices of all duties, by their part; every other one is refused, and nothing written."""
    classified(shell, duties)
    tried = wrong(duties)
    assert len(tried) > 600
    before = contents(shell.store)
    outcome, said = refused_batch(shell, ("case", "move"), tried)
    assert (outcome.code, outcome.out, len(said)) == (1, "", len(tried))
    assert contents(shell.store) == before
    for line in said.values():
        assert f"({SECTION})" in line
        assert any(why in line for why in ("不负责这一项", "不参加这一项", "没有写明")), line
    sent = [
        routed(no, office, role)
        for no, duty in duties.items()
        for role, offices in ((LEAD, duty.competent), (JOINT, duty.joint), (ASSIST, duty.assisting))
        for office in offices
    ]
    batch(shell, ("case", "move"), sent)
    found = shell.json("ledger", "show", PROCEDURE)
    assert {one["duty"]: tuple(one["competent"].split("、")) for one in found} == {
        no: duty.competent for no, duty in duties.items()
    }
    assert {one["duty"]: one["routed"].split("、") for one in found} == {
        no: [*duty.competent, *duty.joint, *duty.assisting] for no, duty in duties.items()
    }


def test_how_a_complaint_ended(shell: Terminal, duties: dict[str, Duty]) -> None:
    """Not before each office has answered; by the court only where it leads."""
    classified(shell, duties)
    sent = [routed(no, office, LEAD) for no in ENDS for office in duties[no].competent]
    batch(shell, ("case", "move"), sent)
    first = {no: duties[no].competent[0] for no in ENDS}
    batch(
        shell,
        ("case", "move"),
        [step(no, "answer", answers=[{"office": first[no], "text": "已查"}]) for no in ENDS],
    )
    _outcome, said = refused_batch(
        shell,
        ("case", "move"),
        [
            step("(15)", "settle", outcome="x"),
            step("(15)", "go_to_court", outcome="x"),
            step("(15)", "answer", answers=[{"office": "住建局", "text": "x"}]),
            step("(15)", "answer", answers=[{"office": first["(15)"], "text": "x"}]),
            step("(16)", "settle", outcome="x"),
        ],
    )
    whys = ("尚未全部答复", "法院不负责", "没有转办该部门", "已经答复", "from its state")
    for line, why in enumerate(whys, start=1):
        assert why in said[line], said[line]
    batch(
        shell,
        ("case", "move"),
        [
            step(no, "answer", answers=[{"office": office, "text": "已查"}])
            for no in ENDS
            for office in duties[no].competent[1:]
        ]
        + [step(no, do, outcome="已答复投诉人", **sets) for no, (do, sets, _state) in ENDS.items()],
    )
    found = {one["duty"]: one for one in shell.json("ledger", "show", PROCEDURE)}
    assert {no: found[no]["state"] for no in ENDS} == {
        no: end for no, (_d, _s, end) in ENDS.items()
    }
    counts = {one["duty"]: one for one in shell.json("ledger", "show", "property-complaint-duties")}
    assert (counts["(15)"]["settled"], counts["(11)"]["in_court"], counts["(7)"]["mediated"]) == (
        1,
        1,
        1,
    )
