"""Statements: one text for one decision, by RFC 8785 and its own examples."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from zltrec.proof.faults import ProofError
from zltrec.proof.statement import Statement, decode_statement, encode_statement, subject_digest

APPROVAL = Statement(
    store="store-1",
    subject="notice-0007",
    action="publish",
    version=3,
    digest=subject_digest([(1, "notice.issued", b"{}")]),
    decision="approve",
    reason="",
    office="editor",
    scope="青石镇",
    on="2022-05-06",
    valid_until="2022-05-20",
    officer="officer-2",
    id="0190a",
)


# --- RFC 8785, the standard's own examples -------------------------------------------


def test_the_example_of_section_3_2_2() -> None:
    given = r"""{
       "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
       "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
       "literals": [null, true, false]
    }"""
    expected = (
        r'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        r'"string":"€$\u000f\nA' + r"""'B\"\\\\\"/"}"""
    )
    assert rfc8785.dumps(json.loads(given)) == expected.encode()


def test_the_order_of_section_3_2_3() -> None:
    given = r"""{
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }"""
    assert list(json.loads(rfc8785.dumps(json.loads(given))).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"),
        ("41b3de4355555555", "333333333.3333333"),
        ("41b3de4355555556", "333333333.3333334"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_the_numbers_of_appendix_b(bits: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert rfc8785.dumps(number) == text.encode()


@pytest.mark.parametrize("bits", ["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"])
def test_what_appendix_b_calls_an_error(bits: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    with pytest.raises(rfc8785.CanonicalizationError):
        rfc8785.dumps(number)


# --- the statement --------------------------------------------------------------------


def test_a_statement_is_one_line_that_a_person_can_read() -> None:
    assert encode_statement(APPROVAL).decode() == (
        '{"action":"publish","decision":"approve",'
        f'"digest":"{APPROVAL.digest}","format":"zltrec-approval/1","id":"0190a",'
        '"office":"editor","officer":"officer-2","on":"2022-05-06","reason":"","scope":"青石镇",'
        '"store":"store-1","subject":"notice-0007","valid_until":"2022-05-20","version":3}'
    )


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cn", "Zl", "Zp")))
NAME = TEXT.filter(bool)
STATEMENTS = st.builds(
    Statement,
    store=NAME,
    subject=NAME,
    action=NAME,
    version=st.integers(0, 2**53 - 1),
    digest=st.binary(max_size=4).map(lambda data: sha256(data).hexdigest()),
    decision=st.just("approve"),
    reason=TEXT,
    office=NAME,
    scope=TEXT,
    on=st.dates().map(str),
    valid_until=st.none() | st.just("9999-12-31"),
    officer=NAME,
    id=NAME,
)


@given(STATEMENTS)
def test_what_is_encoded_is_decoded(statement: Statement) -> None:
    """Encoding is rfc8785's, decoding compares with another encoder: they have to agree."""
    data = encode_statement(statement)
    assert decode_statement(data) == statement
    assert rfc8785.dumps(json.loads(data)) == data


@pytest.mark.parametrize("char", [chr(n) for n in (*range(0x20, 0x7F), 0xA0, 0x3000, 0x1F600)])
def test_every_letter_that_can_be_seen_can_be_signed(char: str) -> None:
    statement = replace(APPROVAL, reason=f"a{char}b")
    assert decode_statement(encode_statement(statement)) == statement


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data + b"\n",
        lambda data: b" " + data,
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b'":', b'": ', 1),
        lambda data: data.replace("青".encode(), b"\\u9752"),
        lambda data: data.replace(b'"version":3', b'"version":3.0'),
        lambda data: data.replace(b'"version":3', b'"version":true'),
        lambda data: data.replace(b'"version":3', b'"version":"3"'),
        lambda data: data.replace(b'"version":3', b'"version":3,"version":3'),
        lambda data: data.replace(b'"version":3', b'"version":' + b"3" * 5000),
        lambda data: data.replace(b',"version":3', b""),
        lambda data: data.replace(b"}", b',"witness":"a"}'),
        lambda data: data.replace(b'"reason":""', b'"reason":null'),
        lambda data: data.replace(b"approval/1", b"approval/2"),
        lambda data: b"[" + data + b"]",
        lambda data: b"[" * 100_000,
        lambda data: json.dumps(json.loads(data), ensure_ascii=False).encode(),
        lambda data: json.dumps(dict(reversed(json.loads(data).items()))).encode(),
        lambda data: data.decode().encode("gb18030"),
        lambda data: b"",
    ],
)
def test_anything_but_the_very_bytes_is_refused(damage: Any) -> None:
    data = encode_statement(APPROVAL)
    assert damage(data) != data
    with pytest.raises(ProofError):
        decode_statement(damage(data))


def test_no_byte_can_be_changed_unseen() -> None:
    """A changed byte is another statement or none: never the same one."""
    data = encode_statement(APPROVAL)
    for at in range(len(data)):
        damaged = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        try:
            assert decode_statement(damaged) != APPROVAL
        except ProofError:
            continue


@pytest.mark.parametrize(
    "change",
    [
        {"store": ""}, {"subject": ""}, {"action": ""}, {"office": ""}, {"officer": ""},
        {"id": ""}, {"subject": None}, {"version": -1}, {"version": 2**53}, {"version": True},
        {"version": "3"}, {"digest": "ab"}, {"digest": "A" * 64}, {"decision": "maybe"},
        {"decision": "reject"}, {"decision": "reject", "reason": " "}, {"on": "2022-02-30"},
        {"on": "20220506"}, {"on": "2022-5-6"}, {"on": None}, {"on": "2022-05-06T00:00"},
        {"on": "２022-05-06"}, {"valid_until": "2022-05-05"}, {"valid_until": ""},
        {"valid_until": 5}, {"valid_until": "2022-06-31"},
        {"reason": "one\ntwo"}, {"scope": "a\u202eb"}, {"subject": "a\u200bb"},
        {"subject": "\ud800"}, {"reason": None}, {"scope": 5},
    ],
)  # fmt: skip
def test_a_field_that_says_nothing_clear_is_refused(change: dict[str, Any]) -> None:
    damaged = replace(APPROVAL, **change)
    with pytest.raises(ProofError):
        encode_statement(damaged)


def test_a_rejection_with_a_reason_and_no_end_is_a_statement() -> None:
    rejection = replace(APPROVAL, decision="reject", reason="材料不全", valid_until=None)
    assert decode_statement(encode_statement(rejection)) == rejection


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*APPROVAL.__slots__, "format", "x"]), JSON), st.binary())
def test_whatever_comes_in_ends_as_our_error(document: dict[str, Any], data: bytes) -> None:
    whole = json.loads(encode_statement(APPROVAL))
    for damaged in (data, json.dumps(document).encode()):
        with pytest.raises(ProofError):
            decode_statement(damaged)
    damaged = json.dumps(whole | document, ensure_ascii=False, sort_keys=True).encode(
        "utf-8", "surrogatepass"
    )
    with pytest.raises(ProofError):
        decode_statement(damaged)


# --- the digest of a subject ----------------------------------------------------------


def test_the_digest_can_be_recomputed_from_the_table_by_hand() -> None:
    events = [(1, "notice.issued", b'{"title":"x"}'), (2, "notice.amended", b"")]
    by_hand = (
        b"1\nnotice.issued\n" + sha256(b'{"title":"x"}').hexdigest().encode() + b"\n"
        b"2\nnotice.amended\n" + sha256(b"").hexdigest().encode() + b"\n"
    )
    assert subject_digest(iter(events)) == sha256(by_hand).hexdigest()
    assert subject_digest([]) == sha256(b"").hexdigest()


def test_any_change_of_any_event_changes_the_digest() -> None:
    events = [(1, "a.b", b"x"), (2, "a.c", b"y")]
    others = [
        events[:1], events[::-1], [*events, (3, "a.b", b"")], [(1, "a.b", b"x"), (3, "a.c", b"y")],
        [(1, "a.b", b"x"), (2, "a.d", b"y")], [(1, "a.b", b"xy"), (2, "a.c", b"")],
    ]  # fmt: skip
    assert len({subject_digest(each) for each in [events, *others]}) == len(others) + 1


@pytest.mark.parametrize(
    "event", [("1", "a", b""), (True, "a", b""), (1, b"a", b""), (1, "a\n", b""), (1, "a", "s"),
              (1, "\ud800", b"")],
)  # fmt: skip
def test_an_event_of_another_shape_has_no_digest(event: Any) -> None:
    with pytest.raises(ProofError):
        subject_digest([event])
