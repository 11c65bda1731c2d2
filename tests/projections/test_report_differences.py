"""A reported form stays as it was; what is different later is named, with the cases and events."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zltrec.errors import Refused
from zltrec.procedure.tracing import line_rows
from zltrec.projections.report_differences import report_rows
from zltrec.projections.rows import Scope
from zltrec.projections.worlds import Worlds

from .paving import JUNE, LAST, PROCEDURE, Paving, Place, figures_of

MAY, EARLY, JULY = date(2022, 5, 20), date(2022, 6, 10), date(2022, 7, 1)


@pytest.fixture
def paving(tmp_path: Path) -> Iterator[Paving]:
    """Two roads, one of them finished, and a stock that was entered."""
    made = Paving(tmp_path / "office")
    made.enter(5, "台账")
    made.open("既有", "1200.5", EARLY)
    made.open("在建", "99.25", MAY)
    made.finish("DL-001", 10_050, "甲", date(2022, 6, 20))
    yield made
    made.close()


def by_place(rows: list[dict[str, Any]]) -> dict[Place, dict[str, Any]]:
    """Differences by where they stand."""
    return {(row["no"], row["measure"], row["of"]): row for row in rows}


def events(row: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Case, kind and reason of each event that a difference names."""
    return [
        (why["case"], event["kind"], event["reason"])
        for why in row["why"]
        for event in why["events"]
    ]


def differing(paving: Paving) -> list[int]:
    """How many values of each report are others by now, as the ledger says."""
    return [row["differing"] for row in report_rows(paving.workspace.views(), Scope())]


def test_a_report_holds_what_the_form_showed(paving: Paving) -> None:
    page = paving.page()
    written = paving.report()
    report = paving.reported()
    assert list(report.rows) == page.rows
    assert (report.number, report.at) == (1, written.position - 1)
    assert (report.until, report.on) == (LAST, LAST.isoformat())
    assert paving.differences() == []
    assert differing(paving) == [0]


def test_a_correction_of_an_old_case_leaves_the_report_as_it_was(paving: Paving) -> None:
    paving.report()
    before = paving.reported()
    paving.amend("DL-001", "复测", area=Decimal("1300"))
    assert paving.reported() == before
    rows = by_place(paving.differences())
    assert set(rows) == {("4", "area", "period"), ("4", "area", "cumulative")}
    month = rows["4", "area", "period"]
    assert (month["reported"], month["now"]) == ("0.12005", "0.13")
    (why,) = month["why"]
    assert (why["case"], why["before"], why["after"]) == ("DL-001", "0.12005", "0.13")
    assert events(month) == [("DL-001", "amended", "复测")]


def test_a_step_that_was_taken_back_is_why(paving: Paving) -> None:
    paving.report()
    paving.reverse("DL-001", "未整改")
    rows = by_place(paving.differences())
    assert {no for no, _measure, _of in rows} == {"2", "3", "5", "6"}
    assert events(rows["6", "firms", "period"]) == [("DL-001", "reversed", "未整改")]
    assert rows["5", "fines", "period"]["why"][0]["before"] == "100.50"


def test_a_step_recorded_late_is_why_and_one_of_a_later_day_is_not(paving: Paving) -> None:
    paving.report()
    paving.finish("DL-002", 0, "乙", JULY)
    assert paving.differences() == []
    paving.open("既有", "10", EARLY, "漏登")
    rows = by_place(paving.differences())
    assert events(rows["2", "found", "period"]) == [("DL-003", "late", "漏登")]
    assert events(rows["1", "found", "cumulative"]) == [("DL-003", "late", "漏登")]
    assert ("2", "done", "period") not in rows


def test_what_is_entered_anew_is_why(paving: Paving) -> None:
    paving.report()
    paving.enter(7, "更正台账")
    (row,) = paving.differences()
    assert (row["measure"], row["reported"], row["now"]) == ("stock", "5", "7")
    assert events(row) == [(None, "entered", "更正台账")]


def test_what_came_and_went_after_the_report_is_no_difference(paving: Paving) -> None:
    """A step that was recorded late, and taken back: the case is as it was reported."""
    paving.report()
    paving.finish("DL-002", 0, "乙", LAST, "误记")
    paving.reverse("DL-002", "误记")
    assert paving.differences() == []
    paving.amend("DL-002", "复测", area=Decimal("1"))
    (row,) = paving.differences()
    assert events(row) == [("DL-002", "amended", "复测")]


def test_a_report_before_the_end_of_the_month_is_compared_up_to_its_day(paving: Paving) -> None:
    """What the rest of the month brings is no difference; what belongs before that day is."""
    paving.report(date(2022, 6, 24))
    assert paving.reported().until == date(2022, 6, 24)
    paving.open("既有", "10", date(2022, 6, 28))
    assert paving.differences() == []
    paving.open("既有", "10", date(2022, 6, 24), "漏登")
    assert by_place(paving.differences())["2", "found", "period"]["now"] == 2


def test_a_corrected_report_is_kept_beside_the_first(paving: Paving) -> None:
    paving.report()
    paving.amend("DL-001", "复测", area=Decimal("1300"))
    with pytest.raises(Refused, match="needs --reason"):
        paving.report()
    assert paving.report(reason="更正").number == 2
    assert differing(paving) == [2, 0]
    assert (paving.differences(1) == [], paving.differences() == []) == (False, True)
    assert [paving.reported(n).reason for n in (1, 2)] == ["", "更正"]
    with pytest.raises(Refused, match="no report 3"):
        paving.reported(3)


def test_a_report_that_contradicts_itself_needs_a_reason(paving: Paving) -> None:
    paving.enter(1, "台账")
    with pytest.raises(Refused, match="排查数量应小于或者等于总量"):
        paving.report()
    paving.report(reason="总量待核")
    assert paving.reported().unmet == ('lines["2"] <= lines["1"]',)


def test_a_day_that_cannot_be_is_refused(paving: Paving) -> None:
    with pytest.raises(Refused, match="begins on 2022-06-01"):
        paving.page(date(2022, 5, 31))
    with pytest.raises(Refused, match="still to come"):
        paving.report(paving.workspace.today + timedelta(days=1))
    paving.report()
    with pytest.raises(Refused, match="not of an earlier day"):
        paving.report(date(2022, 6, 24), "更正")


def test_the_cases_behind_a_line_make_its_values(paving: Paving) -> None:
    world = Worlds(paving.workspace.views(), LAST).world(PROCEDURE)
    page = paving.page()
    rows = line_rows(world, page.form, page.period, "2")
    assert [(r["column"], r["case"], r["on"], r["amount"], r["in_period"]) for r in rows] == [
        ("排查", "DL-002", "2022-05-20", 1, False),
        ("排查", "DL-001", "2022-06-10", 1, True),
        ("整改", "DL-001", "2022-06-20", 1, True),
    ]
    assert [r["amount"] for r in line_rows(world, page.form, page.period, "4")] == [
        "0.009925",
        "0.12005",
    ]
    assert line_rows(world, page.form, page.period, "1")[0] == {
        "part": "一、总体情况",
        "no": "1",
        "column": "有关情况",
        "measure": "stock",
        "case": None,
        "on": JUNE,
        "amount": "5",
        "unit": "处",
        "in_period": True,
    }


def one_change(paving: Paving, chance: random.Random) -> None:
    """Something done, anywhere in May to July."""
    reason = f"因{chance.randrange(10_000)}"
    there = [number for number, road in paving.roads.items() if not road.gone]
    on = date(2022, 5, 15) + timedelta(days=chance.randrange(47))
    number = chance.choice(there) if there else ""
    road = paving.roads.get(number)
    kind = chance.choice(("open", "finish", "finish", "area", "kind", "fine", "back", "enter"))
    if kind == "open" or road is None:
        area = f"{chance.randrange(1, 10**6) / 100:.2f}"
        paving.open(chance.choice(("既有", "在建")), area, on, reason)
    elif kind == "finish" and road.done is None:
        on = max(on, road.found)
        paving.finish(number, chance.randrange(1, 9999), chance.choice("甲乙丙"), on, reason)
    elif kind == "area":
        paving.amend(number, reason, area=Decimal(chance.randrange(1, 10**6)) / 100)
    elif kind == "kind":
        paving.amend(number, reason, kind="在建" if road.kind == "既有" else "既有")
    elif kind == "fine" and road.done is not None:
        firm = chance.choice([one for one in "甲乙丙" if one != road.firm])
        paving.amend(number, reason, fine=chance.randrange(10_000, 99_999), firm=firm)
    elif kind == "back":
        paving.reverse(number, reason)
    elif kind == "enter":
        paving.enter(chance.randrange(50, 10**6), reason)


@pytest.mark.parametrize("seed", range(12))
def test_differences_are_those_of_other_arithmetic(seed: int, tmp_path: Path) -> None:
    """Random histories: each value that is different, and each case and event that is why, is
    the one that the notes give, by code of their own."""
    chance = random.Random(seed)
    paving = Paving(tmp_path / "office")
    paving.enter(40, "台账")
    while len(paving.roads) < 8 or chance.random() < 0.8:
        one_change(paving, chance)
    until = chance.choice((LAST, date(2022, 6, 24)))
    before, added = paving.figures(until), paving.adds(until)
    assert figures_of(paving.page(until).rows) == before
    at = paving.report(until, "照此上报").position
    frozen, stock = paving.reported(), paving.stock
    for _ in range(chance.randrange(1, 16)):
        one_change(paving, chance)
    after, adding = paving.figures(until), paving.adds(until)
    assert figures_of(frozen.rows) == before
    assert paving.reported() == frozen

    rows = by_place(paving.differences())
    assert set(rows) == {p for p in {*before, *after} if before.get(p) != after.get(p)}
    for place, row in rows.items():
        assert (Decimal(row["reported"] or 0), Decimal(row["now"] or 0)) == (
            Decimal(before.get(place) or 0),
            Decimal(after.get(place) or 0),
        )
        if place[1] == "stock":
            assert stock != paving.stock
            (event,) = paving.entered
            assert events(row) == [(None, "entered", event.reason)]
            continue
        changed = {
            number
            for number in paving.roads
            if added.get(number, {}).get(place) != adding[number].get(place)
        }
        assert {why["case"] for why in row["why"]} == changed
        for why in row["why"]:
            told = [
                (one.position, one.kind.split()[0], one.reason)
                for one in paving.roads[why["case"]].events
                if one.position > at and one.on <= until
                if not one.kind.startswith("reversed") or int(one.kind.split()[1]) < at
            ]
            assert told == [(e["position"], e["kind"], e["reason"]) for e in why["events"]]
    assert differing(paving) == [len(rows)]
    assert paving.faults() == []
    paving.close()
