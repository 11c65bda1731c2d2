"""What is confidential leaves only by a release, which records who took out what, and when."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import make_key
from .releasing import apply, approve, prepare
from .terminal import Terminal, contents, copied, one_complaint, stand_in

MASK = "＊＊＊"
LEDGERS = ("sent", "units", "payers")
DAY = ("--on", "2022-06-05")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store with three reports, and two releases of 甲局: PZ-1 in force, PZ-2 asked for."""
    home = tmp_path_factory.mktemp("releasing")
    shell = stand_in(home / "office", home)
    shell.done("init")
    prepare(shell)
    approve(shell, apply(shell, "甲局"), "甲局")
    apply(shell, "甲局")
    return shell


@pytest.fixture
def shell(template: Terminal, tmp_path: Path) -> Terminal:
    return copied(template, tmp_path / "office", tmp_path)


def rows(shell: Terminal, name: str) -> list[list[str]]:
    """The rows of an exported CSV file, without its head."""
    with (shell.folder / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as reader:
        return list(csv.reader(reader))[1:]


def takings(shell: Terminal, number: str = "PZ-1") -> list[dict[str, Any]]:
    """What a release says was taken out under it."""
    kept: list[dict[str, Any]] = shell.json("case", "show", number)["fields"].get("takings", [])
    return kept


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def end(shell: Terminal) -> int:
    return int(shell.json("audit", "log")[-1]["position"])


def test_an_export_masks_what_is_confidential_and_all_that_is_made_of_it(shell: Terminal) -> None:
    shell.done("export", *LEDGERS, "--out", "out", "--format", "csv,jsonl,md,xlsx")
    assert rows(shell, "sent") == [
        ["BS-1", "甲局", MASK, MASK, MASK],
        ["BS-2", "甲局", MASK, MASK, MASK],
        ["BS-3", "乙局", MASK, MASK, MASK],
        ["合计", "", MASK, "", ""],
    ]
    assert rows(shell, "units") == [
        ["甲局", "2", MASK, MASK],
        ["乙局", "1", MASK, MASK],
        ["合计", "3", MASK, MASK],
    ]
    assert rows(shell, "payers") == [["某店", MASK]]
    for path in (shell.folder / "out").iterdir():
        data = path.read_bytes()
        assert b"1234.5" not in data, path
        assert b"33.25" not in data, path
    assert json.loads((shell.folder / "out" / "manifest.json").read_bytes())["releases"] == []


def test_a_release_reveals_what_it_covers_and_keeps_a_record_of_each_file(shell: Terminal) -> None:
    """Of the other unit's rows nothing is seen, nor of a sum in which they are."""
    before = end(shell)
    words = ("export", *LEDGERS, "chronicle", "--out", "out", "--release", "PZ-1")
    shell.done("--actor", "zhou", *words, *DAY)
    assert rows(shell, "sent") == [
        ["BS-1", "甲局", "1234.50", "大", "true"],
        ["BS-2", "甲局", "500.00", "小", "false"],
        ["BS-3", "乙局", MASK, MASK, MASK],
        ["合计", "", MASK, "", ""],
    ]
    assert rows(shell, "units") == [
        ["甲局", "2", "1", "1734.50"],
        ["乙局", "1", MASK, MASK],
        ["合计", "3", MASK, MASK],
    ]
    assert rows(shell, "payers") == [["某店", "33.25"]]
    assert takings(shell) == [
        {
            "what": f"{name}.csv",
            "by": "zhou",
            "day": "2022-06-05",
            "position": before,
            "sha256": digest(shell.folder / "out" / f"{name}.csv"),
        }
        for name in LEDGERS
    ]
    (step,) = [one for one in shell.json("audit", "log") if one["position"] > before]
    assert (step["subject"], step["occurred"], step["actor"]) == ("PZ-1", "2022-06-05", "zhou")
    manifest = json.loads((shell.folder / "out" / "manifest.json").read_bytes())
    assert (manifest["releases"], manifest["position"]) == (["PZ-1"], before)
    assert shell.json("ledger", "show", "takings")[0] == {
        "number": "PZ-1",
        "what": "sent.csv",
        "by": "zhou",
        "day": "2022-06-05",
    }
    shell.done("export", "reproduce", "out")
    assert shell.verified() == []


def test_what_lies_there_already_does_not_leave_again(shell: Terminal) -> None:
    """Only a file that changes is recorded, and once no file does, nothing is touched."""
    words = ("export", *LEDGERS, "--out", "out", "--release", "PZ-1", *DAY)
    shell.done(*words)
    shell.done(*words)
    assert len(takings(shell)) == 3
    at = end(shell)
    shell.done(*words)
    assert end(shell) == at
    shell.done("case", "amend", "BS-2", "--set", "amount=600", "--reason", "更正")
    shell.done(*words)
    assert [one["what"] for one in takings(shell)[3:]] == ["sent.csv", "units.csv"]
    assert rows(shell, "units")[0] == ["甲局", "2", "1", "1834.50"]
    shell.done(*words[:-2], "--out", "elsewhere", *DAY)
    assert len(takings(shell)) == 8
    shell.done("export", "reproduce", "out")


def test_two_releases_reveal_together_what_each_covers(shell: Terminal) -> None:
    other = apply(shell, "乙局")
    approve(shell, other, "乙局")
    shell.done("export", "units", "--out", "out", "--release", "PZ-1", "--release", other, *DAY)
    assert rows(shell, "units")[-1] == ["合计", "3", "1", "1811.50"]
    assert [one["what"] for one in takings(shell)] == ["units.csv"]
    assert [one["what"] for one in takings(shell, other)] == ["units.csv"]
    workbook = ("export", "sent", "--out", "book", "--format", "xlsx", "--release", other)
    shell.done(*workbook, *DAY)
    assert [one["what"] for one in takings(shell, other)] == ["units.csv", "ledgers.xlsx"]
    both = ("export", "units", "--out", "both", "--format", "csv,jsonl", "--release", other)
    shell.done(*both, *DAY)
    assert [one["what"] for one in takings(shell, other)[2:]] == ["units.csv", "units.jsonl"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("PZ-2",), "三(二)"),
        (("PZ-9",), "PZ-9"),
        (("BS-1",), "the release BS-1 covers nothing confidential of what is exported"),
        (("PZ-1", "--on", "2022-06-03"), "2022-06-03"),
        (("PZ-1", "--known-at", "1"), "there is no case PZ-1"),
    ],
)
def test_without_a_release_that_stands_nothing_leaves(
    shell: Terminal, words: tuple[str, ...], said: str
) -> None:
    shell.done("export", *LEDGERS, "--out", "out")
    before = contents(shell.folder)
    outcome = shell.run("export", *LEDGERS, "--out", "out", "--release", *words)
    assert said in one_complaint(outcome, 1)
    assert contents(shell.folder) == before


def test_a_release_that_was_withdrawn_lets_nothing_out(shell: Terminal) -> None:
    shell.done("case", "move", "PZ-1", "withdraw", "--reason", "到期", "--on", "2022-06-06")
    outcome = shell.run("export", "units", "--out", "out", "--release", "PZ-1")
    assert "PZ-1" in one_complaint(outcome, 1)
    assert not (shell.folder / "out").exists()
    assert "covers nothing" in one_complaint(
        shell.run("export", "chronicle", "--out", "out", "--release", "PZ-1"), 1
    )


def test_what_is_looked_at_inside_is_masked_until_it_is_asked_for(shell: Terminal) -> None:
    masked = shell.json("case", "show", "BS-1")
    assert masked["fields"] == {
        "unit": "甲局",
        "amount": MASK,
        "payers": [{"name": "某店", "paid": MASK}],
    }
    assert masked["tables"]["size"] | {"label": ""} == {"label": "", "result": MASK, "because": []}
    assert [one["name"] for one in masked["files"]] == [MASK, "note-1.csv"]
    shown = shell.json("case", "show", "BS-1", "--confidential")
    assert shown["fields"] | {"payers": []} == {"unit": "甲局", "amount": "1234.50", "payers": []}
    assert shown["tables"]["size"]["result"] == "大"
    assert [one["name"] for one in shown["files"]] == ["list-1.csv", "note-1.csv"]
    assert shell.json("ledger", "show", "units")[0]["sum"] == MASK
    assert shell.json("ledger", "show", "units", "--confidential")[0]["sum"] == "1734.50"
    assert takings(shell) == []


def test_a_confidential_file_leaves_by_a_release_and_others_freely(shell: Terminal) -> None:
    free = shell.done("case", "file", "BS-1", "函").out
    assert free == "note 甲局 1234.5"
    outcome = shell.run("case", "file", "BS-1", "清单", "--out", "got.csv")
    assert "清单 of BS-1 is confidential (一(三))" in one_complaint(outcome, 1)
    outcome = shell.run("case", "file", "BS-3", "清单", "--out", "got.csv", "--release", "PZ-1")
    assert "清单 of BS-3 is confidential" in one_complaint(outcome, 1)
    outcome = shell.run("case", "file", "BS-1", "清单", "--out", "got.csv", "--release", "PZ-2")
    assert "三(二)" in one_complaint(outcome, 1)
    assert not (shell.folder / "got.csv").exists()
    at = end(shell)
    words = ("case", "file", "BS-1", "清单", "--release", "PZ-1", *DAY)
    shell.done("--actor", "zhou", *words, "--out", "got.csv")
    assert (shell.folder / "got.csv").read_text() == "list 甲局 1234.5"
    assert takings(shell) == [
        {
            "what": "BS-1 清单 list-1.csv",
            "by": "zhou",
            "day": "2022-06-05",
            "position": at,
            "sha256": digest(shell.folder / "list-1.csv"),
        }
    ]
    outcome = shell.run(*words, "--out", "got.csv")
    assert "got.csv is there already" in one_complaint(outcome, 1)
    assert len(takings(shell)) == 1
    assert "needs no release" in one_complaint(
        shell.run("case", "file", "BS-1", "函", "--release", "PZ-1"), 2
    )
    assert "it has 清单, 函" in one_complaint(shell.run("case", "file", "BS-1", "照片"), 2)
    assert "begins with 00" in one_complaint(
        shell.run("case", "file", "BS-1", "函", "--sha256", "00"), 1
    )


def test_a_file_that_was_changed_in_the_store_does_not_leave(shell: Terminal) -> None:
    named = digest(shell.folder / "list-1.csv")
    place = shell.store / "files" / named[:2] / named[2:]
    place.chmod(0o644)
    place.write_bytes(b"other")
    outcome = shell.run("case", "file", "BS-1", "清单", "--release", "PZ-1", *DAY)
    assert "audit verify" in one_complaint(outcome, 3)
    assert takings(shell) == []


def test_a_paper_is_masked_and_leaves_by_a_release(shell: Terminal) -> None:
    words = ("case", "print", "BS-1", "slip")
    assert shell.done(*words).out == f"# BS-1\n\n甲局：{MASK}元，{MASK}\n"
    assert takings(shell) == []
    outcome = shell.run("case", "print", "BS-3", "slip", "--release", "PZ-1")
    assert "covers nothing confidential" in one_complaint(outcome, 1)
    page = shell.done(*words, "--release", "PZ-1", *DAY).out
    assert page == "# BS-1\n\n甲局：1234.50元，大\n已计税\n"
    (taken,) = takings(shell)
    assert (taken["what"], taken["sha256"]) == (
        "BS-1 slip.md",
        hashlib.sha256(page.encode()).hexdigest(),
    )


def test_a_proof_of_what_is_confidential_leaves_by_a_release(shell: Terminal) -> None:
    """It holds the events' own bytes, in which nothing can be masked."""
    make_key(shell.folder / "auditor")
    shell.done("audit", "seal", "--key", "auditor")
    (opened,) = [
        one["position"]
        for one in shell.json("audit", "log", "--subject", "BS-1")
        if one["version"] == 1
    ]
    for asked in ("BS-1", str(opened)):
        outcome = shell.run("audit", "prove", asked, "--out", "proof")
        assert "the events of BS-1 hold confidential values" in one_complaint(outcome, 1)
    outcome = shell.run("audit", "prove", "BS-3", "--out", "proof", "--release", "PZ-1")
    assert "the events of BS-3 hold" in one_complaint(outcome, 1)
    assert not (shell.folder / "proof").exists()
    shell.done("audit", "prove", "PZ-1", "--out", "free")
    assert takings(shell) == []
    shell.done("audit", "prove", "BS-1", "--out", "proof", "--release", "PZ-1", *DAY)
    (taken,) = takings(shell)
    proof = shell.folder / "proof"
    assert (taken["what"], taken["sha256"]) == ("BS-1 proof.json", digest(proof))
    shell.done("audit", "check-proof", "proof", "--key", "auditor.pub")
