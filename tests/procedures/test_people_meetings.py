"""附件1 五: topics, meetings, minutes, and decisions that are followed until they are reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli.terminal import copied

from .people_desk import OFFICE, Desk
from .people_run import People

KINDS = (
    ("meeting", "领导小组会议", "纪要已通报有关单位"),
    ("suggested", "综合治税工作会议", "已决定召开"),
    ("declined", "综合治税工作会议", "不召开"),
    ("special", "涉税信息共享专题会议", "已结束"),
    ("regular", "信息员工作例会", "已结束"),
    ("training", "信息员培训", "已结束"),
)


@pytest.mark.parametrize(("name", "kind", "state"), KINDS)
def test_each_kind_of_meeting_has_its_life(
    people: People, name: str, kind: str, state: str
) -> None:
    """Convened by the office or proposed by a unit, held, minuted, circulated, closed."""
    rows = {row["number"]: row for row in people.desk.rows("tax-meetings")}
    row = rows[people.numbers[name]]
    assert (row["kind"], row["state"]) == (kind, state)


def test_a_meeting_tells_who_came_and_what_it_took_up(people: People) -> None:
    """五(一)(三)(五): its topic, one unit absent, two units told; officers of the training."""
    rows = {row["number"]: row for row in people.desk.rows("tax-meetings")}
    held = rows[people.numbers["meeting"]]
    assert held["topics"] == people.numbers["topic"]
    assert (held["absent"], held["circulated"]) == (1, 2)
    training = rows[people.numbers["training"]]
    both = (people.numbers["police-2"], people.numbers["land"])
    assert training["officers"] == "、".join(both)
    attendance = [
        (row["unit"], row["presence"], row["person"])
        for row in people.desk.rows("tax-attendance")
        if row["number"] == people.numbers["meeting"]
    ]
    assert attendance == [
        ("财政局", "出席", "＊＊＊"),
        ("税务局", "出席", "＊＊＊"),
        ("公安局", "缺席", "＊＊＊"),
    ]


def test_topics_are_approved_by_the_head_before_a_meeting_has_them(people: People) -> None:
    """五(一): one discussed, one not approved, one still open."""
    rows = [
        (row["number"], row["approved"], row["meeting"], row["state"])
        for row in people.desk.rows("tax-topics")
    ]
    at = people.numbers
    assert rows == [
        (at["topic"], "2022-09-13", at["meeting"], "已交会议讨论"),
        (at["turned-down"], None, None, "未列入议题"),
        (at["open"], None, None, "已提出"),
    ]


def test_minutes_have_to_be_circulated_soon(people: People) -> None:
    """五(三): 及时 has no days; owed from the minutes on until they are circulated."""

    def owed(day: str) -> list[tuple[str, str]]:
        page = people.shell.json("due", "--on", day)
        return [(o["subject"], o["status"]) for o in page if o["clock"] == "circulate"]

    assert owed("2022-09-18") == []
    assert owed("2022-09-19") == [(people.numbers["meeting"], "open")]
    assert owed("2022-09-20") == [(people.numbers["meeting"], "open")]
    assert owed("2022-09-21") == []


def test_decisions_are_followed_until_they_are_reported_back(people: People) -> None:
    """五(四), 三(二): in time and closed, late after an urging, not at all, without a day."""
    rows = {row["number"]: row for row in people.desk.rows("tax-decisions")}
    found = {
        name: tuple(
            rows[people.numbers[name]][key] for key in ("due", "urged", "reported", "overdue")
        )
        for name in ("in-time", "late", "never", "undated")
    }
    assert found == {
        "in-time": ("2022-10-20", 0, "2022-10-20", False),
        "late": ("2022-10-20", 1, "2022-10-25", False),
        "never": ("2022-10-31", 1, None, True),
        "undated": (None, 0, None, False),
    }
    (share,) = [
        one
        for one in people.desk.rows("indicators")
        if (one["procedure"], one["id"]) == ("tax-decisions", "feedback")
    ]
    assert (share["value"], share["percent"]) == (2, "50.00")


@pytest.mark.parametrize(
    ("day", "overdue", "waiting"),
    [
        ("2022-10-20", [], ["late", "never", "undated"]),
        ("2022-10-21", ["late"], ["never", "undated"]),
        ("2022-10-31", [], ["never", "undated"]),
        ("2022-11-01", ["never"], ["undated"]),
        ("2022-12-31", ["never"], ["undated"]),
    ],
)
def test_feedback_is_overdue_only_where_the_decision_set_a_day(
    people: People, day: str, overdue: list[str], waiting: list[str]
) -> None:
    """五(四): 及时 alone is never overdue; a day that the decision set is, on the next one."""
    page = people.shell.json("due", "--on", day)
    theirs = [one for one in page if one["procedure"] == "tax-decisions"]
    names = {number: name for name, number in people.numbers.items()}

    def named(status: str) -> list[str]:
        return sorted(names[one["subject"]] for one in theirs if one["status"] == status)

    assert named("overdue") == sorted(overdue)
    assert named("open") == sorted(waiting)
    units = {"late": "税务局", "never": "公安局", "undated": "水利局"}
    assert {one["office"] for one in theirs} == {
        f"成员单位@{units[name]}" for name in (*overdue, *waiting)
    }


def test_what_was_reported_may_be_sent_back(people: People, tmp_path: Path) -> None:
    """三(二): the office finds that nothing was done; a new day, a new duty."""
    desk = Desk(copied(people.shell, tmp_path / "office", tmp_path))
    number = people.numbers["late"]
    wanted = ("case", "move", number, "reopen", "--on", "2022-11-10", "--reason", "未落实")
    desk.refused("the old day is past", *wanted)
    assert "附件1 三(二)" in desk.refusals["the old day is past"].said
    desk.moves(number, "reopen", "2022-11-10", due_on="2022-11-30", reason="未落实")
    page = desk.shell.json("due", "--on", "2022-12-01")
    assert (number, "2022-11-30", "overdue") in [
        (one["subject"], one["due_on"], one["status"]) for one in page
    ]


def test_a_special_meeting_leads_to_a_new_edition_of_the_catalogue(
    people: People, tmp_path: Path
) -> None:
    """附件2 五: the edition that the meeting names is adopted with the office's approval."""
    desk = Desk(copied(people.shell, tmp_path / "office", tmp_path))
    meeting = people.numbers["special"]
    rows = {row["number"]: row for row in desk.rows("tax-meetings")}
    assert rows[meeting]["catalogue"] == 2
    text = desk.shell.done("procedure", "show", "tax-information", "--format", "toml").out
    changed = re.sub(r"(?m)^edition = 1$", "edition = 2", text, count=1)
    for quarterly in ('"housing/6", "housing/7", ', '"education/1", "education/2",'):
        assert changed.count(quarterly) == 1
    changed = changed.replace('"housing/6", "housing/7", ', '"housing/6", ')
    changed = changed.replace(
        '"education/1", "education/2",', '"education/1", "education/2", "housing/7",'
    )
    (desk.shell.folder / "next.toml").write_text(changed, encoding="utf-8")
    adopting = ("procedure", "adopt", "next.toml")
    desk.refused("a new edition without the office's approval", *adopting)
    asked = desk.refusals["a new edition without the office's approval"].said
    assert OFFICE in asked
    action = re.search(r"adopt [0-9a-f]{64}", asked)
    assert action is not None
    desk.signs("procedure:tax-information", action[0], "2022-11-03", (OFFICE, "虚构主任"))
    desk.shell.done(*adopting)
    (shown,) = [
        one for one in desk.shell.json("procedure", "list") if one["id"] == "tax-information"
    ]
    assert shown["edition"] == 2
    assert desk.shell.verified() == []
