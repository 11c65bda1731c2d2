"""附件2 一(三): tax information leaves only by the approval of both sides; each time is kept."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from cli.terminal import Terminal, copied, one_complaint

from .people_run import COMPARED, People

MASK = "＊＊＊"
POLICE, LAND = COMPARED
LEDGERS = ("tax-feedback", "tax-bulletins")
DAY = ("--on", "2022-12-05")


@pytest.fixture
def shell(people: People, tmp_path: Path) -> Terminal:
    """A shell in a copy of the store."""
    return copied(people.shell, tmp_path / "office", tmp_path)


def compared(shell: Terminal) -> dict[str, str]:
    """What an exported ledger says of the comparison of each filing."""
    path = shell.folder / "out" / "tax-feedback.csv"
    with path.open(encoding="utf-8-sig", newline="") as reader:
        head, *rows = csv.reader(reader)
    index = head.index("compared") if "compared" in head else head.index("比对结果")
    return {row[0]: row[index] for row in rows}


def test_without_a_release_what_is_confidential_is_masked(shell: Terminal) -> None:
    """Not in an export's bytes, and no file of information is given out."""
    shell.done("export", *LEDGERS, "--out", "out", "--format", "csv,jsonl,md")
    assert compared(shell) == {LAND: MASK, POLICE: MASK}
    data = b"".join(path.read_bytes() for path in (shell.folder / "out").iterdir())
    for text in COMPARED.values():
        assert text.encode() not in data
    wanted = ("case", "file", POLICE, "涉税信息", "--out", "given.pdf")
    said = one_complaint(shell.run(*wanted), 1)
    assert "附件2 一(三)" in said
    assert not (shell.folder / "given.pdf").exists()


def test_a_release_gives_out_what_both_sides_approved(people: People, shell: Terminal) -> None:
    """Only of the unit whose filings it names; who took what, when, is a step of the release."""
    release = people.numbers["release"]
    words = ("export", *LEDGERS, "--out", "out", "--format", "csv", "--release", release, *DAY)
    shell.done("--actor", "虚构取用人", *words)
    assert compared(shell) == {LAND: MASK, POLICE: COMPARED[POLICE]}
    given = ("case", "file", POLICE, "涉税信息", "--out", "given.pdf", "--release", release, *DAY)
    shell.done("--actor", "虚构取用人", *given)
    taken = shell.json("ledger", "show", "tax-takings")
    paths = ("out/tax-feedback.csv", "given.pdf")
    digests = [hashlib.sha256((shell.folder / path).read_bytes()).hexdigest() for path in paths]
    assert [row["sha256"] for row in taken] == digests
    assert {(row["number"], row["unit"], row["by"], row["day"]) for row in taken} == {
        (release, "公安局", "虚构取用人", "2022-12-05")
    }
    last = shell.json("audit", "log")[-1]
    assert (last["subject"], last["occurred"]) == (release, "2022-12-05")
    assert shell.verified() == []


def test_another_units_information_is_not_covered(people: People, shell: Terminal) -> None:
    """A release of the police's filings gives out no file of the office of land."""
    wanted = ("case", "file", LAND, "涉税信息", "--out", "given.pdf")
    one_complaint(shell.run(*wanted, "--release", people.numbers["release"], *DAY), 1)
    assert not (shell.folder / "given.pdf").exists()
    assert shell.json("ledger", "show", "tax-takings") == []


@pytest.mark.parametrize("name", ["refused", "withdrawn"])
def test_a_release_that_does_not_stand_gives_nothing_out(
    people: People, shell: Terminal, name: str
) -> None:
    """One that the group did not approve, and one that the office took back."""
    number = people.numbers["refused" if name == "refused" else "release"]
    if name == "withdrawn":
        shell.done("case", "move", number, "withdraw", "--on", "2022-12-04", "--reason", "用毕")
    words = ("export", "tax-feedback", "--out", "out", "--format", "csv", "--release", number)
    said = one_complaint(shell.run(*words, *DAY), 1)
    assert number in said
    assert not (shell.folder / "out").exists()
    assert shell.json("ledger", "show", "tax-takings") == []


def test_a_leak_is_kept_with_the_release(people: People, shell: Terminal) -> None:
    """信息泄露 or another use: told on the release, and counted in its ledger."""
    number = people.numbers["release"]
    record = '{"text": "转发给无关单位"}'
    words = ("case", "move", number, "report_misuse", "--on", "2022-12-20")
    shell.done(*words, "--set", f"misuse={record}")
    rows = {row["number"]: row for row in shell.json("ledger", "show", "tax-releases")}
    assert (rows[number]["misused"], rows[number]["state"]) == (1, "已批准")
    shell.done("case", "move", number, "withdraw", "--on", "2022-12-21", "--reason", "已泄露")
    shell.done(
        "case", "move", number, "report_misuse", "--on", "2022-12-22", "--set", f"misuse={record}"
    )
    rows = {row["number"]: row for row in shell.json("ledger", "show", "tax-releases")}
    assert (rows[number]["misused"], rows[number]["state"]) == (2, "已收回")
    assert rows[people.numbers["refused"]]["state"] == "未予批准"
