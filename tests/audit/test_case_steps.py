"""Steps of cases judged again from the log: what was written past the check is found, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from trust.chancery import Chancery
from trust.tampering import rewrite_all, tampered

from zltrec.audit.case_steps import DISPOSE
from zltrec.audit.decisions import Digests
from zltrec.domain.approval import ApprovalOnPaper, Decision
from zltrec.domain.case_events import (
    CaseAmended,
    CaseMoved,
    CaseOpened,
    CaseReversed,
    EditionTaken,
    PersonalDisposed,
)
from zltrec.procedure.snapshot import Claim, Posting
from zltrec.proof.statement import subject_digest
from zltrec.records import disposal
from zltrec.records.subjects import read_subject

from .filing import PROCEDURE, SECOND, TEXT, THIRD, Filing

OPEN = "house/open"


@pytest.fixture
def filing(tmp_path: Path) -> Iterator[Filing]:
    """A store with the procedure in its first edition."""
    made = Filing(Chancery(tmp_path / "office", {}))
    yield made
    made.chancery.workspace.close()


def check(filing: Filing, position: int, kind: str, *said: str) -> None:
    """Exactly one fault, at that position, of that kind, that says so."""
    found = filing.faults()
    assert [(at, of) for at, of, _sentence in found] == [(position, kind)], found
    for words in said:
        assert words in found[0][2]


def moved(filing: Filing, number: str, transition: str, state: str = "", **said: Any) -> int:
    """A step written past the check."""
    fields = {"transition": transition, "state": state, "edition": 1} | said
    return filing.write(number, CaseMoved, **fields)


def review(filing: Filing, number: str, **said: Any) -> int:
    """A review written past the check."""
    fields: dict[str, Any] = {"sets": {"grade": "D级", "cost": 8000}, "state": "reviewed"} | said
    return moved(filing, number, "review", **fields)


def opened(filing: Filing, number: str, house: str, **said: Any) -> int:
    """An opening written past the check."""
    fields: dict[str, Any] = {
        "procedure": PROCEDURE,
        "transition": "ask",
        "state": "asked",
        "edition": 1,
        "sets": {"house": house, "town": "东镇"},
        "claims": (Claim(OPEN, house),),
    }
    return filing.write(number, CaseOpened, **(fields | said))


def decided(filing: Filing, number: str, action: str, office: str, **said: Any) -> str:
    """A decision on paper, written past every check; its id."""
    records = filing.chancery.workspace.records
    with records.looking() as look:
        subject = read_subject(look, number)
    fields: dict[str, Any] = {
        "subject": number,
        "action": action,
        "version": subject.version,
        "digest": subject.digest,
        "decision": "approve",
        "office": office,
        "scope": "",
        "officer": "村主任",
        "person": "村主任",
        "on": filing.today.isoformat(),
    }
    scan = filing.chancery.paper(number, "look", "谁", "某处").id
    paper = records.load_exactly(scan).paper
    fact = ApprovalOnPaper(
        decision=Decision(**(fields | said)),
        paper=paper,
        recorded_at=records.load_exactly(scan).recorded_at,
        actor="文书",
    )
    with records.writing() as work:
        return work.begin("a", fact).id


def test_an_honest_history_holds(filing: Filing) -> None:
    """Signs, waits, claims, accounts, references, corrections, reversals, rejections, another
    edition, a setting, a value entered, a disposal."""
    first = filing.open("东1")
    filing.move(first, "fund", cost="80")
    filing.review(first)
    filing.permit(first)
    filing.pay(first)
    second = filing.open("东1", earlier=first)
    filing.review(second)
    said = {"scope": "东镇", "approve": False, "reason": "不合"}
    filing.paper(second, "permit", "镇政府", "镇长", **said)
    filing.move(second, "decline", reason="不合")
    third = filing.open("东1", earlier=first)
    filing.move(third, "visit", visits='{"what": "问", "whom": "李某"}')
    filing.correct(third, {"visits.1": '{"what": "答"}', "house": "东9"})
    filing.review(third)
    filing.reverse(third)
    filing.set("notice_days", "3")
    filing.enter("planned", "7")
    filing.adopt(SECOND)
    filing.paper(third, "review", "村委会", "村主任")
    filing.move(third, "review", grade="D级", cost="150")
    assert filing.case(third).edition == 2
    filing.adopt(THIRD)
    filing.upgrade(third, "checked")
    filing.reverse(third)
    filing.upgrade(third, "checked")
    filing.dispose(first)
    assert filing.faults() == []


def test_an_approval_given_before_a_case_was_taken_to_an_edition_counts(filing: Filing) -> None:
    """The move takes it there in the same transaction: what was approved is the case before."""
    number = filing.open("东1")
    filing.paper(number, "review", "村委会", "村主任")
    filing.adopt(SECOND)
    filing.move(number, "review", grade="D级", cost="150")
    rows = list(filing.chancery.workspace.log.rows_by(number))
    assert [row[3] for row in rows] == ["case.opened", "case.edition-taken", "case.moved"]
    assert filing.faults() == []


def test_an_approval_given_after_a_case_was_taken_to_an_edition_counts(filing: Filing) -> None:
    """Where somebody took it there before, that event is part of what was approved."""
    number = filing.open("东1")
    filing.adopt(SECOND)
    filing.upgrade(number)
    filing.review(number, cost="150")
    assert filing.faults() == []


def test_an_approval_from_before_somebody_took_the_case_to_an_edition_does_not_count(
    filing: Filing,
) -> None:
    """Only the move's own transaction is let pass."""
    number = filing.open("东1")
    given = filing.paper(number, "review", "村委会", "村主任")
    filing.adopt(SECOND)
    filing.upgrade(number)
    position = review(filing, number, edition=2, approvals=(given,))
    check(filing, position, "approval", "had no such approval of 村委会 for review")


# --- approvals


def none_at_all(_filing: Filing, _number: str) -> tuple[str, ...]:
    return ()


def one_that_does_not_exist(_filing: Filing, _number: str) -> tuple[str, ...]:
    return ("a9999999",)


def one_of_another_office(filing: Filing, number: str) -> tuple[str, ...]:
    return (filing.paper(number, "review", "镇政府", "某乙"),)


def one_of_a_scope(filing: Filing, number: str) -> tuple[str, ...]:
    return (filing.paper(number, "review", "村委会", "村主任", scope="东村"),)


def one_of_another_action(filing: Filing, number: str) -> tuple[str, ...]:
    return (filing.paper(number, "permit", "村委会", "村主任"),)


def one_of_another_case(filing: Filing, _number: str) -> tuple[str, ...]:
    return (filing.paper(filing.open("东2"), "review", "村委会", "村主任"),)


def a_rejection(filing: Filing, number: str) -> tuple[str, ...]:
    said = {"approve": False, "reason": "不合"}
    return (filing.paper(number, "review", "村委会", "村主任", **said),)


def one_that_was_rejected_since(filing: Filing, number: str) -> tuple[str, ...]:
    given = filing.paper(number, "review", "村委会", "村主任")
    a_rejection(filing, number)
    return (given,)


def one_of_an_earlier_version(filing: Filing, number: str) -> tuple[str, ...]:
    given = filing.paper(number, "review", "村委会", "村主任")
    filing.move(number, "visit", visits='{"what": "问"}')
    return (given,)


def one_past_its_validity(filing: Filing, number: str) -> tuple[str, ...]:
    given = filing.paper(number, "review", "村委会", "村主任", valid_until=filing.today)
    filing.later(2)
    return (given,)


@pytest.mark.parametrize(
    "bring",
    [
        none_at_all,
        one_that_does_not_exist,
        one_of_another_office,
        one_of_a_scope,
        one_of_another_action,
        one_of_another_case,
        a_rejection,
        one_that_was_rejected_since,
        one_of_an_earlier_version,
        one_past_its_validity,
    ],
    ids=lambda way: way.__name__,
)
def test_a_step_without_its_approval_is_found(
    filing: Filing, bring: Callable[[Filing, str], tuple[str, ...]]
) -> None:
    """By its position, with the office and the action; what comes after it is judged on."""
    number = filing.open("东1")
    position = review(filing, number, approvals=bring(filing, number))
    filing.permit(number)
    check(filing, position, "approval", "had no such approval of 村委会 for review")


def test_an_approval_that_came_later_does_not_count(filing: Filing) -> None:
    """What was recorded behind the step was not there when it was taken."""
    number = filing.open("东1")
    position = review(filing, number, approvals=(f"a{filing.size + 2:07d}",))
    filing.paper(number, "review", "村委会", "村主任")
    check(filing, position, "approval", "had no such approval")


def test_a_step_that_names_another_approval_is_found(filing: Filing) -> None:
    """The last one counts, as it did for the command."""
    number = filing.open("东1")
    earlier = filing.paper(number, "review", "村委会", "村主任")
    filing.paper(number, "review", "村委会", "村主任")
    position = review(filing, number, approvals=(earlier,))
    check(filing, position, "approval", "says something else than the rules give: approvals")


def test_paper_where_the_edition_wants_a_key_is_found(filing: Filing) -> None:
    """The grade that the edition in force names counts."""
    filing.adopt(
        TEXT.replace("edition = 1", "edition = 2").replace(
            '{office = "村委会"}', '{office = "村委会", grade = "key"}'
        )
    )
    number = filing.open("东1")
    given = filing.paper(number, "review", "村委会", "村主任")
    position = review(filing, number, edition=2, approvals=(given,))
    check(filing, position, "approval", f"needed an approval by key; {given} is on paper")


def test_a_decision_dated_after_the_step_is_found(filing: Filing) -> None:
    """A step of an earlier day cannot stand on what was decided later."""
    number = filing.open("东1")
    day_before = filing.today.isoformat()
    filing.later(3)
    given = filing.paper(number, "review", "村委会", "村主任")
    position = review(filing, number, approvals=(given,), occurred=day_before)
    check(filing, position, "approval", f"the decision {given} is dated")


def test_one_person_who_decided_what_is_kept_apart_is_found(filing: Filing) -> None:
    """The approval is a fault of its own, by the procedure in force; the step on it is another."""
    number = filing.open("东1")
    filing.review(number, by="村主任")
    filing.later(7)
    given = decided(filing, number, "permit", "镇政府", scope="东镇", officer="村 主任")
    at = filing.size
    position = moved(filing, number, "permit", "let", approvals=(given,))
    found = filing.faults()
    assert [(where, kind) for where, kind, _said in found] == [
        (at, "approval"),
        (position, "approval"),
    ]
    assert "must be decided by somebody else" in found[0][2]
    assert "does not hold" in found[1][2]


def test_before_the_case_was_there_nobody_is_kept_apart(filing: Filing) -> None:
    """The sets of the edition count for its own cases, by the edition of the time."""
    apart = ', apart = ["review"]'
    assert apart in TEXT
    filing.adopt(TEXT.replace("edition = 1", "edition = 2").replace(apart, ""))
    number = filing.open("东1")
    filing.review(number, by="镇长")
    filing.permit(number, by="镇长")
    filing.adopt(TEXT.replace("edition = 1", "edition = 3"))
    assert filing.faults() == []
    other = filing.open("东2")
    filing.review(other, by="镇长")
    decided(filing, other, "permit", "镇政府", scope="东镇", officer="镇长", person="镇长")
    check(filing, filing.size, "approval", "must be decided by somebody else")


def test_what_an_edition_keeps_apart_since_is_found_at_the_step(filing: Filing) -> None:
    """Both decisions were let be by the edition of their time; the step is judged by its own."""
    apart = ', apart = ["review"]'
    filing.adopt(TEXT.replace("edition = 1", "edition = 2").replace(apart, ""))
    number = filing.open("东1")
    filing.review(number, by="镇长")
    filing.later(7)
    given = filing.paper(number, "permit", "镇政府", "镇长", scope="东镇")
    filing.adopt(TEXT.replace("edition = 1", "edition = 3"))
    position = moved(filing, number, "permit", "let", edition=3, approvals=(given,))
    check(filing, position, "approval", "must be decided by somebody else")


def test_another_person_where_the_same_is_wanted_is_found(filing: Filing) -> None:
    """Who permitted has to pay."""
    number = filing.open("东1")
    filing.move(number, "fund", cost="80")
    filing.review(number)
    filing.permit(number, by="镇长")
    given = filing.paper(number, "pay", "镇政府", "副镇长", scope="东镇")
    position = moved(
        filing,
        number,
        "pay",
        "paid",
        approvals=(given,),
        posts=(Posting("money", "东镇", -8000),),
        releases=(Claim(OPEN, "东1"),),
    )
    check(filing, position, "approval", "has to be decided by 镇长, who decided permit")


def test_a_rejection_that_was_none_is_found(filing: Filing) -> None:
    """What a rejection leads to needs the office's rejection."""
    number = filing.open("东1")
    filing.review(number)
    said = {"releases": (Claim(OPEN, "东1"),), "reason": "不合"}
    position = moved(filing, number, "decline", "refused", **said)
    check(filing, position, "approval", "had no such rejection by 镇政府@东镇 of permit")


def test_an_approval_on_a_case_that_was_rewritten_is_found(filing: Filing) -> None:
    """With leaves and head made to fit: what was approved was another; so is the step on it."""
    number = filing.open("东1")
    filing.review(number)
    given = filing.size - 1
    path = filing.chancery.workspace.folder.log
    tampered(
        path,
        "UPDATE stored_events SET state ="
        " CAST(replace(CAST(state AS TEXT), '东镇', '西镇') AS BLOB) WHERE originator_id = ?",
        parameters=(number,),
    )
    rewrite_all(path)
    found = [(at, said) for at, kind, said in filing.faults() if kind == "approval"]
    assert [at for at, _said in found] == [given, given + 1]
    assert f"{number} was another then" in found[0][1]


# --- rules


def test_a_wait_that_was_not_over_is_found(filing: Filing) -> None:
    """By the figure in force, and the working days adopted by then."""
    number = filing.open("东1")
    filing.review(number)
    filing.later(3)  # Friday to Monday
    given = filing.paper(number, "permit", "镇政府", "镇长", scope="东镇")
    position = moved(filing, number, "permit", "let", approvals=(given,))
    filing.set("notice_days", "0")
    check(filing, position, "step", "2 full working days after review (审核)")


def test_a_wait_is_judged_by_what_was_set_by_then(filing: Filing) -> None:
    """Set after it, the figure does not speak for or against the step."""
    number = filing.open("东1")
    filing.review(number)
    filing.set("notice_days", "0")
    filing.later(3)
    filing.paper(number, "permit", "镇政府", "镇长", scope="东镇")
    filing.move(number, "permit")
    filing.set("notice_days", "30")
    assert filing.faults() == []


def test_a_condition_that_did_not_hold_is_found(filing: Filing) -> None:
    """A cost above the ceiling of the edition in force."""
    number = filing.open("东1")
    given = filing.paper(number, "review", "村委会", "村主任")
    sets = {"grade": "D级", "cost": 15000}
    position = review(filing, number, approvals=(given,), sets=sets)
    filing.adopt(SECOND)
    check(filing, position, "step", "超过补助上限")


def test_another_case_is_judged_as_it_was(filing: Filing) -> None:
    """A condition on the case that a field names: it was open then, though it is closed now."""
    first = filing.open("东1")
    filing.move(first, "fund", cost="80")
    sets = {"house": "东2", "town": "东镇", "earlier": first}
    position = opened(filing, "X1", "东2", sets=sets)
    filing.review(first)
    filing.permit(first)
    filing.pay(first)
    check(filing, position, "step", "上次维修未结")


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"state": "let"}, "state"),
        ({"edition": 2}, "edition"),
        ({"posts": (Posting("money", "东镇", 100),)}, "posts"),
        ({"claims": (Claim(OPEN, "东7"),)}, "claims"),
        ({"releases": (Claim(OPEN, "东1"),)}, "releases"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_rules_do_not_give_is_found(
    filing: Filing, changed: dict[str, Any], name: str
) -> None:
    """The fault names what differs."""
    number = filing.open("东1")
    given = filing.paper(number, "review", "村委会", "村主任")
    position = review(filing, number, approvals=(given,), **changed)
    check(filing, position, "step", f"says something else than the rules give: {name}")


def test_a_balance_below_its_floor_is_found(filing: Filing) -> None:
    """By the balance of that position: what came in later does not help."""
    number = filing.open("东1")
    filing.review(number)
    filing.permit(number)
    given = filing.paper(number, "pay", "镇政府", "镇长", scope="东镇")
    position = moved(
        filing,
        number,
        "pay",
        "paid",
        approvals=(given,),
        posts=(Posting("money", "东镇", -8000),),
        releases=(Claim(OPEN, "东1"),),
    )
    filing.move(filing.open("东2"), "fund", cost="80")
    check(filing, position, "step", "the account money 东镇 holds 0")


def test_a_value_that_belongs_to_another_case_is_found(filing: Filing) -> None:
    """Even where the other has let it go since."""
    number = filing.open("东1")
    position = opened(filing, "X1", "东1")
    filing.reverse(number)
    check(filing, position, "step", "house 东1 belongs to", "该房屋已有未结的维修")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"procedure": "none"}, "there is no procedure none"),
        ({"transition": "review"}, "cannot take review"),
        ({"transition": "none"}, "there is no step none"),
        ({"sets": {"house": "东1"}}, "town (乡镇) is missing"),
        ({"sets": {"house": "东1", "town": "东镇", "no": 1}}, "has no field no"),
        ({"sets": {"house": "东1", "town": "东镇", "visits": 1}}, "has no field visits"),
        ({"sets": {"house": "东1", "town": "东镇", "grade": "A级"}}, "grade is one of C级、D级"),
        ({"sets": {"house": "东1", "town": "东镇", "owner": "王某"}}, "owner is personal"),
        ({"appends": {"visits": [{"whom": "王某"}]}}, "visits.whom is personal"),
        ({"appends": {"visits": [{"no": "王某"}]}}, "has no field visits.no"),
        ({"declared": ("need:no",), "reason": "急"}, "need:no cannot be declared"),
        ({"declared": ("need:urgent",)}, "what is declared needs a reason"),
        ({"occurred": "2022-07"}, "2022-07 is none"),
        ({"occurred": "2022-07-30"}, "is dated 2022-07-30, but was recorded on 2022-07-01"),
        ({"approvals": ("a9999999",)}, "the rules give: approvals"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_opening_that_the_procedure_does_not_let_be_is_found(
    filing: Filing, changed: dict[str, Any], words: str
) -> None:
    """Its values, its day, its step, and what the rules give."""
    position = opened(filing, "X1", "东1", **changed)
    check(filing, position, "approval" if "approvals" in changed else "step", words)


def test_a_case_that_was_opened_twice_is_found(filing: Filing) -> None:
    """Its number is given out already."""
    number = filing.open("东1")
    position = opened(filing, number, "东2")
    check(filing, position, "step", f"the number {number} is given out already")


@pytest.mark.parametrize("kind", [CaseMoved, CaseAmended, CaseReversed, EditionTaken])
def test_an_event_of_a_case_that_is_not_there_is_found(filing: Filing, kind: type[Any]) -> None:
    """Nothing happens to a case before its opening."""
    said: dict[type[Any], dict[str, Any]] = {
        CaseMoved: {"transition": "visit", "state": "asked", "edition": 1},
        CaseAmended: {"sets": {"town": "西镇"}, "reason": "订正"},
        CaseReversed: {"step": 1, "transition": "ask", "reason": "误记"},
        EditionTaken: {"edition": 1},
    }
    position = filing.write("X1", kind, **said[kind])
    check(filing, position, "step", "there was no case X1 then")


def test_a_step_of_a_case_that_was_taken_back_is_found(filing: Filing) -> None:
    """Its opening was undone: it is no case any more, and cannot be opened by a move."""
    number = filing.open("东1")
    filing.reverse(number)
    position = moved(filing, number, "ask", "asked", claims=(Claim(OPEN, "东1"),))
    check(filing, position, "step", f"the opening of {number} was taken back before")


def test_a_step_before_the_last_one_is_found(filing: Filing) -> None:
    """Steps are in the order of their days."""
    filing.later(5)
    number = filing.open("东1")
    day = (filing.today - timedelta(days=2)).isoformat()
    appends = {"visits": [{"what": "问"}]}
    position = moved(filing, number, "visit", "asked", appends=appends, occurred=day)
    check(filing, position, "step", "before the last one")


# --- editions of cases, reversals, corrections, disposals


def test_a_case_taken_to_an_edition_that_is_not_in_force_is_found(filing: Filing) -> None:
    """Neither one to come nor an earlier one."""
    number = filing.open("东1")
    position = filing.write(number, EditionTaken, edition=2)
    check(filing, position, "step", "edition 2 of repairs was not in force; edition 1 was")


def test_a_case_taken_to_the_edition_that_it_has_is_found(filing: Filing) -> None:
    """Nothing would change."""
    number = filing.open("东1")
    position = filing.write(number, EditionTaken, edition=1)
    check(filing, position, "step", "is judged by edition 1 already")


@pytest.mark.parametrize("state", [None, "nowhere"])
def test_a_case_taken_to_a_state_that_there_is_not_is_found(
    filing: Filing, state: str | None
) -> None:
    """Its own that is gone, or one that never was."""
    number = filing.open("东1")
    filing.review(number)
    filing.adopt(SECOND)
    filing.adopt(THIRD)
    position = filing.write(number, EditionTaken, edition=3, state=state)
    check(filing, position, "step", f"edition 3 has no state {state or 'reviewed'}")


def funded(filing: Filing) -> str:
    """A case whose last step brought money in."""
    number = filing.open("东1")
    filing.move(number, "fund", cost="80")
    return number


def reversed_past(filing: Filing, number: str, **said: Any) -> int:
    fields = {"step": 2, "transition": "fund", "reason": "误记"} | said
    return filing.write(number, CaseReversed, **fields)


@pytest.mark.parametrize("said", [{"step": 1}, {"transition": "ask"}, {"step": 3}])
def test_the_taking_back_of_another_step_is_found(filing: Filing, said: dict[str, Any]) -> None:
    """Only the last that stands can be taken back."""
    number = funded(filing)
    posts = (Posting("money", "东镇", -10000),)
    position = reversed_past(filing, number, posts=posts, **said)
    found = filing.faults()
    assert [(at, kind) for at, kind, _said in found] == [(position, "step")]
    assert f"the last step of {number} was fund, version 2" in found[0][2]


@pytest.mark.parametrize(
    "posts", [(), (Posting("money", "东镇", -1),), (Posting("money", "东镇", 10000),)]
)
def test_a_reversal_that_does_not_undo_the_entries_is_found(
    filing: Filing, posts: tuple[Posting, ...]
) -> None:
    """Exactly the negated ones."""
    position = reversed_past(filing, funded(filing), posts=posts)
    check(filing, position, "step", "does not undo what it did: posts")


@pytest.mark.parametrize("releases", [(), (Claim(OPEN, "东2"),)])
def test_a_reversal_that_does_not_give_back_the_claims_is_found(
    filing: Filing, releases: tuple[Claim, ...]
) -> None:
    """What the opening claimed is free again."""
    number = filing.open("东1")
    said = {"step": 1, "transition": "ask", "reason": "误记"}
    position = filing.write(number, CaseReversed, releases=releases, **said)
    check(filing, position, "step", "does not undo what it did: releases")


def test_a_reversal_of_what_was_given_out_since_is_found(filing: Filing) -> None:
    """The balance would fall below its floor."""
    number = funded(filing)
    other = filing.open("东2")
    filing.review(other)
    filing.permit(other)
    filing.pay(other)
    position = reversed_past(filing, number, posts=(Posting("money", "东镇", -10000),))
    check(filing, position, "step", "the account money 东镇 would stand at -8000")


def test_a_reversal_that_takes_what_is_another_s_is_found(filing: Filing) -> None:
    """The value that a closed case let go belongs to the next one."""
    number = funded(filing)
    filing.review(number)
    filing.permit(number)
    filing.pay(number)
    other = filing.open("东1")
    position = filing.write(
        number,
        CaseReversed,
        step=5,
        transition="pay",
        posts=(Posting("money", "东镇", 8000),),
        claims=(Claim(OPEN, "东1"),),
        reason="误记",
    )
    check(filing, position, "step", f"东1 belongs to {other} by now")


def test_a_reversal_after_a_correction_gives_back_what_is_held(filing: Filing) -> None:
    """The value as corrected, and not the first one, which is another's by now."""
    number = filing.open("东1")
    filing.amend(number, house="东2")
    other = filing.open("东1")
    filing.reverse(number)
    with filing.chancery.workspace.records.looking() as look:
        assert dict(look.registers.scan("case.claim")) == {f"{PROCEDURE}/{OPEN}/东1": other}
    assert filing.faults() == []


def test_a_correction_of_a_closed_case_claims_nothing(filing: Filing) -> None:
    """It holds nothing any more: what it is corrected to may be another's."""
    number = filing.open("东1")
    filing.move(number, "fund", cost="80")
    filing.review(number)
    filing.permit(number)
    filing.pay(number)
    filing.open("东2")
    filing.amend(number, house="东2")
    assert filing.faults() == []


def test_what_was_decided_on_a_longer_number_is_of_another_case(filing: Filing) -> None:
    """A case numbered by item and period, and one by the item alone: nobody is kept apart."""
    for number, house in (("东", "东1"), ("东/2022", "东2")):
        filing.open(house, number=number)
    filing.review("东/2022", by="村主任")
    filing.later(7)
    filing.paper("东/2022", "permit", "镇政府", "镇长", scope="东镇")
    filing.paper("东", "review", "村委会", "镇长")
    filing.move("东", "review", grade="D级", cost="80")
    assert filing.faults() == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"sets": {"no": 1}}, "has no field no"),
        ({"sets": {"owner": "王某"}}, "owner is personal"),
        ({"records": {"visits.2": {"what": "答"}}}, "has 1 records, no 2"),
        ({"records": {"visits.x": {"what": "答"}}}, "has 1 records, no x"),
        ({"records": {"no.1": {"what": "答"}}}, "has 0 records, no 1"),
        ({"records": {"visits.1": {"whom": "李某"}}}, "visits.whom is personal"),
        ({"sets": {"house": "东3"}}, "than the rules give: claims, releases"),
        ({"sets": {"town": "西镇"}, "claims": (Claim(OPEN, "东3"),)}, "claims, releases"),
        (
            {
                "sets": {"house": "东2"},
                "claims": (Claim(OPEN, "东2"),),
                "releases": (Claim(OPEN, "东1"),),
            },
            "house 东2 belongs to R-2022-002",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_correction_past_the_rules_is_found(
    filing: Filing, said: dict[str, Any], words: str
) -> None:
    """Of what there is not, in the open, or with another claim than the value makes."""
    number = filing.open("东1")
    filing.move(number, "visit", visits='{"what": "问"}')
    filing.open("东2")
    position = filing.write(number, CaseAmended, reason="订正", **said)
    check(filing, position, "step", words)


def test_a_disposal_without_its_approval_is_found(filing: Filing) -> None:
    """By the office that the settings name."""
    number = filing.open("东1")
    given = filing.paper(number, DISPOSE, "村委会", "村主任")
    names = tuple(filing.case(number).private)
    position = filing.write(
        number, PersonalDisposed, commitments=names, approval=given, reason="期满"
    )
    found = [one for one in filing.faults() if one[1] != "private"]
    assert [(at, kind) for at, kind, _said in found] == [(position, "approval")]
    assert "had no such approval of registrar for dispose" in found[0][2]


def test_a_disposal_of_other_values_is_found(filing: Filing) -> None:
    """It names exactly those of the case; of one that has none there is nothing to dispose of."""
    number, other = filing.open("东1"), filing.open("东2")
    for names in (tuple(filing.case(other).private), ()):
        given = filing.paper(number, DISPOSE, "registrar", "赵登记")
        position = filing.write(
            number, PersonalDisposed, commitments=names, approval=given, reason="期满"
        )
        found = [one for one in filing.faults() if one[1] == "step" and one[0] == position]
        assert "does not name exactly the personal values" in found[0][2]


def test_the_action_of_a_disposal_is_the_command_s() -> None:
    """The auditor names it by itself: no room knows its neighbours."""
    assert disposal.ACTION == DISPOSE


# --- the whole


def test_each_fault_is_named_once(filing: Filing) -> None:
    """What was written past the check counts from there on: later steps are judged on."""
    number = filing.open("东1")
    first = review(filing, number, approvals=())
    filing.permit(number)
    second = moved(filing, number, "pay", "paid", releases=(Claim(OPEN, "东1"),))
    other = filing.open("东1", earlier=number)
    filing.review(other)
    assert [at for at, _kind, _said in filing.faults()] == [first, second]


def test_what_cannot_be_judged_is_said(filing: Filing) -> None:
    """A value of another type than its field's."""
    number = filing.open("东1")
    given = filing.paper(number, "review", "村委会", "村主任")
    position = review(filing, number, approvals=(given,), sets={"grade": ["D级"], "cost": "x"})
    found = filing.faults()
    assert [(at, kind) for at, kind, _said in found] == [(position, "step")]


def test_the_digest_that_grows_is_that_of_the_subject() -> None:
    """Event by event the same as over all of them."""
    events = [(1, "case.opened", b"{}"), (2, "case.moved", b'{"a":"\xe4\xb8\x80"}')]
    digests = Digests()
    assert digests.of("x") == subject_digest(())
    for count, event in enumerate(events, 1):
        digests.take("x", *event)
        assert digests.of("x") == subject_digest(events[:count])
    assert digests.of("y") == subject_digest(())


def test_topics_are_read_by_their_kind_or_alone(filing: Filing) -> None:
    """`case` means all of a case, `case.opened` the openings only."""
    filing.move(filing.open("东1"), "fund", cost="80")
    log = filing.chancery.workspace.log
    every = [row[3] for row in log.rows_of(("case", "procedure"))]
    assert every == ["procedure.edition-adopted", "case.opened", "case.moved"]
    alone = [row[3] for row in log.rows_of(("case.opened", "procedure"))]
    assert alone == ["procedure.edition-adopted", "case.opened"]
    assert [row[3] for row in log.rows_of(("case.open",))] == []
