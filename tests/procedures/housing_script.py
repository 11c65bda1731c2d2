"""How the history of a household is written down, and what its usual course is.

A household's path is a sequence of stretches of the usual course and of single
things that happen: a step, an attempt that must be refused, a correction.
`script_of` makes plain actions of it, each with its day and all that it brings.
Nothing here is of the program. All persons, places and numbers are made up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from .actions import Action, Attempt, Reversal, Step
from .housing_plan import OPENING, SCOPES, STEPS

SELF, SHARED, REPAIR = "自建房屋", "互助院", "修缮加固"
C, D = "C级", "D级"
FULL = "25232"
LIU, SHI, DONG, XI, NAN = "柳沟虚村", "石桥虚村", "东岗虚村", "西洼虚村", "南坪虚村"
GROUPS = ("农村分散供养特困人员", "农村低保户", "农村低保边缘家庭")
TOWNSHIPS = {
    LIU: "青杨镇",
    SHI: "青杨镇",
    DONG: "白桦乡",
    XI: "白桦乡",
    NAN: "赤松办事处",
}
SAFE = "最基本居住功能和安全要求、当地抗震设防标准、建筑材料符合国家或地方标准"
NEW = (
    f"{SAFE}、上下有混凝土圈梁、房屋四角有构造柱、使用结构拉筋、水泥砂浆砌筑墙体、"
    "门窗具有防寒功能、屋面具有保温结构"
)
STANDARDS = {
    REPAIR: SAFE,
    SELF: NEW,
    SHARED: f"{NEW}、统一设计外立面、灶台、火炕、刮大白、火炉子或锅炉",
}

# The usual course of 2022, with the days that the script gives to it.
COURSE = {
    "apply": "03-01",
    "forward": "03-04",
    "confirm_identity": "03-08",
    "appraise": "03-14",
    "list": "03-18",
    "deliberate": "03-21",
    "post_village": "03-25",
    "report": "03-31",
    "review": "04-06",
    "post_township": "04-08",
    "submit": "04-14",
    "approve": "04-20",
    "post_city": "04-22",
    "enter": "05-05",
    "agree": "05-10",
    "resettle": "05-12",
    "clear_old": "05-20",
    "start": "06-06",
    "complete": "09-01",
    "accept_preliminary": "09-08",
    "accept_final": "09-20",
    "hand_over": "09-22",
    "pay": "10-10",
    "archive": "11-15",
}

# What every step brings anew that brings it at all.
RENEWED = frozenset(("visited_on", "appraised_on", "persuasions", "supervision", "told_on"))


@dataclass(frozen=True)
class Stretch:
    """The usual course from one step to another, some days later than usual."""

    first: str
    last: str
    later: int


@dataclass(frozen=True)
class Household:
    """A row of the table: a household, its house, and its path."""

    id: str
    village: str
    grade: str
    way: str
    planned: str
    built: str
    subsidy: str
    path: tuple[Stretch | Action, ...]
    residents: str = "2"
    group: int = 1
    rural: str = "是"
    only: str = "是"
    aided: str = "否"

    @property
    def township(self) -> str:
        """The township that its village belongs to."""
        return TOWNSHIPS[self.village]

    @property
    def personal(self) -> dict[str, str]:
        """What no event and no unmasked page may hold, by field."""
        stem = "甲乙丙丁戊己庚辛壬癸"
        number = int(self.id[2:])
        return {
            "householder": f"{stem[number // 10]}{stem[number % 10]}虚某",
            "identity_number": f"0000001950010{number:05}",
            "telephone": f"0000-77{number:05}",
            "card": f"62-0000-88{number:06}",
        }


def go(first: str, last: str, later: int = 0) -> Stretch:
    """The usual course from `first` to `last`, so many days later than usual."""
    return Stretch(first, last, later)


def at(day: str, do: str, *files: str, reason: str = "", **sets: Any) -> Step:
    """A single step on a day of 2022."""
    return Step(f"2022-{day}", do, sets, files, reason)


def no(day: str, do: str, section: str, says: str, *files: str, **sets: Any) -> Attempt:
    """A step that must be refused."""
    papers, alone = bool(sets.pop("papers", False)), bool(sets.pop("alone", False))
    reason = str(sets.pop("reason", ""))
    step = Step(f"2022-{day}", do, sets, files, reason)
    return Attempt(step, section, says, papers, alone)


def script_of(one: Household) -> list[Action]:
    """What happens to a household, in order, everything spelled out."""
    held: list[frozenset[str]] = [frozenset()]  # what the case has, after each step that stands
    actions: list[Action] = []
    for part in one.path:
        if isinstance(part, Stretch | Step):
            for step in _stretch(one, part) if isinstance(part, Stretch) else [part]:
                spelled = _spelled(one, step, held[-1])
                actions.append(spelled)
                held.append(held[-1] | set(spelled.sets) | set(spelled.files))
        elif isinstance(part, Attempt):
            has = frozenset[str]() if part.step.do in OPENING else held[-1]
            actions.append(replace(part, step=_spelled(one, part.step, has)))
        else:
            actions.append(replace(part, day=f"2022-{part.day}"))
            if isinstance(part, Reversal):
                held.pop()
    return actions


def _stretch(one: Household, part: Stretch) -> list[Step]:
    steps = list(COURSE)
    chosen = steps[steps.index(part.first) : steps.index(part.last) + 1]
    if one.grade != "D级":
        chosen = [step for step in chosen if step not in ("resettle", "clear_old")]
    return [at(later(COURSE[step], part.later), step) for step in chosen]


def later(day: str, days: int) -> str:
    """A day of 2022, `MM-DD`, so many days later."""
    return (date.fromisoformat(f"2022-{day}") + timedelta(days=days)).isoformat()[5:]


def _spelled(one: Household, step: Step, held: frozenset[str]) -> Step:
    """A step with what is usual for it; what the case has already is not given again.

    None takes a usual value away, a kind that begins with `-` a usual file.
    """
    usual, files = _usual(one, step)
    sets = {name: value for name, value in usual.items() if name not in held - RENEWED}
    sets = {name: value for name, value in (sets | step.sets).items() if value is not None}
    kinds = [kind for kind in files if kind not in held] + list(step.files)
    given = tuple(kind for kind in kinds if kind[0] != "-" and f"-{kind}" not in kinds)
    return replace(step, sets=sets, files=given)


def _usual(one: Household, step: Step) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a household usually brings to a step: values and kinds of files."""
    told = one.personal
    who = {"household": one.id, "township": one.township, "village": one.village}
    family = {
        "householder": told["householder"],
        "telephone": told["telephone"],
        "residents": one.residents,
        "rural_household": one.rural,
        "only_dwelling": one.only,
        "other_aid": one.aided,
    }
    paper = {
        "application": "户籍、家庭收入、住房危险程度、改造意愿、户主签字",
        "photo": "固定参照物、户主正面肖像",
    }
    applied = ("书面申请", "户籍证明", "现危房照片")
    new = one.way != REPAIR
    built = {"area": one.built, "wall_thickness": "370"} if new else {"hazards_removed": "是"}
    reports = tuple(f"{level}鉴定报告" for level in ("市级", "镇级", "村级", "农户"))
    usual: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "survey": (who, ()),
        "apply": (who | family | paper, applied),
        "apply_surveyed": (family | paper, applied),
        "apply_disaster": (who | family, ("镇村两级申请",)),
        "confirm_identity": (
            {"group": GROUPS[one.group], "identity_number": told["identity_number"]},
            ("民政部门审核名单",),
        ),
        "appraise": (
            {"house_grade": one.grade, "appraiser": "虚设鉴定所", "appraised_on": step.day},
            reports,
        ),
        "deliberate": ({"assembly": "村民代表大会"}, ()),
        "post_village": ({"posted_at": "村务公开栏、主要街道"}, ("村级公示",)),
        "report": (
            {"way": one.way} | ({"planned_area": one.planned} if new else {}),
            ("农村危房改造农户申请审批表",),
        ),
        "review": ({"visited_on": step.day}, ()),
        "document_larger": (
            {"township_document": f"虚政发〔2022〕{int(one.id[2:])}号"},
            ("乡镇政府正式文件",),
        ),
        "post_township": ({}, ("乡镇公示",)),
        "approve": ({}, ("审批", "家庭基本情况", "身份证明")),
        "post_city": ({}, ("市级公示",)),
        "agree": (
            {
                "agreement": "任务、质量、进度、安全责任、竣工时限",
                "agreement_deadline": "2022-09-30",
            },
            ("协议",),
        ),
        "resettle": ({"resettlement": "借住"}, ()),
        "clear_old": ({"old_house": "demolish", "old_house_done": "拆除"}, ()),
        "start": ({"site_supervision": "村委会人员"}, ()),
        "accept_preliminary": ({"standards": STANDARDS.get(one.way, ""), **built}, ()),
        "accept_final": ({}, ("竣工验收资料",)),
        "hand_over": ({"ownership": "集体" if one.way == SHARED else "个人"}, ()),
        "pay": ({"card": told["card"], "subsidy": one.subsidy}, ()),
        "archive": ({}, ("改造后照片",)),
        "refuse": ({"refusal_cause": "个人原因"}, ("拒绝改造佐证材料",)),
        "settle_refusal": ({"resettlement": "租房"}, ()),
        "persuade": ({"persuasions": {"office": "村", "text": "入户动员"}}, ()),
        "supervise": ({"supervision": {"office": "审计部门", "text": "抽查一次"}}, ()),
        "not_forward": ({"told_on": step.day}, ()),
    }
    return usual.get(step.do, ({}, ()))


def papers_of(one: Household, step: Step) -> list[dict[str, str]]:
    """The decisions on paper that a step needs, as the rows of a batch; without their subject."""
    rule = STEPS[step.do]
    rows = []
    for office in rule.deciders[:1] if rule.rejects else rule.deciders:
        scope = {"village": one.village, "township": one.township}.get(SCOPES.get(office, ""), "")
        row = {
            "action": rule.rejects or step.do,
            "decision": "reject" if rule.rejects else "approve",
            "office": office,
            "by": step.by.get(office, f"{scope or office}经办人"),
            "paper": "scan.pdf",
            "on": step.day,
        }
        row |= {"scope": scope} if scope else {}
        rows.append(row | ({"reason": step.reason} if rule.rejects else {}))
    return rows
