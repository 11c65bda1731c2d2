"""Stores of earlier versions, kept for ever: this version must read every one of them.

Each folder here was made once by `scripts/make_stored_database`, at the release whose number it
bears, and is never made anew. `root` holds the number of events and the root, `ledgers` what the
store shows.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sample_office import add, as_another_user, reopened, verified

from zltrec.audit.log import event_rows
from zltrec.audit.replay import replay
from zltrec.domain.fact import decode_fact, topics
from zltrec.export.formats import cell_text
from zltrec.projections.catalogue import ledgers_of
from zltrec.projections.rows import Scope
from zltrec.workspace import Workspace

HERE = Path(__file__).parent
KEPT = sorted(path for path in HERE.iterdir() if (path / ".zltrec").is_dir())
AS_OF = date(2022, 12, 31)


@pytest.fixture(params=KEPT, ids=lambda path: path.name)
def kept(request: pytest.FixtureRequest) -> Path:
    """A stored database as it is kept."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def copy(kept: Path, tmp_path: Path) -> Path:
    """A copy of it to open."""
    shutil.copytree(kept / ".zltrec", tmp_path / ".zltrec")
    return tmp_path


def promised(kept: Path) -> tuple[int, bytes]:
    """The number of events and the root that were written down."""
    size, root = (kept / "root").read_text(encoding="utf-8").split()
    return int(size), base64.b64decode(root)


def shown(office: Workspace, name: str) -> list[dict[str, str]]:
    """A ledger's rows as text."""
    views = office.views()
    rows = ledgers_of(views)[name].rows(views, Scope(AS_OF, undated=True))
    return [{column: cell_text(value) for column, value in row.items()} for row in rows]


def test_there_is_a_stored_database() -> None:
    """At least the first one; without any, the tests below would pass for nothing."""
    assert "0.1" in [path.name for path in KEPT]


def test_an_old_store_is_opened_and_verified(kept: Path, copy: Path) -> None:
    """No fault, every event, the exact root; before and after its projections are made."""
    for _ in range(2):
        office = reopened(copy)
        findings = verified(office, store_id=office.founded.store_id)
        assert [str(fault.error) for fault in findings.faults] == []
        assert (findings.events, findings.root) == promised(kept)
        office.views()
        office.close()


def test_its_root_is_that_of_its_bytes(kept: Path) -> None:
    """The root is recomputed with sqlite3 and a hash alone, no part of zltrec."""
    connection = sqlite3.connect(f"{(kept / '.zltrec/log.sqlite').as_uri()}?immutable=1", uri=True)
    leaves = [
        hashlib.sha256(b"\x00" + "".join(f"{value}\n" for value in row[:4]).encode() + row[4])
        for row in connection.execute(
            "SELECT position, originator_id, originator_version, topic, state FROM stored_events"
            " ORDER BY position"
        )
    ]
    connection.close()

    def tree(nodes: list[bytes]) -> bytes:
        if len(nodes) == 1:
            return nodes[0]
        split = 1 << (len(nodes) - 1).bit_length() - 1
        return hashlib.sha256(b"\x01" + tree(nodes[:split]) + tree(nodes[split:])).digest()

    assert (len(leaves), tree([leaf.digest() for leaf in leaves])) == promised(kept)


def test_it_shows_what_it_showed(kept: Path, copy: Path) -> None:
    """Every ledger that was written down comes out again, row for row, in the same order; later
    versions may add columns and ledgers."""
    office = reopened(copy)
    ledgers = sorted((kept / "ledgers").glob("*.csv"))
    assert len(ledgers) > 3
    for path in ledgers:
        with path.open(encoding="utf-8", newline="") as file:
            expected = list(csv.DictReader(file))
        now = shown(office, path.stem)
        assert [{column: row[column] for column in expected[0]} for row in now] == expected
    office.close()


def test_every_event_is_read_and_replayed(kept: Path, copy: Path) -> None:
    """Log and replay reach the end; what was recorded then is decoded now."""
    office = reopened(copy)
    size, _ = promised(kept)
    assert [row["position"] for row in event_rows(office.log)] == list(range(1, size + 1))
    assert [row["position"] for row in replay(office.log)] == list(range(1, size + 1))
    office.close()


def test_it_is_carried_on(kept: Path, copy: Path) -> None:
    """The next entry has the next position, and the store is still in order."""
    office = reopened(copy)
    size, root = promised(kept)
    assert add(office.records, "新版本下的第一条。") == [f"c{size + 1:07d}"]
    assert office.root_at(size) == root
    assert verified(office, store_id=office.founded.store_id).faults == []
    office.close()


def test_it_is_read_where_nothing_may_be_written(kept: Path, open_place: Path) -> None:
    """On a write-protected medium, as archives are kept."""
    shutil.copytree(kept / ".zltrec", open_place / ".zltrec")
    for path in (open_place / ".zltrec").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    (open_place / ".zltrec").chmod(0o555)

    def look() -> tuple[int, bytes, int]:
        office = reopened(open_place)
        findings = verified(office, store_id=office.founded.store_id)
        assert findings.faults == []
        return findings.events, findings.root, len(shown(office, "chronicle"))

    events, root, rows = as_another_user(look)
    assert (events, root) == promised(kept)
    assert rows > 5


def test_no_kind_of_event_is_forgotten(kept: Path) -> None:
    """A topic that was ever stored is decoded for ever, whatever became of its module."""
    connection = sqlite3.connect(f"{(kept / '.zltrec/log.sqlite').as_uri()}?immutable=1", uri=True)
    rows = connection.execute("SELECT topic, state FROM stored_events").fetchall()
    connection.close()
    assert {topic for topic, _ in rows} <= set(topics())
    assert len({topic for topic, _ in rows}) >= 35
    for topic, state in rows:
        decode_fact(topic, state)


def test_what_is_kept_was_left_alone(kept: Path) -> None:
    """No -wal, no views: the folder is as it was made, though tests looked at it."""
    assert {path.name for path in (kept / ".zltrec").iterdir()} == {"files", "log.sqlite"}
