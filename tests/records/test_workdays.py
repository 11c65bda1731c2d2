"""Commands on calendars of working days: what a store begins with, and what is adopted later."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from zltrec.calendar.working import YearCalendar, encode_year
from zltrec.cli.main import program
from zltrec.domain.workdays import Workdays, adopt_action, calendar_of, subject_of
from zltrec.errors import BadUsage, Refused, Unreadable
from zltrec.records.paper import PaperDecision, record_paper
from zltrec.records.settings import change_setting
from zltrec.records.work import Written
from zltrec.records.workdays import Adoption, adopt_seeded, adopt_year, adoptions
from zltrec.workspace import Workspace

TODAY = date(2022, 7, 1)
SUBJECT = "workdays:2098"
WEDNESDAY, THURSDAY, SUNDAY = date(2098, 10, 1), date(2098, 10, 2), date(2098, 10, 5)
BUNDLED = {
    2097: YearCalendar(2097, (), (), "随附"),
    2098: YearCalendar(2098, (WEDNESDAY, THURSDAY), (SUNDAY,), "随附"),
    2099: YearCalendar(2099, (), (), "随附"),
}
"""Years that no package knows yet, so that it does not matter which ones the store has."""

OTHER = YearCalendar(2098, (WEDNESDAY,), (), "区政府通知")
ALONE = YearCalendar(2096, (), (), "区政府通知")


@pytest.fixture
def seeded(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A store that began with the calendars of 2097 and 2098; that of 2099 came later."""
    monkeypatch.setattr("zltrec.records.workdays.seeded_year", BUNDLED.get)
    seed(office, 2097, 2098)
    return office


def seed(office: Workspace, *years: int) -> list[Written]:
    """Adopts bundled years, as `init` does."""
    with office.records.writing() as work:
        return adopt_seeded(work, years)


def paper(office: Workspace, subject: str, action: str, by: str = "registrar") -> Written:
    """The approval of an office, on paper."""
    scan = office.folder.path.parent / "scan.pdf"
    scan.write_bytes(b"a scan")
    said = PaperDecision(subject, action, True, by, "赵登", scan, TODAY)
    return record_paper(office.records, office.files, said, today=TODAY)


def adopt(office: Workspace, calendar: YearCalendar) -> Written:
    """Adopts a calendar today."""
    return adopt_year(office.records, encode_year(calendar), today=TODAY)


def approve(office: Workspace, calendar: YearCalendar, by: str = "registrar") -> Written:
    """Approves exactly this calendar."""
    return paper(office, subject_of(calendar.year), adopt_action(encode_year(calendar)), by)


def is_working(office: Workspace, day: date) -> bool:
    """Whether a day is worked by what is in force."""
    with office.records.looking() as look:
        return calendar_of(look.registers).is_working(day)


def late(office: Workspace) -> list[Adoption]:
    """The adoptions of the years above."""
    return [one for one in adoptions(office.records) if one.calendar.year > 2090]


def test_a_store_begins_with_what_is_bundled(seeded: Workspace) -> None:
    """An event a year with its whole text, no approval."""
    size = seeded.log.size
    assert late(seeded) == [
        Adoption(BUNDLED[2097], "", size - 1),
        Adoption(BUNDLED[2098], "", size),
    ]
    worked = [is_working(seeded, day) for day in (WEDNESDAY, THURSDAY, SUNDAY)]
    assert worked == [False, False, True]


def test_what_is_bundled_is_the_packages(office: Workspace) -> None:
    """Whether by the founding or here: the year of the gazette is counted as decreed."""
    if 2022 not in {one.calendar.year for one in adoptions(office.records)}:
        seed(office, 2022)
    assert is_working(office, date(2022, 10, 9))
    assert not is_working(office, date(2022, 10, 3))


def test_a_store_begins_once(seeded: Workspace) -> None:
    """A year is not seeded again over what is in force; an unknown year is not made up."""
    size = seeded.log.size
    with pytest.raises(Refused, match="2098 is adopted already"):
        seed(seeded, 2099, 2098)
    with pytest.raises(Refused, match="no calendar of 2096 is bundled"):
        seed(seeded, 2099, 2096)
    assert seeded.log.size == size


def test_another_calendar_needs_its_approval(seeded: Workspace) -> None:
    """The refusal names the action; with the approval the event names it, and days are counted
    anew."""
    size = seeded.log.size
    with pytest.raises(Refused, match=r"needs the approval of registrar for adopt [0-9a-f]{64}"):
        adopt(seeded, OTHER)
    assert seeded.log.size == size
    approval = approve(seeded, OTHER)
    assert not is_working(seeded, THURSDAY)
    written = adopt(seeded, OTHER)
    assert written == Written(SUBJECT, seeded.log.size)
    state = seeded.records.load_exactly(SUBJECT)
    assert state == Workdays(SUBJECT, 2, encode_year(OTHER), approval.id)
    assert is_working(seeded, THURSDAY)
    assert not is_working(seeded, WEDNESDAY)
    assert late(seeded)[1] == Adoption(OTHER, approval.id, written.position)


def another_text(office: Workspace) -> None:
    approve(office, msgspec.structs.replace(OTHER, basis="另一通知"))


def another_office(office: Workspace) -> None:
    approve(office, OTHER, by="editor")


def another_year(office: Workspace) -> None:
    paper(office, "workdays:2097", adopt_action(encode_year(OTHER)))


def an_approval_used_before(office: Workspace) -> None:
    for calendar in (OTHER, BUNDLED[2098]):
        approve(office, calendar)
        adopt(office, calendar)


@pytest.mark.parametrize(
    "bring",
    [another_text, another_office, another_year, an_approval_used_before],
    ids=lambda way: way.__name__,
)
def test_another_approval_adopts_nothing(
    seeded: Workspace, bring: Callable[[Workspace], None]
) -> None:
    """It has to be for exactly this text, for this year as it stands, by the office in force."""
    bring(seeded)
    size = seeded.log.size
    with pytest.raises(Refused, match="needs the approval of registrar"):
        adopt(seeded, OTHER)
    assert seeded.log.size == size


def test_a_year_without_a_calendar_is_adopted_by_approval(seeded: Workspace) -> None:
    """Also the first calendar of a year, once the store has begun."""
    for calendar in (BUNDLED[2099], ALONE):
        with pytest.raises(Refused, match="needs the approval of registrar"):
            adopt(seeded, calendar)
        approve(seeded, calendar)
        assert adopt(seeded, calendar).id == subject_of(calendar.year)
    assert [one.calendar.year for one in late(seeded)] == [2096, 2097, 2098, 2099]


def test_the_office_in_force_approves(seeded: Workspace) -> None:
    """`calendar.office` is a setting; so is the least grade."""
    paper(seeded, "setting:calendar.office", "set 办公室")
    change_setting(seeded.records, "calendar.office", "办公室", today=TODAY)
    approve(seeded, OTHER)
    with pytest.raises(Refused, match="needs the approval of 办公室"):
        adopt(seeded, OTHER)
    approve(seeded, OTHER, by="办公室")
    paper(seeded, "setting:calendar.grade", "set key")
    change_setting(seeded.records, "calendar.grade", "key", today=TODAY)
    with pytest.raises(Refused, match="needs an approval by key"):
        adopt(seeded, OTHER)


def test_what_is_in_force_is_not_adopted_again(seeded: Workspace) -> None:
    """Nothing would change, whatever the layout of the file."""
    laid_out = json.dumps(json.loads(encode_year(BUNDLED[2098])), indent=2)
    with pytest.raises(Refused, match="2098 is in force as it is"):
        adopt_year(seeded.records, laid_out, today=TODAY)


def test_a_bad_calendar_is_refused_first(seeded: Workspace) -> None:
    """Before any approval is looked for."""
    with pytest.raises(Unreadable, match="cannot be read"):
        adopt_year(seeded.records, "{", today=TODAY)


def run(office: Workspace, *words: object) -> tuple[Any, str]:
    """One command at the shell: its JSON, and what was said on stderr."""
    given = ["--store", str(office.folder.path), "calendar", *map(str, words), "--format", "json"]
    result = CliRunner().invoke(program(), given, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return json.loads(result.stdout), result.stderr


def test_calendars_at_the_shell(seeded: Workspace, tmp_path: Path) -> None:
    """list, show and adopt; what is not adopted is said to be so, with the action to approve."""
    rows = [row for row in run(seeded, "list")[0] if row["year"] > 2090]
    size = seeded.log.size
    assert [list(row.values()) for row in rows] == [
        [2097, 0, 0, "随附", None, size - 1],
        [2098, 2, 1, "随附", None, size],
    ]
    days = {"holidays": ["2098-10-01", "2098-10-02"], "workdays": ["2098-10-05"]}
    shown, said = run(seeded, "show", 2098)
    assert shown == {"year": 2098, **days, "basis": "随附", "adopted": True}
    assert said == ""
    shown, said = run(seeded, "show", 2099)
    assert shown["adopted"] is False
    assert f"SUBJECT workdays:2099, ACTION '{adopt_action(encode_year(BUNDLED[2099]))}'" in said
    with pytest.raises(Refused, match="no calendar of 2096 is bundled"):
        run(seeded, "show", 2096)
    file = tmp_path / "2098.json"
    file.write_text(json.dumps(json.loads(encode_year(OTHER)), indent=1))
    with pytest.raises(BadUsage, match="is the calendar of 2098, not of 2097"):
        run(seeded, "adopt", 2097, "--file", file)
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(Unreadable, match=r"bad\.json is no calendar: the calendar cannot be read"):
        run(seeded, "adopt", 2098, "--file", tmp_path / "bad.json")
    approve(seeded, OTHER)
    written, _ = run(seeded, "adopt", 2098, "--file", file)
    assert written == {"id": SUBJECT, "position": seeded.log.size}
    assert run(seeded, "show", 2098)[0]["basis"] == "区政府通知"
