"""The log as a recorder: all or nothing, positions never used twice, clear words about damage."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent
from sample_office import SEVENTH, add, found, reopened, tampered

from zltrec.errors import Refused, Unreadable, ZltrecError
from zltrec.records import chronicle
from zltrec.workspace import Workspace

ROW = ("x0000001", 1, "chronicle.entry-retracted", b'{"recorded_at":"","actor":"","reason":""}')


def events(office: Workspace) -> list[tuple[object, ...]]:
    """All rows of the log."""
    return [tuple(row) for row in office.log.rows()]


def test_a_unit_of_work_is_all_or_nothing(office: Workspace) -> None:
    """An exception inside leaves no event, no leaf, no register, and the same root."""
    add(office.records, "开馆。")
    before = (events(office), list(office.log.leaves()), list(office.log.register_rows()))
    head = office.log.head()
    with suppress(ZeroDivisionError), office.records.writing() as work:
        chronicle.record_entry(work, SEVENTH, "闭馆。")
        chronicle.record_entry(work, SEVENTH, "除尘。")
        raise ZeroDivisionError
    after = (events(office), list(office.log.leaves()), list(office.log.register_rows()))
    assert after == before
    assert office.log.head() == head
    assert add(office.records, "闭馆。", when=SEVENTH) == ["c0000003"]


def test_a_batch_with_one_bad_row_records_none(office: Workspace) -> None:
    """Of entries given together the last is refused: none is recorded, also after a flush."""
    with pytest.raises(Refused, match="there already"):
        add(office.records, *(f"第{n}项。" for n in range(5_100)), "第7项。")
    assert office.log.size == 1
    assert [name for name, _, _ in office.log.register_rows() if name.startswith("chron")] == []


def test_a_nested_unit_of_work_joins_the_outer_one(office: Workspace) -> None:
    """Commands inside one unit see each other, and fall with it."""
    with suppress(ZeroDivisionError), office.records.writing() as outer:
        chronicle.record_entry(outer, SEVENTH, "闭馆。")
        with office.records.writing() as inner:
            assert inner.position == 2
            chronicle.record_entry(inner, SEVENTH, "除尘。")
        with pytest.raises(Refused, match="c0000003"):
            add(office.records, "除尘。", when=SEVENTH)
        raise ZeroDivisionError
    assert office.log.size == 1
    with office.records.writing() as outer:
        chronicle.record_entry(outer, SEVENTH, "闭馆。")
        add(office.records, "除尘。", when=SEVENTH)
    assert office.log.size == 3


def test_what_a_unit_recorded_is_seen_by_its_own_reads(office: Workspace) -> None:
    """Inside a unit of work selects see what is not written yet."""
    with office.records.writing() as work:
        written = chronicle.record_entry(work, SEVENTH, "闭馆。")
        loaded = work.load(written.id, chronicle.ChronicleEntry, "c")
        assert loaded.text == "闭馆。"
        assert office.log.originators("c", 5) == [written.id]


def test_big_batches_are_written_in_parts_with_the_same_root(tmp_path: Path) -> None:
    """One unit of 12,000 events gives the same rows and root as many small ones."""
    one, many = found(tmp_path / "one"), found(tmp_path / "many")
    rows = [(f"x{n:07d}", 1, ROW[2], ROW[3]) for n in range(12_000)]
    with one.log.unit_of_work() as unit:
        assert [unit.append(row, "") for row in rows] == list(range(2, 12_002))
    for start in range(0, 12_000, 1_999):
        with many.log.unit_of_work() as unit:
            for row in rows[start : start + 1_999]:
                unit.append(row, "")
    assert one.log.head() == many.log.head()
    assert list(one.log.leaves()) == list(many.log.leaves())
    one.close()
    many.close()


def test_one_version_is_recorded_once(office: Workspace) -> None:
    """The same version of the same aggregate twice is refused, and nothing of its unit is kept."""

    def twice() -> None:
        with office.log.unit_of_work() as unit:
            unit.append(ROW, "")
            unit.append(ROW, "")

    with pytest.raises(Refused, match="refused a change"):
        twice()
    assert office.log.size == 1


@pytest.mark.parametrize(
    "cut",
    [
        ["DELETE FROM stored_events WHERE position = 3"],
        ["DELETE FROM stored_events WHERE position = 3", "DELETE FROM leaves WHERE position = 3"],
        ["DELETE FROM sqlite_sequence"],
        ["UPDATE sqlite_sequence SET seq = 2"],
        ["UPDATE log_head SET size = 2, frontier = zeroblob(32)"],
        ["INSERT INTO stored_events VALUES (4, 'x', 1, 'chronicle.entry-retracted', x'7b7d')"],
    ],
)
def test_after_a_cut_nothing_is_appended(tmp_path: Path, cut: list[str]) -> None:
    """A position is never given out twice: where head, newest row and count differ, say so."""
    office = found(tmp_path)
    add(office.records, "开馆。", "闭馆。")
    office.close()
    tampered(office.folder.log, *cut)
    office = reopened(tmp_path)
    before = events(office)
    with pytest.raises(Unreadable, match=r"is damaged: .* nothing was written; run .* verify"):
        add(office.records, "除尘。")
    assert events(office) == before
    office.close()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("DELETE FROM log_head", "head of the log is gone"),
        ("UPDATE log_head SET frontier = x'00'", "head is damaged"),
        ("DROP TABLE stored_events", "damaged or is no zltrec store"),
        ("DROP TABLE registers", "damaged or is no zltrec store"),
    ],
)
def test_a_damaged_log_is_said_to_be_damaged(tmp_path: Path, damage: str, said: str) -> None:
    """Whatever is missing of the log, the message is one of ours, and nothing is appended."""
    office = found(tmp_path)
    add(office.records, "开馆。")
    office.close()
    tampered(office.folder.log, damage)
    office = reopened(tmp_path)
    with pytest.raises(ZltrecError) as raised:
        add(office.records, "除尘。")
    assert said in str(raised.value)
    office.close()


def test_messages_name_the_log_as_people_wrote_it(tmp_path: Path) -> None:
    """A folder with blanks and Chinese in its name stands in messages as it is, not as a URI."""
    office = found(tmp_path / "档案 室?#%41")
    assert office.log.path == tmp_path / "档案 室?#%41" / ".zltrec" / "log.sqlite"
    office.close()


def test_the_librarys_own_way_in_writes_leaves_too(office: Workspace) -> None:
    """`insert_events` of the library gives positions, leaves and a head that agree."""
    event = StoredEvent(UUID(int=7), 1, ROW[2], ROW[3])
    assert office.log.insert_events([event]) == [2]
    assert office.log.select_events(UUID(int=7))[0].originator_id == f"{7:032x}"
    assert len(list(office.log.leaves())) == office.log.size == 2


def test_selects_honour_their_bounds(office: Workspace) -> None:
    """`gt`, `lte`, `desc` and `limit` of the library's interface mean what they say."""
    with office.log.unit_of_work() as unit:
        for version in range(1, 6):
            unit.append(("x1", version, ROW[2], ROW[3]), "")
    log = office.log

    def versions(**bounds: int | bool) -> list[int]:
        return [e.originator_version for e in log.select_events("x1", **bounds)]  # type: ignore[arg-type]

    assert versions() == [1, 2, 3, 4, 5]
    assert versions(gt=2) == [3, 4, 5]
    assert versions(lte=2) == [1, 2]
    assert versions(gt=1, lte=4, desc=True) == [4, 3, 2]
    assert versions(desc=True, limit=1) == [5]


def test_notifications_come_in_log_order_by_topic_and_range(office: Workspace) -> None:
    """The library's notification interface reads positions, starts, stops and topics."""
    add(office.records, "开馆。", "闭馆。")
    log = office.log
    assert [n.id for n in log.select_notifications(None, 10)] == [1, 2, 3]
    assert [n.id for n in log.select_notifications(2, 1)] == [2]
    assert [n.id for n in log.select_notifications(2, 9, inclusive_of_start=False)] == [3]
    assert [n.id for n in log.select_notifications(1, 9, stop=2)] == [1, 2]
    assert [n.id for n in log.select_notifications(1, 9, topics=["store.founded"])] == [1]
    assert log.max_notification_id() == 3


def test_a_reader_is_not_stopped_by_a_writer(tmp_path: Path) -> None:
    """While one process is in the middle of a unit of work, another reads what was there."""
    office, other = found(tmp_path), reopened(tmp_path)
    with office.records.writing() as work:
        chronicle.record_entry(work, SEVENTH, "闭馆。")
        assert other.log.size == 1
        assert len(list(other.log.rows())) == 1
    assert other.log.size == 2
    office.close()
    other.close()


def test_a_snapshot_stays_as_it_was(tmp_path: Path) -> None:
    """Several reads inside a snapshot are of one moment, whatever is appended meanwhile."""
    office, other = found(tmp_path), reopened(tmp_path)
    with other.log.snapshot():
        assert other.log.size == 1
        add(office.records, "开馆。")
        assert other.log.size == len(list(other.log.rows())) == len(list(other.log.leaves())) == 1
    assert other.log.size == 2
    office.close()
    other.close()


def test_a_foreign_database_is_not_touched(tmp_path: Path) -> None:
    """A `log.sqlite` of some other program is refused, and stays as it was, byte for byte."""
    folder = tmp_path / ".zltrec"
    folder.mkdir()
    connection = sqlite3.connect(folder / "log.sqlite")
    connection.execute("CREATE TABLE music (title TEXT)")
    connection.commit()
    connection.close()
    before = (folder / "log.sqlite").read_bytes()
    with pytest.raises(Unreadable, match="no zltrec store"):
        reopened(tmp_path)
    assert (folder / "log.sqlite").read_bytes() == before
    assert [p.name for p in folder.iterdir()] == ["log.sqlite"]
