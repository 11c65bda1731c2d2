"""Dossiers: checked without a store, and the script that travels alone says the same."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zltrec.proof.checkpoint import render_checkpoint
from zltrec.proof.dossier import make_dossier, parse_dossier, render_dossier
from zltrec.proof.faults import ProofError
from zltrec.proof.keys import canonical_line, load_private
from zltrec.proof.leaf import encode_leaf
from zltrec.proof.merkle import hash_leaf, root_of, subtree_over
from zltrec.proof.note import render_verifier_key, sign_note
from zltrec.proof.sshsig import sign
from zltrec.proof.verdict import check_dossier

SCRIPT = Path(__file__).parents[2] / "scripts" / "verify_dossier.py"
ORIGIN = "zltrec/store-1"
SPACE = "zltrec-approval"
AUDITOR = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = render_verifier_key(ORIGIN, AUDITOR.public_key().public_bytes_raw())
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
OTHER_KEY = render_verifier_key(ORIGIN, OTHER.public_key().public_bytes_raw())

Row = tuple[int, str, int, str, bytes]


def load_script() -> Any:
    spec = importlib.util.spec_from_file_location("verify_dossier", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load_script()


def state(**values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()


@pytest.fixture(scope="session")
def rows(key_files: dict[str, Path]) -> list[Row]:
    """A log of 37 events: plain ones, keys named at 3 and 4, approvals at 20, 21 and 30."""
    signed = {20: ("ed25519", 3), 21: ("rsa", 4), 30: ("ecdsa256", 5)}
    named = {position: kind for kind, position in signed.values()}
    log: list[Row] = []
    for position in range(1, 38):
        if position in named:
            line = canonical_line(key_files[named[position]].with_suffix(".pub").read_text())
            log.append((position, f"officer-{position}", 1, "officer.enrolled", state(key=line)))
        elif position in signed:
            kind = signed[position][0]
            statement = json.dumps({"decision": "approve", "n": position})
            armored = sign(statement.encode(), SPACE, load_private(key_files[kind].read_bytes()))
            held = state(approval={"statement": statement, "signature": armored})
            log.append((position, f"approval-{position}", 1, "approval.given", held))
        else:
            text = state(text=f"第{position}条", at="2022-05-01")
            log.append((position, "entry-1", position, "entry.added", text))
    return log


@pytest.fixture(scope="session")
def subtree(rows: list[Row]) -> Callable[[int, int], bytes]:
    return subtree_over([hash_leaf(encode_leaf(*row)) for row in rows])


def seal(rows: list[Row], size: int, key: Ed25519PrivateKey = AUDITOR, origin: str = ORIGIN) -> str:
    root = root_of(hash_leaf(encode_leaf(*row)) for row in rows[:size])
    return sign_note(render_checkpoint(origin, size, root), origin, key)


@pytest.fixture(scope="session")
def whole(rows: list[Row], subtree: Callable[[int, int], bytes]) -> dict[str, Any]:
    """A dossier with every kind of entry, as it comes out of its file."""
    signatures = []
    for at, enrolled in ((20, 3), (21, 4), (30, 5)):
        held = json.loads(rows[at - 1][4])["approval"]
        line = json.loads(rows[enrolled - 1][4])["key"]
        signatures.append(
            {"position": at, "enrolled": enrolled, "namespace": SPACE, "key": line, **held}
        )
    dossier = make_dossier(
        seal(rows, 37),
        [rows[at - 1] for at in (1, 3, 4, 5, 20, 21, 30, 37)],
        subtree,
        earlier=[seal(rows, 20), seal(rows, 0), seal(rows, 37)],
        signatures=signatures,  # type: ignore[arg-type]
    )
    return parse_dossier(render_dossier(dossier).encode())  # type: ignore[return-value]


def both(document: object, key: str | None) -> list[tuple[str, str, int | None]]:
    """The verdict of the package, after the script has come to the same."""
    ours = [(p.outcome, p.what, p.at) for p in check_dossier(document, key).points]
    theirs = script.verify(document, None if key is None else script.read_key(key))
    assert [point[:3] for point in theirs] == ours, (document, theirs)
    return ours


def outcomes(document: object, key: str | None = KEY) -> dict[tuple[str, int | None], str]:
    return {(what, at): outcome for outcome, what, at in both(document, key)}


# --- a good one -----------------------------------------------------------------------


def test_a_whole_dossier_holds_in_every_point(whole: dict[str, Any]) -> None:
    found = both(whole, KEY)
    assert {outcome for outcome, *_ in found} == {"holds"}
    assert [what for _, what, _ in found] == [
        "seal", "seal signature", *["event"] * 8,
        *["earlier seal", "earlier seal signature"] * 3, *["signature", "key"] * 3,
    ]  # fmt: skip


def test_a_public_line_serves_as_key(whole: dict[str, Any]) -> None:
    blob = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + AUDITOR.public_key().public_bytes_raw()
    line = "ssh-ed25519 " + b64encode(blob).decode() + " a comment"
    assert {outcome for outcome, *_ in both(whole, line)} == {"holds"}


def test_without_a_key_seals_are_not_checked_and_nothing_says_they_hold(
    whole: dict[str, Any],
) -> None:
    verdict = check_dossier(whole, None)
    both(whole, None)
    assert not verdict.broken
    assert [point.what for point in verdict.unchecked] == [
        "seal signature", *["earlier seal signature"] * 3
    ]  # fmt: skip
    assert all(point.reason is not None for point in verdict.unchecked)


def test_every_event_of_trees_of_many_sizes_is_proved(rows: list[Row]) -> None:
    for size in (1, 2, 3, 8, 13, 37):
        part = rows[:size]
        tree = subtree_over([hash_leaf(encode_leaf(*row)) for row in part])
        older = [seal(rows, older) for older in range(size + 1)]
        dossier = make_dossier(seal(rows, size), part, tree, earlier=older)
        assert {outcome for outcome, *_ in both(dict(dossier), KEY)} == {"holds"}


# --- what must be found ---------------------------------------------------------------


def changed(document: dict[str, Any], *path: str | int, to: object) -> dict[str, Any]:
    copy = deepcopy(document)
    place: Any = copy
    for step in path[:-1]:
        place = place[step]
    assert (type(place[path[-1]]), place[path[-1]]) != (type(to), to)
    place[path[-1]] = to
    return copy


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("position", 2), ("position", 0), ("position", -1), ("position", 38), ("position", 2**70),
        ("originator_id", "entry-2"), ("originator_id", "entry-1\n1"), ("originator_version", 2),
        ("topic", "entry.amended"), ("topic", "\ud800"), ("state", ""), ("state", "e30="),
        ("state", "e30"), ("proof", []), ("position", True), ("originator_version", 1.0),
        ("position", None), ("state", None), ("proof", "x"), ("proof", [""]), ("proof", [None]),
    ],
)  # fmt: skip
def test_a_changed_event_is_broken(whole: dict[str, Any], field: str, value: object) -> None:
    found = both(changed(whole, "events", 0, field, to=value), KEY)
    assert found[2][:2] == ("broken", "event")
    assert [outcome for outcome, *_ in found].count("broken") == 1


def test_a_leaf_and_state_that_wander_are_broken(whole: dict[str, Any]) -> None:
    """Bytes moved from the state into the topic would give the same leaf."""
    stored = b64decode(whole["events"][0]["state"])
    moved = changed(whole, "events", 0, "topic", to="entry.added\n" + stored.decode())
    moved["events"][0]["state"] = ""
    assert outcomes(moved)["event", 1] == "broken"


def test_another_seal_proves_nothing_here(whole: dict[str, Any], rows: list[Row]) -> None:
    rewritten = [*rows[:9], (10, "entry-1", 10, "entry.added", b"{}"), *rows[10:]]
    found = outcomes(changed(whole, "seal", to=seal(rewritten, 37)))
    assert found["event", 1] == "broken"
    assert found["earlier seal", 20] == "broken"
    assert found["seal signature", 37] == "holds"


def test_a_seal_by_another_key_is_broken(whole: dict[str, Any], rows: list[Row]) -> None:
    found = outcomes(changed(whole, "seal", to=seal(rows, 37, OTHER)))
    assert found["seal signature", 37] == "broken"
    assert outcomes(whole, OTHER_KEY)["seal signature", 37] == "broken"


def test_an_earlier_seal_by_another_auditor_is_not_checked_but_compared(
    whole: dict[str, Any], rows: list[Row]
) -> None:
    found = outcomes(changed(whole, "earlier", 0, "seal", to=seal(rows, 20, OTHER)))
    assert found["earlier seal", 20] == "holds"
    assert found["earlier seal signature", 20] == "not checked"


def test_an_altered_earlier_seal_is_broken(whole: dict[str, Any]) -> None:
    altered = whole["earlier"][0]["seal"].replace("\n20\n", "\n19\n")
    found = outcomes(changed(whole, "earlier", 0, "seal", to=altered))
    assert found["earlier seal", 19] == "broken"
    assert found["earlier seal signature", 19] == "broken"


def test_a_seal_of_another_store_is_broken(whole: dict[str, Any], rows: list[Row]) -> None:
    other = seal(rows, 20, origin="zltrec/store-2")
    assert outcomes(changed(whole, "earlier", 0, "seal", to=other))["earlier seal", 20] == "broken"


def test_an_earlier_seal_that_is_larger_is_broken(whole: dict[str, Any], rows: list[Row]) -> None:
    found = outcomes(changed(whole, "seal", to=seal(rows, 19)))
    assert found["earlier seal", 20] == "broken"
    assert found["event", 37] == "broken"


def test_without_a_readable_seal_nothing_is_said_to_hold(whole: dict[str, Any]) -> None:
    found = both(changed(whole, "seal", to="no note"), KEY)
    assert found[0] == ("broken", "seal", None)
    assert ("not checked", "event", 1) in found
    assert not [point for point in found if point[:2] == ("holds", "signature")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("position", 1), ("position", 37), ("position", None), ("namespace", "file"),
        ("namespace", ""), ("namespace", "目的"), ("namespace", "a\x00"), ("statement", "{}"),
        ("statement", "\ud800"), ("signature", ""), ("key", "ssh-ed25519 AAAA"), ("key", "x\ny"),
        ("enrolled", "3"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_changed_signature_is_broken(
    whole: dict[str, Any], which: int, field: str, value: object
) -> None:
    document = changed(whole, "signatures", which, field, to=value)
    at = document["signatures"][which]["position"]
    found = outcomes(document)
    assert found["signature", at] == "broken"
    assert ("key", at) not in found


def test_the_signature_of_another_event_does_not_serve(whole: dict[str, Any]) -> None:
    first, second = whole["signatures"][:2]
    for field in ("statement", "signature", "key"):
        mixed = changed(whole, "signatures", 0, field, to=second[field])
        assert outcomes(mixed)["signature", first["position"]] == "broken"


def test_a_key_counts_only_if_an_earlier_event_names_it(whole: dict[str, Any]) -> None:
    for enrolled in (4, 1, 30, 20, 2):
        document = changed(whole, "signatures", 0, "enrolled", to=enrolled)
        assert outcomes(document)["key", 20] == "broken"
    document = changed(whole, "signatures", 0, "enrolled", to=None)
    assert outcomes(document)["key", 20] == "not checked"


def test_a_signature_of_an_event_that_is_not_proved_is_broken(whole: dict[str, Any]) -> None:
    document = changed(whole, "events", 4, "proof", to=[])
    found = outcomes(document)
    assert found["event", 20] == "broken"
    assert found["signature", 20] == "broken"


@pytest.mark.parametrize(
    "document",
    [
        None, [], {}, "x", 5, {"format": "zltrec-dossier/1"},
        {"format": "zltrec-dossier/2", "seal": "", "events": [], "earlier": [], "signatures": []},
        {"format": "zltrec-dossier/1", "seal": 5, "events": [], "earlier": [], "signatures": []},
        {"format": "zltrec-dossier/1", "seal": "", "events": {}, "earlier": [], "signatures": []},
    ],
)  # fmt: skip
def test_what_is_no_dossier_is_broken(document: object) -> None:
    assert both(document, KEY) == [("broken", "dossier", None)]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff", b'{"a": 1, "a": 2}', b"[" * 100_000, b"1" * 5_000]
)
def test_a_file_that_can_be_read_in_two_ways_is_no_dossier(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(ProofError):
        parse_dossier(data)
    (tmp_path / "file").write_bytes(data)
    assert run(tmp_path / "file").returncode == 4


def test_a_key_that_is_none_is_told_before_anything(whole: dict[str, Any]) -> None:
    with pytest.raises(ProofError):
        check_dossier(whole, "no key")


def test_no_dossier_is_made_beyond_its_seal(
    rows: list[Row], subtree: Callable[[int, int], bytes]
) -> None:
    for events, earlier in (([rows[29]], []), ([], [seal(rows, 21)])):
        with pytest.raises(ProofError):
            make_dossier(seal(rows, 20), events, subtree, earlier=earlier)


# --- the two verdicts under damage ----------------------------------------------------

JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 40), st.floats(), st.text(max_size=4),
    st.just([]), st.just({}), st.just("\ud800"), st.just([[]]),
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[Any, ...]] = []
    for step, each in inner:
        found.append((*path, step))
        if isinstance(each, (dict, list)):
            found += places(each, (*path, step))
    return found


@given(st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_damaged_both_say_the_same(whole: dict[str, Any], data: st.DataObject) -> None:
    document = deepcopy(whole)
    *path, last = data.draw(st.sampled_from(places(document)))
    place: Any = document
    for step in path:
        place = place[step]
    how = data.draw(st.sampled_from(["remove", "replace", "letter", "swap"]))
    if how == "remove":
        del place[last]
    elif how == "letter" and isinstance(place[last], str) and place[last]:
        at = data.draw(st.integers(0, len(place[last]) - 1))
        letter = data.draw(st.sampled_from("Aa0=\n x-\u2028"))
        place[last] = place[last][:at] + letter + place[last][at + 1 :]
    elif how == "swap" and isinstance(place, list):
        place.append(place.pop(last))
    else:
        place[last] = data.draw(JUNK)
    found = both(document, KEY)
    if path and document != whole and how in ("letter", "replace"):
        assert {outcome for outcome, *_ in found} != {"holds"}


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The script by itself: no site packages, no surroundings."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_script_runs_alone_and_ends_as_the_design_says(
    whole: dict[str, Any], tmp_path: Path
) -> None:
    good, bad, pub = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "auditor.key"
    good.write_text(json.dumps(whole))
    bad.write_text(json.dumps(changed(whole, "events", 0, "topic", to="x\x1b[2J")))
    pub.write_text(KEY + "\n")
    done = run(good, "--key", pub)
    assert (done.returncode, done.stderr) == (0, "")
    assert "holds: event 37: entry.added of entry-1, version 37\n" in done.stdout
    assert done.stdout.endswith("22 holds, 0 broken, 0 not checked\n")
    assert run(good, "--key", KEY).stdout == done.stdout
    without = run(good)
    assert without.returncode == 0
    assert "not checked: seal signature 37: no key was given (--key)\n" in without.stdout
    broken = run(bad, "--key", pub)
    assert broken.returncode == 4
    assert "broken: event 1: " in broken.stdout
    assert "\x1b" not in broken.stdout
    assert run(good, "--key", OTHER_KEY).returncode == 4
    assert run(good, "--key", "no key").returncode == 2
    assert run(tmp_path / "absent").returncode == 3


def test_without_ssh_keygen_the_script_says_what_it_could_not_check(
    whole: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tmp_path / "good.json"
    good.write_text(json.dumps(whole))
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run(good, "--key", KEY)
    assert done.returncode == 3
    assert "not checked: signature 20: ssh-keygen is not installed\n" in done.stdout


def test_the_script_needs_nothing_but_the_standard_library() -> None:
    """Imports that are in no other place than Python itself."""
    imported = {
        line.split()[1].split(".")[0]
        for line in SCRIPT.read_text().splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= sys.stdlib_module_names


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.integers(0, 511))
@settings(max_examples=40, deadline=None)
def test_the_script_checks_ed25519_as_the_library_does(
    seed: bytes, message: bytes, bit: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert script.ed25519_holds(public, message, signature)
    assert not script.ed25519_holds(public, message + b"x", signature)
    damaged = bytearray(signature)
    damaged[bit // 8] ^= 1 << bit % 8
    assert not script.ed25519_holds(public, message, bytes(damaged))
    assert not script.ed25519_holds(public, message, signature[:-1])
    number = int.from_bytes(signature[32:], "little") + script.ORDER
    forged = signature[:32] + number.to_bytes(32, "little")
    assert not script.ed25519_holds(public, message, forged)


@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
)
def test_the_script_passes_the_vectors_of_rfc_8032(
    public: str, message: str, signature: str
) -> None:
    parts = [bytes.fromhex(part) for part in (public, message, signature)]
    assert script.ed25519_holds(*parts)
