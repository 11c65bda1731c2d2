"""The four years of the compounds: what is forbidden is refused by its section, and what is due."""

from __future__ import annotations

import pytest
from cli.terminal import contents

from .actions import Attempt
from .property_firms import FIRMS, TERMS
from .telling import Said, Told

# What the plan forbids in so many words, and what the refusal has to say: case, step, section
FORBIDDEN = {
    "a committee of four": ("YW-x", "propose_board", "成员须为单数"),
    "of three with one owner": ("YW-x", "propose_board", "二分之一"),
    "past three years": ("YW-5a", "decide_board", "工作期限已满"),
    "for more than three years": ("YW-x", "propose_board", "不超过三年"),
    "a contract of 25 months": ("QQ-01", "contract", "最长不得超过两年"),
    "money for decoration": ("WX-x", "draft", "不得挪作他用"),
    "more than there is": ("WX-u2", "use", "below 0"),
    "without the committee's look": ("WX-e1", "apply", "现场查验确认"),
    "an unfiled firm": ("QQ-01", "bid", "没有备案"),
    "a black-listed firm": ("QQ-01", "bid", "黑名单"),
    "an expelled firm": ("QQ-05", "bid", "清出市场"),
    "before the street was asked": ("WQ-he", "blacken", "尚未征求街道意见"),
    "one side alone": ("QQ-06", "inspect", "建设单位"),
    "an award to who did not bid": ("QQ-01", "award", "严格禁止前期物业服务指定"),
    "no owner at the joint meeting": ("LX-2", "hold", "业主代表参加"),
    "the city's inspection unasked": ("SS-3", "inspect", "须先提请"),
    "an unfiled committee": ("XQ-03", "form_owners", "尚未备案"),
    "deregistered on the thirtieth day": ("WQ-kang", "remove", "三十日未满"),
    "no residents asked": ("GZ-05", "determine", "征求居民意见"),
}


def name_of(one: Said) -> str:
    """Which case tried what."""
    return f"{one.turn.number} {one.turn.step.do}: {one.text}"


def test_every_attempt_is_refused_by_its_section(compounds: Told) -> None:
    tried = [one for one in compounds.turns if isinstance(one.what, Attempt)]
    assert len(compounds.refusals) == len(tried) > 100
    for one in compounds.refusals:
        attempt = one.turn.what
        assert isinstance(attempt, Attempt)
        assert one.code == 1, name_of(one)
        assert attempt.says in one.text, name_of(one)
        places = (f"({attempt.section})", f", {attempt.section}) from its state")
        assert any(place in one.text for place in places), name_of(one)


def test_a_refusal_writes_nothing(compounds: Told) -> None:
    assert [name_of(one) for one in compounds.refusals if not one.untouched] == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_what_the_plan_forbids_was_tried(compounds: Told, what: str) -> None:
    number, do, says = FORBIDDEN[what]
    found = [
        one for one in compounds.refusals if (one.turn.number, one.turn.step.do) == (number, do)
    ]
    assert any(says in one.text for one in found), what


def test_a_shared_inspection_is_not_confirmed_by_one_person_for_both(compounds: Told) -> None:
    """The firm's side has signed already: who did cannot sign for the builder."""
    paper = (
        "--office",
        "建设单位",
        "--scope",
        "城建开发",
        "--by",
        "企业代表",
        "--paper",
        "scan.pdf",
    )
    before = contents(compounds.shell.store)
    outcome = compounds.shell.run(
        *("approval", "record", "QQ-06", "inspect_too", "--approve", *paper, "--on", "2022-08-30")
    )
    assert (outcome.code, outcome.out) == (1, "")
    assert "企业代表" in outcome.err
    assert contents(compounds.shell.store) == before


def terms(told: Told, ledger: str) -> dict[str, tuple[str | None, str, str]]:
    """By case, when a term was met, when it was due, and how it stands."""
    found = told.shell.json("ledger", "show", ledger)
    return {one["number"]: (one["met"], one["due"], one["status"]) for one in found}


def test_a_firm_files_within_thirty_days_or_late(compounds: Told) -> None:
    assert terms(compounds, "property-firm-terms") == TERMS


def test_the_eleven_obligations_are_looked_through_one_by_one(compounds: Told) -> None:
    """All of one firm, one of another; a check begins the list anew."""
    found = compounds.shell.json("ledger", "show", "property-firm-obligations")
    met = {(one["name"], one["section"]) for one in found if one["met"] is not None}
    everything = {f"三(三)3({n})" for n in range(1, 12)}
    assert {section for name, section in met if name == FIRMS["WQ-an"][0]} == everything
    assert {section for name, section in met if name == FIRMS["WQ-ning"][0]} == {"三(三)3(4)"}
    assert {one["section"] for one in found} == everything


def test_the_lists_say_who_was_asked_and_what_was_published(compounds: Told) -> None:
    found = compounds.shell.json("ledger", "show", "property-firm-lists")
    he = [(one["step"], one["opinion"]) for one in found if one["name"] == FIRMS["WQ-he"][0]]
    assert [step for step, _opinion in he] == [
        *("征求街道意见", "街道答复意见", "列入黑名单", "公布红黑名单"),
        *("征求街道意见", "街道答复意见", "移出红黑名单", "公布红黑名单"),
    ]
    states = {
        n: compounds.shell.json("case", "show", n)["state"] for n in ("WQ-he", "WQ-an", "WQ-tai")
    }
    assert states == {"WQ-he": "filed", "WQ-an": "red", "WQ-tai": "expelled"}


def test_each_contract_came_to_its_own_end(compounds: Told) -> None:
    found = compounds.shell.json("ledger", "show", "property-contracts")
    ends = {one["number"]: (one["papers_to"], one["state"]) for one in found}
    over = "合同终止，资料已移交"
    assert ends == {
        "QQ-01": ("业主委员会", over),
        "QQ-02": ("村民委员会、居民委员会", over),
        "QQ-03": ("村民委员会、居民委员会", over),
        "QQ-04": (None, "期限已满，须组建物业管理委员会"),
        "QQ-05": (None, "已终止招投标"),
        "QQ-06": (None, "已签订合同，未承接"),
    }


def test_a_board_is_over_with_its_term(compounds: Told) -> None:
    """Three years to the day are due; the one of two years was over before."""
    assert terms(compounds, "property-committee-terms") == {
        "YW-5a": ("2025-10-10", "2025-08-01", "late"),
        "YW-02": ("2025-12-10", "2026-06-09", "met"),
    }


def test_a_seat_is_suspended_left_and_filled(compounds: Told) -> None:
    found = compounds.shell.json("ledger", "show", "property-committee-members")
    seats = {one["seat"]: one["now"] for one in found if one["number"] == "YW-03"}
    assert seats == {"1": "现任", "2": "已离任", "3": "现任", "4": "现任", "5": "现任", "6": "现任"}
    restored = {one["seat"]: one["now"] for one in found if one["number"] == "YW-04"}
    assert restored == {str(n): "现任" for n in range(1, 6)}


def test_the_six_topics_of_a_joint_meeting(compounds: Told) -> None:
    """As printed, each with its result."""
    found = compounds.shell.json("ledger", "show", "property-meetings")
    assert found[0]["problems"].count("的、") == 5
    results = compounds.shell.json("ledger", "show", "property-meeting-results")
    assert [(one["topic"], one["solved"]) for one in results] == [
        *((f"({n})", True) for n in range(1, 6)),
        ("(6)", False),
    ]


def test_nothing_is_wrong_with_the_store(compounds: Told) -> None:
    assert compounds.shell.verified() == []
