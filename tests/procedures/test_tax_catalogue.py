"""The catalogue of tax information, item by item, against the plan's own text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal

from .tax_plan import FREQUENCIES, IN_PROSE, PROCEDURE

_FROM, _TO = "四、综合治税成员单位职责及提供相关信息", "五、综合治税领导小组工作程序和有关要求"
_OFFICE = re.compile(r"[（(](?P<number>[一二三四五六七八九十]+)[）)]\s*(?P<name>\S+)")
_ITEM = re.compile(r"(?:-\s*)?(?:(?P<ordinal>\d+)\.)?\s*(?P<text>\S.*?)[；;。]?")
_LAST_BRACKET = re.compile(r"[（(](?P<said>[^（()）]*)[）)]$")
CLOCKS = {"monthly": "month", "quarterly": "quarter", "half_yearly": "half-year", "yearly": "year"}


@dataclass(frozen=True)
class Printed:
    """An item as the plan prints it."""

    office: str
    number: str
    place: int
    ordinal: str | None
    text: str
    line: int

    @property
    def frequency(self) -> str | None:
        """What its last bracket says, if that is how often it is owed."""
        found = _LAST_BRACKET.search(self.text)
        said = None if found is None else found["said"]
        return said if said in (*FREQUENCIES, "按需提供", "新增时报送") else None


@pytest.fixture(scope="module")
def printed(real_gazette: Path) -> list[Printed]:
    """The items of 附件1 四, in its order."""
    lines = real_gazette.read_text(encoding="utf-8").split("\n")
    (first,) = [n for n, line in enumerate(lines) if line.strip("# ") == _FROM]
    (last,) = [n for n, line in enumerate(lines) if line.strip("# ") == _TO]
    found: list[Printed] = []
    office, number, place = "", "", 0
    for index in range(first + 1, last):
        text = lines[index].strip("# \t")
        if not text:
            continue
        heading = _OFFICE.fullmatch(text)
        if heading:
            office, number, place = heading["name"], heading["number"], 0
            continue
        item = _ITEM.fullmatch(text)
        assert item is not None
        assert office
        place += 1
        found.append(Printed(office, number, place, item["ordinal"], item["text"], index + 1))
    return found


def adopted(shell: Terminal) -> dict[str, Any]:
    """The procedure as the store has it."""
    return tomllib.loads(shell.done("procedure", "show", PROCEDURE, "--format", "toml").out)


def test_the_plan_is_read_as_it_is_printed(printed: list[Printed]) -> None:
    """22 departments, 108 items, numbered from 1 within each, but for those that have none."""
    assert len({one.office for one in printed}) == 22
    assert len(printed) == 108
    unnumbered = [one for one in printed if one.ordinal is None]
    assert [(one.office, one.line) for one in unnumbered] == [
        ("审计局", 1220),
        ("编办", 1224),
        ("农科局", 1336),
        ("统计调查队", 1393),
        ("医疗保障局", 1397),
    ]
    assert all(one.ordinal == str(one.place) for one in printed if one.ordinal is not None)


def test_every_item_stands_as_printed(printed: list[Printed], shell: Terminal) -> None:
    """Office, text with its brackets, frequency, section and line; no item more, none less."""
    items = adopted(shell)["items"]
    alone = {one.office for one in printed if sum(two.office == one.office for two in printed) == 1}
    assert [
        (i["office"], i["label"], i.get("frequency"), i["section"], i["line"]) for i in items
    ] == [
        (
            one.office,
            one.text,
            one.frequency,
            f"附件1 四({one.number})" + ("" if one.office in alone else str(one.place)),
            one.line,
        )
        for one in printed
    ]


def test_the_catalogue_lists_them_so(printed: list[Printed], shell: Terminal) -> None:
    """`filing catalogue`: who owes what, how often as printed, and where it is printed."""
    rows = [one for one in shell.json("filing", "catalogue") if one["catalogue"] == PROCEDURE]
    assert [(one["office"], one["item"], one["frequency"], one["line"]) for one in rows] == [
        (one.office, one.text, one.frequency, one.line) for one in printed
    ]
    assert [one["id"].partition("/")[2] for one in rows] == [str(one.place) for one in printed]
    assert all(one["source"].startswith("扎兰屯市综合治税实施方案") for one in rows)


def test_ids_are_the_office_and_the_ordinal(printed: list[Printed], shell: Terminal) -> None:
    """Each department has one word, its items are counted as they stand."""
    items = adopted(shell)["items"]
    assert len({one["id"] for one in items}) == 108
    words: dict[str, set[str]] = {}
    for one, item in zip(printed, items, strict=True):
        word, _slash, ordinal = item["id"].partition("/")
        assert ordinal == str(one.place)
        words.setdefault(one.office, set()).add(word)
    assert all(len(some) == 1 for some in words.values())
    assert len({word for some in words.values() for word in some}) == 22


def test_each_item_is_owed_as_often_as_is_printed(printed: list[Printed], shell: Terminal) -> None:
    """What 季报和年报 says is owed by two clocks; what is on demand, or new, by none."""
    procedure = adopted(shell)
    owed: dict[str, list[str]] = {}
    for clock in procedure["clocks"]:
        for item in clock.get("items", ()):
            assert clock["every"] == CLOCKS[clock["id"]]
            owed.setdefault(item, []).append(clock["every"])
    by = {"按需提供": "request", "新增时报送": "new"}
    for one, item in zip(printed, procedure["items"], strict=True):
        usual = FREQUENCIES.get(one.frequency or "", IN_PROSE.get(item["id"], ()))
        assert tuple(owed.get(item["id"], ())) == usual, item
        if one.frequency is not None:
            assert item.get("by") == by.get(one.frequency), item
    counts = {every: sum(every in some for some in owed.values()) for every in CLOCKS.values()}
    assert counts == {"month": 26, "quarter": 61, "half-year": 2, "year": 8}


def test_what_is_odd_about_the_print_is_flagged(printed: list[Printed], shell: Terminal) -> None:
    """Eight without a frequency in brackets, of which two name one in prose and three are duties;
    the item printed 季度, the one without its number, those that two offices owe."""
    procedure = adopted(shell)
    items = {one["id"]: one for one in procedure["items"]}
    bare = [one["id"] for one in items.values() if "frequency" not in one]
    assert bare == ["finance/1", "finance/2", "finance/3", *(f"tax/{n}" for n in range(1, 6))]
    assert all(items[one]["note"] for one in bare)
    assert [one for one in bare if "句中印" in items[one]["note"]] == ["finance/2", "tax/1"]
    assert [one for one in bare if items[one]["note"].startswith("职责")] == [
        "finance/1",
        "tax/4",
        "tax/5",
    ]
    assert [one["id"] for one in items.values() if one.get("frequency") == "季度"] == ["industry/2"]
    assert "季度" in items["industry/2"]["note"]
    assert "序号" in items["farming/1"]["note"]
    readings = {one["id"]: one for one in procedure["readings"]}
    for reading, owers in {
        "unlawful_land": ("land/6", "forestry/1"),
        "insured": ("labour/3", "insurance/1"),
    }.items():
        told = [(one["section"], one["line"]) for one in readings[reading]["options"]]
        assert told == [(items[ower]["section"], items[ower]["line"]) for ower in owers]
        assert all(reading in items[ower]["note"] for ower in owers)
        frequencies = {items[ower]["frequency"] for ower in owers}
        assert frequencies == {"月报", "季报"}


def test_promises_stand_on_their_lines_and_in_one_procedure(
    real_gazette: Path, shell: Terminal
) -> None:
    """What the plan promises about information is quoted as printed, and by no other procedure."""
    lines = real_gazette.read_text(encoding="utf-8").split("\n")
    for one in adopted(shell)["promises"]:
        assert one["text"] in lines[one["line"] - 1], one["id"]
    told = [
        (name, one["line"], one["text"])
        for name in (PROCEDURE, "tax-bulletins", "tax-meetings", "tax-officers", "tax-tasks")
        for one in tomllib.loads(shell.done("procedure", "show", name, "--format", "toml").out)[
            "promises"
        ]
    ]
    assert len(
        {(line, text.replace("（", "(").replace("）", ")")) for _, line, text in told}
    ) == len(told)
