"""Steps judged again from the log: what was published or set past the check is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from zltrec.domain.approval import ApprovalSigned
from zltrec.domain.issue import MonthPublished, PublishedEntry
from zltrec.domain.store import SettingChanged
from zltrec.records.application import utc_text
from zltrec.records.chronicle import amend_entry

from .chancery import MONTH, TODAY, Chancery
from .tampering import rewrite_all, tampered


def stamp(chancery: Chancery) -> dict[str, Any]:
    return {
        "recorded_at": utc_text(chancery.calendar()),
        "actor": "文书",
        "occurred": TODAY.isoformat(),
    }


def published(chancery: Chancery, approval: str, *entries: PublishedEntry) -> int:
    """An issue written past the check, of what stands or of other entries; its position."""
    given = entries or tuple(standing(chancery))
    fact = MonthPublished(entries=given, approval=approval, **stamp(chancery))
    with chancery.workspace.records.writing() as work:
        return work.record(MONTH, work.version_of(MONTH) + 1, fact).position


def standing(chancery: Chancery) -> list[PublishedEntry]:
    rows = chancery.workspace.views().select(
        "SELECT id, occurred, text FROM chronicle WHERE occurred LIKE '2022-05%' AND"
        " status <> 'retracted' ORDER BY id"
    )
    return [PublishedEntry(row["id"], row["occurred"], row["text"]) for row in rows]


def set_past(chancery: Chancery, name: str, value: str, approval: str) -> int:
    """A setting changed past the check; its position."""
    with chancery.workspace.records.writing() as work:
        fact = SettingChanged(name=name, value=value, approval=approval, **stamp(chancery))
        return work.record("store", work.version_of("store") + 1, fact).position


def faults(chancery: Chancery) -> list[tuple[int | None, str]]:
    """Positions and reasons of what does not hold, and nothing else is wrong."""
    found = chancery.verify()
    assert {fault.kind for fault in found.faults} <= {"approval"}
    return [(fault.position, str(fault.error)) for fault in found.faults]


def approve(chancery: Chancery, **said: Any) -> str:
    return chancery.approve(MONTH, "publish", "qian", "editor", "editor", **said).id


def test_steps_that_were_taken_by_the_rules_hold(chancery: Chancery) -> None:
    """By key and on paper, in changing offices and grades: each is judged by the rule of its
    time."""
    chancery.paper(MONTH, "publish", "钱编", "editor")
    chancery.publish()
    chancery.write("六月一条。", on="2022-06")
    for name, value in (("publication.grade", "key"), ("publication.office", "reviewer")):
        chancery.approve(f"setting:{name}", f"set {value}", "zhao", "registrar", "registrar")
        chancery.set(name, value)
    chancery.approve("chronicle:2022-06", "publish", "sun", "reviewer", "reviewer")
    chancery.publish("2022-06")
    chancery.approve("setting:publication.grade", "set paper", "zhao", "registrar", "registrar")
    chancery.set("publication.grade", "paper")
    assert faults(chancery) == []


def test_a_published_year_end_holds(chancery: Chancery) -> None:
    """An entry of the whole year is approved, published and judged with December."""
    chancery.write("全年一条。", on="2022")
    chancery.write("十二月一条。", on="2022-12")
    chancery.approve("chronicle:2022-12", "publish", "qian", "editor", "editor")
    chancery.publish("2022-12")
    assert faults(chancery) == []


def nothing(_chancery: Chancery) -> str:
    return "a9999999"


def another_action(chancery: Chancery) -> str:
    return chancery.approve(MONTH, "check", "qian", "editor", "editor").id


def another_office(chancery: Chancery) -> str:
    return chancery.approve(MONTH, "publish", "sun", "reviewer", "reviewer").id


def another_version(chancery: Chancery) -> str:
    approval = approve(chancery)
    chancery.write("补记。", on="2022-05-09")
    return approval


def a_rejection(chancery: Chancery) -> str:
    return approve(chancery, approve=False, reason="有误")


def rejected_since(chancery: Chancery) -> str:
    approval = approve(chancery)
    approve(chancery, approve=False, reason="有误")
    return approval


def past_its_validity(chancery: Chancery) -> str:
    approval = approve(chancery, valid_until=TODAY)
    chancery.calendar.go_to(TODAY + timedelta(days=1))
    return approval


def an_earlier_one(chancery: Chancery) -> str:
    approval = approve(chancery)
    approve(chancery)
    return approval


@pytest.mark.parametrize(
    "bring",
    [
        nothing,
        another_action,
        another_office,
        another_version,
        a_rejection,
        rejected_since,
        past_its_validity,
        an_earlier_one,
    ],
    ids=lambda way: way.__name__,
)
def test_a_month_published_past_the_check_is_found(
    chancery: Chancery, bring: Callable[[Chancery], str]
) -> None:
    """It names its position, and the approval that it did not have; a month that is published by
    the command in the same state holds."""
    position = published(chancery, bring(chancery))
    assert [at for at, _reason in faults(chancery)] == [position]
    assert "had no such approval of editor for publish" in faults(chancery)[0][1]


def test_a_month_published_on_paper_where_a_key_was_needed_is_found(chancery: Chancery) -> None:
    """The grade in force counts."""
    paper = chancery.paper(MONTH, "publish", "钱编", "editor").id
    chancery.approve("setting:publication.grade", "set key", "zhao", "registrar", "registrar")
    chancery.set("publication.grade", "key")
    position = published(chancery, paper)
    ((at, reason),) = faults(chancery)
    assert at == position
    assert "needed an approval by key" in reason


def test_a_month_published_on_an_approval_that_does_not_hold_is_found(
    chancery: Chancery,
) -> None:
    """Both are named: the approval, and what stands on it."""
    given = chancery.workspace.fact_at(
        chancery.approve(MONTH, "publish", "qian", "editor", "editor").position
    )
    fields = {name: getattr(given, name) for name in given.__struct_fields__}
    with chancery.workspace.records.writing() as work:
        again = work.begin("a", ApprovalSigned(**fields))
    position = published(chancery, again.id)
    assert [at for at, _reason in faults(chancery)] == [again.position, position]
    assert f"its approval {again.id} does not hold" in faults(chancery)[1][1]


def test_a_month_published_on_an_approval_that_was_doubtful_by_then_is_found(
    chancery: Chancery,
) -> None:
    """The key was reported lost before the step: the command would have refused it. A step from
    before the report holds."""
    approval = approve(chancery)
    chancery.publish()
    editor = chancery.keys["editor"].fingerprint
    chancery.desk().revoke("qian", editor, reason="失窃", lost_from=TODAY)
    assert faults(chancery) == []
    position = published(chancery, approval)
    ((at, reason),) = faults(chancery)
    assert at == position
    assert f"its approval {approval} was doubtful by then" in reason


@pytest.mark.parametrize("way", ["text", "date", "entry left out", "entry put in", "of another"])
def test_another_text_than_was_approved_is_found(chancery: Chancery, way: str) -> None:
    """An issue holds exactly what its approval was given on, text for text."""
    first = chancery.write("其一。", "其二。", on="2022-05-09")[0]
    other = chancery.write("六月一条。", on="2022-06")[0]
    approval = approve(chancery)
    entries = standing(chancery)
    if way == "text":
        entries[1] = PublishedEntry(first, entries[1].occurred, "其一，另说。")
    elif way == "date":
        entries[1] = PublishedEntry(first, "2022-05-08", entries[1].text)
    elif way == "entry left out":
        del entries[1]
    elif way == "entry put in":
        entries.append(PublishedEntry(other, "2022-06", "六月一条。"))
    else:
        entries[1] = PublishedEntry("c9999999", "2022-05-09", "其一。")
    position = published(chancery, approval, *entries)
    assert [at for at, _reason in faults(chancery)] == [position]


@pytest.mark.parametrize(
    ("name", "value", "approved"),
    [
        ("publication.grade", "key", None),
        ("publication.grade", "key", ("publication.grade", "paper")),
        ("publication.office", "mayor", ("settings.office", "mayor")),
        ("approval.apart", "", ("approval.apart", "x")),
    ],
)
def test_a_setting_changed_past_the_check_is_found(
    chancery: Chancery, name: str, value: str, approved: tuple[str, str] | None
) -> None:
    """Without an approval, or with one for another value or setting."""
    approval = "a9999999"
    if approved is not None:
        approval = chancery.approve(
            f"setting:{approved[0]}", f"set {approved[1]}", "zhao", "registrar", "registrar"
        ).id
    position = set_past(chancery, name, value, approval)
    ((at, reason),) = faults(chancery)
    assert at == position
    assert f"setting:{name} had no such approval of registrar for set {value}" in reason


def test_an_approval_of_a_setting_counts_once(chancery: Chancery) -> None:
    """Changed, changed back, and changed again by the first approval: found."""
    for value in ("key", "paper"):
        chancery.approve(
            "setting:publication.grade", f"set {value}", "zhao", "registrar", "registrar"
        )
        chancery.set("publication.grade", value)
    used = next(one.id for one in chancery.judged().values() if one.decision.action == "set key")
    position = set_past(chancery, "publication.grade", "key", used)
    assert [at for at, _reason in faults(chancery)] == [position]


@pytest.mark.parametrize("way", ["key", "paper"])
def test_a_subject_that_was_changed_after_it_was_approved_is_found(
    chancery: Chancery, way: str
) -> None:
    """An entry rewritten in the log, with leaves and head made to fit: what was approved was
    another. What is recorded after the approval is no such change."""
    (entry,) = chancery.write("拨款一万元。", on="2022-06")
    if way == "key":
        given = chancery.approve(entry, "check", "qian", "editor", "editor")
    else:
        given = chancery.paper(entry, "check", "钱编", "editor")
    amend_entry(chancery.workspace.records, entry, when=None, text="拨款二万元。", reason="订正")
    assert faults(chancery) == []
    tampered(
        chancery.workspace.folder.log,
        "UPDATE stored_events SET state ="
        " CAST(replace(CAST(state AS TEXT), '一万', '九万') AS BLOB)",
    )
    rewrite_all(chancery.workspace.folder.log)
    found = [(f.position, str(f.error)) for f in chancery.verify().faults if f.kind == "approval"]
    assert [position for position, _reason in found] == [given.position]
    assert f"{entry} was another then" in found[0][1]
