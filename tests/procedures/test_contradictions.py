"""What the documents say in two ways: every pair of lines that a careful reader finds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, contents, stand_in

from .aims import PLANS, plain

WITHIN = {
    # 中医药
    (245, 253): "龙头, or 主体",
    (273, 287): "the same words are a task and an innovation",
    (293, 295): "a list of tasks that is not printed, or the tasks",
    (241, 227): "the scheme, or the work plan is issued",
    (241, 293): "各参加创建单位, or 各成员单位",
    # 危房改造
    (323, 341): "6.56 million, or 26 times 25232",
    (323, 375): "by the end of October, or before it",
    (333, 373): "razed, or razed or sealed",
    # 自然灾害救助
    (788, 827): "住房, or 房屋",
    (569, 799): "the city, or the bureau organises",
    (551, 555): "every day, or every ten days",
    (577, 680): "旗市, or 旗市区",
    (646, 750): "电信分公司, or 电信公司",
    (642, 746): "with 中国, or without",
    (664, 768): "全市, or 全区",
    (535, 886): "who keeps the goods",
    (880, 880): "who reports to whom",
    (894, 884): "who asks for the money of rebuilding",
    (896, 896): "which body evaluates",
    (998, 998): "who revises the plan",
    # 综合治税
    (1273, 1379): "one item, monthly and quarterly",
    (1263, 1397): "one item, quarterly and monthly",
    (1274, 1383): "one item of two offices",
    (1196, 1587): "22 units, or 29",
    (1160, 1657): "four deputies, or two",
    (1052, 1403): "regular meetings, or when there is need",
    (1451, 1549): "regular bulletins, or irregular ones",
    (1060, 1509): "to the group, or to its office",
    (1064, 1579): "who keeps the register",
    (1132, 1188): "what the platform is called",
    (1186, 1453): "what the special meetings are called",
    # 物业管理
    (1695, 1819): "who inspects what was not handed over",
    (1785, 1883): "who leads the group",
    (1805, 1761): "may, or must be formed",
    (1751, 1805): "who applies where there is no committee of owners",
    # 违法建设
    (1996, 2164): "permits before, or not",
    (2187, 2185): "stopped now, or ordered to stop",
    (2007, 2151): "monthly in the first phase, or throughout",
    (2081, 2131): "what the group's office is for",
    # 自建房
    (2260, 2326): "a first survey, or a full one, by June",
    (2326, 2326): "by May, or by June 2023",
    (2314, 2306): "certificate required, or promoted",
    (2268, 2334): "what the group is called",
    # 医保服务点
    (2366, 2376): "服务室, or 服务台",
    (2376, 2399): "a leader of 科级, or a leader",
    (2378, 2501): "services in the text, or in the table",
    (2412, 2496): "what attachment 2 is called",
    (2392, 2422): "what the group is called",
    (2415, 2516): "what attachment 3 is called",
    (2376, 2525): "what the person of a village is called",
}
"""Lines of one plan that contradict each other, and in what."""

BETWEEN = {
    (2005, 2326): "survey by June 2022, or 2023",
    (2009, 2328): "all done by April 2024, or June 2025",
    (2007, 2340): "reports by the 24th, or in the month",
    (2029, 2306): "told to others, or stopped",
    (630, 1633): "农科局, or 农牧和科技局",
    (634, 1619): "the bureau, or its branch",
    (2097, 2300): "文体旅游, or 文化旅游",
    (2111, 1811): "行政执法局, or 执法局",
    (2274, 2019): "住房和城乡建设局, or 住房城乡建设局",
    (612, 2302): "卫生健康委, or 卫生健康委员会",
    (529, 2041): "应急管理局, or 应急局",
    (606, 1809): "大队, or 机构",
    (648, 1957): "分公司, or 公司",
    (922, 1857): "three companies, or five",
    (1647, 1821): "中级人民法院, or 法院",
    (1160, 369): "监察局, or 纪检监察部门",
    (2476, 1955): "the name of a township",
}
"""Lines of two plans that contradict each other, and in what."""

INTERPRETED = {
    ("rural-housing", "total"),
    ("rural-housing", "area_floor"),
    ("tax-bulletins", "important"),
    ("tax-meetings", "deputies"),
    ("tax-officers", "members"),
}
"""Readings that say what the print comes to: a sum, a count, whether a bound binds, no names."""

OFFICE = "扎兰屯市人民政府办公室"


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store with the bundled procedures, in which one reading is decided."""
    home = tmp_path_factory.mktemp("contradictions")
    shell = stand_in(home / "office", home)
    shell.done("init")
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 a decision")
    return shell


def ledger(shell: Terminal, *words: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The ledger by procedure and id."""
    rows = shell.json("ledger", "show", "contradictions", *words)
    return {(row["procedure"], row["id"]): row for row in rows}


def plan_of(line: int) -> str:
    """The plan that a line is of."""
    (plan,) = [name for name, (first, last) in PLANS.items() if first <= line <= last]
    return plan


def test_every_pair_of_lines_that_contradict_each_other_is_in_the_ledger(shell: Terminal) -> None:
    """Both readings, each with its line: within a plan, and between two."""
    rows = ledger(shell).values()
    told = [[one["line"] for one in row["readings"]] for row in rows]
    for pair in (*WITHIN, *BETWEEN):
        # A line on which two readings stand is named by both.
        found = [lines for lines in told if all(lines.count(n) >= pair.count(n) for n in pair)]
        assert found, pair
    assert {plan_of(one) == plan_of(other) for one, other in WITHIN} == {True}
    assert {plan_of(one) == plan_of(other) for one, other in BETWEEN} == {False}


def test_each_reading_is_printed_on_its_line(shell: Terminal, real_gazette: Path) -> None:
    """Some words between two stops, on the line that is named or where its paragraph goes on."""
    lines = real_gazette.read_text(encoding="utf-8").split("\n")
    wrong = []
    for key, row in ledger(shell).items():
        assert len({one["text"] for one in row["readings"]}) == len(row["readings"]) > 1, key
        for one in row["readings"]:
            printed = plain("".join(lines[one["line"] - 1 : one["line"] + 3])).replace("#", "")
            said = re.split(r"[,，。;；:、]|\.{3,}", plain(one["text"]))
            if not any(part and part in printed for part in said):
                wrong.append((key, one["id"], one["text"]))
    assert {key for key, _option, _text in wrong} == INTERPRETED


def test_no_two_readings_are_one(shell: Terminal) -> None:
    """Each question stands in the ledger once."""
    keys = [
        tuple(sorted((one["line"], plain(one["text"])) for one in row["readings"]))
        for row in ledger(shell).values()
    ]
    assert len(keys) == len(set(keys))


def test_who_decides_and_when_stands_beside_the_readings(shell: Terminal) -> None:
    """Undecided until the office that issued the documents has decided, on paper, which holds."""
    key = ("gazette-readings", "agriculture")
    words = ("procedure", "set", *key)
    undecided = ledger(shell)
    assert {row["decided"] for row in undecided.values()} == {None}
    before = contents(shell.store)
    for option, said in (("full", f"needs the approval of {OFFICE}"), ("none", "none")):
        outcome = shell.run(*words, option)
        assert outcome.code != 0
        assert (outcome.out, said in outcome.err) == ("", True), outcome.err
    assert contents(shell.store) == before
    record = ("approval", "record", "procedure:gazette-readings", "set agriculture full")
    paper = ("--approve", "--office", OFFICE, "--by", "主任", "--paper", "scan.pdf")
    given = shell.json(*record, *paper, "--on", "2022-07-12")["id"]
    shell.done(*words, "full")
    row = ledger(shell)[key]
    assert (row["decided"], row["decided_on"], row["approval"]) == ("full", "2022-07-12", given)
    assert row["decided_by"] == f"{OFFICE} 主任"
    earlier = ledger(shell, "--as-of", "2022-07-11")[key]
    assert (earlier["decided"], earlier["decided_by"], earlier["decided_on"]) == (None,) * 3
    others = {name: one["decided"] for name, one in ledger(shell).items() if name != key}
    assert set(others.values()) == {None}
    assert len(others) > 80
    assert shell.verified() == []


def test_people_read_both_readings_with_their_places(shell: Terminal) -> None:
    """On the terminal each reading is a line of its own: its words, its section, its line."""
    page = "".join(shell.done("ledger", "show", "contradictions").out.split())
    assert "full:市农牧和科技局(综合治税方案附件5,1633)" in page
    assert "{" not in page
