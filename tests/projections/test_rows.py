"""The rows of the ledgers: as of a day, overlapping days, containing a text; in one order."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_office import SEVENTH, SIXTH, History, add, all_ledgers, body, document, seat

from zltrec.calendar.when import UNDATED, When, day_range, decode_when, minute, month, year
from zltrec.errors import BadUsage
from zltrec.projections.catalogue import find_ledgers, ledgers_of
from zltrec.projections.ledgers import LEDGERS
from zltrec.projections.rows import Scope
from zltrec.records.chronicle import amend_entry, move_entry, retract_entry
from zltrec.records.notices import add_notice, retract_notice
from zltrec.records.rosters import add_roster, appoint, release
from zltrec.workspace import Workspace

WHENS: dict[str, When] = {
    "day": SIXTH,
    "minute": minute(date(2022, 6, 6), "14:05"),
    "range": day_range(date(2022, 6, 6), date(2022, 6, 7)),
    "over the end": day_range(date(2022, 6, 29), date(2022, 7, 2)),
    "month": month(2022, 6),
    "year": year(2022),
    "undated": UNDATED,
}


@pytest.fixture
def dated(office: Workspace) -> Workspace:
    """An office with an entry and a notice of every precision."""
    for name, when in WHENS.items():
        add(office.records, name, when=when)
        add_notice(office.records, document(name), when)
    return office


def texts(office: Workspace, ledger: str, scope: Scope) -> list[str]:
    """The texts that a ledger shows."""
    column = "title" if ledger == "notices" else "text"
    return [row[column] for row in LEDGERS[ledger].rows(office.views(), scope)]


@pytest.mark.parametrize("ledger", ["chronicle", "notices"])
def test_rows_stand_in_the_order_of_time(dated: Workspace, ledger: str) -> None:
    """By start, end, minute; 是月 after the month's last day, 是年 after December, undated last."""
    add(dated.records, "july", when=month(2022, 7))
    add(dated.records, "next year", when=When("day", date(2023, 1, 1), date(2023, 1, 1)))
    shown = texts(dated, ledger, Scope())
    order = ["day", "minute", "range", "over the end", "month", "year", "undated"]
    assert [text for text in shown if text in WHENS] == order
    if ledger == "chronicle":
        assert shown[5:8] == ["july", "year", "next year"]


@pytest.mark.parametrize("ledger", ["chronicle", "notices", "timeline"])
@pytest.mark.parametrize(
    ("as_of", "shown"),
    [
        (date(2022, 6, 5), set()),
        (date(2022, 6, 6), {"day", "minute"}),
        (date(2022, 6, 7), {"day", "minute", "range"}),
        (date(2022, 6, 30), {"day", "minute", "range", "month"}),
        (date(2022, 7, 1), {"day", "minute", "range", "month"}),
        (date(2022, 7, 2), {"day", "minute", "range", "month", "over the end"}),
        (date(2022, 12, 31), set(WHENS) - {"undated"}),
    ],
)
def test_as_of_shows_what_had_ended_by_then(
    dated: Workspace, ledger: str, as_of: date, shown: set[str]
) -> None:
    """The day itself counts; a range, a month, a year only when they are over; undated facts only
    where no day is asked for."""
    assert set(texts(dated, ledger, Scope(as_of, undated=False))) == shown
    assert set(texts(dated, ledger, Scope(as_of, undated=True))) == shown | {"undated"}
    assert set(texts(dated, ledger, Scope())) == set(WHENS)


DAYS = st.integers(0, 500).map(lambda n: date(2022, 1, 1) + timedelta(n))


@given(first=st.none() | DAYS, last=st.none() | DAYS)
def test_from_and_to_select_what_overlaps(first: date | None, last: date | None) -> None:
    """A fact is shown if one of its days lies between the two, both included; undated never."""
    clause, parameters = Scope(first=first, last=last).clause()
    for when in WHENS.values():
        start = when.start.isoformat() if when.start else ""
        end = when.end.isoformat() if when.end else ""
        shown = _evaluated(clause, parameters, start, end)
        if first is None and last is None:
            assert shown
        elif when.start is None or when.end is None:
            assert not shown
        else:
            assert shown is (
                (first is None or when.end >= first) and (last is None or when.start <= last)
            )


def _evaluated(clause: str, parameters: list[str], start: str, end: str) -> bool:
    connection = sqlite3.connect(":memory:")
    row = connection.execute(
        f"SELECT 1 FROM (SELECT ? AS start, ? AS end) WHERE {clause}", [start, end, *parameters]
    ).fetchone()
    connection.close()
    return row is not None


def test_what_contains_a_text(office: Workspace) -> None:
    """Blanks, width and case are ignored; punctuation is not."""
    add(office.records, "档案 馆ＡＢＣ、开馆。")
    for asked in ("档案馆", "案　馆abc", "Ａｂｃ、开", ""):
        assert texts(office, "chronicle", Scope(contains=asked)) == ["档案 馆ＡＢＣ、开馆。"]
        assert texts(office, "timeline", Scope(contains=asked)) == ["档案 馆ＡＢＣ、开馆。"]
    for asked in ("图书", "abc开"):
        assert texts(office, "chronicle", Scope(contains=asked)) == []


def test_seats_are_shown_by_day(office: Workspace) -> None:
    """As of a day: who held a seat on it, first and last day included."""
    written = add_roster(office.records, body("普查小组", seat("组长", "洪江", "区长")), SIXTH)
    appoint(office.records, written.id, seat("成员", "林溪", "科长"), on=date(2022, 6, 10))
    release(office.records, written.id, "洪江", on=date(2022, 6, 20), reason="")
    unknown = add_roster(office.records, body("防汛指挥部", seat("指挥长", "秦川")), UNDATED)

    def held(as_of: date | None, *, undated: bool = False) -> list[str]:
        rows = LEDGERS["seats"].rows(office.views(), Scope(as_of, undated))
        return [row["name"] for row in rows]

    def members(as_of: date | None, *, undated: bool = False) -> dict[str, list[str]]:
        rows = LEDGERS["rosters"].rows(office.views(), Scope(as_of, undated))
        return {row["id"]: [m["name"] for m in row["members"]] for row in rows}

    for on, names in (
        (date(2022, 6, 5), []),
        (date(2022, 6, 6), ["洪江"]),
        (date(2022, 6, 9), ["洪江"]),
        (date(2022, 6, 10), ["洪江", "林溪"]),
        (date(2022, 6, 20), ["洪江", "林溪"]),
        (date(2022, 6, 21), ["林溪"]),
    ):
        assert held(on) == names
        assert members(on) == ({written.id: names} if names else {})
    assert held(date(2022, 6, 21), undated=True) == ["林溪", "秦川"]
    assert members(date(2022, 6, 21), undated=True) == {
        written.id: ["林溪"],
        unknown.id: ["秦川"],
    }
    assert held(None, undated=True) == ["洪江", "林溪", "秦川"]


def test_the_timeline_keeps_the_chronicles_order(office: Workspace) -> None:
    """Within a day entries stand as the chronicle has them, also after moves and corrections."""
    one, two, three = add(office.records, "一。", "二。", "三。")
    move_entry(office.records, one, after=three)
    amend_entry(office.records, two, when=SEVENTH, text=None, reason="")
    amend_entry(office.records, two, when=SIXTH, text=None, reason="")
    ledgers = all_ledgers(office.views())
    assert [row["text"] for row in ledgers["chronicle"]] == ["三。", "一。", "二。"]
    assert [row["text"] for row in ledgers["timeline"]] == ["三。", "一。", "二。"]


def test_the_timeline_is_one_line(office: Workspace) -> None:
    """Entries, documents, bodies and people stand in it by date; what was retracted is not."""
    (entry,) = add(office.records, "开馆。", "误收。", when=SEVENTH)[:1]
    retract_entry(office.records, "c0000003", reason="误")
    add_notice(office.records, document("关于清点的通知"), SIXTH)
    add_notice(office.records, document("清点", "plan"), UNDATED)
    gone = add_notice(office.records, document("关于误发的通知"), SIXTH)
    retract_notice(office.records, gone.id, reason="误")
    group = add_roster(office.records, body("普查小组", seat("组长", "洪江", "区长")), SIXTH)
    appoint(office.records, group.id, seat("成员", "林溪", "科长"), on=date(2022, 6, 7))
    release(office.records, group.id, "林溪", on=date(2022, 6, 9), reason="调离")
    assert [
        (row["on"], row["kind"], row["subject"], row["text"], row["actor"])
        for row in all_ledgers(office.views())["timeline"]
    ] == [
        ("2022-06-06", "notice", "n0000005", "关于清点的通知", "林档"),
        ("2022-06-06", "formed", group.id, "普查小组", "林档"),
        ("2022-06-07", "chronicle", entry, "开馆。", "林档"),
        ("2022-06-07", "appointed", group.id, "成员 林溪 科长", "林档"),
        ("2022-06-09", "released", group.id, "成员 林溪 科长 调离", "林档"),
        (None, "plan", "n0000006", "清点", "林档"),
    ]


def test_days_are_shown_in_full(dated: Workspace) -> None:
    """`start` and `end` are full days: first and last of a month, of a year; none if undated."""
    rows = {row["text"]: row for row in all_ledgers(dated.views())["chronicle"]}
    shown = {name: (row["start"], row["end"], row["precision"]) for name, row in rows.items()}
    assert shown == {
        "day": ("2022-06-06", "2022-06-06", "day"),
        "minute": ("2022-06-06", "2022-06-06", "minute"),
        "range": ("2022-06-06", "2022-06-07", "range"),
        "over the end": ("2022-06-29", "2022-07-02", "range"),
        "month": ("2022-06-01", "2022-06-30", "month"),
        "year": ("2022-01-01", "2022-12-31", "year"),
        "undated": (None, None, "undated"),
    }
    for row in all_ledgers(dated.views())["notices"]:
        assert decode_when(row["issued_on"] or "") == WHENS[row["title"]]


def test_every_ledger_keeps_to_its_columns(dated: Workspace) -> None:
    """Every row of every ledger has exactly the columns that the ledger names, those of a
    procedure's ledger and of the ledgers over all procedures too."""
    add_roster(dated.records, body("普查小组", seat("组长", "洪江")), SIXTH)
    History(dated.records, seed=1, lamps=True).go_on(40)
    ledgers, shown = ledgers_of(dated.views()), all_ledgers(dated.views())
    assert shown.keys() == ledgers.keys()
    assert all(shown[name] for name in ("cases", "due", "lamps"))
    for name, rows in shown.items():
        for row in rows:
            assert set(row) == set(ledgers[name].columns), name


def test_an_unknown_ledger_is_refused_with_those_there_are(office: Workspace) -> None:
    """The message names the ledgers."""
    with pytest.raises(BadUsage, match="no ledger cashbook; there are chronicle, notices"):
        find_ledgers(office.views(), ("cashbook",))
    for name, ledger in ledgers_of(office.views()).items():
        assert (name, ledger.procedure) == (ledger.name, None)


def test_a_procedures_ledger_is_known_from_its_adoption_on(office: Workspace) -> None:
    """It stands after the fixed ones, with the words of its document."""
    before = list(ledgers_of(office.views()))
    History(office.records, seed=2, lamps=True)
    after = ledgers_of(office.views())
    assert list(after) == [*before, "lamps"]
    assert (after["lamps"].title, after["lamps"].procedure) == ("路灯台账", "lamp-repair")
    (one, other) = find_ledgers(office.views(), ("lamps", "chronicle"))
    assert (one.name, other.name) == ("chronicle", "lamps")
