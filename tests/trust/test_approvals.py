"""Approvals: what is recorded, and what is refused, each with a message of its own."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zltrec.audit.judged import YES
from zltrec.domain.approval import ApprovalOnPaper, ApprovalSigned
from zltrec.errors import BadUsage, Refused, ZltrecError
from zltrec.proof.statement import decode_statement
from zltrec.records.chronicle import amend_entry
from zltrec.records.paper import PaperDecision, record_paper

from .chancery import (
    LONG_AGO,
    MONTH,
    OTHER_STORE_ID,
    TODAY,
    TOMORROW,
    Chancery,
    Keys,
    publish_statement,
)

# --- an open store


def test_an_open_store_takes_no_key_approvals(bare: Chancery, keys: Keys) -> None:
    """Without a registrar nobody's key is known: neither a statement nor a signature is taken."""
    bare.write("开会。")
    with bare.refused(Refused, "this is an open store, without a registrar"):
        bare.request(MONTH, "publish", "qian", "editor")
    statement = b'{"format":"zltrec-approval/1"}'
    with bare.refused(Refused, "the approval is refused"):
        bare.submit(statement, keys["editor"].sign(statement))


def test_an_open_store_takes_papers(bare: Chancery) -> None:
    """Decisions on paper need no registrar, and a step takes them."""
    bare.write("开会。")
    bare.paper(MONTH, "publish", "钱编", "editor")
    bare.publish()
    found = bare.verify()
    assert found.open
    assert not found.faults


# --- what is recorded


def test_a_statement_says_what_it_is_about(chancery: Chancery) -> None:
    """Subject, version and digest are those of the subject as it is: anyone can count them out of
    the columns of `stored_events`. Requesting writes nothing."""
    with chancery.unchanged():
        said = decode_statement(
            chancery.request(MONTH, "publish", "qian", "editor", valid_until=TOMORROW)
        )
    connection = sqlite3.connect(chancery.workspace.folder.log)
    lines = [
        f"{version}\n{topic}\n{hashlib.sha256(state).hexdigest()}\n"
        for version, topic, state in connection.execute(
            "SELECT originator_version, topic, state FROM stored_events"
            " WHERE topic = 'chronicle.entry-recorded'"
        )
    ]
    connection.close()
    assert (said.subject, said.action, said.version) == (MONTH, "publish", len(lines))
    assert said.digest == hashlib.sha256("".join(lines).encode()).hexdigest()
    assert (said.store, said.officer, said.office) == (chancery.store_id, "qian", "editor")
    assert (said.on, said.valid_until) == ("2022-07-01", "2022-07-02")


def test_the_event_holds_statement_and_signature_as_they_were(
    chancery: Chancery, keys: Keys
) -> None:
    """Byte for byte; and it is judged valid."""
    statement = chancery.request(MONTH, "publish", "qian", "editor")
    signature = keys["editor"].sign(statement)
    given = chancery.submit(statement, signature)
    fact = chancery.workspace.fact_at(given.position)
    assert isinstance(fact, ApprovalSigned)
    assert (fact.statement.encode(), fact.signature) == (statement, signature)
    assert fact.fingerprint == keys["editor"].fingerprint
    assert (fact.decision.person, fact.decision.on) == ("钱编", "2022-07-01")
    judged = chancery.judged()[given.id]
    assert (judged.grade, judged.valid, judged.why) == ("key", YES, None)


def test_a_paper_is_never_called_a_valid_signature(chancery: Chancery) -> None:
    """The scan's SHA-256, who decided and who recorded it; valid is nothing, not yes."""
    scan = b"a scan of the signed sheet"
    given = chancery.paper(MONTH, "publish", "钱编", "editor", scan=scan, on=LONG_AGO)
    digest = hashlib.sha256(scan).hexdigest()
    fact = chancery.workspace.fact_at(given.position)
    assert isinstance(fact, ApprovalOnPaper)
    assert (fact.paper, fact.decision.officer, fact.actor) == (digest, "钱编", "文书")
    assert fact.occurred == "2022-01-01"
    assert chancery.workspace.files.path_of(digest).read_bytes() == scan
    judged = chancery.judged()[given.id]
    assert (judged.grade, judged.valid, judged.signature) == ("paper", None, None)


def test_one_scan_can_stand_for_two_decisions(chancery: Chancery) -> None:
    """One sheet may decide two things; it is taken in once."""
    before = chancery.size
    chancery.paper(MONTH, "publish", "钱编", "editor")
    chancery.paper(MONTH, "check", "钱编", "editor")
    assert chancery.size == before + 3
    assert len(list(chancery.workspace.files.all())) == 1
    assert not chancery.verify().faults


def test_submitting_only_records(chancery: Chancery) -> None:
    """The step is taken by its own command, and not by its approval."""
    chancery.approve(MONTH, "publish", "qian", "editor", "editor")
    assert chancery.workspace.records.load_exactly(MONTH) is None


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_rejection_needs_a_reason(chancery: Chancery, reason: str) -> None:
    """By key and on paper alike."""
    with chancery.refused(BadUsage, "a rejection needs a reason"):
        chancery.request(MONTH, "publish", "qian", "editor", approve=False, reason=reason)
    with chancery.refused(BadUsage, "a rejection needs a reason"):
        chancery.paper(MONTH, "publish", "钱编", "editor", approve=False, reason=reason)


@pytest.mark.parametrize(
    ("by", "office"), [("", "editor"), (" ", "editor"), ("钱编", "")], ids=repr
)
def test_a_paper_names_who_decided_for_which_office(
    chancery: Chancery, by: str, office: str
) -> None:
    """A decision of nobody, or for nothing, is none."""
    with chancery.refused(BadUsage, "who decided"):
        chancery.paper(MONTH, "publish", by, office)


def test_a_statement_does_not_end_before_it_begins(chancery: Chancery) -> None:
    """It could never count."""
    with chancery.refused(BadUsage, "would end on 2022-01-01, before it begins on 2022-07-01"):
        chancery.request(MONTH, "publish", "qian", "editor", valid_until=LONG_AGO)


# --- what is refused, each with its own message

Refusing = Callable[[Chancery, Keys], Callable[[], object]]
REFUSALS: dict[str, tuple[Refusing, str]] = {}


def refusal(match: str) -> Callable[[Refusing], Refusing]:
    """Enters a way to be refused: it prepares everything, and returns the last act."""

    def enter(prepare: Refusing) -> Refusing:
        REFUSALS[prepare.__name__.replace("_", " ")] = (prepare, match)
        return prepare

    return enter


def canonical(document: dict[str, Any]) -> bytes:
    """A statement as somebody would write it by hand, in canonical form."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


@refusal("is unknown here: no officer has enrolled it")
def an_unknown_key(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery)
    return lambda: chancery.submit(statement, keys["stranger"].sign(statement))


@refusal("was revoked on 2022-07-01T.*; sign with another")
def a_revoked_key(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery)
    signature = keys["editor"].sign(statement)
    chancery.desk().revoke("qian", keys["editor"].fingerprint, reason="停用", lost_from=None)
    return lambda: chancery.submit(statement, signature)


@refusal("qian did not hold the office editor of - on 2021-12-31")
def an_office_not_held_that_day(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery, on=LONG_AGO - timedelta(days=1))
    return lambda: chancery.submit(statement, keys["editor"].sign(statement))


@refusal("qian did not hold the office reviewer of - on 2022-07-01")
def an_office_never_held(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = chancery.request(MONTH, "publish", "qian", "reviewer")
    return lambda: chancery.submit(statement, keys["editor"].sign(statement))


@refusal("qian did not hold the office editor of 云麓街道 on 2022-07-01")
def a_scope_not_held(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery, scope="云麓街道")
    return lambda: chancery.submit(statement, keys["editor"].sign(statement))


@refusal("the statement speaks for qian, but sun signed it")
def another_officers_name(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery)
    return lambda: chancery.submit(statement, keys["reviewer"].sign(statement))


@refusal("altered after it was signed, or the signature belongs to something else")
def a_signature_over_another_statement(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement, other = publish_statement(chancery), publish_statement(chancery)
    return lambda: chancery.submit(statement, keys["editor"].sign(other))


@refusal("is not written in canonical form")
def a_statement_saved_again(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    pretty = json.dumps(json.loads(publish_statement(chancery)), indent=1).encode()
    return lambda: chancery.submit(pretty, keys["editor"].sign(pretty))


@refusal("is no JSON in UTF-8|no text in UTF-8")
def no_statement_at_all(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    return lambda: chancery.submit(b"approved\xff", keys["editor"].sign(b"approved\xff"))


@refusal("has other entries than it should")
def a_statement_that_says_more(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    more = canonical(json.loads(publish_statement(chancery)) | {"remark": "ok"})
    return lambda: chancery.submit(more, keys["editor"].sign(more))


@refusal("this is no SSH signature")
def no_signature(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery)
    return lambda: chancery.submit(statement, "signed: 钱编")


@refusal("was made for the purpose file, not for zltrec-approval")
def a_signature_for_another_purpose(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery)
    return lambda: chancery.submit(statement, keys["editor"].sign(statement, "file"))


@refusal("chronicle:2022-05 has moved on since the decision was written")
def a_subject_that_moved_on(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery)
    chancery.write("补记一条。", on=date(2022, 5, 9))
    return lambda: chancery.submit(statement, keys["editor"].sign(statement))


@refusal("钱编 has decided review of chronicle:2022-05 .* publish must be decided by somebody else")
def two_steps_that_are_kept_apart(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    chancery.approve(MONTH, "review", "qian", "editor", "editor")
    statement = publish_statement(chancery)
    return lambda: chancery.submit(statement, keys["editor"].sign(statement))


@refusal("the signature was used already, as a[0-9]{7}; each counts once")
def a_signature_used_twice(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery)
    signature = keys["editor"].sign(statement)
    chancery.submit(statement, signature)
    return lambda: chancery.submit(statement, signature)


@refusal("the statement was valid until 2022-07-01")
def a_statement_past_its_validity(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery, valid_until=TODAY)
    chancery.calendar.go_to(TOMORROW)
    return lambda: chancery.submit(statement, keys["editor"].sign(statement))


@refusal("dated 2022-07-02, which is still to come")
def a_day_to_come(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    statement = publish_statement(chancery, on=TOMORROW)
    return lambda: chancery.submit(statement, keys["editor"].sign(statement))


@refusal("the statement is for the store f")
def another_store(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    other = Chancery(chancery.papers / "other", keys, OTHER_STORE_ID)
    other.found()
    other.appoint("qian", "钱编", "editor", "editor")
    other.write("召开文书工作会议。")
    statement = other.request(MONTH, "publish", "qian", "editor")
    other.workspace.close()
    return lambda: chancery.submit(statement, keys["editor"].sign(statement))


@refusal("there is no c0000099")
def a_subject_that_is_not_there(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    other = canonical(json.loads(publish_statement(chancery)) | {"subject": "c0000099"})
    return lambda: chancery.submit(other, keys["editor"].sign(other))


@refusal("names c00 by a beginning of its id; request it for c[0-9]{7}")
def a_subject_by_the_beginning_of_its_id(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    document = json.loads(chancery.request("c00", "review", "qian", "editor"))
    short = canonical(document | {"subject": "c00"})
    return lambda: chancery.submit(short, keys["editor"].sign(short))


@refusal("cannot be read or copied into the store: No such file")
def an_absent_scan(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    workspace = chancery.workspace
    absent = chancery.papers / "none.pdf"
    said = PaperDecision(MONTH, "publish", True, "editor", "钱编", absent, TODAY)
    return lambda: record_paper(workspace.records, workspace.files, said, today=TODAY)


@refusal("the scan .* is empty")
def an_empty_scan(chancery: Chancery, keys: Keys) -> Callable[[], object]:
    return lambda: chancery.paper(MONTH, "publish", "钱编", "editor", scan=b"")


def template(error: ZltrecError) -> str:
    """The sentence of the innermost error, before anything is filled in."""
    reason = error.params.get("reason")
    return template(reason) if isinstance(reason, ZltrecError) else error.template


@pytest.mark.parametrize("name", list(REFUSALS))
def test_it_is_refused_and_nothing_is_written(chancery: Chancery, keys: Keys, name: str) -> None:
    """Log, registers, seals and files stay as they are, whatever an approval lacks."""
    prepare, match = REFUSALS[name]
    act = prepare(chancery, keys)
    with chancery.refused(ZltrecError, match):
        act()


def test_each_refusal_has_a_message_of_its_own(tmp_path: Path, keys: Keys, bare: Chancery) -> None:
    """What is wrong can be told from the message alone. Only what an officer did not hold shares
    a sentence, which then names office, scope and day."""
    said: dict[str, list[str]] = {}
    for number, (name, (prepare, _match)) in enumerate(REFUSALS.items()):
        chancery = Chancery(tmp_path / str(number), keys)
        chancery.found()
        chancery.appoint("qian", "钱编", "editor", "editor")
        chancery.appoint("sun", "孙核", "reviewer", "reviewer", "editor")
        chancery.write("召开文书工作会议。")
        with pytest.raises(ZltrecError) as caught:
            prepare(chancery, keys)()
        said.setdefault(template(caught.value), []).append(name)
        chancery.workspace.close()
    assert [names for names in said.values() if len(names) > 1] == [
        ["an office not held that day", "an office never held", "a scope not held"]
    ]


def test_an_approval_of_an_amended_entry_is_of_its_version(chancery: Chancery) -> None:
    """An approval counts only for the version that it names: one event more, and it is another."""
    entry = chancery.write("六月一条。", on=date(2022, 6, 1))[0]
    by_day = chancery.request(entry, "check", "qian", "editor")
    amend_entry(chancery.workspace.records, entry, when=None, text="六月二条。", reason="订正")
    with chancery.refused(Refused, "has moved on"):
        chancery.submit(by_day, chancery.keys["editor"].sign(by_day))
    chancery.approve(entry, "check", "qian", "editor", "editor")


# --- one byte


def test_any_byte_of_a_statement_counts(chancery: Chancery, keys: Keys) -> None:
    """Every byte, each with its lowest bit turned: refused, and nothing written."""
    statement = publish_statement(chancery)
    signature = keys["editor"].sign(statement)
    with chancery.unchanged():
        for at in range(len(statement)):
            altered = bytearray(statement)
            altered[at] ^= 1
            with pytest.raises(Refused, match="the approval is refused"):
                chancery.submit(bytes(altered), signature)
    chancery.submit(statement, signature)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Iterator[Chancery]:
    """A store in which nothing may change while bytes are tried."""
    chancery = Chancery(tmp_path_factory.mktemp("bytes") / "office", keys)
    chancery.found()
    chancery.appoint("qian", "钱编", "editor", "editor")
    chancery.write("召开文书工作会议。")
    yield chancery
    chancery.workspace.close()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_edit_of_a_statement_passes(standing: Chancery, keys: Keys, data: st.DataObject) -> None:
    """A byte put in, left out, doubled or turned into any other is refused."""
    statement = publish_statement(standing)
    signature = keys["editor"].sign(statement)
    at = data.draw(st.integers(0, len(statement)), "at")
    cut = data.draw(st.integers(0, 2), "bytes left out")
    into = data.draw(st.binary(max_size=2), "bytes put in")
    altered = statement[:at] + into + statement[at + cut :]
    if altered == statement:
        return
    before = standing.size
    with pytest.raises(Refused, match="the approval is refused"):
        standing.submit(altered, signature)
    assert standing.size == before


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_edit_of_a_signature_passes(standing: Chancery, keys: Keys, data: st.DataObject) -> None:
    """Whatever is altered in the armored text is refused, with one of our messages."""
    statement = publish_statement(standing)
    signature = keys["editor"].sign(statement)
    at = data.draw(st.integers(0, len(signature) - 2), "at")
    into = data.draw(st.characters(codec="utf-8"), "character")
    altered = signature[:at] + into + signature[at + 1 :]
    # Whether a line is broken here or there is no part of what was signed.
    if "".join(altered.split()) == "".join(signature.split()):
        return
    before = standing.size
    with pytest.raises(Refused):
        standing.submit(statement, altered)
    assert standing.size == before
