"""The last goods are given out once, whoever asks at the same moment; nothing falls below zero."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, copied
from hypothesis import given, settings
from hypothesis import strategies as st

from zltrec.calendar.working import WorkingCalendar
from zltrec.errors import Refused
from zltrec.procedure.decide import Asked, decide_step
from zltrec.procedure.definition import Sign
from zltrec.procedure.edition import Edition
from zltrec.procedure.lookup import CaseLookup
from zltrec.procedure.snapshot import Claim, Snapshot, StepTaken, fold_steps
from zltrec.procedure.source import read_source

from .running import History, batch

PROCEDURES = Path(__file__).parents[2] / "zltrec" / "procedures"


def definition(name: str) -> Any:
    """A bundled procedure."""
    source = read_source((PROCEDURES / f"{name}.toml").read_text(encoding="utf-8"))[0]
    assert source is not None
    return source.definition


GOODS, DISASTER = definition("relief-goods"), definition("disaster-relief")
EDITION = Edition(GOODS, {}, {"disaster-relief": DISASTER})
ROUNDS = ("帐篷", "棉被", "雨衣")


@pytest.fixture(scope="module")
def depot(relief: History, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Ten of each of some goods in the store, all of them promised to two townships at once."""
    home = tmp_path_factory.mktemp("depot")
    shell = copied(relief.shell, home / "office", home)
    goods = [{"goods": name, "quantity": 10} for name in ROUNDS]
    stored = {"transition": "store", "on": "2022-10-01", "source": "实物储备", "standard": "是"}
    gift = {"transition": "donate", "on": "2022-10-01", "donor": "甲公司", "amount": "1000"}
    asked = [
        {"number": f"WZ-{name}-{place}", "transition": "request", "on": "2022-10-02"}
        | {"incident": "ZH-flood", "township": f"第{place}镇", "wanted": name}
        for name in (*ROUNDS, "钱")
        for place in (1, 2)
    ]
    store: dict[str, Any] = {"number": "WZ-store", "goods": goods}
    rows = [store | stored, *asked]
    rows += [{"number": "WZ-gift", "receiver": "市红十字会"} | gift]
    batch(shell, ("case", "open", "relief-goods"), rows)
    paper = {"decision": "approve", "office": "市应急管理局", "by": "癸某", "paper": "scan.pdf"}
    batch(
        shell,
        ("approval", "record"),
        [
            {"subject": one["number"], "action": "allot", "on": "2022-10-03"} | paper
            for one in asked
        ],
    )
    shares = {"share": "1000", "receiver": "市红十字会"}
    batch(
        shell,
        ("case", "move"),
        [
            {"case": one["number"], "transition": "allot", "on": "2022-10-03"}
            | (
                shares
                if one["wanted"] == "钱"
                else {"allocated": [{"goods": one["wanted"], "quantity": 10}]}
            )
            for one in asked
        ],
    )
    return shell


def balances(shell: Terminal) -> dict[str, tuple[Any, Any, Any]]:
    """What came in, went out and is left, by goods or receiver."""
    rows = shell.json("ledger", "show", "accounts", "--as-of", "2022-12-31")
    return {
        row["key"]: (row["in"], row["out"], row["balance"])
        for row in rows
        if row["procedure"] == "relief-goods" and row["account"] != "handed"
    }


@pytest.mark.parametrize("name", [*ROUNDS, "钱"])
def test_two_give_out_the_last_at_the_same_moment_and_one_is_refused(
    depot: Terminal, name: str
) -> None:
    """Two processes started at once on one store: one has it, the other is told what is left."""
    words = ("pay", "--set", "paid=1000")
    if name != "钱":
        lot = json.dumps({"goods": name, "quantity": 10}, ensure_ascii=False)
        words = ("issue", "--set", f"goods={lot}")
    both = [
        depot.start("case", "move", f"WZ-{name}-{place}", *words, "--on", "2022-10-04")
        for place in (1, 2)
    ]
    ends = [(one.communicate(timeout=60), one.returncode) for one in both]
    assert sorted(code for _said, code in ends) == [0, 1], ends
    (refused,) = [said[1].decode() for said, code in ends if code == 1]
    account = "donations 市红十字会" if name == "钱" else f"stock {name}"
    amount = 100_000 if name == "钱" else 10
    assert f"the account {account} holds 0, which {amount} would bring below 0 (7.8.1)" in refused
    held = balances(depot)
    assert held["市红十字会" if name == "钱" else name][2] in ("0.00", 0)
    assert depot.verified() == []


class Depot:
    """What the log knows of a store: its balances; every decision is in."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], int] = {}
        self.calendar = WorkingCalendar({})

    def others(self, number: str, _procedure: str) -> tuple[Edition, Snapshot]:
        """The one incident, to which goods may be given."""
        step = StepTaken(1, "start", "responding", "2022-10-01", 1)
        return Edition(DISASTER), fold_steps(number, "disaster-relief", [step])

    def approval(self, sign: Sign, _action: str, _scope: str, _decision: str, _on: str) -> str:
        """Every decision is in."""
        return sign.office

    def claimant(self, _claim: Claim) -> str | None:
        """Nobody claims anything."""
        return None

    def balance(self, account: str, key: str) -> int:
        """What is left."""
        return self.held.get((account, key), 0)

    def take(self, before: Snapshot, asked: Asked) -> bool:
        """Whether the step was taken; then the entries are made."""
        try:
            step = decide_step(EDITION, before, asked, self, 1)
        except Refused:
            return False
        for post in step.posts:
            place = (post.account, post.key)
            self.held[place] = self.held.get(place, 0) + post.amount
        return True


LOT = st.tuples(st.sampled_from(ROUNDS), st.integers(min_value=1, max_value=9))
MOVES = st.lists(st.tuples(st.booleans(), st.lists(LOT, min_size=1, max_size=3)), max_size=20)


@given(MOVES)
@settings(deadline=None, max_examples=40)
def test_no_sequence_of_moves_brings_a_balance_below_zero(
    moves: list[tuple[bool, list[tuple[str, int]]]],
) -> None:
    """In and out in any order: refused exactly where it would; then nothing at all is entered."""
    depot = Depot()
    ours: dict[str, int] = {}
    for comes_in, lots in moves:
        lots = list(dict(lots).items())
        goods = [{"goods": name, "quantity": count} for name, count in lots]
        if comes_in:
            sets: dict[str, Any] = {"source": "实物储备", "standard": True}
            asked = Asked("store", "2022-10-01", sets, {"goods": goods})
            assert depot.take(Snapshot("WZ-1", "relief-goods"), asked)
        else:
            allotted = StepTaken(
                *(1, "allot", "allotted", "2022-10-01", 1, {"incident": "ZH-1"}),
                appends={"allocated": goods},
            )
            before = fold_steps("WZ-2", "relief-goods", [allotted])
            asked = Asked("issue", "2022-10-02", {}, {"goods": goods})
            enough = all(count <= ours.get(name, 0) for name, count in lots)
            assert depot.take(before, asked) == enough
            if not enough:
                continue
        for name, count in lots:
            ours[name] = ours.get(name, 0) + (count if comes_in else -count)
    assert {
        key: held for (_account, key), held in depot.held.items() if _account == "stock"
    } == ours
    assert all(held >= 0 for held in depot.held.values())


def test_the_lookup_of_a_record_leaves_the_cases_own_alone() -> None:
    """What is asked of one record is not asked of the next."""
    step = StepTaken(
        *(1, "store", "stored", "2022-10-01", 1),
        appends={"goods": [{"goods": "帐篷", "quantity": 3}]},
    )
    lookup = CaseLookup(EDITION, fold_steps("WZ-1", "relief-goods", [step]), "2022-10-01")
    first = lookup.of_record("goods", {"goods": "帐篷", "quantity": 3})
    second = lookup.of_record("goods", {"goods": "棉被"})
    assert (first("item.quantity"), second("item.quantity")) == (3, None)
    assert first("goods") == lookup("goods")
