"""The hardest part of each of the city's plans, written as procedures: in order, and deciding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from zltrec.calendar.working import WorkingCalendar
from zltrec.errors import Refused
from zltrec.procedure.check import check_definition
from zltrec.procedure.decide import Asked, decide_step
from zltrec.procedure.definition import Sign
from zltrec.procedure.duty import LATE, MET, OPEN, OVERDUE, Duty
from zltrec.procedure.edition import Edition
from zltrec.procedure.forms import form_faults, form_rows
from zltrec.procedure.indicators import indicator_rows
from zltrec.procedure.listing import ledger_rows
from zltrec.procedure.lookup import CaseLookup, Others, no_others
from zltrec.procedure.periods import parse_period
from zltrec.procedure.pledges import promise_rows
from zltrec.procedure.snapshot import Claim, FileHeld, Posting, Snapshot, StepTaken, fold_steps
from zltrec.procedure.source import read_source
from zltrec.procedure.world import World

from .houses import taken

TEXTS = {path.stem: path for path in sorted((Path(__file__).parent / "sketches").glob("*.toml"))}
READ = {name: read_source(path.read_text(encoding="utf-8")) for name, path in TEXTS.items()}
SOURCES = {name: source for name, (source, _problems) in READ.items() if source is not None}
DEFINITIONS = {name: source.definition for name, source in SOURCES.items()}


@pytest.mark.parametrize("name", TEXTS)
def test_every_sketch_is_in_order(name: str) -> None:
    assert READ[name][1] == []
    others = {id_: one for id_, one in DEFINITIONS.items() if id_ != name}
    assert check_definition(SOURCES[name], others) == []


def edition(name: str, **settings: str) -> Edition:
    return Edition(DEFINITIONS[name], settings, DEFINITIONS)


@dataclass
class Log:
    """What the log knows: an office that approved, what the account holds, other cases."""

    approved: str = ""
    balances: Mapping[str, int] = field(default_factory=dict)
    others: Others = no_others
    calendar: WorkingCalendar = field(default_factory=lambda: WorkingCalendar({}))

    def approval(self, sign: Sign, _action: str, scope: str, _decision: str, _on: str) -> str:
        if sign.office == self.approved:
            return f"{sign.office}/{scope}"
        raise Refused("{office} has not decided", office=sign.office)

    def claimant(self, _claim: Claim) -> str | None:
        return None

    def balance(self, _account: str, key: str) -> int:
        return self.balances.get(key, 0)


ON = "2022-07-01"


def case(number: str, *steps: StepTaken) -> Snapshot:
    """A case after these steps; without any, one to be opened."""
    return fold_steps(number, "", steps)


def take(of: Edition, before: Snapshot, name: str, log: Log | None = None, **asked: Any) -> Any:
    """A step on 1 July, if it may be taken; else what it lacks, as it is told."""
    try:
        return decide_step(of, before, Asked(name, **{"on": ON} | asked), log or Log(), 9)
    except Refused as refused:
        return str(refused).partition("): ")[2]


def table(of: Edition, before: Snapshot, name: str) -> Any:
    return CaseLookup(of, before, ON).table(name)


def duties(of: Edition, at: str, *cases: Snapshot) -> dict[str, Duty]:
    return {one.subject: one for one in World(of, cases, at).duties()}


def owed(of: Edition, before: Snapshot, at: str) -> dict[str, list[tuple[str, str]]]:
    """What is owed by a case: by clock, when each is due, and how it stands."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for one in World(of, [before], at).duties():
        if one.subject == before.number:
            rows.setdefault(one.clock.id, []).append((one.due, one.status(at)))
    return rows


DISASTER = edition("disaster-relief")
LEAST: dict[str, tuple[int, ...]] = {
    "deaths": (30, 20, 10, 5),
    "moved": (200_000, 100_000, 50_000, 30_000),
    "rooms": (30_000, 10_000, 0, 1_000),
    "homes": (10_000, 3_000, 0, 300),
    "dwelling_rooms": (0, 0, 3_000, 0),
    "dwelling_homes": (0, 0, 1_000, 0),
}


def disaster(*later: StepTaken, **fields: Any) -> Snapshot:
    """A disaster of 1 July, 08:00, as reported an hour later."""
    sets = dict.fromkeys((*LEAST, "missing"), 0) | {"kind": "地震灾害"} | fields
    sets |= {"happened": "2022-07-01T08:00"}
    return case("ZH-1", taken("report", "reported", "2022-07-01T09:00", sets), *later)


def response(**fields: Any) -> Any:
    return table(DISASTER, disaster(**fields), "level")


@pytest.mark.parametrize("name", LEAST)
def test_a_level_begins_with_its_number_and_ends_before_the_next(name: str) -> None:
    levels = [one for one in zip(("Ⅰ级", "Ⅱ级", "Ⅲ级", "Ⅳ级"), LEAST[name], strict=True) if one[1]]
    for (level, least), below in zip(levels, [*levels[1:], ("未达", 0)], strict=True):
        assert (response(**{name: least}), response(**{name: least - 1})) == (level, below[0])


def test_a_drought_is_measured_by_the_share_that_needs_help() -> None:
    shares = ("30", "29.99", "25", "24.99", "20", "19.99", "15", "14.99")
    found = [response(kind="干旱", share=one) for one in shares]
    assert found == ["Ⅰ级", "Ⅱ级", "Ⅱ级", "Ⅲ级", "Ⅲ级", "Ⅳ级", "Ⅳ级", "未达"]
    assert response(share="30") == "未达"


def test_the_highest_level_counts_words_are_declared_and_a_misprint_is_decided() -> None:
    assert response(deaths=6, moved=100_000, rooms=29_999) == "Ⅱ级"
    worded = disaster(deaths=6)
    worded.declared = ("level:losses_3",)
    assert table(DISASTER, worded, "level") == "Ⅲ级"
    decided = edition("disaster-relief", three_rooms="buildings")
    assert table(decided, disaster(rooms=3_000), "level") == "Ⅲ级"


BUREAU = "市应急管理局主要负责同志"
OFFICES = {30: "市委市政府", 29: "市减灾委主任", 19: BUREAU, 9: BUREAU}


@pytest.mark.parametrize("deaths", OFFICES)
def test_each_level_is_started_by_its_own_office(deaths: int) -> None:
    office, level = OFFICES[deaths], response(deaths=deaths)
    proposed = disaster(taken("propose", "proposed", ON), deaths=deaths)
    assert take(DISASTER, proposed, "start", Log(office), sets={"level": level}).approvals
    missing = take(DISASTER, proposed, "start", sets={"level": level})
    assert missing.startswith(f"{office} has not decided (5")
    other = {"level": "Ⅰ级" if level != "Ⅰ级" else "Ⅱ级"}
    assert "不是灾情达到的级别" in take(DISASTER, proposed, "start", Log(office), sets=other)


def test_a_grave_disaster_is_told_at_once_and_every_day_a_drought_every_ten() -> None:
    grave = disaster(taken("zero_nine", "reported", "2022-07-02T09:00"), deaths=20)
    found = owed(DISASTER, grave, "2022-07-03T09:30")
    assert found["report"] == [("2022-07-01T10:00", MET)]
    assert found["pass_on"] == [("2022-07-01T11:00", OVERDUE)]
    assert [status for _due, status in found["zero_nine"]] == [MET, OVERDUE, OPEN]
    assert found["zero_ten"] == [("2022-07-02T10:00", OVERDUE), ("2022-07-03T10:00", OPEN)]
    assert "at_once" not in owed(DISASTER, disaster(deaths=4), ON)
    assert "at_once" in owed(DISASTER, disaster(deaths=4, missing=1), ON)
    stable = disaster(taken("stable", "reported", "2022-07-08"), deaths=20)
    assert owed(DISASTER, stable, "2022-07-08")["settle"] == [("2022-07-15", OPEN)]
    dry = owed(DISASTER, disaster(kind="干旱"), "2022-07-12")
    assert dry["drought"] == [("2022-07-11", OVERDUE), ("2022-07-21", OPEN)]
    assert duties(DISASTER, ON)["winter/2022"].due == "2022-10-15"


FUND, FIRMS, PROPERTY = map(edition, ("maintenance-fund", "firms", "property-complaints"))
APPLIED = {"compound": "甲小区", "committee": True, "emergency": "电梯停运", "amount": 150_000}


def test_a_fund_pays_to_its_last_fen_and_never_from_another_compound_s() -> None:
    before, office = case("WX-1", taken("apply", "applied", ON, APPLIED)), "市住房和城乡建设局"
    step = take(FUND, before, "use", Log(office, {"甲小区": 150_000}))
    assert (step.state, step.posts) == ("used", (Posting("fund", "甲小区", -150_000),))
    said = take(FUND, before, "use", Log(office, {"甲小区": 149_999, "乙小区": 900_000}))
    assert said == "the account fund 甲小区 holds 149999, which 150000 would bring below 0 (三(四))"


def test_the_committee_applies_and_where_there_is_none_the_village() -> None:
    new = case("WX-1", taken("draft", "drafted", ON))
    committee, village = Log("业主委员会"), Log("村民委员会、居民委员会")
    checked = (FileHeld("现场查验确认", "a.pdf", "0" * 64, 9),)
    assert take(FUND, new, "apply", committee, sets=APPLIED, files=checked).state == "applied"
    assert "未经业主委员会现场查验确认" in take(FUND, new, "apply", committee, sets=APPLIED)
    without = APPLIED | {"committee": False, "village": "乙"}
    assert take(FUND, new, "apply", village, sets=without).approvals[0].endswith("/乙")
    assert "has not decided" in take(FUND, new, "apply", committee, sets=without)


FIRST = taken("license", "licensed", "2022-06-01", {"name": "甲公司", "licensed": "2022-06-01"})
FILED, OUT = taken("file", "filed", "2022-06-30"), taken("expel", "expelled", "2022-06-30")


def test_a_firm_may_file_for_thirty_days_before_its_licence_is_taken() -> None:
    assert owed(FIRMS, case("WY-1", FIRST), ON) == {"file": [("2022-07-01", OPEN)]}
    assert take(FIRMS, case("WY-1", FIRST), "remove") == "备案的三十日未满 (五(一)3(22))"
    assert take(FIRMS, case("WY-1", FIRST), "remove", on="2022-07-02").state == "removed"


def test_only_a_firm_that_is_filed_takes_on_for_two_years_at_most() -> None:
    def take_on(*steps: StepTaken) -> Any:
        log = Log(others=lambda _number, _procedure: (FIRMS, case("WY-1", FIRST, *steps)))
        held = (FileHeld("查验记录", "a.pdf", "0" * 64, 9),)
        return take(PROPERTY, case("WT-1"), "take_on", log, sets={"firm": "WY-1"}, files=held)

    filed, said = take_on(FILED), "没有备案的企业，一律不准参与物业服务项目招投标和项目服务"
    assert (take_on(), take_on(FILED, OUT)) == (f"{said} (三(三)1)", "依法清出市场的企业 (三(三)2)")

    def contract(ends: str) -> Any:
        sets = {"delivered": "2023-07-01", "ends": ends}
        held = (FileHeld("前期物业服务合同", "b.pdf", "0" * 64, 9),)
        return take(PROPERTY, case("WT-1", filed), "contract", sets=sets, files=held)

    assert contract("2025-07-01").state == "contract"  # over a 29 February
    assert contract("2025-07-02") == "前期物业服务合同期限最长不得超过两年 (三(三)4(3))"


def test_a_complaint_is_routed_to_the_offices_of_its_duty() -> None:
    def complaint(duty: str) -> Snapshot:
        return case("WT-2", taken("complain", "received", ON, {"duty": duty}))

    choices = PROPERTY.fields["duty"].choices
    offices = {one: table(PROPERTY, complaint(one), "competent") for one in choices}
    assert offices["(15)"] == ["公安局", "环保局", "城市管理综合执法局"]
    assert all(offices.values())
    assert set().union(*offices.values()) == set(PROPERTY.fields["offices"].choices)
    sets = {"offices": ["公安局", "环保局"]}
    assert take(PROPERTY, complaint("(15)"), "route", sets=sets).state == "routed"
    assert take(PROPERTY, complaint("(11)"), "route", sets=sets) == "该部门无此职责 (五(一)3)"


UNLAWFUL = edition("unlawful-construction")


def register(on: str, kind: str, area: str) -> StepTaken:
    return taken("register", "registered", on, {"kind": kind, "area": area})


def verify(on: str, *kinds: str) -> StepTaken:
    return taken("verify", "verified", on, appends={"acts": [{"kind": one} for one in kinds]})


FINES = [{"firm": "甲", "amount": 1_234_500}, {"firm": "甲", "amount": 5}]
BUILDINGS = [
    case(
        *("LW-1", register("2022-06-10", "既有", "1200.5"), verify("2022-06-20", "1", "7")),
        taken("assign", "assigned", "2022-06-21", {"remedy": "拆除", "finish_by": "2022-07-10"}),
        taken("fine", "assigned", "2022-06-22", appends={"fines": FINES}),
        *(taken("slip", "assigned", on) for on in ("2022-06-22", "2022-07-01")),
        taken("close", "closed", "2022-07-11"),
    ),
    case("LW-2", register("2022-06-30", "既有", "99.25"), verify("2022-07-02", "7")),
    case("LW-3", register(ON, "在建", "10000"), taken("clear", "sound", "2022-07-05")),
    case("LW-4", taken("register_approval", "verified", ON, {"approval": "立项审批"})),
]


def test_the_lines_of_the_form_for_two_months() -> None:
    world = World(UNLAWFUL, BUILDINGS, "2022-07-31", entered={("stock", "2022-06"): "1"})
    (form,) = UNLAWFUL.definition.forms

    def lines(period: str) -> dict[str, list[tuple[Any, Any]]]:
        rows = form_rows(world, form, parse_period(period))
        return {row["no"]: [(c["period"], c["cumulative"]) for c in row["cells"]] for row in rows}

    june, july = lines("2022-06"), lines("2022-07")
    assert list(june) == [str(no) for no in range(1, 41)]
    assert (june["3"][0], july["3"][0]) == (("1", "1"), (None, "1"))
    assert (june["6"], july["6"]) == ([(2, 2), (1, 1), (0, 0)], [(0, 2), (1, 2), (1, 1)])
    assert june["7"] == [("0.129975", "0.129975"), ("0.12005", "0.12005"), ("0", "0")]
    assert (june["10"], july["10"]) == ([(2, 2), (0, 0)], [(1, 3), (2, 2)])
    assert (june["17"], july["17"]) == ([(1, 1), (0, 0)], [(1, 2), (1, 1)])
    assert (july["20"], july["21"]) == ([(1, 1), (0, 0)], [(1, 1), (0, 0)])
    assert (july["26"], july["27"]) == ([(1, 1)], [("0.12005", "0.12005")])
    assert (june["34"], june["35"]) == ([(1, 1)], [("1.234505", "1.234505")])
    assert (june["36"], july["36"]) == ([(1, 1)], [(1, 2)])
    faults = form_faults(world, form, parse_period("2022-07"))
    assert [one.lines for one in faults if one.checked] == [{"6": 2, "3": "1"}]


def test_a_building_is_transferred_to_offices_that_may_act_and_each_office_reports() -> None:
    before = case("LW-5", register("2022-06-10", "在建", "9"), verify("2022-06-20", "3"))
    records = {"transfers": [{"office": "市自然资源局"}, {"office": "市住房城乡建设局"}]}
    assert take(UNLAWFUL, before, "transfer", appends=records).state == "verified"
    records["transfers"].append({"office": "市民政局"})
    assert take(UNLAWFUL, before, "transfer", appends=records) == "该部门无此职责 (五)"
    found = duties(UNLAWFUL, ON, case("land/2022-06", taken("file", "filed", ON))).values()
    assert (len(found), {one.due for one in found}) == (46, {"2022-06-24", "2022-07-24"})
    assert [one.office for one in found if one.met] == ["市自然资源局"]
    assert owed(UNLAWFUL, BUILDINGS[0], "2022-07-31") == {"finish": [("2022-07-10", LATE)]}


def test_information_is_due_by_month_by_quarter_and_in_two_series() -> None:
    tax, at = edition("tax-information", filing_days="10", answer_days="3"), "2022-07-11"
    filed = case("assets/1/q/2022-Q2", taken("submit", "submitted", at, {"records": 7}))
    found = {id_: (one.due, one.status(at)) for id_, one in duties(tax, at, filed).items()}
    assert found["police/1/2022-06"] == ("2022-07-10", OVERDUE)
    assert found["education/1/2022-H1"] == ("2022-07-10", OVERDUE)
    assert found["assets/1/q/2022-Q2"] == ("2022-07-10", LATE)
    assert found["assets/1/y/2022"] == ("2023-01-10", OPEN)
    unset = duties(edition("tax-information"), "2022-06-30")["police/1/2022-06"]
    assert (unset.due, unset.provisional) == ("2022-06-30", True)  # the print does not say
    rows = ledger_rows(World(tax, [filed], at), tax.definition.ledgers[0])
    assert ["国资委", 9, 7, 0, 1, 2] in [list(row.values()) for row in rows]
    wanted = {"unit": "公安局", "wanted": "公民死亡标识信息"}
    asked = case("ZS-1", take(tax, case("ZS-1"), "request", sets=wanted))
    assert owed(tax, asked, "2022-07-05") == {"on_request": [("2022-07-04", OVERDUE)]}
    wanted["unit"] = "民政局"
    assert "该信息由别的单位提供" in take(tax, case("ZS-1"), "request", sets=wanted)


def test_every_village_has_its_point_by_the_end_of_may() -> None:
    def point(township: str) -> Snapshot:
        sets = {"kind": "村（社区）", "township": township, "village": "甲村"}
        plan = taken("plan", "planned", "2022-05-20", sets)
        return case(township, plan, taken("build", "built", "2022-05-31"))

    points, entered = edition("medical-points"), {("villages", "2022-05"): "2"}
    cases = [point("中和镇"), point("中和镇"), point("柴河镇")]
    for among, percent, kept in ((cases[:2], "50.00", False), (cases, "100.00", True)):
        world = World(points, among, "2022-05-31", entered=entered)
        (row,) = indicator_rows(world)
        assert (row["percent"], row["reached"]) == (percent, kept)
        assert promise_rows(world)[0]["kept"] is kept
    assert owed(points, case("YB-4", cases[0].steps[0]), "2022-06-01")["build"][0][1] == OVERDUE
    named = case("names/chaihe", taken("report", "reported", "2022-05-14"))
    found = [(one.office, one.met) for one in duties(points, "2022-05-14", named).values()]
    assert (len(found), ("柴河镇", "2022-05-14") in found) == (19, True)


def test_promises_are_kept_by_what_is_counted_or_entered() -> None:
    for cases, status in ((BUILDINGS[:1], "kept"), (BUILDINGS, "open"), ([], "open")):
        rows = promise_rows(World(UNLAWFUL, cases, "2022-07-31"))
        assert {row["id"]: row["status"] for row in rows}["remedy"] == status
    said = {"institutions": "30", "covered": "30", "tasks": "17", "ticked": "16"}
    entered = {(name, "2022-06"): text for name, text in said.items()}
    world = World(edition("promises"), [], "2022-06-16", entered=entered)
    found = {row["id"]: (row["status"], row["kept"]) for row in promise_rows(world)}
    assert (found["task-2"], found["tick"]) == (("kept", True), ("open", False))
    assert (found["task-12"], found["plan"]) == (("open", None), ("overdue", None))
