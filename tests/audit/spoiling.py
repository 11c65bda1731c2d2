"""Ways to spoil a copy of a store, and what a verification then tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sample_office import (
    reopened,
    tampered,
    verified,
)

from zltrec.audit.findings import Findings

Damage = Callable[[Path], None]


def look(parent: Path) -> Findings:
    """What a verification finds in a store, which it must not change."""
    store = parent / ".zltrec"
    office = reopened(parent)
    before = {path: path.read_bytes() for path in store.rglob("*") if path.suffix == ".sqlite"}
    findings = verified(office)
    assert {path: path.read_bytes() for path in before} == before
    office.close()
    return findings


def told(findings: Findings) -> set[tuple[int | None, str]]:
    """Position and kind of each fault; each has a message."""
    assert all(str(fault.error) for fault in findings.faults)
    return {(fault.position, fault.kind) for fault in findings.faults}


def log(*statements: str) -> Damage:
    """SQL on the log behind the program's back."""
    return lambda store: tampered(store / "log.sqlite", *statements)


def views(*statements: str) -> Damage:
    """SQL on the views behind the program's back."""
    return lambda store: tampered(store / "views.sqlite", *statements)


def file_of(store: Path) -> Path:
    """The file that was taken in."""
    return next(path for path in (store / "files").rglob("*") if path.is_file())


def lose(store: Path) -> None:
    """The file is not there any more."""
    file_of(store).unlink()
