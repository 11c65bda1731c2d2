"""Importing a gazette: only what is new, compared with what was printed before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from sample_office import found, reopened

from zltrec.errors import Refused, Unreadable
from zltrec.projections.ledgers import LEDGERS
from zltrec.projections.rows import Row, Scope
from zltrec.records import chronicle
from zltrec.records.imports import ImportReport, import_gazette
from zltrec.workspace import Workspace

SAMPLE = Path(__file__).parents[2] / "zltrec" / "samples" / "gazette.txt"

MONTH = """# 2023年7月大事记

**3日** 青河市召开防汛会商会，部署巡堤工作。

☆ 市图书馆夜间开放，首日接待读者三百人。

**5~6日** 省水利专家组到东岭乡查看水库除险工程。

**9日** 青河市第三届西瓜节在柳溪镇开幕。
"""


def yes(_report: ImportReport) -> bool:
    """An answer."""
    return True


def no(_report: ImportReport) -> bool:
    """An answer."""
    return False


def nobody(_report: ImportReport) -> bool:
    """Nobody is there to answer."""
    raise Refused("needs an answer")


def take_in(
    workspace: Workspace,
    source: Path | str,
    *,
    answer: Callable[[ImportReport], bool] = nobody,
    dry_run: bool = False,
    encoding: str = "utf-8",
) -> ImportReport:
    """Imports a file, or a text put into one."""
    if isinstance(source, str):
        path = workspace.folder.path.parent / "gazette.txt"
        path.write_text(source, encoding=encoding)
        source = path

    def plain(lines: Iterable[str], _size: int) -> Iterable[str]:
        return lines

    return import_gazette(
        workspace.records,
        workspace.files,
        source,
        encoding=encoding,
        dry_run=dry_run,
        answer=answer,
        progress=plain,
    )


def entries(workspace: Workspace) -> list[Row]:
    """The chronicle as it stands, retracted entries left out."""
    rows = LEDGERS["chronicle"].rows(workspace.views(), Scope())
    return [row for row in rows if row["status"] != "retracted"]


def texts(workspace: Workspace) -> list[str]:
    """The standing entries' texts in order."""
    return [row["text"] for row in entries(workspace)]


def test_the_sample_comes_in_whole_and_a_second_time_adds_nothing(office: Workspace) -> None:
    """The same file again changes nothing, not even the position."""
    first = take_in(office, SAMPLE)
    assert first.printed == {"chronicle": 25, "notices": 2, "plans": 1, "rosters": 1}
    assert first.done["added"] == 29
    second = take_in(office, SAMPLE)
    assert second.done == {"added": 0, "amended": 0, "moved": 0, "unchanged": 29, "missing": 0}
    assert second.position == first.position == office.log.size


def test_sources_cite_the_file_and_the_line(office: Workspace) -> None:
    """What an entry was read from can be looked up: digest and line."""
    report = take_in(office, MONTH)
    lines = MONTH.splitlines()
    for row in entries(office):
        digest, _, line = row["source"].partition(":")
        assert digest == report.sha256 == hashlib.sha256(MONTH.encode()).hexdigest()
        assert row["text"] in lines[int(line) - 1]
    assert office.files.digest(report.sha256) == report.sha256


def test_a_dry_run_says_what_an_import_does_and_writes_nothing(tmp_path: Path) -> None:
    """The dry run's counts and labels are those of the import that follows."""
    workspace = found(tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and "-" not in p.name}
    dry = take_in(workspace, SAMPLE, dry_run=True)
    assert workspace.log.size == 1
    assert not list(workspace.files.all())
    after = {p: p.read_bytes() for p in before}
    assert after == before
    real = take_in(workspace, SAMPLE)
    assert (dry.printed, dry.done) == (real.printed, real.done)
    assert [c.label for c in dry.changes] == [c.label for c in real.changes]
    workspace.close()


def test_blanks_are_no_correction(office: Workspace) -> None:
    """A scan with other blanks is the same gazette."""
    take_in(office, MONTH)
    size = office.log.size
    report = take_in(office, MONTH.replace("召开防汛", "召 开 防汛"))
    assert report.done["unchanged"] == 4
    assert office.log.size == size


def test_a_corrected_file_shows_as_an_amendment(office: Workspace) -> None:
    """A changed wording amends the entry that it corrects; the others stay as they are."""
    take_in(office, MONTH)
    ids = [row["id"] for row in entries(office)]
    report = take_in(office, MONTH.replace("三百人", "三百二十人"))
    assert report.done == {"added": 0, "amended": 1, "moved": 0, "unchanged": 3, "missing": 0}
    assert [row["id"] for row in entries(office)] == ids
    assert entries(office)[1]["text"].endswith("三百二十人。")
    assert entries(office)[1]["status"] == "amended"


def test_a_corrected_date_amends_too(office: Workspace) -> None:
    """An entry that the corrected file prints under another date is the same entry."""
    take_in(office, MONTH)
    report = take_in(office, MONTH.replace("**9日**", "**10日**"))
    assert report.done["amended"] == 1
    assert entries(office)[-1]["start"] == "2023-07-10"


def test_amendments_by_hand_are_left_alone(office: Workspace) -> None:
    """A file is compared with what was last printed, not with what people corrected since."""
    take_in(office, MONTH)
    entry = entries(office)[0]
    chronicle.amend_entry(
        office.records, entry["id"], when=None, text="青河市开会。", reason="核对"
    )
    report = take_in(office, MONTH)
    assert report.done["unchanged"] == 4
    assert texts(office)[0] == "青河市开会。"


def test_a_correction_that_was_made_by_hand_already_changes_nothing(office: Workspace) -> None:
    """A file that says what an archivist had corrected by hand brings no event."""
    take_in(office, MONTH)
    entry = entries(office)[1]
    text = entry["text"].replace("三百人", "三百二十人")
    chronicle.amend_entry(office.records, entry["id"], when=None, text=text, reason="核对")
    size = office.log.size
    report = take_in(office, MONTH.replace("三百人", "三百二十人"))
    assert report.done["unchanged"] == 4
    assert office.log.size == size


def test_a_retracted_entry_is_not_added_again(office: Workspace) -> None:
    """What an archivist took back stays away, however often the file comes in."""
    take_in(office, MONTH)
    chronicle.retract_entry(office.records, entries(office)[0]["id"], reason="重复")
    assert take_in(office, MONTH).done["added"] == 0
    assert len(entries(office)) == 3


def test_what_the_file_lacks_is_retracted_only_with_an_answer(office: Workspace) -> None:
    """Without an answer nothing at all is written; yes retracts; no leaves the entry."""
    take_in(office, MONTH)
    shorter = MONTH[: MONTH.index("**9日**")].replace("三百人", "三百零一人")
    size = office.log.size
    with pytest.raises(Refused):
        take_in(office, shorter)
    assert office.log.size == size
    assert len(list(office.files.all())) == 1
    report = take_in(office, shorter, answer=no)
    assert (report.done["amended"], report.done["missing"]) == (1, 1)
    assert len(entries(office)) == 4


def test_yes_retracts_what_the_file_lacks(office: Workspace) -> None:
    """The retraction is an event that names the file; the entry's text stays in the log."""
    take_in(office, MONTH)
    lost = entries(office)[-1]["id"]
    report = take_in(office, MONTH[: MONTH.index("**9日**")], answer=yes)
    assert report.done["missing"] == 1
    assert lost not in [row["id"] for row in entries(office)]
    assert take_in(office, MONTH[: MONTH.index("**9日**")]).done["missing"] == 0


def test_an_entry_added_between_others_takes_its_printed_place(office: Workspace) -> None:
    """A further entry of a day stands where the corrected file prints it."""
    take_in(office, MONTH)
    more = MONTH.replace("☆ 市图书馆", "☆ 市气象台发布大风预报。\n\n☆ 市图书馆")
    report = take_in(office, more)
    assert (report.done["added"], report.done["moved"]) == (1, 1)
    assert [text[:5] for text in texts(office)] == [
        "青河市召开",
        "市气象台发",
        "市图书馆夜",
        "省水利专家",
        "青河市第三",
    ]


def test_an_order_chosen_by_hand_stays(office: Workspace) -> None:
    """Entries moved by hand keep their place while the print is the same."""
    take_in(office, MONTH)
    first, second = (row["id"] for row in entries(office)[:2])
    chronicle.move_entry(office.records, first, after=second)
    take_in(office, MONTH.replace("西瓜节", "西瓜文化节"))
    assert [row["id"] for row in entries(office)[:2]] == [second, first]


def test_a_changed_printed_order_moves_entries(office: Workspace) -> None:
    """The corrected file's order within a day is taken over."""
    take_in(office, MONTH)
    one, two = MONTH.split("\n\n")[1].removeprefix("**3日** "), MONTH.split("\n\n")[2][2:]
    report = take_in(office, MONTH.replace(one, "X").replace(two, one).replace("X", two))
    assert report.done["moved"] == 1
    assert texts(office)[:2] == [two, one]


def test_an_entry_already_written_by_hand_is_taken_for_the_printed_one(office: Workspace) -> None:
    """An entry is never there twice, whoever wrote it first."""
    from zltrec.calendar.when import decode_when

    chronicle.add_entries(
        office.records, [(decode_when("2023-07-09"), "青河市第三届西瓜节在柳溪镇开幕。")]
    )
    report = take_in(office, MONTH)
    assert (report.done["added"], report.done["unchanged"]) == (3, 1)
    assert take_in(office, MONTH).done["unchanged"] == 4


def test_notices_and_rosters_are_compared_with_their_print(office: Workspace) -> None:
    """A seat that the corrected file prints anew is a correction; a person's number stays."""
    take_in(office, SAMPLE)
    (before,) = LEDGERS["rosters"].rows(office.views(), Scope())
    corrected = SAMPLE.read_text().replace("麦穗儿 沙湾乡乡长", "麦穗儿 沙湾乡党委书记")
    report = take_in(office, corrected)
    assert report.done["amended"] == 1
    (after,) = LEDGERS["rosters"].rows(office.views(), Scope())
    assert after["id"] == before["id"]
    changed = [m for m, n in zip(after["members"], before["members"], strict=True) if m != n]
    assert [m["title"] for m in changed] == ["沙湾乡党委书记"]


def test_bad_bytes_leave_nothing(tmp_path: Path) -> None:
    """A file that cannot be decoded to its end is not imported at all."""
    workspace = found(tmp_path / "office")
    bad = tmp_path / "bad.txt"
    bad.write_bytes(MONTH.encode() + b"\xff\n")
    with pytest.raises(Unreadable) as caught:
        take_in(workspace, bad)
    assert str(len(MONTH.encode())) in str(caught.value)
    assert workspace.log.size == 1
    assert not list(workspace.files.folder.rglob("*"))
    workspace.close()


def test_gb18030_is_read_when_it_is_named(office: Workspace) -> None:
    """A file of another encoding comes in with --encoding, kept byte for byte as it was."""
    report = take_in(office, MONTH, encoding="gb18030")
    assert len(entries(office)) == 4
    kept = office.files.path_of(report.sha256).read_bytes()
    assert kept == MONTH.encode("gb18030")


def test_a_file_without_a_gazette_changes_nothing(office: Workspace) -> None:
    """What holds no entry and no document is not taken in."""
    report = take_in(office, "只是一段话，没有日期。\n")
    assert report.printed == dict.fromkeys(report.printed, 0)
    assert office.log.size == 1


def test_the_real_gazette(tmp_path: Path, real_gazette: Path) -> None:
    """All of it: 105 entries, 7 notices, the plan without one, 4 rosters; twice; rendered."""
    workspace = found(tmp_path)
    report = take_in(workspace, real_gazette)
    assert report.printed == {"chronicle": 105, "notices": 7, "plans": 1, "rosters": 4}
    assert report.done["added"] == 117
    assert take_in(workspace, real_gazette).done["unchanged"] == 117
    rows = entries(workspace)
    assert sum(row["start"].startswith("2022-05") for row in rows) == 46
    assert sum(row["start"].startswith("2022-06") for row in rows) == 59
    source = _bare(real_gazette.read_text(encoding="utf-8"))
    assert all(_bare(row["text"]) in source for row in rows)
    seats = list(LEDGERS["seats"].rows(workspace.views(), Scope()))
    assert len(seats) == 129
    notices = list(LEDGERS["notices"].rows(workspace.views(), Scope()))
    dated = [n["issued_on"] for n in notices if n["issued_on"]]
    assert dated == ["2022-05-09", "2022-06-08", "2022-06-09", "2022-06-21", "2022-06-23"]
    attachments = [a for n in notices for a in n["attachments"]]
    assert (len(attachments), sum(a["present"] for a in attachments)) == (13, 11)
    (plan,) = [n for n in notices if n["kind"] == "plan"]
    assert plan["issued_on"] is None
    assert plan["issuer"] is None
    workspace.close()


@pytest.mark.parametrize(("month", "first", "last"), [("2022-05", 3, 97), ("2022-06", 99, 221)])
def test_a_rendered_month_of_the_real_gazette(
    tmp_path: Path, real_gazette: Path, month: str, first: int, last: int
) -> None:
    """Rendering gives the printed text back; importing what was rendered changes nothing."""
    from zltrec.gazette.rendering import render_month
    from zltrec.projections.chronicle import month_entries

    workspace = found(tmp_path)
    take_in(workspace, real_gazette)
    size = workspace.log.size
    year, number = (int(part) for part in month.split("-"))
    page = render_month(year, number, month_entries(workspace.views(), year, number))
    lines = real_gazette.read_text(encoding="utf-8").splitlines()[first - 1 : last]
    assert _bare(page) == _bare("\n".join(lines))
    report = take_in(workspace, page)
    assert report.done["unchanged"] == report.printed["chronicle"]
    assert workspace.log.size == size
    workspace.close()
    reopened(tmp_path).close()


def _bare(text: str) -> str:
    """Without blanks, `#` and `*`."""
    return "".join(text.replace("#", "").replace("*", "").split())


def test_a_correction_of_what_was_amended_by_hand_is_an_amendment(office: Workspace) -> None:
    """A changed print corrects its entry, whatever people made of it; and says that it does."""
    take_in(office, MONTH)
    entry = entries(office)[0]["id"]
    chronicle.amend_entry(
        office.records, entry, when=None, text="与原文完全不同的话。", reason="核对"
    )
    report = take_in(office, MONTH.replace("部署巡堤工作", "部署巡堤事宜"))
    assert (report.done["amended"], report.done["added"], report.done["missing"]) == (1, 0, 0)
    assert texts(office)[0] == "青河市召开防汛会商会，部署巡堤事宜。"
    assert [w.kind for w in report.warnings] == ["replaces_amendment"]


def test_only_what_changed_in_the_print_replaces_work_by_hand(office: Workspace) -> None:
    """A corrected date leaves the wording that an archivist gave."""
    take_in(office, MONTH)
    entry = entries(office)[-1]["id"]
    chronicle.amend_entry(office.records, entry, when=None, text="西瓜节开幕。", reason="简化")
    take_in(office, MONTH.replace("**9日**", "**10日**"))
    (row,) = [row for row in entries(office) if row["id"] == entry]
    assert (row["start"], row["text"]) == ("2023-07-10", "西瓜节开幕。")


def test_a_retracted_entry_stays_away_also_when_it_is_corrected(office: Workspace) -> None:
    """A correction of an entry that was taken back adds nothing, and says so."""
    take_in(office, MONTH)
    chronicle.retract_entry(office.records, entries(office)[0]["id"], reason="重复")
    report = take_in(office, MONTH.replace("部署巡堤工作", "部署巡堤事宜"))
    assert report.done["added"] == 0
    assert len(entries(office)) == 3
    assert [w.kind for w in report.warnings] == ["retracted_before"]


def test_a_retracted_notice_stays_away_whatever_the_file_says(office: Workspace) -> None:
    """The same for documents."""
    from zltrec.records.notices import retract_notice

    take_in(office, SAMPLE)
    notices = list(LEDGERS["notices"].rows(office.views(), Scope()))
    (notice,) = [n for n in notices if n["issued_on"] == "2023-04-12"]
    retract_notice(office.records, notice["id"], reason="误收")
    corrected = SAMPLE.read_text().replace("2023年4月12日", "2023年4月13日")
    report = take_in(office, corrected)
    assert report.done["added"] == 0
    assert "retracted_before" in [w.kind for w in report.warnings]


def test_a_notice_amended_by_hand_keeps_what_the_file_did_not_change(office: Workspace) -> None:
    """A corrected date of issue leaves the issuer that an archivist entered."""
    import msgspec

    from zltrec.records.notices import amend_notice, find_notice

    take_in(office, SAMPLE)
    notices = list(LEDGERS["notices"].rows(office.views(), Scope()))
    (notice,) = [n for n in notices if n["issued_on"] == "2023-04-12"]
    state = find_notice(office.records, notice["id"])
    by_hand = msgspec.structs.replace(state.content, issuer="青河市文化局")
    amend_notice(office.records, notice["id"], by_hand, state.occurred, reason="核对")
    report = take_in(office, SAMPLE.read_text().replace("2023年4月12日", "2023年4月13日"))
    assert report.done["amended"] == 1
    now = find_notice(office.records, notice["id"])
    assert (now.occurred, now.content.issuer) == ("2023-04-13", "青河市文化局")
    assert "replaces_amendment" in [w.kind for w in report.warnings]


def test_a_file_of_the_chronicle_alone_lacks_no_document(office: Workspace) -> None:
    """Both months rendered into one file propose no retraction of notices and rosters."""
    take_in(office, SAMPLE)
    lines = SAMPLE.read_text().splitlines(keepends=True)
    end = next(n for n, line in enumerate(lines) if "关于印发" in line)
    report = take_in(office, "".join(lines[:end]))
    assert (report.done["missing"], report.done["unchanged"]) == (0, 25)


def test_entries_with_a_minute_are_known_by_their_day_in_print(office: Workspace) -> None:
    """The page prints no minutes; importing a rendered month adds nothing."""
    from zltrec.calendar.when import decode_when

    chronicle.add_entries(office.records, [(decode_when("2023-07-09T09:30"), "上午九点半开会。")])
    size = office.log.size
    report = take_in(office, "# 2023年7月大事记\n\n**9日** 上午九点半开会。\n")
    assert report.done["unchanged"] == 1
    assert office.log.size == size


def test_former_wordings_are_not_added_again(office: Workspace) -> None:
    """A page printed before a correction by hand holds the entry, not a new one."""
    from zltrec.calendar.when import decode_when

    (written,) = chronicle.add_entries(
        office.records, [(decode_when("2023-07-09"), "旧的说法，后来更正了。")]
    )
    chronicle.amend_entry(
        office.records, written.id, when=None, text="完全另一件事。", reason="更正"
    )
    report = take_in(office, "# 2023年7月大事记\n\n**9日** 旧的说法，后来更正了。\n")
    assert report.done["added"] == 0
    assert len(entries(office)) == 1


def test_an_entry_of_another_month_is_not_missed(office: Workspace) -> None:
    """A whole date of another month stands in its own month when that is rendered."""
    page = "# 2021年11月大事记\n\n**3日** 正常的一天。\n\n**2021年12月1日** 别月的事。\n"
    take_in(office, page)
    report = take_in(office, "# 2021年11月大事记\n\n**3日** 正常的一天。\n")
    assert report.done["missing"] == 0


def test_what_is_no_gazette_is_said_to_be_none(office: Workspace) -> None:
    """A file out of which nothing could be read brings a warning."""
    report = take_in(office, "只是一段话，没有日期。\n")
    assert [w.kind for w in report.warnings] == ["nothing_read"]
