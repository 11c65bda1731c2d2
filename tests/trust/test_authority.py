"""What a signature for a change of officers lets happen, and what is found that nobody signed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zltrec.audit.judged import NO
from zltrec.domain.judgement import check_authority
from zltrec.domain.officer import (
    Authority,
    KeyEnrolled,
    OfficeAssigned,
    Officer,
    OfficerFounded,
)
from zltrec.domain.officer_changes import (
    add_action,
    assign_action,
    check_assignment,
    enroll_action,
    release_action,
    revoke_action,
)
from zltrec.errors import BadUsage, Refused, ZltrecError
from zltrec.proof.faults import ProofError
from zltrec.proof.statement import decode_statement
from zltrec.records.application import utc_text
from zltrec.records.authority import Signer

from .chancery import LONG_AGO, Chancery, Keys

FEBRUARY = date(2022, 2, 1)
MARCH = date(2022, 3, 1)


# --- what a signature for one change lets happen


def authority_of(chancery: Chancery, position: int) -> Authority:
    fact: Any = chancery.workspace.fact_at(position)
    assert isinstance(fact.authority, Authority)
    return fact.authority


def check(
    chancery: Chancery, authority: Authority, subject: str, action: str, **other: Any
) -> None:
    """Judges an authority as if a change by the registrar stood on it."""
    said = decode_statement(authority.statement.encode())
    asked: dict[str, Any] = {
        "store_id": chancery.store_id,
        "office": "registrar",
        "version": said.version,
        "digest": said.digest,
    }
    check_authority(
        authority,
        chancery.officer("zhao"),
        lambda _roster, _number, _day: False,
        subject=subject,
        action=action,
        **asked | other,
    )


def test_an_authority_lets_only_its_own_change_happen(chancery: Chancery, keys: Keys) -> None:
    """Signed for one change of one officer, it fits no other change, and no other officer."""
    chancery.desk().assign("qian", "reviewer", "云麓街道", on=MARCH, seat=None)
    authority = authority_of(chancery, chancery.size)
    own = assign_action("reviewer", "云麓街道", "2022-03-01", None, None)
    check(chancery, authority, "officer:qian", own)
    others = [
        assign_action("reviewer", "", "2022-03-01", None, None),
        assign_action("reviewer", "清溪镇", "2022-03-01", None, None),
        assign_action("reviewer", "云麓街道", "2022-03-02", None, None),
        assign_action("registrar", "云麓街道", "2022-03-01", None, None),
        assign_action("reviewer", "云麓街道", "2022-03-01", "r0000001", 1),
        release_action("reviewer", "云麓街道", "2022-03-01"),
        add_action("reviewer"),
        enroll_action(keys["newer"].line, None),
        revoke_action(keys["editor"].fingerprint, None),
    ]
    for other in others:
        with pytest.raises(Refused, match="the signature is for"):
            check(chancery, authority, "officer:qian", other)
    with pytest.raises(Refused, match="the signature is for"):
        check(chancery, authority, "officer:sun", own)


@pytest.mark.parametrize(
    ("other", "match"),
    [
        ({"store_id": "f" * 32}, "is for the store"),
        ({"office": "holder"}, "needs the signature of the holder"),
        ({"version": 4}, "for version 3 of officer:qian, not for version 4"),
        ({"digest": "0" * 64}, "has moved on"),
    ],
    ids=["store", "office", "version", "digest"],
)
def test_an_authority_is_for_one_store_office_and_version(
    chancery: Chancery, other: dict[str, Any], match: str
) -> None:
    """It fits no other store, stands for no other office, and for no earlier or later time."""
    chancery.desk().assign("qian", "reviewer", "", on=MARCH, seat=None)
    authority = authority_of(chancery, chancery.size)
    own = assign_action("reviewer", "", "2022-03-01", None, None)
    with pytest.raises(Refused, match=match):
        check(chancery, authority, "officer:qian", own, **other)


# --- what somebody writes who has the store and its code, and no key of a registrar


def record_raw(chancery: Chancery, officer: str, fact: Any) -> str:
    """Writes a change past every check; returns what an auditor calls it."""
    with chancery.workspace.records.writing() as work:
        version = work.version_of(f"officer:{officer}") + 1
        work.record(f"officer:{officer}", version, fact)
    return f"officer:{officer}/{version}"


def stamp(chancery: Chancery) -> dict[str, Any]:
    return {
        "recorded_at": utc_text(chancery.calendar()),
        "actor": "文书",
        "occurred": LONG_AGO.isoformat(),
    }


def assigned(chancery: Chancery, office: str, authority: Authority) -> OfficeAssigned:
    return OfficeAssigned(office=office, scope="", authority=authority, **stamp(chancery))


def self_signed(
    chancery: Chancery, officer: str, action: str, signer: str, office: str, key: str, **said: str
) -> Authority:
    """A statement on a change that `signer` signs, in an office that he may hold or not."""
    scope = said.get("scope", "")
    statement = chancery.request(f"officer:{officer}", action, signer, office, scope=scope)
    return Authority(statement.decode(), chancery.keys[key].sign(statement))


def check_found(chancery: Chancery, raw: str, match: str) -> None:
    """The change does not hold, and `audit verify` names it at its position."""
    judged = chancery.judged()[raw]
    assert judged.valid == NO
    assert match in str(judged.why)
    faults = [fault for fault in chancery.verify().faults if raw in str(fault.error)]
    assert [(fault.kind, fault.position) for fault in faults] == [("approval", judged.position)]


GIVES_OFFICE = assign_action("registrar", "", LONG_AGO.isoformat(), None, None)


def test_a_change_that_borrows_a_signature_is_found(chancery: Chancery) -> None:
    """The log judges a change by its own statement: another one's does not carry it."""
    chancery.desk().assign("qian", "reviewer", "", on=LONG_AGO, seat=None)
    borrowed = authority_of(chancery, chancery.size)
    raw = record_raw(chancery, "qian", assigned(chancery, "registrar", borrowed))
    check_found(chancery, raw, "the signature is for")


def test_a_signature_for_a_change_counts_once(chancery: Chancery) -> None:
    """An office that ended is not given again by the signature that gave it the first time."""
    chancery.desk().assign("qian", "reviewer", "", on=LONG_AGO, seat=None)
    used = authority_of(chancery, chancery.size)
    chancery.desk().release("qian", "reviewer", "", on=FEBRUARY)
    raw = record_raw(chancery, "qian", assigned(chancery, "reviewer", used))
    check_found(chancery, raw, "for version 3")


@pytest.mark.parametrize(
    ("office", "scope"), [("editor", ""), ("registrar", "云麓街道")], ids=["editor", "scoped"]
)
def test_only_a_registrar_for_the_whole_city_lets_a_change_happen(
    chancery: Chancery, office: str, scope: str
) -> None:
    """An officer who signs such a statement in another office that he holds lets nothing happen."""
    if scope:
        chancery.desk().assign("sun", office, scope, on=LONG_AGO, seat=None)
    authority = self_signed(chancery, "qian", GIVES_OFFICE, "sun", office, "reviewer", scope=scope)
    raw = record_raw(chancery, "qian", assigned(chancery, "registrar", authority))
    check_found(chancery, raw, "needs the signature of the registrar")


def test_a_registrar_who_gives_himself_an_office_is_found(chancery: Chancery) -> None:
    """His own signature lets others have offices, never himself: the log is judged so too."""
    action = assign_action("editor", "", LONG_AGO.isoformat(), None, None)
    authority = self_signed(chancery, "zhao", action, "zhao", "registrar", "registrar")
    raw = record_raw(chancery, "zhao", assigned(chancery, "editor", authority))
    check_found(chancery, raw, "for himself")


def test_a_registrar_who_gives_himself_a_further_key_is_found(
    chancery: Chancery, keys: Keys
) -> None:
    """A key that signs for its holder's next one ends with that; it makes no second one."""
    line = keys["newer"].line
    authority = self_signed(
        chancery, "zhao", enroll_action(line, None), "zhao", "registrar", "registrar"
    )
    fact = KeyEnrolled(key=line, authority=authority, **stamp(chancery))
    check_found(chancery, record_raw(chancery, "zhao", fact), "for himself")


def test_a_second_founding_is_found(chancery: Chancery, keys: Keys) -> None:
    """The root is set once for the auditor too; what the second founder signs holds nothing."""
    fact = OfficerFounded(name="李某", keys=(keys["stranger"].line,), **stamp(chancery))
    raw = record_raw(chancery, "li", fact)
    check_found(chancery, raw, "it is set once")
    authority = self_signed(chancery, "qian", GIVES_OFFICE, "li", "registrar", "stranger")
    second = record_raw(chancery, "qian", assigned(chancery, "registrar", authority))
    check_found(chancery, second, "is unknown here")


def test_a_change_that_does_not_hold_gives_nothing(chancery: Chancery) -> None:
    """An approval in an office that nobody signed for is not valid either."""
    record_raw(chancery, "qian", assigned(chancery, "inspector", Authority("{}", "")))
    given = chancery.approve("chronicle:2022-05", "check", "qian", "inspector", "editor")
    judged = chancery.judged()[given.id]
    assert judged.valid == NO
    assert "did not hold the office inspector" in str(judged.why)


def test_a_change_without_any_signature_is_found(chancery: Chancery) -> None:
    """A change that nobody signed is in the log, and is named by `audit verify`."""
    raw = record_raw(chancery, "qian", assigned(chancery, "registrar", Authority("{}", "")))
    check_found(chancery, raw, "no SSH signature")


def test_a_signer_that_answers_with_another_signature_is_refused(
    chancery: Chancery, keys: Keys
) -> None:
    """What signs is not believed either: its signature is checked before anything is written."""
    desk = chancery.desk()
    desk._signer = Signer(
        keys["registrar"].fingerprint, lambda _message: keys["registrar"].sign(b"something else")
    )
    with chancery.refused(ProofError, "does not fit"):
        desk.add("li", "李某")


# --- the sentences that are signed

words = ("a", "b", " of ", "[", "]", " from ", " after ", " following ", "2022-01-01", "/", "1")
names = st.lists(st.sampled_from(words), min_size=1, max_size=8).map("".join)
days = st.sampled_from(["2022-01-01", "2022-01-02"])
seats = st.one_of(st.just((None, None)), st.tuples(names, st.integers(0, 9)))
actions = st.one_of(
    st.tuples(st.just(add_action), names),
    st.tuples(st.just(release_action), names, st.one_of(st.just(""), names), days),
    st.builds(
        lambda office, scope, first, seat: (assign_action, office, scope, first, *seat),
        names,
        st.one_of(st.just(""), names),
        days,
        seats,
    ),
)


def admitted(change: tuple[Any, ...]) -> bool:
    """Whether the desk would take the change's office and scope; to be released, it was taken."""
    if change[0] is add_action:
        return True
    nobody = Officer("li", 1, "李某", [], {})
    try:
        check_assignment(nobody, change[1], change[2])
    except ZltrecError:
        return False
    return True


@given(actions, actions)
@example(
    (assign_action, "a", "b of [c", "2022-01-01", None, None),
    (assign_action, "a of [b", "c", "2022-01-01", None, None),
)
def test_two_changes_never_have_one_sentence(one: tuple[Any, ...], two: tuple[Any, ...]) -> None:
    """Whatever an office or a place is called, a signed sentence means one change."""
    if one != two and admitted(one) and admitted(two):
        assert one[0](*one[1:]) != two[0](*two[1:])


@pytest.mark.parametrize(
    ("office", "scope"), [("a of [b", "c"), ("a", "b of [c"), ("a]", ""), ("", ""), ("a", "]")]
)
def test_a_name_that_could_be_read_in_two_ways_is_refused(
    chancery: Chancery, office: str, scope: str
) -> None:
    """Brackets set the place apart in the sentence that a registrar signs."""
    with chancery.refused(BadUsage, "bracket|has no name"):
        chancery.desk().assign("qian", office, scope, on=LONG_AGO, seat=None)
