"""What the procedures of relief print stands on the page: labels, terms, duties, offices."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROCEDURES = Path(__file__).parents[2] / "zltrec" / "procedures"
NAMES = (
    "disaster-relief",
    "relief-goods",
    "relief-readiness",
    "relief-rebuilding",
    "transitional-aid",
    "winter-relief",
)
FIRST, LAST = 395, 1006


def printed(definition: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Every text that a procedure gives as printed, with its line."""
    for one in definition.get("promises", ()):
        yield one["line"], one["text"]
        yield one["line"], one.get("office", "")
    for clock in definition.get("clocks", ()):
        for item in clock.get("items", ()):
            yield item["line"], item["label"]
    for one in definition.get("figures", ()):
        yield one["line"], one.get("printed") or one.get("value") or ""
    for table in definition.get("tables", ()):
        for row in table["rows"]:
            if "line" in row:
                yield row["line"], row["label"]
    for reading in definition.get("readings", ()):
        for option in reading["options"]:
            yield option["line"], option["text"]


def bare(text: str) -> str:
    """A text without blanks, its commas of one kind."""
    return re.sub(r"\s", "", text).replace(",", "，").replace(";", "；")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_given_as_printed_stands_on_its_line(name: str, real_gazette: Path) -> None:
    """Each part between two commas, on the line that is named, of the plan's own pages."""
    lines = real_gazette.read_text(encoding="utf-8").split("\n")
    definition = tomllib.loads((PROCEDURES / f"{name}.toml").read_text(encoding="utf-8"))
    texts = list(printed(definition))
    assert texts
    for line, text in texts:
        assert FIRST <= line <= LAST
        for part in bare(text).split("，"):
            assert part.strip("。；") in bare(lines[line - 1]), (line, text)


@pytest.mark.parametrize("name", NAMES)
def test_every_step_and_clock_names_its_section_and_line(name: str) -> None:
    definition = tomllib.loads((PROCEDURES / f"{name}.toml").read_text(encoding="utf-8"))
    for kind in ("transitions", "clocks"):
        for one in definition.get(kind, ()):
            assert one["section"], one["id"]
            assert FIRST <= one["line"] <= LAST, one["id"]
