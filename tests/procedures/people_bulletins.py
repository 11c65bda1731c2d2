"""Bulletins, and the issues in which they appear: 附件4."""

from __future__ import annotations

import json
from pathlib import Path

from .people_desk import SCAN, Desk

CHIEF = ("领导小组办公室主要负责同志", "虚构主任")
LEADER = ("领导小组组长", "虚构组长")
KINDS = (
    "综合治税综合情况通报",
    "综合治税业务专题通报",
    "综合治税工作表彰通报",
    "综合治税工作批评通报",
)
GROUNDS = (
    "领导不重视、措施不得力，对综合治税工作敷衍塞责",
    "不按规定提供有关涉税信息资料，或涉税信息虚假、内容失真、时间滞后等",
    "因工作不负责任，造成税款流失或造成不良影响等",
)
LATE, NEVER, RETURNED = "police/1/2022-07", "police/1/2022-08", "police/2/2022-Q2"
IN_TIME, OTHERS = "police/1/2022-06", "land/1/2022-07"
TEXT = "截至八月底，各单位报送涉税信息情况如下：\n\n甲|乙 *两项* 尚未报送。"


def run_bulletins(desk: Desk, numbers: dict[str, str]) -> dict[str, str]:
    """All four kinds, by the days of their drafts; their numbers by name."""
    found = _ordinary(desk)
    found |= _important(desk, found)
    found |= _criticism(desk)
    found |= _commendation(desk, numbers)
    found |= _issued(desk, numbers, found)
    desk.refused(
        "a bulletin that is not approved is issued",
        *("case", "open", "tax-briefs", "--on", "2022-09-20"),
        bulletins=found["dropped"],
        addressees="各成员单位",
    )
    return found


def _ordinary(desk: Desk) -> dict[str, str]:
    """第五、六条: drafted, approved by the office's head alone, published in two ways."""
    draft = desk.opens(
        *("tax-bulletins", "2022-08-25"),
        kind=KINDS[0],
        title="涉税信息采集情况",
        text=TEXT,
        matter="考察学习",
        sources="公安局、自然资源局",
    )
    desk.refused(
        "a matter of another kind", *("case", "move", draft, "propose", "--on", "2022-08-25")
    )
    desk.moves(draft, "revise", "2022-08-25", matter="综合治税信息")
    desk.moves(draft, "propose", "2022-08-25")
    approving = ("case", "move", draft, "approve", "--on", "2022-08-26")
    desk.refused("a bulletin that nobody approved", *approving)
    publishing = ("case", "move", draft, "publish", "--on", "2022-08-26")
    record = {"way": "借助报刊、广播、电视、网站等主流新闻媒体进行通报", "where": "市政府网站"}
    desk.refused("published before it is approved", *publishing, publications=[record])
    desk.signs(draft, "approve", "2022-08-26", CHIEF)
    desk.moves(draft, "approve", "2022-08-26")
    desk.moves(draft, "publish", "2022-08-29", publications=[record])
    brief = desk.opens(
        "tax-briefs", "2022-08-30", bulletins=draft, addressees="领导小组及其成员单位"
    )
    desk.moves(draft, "publish_brief", "2022-08-30", brief=brief)
    desk.refused(
        "issued twice",
        *("case", "open", "tax-briefs", "--on", "2022-08-31"),
        bulletins=draft,
        addressees="各成员单位",
    )
    desk.moves(draft, "close", "2022-08-31")
    return {"ordinary": draft, "brief-1": brief}


def _important(desk: Desk, found: dict[str, str]) -> dict[str, str]:
    """第五条: declared important with a reason, so approved by both; sent back once."""
    draft = desk.opens(
        *("tax-bulletins", "2022-09-01"),
        kind=KINDS[1],
        title="煤炭行业税源风险",
        text="风险点分析如下。",
        matter="风险点分析",
    )
    proposing = ("case", "move", draft, "propose", "--on", "2022-09-01")
    desk.refused("important without a reason", *proposing, declare="weight:important", code=2)
    why = "涉及重点税源企业"
    desk.moves(draft, "propose", "2022-09-01", declare="weight:important", reason=why)
    desk.rejects(draft, "approve", "2022-09-02", LEADER)
    desk.moves(draft, "send_back", "2022-09-02", reason="数据须核对")
    desk.moves(draft, "revise", "2022-09-03", text="风险点分析如下(核对后)。")
    desk.moves(draft, "propose", "2022-09-03")
    approving = ("case", "move", draft, "approve", "--on", "2022-09-05")
    desk.signs(draft, "approve", "2022-09-05", CHIEF)
    desk.refused("an important bulletin with the office's approval alone", *approving)
    other = desk.opens(
        *("tax-bulletins", "2022-09-01"), kind=KINDS[1], title="另一件", text="分析。"
    )
    desk.moves(other, "propose", "2022-09-01", declare="weight:important", reason=why)
    desk.signs(other, "approve", "2022-09-02", LEADER)
    desk.refused(
        "an important bulletin with the head's approval alone",
        *("case", "move", other, "approve", "--on", "2022-09-05"),
    )
    office, _by = CHIEF
    desk.refused(
        "an important bulletin approved twice by one person",
        *("approval", "record", other, "approve", "--approve", "--office", office),
        *("--by", LEADER[1], "--paper", SCAN, "--on", "2022-09-05"),
    )
    desk.rejects(other, "approve", "2022-09-06", CHIEF)
    desk.moves(other, "send_back", "2022-09-06", reason="与前一件重复")
    desk.moves(other, "drop", "2022-09-06", reason="与前一件重复")
    desk.signs(draft, "approve", "2022-09-05", LEADER)
    desk.moves(draft, "approve", "2022-09-05")
    desk.refused(
        "a brief that does not hold the bulletin",
        *("case", "move", draft, "publish_brief", "--on", "2022-09-06"),
        brief=found["brief-1"],
    )
    return {"important": draft, "dropped": other}


def _criticism(desk: Desk) -> dict[str, str]:
    """第九条: only on one of its grounds, and by what proves it."""
    given = {"kind": KINDS[3], "title": "关于公安局报送情况的批评", "text": "报送逾期。"}
    draft = desk.opens("tax-bulletins", "2022-09-07", **given)
    proposing = ("case", "move", draft, "propose", "--on", "2022-09-07")
    desk.refused("criticism of nobody", *proposing)
    desk.moves(draft, "revise", "2022-09-07", unit="公安局")
    desk.refused("criticism without a ground", *proposing)
    revising = ("case", "move", draft, "revise", "--on", "2022-09-07")
    desk.refused("criticism on another ground", *revising, ground="态度不好", code=2)
    desk.moves(draft, "revise", "2022-09-07", ground=GROUNDS[1])
    desk.refused("criticism without filings", *proposing)
    for name, filings in (
        ("criticism with a filing that was in time", f"{LATE}、{IN_TIME}"),
        ("criticism with another unit's filing", f"{LATE}、{OTHERS}"),
        ("criticism with a filing that has no term", "police/3/2022-Q2"),
        ("criticism on the last day of the term", f"{LATE}、{NEVER}"),
    ):
        desk.moves(draft, "revise", "2022-09-07", filings=filings)
        desk.refused(name, *proposing)
    desk.refused("criticism with a filing that nobody owes", *revising, filings="police/99/2022-08")
    desk.moves(draft, "revise", "2022-09-08", filings=f"{LATE}、{NEVER}、{RETURNED}")
    desk.moves(draft, "propose", "2022-09-08")
    desk.signs(draft, "approve", "2022-09-09", CHIEF)
    desk.moves(draft, "approve", "2022-09-09")
    record = {"way": "以综合治税领导小组办公室文件的形式通报", "where": "第3号"}
    desk.moves(draft, "publish", "2022-09-09", publications=[record])
    desk.refused(
        "criticism closed without the brief",
        *("case", "move", draft, "close", "--on", "2022-09-10"),
    )
    other = desk.opens(
        *("tax-bulletins", "2022-09-08"),
        kind=KINDS[3],
        title="关于水利局的批评",
        text="敷衍塞责。",
        unit="水利局",
        ground=GROUNDS[0],
    )
    again = ("case", "move", other, "propose", "--on", "2022-09-08")
    desk.refused("criticism without facts", *again)
    desk.moves(other, "revise", "2022-09-08", facts="三次会议均未派人")
    desk.refused("criticism without material", *again)
    desk.moves(other, "propose", "2022-09-08", files=["事实材料"])
    return {"criticism": draft, "criticism-2": other}


def _commendation(desk: Desk, numbers: dict[str, str]) -> dict[str, str]:
    """第八、十条, 附件3 第十条: by the year's assessment; officers who are on file."""
    shell = desk.shell
    shell.done("export", "tax-assessment", "--out", "assessed", "--format", "csv")
    folder = Path(shell.folder) / "assessed"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    draft = desk.opens(
        *("tax-bulletins", "2022-12-28"),
        kind=KINDS[2],
        title="二〇二二年度表彰",
        text="予以表彰。",
        officers=f"{numbers['land']}、{numbers['industry']}",
    )
    proposing = ("case", "move", draft, "propose", "--on", "2022-12-28")
    desk.refused("commendation without anything", *proposing)
    given = {"unit": "自然资源局", "merits": "报送及时准确", "year": "2022"}
    given |= {"assessed_at": str(manifest["position"])}
    desk.moves(draft, "revise", "2022-12-28", **given)
    desk.refused("commendation of an officer who is not on file", *proposing)
    desk.moves(draft, "revise", "2022-12-28", officers=numbers["land"])
    desk.refused("commendation without the assessment", *proposing)
    paper = ("--file", "年度量化考核=assessed/tax-assessment.csv")
    shell.done(*proposing, *paper)
    desk.signs(draft, "approve", "2022-12-29", CHIEF)
    desk.moves(draft, "approve", "2022-12-29")
    commending = ("case", "move", numbers["land"], "commend", "--on", "2022-12-30")
    named = {"year": "2022", "bulletin": draft}
    desk.refused("commended before it is published", *commending, **named)
    return {"commendation": draft}


def _issued(desk: Desk, numbers: dict[str, str], found: dict[str, str]) -> dict[str, str]:
    """The second issue holds three bulletins; officers are commended by what it says."""
    commendation = found["commendation"]
    held = (found["important"], found["criticism"], commendation)
    brief = desk.opens(
        *("tax-briefs", "2022-12-30"),
        bulletins="、".join(held),
        addressees="领导小组及其成员单位",
    )
    for one in held:
        desk.moves(one, "publish_brief", "2022-12-30", brief=brief)
    desk.moves(found["criticism"], "close", "2022-12-31")
    named = {"year": "2022", "bulletin": commendation}
    desk.refused(
        "commended by a bulletin of others",
        *("case", "move", numbers["audit"], "commend", "--on", "2022-12-30"),
        **named,
    )
    desk.moves(numbers["land"], "commend", "2022-12-30", **named)
    return {"brief-2": brief}
