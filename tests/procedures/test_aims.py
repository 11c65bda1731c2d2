"""Every aim that the plans state in days, amounts, frequencies and shares stands in a procedure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import zltrec

from .aims import PLANS, Finding, findings, last_day, plain, says

PROCEDURES = Path(zltrec.__file__).parent / "procedures"

NO_AIMS: dict[tuple[int, str], str] = {
    (241, "2022年5月29日"): "when the draft was made: how the plan came about",
    (303, "2022年"): "the title",
    (305, "2022年"): "what the plan is for, before its first section",
    (315, "一户"): "one homestead a household: a principle, no number of the plan",
    (341, "2022年"): "the year of the standard; its amounts are figures",
    (341, "2021年"): "the year of the standard; its amounts are figures",
    (405, "2022年"): "the title",
    (569, "4个"): "so many levels as the table of levels has results",
    (577, "一次"): "of one disaster, the losses of which are counted together",
    (680, "一次"): "of one disaster, the losses of which are counted together",
    (784, "一次"): "of one disaster, the losses of which are counted together",
    (823, "一次"): "of one disaster, the losses of which are counted together",
    (1413, "常态化"): "what the rules are for, before their first article",
    (1665, "2022年6月9日"): "the day of the notice",
    (1881, "常态化"): "what the leading group is set up for",
    (2001, "1项"): "items of the list above",
    (2001, "8项"): "items of the list above",
    (2228, "百日"): "the name of the campaign, before its section",
}
"""What is found and is no aim, with the reason; the line and the words."""


@pytest.fixture(scope="module")
def lines(real_gazette: Path) -> list[str]:
    """The gazette, line by line."""
    return real_gazette.read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def definitions() -> dict[str, dict[str, Any]]:
    """The bundled procedures by id."""
    read = (tomllib.loads(path.read_text("utf-8")) for path in sorted(PROCEDURES.glob("*.toml")))
    return {one["id"]: one for one in read}


def parts(definition: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    """Promises, figures, clocks; of items those of the procedure and those of its clocks."""
    yield from definition.get(kind, ())
    if kind == "items":
        for clock in definition.get("clocks", ()):
            yield from (one for one in clock.get("items", ()) if isinstance(one, dict))


def is_promised(found: Finding, promise: dict[str, Any], lines: list[str]) -> bool:
    """In a promise of the line, of the paragraph that it goes on from, or under the heading."""
    line = promise["line"]
    goes_on = line < found.line <= line + 2
    under = found.line < line <= found.line + 2 and lines[found.line - 1].startswith("#")
    if line != found.line and not goes_on and not under:
        return False
    return says(promise["text"], found.text) or says(promise.get("printed"), found.text)


def is_figure(found: Finding, figure: dict[str, Any]) -> bool:
    """A figure of the line: its number with its unit, or what is printed for it."""
    printed = figure.get("printed") or figure.get("value", "")
    whole = figure.get("value", "") + figure.get("unit", "元" * (figure["type"] == "money"))
    return figure.get("line") == found.line and (
        says(printed, found.text)
        or plain(whole) == found.text
        or (bool(figure.get("printed")) and says(found.text, plain(figure["printed"])))
    )


def is_owed(found: Finding, one: dict[str, Any]) -> bool:
    """What is owed, item by item or by a clock: how often, or in its words."""
    words = (one.get("frequency"), one.get("label"), one.get("note"))
    return one.get("line") == found.line and any(says(text, found.text) for text in words)


def is_upper_bound(found: Finding, definition: dict[str, Any]) -> bool:
    """A level ends where the next one begins: that is a figure, of the next level's line."""
    bounds = (688, 682, 684, 686, *range(786, 790), *range(825, 829))
    return found.line in bounds and any(
        says(figure.get("printed"), found.text) and figure["line"] < found.line
        for figure in definition["figures"]
        if figure.get("line", 0) >= 579
    )


def where(found: Finding, definitions: dict[str, dict[str, Any]], lines: list[str]) -> str | None:
    """Where a finding stands: a procedure and one of its parts; None if nowhere."""
    for name, of in definitions.items():
        for one in parts(of, "promises"):
            if is_promised(found, one, lines):
                return f"{name} promise {one['id']}"
        for one in parts(of, "figures"):
            if is_figure(found, one):
                return f"{name} figure {one['id']}"
        for kind in ("items", "clocks"):
            for one in parts(of, kind):
                if is_owed(found, one):
                    return f"{name} {kind} {one['id']}"
    if is_upper_bound(found, definitions["disaster-relief"]):
        return "disaster-relief, the figure of the next level"
    return None


@pytest.mark.parametrize("plan", PLANS)
def test_every_aim_of_a_plan_stands_in_a_procedure(
    plan: str, lines: list[str], definitions: dict[str, dict[str, Any]]
) -> None:
    """Each in a promise, a figure, or what is owed; or it is said why it is no aim."""
    found = list(findings(lines, plan))
    assert found
    missing = [
        one
        for one in found
        if (one.line, one.text) not in NO_AIMS and where(one, definitions, lines) is None
    ]
    assert missing == []


def test_what_is_no_aim_is_found_and_stands_nowhere(
    lines: list[str], definitions: dict[str, dict[str, Any]]
) -> None:
    """The list of exceptions is short, and none of them is there in vain."""
    every = {(one.line, one.text): one for plan in PLANS for one in findings(lines, plan)}
    assert set(NO_AIMS) <= set(every)
    assert [key for key in NO_AIMS if where(every[key], definitions, lines)] == []
    assert len(NO_AIMS) < len(every) / 10


def test_the_reader_finds_what_the_plans_are_known_for(lines: list[str]) -> None:
    """The dates, amounts and shares that a reader of the plans would name first."""
    found = {(one.line, one.text) for plan in PLANS for one in findings(lines, plan)}
    assert found >= {
        (323, "656万元"),
        (323, "26户"),
        (323, "2022年10月末"),
        (341, "25232元"),
        (551, "24小时"),
        (553, "5个工作日"),
        (880, "10月15日"),
        (1273, "月报"),
        (1379, "季报"),
        (1691, "80%"),
        (1743, "百分之五十"),
        (1805, "二分之一"),
        (1845, "三十日"),
        (2007, "24日"),
        (2009, "2024年4月30日"),
        (2328, "2025年6月底"),
        (2330, "长期坚持"),
        (2386, "5月末"),
        (2392, "5月13日"),
    }


YEAR = 2022
"""All eight are plans of this year; where a date lacks its year, it is of this one."""


def test_the_last_day_of_a_promise_is_that_of_its_printed_date(
    definitions: dict[str, dict[str, Any]],
) -> None:
    """Computed where the text gives it, and only there: not for 每月, 2024年1月至以后, 定期."""
    promised = [(name, one) for name, of in definitions.items() for one in parts(of, "promises")]
    assert sum("by" in one for _name, one in promised) > 30
    for name, one in promised:
        wanted = last_day(one.get("printed", ""), YEAR)
        assert one.get("by") == wanted, (name, one["id"], one.get("printed"))


TASKS = {
    "中医药": ((249, 295),),
    "危房改造": ((353, 393),),
    "自然灾害救助": ((868, 998),),
    "综合治税": ((1072, 1118), (1164, 1192), (1401, 1409)),
    "物业管理": ((1689, 1761), (1799, 1877)),
    "违法建设": ((2005, 2061),),
    "自建房": ((2252, 2342),),
    "医保服务点": ((2370, 2403),),
}
"""Where the plans list what is to be done: the first and the last line of each such part."""
NO_TASKS = {
    900: "what the city organises itself goes by rules that are not printed",
    988: "a heading: what words mean",
    1172: "whatever else the group decides on",
}
OF_CASES = {353: "六(一)", 367: "六(八)", 1739: "三(三)4(2)"}
"""What is done in steps of cases that name their section, and not their line."""
_LISTED = re.compile(r"[-#]*(?:\([一二三四五六七八九十]+\)|\(\d+\)|\d+\.\d+\.\d+|\d+\.)")


@pytest.mark.parametrize("plan", TASKS)
def test_every_task_that_a_plan_lists_is_promised_owed_or_a_step(
    plan: str, lines: list[str], definitions: dict[str, dict[str, Any]]
) -> None:
    """Each paragraph with a number of its own, in a promise, an item, a clock or a transition."""
    promised, taken, sections = set(), set(), set()
    for of in definitions.values():
        promised |= {one["line"] for one in parts(of, "promises")}
        for kind in ("items", "clocks", "transitions"):
            taken |= {one.get("line") for one in parts(of, kind)}
            sections |= {one.get("section") for one in parts(of, kind)}
    listed = [
        number
        for first, last in TASKS[plan]
        for number in range(first, last + 1)
        if _LISTED.match(plain(lines[number - 1]))
    ]
    assert len(listed) > 3
    missing = []
    for number in listed:
        heads = range(number, number + 3) if lines[number - 1].startswith("#") else (number,)
        if number in NO_TASKS or OF_CASES.get(number) in sections:
            continue
        if not promised & set(heads) and not taken & set(heads):
            missing.append((number, lines[number - 1][:40]))
    assert missing == []


def test_fourteen_tasks_and_three_innovations_are_ticked_off_one_by_one(
    lines: list[str], definitions: dict[str, dict[str, Any]]
) -> None:
    """五 and 六 of the plan for Chinese medicine: each paragraph with a number is one promise."""
    listed = [n for n in range(249, 288) if _LISTED.match(plain(lines[n - 1]))]
    assert len(listed) == 14 + 3
    by_hand = {
        one["line"]: one["id"]
        for one in definitions["chinese-medicine"]["promises"]
        if "kept_when" not in one and re.match("task_|innovation_", one["id"])
    }
    assert list(by_hand) == listed
    assert len(set(by_hand.values())) == 17
    for line, promise in by_hand.items():
        assert not any(
            one.get("printed") or one.get("by")
            for one in definitions["chinese-medicine"]["promises"]
            if one["id"] == promise
        ), line


def test_each_promise_says_what_its_line_says(
    lines: list[str], definitions: dict[str, dict[str, Any]]
) -> None:
    """The words between two stops stand on the line, or where its paragraph goes on."""
    wrong = []
    for name, of in definitions.items():
        for one in parts(of, "promises"):
            printed = plain("".join(lines[one["line"] - 1 : one["line"] + 2]))
            above = plain("".join(lines[one["line"] - 3 : one["line"] - 1]))
            said = [part for part in re.split("[,，。；;]|……|[.]{6}", plain(one["text"])) if part]
            wrong += [(name, one["id"], part) for part in said if part not in printed]
            if plain(one.get("printed", "")) not in above + printed:
                wrong.append((name, one["id"], one["printed"]))
    assert wrong == []


def test_no_sentence_is_promised_twice(definitions: dict[str, dict[str, Any]]) -> None:
    """A page on which one thing stands twice is ticked off once, and stays overdue."""
    said = [
        (one["line"], plain(one["text"]))
        for of in definitions.values()
        for one in parts(of, "promises")
    ]
    assert [one for one in said if said.count(one) > 1] == []
