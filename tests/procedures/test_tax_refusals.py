"""What the plan of tax information forbids is refused, by its section, and nothing is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cli.terminal import contents, copied, one_complaint

from .actions import Attempt
from .running import History, Refusal
from .tax_plan import PROCEDURE


def name_of(refusal: Refusal) -> str:
    """Which filing tried what."""
    assert isinstance(refusal.tried, Attempt)
    return f"{refusal.row.number} {refusal.tried.step.do}: {refusal.said}"


def test_every_attempt_is_refused_by_its_section(tax: History) -> None:
    """Officers, ways, files, reasons, points, order of the steps: each names its rule, section."""
    wanted = sum(isinstance(one, Attempt) for row in tax.rows for one in row.script)
    assert len(tax.refusals) == wanted == 27
    for refusal in tax.refusals:
        attempt = refusal.tried
        assert isinstance(attempt, Attempt)
        assert refusal.code == 1, name_of(refusal)
        assert attempt.says in refusal.said, name_of(refusal)
        assert f"cannot take {attempt.step.do} (" in refusal.said, name_of(refusal)
        at_end = attempt.says.startswith("cannot take")
        said = f", {attempt.section}) from its state" if at_end else f"({attempt.section})"
        assert said in refusal.said, name_of(refusal)
        assert refusal.untouched, name_of(refusal)


def test_what_is_not_there_is_not_assessed(tax: History) -> None:
    """A filing that was never submitted has no case, and gets no assessment."""
    number = next(row.number for row in tax.rows if not row.script)
    words = ("case", "move", number, "assess", "--on", "2023-05-31")
    refused = tax.shell.run(*words, "--set", "quality=9", "--set", "quantity=9")
    assert number in one_complaint(refused, 1)


def test_the_face_of_filings_refuses_the_same(tax: History, tmp_path: Path) -> None:
    """`filing request`, `submit`, `assess`: with the sections of the plan, and then they do it."""
    shell = copied(tax.shell, tmp_path / "office", tmp_path)
    row = next(row for row in tax.rows if not row.script and row.subject.due < date(2023, 5, 1))
    number = row.number
    item, _slash, period = number.rpartition("/")
    officers = tax.shell.json("ledger", "show", "tax-officers")
    own = next(one["number"] for one in officers if one["unit"] == row.subject.office)
    gone = next(one["number"] for one in officers if one["disqualified"])
    points = ("--set", "quality=9", "--set", "quantity=9")
    refused = shell.run("filing", "assess", item, period, "--on", "2023-05-31", *points)
    assert number in one_complaint(refused, 1)
    words = ("filing", "submit", item, period, "--on", "2023-05-31", "--set", "way=电子邮件")
    sent = ("--set", "records=3", "--file", "涉税信息=涉税信息.pdf")
    told = one_complaint(
        shell.run(*words, *sent, "--set", "confidential=true", "--set", f"officer={gone}"), 1
    )
    for section in ("附件3 第四条、第五条", "附件2 二(二)", "附件2 三(三)"):
        assert f"({section})" in told
    good = ("--set", "confidential=false", "--set", f"officer={own}", "--set", "late_reason=停电")
    assert shell.json(*words, *sent, *good)["number"] == number
    shell.done("filing", "move", item, period, "accept", "--on", "2023-05-31")
    shell.done("filing", "assess", item, period, "--on", "2023-05-31", *points)
    assert shell.json("case", "show", number)["state"] == "assessed"
    asked = ("--set", "requester=税务局", "--set", "purpose=核查", "--on", "2023-05-31")
    refused = shell.run("filing", "request", "police/7", *asked[2:])
    assert "附件2 二(二)" in one_complaint(refused, 1)
    assert shell.json("filing", "request", "police/7", *asked)["number"] == "police/7/R-4"
    assert shell.verified() == []


def test_only_what_is_owed_is_filed(tax: History) -> None:
    """Unknown items, periods of another length, periods to come: refused at the opening."""
    before = contents(tax.shell.store)
    for number in (
        *("police/9/2022-07", "police/1/2022-Q3", "police/1/2022-05", "police/1/2024-13"),
        *("finance/1/2022-07", "finance/1/N-1", "police/7/2022-07", "planning/5/R-1"),
        *("police/1/2023-06", "land/3/R-9"),
    ):
        opening = "request" if number.startswith("land/3") else "submit"
        words = ("case", "open", PROCEDURE, "--number", number, "--transition", opening)
        said = one_complaint(tax.shell.run(*words, "--on", "2023-05-31"), 1)
        assert number.rpartition("/")[0] in said, number
    assert contents(tax.shell.store) == before
