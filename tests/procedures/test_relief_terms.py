"""What was due when, to the minute, against times worked out by hand.

The flood of the story goes over the night of 29 September 2022, the weekend of 1 and 2 October and
the national holiday (1 to 7 October off; Saturday 8 and Sunday 9 worked).
"""

from __future__ import annotations

from typing import Any

import pytest
from cli.terminal import Terminal

from .relief_plan import MEASURES
from .relief_run import PROCEDURE
from .running import History, batch, morning_page

# (clock, due, met, how it stands in the end), each worked out from the story by hand
FLOOD = [
    ("report", "2022-09-29T23:50", "2022-09-29T23:40", "met"),  # 21:50 and two hours
    ("pass_on", "2022-09-30T01:40", "2022-09-30T02:10", "late"),  # 23:40: over midnight
    ("at_once", "2022-09-30T03:00", "2022-09-30T03:00", "met"),  # three dead and two missing
    ("pass_on", "2022-09-30T05:00", "2022-09-30T04:20", "met"),
    ("pass_on", "2022-09-30T13:00", "2022-09-30T12:30", "met"),
    ("pass_on", "2022-09-30T19:45", "2022-09-30T18:30", "met"),
    # Level Ⅱ from 17:45 on the 30th: from the next morning on, weekend and holiday or not.
    ("zero_nine", "2022-10-01T09:00", "2022-10-01T08:50", "met"),
    ("zero_ten", "2022-10-01T10:00", "2022-10-01T09:40", "met"),
    ("zero_nine", "2022-10-02T09:00", "2022-10-02T09:20", "late"),
    ("zero_ten", "2022-10-02T10:00", None, "overdue"),
    ("zero_nine", "2022-10-03T09:00", "2022-10-03T08:55", "met"),
    ("zero_ten", "2022-10-03T10:00", "2022-10-03T09:50", "met"),
    ("pass_on", "2022-10-03T16:00", "2022-10-04T09:30", "late"),
    ("zero_nine", "2022-10-04T09:00", "2022-10-04T08:30", "met"),
    ("zero_ten", "2022-10-04T10:00", "2022-10-04T09:55", "met"),
    ("pass_on", "2022-10-04T22:00", "2022-10-04T21:10", "met"),
    ("zero_nine", "2022-10-05T09:00", "2022-10-05T08:40", "met"),
    ("zero_ten", "2022-10-05T10:00", None, "overdue"),
    # Stable on the 6th, before nine. The five working days: 8, 9, 10, 11 and 12 October.
    ("settle", "2022-10-12", "2022-10-14", "late"),
]
DROUGHT = [
    ("drought_first", "2022-06-30", "2022-06-30T16:00", "met"),
    ("drought", "2022-07-10", "2022-07-09T10:00", "met"),
    ("drought", "2022-07-20", "2022-07-21T09:30", "late"),
    ("drought", "2022-07-30", None, "overdue"),
    ("drought", "2022-08-09", "2022-08-10T08:30", "late"),
    ("drought", "2022-08-19", "2022-08-18T09:00", "met"),
    # lifted on 25 August: nothing on the 29th
]
# What `due` says at a time: clock, due, status; overdue first.
AT: dict[str, list[tuple[str, str, str]]] = {
    "2022-06-30T12:00": [("drought_first", "2022-06-30", "open")],
    "2022-07-05": [("drought", "2022-07-10", "open")],
    "2022-07-10T08:00": [("drought", "2022-07-20", "open")],
    "2022-07-21T08:00": [
        ("drought", "2022-07-20", "overdue"),
        ("drought", "2022-07-30", "open"),
    ],
    "2022-07-22": [("drought", "2022-07-30", "open")],
    "2022-08-10T08:00": [
        ("drought", "2022-07-30", "overdue"),
        ("drought", "2022-08-09", "overdue"),
        ("drought", "2022-08-19", "open"),
    ],
    "2022-08-18T12:00": [
        ("drought", "2022-07-30", "overdue"),
        ("drought", "2022-08-29", "open"),
    ],
    "2022-08-26": [("drought", "2022-07-30", "overdue")],
    "2022-09-29T22:30": [("report", "2022-09-29T23:50", "open")],
    "2022-09-29T23:39": [("report", "2022-09-29T23:50", "open")],
    "2022-09-30T01:40": [("pass_on", "2022-09-30T01:40", "open")],
    "2022-09-30T01:41": [("pass_on", "2022-09-30T01:40", "overdue")],
    "2022-09-30T03:00": [("pass_on", "2022-09-30T05:00", "open")],
    "2022-09-30T11:05": [("pass_on", "2022-09-30T13:00", "open")],
    "2022-09-30T17:50": [
        ("pass_on", "2022-09-30T19:45", "open"),
        ("zero_nine", "2022-10-01T09:00", "open"),
        ("zero_ten", "2022-10-01T10:00", "open"),
    ],
    "2022-10-01T08:55": [
        ("zero_ten", "2022-10-01T10:00", "open"),
        ("zero_nine", "2022-10-02T09:00", "open"),
    ],
    "2022-10-02T09:00": [
        ("zero_nine", "2022-10-02T09:00", "open"),
        ("zero_ten", "2022-10-02T10:00", "open"),
    ],
    "2022-10-02T09:01": [
        ("zero_nine", "2022-10-02T09:00", "overdue"),
        ("zero_ten", "2022-10-02T10:00", "open"),
        ("zero_nine", "2022-10-03T09:00", "open"),
    ],
    "2022-10-02T21:00": [
        ("zero_ten", "2022-10-02T10:00", "overdue"),
        ("zero_nine", "2022-10-03T09:00", "open"),
        ("zero_ten", "2022-10-03T10:00", "open"),
    ],
    "2022-10-03T23:00": [
        ("zero_ten", "2022-10-02T10:00", "overdue"),
        ("pass_on", "2022-10-03T16:00", "overdue"),
        ("zero_nine", "2022-10-04T09:00", "open"),
        ("zero_ten", "2022-10-04T10:00", "open"),
    ],
    "2022-10-04T21:30": [
        ("zero_ten", "2022-10-02T10:00", "overdue"),
        ("zero_nine", "2022-10-05T09:00", "open"),
        ("zero_ten", "2022-10-05T10:00", "open"),
    ],
    "2022-10-06T08:30": [
        ("zero_ten", "2022-10-02T10:00", "overdue"),
        ("zero_ten", "2022-10-05T10:00", "overdue"),
        ("settle", "2022-10-12", "open"),
    ],
    "2022-10-12T23:59": [
        ("zero_ten", "2022-10-02T10:00", "overdue"),
        ("zero_ten", "2022-10-05T10:00", "overdue"),
        ("settle", "2022-10-12", "open"),
    ],
    "2022-10-13T00:00": [
        ("zero_ten", "2022-10-02T10:00", "overdue"),
        ("zero_ten", "2022-10-05T10:00", "overdue"),
        ("settle", "2022-10-12", "overdue"),
    ],
}
LEVELS = [
    ("2022-09-29T23:40", "未达", False),
    ("2022-09-30T03:00", "Ⅳ级", True),
    ("2022-09-30T11:00", "Ⅲ级", True),
    ("2022-09-30T17:45", "Ⅱ级", True),
    ("2022-10-03T14:00", "Ⅰ级", True),
    ("2022-10-04T20:00", "Ⅱ级", True),
    ("2022-10-14", "Ⅱ级", True),
]


def due(shell: Terminal, at: str, procedure: str = PROCEDURE) -> list[dict[str, Any]]:
    """What a procedure owes at a time."""
    return morning_page(shell, at, procedure)


@pytest.mark.parametrize("at", AT)
def test_what_is_due_at_a_minute(relief: History, at: str) -> None:
    """Over the night, the weekend and the holiday; the flood and, in summer, the drought."""
    case = "ZH-flood" if at > "2022-09-15" else "ZH-drought"
    missed = [("drought", "2022-07-30", "overdue")] if case == "ZH-flood" else []
    found = [
        (row["clock"], row["due_on"], row["status"], row["subject"])
        for row in due(relief.shell, at)
        if row["due_on"] is not None
    ]
    wanted = [(*one, "ZH-drought") for one in missed] + [(*one, case) for one in AT[at]]
    assert found == wanted


@pytest.mark.parametrize(("case", "wanted"), [("ZH-flood", FLOOD), ("ZH-drought", DROUGHT)])
def test_what_was_due_and_what_became_of_it(
    relief: History, case: str, wanted: list[tuple[str, str, str | None, str]]
) -> None:
    """The ledger of terms: met, late, and missed for good."""
    rows = relief.shell.json("ledger", "show", "relief-deadlines", "--as-of", "2022-10-31")
    found = [
        (row["clock"], row["due"], row["met"], row["status"])
        for row in rows
        if row["number"] == case and row["due"] is not None
    ]
    assert sorted(found, key=lambda one: one[:2]) == sorted(wanted, key=lambda one: one[:2])


def test_what_has_no_term_is_never_overdue(relief: History) -> None:
    """Reports upwards after the start, the headquarters, the last report of a drought."""
    at = [row for row in due(relief.shell, "2022-09-30T19:00") if row["due_on"] is None]
    assert {row["status"] for row in at} == {"open"}
    found = {row["clock"] for row in at if row["subject"] == "ZH-flood"}
    assert found == {"tell_start", "set_up", "measures_2"}
    lifted = [row for row in due(relief.shell, "2022-08-26") if row["due_on"] is None]
    assert ("ZH-drought", "drought_settle") in {(row["subject"], row["clock"]) for row in lifted}
    limited = relief.shell.json("due", "--on", "2022-09-30T19:00", "--days", 9999)
    assert [row for row in limited if row["due_on"] is None] == []


def test_each_report_has_its_minute_and_its_level(relief: History) -> None:
    """The ledger of losses: what was reported when, and the level that it came to."""
    rows = relief.shell.json("ledger", "show", "relief-losses", "--as-of", "2022-10-31")
    found = [(r["on"], r["reached"], r["grave"]) for r in rows if r["number"] == "ZH-flood"]
    assert found == LEVELS
    assert [r["deaths"] for r in rows if r["number"] == "ZH-flood"] == [2, 3, 12, 21, 31, 22, 22]
    dry = [(r["needy"], r["reached"]) for r in rows if r["number"] == "ZH-drought"]
    levels = ["未达", "Ⅳ级", "Ⅱ级", "Ⅲ级", "未达", "未达"]
    assert dry == list(zip([1_400, 1_500, 2_600, 2_200, 900, 880], levels, strict=True))


def test_the_level_rises_and_falls_by_decisions(relief: History) -> None:
    """The ledger of levels: what was proposed, decided, told and ended."""
    rows = relief.shell.json("ledger", "show", "relief-levels", "--as-of", "2022-10-31")
    flood = [row for row in rows if row["number"] == "ZH-flood"]
    decided = [row["level"] for row in flood if row["step"] in ("启动响应", "调整响应级别")]
    assert decided == ["Ⅳ级", "Ⅲ级", "Ⅱ级", "Ⅰ级", "Ⅱ级"]
    assert [row["step"] for row in flood][-2:] == ["提出停止响应的建议", "终止响应"]


def test_the_measures_of_each_level_are_a_checklist(relief: History) -> None:
    """How many of each list are open and met, at level Ⅰ; with the office that each names."""
    rows = relief.shell.json("ledger", "show", "relief-measures", "--as-of", "2022-10-03")
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["number"] == "ZH-flood":
            of = counts.setdefault(row["list"], {"met": 0, "open": 0})
            of[row["status"]] += 1
    assert counts == {
        "prepare": {"met": 2, "open": 0},
        "measures_1": {"met": 3, "open": MEASURES["measures_1"] - 3},
        "measures_2": {"met": 3, "open": 0},
        "measures_3": {"met": 2, "open": 0},
        "measures_4": {"met": 3, "open": 0},
    }
    assert all(row["office"] and row["section"] for row in rows)
    warned = relief.shell.json("ledger", "show", "relief-measures", "--as-of", "2022-09-28")
    lists = [row["list"] for row in warned if row["number"] == "ZH-flood"]
    assert lists == ["prepare"] * MEASURES["prepare"]
    health = relief.shell.json("due", "--on", "2022-10-03", "--office", "市卫生健康委")
    assert [row["section"] for row in health if row["subject"] == "ZH-flood"] == ["5.1.3 2(1)"]


def test_the_words_of_a_duty_officer_at_night(relief: History) -> None:
    """In Chinese: what is owed and by when on one page, and why the level is what it is."""
    page = relief.shell.done("--lang", "zh", "due", "--on", "2022-09-30T01:41").out
    (line,) = [one for one in page.splitlines() if "2022-09-30T01:40" in one]
    for word in ("市应急管理局", "ZH-flood", "审核、汇总", "4.1.1"):
        assert word in line, line
    page = relief.shell.done("--lang", "zh", "case", "show", "ZH-flood").out
    assert "灾情达到的级别: Ⅱ级  ← 因灾死亡 20 人以上、30 人以下 (5.2.1 1)" in page


def test_the_whole_story_verifies(relief: History) -> None:
    """Every step is what the plan let happen then; each cut of the log is whole, too."""
    assert relief.shell.verified() == []
    for cut in relief.cuts:
        assert cut.shell.verified() == []


# The five working days after a stable day, counted by hand on the calendars of 2022 and 2023.
SETTLED = {
    "2022-06-02": "2022-06-10",  # Thursday; Dragon Boat 3 to 5 June off: 6, 7, 8, 9, 10
    "2022-07-15": "2022-07-22",  # Friday: 18 to 22
    "2022-07-16": "2022-07-22",  # Saturday
    "2022-09-09": "2022-09-19",  # Friday; Mid-Autumn 10 to 12 off: 13 to 16, 19
    "2022-09-29": "2022-10-11",  # Thursday: 30, then 8 and 9 (worked), 10, 11
    "2022-10-01": "2022-10-12",  # in the holiday: 8, 9, 10, 11, 12
    "2022-12-30": "2023-01-09",  # Friday; 31 to 2 January off: 3, 4, 5, 6, 9
}


def test_five_working_days_to_settle(shell: Terminal) -> None:
    """4.1.2, over weekends and public holidays; owed to the end of that day."""
    opened, moved = [], []
    for place, day in enumerate(SETTLED):
        number, early = f"S-{place}", f"{day}T01:00"
        opened.append(
            {"number": number, "transition": "happen", "on": early, "kind": "洪涝灾害"}
            | {"place": "青杨镇", "happened": early}
        )
        zeros = dict.fromkeys(
            ("deaths", "missing", "moved", "rooms", "homes", "dwelling_rooms", "dwelling_homes"),
            "0",
        )
        moved += [
            {"case": number, "transition": "report", "on": f"{day}T02:00", "cutoff": early}
            | {"reporter": "青杨镇"}
            | zeros,
            {"case": number, "transition": "pass_on", "on": f"{day}T02:30"},
            {"case": number, "transition": "stabilize", "on": f"{day}T20:00"}
            | {"stable_at": f"{day}T19:00"},
        ]
    batch(shell, ("case", "open", PROCEDURE), opened)
    batch(shell, ("case", "move"), moved)
    for place, (day, last) in enumerate(SETTLED.items()):
        found = [row for row in due(shell, f"{last}T23:59") if row["subject"] == f"S-{place}"]
        assert [(row["due_on"], row["status"]) for row in found] == [(last, "open")], day
    late = due(shell, "2023-01-10")
    assert {row["due_on"] for row in late if row["status"] == "overdue"} == set(SETTLED.values())
