"""Personal values: kept with their events or not at all, never changed, and gone when deleted."""

from __future__ import annotations

import hmac
import random
import re
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from sample_office import SEVENTH, add, found, reopened

from zltrec.errors import Refused, Unreadable
from zltrec.proof.commitment import check_commitment
from zltrec.records import chronicle
from zltrec.store import datastore, schema
from zltrec.store.private import NEVER_CHANGED
from zltrec.workspace import Workspace

NAME = "欧阳某某，身份证号 110101190001010000"


def keep(office: Workspace, *values: str) -> list[str]:
    """Keeps values in one transaction; their commitments."""
    with office.records.writing() as work:
        return [work.keep_private(value) for value in values]


def dispose(office: Workspace, *commitments: str) -> None:
    """Disposes of values in one transaction, and scrubs."""
    with office.records.writing() as work:
        for commitment in commitments:
            work.dispose_private(commitment)
    office.log.scrub()


def left(office: Workspace, *texts: str) -> set[str]:
    """Which texts stand in any file of the store's folder."""
    files = [path.read_bytes() for path in office.folder.path.rglob("*") if path.is_file()]
    return {text for text in texts if any(text.encode() in data for data in files)}


def test_a_value_is_found_under_its_commitment(office: Workspace) -> None:
    """By the work that kept it, by a look, by the log; and it is the one committed to."""
    with office.records.writing() as work:
        commitment = work.keep_private(NAME)
        assert work.private_value(commitment) == NAME
    with office.records.looking() as look:
        assert look.private_value(commitment) == NAME
        assert look.private_value("0" * 64) is None
    assert office.log.private_value(commitment) == NAME
    ((kept, salt, value),) = office.log.private_values()
    check_commitment(kept, salt, value)
    assert kept == hmac.new(salt, NAME.encode(), "sha256").hexdigest() == commitment


def test_the_same_value_twice_has_two_commitments(office: Workspace) -> None:
    """Salts are fresh: from the log nobody sees that two values are the same."""
    commitments = keep(office, NAME, NAME)
    rows = list(office.log.private_values())
    assert [row[0] for row in rows] == sorted(set(commitments))
    assert len({salt for _, salt, _ in rows}) == 2
    with office.log.unit_of_work() as unit:
        assert list(unit.private.rows()) == rows


def test_values_are_kept_with_their_events_or_not_at_all(office: Workspace) -> None:
    """What falls with its transaction leaves no value; nor is one gone that was deleted in it."""
    (stays,) = keep(office, NAME)
    before = list(office.log.private_values())
    with suppress(ZeroDivisionError), office.records.writing() as work:
        chronicle.record_entry(work, SEVENTH, "闭馆。")
        work.keep_private("别人")
        work.dispose_private(stays)
        assert work.private_value(stays) is None
        raise ZeroDivisionError
    assert (office.log.size, list(office.log.private_values())) == (1, before)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE private_values SET value = '别人'",
        "UPDATE private_values SET salt = zeroblob(32)",
        "UPDATE OR REPLACE private_values SET commitment = 'x'",
        "INSERT OR REPLACE INTO private_values SELECT commitment, salt, '别人' FROM private_values",
        "INSERT INTO private_values SELECT * FROM private_values WHERE true"
        " ON CONFLICT DO UPDATE SET value = '别人'",
    ],
)
def test_a_value_is_never_changed(office: Workspace, statement: str) -> None:
    """Neither by UPDATE nor by replacing; deleting is what a disposal does."""
    keep(office, NAME)
    before = list(office.log.private_values())
    plain = sqlite3.connect(office.folder.log, isolation_level=None)
    with pytest.raises(sqlite3.IntegrityError, match=NEVER_CHANGED):
        plain.execute(statement)
    plain.close()
    assert list(office.log.private_values()) == before


def test_a_commitment_is_kept_once(office: Workspace) -> None:
    """Keeping under a commitment that is there is refused in words."""
    (commitment,) = keep(office, NAME)

    def again() -> None:
        with office.log.unit_of_work() as unit:
            unit.private.keep(commitment, bytes(32), "别人")

    with pytest.raises(Refused, match=NEVER_CHANGED):
        again()
    assert office.log.private_value(commitment) == NAME


def test_what_was_deleted_was_there(office: Workspace) -> None:
    """Deleting answers whether there was something to delete; a second time there is not."""
    commitments = keep(office, NAME, "")
    with office.log.unit_of_work() as unit:
        for commitment in commitments:
            assert unit.private.delete(commitment)
            assert not unit.private.delete(commitment)
        assert list(unit.private.rows()) == []


@pytest.mark.parametrize(("there", "gone"), [(1, 1), (3, 2), (5_000, 1_700)])
def test_after_a_disposal_its_bytes_are_in_no_file(
    office: Workspace, there: int, gone: int
) -> None:
    """Neither in the log's file nor in its -wal, also where pages were split and merged; the
    others stay, and so does the log."""
    draw = random.Random(1)
    values = [f"某甲{n:06d}" + "乙" * draw.choice([0, 20, 60]) for n in range(there)]
    commitments = keep(office, *values)
    add(office.records, "开馆。")
    head, guards = office.log.head(), office.log.altered_objects()
    salts = {salt for _, salt, _ in office.log.private_values()}

    disposed = draw.sample(commitments, gone)
    dispose(office, *disposed)

    rows = list(office.log.private_values())
    kept = {c: v for c, v in zip(commitments, values, strict=True) if c not in disposed}
    assert {commitment: value for commitment, _, value in rows} == kept
    written = b"".join(path.read_bytes() for path in office.folder.path.glob("log.sqlite*"))
    assert set(re.findall("某甲[0-9]{6}".encode(), written)) == {
        value[:8].encode() for value in kept.values()
    }
    assert set(re.findall(b"[0-9a-f]{64}", written)).isdisjoint(c.encode() for c in disposed)
    assert [salt for salt in salts - {salt for _, salt, _ in rows} if salt in written] == []
    assert (office.log.head(), office.log.altered_objects()) == (head, guards)
    assert (office.folder.path / "log.sqlite-wal").stat().st_size == 0


def test_a_long_value_is_gone_from_all_its_pages(office: Workspace) -> None:
    """What did not fit into one page stood in others; those are overwritten as well."""
    _short, long = keep(office, NAME, "丙丁戊" * 5_000)
    assert left(office, "丙丁戊" * 100) != set()
    dispose(office, long)
    assert left(office, NAME, "丙丁戊") == {NAME}


def test_without_scrubbing_the_write_ahead_log_still_has_it(office: Workspace) -> None:
    """(Why there is a `scrub`; if this failed, the test above would show nothing.)"""
    (commitment,) = keep(office, NAME)
    with office.records.writing() as work:
        work.dispose_private(commitment)
    assert left(office, NAME) == {NAME}
    office.log.scrub()
    office.log.scrub()
    assert left(office, NAME) == set()


def test_every_writing_connection_overwrites_what_it_deletes(office: Workspace) -> None:
    """Whatever the SQLite at hand was built with."""
    with office.log.datastore.transaction(commit=True) as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1


def test_a_reader_that_keeps_old_pages_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another reads what was, the old pages cannot go: the error says so and when they
    will; the disposal holds all the same."""
    monkeypatch.setattr(datastore, "LOCK_TIMEOUT_S", 1)
    office, other = found(tmp_path), reopened(tmp_path)
    (commitment,) = keep(office, NAME)
    with other.records.looking() as look:
        assert look.private_value(commitment) == NAME
        with pytest.raises(Unreadable, match="when every process has closed the store"):
            dispose(office, commitment)
        assert look.private_value(commitment) == NAME
    assert office.log.private_value(commitment) is None
    other.close()
    office.close()
    assert left(office, NAME) == set()


def test_a_transaction_under_way_is_not_scrubbed(office: Workspace) -> None:
    """Its own pages would still be needed."""
    with office.records.writing(), pytest.raises(AssertionError):
        office.log.scrub()


def test_a_copy_of_the_log_has_the_values(office: Workspace, tmp_path: Path) -> None:
    """A backup and a rehearsal carry them; a disposal rehearsed is none."""
    (commitment,) = keep(office, NAME)
    office.log.copy_to(tmp_path / "copy.sqlite")
    copy = sqlite3.connect(tmp_path / "copy.sqlite")
    assert copy.execute("SELECT * FROM private_values").fetchall() == list(
        office.log.private_values()
    )
    assert dict(copy.execute(schema.SELECT_OBJECTS)) == schema.made_anew()
    copy.close()
    with office.rehearsal() as records, records.writing() as work:
        assert work.private_value(commitment) == NAME
        work.dispose_private(commitment)
    assert office.log.private_value(commitment) == NAME
