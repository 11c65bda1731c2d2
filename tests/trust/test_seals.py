"""Seals: an old one against the log as it is, with a key from outside the store."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from zltrec.audit.seals import NOT_CHECKED, VALID, check_seal
from zltrec.errors import Refused
from zltrec.proof.checkpoint import parse_checkpoint, render_checkpoint
from zltrec.proof.faults import ProofError, SignatureError
from zltrec.proof.keys import ed25519_bytes
from zltrec.proof.note import parse_note, render_verifier_key, sign_note

from .chancery import OTHER_STORE_ID, Chancery, Keys
from .conftest import Shell
from .tampering import cut_tail, rewrite_all, tampered


@pytest.fixture
def sealed(bare: Chancery) -> tuple[Chancery, str]:
    """Ten entries under a seal, and ten more since."""
    bare.write(*(f"第{n}条。" for n in range(1, 10)))
    note = bare.seal()
    bare.write(*(f"第{n}条。" for n in range(10, 20)))
    return bare, note


Sealed = tuple[Chancery, str]


def test_a_log_that_only_grew_is_consistent(sealed: Sealed) -> None:
    """The seal holds over the first events, whatever came since, with the key from outside."""
    chancery, note = sealed
    verdict = chancery.check(note)
    assert (verdict.why, verdict.signature, verdict.seal.size) == (None, VALID, 10)
    assert verdict.seal.root == chancery.workspace.root_at(10)
    assert parse_note(note).text.splitlines()[0] == f"zltrec/{chancery.store_id}"


def test_without_a_key_the_signature_is_not_checked(sealed: Sealed) -> None:
    """It is said, and never taken for valid: anybody could have written such a note."""
    chancery, note = sealed
    text = parse_note(note).text
    forged = f"{text}\n— nobody AAAAAAAA\n"
    for one in (note, forged):
        verdict = chancery.check(one, None)
        assert (verdict.why, verdict.signature) == (None, NOT_CHECKED)
    with pytest.raises(ProofError):
        chancery.check(forged)


@pytest.mark.parametrize("key", ["stranger", "registrar"])
def test_another_key_did_not_seal(sealed: Sealed, key: str) -> None:
    """The message says who did sign."""
    chancery, note = sealed
    with pytest.raises(
        SignatureError, match=f"not signed by the key given, but by {chancery.origin}"
    ):
        chancery.check(note, key)


def test_a_verifier_key_is_as_good_as_a_line(sealed: Sealed) -> None:
    """`name+id+base64`, as other tools for checkpoints have it; it speaks for its name only."""
    chancery, note = sealed
    public = ed25519_bytes(chancery.keys["auditor"].line)
    log, origin = chancery.workspace.log, chancery.origin
    assert check_seal(log, origin, note, render_verifier_key(origin, public)).signature == VALID
    with pytest.raises(SignatureError, match="not signed by the key given"):
        check_seal(log, origin, note, render_verifier_key("zltrec/other", public))


@pytest.mark.parametrize("part", ["origin", "size", "root", "signature"])
def test_an_altered_seal_is_none(sealed: Sealed, part: str) -> None:
    """Nothing in it can be altered: what it covers, what it says, who signed."""
    chancery, note = sealed
    lines = note.split("\n")
    number = {"origin": 0, "size": 1, "root": 2, "signature": 4}[part]
    line = lines[number]
    at = {"origin": -1, "size": 0, "root": 0, "signature": -12}[part]
    altered = list(line)
    altered[at] = "7" if altered[at] != "7" else "8"
    lines[number] = "".join(altered)
    with pytest.raises(ProofError):
        chancery.check("\n".join(lines))


def test_a_log_that_was_cut_is_told(sealed: Sealed) -> None:
    """Fewer events than the seal covers."""
    chancery, note = sealed
    cut_tail(chancery.workspace.folder.log, 9)
    verdict = chancery.check(note)
    assert verdict.why is not None
    assert "the log was cut: the seal covers 10 events, and 9 are left" in str(verdict.why)


def test_a_log_that_was_cut_and_grew_again_is_told(sealed: Sealed) -> None:
    """As many events as were sealed, or more, and not the same: rewritten."""
    chancery, note = sealed
    cut_tail(chancery.workspace.folder.log, 9)
    chancery.write("别的一条。", "又一条。")
    assert "the log was rewritten" in str(chancery.check(note).why)


def test_a_log_that_was_rewritten_is_told(sealed: Sealed) -> None:
    """One event changed shows by its bytes, whether its leaf and the head were left or fit it."""
    chancery, note = sealed
    path = chancery.workspace.folder.log
    tampered(
        path,
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '第5条', '第6条')"
        " AS BLOB) WHERE position = 6",
    )
    assert "the log was rewritten: its first 10 events" in str(chancery.check(note).why)
    assert [fault.kind for fault in chancery.verify().faults][:1] == ["leaf"]
    rewrite_all(path)
    assert "the log was rewritten: its first 10 events" in str(chancery.check(note).why)


def test_a_change_after_the_seal_is_not_covered_by_it(sealed: Sealed) -> None:
    """A seal says nothing of what came later; a newer one does."""
    chancery, note = sealed
    newer = chancery.seal()
    path = chancery.workspace.folder.log
    tampered(
        path, "UPDATE stored_events SET state = CAST(state || ' ' AS BLOB) WHERE position = 15"
    )
    rewrite_all(path)
    assert chancery.check(note).why is None
    assert "the log was rewritten" in str(chancery.check(newer).why)


def test_the_seal_of_another_store_is_told(sealed: Sealed, tmp_path: Path, keys: Keys) -> None:
    """Even where its size and root would fit."""
    chancery, note = sealed
    other = Chancery(tmp_path / "other", keys, OTHER_STORE_ID)
    other.write("一条。")
    foreign = other.seal()
    other.workspace.close()
    verdict = chancery.check(foreign)
    assert f"the seal is of another store: zltrec/{OTHER_STORE_ID}" in str(verdict.why)
    seal = parse_checkpoint(parse_note(note).text)
    same = sign_note(
        render_checkpoint(other.origin, seal.size, seal.root),
        other.origin,
        keys["auditor"].private,  # type: ignore[arg-type]
    )
    assert "of another store" in str(chancery.check(same).why)


def test_only_an_ed25519_key_seals(bare: Chancery) -> None:
    """Checkpoints are signed with no other; nothing is kept."""
    for kind in ("ecdsa", "rsa"):
        with bare.refused(Refused, "only an Ed25519 key can seal"):
            bare.seal(kind)


def test_two_auditors_can_seal_the_same_log(sealed: Sealed) -> None:
    """Each seal is kept, and checked with its own key."""
    chancery, _note = sealed
    notes = {key: chancery.seal(key) for key in ("auditor", "stranger")}
    for key, note in notes.items():
        assert chancery.check(note, key).why is None
    assert len(chancery.workspace.log.seals()) == 3
    found = chancery.verify()
    assert [seal.size for seal in found.seals] == [10, 20, 20]
    assert not found.faults


def test_an_empty_seal_table_needs_no_seal(bare: Chancery) -> None:
    """A store that nobody sealed verifies, and says that nothing is sealed."""
    found = bare.verify()
    assert (found.sealed, found.seals, found.faults) == (0, [], [])


# --- what verify says of kept seals


def test_verify_says_what_seals_cover_and_what_none_does(sealed: Sealed) -> None:
    """The longest seal that holds counts."""
    chancery, _note = sealed
    found = chancery.verify()
    assert (found.events, found.sealed) == (20, 10)
    chancery.seal()
    assert chancery.verify().sealed == 20


def test_verify_says_whether_the_key_is_an_officers(chancery: Chancery, keys: Keys) -> None:
    """Any key may seal; whose it is, is said by the log."""
    chancery.seal("auditor")
    chancery.appoint("zhou", "周审", "auditor", "auditor")
    chancery.seal("auditor")
    chancery.seal("stranger")
    found = [(seal.fingerprint, seal.officer) for seal in chancery.verify().seals]
    assert found == [
        (keys["auditor"].fingerprint, "zhou"),
        (keys["auditor"].fingerprint, "zhou"),
        (keys["stranger"].fingerprint, None),
    ]


def test_a_seal_does_not_change_the_log(bare: Chancery) -> None:
    """It stands beside it, in a table of its own, so that sealing needs no event."""
    before = bare.size, bare.workspace.log.head()
    note = bare.seal()
    assert (bare.size, bare.workspace.log.head()) == before
    (number, size, kept, line) = bare.workspace.log.seals()[0]
    assert (number, size, kept, line) == (1, 1, note, bare.keys["auditor"].line)


def test_kept_seals_refuse_to_be_changed(bare: Chancery) -> None:
    """As events do: by the store itself."""
    bare.seal()
    connection = sqlite3.connect(bare.workspace.folder.log)
    for statement in ("UPDATE seals SET size = 0", "DELETE FROM seals"):
        with pytest.raises(sqlite3.Error, match="append-only"):
            connection.execute(statement)
    connection.close()


def reused(path: Path) -> None:
    tampered(path, "UPDATE seals SET note = (SELECT note FROM seals WHERE number = 1)")


def resized(path: Path) -> None:
    tampered(path, "UPDATE seals SET size = 20 WHERE number = 1")


def resized_to_another(path: Path) -> None:
    tampered(path, "UPDATE seals SET size = 10 WHERE number = 2")


def another_key(path: Path) -> None:
    tampered(
        path,
        "UPDATE seals SET public_line = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAA"
        "AAAAAAAAAAAAAAAAAAAAAAA' WHERE number = 1",
    )


def no_key(path: Path) -> None:
    tampered(path, "UPDATE seals SET public_line = 'nothing' WHERE number = 1")


def no_note(path: Path) -> None:
    tampered(path, "UPDATE seals SET note = 'nothing' WHERE number = 1")


def first_removed(path: Path) -> None:
    tampered(path, "DELETE FROM seals WHERE number = 1")


def last_removed(path: Path) -> None:
    tampered(path, "DELETE FROM seals WHERE number = 3")


def all_removed(path: Path) -> None:
    tampered(path, "DELETE FROM seals")


@pytest.mark.parametrize(
    "change",
    [
        reused,
        resized,
        resized_to_another,
        another_key,
        no_key,
        no_note,
        first_removed,
        last_removed,
        all_removed,
    ],
    ids=lambda change: change.__name__,
)
def test_a_kept_seal_that_was_changed_or_taken_away_is_named(
    sealed: Sealed, change: Callable[[Path], None]
) -> None:
    """Note, size, key and number belong together. The log itself is not touched by that, so the
    seal outside still holds."""
    chancery, note = sealed
    chancery.seal("stranger")
    chancery.seal("auditor")
    assert not chancery.verify().faults
    change(chancery.workspace.folder.log)
    assert {fault.kind for fault in chancery.verify().faults} == {"seal"}
    assert chancery.check(note).why is None


# --- at the shell


def test_seals_at_the_shell(tmp_path: Path, shell: Shell, chancery: Chancery, keys: Keys) -> None:
    """Consistent, without a key, wrong key, cut: exit codes and the keys of the answer."""
    store = ("--store", chancery.workspace.folder.path, "audit")
    public = keys["auditor"].public_path
    first = tmp_path / "seal1"
    assert shell(*store, "seal", "--key", keys["auditor"].path, "--out", first).code == 0
    again = shell(*store, "seal", "--key", keys["auditor"].path, "--out", first)
    assert again.code == 1
    assert len(chancery.workspace.log.seals()) == 1
    good = shell(*store, "check-seal", first, "--key", public, "--format", "json")
    assert good.code == 0
    answer = json.loads(good.out)
    assert (answer["size"], answer["signature"], answer["consistent"]) == (
        chancery.size,
        "valid",
        True,
    )
    unsigned = shell(*store, "check-seal", first)
    assert unsigned.code == 0
    assert "not checked" in unsigned.out
    assert json.loads(shell(*store, "check-seal", first, "--format", "json").out)[
        "signature"
    ] == "not checked"  # fmt: skip
    assert shell(*store, "check-seal", first, "--key", keys["registrar"].public_path).code == 4
    assert shell(*store, "check-seal", tmp_path / "absent", "--key", public).code == 3
    verified = shell(*store, "verify")
    assert f"sealed: {chancery.size} events; not sealed: 0" in verified.out
    assert "a key that nobody has enrolled" in verified.out
    chancery.write("又一条。", on=date(2022, 5, 9))
    assert "not sealed: 1" in shell(*store, "verify").out
    printed = shell(*store, "seal", "--key", keys["auditor"].path)
    assert parse_checkpoint(parse_note(printed.out).text).size == chancery.size
    cut_tail(chancery.workspace.folder.log, 3)
    cut = shell(*store, "check-seal", first, "--key", public, "--format", "json")
    assert cut.code == 4
    assert json.loads(cut.out)["consistent"] is False
    assert "was cut" in cut.err


def test_a_copy_is_checked_without_the_store_that_it_came_from(
    sealed: Sealed, tmp_path: Path, shell: Shell, keys: Keys
) -> None:
    """An auditor with a copy, an old seal and a key needs nothing else, not even to write."""
    chancery, note = sealed
    file = tmp_path / "seal"
    file.write_text(note)
    copy = tmp_path / "copy"
    shutil.copytree(chancery.workspace.folder.path, copy / ".zltrec")
    checked = shell(
        "--store", copy, "audit", "check-seal", file, "--key", keys["auditor"].public_path
    )
    assert checked.code == 0
