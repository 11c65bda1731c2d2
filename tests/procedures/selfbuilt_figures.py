"""Every ledger of the campaign as a clerk would write it by hand, from the script's own table.

No code of the program works here: rows are made of what `selfbuilt_told` reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .actions import standing_steps
from .running import Row
from .selfbuilt_plan import OPENING, STANDING, STATES
from .selfbuilt_told import SHUT, Told, told, told_of

Line = dict[str, Any]
JUNE, AUGUST, LAST = "2022-06-30", "2022-08-31", "2025-06-30"
MASKED = "＊＊＊"


def basics(cases: list[Told]) -> list[Line]:
    """四(一)3 自建房基础信息台账."""
    return [
        {
            **one.place,
            "commercial": one.commercial,
            **{name: one.held.get(name) for name in ("use", "sectors", "zones")},
            "storeys": int(one.held["storeys"]) if "storeys" in one.held else None,
            **{f: one.flag(f) for f in ("crowded", "extended", "temporary", "homestead")},
            **{n: one.held.get(n) for n in ("built", "structure", "build_way", "safety")},
            "opened": one.opened,
            "self_checked": one.taken.get("self_check"),
            "surveyed": one.taken.get("survey"),
            "entered": one.taken.get("enter"),
            "state": STATES[one.state],
        }
        for one in cases
    ]


def risks(cases: list[Told]) -> list[Line]:
    """四(一)3 风险隐患排查台账."""
    return [
        {
            **one.place,
            **{n: one.held.get(n) for n in ("legality", "structural", "operation", "fire")},
            "severe": one.flag("severe"),
            "judged": one.taken.get("judge_unsafe"),
            "appraisal": _last(one, "appraisals", "result"),
            "body": _last(one, "appraisals", "body"),
            "problems": _count(one, "problems"),
            "open": _open(one),
            "levels": _joined(one.open_levels),
            "state": STATES[one.state],
        }
        for one in cases
        if one.faults or "judge_unsafe" in one.taken or "reopen" in one.taken
    ]


def key_houses(cases: list[Told]) -> list[Line]:
    """四(一)3 重点房屋监控台账."""
    return [
        {
            **one.place,
            "reasons": _joined(one.key),
            "storeys": int(one.held["storeys"]),
            "use": one.held.get("use"),
            "guard": one.guard,
            "stopped": one.taken.get("stop_use"),
            "evacuated": one.taken.get("evacuate"),
            "sealed": one.taken.get("seal"),
            "resumed": one.taken.get("resume"),
            "patrols": _count(one, "patrols") or 0,
            "patrolled": one.taken.get("patrol"),
            "open": _open(one),
            "state": STATES[one.state],
        }
        for one in cases
        if one.key
    ]


def supervision(cases: list[Told]) -> list[Line]:
    """四(一)3 督办整改进度台账."""
    return [
        {
            **one.place,
            "problems": _count(one, "problems"),
            "open": _open(one),
            "in_charge": _joined(one.in_charge),
            **{
                column: one.taken.get(step)
                for column, step in (
                    *(("controlled", "control"), ("begun", "begin"), ("finished", "finish")),
                )
            },
            "failed": one.times["fail"],
            "accepted": one.taken.get("accept"),
            "closed": one.taken.get("close"),
            "reopened": one.times["reopen"],
            "urged": _count(one, "urgings") or 0,
            "last_urged": one.taken.get("urge"),
            "due": AUGUST if is_of_hundred_days(one) else LAST,
            "state": STATES[one.state],
        }
        for one in cases
        if "control" in one.taken
    ]


def is_of_hundred_days(one: Told) -> bool:
    """四(二): a commercial house judged unsafe, or taken in again, by the end of August."""
    return one.commercial and one.taken.get("reopen", one.taken.get("judge_unsafe", "9")) <= AUGUST


def _is_done_in_august(one: Told) -> bool:
    closed, reopened = one.taken.get("close", "9"), one.taken.get("reopen", "9")
    return closed <= AUGUST and not closed <= reopened <= AUGUST


def hundred_days(cases: list[Told]) -> list[Line]:
    """四(二): surveyed and entered by the end of June, put right by the end of August."""
    return [
        {
            **one.place,
            "reasons": _joined(one.key),
            "surveyed": one.taken.get("survey"),
            "entered": one.taken.get("enter"),
            "in_june": max(one.taken.get("survey", "9"), one.taken.get("enter", "9")) <= JUNE,
            "unsafe": one.taken.get("judge_unsafe"),
            "closed": one.taken.get("close"),
            "in_august": "judge_unsafe" in one.taken and _is_done_in_august(one),
            "state": STATES[one.state],
        }
        for one in cases
        if one.commercial
    ]


def unlawful_business(cases: list[Told]) -> list[Line]:
    """四(五)3: in business, and unlawfully built or approved."""
    return [
        {
            **one.place,
            "legality": one.held["legality"],
            "order": one.held.get("business_order"),
            "ordered": one.taken.get("stop_business"),
            "state": STATES[one.state],
        }
        for one in cases
        if one.commercial and "合法合规性" in one.faults
    ]


def by_town(cases: list[Told]) -> list[Line]:
    """六(三): how many houses of each township stand where."""

    def line(township: str, some: list[Told]) -> Line:
        stand = [STANDING[one.state] for one in some]
        names = ("to_survey", "to_judge", "sound", "to_appraise", "in_hand", "to_close", "closed")
        return {
            "township": township,
            "houses": len(some),
            "commercial": sum(one.commercial for one in some),
            **{name: stand.count(name) for name in names},
            "key": sum(bool(one.key) for one in some),
            "entered": sum("enter" in one.taken for one in some),
            "shut": sum(one.guard in SHUT for one in some),
        }

    towns = sorted({one.held["township"] for one in cases})
    lines = [line(t, [one for one in cases if one.held["township"] == t]) for t in towns]
    return [*lines, line("合计", cases)]


def by_month(cases: list[Told]) -> list[Line]:
    """六(三): what was done first in each month in each township; `户次`: every time."""
    firsts = ("self_check", "survey", "judge_unsafe", "appraise", "control", "stop_use")
    names = dict(
        zip(
            (*firsts, "accept", "close"),
            (
                *("self_checked", "surveyed", "suspected", "appraised", "controlled", "stopped"),
                *("accepted", "closed"),
            ),
            strict=True,
        )
    )
    order = (
        *("registered", "self_checked", "surveyed", "surveyed_commercial", "suspected"),
        *("entered", "appraised", "controlled", "stopped", "accepted", "closed"),
        *("closed_commercial", "failed", "reopened"),
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for one in cases:
        steps = standing_steps(one.row.script)[: len(one.steps)]
        for index, step in enumerate(steps):
            then = told_of(one.row, steps[: index + 1])
            line = found.setdefault((step.day[:7], then.held["township"]), dict.fromkeys(order, 0))
            line["registered"] += step.do in OPENING
            line["entered"] += step.do == "enter"
            line["failed"] += step.do == "fail"
            line["reopened"] += step.do == "reopen"
            if step.do in names and then.times[step.do] == 1:
                line[names[step.do]] += 1
                if step.do in ("survey", "close"):
                    line[f"{names[step.do]}_commercial"] += then.commercial
    return [
        {"month": month, "township": town, **found[month, town]} for month, town in sorted(found)
    ]


def records(name: str, *columns: str, **made: Callable[[Told, dict[str, str]], Any]) -> Ledger:
    """A line for each record of a list, of all houses; `made`: columns worked out."""

    def cell(one: Told, at: int, record: dict[str, str], column: str) -> Any:
        if column == "on":
            return one.steps[one.appended[name][at]][0]
        if column in made:
            return made[column](one, record)
        value = record.get(column)
        return int(value) if column == "no" and value else value

    def lines(cases: list[Told]) -> list[Line]:
        return [
            {
                **{c: one.place[c] for c in ("number", "house", "township")},
                **{c: cell(one, at, record, c) for c in columns},
                "state": STATES[one.state],
            }
            for one in cases
            for at, record in enumerate(one.records.get(name, []))
        ]

    return lines


Ledger = Callable[[list[Told]], list[Line]]


def _joined(texts: list[str]) -> str | None:
    return "、".join(texts) or None


def _count(one: Told, name: str) -> int | None:
    return len(one.records[name]) if name in one.records else None


def _open(one: Told) -> int | None:
    return len(one.open_problems) if "problems" in one.records else None


def _last(one: Told, name: str, key: str) -> str | None:
    return one.records[name][-1][key] if name in one.records else None


def _problem(one: Told, record: dict[str, str]) -> str:
    return next(p["text"] for p in one.records["problems"] if p["no"] == record["no"])


def _is_done(one: Told, record: dict[str, str]) -> bool:
    pair = (record["no"], record["what"])
    return any((w["no"], w["what"]) == pair for w in one.records.get("works", []))


def _yes(name: str) -> Callable[[Told, dict[str, str]], bool]:
    return lambda _one, record: record[name] == "是"


LEDGERS: dict[str, Ledger] = {
    "self-built-basics": basics,
    "self-built-risks": risks,
    "self-built-key-houses": key_houses,
    "self-built-supervision": supervision,
    "self-built-problems": records(
        *("problems", "on", "no", "heading", "level", "text", "cleared"),
        cleared=lambda one, record: one.is_cleared(record["no"]),
    ),
    "self-built-remedies": records(
        *("remedies", "on", "no", "problem", "what", "text", "done"),
        problem=_problem,
        done=_is_done,
    ),
    "self-built-responsible": records(
        *("responsible", "on", "no", "problem", "office", "person"),
        problem=_problem,
        person=lambda _one, record: MASKED if "person" in record else None,
    ),
    "self-built-checks": records(
        *("checks", "no", "problem", "day", "result", "text"), problem=_problem
    ),
    "self-built-by-town": by_town,
    "self-built-by-month": by_month,
    "self-built-hundred-days": hundred_days,
    "self-built-unlawful-business": unlawful_business,
    "self-built-works": records("works", "no", "what", "day", "text"),
    "self-built-urgings": records("urgings", "on", "office", "text"),
    "self-built-appraisals": records("appraisals", "body", "day", "result"),
    "self-built-transfers": records(
        *("transfers", "on", "office", "text", "returned", "in_charge"),
        returned=lambda one, record: one.sent(record["office"], "returns"),
        in_charge=lambda one, record: record["office"] in one.in_charge,
    ),
    "self-built-returns": records("returns", "on", "office", "text"),
    "self-built-tips": records("tips", "on", "text"),
    "self-built-patrols": records("patrols", "on", "by", "found", "text", found=_yes("found")),
    "self-built-own-checks": records(
        *("own_checks", "on", "abnormal", "evacuated", "text"),
        abnormal=_yes("abnormal"),
        evacuated=_yes("evacuated"),
    ),
}


def figures(name: str, rows: list[Row], day: str) -> list[Line]:
    """The lines of a ledger at the end of a day."""
    return LEDGERS[name](told(rows, day))
