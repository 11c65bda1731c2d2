"""What the plan leaves open, decided by the office: from then on, and for no step before."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import Terminal, copied, one_complaint

from .housing_run import PROCEDURE
from .running import History


def number_of(history: History, household: str) -> str:
    """The case of a household."""
    return [row.number for row in history.rows if row.subject.id == household][-1]


def decide(shell: Terminal, name: str, value: str) -> None:
    """The office decides a figure or a reading, on paper, and it is set."""
    paper = ("--office", "市危改办", "--by", "市危改办主任", "--paper", "scan.pdf")
    words = (f"procedure:{PROCEDURE}", f"set {name} {value}", "--approve", "--on", "2022-12-01")
    shell.done("approval", "record", *words, *paper)
    shell.done("procedure", "set", PROCEDURE, name, value)


def test_the_length_of_the_citys_notice_is_set_by_its_office(
    history: History, tmp_path: Path
) -> None:
    """六(五): unprinted, so no wait; once set with approval it holds, and what was stays right."""
    shell = copied(history.shell, tmp_path / "office", tmp_path)
    number = number_of(history, "H-23")  # its notice was posted on 1 May
    words = ("procedure", "set", PROCEDURE, "city_notice_days", "7")
    refused = one_complaint(shell.run(*words), 1)
    assert "needs the approval of 市危改办 for set city_notice_days 7" in refused
    decide(shell, "city_notice_days", "7")
    early = one_complaint(shell.run("case", "move", number, "enter", "--on", "2022-05-08"), 1)
    assert "7 full days after post_city" in early
    assert "possible from 2022-05-09 on (六(五))" in early
    shell.done("case", "move", number, "enter", "--on", "2022-05-09")
    assert shell.verified() == [], "others were entered before the wait was set"


def test_whether_40_square_metres_are_a_floor_is_decided_by_the_office(
    history: History, tmp_path: Path
) -> None:
    """四(二)1: undecided, 39.5 m² pass (H-53); decided to be binding, they are refused."""
    number = number_of(history, "H-53")
    (row,) = [
        one
        for one in history.shell.json("ledger", "show", "housing-areas")
        if one["number"] == number
    ]
    assert (row["area"], row["below"]) == ("39.5", True)
    assert history.shell.json("case", "show", number)["state"] == "archived"
    shell = copied(history.cuts[1].shell, tmp_path / "office", tmp_path)
    decide(shell, "area_floor", "binding")
    shell.done(
        *("case", "move", number, "start", "--on", "2022-06-06"),
        *("--set", "site_supervision=村委会人员"),
    )
    shell.done("case", "move", number, "complete", "--on", "2022-09-01")
    accept = ("case", "move", number, "accept_preliminary", "--on", "2022-09-08")
    refused = one_complaint(shell.run(*accept, "--set", "area=39.5"), 1)
    assert "40平方米为下限 (四(二)1)" in refused
    assert "40平方米为下限" not in one_complaint(shell.run(*accept, "--set", "area=40"), 1)


def test_a_correction_of_a_value_does_not_pass_for_a_step(history: History, tmp_path: Path) -> None:
    """`case amend` needs a reason, says what it changed, and leaves the case where it stands."""
    shell = copied(history.cuts[1].shell, tmp_path / "office", tmp_path)
    number = number_of(history, "H-01")
    before = shell.json("case", "show", number)
    shell.done("case", "amend", number, "--set", "residents=3", "--reason", "户口簿复核")
    after = shell.json("case", "show", number)
    assert after["state"] == before["state"]
    assert after["fields"] == before["fields"] | {"residents": 3}
    *_earlier, last = after["history"]
    assert (last["kind"], last["changed"], last["reason"]) == (
        "amended",
        ["residents"],
        "户口簿复核",
    )
    again = shell.run("case", "amend", number, "--set", "residents=3", "--reason", "再次")
    assert "says that already" in one_complaint(again, 1)
