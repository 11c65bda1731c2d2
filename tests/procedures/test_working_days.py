"""A term in working days over the holidays of October 2022, in a procedure of this test's own."""

from __future__ import annotations

from cli.terminal import Terminal, one_complaint

TEXT = """
id = "notice-in-working-days"
title = "以工作日计的公示"
edition = 1
source = "虚设"
office = "虚设办公室"
series = "GS-{year}-{n:03}"
states = [ {id = "posted", label = "公示"}, {id = "closed", label = "期满", final = true} ]

[[transitions]]
id = "post"
label = "公示"
to = "posted"
section = "一"

[[transitions]]
id = "close"
label = "期满"
from = ["posted"]
to = "closed"
wait = [ {after = "post", working_days = 3} ]
section = "二"

[[clocks]]
id = "close_by"
label = "期满后办结"
office = "虚设办公室"
after = ["post"]
working_days = 5
until = ["close"]
section = "三"
"""
# 2022: 1 to 7 October are days off; 8 and 9 October, a weekend, are worked.
POSTED, FREE, DUE = "2022-09-30", "2022-10-11", "2022-10-12"


def adopt(shell: Terminal) -> None:
    """Makes the procedure a rule of the store, from its file."""
    (shell.folder / "notice.toml").write_text(TEXT, encoding="utf-8")
    shell.done("procedure", "check", "notice.toml")
    shell.done("procedure", "adopt", "notice.toml")


def test_a_wait_of_working_days_leaves_out_holidays_and_counts_worked_weekends(
    shell: Terminal,
) -> None:
    """Three working days from 30 September are 8, 9 and 10 October: possible from the 11th on."""
    adopt(shell)
    number = shell.json("case", "open", "notice-in-working-days", "--on", POSTED)["number"]
    for day in ("2022-10-05", "2022-10-08", "2022-10-10"):
        refused = one_complaint(shell.run("case", "move", number, "close", "--on", day), 1)
        assert f"3 full working days after post (公示) of {POSTED} are not over" in refused
        assert f"possible from {FREE} on (二)" in refused
    assert shell.json("case", "move", number, "close", "--on", FREE)["state"] == "closed"


def test_a_clock_of_working_days_is_due_after_the_holidays(shell: Terminal) -> None:
    """Five working days from 30 September end with 12 October; on the 13th it is overdue."""
    adopt(shell)
    shell.done("case", "open", "notice-in-working-days", "--on", POSTED)
    for day, status in ((DUE, "open"), ("2022-10-13", "overdue")):
        (row,) = [one for one in shell.json("due", "--on", day) if one["clock"] == "close_by"]
        assert (row["due_on"], row["status"], row["provisional"]) == (DUE, status, False)
