"""Exports: the same bytes for the same question, whole files or none, and no touch without need."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_office import (
    STORE_ID,
    History,
    add,
    all_ledgers,
    as_another_user,
    document,
    everything,
    exported,
    found,
    reopened,
)

from zltrec import __version__
from zltrec.calendar.when import UNDATED
from zltrec.errors import BadUsage, Refused, Unreadable
from zltrec.export.asked import parse_formats
from zltrec.export.exporting import export_ledgers
from zltrec.export.manifest import MANIFEST, Standing
from zltrec.projections.ledgers import LEDGERS, Ledger
from zltrec.projections.rows import Scope
from zltrec.records.notices import add_notice
from zltrec.workspace import Workspace


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder to export to."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def busy(office: Workspace) -> Workspace:
    """An office with a history."""
    History(office.records, seed=21, lamps=True).go_on(110)
    return office


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes, as a reader finds them."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    """What changes when a file, or the folder, is written."""
    return {
        path.name: (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in (folder, *folder.iterdir())
    }


def test_an_export_is_a_file_for_each_ledger_and_format(busy: Workspace, tmp_path: Path) -> None:
    """And a manifest; nothing else is left in the folder."""
    ledgers = everything(busy.views())
    files, changed = exported(busy, tmp_path / "out", *ledgers)
    names = {f"{name}.{format_}" for name in ledgers for format_ in ("csv", "jsonl", "md")}
    assert changed
    assert {file.path for file in files} == names
    assert set(contents(tmp_path / "out")) == names | {MANIFEST}


def test_the_manifest_tells_where_the_export_comes_from(busy: Workspace, out: Path) -> None:
    """Store, position, root, as-of day, version, and of each file digest and rows."""
    exported(busy, out)
    manifest = json.loads((out / MANIFEST).read_text())
    head = busy.log.head()
    assert manifest["store"] == STORE_ID
    assert manifest["position"] == head.size
    assert base64.b64decode(manifest["root"]) == head.frontier.root()
    assert manifest["as_of"] == "2022-07-01"
    assert manifest["undated"] is True
    assert manifest["version"] == __version__
    listed = {file["path"]: file for file in manifest["files"]}
    assert set(listed) == set(contents(out)) - {MANIFEST}
    for name, data in contents(out).items():
        if name == MANIFEST:
            continue
        assert listed[name]["sha256"] == hashlib.sha256(data).hexdigest()
        lines = data.decode().splitlines()
        if name.endswith(".jsonl"):
            assert listed[name]["rows"] == len(lines)
        if name.endswith(".md"):
            assert listed[name]["rows"] == len(lines) - 2


def test_every_format_holds_what_the_ledger_shows(busy: Workspace, out: Path) -> None:
    """Read back, JSON Lines are the ledger's rows, and CSV the same as text."""
    exported(busy, out, *everything(busy.views()))
    for name, rows in all_ledgers(busy.views(), Scope(date(2022, 7, 1))).items():
        text = (out / f"{name}.jsonl").read_text(encoding="utf-8")
        assert [json.loads(line) for line in text.splitlines()] == rows
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        assert len(read) == len(rows)
        for one, other in zip(read, rows, strict=True):
            assert one.keys() == other.keys()
            for column, value in other.items():
                if isinstance(value, list | dict):
                    assert json.loads(one[column]) == value
                elif isinstance(value, bool):
                    assert one[column] == ("true" if value else "false")
                else:
                    assert one[column] == ("" if value is None else str(value))


def test_the_same_question_gives_the_same_bytes(busy: Workspace, tmp_path: Path) -> None:
    """Twice, into two folders, from views rebuilt in between: byte for byte the same."""
    ledgers = everything(busy.views())
    exported(busy, tmp_path / "one", *ledgers)
    exported(busy, tmp_path / "two", *ledgers, known_at=busy.log.size)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


EXPORT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from sample_office import everything, exported, reopened
office = reopened(Path(sys.argv[1]))
exported(office, Path(sys.argv[2]), *everything(office.views()))
office.close()
"""


def test_the_machines_zone_and_language_change_no_byte(busy: Workspace, tmp_path: Path) -> None:
    """Two processes under other TZ, LC_ALL and encodings write the same files."""
    store = busy.folder.path.parent
    tests = Path(__file__).parent.parent
    running = []
    for name, surrounding in (
        ("lima", {"TZ": "America/Lima", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}),
        ("tokyo", {"TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}),
    ):
        environment = {"PATH": os.environ["PATH"], **surrounding}
        command = [sys.executable, "-c", EXPORT, store, tmp_path / name, tests]
        running.append(subprocess.Popen(command, env=environment))
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    exported(busy, tmp_path / "here", *everything(busy.views()))
    assert (
        contents(tmp_path / "lima") == contents(tmp_path / "tokyo") == contents(tmp_path / "here")
    )


def test_an_unchanged_export_touches_nothing(busy: Workspace, tmp_path: Path) -> None:
    """Neither a file nor the folder, and it says so; not even where the folder is read-only."""
    out = tmp_path / "out"
    exported(busy, out)
    before = marks(out)
    time.sleep(0.02)
    files, changed = exported(busy, out)
    assert not changed
    assert not any(file.changed for file in files)
    assert marks(out) == before


def test_one_more_event_touches_only_what_it_changes(busy: Workspace, out: Path) -> None:
    """A new notice changes notices, timeline and manifest; every other file stays untouched."""
    exported(busy, out)
    before = marks(out)
    add_notice(busy.records, document("关于新增事项的通知"), UNDATED)
    time.sleep(0.02)
    files, changed = exported(busy, out)
    assert changed
    touched = {name for name, mark in marks(out).items() if mark != before.get(name)}
    expected = {f"{n}.{f}" for n in ("notices", "timeline") for f in ("csv", "jsonl", "md")}
    assert {file.path for file in files if file.changed} == expected
    assert touched == expected | {MANIFEST, out.name}


def test_a_missing_or_changed_file_is_written_again(busy: Workspace, out: Path) -> None:
    """What somebody changed or deleted in the folder is put right; the rest is not touched."""
    exported(busy, out)
    right = contents(out)
    (out / "chronicle.csv").write_text("changed by hand")
    (out / "notices.md").unlink()
    files, changed = exported(busy, out)
    assert changed
    assert {file.path for file in files if file.changed} == {"chronicle.csv", "notices.md"}
    assert contents(out) == right
    (out / MANIFEST).unlink()
    assert exported(busy, out)[1]
    assert contents(out) == right


def test_other_files_in_the_folder_stay(busy: Workspace, out: Path) -> None:
    """What is not ours is not ours."""
    (out / "letter.txt").write_text("mine")
    exported(busy, out, "chronicle", formats=("csv",))
    assert set(contents(out)) == {"letter.txt", "chronicle.csv", MANIFEST}
    assert (out / "letter.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["chronicle.csv", MANIFEST])
def test_a_file_that_no_export_wrote_is_not_replaced(busy: Workspace, out: Path, name: str) -> None:
    """Nor is anything else written: it would be gone for good."""
    (out / name).write_text("mine")
    with pytest.raises(Refused, match=f"{name} is not of the export before"):
        exported(busy, out, "chronicle", formats=("csv",))
    assert {one.name: one.read_text() for one in out.iterdir()} == {name: "mine"}


def failing(ledger: Ledger, after: int) -> Ledger:
    """A ledger whose rows end in an error."""

    def rows(views: Any, scope: Scope) -> Iterator[dict[str, Any]]:
        for number, row in enumerate(ledger.rows(views, scope)):
            if number == after:
                raise Unreadable("the ledger broke")
            yield row

    return Ledger(ledger.name, ledger.title, ledger.columns, rows)


@pytest.mark.parametrize("fresh", [True, False])
def test_a_ledger_that_fails_leaves_the_folder_as_it_was(
    busy: Workspace, tmp_path: Path, fresh: bool
) -> None:
    """In the middle of the last ledger: not one file of the others is new or changed."""
    out = tmp_path / "out"
    if not fresh:
        exported(busy, out)
        add(busy.records, "又一条。")
    before = contents(out) if out.exists() else None
    views = busy.views()
    standing = Standing(STORE_ID, 1, b"", date(2022, 7, 1), undated=True)
    ledgers = [LEDGERS["chronicle"], failing(LEDGERS["timeline"], 3)]
    with pytest.raises(Unreadable, match="the ledger broke"):
        export_ledgers(views, ledgers, ["csv"], out, standing)
    assert (contents(out) if out.exists() else None) == before


@pytest.mark.parametrize(("step", "fresh"), [("fsync", True), ("fsync", False), ("link", False)])
def test_a_step_that_fails_leaves_the_folder_as_it_was(
    busy: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, fresh: bool
) -> None:
    """A file that cannot be written, or kept: nothing of the new set is there, nor beside it."""

    def refuse(*_given: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    out = tmp_path / "sets" / "out"
    if not fresh:
        exported(busy, out)
        History(busy.records, seed=22).go_on(40)
    before = contents(out) if out.exists() else None
    with monkeypatch.context() as patch:
        patch.setattr(os, step, refuse)
        patch.setattr(shutil, "copy2", refuse)
        with pytest.raises(Unreadable, match=r"denied; .* the files there are as they were"):
            exported(busy, out)
    assert (contents(out) if out.exists() else None) == before
    assert [path.name for path in out.parent.iterdir()] == ([] if fresh else ["out"])


def test_a_folder_that_cannot_be_written_is_left_as_it_was(open_place: Path) -> None:
    """Unwritable, closed, a file in its place, a folder in a file's place: one line, no change."""
    office = found(open_place)
    History(office.records, seed=23).go_on(30)
    out = open_place / "out"
    exported(office, out)
    before = contents(out)
    add(office.records, "又一条。")
    office.close()

    def export(to: Path) -> object:
        return exported(reopened(open_place), to)

    out.chmod(0o555)
    with pytest.raises(Unreadable, match=r"cannot be written: Permission denied; .* as they were"):
        as_another_user(lambda: export(out))
    closed = open_place / "closed"
    closed.mkdir(mode=0o000)
    shut = open_place / "shut"
    shut.mkdir(mode=0o555)
    for place in (closed, closed / "new", shut / "new"):
        with pytest.raises(Unreadable, match="cannot be written: Permission denied"):
            as_another_user(lambda place=place: export(place))  # type: ignore[misc]
    assert contents(out) == before
    (open_place / "file").write_text("x")
    with pytest.raises(Unreadable, match="cannot be written: "):
        export(open_place / "file")
    (open_place / "other" / "notices.csv").mkdir(parents=True)
    with pytest.raises(Unreadable, match=r"notices.csv cannot be written: Is a directory"):
        export(open_place / "other")
    assert [path.name for path in (open_place / "other").iterdir()] == ["notices.csv"]
    out.chmod(0o755)


def test_formats_are_read_from_a_list() -> None:
    """Separated by commas, each once; an unknown one is named with those there are."""
    assert parse_formats("csv, md,csv") == ("csv", "md")
    with pytest.raises(BadUsage, match="no export format odt; there are csv, csv-excel, json"):
        parse_formats("csv,odt")
    with pytest.raises(BadUsage, match="files of the same name"):
        parse_formats("csv,csv-excel")
    for empty in ("", " , "):
        with pytest.raises(BadUsage, match="name at least one format"):
            parse_formats(empty)


def test_an_export_is_of_one_moment(tmp_path: Path) -> None:
    """What others record while an export runs is not half in it: position, root and rows agree."""
    office, other = found(tmp_path), reopened(tmp_path)
    add(office.records, "一。", "二。")
    office.views()
    add(other.records, "三。")
    other.views()

    def interrupted(views: Any, scope: Scope) -> Iterator[dict[str, Any]]:
        add(other.records, "四。")
        other.views()
        yield from LEDGERS["timeline"].rows(views, scope)

    timeline = LEDGERS["timeline"]
    late = Ledger("timeline", timeline.title, timeline.columns, interrupted)
    views = office.views()
    standing = Standing(
        STORE_ID, views.position, office.root_at(views.position), date(2022, 7, 1), undated=True
    )
    files, _ = export_ledgers(
        views, [late, LEDGERS["chronicle"]], ["csv"], tmp_path / "o", standing
    )
    assert views.position == 4
    assert [file.rows for file in files] == [3, 3]
    office.close()
    other.close()
