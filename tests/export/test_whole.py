"""A whole export as one file: a workbook that openpyxl reads, a calendar that icalendar reads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from sample_office import History, add, all_ledgers, everything, exported

from zltrec.export.agenda import Appointment, write_agenda
from zltrec.export.formats import cell_text, excel_csv_lines
from zltrec.projections.catalogue import ledgers_of
from zltrec.projections.ledgers import Ledger
from zltrec.projections.rows import Scope
from zltrec.workspace import Workspace

AS_OF = date(2022, 7, 1)


@pytest.fixture
def busy(office: Workspace) -> Workspace:
    """An office with a history, and texts that a spreadsheet could take for more than texts."""
    History(office.records, seed=21, lamps=True).go_on(110)
    add(office.records, "=1+1 是几？", "+86 号段开通。", "-40度。", "@市民。", "2022-06-03")
    return office


def as_text(value: Any) -> str:
    """A cell as the ledger writes it."""
    if isinstance(value, datetime):
        text = value.isoformat(timespec="minutes")
        return text.removesuffix("T00:00")
    return cell_text(value)


def same(cell: Any, value: Any) -> bool:
    """Whether a cell holds a ledger's value: the same text, or the same number."""
    if isinstance(cell, float | int) and isinstance(value, str):
        return Decimal(str(cell)) == Decimal(value)
    return as_text(cell) == cell_text(value)


def test_a_workbook_holds_what_the_ledgers_show(busy: Workspace, tmp_path: Path) -> None:
    """A sheet for each, under the documents' labels, frozen; days are days and numbers numbers."""
    names = everything(busy.views())
    exported(busy, tmp_path / "out", *names, formats=("xlsx",))
    book = load_workbook(tmp_path / "out" / "ledgers.xlsx")
    assert book.sheetnames == ["zltrec", *names]
    about = {row[0].value: row[1].value for row in book["zltrec"].iter_rows()}
    assert about["position"] == str(busy.log.size)
    assert about["as_of"] == "2022-07-01"
    known = ledgers_of(busy.views())
    kinds = set()
    for name, rows in all_ledgers(busy.views(), Scope(AS_OF)).items():
        sheet = book[name]
        ledger = known[name]
        head, *lines = sheet.iter_rows()
        assert [cell.value for cell in head] == [ledger.labels.get(c, c) for c in ledger.columns]
        assert sheet.freeze_panes == "A2"
        assert len(lines) == len(rows)
        for cells, row in zip(lines, rows, strict=True):
            for cell, column in zip(cells, ledger.columns, strict=True):
                assert same(cell.value, row[column]), (name, column, cell.value, row[column])
                kinds.add(cell.data_type)
    assert kinds == {"s", "n", "d", "b"}


def test_no_cell_is_a_formula(busy: Workspace, tmp_path: Path) -> None:
    """Whatever a text begins with; and one that looks like a day stays a text."""
    exported(busy, tmp_path / "out", "chronicle", formats=("xlsx",))
    sheet = load_workbook(tmp_path / "out" / "ledgers.xlsx")["chronicle"]
    texts = {row[4].value: row[4].data_type for row in sheet.iter_rows(min_row=2)}
    for text in ("=1+1 是几？", "+86 号段开通。", "-40度。", "@市民。", "2022-06-03"):
        assert texts[text] == "s"


def test_csv_for_excel_has_a_mark_and_no_formula(busy: Workspace, tmp_path: Path) -> None:
    """The byte-order mark by which Excel knows UTF-8; an apostrophe before what it would run."""
    exported(busy, tmp_path / "out", "chronicle", formats=("csv-excel",))
    data = (tmp_path / "out" / "chronicle.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,start,end")
    assert data.count(b"\r\n") == data.count(b"\n")
    for text in ("'=1+1 是几？", "'+86 号段开通。", "'-40度。", "'@市民。"):
        assert f",{text},".encode() in data


def test_a_number_below_nought_stays_one_for_excel() -> None:
    """It is no formula, and has to be summed."""
    cells = [["-5.00", "-12", "--1", "-1+1", "+5", "-"]]
    _mark, _head, line = excel_csv_lines(cells, "abcdef", "abcdef")
    assert line == "-5.00,-12,'--1,'-1+1,'+5,'-\r\n"


def test_whole_files_are_the_same_bytes_again(busy: Workspace, tmp_path: Path) -> None:
    """From views that were built anew; and nothing is touched where they are there."""
    names = everything(busy.views())
    for folder, known_at in (("one", None), ("two", busy.log.size)):
        exported(busy, tmp_path / folder, *names, formats=("xlsx", "ics"), known_at=known_at)
    for name in ("ledgers.xlsx", "deadlines.ics"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert not exported(busy, tmp_path / "one", *names, formats=("xlsx", "ics"))[1]


def test_sheets_with_long_names_are_told_apart(tmp_path: Path) -> None:
    """A sheet's name has 31 characters; two ledgers may begin alike."""
    from zltrec.export.workbook import write_workbook

    def ledger(name: str) -> tuple[Ledger, Iterator[list[str]]]:
        return Ledger(name, name, ("a",), lambda _views, _scope: iter(())), iter([[name]])

    long = "a-ledger-with-a-name-of-many-characters"
    with (tmp_path / "book.xlsx").open("wb") as content:
        sheets = [ledger(long), ledger(f"{long}-by-town")]
        count = write_workbook(content, [], sheets, tmp_path)
    assert count == 2
    book = load_workbook(tmp_path / "book.xlsx")
    assert [book[name]["A2"].value for name in book.sheetnames[1:]] == [long, f"{long}-by-town"]


def events(data: bytes) -> dict[str, Any]:
    """The events of a calendar, by id."""
    found = list(Calendar.from_ical(data).walk("VEVENT"))
    assert len({str(event["uid"]) for event in found}) == len(found)
    return {str(event["uid"]): event for event in found}


def test_a_calendar_has_every_deadline(busy: Workspace, tmp_path: Path) -> None:
    """All that clocks ask for, each on its day."""
    exported(busy, tmp_path / "out", formats=("ics",))
    found = events((tmp_path / "out" / "deadlines.ics").read_bytes())
    due = all_ledgers(busy.views(), Scope(AS_OF))["due"]
    assert len(due) > 5
    for row in due:
        wanted = (row["due_on"], f"{row['what']} {row['subject']}")
        assert wanted in [(e["dtstart"].dt.isoformat(), str(e["summary"])) for e in found.values()]


def agenda(*wanted: Appointment) -> dict[str, Any]:
    """A calendar of these, read back."""
    content = io.BytesIO()
    assert write_agenda(content, "store", ZoneInfo("Asia/Shanghai"), iter(wanted)) == len(wanted)
    return events(content.getvalue())


def test_an_event_keeps_its_id_and_tells_what_is_done() -> None:
    """When its day moves, and when it is met; a minute is of the store's zone."""
    first = Appointment(
        ("p", "LD-1", "repair"), "2022-06-03", "限期修复 LD-1", False, ("路灯所", "")
    )
    (before,) = agenda(first).items()
    (after,) = agenda(replace(first, on="2022-06-10T09:00", done=True)).items()
    assert before[0] == after[0]
    assert before[1]["dtstart"].dt == date(2022, 6, 3)
    assert after[1]["dtstart"].dt == datetime(2022, 6, 10, 1, 0, tzinfo=UTC)
    assert (str(before[1]["summary"]), str(after[1]["summary"])) == (
        "限期修复 LD-1",
        "✓ 限期修复 LD-1",
    )
    assert str(before[1]["description"]) == "路灯所"
    other = replace(first, key=("p", "LD-2", "repair"))
    assert len(agenda(first, other)) == 2
