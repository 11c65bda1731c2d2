"""A month of the chronicle, as it is printed."""

from __future__ import annotations

from datetime import date

from sample_office import SEVENTH, SIXTH, add

from zltrec.calendar.when import UNDATED, day, day_range, month, year
from zltrec.projections.chronicle import month_entries
from zltrec.records.chronicle import move_entry, retract_entry
from zltrec.workspace import Workspace


def test_a_month_holds_what_begins_in_it(office: Workspace) -> None:
    """By days, then 是月; a range over the end belongs to its first month; 是年 to December;
    undated entries to none; retracted ones are not printed."""
    over = day_range(date(2022, 6, 29), date(2022, 7, 2))
    for text, when in (
        ("是月。", month(2022, 6)),
        ("是年。", year(2022)),
        ("跨月。", over),
        ("七日。", SEVENTH),
        ("六日。", SIXTH),
        ("六日又。", SIXTH),
        ("不详。", UNDATED),
        ("七月。", day(date(2022, 7, 1))),
        ("岁末。", day(date(2022, 12, 31))),
    ):
        add(office.records, text, when=when)
    (gone,) = add(office.records, "误收。")
    retract_entry(office.records, gone, reason="误")
    move_entry(office.records, "c0000006", after="c0000007")

    def printed(of: int) -> list[str]:
        return [text for _, text in month_entries(office.views(), 2022, of)]

    assert printed(6) == ["六日又。", "六日。", "七日。", "跨月。", "是月。"]
    assert printed(7) == ["七月。"]
    assert printed(12) == ["岁末。", "是年。"]
    assert printed(5) == []
    assert month_entries(office.views(), 2022, 6)[3][0] == over
    assert month_entries(office.views(), 2021, 6) == []
