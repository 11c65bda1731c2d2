"""`audit verify` on private values: each as committed to, none gone without a disposal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sample_office import found, reopened, tampered

from audit.spoiling import look
from zltrec.audit import verify
from zltrec.audit.findings import Findings
from zltrec.audit.private import check_private
from zltrec.audit.verify import Part, verify_store
from zltrec.domain.accession import FILE
from zltrec.proof.commitment import commit

VALUES = {"q0000001/householder": "王某", "q0000001/telephone": "0000", "q0000002/householder": ""}
ROWS = [(commit(bytes([n]) * 32, v), bytes([n]) * 32, v) for n, v in enumerate(VALUES.values())]
KNOWN = {row[0]: place for row, place in zip(ROWS, VALUES, strict=True)}
FIRST = ROWS[0][0]


def faults(
    rows: list[tuple[str, bytes, str]], known: dict[str, str] = KNOWN
) -> list[tuple[int | None, str, str]]:
    """What is found of some rows: position, kind and words of each fault."""
    findings = Findings()
    check_private(known, iter(rows), findings)
    assert findings.private == len(rows)
    told = [(fault.position, fault.kind, str(fault.error)) for fault in findings.faults]
    assert not any("王某" in words for _, _, words in told)
    return told


def test_values_as_they_were_committed_to_pass() -> None:
    """All there, nothing more, each with its salt; none at all is in order too."""
    assert faults(ROWS) == []
    assert faults([], {}) == []


@pytest.mark.parametrize(
    "row",
    [
        (FIRST, ROWS[0][1], "李某"),
        (FIRST, bytes(31) + b"!", "王某"),
        (FIRST, bytes(31), "王某"),
        (FIRST, ROWS[1][1], ROWS[1][2]),
        (FIRST, "a text", b"bytes"),
    ],
)
def test_a_changed_value_or_salt_is_named(row: tuple[str, bytes, str]) -> None:
    """By its place and commitment, never with the value."""
    assert faults([row, *ROWS[1:]]) == [
        (
            None,
            "private",
            f"the private value of q0000001/householder ({FIRST}) or its salt was changed",
        )
    ]


def test_a_value_that_no_event_committed_to_is_named() -> None:
    """Also one whose commitment is right, such as one brought back after its disposal."""
    known = {commitment: place for commitment, place in KNOWN.items() if commitment != FIRST}
    assert faults(ROWS, known) == [
        (None, "private", f"there is a private value ({FIRST}) that no event committed to")
    ]


def test_a_value_that_is_gone_is_named() -> None:
    """A disposal strikes the register; where it did not, a missing row is a fault."""
    assert faults(ROWS[1:]) == [
        (
            None,
            "private",
            f"the private value of q0000001/householder ({FIRST}) is gone, and no disposal says so",
        )
    ]


def test_a_value_under_another_commitment_is_two_faults() -> None:
    """One too many and one too few; the rest is checked."""
    said = faults([*ROWS[1:], ("f" * 64, *ROWS[0][1:])])
    assert [re.sub(r"[0-9a-f]{64}", "…", words) for _, _, words in said] == [
        "there is a private value (…) that no event committed to",
        "the private value of q0000001/householder (…) is gone, and no disposal says so",
    ]


def kept(parent: Path) -> None:
    """A store with a value that no event committed to."""
    office = found(parent)
    with office.records.writing() as work:
        work.keep_private("王某")
    office.close()


@pytest.mark.parametrize("part", [Part(), Part(events_only=True), Part(share=0.5)])
def test_every_verification_looks_at_private_values(tmp_path: Path, part: Part) -> None:
    """Like files, whatever part of the events is read."""
    kept(tmp_path)
    office = reopened(tmp_path)
    findings = verify_store(
        office.log, office.files, None, "zltrec/s", part, lambda rows, _count: rows
    )
    assert (findings.private, [fault.kind for fault in findings.faults]) == (1, ["private"])
    office.close()


@pytest.mark.parametrize("part", [Part(), Part(share=0.5)])
def test_what_is_kept_is_what_the_register_says(
    copy: Path, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebuilt or stored. (The register of files stands in for that of private values.)"""
    monkeypatch.setattr(verify, "PRIVATE", FILE)
    office = reopened(copy)
    findings = verify_store(
        office.log, office.files, office.stored_views(), "zltrec/s", part, lambda rows, _: rows
    )
    (fault,) = findings.faults
    assert re.search("the private value of 扫描件.tif .* is gone", str(fault.error))
    office.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE private_values SET value = CAST(x'ff' AS TEXT)",
        "ALTER TABLE private_values RENAME TO others",
    ],
)
def test_values_that_cannot_be_read_do_not_end_the_verification(
    tmp_path: Path, damage: str
) -> None:
    """No text at all, or no table: a fault like others, and the rest is checked."""
    kept(tmp_path)
    tampered(tmp_path / ".zltrec" / "log.sqlite", damage)
    findings = look(tmp_path)
    (fault,) = findings.faults
    assert "the private values cannot be read" in str(fault.error)
    assert (fault.kind, findings.events) == ("private", 1)
