"""How lines are counted: words whole, Chinese anywhere, never fewer than a text fills."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from zltrec.export.wrapping import head_lines, head_width, lines_of, text_width, wraps_in

texts = st.text(alphabet="档案馆。“”—…ab1-/ 　\t\n\r\u2028é😀\u0301", max_size=300)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("a\nb\n\nd", 4),
        ("word " * 4, 1),
        ("word " * 5, 2),
        ("sixteen-letters- sixteen-letters-", 2),
        ("x" * 20, 1),
        ("x" * 41, 3),
        ("ab " + "x" * 20, 2),
        ("ab " + "x" * 21, 3),
        ("汛" * 9, 1),
        ("汛" * 10, 2),
        ("汛" * 27, 3),
        ("汛" * 28, 4),
        ("“汛汛汛汛汛汛汛”", 1),
        ("“汛汛汛汛汛汛汛汛”", 2),
        ("abcdefgh汛汛汛汛汛汛", 2),
    ],
)
def test_lines_in_a_column_of_twenty(text: str, lines: int) -> None:
    """Nine Chinese characters a line, as they are wider than two digits; twenty others."""
    assert lines_of(text, 20) == lines


@given(texts, st.integers(min_value=6, max_value=60))
def test_there_are_never_fewer_lines_than_a_text_fills(text: str, width: int) -> None:
    """Of each line, without the blanks at its end; a text that does not wrap has one."""
    filled = sum(max(1, -(-wcswidth(line.rstrip()) // width)) for line in text.splitlines())
    if filled <= 100:
        assert lines_of(text, width) >= filled
    if not wraps_in(text, width):
        assert text_width(text) <= width


@given(st.text(alphabet="档案a1 “", max_size=40))
def test_a_column_that_a_text_chose_holds_it_in_one_line(text: str) -> None:
    """And in bold the head that chose it."""
    assert not wraps_in(text, text_width(text))
    assert lines_of(text.replace("“", ""), text_width(text)) == 1
    assert head_lines(text, head_width(text)) == 1
