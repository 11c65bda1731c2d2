"""Four months of the inspection: cuts of the log, corrections, secrets, exports."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal

from .actions import Step
from .running import History
from .unlawful_figures import LEDGERS
from .unlawful_plan import STATES, STEPS
from .unlawful_run import PROCEDURE, STAGES
from .unlawful_told import cases, told

NOW = "2026-11-25"
OURS = (*LEDGERS, "unlawful-deadlines", "promises", "indicators")
STAGED = range(len(STAGES))


def exported(shell: Terminal, folder: Path, *options: object) -> dict[str, list[dict[str, Any]]]:
    """The ledgers of the procedure, and those over all, as rows by their names."""
    shell.done("export", *OURS, "--out", folder, "--format", "jsonl", *options)
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in folder.glob("*.jsonl")
    }


def test_the_table_holds_what_has_to_be_measured(inspection: History) -> None:
    """At least forty cases; transfers to one and two, returns, failed acceptances, one reopened."""
    told_of = cases(inspection.rows, NOW)
    assert len(told_of) >= 40
    assert {one.state for one in told(inspection.rows, NOW)} == set(STATES)
    steps = [a.do for row in inspection.rows for a in row.script if isinstance(a, Step)]
    assert set(steps) == set(STEPS), "every step of the plan is taken"
    sent_to = [len({r.says["to"] for r in one.list_of("transfers")}) for one in told_of]
    assert sent_to.count(1) >= 10
    assert sent_to.count(2) >= 3
    assert steps.count("return") + steps.count("return_one") >= 2
    assert steps.count("fail") >= 3
    assert steps.count("reopen") >= 2


def test_cases_stand_where_the_script_left_them(inspection: History) -> None:
    """Every case has its number, and the state of its last step that stands."""
    found = inspection.shell.json("case", "list", PROCEDURE)
    wanted = told(inspection.rows, NOW)
    assert {(one["number"], one["state"], one["opened"], one["last_on"]) for one in found} == {
        (one.number, one.state, one.steps[0][0], one.steps[-1][0]) for one in wanted
    }
    assert len(found) == len(wanted)


@pytest.mark.parametrize("stage", STAGED)
def test_known_at_shows_a_log_in_which_no_more_had_happened(
    inspection: History, tmp_path: Path, stage: int
) -> None:
    """`--known-at P` is, in every ledger, what a store of only the first P events shows."""
    cut = inspection.cuts[stage]
    then = exported(cut.shell, tmp_path / "then")
    now = exported(inspection.shell, tmp_path / "now", "--known-at", cut.position)
    assert set(then) == set(OURS)
    assert now == then


def test_a_late_correction_holds_for_every_day_but_was_not_known_before(
    inspection: History,
) -> None:
    """S12 has 1,200 m², not 1,000: as of any day, once that is known."""
    cut = inspection.cuts[1]
    (number,) = [row.number for row in inspection.rows if row.subject.id == "S12"]

    def area(*options: object) -> list[str]:
        rows = inspection.shell.json("ledger", "show", "unlawful-existing", *options)
        return [row["area"] for row in rows if row["number"] == number]

    assert area() == ["1200"]
    assert area("--as-of", cut.day) == ["1200"]
    assert area("--as-of", cut.day, "--known-at", cut.position) == ["1000"]


def test_a_closing_taken_back_stays_in_the_history(inspection: History) -> None:
    """S14 was struck off by mistake: undone by an event of its own, then struck off rightly."""
    (number,) = [row.number for row in inspection.rows if row.subject.id == "S14"]
    answer = inspection.shell.json("case", "show", number)
    assert answer["state"] == "closed"
    *_before, wrong, back, right = answer["history"]
    assert (wrong["transition"], wrong["standing"]) == ("close", False)
    assert (back["kind"], back["reason"]) == ("reversed", "误销号")
    assert (right["transition"], right["on"]) == ("close", "2022-09-12")


def test_the_whole_history_verifies(inspection: History) -> None:
    """`audit verify` finds no fault: steps, reports and what was entered, as they had to be."""
    answer = inspection.shell.json("audit", "verify")
    assert answer["faults"] == []
    assert answer["events"] == inspection.cuts[-1].position


def test_no_personal_value_is_in_an_event_or_a_page(inspection: History, tmp_path: Path) -> None:
    """Owners, telephones, persons responsible: not in the log's bytes, its listing, an export."""
    told_of = cases(inspection.rows, NOW)
    secrets = {v for one in told_of for v in one.subject.personal.values()}
    assert len(secrets) >= 100
    with sqlite3.connect(f"file:{inspection.shell.store / 'log.sqlite'}?mode=ro", uri=True) as log:
        stored = log.execute("SELECT * FROM stored_events").fetchall()
        kept = log.execute("SELECT * FROM private_values").fetchall()
    inspection.shell.done("export", *OURS, "--out", tmp_path / "all", "--format", "csv,jsonl,md")
    pages = [path.read_bytes() for path in (tmp_path / "all").iterdir()]
    for told_in in (_bytes(stored), *pages):
        assert [one for one in secrets if one.encode() in told_in or _escaped(one) in told_in] == []
    there = _bytes(kept)
    assert any(one.encode() in there for one in secrets), "they are kept, but apart"


def _bytes(rows: list[tuple[Any, ...]]) -> bytes:
    return b"\n".join(
        one if isinstance(one, bytes) else str(one).encode() for row in rows for one in row
    )


def _escaped(secret: str) -> bytes:
    return json.dumps(secret)[1:-1].encode()
