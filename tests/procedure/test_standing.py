"""What is owed at every moment: an office with no case that fulfils the condition owes one."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.calendar.working import WorkingCalendar
from zltrec.procedure.check import check_definition
from zltrec.procedure.definition import Definition
from zltrec.procedure.duty import LATE, MET, OPEN, OVERDUE
from zltrec.procedure.edition import Edition
from zltrec.procedure.listing import ledger_rows
from zltrec.procedure.snapshot import Snapshot, StepTaken, fold_steps
from zltrec.procedure.source import read_source
from zltrec.procedure.standing import standing_duties
from zltrec.procedure.world import World

from .houses import taken

TEXT = (Path(__file__).parent / "standing.toml").read_text("utf-8")
UNITS = ("公安局", "民政局", "审计局")
CALENDAR = WorkingCalendar({})
EDITION = Edition(msgspec.convert(tomllib.loads(TEXT), Definition))


def officer(number: str, *steps: tuple[str, str, str | None]) -> Snapshot:
    """A case by its steps: transition, day or minute, the unit that it sets."""
    states = {"name_one": "named", "file": "filed", "drop": "out", "move": "filed"}
    made = [
        taken(step, states[step], on, {} if unit is None else {"unit": unit})
        for step, on, unit in steps
    ]
    return fold_steps(number, "officers", made)


def filed(number: str, unit: str, on: str, dropped: str | None = None) -> Snapshot:
    later = [] if dropped is None else [("drop", dropped, None)]
    return officer(number, ("name_one", on, unit), ("file", on, None), *later)


def owed(at: str, *cases: Snapshot, edition: Edition = EDITION) -> list[tuple[str, ...]]:
    """What each item owed: its id, when it was due, how it stands, who met it when."""
    found = World(edition, cases, at).duties()
    return sorted((d.subject, d.due, d.status(at), d.met or "", d.case) for d in found)


def test_the_procedure_is_in_order() -> None:
    source, problems = read_source(TEXT)
    assert source is not None
    assert (problems, check_definition(source, {})) == ([], [])


def test_each_office_owes_one_until_it_has_one() -> None:
    """Due ten full days after 21 June; one that was there before had it from then on."""
    cases = [filed("a", "公安局", "2022-07-01"), filed("b", "民政局", "2022-06-01")]
    assert owed("2022-07-01", *cases) == [
        ("unit/1", "2022-07-01", MET, "2022-07-01", "a"),
        ("unit/2", "2022-07-01", MET, "2022-06-01", "b"),
        ("unit/3", "2022-07-01", OPEN, "", ""),
    ]
    assert owed("2022-06-30", *cases)[0] == ("unit/1", "2022-07-01", OPEN, "", "")
    late = filed("c", "审计局", "2022-07-02")
    assert owed("2022-07-02", late)[-1] == ("unit/3", "2022-07-01", LATE, "2022-07-02", "c")
    assert [one[2] for one in owed("2022-07-02")] == [OVERDUE] * 3


def test_one_that_is_lost_is_owed_anew() -> None:
    """Ten days after the day of the loss; who is replaced within that day was never missed."""
    lost = filed("a", "公安局", "2022-06-25", "2022-07-20")
    first = ("unit/1", "2022-07-01", MET, "2022-06-25", "a")
    assert owed("2022-07-19", lost)[:1] == [first]
    assert owed("2022-07-20", lost)[:2] == [first, ("unit/1", "2022-07-30", OPEN, "", "")]
    again = filed("b", "公安局", "2022-07-31")
    assert owed("2022-08-01", lost, again)[1] == ("unit/1", "2022-07-30", LATE, "2022-07-31", "b")
    replaced = filed("b", "公安局", "2022-07-20")
    assert owed("2022-08-01", lost, replaced)[0] == first
    assert owed("2022-08-01", lost, replaced)[1][0] == "unit/2"


def test_one_that_goes_to_another_office_is_lost_by_the_first() -> None:
    """What counts is the office that the case names on the day."""
    moved = officer(
        "a",
        ("name_one", "2022-06-22", "公安局"),
        ("file", "2022-06-23", None),
        ("move", "2022-06-25", "民政局"),
    )
    assert owed("2022-06-26", moved)[:3] == [
        ("unit/1", "2022-07-01", MET, "2022-06-23", "a"),
        ("unit/1", "2022-07-05", OPEN, "", ""),
        ("unit/2", "2022-07-01", MET, "2022-06-25", "a"),
    ]


def test_an_item_whose_time_is_over_owes_none_anew() -> None:
    """The third unit is of the group up to 1 August."""
    for day, count in (("2022-08-01", 2), ("2022-08-02", 1)):
        lost = filed("a", "审计局", "2022-06-25", day)
        assert len([one for one in owed("2022-09-01", lost) if one[0] == "unit/3"]) == count


def test_before_its_day_what_is_there_already_counts() -> None:
    """Asked on 1 June, three weeks before it is owed."""
    cases = [
        filed("a", "公安局", "2022-05-01"),
        filed("b", "民政局", "2022-05-01", "2022-05-20"),
    ]
    assert [one[2:] for one in owed("2022-06-01", *cases)] == [
        (MET, "2022-05-01", "a"),
        (OPEN, "", ""),
        (OPEN, "", ""),
    ]


def test_a_term_that_is_not_set_is_provisional() -> None:
    """Due on the day itself until it is."""
    text = TEXT.replace('days = "term"', 'days = "open"')
    edition = Edition(msgspec.convert(tomllib.loads(text), Definition))
    found = World(edition, [], "2022-06-22").duties()
    assert {(one.due, one.provisional) for one in found} == {("2022-06-21", True)}


def test_a_ledger_shows_who_it_is_and_who_has_none() -> None:
    """The fields are those of the case that met it."""
    one = filed("a", "民政局", "2022-06-25")
    one.fields["name"] = "甲"
    world = World(EDITION, [one], "2022-08-01")
    rows = [list(row.values()) for row in ledger_rows(world, EDITION.definition.ledgers[0])]
    assert sorted(rows, key=str) == [
        ["unit/1", None, "overdue"],
        ["unit/2", "甲", "met"],
        ["unit/3", None, "overdue"],
    ]
    found = {d.subject: (d.what, d.office, d.section) for d in world.duties()}
    assert found["unit/1"] == ("公安局信息员", "公安局", "三")
    assert found["unit/2"] == ("信息员", "民政局", "三(二)")


def test_one_case_alone_is_not_asked_for_the_others() -> None:
    """What a case's own page shows is what it owes itself."""
    assert (
        World(EDITION, [filed("a", "民政局", "2022-06-25")], "2022-08-01", alone=True).duties()
        == ()
    )


BEGIN = date(2022, 6, 21)
DAYS = st.integers(-8, 20)


@st.composite
def histories(draw: st.DrawFn) -> Snapshot:
    """A case with some of its steps, on days near the beginning, some to the minute."""
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=5)))
    steps: list[tuple[str, str, str | None]] = []
    for index, offset in enumerate(days):
        on = (BEGIN + timedelta(days=offset)).isoformat()
        names = ["name_one", "file"][index : index + 1] or ["move", "drop"]
        name = draw(st.sampled_from(names))
        unit = draw(st.sampled_from(UNITS)) if name in ("name_one", "move") else None
        steps.append((name, on, unit))
        if name == "drop":
            break
    return officer(f"c{draw(st.integers(0, 10_000))}", *steps)


def has_one(cases: list[Snapshot], unit: str, day: date) -> bool:
    """Whether at the end of a day some case was filed for a unit."""
    found = (fold_steps(one.number, "officers", one.steps, day) for one in cases)
    return any(one.state == "filed" and one.fields["unit"] == unit for one in found)


def walked(cases: list[Snapshot], unit: str, at: date) -> list[tuple[str, str | None]]:
    """What a unit owed, found day by day: owed from which day, met on which."""
    first = min(BEGIN, at)
    day = first - timedelta(days=30)
    owed_from: date | None = None
    since: date | None = None
    found: list[tuple[str, str | None]] = []
    while day <= at:
        now = has_one(cases, unit, day)
        since = (since or day) if now else None
        if day == first:
            owed_from = BEGIN
        elif day > first and not now and owed_from is None:
            owed_from = day
        if owed_from is not None and since is not None:
            found.append((owed_from.isoformat(), since.isoformat()))
            owed_from = None
        day += timedelta(days=1)
    if owed_from is not None:
        found.append((owed_from.isoformat(), None))
    return found


@given(st.lists(histories(), max_size=5, unique_by=lambda one: one.number), DAYS)
def test_it_is_what_a_walk_day_by_day_finds(cases: list[Snapshot], offset: int) -> None:
    """Who had none, from which day on, and when one came: by runs of days as by each day."""
    at = BEGIN + timedelta(days=offset)
    definition = msgspec.convert(tomllib.loads(TEXT.replace('days = "term"', "")), Definition)
    edition = Edition(definition)
    lookup = World(edition, cases, at.isoformat()).lookup
    found = list(standing_duties(edition, cases, at.isoformat(), CALENDAR, lookup))
    for unit in UNITS:
        mine = [(one.due, one.met) for one in found if one.office == unit]
        assert mine == walked(cases, unit, at)
        for one in found:
            if one.met is not None and one.office == unit:
                (holder,) = (case for case in cases if case.number == one.case)
                assert has_one([holder], unit, date.fromisoformat(one.met))


@pytest.mark.parametrize("minute", ["2022-06-22T23:59", "2022-06-22T08:00"])
def test_a_step_to_the_minute_counts_for_its_day(minute: str) -> None:
    """Asked at noon, what comes later that day has not come."""
    steps = [StepTaken(1, "file", "filed", minute, 1, {"unit": "公安局"})]
    found = owed("2022-06-22T12:00", fold_steps("a", "officers", steps))
    assert found[0][2] == (OPEN if minute > "2022-06-22T12:00" else MET)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'scope = "unit"\n',
            "",
            "clock officer has a held, so it needs items, date, scope; it has no scope",
        ),
        (
            'date = "begin"\ndays',
            'every = "month"\nfrom = "begin"\ndays',
            "clock officer has a held, so it has no every",
        ),
        (
            'days = "term"',
            'days = "term"\nuntil = ["file"]',
            "clock officer has a held, so it has no until",
        ),
        (', office = "民政局"', "", "item unit/2 has no office, so no case is of it; give it one"),
        (
            'office = "民政局"',
            'office = "民政"',
            "the office 民政 of item unit/2 is none of the choices of unit",
        ),
        ("'state == \"filed\"'", "'on > opened'", "on changes without a step of the case;"),
        (
            "'state == \"filed\"'",
            "'other.state == \"filed\"'",
            "other.state changes without a step",
        ),
        (
            "'state == \"filed\"'",
            "'tables.fit == \"是\"'",
            "on changes without a step of the case;",
        ),
        ("'state == \"filed\"'", "'state == \"field\"'", 'state is never "field"; it is one of'),
        (
            'scope = "unit"',
            'scope = "other"',
            "other is of type ref; a scope is a field of type text",
        ),
    ],
)
def test_what_cannot_be_held_is_named(old: str, new: str, said: str) -> None:
    """A key that is missing or does not belong to it, a condition that time alone changes."""
    table = (
        'tables = [{id = "fit", hit = "first", rows = [{result = "是", when = "on > opened"}]}]\n'
    )
    source, problems = read_source(
        TEXT.replace(old, new, 1).replace("fields = [", table + "fields = [", 1)
    )
    assert source is not None, problems
    assert any(str(one.error).startswith(said) for one in check_definition(source, {}))
