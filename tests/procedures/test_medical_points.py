"""Service points of medical insurance: planned, built, listed, adjusted; what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, contents, stand_in

from .actions import Step
from .running import batch, case_row, refused_batch

POINTS = "medical-points"
BUREAU = "市医疗保障局"
TOWN, VILLAGE = "乡镇（街道）", "村（社区）"
STREET, TOWNSHIP, UNMANNED = "points/1", "points/18", "points/2"
OFFICES = {STREET: "正阳街道办事处", TOWNSHIP: "柴河镇", UNMANNED: "繁荣街道办事处"}
VILLAGES = {
    "YB-0001": (STREET, "甲社区"),
    "YB-0002": (STREET, "乙社区"),
    "YB-0003": (TOWNSHIP, "丙村"),
}
HAS = (
    "有固定服务场所、有专兼职人员、有明确岗位职责、有科学管理制度、有统一办事规程、有统一受理平台、"
    "能为群众办实事"
)
READY: dict[str, Any] = {
    "in_centre": True,
    "fixed": True,
    "manned": True,
    "marked": True,
    "has": HAS,
}
PAPERS = ("纸质表格", "电子文档")


def plan(number: str) -> dict[str, Any]:
    """The opening of a point."""
    if number in OFFICES:
        office, village = OFFICES[number], {}
        kind, do, named = TOWN, "plan_station", number
    else:
        station, name = VILLAGES[number]
        office, village = OFFICES[station], {"village": name}
        kind, do, named = VILLAGE, "plan_point", ""
    sets = {"kind": kind, "township": office, "centre": f"{office}党群服务中心"} | village
    return case_row("", Step("2022-05-10", do, sets, number=named))


def person(name: str) -> dict[str, str]:
    """A made-up person of attachment 3."""
    return {"person": name, "sex": "女", "nation": "汉族", "contact": "0000"}


def leader(name: str, section_chief: bool = True) -> dict[str, Any]:
    """Who answers for medical insurance in a township."""
    told = {"leader": name, "leader_sex": "男", "leader_nation": "蒙古族", "leader_contact": "0001"}
    return told | {"section_chief": section_chief}


def moved(number: str, day: str, do: str, **sets: Any) -> dict[str, Any]:
    """A step as a row of a batch."""
    reason = str(sets.pop("reason", ""))
    return case_row(number, Step(f"2022-{day}", do, sets, reason=reason))


def papers(shell: Terminal, day: str, *decided: tuple[str, str]) -> None:
    """Decisions of the bureau on paper."""
    rows = [
        {
            "subject": number,
            "action": action,
            "decision": "approve",
            "office": BUREAU,
            "by": "局长",
            "paper": "scan.pdf",
            "on": f"2022-{day}",
        }
        for number, action in decided
    ]
    batch(shell, ("approval", "record"), rows)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store in which a street and a township build their points, list and change their people."""
    home = tmp_path_factory.mktemp("medical")
    shell = stand_in(home / "office", home)
    shell.done("init")
    for name in ("scan", *PAPERS):
        (shell.folder / f"{name}.pdf").write_bytes(f"%PDF-1.4 {name}".encode())
    batch(shell, ("case", "open", POINTS), [plan(one) for one in (*OFFICES, *VILLAGES)])
    leaders = {STREET: "甲领导", TOWNSHIP: "乙领导"}
    people = [
        moved(
            one,
            "05-11",
            "appoint",
            **person(f"人员{n}"),
            **(leader(leaders[one]) if one in leaders else {}),
        )
        for n, one in enumerate((STREET, TOWNSHIP, *VILLAGES), 1)
    ]
    batch(shell, ("case", "move"), people)
    files = [word for name in PAPERS for word in ("--file", f"{name}={name}.pdf")]
    for number, station, day in (("1", STREET, "12"), ("18", TOWNSHIP, "16")):
        named = [one for one, (of, _v) in VILLAGES.items() if of == station]
        sets = (
            "--set",
            f"station={station}",
            "--set",
            f"villages={'、'.join(named)}",
        )
        shell.done("filing", "submit", f"names/{number}", "--on", f"2022-05-{day}", *sets, *files)
    built = [STREET, "YB-0001", "YB-0002", "YB-0003"]
    batch(shell, ("case", "move"), [moved(one, "05-27", "report_built", **READY) for one in built])
    papers(shell, "05-30", *((one, "build") for one in built))
    batch(shell, ("case", "move"), [moved(one, "05-30", "build") for one in built])
    batch(
        shell,
        ("case", "move"),
        [
            moved(
                STREET, "06-01", "serve", services=[{"item": "services/1"}, {"item": "services/9"}]
            ),
            moved("YB-0001", "06-08", "adjust", **person("新人"), reason="岗位调整"),
            moved("YB-0003", "06-09", "adjust", **person("另一人"), reason="岗位调整"),
            moved(TOWNSHIP, "06-10", "supervise", findings=[{"text": "未按期建成"}]),
        ],
    )
    papers(shell, "06-10", ("YB-0001", "file_adjustment"))
    batch(shell, ("case", "move"), [moved("YB-0001", "06-10", "file_adjustment")])
    for name, value in (("villages", "3"), ("townships", "19")):
        shell.done("procedure", "enter", POINTS, name, "2022-05", value, "--basis", "名册")
    return shell


def rows(shell: Terminal, name: str, *words: str) -> list[dict[str, Any]]:
    """A ledger's rows."""
    found: list[dict[str, Any]] = shell.json("ledger", "show", name, *words)
    return found


def test_what_is_built_counts_and_what_is_not_is_overdue(told: Terminal) -> None:
    """3 of 3 villages, 1 of 19 townships; the other eighteen are late from 1 June."""
    found = {row["id"]: row for row in rows(told, "indicators") if row["procedure"] == POINTS}
    assert (found["coverage"]["value"], found["coverage"]["percent"]) == (3, "100.00")
    assert found["coverage"]["reached"] is True
    assert found["station_coverage"]["reached"] is False
    late = told.json("due", "--on", "2022-06-01")
    stations = [row for row in late if row["procedure"] == POINTS and row["clock"] == "stations"]
    assert len(stations) == 18
    assert {row["status"] for row in stations} == {"overdue"}
    assert "正阳街道办事处" not in {row["office"] for row in stations}
    kept = {
        r["id"]: r["status"]
        for r in rows(told, "promises", "--as-of", "2022-06-01")
        if r["procedure"] == POINTS
    }
    assert (kept["coverage"], kept["stations"], kept["adjustments"]) == ("kept", "overdue", "open")
    towns = {row["township"]: row for row in rows(told, "medical-townships")}
    assert (towns["柴河镇"]["station"], towns["柴河镇"]["villages_built"]) == (0, 1)
    assert (towns["正阳街道办事处"]["station"], towns["正阳街道办事处"]["villages"]) == (1, 2)


def test_the_list_of_attachment_3_is_a_paper_in_the_form_of_the_print(told: Terminal) -> None:
    """Heads, rows 1 and 2, then a row for each community; people are masked until asked for."""
    page = told.done("case", "print", "names/1", "medical-names-list", "--personal").out
    table = [line for line in page.splitlines() if line.startswith("|")]
    assert table == [
        "| 序号 | 基层医疗保障服务点建设组织机构 | 姓名 | 性别 | 民族 | 联系方式 |",
        "|---|---|---|---|---|---|",
        "| 1 | 乡镇（街道）医保工作分管领导 | 甲领导 | 男 | 蒙古族 | 0001 |",
        "| 2 | 乡镇（街道）党群服务中心医保工作具体人员 | 人员1 | 女 | 汉族 | 0000 |",
        "| 3 | 甲社区党群服务中心医保协理员 | 新人 | 女 | 汉族 | 0000 |",
        "| 4 | 乙社区党群服务中心医保协理员 | 人员4 | 女 | 汉族 | 0000 |",
    ]
    assert "填报单位：正阳街道办事处" in page
    before = told.done(
        "case", "print", "names/1", "medical-names-list", "--personal", "--as-of", "2022-06-01"
    ).out
    assert "| 3 | 甲社区党群服务中心医保协理员 | 人员3 |" in before
    assert "甲领导" not in told.done("case", "print", "names/1", "medical-names-list").out


def test_the_table_of_services_is_printed_with_its_empty_row(
    told: Terminal, real_gazette: Path
) -> None:
    """The twelve rows of attachment 2 stand in the paper as the gazette has them, row 4 empty."""
    printed = [line.split("\t") for line in real_gazette.read_text("utf-8").split("\n")[2499:2512]]
    cells = [[cell.strip() for cell in (*line, "", "")[:3]] for line in printed]
    assert cells[4] == ["4", "", ""]
    page = told.done("case", "print", STREET, "medical-services").out
    table = [line for line in page.splitlines() if line.startswith("|")]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert [found[0], *found[2:]] == cells
    owed = [r for r in told.json("due", "--on", "2022-06-30") if r["clock"] == "services"]
    street = [row["what"] for row in owed if row["subject"] == STREET]
    assert len(street) == 11 - 2
    assert "城乡居民参保登记" not in " ".join(street)


def test_lists_are_late_after_13_may_and_changes_are_owed_a_filing(told: Terminal) -> None:
    status = {
        row["office"]: row["status"] for row in rows(told, "medical-names", "--as-of", "2022-05-31")
    }
    assert len(status) == 19
    assert (status["正阳街道办事处"], status["柴河镇"], status["铁东街道办事处"]) == (
        "met",
        "late",
        "overdue",
    )
    owed = [r for r in told.json("due", "--on", "2022-07-01") if r["clock"] == "file_adjustment"]
    assert [(row["subject"], row["status"]) for row in owed] == [("YB-0003", "open")]
    steps = [(row["number"], row["on"]) for row in rows(told, "medical-adjustments")]
    assert sorted(steps) == [
        ("YB-0001", "2022-06-08"),
        ("YB-0001", "2022-06-10"),
        ("YB-0003", "2022-06-09"),
    ]


def opening(**changed: Any) -> dict[str, Any]:
    """A planned point with something changed."""
    return plan("YB-0001") | changed


OPENINGS = [
    (plan(STREET) | {"number": "points/3"}, "附件1", "不是这个编号的乡镇（街道）"),
    (plan(STREET) | {"number": ""}, "附件1", "按附件1编号"),
    (opening(village="甲社区"), "YB-0001", "甲社区"),
    (opening(village=""), "三(一)1", "village"),
    (opening(village="丁村", kind=TOWN), "三(一)1", "这是村（社区）的服务点"),
    (opening(village="戊村", number="points/4"), "附件1", "是乡镇（街道）的服务点"),
]
MOVES = [
    (moved(TOWNSHIP, "06-20", "report_built", **READY | {"marked": False}), "三(一)1", "标识明显"),
    (moved(TOWNSHIP, "06-20", "report_built", **READY | {"fixed": False}), "三(一)1", "场所固定"),
    (
        moved(TOWNSHIP, "06-20", "report_built", **READY | {"in_centre": False}),
        "三(一)1",
        "党群服务中心",
    ),
    (
        moved(TOWNSHIP, "06-20", "report_built", **READY | {"has": HAS.rpartition("、")[0]}),
        "三(一)",
        "能为群众办实事",
    ),
    (moved(TOWNSHIP, "06-20", "build"), "四", "planned"),
    (moved(UNMANNED, "06-20", "report_built", **READY), "三(一)1", "人员到位"),
    (moved(UNMANNED, "06-20", "appoint", **person("某")), "三(一)2", "一名科级领导"),
    (
        moved("YB-0002", "06-20", "adjust", **leader("某"), reason="调整"),
        "三(一)2",
        "分管领导是乡镇（街道）的",
    ),
    (moved("YB-0003", "06-20", "adjust", **person("某"), reason="再调整"), "五(二)", "adjusted"),
    (moved("YB-0003", "06-20", "file_adjustment"), "五(二)", BUREAU),
    (moved(STREET, "06-20", "adjust", section_chief=False, reason="改派"), "三(一)2", "科级领导"),
    (moved(STREET, "06-20", "serve", services=[{"item": "附件2 4"}]), "", "附件2 4"),
]


def test_what_the_plan_forbids_is_refused_with_its_section(told: Terminal) -> None:
    """A wrong number, a second point of a village, no sign, no leader, a change without filing."""
    before = contents(told.store)
    for words, tried in ((("case", "open", POINTS), OPENINGS), (("case", "move"), MOVES)):
        given = [{k: v for k, v in row.items() if v != ""} for row, _s, _t in tried]
        outcome, said = refused_batch(told, words, given)
        assert (outcome.code, outcome.out) == (1, "")
        for line, (_row, section, text) in enumerate(tried, 1):
            refused = said.get(line, "not refused")
            assert text in refused, (line, refused)
            assert section in refused, (line, refused)
    assert contents(told.store) == before


def test_a_list_with_another_townships_point_is_refused(told: Terminal) -> None:
    before = contents(told.store)
    files = [word for name in PAPERS for word in ("--file", f"{name}={name}.pdf")]
    submit = ("filing", "submit", "names/6", "--on", "2022-06-20")
    for words, section, text in (
        (
            ("--set", f"station={STREET}", "--set", "villages=YB-0003", *files),
            "五(一)",
            "须是本乡镇",
        ),
        (("--set", f"station={STREET}", "--set", "villages=YB-0003"), "五(一)", "纸质表格"),
    ):
        outcome = told.run(*submit, *words)
        assert (outcome.code, outcome.out) == (1, "")
        assert section in outcome.err, outcome.err
        assert text in outcome.err, outcome.err
    assert contents(told.store) == before


def test_the_log_of_the_story_is_sound(told: Terminal) -> None:
    assert told.verified() == []
