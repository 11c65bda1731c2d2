"""Settings: each change approved by the office in force, and counting from its position on."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from zltrec.domain.setting import SETTINGS, parse_apart, value_of
from zltrec.errors import BadUsage, Refused

from .chancery import MONTH, TODAY, Chancery
from .conftest import Shell


def value(chancery: Chancery, name: str) -> str:
    with chancery.workspace.records.looking() as look:
        return value_of(name, look.registers)


def approve(chancery: Chancery, name: str, to: str, **said: object) -> None:
    """The registrar approves a change."""
    chancery.approve(f"setting:{name}", f"set {to}", "zhao", "registrar", "registrar", **said)


CHANGES = {
    "settings.office": "reviewer",
    "settings.grade": "paper",
    "publication.office": "reviewer",
    "publication.grade": "key",
    "calendar.office": "reviewer",
    "calendar.grade": "paper",
    "disposal.office": "reviewer",
    "disposal.grade": "paper",
    "approval.apart": "review publish;draft check",
}


def test_every_setting_is_tried_here() -> None:
    """A setting that comes later has to be tried as well."""
    assert CHANGES.keys() == SETTINGS.keys()


@pytest.mark.parametrize(("name", "to"), CHANGES.items(), ids=CHANGES)
def test_a_setting_changes_only_with_an_approval(chancery: Chancery, name: str, to: str) -> None:
    """Without it the change is refused and says what it needs; the event names the approval."""
    before = value(chancery, name)
    with chancery.refused(Refused, f"setting:{name} needs the approval of registrar for set {to}"):
        chancery.set(name, to)
    assert value(chancery, name) == before
    approve(chancery, name, to)
    approval = f"a{chancery.size:07d}"
    written = chancery.set(name, to)
    assert value(chancery, name) == to
    fact = chancery.workspace.fact_at(written.position)
    assert (fact.name, fact.value, fact.approval) == (name, to, approval)  # type: ignore[attr-defined]
    assert not chancery.verify().faults


def another_value(chancery: Chancery) -> None:
    approve(chancery, "publication.office", "clerk")


def another_setting(chancery: Chancery) -> None:
    approve(chancery, "settings.office", "reviewer")


def another_office(chancery: Chancery) -> None:
    chancery.approve("setting:publication.office", "set reviewer", "qian", "editor", "editor")


def a_rejection(chancery: Chancery) -> None:
    approve(chancery, "publication.office", "reviewer")
    approve(chancery, "publication.office", "reviewer", approve=False, reason="不妥")


def an_approval_of_long_ago(chancery: Chancery) -> None:
    approve(chancery, "publication.office", "reviewer", valid_until=TODAY)
    chancery.calendar.go_to(date(2022, 7, 9))


def an_approval_used_before(chancery: Chancery) -> None:
    for to in ("reviewer", "editor"):
        approve(chancery, "publication.office", to)
        chancery.set("publication.office", to)


@pytest.mark.parametrize(
    "bring",
    [
        another_value,
        another_setting,
        another_office,
        a_rejection,
        an_approval_of_long_ago,
        an_approval_used_before,
    ],
    ids=lambda way: way.__name__,
)
def test_another_approval_changes_nothing(
    chancery: Chancery, bring: Callable[[Chancery], None]
) -> None:
    """It has to be for exactly this value of this setting, as it stands now, and valid."""
    bring(chancery)
    with chancery.refused(Refused, "needs the approval of registrar"):
        chancery.set("publication.office", "reviewer")


def test_with_a_registrar_a_setting_needs_a_key(chancery: Chancery) -> None:
    """Paper is enough only where `settings.grade` says so, and that change needs a key itself."""
    for name, to in (("publication.office", "reviewer"), ("settings.grade", "paper")):
        chancery.paper(f"setting:{name}", f"set {to}", "赵登记", "registrar")
        with chancery.refused(Refused, "needs an approval by key"):
            chancery.set(name, to)
    approve(chancery, "settings.grade", "paper")
    chancery.set("settings.grade", "paper")
    chancery.set("publication.office", "reviewer")


def test_in_an_open_store_a_setting_needs_a_paper(bare: Chancery) -> None:
    """An archivist alone changes rules too, with a sheet that somebody signed; once there is a
    registrar, a key is asked for."""
    with bare.refused(Refused, "needs the approval of registrar"):
        bare.set("publication.office", "秘书")
    bare.paper("setting:publication.office", "set 秘书", "赵登记", "registrar")
    bare.set("publication.office", "秘书")
    bare.paper("setting:publication.office", "set editor", "赵登记", "registrar")
    bare.found()
    with bare.refused(Refused, "needs an approval by key"):
        bare.set("publication.office", "editor")


def test_the_office_in_force_approves(chancery: Chancery) -> None:
    """Once `settings.office` is another, the registrar's approval is no longer enough."""
    approve(chancery, "publication.office", "reviewer")
    approve(chancery, "settings.office", "reviewer")
    chancery.set("settings.office", "reviewer")
    with chancery.refused(Refused, "needs the approval of reviewer for set reviewer"):
        chancery.set("publication.office", "reviewer")
    chancery.approve("setting:publication.office", "set reviewer", "sun", "reviewer", "reviewer")
    chancery.set("publication.office", "reviewer")


def test_what_is_kept_apart_can_be_changed(chancery: Chancery) -> None:
    """From its position on: what one person decided before stays valid, and is judged by the rule
    of its time."""
    chancery.approve(MONTH, "draft", "qian", "editor", "editor")
    chancery.approve(MONTH, "check", "qian", "editor", "editor")
    approve(chancery, "approval.apart", "draft check sign")
    chancery.set("approval.apart", "draft check sign")
    with chancery.refused(Refused, "must be decided by somebody else"):
        chancery.approve(MONTH, "sign", "qian", "editor", "editor")
    chancery.approve(MONTH, "review", "qian", "editor", "editor")
    chancery.approve(MONTH, "publish", "qian", "editor", "editor")
    assert {one.valid for one in chancery.judged().values()} == {"yes"}


def test_sets_of_actions_are_parted_by_semicolons() -> None:
    """Blanks part actions, semicolons sets; empty sets are none."""
    assert parse_apart(" review  publish ; ;draft check;") == (
        frozenset({"review", "publish"}),
        frozenset({"draft", "check"}),
    )
    assert parse_apart("") == ()


@pytest.mark.parametrize(
    ("name", "to", "match"),
    [
        ("no.such", "x", "there is no setting no.such; there are settings.office"),
        ("publication.grade", "gold", "is key or paper, not gold"),
        ("settings.grade", "", "is key or paper"),
        ("publication.office", " ", "has to name an office"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    chancery: Chancery, name: str, to: str, match: str
) -> None:
    """Before any approval is looked for."""
    with chancery.refused(BadUsage, match):
        chancery.set(name, to)


def test_a_setting_that_does_not_exist_cannot_be_approved(chancery: Chancery) -> None:
    """Nor can a month that is none."""
    with chancery.refused(BadUsage, "there is no setting no.such"):
        approve(chancery, "no.such", "x")
    with chancery.refused(BadUsage, "is no month"):
        chancery.approve("chronicle:may", "publish", "qian", "editor", "editor")


def test_a_value_in_force_is_not_set_again(chancery: Chancery) -> None:
    """Nothing would change, so nothing is recorded."""
    approve(chancery, "publication.office", "editor")
    with chancery.refused(Refused, "publication.office is editor already"):
        chancery.set("publication.office", "editor")


def test_settings_at_the_shell(chancery: Chancery, shell: Shell) -> None:
    """`setting list` shows value, default and purpose; `setting set` names the position."""
    store = ("--store", chancery.workspace.folder.path, "setting")
    assert shell(*store, "set", "publication.grade", "key").code == 1
    approve(chancery, "publication.grade", "key")
    done = shell(*store, "set", "publication.grade", "key", "--format", "json")
    assert done.code == 0
    assert json.loads(done.out)["position"] == chancery.size
    rows = {row["name"]: row for row in json.loads(shell(*store, "list", "--format", "json").out)}
    assert rows.keys() == SETTINGS.keys()
    grade = rows["publication.grade"]
    assert (grade["value"], grade["default"]) == ("key", "paper")
    assert all(row["purpose"] for row in rows.values())
