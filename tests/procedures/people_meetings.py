"""Topics, meetings of every kind, and what they decided until it was reported back: 附件1."""

from __future__ import annotations

from .people_desk import HEAD, Desk

CHAIR = (HEAD, "虚构组长")
MEMBERS = (("财政局", "出席"), ("税务局", "出席"), ("公安局", "缺席"))


def run_meetings(desk: Desk, numbers: dict[str, str]) -> dict[str, str]:
    """The leading group's meeting, one that a unit asked for, a special one, training."""
    found = _topics(desk)
    found |= _group(desk, found)
    found |= _decisions(desk, found)
    found |= _suggested(desk)
    found |= _special(desk)
    return found | _officers(desk, numbers)


def _topics(desk: Desk) -> dict[str, str]:
    """五(一): proposed by the office, approved by the head, or not."""
    names = {}
    for name, title in (("topic", "信息平台建设"), ("turned-down", "增加编制"), ("open", "经费")):
        names[name] = desk.opens(
            "tax-topics", "2022-09-12", title=title, suggestion=f"{title}的思路和建议"
        )
    approving = ("case", "move", names["topic"], "approve", "--on", "2022-09-13")
    desk.refused("a topic without the head's approval", *approving)
    desk.signs(names["topic"], "approve", "2022-09-13", CHAIR)
    desk.moves(names["topic"], "approve", "2022-09-13")
    desk.rejects(names["turned-down"], "approve", "2022-09-13", CHAIR)
    desk.moves(names["turned-down"], "decline", "2022-09-13", reason="条件不成熟")
    return names


def _group(desk: Desk, found: dict[str, str]) -> dict[str, str]:
    """五(一)(三)(五): convened, held with who came, minuted, circulated."""
    convening = ("case", "open", "tax-meetings", "--on", "2022-09-14")
    kind = {"kind": "领导小组会议"}
    desk.refused("a meeting of the group without topics", *convening, **kind)
    desk.refused(
        "a meeting with a topic that is not approved",
        *convening,
        **kind,
        topics=f"{found['topic']}、{found['open']}",
    )
    meeting = desk.opens("tax-meetings", "2022-09-14", **kind, topics=found["topic"])
    holding = ("case", "move", meeting, "hold", "--on", "2022-09-16")
    desk.refused("a meeting held without saying who came", *holding)
    desk.refused(
        "a topic discussed before the meeting",
        *("case", "move", found["topic"], "discuss", "--on", "2022-09-15"),
        meeting=meeting,
    )
    came = [{"unit": unit, "presence": how, "person": "虚构参会人"} for unit, how in MEMBERS]
    desk.moves(meeting, "hold", "2022-09-16", attendance=came)
    desk.refused(
        "a topic that the meeting did not have",
        *("case", "move", found["open"], "discuss", "--on", "2022-09-16"),
        meeting=meeting,
    )
    desk.moves(found["topic"], "discuss", "2022-09-16", meeting=meeting)
    desk.refused(
        "a decision before there are minutes",
        *("case", "open", "tax-decisions", "--on", "2022-09-17"),
        meeting=meeting,
        matter="建设平台",
        unit="财政局",
    )
    minuting = ("case", "move", meeting, "minute", "--on", "2022-09-19")
    desk.refused("minutes without their paper", *minuting, minutes="议定三项。")
    desk.moves(meeting, "minute", "2022-09-19", minutes="议定三项。", files=["会议纪要"])
    desk.refused(
        "a meeting of the group closed without circulating its minutes",
        *("case", "move", meeting, "close", "--on", "2022-09-20"),
    )
    told = [{"unit": "财政局"}, {"unit": "税务局"}]
    desk.moves(meeting, "circulate", "2022-09-21", circulated=told)
    return {"meeting": meeting}


def _decisions(desk: Desk, found: dict[str, str]) -> dict[str, str]:
    """五(四), 三(二): assigned with and without a day, urged, reported back, late, not at all."""
    names = {}
    for name, unit, due in (
        ("in-time", "财政局", "2022-10-20"),
        ("late", "税务局", "2022-10-20"),
        ("never", "公安局", "2022-10-31"),
        ("undated", "水利局", ""),
    ):
        given = {"meeting": found["meeting"], "matter": f"{unit}的任务", "unit": unit}
        names[name] = desk.opens(
            "tax-decisions", "2022-09-21", **given, **({"due_on": due} if due else {})
        )
    desk.refused(
        "a decision with a day that is past",
        *("case", "open", "tax-decisions", "--on", "2022-09-21"),
        meeting=found["meeting"],
        matter="补办",
        unit="教育局",
        due_on="2022-09-01",
    )
    done = [{"text": "已经落实"}]
    desk.refused(
        "reported back without saying what",
        *("case", "move", names["in-time"], "report_back", "--on", "2022-10-20"),
    )
    desk.moves(names["in-time"], "report_back", "2022-10-20", feedback=done)
    desk.moves(names["in-time"], "close", "2022-10-24")
    desk.moves(names["late"], "urge", "2022-10-21", urgings=[{"text": "电话督办"}])
    desk.moves(names["late"], "report_back", "2022-10-25", feedback=done)
    desk.moves(names["never"], "urge", "2022-11-01", urgings=[{"text": "书面督办"}])
    return names


def _suggested(desk: Desk) -> dict[str, str]:
    """五(二): a unit proposes a meeting, the head decides."""
    given = {"unit": "税务局", "purpose": "委托代征", "transition": "suggest"}
    desk.refused(
        "a unit proposes a meeting of the group",
        *("case", "open", "tax-meetings", "--on", "2022-10-10"),
        **given,
        kind="领导小组会议",
    )
    wanted = {**given, "kind": "综合治税工作会议"}
    first = desk.opens("tax-meetings", "2022-10-10", **wanted)
    desk.refused(
        "a meeting that the head was not asked for",
        *("case", "move", first, "decide", "--on", "2022-10-11"),
    )
    desk.moves(first, "submit", "2022-10-11")
    desk.refused(
        "a proposed meeting without the head's decision",
        *("case", "move", first, "decide", "--on", "2022-10-12"),
    )
    desk.signs(first, "decide", "2022-10-12", CHAIR)
    desk.moves(first, "decide", "2022-10-12")
    second = desk.opens("tax-meetings", "2022-10-10", **wanted)
    desk.moves(second, "submit", "2022-10-11")
    desk.rejects(second, "decide", "2022-10-12", CHAIR)
    desk.moves(second, "decline", "2022-10-12", reason="并入下次会议")
    return {"suggested": first, "declined": second}


def _special(desk: Desk) -> dict[str, str]:
    """附件2 五: a special meeting changes the catalogue, which has a new edition then."""
    meeting = desk.opens("tax-meetings", "2022-11-01", kind="涉税信息共享专题会议")
    came = [{"unit": "统计调查队", "presence": "出席"}]
    desk.moves(meeting, "hold", "2022-11-02", attendance=came)
    changed = {"adjustment": "物业服务公司信息改为半年报", "catalogue_edition": "2"}
    other = desk.opens("tax-meetings", "2022-11-01", kind="综合治税工作会议")
    desk.moves(other, "hold", "2022-11-02", attendance=came)
    for name, number, edition in (
        ("another meeting changes the catalogue", other, "2"),
        ("the first edition is no change", meeting, "1"),
    ):
        desk.refused(
            name,
            *("case", "move", number, "adjust_catalogue", "--on", "2022-11-03"),
            **(changed | {"catalogue_edition": edition}),
        )
    desk.moves(meeting, "adjust_catalogue", "2022-11-03", **changed)
    desk.moves(meeting, "close", "2022-11-04")
    return {"special": meeting}


def _officers(desk: Desk, numbers: dict[str, str]) -> dict[str, str]:
    """附件3 第八、九条: a regular meeting and a training, with the officers who came."""
    regular = desk.opens("tax-meetings", "2022-11-08", kind="信息员工作例会")
    holding = ("case", "move", regular, "hold", "--on", "2022-11-09")
    desk.refused("officers meet without saying who came", *holding)
    desk.refused("an officer who is not on file came", *holding, officers=numbers["police"])
    both = f"{numbers['police-2']}、{numbers['land']}"
    desk.moves(regular, "hold", "2022-11-09", officers=both)
    desk.moves(regular, "close", "2022-11-09")
    training = desk.opens("tax-meetings", "2022-11-15", kind="信息员培训")
    training_held = ("case", "move", training, "hold", "--on", "2022-11-16")
    desk.refused("a training in nothing", *training_held, officers=both)
    lessons = [{"subject": "税收综合业务知识"}, {"subject": "计算机操作知识"}]
    desk.moves(training, "hold", "2022-11-16", officers=both, contents=lessons)
    desk.moves(training, "close", "2022-11-16")
    return {"regular": regular, "training": training}
