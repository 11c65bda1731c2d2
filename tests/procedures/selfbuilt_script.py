"""How the history of a self-built house is written down, and what its usual course is.

A house's path is a sequence of stretches of the usual course and of single things
that happen; `script_of` makes plain actions of it, each with its day and all that
it brings. Nothing here is of the program. All persons, places and numbers are made up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from .actions import Action, Attempt, Reversal, Step
from .selfbuilt_plan import OPENING, STEPS

LIU, SHI, DONG, XI, HE = "柳沟虚村", "石桥虚村", "东岗虚村", "西洼虚村", "虚河社区"
TOWNSHIPS = {LIU: "青杨镇", SHI: "青杨镇", DONG: "白桦乡", XI: "白桦乡", HE: "赤松街道"}
COLLAPSE, DEFECT = "存在结构倒塌风险", "存在设计施工缺陷"
SMALL, SLOPE = "一般性隐患", "建房切坡造成地质灾害隐患"
NONE = "未发现问题"

# The usual course of 2022, with the days that the script gives to it.
COURSE = {
    "register": "06-09",
    "self_check": "06-11",
    "survey": "06-14",
    "judge_sound": "06-15",
    "judge_unsafe": "06-15",
    "stop_use": "06-15",
    "enter": "06-17",
    "appraise": "06-22",
    "control": "06-24",
    "evacuate": "06-24",
    "seal": "06-25",
    "transfer": "06-26",
    "plan": "06-27",
    "assign": "06-28",
    "begin": "07-01",
    "carry_out": "07-10",
    "finish": "07-15",
    "accept": "07-20",
    "close": "07-22",
    "resume": "07-25",
}

# Lists of records; what every step brings anew that brings it at all.
LISTS = (
    *("own_checks", "patrols", "tips", "appraisals", "problems", "remedies", "responsible"),
    *("checks", "works", "transfers", "returns", "urgings"),
)
RENEWED = frozenset((*LISTS, "evacuated", "severe", "commercial"))


class Hazard(NamedTuple):
    """A hazard of a house: its number, heading, class, and the measures against it."""

    no: str
    heading: str
    level: str
    measures: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is wrong, in a few words."""
        return f"{self.heading}隐患{self.no}"

    @property
    def record(self) -> dict[str, str]:
        """Its record in the list of problems."""
        return {"no": self.no, "heading": self.heading, "level": self.level, "text": self.text}


@dataclass(frozen=True)
class Stretch:
    """The usual course from one step to another, some days later than usual."""

    first: str
    last: str
    later: int


@dataclass(frozen=True)
class House:
    """A row of the table: a house, what its survey finds, and its path.

    `lines`: the line departments to which it is transferred, and which take part at the end.
    """

    id: str
    village: str
    path: tuple[Stretch | Action, ...]
    hazards: tuple[Hazard, ...] = ()
    commercial: str = "否"
    use: str = "自住"
    sectors: str = "无"
    storeys: str = "1"
    crowded: str = "否"
    extended: str = "否"
    homestead: str = "否"
    legality: str = NONE
    structural: str = NONE
    operation: str = "不涉及"
    fire: str = NONE
    severe: str = "否"
    lines: tuple[str, ...] = ()

    @property
    def township(self) -> str:
        """The township that its village belongs to."""
        return TOWNSHIPS[self.village]

    @property
    def _stem(self) -> str:
        number = int(self.id[2:])
        return "甲乙丙丁戊己庚辛壬癸"[number // 10] + "甲乙丙丁戊己庚辛壬癸"[number % 10]

    @property
    def personal(self) -> dict[str, str]:
        """What no event and no unmasked page may hold, by field."""
        return {"owner": f"{self._stem}虚户", "person": f"{self._stem}虚责"} | self.informant

    @property
    def informant(self) -> dict[str, str]:
        """Who tells of it, and how to reach them: 四(五)3 keeps both confidential."""
        return {"informant": f"{self._stem}虚举", "contact": f"0000-66{int(self.id[2:]):05}"}


@dataclass(frozen=True)
class Month:
    """A month of which the progress is reported; no house."""

    id: str


def go(first: str, last: str, later: int = 0) -> Stretch:
    """The usual course from `first` to `last`, so many days later than usual."""
    return Stretch(first, last, later)


def at(day: str, do: str, *files: str, reason: str = "", **sets: Any) -> Step:
    """A single step on a day of 2022."""
    return Step(f"2022-{day}", do, sets, files, reason)


def no(day: str, do: str, section: str, says: str, *files: str, **sets: Any) -> Attempt:
    """A step that must be refused. `offices`: those whose papers are in, and no others."""
    alone, offices = bool(sets.pop("alone", False)), tuple(sets.pop("offices", ()))
    papers = bool(sets.pop("papers", False)) or bool(offices)
    reason = str(sets.pop("reason", ""))
    by = {office: f"{office}经办人" for office in offices}
    step = Step(f"2022-{day}", do, sets, files, reason, by)
    return Attempt(step, section, says, papers, alone)


def works(day: str, *pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Measures carried out on a day of 2022: the hazard's number, and what was done."""
    return [{"no": no_, "what": what, "day": f"2022-{day}", "text": what} for no_, what in pairs]


def checks(day: str, **results: bool) -> list[dict[str, str]]:
    """What an acceptance on a day of 2022 found of hazards, by `h1`, `h2`, …"""
    return [
        {"no": name[1:], "day": f"2022-{day}", "result": "达标" if good else "不达标"}
        for name, good in results.items()
    ]


def script_of(one: House | Month) -> list[Action]:
    """What happens to a house, in order, everything spelled out."""
    if isinstance(one, Month):
        return [Step(f"{one.id}-28", "file_month", {}, ("工作进展情况",))]
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


def _stretch(one: House, part: Stretch) -> list[Step]:
    steps = list(COURSE)
    collapse = any(hazard.level == COLLAPSE for hazard in one.hazards)
    stopped = collapse or one.severe == "是"
    left = {"judge_sound" if one.hazards else "judge_unsafe"}
    left |= set() if stopped else {"stop_use", "resume"}
    left |= set() if collapse else {"evacuate", "seal"}
    left |= set() if one.lines else {"transfer"}
    chosen = steps[steps.index(part.first) : steps.index(part.last) + 1]
    return [at(later(COURSE[step], part.later), step) for step in chosen if step not in left]


def later(day: str, days: int) -> str:
    """A day of 2022, `MM-DD`, so many days later."""
    return (date.fromisoformat(f"2022-{day}") + timedelta(days=days)).isoformat()[5:]


def _spelled(one: House, step: Step, held: frozenset[str]) -> Step:
    """A step with what is usual for it; what the case has already is not given again.

    None takes a usual value away, a kind that begins with `-` a usual file.
    """
    usual, files = _usual(one, step)
    sets = {name: value for name, value in usual.items() if name not in held - RENEWED}
    sets = {name: value for name, value in (sets | step.sets).items() if value is not None}
    kinds = [kind for kind in files if kind not in held] + list(step.files)
    given = tuple(kind for kind in kinds if kind[0] != "-" and f"-{kind}" not in kinds)
    return replace(step, sets=sets, files=given)


def _usual(one: House, step: Step) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a house usually brings to a step: values and kinds of files."""
    day = step.day[5:]
    place = {"house": one.id, "township": one.township, "village": one.village}
    owned = place | {"owner": one.personal["owner"], "commercial": one.commercial}
    tip = {"tips": {"text": "墙体开裂", **one.informant}}
    found = (
        *("use", "sectors", "storeys", "crowded", "extended", "homestead"),
        *("legality", "structural", "operation", "fire"),
    )
    surveyed = {name: getattr(one, name) for name in found} | {
        "zones": "其他区域",
        "temporary": "否",
        "built": "1998年",
        "structure": "砖混",
        "build_way": "自建",
        "safety": "待鉴定" if one.hazards else "良好",
    }
    result = "存在安全隐患" if one.hazards else "未发现安全隐患"
    quiet = {"abnormal": "否", "evacuated": "否", "text": "一切正常"}
    planned = [(h.no, what) for h in one.hazards for what in h.measures]
    usual: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "register": (owned, ()),
        "register_new": (owned | {"storeys": one.storeys}, ()),
        "register_tip": (place | {"commercial": one.commercial} | tip, ()),
        "tip": (tip, ()),
        "self_check": ({"own_checks": quiet}, ()),
        "owner_check": ({"own_checks": quiet}, ()),
        "survey": (surveyed, ()),
        "judge_unsafe": ({"severe": one.severe}, ()),
        "reopen": ({"severe": "否"}, ()),
        "appraise": (
            {"appraisals": {"body": "虚设鉴定所", "day": step.day, "result": result}},
            ("安全鉴定报告",),
        ),
        "control": ({"problems": [hazard.record for hazard in one.hazards]}, ()),
        "evacuate": ({"evacuated": "房屋内群众、周边群众"}, ()),
        "transfer": ({"transfers": [{"office": o, "text": "督导整改"} for o in one.lines]}, ()),
        "plan": ({"remedies": [{"no": n, "what": w, "text": w} for n, w in planned]}, ()),
        "assign": (
            {
                "responsible": [
                    {"no": h.no, "office": one.township, "person": one.personal["person"]}
                    for h in one.hazards
                ]
            },
            (),
        ),
        "carry_out": ({"works": works(day, *planned)}, ()),
        "accept": ({"checks": checks(day, **{f"h{h.no}": True for h in one.hazards})}, ()),
        "patrol": ({"patrols": {"by": "网格", "found": "否", "text": "正常"}}, ()),
        "urge": (
            {"urgings": {"office": "自建房安全专项整治领导小组办公室", "text": "限期整改"}},
            (),
        ),
        "operate": (
            {"commercial": "是", "designed": "是", "constructed": "是"},
            ("房屋安全鉴定合格证明",),
        ),
        "stop_business": ({"business_order": "责令停止营业"}, ()),
    }
    return usual.get(step.do, ({}, ()))


def papers_of(one: House | Month, step: Step) -> list[dict[str, str]]:
    """The decisions on paper that a step needs, as the rows of a batch; without their subject."""
    rule = STEPS[step.do]
    offices = rule.deciders[:1] if rule.rejects else rule.deciders
    if step.do == "accept" and isinstance(one, House):
        offices += one.lines
    return [
        {
            "action": rule.rejects or step.do,
            "decision": "reject" if rule.rejects else "approve",
            "office": office,
            "by": step.by.get(office, f"{office}经办人"),
            "paper": "scan.pdf",
            "on": step.day,
        }
        | ({"reason": step.reason} if rule.rejects else {})
        for office in offices
        if not step.by or office in step.by
    ]
