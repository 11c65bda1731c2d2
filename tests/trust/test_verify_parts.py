"""Verification in parts: what one night allows, and never more said than was looked at."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import zltrec.audit
from zltrec.audit.findings import Findings
from zltrec.audit.verify import Part
from zltrec.calendar.when import day
from zltrec.cli.verification import PROPERTIES
from zltrec.proof.checkpoint import parse_checkpoint, render_checkpoint
from zltrec.proof.faults import ProofError
from zltrec.proof.note import parse_note, sign_note
from zltrec.records.chronicle import add_entries

from .chancery import OTHER_STORE_ID, Chancery, Keys
from .conftest import Outcome, Shell
from .tampering import cut_tail, fit_head, rewrite_all, tampered


@pytest.fixture
def old_seal(chancery: Chancery) -> str:
    """The enrolled auditor seals the events so far; ten entries follow, under a newer seal."""
    chancery.appoint("zhou", "周审", "auditor", "auditor")
    note = chancery.seal()
    chancery.write(*(f"第{n}条。" for n in range(10)), on=date(2022, 6, 1))
    chancery.seal()
    chancery.workspace.views()
    return note


def size_of(note: str) -> int:
    return parse_checkpoint(parse_note(note).text).size


def left_out(found: Findings) -> str:
    return "\n".join(str(item) for item in found.not_checked)


def change_state(chancery: Chancery, position: int) -> None:
    """A byte of an event, its leaf left as it was."""
    tampered(
        chancery.workspace.folder.log,
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '文书', '文档') AS"
        " BLOB) WHERE position = ?",
        parameters=(position,),
    )


# --- since a seal


def test_since_a_seal_only_what_is_new_is_read(chancery: Chancery, old_seal: str) -> None:
    """It says how many events were not read, and that registers and projections were not
    rebuilt."""
    found = chancery.verify(Part(since=old_seal))
    assert not found.faults
    assert f"events: {size_of(old_seal)} of {chancery.size} were not read" in left_out(found)
    assert "registers and projections" in left_out(found)
    assert found.events == chancery.size
    assert found.root == chancery.workspace.root_at(chancery.size)


def test_since_a_seal_what_is_new_is_checked(chancery: Chancery, old_seal: str) -> None:
    """A change after the seal is found; one before it is not looked for, and that is said."""
    change_state(chancery, size_of(old_seal) + 3)
    faults = chancery.verify(Part(since=old_seal)).faults
    assert [(f.kind, f.position) for f in faults] == [("leaf", size_of(old_seal) + 3)]


def test_since_a_seal_what_is_old_is_not_shown_as_checked(
    chancery: Chancery, old_seal: str
) -> None:
    """A byte changed before the seal, with its leaf as it was: not found, and not said to be
    sound; a whole verification finds it."""
    change_state(chancery, size_of(old_seal) - 1)
    found = chancery.verify(Part(since=old_seal))
    assert not [fault for fault in found.faults if fault.kind == "leaf"]
    assert "were not read" in left_out(found)
    assert [f.position for f in chancery.verify().faults if f.kind == "leaf"] == [
        size_of(old_seal) - 1
    ]


def test_since_a_seal_old_leaves_have_to_be_those_that_were_sealed(
    chancery: Chancery, old_seal: str
) -> None:
    """A change before the seal that fits its leaf and head contradicts the seal."""
    change_state(chancery, size_of(old_seal) - 1)
    rewrite_all(chancery.workspace.folder.log)
    found = chancery.verify(Part(since=old_seal))
    assert "are not those of the seal given" in "\n".join(str(f.error) for f in found.faults)


def test_since_a_seal_that_reaches_further_than_the_log(chancery: Chancery, old_seal: str) -> None:
    """The log was cut."""
    newer = chancery.seal()
    cut_tail(chancery.workspace.folder.log, size_of(old_seal))
    found = chancery.verify(Part(since=newer))
    assert "it was cut" in "\n".join(str(f.error) for f in found.faults)


def test_since_the_newest_seal_nothing_is_new(chancery: Chancery, old_seal: str) -> None:
    """No event is read, and all of them are said not to be."""
    newest = chancery.seal()
    found = chancery.verify(Part(since=newest))
    assert f"events: {chancery.size} of {chancery.size} were not read" in left_out(found)
    assert not found.faults


def test_since_another_stores_seal(
    chancery: Chancery, old_seal: str, tmp_path: Path, keys: Keys
) -> None:
    """It says nothing of this store, and that is a fault."""
    other = Chancery(tmp_path / "other", keys, OTHER_STORE_ID)
    foreign = other.seal()
    other.workspace.close()
    found = chancery.verify(Part(since=foreign))
    assert [fault.kind for fault in found.faults] == ["seal"]
    assert OTHER_STORE_ID in str(found.faults[0].error)


def test_since_what_is_no_seal(chancery: Chancery, old_seal: str) -> None:
    """Refused; nothing was verified."""
    with pytest.raises(ProofError):
        chancery.verify(Part(since="approved"))


def test_the_signature_of_the_seal_given_is_not_shown_as_checked(
    chancery: Chancery, old_seal: str, keys: Keys
) -> None:
    """Who can rewrite a log can write such a seal to it: it is said that its signature was not
    looked at, and what looks at it."""
    private: Any = keys["stranger"].private
    text = render_checkpoint(
        chancery.origin, size_of(old_seal), chancery.workspace.root_at(size_of(old_seal))
    )
    for note in (old_seal, sign_note(text, chancery.origin, private)):
        found = chancery.verify(Part(since=note))
        assert "the seal given: its signature" in left_out(found)
        assert "audit check-seal" in left_out(found)
    assert "the seal given" not in left_out(chancery.verify())


def test_since_a_seal_an_event_beyond_the_head_is_found(chancery: Chancery, old_seal: str) -> None:
    """One that was put in without a leaf and without a word to the head is new as well."""
    tampered(
        chancery.workspace.folder.log,
        "INSERT INTO stored_events SELECT position + 1, 'c9999999', 1, topic, state"
        " FROM stored_events ORDER BY position DESC LIMIT 1",
    )
    for part in (Part(since=old_seal), Part(share=1.0), Part()):
        assert chancery.size + 1 in [fault.position for fault in chancery.verify(part).faults]


def test_since_a_seal_a_cut_tail_is_found(chancery: Chancery, old_seal: str) -> None:
    """The last event gone, its leaf and the head left: a gap among what is new."""
    tampered(
        chancery.workspace.folder.log,
        "DELETE FROM stored_events WHERE position = (SELECT max(position) FROM stored_events)",
    )
    for part in (Part(since=old_seal), Part(share=1.0), Part()):
        assert chancery.size in [fault.position for fault in chancery.verify(part).faults]


# --- a share


@pytest.fixture
def large(bare: Chancery) -> Chancery:
    """A log of five thousand events, in five blocks of a thousand, sealed by an officer."""
    bare.found("zhou", "auditor", name="周审")
    when = day(date(2022, 5, 3))
    add_entries(bare.workspace.records, [(when, f"第{n}条。") for n in range(3, 5_001)])
    bare.workspace.views()
    bare.seal()
    return bare


def test_a_share_is_read_in_blocks_drawn_by_chance(large: Chancery) -> None:
    """About as many as were asked for, other ones with another seed, the same with the same."""
    counts = []
    for seed in range(40):
        found = large.verify(Part(share=0.4, seed=seed))
        assert not found.faults
        (said,) = [line for line in left_out(found).split("\n") if line.startswith("events:")]
        counts.append(int(said.split()[1]))
    assert set(counts) <= {0, 1000, 2000, 3000, 4000}
    assert 2000 < sum(counts) / len(counts) < 4000
    same = [left_out(large.verify(Part(share=0.4, seed=7))) for _ in range(2)]
    assert same[0] == same[1]


def test_the_smallest_share_reads_something(large: Chancery) -> None:
    """At least one block."""
    for seed in range(5):
        found = large.verify(Part(share=0.0001, seed=seed))
        assert "events: 4000 of 5000 were not read" in left_out(found)


def test_a_change_is_found_where_it_was_read_and_nowhere_else(large: Chancery) -> None:
    """Drawn often enough, every event is read; an event in a block that was not read is not
    said to be sound."""
    change_state(large, 2_500)
    found = [large.verify(Part(share=0.4, seed=seed)) for seed in range(30)]
    caught = [f for f in found if 2_500 in [fault.position for fault in f.faults]]
    assert 0 < len(caught) < 30
    assert all("were not read" in left_out(f) for f in found)


# --- what is said at the shell


@pytest.fixture
def store(chancery: Chancery) -> tuple[object, ...]:
    return ("--store", chancery.workspace.folder.path, "audit", "verify")


def properties(said: Outcome) -> dict[str, str]:
    """The outcome of each of the four properties in a report."""
    lines = said.out.splitlines()
    return {
        name: line.rpartition(": ")[2]
        for name in ("真实性", "完整性", "可用性", "安全性")
        for line in lines
        if name in line
    }


def test_a_whole_verification_reports_what_passed(
    shell: Shell, chancery: Chancery, old_seal: str, store: tuple[object, ...]
) -> None:
    """The four properties of electronic records; safety is nothing that a log can show."""
    said = shell(*store, "--report")
    assert said.code == 0
    assert properties(said) == {
        "真实性": "passed",
        "完整性": "passed",
        "可用性": "passed",
        "安全性": "not checked",
    }
    assert "What was not checked:" in said.out


@pytest.mark.parametrize("part", ["since", "sample"])
def test_what_was_not_checked_is_never_called_passed(
    shell: Shell, large: Chancery, tmp_path: Path, part: str
) -> None:
    """A part of the log leaves every property open that the rest could speak against."""
    file = tmp_path / "seal"
    file.write_text(large.seal())
    large.write("新的一条。")
    large.seal()
    large.workspace.views()
    store = ("--store", large.workspace.folder.path, "audit", "verify")
    options = ("--since-seal", file) if part == "since" else ("--sample", "0.001%")
    said = shell(*store, *options, "--report")
    assert said.code == 0
    assert set(properties(said).values()) == {"not checked"}
    answer = json.loads(shell(*store, *options, "--format", "json").out)
    assert any("were not read" in item for item in answer["not_checked"])
    assert any("registers and projections" in item for item in answer["not_checked"])


def test_what_is_not_sealed_is_not_called_authentic(
    shell: Shell, chancery: Chancery, old_seal: str, store: tuple[object, ...]
) -> None:
    """Its rewriting would not show: the range is named."""
    chancery.write("新的一条。")
    chancery.workspace.views()
    said = shell(*store, "--report")
    assert properties(said)["真实性"] == "not checked"
    answer = json.loads(shell(*store, "--format", "json").out)
    assert (answer["sealed"], answer["unsealed"]) == (chancery.size - 1, 1)
    assert any(f"events {chancery.size} to {chancery.size}" in i for i in answer["not_checked"])


def test_projections_that_are_not_stored_are_not_checked(
    shell: Shell, chancery: Chancery, old_seal: str, store: tuple[object, ...]
) -> None:
    """Nothing to compare: usability is open then."""
    chancery.workspace.close()
    for path in chancery.workspace.folder.path.glob("views.sqlite*"):
        path.unlink()
    said = shell(*store, "--report")
    assert said.code == 0
    assert properties(said)["可用性"] == "not checked"


@pytest.mark.parametrize(
    ("statement", "failed"),
    [
        (
            "UPDATE stored_events SET state = CAST(state || ' ' AS BLOB) WHERE position = 3",
            "真实性",
        ),
        ("UPDATE seals SET note = 'nothing' WHERE number = 1", "真实性"),
        ("DELETE FROM registers WHERE name = 'chronicle.key'", "完整性"),
        ("UPDATE log_head SET recorded_at = '2022-01-01'", "完整性"),
        ("UPDATE stored_events SET state = CAST('{}' AS BLOB) WHERE position = 3", "可用性"),
    ],
    ids=["leaf", "seal", "register", "head", "state"],
)
def test_a_fault_speaks_against_its_property(
    shell: Shell,
    chancery: Chancery,
    old_seal: str,
    store: tuple[object, ...],
    statement: str,
    failed: str,
) -> None:
    """The report fails it, and ends with 4."""
    tampered(chancery.workspace.folder.log, statement)
    said = shell(*store, "--report")
    assert said.code == 4
    assert properties(said)[failed] == "failed"
    assert "FAULT: " in said.out


def test_every_kind_of_fault_belongs_to_a_property() -> None:
    """A fault of a kind that no property lists would be in no part of the report."""
    listed = {kind for _title, kinds in PROPERTIES.values() for kind in kinds}
    sources = [path.read_text() for path in Path(zltrec.audit.__path__[0]).glob("*.py")]
    used = {
        kind
        for source in sources
        for kind in re.findall(r"fault\(\s*[^,\"]*(?:\([^)]*\)[^,\"]*)*,\s*\"(\w+)\"", source)
    }
    assert {"leaf", "gap", "head", "version", "register", "file", "seal", "approval"} <= used
    assert used <= listed


@pytest.mark.parametrize("share", ["0%", "101%", "-1%", "some"])
def test_a_share_that_is_none_is_refused(
    shell: Shell, store: tuple[object, ...], share: str
) -> None:
    """With exit code 2 and an example."""
    said = shell(*store, "--sample", share)
    assert said.code == 2
    assert "10%" in said.err


def test_the_root_that_is_reported_is_that_of_the_events(
    shell: Shell, chancery: Chancery, store: tuple[object, ...]
) -> None:
    """Also where head and leaves were made to fit: it is what an outside seal is compared with."""
    before = json.loads(shell(*store, "--format", "json").out)["root"]
    change_state(chancery, 3)
    rewrite_all(chancery.workspace.folder.log)
    fit_head(chancery.workspace.folder.log)
    after = json.loads(shell(*store, "--format", "json").out)["root"]
    assert after != before
