"""附件4: bulletins by kind, weight and ground; issues of the brief, printed and read back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from cli.terminal import copied, one_complaint

from .people_bulletins import CHIEF, KINDS, LEADER, TEXT
from .people_desk import OFFICE, Desk
from .people_run import People


def test_the_ledger_of_bulletins_is_what_happened(people: People) -> None:
    """Kind, weight, when each was drafted, proposed and approved, how it was made known."""
    found = [
        tuple(row[name] for name in ("number", "kind", "weight", "approved", "brief", "otherwise"))
        for row in people.desk.rows("tax-bulletins")
    ]
    at = people.numbers
    assert found == [
        (at["ordinary"], KINDS[0], "一般", "2022-08-26", "JB-001", 1),
        (at["important"], KINDS[1], "重要", "2022-09-05", "JB-002", None),
        (at["dropped"], KINDS[1], "重要", None, None, None),
        (at["criticism"], KINDS[3], "一般", "2022-09-09", "JB-002", 1),
        (at["criticism-2"], KINDS[3], "一般", None, None, None),
        (at["commendation"], KINDS[2], "一般", "2022-12-29", "JB-002", None),
    ]


def test_the_offices_head_approves_and_the_groups_head_what_is_important(people: People) -> None:
    """第五条: an ordinary one has one approval, an important one both, each for its office."""

    def approvals(name: str) -> list[tuple[str, str, str]]:
        shown = people.desk.show(people.numbers[name])["approvals"]
        return sorted((one["office"], one["decision"], one["on"]) for one in shown)

    assert approvals("ordinary") == [(CHIEF[0], "approve", "2022-08-26")]
    assert approvals("important") == sorted(
        [
            (LEADER[0], "reject", "2022-09-02"),
            (CHIEF[0], "approve", "2022-09-05"),
            (LEADER[0], "approve", "2022-09-05"),
        ]
    )


def test_who_declares_a_bulletin_important_gives_a_reason(people: People) -> None:
    """The plan does not say what is important: the step says who thought so, and why."""
    (step,) = [
        one
        for one in people.desk.show(people.numbers["important"])["history"]
        if one["reason"] == "涉及重点税源企业"
    ]
    assert (step["transition"], step["actor"]) == ("propose", "clerk")


def test_the_reading_may_be_decided_so_that_the_groups_head_is_enough(
    people: People, tmp_path: Path
) -> None:
    """第五条 reads in two ways; by the second, which the office decides, one approval does."""
    desk = Desk(copied(people.shell, tmp_path / "office", tmp_path))
    number = desk.opens("tax-bulletins", "2022-12-20", kind=KINDS[1], title="预警", text="预警。")
    desk.moves(number, "propose", "2022-12-20", declare="weight:important", reason="预警")
    desk.signs(number, "approve", "2022-12-21", LEADER)
    approving = ("case", "move", number, "approve", "--on", "2022-12-21")
    assert CHIEF[0] in one_complaint(desk.shell.run(*approving), 1)
    desk.signs("procedure:tax-bulletins", "set important head", "2022-12-21", (OFFICE, "虚构主任"))
    desk.shell.done("procedure", "set", "tax-bulletins", "important", "head")
    desk.shell.done(*approving)
    assert desk.shell.verified() == []


def test_criticism_names_the_filings_that_prove_it(people: People) -> None:
    """第九条(二): one that was late, one that never came and is no case, one that was returned."""
    rows = {row["number"]: row for row in people.desk.rows("tax-criticism")}
    row = rows[people.numbers["criticism"]]
    assert (row["unit"], row["ground"]) == ("公安局", "二")
    assert row["filings"] == "police/1/2022-07、police/1/2022-08、police/2/2022-Q2"
    never = people.shell.run("case", "show", "police/1/2022-08")
    assert never.code == 1, "nobody ever opened it"
    other = rows[people.numbers["criticism-2"]]
    assert (other["ground"], other["filings"], other["facts"]) == ("一", None, "三次会议均未派人")


def test_issues_are_numbered_without_gaps(people: People) -> None:
    """A number is given when an issue comes out; what was refused took none."""
    assert [row["number"] for row in people.desk.rows("tax-briefs")] == ["JB-001", "JB-002"]
    contents = [
        (row["number"], row["bulletin"], row["title"])
        for row in people.desk.rows("tax-briefs-contents")
    ]
    at = people.numbers
    assert contents == [
        ("JB-001", at["ordinary"], "涉税信息采集情况"),
        ("JB-002", at["important"], "煤炭行业税源风险"),
        ("JB-002", at["criticism"], "关于公安局报送情况的批评"),
        ("JB-002", at["commendation"], "二〇二二年度表彰"),
    ]


def test_a_commendation_stands_on_an_assessment_that_can_be_made_again(
    people: People, tmp_path: Path
) -> None:
    """第十条: its file is the exported ledger; the position gives the same bytes again."""
    shown = people.desk.show(people.numbers["commendation"])
    position = shown["fields"]["assessed_at"]
    (file,) = [one for one in shown["files"] if one["kind"] == "年度量化考核"]
    shell = copied(people.shell, tmp_path / "office", tmp_path)
    words = ("export", "tax-assessment", "--out", "again", "--format", "csv")
    shell.done(*words, "--known-at", str(position))
    again = (shell.folder / "again" / "tax-assessment.csv").read_bytes()
    kept = (people.shell.folder / "assessed" / "tax-assessment.csv").read_bytes()
    assert again == kept
    assert file["size"] == len(kept)


def test_a_brief_is_printed_in_markdown(people: People) -> None:
    """Number, day, every bulletin with its kind and text; what looks like markup is no markup."""
    page = people.shell.done("case", "print", "JB-001", "brief").out
    lines = [line for line in page.splitlines() if line.strip()]
    assert lines[0] == "# 综合治税工作简报"
    assert "JB-001" in page
    assert "2022年8月30日" in page
    assert "## 涉税信息采集情况" in lines
    assert "领导小组及其成员单位" in lines[-1]
    assert r"\*两项\*" in page
    second = people.shell.done("case", "print", "JB-002", "brief").out
    assert [line for line in second.splitlines() if line.startswith("## ")] == [
        "## 煤炭行业税源风险",
        "## 关于公安局报送情况的批评",
        "## 二〇二二年度表彰",
    ]


def test_a_brief_is_printed_as_a_document_and_read_back(people: People, tmp_path: Path) -> None:
    """The DOCX has the same words; printed twice, the same bytes."""
    docx = pytest.importorskip("docx")
    printing = ("case", "print", "JB-001", "brief", "--format", "docx", "--out")
    for name in ("a.docx", "b.docx"):
        people.shell.done(*printing, tmp_path / name)
    data = (tmp_path / "a.docx").read_bytes()
    assert data == (tmp_path / "b.docx").read_bytes()
    assert zipfile.is_zipfile(io.BytesIO(data))
    texts = [one.text for one in docx.Document(io.BytesIO(data)).paragraphs if one.text]
    assert texts[0] == "综合治税工作简报"
    for paragraph in TEXT.split("\n\n"):
        assert paragraph in texts
    assert "涉税信息采集情况" in texts


def test_a_proposal_is_printed_with_its_ground_and_who_approved(people: People) -> None:
    """What was put before the head: weight, ground, filings, and the approval with its grade."""
    page = people.shell.done("case", "print", people.numbers["criticism"], "proposal").out
    assert "不按规定提供有关涉税信息资料" in page
    assert "police/1/2022-08" in page
    assert f"{CHIEF[0]} {CHIEF[1]} 2022年9月9日（纸质）" in page
    important = people.shell.done("case", "print", people.numbers["important"], "proposal").out
    assert "重要程度：重要" in important
    assert LEADER[0] in important
    assert "批评的部门单位" not in important
