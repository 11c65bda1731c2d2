"""Options that every command shares, and how a question is narrowed: store, actor, span, clocks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from .conftest import Office
from .terminal import Terminal, one_complaint


def test_entries_are_sorted_as_printed(shell: Terminal) -> None:
    """start, end, then order of recording; 是月 after its month's last day, 是年 after December."""
    shell.add(
        ("2021", "是年"),
        ("2021-12", "是月"),
        ("2022-01-01", "新年"),
        ("2021-12-31", "末日"),
        ("2021-12-30..2021-12-31", "两日"),
        ("2021-12-30", "一"),
        ("2021-12-30", "二"),
        ("undated", "不详"),
    )
    rows = shell.json("chronicle", "list")
    assert [r["text"] for r in rows] == [
        *("一", "二", "两日", "末日", "是月", "是年", "新年", "不详")
    ]
    spans = {r["text"]: (r["start"], r["end"], r["precision"]) for r in rows}
    assert spans["一"] == ("2021-12-30", "2021-12-30", "day")
    assert spans["是月"] == ("2021-12-01", "2021-12-31", "month")
    assert spans["是年"] == ("2021-01-01", "2021-12-31", "year")
    assert spans["不详"] == (None, None, "undated")


def test_from_and_to_select_what_overlaps(shell: Terminal) -> None:
    """A range, a month and a year count if a part of them lies between."""
    shell.add(
        ("2022-06-05", "前"),
        ("2022-06-05..2022-06-06", "跨"),
        ("2022-06-07", "后"),
        ("2022-06", "月"),
        ("2022", "年"),
    )
    said = shell.json("chronicle", "list", "--from", "2022-06-06", "--to", "2022-06-06")
    assert [row["text"] for row in said] == ["跨", "月", "年"]
    said = shell.json("timeline", "--from", "2022-06-07", "--contains", "后")
    assert [row["text"] for row in said] == ["后"]


def test_as_of_is_what_had_ended_by_then(shell: Terminal) -> None:
    """A day counts on its own evening, a range on its last; undated facts only without --as-of."""
    shell.add(("2022-06-06", "日"), ("2022-06-06..2022-06-07", "跨"), ("undated", "不详"))

    def texts(*words: str) -> list[str]:
        return [row["text"] for row in shell.json("chronicle", "list", *words)]

    assert texts("--as-of", "2022-06-05") == []
    assert texts("--as-of", "2022-06-06") == ["日"]
    assert texts("--as-of", "2022-06-07") == ["日", "跨"]
    assert texts() == ["日", "跨", "不详"]


def test_known_at_cuts_the_log_first(shell: Terminal) -> None:
    """A position, or a moment in the store's zone or another: the state before a correction."""
    (entry,) = shell.add(("2022-06-06", "旧文。"))
    last = shell.json("audit", "log")[-1]
    recorded, first = datetime.fromisoformat(last["recorded_at"]), last["position"]
    shell.json("chronicle", "amend", entry, "新文。", "--reason", "核对")

    def known(at: object) -> list[str]:
        return [row["text"] for row in shell.json("chronicle", "list", "--known-at", at)]

    here = recorded.astimezone(ZoneInfo("Asia/Shanghai"))
    bare = here.replace(tzinfo=None)
    for at in (first, recorded.isoformat(), here.isoformat(), bare.isoformat()):
        assert known(at) == ["旧文。"]
    assert known(first - 1) == known((recorded - timedelta(days=2)).date()) == []
    assert known(first + 1) == ["新文。"]
    both = shell.json("chronicle", "list", "--known-at", first, "--as-of", "2022-06-05")
    assert both == []


def test_ids_accept_a_unique_prefix(office: Office) -> None:
    """Where an id is asked for, its beginning will do as long as no other begins so."""
    shell, ids = office.shell, office.ids
    assert shell.json("roster", "show", "r")["id"] == ids["roster"]
    assert shell.json("notice", "show", ids["notice"])["id"] == ids["notice"]
    for given in (ids["entry"][:-1], "c"):
        said = one_complaint(shell.run("chronicle", "retract", given, "--reason", "x"), 1)
        assert "several" in said
    by_key = ids["by_key"]
    shell.json("chronicle", "add", "2022-07-01 新事。")
    assert [r["id"] for r in shell.json("approval", "verify", by_key)] == [by_key]
    one = stripped_to_unique(ids["gone"], [r["id"] for r in shell.json("chronicle", "list")])
    rows = shell.json("audit", "replay", "--subject", one)
    assert {row["subject"] for row in rows} == {ids["gone"]}
    assert "several" in one_complaint(shell.run("case", "show", "LD"), 1)


def stripped_to_unique(id_: str, ids: list[str]) -> str:
    """The shortest beginning that only this id has."""
    return next(
        id_[:n] for n in range(1, len(id_) + 1) if sum(i.startswith(id_[:n]) for i in ids) == 1
    )


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_is_a_script(nowhere: Terminal, name: str) -> None:
    """Completion needs no store, and what the script calls back completes."""
    assert "_ZLTREC_COMPLETE" in nowhere.done("completion", name).out


def test_the_shell_completes_commands_and_options(nowhere: Terminal) -> None:
    """What the script asks the program for."""

    def completed(words: str, number: int) -> list[str]:
        asked = {"_ZLTREC_COMPLETE": "bash_complete", "COMP_WORDS": words}
        said = nowhere.run(env=asked | {"COMP_CWORD": str(number)})
        return [line.split(",")[1] for line in said.out.splitlines()]

    assert completed("zltrec chr", 1) == ["chronicle"]
    assert "--format" in completed("zltrec chronicle list --f", 3)


def test_the_store_is_found_upward_as_git_does(shell: Terminal, tmp_path: Path) -> None:
    """The nearest .zltrec here or above; --store and ZLTREC_STORE name it or what holds it."""
    deep = shell.folder / "a" / "b"
    deep.mkdir(parents=True)
    shell.add(("2022-06-06", "上层。"))
    assert len(shell.json("chronicle", "list", cwd=deep)) == 1
    shell.done("init", shell.folder / "a")
    assert shell.json("chronicle", "list", cwd=deep) == []
    for place in (shell.folder, shell.store):
        assert len(shell.json("--store", place, "chronicle", "list", cwd=tmp_path)) == 1
        variable = {"ZLTREC_STORE": str(place)}
        assert len(shell.json("chronicle", "list", cwd=deep, env=variable)) == 1
    other = {"ZLTREC_STORE": str(shell.folder / "a")}
    assert len(shell.json("--store", shell.folder, "chronicle", "list", env=other)) == 1


def test_the_actor_is_the_option_the_variable_or_the_login_name(shell: Terminal) -> None:
    """In that order; it stands in the log as claimed."""
    variable = {"ZLTREC_ACTOR": "变量"}
    first = shell.json("chronicle", "add", "2022-06-06 一")["position"]
    shell.done("chronicle", "add", "2022-06-06 二", env=variable)
    shell.done("--actor", "选项", "chronicle", "add", "2022-06-06 三", env=variable)
    actors = [row["actor"] for row in shell.json("audit", "log", "--from", first)]
    assert actors == ["clerk", "变量", "选项"]


def test_quiet_is_quiet(office: Office) -> None:
    """With --quiet a command that succeeds says nothing on stderr, whatever it would note."""
    shell = office.shell
    shell.add(("2999-01-01", "预告。"))
    listing: tuple[object, ...] = ("chronicle", "list", "--format", "csv")
    export: tuple[object, ...] = ("export", "chronicle", "--out", shell.folder / "out")
    prove = ("audit", "prove", "2", "--out", shell.folder / "p")
    for words in (listing, export):
        assert shell.done(*words).err.count("\n") == 1
    for words in (listing, export, prove):
        assert shell.done("--quiet", *words).err == ""


def test_notes_never_stand_in_the_output(office: Office) -> None:
    """What is said to people beside a listing goes to stderr, so pipes stay clean."""
    office.shell.add(("2999-01-01", "预告。"))
    said = office.shell.done("chronicle", "list", "--format", "jsonl")
    assert "2999-01-01" in said.err
    assert all(row["start"] != "2999-01-01" for row in said.lines())


def test_version(nowhere: Terminal) -> None:
    """One line, the name and a number."""
    assert re.fullmatch(r"zltrec \d+\.\d+\.\d+\S*\n", nowhere.done("--version").out)
