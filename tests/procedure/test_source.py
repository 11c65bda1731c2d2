"""A procedure's text: every part has its line; what is wrong with the form is said at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zltrec.procedure.lines import find_lines
from zltrec.procedure.source import Source, read_source

HERE = Path(__file__).parent
TEXT = (HERE / "repairs.toml").read_text(encoding="utf-8")
PROCEDURES = HERE.parents[1] / "zltrec" / "procedures"
TEXTS = [HERE / "repairs.toml", *(HERE / "sketches").glob("*.toml"), *PROCEDURES.glob("*.toml")]
HEAD = 'id = "x"\ntitle = "x"\nedition = 1\nsource = "x"\noffice = "x"\nseries = "{n}"\n'


def paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every key and element of plain data."""
    if isinstance(data, dict | list):
        for key, one in data.items() if isinstance(data, dict) else enumerate(data):
            yield (*path, key)
            yield from paths(one, (*path, key))


def read(text: str) -> Source:
    source, problems = read_source(text)
    assert source is not None, problems
    return source


def said(text: str) -> list[tuple[int, str]]:
    source, problems = read_source(text)
    assert source is None
    return [(one.line, str(one.error)) for one in problems]


@pytest.mark.parametrize("path", sorted(TEXTS), ids=lambda path: path.stem)
def test_every_key_and_element_has_its_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = find_lines(text)
    assert set(found) == set(paths(tomllib.loads(text)))
    for place, line in found.items():
        if isinstance(place[-1], str):
            assert place[-1] in lines[line - 1], (place, line)


@pytest.mark.parametrize(
    ("path", "begins"),
    [
        (("id",), 'id = "repairs"'),
        (("figures", 1, "value"), '{id = "most"'),
        (("transitions", 0), "[[transitions]]"),
        (("transitions", 0, "id"), 'id = "apply"'),
        (("transitions", 0, "when", 1, "that"), '{that = \'"D级" != grade'),
        (("transitions", 3, "signs", 0, "apart", 0), 'signs = [{office = "住建局", apart'),
        (("forms", 0, "parts", 1, "lines", 0, "no"), 'lines = [{no = "3"'),
        (("fields", 10, "fields", 3, "id"), '{id = "told_by"'),
        # What is not written is on the line of what it would stand in.
        (("clocks", 1, "while"), "[[clocks]]"),
        (("nothing",), 'id = "repairs"'),
    ],
)
def test_the_line_of_a_part(path: tuple[str | int, ...], begins: str) -> None:
    assert TEXT.splitlines()[read(TEXT).line_of(path) - 1].strip().startswith(begins)


def test_texts_in_quotation_marks_are_no_headers_and_no_keys() -> None:
    text = '''a = """
[[x]]
b = 1 # ]
\\"""" # ["
"c.\\u0064" = \'\'\'
[y]
\'\'\'
e.f = ["#", '\\', "]", {g = "}", h = 'a"b'},
  # ] nothing
  "i",
]
[[j.k]]
[[j.k]]
l = {m.n = [
  1, 2.5e3, 1979-05-27 07:32:00,
]}
[j.k."o p"]
q = true
'''
    assert find_lines(text) == {
        ("a",): 1,
        ("c.d",): 5,
        ("e",): 8,
        ("e", "f"): 8,
        ("e", "f", 0): 8,
        ("e", "f", 1): 8,
        ("e", "f", 2): 8,
        ("e", "f", 3): 8,
        ("e", "f", 3, "g"): 8,
        ("e", "f", 3, "h"): 8,
        ("e", "f", 4): 10,
        ("j",): 12,
        ("j", "k"): 12,
        ("j", "k", 0): 12,
        ("j", "k", 1): 13,
        ("j", "k", 1, "l"): 14,
        ("j", "k", 1, "l", "m"): 14,
        ("j", "k", 1, "l", "m", "n"): 14,
        ("j", "k", 1, "l", "m", "n", 0): 15,
        ("j", "k", 1, "l", "m", "n", 1): 15,
        ("j", "k", 1, "l", "m", "n", 2): 15,
        ("j", "k", 1, "o p"): 17,
        ("j", "k", 1, "o p", "q"): 18,
    }


def test_lines_end_in_other_ways_too() -> None:
    assert find_lines('a = 1\r\n\r\nb = """x\r\ny"""\r\nc = 2') == {("a",): 1, ("b",): 3, ("c",): 5}


QUOTES = st.text("ab\"'\\#[]{}=,.\n é", max_size=8)


@given(
    st.lists(st.tuples(st.sampled_from(["basic", "literal", "long", "raw"]), QUOTES), max_size=6)
)
def test_no_text_can_hide_the_keys_behind_it(values: list[tuple[str, str]]) -> None:
    lines = []
    for index, (style, value) in enumerate(values):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        bare = value.replace("'", "")
        written = {
            "basic": '"' + escaped.replace("\n", "\\n") + '"',
            "literal": "'" + bare.replace("\n", "") + "'",
            "long": '"""' + escaped + '"""',
            "raw": "'''" + bare + "'''",
        }[style]
        lines.append(f"k{index} = [{written}, {{x = {written}}}]")
    text = "\n".join(lines)
    found = find_lines(text)
    assert set(found) == set(paths(tomllib.loads(text)))
    for index in range(len(values)):
        assert text.splitlines()[found[(f"k{index}",)] - 1].startswith(f"k{index} = ")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a = 1\nb = = 2\n", [(2, "the text is not TOML here: Invalid value")]),
        ("a = 1\nb = [1,\n\n", [(2, "the text is not TOML here: Invalid value")]),
        ("a = 1\na = 2\n", [(2, "the text is not TOML here: Cannot overwrite a value")]),
        ("a = " + "[" * 5000, [(1, "the text is not TOML here: too many brackets in each other")]),
        (
            HEAD.replace("edition = 1", 'edition = "1"').replace('title = "x"\n', ""),
            [
                (1, "x has no title; give it one"),
                (2, 'edition is a whole number, not "1"'),
            ],
        ),
        (
            HEAD + '[[states]]\nid = "a"\nfinale = true\nfinal = "yes"\n',
            [
                (9, "there is no key finale; did you mean final?"),
                (10, 'final is true or false, not "yes"'),
            ],
        ),
        (
            HEAD + '[[fields]]\nid = "a"\ntype = "txt"\n[[fields]]\nlabel = "b"\nfoo = 1',
            [
                (
                    9,
                    "type is one of text, integer, decimal, money, date, moment, flag, choice,"
                    ' file, ref, list, item, not "txt"',
                ),
                (10, "fields[2] has no id; give it one"),
                (10, "fields[2] has no type; give it one"),
                (
                    12,
                    "there is no key foo here; there are section, line, id, label, type, unit,"
                    " choices, many, personal, confidential, required_from, procedure, fields,"
                    " unique",
                ),
            ],
        ),
        (
            HEAD + 'transitions = [\n  {id = "go", from = "a", fields = ["b", 1], when = [3]},\n]',
            [
                (8, 'from is a list such as ["a"]'),
                (8, "fields is a text in quotation marks, not 1"),
                (8, "when is a table such as {id = …}, not 3"),
            ],
        ),
        (
            HEAD + '[[clocks]]\nid = "a"\ndays = 2.5\nmonths = true\nat = 09:00:00\nuntil = {}',
            [
                (9, "days is a whole number or the name of a figure, not 2.5"),
                (10, "months is a whole number or the name of a figure, not true"),
                (11, "at is a text in quotation marks, not 09:00:00"),
                (12, "until is a list such as [{…}]"),
            ],
        ),
        (
            HEAD + '[[clocks]]\nid = "a"\nitems = [\n  "b",\n  3,\n  {ids = "c"},\n]',
            [
                (11, "items is a name, or a table such as {id = …}, not 3"),
                (12, "there is no key ids; did you mean id?"),
                (12, "items[3] has no id; give it one"),
            ],
        ),
    ],
)
def test_what_is_wrong_with_the_form_is_said_at_once(
    text: str, problems: list[tuple[int, str]]
) -> None:
    assert said(text) == problems


@given(st.text(max_size=60))
def test_any_text_is_read_or_has_problems(text: str) -> None:
    source, problems = read_source(text)
    assert (source is None) == bool(problems)
