"""What a step needs, and that a refusal names each thing that it lacks with its section."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import pytest

from zltrec.calendar.working import WorkingCalendar, YearCalendar
from zltrec.errors import Refused
from zltrec.procedure.decide import Asked, decide_step
from zltrec.procedure.definition import Definition, Sign
from zltrec.procedure.edition import Edition
from zltrec.procedure.lookup import CaseLookup, Others, no_others
from zltrec.procedure.snapshot import Claim, FileHeld, Posting, Snapshot, StepTaken

OFF = tuple(date(2022, 10, day) for day in range(1, 8))
WORKED = (date(2022, 10, 8), date(2022, 10, 9))
CALENDAR = WorkingCalendar({2022: YearCalendar(2022, OFF, WORKED, "国办发明电〔2021〕11号")})
PROCEDURE = """
id = "housing"
title = "危房改造"
edition = 3
source = "方案"
office = "市危改办"
series = "WF-{n}"
figures = [{id = "notice", type = "integer", value = "5"}, {id = "most", type = "integer"}]
accounts = [{id = "fund", key = "township", floor = 100, section = "五"}]
states = [{id = "applied"}, {id = "posted"}, {id = "approved"}, {id = "closed", final = true}]
fields = [
  {id = "card", type = "text", unique = [{within = "open", why = "一户一次", section = "二(一)"}]},
  {id = "plot", type = "text", unique = [
    {within = "ever", claimed = ["pay"], refused = ["look"], why = "已补助", section = "二(二)"}]},
  {id = "stall", type = "text", unique = [{within = "open", claimed = ["pay"]}]},
  {id = "area", label = "面积", type = "decimal", required_from = "approved", section = "三"},
  {id = "amount", type = "integer"}, {id = "deaths", type = "integer"},
  {id = "township", type = "text"},
]
readings = [{id = "old_house", section = "四(二)", at = ["clear"], options = [
  {id = "demolish", text = "拆除"}, {id = "seal", text = "封存"}]}]
transitions = [
  {id = "apply", label = "申请", to = "applied"},
  {id = "post", from = ["applied", "posted"], to = "posted"},
  {id = "review", label = "初审", from = ["posted"], section = "六(三)", when = [
    {that = "area <= 60.0", why = "面积超过60平方米", section = "六(二)"}], wait = [
    {after = "post", days = "notice", section = "六(一)"}], files = [
    "申请书"], fields = ["township"], reason = true},
  {id = "settle", from = ["applied"], wait = [{after = "apply", working_days = 5}]},
  {id = "again", from = ["applied"], wait = [{after = "post", days = 1}]},
  {id = "approve", from = ["applied", "posted"], to = "approved", section = "七", signs = [
    {office = "镇政府", scope = "township"},
    {office = "市政府", when = "amount >= 1000", action = "grant", section = "七(二)"}]},
  {id = "decline", from = ["applied", "posted"], to = "closed", rejects = "approve"},
  {id = "tell", from = ["applied"], minute = true, section = "四"},
  {id = "start", from = ["applied"], signs = [
    {office = "甲", when = "amount > 9"}, {office = "乙", when = "amount < 5"}]},
  {id = "correct", from = ["applied"], fields = ["card"]}, {id = "look", from = ["applied"]},
  {id = "pay", from = ["applied"], posts = [{account = "fund", way = "out", amount = "amount"}]},
  {id = "repay", from = ["applied"], posts = [
    {account = "fund", amount = "amount"},
    {account = "fund", way = "out", amount = "amount * 2"}]},
  {id = "clear", from = ["applied"]},
  {id = "check", from = ["applied"], when = [
    {that = 'tables.level == "Ⅰ级"', why = "未达Ⅰ级"}]},
  {id = "close", from = ["applied", "approved"], to = "closed"},
]
tables = [
  {id = "level", hit = "highest", default = "未达", rows = [
    {result = "Ⅰ级", when = "deaths >= 30"}, {result = "Ⅰ级", declared = "worded"},
    {result = "Ⅱ级", when = "deaths >= 20"}, {result = "Ⅱ级", when = "amount > 0"}]},
  {id = "first", hit = "first", rows = [
    {result = "大", when = "deaths >= 20"}, {result = "小", when = "deaths >= 0"}]},
  {id = "all", hit = "all", rows = [
    {result = ["公安", "民政"], when = "deaths > 0"}, {result = "民政", when = "deaths >= 20"},
    {result = "水务", declared = "flooded"}]},
]
"""
EDITION = Edition(msgspec.convert(tomllib.loads(PROCEDURE), Definition))


class Log:
    """What the log knows: approvals by office and scope, claims, balances."""

    def __init__(
        self,
        decided: Sequence[tuple[str, str, str, str]] = (),
        holders: dict[Claim, str] | None = None,
        balances: dict[tuple[str, str], int] | None = None,
    ) -> None:
        self.decided, self.holders, self.balances = decided, holders or {}, balances or {}
        self.calendar = CALENDAR
        self.others: Others = no_others

    def approval(self, sign: Sign, action: str, scope: str, decision: str, on: str) -> str:
        """The id of a decision; here it is what was decided."""
        if (sign.office, scope, action, decision) in self.decided:
            return f"{sign.office}/{action}/{decision}"
        raise Refused("{office} [{scope}] has not decided", office=sign.office, scope=scope)

    def claimant(self, claim: Claim) -> str | None:
        """Who holds a value."""
        return self.holders.get(claim)

    def balance(self, account: str, key: str) -> int:
        """What an account holds."""
        return self.balances.get((account, key), 0)


def case(state: str = "applied", on: str = "2022-06-01", /, **fields: Any) -> Snapshot:
    """WF-1, brought to a state by one step."""
    snapshot = Snapshot("WF-1", "housing")
    name = {"applied": "apply", "posted": "post", "approved": "approve"}[state]
    snapshot.take(StepTaken(1, name, state, on, 3, fields))
    return snapshot


def take(
    before: Snapshot, name: str, on: str = "2022-06-08", log: Log | None = None, **asked: Any
) -> StepTaken:
    """The step, if it may be taken."""
    return decide_step(EDITION, before, Asked(name, on, **asked), log or Log(), 2)


def lacks(
    before: Snapshot, name: str, on: str = "2022-06-08", log: Log | None = None, **asked: Any
) -> list[str]:
    """What the step lacks, as it is told."""
    with pytest.raises(Refused) as refused:
        take(before, name, on, log, **asked)
    found = refused.value.params["lacks"]
    assert isinstance(found, tuple)
    return [str(one) for one in found]


FORM = FileHeld("申请书", "a.pdf", "0" * 64, 9)
COMPLETE: dict[str, Any] = {"sets": {"township": "中和"}, "files": (FORM,), "reason": "属实"}


def test_a_step_becomes_what_is_recorded() -> None:
    """The state after it, the edition that judged it, and what it was given."""
    before = case("posted", area="60")
    step = take(before, "review", **COMPLETE)
    assert (step.version, step.transition, step.state, step.edition) == (2, "review", "posted", 3)
    assert (step.sets, step.files, step.reason) == ({"township": "中和"}, (FORM,), "属实")
    assert before.fields == {"area": "60"}
    assert len(before.steps) == 1


def test_all_that_a_step_lacks_is_named_at_once_each_with_its_section() -> None:
    """Fields, files, conditions, waits, reason: nobody is sent away twice."""
    assert lacks(case("posted", area="60.01"), "review", "2022-06-06") == [
        "township (-) is missing (六(三))",
        "it needs a reason (--reason) (六(三))",
        "the file 申请书 is missing (--file 申请书=PATH) (六(三))",
        "面积超过60平方米 (六(二))",
        "5 full days after post (-) of 2022-06-01 are not over; possible from 2022-06-07 on"
        " (六(一))",
    ]


def test_a_condition_that_lacks_a_value_names_the_field() -> None:
    """Not that it is false, but what is missing."""
    assert lacks(case("posted"), "review", **COMPLETE) == ["area (面积) is missing (六(二))"]


def test_a_step_to_the_minute_is_not_taken_on_a_day_alone() -> None:
    """What is owed to the minute is answered by the minute."""
    before = case("applied", "2022-06-08T09:00")
    assert lacks(before, "tell", "2022-06-08") == [
        "it needs its minute (--on 2022-06-08T14:05, or --on now) (四)"
    ]
    assert take(before, "tell", "2022-06-08T14:05").on == "2022-06-08T14:05"


def test_files_in_before_count_and_a_blank_reason_does_not() -> None:
    """A file is asked for once; a reason is a text."""
    before = case("posted", area="60")
    before.files.append("申请书")
    assert take(before, "review", sets={"township": "中和"}, reason="属实").files == ()
    blank = lacks(before, "review", sets={"township": "中和"}, reason="  ")
    assert blank == ["it needs a reason (--reason) (六(三))"]


@pytest.mark.parametrize("posted", ["2022-06-01", "2022-06-01T00:00", "2022-06-01T23:59"])
def test_a_notice_of_five_days_is_over_when_the_sixth_of_june_ends(posted: str) -> None:
    """Posted on 1 June: 6 June is refused to its last minute, 7 June is not."""
    before = case("posted", posted, area="60")
    assert len(lacks(before, "review", "2022-06-06T23:59", **COMPLETE)) == 1
    assert take(before, "review", "2022-06-07T00:00", **COMPLETE).on == "2022-06-07T00:00"


def test_a_wait_runs_from_the_last_time() -> None:
    """Posted again on 3 June, it is free on 9 June."""
    before = case("posted", area="60")
    before.take(StepTaken(2, "post", "posted", "2022-06-03", 3))
    assert "possible from 2022-06-09 on" in lacks(before, "review", "2022-06-08", **COMPLETE)[0]
    assert take(before, "review", "2022-06-09", **COMPLETE)


def test_a_wait_of_working_days_goes_over_the_holiday() -> None:
    """30 September, National Day off, 8 and 9 October worked: the fifth is 12 October."""
    before = case("applied", "2022-09-30")
    assert lacks(before, "settle", "2022-10-12") == [
        "5 full working days after apply (申请) of 2022-09-30 are not over;"
        " possible from 2022-10-13 on"
    ]
    assert take(before, "settle", "2022-10-13")


def test_a_wait_for_a_step_that_was_not_taken() -> None:
    """There is nothing to count from."""
    assert lacks(case(), "again") == ["post (-) was not taken yet"]


def test_a_printed_contradiction_is_asked_each_time() -> None:
    """A person says which reading holds; the step does not guess, and may be asked anew."""
    said = "the text reads in two ways, say which holds: --set old_house=demolish|seal (四(二))"
    assert lacks(case(), "clear") == [said]
    assert take(case(), "clear", sets={"old_house": "seal"}).sets == {"old_house": "seal"}
    assert lacks(case(old_house="seal"), "clear") == [said]
    assert take(case(old_house="seal"), "clear", sets={"old_house": "demolish"})


def test_no_step_leads_to_a_state_without_what_is_required_from_it() -> None:
    """By whichever step the state is entered; the value may come with the step."""
    log = Log([("镇政府", "中和", "approve", "approve")])
    before = case(township="中和", amount=1)
    assert lacks(before, "approve", log=log) == ["area (面积) is missing (三)"]
    assert take(before, "approve", log=log, sets={"area": "59.5"}).state == "approved"


GIVEN = {"township": "中和", "area": "60"}


def test_each_office_that_is_needed_has_to_approve() -> None:
    """In the scope that the field names; `when` decides whether the second one is needed."""
    town = ("镇政府", "中和", "approve", "approve")
    city = ("市政府", "", "grant", "approve")
    small, large = case(amount=999, **GIVEN), case(amount=1000, **GIVEN)
    assert take(small, "approve", log=Log([town])).approvals == ("镇政府/approve/approve",)
    assert take(large, "approve", log=Log([town, city])).approvals == (
        ("镇政府/approve/approve", "市政府/grant/approve")
    )
    assert lacks(large, "approve") == [
        "镇政府 [中和] has not decided (七)",
        "市政府 [] has not decided (七(二))",
    ]
    elsewhere = Log([("镇政府", "蘑菇气", "approve", "approve")])
    assert lacks(small, "approve", log=elsewhere) == ["镇政府 [中和] has not decided (七)"]


def test_a_sign_whose_need_cannot_be_told_names_what_is_missing() -> None:
    """Among all else that the step lacks."""
    assert lacks(case(**GIVEN), "approve") == [
        "amount (-) is missing (七(二))",
        "镇政府 [中和] has not decided (七)",
    ]


def test_where_no_office_is_the_one_to_decide_nobody_may() -> None:
    """Signs, of which none is needed, are no leave to go on without."""
    said = "none of the offices that it names is the one to decide here"
    assert lacks(case(amount=7), "start") == [said]
    assert lacks(case(), "start") == ["amount (-) is missing"]


def test_a_rejection_leads_where_an_approval_does_not() -> None:
    """Any one office that the other step needs may reject; its approval is no rejection."""
    before = case(amount=1000, **GIVEN)
    rejected = Log([("市政府", "", "grant", "reject")])
    assert take(before, "decline", log=rejected).approvals == ("市政府/grant/reject",)
    approved = Log([("市政府", "", "grant", "approve"), ("镇政府", "中和", "approve", "approve")])
    assert len(lacks(before, "decline", log=approved)) == 2


CARD, OTHER_CARD = Claim("card/open", "1522"), Claim("card/open", "1523")
PLOT, STALL = Claim("plot/ever", "A-1"), Claim("stall/open", "S-1")


def test_a_value_belongs_to_one_open_case() -> None:
    """Claimed by what opens the case, let go in a final state."""
    opened = Snapshot("WF-1", "housing")
    assert take(opened, "apply", sets={"card": "1522"}).claims == (CARD,)
    held = Log(holders={CARD: "WF-0"})
    assert lacks(opened, "apply", log=held, sets={"card": "1522"}) == [
        "card 1522 belongs to WF-0: 一户一次 (二(一))"
    ]
    step = take(case(card="1522"), "close", log=Log(holders={CARD: "WF-1"}))
    assert (step.claims, step.releases) == ((), (CARD,))


def test_a_value_that_was_paid_for_is_never_claimed_again() -> None:
    """`claimed` and `refused` name the steps; the claim stays when the case is closed."""
    before, money = case(plot="A-1", amount=1, township="中和"), {("fund", "中和"): 101}
    assert take(before, "look").claims == ()
    assert take(before, "pay", log=Log(balances=money)).claims == (PLOT,)
    assert take(before, "pay", log=Log(holders={PLOT: "WF-1"}, balances=money)).claims == ()
    said = ["plot A-1 belongs to WF-0: 已补助 (二(二))"]
    for name in ("look", "pay"):
        assert lacks(before, name, log=Log(holders={PLOT: "WF-0"}, balances=money)) == said
    assert take(before, "close", log=Log(holders={PLOT: "WF-1"})).releases == ()


def test_a_case_lets_go_only_what_it_holds() -> None:
    """Closed before it claimed, it leaves another's claim alone."""
    assert take(case(stall="S-1"), "close", log=Log(holders={STALL: "WF-0"})).releases == ()


def test_a_new_value_takes_the_old_one_s_place() -> None:
    """Set anew by a step that names it: the old one is free, the new one has to be."""
    before, given = case(card="1522"), {"card": "1523"}
    step = take(before, "correct", log=Log(holders={CARD: "WF-1"}), sets=given)
    assert (step.claims, step.releases) == ((OTHER_CARD,), (CARD,))
    taken = Log(holders={CARD: "WF-1", OTHER_CARD: "WF-0"})
    assert lacks(before, "correct", log=taken, sets=given) == [
        "card 1523 belongs to WF-0: 一户一次 (二(一))"
    ]


def test_an_account_never_falls_below_its_floor() -> None:
    """To the floor exactly; by its own key; entries of one step count together."""
    before = case(amount=50, township="中和")
    step = take(before, "pay", log=Log(balances={("fund", "中和"): 150}))
    assert step.posts == (Posting("fund", "中和", -50),)
    other = {("fund", "中和"): 149, ("fund", "蘑菇气"): 900}
    assert lacks(before, "pay", log=Log(balances=other)) == [
        "the account fund 中和 holds 149, which 50 would bring below 100 (五)"
    ]
    assert len(take(before, "repay", log=Log(balances={("fund", "中和"): 150})).posts) == 2
    assert len(lacks(before, "repay", log=Log(balances={("fund", "中和"): 149}))) == 1


def test_an_entry_needs_its_amount_and_its_key() -> None:
    """No entry without a number, below nothing, or in nobody's name."""
    log = Log(balances={("fund", "中和"): 900, ("fund", ""): 900})
    assert lacks(case(township="中和"), "pay", log=log) == ["amount (-) is missing"]
    assert lacks(case(amount=1), "pay", log=log) == ["township (-) is missing"]
    negative = lacks(case(amount=-1, township="中和"), "pay", log=log)
    assert negative == ["the amount of an entry is not below nothing: -1"]


def test_what_was_declared_may_be_withdrawn_and_nothing_else() -> None:
    """A row holds from the step that declares it to the one that withdraws it."""
    before = case()
    before.take(take(before, "look", declared=("level:worded",)))
    assert take(before, "check").transition == "check"
    gone = Asked("check", "2022-06-08", declared=("-level:worded",))
    with pytest.raises(Refused, match="未达Ⅰ级"):
        decide_step(EDITION, before, gone, Log(), 3)
    before.take(take(before, "look", declared=("-level:worded",)))
    assert before.declared == ()
    with pytest.raises(Refused, match="level:worded is not declared in WF-1"):
        take(before, "look", declared=("-level:worded",))
    before.take(take(before, "look", declared=("level:worded",)))
    assert before.declared == ("level:worded",)


def test_a_step_out_of_place_names_those_that_are_possible() -> None:
    """From a wrong state, and one that does not exist."""
    with pytest.raises(Refused) as refused:
        take(case("posted"), "clear")
    assert "from its state posted" in str(refused.value)
    assert "post (), review (初审), approve (), decline ()" in str(refused.value).replace(
        "、", ", "
    )
    with pytest.raises(Refused, match=r"there is no step fly in housing; possible now: apply"):
        take(Snapshot("WF-1", "housing"), "fly")
    with pytest.raises(Refused, match="from its state applied"):
        take(case(), "apply")


def test_a_step_is_not_dated_before_the_last() -> None:
    """By the minute where both have one; a day alone is within its day."""
    before = case("applied", "2022-06-03T14:05")
    for early in ("2022-06-02", "2022-06-03T14:04"):
        with pytest.raises(Refused, match="before the last one of WF-1 on 2022-06-03T14:05"):
            take(before, "look", early)
    for on in ("2022-06-03", "2022-06-03T14:05", "2022-06-04"):
        assert take(before, "look", on).on == on


def test_a_value_is_set_anew_only_by_a_step_that_names_it() -> None:
    """Anything else is a correction; the same value once more changes nothing."""
    with pytest.raises(Refused, match="card of WF-1 has a value, and look does not set it anew"):
        take(case(card="1522"), "look", sets={"card": "1523"})
    assert take(case(card="1522"), "look", sets={"card": "1522"})
    assert take(case(card="1522"), "correct", sets={"card": "1523"}).sets == {"card": "1523"}


@pytest.mark.parametrize(
    ("fields", "declared", "level", "first", "all_"),
    [
        ({}, (), "未达", "", []),  # a row without its value is not hit
        ({"deaths": 19}, (), "未达", "小", ["公安", "民政"]),
        ({"deaths": 20}, (), "Ⅱ级", "大", ["公安", "民政"]),
        ({"deaths": 30}, (), "Ⅰ级", "大", ["公安", "民政"]),
        ({"amount": 1}, (), "Ⅱ级", "", []),  # though the rows above it lack theirs
        ({"deaths": 20}, ("level:worded",), "Ⅰ级", "大", ["公安", "民政"]),
        ({}, ("all:flooded",), "未达", "", ["水务"]),
        ({}, ("first:worded",), "未达", "", []),  # declared in another table
    ],
)
def test_a_table_says_the_first_the_highest_or_all(
    fields: dict[str, Any], declared: tuple[str, ...], level: str, first: str, all_: list[str]
) -> None:
    """Boundaries include their number; what a person declared hits its row."""
    snapshot = case(**fields)
    snapshot.declared = declared
    tables = CaseLookup(EDITION, snapshot, "2022-06-08")
    assert {row.result for row in tables.hits("level")} <= {level}
    assert (tables.table("level"), tables.table("first"), tables.table("all")) == (
        (level, first, all_)
    )


def test_what_is_declared_with_a_step_counts_for_it() -> None:
    """And is recorded in it."""
    assert lacks(case(), "check") == ["未达Ⅰ级"]
    step = take(case(), "check", declared=("level:worded",), reason="符合其他情形")
    assert step.declared == ("level:worded",)
