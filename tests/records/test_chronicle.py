"""Commands on the chronicle: what they answer, and that what is refused writes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sample_office import SEVENTH, SIXTH, add, all_ledgers

from zltrec.calendar.when import UNDATED, When, month
from zltrec.errors import BadUsage, Refused, ZltrecError
from zltrec.records.chronicle import amend_entry, move_entry, retract_entry
from zltrec.workspace import Workspace


def shown(office: Workspace) -> list[tuple[str, str | None, str, str]]:
    """The chronicle: id, start, text, status."""
    rows = all_ledgers(office.views())["chronicle"]
    return [(row["id"], row["start"], row["text"], row["status"]) for row in rows]


def test_an_entry_is_amended_in_part_or_whole(office: Workspace) -> None:
    """Only the date, only the text, both: what is not named stays."""
    (entry,) = add(office.records, "开馆。")
    assert amend_entry(office.records, entry, when=SEVENTH, text=None, reason="日期").position == 3
    assert shown(office) == [(entry, "2022-06-07", "开馆。", "amended")]
    amend_entry(office.records, entry, when=None, text=" 闭馆。 ", reason="文字")
    assert shown(office) == [(entry, "2022-06-07", "闭馆。", "amended")]
    amend_entry(office.records, entry, when=UNDATED, text="开馆。", reason="不详")
    assert shown(office) == [(entry, None, "开馆。", "amended")]


def test_a_retracted_entry_stays_in_the_list(office: Workspace) -> None:
    """It is marked, not gone; and may be recorded anew under a new id."""
    (entry,) = add(office.records, "开馆。")
    retract_entry(office.records, entry[:6], reason="重复")
    assert add(office.records, "开馆。") == ["c0000004"]
    assert [(row[0], row[3]) for row in shown(office)] == [
        (entry, "retracted"),
        ("c0000004", "recorded"),
    ]


def test_entries_are_moved_within_their_day(office: Workspace) -> None:
    """Forward, backward, to the place where it stands already."""
    one, two, three = add(office.records, "一。", "二。", "三。")

    def order() -> list[str]:
        return [row[0] for row in shown(office)]

    move_entry(office.records, one, after=three)
    assert order() == [two, three, one]
    move_entry(office.records, one, after=two)
    assert order() == [two, one, three]
    move_entry(office.records, one, after=two)
    assert order() == [two, one, three]
    (four,) = add(office.records, "四。")
    assert order() == [two, one, three, four]


def test_a_month_comes_after_its_days_and_undated_last(office: Workspace) -> None:
    """The chronicle's order: by start and end; 是月 after the month's last day."""
    june: When = month(2022, 6)
    for when in (UNDATED, june, SEVENTH, month(2022, 5), SIXTH):
        add(office.records, "同一件事。", when=when)
    starts = [(row[1], row[0]) for row in shown(office)]
    assert [start for start, _ in starts] == [
        "2022-05-01",
        "2022-06-06",
        "2022-06-07",
        "2022-06-01",
        None,
    ]


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (lambda r: add(r, "  "), BadUsage),
        (lambda r: add(r, "开 馆。"), Refused),
        (lambda r: amend_entry(r, "c0000002", when=None, text=None, reason="x"), Refused),
        (lambda r: amend_entry(r, "c0000002", when=None, text="", reason="x"), BadUsage),
        (lambda r: amend_entry(r, "c0000002", when=None, text="闭馆。", reason="x"), Refused),
        (lambda r: amend_entry(r, "c0000009", when=None, text="z", reason="x"), Refused),
        (lambda r: amend_entry(r, "c0000004", when=None, text="z", reason="x"), Refused),
        (lambda r: retract_entry(r, "c0000004", reason="x"), Refused),
        (lambda r: retract_entry(r, "nothing", reason="x"), Refused),
        (lambda r: move_entry(r, "c0000002", after="c0000002"), Refused),
        (lambda r: move_entry(r, "c0000002", after="c0000006"), Refused),
        (lambda r: move_entry(r, "c0000002", after="c0000004"), Refused),
    ],
)
def test_what_is_refused_writes_nothing(
    office: Workspace, command: Callable[..., object], error: type[ZltrecError]
) -> None:
    """Each refusal is one of our errors, and leaves log, registers and root as they were."""
    add(office.records, "开馆。", "闭馆。", "误收。")
    retract_entry(office.records, "c0000004", reason="误")
    add(office.records, "除尘。", when=SEVENTH)
    before = (office.log.head(), list(office.log.register_rows()))
    with pytest.raises(error) as raised:
        command(office.records)
    assert "\n" not in str(raised.value)
    assert (office.log.head(), list(office.log.register_rows())) == before
