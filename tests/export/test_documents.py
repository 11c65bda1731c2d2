"""Documents by name: a case's number in a file's name; the words that are the program's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from sample_office import add

from zltrec.calendar.when import decode_when
from zltrec.export.documents import _in_a_name
from zltrec.export.exporting import export_ledgers
from zltrec.export.manifest import Standing
from zltrec.export.words import printed
from zltrec.projections.catalogue import find_ledgers
from zltrec.workspace import Workspace

DAY = date(2022, 6, 30)
One = TypeVar("One")


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


def test_who_watches_is_told_how_many_documents_there_are(
    office: Workspace, tmp_path: Path
) -> None:
    """The rows of each ledger, the ledgers, the documents: each passed on one by one."""
    add(office.records, "召开会议。")
    add(office.records, "诗会。", when=decode_when("2022-05-30"))
    watched: list[tuple[int | None, int]] = []

    def watch(items: Iterable[One], length: int | None, /) -> Iterable[One]:
        passed = 0
        for one in items:
            yield one
            passed += 1
        watched.append((length, passed))

    views = office.views()
    standing = Standing(
        office.founded.store_id, views.position, office.root_at(views.position), DAY, undated=False
    )
    ledgers = find_ledgers(views, ("chronicle", "seats"))
    files, _changed = export_ledgers(
        views, ledgers, ["csv", "docx"], tmp_path / "out", standing, progress=watch
    )
    assert [file.path for file in files] == [
        "chronicle.csv",
        "seats.csv",
        "chronicle-2022-05.docx",
        "chronicle-2022-06.docx",
    ]
    assert watched == [(None, 2), (None, 0), (2, 2), (2, 2)]
