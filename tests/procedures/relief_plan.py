"""The flow of sections 3 to 5 of the emergency plan, as a reader of them would write it down.

States with their names; steps with where they may be taken from, where they lead, by which
section. Nothing of the program.
"""

from __future__ import annotations

from dataclasses import dataclass

BUREAU, DIRECTOR, CITY = "市应急管理局主要负责同志", "市减灾委主任", "市委市政府"
GOVERNMENT = "市人民政府"

STATES = {
    "warned": "已预警",
    "spared": "预警后未成灾",
    "happened": "灾害已发生，未报告",
    "reported": "已报告",
    "proposed": "已建议启动响应",
    "responding": "响应中",
    "change_proposed": "响应中，已建议调整级别",
    "stop_proposed": "响应中，已建议停止",
    "stopped": "响应已终止",
    "closed": "已结案",
}
RESPONDING = ("responding", "change_proposed", "stop_proposed")
ACTIVE = ("reported", "proposed", *RESPONDING, "stopped")


@dataclass(frozen=True)
class Rule:
    """A step of the plan."""

    section: str
    since: tuple[str, ...] = ()
    to: str = ""
    rejects: str = ""


STEPS = {
    "happen": Rule("4.1.1", (), "happened"),
    "warn": Rule("3", (), "warned"),
    "warn_again": Rule("3", ("warned", "happened", *ACTIVE)),
    "pre_assess": Rule("3", ("warned",)),
    "spare": Rule("3", ("warned",), "spared"),
    "strike": Rule("4.1.1", ("warned",), "happened"),
    "report": Rule("4.1.1", ("happened",), "reported"),
    "report_drought": Rule("4.1.3", ("happened",), "reported"),
    "revise": Rule("4.1.2", ACTIVE),
    "go_on": Rule("4.1.3", ACTIVE),
    "pass_on": Rule("4.1.1", ACTIVE),
    "at_once": Rule("4.1.1", ACTIVE),
    "zero_nine": Rule("4.1.2", ACTIVE),
    "zero_ten": Rule("4.1.2", ACTIVE),
    "stabilize": Rule("4.1.2", ACTIVE),
    "lift": Rule("4.1.3", ACTIVE),
    "settle": Rule("4.1.2", ACTIVE),
    "consult": Rule("4.1.4", ("warned", *ACTIVE)),
    "release": Rule("4.2", ("warned", *ACTIVE)),
    "act": Rule("5.1.3", ("warned", "happened", *ACTIVE)),
    "declare": Rule("5.1.2", ("reported", "proposed", "responding", "change_proposed", "stopped")),
    "adjust": Rule("5.5.1", ("reported", "proposed", "responding", "change_proposed", "stopped")),
    "propose": Rule("5.1.2", ("reported", "proposed", "stopped"), "proposed"),
    "start": Rule("5", ("reported", "proposed", "stopped"), "responding"),
    "not_start": Rule("5.1.2", ("proposed",), "reported", "start"),
    "tell_start": Rule("5.2.2", ("responding",)),
    "form_group": Rule("5", ("responding",)),
    "set_up": Rule("5", ("responding",)),
    "propose_change": Rule("5", ("responding", "change_proposed"), "change_proposed"),
    "change": Rule("5", ("change_proposed",), "responding"),
    "not_change": Rule("5", ("change_proposed",), "responding", "change"),
    "propose_stop": Rule("5.6", ("responding",), "stop_proposed"),
    "stop": Rule("5.6", ("stop_proposed",), "stopped"),
    "not_stop": Rule("5.6", ("stop_proposed",), "responding", "stop"),
    "close": Rule("5.6", ("reported", "stopped"), "closed"),
}
OPENING = ("happen", "warn")
GROUPS = (
    "综合协调",
    "灾情信息管理",
    "抢险救援",
    "生产生活救助",
    "安全维稳",
    "医疗防疫",
    "接收捐赠",
    "宣传引导",
)
# How many measures each list has: 3; 5.1.3, 5.2.3 (five, fourteen, six, three, two, two, one);
# 5.3.3; 5.4.3.
MEASURES = {
    "prepare": 6,
    "measures_1": 5 + 14 + 6 + 3 + 2 + 2 + 1,
    "measures_2": 5 + 14 + 6 + 3 + 2 + 2 + 1,
    "measures_3": 9,
    "measures_4": 7,
}
