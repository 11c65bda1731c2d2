"""What a report holds is what the log gave at its position, and it was made by the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from projections.paving import LAST, TEXT, Paving

from zltrec.audit.verify import Part, verify_store
from zltrec.domain.procedure import adopt_action
from zltrec.domain.report import Cell, FormReported
from zltrec.errors import Refused
from zltrec.records.procedures import adopt_edition

SUBJECT = "report:paving/monthly/2022-06"


@pytest.fixture
def paving(tmp_path: Path) -> Iterator[Paving]:
    """A store with a form that was reported, and corrected since."""
    made = Paving(tmp_path / "office")
    made.enter(5, "台账")
    made.open("既有", "1200.5", date(2022, 6, 10))
    made.report(date(2022, 6, 24))
    made.amend("DL-001", "复测", area=Decimal("1300"))
    yield made
    made.close()


def write(paving: Paving, subject: str = SUBJECT, **said: Any) -> int:
    """A further report, as the first but for what is said, written past the check."""
    first = paving.workspace.fact_at(paving.reported(1).position)
    assert isinstance(first, FormReported)
    fields = {"reason": "更正", "at": paving.workspace.views().position, **said}
    with paving.workspace.records.writing() as work:
        now = work.stamp("2022-06-24")
        fact = msgspec.structs.replace(first, **(now | fields))
        return work.record(subject, work.version_of(subject) + 1, fact).position


def check(paving: Paving, position: int, kind: str, words: str) -> None:
    """Exactly one fault, at that position, of that kind, that says so."""
    ((at, of, said),) = paving.faults()
    assert (at, of) == (position, kind), said
    assert words in said


def test_reports_that_were_made_by_the_rules_hold(paving: Paving) -> None:
    paving.report(reason="更正")
    paving.report(reason="再次更正")
    assert paving.faults() == []


def test_a_value_that_the_log_never_gave_is_found(paving: Paving) -> None:
    """The corrected area is not in the values of the first report's position, nor another."""
    assert paving.faults() == []
    position = write(paving)
    check(paving, position, "report", "4 排查 period: 0.12005 (0.13)")


def test_a_value_of_another_cell_is_found(paving: Paving) -> None:
    cells = paving.workspace.fact_at(paving.reported().position).cells  # type: ignore[attr-defined]
    position = write(paving, at=paving.reported().at, cells=cells[:-1])
    check(paving, position, "report", "holds something else")


def test_a_check_that_was_hidden_is_found(paving: Paving) -> None:
    """The form contradicts itself, and the report does not say so."""
    for _ in range(5):
        paving.open("在建", "1", date(2022, 6, 10))
    rows = paving.page(date(2022, 6, 24)).rows
    position = write(paving, cells=_cells(rows))
    check(paving, position, "report", "0 values")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": ""}, "needs --reason"),
        ({"edition": 2}, "by edition 2"),
        ({"until": "2022-06-23"}, "up to 2022-06-23, where the period gives 2022-06-24"),
        ({"occurred": "2022-06"}, "a report has a day"),
        ({"occurred": "2022-06-23", "until": "2022-06-23"}, "not of an earlier day"),
        ({"occurred": "2023-06-24", "until": "2022-06-30"}, "still to come"),
    ],
)
def test_a_report_past_the_rules_is_found(paving: Paving, said: dict[str, Any], words: str) -> None:
    """Without a reason, by an edition that is not in force, of a day that cannot be."""
    rows = paving.page(date.fromisoformat(said.get("until", "2022-06-24"))).rows
    position = write(paving, cells=_cells(rows), **said)
    assert (position, "step") in [(at, kind) for at, kind, said in paving.faults() if words in said]


def test_a_report_of_a_position_still_to_come_is_found(paving: Paving) -> None:
    position = write(paving, at=paving.workspace.views().position + 1)
    check(paving, position, "step", f"of position {position}")


def test_a_report_of_a_form_that_there_is_not_is_found(paving: Paving) -> None:
    position = write(paving, "report:paving/yearly/2022-06")
    found = paving.faults()
    assert {(at, kind) for at, kind, _said in found} == {(position, "step"), (position, "report")}
    assert all("has no form yearly" in said for _at, _kind, said in found)


def test_a_part_of_a_verification_says_that_reports_were_not_made_again(paving: Paving) -> None:
    write(paving)
    workspace = paving.workspace
    part = Part(events_only=True)
    found = verify_store(
        workspace.log, workspace.files, None, "zltrec/x", part, lambda rows, _size: rows
    )
    assert found.faults == []
    assert any("reports: only a whole" in str(one) for one in found.not_checked)


def test_an_edition_that_came_meanwhile_is_no_ground_for_a_report(paving: Paving) -> None:
    """The values were made by another edition than the one in force."""
    text = _next_edition(paving)
    assert "\nedition = 2\n" in text
    with pytest.raises(Refused, match="edition 2 of paving came into force meanwhile"):
        paving.report(reason="更正", edition=1)
    paving.report(reason="更正")
    assert paving.faults() == []


def test_an_edition_that_counts_otherwise_is_why_values_are_others(paving: Paving) -> None:
    """No case was touched: what changed is the rule."""
    paving.report(LAST, "更正")
    _next_edition(paving)
    found = {(row["no"], row["of"]): row for row in paving.differences()}
    assert set(found) == {("4", "period"), ("4", "cumulative")}
    (why,) = [one for one in found["4", "period"]["why"] if one["events"]]
    assert [event["kind"] for event in why["events"]] == ["adopted"]


def _next_edition(paving: Paving) -> str:
    """Areas in square metres from now on."""
    text = TEXT.replace("edition = 1", "edition = 2").replace("万平方米", "平方米")
    paving.chancery.paper("procedure:paving", adopt_action(text), "吴局长", "市城管局")
    adopt_edition(paving.workspace.records, text, today=paving.workspace.today)
    return text


def _cells(rows: list[dict[str, Any]]) -> Any:
    return tuple(Cell(**row) for row in rows)
