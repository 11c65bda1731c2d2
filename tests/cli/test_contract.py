"""What scripts and cron jobs rely on: names, JSON keys, formats, options, variables."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any

import pytest
from sample_office import LAMPS

from .conftest import Office
from .terminal import Terminal, one_complaint

FORMATS = ("json", "jsonl", "csv", "md")  # tables: test_tables.py
MAYBE = (str, NoneType)
Keys = dict[str, type | tuple[type, ...]]

ENTRY: Keys = {
    "id": str,
    "start": MAYBE,
    "end": MAYBE,
    "precision": str,
    "text": str,
    "source": MAYBE,
    "status": str,
    "position": int,
}
NOTICE: Keys = {
    "id": str,
    "kind": str,
    "title": str,
    "issuer": MAYBE,
    "addressees": list,
    "issued_on": MAYBE,
    "attachments": list,
    "cites": list,
    "source": MAYBE,
}
ROSTER: Keys = {"id": str, "body": str, "seat": MAYBE, "members": list}
APPROVAL: Keys = {
    "id": str,
    "subject": str,
    "action": str,
    "decision": str,
    "grade": str,
    "office": str,
    "scope": str,
    "officer": str,
    "on": str,
    "valid": MAYBE,
    "reason": MAYBE,
}
EVENT: Keys = {
    "position": int,
    "type": str,
    "subject": str,
    "version": int,
    "recorded_at": str,
    "occurred": MAYBE,
    "actor": str,
    "data": dict,
}
SHORT_CASE: Keys = {"number": str, "procedure": str, "edition": int, "state": str}
CASE = SHORT_CASE | {"fields": dict} | dict.fromkeys(("history", "approvals", "files", "due"), list)
STEP: Keys = dict.fromkeys(("id", "when", "needs", "signs", "wait", "section"), str) | {
    "from": list,
    "to": MAYBE,
}
DUE: Keys = {
    "due_on": str,
    "office": str,
    "subject": str,
    "what": str,
    "status": str,
    "section": str,
}
ITEM: Keys = dict.fromkeys(("catalogue", "id", "office", "item"), str) | {"frequency": MAYBE}
FILING: Keys = ITEM | {"period": MAYBE, "due_on": MAYBE, "submitted_on": MAYBE, "status": str}
LISTINGS: dict[str, Keys] = {
    "chronicle list": ENTRY,
    "notice list": NOTICE,
    "roster list": ROSTER,
    "officer list": {"id": str, "name": str, "offices": list, "keys": list},
    "approval list": APPROVAL,
    "approval verify": APPROVAL,
    "procedure list": {"id": str, "title": str, "edition": int, "source": str}
    | dict.fromkeys(("fields", "states", "transitions", "ledgers"), list),
    "case list": CASE,
    "case list lamp-repair --state reported": CASE,
    "case list --overdue": CASE,
    "due --all": DUE,
    "due --office 路灯所 --days 0": DUE,
    "filing catalogue": ITEM | {"source": str},
    "filing list --period 2022-Q2": FILING,
    "filing list --office 公安局 --status overdue --as-of 2022-12-31": FILING,
    "calendar list": {"year": int, "holidays": int, "workdays": int, "basis": str, "position": int},
    "setting list": {"name": str, "value": str, "default": str, "purpose": str},
    "timeline": {
        "on": MAYBE,
        "kind": str,
        "subject": str,
        "text": str,
        "actor": str,
        "position": int,
    },
    "timeline --case {lamp}": {"on": str, "kind": str, "subject": str, "text": str},
    "search 市": {"kind": str, "id": str, "on": MAYBE, "snippet": str},
    "search 河东路": {"kind": str, "id": str, "on": MAYBE, "snippet": str},
    "ledger list": {"name": str, "title": str, "procedure": MAYBE, "columns": list},
    "ledger show chronicle": ENTRY,
    "ledger show cases": SHORT_CASE,
    "ledger show due": DUE,
    "ledger show lamps": {"number": str, "place": str, "caller": str, "state": str},
    "audit log": EVENT,
    "audit replay": {"position": int, "subject": str, "changes": dict, "state": dict},
    "audit diff {founded} {end}": {"ledger": str, "change": str, "row": str},
}

EMPTY_IN_A_NEW_STORE = (
    "chronicle list",
    "notice list",
    "approval list",
    "timeline",
    "search 市",
    "case list",
    "due --on 2022-01-01 --days 0",
    "ledger show cases",
    "audit diff 1 1",
)


def check_keys(row: dict[str, Any], keys: Mapping[str, type | tuple[type, ...]]) -> None:
    """The row has these keys, each of its type (a bool is no int)."""
    for key, kind in keys.items():
        assert key in row, f"{key} is missing in {row}"
        assert isinstance(row[key], kind), f"{key}: {row[key]!r} is no {kind}"
        assert not isinstance(row[key], bool) or kind is bool


@pytest.mark.parametrize("listing", LISTINGS)
def test_listing_has_its_keys_in_every_format(shown: Office, listing: str) -> None:
    """JSON is one array; jsonl an object a line, the same; csv and md a head and a row each."""
    words = listing.format(**shown.ids).split()
    outcomes = {f: shown.shell.done("--quiet", *words, "--format", f) for f in FORMATS}
    said = {f: outcome.out for f, outcome in outcomes.items()}
    rows = outcomes["json"].json()
    assert isinstance(rows, list)
    assert rows, "the sample has something of everything"
    for row in rows:
        check_keys(row, LISTINGS[listing])
    assert outcomes["jsonl"].lines() == rows
    read = list(csv.DictReader(io.StringIO(said["csv"], newline="")))
    assert len(read) == len(rows)
    assert set(read[0]) <= set(rows[0])
    assert [r.get("id") for r in read] == [r.get("id") for r in rows]
    table = said["md"].splitlines()
    assert len(table) == len(rows) + 2
    assert all(line.startswith("| ") and line.endswith(" |") for line in table)


@pytest.mark.parametrize("listing", EMPTY_IN_A_NEW_STORE)
def test_listing_of_nothing_is_still_of_its_format(shell: Terminal, listing: str) -> None:
    """An empty list is `[]` as JSON, and no line as jsonl: scripts need no special case."""
    assert shell.json(*listing.split()) == []
    assert shell.done(*listing.split(), "--format", "jsonl").out == ""


def test_every_ledger_shows_the_columns_that_the_list_names(shown: Office) -> None:
    """`ledger list` names what `ledger show` prints."""
    for ledger in shown.shell.json("ledger", "list"):
        said = shown.shell.done("ledger", "show", ledger["name"], "--format", "csv").out
        assert said.splitlines()[0].split(",") == ledger["columns"]


def test_notices_name_attachments_and_citations(shown: Office) -> None:
    """Each attachment has title and present, each citation title and number; show is one object."""
    rows = shown.shell.json("notice", "list")
    assert {row["kind"] for row in rows} == {"notice", "plan"}
    for row in rows:
        for attachment in row["attachments"]:
            check_keys(attachment, {"title": str, "present": bool})
        for cited in row["cites"]:
            check_keys(cited, {"title": str, "number": MAYBE})
    one = shown.shell.json("notice", "show", shown.ids["notice"])
    assert one == next(row for row in rows if row["id"] == one["id"])


def test_rosters_name_members(shown: Office) -> None:
    """Each member has role, name, title, from, to; show is one object."""
    one = shown.shell.json("roster", "show", shown.ids["roster"])
    check_keys(one, ROSTER)
    for member in one["members"]:
        check_keys(member, {"role": str, "name": str, "title": str, "from": MAYBE, "to": MAYBE})
    assert one == shown.shell.json("roster", "list")[0]


def test_grades_and_validity_of_approvals(shown: Office) -> None:
    """A key approval is yes, no or doubtful; paper is never shown as a signature."""
    rows = {row["id"]: row for row in shown.shell.json("approval", "list")}
    assert rows[shown.ids["by_key"]]["grade"] == "key"
    assert rows[shown.ids["by_key"]]["valid"] == "yes"
    assert rows[shown.ids["on_paper"]]["grade"] == "paper"
    assert rows[shown.ids["on_paper"]]["valid"] is None


def test_init_answers_store_and_position(nowhere: Terminal) -> None:
    """The answer has the store's folder and the position of the last event of its making."""
    made = nowhere.json("init", "--zone", "Asia/Urumqi")
    last = nowhere.json("audit", "log")[-1]["position"]
    assert made == {"store": str(nowhere.folder / ".zltrec"), "position": last}
    assert nowhere.json("init", "deeper/here")["store"].endswith("deeper/here/.zltrec")


def test_init_with_a_registrar_sets_the_root_of_trust(office: Office, nowhere: Terminal) -> None:
    """`--registrar ID --key FILE.pub` in the same command: one event more, the last one."""
    key = office.shell.folder / "registrar.pub"
    made = nowhere.json("init", "--registrar", "zhao", "--key", key)
    assert made["position"] == int(office.ids["founded"]) + 1
    (officer,) = nowhere.json("officer", "list")
    assert officer["id"] == "zhao"
    assert officer["offices"][0]["office"] == "registrar"


def test_import_counts_in_integers(shell: Terminal, office: Office) -> None:
    """All keys in every mode; a second import adds nothing, a dry run writes nothing."""
    gazette = office.shell.folder / "gazette.txt"
    counts = ("chronicle", "notices", "plans", "rosters")
    changes = ("added", "amended", "unchanged", "missing")
    before = shell.json("audit", "log")
    trial = shell.json("import", "gazette", gazette, "--dry-run")
    assert shell.json("audit", "log") == before
    first = shell.json("import", "gazette", gazette)
    again = shell.json("import", "gazette", gazette)
    for said in (trial, first, again):
        check_keys(said, dict.fromkeys((*counts, *changes), int) | {"warnings": list})
        for warning in said["warnings"]:
            check_keys(warning, {"line": int, "kind": str, "message": str})
        assert [said[key] for key in counts] == [25, 2, 1, 1]
    assert trial["added"] == first["added"] == 29
    assert (again["added"], again["amended"], again["missing"]) == (0, 0, 0)
    assert again["unchanged"] == 29


def test_what_a_corrected_gazette_lacks_is_retracted_after_yes(office: Office) -> None:
    """Without a terminal it needs --yes; without it nothing at all is recorded."""
    gazette = office.shell.folder / "gazette.txt"
    text = gazette.read_text()
    lacking = next(line for line in text.splitlines() if line.startswith("**12日** "))
    gazette.write_text(text.replace(lacking + "\n\n", ""))
    before = office.shell.json("audit", "log")
    said = one_complaint(office.shell.run("import", "gazette", gazette, "--format", "json"), 1)
    assert "--yes" in said
    assert office.shell.json("audit", "log") == before
    assert office.shell.json("import", "gazette", gazette, "--yes")["missing"] == 1
    (entry,) = office.shell.json("chronicle", "list", "--contains", lacking.split("** ")[1])
    assert entry["status"] == "retracted"


def test_chronicle_commands_answer_id_and_position(shell: Terminal) -> None:
    """add (argument, option, stdin), amend, move and retract, each with id and position."""
    first = shell.json("chronicle", "add", "2022-06-06 第一件。")
    second = shell.json("chronicle", "add", "--date", "2022-06-06", "第二件。")
    third = shell.json("chronicle", "add", "-", stdin="2022-06-06 第三件。\n")
    moved = shell.json("chronicle", "move", third["id"], "--after", first["id"])
    amended = shell.json("chronicle", "amend", first["id"], "头一件。", "--reason", "核对")
    dated = shell.json(
        "chronicle", "amend", second["id"], "--date", "2022-06-05", "--reason", "核对"
    )
    gone = shell.json("chronicle", "retract", third["id"], "--reason", "误记")
    answers = [first, second, third, moved, amended, dated, gone]
    assert [a["position"] for a in answers] == [first["position"] + n for n in range(7)]
    assert [a["id"] for a in answers] == [
        *(first["id"], second["id"], third["id"], third["id"]),
        *(first["id"], second["id"], third["id"]),
    ]
    rows = shell.json("chronicle", "list")
    assert [(r["start"], r["text"], r["status"], r["position"]) for r in rows] == [
        ("2022-06-05", "第二件。", "amended", dated["position"]),
        ("2022-06-06", "头一件。", "amended", amended["position"]),
        ("2022-06-06", "第三件。", "retracted", gone["position"]),
    ]


def test_a_batch_says_how_many(shell: Terminal, tmp_path: Path) -> None:
    """Lines of text, JSON lines and CSV with quoted line breaks; `added` and `refused`."""
    (tmp_path / "b.csv").write_text('date,text\n2022-06-01,"一, 甲"\n2022-06-02,"二\n乙"\n')
    lines = '2022-06-03 三\u2028丙\n\n{"date":"2022-06-04","text":"四"}\n'
    assert shell.json("chronicle", "add", "--batch", tmp_path / "b.csv")["added"] == 2
    said = shell.json("chronicle", "add", "--batch", "-", stdin=lines)
    assert (said["added"], said["refused"]) == (2, 0)
    texts = [row["text"] for row in shell.json("chronicle", "list")]
    assert texts == ["一, 甲", "二\n乙", "三\u2028丙", "四"]


def test_a_month_is_rendered_published_and_frozen(office: Office) -> None:
    """Bold dates, ☆ before each further entry; published by approval, and as it was from then."""
    page = office.shell.done("chronicle", "render", "2023-03").out
    assert re.search(r"^\*\*2日\*\* ", page, re.M)
    assert re.search(r"^☆ ", page, re.M)
    assert (
        "<strong>2日</strong>"
        in office.shell.done("chronicle", "render", "2023-03", "--format", "html").out
    )
    paper = ("--approve", "--office", "editor", "--by", "孙某", "--paper", "scan.pdf")
    office.shell.done("approval", "record", "chronicle:2023-03", "publish", *paper)
    assert office.shell.json("chronicle", "publish", "2023-03")["id"] == "chronicle:2023-03"
    rows = office.shell.json("chronicle", "list", "--from", "2023-03-02", "--to", "2023-03-02")
    assert {row["status"] for row in rows} == {"published"}
    office.shell.done("chronicle", "amend", rows[0]["id"], "改过。", "--reason", "核对")
    again = office.shell.done("chronicle", "render", "2023-03").out
    assert again.startswith(page)
    assert "改过。" in again


def test_notice_commands_answer_id_and_position(shell: Terminal) -> None:
    """add, amend and retract; an undated notice is undated, never today's."""
    options = ("--issuer", "区办", "--addressee", "各科室", "--absent-attachment", "表")
    added = shell.json("notice", "add", "关于归档的通知", "--cites", "办法=1号", *options)
    assert added["position"] == shell.json("audit", "log")[-1]["position"]
    amended = shell.json(
        "notice", "amend", added["id"], "--issued-on", "2022-06-01", "--reason", "核对"
    )
    shown = shell.json("notice", "show", added["id"])
    assert shown["issued_on"] == "2022-06-01"
    assert shown["addressees"] == ["各科室"]
    assert shown["attachments"] == [{"title": "表", "present": False}]
    assert shown["cites"] == [{"title": "办法", "number": "1号"}]
    gone = shell.json("notice", "retract", added["id"], "--reason", "误收")
    assert [a["id"] for a in (added, amended, gone)] == [added["id"]] * 3
    plan = shell.json("notice", "add", "归档方案", "--kind", "plan")["id"]
    shown = shell.json("notice", "show", plan)
    assert (shown["kind"], shown["issued_on"], shown["issuer"]) == ("plan", None, None)


def test_roster_commands_answer_id_and_position(shell: Terminal) -> None:
    """add, appoint, release, amend; who sits there on a day."""
    seats = ("--seat", "组长:周某:馆长", "--seat", "成员：吴某")
    added = shell.json("roster", "add", "普查小组", *seats, "--on", "2022-06-01")
    one = added["id"]
    shell.json("roster", "appoint", one, "成员:郑某", "--on", "2022-06-10")
    shell.json("roster", "release", one, "吴某", "--on", "2022-06-20", "--reason", "调离")
    last = shell.json("roster", "amend", one, "--office", "三楼", "--reason", "核对")
    assert last == {"id": one, "position": added["position"] + 3}

    def names(*words: str) -> list[str]:
        return [m["name"] for m in shell.json("roster", "show", one, *words)["members"]]

    assert names("--as-of", "2022-06-05") == ["周某", "吴某"]
    assert names("--as-of", "2022-06-15") == ["周某", "吴某", "郑某"]
    assert names() == ["周某", "郑某"]
    assert shell.json("roster", "show", one)["seat"] == "三楼"


def test_officer_commands_answer_id_and_position(office: Office) -> None:
    """add, assign, enroll, release and revoke, signed; ZLTREC_KEY stands for --sign."""
    shell = office.shell
    signed = {"env": {"ZLTREC_KEY": str(shell.folder / "registrar")}}
    said = [
        shell.json("officer", "add", "li", "--name", "李审", **signed),
        shell.json("officer", "assign", "li", "reviewer", "--on", "2022-01-01", **signed),
        shell.json("officer", "enroll", "li", "--key", "auditor.pub", **signed),
        shell.json("officer", "release", "li", "reviewer", "--on", "2022-12-31", **signed),
    ]
    assert {answer["id"] for answer in said} == {"li"}
    positions = [answer["position"] for answer in said]
    assert positions == list(range(positions[0], positions[0] + 4))
    row = next(r for r in shell.json("officer", "list") if r["id"] == "li")
    key = row["keys"][0]["fingerprint"]
    gone = shell.json("officer", "revoke", "li", key, "--reason", "停用", **signed)
    assert gone == {"id": "li", "position": positions[-1] + 1}
    lines = shell.done("officer", "list", "--format", "allowed-signers").out.splitlines()
    assert any(line.startswith('qian namespaces="zltrec-approval"') for line in lines)


def test_case_commands_answer_id_number_state_and_position(shell: Terminal) -> None:
    """open (in its series and by a number of its own), move, amend and reverse."""
    (shell.folder / "lamps.toml").write_text(LAMPS, encoding="utf-8")
    adopted = shell.json("procedure", "adopt", "lamps.toml")
    assert adopted["id"] == "procedure:lamp-repair"
    words = ("case", "open", "lamp-repair", "--set", "place=甲路", "--on", "2022-06-01")
    opened = shell.json(*words)
    named = shell.json(*words, "--number", "甲-7")
    moved = shell.json("case", "move", named["id"], "fix", "--on", "2022-06-02")
    amended = shell.json("case", "amend", "甲-7", "--set", "place=乙路", "--reason", "核对")
    back = shell.json("case", "reverse", "甲-7", "--reason", "误记")
    answers = [opened, named, moved, amended, back]
    for answer in answers:
        check_keys(answer, {"id": str, "number": str, "state": str, "position": int})
        assert answer["id"] == answer["number"]
    assert [a["number"] for a in answers] == ["LD-2022-001", "甲-7", "甲-7", "甲-7", "甲-7"]
    assert [a["state"] for a in answers] == ["reported", "reported", "fixed", "fixed", "reported"]
    positions = [a["position"] for a in answers]
    assert positions == sorted(set(positions))
    assert positions[-1] == shell.json("audit", "log")[-1]["position"]
    assert shell.json("case", "show", "甲-7")["fields"]["place"] == "乙路"


def test_a_batch_of_cases_says_how_many(shell: Terminal) -> None:
    """JSON lines and CSV, of openings and of steps: `added` and `refused`."""
    (shell.folder / "lamps.toml").write_text(LAMPS, encoding="utf-8")
    shell.done("procedure", "adopt", "lamps.toml")
    (shell.folder / "b.csv").write_text("number,place,on\n一,甲路,2022-06-01\n二,乙路,2022-06-01\n")
    opened = shell.json("case", "open", "lamp-repair", "--batch", "b.csv")
    assert (opened["added"], opened["refused"]) == (2, 0)
    steps = '{"case":"一","transition":"fix","on":"2022-06-02"}\n'
    moved = shell.json("case", "move", "--batch", "-", stdin=steps)
    assert (moved["added"], moved["refused"]) == (1, 0)
    states = {row["number"]: row["state"] for row in shell.json("case", "list")}
    assert states == {"一": "fixed", "二": "reported"}


def test_a_case_is_shown_whole(shown: Office) -> None:
    """One object with the values, what happened, the decisions, the files, what is owed."""
    one = shown.shell.json("case", "show", shown.ids["lamp"])
    lists = ("history", "approvals", "files", "due")
    check_keys(one, CASE | {"fields": dict} | dict.fromkeys(lists, list))
    assert one["fields"]["place"] == "河东路9号"
    assert [(file["kind"], file["name"]) for file in one["files"]] == [("单据", "scan.pdf")]
    owed = shown.shell.json("case", "show", shown.ids["dark"])["due"]
    for row in owed:
        check_keys(row, DUE)
    assert [row["due_on"] for row in owed] == ["2022-06-04"]


def test_a_procedure_is_shown_whole(shown: Office) -> None:
    """One object with fields, states, ledgers, and of each transition what it asks for; a
    bundled one has the same keys."""
    for row in shown.shell.json("procedure", "list"):
        one = shown.shell.json("procedure", "show", row["id"])
        check_keys(one, LISTINGS["procedure list"])
        check_keys(one, dict.fromkeys(("fields", "states", "transitions", "ledgers"), list))
        # A document may promise much, and give none of it steps of its own.
        assert one["transitions"] or one["promises"] or one["readings"]
        for step in one["transitions"]:
            check_keys(step, STEP)
    drawn = shown.shell.done("procedure", "show", "lamp-repair", "--format", "mermaid").out
    assert drawn.startswith("stateDiagram")
    assert shown.shell.done("procedure", "show", "lamp-repair", "--format", "toml").out == LAMPS


def test_a_procedure_is_checked_without_being_adopted(nowhere: Terminal, shown: Office) -> None:
    """Every error with its line, in a store and where there is none; 4 if there is one."""
    (nowhere.folder / "lamps.toml").write_text(LAMPS, encoding="utf-8")
    assert nowhere.json("procedure", "check", "lamps.toml")["problems"] == []
    bad = nowhere.folder / "bad.toml"
    bad.write_text(LAMPS.replace('"report"]', '"retort"]').replace('"fixed", section', '"mended"'))
    for shell in (nowhere, shown.shell):
        outcome = shell.run("procedure", "check", bad, "--format", "json")
        assert outcome.code == 4
        problems = outcome.json()["problems"]
        assert problems
        for problem in problems:
            check_keys(problem, {"line": int, "message": str})


def test_a_years_calendar_is_shown(shown: Office) -> None:
    """As JSON one object, otherwise a row for each day; a year that is adopted says so."""
    one = shown.shell.json("calendar", "show", "2022")
    check_keys(one, {"year": int, "holidays": list, "workdays": list, "basis": str})
    assert one["adopted"] is True
    said = shown.shell.done("calendar", "show", "2022", "--format", "csv").out
    read = list(csv.DictReader(io.StringIO(said, newline="")))
    for kind, days in (("holiday", one["holidays"]), ("workday", one["workdays"])):
        assert [row["date"] for row in read if row["kind"] == kind] == days


def test_a_setting_changes_with_its_approval(shell: Terminal, office: Office) -> None:
    """`setting set NAME VALUE` after an approval of setting:NAME, action `set VALUE`."""
    paper = ("--office", "registrar", "--by", "孙某", "--paper", office.shell.folder / "scan.pdf")
    subject = ("setting:publication.office", "set 总编")
    shell.done("approval", "record", *subject, "--approve", *paper)
    said = shell.json("setting", "set", "publication.office", "总编")
    assert said["position"] == shell.json("audit", "log")[-1]["position"]
    values = {row["name"]: row["value"] for row in shell.json("setting", "list")}
    assert values["publication.office"] == "总编"


def test_audit_verify_has_its_keys(shown: Office) -> None:
    """Counts are integers, root is base64, what was not checked and the faults are lists."""
    said = shown.shell.json("audit", "verify")
    counts = ("events", "sealed", "unsealed", "approvals", "files")
    check_keys(said, dict.fromkeys(counts, int) | {"not_checked": list, "faults": list})
    assert len(base64.b64decode(said["root"], validate=True)) == 32
    assert said["sealed"] + said["unsealed"] == said["events"]
    assert said["events"] == int(shown.ids["end"])
    assert (said["approvals"], said["files"], said["faults"]) == (2, 2, [])
    assert shown.shell.json("audit", "verify", "--sample", "50%")["not_checked"]
    assert shown.shell.json("audit", "verify", "--since-seal", "seal")["not_checked"]


def test_seals_answer_and_are_checked(office: Office) -> None:
    """seal and check-seal have the same four keys; without a key the signature is not checked."""
    keys: Keys = {"size": int, "root": str, "signature": str, "consistent": bool}
    made = office.shell.json("audit", "seal", "--key", "auditor")
    checked = office.shell.json("audit", "check-seal", "seal", "--key", "auditor.pub")
    open_ = office.shell.json("audit", "check-seal", "seal")
    for said in (made, checked, open_):
        check_keys(said, keys)
        assert said["consistent"] is True
    assert (checked["signature"], open_["signature"]) == ("valid", "not checked")
    text = office.shell.done("audit", "check-seal", "seal").out
    assert "signature: not checked" in text


def test_proofs_stand_alone(office: Office, nowhere: Terminal) -> None:
    """A proof made here is checked where there is no store; for a position and for an id."""
    for asked in ("2", office.ids["entry"]):
        proof = nowhere.folder / f"proof-{asked}"
        office.shell.done("audit", "prove", asked, "--out", proof)
        said = nowhere.json(
            "audit", "check-proof", proof, "--key", office.shell.folder / "auditor.pub"
        )
        assert said["points"]
        assert (said["broken"], said["not_checked"]) == (0, 0)
    assert office.shell.done("audit", "prove", "2").out == (nowhere.folder / "proof-2").read_text()


def test_export_writes_a_manifest(office: Office) -> None:
    """Position, root, as_of, version and files; an unchanged export touches nothing."""
    shell, out = office.shell, office.shell.folder / "out"
    shell.done("export", "chronicle", "notices", "--out", out, "--format", "csv,jsonl,md")
    said = json.loads((out / "manifest.json").read_text())
    check_keys(said, {"position": int, "root": str, "as_of": str, "version": str, "files": list})
    assert date.fromisoformat(said["as_of"])
    assert said["root"] == shell.json("audit", "verify")["root"]
    for file in said["files"]:
        check_keys(file, {"path": str, "sha256": str, "rows": int})
    names = {f"{n}.{f}" for n in ("chronicle", "notices") for f in ("csv", "jsonl", "md")}
    assert {file["path"] for file in said["files"]} == names
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    assert set(before) == names | {"manifest.json"}
    again = shell.done("export", "chronicle", "notices", "--out", out, "--format", "csv,jsonl,md")
    assert "nothing was touched" in again.err
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir()} == before
    shell.done("export", "reproduce", out)
    (out / "chronicle.csv").write_text("other\n")
    assert shell.run("export", "reproduce", out).code == 4
