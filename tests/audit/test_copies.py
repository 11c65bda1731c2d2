"""`audit verify` on what is derived from the log, or lies beside it: views and files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from sample_office import (
    add,
    as_another_user,
    reopened,
    verified,
)

from audit.spoiling import Damage, file_of, look, lose, told, views

VIEW_DAMAGES: dict[str, Damage] = {
    "a text": views("UPDATE chronicle SET text = text || '。' WHERE rank % 2 = 0"),
    "a rank": views(
        "UPDATE chronicle SET rank = rank + 1 WHERE id = (SELECT MIN(id) FROM chronicle)"
    ),
    "an entry too few": views("DELETE FROM chronicle WHERE id = (SELECT MIN(id) FROM chronicle)"),
    "an entry too many": views(
        "INSERT INTO chronicle SELECT 'c0099999', occurred, start, end, precision, sort, rank,"
        " text, status, source, position FROM chronicle LIMIT 1"
    ),
    "a title": views("UPDATE notices SET title = '别的'"),
    "a seat": views("UPDATE seats SET name = '别人'"),
    "a body": views("DELETE FROM rosters"),
    "a line of the timeline": views("UPDATE timeline SET actor = '别人'"),
    "a text that is found": views("UPDATE search SET text = '别的'"),
    "a word of the index": views(
        "UPDATE search_index SET characters = '别 的'"
        " WHERE rowid = (SELECT MIN(rowid) FROM search_index)"
    ),
    "the index behind its words": views("DELETE FROM search_index_data WHERE id > 10"),
    "a table": views("DROP TABLE seats"),
}


@pytest.mark.parametrize("name", VIEW_DAMAGES)
def test_each_damage_of_the_views_is_named(copy: Path, name: str) -> None:
    """Every projection is compared with one rebuilt from nothing but the log."""
    VIEW_DAMAGES[name](copy / ".zltrec")
    findings = look(copy)
    if name == "a table":
        assert "projections" in str(findings.not_checked[0])
    else:
        assert told(findings) == {(None, "projection")}
        assert all(
            "views.sqlite" in str(f.error) or "cannot" in str(f.error) for f in findings.faults
        )
    office = reopened(copy)
    assert office.log.size == findings.events
    office.close()


def test_views_that_cannot_be_read_are_not_called_missing(copy: Path) -> None:
    """A views' file that is no database is a fault, with the way out."""
    (copy / ".zltrec" / "views.sqlite").write_text("a letter" * 1000)
    for path in (copy / ".zltrec").glob("views.sqlite-*"):
        path.unlink()
    findings = look(copy)
    assert told(findings) == {(None, "projection")}
    assert "views.sqlite" in str(findings.faults[0].error)


def test_views_that_lie_behind_are_compared_as_far_as_they_go(copy: Path) -> None:
    """Views that have not caught up are no fault; what they have is still compared."""
    office = reopened(copy)
    add(office.records, "还没有人看过。")
    office.close()
    assert told(look(copy)) == set()
    views("UPDATE chronicle SET text = '别的'")(copy / ".zltrec")
    assert told(look(copy)) == {(None, "projection")}


def _changed(store: Path) -> None:
    path = file_of(store)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def _folder(store: Path) -> None:
    path = file_of(store)
    path.unlink()
    path.mkdir()


def _stray(store: Path) -> None:
    path = store / "files" / "ab" / ("c" * 62)
    path.parent.mkdir()
    path.write_bytes(b"stray")


def _stray_name(store: Path) -> None:
    (store / "files" / "notes.txt").write_text("stray")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lose, "the file 扫描件.tif (.*) is gone"),
        (_changed, "the file 扫描件.tif (.*) was changed"),
        (_folder, "the file 扫描件.tif (.*) cannot be read"),
        (_stray, "there is a file abc+ that no event took in"),
        (_stray_name, "there is a file notes.txt that no event took in"),
    ],
)
def test_each_damage_of_the_files_is_named(copy: Path, damage: Damage, said: str) -> None:
    """Gone, changed, in the place of a folder; and what no event took in."""
    damage(copy / ".zltrec")
    findings = look(copy)
    assert told(findings) == {(None, "file")}
    assert re.search(said, str(findings.faults[0].error))


def test_a_file_that_may_not_be_read_is_named(original: Path, open_place: Path) -> None:
    """An auditor without permission for a file is told so, and the rest is checked."""
    shutil.copytree(original / ".zltrec", open_place / ".zltrec")
    file_of(open_place / ".zltrec").chmod(0o000)

    def audit() -> list[str]:
        return [str(fault.error) for fault in verified(reopened(open_place)).faults]

    (said,) = as_another_user(audit)
    assert "cannot be read: Permission denied" in said
