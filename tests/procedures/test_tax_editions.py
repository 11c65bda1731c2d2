"""What the plan leaves open, decided later: terms, and a catalogue that a meeting changes."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from cli.terminal import Terminal, copied, one_complaint

from .running import History
from .tax_figures import LEDGERS
from .tax_plan import PROCEDURE, SETTINGS, TERMS, after_working_days, due_day, periods
from .tax_run import STAGES, adopt_terms, decide

NEW = (
    '  {id = "survey/2", label = "虚构信息（月报）", office = "统计调查队", frequency = "月报",'
    ' from = "joined", section = "附件2 五", line = 1453},\n'
)
JOINED = (
    '  {id = "joined", label = "会议增列之日", type = "date", value = "2023-03-01",'
    ' section = "附件2 五"},\n'
)


_UNSET = ("quarterly_days", "half_yearly_days", "yearly_days")


def text_of(shell: Terminal) -> str:
    """The procedure's text in force."""
    return shell.done("procedure", "show", PROCEDURE, "--format", "toml").out


def adopt(shell: Terminal, text: str) -> None:
    """The next edition, with its office's approval on paper."""
    (shell.folder / "next.toml").write_text(text, encoding="utf-8")
    shell.done("procedure", "check", "next.toml")
    refused = one_complaint(shell.run("procedure", "adopt", "next.toml"), 1)
    assert "needs the approval of 综合治税领导小组办公室" in refused
    decide(shell, f"adopt {hashlib.sha256(text.encode()).hexdigest()}")
    shell.done("procedure", "adopt", "next.toml")


def due_of(shell: Terminal, subject: str, day: str) -> tuple[str, str, bool]:
    """When it is due, how it stands on a day, and whether that is provisional."""
    (row,) = [one for one in shell.json("due", "--on", day) if one["subject"] == subject]
    return row["due_on"], row["status"], row["provisional"]


def scanned(shell: Terminal) -> Terminal:
    """The shell, with a paper at hand."""
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 a decision on paper")
    return shell


def test_dates_are_provisional_until_the_office_sets_the_term(shell: Terminal) -> None:
    """二(三): no day is printed; the period's end stands for it, and no reason is asked for."""
    scanned(shell)
    assert due_of(shell, "police/1/2022-09", "2022-09-30") == ("2022-09-30", "open", True)
    explaining = ("filing", "move", "police/1", "2022-09", "explain", "--set", "late_reason=停电")
    refused = shell.run(*explaining, "--on", "2022-10-12")
    assert "须已定传递时限 (二(三))" in one_complaint(refused, 1)
    words = ("procedure", "set", PROCEDURE, "monthly_days", "5")
    assert "needs the approval of" in one_complaint(shell.run(*words), 1)
    adopt_terms(shell, {"monthly_days": 5})
    assert due_of(shell, "police/1/2022-09", "2022-10-12") == ("2022-10-12", "open", False)
    assert due_of(shell, "police/1/2022-09", "2022-10-13") == ("2022-10-12", "overdue", False)
    # Each length of a period has a term of its own.
    assert due_of(shell, "audit/1/2022-Q3", "2022-10-01") == ("2022-09-30", "overdue", True)
    # Why nothing came yet is said by the same command; what was not begun is not moved by it.
    assert "附件2 三(三)" in one_complaint(shell.run(*explaining, "--on", "2022-10-12"), 1)
    said = shell.json(*explaining, "--on", "2022-10-13")
    assert (said["number"], said["state"]) == ("police/1/2022-09", "delayed")
    accepting = ("filing", "move", "police/1", "2022-08", "accept", "--on", "2022-10-13")
    assert "`filing submit`" in one_complaint(shell.run(*accepting), 1)


def test_nobody_is_judged_by_a_day_that_is_provisional(shell: Terminal) -> None:
    """Without a term of its own a filing is listed as such, and counts in no assessment."""
    scanned(shell)
    day = ("--as-of", "2022-10-31")
    adopt_terms(shell, {k: v for k, v in SETTINGS.items() if k not in ("answer_days", *_UNSET)})
    asked = ("--set", "requester=税务局", "--set", "purpose=核查", "--on", "2022-10-10")
    shell.done("filing", "request", "police/7", *asked)
    (shell.folder / "data.csv").write_bytes(b"made up")
    taken = ("--set", "way=直接派人采集", "--set", "records=5", "--file", "涉税信息=data.csv")
    shell.done("filing", "move", "police/7", "R-1", "collect", *taken, "--on", "2022-10-12")
    (asked_for,) = [
        one
        for one in shell.json("filing", "list", "--office", "公安局", *day)
        if one["period"] == "R-1"
    ]
    assert (asked_for["item"], asked_for["status"], asked_for["provisional"]) == (
        "自然人基本信息（按需提供）",
        "late",
        True,
    )
    overdue = shell.json("ledger", "show", "tax-overdue", *day)
    by_clock = {one["subject"]: one["provisional"] for one in overdue}
    assert by_clock["police/7/R-1"] is by_clock["police/2/2022-Q3"] is True
    assert by_clock["police/1/2022-09"] is False
    points = shell.json("ledger", "show", "tax-points", *day)
    assert {one["subject"] for one in points} == {k for k, v in by_clock.items() if not v}
    months = ("2022-06", "2022-07", "2022-08", "2022-09")
    assert {one["period"] for one in points} == {*months}
    (police,) = [
        one
        for one in shell.json("ledger", "show", "tax-assessment", *day)
        if one["office"] == "公安局"
    ]
    assert (police["owed"], police["missing"], police["late"]) == (4, 4, 0)
    (answered,) = [
        one
        for one in shell.json("ledger", "show", "tax-receipts-by-item", *day)
        if one["item"] == "police/7"
    ]
    assert (answered["late"], answered["provisional"]) == (1, 1)


def test_nothing_is_owed_before_the_plan_is_issued(shell: Terminal) -> None:
    """附件2 六(三): from the day on, for the month, quarter, half-year and year that hold it."""
    before, after = (
        [one for one in shell.json("due", "--on", day) if one["procedure"] == PROCEDURE]
        for day in ("2022-06-20", "2022-06-21")
    )
    assert before == []
    assert len(after) == 26 + 61 + 2 + 8
    assert {one["period"] for one in after} == {"2022-06", "2022-Q2", "2022-H1", "2022"}


def test_every_due_day_of_2022_is_that_of_the_state_councils_calendar(shell: Terminal) -> None:
    """An edition that begins with 2022: 30 April to 4 May and 1 to 7 October move dates."""
    scanned(shell)
    text = text_of(shell)
    begun = 'value = "2022-06-21", printed = "2022年6月21日"'
    assert begun in text
    adopt(
        shell,
        text.replace(begun, 'value = "2022-01-01"').replace("edition = 1", "edition = 2", 1),
    )
    adopt_terms(shell, {name: SETTINGS[name] for name in SETTINGS if name.endswith("ly_days")})
    found = {
        (one["clock"], one["period"]): one["due_on"]
        for one in shell.json("due", "--on", "2022-12-31")
        if one["procedure"] == PROCEDURE
    }
    clocks = {"monthly": "month", "quarterly": "quarter", "half_yearly": "half-year"}
    wanted = {
        (clock, text): due_day(kind, last).isoformat()
        for clock, kind in (*clocks.items(), ("yearly", "year"))
        for text, last in periods(kind, date(2022, 1, 1), date(2022, 12, 31))
    }
    assert found == wanted
    assert len(wanted) == 12 + 4 + 2 + 1
    # Without holidays these would be 6 May, 7 October and 27 January.
    assert found["monthly", "2022-04"] == "2022-05-10"
    assert found["monthly", "2022-09"] == "2022-10-12"
    assert found["yearly", "2022"] == "2023-02-02"
    assert after_working_days(date(2022, 4, 30), TERMS["month"]) == date(2022, 5, 10)


def test_an_item_that_a_meeting_adds_is_owed_from_then_on(tax: History, tmp_path: Path) -> None:
    """附件2 五: a new edition, approved; what was owed before stays as it was, to the line."""
    shell = copied(tax.shell, tmp_path / "office", tmp_path)
    before = {name: shell.json("ledger", "show", name, "--as-of", STAGES[2]) for name in LEDGERS}
    text = text_of(shell).replace("edition = 1", "edition = 2", 1)
    for mark, added in (
        ("\n# ————————————————————————————————— catalogue", JOINED + "]\n"),
        ("\n# The steps that `zltrec filing` takes.", NEW + "]\n"),
    ):
        head, _mark, tail = text.partition(mark)
        text = head.rstrip().removesuffix("]") + added + _mark + tail
    text = text.replace('items = [\n  "tax/1",', 'items = [\n  "survey/2", "tax/1",')
    adopt(shell, text)
    assert {
        name: shell.json("ledger", "show", name, "--as-of", STAGES[2]) for name in LEDGERS
    } == before
    owed = [
        one["subject"]
        for one in shell.json("due", "--on", "2023-05-31")
        if one["subject"].startswith("survey/2/")
    ]
    assert owed == ["survey/2/2023-03", "survey/2/2023-04", "survey/2/2023-05"]
    words = ("case", "open", PROCEDURE, "--transition", "explain", "--on", "2023-05-31")
    early = shell.run(*words, "--number", "survey/2/2023-02", "--set", "late_reason=停电")
    assert "the first period of survey/2 is 2023-03" in one_complaint(early, 1)
    shell.done(*words, "--number", "survey/2/2023-03", "--set", "late_reason=停电")
    case = shell.json("case", "show", "survey/2/2023-03")
    assert case["edition"] == 2
    assert shell.json("case", "show", "police/1/2022-06")["edition"] == 1
    assert shell.verified() == []
