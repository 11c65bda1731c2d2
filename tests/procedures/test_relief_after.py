"""After the flood: transitional aid, winter relief, rebuilding; who decides, what is paid, by whom.

And what the seventh part of the plan asks to be ready.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, one_complaint

from .actions import Attempt
from .relief_after import BY_PROCEDURE, DONATED, HANDED, STOCK, attempts_of
from .relief_chains import WINTER_BY_HAND
from .running import History, Refusal, morning_page

LATER = "2022-12-31"


def shown(history: History, ledger: str) -> list[dict[str, Any]]:
    """The rows of a ledger at the end of the year."""
    rows: list[dict[str, Any]] = history.shell.json("ledger", "show", ledger, "--as-of", LATER)
    return rows


def name_of(refusal: Refusal) -> str:
    """Which case tried what."""
    assert isinstance(refusal.tried, Attempt)
    return f"{refusal.row.number} {refusal.tried.step.do}: {refusal.said}"


@pytest.mark.parametrize("procedure", BY_PROCEDURE)
def test_what_is_forbidden_or_anothers_is_refused_by_its_section(
    aftermath: dict[str, History], procedure: str
) -> None:
    """Offices, order, amounts, purposes, sites: each by its rule and section; nothing written."""
    refusals = aftermath[procedure].refusals
    assert len(refusals) == attempts_of(procedure) > 4
    for refusal in refusals:
        attempt = refusal.tried
        assert isinstance(attempt, Attempt)
        assert refusal.code == 1, name_of(refusal)
        assert attempt.says in refusal.said, name_of(refusal)
        assert f"({attempt.section})" in refusal.said, name_of(refusal)
        assert refusal.untouched, name_of(refusal)


def test_accounts_say_what_came_in_went_out_and_is_left(aftermath: dict[str, History]) -> None:
    """Donated money and goods, aid, winter relief, rebuilding: by hand, to the fen."""
    rows = shown(aftermath["relief-goods"], "accounts")
    found = {
        (row["procedure"], row["account"], row["key"]): (row["in"], row["out"], row["balance"])
        for row in rows
        if row["procedure"] in BY_PROCEDURE
    }
    wanted: dict[tuple[str, str, str], Any] = {
        ("transitional-aid", "funds", "青杨镇"): ("90000.00", "89000.00", "1000.00"),
        ("relief-rebuilding", "funds", "青杨镇"): ("50000.00", "50000.00", "0.00"),
    }
    wanted |= {("relief-goods", "stock", one): held for one, held in STOCK.items()}
    wanted |= {("relief-goods", "handed", one): held for one, held in HANDED.items()}
    wanted |= {("relief-goods", "donations", one): held for one, held in DONATED.items()}
    wanted |= {("winter-relief", "funds", one): held for one, held in WINTER_BY_HAND.items()}
    assert found == wanted


def test_goods_and_donations_are_public(aftermath: dict[str, History]) -> None:
    """7.8.1: the ledgers of what was given, by whom, and what became of it; no household's name."""
    history = aftermath["relief-goods"]
    stock = {
        row["goods"]: (row["donated"] + row["stored"], row["out"], row["left"])
        for row in shown(history, "relief-stock")
    }
    assert stock == STOCK
    donations = shown(history, "relief-donations")
    assert [(r["donor"], r["amount"], r["lots"], r["posted"]) for r in donations] == [
        ("甲公司", "50000.00", 2, "2022-10-12"),
        ("匿名", "12000.50", 0, None),
        (None, "62000.50", None, None),
    ]
    money = shown(history, "relief-donated-money")
    assert [(row["receiver"], row["in"], row["out"]) for row in money] == [
        ("市应急管理局", "50000.00", "40000.00"),
        ("市红十字会", "12000.50", "0.00"),
        ("合计", "62000.50", "40000.00"),
    ]
    handed = shown(history, "relief-households")
    assert [(row["name"], row["people"], row["quantity"]) for row in handed] == [
        ("＊＊＊", 4, 1),
        ("＊＊＊", 2, 2),
    ]


def test_the_chain_of_the_funds_is_that_of_the_plan(aftermath: dict[str, History]) -> None:
    """6.2.3, 6.3.2: asked, advised, reviewed by finance, decided by the city, handed down."""
    winter = {row["number"]: row for row in shown(aftermath["winter-relief"], "winter-funds")}
    assert winter["DC-funds"] | {"number": "", "season": "", "township": ""} == {
        **{"number": "", "season": "", "township": "", "asked": "8000.00"},
        **{"advised": "6500.00", "reviewed": "2022-10-28", "decided": "2022-10-31"},
        **{"allotted": "6500.00", "state": "已下达"},
    }
    assert winter["DC-refused"]["state"] == "未予审定"
    rebuilt = {r["number"]: r for r in shown(aftermath["relief-rebuilding"], "rebuilding-funds")}
    assert (rebuilt["CJ-funds"]["decided"], rebuilt["CJ-funds"]["allotted"]) == (
        "2022-11-05",
        "50000.00",
    )


def test_the_winter_ledger_is_by_household_and_its_names_are_no_part_of_the_log(
    aftermath: dict[str, History],
) -> None:
    """6.2.1: names and numbers are masked, and stand in no event."""
    history = aftermath["winter-relief"]
    rows = [row for row in shown(history, "winter-households") if row["household"]]
    assert [(row["household"], row["state"], row["amount"]) for row in rows] == [
        ("H-1", "已发放", "4000.00"),
        ("H-2", "已发放", "2500.00"),
        ("H-3", "核实不符", None),
        ("H-4", "已核实", None),
    ]
    assert {row["householder"] for row in rows} == {"＊＊＊"}
    log = history.shell.done("audit", "log", "--format", "jsonl").out
    for name in ("庚某1", "丁某某", "辛某1", "150783000000000021"):
        assert name not in log
        assert json.dumps(name)[1:-1] not in log


def test_survey_and_table_are_due_each_year(aftermath: dict[str, History]) -> None:
    """6.2.1: from late September on; by 15 October, which the story misses by two days."""
    shell = aftermath["winter-relief"].shell

    def due(at: str) -> list[tuple[str, str, str]]:
        return [
            (row["subject"], row["due_on"], row["status"])
            for row in morning_page(shell, at, "winter-relief")
            if row["due_on"] is not None
        ]

    assert due("2022-09-20") == [
        ("survey/2022", "2022-09-30", "open"),
        ("table/2022", "2022-10-15", "open"),
    ]
    assert due("2022-10-01") == [("table/2022", "2022-10-15", "open")]
    assert due("2022-10-16") == [("table/2022", "2022-10-15", "overdue")]
    assert due("2022-10-18") == []
    assert due("2023-10-16")[:2] == [
        ("survey/2023", "2023-09-30", "overdue"),
        ("table/2023", "2023-10-15", "overdue"),
    ]


def test_the_last_evaluations_are_in(aftermath: dict[str, History]) -> None:
    """6.1.3, 6.2.3, 6.3.3: aid, winter relief, rebuilding; nothing is left undone."""
    shell = aftermath["transitional-aid"].shell
    for number, state in (
        ("GD-1", "已绩效评估"),
        ("table/2022", "已绩效评估"),
        ("CJ-end", "已抽查评估"),
    ):
        answer = shell.json("case", "show", number)
        assert (answer["state_label"], answer["due"]) == (state, [])


def test_the_whole_aftermath_verifies(aftermath: dict[str, History]) -> None:
    assert aftermath["relief-goods"].shell.verified() == []


SHELTER = ("--set", "kind=应急避难场所", "--set", "name=青杨中心校", "--set", "office=市人民政府")


def test_what_is_to_be_ready_has_an_owner_and_is_kept_by_what_is_there(shell: Terminal) -> None:
    """7, 8.2: shelters, informants of every village, drills: promises with their offices."""

    def promises() -> dict[str, tuple[str, str]]:
        rows = shell.json("ledger", "show", "promises", "--as-of", LATER)
        of = (row for row in rows if row["procedure"] == "relief-readiness")
        return {row["id"]: (row["office"], row["status"]) for row in of}

    def opened(transition: str, *words: str) -> None:
        shell.done(
            *("case", "open", "relief-readiness", "--transition", transition),
            *(*words, "--on", "2022-07-01"),
        )

    before = promises()
    assert before["shelters"] == ("市人民政府", "open")
    assert before["drills"] == ("市应急管理局会同市减灾委成员单位", "open")
    assert {status for _office, status in before.values()} == {"open"}
    words = ("case", "open", "relief-readiness", "--transition", "establish", *SHELTER)
    bare = shell.run(*words, "--set", "marked=否", "--on", "2022-07-01")
    said = one_complaint(bare, 1)
    assert "须设置明显标志 (7.4.2)" in said
    assert "须说明利用的公共设施 (7.4.2)" in said
    site = (*words[:5], *("--set", "kind=受灾群众安置点", "--set", "name=一中操场"))
    wet = shell.run(*site, *("--set", "office=青杨镇", "--set", "safe=否", "--on", "2022-07-01"))
    assert "须避开山洪、地质灾害隐患点 (7.4.2)" in one_complaint(wet, 1)
    opened("establish", *SHELTER, *("--set", "marked=是", "--set", "facility=学校"))
    opened(
        "hold",
        *("--set", "kind=演练", "--set", "name=汛期演练", "--set", "office=市应急管理局"),
        "--set",
        "summary=三十人",
    )
    for village in ("柳沟虚村", "石桥虚村"):
        opened(
            "establish",
            *("--set", "kind=灾害信息员", "--set", "name=信息员", "--set", "office=青杨镇"),
            *("--set", "township=青杨镇", "--set", f"village={village}"),
            *("--set", "person=壬某某", "--set", "telephone=13800000000"),
        )
    opened(
        "establish",
        *("--set", "kind=灾害信息员", "--set", "name=信息员", "--set", "office=甲公司"),
        *("--set", "company=甲公司", "--set", "person=癸某某"),
    )
    after = promises()
    kept = {id_ for id_, (_office, status) in after.items() if status == "kept"}
    assert kept == {"shelters", "drills"}
    shell.done(
        *("procedure", "enter", "relief-readiness", "villages", "2022", "3"),
        *("--basis", "民政统计"),
    )
    (share,) = [
        row
        for row in shell.json("ledger", "show", "indicators", "--as-of", LATER)
        if row["procedure"] == "relief-readiness"
    ]
    assert (share["value"], share["percent"]) == (2, "66.67")


def test_only_the_city_lets_vehicles_pass_freely(shell: Terminal, tmp_path: Path) -> None:
    """7.6.1: 经市人民政府批准."""
    vehicles = '{"plate": "蒙E00000", "task": "运送帐篷"}'
    shell.done(
        *("case", "open", "relief-readiness", "--number", "BZ-1", "--transition", "ask_free"),
        *(
            "--set",
            "name=运送帐篷",
            "--set",
            "office=市应急管理局",
            "--set",
            f"vehicles={vehicles}",
        ),
        *("--on", "2022-10-01"),
    )
    refused = shell.run("case", "move", "BZ-1", "free", "--on", "2022-10-01")
    assert "市人民政府" in one_complaint(refused, 1)
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4")
    shell.done(
        *("approval", "record", "BZ-1", "free", "--office", "市人民政府", "--by", "癸某"),
        *("--approve", "--paper", tmp_path / "scan.pdf", "--on", "2022-10-01"),
    )
    shell.done("case", "move", "BZ-1", "free", "--on", "2022-10-01")
