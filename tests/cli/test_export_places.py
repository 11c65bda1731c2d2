"""Where an export may write, and that its status is never older than what it tells of.

Names, places and texts are made up.
"""

from __future__ import annotations

import json
import os
import resource
import signal
from pathlib import Path

import pytest

from .terminal import Terminal, as_stranger, copied, one_complaint, stand_in


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A shell in a store with two entries."""
    home = tmp_path_factory.mktemp("places")
    shell = stand_in(home / "office", home)
    shell.done("init")
    shell.add(("2023-05-30", "青河市举办诗会。"), ("2023-06", "全月无雨。"))
    shell.done("chronicle", "list")
    return shell


@pytest.fixture
def shell(template: Terminal, tmp_path: Path) -> Terminal:
    """A shell in a store of this test's own."""
    return copied(template, tmp_path / "office", tmp_path)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file beneath, with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".sqlite-wal", ".sqlite-shm")
    }


@pytest.mark.parametrize(
    "command",
    [
        "sql --out .zltrec/log.sqlite",
        "sql --out .zltrec/views.sqlite",
        "sql --out .zltrec/new.sqlite",
        "sql --out other/.zltrec/log.sqlite",
        "export --out .zltrec",
        "export --out .zltrec/files",
        "export --out .zltrec/files/deep/new",
        "export --out other",
        "export --out other/.zltrec/here",
        "export --out ..",
        "export --out /",
        "export --out out --status .zltrec/log.sqlite",
        "export --out out --status .zltrec/new.json",
        "export --config store.toml",
    ],
)
def test_nothing_is_written_into_a_store(shell: Terminal, command: str) -> None:
    """Nor is a folder replaced that holds one, this store or another."""
    (shell.folder / "other").mkdir()
    shell.done("init", "other")
    (shell.folder / "store.toml").write_text('[[export]]\nout = ".zltrec"\n')
    before = tree(shell.folder)
    said = one_complaint(shell.run(*command.split()), 2)
    assert "store" in said
    assert "another" in said
    assert tree(shell.folder) == before
    assert shell.verified() == []


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("sql --out mine", "mine"),
        ("export --out out --status mine", "mine"),
        ("export chronicle --out out", "out/chronicle.csv"),
        ("export chronicle --out out", "out/manifest.json"),
        ("export chronicle --out out --status out/manifest.json", "out/manifest.json"),
    ],
)
def test_what_somebody_else_wrote_is_not_replaced(shell: Terminal, command: str, name: str) -> None:
    """One line that names it; it is as it was."""
    (shell.folder / "out").mkdir()
    (shell.folder / name).write_text('{"mine": "所有"}')
    outcome = shell.run(*command.split())
    assert name in one_complaint(outcome, outcome.code)
    assert outcome.code in (1, 2)
    assert (shell.folder / name).read_text() == '{"mine": "所有"}'


def test_what_is_empty_or_ours_is_replaced(shell: Terminal) -> None:
    """As one made by mktemp; and what an earlier run wrote."""
    for name in ("ours.sqlite", "ours.json"):
        (shell.folder / name).touch()
    for day in ("2023-06-09", "2023-06-10"):
        shell.add((day, "西瓜节开幕。"))
        shell.done("sql", "--out", "ours.sqlite")
        shell.done("export", "--out", "out", "--status", "ours.json")
    assert json.loads((shell.folder / "ours.json").read_text())["ok"] is True


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ("[[export", 2),
        (None, 3),
        ('[[export]]\nout = "out"\nledgers = ["nosuch"]\n', 2),
        ('[[export]]\nout = "out"\nformats = []\n', 2),
    ],
)
def test_a_status_is_of_the_last_run(shell: Terminal, plan: str | None, code: int) -> None:
    """Also where the configuration is wrong, or not there; and the line names that file."""
    shell.done("export", "--out", "out", "--status", "status.json")
    if plan is not None:
        (shell.folder / "plan.toml").write_text(plan, encoding="utf-8")
    outcome = shell.run("export", "--config", "plan.toml", "--status", "status.json")
    assert "plan.toml" in one_complaint(outcome, code)
    said = json.loads((shell.folder / "status.json").read_text())
    assert said["ok"] is False
    assert len(said["errors"]) == 1


def test_a_status_says_that_the_store_cannot_be_used(shell: Terminal) -> None:
    """Damaged, or not there at all."""
    shell.done("export", "--out", "out", "--status", "status.json")
    (shell.store / "log.sqlite").write_bytes(b"no database" * 100)
    for words in ((), ("--store", "nowhere")):
        (shell.folder / "status.json").unlink(missing_ok=True)
        assert shell.run(*words, "export", "--out", "out", "--status", "status.json").code == 3
        assert json.loads((shell.folder / "status.json").read_text())["ok"] is False


def test_both_reasons_are_said(shell: Terminal) -> None:
    """Where neither the export nor its status can be written."""
    shut = shell.folder / "shut"
    shut.mkdir(mode=0o555)
    os.chmod(shell.store.parent, 0o755)
    said = one_complaint(
        shell.run("export", "--out", "shut/out", "--status", "shut/s.json", before=as_stranger), 3
    )
    assert "the export to shut/out cannot be written: Permission denied" in said
    assert "shut/s.json cannot be written: Permission denied" in said


def test_a_reader_whose_projections_are_behind_is_as_silent(shell: Terminal) -> None:
    """By --config nothing is said when all is well, whoever it is."""
    out = shell.folder / "theirs"
    out.mkdir(mode=0o777)
    out.chmod(0o777)
    (out / "plan.toml").write_text('[[export]]\nout = "set"\n')
    (shell.store / "views.sqlite").unlink()
    for path in (shell.store, shell.store / "log.sqlite"):
        path.chmod(0o755)
    outcome = shell.done("export", "--config", out / "plan.toml", before=as_stranger)
    assert (outcome.out, outcome.err) == ("", "")


def test_what_an_editor_or_toml_itself_writes_is_read(shell: Terminal) -> None:
    """A byte-order mark, and a day without quotes."""
    plan = '[[export]]\nout = "out"\nledgers = ["chronicle"]\nas_of = 2023-05-31\n'
    (shell.folder / "plan.toml").write_text(plan, encoding="utf-8-sig")
    shell.done("export", "--config", "plan.toml")
    rows = (shell.folder / "out" / "chronicle.csv").read_text().splitlines()
    assert len(rows) == 2
    outcome = shell.run("export", "--config", "plan.toml", "--format", "json")
    assert "leave them out" in one_complaint(outcome, 2)


def test_a_disk_that_is_full_is_said_of_the_export(shell: Terminal) -> None:
    """And not of the projections, which are as they should be."""

    def before() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    outcome = shell.run("export", "--out", "out", "--format", "sqlite", before=before)
    assert "the export to out cannot be written: " in one_complaint(outcome, 3)
