"""An old export rebuilt from its manifest: the same bytes, or said where it differs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sample_office import History, everything, exported

from zltrec.errors import BadUsage, Unreadable
from zltrec.export.manifest import MANIFEST, read_manifest
from zltrec.export.reproducing import Reproduction, reproduce_export
from zltrec.workspace import Workspace


@pytest.fixture
def out(office: Workspace, tmp_path: Path) -> Path:
    """An export from the middle of a history."""
    history = History(office.records, seed=31, lamps=True)
    history.go_on(60)
    exported(office, tmp_path / "out", *everything(office.views()))
    history.go_on(40)
    return tmp_path / "out"


def reproduced(office: Workspace, out: Path) -> Reproduction:
    """What comes of rebuilding it."""
    manifest = read_manifest(out)
    return reproduce_export(office.views(known_at=manifest.position), manifest, out)


def changed_manifest(out: Path, **values: object) -> None:
    """The manifest with other values."""
    content = json.loads((out / MANIFEST).read_text())
    (out / MANIFEST).write_text(json.dumps({**content, **values}))


def test_an_old_export_is_rebuilt_byte_for_byte(office: Workspace, out: Path) -> None:
    """After more was recorded and corrected, every file comes out as it was then."""
    result = reproduced(office, out)
    assert result.is_same
    assert set(result.files) == {path.name for path in out.iterdir()} - {MANIFEST}
    assert result.versions == []


def test_what_was_changed_or_lost_is_named(office: Workspace, out: Path) -> None:
    """A byte in one file, another file gone: each is told, the rest is the same."""
    (out / "chronicle.csv").write_bytes((out / "chronicle.csv").read_bytes() + b"x")
    (out / "notices.md").unlink()
    result = reproduced(office, out)
    assert not result.is_same
    others = {name: outcome for name, outcome in result.files.items() if outcome != "same"}
    assert others == {"chronicle.csv": "differs", "notices.md": "gone"}


def test_a_manifest_that_names_another_position_differs(office: Workspace, out: Path) -> None:
    """The files are not those of that position."""
    changed_manifest(out, position=office.log.size)
    result = reproduced(office, out)
    assert "differs" in result.files.values()


def test_other_versions_are_named(office: Workspace, out: Path) -> None:
    """Where another version wrote the export, it is said which."""
    changed_manifest(out, version="0.0.9", libraries={"msgspec": "0.1"})
    versions = {name: old for name, old, _now in reproduced(office, out).versions}
    assert versions == {"zltrec": "0.0.9", "msgspec": "0.1"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory; an export has its manifest beside"),
        (b"", "is damaged"),
        (b"{}", "is damaged"),
        (b"\xff", "is damaged"),
    ],
)
def test_a_manifest_that_is_none_is_said_to_be_so(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    """Missing or damaged: one line that names it."""
    if content is not None:
        (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(Unreadable, match=said):
        read_manifest(tmp_path)


def test_a_manifest_with_impossible_values_is_refused(office: Workspace, out: Path) -> None:
    """A root that is none, a format and a ledger that there are not."""
    whole = (out / MANIFEST).read_text()
    changed_manifest(out, root="not base64")
    with pytest.raises(Unreadable, match="is damaged"):
        read_manifest(out)
    (out / MANIFEST).write_text(whole)
    changed_manifest(out, formats=["odt"])
    with pytest.raises(BadUsage, match="no export format odt"):
        reproduced(office, out)
    (out / MANIFEST).write_text(whole)
    changed_manifest(out, ledgers=["cashbook"])
    with pytest.raises(BadUsage, match="no ledger cashbook"):
        reproduced(office, out)
