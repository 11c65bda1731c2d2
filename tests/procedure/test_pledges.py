"""Promises, contradicting readings and balances, as rows."""

from __future__ import annotations

import pytest

from zltrec.procedure.pledges import account_rows, promise_rows, reading_rows
from zltrec.procedure.world import Balance, Ruling

from .houses import world


def standing(at: str, entered: dict[tuple[str, str], str] | None = None) -> dict[str, object]:
    """How each promise stands on a day, and whether it is known to be kept."""
    rows = promise_rows(world(at, entered=entered or {}))
    return {row["id"]: (row["status"], row["kept"]) for row in rows}


def test_a_promise_is_told_as_the_text_prints_it() -> None:
    assert promise_rows(world())[0] == {
        "id": "half",
        "text": "完成一半",
        "office": "住建局",
        "printed": "6月末",
        "by": "2022-06-30",
        "status": "kept",
        "kept": True,
        "kept_on": None,
        "evidence": None,
        "approval": None,
        "section": "三",
        "line": 7,
    }


def test_a_promise_is_open_up_to_its_day_and_overdue_after_it_unless_it_is_kept() -> None:
    assert standing("2022-05-31") == {
        "half": ("open", False),
        "all": ("open", False),
        # Nothing was entered, so whether all was looked at is not known.
        "stock": ("open", None),
        "spend": ("open", False),
        "word": ("open", None),
    }
    # By 30 June two of three are finished; the day itself is not past yet.
    assert standing("2022-06-30T23:59") == {
        "half": ("kept", True),
        "all": ("open", False),
        "stock": ("open", None),
        "spend": ("open", False),
        "word": ("overdue", None),
    }
    assert standing("2022-07-01")["all"] == ("overdue", False)


@pytest.mark.parametrize(("stock", "kept"), [("3", True), ("4", False), ("很多", None)])
def test_a_promise_may_rest_on_what_was_entered(stock: str, kept: bool | None) -> None:
    said = standing("2022-07-01", {("stock", "2022-06"): stock})["stock"]
    assert said == ("kept" if kept else "open", kept)


def test_both_readings_are_shown_with_what_was_decided_or_chosen() -> None:
    old, name = reading_rows(world())
    assert old == {
        "id": "old",
        "label": "旧房",
        "section": "",
        "line": None,
        "readings": [
            {"id": "raze", "text": "拆除", "section": "四", "line": None},
            {"id": "seal", "text": "封存", "section": "七", "line": 9},
        ],
        "decided": None,
        "decided_by": None,
        "decided_on": None,
        "approval": None,
        "asked_at": ["整改"],
        # H-2 was sealed first, and razed when it was finished again.
        "chosen": {"raze": 2, "seal": 0},
    }
    assert (name["decided"], name["asked_at"], name["chosen"]) == (None, [], {})
    assert reading_rows(world("2022-06-30"))[0]["chosen"] == {"raze": 1, "seal": 1}
    assert reading_rows(world(settings={"name": "b"}))[1]["decided"] == "b"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2022-07-04", (None, None, None, None)),
        ("2022-07-05", ("b", "住建局 张某", "2022-07-05", "A-1")),
    ],
)
def test_who_decided_between_readings_is_told_from_that_day_on(at: str, said: object) -> None:
    ruled = {"name": Ruling("住建局", "张某", "2022-07-05", "A-1")}
    row = reading_rows(world(at, settings={"name": "b"}, rulings=ruled))[1]
    assert (row["decided"], row["decided_by"], row["decided_on"], row["approval"]) == said


def test_balances_stand_by_account_and_key_money_in_yuan() -> None:
    balances = {
        ("fund", "西镇"): Balance(0, 0).after(-5),
        ("fund", "东镇"): Balance(0, 0).after(2_523_205).after(-5),
        ("tents", ""): Balance(20, 8),
    }
    assert account_rows(world(balances=balances)) == [
        {
            "account": "fund",
            "label": "资金",
            "key": key,
            "in": came,
            "out": "0.05",
            "balance": balance,
            "unit": "元",
            "floor": "0.00",
        }
        for key, came, balance in (("东镇", "25232.05", "25232.00"), ("西镇", "0.00", "-0.05"))
    ] + [
        {
            **{"account": "tents", "label": "帐篷", "key": "", "unit": "顶", "floor": 2},
            **{"in": 20, "out": 8, "balance": 12},
        }
    ]
    (tents,) = account_rows(world())
    assert (tents["account"], tents["balance"]) == ("tents", 0)
