"""Bad input gets one line that names the place and the way out, an exit code, and no change.

Exit codes: 1 refused by the records, 2 wrong usage, 3 cannot be read or written, 4 a check failed.
"""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from .conftest import SAMPLE, Office
from .terminal import (
    Terminal,
    contents,
    one_complaint,
)

GB = "2022-06-06 测".encode("gb18030")  # no UTF-8 from byte 11 on
BECAUSE = ("--reason", "核对")
DECISION = ("--approve", "--office", "市长")
ON_PAPER = ("--by", "孙某", "--paper", "scan.pdf")

# What is typed; the exit code; what the line has to name. {…} are ids of the sample office.
CASES: dict[str, tuple[tuple[object, ...], int, tuple[str, ...]]] = {
    # dates
    "no such day": (("chronicle", "add", "2022-02-30 雪"), 2, ("2022-02-30", "calendar")),
    "no such day without a year": (("chronicle", "add", "2月30日 雪"), 2, ("2月30日", "calendar")),
    "no such day as an option": (("chronicle", "add", "--date", "2月30日", "雪"), 2, ("2月30日",)),
    "no such leap day": (("chronicle", "add", "2021年2月29日 雪"), 2, ("2021年2月29日",)),
    "no such month": (("chronicle", "add", "2022-13 雪"), 2, ("13",)),
    "no such hour": (("chronicle", "add", "2022-06-03T25:00 雪"), 2, ("25:00",)),
    "backward range": (
        ("chronicle", "add", "2022-06-07..2022-06-06 会"),
        2,
        ("2022-06-07", "2022-06-06", "backwards"),
    ),
    "backward printed range": (("chronicle", "add", "2022年6月7~6日 会"), 2, ("backwards",)),
    "backward span": (
        ("chronicle", "list", "--from", "2022-06-07", "--to", "2022-06-06"),
        2,
        ("2022-06-07", "2022-06-06", "backwards"),
    ),
    "date not to be read": (("chronicle", "add", "某日 会"), 2, ("某日", "--date")),
    "two readings of a date": (("chronicle", "add", "--date", "3/6/2022", "会"), 2, ("3/6/2022",)),
    "empty date": (("chronicle", "add", "--date", "", "会"), 2, ("empty", "2022-06-03")),
    "month for a day": (("chronicle", "list", "--as-of", "2022-06"), 2, ("2022-06",)),
    "day for a month": (("chronicle", "render", "2022-06-01"), 2, ("2022-06-01", "2022-06")),
    "no moment": (("timeline", "--known-at", "yesteryear"), 2, ("yesteryear", "2022-07-01T12:00")),
    # texts
    "empty text": (("chronicle", "add", ""), 2, ("empty",)),
    "blank text": (("chronicle", "add", " \u3000 "), 2, ("empty",)),
    "date without text": (("chronicle", "add", "2022-06-06"), 2, ("empty",)),
    "option without text": (("chronicle", "add", "--date", "2022-06-06", "  "), 2, ("empty",)),
    "amended to nothing": (("chronicle", "amend", "{entry}", "", *BECAUSE), 2, ("empty",)),
    "empty reason": (("chronicle", "retract", "{entry}", "--reason", " "), 2, ("--reason",)),
    "empty title": (("notice", "add", ""), 2, ("empty",)),
    "citation without title": (("notice", "add", "甲", "--cites", "=3号"), 2, ("TITLE",)),
    "empty addressee": (("notice", "add", "甲", "--addressee", ""), 2, ("--addressee",)),
    "body without name": (("roster", "add", ""), 2, ("name",)),
    "seat without name": (("roster", "add", "组", "--seat", "组长"), 2, ("组长", "ROLE:NAME")),
    "nothing to search": (("search", "、"), 2, ("、",)),
    "rejection without reason": (
        ("approval", "record", "{entry}", "x", "--reject", "--office", "办", *ON_PAPER),
        2,
        ("--reason",),
    ),
    "neither approved nor rejected": (
        ("approval", "record", "{entry}", "x", "--office", "办", *ON_PAPER),
        2,
        ("--approve",),
    ),
    # bytes
    "argument not UTF-8": (("chronicle", "add", GB), 3, ("argument 3", "byte 11", "0xb2")),
    "option not UTF-8": (("--actor", b"\xb2", "timeline"), 3, ("argument 2", "byte 0", "0xb2")),
    "batch not UTF-8": (("chronicle", "add", "--batch", "gb.txt"), 3, ("gb.txt", "byte 11")),
    "gazette not UTF-8": (("import", "gazette", "gb.txt"), 3, ("gb.txt", "0xB2", "--encoding")),
    "seal not UTF-8": (("audit", "check-seal", "gb.txt"), 3, ("gb.txt", "byte 11")),
    "unknown encoding": (
        ("import", "gazette", "gazette.txt", "--encoding", "klingon"),
        2,
        ("klingon", "gb18030"),
    ),
    # what the records refuse
    "entry twice": (
        ("chronicle", "add", "2022-06-06 县志办召开编纂工作会议。"),
        1,
        ("{entry}", "already"),
    ),
    "entry twice but for blanks": (
        ("chronicle", "add", "2022-06-06 县志办 召开编纂工作会议。"),
        1,
        ("{entry}",),
    ),
    "unknown id": (("chronicle", "amend", "c9", "文", *BECAUSE), 1, ("c9", "list")),
    "empty id": (("chronicle", "retract", "", *BECAUSE), 1, ('""',)),
    "id of another kind": (("chronicle", "retract", "{roster}", *BECAUSE), 1, ("{roster}",)),
    "ambiguous prefix": (("chronicle", "retract", "c0", *BECAUSE), 1, ("c0", "several")),
    "ambiguous prefix of a notice": (("notice", "show", "n"), 1, ("several",)),
    "unknown notice": (("notice", "show", "n9"), 1, ("n9",)),
    "unknown roster": (("roster", "show", "r9"), 1, ("r9",)),
    "unknown approval": (("approval", "verify", "a9"), 1, ("a9",)),
    "retracted already": (("chronicle", "retract", "{gone}", *BECAUSE), 1, ("{gone}",)),
    "amended though retracted": (("chronicle", "amend", "{gone}", "文", *BECAUSE), 1, ("{gone}",)),
    "nothing changed": (
        ("chronicle", "amend", "{entry}", "县志办召开编纂工作会议。", *BECAUSE),
        1,
        ("already",),
    ),
    "after itself": (("chronicle", "move", "{entry}", "--after", "{entry}"), 1, ("itself",)),
    "after another day's": (
        ("chronicle", "move", "{entry}", "--after", "{other}"),
        1,
        ("{other}",),
    ),
    "nobody of that name": (
        ("roster", "release", "{roster}", "无名", "--on", "2023-06-01"),
        1,
        ("无名",),
    ),
    "month without entries": (("chronicle", "publish", "1999-01"), 1, ("1999-01",)),
    "month not approved": (("chronicle", "publish", "2023-03"), 1, ("approval", "editor")),
    "setting not approved": (("setting", "set", "publication.grade", "key"), 1, ("approval",)),
    "registrar twice": (("officer", "found", "z", "--key", "registrar.pub"), 1, ()),
    "not a registrar's key": (
        ("officer", "add", "li", "--name", "李", "--sign", "auditor"),
        1,
        (),
    ),
    "statement used twice": (("approval", "submit", "statement"), 1, ("{by_key}",)),
    "file there already": (("audit", "seal", "--key", "auditor", "--out", "seal"), 1, ("seal",)),
    "store there already": (("init",), 1, (".zltrec", "already")),
    "position not yet written": (("timeline", "--known-at", "999999"), 1, ("999999",)),
    "editor without a terminal": (("chronicle", "add"), 1, ("stdin",)),
    # usage
    "unknown command": (("chronical",), 2, ("chronical", "--help")),
    "unknown subcommand": (("chronicle", "ad"), 2, ("'ad'", "chronicle --help")),
    "unknown option": (("timeline", "--form", "json"), 2, ("--form", "timeline --help")),
    "missing argument": (("chronicle", "amend"), 2, ("ID", "amend --help")),
    "missing reason": (("chronicle", "retract", "{entry}"), 2, ("--reason",)),
    "missing day": (("roster", "appoint", "{roster}", "组员:甲"), 2, ("--on",)),
    "argument too many": (("search", "甲", "乙"), 2, ("乙",)),
    "option without value": (("timeline", "--from"), 2, ("--from",)),
    "unknown format": (("chronicle", "list", "--format", "xml"), 2, ("xml", "jsonl")),
    "unknown language": (("--lang", "fr", "timeline"), 2, ("fr", "zh")),
    "unknown ledger": (("ledger", "show", "money"), 2, ("money", "chronicle")),
    "unknown file format": (("export", "--out", "o", "--format", "xls"), 2, ("xls", "csv")),
    "export to nowhere": (("export",), 2, ("--out",)),
    "unknown setting": (("setting", "set", "tea", "hot"), 2, ("tea",)),
    "unknown shell": (("completion", "tcsh"), 2, ("tcsh", "bash")),
    "unknown zone": (("init", "new", "--zone", "Mars/Olympus"), 2, ("Mars/Olympus",)),
    "registrar without key": (("init", "new", "--registrar", "zhao"), 2, ("--key",)),
    "batch and text": (("chronicle", "add", "--batch", "-", "文"), 2, ("--batch",)),
    "key nowhere named": (("officer", "add", "li", "--name", "李"), 2, ("--sign", "ZLTREC_KEY")),
    "no share": (("audit", "verify", "--sample", "0%"), 2, ("0%",)),
    "no position": (("audit", "log", "--from", "0"), 2, ("--from",)),
    "nothing to prove": (("audit", "prove"), 2, ("--earlier",)),
    # files
    "no such gazette": (("import", "gazette", "none.txt"), 3, ("none.txt",)),
    "folder for a gazette": (("import", "gazette", "."), 3, (".",)),
    "no such batch": (("chronicle", "add", "--batch", "none.txt"), 3, ("none.txt",)),
    "no such key": (
        ("officer", "enroll", "qian", "--key", "none.pub", "--sign", "registrar"),
        3,
        ("none.pub",),
    ),
    "no statement": (("approval", "sign", "proof", "--key", "editor"), 3, ("proof",)),
    "no private key": (("audit", "seal", "--key", "scan.pdf"), 3, ("scan.pdf",)),
    "no such paper": (
        ("approval", "record", "{entry}", "x", *DECISION, "--by", "孙", "--paper", "none"),
        3,
        ("none",),
    ),
    "no such seal": (("audit", "check-seal", "none"), 3, ("none",)),
    "no such export": (("export", "reproduce", "none"), 3, ("none",)),
    "file for a folder": (("export", "--out", "scan.pdf"), 3, ("scan.pdf",)),
    "no such store": (("--store", "none", "timeline"), 3, ("none", "init")),
    "file for a store": (("--store", "scan.pdf", "timeline"), 3, ("scan.pdf",)),
    # checks
    "seal of another key": (
        ("audit", "check-seal", "seal", "--key", "editor.pub"),
        4,
        (),
    ),
    "no dossier": (("audit", "check-proof", "gazette.txt"), 4, ()),
}


@pytest.fixture(scope="module")
def kept(shown: Office) -> dict[str, str]:
    """The store of these tests as it was before any bad input; it has to stay so."""
    (shown.shell.folder / "gb.txt").write_bytes(GB)
    return contents(shown.shell.store)


@pytest.mark.parametrize("name", CASES)
def test_bad_input(shown: Office, kept: dict[str, str], name: str) -> None:
    """One line on stderr that names it, the exit code, nothing on stdout, the store as it was."""
    words, code, named = CASES[name]
    typed = [w.format(**shown.ids) if isinstance(w, str) else w for w in words]
    said = one_complaint(shown.shell.run(*typed), code)
    for word in named:
        assert word.format(**shown.ids) in said, said
    assert contents(shown.shell.store) == kept
    assert not (shown.shell.folder / "new").exists()
    assert not (shown.shell.folder / "o").exists()


def test_stdin_and_variables_that_are_no_utf8(shown: Office, kept: dict[str, str]) -> None:
    """Text from stdin, and a variable that stands for an option, are read as strictly."""
    for batch in (("-",), ("--batch", "-")):
        said = one_complaint(shown.shell.run("chronicle", "add", *batch, stdin=GB), 3)
        assert "stdin is not UTF-8: byte 11 is 0xb2" in said
    variable = {"ZLTREC_ACTOR": os.fsdecode(b"\xb2")}
    assert "ZLTREC_ACTOR" in one_complaint(shown.shell.run("timeline", env=variable), 3)
    assert contents(shown.shell.store) == kept


def test_help_is_what_a_bare_command_gets(nowhere: Terminal) -> None:
    """Without a command there is nothing to do: the help, on stderr, and wrong usage."""
    for words in ((), ("chronicle",), ("audit",)):
        outcome = nowhere.run(*words)
        assert (outcome.code, outcome.out) == (2, "")
        assert "Commands:" in outcome.err


def test_a_traceback_needs_debug(shown: Office) -> None:
    """With --debug the origin is shown, and the line still stands last; without it never."""
    words = ("chronicle", "amend", "c9", "文", *BECAUSE)
    plain = one_complaint(shown.shell.run(*words), 1)
    outcome = shown.shell.run("--debug", *words)
    assert outcome.err.startswith("Traceback")
    assert outcome.err.splitlines()[-1] == f"zltrec: {plain}"
    assert (outcome.code, outcome.out) == (1, "")


# Each bad row of a batch, and what its line has to name.
BAD_ROWS = {
    "2022-02-30 雪": "2022-02-30",
    "2022-06-07..2022-06-06 会": "backwards",
    "无日期": "--date",
    "2022-06-08": "empty",
    '{"date":"2022-06-08","text":" "}': "empty",
    '{"date":"2022-06-08","text":1}': "texts",
    '{"date":"2022-06-08","text":"\\ud800"}': "texts",
    '{"date":"2022-06-08","tekst":"甲"}': "tekst",
    '{"date":': "JSON",
    "2022-06-06 县志办召开编纂工作会议。": "already",
    "2022-06-09 好。": "already",
}


def test_a_batch_is_all_or_nothing_and_names_each_bad_row(office: Office) -> None:
    """Good rows between bad ones are not recorded; every bad one is named, even many."""
    rows = ["2022-06-09 好。"]
    for row in BAD_ROWS:
        rows += [row, f"2022-06-10 好{len(rows)}。"]
    rows += ["2022-02-30 雪"] * 60
    before = contents(office.shell.store)
    outcome = office.shell.run("chronicle", "add", "--batch", "-", stdin="\n".join(rows))
    assert (outcome.code, outcome.out) == (1, "")
    *named, last = outcome.err.splitlines()
    expected = [(2 * n, word) for n, word in enumerate(BAD_ROWS.values(), start=1)]
    expected += [(2 * len(BAD_ROWS) + 2 + n, "2022-02-30") for n in range(60)]
    assert len(named) == len(expected)
    for line, (number, word) in zip(named, expected, strict=True):
        assert line.startswith(f"-, line {number}: ")
        assert word in line
    assert last.startswith("zltrec: 71 of 83 rows")
    assert contents(office.shell.store) == before


def test_bad_rows_of_csv_are_named_by_the_line_that_they_end_on(shell: Terminal) -> None:
    """A comma that nobody quoted would cut a text; a head of other names holds nothing."""
    batch = shell.folder / "b.csv"
    batch.write_text('date,text\n2022-06-01,"一\n二"\n2022-06-02,甲,乙\n2022-06-03\n')
    outcome = shell.run("chronicle", "add", "--batch", "b.csv")
    assert (outcome.code, outcome.out) == (1, "")
    assert [line[: len("b.csv, line 4")] for line in outcome.err.splitlines()[:2]] == [
        "b.csv, line 4",
        "b.csv, line 5",
    ]
    batch.write_text("日期,内容\n2022-06-01,甲\n")
    assert "内容" in shell.run("chronicle", "add", "--batch", "b.csv").err
    assert shell.json("chronicle", "list") == []


def test_a_failed_import_leaves_nothing(shell: Terminal) -> None:
    """A gazette whose last byte is bad: no event, and no file among those taken in."""
    bad = shell.folder / "bad.txt"
    bad.write_bytes(SAMPLE.read_bytes() + b"\xff\n")
    before = contents(shell.store)
    said = one_complaint(shell.run("import", "gazette", "bad.txt"), 3)
    assert "0xFF" in said
    assert f"line {len(SAMPLE.read_bytes().splitlines()) + 1}" in said
    assert contents(shell.store) == before
    good = shell.folder / "gb.txt"
    good.write_bytes(SAMPLE.read_text().encode("gb18030"))
    said = shell.json("import", "gazette", "gb.txt", "--encoding", "gb18030")
    assert said["chronicle"] == 25


def test_no_store_here_or_above(nowhere: Terminal) -> None:
    """Commands that need a store say where they looked, and how one is made; nothing appears."""
    for words in (("timeline",), ("chronicle", "add", "2022-06-06 会"), ("audit", "verify")):
        said = one_complaint(nowhere.run(*words), 3)
        assert str(nowhere.folder) in said
        assert "zltrec init" in said
    assert list(nowhere.folder.iterdir()) == []


def damaged(store: Path, *statements: str) -> None:
    """Changes the log behind the program's back."""
    connection = sqlite3.connect(store / "log.sqlite", isolation_level=None)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for statement in (*(f"DROP TRIGGER {name}" for (name,) in names), *statements):
        connection.execute(statement)
    connection.close()


def test_a_store_of_a_newer_version(shell: Terminal) -> None:
    """It is neither read nor written, and the line says what to install."""
    damaged(shell.store, "PRAGMA user_version = 999")
    before = contents(shell.store)
    for words in (("timeline",), ("chronicle", "add", "2022-06-06 会"), ("audit", "verify")):
        assert "newer" in one_complaint(shell.run(*words), 3)
    assert contents(shell.store) == before


@pytest.mark.parametrize("damage", ["text", "empty", "cut", "other database", "holes"])
def test_a_file_that_is_no_store(shell: Terminal, damage: str) -> None:
    """Whatever stands in the log's place, it is named, and left as it is."""
    shell.add(*((f"2022-06-{day:02}", f"第{day}日值班。") for day in range(1, 31)))
    log = shell.store / "log.sqlite"
    data = log.read_bytes()
    if damage == "other database":
        log.unlink()
        connection = sqlite3.connect(log)
        connection.execute("CREATE TABLE tea (cup)")
        connection.close()
    else:
        half = data[: len(data) // 2]
        holes = data[:4096] + bytes(len(data) - 4096)
        text = "这不是库。\n".encode() * 999
        log.write_bytes({"text": text, "empty": b"", "cut": half, "holes": holes}[damage])
    before = log.read_bytes()
    for words in (("timeline",), ("chronicle", "add", "2022-07-01 会"), ("audit", "log")):
        assert "log.sqlite" in one_complaint(shell.run(*words), 3)
    assert log.read_bytes() == before


def test_an_event_that_cannot_be_read(office: Office) -> None:
    """Looking names its position in one line; verify lists it among the faults and exits 4."""
    at = int(office.ids["founded"]) + 5
    damaged(office.shell.store, f"UPDATE stored_events SET state = x'7b' WHERE position = {at}")
    (office.shell.store / "views.sqlite").unlink()
    for words in (("timeline",), ("chronicle", "list"), ("search", "市")):
        assert f"position {at}" in one_complaint(office.shell.run(*words), 3)
    outcome = office.shell.run("audit", "verify", "--format", "json")
    assert outcome.code == 4
    assert outcome.err.count("\n") == 1
    assert at in [fault["position"] for fault in outcome.json()["faults"]]


def test_an_altered_event_is_found(office: Office) -> None:
    """verify and check-seal exit 4 and say so in one line after the findings."""
    shell = office.shell
    (entry,) = shell.json("audit", "log", "--subject", office.ids["other"])
    altered = "CAST(replace(CAST(state AS TEXT), '多雨', '少雨') AS BLOB)"
    at = entry["position"]
    damaged(shell.store, f"UPDATE stored_events SET state = {altered} WHERE position = {at}")
    outcome = shell.run("audit", "verify")
    assert outcome.code == 4
    assert outcome.err.count("\n") == 1
    assert f"FAULT: position {at}: " in outcome.out
    assert shell.run("audit", "check-seal", "seal", "--key", "auditor.pub").code == 4


def test_json_stays_whole_when_a_row_is_odd(shell: Terminal) -> None:
    """Line breaks, tabs, quotes and control characters in a text break no format."""
    text = 'a"b\n|c\t\x1b[31m红\u2028,;=1'
    shell.add(("2022-06-06", text))
    (row,) = shell.json("chronicle", "list")
    assert row["text"] == text
    (line,) = shell.done("chronicle", "list", "--format", "jsonl").out.split("\n")[:-1]
    assert json.loads(line) == row
    assert len(shell.done("chronicle", "list", "--format", "md").out.split("\n")) == 4
    assert "\x1b" not in shell.done("chronicle", "list").out
