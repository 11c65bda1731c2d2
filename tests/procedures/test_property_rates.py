"""The two rates of the plan and the way there, against figures worked out by other code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli.terminal import copied

from .property_figures import DAYS, organized, percent, rates, renewals
from .property_fund import PAID, USED, yuan
from .property_telling import HOUSING
from .telling import Told

PROCEDURE = "property-compounds"


def rows(told: Told, ledger: str, *words: str) -> list[dict[str, Any]]:
    """The rows of a ledger."""
    found: list[dict[str, Any]] = told.shell.json("ledger", "show", ledger, *words)
    return found


def of_procedure(told: Told, ledger: str, procedure: str, *words: str) -> dict[str, dict[str, Any]]:
    """The rows of a general ledger that are of one procedure, by id."""
    return {one["id"]: one for one in rows(told, ledger, *words) if one["procedure"] == procedure}


@pytest.mark.parametrize("day", DAYS)
def test_the_rates_of_every_day_are_those_worked_out(compounds: Told, day: str) -> None:
    """Committees and service come and go: removed, expelled, ended, elected anew."""
    found = of_procedure(compounds, "indicators", PROCEDURE, "--as-of", day)
    assert {one: (row["percent"], row["reached"]) for one, row in found.items()} == rates(day)


def test_the_way_there_goes_up_and_down() -> None:
    """The table has what the test above is for: a fall, and each target just missed and reached."""
    committee = [rates(day)["committee_rate"] for day in DAYS]
    coverage = [rates(day)["coverage"] for day in DAYS]
    assert committee[-2:] == [("90.00", False), ("100.00", True)]
    assert {("80.00", True), ("70.00", False)} <= set(coverage)
    assert [one for one, _reached in coverage] != sorted(one or "" for one, _reached in coverage)


def test_promises_are_kept_when_the_rates_say_so(compounds: Told) -> None:
    """On the day before the last committee, on the last day, and with what is overdue."""
    for day, status, later in (
        ("2025-12-19", "open", "kept"),
        ("2025-12-31", "kept", "kept"),
        ("2026-01-01", "kept", "kept"),
    ):
        found = of_procedure(compounds, "promises", PROCEDURE, "--as-of", day)
        assert (found["committee_rate"]["status"], found["coverage"]["status"]) == (status, later)
        assert found["committee_rate"]["by"] == "2025-12-31"
        assert found["committee_rate"]["printed"] == "2025年底前"
    early = of_procedure(compounds, "promises", PROCEDURE, "--as-of", "2024-01-01")
    stages = {one: early[one]["status"] for one in early if one.startswith("stage_")}
    assert stages == {
        "stage_plan": "overdue",
        "stage_start": "overdue",
        "stage_rise": "overdue",
        "stage_lasting": "open",
    }


def test_self_management_counts_once_that_is_decided(compounds: Told, tmp_path: Path) -> None:
    """The office decides the reading; every day is then worked out so, earlier ones too."""
    shell = copied(compounds.shell, tmp_path / "decided", tmp_path)
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 a decision on paper")
    decided = ("procedure:property-compounds", "set self_managed counts", "--approve")
    paper = ("--office", HOUSING, "--by", "住建经办", "--paper", "scan.pdf", "--on", "2026-01-05")
    shell.done("approval", "record", *decided, *paper)
    shell.done("procedure", "set", PROCEDURE, "self_managed", "counts")
    for day in ("2024-12-31", "2025-12-31"):
        told = Told(shell, [])
        found = of_procedure(told, "indicators", PROCEDURE, "--as-of", day)
        expected = rates(day, self_managed=True)
        assert expected != rates(day)
        assert {one: (row["percent"], row["reached"]) for one, row in found.items()} == expected


@pytest.mark.parametrize(
    "day", ["2022-11-19", "2022-12-31", "2023-12-31", "2024-12-31", "2025-12-31"]
)
def test_renovation_by_age(compounds: Told, day: str) -> None:
    """Those built before 2000 come first; the promise of the first three years is kept by them."""
    found = of_procedure(compounds, "indicators", "property-renovation", "--as-of", day)
    assert {one: row["percent"] for one, row in found.items()} == renewals(day)
    promises = of_procedure(compounds, "promises", "property-renovation", "--as-of", day)
    older, whole = renewals(day)["older"] == "100.00", renewals(day)["renewal"] == "100.00"
    assert (promises["first_three"]["kept"], promises["renewal"]["kept"]) == (older, whole)
    assert promises["first_three"]["by"] == "2023-12-31"


def test_the_phase_is_that_of_the_year_in_which_it_was_built(compounds: Told) -> None:
    found = rows(compounds, "property-renovation")
    phases = {one["compound"]: (one["built"], one["phase"], one["planned_phase"]) for one in found}
    assert phases == {
        "丙里": (1998, "前三年", "前三年"),
        "丁里": (2003, "后两年", "后两年"),
        "戊里": (1985, "前三年", "前三年"),
        "己里": (2004, "后两年", "后两年"),
    }


def test_the_fund_is_kept_by_compound_to_the_fen(compounds: Told) -> None:
    found = [one for one in rows(compounds, "accounts") if one["procedure"] == "maintenance-fund"]
    balances = {one["key"]: (one["in"], one["out"], one["balance"]) for one in found}
    expected = {
        number: (
            yuan(sum(PAID[number])),
            yuan(sum(USED[number])),
            yuan(sum(PAID[number]) - sum(USED[number])),
        )
        for number in PAID
    }
    assert balances == expected


def test_members_of_the_party(compounds: Told) -> None:
    """Two of five in each committee; where one of them left, another came in."""
    for day in ("2023-12-31", "2025-12-31"):
        found = of_procedure(compounds, "indicators", "property-committees", "--as-of", day)
        of_five = 5 * len(standing_committees(day))
        assert (found["party_share"]["value"], found["party_share"]["among"]) == (
            of_five * 2 // 5,
            of_five,
        )
        assert found["party_share"]["percent"] == percent(2, 5)


def standing_committees(day: str) -> set[str]:
    """The compounds with a committee, within the city and without."""
    found = organized(day)
    assert "XQ-11" in found
    return found


def test_who_paid_for_the_repairs(compounds: Told) -> None:
    """On the last day of the warranty the builder, on the next who runs it."""
    rows_ = compounds.shell.json("case", "show", "SS-1")["fields"]
    repairs = rows_["repairs"]
    assert [one["payer"] for one in repairs] == ["建设单位", "专业经营单位"]
