"""A case whose number is that of a filing: what conditions know of it, and which can be opened."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.calendar.working import WorkingCalendar
from zltrec.errors import CheckFailed, Refused
from zltrec.procedure.check import check_definition
from zltrec.procedure.clocks import filing_duty, procedure_duties
from zltrec.procedure.counted import Column
from zltrec.procedure.decide import Asked, decide_step
from zltrec.procedure.edition import Edition
from zltrec.procedure.filed import check_opening
from zltrec.procedure.listing import ledger_rows
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.periods import parse_period
from zltrec.procedure.snapshot import Snapshot, fold_steps
from zltrec.procedure.source import read_source
from zltrec.procedure.succession import check_kept
from zltrec.procedure.world import World

from .houses import taken
from .test_sketches import Log

SOURCE, PROBLEMS = read_source((Path(__file__).parent / "filings.toml").read_text("utf-8"))
assert SOURCE is not None
DEFINITION = SOURCE.definition
ON = "2022-07-01"


def edition(**settings: str) -> Edition:
    return Edition(DEFINITION, settings)


def case(number: str, *steps: tuple[str, str, str]) -> Snapshot:
    """A case by its number and its steps: transition, state, day."""
    return fold_steps(number, DEFINITION.id, [taken(*step) for step in steps])


def said(number: str, name: str, *steps: tuple[str, str, str], **settings: str) -> Any:
    return CaseLookup(edition(**settings), case(number, *steps), ON)(f"filing.{name}")


def test_the_procedure_is_in_order() -> None:
    assert SOURCE is not None
    assert (PROBLEMS, check_definition(SOURCE, {})) == ([], [])


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (
            "assets/1/2022-Q3",
            ["assets/1", "国资委", "企业破产信息", "2022-Q3", "季报和年报", "2022-10-10", False],
        ),
        (
            "assets/1/2022",
            ["assets/1", "国资委", "企业破产信息", "2022", "季报和年报", "2023-01-10", False],
        ),
        ("audit/2022-11", ["audit", "各部门", "审计信息", "2022-11", "", "2022-11-24", False]),
        ("names/1", ["names/1", "民政局", "名单", "", "", "2022-10-02", False]),
        ("land/4/N-2", ["land/4", "自然资源局", "新增信息", "N-2", "", None, False]),
        ("ZS-2022-001", [None] * 7),
        ("civil/9/2022", [None] * 7),
    ],
)
def test_what_a_number_says(number: str, told: list[Any]) -> None:
    """Item, office (else the clock's), label, period, frequency as printed, when it is due."""
    names = ("item", "office", "label", "period", "frequency", "due", "provisional")
    found = [said(number, name, filing_days="10") for name in names]
    if found[5] is not None:
        found[5] = found[5].date().isoformat()
    assert found == told


def test_a_due_day_without_its_rule_is_provisional() -> None:
    """The period's last day, until the office has said how long after it."""
    assert said("assets/1/2022-Q3", "provisional") is True
    assert said("assets/1/2022-Q3", "due").date() == date(2022, 9, 30)


@pytest.mark.parametrize(
    ("number", "on", "status"),
    [
        ("assets/1/2022-Q2", "2022-07-10", "open"),
        ("assets/1/2022-Q2", "2022-07-10T23:59", "open"),
        ("assets/1/2022-Q2", "2022-07-11", "overdue"),
        ("land/4/N-1", "2029-07-11", "open"),
        ("ZS-2022-001", "2029-07-11", None),
    ],
)
def test_a_filing_is_overdue_after_the_day_on_which_it_is_due(
    number: str, on: str, status: str | None
) -> None:
    """Never where nothing is due."""
    assert CaseLookup(edition(filing_days="10"), case(number), on)("filing.status") == status


def test_what_nothing_asked_for_is_met_when_it_is_submitted() -> None:
    """Also what a clock without a term asks for: it is never late."""
    submitted = [("submit", "filed", "2022-07-01")]
    assert said("land/4/N-1", "status", *submitted) == "met"
    undated = [msgspec.structs.replace(one, undated=True, days=None) for one in DEFINITION.clocks]
    rules = Edition(msgspec.structs.replace(DEFINITION, clocks=tuple(undated)))
    for steps, status in (([], "open"), (submitted, "met")):
        lookup = CaseLookup(rules, case("assets/1/2022-Q2", *steps), "2029-07-01")
        assert (lookup("filing.status"), lookup("filing.due")) == (status, None)


def test_what_was_asked_for_is_due_by_the_clock_that_its_opening_started() -> None:
    """Three days after the request; before it nothing is due."""
    assert said("land/3/R-1", "due") is None
    steps = [("request", "asked", "2022-06-30"), ("answer", "filed", "2022-07-01")]
    assert said("land/3/R-1", "due", *steps).date() == date(2022, 7, 3)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("asets/1/2022-Q3", "there is no item asets/1; did you mean assets/1?"),
        ("water/1/2022-Q3", "there is no item water/1; `filing catalogue` lists those"),
        ("water/1/R-1", "there is no item water/1; `filing catalogue` lists those"),
        (
            "assets/1",
            "assets/1 is filed by period; its numbers are assets/1/2022-Q2, assets/1/2022",
        ),
        (
            "assets/1/2022-06",
            "2022-06 is no period of assets/1; its numbers are assets/1/2022-Q2, assets/1/2022",
        ),
        ("assets/1/2022-Q5", "2022-Q5 is no period of assets/1;"),
        ("assets/1/", '"" is no period of assets/1;'),
        ("assets/1/R-1", "R-1 is no period of assets/1;"),
        ("land/3/N-1", "N-1 is no period of land/3; its numbers are land/3/R-1"),
        ("land/3/R-0", "R-0 is no period of land/3;"),
        ("land/3/2022", "2022 is no period of land/3; its numbers are land/3/R-1"),
        ("civil/9/2022", "civil/9/2022: nothing is filed for civil/9 by period, on request or as"),
        ("civil/9", "civil/9: nothing is filed for civil/9 by period, on request or as new"),
        ("assets/1/2022-Q1", "assets/1/2022-Q1: the first period of assets/1 is 2022-Q2"),
        ("assets/1/2023-Q4", "assets/1/2023-Q4: the last period of assets/1 is 2023-Q3"),
        ("assets/1/2023-Q3", "assets/1/2023-Q3: 2023-Q3 has not begun on 2022-12-31"),
        ("audit/2022-09", "audit/2022-09: the first period of audit is 2022-10"),
        ("audit/2022-H2", "audit/2022-H2: it is not set yet from when on audit is owed"),
        ("names/1/2022", "2022 is no period of names/1; its numbers are names/1"),
    ],
)
def test_a_number_that_no_filing_can_have_is_not_opened(number: str, why: str) -> None:
    """An unknown item, a period that no clock of it has, one left out, one to come."""
    with pytest.raises(Refused) as refused:
        check_opening(edition(), number, date(2022, 12, 31))
    assert str(refused.value).startswith(why)
    asked = Asked("submit", "2022-12-31")
    with pytest.raises(Refused) as refused:
        decide_step(edition(), case(number), asked, Log(), 1)
    assert str(refused.value).startswith(why)


@pytest.mark.parametrize(
    ("number", "on"),
    [
        ("assets/1/2022-Q2", "2022-04-01"),
        ("assets/1/2023-Q3", "2023-07-01"),
        ("assets/1/2029", "2029-01-01"),
        ("audit/2022-10", "2022-10-01"),
        ("audit/2022-H2", "2022-12-31"),
        ("land/3/R-7", "2022-05-01"),
        ("land/4/N-1", "2022-05-01"),
        ("names/1", "2022-05-01"),
        ("ZS-2022-001", "2022-05-01"),
        ("甲/乙", "2022-05-01"),
    ],
)
def test_a_number_that_is_a_filing_s_or_nobody_s_is_opened(number: str, on: str) -> None:
    """From the first day of its period on; what does not look like a filing is free."""
    check_opening(edition(later="2022-06-01"), number, date.fromisoformat(on))


def test_a_rule_may_ask_for_whom_and_when_a_filing_is() -> None:
    """A late one says why; one that is not asked for is not requested."""

    def submit(number: str, on: str, **sets: str) -> str:
        asked = Asked("submit", on, sets)
        try:
            return decide_step(edition(filing_days="10"), case(number), asked, Log(), 1).state
        except Refused as refused:
            return str(refused).partition("): ")[2]

    assert submit("assets/1/2022-Q2", "2022-07-10") == "filed"
    assert submit("assets/1/2022-Q2", "2022-07-11") == "未说明逾期原因"
    assert submit("assets/1/2022-Q2", "2022-07-11", late_reason="系统故障") == "filed"
    with pytest.raises(Refused, match="不是按需提供的信息"):
        decide_step(edition(), case("assets/1/2022-Q2"), Asked("request", ON), Log(), 1)
    with pytest.raises(Refused, match=r"filing\.period"):
        decide_step(edition(), case("ZS-2022-001"), Asked("request", ON), Log(), 1)


def test_what_is_asked_for_is_owed_by_the_item_s_office_and_assessed_by_the_named_one() -> None:
    """A clock of a filing's case that names no office is owed by who owes the filing."""
    filed = case("land/3/R-1", ("request", "asked", "2022-06-30"), ("answer", "filed", ON))
    filed.take(taken("return", "asked", "2022-07-02"))
    world = World(edition(), [filed], "2022-07-05")
    found = [
        (one.clock.id, one.office, one.what, one.period, one.section, one.due, one.met)
        for one in world.duties()
        if one.subject == "land/3/R-1"
    ]
    assert found == [
        ("asked", "自然资源局", "土地转让信息", "R-1", "四(十)3", "2022-07-03", ON),
        ("assessed", "办公室", "登记", "R-1", "四(十)3", "2022-07-08", None),
    ]


def test_ledgers_know_the_filings() -> None:
    """Over cases, and over duties where there is no case yet."""
    cases = [
        case("assets/1/2022-Q2", ("submit", "filed", "2022-07-11")),
        case("ZS-2022-001", ("request", "asked", ON)),
    ]
    received, owed = DEFINITION.ledgers
    world = World(edition(filing_days="10"), cases, "2022-07-12", WorkingCalendar({}))
    assert [list(row.values()) for row in ledger_rows(world, received)] == [
        ["assets/1", "国资委", "2022-Q2", "季报和年报", "2022-07-10", True],
        [None] * 6,
    ]
    assert [list(row.values()) for row in ledger_rows(world, owed)][:2] == [
        ["ZS-2022-001", None, None, "", "", "2022-07-04", None, "overdue"],
        [
            *("assets/1/2022-Q2", "assets/1", "企业破产信息", "2022-Q2", "国资委", "2022-07-10"),
            *("2022-07-11", "late"),
        ],
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["request"]', '["ask"]', "there is no transition ask;"),
        ('["request"]', '["answer"]', "answer opens no case, so nothing is asked for by it"),
        ('"records"', '"period"', "period is a word of the rows of filings;"),
    ],
)
def test_what_cannot_be_a_step_of_filings_is_named(old: str, new: str, said: str) -> None:
    """Steps that there are; to ask for something opens a case."""
    assert SOURCE is not None
    source, problems = read_source(SOURCE.text.replace(old, new))
    assert source is not None, problems
    assert any(str(one.error).startswith(said) for one in check_definition(source, {}))


def test_groups_stand_in_the_order_of_the_catalogue() -> None:
    """Not in that of the letters."""
    grouped = msgspec.structs.replace(
        DEFINITION.ledgers[0],
        group=("filing.item",),
        columns=(Column(id="item", value="filing.item"), Column(id="count", count="true")),
    )
    numbers = ("land/3/R-1", "audit/2022-10", "land/4/N-1", "assets/1/2022", "land/4/N-2")
    cases = [case(number, ("submit", "filed", "2022-12-01")) for number in numbers]
    rows = ledger_rows(World(edition(), cases, "2022-12-01"), grouped)
    assert [(row["item"], row["count"]) for row in rows] == [
        ("assets/1", 1),
        ("land/3", 1),
        ("land/4", 2),
        ("audit", 1),
    ]


def test_an_item_that_is_left_out_is_named() -> None:
    """A next edition keeps every item whose filings there may be; it may end it."""
    later = msgspec.structs.replace(DEFINITION, edition=2, items=DEFINITION.items[1:])
    with pytest.raises(CheckFailed, match="item assets/1 is gone"):
        check_kept(DEFINITION, later, has_cases=True)
    check_kept(DEFINITION, later, has_cases=False)


@given(
    st.sampled_from(["2022", "2022-H2", "2022-Q3", "2022-07", "2023", "2021"]),
    st.dates(date(2022, 5, 1), date(2024, 1, 31)),
)
def test_what_was_owed_for_a_period_is_found_without_the_rest(text: str, at: date) -> None:
    """The same as of all that was owed, what is of periods within it or due once in it."""
    span = parse_period(text)

    def find(number: str) -> Snapshot | None:
        return case(number, ("submit", "filed", "2022-10-01")) if "Q" in number else None

    rules = edition(later="2022-06-01", filing_days="10")
    asked = (rules, at.isoformat(), find, WorkingCalendar({}))
    whole = [
        one
        for one in procedure_duties(*asked)
        if (span.contains(parse_period(one.period)) if one.period else span.holds(one.due))
    ]
    assert list(procedure_duties(*asked, span)) == whole


@given(st.dates(date(2022, 5, 1), date(2024, 1, 31)))
def test_a_filing_alone_owes_what_it_owes_among_all(at: date) -> None:
    """Every duty, asked of its case alone, is the same; no case has another."""
    rules, on = edition(later="2022-06-01", filing_days="10"), at.isoformat()
    whole = list(procedure_duties(rules, on, lambda _number: None, WorkingCalendar({})))
    alone = [list(filing_duty(rules, on, case(one.subject), WorkingCalendar({}))) for one in whole]
    assert alone == [[one] for one in whole]
    for number in ("assets/1/2024-Q2", "assets/1/2022-Q1", "land/3/R-1", "ZS-2022-001"):
        if number not in [one.subject for one in whole]:
            assert list(filing_duty(rules, on, case(number), WorkingCalendar({}))) == []
