"""Rules that must not be got round: by a new edition, a correction, a reversal, a missing scope."""

from __future__ import annotations

from pathlib import Path

import pytest

from .terminal import Terminal, copied, one_complaint

PERMIT = """\
id = "permit"
title = "占道许可"
edition = 1
source = "办法"
office = "城管局"
series = "ZD-{year}-{n:03}"

[[figures]]
id = "most"
label = "上限"
type = "integer"
value = "80"
setting = true

[[fields]]
id = "town"
label = "镇"
type = "text"

[[fields]]
id = "area"
label = "面积"
type = "integer"

[[fields]]
id = "place"
label = "地点"
type = "text"
unique = [{within = "open", why = "该处已有申请"}]

[[states]]
id = "asked"
label = "已申请"

[[states]]
id = "seen"
label = "已查看"

[[states]]
id = "granted"
label = "已许可"
final = true

[[transitions]]
id = "ask"
label = "申请"
to = "asked"
fields = ["area", "place"]

[[transitions]]
id = "look"
label = "查看"
from = ["asked"]
to = "seen"
signs = [
  {office = "镇政府", scope = "town"},
  {office = "城管局", when = "area > figures.most"},
]

[[transitions]]
id = "grant"
label = "许可"
from = ["seen"]
to = "granted"
signs = [{office = "城管局", same = ["look"]}]
posts = [
  {account = "fees", amount = "area"},
  {account = "fees", amount = "area", way = "in"},
]

[[accounts]]
id = "fees"
label = "收费"
"""
ASKED = ("--set", "area=59", "--set", "place=广场", "--on", "2022-06-01")


@pytest.fixture
def permits(bare_template: Terminal, tmp_path: Path) -> Terminal:
    """A store with the procedure and one application, without its town."""
    shell = copied(bare_template, tmp_path / "office", tmp_path)
    (shell.folder / "permit.toml").write_text(PERMIT, encoding="utf-8")
    (shell.folder / "scan.pdf").write_bytes(b"a scan")
    shell.done("procedure", "adopt", "permit.toml")
    shell.done("case", "open", "permit", *ASKED)
    return shell


def paper(shell: Terminal, subject: str, action: str, office: str, by: str, *more: str) -> None:
    """Records an approval on paper."""
    said = ("--approve", "--office", office, "--by", by, "--paper", "scan.pdf", *more)
    shell.done("approval", "record", subject, action, *said)


def look(shell: Terminal) -> None:
    """Takes the step that the town approves."""
    more = ("--scope", "东镇", "--on", "2022-06-02")
    paper(shell, "ZD-2022-001", "look", "镇政府", "镇长", *more)
    shell.done("case", "move", "ZD-2022-001", "look", "--set", "town=东镇", "--on", "2022-06-02")


def adopt(shell: Terminal, text: str) -> None:
    """Adopts a next edition, approved."""
    (shell.folder / "next.toml").write_text(text, encoding="utf-8")
    action = shell.done("procedure", "check", "next.toml").err.split("'")[1]
    paper(shell, "procedure:permit", action, "城管局", "局长")
    shell.done("procedure", "adopt", "next.toml")


def test_an_approval_without_the_scope_is_not_the_scopes(permits: Terminal) -> None:
    """A step that its own town approves needs to know which town."""
    paper(permits, "ZD-2022-001", "look", "镇政府", "镇长", "--on", "2022-06-02")
    step = ("case", "move", "ZD-2022-001", "look", "--on", "2022-06-02")
    assert "town (镇) is missing" in one_complaint(permits.run(*step), 1)


def test_a_correction_does_not_make_an_approval_another_towns(permits: Terminal) -> None:
    """What was approved in one scope, or without an office, stays what was approved."""
    look(permits)
    amend = ("case", "amend", "ZD-2022-001", "--reason", "x", "--set")
    assert "another office's" in one_complaint(permits.run(*amend, "town=西镇"), 1)
    assert "another office's" in one_complaint(permits.run(*amend, "area=81"), 1)
    permits.done(*amend, "area=60")
    assert permits.verified() == []


def test_the_same_person_is_somebody(permits: Terminal) -> None:
    """Who has to have decided before did decide before."""
    look(permits)
    step = ("case", "move", "ZD-2022-001", "grant", "--on", "2022-06-03")
    paper(permits, "ZD-2022-001", "grant", "城管局", "局长", "--on", "2022-06-03")
    assert "镇长" in one_complaint(permits.run(*step), 1)
    paper(permits, "ZD-2022-001", "grant", "城管局", "镇长", "--on", "2022-06-03")
    permits.done(*step)
    assert permits.verified() == []


def test_a_new_edition_is_no_way_round_its_steps(permits: Terminal) -> None:
    """A case is put into a state only where its own is gone; it lets go of what it held then."""
    adopt(permits, PERMIT.replace("edition = 1", "edition = 2"))
    close = ("case", "upgrade", "ZD-2022-001", "--state", "granted", "--reason", "x")
    assert "leave out --state" in one_complaint(permits.run(*close), 1)
    text = PERMIT.replace("edition = 1", "edition = 3").replace('"asked"', '"applied"')
    adopt(permits, text)
    again = ("case", "open", "permit", *ASKED)
    assert "ZD-2022-001" in one_complaint(permits.run(*again), 1)
    permits.done(*close)
    permits.done(*again)
    assert permits.verified() == []


NUMBER = 'id = "area"\nlabel = "面积"\ntype = "integer"'
TOWN = '[[fields]]\nid = "town"\nlabel = "镇"\ntype = "text"\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (NUMBER, NUMBER.replace("integer", "money"), "area was integer"),
        ('within = "open"', 'within = "ever"', "unique in another way"),
        (TOWN, "", "town is gone"),
    ],
)
def test_an_edition_keeps_what_kept_values_mean(
    permits: Terminal, old: str, new: str, said: str
) -> None:
    """No later edition makes values unreadable that cases hold already."""
    assert old in PERMIT
    text = PERMIT.replace("edition = 1", "edition = 2").replace(old, new)
    text = text.replace(', scope = "town"', "") if "town" in said else text
    (permits.folder / "next.toml").write_text(text, encoding="utf-8")
    assert said in one_complaint(permits.run("procedure", "adopt", "next.toml"), 4)


def test_a_setting_ends_with_the_edition_that_let_it_be_set(permits: Terminal) -> None:
    """What a later edition prints, and does not let be set, holds as printed."""
    paper(permits, "procedure:permit", "set most 100", "城管局", "局长")
    permits.done("procedure", "set", "permit", "most", "100")
    text = PERMIT.replace("edition = 1", "edition = 2")
    adopt(permits, text.replace('value = "80"\nsetting = true', 'value = "50"'))
    step = ("case", "move", "ZD-2022-001", "look", "--set", "town=东镇", "--on", "2022-06-02")
    paper(permits, "ZD-2022-001", "look", "镇政府", "镇长", "--scope", "东镇", "--on", "2022-06-02")
    assert "城管局" in one_complaint(permits.run(*step), 1)


def test_what_is_unique_is_so_in_any_print(permits: Terminal) -> None:
    """Width and blanks make no difference: one place is one place."""
    again = (
        "case",
        "open",
        "permit",
        "--set",
        "area=1",
        "--set",
        "place=广 场",
        "--on",
        "2022-06-01",
    )
    assert "该处已有申请" in one_complaint(permits.run(*again), 1)


def test_a_number_whose_opening_was_taken_back_is_opened_anew(permits: Terminal) -> None:
    """A mistake at the opening does not spoil the number for ever."""
    permits.done("case", "reverse", "ZD-2022-001", "--reason", "误开")
    assert permits.json("case", "show", "ZD-2022-001")["state"] is None
    permits.done("case", "open", "permit", "--number", "ZD-2022-001", *ASKED)
    case = permits.json("case", "show", "ZD-2022-001")
    assert [one["kind"] for one in case["history"]] == ["opened", "reversed", "opened"]
    assert permits.verified() == []


def test_a_reversal_counts_all_its_entries_together(permits: Terminal) -> None:
    """Two entries of one step in one account are taken back as one sum."""
    look(permits)
    paper(permits, "ZD-2022-001", "grant", "城管局", "镇长", "--on", "2022-06-03")
    permits.done("case", "move", "ZD-2022-001", "grant", "--on", "2022-06-03")
    assert [r["balance"] for r in permits.json("ledger", "show", "accounts")] == [118]
    permits.done("case", "reverse", "ZD-2022-001", "--reason", "误记")
    assert [r["balance"] for r in permits.json("ledger", "show", "accounts")] == [0]


def test_a_batch_brings_all_of_its_own(permits: Terminal) -> None:
    """What a batch would leave out of account is refused, and a doubled column too."""
    batch = ("case", "open", "permit", "--batch", "rows.csv")
    (permits.folder / "rows.csv").write_text("area,place,place,on\n1,a,b,2022-06-01\n")
    assert "place twice" in one_complaint(permits.run(*batch), 2)
    assert "--batch" in one_complaint(permits.run(*batch, "--set", "town=东镇"), 2)
    row = '{"area": "1", "place": "a", "place": "b", "on": "2022-06-01"}\n'
    outcome = permits.run("case", "open", "permit", "--batch", "-", stdin=row)
    assert outcome.code == 1
    assert "place is given twice" in outcome.err
