"""How the history of a building, an approval or a filing is written down, and its usual course.

A path is a sequence of stretches of the usual course and of single things that
happen. `script_of` makes plain actions of it, each with its day and all that it
brings. Nothing here is of the program. All projects, firms and persons are made up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from .actions import Action, Attempt, Step
from .unlawful_plan import ESTATE, HOUSING, STEPS, STREETS, XINGHUA

EXISTING, SITE = "既有建筑", "在建建筑"
STOP_USE, STOP_WORK, PULL_DOWN, STRENGTHEN = "责令停止使用", "责令停工整改", "拆除", "加固处理"

# The usual course of 2022, with the days that the script gives to it.
COURSE = {
    "register": "06-09",
    "verify": "06-13",
    "assign": "06-20",
    "rectify": "07-12",
    "accept": "07-18",
    "close": "07-20",
}
APPROVAL_COURSE = {"register": "register_approval", "verify": "verify_approval"}


@dataclass(frozen=True)
class Stretch:
    """The usual course from one step to another, some days later than usual."""

    first: str
    last: str
    later: int


@dataclass(frozen=True)
class Subject:
    """A row of the table: a building, or with `approval` an approval, or a filing; its path."""

    id: str
    path: tuple[Stretch | Action, ...]
    kind: str = EXISTING
    sector: str = ESTATE
    finder: str = XINGHUA
    area: str = "100"
    acts: tuple[dict[str, str], ...] = ({"kinds": "6", "party": "企业"},)
    office: str = HOUSING
    major: str = "否"
    crowded: str = ""
    appraisal: str = ""
    approval: str = ""
    street: str = ""

    @property
    def subdistrict(self) -> str:
        """The street that it stands in: the finder's own, else one that is named."""
        return self.street or (self.finder if self.finder in STREETS else XINGHUA)

    @property
    def personal(self) -> dict[str, str]:
        """What no event and no unmasked page may hold, by field."""
        number = sum(ord(letter) * 7**index for index, letter in enumerate(self.id)) % 10_000
        return {
            "owner": f"{self.id}虚业主",
            "telephone": f"0000-66{number:04}",
            "person": f"{self.id}虚责任人",
        }


def act(kinds: str, party: str = "企业", permits: str = "") -> dict[str, str]:
    """An unlawful act of one or several of the nine kinds."""
    record = {"kinds": kinds, "party": party, "text": f"虚设情况{kinds}"}
    return record | ({"permits": permits} if permits else {})


def go(first: str, last: str, later: int = 0) -> Stretch:
    """The usual course from `first` to `last`, so many days later than usual."""
    return Stretch(first, last, later)


def at(day: str, do: str, *files: str, reason: str = "", **sets: Any) -> Step:
    """A single step on a day of 2022."""
    return Step(f"2022-{day}", do, sets, files, reason)


def no(day: str, do: str, section: str, says: str, *files: str, **sets: Any) -> Attempt:
    """A step that must be refused."""
    papers, alone = bool(sets.pop("papers", False)), bool(sets.pop("alone", False))
    reason, number = str(sets.pop("reason", "")), str(sets.pop("number", ""))
    step = Step(f"2022-{day}", do, sets, files, reason, number=number)
    return Attempt(step, section, says, papers, alone)


def sent(sender: str, to: str) -> dict[str, Any]:
    """What a transfer sets."""
    return {"transfers": [{"sender": sender, "to": to}]}


def measure(day: str, kind: str, area: str, order: str) -> Step:
    """A measure that is taken on a day."""
    record = {"kind": kind, "area": area, "order": order}
    return at(day, "take_measure", measures_taken=[record])


def fined(day: str, amount: str, firm: str = "") -> Step:
    """A fine of a firm, or of a person (without a name)."""
    record = {"party": "企业", "firm": firm} if firm else {"party": "人员"}
    return at(day, "fine", fines=[record | {"amount": amount}])


def slip(day: str, number: str) -> Step:
    """A rectification slip that is sent on a day."""
    return at(day, "send_slip", slips=[{"slip": number}])


def script_of(one: Subject) -> list[Action]:
    """What happens, in order, everything spelled out."""
    actions: list[Action] = []
    files: set[str] = set()
    for part in one.path:
        if isinstance(part, Stretch | Step):
            for step in _stretch(one, part) if isinstance(part, Stretch) else [part]:
                spelled = _spelled(one, step, files)
                files |= set(spelled.files)
                actions.append(spelled)
        elif isinstance(part, Attempt):
            actions.append(replace(part, step=_spelled(one, part.step, files)))
        else:
            actions.append(replace(part, day=f"2022-{part.day}"))
    return actions


def _stretch(one: Subject, part: Stretch) -> list[Step]:
    steps = list(COURSE)
    chosen = steps[steps.index(part.first) : steps.index(part.last) + 1]
    names = APPROVAL_COURSE if one.approval else {}
    return [at(later(COURSE[step], part.later), names.get(step, step)) for step in chosen]


def later(day: str, days: int) -> str:
    """A day of 2022, `MM-DD`, so many days later."""
    return (date.fromisoformat(f"2022-{day}") + timedelta(days=days)).isoformat()[5:]


def _spelled(one: Subject, step: Step, held: set[str]) -> Step:
    """A step with what is usual for it. None takes a usual value away, a kind that begins with
    `-` a usual file; a file that is in already is not given again."""
    usual, files = _usual(one, step)
    sets = {name: value for name, value in (usual | step.sets).items() if value is not None}
    kinds = [kind for kind in files if kind not in held] + list(step.files)
    given = tuple(kind for kind in kinds if kind[0] != "-" and f"-{kind}" not in kinds)
    return replace(step, sets=sets, files=given)


def _usual(one: Subject, step: Step) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What is usually brought to a step: values and kinds of files."""
    told = one.personal
    building = {
        **{"project": f"虚设{one.id}号楼", "kind": one.kind, "area": one.area},
        **{"in_built_up_area": "是", "secret": "否", "sector": one.sector},
        **{"finder": one.finder, "subdistrict": one.subdistrict},
        **{"owner": told["owner"], "telephone": told["telephone"], "papers": "产权登记"},
    }
    building |= {"crowded": one.crowded} if one.crowded else {}
    approval = {
        **{"project": f"虚设{one.id}号审批", "approval": one.approval},
        **{"finder": one.finder, "department": one.office},
    }
    graded = {"appraisal": one.appraisal} if one.appraisal else {}
    usual: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "register": (building, ()),
        "register_approval": (approval, ()),
        "verify": ({"acts": list(one.acts), "major": one.major} | graded, ()),
        "assign": (
            {
                **{"office": one.office, "person": told["person"]},
                **{"finish_by": "2022-09-30", "remedy": "依法补办"},
            },
            (),
        ),
        "accept": ({"accepted_by": one.finder}, ()),
        "fail": ({"accepted_by": one.finder, "finish_by": "2022-09-30"}, ()),
        "certify": ({}, ("认定意见",)),
        "send_slip": ({}, ("整改通知单",)),
        "file": ({}, ("台帐", "工作进展情况")),
        "file_summary": ({}, ("总结报告",)),
    }
    return usual.get(step.do, ({}, ()))


def papers_of(one: Subject, step: Step) -> list[dict[str, str]]:
    """The decision on paper that a step needs, as a row of a batch; without its subject."""
    office = STEPS[step.do].decider
    row = {"action": step.do, "decision": "approve", "office": office, "by": f"{office}虚某"}
    return [row | {"paper": "scan.pdf", "on": step.day}] if office else []
