"""A month of the chronicle as an issue: approved, frozen, and corrected by errata (勘误)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from zltrec.calendar.when import day, decode_when
from zltrec.domain.issue import Issue
from zltrec.errors import Refused
from zltrec.projections.issues import published_month
from zltrec.projections.ledgers import LEDGERS
from zltrec.projections.rows import Scope
from zltrec.records.chronicle import amend_entry, move_entry, retract_entry

from .chancery import MONTH, TODAY, Chancery
from .conftest import Shell

THIRD, NINTH = date(2022, 5, 3), date(2022, 5, 9)


def approve(chancery: Chancery, subject: str = MONTH, **said: Any) -> None:
    chancery.approve(subject, "publish", "qian", "editor", "editor", **said)


def errata(chancery: Chancery, month: str = "2022-05") -> list[tuple[Any, ...]]:
    """What the errata of a month say: kind, what was published, what holds now."""
    found = published_month(chancery.workspace.views().connection, month)
    assert found is not None
    return [
        (row["kind"], row["published_date"], row["published"], row["date"], row["text"])
        for row in found[1]
    ]


def texts(chancery: Chancery, month: str = "2022-05") -> list[str]:
    """The texts of a month as it was published."""
    found = published_month(chancery.workspace.views().connection, month)
    assert found is not None
    return [text for _day, text in found[0]]


def check_sound(chancery: Chancery) -> None:
    """The store verifies as a whole, its projections as they are stored included."""
    chancery.workspace.views()
    found = chancery.verify()
    assert [str(fault.error) for fault in found.faults] == []
    assert not [str(item) for item in found.not_checked if "projections" in str(item)]


# --- what publication needs


def test_a_month_is_not_published_without_an_approval(chancery: Chancery) -> None:
    """The message names the office, the action and how to bring the approval."""
    with chancery.refused(Refused, "needs the approval of editor for publish, as it is now"):
        chancery.publish()


@pytest.mark.parametrize("way", ["key", "paper"])
def test_the_editors_approval_publishes(chancery: Chancery, way: str) -> None:
    """By key or on paper: the issue names the approval that it stands on."""
    if way == "key":
        approve(chancery)
    else:
        chancery.paper(MONTH, "publish", "钱编", "editor")
    approval = f"a{chancery.size:07d}"
    chancery.publish()
    issue = chancery.workspace.records.load_exactly(MONTH)
    assert isinstance(issue, Issue)
    assert issue.approval == approval
    assert texts(chancery) == ["召开文书工作会议。"]
    check_sound(chancery)


def test_a_month_is_published_once(chancery: Chancery) -> None:
    """What comes later stands in the errata, whoever approves what."""
    approve(chancery)
    chancery.publish()
    approve(chancery)
    with chancery.refused(Refused, "2022-05 is published"):
        chancery.publish()


def test_a_month_without_entries_is_not_published(chancery: Chancery) -> None:
    """There is nothing to approve."""
    for month in ("2022-04", "2022-13"):
        with chancery.refused(Refused, "has no entries"):
            chancery.publish(month)


def wrong_office(chancery: Chancery) -> None:
    chancery.approve(MONTH, "publish", "sun", "reviewer", "reviewer")


def wrong_action(chancery: Chancery) -> None:
    chancery.approve(MONTH, "check", "qian", "editor", "editor")


def wrong_scope(chancery: Chancery) -> None:
    chancery.desk().assign("qian", "editor", "云麓街道", on=THIRD, seat=None)
    approve(chancery, scope="云麓街道")


def another_month(chancery: Chancery) -> None:
    chancery.write("六月一条。", on=date(2022, 6, 1))
    approve(chancery, "chronicle:2022-06")


def another_version(chancery: Chancery) -> None:
    approve(chancery)
    chancery.write("补记。", on=NINTH)


def version_of_an_amended_entry(chancery: Chancery) -> None:
    approve(chancery)
    amend_entry(
        chancery.workspace.records, "c", when=None, text="召开档案工作会议。", reason="订正"
    )


def version_of_a_retracted_entry(chancery: Chancery) -> None:
    entry = chancery.write("补记。", on=NINTH)[0]
    approve(chancery)
    retract_entry(chancery.workspace.records, entry, reason="误记")


def version_of_another_order(chancery: Chancery) -> None:
    first, second = chancery.write("其一。", "其二。", on=NINTH)
    approve(chancery)
    move_entry(chancery.workspace.records, first, after=second)


def rejection(chancery: Chancery) -> None:
    approve(chancery, approve=False, reason="有误")


def rejection_as_last_word(chancery: Chancery) -> None:
    approve(chancery)
    chancery.approve(MONTH, "publish", "sun", "editor", "reviewer", approve=False, reason="有误")


def rejection_on_paper_as_last_word(chancery: Chancery) -> None:
    approve(chancery)
    chancery.paper(MONTH, "publish", "钱编", "editor", approve=False, reason="有误")


def validity_that_ended(chancery: Chancery) -> None:
    approve(chancery, valid_until=TODAY)
    chancery.calendar.go_to(TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    "bring",
    [
        wrong_office,
        wrong_action,
        wrong_scope,
        another_month,
        another_version,
        version_of_an_amended_entry,
        version_of_a_retracted_entry,
        version_of_another_order,
        rejection,
        rejection_as_last_word,
        rejection_on_paper_as_last_word,
        validity_that_ended,
    ],
    ids=lambda way: way.__name__,
)
def test_another_approval_publishes_nothing(
    chancery: Chancery, bring: Callable[[Chancery], None]
) -> None:
    """Only the office's last word, on this action, on the month exactly as it is, and still valid;
    once that is in, the month is published."""
    bring(chancery)
    with chancery.refused(Refused, "needs the approval of editor"):
        chancery.publish()
    approve(chancery)
    chancery.publish()


def test_paper_is_not_enough_where_the_setting_asks_for_a_key(chancery: Chancery) -> None:
    """`publication.grade` names the least grade; a key is always enough."""
    chancery.paper(MONTH, "publish", "钱编", "editor")
    chancery.approve("setting:publication.grade", "set key", "zhao", "registrar", "registrar")
    chancery.set("publication.grade", "key")
    with chancery.refused(Refused, "needs an approval by key; a[0-9]{7} is on paper"):
        chancery.publish()
    approve(chancery)
    chancery.publish()


def test_the_office_that_publishes_can_be_another(chancery: Chancery) -> None:
    """`publication.office` names it; the old office's approval is then no longer enough."""
    approve(chancery)
    chancery.approve("setting:publication.office", "set reviewer", "zhao", "registrar", "registrar")
    chancery.set("publication.office", "reviewer")
    with chancery.refused(Refused, "needs the approval of reviewer"):
        chancery.publish()
    chancery.approve(MONTH, "publish", "sun", "reviewer", "reviewer")
    chancery.publish()


# --- what is frozen


def test_what_was_published_stays_as_it_was(chancery: Chancery) -> None:
    """Amended, retracted, added and moved since: the issue holds the published texts, in the
    published order, and each change is an erratum with both texts."""
    first, second = chancery.write("其一。", "其二。", on=NINTH)
    approve(chancery)
    chancery.publish()
    records = chancery.workspace.records
    before = texts(chancery)
    assert before == ["召开文书工作会议。", "其一。", "其二。"]
    amend_entry(records, first, when=None, text="其一，订正。", reason="订正")
    retract_entry(records, second, reason="误记")
    chancery.write("其三。", on=NINTH)
    move_entry(records, chancery.write("其四。", on=NINTH)[0], after=first)
    assert texts(chancery) == before
    assert errata(chancery) == [
        ("amended", "2022-05-09", "其一。", "2022-05-09", "其一，订正。"),
        ("retracted", "2022-05-09", "其二。", None, None),
        ("added", None, None, "2022-05-09", "其三。"),
        ("added", None, None, "2022-05-09", "其四。"),
    ]
    check_sound(chancery)


def test_other_months_have_no_errata(chancery: Chancery) -> None:
    """Before a month is published its changes are no errata, and one month's are no other's."""
    other = chancery.write("六月一条。", on=date(2022, 6, 1))[0]
    entry = chancery.write("其一。", on=NINTH)[0]
    amend_entry(chancery.workspace.records, entry, when=None, text="其二。", reason="订正")
    approve(chancery)
    chancery.publish()
    amend_entry(chancery.workspace.records, other, when=None, text="六月二条。", reason="订正")
    assert errata(chancery) == []


def test_an_entry_that_comes_into_a_published_month_was_added(chancery: Chancery) -> None:
    """By a corrected date, as by being recorded late."""
    entry = chancery.write("记错月份的一条。", on=date(2022, 6, 3))[0]
    approve(chancery)
    chancery.publish()
    amend_entry(chancery.workspace.records, entry, when=day(NINTH), text=None, reason="订正")
    assert errata(chancery) == [("added", None, None, "2022-05-09", "记错月份的一条。")]


def test_what_was_added_and_taken_back_does_not_stand(chancery: Chancery) -> None:
    """An erratum can be corrected as well: by the text that it gave."""
    approve(chancery)
    chancery.publish()
    entry = chancery.write("补记。", on=NINTH)[0]
    amend_entry(chancery.workspace.records, entry, when=None, text="补记，订正。", reason="订正")
    retract_entry(chancery.workspace.records, entry, reason="误记")
    assert errata(chancery) == [
        ("added", None, None, "2022-05-09", "补记。"),
        ("amended", "2022-05-09", "补记。", "2022-05-09", "补记，订正。"),
        ("retracted", "2022-05-09", "补记，订正。", None, None),
    ]
    check_sound(chancery)


def test_an_entry_can_be_published_in_two_months(chancery: Chancery) -> None:
    """One that was moved to another month by an erratum is published there too; both months keep
    what they printed, and later changes are errata of both."""
    chancery.write("六月一条。", on=date(2022, 6, 1))
    entry = chancery.write("记错月份的一条。", on=NINTH)[0]
    approve(chancery)
    chancery.publish()
    records = chancery.workspace.records
    amend_entry(records, entry, when=day(date(2022, 6, 2)), text=None, reason="订正")
    approve(chancery, "chronicle:2022-06")
    chancery.publish("2022-06")
    assert texts(chancery)[-1] == texts(chancery, "2022-06")[-1] == "记错月份的一条。"
    amend_entry(records, entry, when=None, text="记对月份的一条。", reason="订正")
    for month, first in (("2022-05", "2022-05-09"), ("2022-06", "2022-06-02")):
        assert errata(chancery, month)[-1] == (
            "amended",
            first,
            "记错月份的一条。",
            "2022-06-02",
            "记对月份的一条。",
        )
    check_sound(chancery)


def test_an_entry_that_comes_into_another_published_month_is_in_the_errata_of_both(
    chancery: Chancery,
) -> None:
    """The month that it left says where it went; the month that it came to says that it came."""
    chancery.write("六月一条。", on=date(2022, 6, 1))
    entry = chancery.write("记错月份的一条。", on=NINTH)[0]
    for month in ("2022-05", "2022-06"):
        approve(chancery, f"chronicle:{month}")
        chancery.publish(month)
    amend_entry(
        chancery.workspace.records, entry, when=day(date(2022, 6, 2)), text=None, reason="订正"
    )
    assert [row[0] for row in errata(chancery)] == ["amended"]
    assert errata(chancery, "2022-06") == [("added", None, None, "2022-06-02", "记错月份的一条。")]


@pytest.mark.parametrize("when", ["2022-05", "2022-05-30..2022-06-02"])
def test_a_month_holds_what_begins_in_it(chancery: Chancery, when: str) -> None:
    """An entry of the whole month (是月), or of days that run into the next, is of this one."""
    chancery.write("跨日的一条。", on=when)
    approve(chancery)
    chancery.publish()
    assert texts(chancery) == ["召开文书工作会议。", "跨日的一条。"]


def test_an_entry_of_the_whole_year_is_published_with_december(chancery: Chancery) -> None:
    """As the month is printed before it is published (是年 comes after December), so it is
    published; and what is said of the year later is an erratum of December."""
    chancery.write("十二月一条。", on=date(2022, 12, 1))
    entry = chancery.write("全年一条。", on="2022")[0]
    approve(chancery, "chronicle:2022-12")
    chancery.publish("2022-12")
    assert texts(chancery, "2022-12") == ["十二月一条。", "全年一条。"]
    amend_entry(chancery.workspace.records, entry, when=None, text="全年二条。", reason="订正")
    chancery.write("全年三条。", on="2022")
    assert [row[0] for row in errata(chancery, "2022-12")] == ["amended", "added"]


def test_the_month_is_published_as_it_was_printed(chancery: Chancery) -> None:
    """Before and after publication a month reads the same, whatever dates its entries have."""
    from zltrec.projections.chronicle import month_entries

    for when in ("2022-12-09", "2022-12", "2022", "2022-12-03..2022-12-04", "2022-12-03T14:05"):
        chancery.write(f"一条：{when}。", on=when)
    first, second = chancery.write("其一。", "其二。", on=date(2022, 12, 3))
    move_entry(chancery.workspace.records, first, after=second)
    views = chancery.workspace.views()
    printed = [(str(when), text) for when, text in month_entries(views, 2022, 12)]
    approve(chancery, "chronicle:2022-12")
    chancery.publish("2022-12")
    found = published_month(chancery.workspace.views().connection, "2022-12")
    assert found is not None
    assert [(str(decode_when(when)), text) for when, text in found[0]] == printed


def test_errata_and_published_entries_are_in_the_ledgers(chancery: Chancery) -> None:
    """An entry says that it was published, and then that it was amended; the errata ledger has a
    row for each correction."""
    entry = chancery.write("其一。", on=NINTH)[0]
    approve(chancery)
    chancery.publish()
    views = chancery.workspace.views()
    assert {row["status"] for row in LEDGERS["chronicle"].rows(views, Scope())} == {"published"}
    amend_entry(chancery.workspace.records, entry, when=None, text="其二。", reason="订正")
    views = chancery.workspace.views()
    rows = {row["id"]: row["status"] for row in LEDGERS["chronicle"].rows(views, Scope())}
    assert rows[entry] == "amended"
    (erratum,) = LEDGERS["errata"].rows(views, Scope())
    assert (erratum["month"], erratum["id"], erratum["reason"]) == ("2022-05", entry, "订正")
    assert set(LEDGERS["errata"].columns) <= erratum.keys()


def test_a_published_month_is_printed_as_published_with_its_errata(
    chancery: Chancery, shell: Shell
) -> None:
    """`chronicle publish` and `render` at the shell: both texts, under 勘误."""
    store = ("--store", chancery.workspace.folder.path, "chronicle")
    assert shell(*store, "publish", "2022-05").code == 1
    entry, gone = chancery.write("其一。", "其二。", on=NINTH)
    approve(chancery)
    published = shell(*store, "publish", "2022-05", "--format", "json")
    assert published.code == 0
    assert json.loads(published.out)["id"] == MONTH
    clean = shell(*store, "render", "2022-05").out
    assert "勘误" not in clean
    records = chancery.workspace.records
    amend_entry(records, entry, when=None, text="其一，订正。", reason="笔误")
    retract_entry(records, gone, reason="误记")
    late = chancery.write("其三。", on=NINTH)[0]
    retract_entry(records, late, reason="重复")
    printed = shell(*store, "render", "2022-05").out
    assert printed.startswith(clean.rstrip())
    errata = printed.partition("勘误")[2]
    for text in ("其一。", "其一，订正。", "笔误", "其二。", "误记", "其三。", "重复"):
        assert text in errata
    assert "None" not in printed
