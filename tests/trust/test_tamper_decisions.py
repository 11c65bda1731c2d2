"""The tamper test for what was decided: approvals, changes of officers, steps.

Everything that needs no key is made to fit; what was signed is what tells.
"""

from __future__ import annotations

import json

import pytest

from .prepared import (
    BOTH,
    VERIFY,
    Copy,
    Edit,
    check_caught,
    fit,
    rows_of,
)
from .tampering import (
    fit_registers,
    forget_views,
    rewrite_all,
)

# --- approvals: their events, with everything that does not need a key made to fit


def forged(topic: str, old: str, new: str) -> Edit:
    """An approval's event changed, and everything made to fit but its signature."""

    def edit(copy: Copy) -> None:
        position = copy.first_of(topic)
        copy.edit(position, old, new)
        fit(copy, position)

    return edit


SIGNED = "approval.signed"
FORGERIES: dict[str, Edit] = {
    "the statement": forged(SIGNED, '\\"action\\":\\"check', '\\"action\\":\\"chekc'),
    "the statement and the record of it": forged(SIGNED, "check", "chekc"),
    "the decision in the record": forged(SIGNED, '"decision":"approve"', '"decision":"reject"'),
    "the subject in the record": forged(SIGNED, '"subject":"c', '"subject":"d'),
    "the office in the record": forged(SIGNED, '"office":"leader"', '"office":"editor"'),
    "the officer in the record": forged(SIGNED, '"officer":"qian"', '"officer":"zhao"'),
    "the person in the record": forged(SIGNED, '"person":"钱编"', '"person":"钱某"'),
    "the day in the record": forged(SIGNED, '"on":"2022-07-01"', '"on":"2022-06-01"'),
    "the statement's id in the record": forged(SIGNED, '"statement_id":"0', '"statement_id":"1'),
    "the fingerprint in the record": forged(
        SIGNED, '"fingerprint":"SHA256:', '"fingerprint":"SHA256:a'
    ),
    "the signature": forged(SIGNED, "U1NIU0lH", "U1NIU0lI"),
    "a statement of an officer's change": forged(
        "officer.office-assigned", '\\"action\\":\\"assign editor', '\\"action\\":\\"assign Editor'
    ),
    "the office in an officer's change": forged(
        "officer.office-assigned", '"office":"editor","scope":""', '"office":"mayor","scope":""'
    ),
    "the scope in an officer's change": forged(
        "officer.office-assigned", '"scope":"","authority"', '"scope":"x","authority"'
    ),
    "the name in an officer's change": forged("officer.added", '"name":"钱编"', '"name":"钱某"'),
    "the day in an officer's change": forged(
        "officer.office-released", '"occurred":"2022-06-30"', '"occurred":"2022-06-29"'
    ),
    "the loss in an officer's change": forged(
        "officer.key-revoked", '"lost_from":"2022-07-02"', '"lost_from":"2022-07-09"'
    ),
}


FORGERIES |= {
    "the text in an issue": forged("issue.published", "五月1日第2件", "五月1日第二件"),
    "the approval of an issue": forged("issue.published", '"approval":"a', '"approval":"b'),
    "the value of a setting": forged("store.setting-changed", '"value":"key"', '"value":"paper"'),
    "the name of a setting": forged(
        "store.setting-changed", '"name":"publication.grade"', '"name":"settings.grade"'
    ),
    "an entry that was approved": forged("chronicle.entry-recorded", "第1件", "第一件"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_caught_by_what_was_signed(copy: Copy, name: str) -> None:
    """Leaf, head, registers fit, kept seals and projections are gone: verify judges every approval,
    every change of officers and every step anew by what was signed, or stands on paper."""
    FORGERIES[name](copy)
    check_caught(copy, BOTH, "approval")


def test_a_key_put_in_another_ones_place_is_caught(copy: Copy) -> None:
    """The registrar signed for the fingerprint: a key that was swapped holds nothing."""
    position = copy.first_of("officer.key-enrolled")
    keys = copy.prepared.keys
    copy.edit(position, keys["editor"].line, keys["ecdsa"].line)
    fit(copy, position)
    found = check_caught(copy, BOTH, "approval")
    assert position in [f.position for f in found.faults if f.kind == "approval"]


def test_a_signature_taken_from_another_approval_is_caught(copy: Copy) -> None:
    """Each stands on its own statement."""
    rows = rows_of(
        copy.log, "SELECT position, state FROM stored_events WHERE topic = 'approval.signed'"
    )
    (first, one), (_second, two), *_ = rows
    copy.edit(first, json.loads(one)["signature"].replace("\n", "\\n"),
              json.loads(two)["signature"].replace("\n", "\\n"))  # fmt: skip
    fit(copy, first)
    check_caught(copy, BOTH, "approval")


def test_an_approval_given_twice_is_caught(copy: Copy) -> None:
    """A copy of a signed event behind the last one, with everything made to fit."""
    copy.change(
        "INSERT INTO stored_events SELECT (SELECT max(position) + 1 FROM stored_events),"
        " 'a9999999', 1, topic, state FROM stored_events WHERE position = ?",
        copy.first_of(SIGNED),
    )
    rewrite_all(copy.log)
    fit_registers(copy.log)
    forget_views(copy.log)
    check_caught(copy, {VERIFY}, "approval")
