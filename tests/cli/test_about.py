"""A line of time for a person, a body, a place: entries, seats, cases, decisions together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .terminal import Terminal, stand_in

LAMPS = Path(__file__).parents[2] / "zltrec" / "samples" / "lamp-repair.toml"
FLOOD, BRIDGE = "青河市防汛领导小组", "青河市桥梁检查领导小组"
FINANCE, SCHOOLS = "市财政局副局长", "市教育局副局长"


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store with two bodies, two people of one name, two cases and decisions on paper."""
    home = tmp_path_factory.mktemp("about")
    shell = stand_in(home / "office", home)
    shell.done("init")
    shell.add(
        ("2023-05-08", f"{FLOOD}成立。"),
        ("2023-06-02", "市财政局副局长李敏到中央北路12号查看路灯。"),
        ("2023-06-04", "李敏老师获表彰。"),
        ("2023-06-05", "中央北路改造开工。"),
    )
    seats = ("--seat", "组长:岳小舟:副市长", "--seat", f"成员:李敏:{FINANCE}")
    flood = shell.json("roster", "add", FLOOD, "--on", "2023-05-08", *seats)["id"]
    seat = f"成员:李敏:{FINANCE}"
    bridge = shell.json("roster", "add", BRIDGE, "--on", "2023-05-20", "--seat", seat)["id"]
    shell.done("roster", "appoint", bridge, f"成员:李敏:{SCHOOLS}", "--on", "2023-05-22")
    shell.done("roster", "release", flood, "2", "--on", "2023-07-31", "--reason", "调离")
    shell.done("procedure", "adopt", LAMPS)
    for number, place in (("A-1", "中央北路12号"), ("A-2", "河西街3号")):
        words = ("case", "open", "lamp-repair", "--number", number, "--on", "2023-06-02")
        shell.done(*words, "--set", f"place={place}", "--set", "caller=杜若川")
    (shell.folder / "scan.pdf").write_bytes(b"scan")
    for case, who in (("A-1", "李敏"), ("A-2", "岳小舟")):
        words = ("approval", "record", case, "close", "--approve", "--office", "路灯所")
        shell.done(*words, "--by", who, "--paper", "scan.pdf", "--on", "2023-06-05")
    return shell


def line(shell: Terminal, *words: str) -> list[tuple[str, str, str]]:
    """What the line of time shows: kind, subject and day."""
    rows: list[dict[str, Any]] = shell.json("timeline", *words)
    return [(row["kind"], row["subject"], row["on"]) for row in rows]


def test_a_person_by_name_and_title(shell: Terminal) -> None:
    """Entries that tell of the name, the seats of that title, the decisions on paper."""
    found = line(shell, "--person", f"李敏:{FINANCE}")
    assert [(kind, on) for kind, _subject, on in found] == [
        ("formed", "2023-05-08"),
        ("formed", "2023-05-20"),
        ("chronicle", "2023-06-02"),
        ("chronicle", "2023-06-04"),
        ("approval", "2023-06-05"),
        ("released", "2023-07-31"),
    ]
    said = shell.done("timeline", "--person", f"李敏:{FINANCE}").err
    assert f"成员 of {BRIDGE}, {SCHOOLS}" in said
    teacher = line(shell, "--person", f"李敏:{SCHOOLS}", "--to", "2023-06-01")
    assert [(kind, on) for kind, _subject, on in teacher] == [("appointed", "2023-05-22")]


def test_two_people_of_one_name_are_not_made_one(shell: Terminal) -> None:
    """By the name alone all seats are shown, and it is said that nothing tells whose they are."""
    outcome = shell.done("timeline", "--person", "李敏")
    assert outcome.out.count("formed") == 2
    assert outcome.out.count("appointed") == 1
    assert "seats with different titles bear this name" in outcome.err


def test_officers_tell_them_apart(shell: Terminal, tmp_path: Path) -> None:
    """An officer's seats are those that the offices follow; a shared name alone is refused."""
    import subprocess

    from .terminal import copied

    own = copied(shell, tmp_path / "office", tmp_path)
    for who in ("root", "one", "two"):
        key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", tmp_path / who]
        subprocess.run(key, check=True)
    env = {"ZLTREC_KEY": str(tmp_path / "root")}
    own.done("officer", "found", "gu", "--name", "顾守一", "--key", tmp_path / "root.pub", env=env)
    rosters = {row["body"]: row["id"] for row in own.json("roster", "list")}
    for officer, seat in (("limin", f"{rosters[BRIDGE]}/1"), ("limin2", f"{rosters[BRIDGE]}/2")):
        own.done("officer", "add", officer, "--name", "李敏", env=env)
        words = ("officer", "assign", officer, f"office-of-{officer}", "--on", "2023-05-20")
        own.done(*words, "--seat", seat, env=env)
    outcome = own.run("timeline", "--person", "李敏")
    assert (outcome.code, outcome.out) == (1, "")
    assert "several officers (limin, limin2)" in outcome.err
    rows = own.json("timeline", "--person", "limin2")
    assert [row["text"] for row in rows if row["kind"] == "appointed"] == [f"成员 李敏 {SCHOOLS}"]
    assert not [row for row in rows if row["kind"] == "approval"]


def test_a_body(shell: Terminal) -> None:
    """What tells of it, who sits in it; an office with what it decided."""
    found = line(shell, "--body", FLOOD)
    assert [kind for kind, _subject, _on in found] == [
        "chronicle",
        "formed",
        "released",
    ]
    office = line(shell, "--body", "路灯所")
    assert [(kind, subject) for kind, subject, _on in office] == [
        ("approval", "A-1"),
        ("approval", "A-2"),
    ]


def test_a_place(shell: Terminal) -> None:
    """What tells of it, and the case that is of it, with its steps and decisions."""
    found = line(shell, "--place", "中央北路12号")
    assert [(kind, on) for kind, _subject, on in found] == [
        ("chronicle", "2023-06-02"),
        ("case", "2023-06-02"),
        ("approval", "2023-06-05"),
    ]
    assert {subject for kind, subject, _on in found if kind != "chronicle"} == {"A-1"}


def test_nobody_is_said_to_be_nobody(shell: Terminal) -> None:
    """One line, and nothing on standard output."""
    outcome = shell.run("timeline", "--person", "无此人")
    assert (outcome.code, outcome.out) == (1, "")
    assert "nobody called 无此人 is known" in outcome.err
    assert shell.run("timeline", "--person", "李敏", "--place", "x").code == 2
