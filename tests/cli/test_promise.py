"""Promises: how they stand, and how one that no case keeps is ticked off, and opened again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .terminal import Terminal, contents, copied, stand_in

LAMPS = Path(__file__).parents[2] / "zltrec" / "samples" / "lamp-repair.toml"
OFFICE = "路灯所"
PROMISES = """
[[promises]]
id = "map"
text = "绘制全市路灯分布图"
office = "路灯所"
printed = "2022年6月底前"
by = "2022-06-30"
line = 7
section = "五"

[[promises]]
id = "always"
text = "长期坚持巡查"
office = "路灯所"
printed = "长期坚持"

[[promises]]
id = "repairs"
text = "年内报修全部修复"
office = "路灯所"
by = "2022-12-31"
kept_when = "measures.repaired >= measures.reported && measures.reported > 0.0"

[[measures]]
id = "reported"

[[measures]]
id = "repaired"
at = ["repair"]
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store with a procedure that promises three things."""
    home = tmp_path_factory.mktemp("promises")
    shell = stand_in(home / "office", home)
    shell.done("init")
    text = LAMPS.read_text("utf-8") + PROMISES
    (shell.folder / "lamps.toml").write_text(text, encoding="utf-8")
    (shell.folder / "map.pdf").write_bytes(b"a map")
    (shell.folder / "scan.pdf").write_bytes(b"a scan")
    shell.done("procedure", "adopt", "lamps.toml")
    return shell


@pytest.fixture
def shell(template: Terminal, tmp_path: Path) -> Terminal:
    """That store, to write in."""
    return copied(template, tmp_path / "office", tmp_path)


def approve(shell: Terminal, action: str, office: str = OFFICE) -> str:
    """The office's decision on paper."""
    words = ("approval", "record", "procedure:lamp-repair", action, "--approve", "--office", office)
    given: str = shell.json(*words, "--by", "所长", "--paper", "scan.pdf", "--on", "2022-06-20")[
        "id"
    ]
    return given


def stand(shell: Terminal, *words: str) -> dict[str, Any]:
    """The promises of the procedure, by id."""
    rows = shell.json("ledger", "show", "promises", *words)
    return {row["id"]: row for row in rows if row["procedure"] == "lamp-repair"}


def keep(promise: str, on: str = "2022-06-20", *words: str) -> tuple[str, ...]:
    """The command that ticks a promise off."""
    return ("promise", "keep", "lamp-repair", promise, "--on", on, *words)


MAP = ("--file", "分布图=map.pdf")


def test_a_promise_is_ticked_off_with_evidence_and_approval(shell: Terminal) -> None:
    """From its day on it is kept; before it, and as the log knew it before, it was not."""
    before = shell.json("audit", "verify")["events"]
    given = approve(shell, "keep map")
    shell.done(*keep("map", "2022-06-20", *MAP, "--note", "已挂网"))
    row = stand(shell)["map"]
    assert (row["status"], row["kept"], row["kept_on"]) == ("kept", True, "2022-06-20")
    assert (row["evidence"], row["approval"]) == ("分布图: map.pdf (已挂网)", given)
    assert stand(shell, "--as-of", "2022-06-19")["map"]["status"] == "open"
    assert stand(shell, "--as-of", "2022-07-01", "--known-at", str(before))["map"]["status"] == (
        "overdue"
    )
    assert shell.verified() == []


def test_without_what_it_takes_nothing_is_ticked_off(shell: Terminal) -> None:
    """Evidence, approval, a day that has been, a promise that cases do not keep; once."""
    for promise, words, said in (
        ("map", MAP, "needs the approval of 路灯所 for keep map"),
        ("map", (), "is ticked off with evidence"),
        ("none", MAP, "has no promise none; it has map, always, repairs"),
        ("repairs", MAP, "repairs is kept when its cases and figures say so"),
    ):
        before = contents(shell.store)
        outcome = shell.run(*keep(promise, "2022-06-20", *words))
        assert outcome.code in (1, 2, 3), outcome
        assert (outcome.out, said in outcome.err) == ("", True), outcome.err
        assert contents(shell.store) == before
    approve(shell, "keep map", office="市住建局")
    assert "needs the approval" in shell.run(*keep("map", "2022-06-20", *MAP)).err
    approve(shell, "keep map")
    assert "none.pdf" in shell.run(*keep("map", "2022-06-20", "--file", "图=none.pdf")).err
    assert "is after today" in shell.run(*keep("map", "2999-01-01", *MAP)).err
    shell.done(*keep("map", "2022-06-20", *MAP))
    approve(shell, "keep map")
    assert "map is kept already" in shell.run(*keep("map", "2022-06-20", *MAP)).err


def test_what_was_ticked_off_is_opened_again_by_approval(shell: Terminal) -> None:
    """With a reason; then it is owed as before, and may be kept anew."""
    approve(shell, "keep map")
    shell.done(*keep("map", "2022-06-20", *MAP))
    again = ("promise", "reopen", "lamp-repair", "map", "--reason", "图有缺漏")
    assert "needs the approval of 路灯所 for reopen map" in shell.run(*again).err
    approve(shell, "reopen map")
    shell.done(*again)
    assert stand(shell, "--as-of", "2022-07-01")["map"]["status"] == "overdue"
    assert "map is not ticked off" in shell.run(*again).err
    approve(shell, "keep map")
    shell.done(*keep("map", "2022-06-21", *MAP))
    assert stand(shell)["map"]["kept_on"] == "2022-06-21"
    assert shell.verified() == []


def test_the_morning_page_has_promises(shell: Terminal) -> None:
    """Those that have a last day, open and overdue; not what was kept."""

    def page(day: str) -> list[tuple[str, str]]:
        rows = shell.json("due", "--on", day, "--office", OFFICE)
        return [(row["subject"], row["status"]) for row in rows if row["clock"] == "promise"]

    assert page("2022-06-30") == [("promise:map", "open"), ("promise:repairs", "open")]
    assert page("2022-07-01") == [("promise:map", "overdue"), ("promise:repairs", "open")]
    approve(shell, "keep map")
    shell.done(*keep("map", "2022-06-20", *MAP))
    assert page("2022-07-01") == [("promise:repairs", "open")]


def test_the_page_for_the_mayor(shell: Terminal) -> None:
    """By the last day, those without one last; the overdue ones alone, those of one office."""
    rows = [row for row in shell.json("promise", "list") if row["procedure"] == "lamp-repair"]
    assert [row["id"] for row in rows] == ["map", "repairs", "always"]
    late = shell.json("promise", "list", "--overdue", "--as-of", "2022-07-01", "--office", OFFICE)
    assert [row["id"] for row in late] == ["map"]
    page = shell.done("promise", "list", "--office", OFFICE).out
    assert "长期坚持" in page
    assert "2022年6月底前" in page
