"""The tamper test: every kind of stored thing is changed, and it is stated who must notice.

A store of a few hundred events is prepared once and copied for each case. The
case changes the copy behind the program's back, with the guards taken away,
and says what must catch it: `VERIFY`, a whole `audit verify` with nothing but
the store; `SEAL`, `check-seal` with a seal and a key from outside. Where only
the seal can, the case says that too, and that verify finds nothing.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zltrec.audit.seals import origin_of
from zltrec.calendar.when import day
from zltrec.domain.fact import topics
from zltrec.projections.views import all_projections
from zltrec.proof.checkpoint import parse_checkpoint, render_checkpoint
from zltrec.proof.note import parse_note, sign_note
from zltrec.records.chronicle import add_entries
from zltrec.store.folder import NAME

from .chancery import reopened, verified
from .conftest import Shell
from .prepared import (
    BOTH,
    SEAL,
    SIZE,
    VERIFY,
    Copy,
    Edit,
    Prepared,
    check_caught,
    entry,
    fit,
    identity,
    judged,
    rows_of,
)
from .tampering import (
    contents,
    cut_tail,
    fit_head,
    fit_leaf,
    fit_registers,
    forget_seals,
    forget_views,
    opened,
    renumber,
    rewrite_all,
)

Case = tuple[Edit, set[str], tuple[str, ...]]
CASES: dict[str, Case] = {}


def caught(*by: str, kinds: tuple[str, ...] = ()) -> Callable[[Edit], Edit]:
    """Enters an edit with who must catch it, all of them and nobody else."""

    def enter(edit: Edit) -> Edit:
        CASES[edit.__name__.replace("_", " ")] = (edit, set(by), kinds)
        return edit

    return enter


# --- the untouched copy


def test_the_untouched_copy_passes_both(prepared: Prepared, copy: Copy) -> None:
    """A few hundred events of every kind, nothing wrong, and the outside seal holds. Taking the
    guards away changes nothing that is stored: it is no fault, but it is said."""
    found, said = judged(copy.place, prepared)
    assert ([str(fault.error) for fault in found.faults], said) == ([], None)
    assert found.events == SIZE
    assert found.sealed == prepared.sealed == SIZE - 2
    present = {row[0] for row in rows_of(copy.log, "SELECT DISTINCT topic FROM stored_events")}
    assert present == set(topics())
    for projection in all_projections():
        for table in projection.tables:
            assert rows_of(copy.views, f"SELECT * FROM {table} LIMIT 1"), table
    opened(copy.log).close()
    assert contents(copy.folder) == prepared.contents
    assert not [item for item in found.not_checked if "guards" in str(item)]
    found, said = judged(copy.place, prepared)
    assert (found.faults, said) == ([], None)
    assert [item for item in found.not_checked if "guards" in str(item)]


def test_the_other_stores_are_sound_themselves(prepared: Prepared) -> None:
    """The older copy and the other store pass as such: only what is outside tells them apart."""
    for place in (prepared.older, prepared.other):
        workspace = reopened(place)
        found = verified(workspace, store_id=identity(workspace))
        workspace.close()
        assert [str(fault.error) for fault in found.faults] == []


# --- a byte of an event, and how much is made to fit it


@pytest.mark.parametrize(
    ("up_to", "by", "kinds"),
    [
        ("nothing", BOTH, ("leaf",)),
        ("leaf", BOTH, ("head", "seal")),
        ("head", BOTH, ("seal",)),
        ("seals", BOTH, ("register", "projection")),
        ("registers", BOTH, ("projection",)),
        ("views", {SEAL}, ()),
    ],
)
def test_a_changed_text_is_caught_however_much_fits_it(
    copy: Copy, up_to: str, by: set[str], kinds: tuple[str, ...]
) -> None:
    """With leaf, head, kept seals, registers and projections all made to fit, the store itself
    shows nothing more: then only the seal outside does."""
    position = entry(copy)
    copy.edit(position, "日第", "日弟")
    if up_to != "nothing":
        fit(copy, position, up_to=up_to)
    found = check_caught(copy, by, *kinds)
    if up_to == "nothing":
        assert [f.position for f in found.faults if f.kind == "leaf"] == [position]


@pytest.mark.parametrize("topic", topics())
def test_a_byte_of_any_event_is_caught(copy: Copy, topic: str) -> None:
    """Who is said to have acted, in the first event of every topic: verify names the position."""
    position = copy.first_of(topic)
    copy.edit(position, '"actor":"文书"', '"actor":"文档"')
    found = check_caught(copy, BOTH, "leaf")
    assert [f.position for f in found.faults if f.kind == "leaf"] == [position]


@pytest.mark.parametrize("topic", topics())
def test_a_byte_of_any_event_is_caught_when_everything_fits_it(copy: Copy, topic: str) -> None:
    """By the seal outside, always. Verify catches it too where something that was approved later
    stands on it: a change of the same officer, a decision, a published month."""
    position = copy.first_of(topic)
    copy.edit(position, '"actor":"文书"', '"actor":"文档"')
    fit(copy, position)
    signed_later = topic in {
        "chronicle.entry-recorded", "chronicle.entry-amended", "chronicle.entry-moved",
        "officer.added", "officer.key-enrolled", "officer.office-assigned",
        "officer.office-released",
    } or topic.startswith(("case.", "procedure.", "workdays."))  # fmt: skip
    check_caught(copy, BOTH if signed_later else {SEAL}, *(["approval"] if signed_later else []))


@pytest.mark.parametrize("bit", [1, 2, 4, 8, 16, 32, 64, 128])
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_bit_of_a_state_is_caught(copy: Copy, place: str, bit: int) -> None:
    """Whether the state can still be read or not."""
    position = entry(copy)
    state = bytearray(copy.ask("SELECT state FROM stored_events WHERE position = ?", position))
    state[{"first": 0, "middle": len(state) // 2, "last": -1}[place]] ^= bit
    copy.change("UPDATE stored_events SET state = ? WHERE position = ?", bytes(state), position)
    found = check_caught(copy, BOTH, "leaf")
    assert position in [fault.position for fault in found.faults]


# --- the columns of an event


@caught(VERIFY, SEAL, kinds=("leaf",))
def a_blank_that_means_nothing(copy: Copy) -> None:
    copy.edit(entry(copy), '"text":', ' "text":')


@caught(VERIFY, SEAL, kinds=("leaf",))
def a_topic_turned_into_another(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET topic = 'chronicle.entry-retracted' WHERE topic ="
        " 'chronicle.entry-amended' AND position = ?",
        copy.first_of("chronicle.entry-amended"),
    )


@caught(VERIFY, SEAL, kinds=("leaf", "state"))
def a_topic_that_does_not_exist(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET topic = 'chronicle.entry-recorden' WHERE position = ?",
        entry(copy),
    )


@caught(VERIFY, SEAL, kinds=("leaf", "state"))
def a_topic_of_another_aggregate(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET topic = 'officer.founded' WHERE position = ?", entry(copy)
    )


@caught(VERIFY, SEAL, kinds=("leaf",))
def an_id(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET originator_id = 'c9999999' WHERE position = ?", entry(copy)
    )


@caught(VERIFY, SEAL, kinds=("leaf",))
def an_event_given_to_another_aggregate(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET originator_id = (SELECT originator_id FROM stored_events WHERE"
        " position = ?), originator_version = 2 WHERE position = ?",
        entry(copy),
        copy.first_of("chronicle.entry-amended"),
    )


@caught(VERIFY, SEAL, kinds=("leaf", "version"))
def a_version(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET originator_version = 7 WHERE position = ?",
        copy.first_of("chronicle.entry-amended"),
    )


@caught(VERIFY, SEAL, kinds=("version", "seal"))
def a_version_with_leaf_and_head(copy: Copy) -> None:
    a_version(copy)
    fit(copy, copy.first_of("chronicle.entry-amended"), up_to="head")


@caught(VERIFY, SEAL, kinds=("version",))
def a_version_with_everything_that_fits(copy: Copy) -> None:
    a_version(copy)
    fit(copy, copy.first_of("chronicle.entry-amended"))


@caught(VERIFY, SEAL, kinds=("moment", "seal"))
def a_moment_that_runs_back(copy: Copy) -> None:
    copy.edit(entry(copy), '"recorded_at":"2022-07', '"recorded_at":"2021-07')
    fit(copy, entry(copy), up_to="head")


@caught(VERIFY, SEAL, kinds=("leaf",))
def a_state_as_text(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET state = CAST(state AS TEXT) WHERE position = ?", entry(copy)
    )


@caught(VERIFY, SEAL, kinds=("leaf",))
def a_topic_as_bytes(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET topic = CAST(topic AS BLOB) WHERE position = ?", entry(copy)
    )


@caught(VERIFY, SEAL, kinds=("leaf",))
def an_id_as_bytes(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET originator_id = CAST(originator_id AS BLOB) WHERE position = ?",
        entry(copy),
    )


@caught(VERIFY, SEAL, kinds=("leaf",))
def a_version_as_text(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET originator_version = 'one' WHERE position = ?", entry(copy)
    )


@caught(VERIFY, SEAL, kinds=("leaf",))
def a_line_that_wanders_from_state_to_topic(copy: Copy) -> None:
    # The same bytes under the leaf, cut in another place.
    copy.change(
        "UPDATE stored_events SET topic = topic || char(10) || '{', state ="
        " CAST(substr(CAST(state AS TEXT), 2) AS BLOB) WHERE position = ?",
        entry(copy),
    )


# --- leaves


@caught(VERIFY, kinds=("leaf",))
def a_leaf(copy: Copy) -> None:
    copy.change("UPDATE leaves SET hash = zeroblob(32) WHERE position = ?", entry(copy))


@caught(VERIFY, kinds=("leaf",))
def a_byte_of_a_leaf(copy: Copy) -> None:
    leaf = bytearray(copy.ask("SELECT hash FROM leaves WHERE position = ?", entry(copy)))
    leaf[31] ^= 1
    copy.change("UPDATE leaves SET hash = ? WHERE position = ?", bytes(leaf), entry(copy))


@caught(VERIFY, kinds=("leaf",))
def a_leaf_cut_short(copy: Copy) -> None:
    copy.change("UPDATE leaves SET hash = substr(hash, 1, 31) WHERE position = ?", entry(copy))


@caught(VERIFY, kinds=("leaf",))
def a_leaf_removed(copy: Copy) -> None:
    copy.change("DELETE FROM leaves WHERE position = ?", entry(copy))


@caught(VERIFY, kinds=("leaf",))
def a_leaf_added(copy: Copy) -> None:
    copy.change("INSERT INTO leaves SELECT max(position) + 1, hash FROM leaves")


@caught(VERIFY, kinds=("leaf",))
def two_leaves_swapped(copy: Copy) -> None:
    at = entry(copy)
    copy.change(
        "UPDATE leaves SET hash = (SELECT l.hash FROM leaves AS l WHERE l.position ="
        " 2 * ? + 1 - leaves.position) WHERE position IN (?, ? + 1)",
        at,
        at,
        at,
    )


# --- events deleted, put in, swapped


@caught(VERIFY, SEAL, kinds=("gap",))
def an_event_deleted(copy: Copy) -> None:
    copy.change("DELETE FROM stored_events WHERE position = ?", entry(copy))


@caught(VERIFY, SEAL, kinds=("gap",))
def an_event_deleted_with_its_leaf(copy: Copy) -> None:
    copy.change("DELETE FROM leaves WHERE position = ?", entry(copy))
    an_event_deleted(copy)


def late_entry(copy: Copy) -> int:
    """The position of an entry after the last report, which names the position that it is of."""
    at: int = copy.ask(
        "SELECT min(position) FROM stored_events WHERE topic = 'chronicle.entry-recorded' AND"
        " position > (SELECT max(position) FROM stored_events WHERE topic = 'report.given')"
    )
    return at


def delete_and_close(copy: Copy, at: int) -> None:
    copy.change("DELETE FROM stored_events WHERE position = ?", at)
    renumber(copy.log, at + 1, -1)
    rewrite_all(copy.log)


@caught(VERIFY, SEAL, kinds=("seal", "register"))
def an_event_deleted_and_the_gap_closed(copy: Copy) -> None:
    delete_and_close(copy, entry(copy))


@caught(VERIFY, SEAL, kinds=("step",))
def an_event_before_a_report_deleted_and_everything_made_to_fit(copy: Copy) -> None:
    delete_and_close(copy, entry(copy))
    fit(copy, 1)


@caught(SEAL)
def an_event_deleted_and_everything_made_to_fit(copy: Copy) -> None:
    delete_and_close(copy, late_entry(copy))
    fit(copy, 1)


@caught(VERIFY, SEAL, kinds=("leaf",))
def an_event_put_in(copy: Copy) -> None:
    put_in(copy, entry(copy))


def put_in(copy: Copy, at: int) -> None:
    renumber(copy.log, at, 1)
    copy.change(
        "INSERT INTO stored_events SELECT position - 1, 'c9999999', 1, topic, state"
        " FROM stored_events WHERE position = ?",
        at + 1,
    )


@caught(SEAL)
def an_event_put_in_and_everything_made_to_fit(copy: Copy) -> None:
    at = late_entry(copy)
    put_in(copy, at)
    copy.edit(at, "件。", "件，后来才写。")
    rewrite_all(copy.log)
    fit(copy, at)


@caught(VERIFY, kinds=("leaf", "head"))
def an_event_put_behind_the_last(copy: Copy) -> None:
    copy.change(
        "INSERT INTO stored_events SELECT position + 1, 'c9999999', 1, topic, state"
        " FROM stored_events ORDER BY position DESC LIMIT 1"
    )


@caught(VERIFY, kinds=("register",))
def an_event_put_behind_the_last_with_leaf_and_head(copy: Copy) -> None:
    an_event_put_behind_the_last(copy)
    rewrite_all(copy.log)


@caught(VERIFY, kinds=("gap",))
def an_event_put_before_the_first(copy: Copy) -> None:
    copy.change(
        "INSERT INTO stored_events SELECT 0, 'c9999999', 1, topic, state"
        " FROM stored_events WHERE position = ?",
        entry(copy),
    )


def swapped(copy: Copy) -> None:
    at = entry(copy)
    copy.change("UPDATE stored_events SET position = -? WHERE position = ?", at, at)
    copy.change("UPDATE stored_events SET position = ? WHERE position = ? + 1", at, at)
    copy.change("UPDATE stored_events SET position = ? + 1 WHERE position = -?", at, at)


@caught(VERIFY, SEAL, kinds=("leaf",))
def two_events_swapped(copy: Copy) -> None:
    swapped(copy)


@caught(VERIFY, SEAL, kinds=("head", "seal"))
def two_events_swapped_with_their_leaves(copy: Copy) -> None:
    swapped(copy)
    for position in (entry(copy), entry(copy) + 1):
        fit_leaf(copy.log, position)


@caught(SEAL)
def two_events_swapped_and_everything_made_to_fit(copy: Copy) -> None:
    swapped(copy)
    rewrite_all(copy.log)
    fit(copy, 1)


@caught(VERIFY, SEAL, kinds=("leaf",))
def the_states_of_two_events_swapped(copy: Copy) -> None:
    at = entry(copy)
    copy.change(
        "UPDATE stored_events SET state = (SELECT e.state FROM stored_events AS e WHERE"
        " e.position = 2 * ? + 1 - stored_events.position) WHERE position IN (?, ? + 1)",
        at,
        at,
        at,
    )


# --- the tail

SHORT = SIZE - 20


@caught(VERIFY, SEAL, kinds=("head",))
def the_tail_cut(copy: Copy) -> None:
    copy.change("DELETE FROM stored_events WHERE position > ?", SHORT)


@caught(VERIFY, SEAL, kinds=("head",))
def the_tail_cut_with_its_leaves(copy: Copy) -> None:
    copy.change("DELETE FROM leaves WHERE position > ?", SHORT)
    the_tail_cut(copy)


@caught(VERIFY, SEAL, kinds=("seal", "register"))
def the_tail_cut_with_leaves_and_head(copy: Copy) -> None:
    the_tail_cut_with_its_leaves(copy)
    fit_head(copy.log)


@caught(VERIFY, SEAL, kinds=("register",))
def the_tail_cut_with_leaves_head_and_seals(copy: Copy) -> None:
    cut_tail(copy.log, SHORT)


@caught(SEAL)
def the_tail_cut_and_everything_made_to_fit(copy: Copy) -> None:
    cut_tail(copy.log, SHORT)
    fit_registers(copy.log)
    forget_views(copy.log)


@caught(SEAL)
def the_tail_cut_and_grown_again(copy: Copy) -> None:
    the_tail_cut_and_everything_made_to_fit(copy)
    workspace = reopened(copy.place)
    add_entries(workspace.records, [(day(date(2022, 7, 2)), f"另{n}件。") for n in range(30)])
    workspace.close()


# --- the whole store


def put_in_place(copy: Copy, place: Path) -> None:
    shutil.rmtree(copy.folder)
    shutil.copytree(place / NAME, copy.folder)


@caught(SEAL)
def an_older_copy_of_the_whole_store(copy: Copy) -> None:
    put_in_place(copy, copy.prepared.older)


@caught(VERIFY, SEAL, kinds=("projection",))
def an_older_copy_of_the_log_alone(copy: Copy) -> None:
    shutil.copyfile(copy.prepared.older / NAME / "log.sqlite", copy.log)


@caught(SEAL)
def another_store_in_its_place(copy: Copy) -> None:
    put_in_place(copy, copy.prepared.other)


@caught(SEAL)
def the_whole_store_rewritten(copy: Copy) -> None:
    copy.change(
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '件', '事') AS BLOB)"
        " WHERE topic = 'chronicle.entry-recorded' AND position > ?",
        copy.first_of("issue.published") + 3,
    )
    rewrite_all(copy.log)
    fit(copy, 1)


@caught(SEAL)
def the_whole_store_rewritten_and_sealed_anew(copy: Copy) -> None:
    the_whole_store_rewritten(copy)
    seal_anew(copy, "stranger")


def seal_anew(copy: Copy, key: str, **other: Any) -> None:
    """Keeps a seal over the log as it is now, signed by a key that the forger has."""
    private: Any = copy.prepared.keys[key].private
    with closing(sqlite3.connect(copy.log)) as connection:
        (size,) = connection.execute("SELECT size FROM log_head").fetchone()
    workspace = reopened(copy.place)
    root = other.get("root", workspace.root_at(size))
    origin = origin_of(workspace.founded.store_id)
    workspace.close()
    note = sign_note(render_checkpoint(origin, size, root), origin, private)
    copy.change(
        "INSERT INTO seals (size, note, public_line) VALUES (?, ?, ?)",
        size,
        note,
        copy.prepared.keys[key].line,
    )


# --- the head


@caught(VERIFY, SEAL, kinds=("head",))
def the_heads_size_one_more(copy: Copy) -> None:
    copy.change("UPDATE log_head SET size = size + 1")


@caught(VERIFY, SEAL, kinds=("head",))
def the_heads_size_with_a_frontier_that_fits(copy: Copy) -> None:
    copy.change("UPDATE log_head SET size = 1, frontier = substr(frontier, 1, 32)")


@caught(VERIFY, kinds=("head",))
def the_heads_frontier(copy: Copy) -> None:
    copy.change("UPDATE log_head SET frontier = zeroblob(length(frontier))")


@caught(VERIFY, SEAL, kinds=("head",))
def the_heads_frontier_cut_short(copy: Copy) -> None:
    copy.change("UPDATE log_head SET frontier = substr(frontier, 2)")


@caught(VERIFY, kinds=("head",))
def the_heads_moment(copy: Copy) -> None:
    copy.change("UPDATE log_head SET recorded_at = '2022-07-01T00:00:00.000000Z'")


@caught(VERIFY, SEAL, kinds=("head",))
def the_head_removed(copy: Copy) -> None:
    copy.change("DELETE FROM log_head")


@caught(VERIFY, kinds=("head",))
def the_last_position_given_out(copy: Copy) -> None:
    copy.change("UPDATE sqlite_sequence SET seq = seq + 5 WHERE name = 'stored_events'")


# --- kept seals


@caught(VERIFY, kinds=("seal",))
def a_byte_of_a_kept_seal(copy: Copy) -> None:
    copy.change("UPDATE seals SET note = replace(note, '— zltrec', '— zltrek') WHERE number = 2")


@caught(VERIFY, kinds=("seal",))
def the_root_in_a_kept_seal(copy: Copy) -> None:
    copy.change("UPDATE seals SET note = replace(note, '=', 'A') WHERE number = 2")


@caught(VERIFY, kinds=("seal",))
def the_size_beside_a_kept_seal(copy: Copy) -> None:
    copy.change("UPDATE seals SET size = size - 1 WHERE number = 2")


@caught(VERIFY, kinds=("seal",))
def the_key_beside_a_kept_seal(copy: Copy) -> None:
    copy.change(
        "UPDATE seals SET public_line = ? WHERE number = 2", copy.prepared.keys["editor"].line
    )


@caught(VERIFY, kinds=("seal",))
def a_kept_seal_of_another_number(copy: Copy) -> None:
    copy.change("UPDATE seals SET number = 9 WHERE number = 2")


@caught(VERIFY, kinds=("seal",))
def a_kept_seal_removed(copy: Copy) -> None:
    copy.change("DELETE FROM seals WHERE number = 2")


@caught(VERIFY, kinds=("seal",))
def the_last_kept_seal_removed(copy: Copy) -> None:
    copy.change("DELETE FROM seals WHERE number = (SELECT max(number) FROM seals)")


@caught(VERIFY, kinds=("seal",))
def a_kept_seal_of_another_log(copy: Copy) -> None:
    seal_anew(copy, "stranger", root=b"\x07" * 32)


@caught(VERIFY, SEAL, kinds=("file", "approval"))
def the_scan_that_a_paper_names(copy: Copy) -> None:
    position = copy.first_of("approval.recorded-on-paper")
    old = json.loads(copy.ask("SELECT state FROM stored_events WHERE position = ?", position))
    copy.edit(position, old["paper"], "0" * 64)
    fit(copy, position)
    copy.files()[0].unlink()


# --- files


@caught(VERIFY, kinds=("file",))
def a_file_changed(copy: Copy) -> None:
    path = copy.files()[0]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")


@caught(VERIFY, kinds=("file",))
def a_file_emptied(copy: Copy) -> None:
    path = copy.files()[0]
    path.chmod(0o644)
    path.write_bytes(b"")


@caught(VERIFY, kinds=("file",))
def a_file_removed(copy: Copy) -> None:
    copy.files()[0].unlink()


@caught(VERIFY, kinds=("file",))
def all_files_removed(copy: Copy) -> None:
    shutil.rmtree(copy.folder / "files")


@caught(VERIFY, kinds=("file",))
def a_file_added(copy: Copy) -> None:
    place = copy.folder / "files" / "ab"
    place.mkdir(exist_ok=True)
    (place / ("0" * 62)).write_bytes(b"nobody took this in")


@caught(VERIFY, kinds=("file",))
def a_file_added_in_no_place_of_its_own(copy: Copy) -> None:
    (copy.folder / "files" / "note.txt").write_bytes(b"nobody took this in")


@caught(VERIFY, kinds=("file",))
def two_files_swapped(copy: Copy) -> None:
    first, second, *_ = copy.files()
    one, two = first.read_bytes(), second.read_bytes()
    for path, data in ((first, two), (second, one)):
        path.chmod(0o644)
        path.write_bytes(data)


@caught(VERIFY, kinds=("file",))
def a_folder_in_a_files_place(copy: Copy) -> None:
    path = copy.files()[0]
    path.unlink()
    path.mkdir()
    (path / "inside").write_bytes(b"x")


@pytest.mark.parametrize("name", list(CASES))
def test_it_is_caught_by_whom_it_must_be(copy: Copy, name: str) -> None:
    """Exactly those that the case names notice, verify by faults of the kinds that it names."""
    edit, by, kinds = CASES[name]
    edit(copy)
    check_caught(copy, by, *kinds)


# --- what nothing in this world can show, said plainly


def test_what_no_seal_covers_can_be_rewritten(copy: Copy) -> None:
    """The last events, with everything made to fit: nobody notices, and verify says which range no
    seal covers. This is what seals are for."""
    copy.edit(SIZE, "又一件", "又二件")
    fit(copy, SIZE, up_to="head")
    fit_registers(copy.log)
    forget_views(copy.log)
    found = check_caught(copy, set())
    assert (found.sealed, found.events) == (copy.prepared.sealed, SIZE)


def test_a_seal_signed_anew_shows_its_key(copy: Copy) -> None:
    """A kept seal can be put in place by anybody; verify says whose key it is, and only the copy
    outside tells that it was another."""
    forget_seals(copy.log)
    seal_anew(copy, "stranger")
    found = check_caught(copy, set())
    assert [(seal.size, seal.officer) for seal in found.seals] == [(SIZE, None)]
    assert parse_checkpoint(parse_note(copy.prepared.seal).text).size == SIZE - 2


# --- the same at the shell


@pytest.mark.parametrize(
    "case", ["an event deleted", "a leaf", "a file changed", "a kept seal removed"]
)
def test_verify_at_the_shell_names_the_fault(copy: Copy, shell: Shell, case: str) -> None:
    """Exit code 4, a line for each fault."""
    CASES[case][0](copy)
    said = shell("--store", copy.place, "audit", "verify")
    assert said.code == 4
    assert "FAULT: " in said.out


def test_check_seal_at_the_shell_names_the_rewriting(
    copy: Copy, shell: Shell, tmp_path: Path
) -> None:
    """Verify passes the rewritten store; check-seal with seal and key from outside does not."""
    seal = tmp_path / "seal"
    seal.write_text(copy.prepared.seal)
    key = copy.prepared.keys["auditor"].public_path
    check = ("--store", copy.place, "audit", "check-seal", seal, "--key", key)
    assert shell(*check).code == 0
    CASES["the whole store rewritten"][0](copy)
    assert shell("--store", copy.place, "audit", "verify").code == 0
    said = shell(*check)
    assert said.code == 4
    assert "rewritten" in said.err


def test_verify_at_the_shell_reads_on_when_the_first_event_is_damaged(
    copy: Copy, shell: Shell
) -> None:
    """What the store is called cannot be read, and everything else still is."""
    copy.change("UPDATE stored_events SET state = CAST('{}' AS BLOB) WHERE position = 1")
    copy.edit(entry(copy), "日第", "日弟")
    said = shell("--store", copy.place, "audit", "verify", "--format", "json")
    assert said.code == 4
    positions = {fault["position"] for fault in json.loads(said.out)["faults"]}
    assert {1, entry(copy)} <= positions
