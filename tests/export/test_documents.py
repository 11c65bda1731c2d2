"""Documents by name: a case's number in a file's name; the words that are the program's own."""

from __future__ import annotations

import pytest

from zltrec.export.documents import _in_a_name
from zltrec.export.words import printed


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("TB-2022-001", "TB-2022-001"),
        ("water/1/2022-06", "water%2F1%2F2022-06"),
        ("危改〔2022〕3号", "危改〔2022〕3号"),
        ("a b:c", "a%20b%3Ac"),
        ("a%2Fb", "a%252Fb"),
    ],
)
def test_a_number_stands_in_a_name_as_no_other_does(number: str, name: str) -> None:
    """No folder of it, and no two numbers in one name."""
    assert _in_a_name(number) == name


def test_a_long_number_is_cut_and_stays_another() -> None:
    one, other = (_in_a_name("号" * 300 + end) for end in "甲乙")
    assert one != other
    assert one.startswith("号")
    assert max(len(one.encode()), len(other.encode())) <= 200


def test_the_words_of_a_document_are_those_of_the_catalogue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A command that speaks Chinese prints the same document as a set holds."""
    from gettext import translation

    from zltrec.cli import labels
    from zltrec.cli.messages import DOMAIN, FOLDER

    monkeypatch.setattr(labels, "_", translation(DOMAIN, FOLDER, ["zh"]).gettext)
    for word in ("no", "label", "period", "cumulative", "amended", "retracted", "added"):
        assert printed(word) == labels.paper_word(word)
