"""Promises of all plans ticked off by script, and the pages that say which are overdue.

The script's own table says what is kept, and from which day; what is overdue is worked out from
the dates as the plans print them. No case of any plan has begun, so none is kept by cases.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, contents, stand_in

import zltrec

from .aims import last_day

PROCEDURES = Path(zltrec.__file__).parent / "procedures"
HEALTH, RENOVATION, GROUP = "市卫健委", "市危改办", "领导小组办公室"
SELF_BUILT, INSURANCE, TAXES = (
    "自建房安全专项整治领导小组办公室",
    "市医疗保障局",
    "综合治税领导小组办公室",
)


@dataclass(frozen=True)
class Tick:
    """A promise that is ticked off: the office that approves, the day, the kind of evidence."""

    procedure: str
    promise: str
    office: str
    on: str
    file: str
    note: str = ""


TICKS = (
    Tick("chinese-medicine", "consult", HEALTH, "2022-06-09", "征求意见函"),
    Tick("chinese-medicine", "adopt", HEALTH, "2022-06-20", "实施方案", "晚于6月15日"),
    Tick("chinese-medicine", "task_1", HEALTH, "2022-08-01", "会议纪要"),
    Tick("chinese-medicine", "task_7", HEALTH, "2022-09-15", "培训名册"),
    Tick("chinese-medicine", "task_14", HEALTH, "2022-10-08", "活动照片"),
    Tick("chinese-medicine", "innovation_2", HEALTH, "2022-11-20", "验收单"),
    Tick("rural-housing", "leading_group", RENOVATION, "2022-03-02", "成立文件"),
    Tick("rural-housing", "guidance", RENOVATION, "2022-10-30", "指导记录"),
    Tick("unlawful-construction", "coordination", GROUP, "2022-06-15", "会议纪要"),
    Tick("self-built-housing", "hundred_days_plan", SELF_BUILT, "2022-06-10", "实施计划"),
    Tick("medical-points", "group", INSURANCE, "2022-05-09", "通知"),
    Tick("tax-tasks", "budget", TAXES, "2023-01-05", "预算批复", "2023年度"),
)
REOPENED = TICKS[3]
SET = {"beds": "7.5"}
ENTERED = {"institutions": "12", "covered": "12", "beds": "7.6", "listed": "40", "ticked": "39"}
DAYS = ("2022-05-13", "2022-06-10", "2022-06-18", "2022-07-01", "2022-12-31", "2026-01-01")


def promised() -> dict[tuple[str, str], dict[str, Any]]:
    """What the bundled procedures promise, as their files say it."""
    read = (tomllib.loads(path.read_text("utf-8")) for path in sorted(PROCEDURES.glob("*.toml")))
    return {
        (of["id"], one["id"]): one | {"title": of["title"]}
        for of in read
        for one in of.get("promises", ())
    }


def table(day: str) -> dict[tuple[str, str], str]:
    """How each promise stands at the end of a day, by the script alone."""
    ticked = {(one.procedure, one.promise): one.on for one in TICKS if one != REOPENED}
    entered = {("chinese-medicine", "coverage"), ("chinese-medicine", "beds")}
    stands = {}
    for key, one in promised().items():
        by = last_day(one.get("printed", ""), 2022)
        late = "overdue" if by is not None and by < day else "open"
        kept = ticked.get(key, "9999") <= day or key in entered
        stands[key] = "kept" if kept else late
    return stands


def tick(shell: Terminal, one: Tick) -> tuple[str, ...]:
    """The command that ticks it off."""
    (shell.folder / f"{one.file}.pdf").write_bytes(f"%PDF-1.4 {one.file}".encode())
    words = ("promise", "keep", one.procedure, one.promise, "--on", one.on)
    note = ("--note", one.note) if one.note else ()
    return (*words, "--file", f"{one.file}={one.file}.pdf", *note)


def approval(one: Tick, action: str = "") -> dict[str, str]:
    """The paper on which the office decides it."""
    return {
        "subject": f"procedure:{one.procedure}",
        "action": action or f"keep {one.promise}",
        "decision": "approve",
        "office": one.office,
        "by": "主任",
        "paper": "scan.pdf",
        "on": one.on,
    }


def record(shell: Terminal, papers: list[dict[str, str]]) -> None:
    """Papers in one batch."""
    batch = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in papers)
    assert shell.json("approval", "record", "--batch", "-", stdin=batch)["added"] == len(papers)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store in which the script has happened: one promise was opened again."""
    home = tmp_path_factory.mktemp("kept")
    shell = stand_in(home / "office", home)
    shell.done("init")
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 a decision")
    waiting = list(TICKS)
    while waiting:
        # A decision is of a procedure as it is then: one of each procedure in a round.
        first = {one.procedure: one for one in reversed(waiting)}.values()
        record(shell, [approval(one) for one in first])
        for one in first:
            shell.done(*tick(shell, one))
            waiting.remove(one)
    record(shell, [approval(REOPENED, f"reopen {REOPENED.promise}")])
    again = ("promise", "reopen", REOPENED.procedure, REOPENED.promise, "--reason", "名册有误")
    shell.done(*again)
    for name, value in SET.items():
        paper = approval(TICKS[0], f"set {name} {value}")
        record(shell, [paper])
        shell.done("procedure", "set", "chinese-medicine", name, value)
    for name, value in ENTERED.items():
        words = ("procedure", "enter", "chinese-medicine", name, "2022-05", value)
        shell.done(*words, "--basis", "市卫健委报表")
    return shell


def rows(shell: Terminal, *words: str) -> dict[tuple[str, str], dict[str, Any]]:
    """A page of promises by procedure and id."""
    return {(row["procedure"], row["id"]): row for row in shell.json(*words)}


@pytest.mark.parametrize("day", DAYS)
def test_the_ledger_on_a_day_is_the_table_of_the_script(office: Terminal, day: str) -> None:
    """Kept from its day on, overdue after the last day that is printed, else open; and nothing
    else is overdue."""
    wanted = table(day)
    found = rows(office, "ledger", "show", "promises", "--as-of", day)
    assert {key: row["status"] for key, row in found.items()} == wanted
    late = rows(office, "ledger", "show", "promises", "--overdue", "--as-of", day)
    assert set(late) == {key for key, status in wanted.items() if status == "overdue"}


def test_the_page_for_the_mayor_begins_with_what_is_due_first(office: Terminal) -> None:
    """In the order of the last days, with the date as printed; the evidence stands with it."""
    listed = office.json("promise", "list", "--as-of", "2022-12-31")
    order = [row["by"] or "9999" for row in listed]
    assert order == sorted(order)
    assert len(listed) == len(promised()) > 250
    found = {(row["procedure"], row["id"]): row for row in listed}
    for key, one in promised().items():
        row = found[key]
        assert (row["text"], row["line"], row["section"]) == (
            one["text"],
            one["line"],
            one["section"],
        )
        assert (row["office"], row["printed"]) == (one.get("office", ""), one.get("printed", ""))
    for done in TICKS:
        row = found[done.procedure, done.promise]
        if done == REOPENED or done.on > "2022-12-31":
            assert (row["kept"], row["evidence"], row["approval"]) == (None, None, None)
            continue
        note = f" ({done.note})" if done.note else ""
        assert row["evidence"] == f"{done.file}: {done.file}.pdf{note}"
        assert (row["kept_on"], bool(row["approval"])) == (done.on, True)
    late = office.json("promise", "list", "--overdue", "--as-of", "2022-07-01")
    assert {(row["procedure"], row["id"]) for row in late} == {
        key for key, status in table("2022-07-01").items() if status == "overdue"
    }


REFUSED = (
    (("chinese-medicine", "coverage"), "is kept when its cases and figures say so"),
    (("chinese-medicine", "task_1"), "is kept already, since 2022-08-01"),
    (("chinese-medicine", "task_2"), f"needs the approval of {HEALTH} for keep task_2"),
    (("chinese-medicine", "task_15"), "has no promise task_15"),
    (("rural-housing", "finish_all"), "is kept when its cases and figures say so"),
)


def test_nothing_else_ticks_a_promise_off(office: Terminal) -> None:
    """Not by hand what cases keep, not twice, not without approval, not what none promises."""
    before = contents(office.store)
    for (procedure, promise), said in REFUSED:
        one = Tick(procedure, promise, HEALTH, "2022-12-01", "证明")
        outcome = office.run(*tick(office, one))
        assert outcome.code in (1, 2)
        assert (outcome.out, said in outcome.err) == ("", True), outcome.err
    assert contents(office.store) == before


def test_the_list_of_tasks_is_done_when_each_is_ticked_off(office: Terminal) -> None:
    """七(二): 39 of 40 is not all; what is entered keeps it, not a hand."""
    key = ("chinese-medicine", "tick_off")
    assert rows(office, "ledger", "show", "promises")[key]["status"] == "open"
    shares = rows(office, "ledger", "show", "indicators")
    assert shares["chinese-medicine", "ticked_share"]["percent"] == "97.50"
    assert shares["chinese-medicine", "coverage"]["percent"] == "100.00"


def test_the_log_of_it_is_sound(office: Terminal) -> None:
    assert office.verified() == []
