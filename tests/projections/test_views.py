"""The views: rebuilt whenever in doubt, fresh for everybody, and of one moment throughout."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_office import (
    SIXTH,
    Clock,
    History,
    add,
    all_ledgers,
    body,
    everything,
    exported,
    found,
    reopened,
    seat,
    tampered,
    verified,
)

from zltrec.errors import Unreadable
from zltrec.projections.chronicle import ChronicleProjection
from zltrec.projections.views import Views, all_projections, empty_views
from zltrec.records.application import Records
from zltrec.records.chronicle import amend_entry
from zltrec.records.rosters import add_roster, amend_roster, appoint, release
from zltrec.store.folder import StoreFolder, log_uri
from zltrec.workspace import Workspace


def cut(office: Workspace, parent: Path, position: int) -> Workspace:
    """Another store, whose log is the first `position` events of this one's."""
    store = StoreFolder(parent / ".zltrec")
    store.path.mkdir(parents=True)
    store.log.touch()
    records = Records(log_uri(store), clock=Clock(), actor="林档")
    records.event_log.create_table()
    with records.event_log.unit_of_work() as unit:
        for row in office.log.rows(1, position):
            unit.append(row[1:], "")
    records.factory.close()
    return reopened(parent)


def tables(views: Views) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    names = [table for projection in views.projections for table in projection.tables]
    return {name: list(views.table(name)) for name in names}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_known_at_is_the_log_cut_there(tmp_path: Path, seed: int) -> None:
    """What was known at a position equals, ledger for ledger and byte for byte of an export, a
    store that never got further; so does the root."""
    office = found(tmp_path / "whole")
    History(office.records, seed, lamps=True).go_on(120)
    chance = random.Random(seed)
    for position in [0, 1, office.log.size, *chance.sample(range(2, office.log.size), 4)]:
        known = office.views(known_at=position)
        other = cut(office, tmp_path / str(position), position)
        assert known.position == position
        assert all_ledgers(known) == all_ledgers(other.views())
        assert tables(known) == tables(other.views())
        assert office.root_at(position) == other.log.head().frontier.root()
        if position > 0:
            for place, from_ in (("a", office), ("b", other)):
                out = tmp_path / f"{position}{place}"
                exported(from_, out, *everything(known), known_at=position)
            a, b = (
                {p.name: p.read_bytes() for p in (tmp_path / f"{position}{x}").iterdir()}
                for x in "ab"
            )
            assert a == b
        known.close()
        other.close()
    office.close()


@pytest.mark.parametrize("seed", [4, 5])
def test_catching_up_in_steps_is_catching_up_at_once(office: Workspace, seed: int) -> None:
    """Views that looked after every few events are those that read everything in one go."""
    history = History(office.records, seed, lamps=True)
    for _ in range(30):
        history.go_on(3)
        office.views()
    once = empty_views()
    once.catch_up(office.log)
    assert tables(office.views()) == tables(once)
    assert office.views().position == once.position == office.log.size
    once.close()


def test_the_views_of_one_workspace_stay_fresh(office: Workspace) -> None:
    """Asked again after something was recorded, the same workspace shows it."""
    assert all_ledgers(office.views())["chronicle"] == []
    add(office.records, "开馆。")
    assert [row["text"] for row in all_ledgers(office.views())["chronicle"]] == ["开馆。"]


def scribble(path: Path) -> None:
    """A page in the middle is overwritten."""
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xa5" * 4096
    path.write_bytes(bytes(data))


def cut_short(path: Path) -> None:
    """The end is missing."""
    path.write_bytes(path.read_bytes()[: 4096 * 3 + 17])


def letter(path: Path) -> None:
    """It is some text."""
    path.write_text("not a database" * 500)


def nothing(path: Path) -> None:
    """It is empty."""
    path.write_bytes(b"")


def gone(path: Path) -> None:
    """It is not there."""
    path.unlink()


def statement(text: str) -> Callable[[Path], None]:
    """Somebody ran SQL on it."""

    def run(path: Path) -> None:
        tampered(path, text)

    run.__name__ = text.partition(" WHERE")[0].replace(" ", "_").replace("'", "")
    return run


DAMAGES = [
    scribble,
    cut_short,
    letter,
    nothing,
    gone,
    statement("DROP TABLE chronicle"),
    statement("DROP TABLE search_index"),
    statement("DROP TABLE tracking"),
    statement("DELETE FROM tracking WHERE projection = 'timeline'"),
    statement("UPDATE tracking SET version = version - 1"),
    statement("UPDATE tracking SET version = version - 1 WHERE projection = 'rosters'"),
    statement("UPDATE tracking SET position = 1"),
    statement("UPDATE tracking SET position = position + 100"),
    statement("UPDATE tracking SET leaf = zeroblob(32)"),
    statement("PRAGMA user_version = 0"),
    statement("PRAGMA user_version = 999"),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damaged_views_are_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """Whatever happened to the views' file, the next look shows what the log says, and the
    file is in order afterwards."""
    office = found(tmp_path)
    history = History(office.records, seed=8)
    history.go_on(60)
    right = tables(office.views())
    office.close()
    damage(office.folder.views)
    office = reopened(tmp_path)
    add(office.records, "新的一条。")  # so that there is something to read on
    fresh = tables(office.views())
    assert {name: rows for name, rows in fresh.items() if name == "seats"} == {
        "seats": right["seats"]
    }
    once = empty_views()
    once.catch_up(office.log)
    assert fresh == tables(once)
    once.close()
    assert verified(office).faults == []
    assert not [item for item in verified(office).not_checked if "projections" in str(item)]
    office.close()


def test_a_newer_meaning_makes_the_views_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a projection's version is raised, all are read again from the first event."""
    office = found(tmp_path)
    History(office.records, seed=9).go_on(30)
    entries = len(all_ledgers(office.views())["chronicle"])
    office.close()
    tampered(office.folder.views, "UPDATE chronicle SET text = 'old meaning'")
    monkeypatch.setattr(ChronicleProjection, "version", ChronicleProjection.version + 1)
    office = reopened(tmp_path)
    texts = [row["text"] for row in all_ledgers(office.views())["chronicle"]]
    assert len(texts) == entries
    assert "old meaning" not in texts
    office.close()


def test_one_lost_table_is_made_anew_as_all_would_be(tmp_path: Path) -> None:
    """The timeline names a released person as the seat was then; made anew alone, after the
    seat was corrected, it must not name another."""
    office = found(tmp_path)
    content = body("普查小组", seat("组长", "洪江", "区长"))
    written = add_roster(office.records, content, SIXTH)
    release(office.records, written.id, "1", on=date(2022, 6, 8), reason="调离")
    right = tables(office.views())
    office.close()
    tampered(office.folder.views, "DROP TABLE timeline", "UPDATE seats SET name = '别人'")
    office = reopened(tmp_path)
    assert tables(office.views()) == right
    office.close()


def test_a_log_replaced_by_another_is_read_anew(tmp_path: Path) -> None:
    """A backup put back and carried on: rows of the log that is gone do not stay behind."""
    office = found(tmp_path)
    add(office.records, "一。", "二。")
    office.close()
    backup = office.folder.log.read_bytes()
    office = reopened(tmp_path)
    add(office.records, "三。", "四。")
    office.views()
    office.close()
    office.folder.log.write_bytes(backup)
    office = reopened(tmp_path)
    shorter = [row["text"] for row in all_ledgers(office.views())["chronicle"]]
    assert shorter == ["一。", "二。"]
    office.close()
    # The same again, but the other log has grown past where the views stood.
    office = reopened(tmp_path)
    add(office.records, "三。", "四。")
    office.views()
    office.close()
    office.folder.log.write_bytes(backup)
    office = reopened(tmp_path)
    add(office.records, "五。", "六。", "七。")
    longer = [row["text"] for row in all_ledgers(office.views())["chronicle"]]
    assert longer == ["一。", "二。", "五。", "六。", "七。"]
    office.close()


def test_what_is_read_is_of_one_moment(tmp_path: Path) -> None:
    """While one process reads, another appends and looks: the first still sees its position,
    all ledgers of one moment; asked anew it sees the rest."""
    one, two = found(tmp_path), reopened(tmp_path)
    add(one.records, "一。")
    views = one.views()
    position = views.position
    add(two.records, "二。")
    assert len(all_ledgers(two.views())["chronicle"]) == 2
    rows = all_ledgers(views)
    assert views.position == position == 2
    assert (len(rows["chronicle"]), len(rows["timeline"])) == (1, 1)
    files, _ = exported(one, tmp_path / "out", "chronicle", formats=("jsonl",))
    assert files[0].rows == 2
    assert len(all_ledgers(one.views())["chronicle"]) == 2
    one.close()
    two.close()


def test_views_that_another_carried_on_are_not_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who finds the file further than the log was a moment ago reads on, not from the start."""
    one = found(tmp_path)
    add(one.records, "一。")
    one.views()
    made = []
    monkeypatch.setattr(Views, "_make_anew", lambda self, projection: made.append(projection))
    two = reopened(tmp_path)
    size = two.log.size
    add(one.records, "二。")
    one.views()
    sizes = iter([size])

    class Late:
        """The log of `two`, asked for its size just before `one` appended."""

        rows, leaves = two.log.rows, two.log.leaves

        @property
        def size(self) -> int:
            return next(sizes, two.log.size)

    stored = two.stored_views()
    assert stored is not None
    assert stored.catch_up(Late()) == 3  # type: ignore[arg-type]
    assert made == []
    stored.close()
    one.close()
    two.close()


def test_an_event_that_cannot_be_applied_is_named(tmp_path: Path) -> None:
    """A tampered log ends in one line with the position, not in a stack of Python."""
    for damage, position in (
        ("UPDATE stored_events SET state = x'7b' WHERE position = 3", 3),
        ("UPDATE stored_events SET topic = 'x.y' WHERE position = 2", 2),
        (
            "UPDATE stored_events SET originator_id = 'c0000002', originator_version = 9"
            " WHERE position = 3",
            3,
        ),
        ("UPDATE stored_events SET originator_id = 'cxx' WHERE position = 2", 2),
    ):
        place = tmp_path / str(abs(hash(damage)))
        office = found(place)
        add(office.records, "一。", "二。")
        office.close()
        tampered(office.folder.log, damage)
        office = reopened(place)
        with pytest.raises(Unreadable, match=f"^position {position}: "):
            office.views()
        office.close()


def test_a_failed_reading_leaves_the_views_where_they_were(office: Workspace) -> None:
    """Rows and the position read to are one transaction: an interrupted reading is not half."""
    add(office.records, "一。", "二。", "三。")
    views = empty_views()
    views.catch_up(office.log, 2)
    before = tables(views)

    def interrupted(rows: object, _count: int) -> object:
        for number, row in enumerate(rows):  # type: ignore[call-overload]
            if number:
                raise KeyboardInterrupt
            yield row

    with pytest.raises(KeyboardInterrupt):
        views.catch_up(office.log, None, interrupted)  # type: ignore[arg-type]
    assert tables(views) == before
    assert set(views.positions().values()) == {2}
    assert views.catch_up(office.log) == office.log.size
    assert len(all_ledgers(views)["chronicle"]) == 3
    views.close()


def test_each_projection_writes_only_its_own_tables() -> None:
    """No table belongs to two projections, and every table that is made belongs to one."""
    projections = all_projections()
    owned = [table for projection in projections for table in projection.tables]
    assert len(set(owned)) == len(owned)
    assert len({projection.name for projection in projections}) == len(projections)
    connection = sqlite3.connect(":memory:")
    for projection in projections:
        for text in projection.statements:
            connection.execute(text)
    made = {
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT GLOB 'search_index_*' AND name NOT GLOB 'sqlite_*'"
        )
    }
    connection.close()
    assert made == set(owned)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_projections_agree_with_the_aggregates(tmp_path_factory: object, seed: int) -> None:
    """What is shown of an entry, a notice or a seat is what the aggregate that decides says."""
    office = found(tmp_path_factory.mktemp("agree"))  # type: ignore[attr-defined]
    history = History(office.records, seed)
    history.go_on(40)
    ledgers = all_ledgers(office.views())
    load = office.records.load_exactly
    for row in ledgers["chronicle"]:
        entry = load(row["id"])
        assert (row["text"], row["status"]) == (entry.text, entry.status)
    assert {row["id"] for row in ledgers["chronicle"]} == set(history.entries)
    for row in ledgers["notices"]:
        notice = load(row["id"])
        assert (row["title"], row["status"]) == (notice.content.title, notice.status)
        assert (row["issued_on"] or "") == notice.occurred
    shown = {
        (r["roster"], r["number"]): (r["name"], r["from"] or "", r["to"])
        for r in (ledgers["seats"])
    }
    held = {
        (roster.id, number): (s.content.name, s.from_day, s.to_day)
        for roster in map(load, history.rosters)
        if roster.status != "retracted"
        for number, s in roster.seats.items()
    }
    assert shown == held
    office.close()


def test_an_amended_seat_is_amended_wherever_it_shows(office: Workspace) -> None:
    """The timeline shows what happened as it is known now: a corrected name is corrected in its
    appointment and its release too, and what never happened is not in it."""
    written = add_roster(office.records, body("普查小组", seat("组长", "洪江")), SIXTH)
    appoint(office.records, written.id, seat("成员", "林西", "科长"), on=date(2022, 6, 8))
    appoint(office.records, written.id, seat("成员", "误录"), on=date(2022, 6, 9))
    release(office.records, written.id, "2", on=date(2022, 6, 10), reason="调离")
    state = office.records.load_exactly(written.id).content()
    seats = {1: state.seats[1], 2: seat("成员", "林溪", "科长")}
    right = msgspec.structs.replace(state, seats=seats)
    amend_roster(office.records, written.id, right, "2022-06-06", reason="核对")
    lines = [(r["kind"], r["text"]) for r in all_ledgers(office.views())["timeline"]]
    assert lines == [
        ("formed", "普查小组"),
        ("appointed", "成员 林溪 科长"),
        ("released", "成员 林溪 科长 调离"),
    ]


def test_what_is_shown_is_what_was_recorded_last(office: Workspace) -> None:
    """`position` of a thing is that of its last change."""
    (entry,) = add(office.records, "开馆。")
    amend_entry(office.records, entry, when=None, text="闭馆。", reason="核对")
    ledgers = all_ledgers(office.views())
    assert [row["position"] for row in ledgers["chronicle"]] == [3]
    assert [row["position"] for row in ledgers["timeline"]] == [3]
