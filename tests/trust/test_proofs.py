"""Proofs that stand alone: made from a store, checked with none, and by a script without zltrec."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zltrec.audit.prove import prove
from zltrec.errors import Refused
from zltrec.proof.dossier import parse_dossier, render_dossier
from zltrec.proof.verdict import BROKEN, HOLDS, UNCHECKED, check_dossier
from zltrec.records.chronicle import amend_entry

from .chancery import MONTH, Chancery, Key, Keys
from .conftest import Shell

SCRIPT = Path(__file__).parents[2] / "scripts" / "verify_dossier.py"
_LINE = re.compile(r"(holds|broken|not checked): ([a-z ]+?)(?: (\d+))?: ")

Points = list[tuple[str, str, int | None]]


def judged_by_us(data: bytes, key: Key | None) -> Points:
    """What `audit check-proof` finds."""
    verdict = check_dossier(parse_dossier(data), None if key is None else key.line)
    return [(point.outcome, point.what, point.at) for point in verdict.points]


def judged_by_script(file: Path, key: Key | None) -> Points:
    """What the script finds, in a process of its own that cannot import zltrec."""
    named = [] if key is None else ["--key", str(key.public_path)]
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file), *named],
        capture_output=True,
        text=True,
        check=False,
        cwd=file.parent,
    )
    assert done.stderr == ""
    found = [_LINE.match(line) for line in done.stdout.splitlines()[:-1]]
    points = [
        (line[1], line[2], None if line[3] is None else int(line[3])) for line in found if line
    ]
    assert len(points) == len(found)
    assert done.returncode == (4 if any(point[0] == BROKEN for point in points) else 0)
    return points


def judged(file: Path, document: Any, key: Key | None) -> Points:
    """The verdict, on which both have to agree."""
    text = document if isinstance(document, str) else render_dossier(document)
    file.write_text(text, encoding="utf-8")
    points = judged_by_us(text.encode(), key)
    assert judged_by_script(file, key) == points
    return points


@dataclass
class Shelf:
    """A store with everything that can be proved, and its seals."""

    chancery: Chancery
    entry: str
    signed: str
    paper: str
    old_seal: str
    seal: str

    def prove(self, asked: str, *, earlier: tuple[str, ...] = (), seal: str | None = None) -> Any:
        """A proof."""
        return prove(self.chancery.workspace.log, asked, seal, earlier)


@pytest.fixture
def shelf(chancery: Chancery) -> Shelf:
    """An entry that was amended and reviewed, a published month, a setting, two seals."""
    entry = chancery.write("其一。", on=date(2022, 5, 9))[0]
    old = chancery.seal()
    amend_entry(chancery.workspace.records, entry, when=None, text="其二。", reason="订正")
    signed = chancery.approve(entry, "check", "qian", "editor", "editor").id
    paper = chancery.paper(entry, "sight", "王某", "市长").id
    chancery.approve(MONTH, "publish", "qian", "editor", "editor")
    chancery.publish()
    chancery.approve("setting:publication.grade", "set key", "zhao", "registrar", "registrar")
    return Shelf(chancery, entry, signed, paper, old, chancery.seal())


def events_of(document: Any) -> set[str]:
    return {event["originator_id"] for event in document["events"]}


def position_of(shelf: Shelf, id_: str) -> int:
    return next(row[0] for row in shelf.chancery.workspace.log.rows_by(id_))


def test_a_position_is_proved(shelf: Shelf, keys: Keys, tmp_path: Path) -> None:
    """One event: its stored bytes, the path, the seal; nothing is broken or left open."""
    at = 1
    document = shelf.prove(str(at))
    (row,) = shelf.chancery.workspace.log.rows(at, at)
    (event,) = document["events"]
    assert base64.b64decode(event["state"]) == row[4]
    size = shelf.chancery.size
    assert judged(tmp_path / "p", document, keys["auditor"]) == [
        (HOLDS, "seal", size),
        (HOLDS, "seal signature", size),
        (HOLDS, "event", at),
    ]


def test_the_position_of_a_signed_event_is_proved_with_its_key(
    shelf: Shelf, keys: Keys, tmp_path: Path
) -> None:
    """The signature that the event holds, and the event that entered the key."""
    at = position_of(shelf, shelf.signed)
    document = shelf.prove(str(at))
    assert events_of(document) == {shelf.signed, "officer:qian"}
    assert judged(tmp_path / "p", document, keys["auditor"])[-2:] == [
        (HOLDS, "signature", at),
        (HOLDS, "key", at),
    ]


def test_every_position_is_proved(shelf: Shelf, keys: Keys) -> None:
    """Whatever the event: all points hold, with the key from outside."""
    for position in range(1, shelf.chancery.size + 1):
        points = judged_by_us(render_dossier(shelf.prove(str(position))).encode(), keys["auditor"])
        assert (HOLDS, "event", position) in points
        assert {point[0] for point in points} == {HOLDS}


def test_an_id_is_proved_with_all_that_was_decided_on_it(
    shelf: Shelf, keys: Keys, tmp_path: Path
) -> None:
    """Its events, the approvals on it, and the event that entered the signing key."""
    document = shelf.prove(shelf.entry)
    assert events_of(document) == {shelf.entry, shelf.signed, shelf.paper, "officer:qian"}
    (signature,) = document["signatures"]
    assert signature["position"] == position_of(shelf, shelf.signed)
    assert signature["key"] == keys["editor"].line
    points = judged(tmp_path / "p", document, keys["auditor"])
    assert {point[0] for point in points} == {HOLDS}
    assert [what for _outcome, what, _at in points].count("signature") == 1
    assert points[-1][1] == "key"


def test_the_beginning_of_an_id_is_enough_if_it_is_one(shelf: Shelf) -> None:
    """As everywhere."""
    assert shelf.prove(shelf.signed[:-1] + shelf.signed[-1]) == shelf.prove(shelf.signed)
    with pytest.raises(Refused, match="beginning of several"):
        shelf.prove("a")
    with pytest.raises(Refused, match="there is no z9"):
        shelf.prove("z9")


def test_an_approval_and_an_officer_are_proved(shelf: Shelf, keys: Keys, tmp_path: Path) -> None:
    """An approval by itself, and an officer with the registrar's signatures on every change."""
    assert judged(tmp_path / "a", shelf.prove(shelf.signed), keys["auditor"])[-1][1] == "key"
    document = shelf.prove("officer:qian")
    assert len(document["signatures"]) == 3
    assert {entry["key"] for entry in document["signatures"]} == {keys["registrar"].line}
    points = judged(tmp_path / "b", document, keys["auditor"])
    assert {point[0] for point in points} == {HOLDS}


def test_a_month_and_a_setting_are_proved(shelf: Shelf, keys: Keys, tmp_path: Path) -> None:
    """A published month with its entries and what was decided on both; a setting with its own."""
    document = shelf.prove(MONTH)
    assert MONTH in events_of(document)
    assert shelf.entry in events_of(document)
    signed = [json.loads(entry["statement"]) for entry in document["signatures"]]
    assert {(said["subject"], said["action"]) for said in signed} == {
        (MONTH, "publish"),
        (shelf.entry, "check"),
    }
    assert {p[0] for p in judged(tmp_path / "a", document, keys["auditor"])} == {HOLDS}
    setting = shelf.prove("setting:publication.grade")
    assert len(setting["signatures"]) == 1
    assert {p[0] for p in judged(tmp_path / "b", setting, keys["auditor"])} == {HOLDS}


def test_older_seals_are_proved_to_begin_the_newest(
    shelf: Shelf, keys: Keys, tmp_path: Path
) -> None:
    """Consistency between two seals, as a file that stands alone."""
    document = shelf.prove("", earlier=(shelf.old_seal, shelf.seal))
    points = judged(tmp_path / "p", document, keys["auditor"])
    assert {point[0] for point in points} == {HOLDS}
    assert [what for _outcome, what, _at in points].count("earlier seal") == 2


def test_a_proof_may_stand_on_an_older_seal(shelf: Shelf, keys: Keys, tmp_path: Path) -> None:
    """The seal that the auditor has; what it does not reach is refused with the way out."""
    document = shelf.prove("9", seal=shelf.old_seal)
    assert (HOLDS, "event", 9) in judged(tmp_path / "p", document, keys["auditor"])
    with pytest.raises(Refused, match=r"is not sealed yet .* seal first"):
        shelf.prove(shelf.entry, seal=shelf.old_seal)


def test_what_is_not_sealed_is_not_proved(chancery: Chancery) -> None:
    """Nothing to prove against: the message says how to seal."""
    with pytest.raises(Refused, match="audit seal"):
        prove(chancery.workspace.log, "1", None, ())
    chancery.seal()
    chancery.write("新的一条。", on=date(2022, 5, 20))
    with pytest.raises(Refused, match="is not sealed yet"):
        prove(chancery.workspace.log, str(chancery.size), None, ())


def test_without_a_key_the_seal_is_not_checked(shelf: Shelf, tmp_path: Path) -> None:
    """It is said, and not shown as holding; nothing is broken either."""
    points = judged(tmp_path / "p", shelf.prove(shelf.entry), None)
    size = shelf.chancery.size
    assert (UNCHECKED, "seal signature", size) in points
    assert BROKEN not in {point[0] for point in points}


def test_another_key_did_not_seal(shelf: Shelf, keys: Keys, tmp_path: Path) -> None:
    """The seal's signature is broken, and the exit code says so."""
    points = judged(tmp_path / "p", shelf.prove("9"), keys["stranger"])
    assert (BROKEN, "seal signature", shelf.chancery.size) in points


# --- damaged ones

Damage = Callable[[Any], None]


def state_byte(document: Any) -> None:
    state = bytearray(base64.b64decode(document["events"][0]["state"]))
    state[-3] ^= 1
    document["events"][0]["state"] = base64.b64encode(state).decode()


def topic(document: Any) -> None:
    document["events"][0]["topic"] += "x"


def originator(document: Any) -> None:
    document["events"][0]["originator_id"] = "c0000001"


def version(document: Any) -> None:
    document["events"][0]["originator_version"] += 1


def position(document: Any) -> None:
    document["events"][0]["position"] += 1


def path_node(document: Any) -> None:
    node = bytearray(base64.b64decode(document["events"][0]["proof"][0]))
    node[0] ^= 1
    document["events"][0]["proof"][0] = base64.b64encode(node).decode()


def path_short(document: Any) -> None:
    document["events"][0]["proof"].pop()


def path_long(document: Any) -> None:
    document["events"][0]["proof"].append(document["events"][0]["proof"][0])


def path_of_another(document: Any) -> None:
    document["events"][0]["proof"] = document["events"][1]["proof"]


def seal_size(document: Any) -> None:
    lines = document["seal"].split("\n")
    lines[1] = str(int(lines[1]) + 1)
    document["seal"] = "\n".join(lines)


def seal_root(document: Any) -> None:
    lines = document["seal"].split("\n")
    lines[2] = base64.b64encode(b"\x07" * 32).decode()
    document["seal"] = "\n".join(lines)


def seal_text(document: Any) -> None:
    document["seal"] = "approved"


def seal_unsigned(document: Any) -> None:
    document["seal"] = document["seal"].partition("\n\n")[0] + "\n"


def statement_byte(document: Any) -> None:
    entry = document["signatures"][0]
    entry["statement"] = entry["statement"].replace("approve", "approvE", 1)


def signature_byte(document: Any) -> None:
    entry = document["signatures"][0]
    lines = entry["signature"].split("\n")
    lines[2] = lines[2].swapcase()
    entry["signature"] = "\n".join(lines)


def signature_elsewhere(document: Any) -> None:
    document["signatures"][0]["position"] = document["events"][0]["position"]


def signature_key(document: Any) -> None:
    document["signatures"][0]["key"] = (
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    )


def signature_namespace(document: Any) -> None:
    document["signatures"][0]["namespace"] = "file"


def key_named_elsewhere(document: Any) -> None:
    document["signatures"][0]["enrolled"] = document["events"][-1]["position"]


def key_named_nowhere(document: Any) -> None:
    document["signatures"][0]["enrolled"] = None


def event_left_out(document: Any) -> None:
    document["events"] = [
        event
        for event in document["events"]
        if event["position"] != document["signatures"][0]["position"]
    ]


def earlier_swapped(document: Any) -> None:
    document["seal"], document["earlier"][0]["seal"] = (
        document["earlier"][0]["seal"],
        document["seal"],
    )


def earlier_root(document: Any) -> None:
    lines = document["earlier"][0]["seal"].split("\n")
    lines[2] = base64.b64encode(b"\x07" * 32).decode()
    document["earlier"][0]["seal"] = "\n".join(lines)


def earlier_path(document: Any) -> None:
    document["earlier"][0]["proof"].pop()


def one_more_entry(document: Any) -> None:
    document["remark"] = "ok"


def another_format(document: Any) -> None:
    document["format"] = "zltrec-dossier/2"


def wrong_type(document: Any) -> None:
    document["events"][0]["position"] = "9"


def truth_for_a_number(document: Any) -> None:
    document["events"][0]["originator_version"] = True


DAMAGES = (
    state_byte, topic, originator, version, position, path_node, path_short, path_long,
    path_of_another, seal_size, seal_root, seal_text, seal_unsigned, statement_byte,
    signature_byte, signature_elsewhere, signature_key, signature_namespace, key_named_elsewhere,
    event_left_out, earlier_swapped, earlier_root, earlier_path, one_more_entry, another_format,
    wrong_type, truth_for_a_number,
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> str:
    """A dossier with everything in it: events, a signature with its key, an earlier seal."""
    chancery = Chancery(tmp_path_factory.mktemp("whole") / "office", keys)
    chancery.found()
    chancery.appoint("qian", "钱编", "editor", "editor")
    entry = chancery.write("其一。", "其二。")[0]
    old = chancery.seal()
    amend_entry(chancery.workspace.records, entry, when=None, text="其三。", reason="订正")
    chancery.approve(entry, "check", "qian", "editor", "editor")
    chancery.seal()
    text = render_dossier(prove(chancery.workspace.log, entry, None, (old,)))
    chancery.workspace.close()
    return text


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_proof_is_broken_for_both(
    whole: str, keys: Keys, tmp_path: Path, damage: Damage
) -> None:
    """Whatever was altered, our check and the script find the same points broken; untouched,
    everything holds."""
    document = json.loads(whole)
    assert {p[0] for p in judged(tmp_path / "w", document, keys["auditor"])} == {HOLDS}
    damage(document)
    assert json.loads(whole) != document
    assert BROKEN in {point[0] for point in judged(tmp_path / "d", document, keys["auditor"])}


def test_a_key_that_no_event_names_is_not_checked(whole: str, keys: Keys, tmp_path: Path) -> None:
    """Whose key signed is then open, and both say so."""
    document = json.loads(whole)
    key_named_nowhere(document)
    points = judged(tmp_path / "d", document, keys["auditor"])
    assert [point[0] for point in points if point[1] == "key"] == [UNCHECKED]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": "zltrec-dossier/1"}', '{"a": 1, "a": 2}', "[" * 100_000],
    ids=["nothing", "half", "list", "null", "empty", "twice", "deep"],
)
def test_what_is_no_proof_is_refused_by_both(
    tmp_path: Path, shell: Shell, keys: Keys, text: str
) -> None:
    """With the exit code of a failed check, and no traceback."""
    file = tmp_path / "p"
    file.write_text(text)
    ours = shell("audit", "check-proof", file, "--key", keys["auditor"].public_path)
    assert ours.code == 4
    script = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file)], capture_output=True, text=True, check=False
    )
    assert script.returncode == 4
    assert "Traceback" not in script.stderr


def test_proofs_at_the_shell(
    tmp_path: Path, shell: Shell, shelf: Shelf, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """prove writes a file, check-proof needs no store, both say what was not checked."""
    store = ("--store", shelf.chancery.workspace.folder.path, "audit")
    out, old = tmp_path / "p.json", tmp_path / "old"
    old.write_text(shelf.old_seal)
    monkeypatch.chdir(tmp_path)
    assert shell(*store, "prove").code == 2
    assert shell(*store, "prove", shelf.entry, "--earlier", old, "--out", out).code == 0
    assert shell(*store, "prove", shelf.entry, "--out", out).code == 1
    public = keys["auditor"].public_path
    checked = shell("audit", "check-proof", out, "--key", public, "--format", "json")
    assert checked.code == 0
    answer = json.loads(checked.out)
    assert (answer["broken"], answer["not_checked"]) == (0, 0)
    assert {point["outcome"] for point in answer["points"]} == {HOLDS}
    unsigned = shell("audit", "check-proof", out)
    assert unsigned.code == 0
    assert "not checked" in unsigned.out
    assert shell("audit", "check-proof", out, "--key", keys["stranger"].public_path).code == 4
    assert shell("audit", "check-proof", tmp_path / "absent").code == 3
    printed = shell(*store, "prove", "9").out
    assert parse_dossier(printed.encode()) == shelf.prove("9")


def test_the_script_names_a_missing_file_or_a_wrong_key(tmp_path: Path) -> None:
    """With its own exit codes: 3 for what cannot be read, 2 for what is no key."""
    for arguments, code in (
        ([str(tmp_path / "absent")], 3),
        ([str(tmp_path / "absent"), "--key", "no key"], 2),
    ):
        done = subprocess.run(
            [sys.executable, "-I", str(SCRIPT), *arguments], capture_output=True, check=False
        )
        assert done.returncode == code
        assert done.stderr
