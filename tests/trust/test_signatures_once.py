"""One signature, one decision; one person, not two steps that are kept apart."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from zltrec.audit.judged import NO, YES
from zltrec.domain.approval import ApprovalOnPaper, ApprovalSigned
from zltrec.errors import Refused
from zltrec.proof.statement import decode_statement

from .chancery import (
    LONG_AGO,
    MONTH,
    Chancery,
    Keys,
    publish_statement,
    record_raw,
)

_ECDSA_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


# --- a signature counts once


def rewrapped(signature: str) -> str:
    """The same signature with its lines broken elsewhere."""
    first, *lines, last, _end = signature.split("\n")
    text = "".join(lines)
    return "\n".join([first, *(text[at : at + 64] for at in range(0, len(text), 64)), last, ""])


def twin(signature: str) -> str:
    """Another valid ECDSA signature over the same bytes: (r, n - s) in place of (r, s)."""
    lines = signature.split("\n")
    body = base64.b64decode("".join(lines[1:-2]))
    at = body.rindex(b"\x00\x00\x00\x13ecdsa-sha2-nistp256") + 4 + 19
    inner = body[at + 4 :]
    size = int.from_bytes(inner[:4], "big")
    r = int.from_bytes(inner[4 : 4 + size], "big")
    s = int.from_bytes(inner[8 + size :], "big")
    assert decode_dss_signature(encode_dss_signature(r, s)) == (r, s)
    numbers = b""
    for number in (r, _ECDSA_ORDER - s):
        data = number.to_bytes(number.bit_length() // 8 + 1, "big")
        numbers += len(data).to_bytes(4, "big") + data
    start = body.rindex(b"\x00\x00\x00\x13ecdsa-sha2-nistp256")
    whole = body[start : start + 23] + len(numbers).to_bytes(4, "big") + numbers
    new = body[: start - 4] + len(whole).to_bytes(4, "big") + whole
    text = base64.b64encode(new).decode()
    wrapped = [text[at : at + 70] for at in range(0, len(text), 70)]
    return "\n".join([lines[0], *wrapped, lines[-2], ""])


def with_ecdsa(chancery: Chancery) -> None:
    chancery.desk().enroll("qian", chancery.keys["ecdsa"].line)


@pytest.mark.parametrize("varied", [rewrapped, twin])
def test_a_signature_cannot_be_varied_to_count_again(
    chancery: Chancery, keys: Keys, varied: Callable[[str], str]
) -> None:
    """Other line breaks, or the second of the two signatures that every ECDSA signature has, are
    the same decision; each alone would be taken."""
    with_ecdsa(chancery)
    statement = publish_statement(chancery)
    signature = keys["ecdsa"].sign(statement)
    other = varied(signature)
    assert other != signature
    chancery.submit(statement, other)
    with chancery.refused(Refused, "used already"):
        chancery.submit(statement, signature)


@pytest.mark.parametrize("varied", [str, rewrapped, twin])
def test_a_second_record_of_one_signature_is_found(
    chancery: Chancery, keys: Keys, varied: Callable[[str], str]
) -> None:
    """Written past every check, the second is judged not valid, and the first stays."""
    with_ecdsa(chancery)
    statement = publish_statement(chancery)
    signature = keys["ecdsa"].sign(statement)
    first = chancery.submit(statement, signature)
    fact = chancery.workspace.fact_at(first.position)
    assert isinstance(fact, ApprovalSigned)
    fields = {name: getattr(fact, name) for name in fact.__struct_fields__}
    second = record_raw(chancery, ApprovalSigned(**fields | {"signature": varied(signature)}))
    judged = chancery.judged()
    assert (judged[first.id].valid, judged[second.id].valid) == (YES, NO)
    assert "each counts once" in str(judged[second.id].why)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("subject", "chronicle:2022-06"),
        ("action", "review"),
        ("version", 2),
        ("digest", "0" * 64),
        ("decision", "reject"),
        ("reason", "another"),
        ("office", "reviewer"),
        ("scope", "云麓街道"),
        ("officer", "sun"),
        ("person", "孙核"),
        ("on", "2022-06-30"),
        ("valid_until", "2022-12-31"),
    ],
)
def test_a_record_that_tells_something_else_than_was_signed_is_found(
    chancery: Chancery, keys: Keys, name: str, value: Any
) -> None:
    """What lists and steps read is judged against the signed statement, field by field."""
    given = chancery.approve(MONTH, "publish", "qian", "editor", "editor")
    fact = chancery.workspace.fact_at(given.position)
    assert isinstance(fact, ApprovalSigned)
    judged = chancery.judged()[given.id]
    assert judged.valid == YES
    decision = {n: getattr(fact.decision, n) for n in fact.decision.__struct_fields__}
    told = type(fact.decision)(**decision | {name: value})
    statement = publish_statement(chancery)
    said = decode_statement(statement)
    other = record_raw(
        chancery,
        ApprovalSigned(
            decision=told,
            statement=statement.decode(),
            statement_id=said.id,
            signature=keys["editor"].sign(statement),
            fingerprint=fact.fingerprint,
            **{n: getattr(fact, n) for n in ("recorded_at", "actor", "occurred")},
        ),
    )
    found = chancery.judged()[other.id]
    assert found.valid == NO
    assert f"something else of {name}" in str(found.why)


@pytest.mark.parametrize("name", ["statement_id", "fingerprint"])
def test_the_record_names_its_statement_and_key(chancery: Chancery, keys: Keys, name: str) -> None:
    """Else a signature could count twice, or escape the report that its key was lost."""
    chancery.desk().enroll("qian", keys["newer"].line)
    statement = publish_statement(chancery)
    given = chancery.submit(statement, keys["editor"].sign(statement))
    fact = chancery.workspace.fact_at(given.position)
    fields = {n: getattr(fact, n) for n in fact.__struct_fields__}
    statement = publish_statement(chancery)
    fields["statement"], fields["signature"] = statement.decode(), keys["editor"].sign(statement)
    fields["statement_id"] = decode_statement(statement).id
    right = record_raw(chancery, ApprovalSigned(**fields))
    assert (chancery.judged()[right.id].valid, chancery.judged()[right.id].why) == (YES, None)
    statement = publish_statement(chancery)
    fields["statement"], fields["signature"] = statement.decode(), keys["editor"].sign(statement)
    fields["statement_id"] = decode_statement(statement).id
    fields[name] = {"statement_id": "f" * 32, "fingerprint": keys["newer"].fingerprint}[name]
    wrong = record_raw(chancery, ApprovalSigned(**fields))
    judged = chancery.judged()[wrong.id]
    assert judged.valid == NO
    assert "something else of" in str(judged.why)


# --- steps that are kept apart


def by_key(chancery: Chancery, action: str) -> None:
    """Qian decides with his key."""
    chancery.approve(MONTH, action, "qian", "editor", "editor")


def on_paper(chancery: Chancery, action: str) -> None:
    """Qian decides on paper, by name."""
    chancery.paper(MONTH, action, "钱编", "editor")


def on_paper_by_id(chancery: Chancery, action: str) -> None:
    """Qian decides on paper, under the officer's id."""
    chancery.paper(MONTH, action, "qian", "editor")


def on_paper_spaced(chancery: Chancery, action: str) -> None:
    """Qian decides on paper, the name printed with a blank inside, as rosters print it."""
    chancery.paper(MONTH, action, "钱　编 ", "editor")


def in_another_office(chancery: Chancery, action: str) -> None:
    """Qian decides with his key in a second office that he holds."""
    chancery.desk().assign("qian", "reviewer", "", on=LONG_AGO, seat=None)
    chancery.approve(MONTH, action, "qian", "reviewer", "editor")


def on_paper_in_another_office(chancery: Chancery, action: str) -> None:
    """Qian decides on paper for another office."""
    chancery.paper(MONTH, action, "钱编", "秘书长")


def with_another_key(chancery: Chancery, action: str) -> None:
    """Qian decides with the key that took the first one's place."""
    chancery.desk("editor").enroll("qian", chancery.keys["newer"].line)
    chancery.approve(MONTH, action, "qian", "editor", "newer")


WAYS = (by_key, on_paper, on_paper_by_id, on_paper_spaced, in_another_office)
SECONDS = (*WAYS, on_paper_in_another_office, with_another_key)


@pytest.mark.parametrize("second", SECONDS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("first", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("order", [("review", "publish"), ("publish", "review")], ids=str)
def test_one_person_does_not_decide_two_steps_that_are_kept_apart(
    chancery: Chancery,
    first: Callable[[Chancery, str], None],
    second: Callable[[Chancery, str], None],
    order: tuple[str, str],
) -> None:
    """By key or on paper, in whatever office, with whatever key, in either order."""
    if first is second is in_another_office:
        second = by_key
    first(chancery, order[0])
    # What the second way needs beforehand is an event of its own.
    before = [one for one in chancery.judged().values() if not one.change]
    with pytest.raises(Refused, match="must be decided by somebody else"):
        second(chancery, order[1])
    assert [one for one in chancery.judged().values() if not one.change] == before
    assert len(list(chancery.workspace.files.all())) == len([o for o in before if o.paper])


def test_a_rejection_counts_as_a_decision_too(chancery: Chancery) -> None:
    """Who has rejected a review does not approve the publication."""
    chancery.approve(MONTH, "review", "qian", "editor", "editor", approve=False, reason="有误")
    with chancery.refused(Refused, "must be decided by somebody else"):
        by_key(chancery, "publish")


def test_what_is_not_kept_apart_one_person_may_decide(chancery: Chancery) -> None:
    """Another person, another subject, the same step again, or another action: all taken."""
    chancery.write("六月一条。", on=date(2022, 6, 1))
    by_key(chancery, "review")
    by_key(chancery, "review")
    by_key(chancery, "check")
    chancery.approve("chronicle:2022-06", "publish", "qian", "editor", "editor")
    chancery.approve(MONTH, "publish", "sun", "editor", "reviewer")
    assert all(one.valid == YES for one in chancery.judged().values())


def test_steps_kept_apart_are_judged_from_the_log_too(chancery: Chancery, keys: Keys) -> None:
    """An approval that was written past the check is named, by key and on paper."""
    by_key(chancery, "review")
    last = chancery.workspace.fact_at(chancery.size)
    assert isinstance(last, ApprovalSigned)
    stamp = {n: getattr(last, n) for n in ("recorded_at", "actor", "occurred")}
    statement = publish_statement(chancery)
    decision = {n: getattr(last.decision, n) for n in last.decision.__struct_fields__}
    told = type(last.decision)(**decision | {"action": "publish"})
    signed = record_raw(
        chancery,
        ApprovalSigned(
            decision=told,
            statement=statement.decode(),
            statement_id=decode_statement(statement).id,
            signature=keys["editor"].sign(statement),
            fingerprint=last.fingerprint,
            **stamp,
        ),
    )
    paper = record_raw(chancery, ApprovalOnPaper(decision=told, paper="0" * 64, **stamp))
    judged = chancery.judged()
    assert judged[signed.id].valid == NO
    assert judged[paper.id].valid is None
    for one in (signed.id, paper.id):
        assert "must be decided by somebody else" in str(judged[one].why)
    assert {f.position for f in chancery.verify().faults if f.kind == "approval"} == {
        signed.position,
        paper.position,
    }
