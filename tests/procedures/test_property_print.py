"""What the property procedures quote stands in the gazette, at the lines that they give."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import zltrec

from .property_duties import duties_of

FOLDER = Path(zltrec.__file__).parent / "procedures"
FIRST, LAST = 1659, 1929
PLAN = "扎兰屯市物业管理工作实施方案"
PROCEDURES = [
    path
    for path in sorted(FOLDER.glob("*.toml"))
    if PLAN in tomllib.loads(path.read_text(encoding="utf-8"))["source"]
]
# A sentence may go on after a page's end.
PAGE = 6


@pytest.fixture(scope="module")
def lines(real_gazette: Path) -> list[str]:
    """The gazette's lines, the first one at 1, bare of blanks and of Markdown."""
    text = real_gazette.read_text(encoding="utf-8")
    return ["", *(_bare(one) for one in text.split("\n"))]


def _bare(text: str) -> str:
    return re.sub(r"[\s*#：:]", "", text)


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for one in value if isinstance(value, list) else []:
        yield from _parts(one)


def _quoted(part: dict[str, Any]) -> Iterator[str]:
    """What a part quotes: a promise, a figure, a reading, a row or item that has a line."""
    for key in ("text", "printed"):
        yield from part.get(key, "").split("……")
    if "result" in part or ("clock" not in part and part.get("section", "").startswith("三(三)3(")):
        yield part.get("label", "")


def test_all_nine_are_looked_at() -> None:
    assert len(PROCEDURES) == 9


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.stem)
def test_what_is_quoted_stands_at_its_line(path: Path, lines: list[str]) -> None:
    """Every quotation with a line, to the letter, but for blanks and the end of a page."""
    definition = tomllib.loads(path.read_text(encoding="utf-8"))
    quoted = [
        (part["line"], text)
        for part in _parts(definition)
        if "line" in part
        for text in _quoted(part)
        if text
    ]
    assert len(quoted) >= 4
    assert {line for line, _text in quoted} <= set(range(FIRST, LAST + 1))
    missing = [
        (line, text)
        for line, text in quoted
        if _bare(text) not in "".join(lines[line : line + PAGE + 1])
    ]
    assert missing == []


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.stem)
def test_every_section_is_one_of_the_plan_s(path: Path) -> None:
    """三(一) to 五(三): which a refusal can name; nothing else."""
    definition = tomllib.loads(path.read_text(encoding="utf-8"))
    one = r"(?:二\([一二三四]\)|四\([一二三四]\)|[三五]\([一二三四五]\)\d?(?:\(\d+\))?)"
    whole = re.compile(rf"{one}(?:、(?:{one}|\d|\(\d+\)))*")
    sections = {part["section"] for part in _parts(definition) if "section" in part}
    assert len(sections) >= 2
    assert [one for one in sections if not whole.fullmatch(one)] == []


def test_the_thirty_two_duties_are_those_of_the_gazette(real_gazette: Path) -> None:
    """Text, line and offices of each, read from the page by other code."""
    printed = duties_of(real_gazette)
    assert list(printed) == [f"({n})" for n in range(1, 33)]
    text = (FOLDER / "property-complaints.toml").read_text(encoding="utf-8")
    tables = {one["id"]: one["rows"] for one in tomllib.loads(text)["tables"]}
    found = {}
    for row in tables["competent"]:
        number = re.search(r"\(\d+\)", row["when"])
        assert number is not None
        found[number[0]] = (row["label"], row["line"], tuple(row["result"]))
    assert found == {no: (one.text, one.line, one.competent) for no, one in printed.items()}
