"""Officers: the root of trust, every change signed by a registrar, offices by day and scope."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from zltrec.audit.judged import DOUBTFUL, YES
from zltrec.calendar.when import day
from zltrec.domain.fact import decode_fact
from zltrec.domain.officer_changes import (
    action_of,
)
from zltrec.domain.roster import OfficeContent, RosterContent, SeatContent
from zltrec.errors import BadUsage, Refused
from zltrec.proof.sshsig import check_signature
from zltrec.proof.statement import decode_statement, subject_digest
from zltrec.records.rosters import add_roster, amend_roster, find_roster, release, take_back_roster

from .chancery import LONG_AGO, NAMESPACE, TODAY, TOMORROW, Chancery, Keys
from .conftest import Shell

FEBRUARY = date(2022, 2, 1)
MARCH = date(2022, 3, 1)


# --- the founding


def test_the_root_is_set_once(bare: Chancery) -> None:
    """The founding officer is set once; a second founding is refused and names the first."""
    bare.found("zhao")
    assert bare.officer("zhao").tenures[0].office == "registrar"
    with bare.refused(Refused, "zhao; it is set once"):
        bare.found("qian", "editor")


def test_the_root_is_set_before_any_other_change(bare: Chancery) -> None:
    """An open store takes no change of officers: nobody could have signed for it."""
    with bare.refused(Refused, "set the root first: officer found"):
        bare.desk().add("qian", "钱编")


@pytest.mark.parametrize("officer", ["", "zhao li", "zhao,li", "zhao/1", "*", "z" * 65])
def test_an_officers_id_is_a_word(bare: Chancery, officer: str) -> None:
    """It stands in ssh-keygen's file of allowed signers, where other signs mean something."""
    with bare.refused(BadUsage, "cannot be an officer's id"):
        bare.found(officer)
    bare.found("zhao")
    with bare.refused(BadUsage, "cannot be an officer's id"):
        bare.desk().add(officer, "钱编")


def test_a_recovery_key_stands_beside_the_first(bare: Chancery, keys: Keys) -> None:
    """A founding may name a second key; each of the two signs changes."""
    bare.found("zhao", "registrar", "recovery")
    assert set(bare.officer("zhao").keys) == {
        keys["registrar"].fingerprint,
        keys["recovery"].fingerprint,
    }
    bare.desk("registrar").add("qian", "钱编")
    bare.desk("recovery").add("sun", "孙核")
    assert [one.valid for one in bare.judged().values()] == [YES, YES]


def test_the_recovery_key_is_another_key(bare: Chancery) -> None:
    """One key twice is no recovery, and would stand twice in the list of keys."""
    with bare.refused(Refused, "the same key"):
        bare.found("zhao", "registrar", "registrar")


def test_the_recovery_key_takes_over_when_the_first_is_lost(bare: Chancery, keys: Keys) -> None:
    """A founder who lost the first key revokes it with the second, and replaces that in turn."""
    bare.found("zhao", "registrar", "recovery")
    bare.desk("recovery").revoke(
        "zhao", keys["registrar"].fingerprint, reason="失窃", lost_from=bare.today
    )
    with bare.refused(Refused, "was revoked"):
        bare.desk("registrar").add("qian", "钱编")
    bare.desk("recovery").enroll("zhao", keys["newer"].line)
    bare.desk("newer").add("qian", "钱编")
    assert [one.valid for one in bare.judged().values()] == [YES, YES, YES]


def test_init_sets_the_root_too(tmp_path: Path, shell: Shell, keys: Keys) -> None:
    """`init --registrar ID --key FILE.pub` makes a store with its root; half of that is refused."""
    key = keys["registrar"].public_path
    half = shell("init", tmp_path / "half", "--registrar", "zhao")
    assert half.code == 2
    assert "--key" in half.err
    assert not (tmp_path / "half").exists()
    made = shell("init", tmp_path / "a", "--registrar", "zhao", "--key", key, "--format", "json")
    assert made.code == 0
    bare = shell("init", tmp_path / "b", "--format", "json")
    assert json.loads(made.out)["position"] == json.loads(bare.out)["position"] + 1
    again = shell("--store", tmp_path / "a", "officer", "found", "qian", "--key", key)
    assert again.code == 1
    assert "zhao" in again.err


def test_the_founding_recommends_a_recovery_key(tmp_path: Path, shell: Shell, keys: Keys) -> None:
    """`officer found` without a second key says what its loss would mean; with one it is still."""
    for name, more in (("a", ()), ("b", ("--recovery-key", keys["recovery"].public_path))):
        shell("init", tmp_path / name)
        found = shell(
            "--store", tmp_path / name, "officer", "found", "zhao",
            "--key", keys["registrar"].public_path, *more,
        )  # fmt: skip
        assert found.code == 0
        assert ("recovery key" in found.err) == (not more)


def test_a_private_key_is_no_public_one(tmp_path: Path, shell: Shell, keys: Keys) -> None:
    """Whoever names the private half by mistake is told so, and it enters nowhere."""
    shell("init", tmp_path / "a")
    found = shell(
        "--store", tmp_path / "a", "officer", "found", "zhao", "--key", keys["registrar"].path
    )
    assert found.code == 3
    assert ".pub" in found.err


# --- every later change is signed by a registrar


def changes(chancery: Chancery, key: str) -> dict[str, Callable[[], object]]:
    """Each change of qian, as somebody with that key would make it."""
    desk, keys = chancery.desk(key), chancery.keys
    return {
        "add": lambda: desk.add("li", "李某"),
        "assign": lambda: desk.assign("qian", "reviewer", "", on=LONG_AGO, seat=None),
        "release": lambda: desk.release("qian", "editor", "", on=FEBRUARY),
        "enroll": lambda: desk.enroll("qian", keys["newer"].line),
        "revoke": lambda: desk.revoke(
            "qian", keys["editor"].fingerprint, reason="停用", lost_from=None
        ),
    }


CHANGES = ("add", "assign", "release", "enroll", "revoke")


@pytest.mark.parametrize("change", CHANGES)
def test_a_registrar_signs_every_change(chancery: Chancery, keys: Keys, change: str) -> None:
    """Each change holds the statement and the signature that let it happen, exactly."""
    before = chancery.size
    changes(chancery, "registrar")[change]()
    assert chancery.size == before + 1
    fact: Any = chancery.workspace.fact_at(before + 1)
    check_signature(
        fact.authority.statement.encode(),
        fact.authority.signature,
        keys["registrar"].line,
        NAMESPACE,
    )
    said = decode_statement(fact.authority.statement.encode())
    assert (said.office, said.officer, said.decision) == ("registrar", "zhao", "approve")
    assert said.action == action_of(fact)
    assert [one.valid for one in chancery.judged().values() if one.change][-1] == YES


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    ("key", "match"),
    [("stranger", "is unknown here"), ("reviewer", "did not hold the office registrar")],
)
def test_nobody_else_signs_a_change(chancery: Chancery, change: str, key: str, match: str) -> None:
    """A key that nobody enrolled, or an officer who is no registrar, changes nothing."""
    with chancery.refused(Refused, match):
        changes(chancery, key)[change]()


@pytest.mark.parametrize("change", CHANGES)
def test_a_registrar_who_was_released_signs_no_change(chancery: Chancery, change: str) -> None:
    """The office of a registrar has days as every other."""
    chancery.appoint("zhou", "周登记", "second", "registrar")
    chancery.desk("second").release("zhao", "registrar", "", on=TODAY)
    chancery.calendar.go_to(TODAY + timedelta(days=1))
    with chancery.refused(Refused, "did not hold the office registrar"):
        changes(chancery, "registrar")[change]()


@pytest.mark.parametrize("change", CHANGES)
def test_a_registrar_signs_no_change_with_a_revoked_key(
    chancery: Chancery, keys: Keys, change: str
) -> None:
    """A revoked key lets no change happen."""
    chancery.appoint("zhou", "周登记", "second", "registrar")
    chancery.desk("second").revoke(
        "zhao", keys["registrar"].fingerprint, reason="停用", lost_from=None
    )
    with chancery.refused(Refused, "was revoked on"):
        changes(chancery, "registrar")[change]()


def test_a_registrar_of_one_place_is_no_registrar(chancery: Chancery) -> None:
    """Officers are nobody's township matter: the office has to be held for the whole city."""
    chancery.appoint("zhou", "周登记", "second", "registrar@云麓街道")
    with chancery.refused(Refused, "did not hold the office registrar"):
        chancery.desk("second").add("li", "李某")


def test_two_changes_are_not_signed_past_each_other(chancery: Chancery) -> None:
    """A statement names how often the officer changed before, and the digest of all that."""
    log = chancery.workspace.log
    events = log.select_events("officer:qian")
    assert len(events) == 3
    for event in events:
        fact: Any = decode_fact(event.topic, event.state)
        said = decode_statement(fact.authority.statement.encode())
        so_far = [
            (e.originator_version, e.topic, e.state)
            for e in events
            if e.originator_version < event.originator_version
        ]
        assert (said.version, said.digest) == (len(so_far), subject_digest(so_far))


def test_the_key_may_be_named_by_the_environment(tmp_path: Path, shell: Shell, keys: Keys) -> None:
    """`--sign` is needed, or ZLTREC_KEY in its place."""
    shell("init", tmp_path, "--registrar", "zhao", "--key", keys["registrar"].public_path)
    add = ("--store", tmp_path, "officer", "add", "qian", "--name", "钱编")
    without = shell(*add)
    assert without.code == 2
    assert "ZLTREC_KEY" in without.err
    assert shell(*add, env={"ZLTREC_KEY": str(keys["registrar"].path)}).code == 0


# --- the last registrar

STAYS = "nobody would be left who can sign a change of officers"


def test_the_last_registrar_stays(chancery: Chancery, keys: Keys) -> None:
    """Neither the office nor the only key of the last one who can sign ends: no change could be
    signed any more. With another registrar who has a key, both may."""
    with chancery.refused(Refused, STAYS):
        chancery.desk().release("zhao", "registrar", "", on=TODAY)
    with chancery.refused(Refused, STAYS):
        chancery.desk().revoke(
            "zhao", keys["registrar"].fingerprint, reason="停用", lost_from=TODAY
        )
    chancery.appoint("zhou", "周登记", None, "registrar")
    with chancery.refused(Refused, STAYS):
        chancery.desk().release("zhao", "registrar", "", on=TODAY)
    chancery.desk().enroll("zhou", keys["second"].line)
    chancery.desk().release("zhao", "registrar", "", on=TODAY)
    chancery.desk("second").revoke(
        "zhao", keys["registrar"].fingerprint, reason="停用", lost_from=None
    )
    with chancery.refused(Refused, STAYS):
        chancery.desk("second").revoke(
            "zhou", keys["second"].fingerprint, reason="停用", lost_from=None
        )


def test_a_recovery_key_is_a_key_that_is_left(bare: Chancery, keys: Keys) -> None:
    """Of two keys either may end, and then the other stays."""
    bare.found("zhao", "registrar", "recovery")
    bare.desk().revoke("zhao", keys["recovery"].fingerprint, reason="停用", lost_from=None)
    with bare.refused(Refused, STAYS):
        bare.desk().revoke("zhao", keys["registrar"].fingerprint, reason="停用", lost_from=None)


def test_an_office_of_one_place_is_not_what_keeps_the_last_registrar(chancery: Chancery) -> None:
    """A registrar's office for a township signs nothing, so that it may end at any time."""
    chancery.appoint("zhou", "周登记", "second", "registrar")
    for officer, by in (("zhou", "registrar"), ("zhao", "second")):
        chancery.desk(by).assign(officer, "registrar", "云麓街道", on=FEBRUARY, seat=None)
    chancery.desk().release("zhou", "registrar", "", on=TODAY)
    chancery.calendar.go_to(TOMORROW)
    chancery.desk().release("zhao", "registrar", "云麓街道", on=TODAY)
    with chancery.refused(Refused, STAYS):
        chancery.desk().release("zhao", "registrar", "", on=TODAY)


def test_a_replacement_is_told(tmp_path: Path, shell: Shell, keys: Keys) -> None:
    """Who enrols a key with his own hears that the old one signs no more; it is no second key."""
    shell("init", tmp_path, "--registrar", "zhao", "--key", keys["registrar"].public_path)
    enroll = ("--store", tmp_path, "officer", "enroll")
    sign = ("--sign", keys["registrar"].path)
    assert shell("--store", tmp_path, "officer", "add", "qian", "--name", "钱编", *sign).code == 0
    given = shell(*enroll, "qian", "--key", keys["editor"].public_path, *sign)
    own = shell(*enroll, "zhao", "--key", keys["newer"].public_path, *sign)
    assert (given.code, own.code) == (0, 0)
    assert "takes the place of" not in given.err
    assert f"takes the place of {keys['registrar'].fingerprint}" in own.err


# --- nobody for himself


@pytest.mark.parametrize("office", ["editor", "registrar"])
def test_nobody_gives_himself_an_office(chancery: Chancery, office: str) -> None:
    """Neither the registrar, nor an officer: another registrar has to sign."""
    with chancery.refused(Refused, "for himself|already"):
        chancery.desk("registrar").assign("zhao", office, "", on=LONG_AGO, seat=None)
    with chancery.refused(Refused, "for himself|already"):
        chancery.desk("editor").assign("qian", office, "", on=LONG_AGO, seat=None)
    chancery.appoint("zhou", "周登记", "second", "registrar")
    chancery.desk("second").assign("zhao", "editor", "", on=LONG_AGO, seat=None)
    assert [t.office for t in chancery.officer("zhao").tenures] == ["registrar", "editor"]


@pytest.mark.parametrize(
    ("officer", "key"), [("zhao", "registrar"), ("qian", "editor")], ids=["registrar", "officer"]
)
def test_a_holder_replaces_a_key_that_signs_for_its_successor(
    chancery: Chancery, keys: Keys, officer: str, key: str
) -> None:
    """Nobody enrols a further key for himself: the new one takes the old one's place."""
    chancery.desk(key).enroll(officer, keys["newer"].line)
    state = chancery.officer(officer)
    assert state.keys[keys[key].fingerprint].revoked_at is not None
    assert state.keys[keys["newer"].fingerprint].revoked_at is None
    with chancery.refused(Refused, "was revoked"):
        chancery.desk(key).enroll(officer, keys["recovery"].line)
    chancery.desk("newer").enroll(officer, keys["recovery"].line)
    assert all(one.valid == YES for one in chancery.judged().values())


def test_what_the_old_key_signed_stays_valid(chancery: Chancery, keys: Keys) -> None:
    """A key that was replaced signs nothing more, and what it signed before stands."""
    old = chancery.approve("chronicle:2022-05", "publish", "qian", "editor", "editor")
    statement = chancery.request("chronicle:2022-05", "review", "sun", "reviewer")
    chancery.desk("editor").enroll("qian", keys["newer"].line)
    other = chancery.request("chronicle:2022-05", "check", "qian", "editor")
    with chancery.refused(Refused, "was revoked"):
        chancery.submit(other, keys["editor"].sign(other))
    chancery.submit(statement, keys["reviewer"].sign(statement))
    assert chancery.judged()[old.id].valid == YES


def test_a_registrar_gives_a_second_key(chancery: Chancery, keys: Keys) -> None:
    """Signed by a registrar, a further key stands beside the old one."""
    chancery.desk().enroll("qian", keys["newer"].line)
    assert [key.revoked_at for key in chancery.officer("qian").keys.values()] == [None, None]


def test_a_key_belongs_to_one_officer_for_good(chancery: Chancery, keys: Keys) -> None:
    """A key that is or was anybody's is refused, also from its own holder."""
    chancery.desk("editor").enroll("qian", keys["newer"].line)
    for key in ("reviewer", "editor", "newer"):
        with chancery.refused(Refused, "already; every key is enrolled once"):
            chancery.desk().enroll("sun", keys[key].line)


# --- offices


def approves(chancery: Chancery, on: date, office: str = "inspector", scope: str = "") -> None:
    """Qian decides something in an office on a day."""
    chancery.approve("chronicle:2022-05", "check", "qian", office, "editor", on=on, scope=scope)


def test_an_office_runs_from_day_to_day(chancery: Chancery) -> None:
    """The first and the last day count; the days before and after do not."""
    chancery.desk().assign("qian", "inspector", "", on=FEBRUARY, seat=None)
    chancery.desk().release("qian", "inspector", "", on=MARCH)
    approves(chancery, FEBRUARY)
    approves(chancery, MARCH)
    for outside in (FEBRUARY - timedelta(days=1), MARCH + timedelta(days=1)):
        with chancery.refused(Refused, f"did not hold the office inspector .* on {outside}"):
            approves(chancery, outside)


def test_an_office_has_a_scope(chancery: Chancery) -> None:
    """Who holds an office for one township decides for no other, and not for the whole city."""
    chancery.desk().assign("qian", "inspector", "云麓街道", on=FEBRUARY, seat=None)
    approves(chancery, MARCH, scope="云麓街道")
    for scope in ("清溪镇", "云麓", ""):
        with chancery.refused(Refused, "did not hold the office inspector"):
            approves(chancery, MARCH, scope=scope)


def test_an_office_for_the_whole_city_is_not_one_for_a_township(chancery: Chancery) -> None:
    """The household's own township signs: no wider office stands in for it."""
    chancery.desk().assign("qian", "inspector", "", on=FEBRUARY, seat=None)
    with chancery.refused(Refused, "did not hold the office inspector of 云麓街道"):
        approves(chancery, MARCH, scope="云麓街道")


def test_one_office_can_be_held_for_several_places(chancery: Chancery) -> None:
    """The same office for two scopes are two, each with days of its own."""
    for scope in ("云麓街道", "清溪镇"):
        chancery.desk().assign("qian", "inspector", scope, on=FEBRUARY, seat=None)
    chancery.desk().release("qian", "inspector", "云麓街道", on=FEBRUARY)
    approves(chancery, MARCH, scope="清溪镇")
    with chancery.refused(Refused, "did not hold"):
        approves(chancery, MARCH, scope="云麓街道")


def test_an_office_is_held_once_at_a_time(chancery: Chancery) -> None:
    """It cannot be given twice, nor end when it is not held or before it began."""
    desk = chancery.desk()
    with chancery.refused(Refused, "holds the office editor already"):
        desk.assign("qian", "editor", "", on=MARCH, seat=None)
    with chancery.refused(Refused, "does not hold the office inspector"):
        desk.release("qian", "inspector", "", on=MARCH)
    with chancery.refused(Refused, "its last day cannot be"):
        desk.release("qian", "editor", "", on=LONG_AGO - timedelta(days=1))
    chancery.desk().release("qian", "editor", "", on=FEBRUARY)
    chancery.desk().assign("qian", "editor", "", on=MARCH, seat=None)
    approves(chancery, MARCH, "editor")
    with chancery.refused(Refused, "did not hold"):
        approves(chancery, FEBRUARY + timedelta(days=1), "editor")


def group(chancery: Chancery) -> str:
    """A leading group whose seats 1 and 2 are held since the year began."""
    content = RosterContent(
        body="防汛领导小组",
        seats={1: SeatContent("组长", "钱编", ""), 2: SeatContent("成员", "吴某", "")},
        office=OfficeContent("云麓区档案馆"),
        notice=None,
    )
    return add_roster(chancery.workspace.records, content, day(LONG_AGO)).id


def test_an_office_follows_the_seat_of_a_roster(chancery: Chancery) -> None:
    """It ends on the seat's last day, without a word about the office."""
    roster = group(chancery)
    chancery.desk().assign("qian", "inspector", "", on=LONG_AGO, seat=(roster, "钱编"))
    approves(chancery, MARCH)
    release(chancery.workspace.records, roster, "1", on=MARCH, reason="调离")
    approves(chancery, MARCH)
    with chancery.refused(Refused, "did not hold the office inspector"):
        approves(chancery, MARCH + timedelta(days=1))
    judged = [one for one in chancery.judged().values() if not one.change]
    assert [one.valid for one in judged] == [YES, YES]


def test_an_office_ends_with_the_roster_that_it_follows(chancery: Chancery) -> None:
    """A body that was never there, or a seat that was a mistake, gives nobody an office."""
    roster = group(chancery)
    records = chancery.workspace.records
    chancery.desk().assign("qian", "inspector", "", on=LONG_AGO, seat=(roster, "1"))
    held = find_roster(records, roster).content()
    without = RosterContent(
        body=held.body, seats={2: held.seats[2]}, office=held.office, notice=None
    )
    amend_roster(records, roster, without, LONG_AGO.isoformat(), reason="误记")
    with chancery.refused(Refused, "did not hold"):
        approves(chancery, MARCH)
    amend_roster(records, roster, held, LONG_AGO.isoformat(), reason="核对")
    approves(chancery, MARCH)
    with records.writing() as work:
        take_back_roster(work, find_roster(records, roster), "误收")
    with chancery.refused(Refused, "did not hold"):
        approves(chancery, MARCH)


def test_a_seat_is_held_by_days_of_its_own_too(chancery: Chancery) -> None:
    """An office that follows a seat begins no earlier than it was given, and needs a seat."""
    roster = group(chancery)
    with chancery.refused(Refused, "has no seat 7"):
        chancery.desk().assign("qian", "inspector", "", on=MARCH, seat=(roster, "7"))
    with chancery.refused(Refused, "nobody called"):
        chancery.desk().assign("qian", "inspector", "", on=MARCH, seat=(roster, "郑某"))
    chancery.desk().assign("qian", "inspector", "", on=MARCH, seat=(roster, "1"))
    with chancery.refused(Refused, "did not hold"):
        approves(chancery, FEBRUARY)


def test_several_duties_of_one_person_are_told(tmp_path: Path, shell: Shell, keys: Keys) -> None:
    """In a small office one person may do several things; whoever gives the second hears it."""
    shell("init", tmp_path, "--registrar", "zhao", "--key", keys["registrar"].public_path)
    sign, store = ("--sign", keys["registrar"].path), ("--store", tmp_path, "officer")
    shell(*store, "add", "qian", "--name", "钱编", *sign)
    first = shell(*store, "assign", "qian", "editor", "--on", "2022-01-01", *sign)
    second = shell(*store, "assign", "qian", "reviewer", "--on", "2022-01-01", *sign)
    assert (first.code, second.code) == (0, 0)
    assert "several offices" not in first.err
    assert "editor, reviewer" in second.err
    listed = json.loads(shell(*store, "list", "--format", "json").out)
    assert [o["office"] for o in listed[0]["offices"]] == ["editor", "reviewer"]


# --- keys that end


def test_a_revoked_key_leaves_what_it_signed_before_valid(chancery: Chancery, keys: Keys) -> None:
    """A revocation says nothing against earlier signatures unless it reports a loss."""
    before = chancery.approve("chronicle:2022-05", "publish", "qian", "editor", "editor")
    late = chancery.request("chronicle:2022-05", "check", "qian", "editor")
    chancery.desk().revoke("qian", keys["editor"].fingerprint, reason="停用", lost_from=None)
    with chancery.refused(Refused, "was revoked on"):
        chancery.submit(late, keys["editor"].sign(late))
    assert chancery.judged()[before.id].valid == YES
    chancery.publish()
    with chancery.refused(Refused, "is revoked already"):
        chancery.desk().revoke("qian", keys["editor"].fingerprint, reason="停用", lost_from=None)


LOST = date(2022, 7, 10)


@pytest.mark.parametrize(
    ("on", "recorded", "valid"),
    [
        (date(2022, 7, 9), date(2022, 7, 9), YES),
        (date(2022, 7, 9), date(2022, 7, 10), DOUBTFUL),
        (date(2022, 7, 10), date(2022, 7, 10), DOUBTFUL),
        (date(2022, 7, 11), date(2022, 7, 12), DOUBTFUL),
    ],
    ids=["before", "dated before, recorded after", "that day", "after"],
)
def test_a_key_that_was_lost_makes_doubtful_what_it_signed_since(
    chancery: Chancery, keys: Keys, on: date, recorded: date, valid: str
) -> None:
    """Doubtful is what was decided or recorded from the day of the loss on: in the list, in
    `audit verify`, and at the step that needs it, which is refused."""
    chancery.calendar.go_to(recorded)
    given = chancery.approve("chronicle:2022-05", "publish", "qian", "editor", "editor", on=on)
    chancery.calendar.go_to(date(2022, 7, 20))
    chancery.desk().revoke("qian", keys["editor"].fingerprint, reason="失窃", lost_from=LOST)
    judged = chancery.judged()[given.id]
    assert judged.valid == valid
    found = chancery.verify()
    assert [one.valid for one in found.approvals if one.id == given.id] == [valid]
    assert not found.faults
    if valid == YES:
        chancery.publish()
    else:
        assert judged.why is not None
        assert "2022-07-10" in str(judged.why)
        with chancery.refused(Refused, "is doubtful: its key was reported lost from 2022-07-10"):
            chancery.publish()


def test_a_doubtful_approval_is_shown_as_doubtful(
    chancery: Chancery, keys: Keys, shell: Shell
) -> None:
    """Not as valid and not as invalid: in the list, in `approval verify` and in `audit verify`,
    none of which fails for it."""
    chancery.approve("chronicle:2022-05", "publish", "qian", "editor", "editor")
    chancery.desk().revoke("qian", keys["editor"].fingerprint, reason="失窃", lost_from=TODAY)
    store = ("--store", chancery.workspace.folder.path)
    for command in ("list", "verify"):
        said = shell(*store, "approval", command, "--format", "json")
        assert said.code == 0
        (row,) = json.loads(said.out)
        assert row["valid"] == "doubtful"
        assert "lost from 2022-07-01" in row["why"]
    known_before = shell(
        *store, "approval", "list", "--known-at", chancery.size - 1, "--format", "json"
    )
    assert json.loads(known_before.out)[0]["valid"] == "yes"
    verified = shell(*store, "audit", "verify", "--format", "json")
    assert verified.code == 0
    answer = json.loads(verified.out)
    assert (answer["approvals"], answer["doubtful"], answer["faults"]) == (1, 1, [])


def test_a_loss_can_be_reported_later(chancery: Chancery, keys: Keys) -> None:
    """A key that was revoked for another reason can still be reported lost from a day."""
    given = chancery.approve("chronicle:2022-05", "publish", "qian", "editor", "editor")
    desk = chancery.desk()
    desk.revoke("qian", keys["editor"].fingerprint, reason="停用", lost_from=None)
    assert chancery.judged()[given.id].valid == YES
    chancery.desk().revoke("qian", keys["editor"].fingerprint, reason="失窃", lost_from=TODAY)
    assert chancery.judged()[given.id].valid == DOUBTFUL


def test_what_a_lost_registrars_key_changed_is_doubtful_too(bare: Chancery, keys: Keys) -> None:
    """The report covers changes of officers as it covers approvals."""
    bare.found("zhao", "registrar", "recovery")
    bare.desk().add("qian", "钱编")
    bare.desk("recovery").revoke(
        "zhao", keys["registrar"].fingerprint, reason="失窃", lost_from=TODAY
    )
    assert [one.valid for one in bare.judged().values()] == [DOUBTFUL, YES]


def test_a_key_is_named_by_the_beginning_of_its_fingerprint(chancery: Chancery, keys: Keys) -> None:
    """With or without `SHA256:`; one that is nobody's, or another's, is refused."""
    beginning = keys["editor"].fingerprint.removeprefix("SHA256:")[:12]
    with chancery.refused(Refused, "has no one key"):
        chancery.desk().revoke("sun", beginning, reason="停用", lost_from=None)
    chancery.desk().revoke("qian", beginning, reason="停用", lost_from=None)
    assert chancery.officer("qian").keys[keys["editor"].fingerprint].revoked_at is not None
