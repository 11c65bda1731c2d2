"""What the seven procedures quote of the plan stands there, on the line that they name."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zltrec.workspace import bundled_procedures

from .people_table import CATALOGUE, ROSTER

OURS = (
    *("tax-officers", "tax-bulletins", "tax-briefs", "tax-topics"),
    *("tax-meetings", "tax-decisions", "tax-release"),
)
ADDED = {
    # what the system adds, as the notes of each procedure say; units have a test of their own
    ("tax-meetings", "presence"),
    ("tax-release", "purpose"),
    ("tax-release", "recipient_kind"),
    ("tax-officers", "unit"),
    ("tax-officers", "member"),
}
SPREAD = {
    ("tax-meetings", "kind"): (1052, 1178, 1453, 1529, 1531),
    ("tax-topics", "duty"): tuple(range(1164, 1173)),
    ("tax-bulletins", "kind"): (1565, 1567, 1569, 1571),
    ("tax-bulletins", "matter"): (1565, 1567),
}
"""Choices that stand on several lines of the print."""
OTHERWISE = {"信息员培训": "对信息员进行培训"}
"""Printed in other words."""


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return "".join(one for one in plain if not one.isspace() and one not in "*，,")


def _definitions() -> dict[str, dict[str, Any]]:
    read = (tomllib.loads(text) for text in bundled_procedures())
    return {one["id"]: one for one in read if one["id"] in OURS}


@pytest.fixture(scope="module")
def lines(real_gazette: Path) -> list[str]:
    """The lines of the gazette, without blanks and marks."""
    return [_bare(line) for line in real_gazette.read_text(encoding="utf-8").split("\n")]


def _from(lines: list[str], line: int, after: int = 8) -> str:
    return "".join(lines[line - 1 : line - 1 + after])


def _fields(of: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for field in of.get("fields", ()):
        yield field
        yield from ({"line": field.get("line"), **one} for one in field.get("fields", ()))


@pytest.mark.parametrize("procedure", OURS)
def test_choices_are_as_printed(lines: list[str], procedure: str) -> None:
    """Causes, grounds, conditions, ways: each stands at the line that its field names."""
    for field in _fields(_definitions()[procedure]):
        key = (procedure, field["id"])
        for choice in field.get("choices", ()):
            if key in SPREAD:
                where = "".join(_from(lines, line, 3) for line in SPREAD[key])
            elif key in ADDED:
                continue
            else:
                where = _from(lines, field["line"], 14)
            assert _bare(OTHERWISE.get(choice, choice)) in where, (key, choice)


@pytest.mark.parametrize("procedure", OURS)
def test_promises_and_readings_are_as_printed(lines: list[str], procedure: str) -> None:
    """Each promise is the print's own words, which may go on on the next lines."""
    of = _definitions()[procedure]
    for promise in of.get("promises", ()):
        assert _bare(promise["text"]) in _from(lines, promise["line"], 3), promise["id"]
        assert _bare(promise.get("printed", "")) in _from(lines, promise["line"], 3)


def test_the_conditions_of_officers_are_as_printed(lines: list[str]) -> None:
    """第三条: four conditions, each a field of its own under the words of the print."""
    fields = {one["id"]: one for one in _definitions()["tax-officers"]["fields"]}
    for name in ("knows_law", "employed", "able", "devoted"):
        field = fields[name]
        assert _bare(field["label"]) in _from(lines, field["line"], 1), name


def test_both_lists_of_units_are_as_printed(lines: list[str]) -> None:
    """附件1 四 by its headings, 附件5 by its seats: no unit left out, none made up."""
    items = _definitions()["tax-officers"]["items"]
    by_list = {
        name: [one["office"] for one in items if one["id"].startswith(f"{name}/")]
        for name in ("roster", "catalogue")
    }
    assert by_list == {"roster": list(ROSTER), "catalogue": list(CATALOGUE)}
    for one in items:
        assert _bare(one["office"]) in _from(lines, one["line"], 1), one["id"]
    seats = [line for line in lines[1588:1656] if line and line != "局长"]
    named = {line for line in seats if any(_bare(unit) in line for unit in ROSTER)}
    head = [line for line in seats if line.startswith("组长")]
    assert len(head) == 1
    assert set(seats) - named == set(head)
    choices = {one["id"]: one.get("choices") for one in _definitions()["tax-officers"]["fields"]}
    assert (choices["member"], choices["unit"]) == (list(ROSTER), list(CATALOGUE))


@pytest.mark.parametrize("procedure", OURS)
def test_no_name_of_a_person_is_shipped(lines: list[str], procedure: str) -> None:
    """The roster prints who sits in the group; none of them stands in a procedure."""
    (text,) = [one for one in bundled_procedures() if f'id = "{procedure}"' in one[:2000]]
    units = {_bare(unit) for unit in ROSTER}
    names = set()
    for line in lines[1588:1656]:
        before = next((line.split(unit)[0] for unit in units if unit in line), "")
        names.add(before.rpartition(":")[2])
    names -= {""}
    assert len(names) == 32, "as many seats have a unit in their line"
    for name in (*names, "0470-3260826"):
        assert name not in _bare(text), name
