"""Everything that a store itself can show to be wrong, found and named, one after another.

`verify_store` goes on after the first fault. It recomputes leaves from stored
bytes, never from a stored hash, rebuilds registers and projections from
nothing but the log, judges every approval anew, and says what it could not
check. What it cannot see is a store rewritten as a whole with fresh leaves:
for that a seal outside the store is needed (`audit.seals`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from zltrec.audit.approvals import judge_approvals
from zltrec.audit.copies import check_files, check_registers, check_views
from zltrec.audit.events import EventCheck
from zltrec.audit.findings import Findings, SealFound
from zltrec.audit.judged import NO
from zltrec.audit.private import check_private
from zltrec.audit.reports import check_reports, leave_out_reports
from zltrec.audit.steps import STEP, judge_steps
from zltrec.domain import officer
from zltrec.domain.accession import FILE
from zltrec.domain.case import PRIVATE
from zltrec.errors import ZltrecError
from zltrec.progress import Progress
from zltrec.projections.views import Views
from zltrec.proof.checkpoint import Checkpoint, parse_checkpoint
from zltrec.proof.keys import fingerprint
from zltrec.proof.note import check_note, parse_note
from zltrec.store.files import FileStore
from zltrec.store.registers import Registers, ScratchRegisters
from zltrec.store.sqlite import SQLiteLog

_BLOCK = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """How much to check: all by default; else what is new since a seal (a signed note), a
    share (0 to 1) of the log in blocks drawn with `seed`, or all events without what is derived
    from them."""

    since: str | None = None
    events_only: bool = False
    share: float | None = None
    seed: int = 0


def verify_store(
    log: SQLiteLog,
    files: FileStore,
    views: Views | None,
    origin: str,
    part: Part,
    progress: Progress,
) -> Findings:
    """Checks the log, its head, seals, approvals, registers, files, private values and `views`.

    `views` None: no projections are stored. `origin` is what seals of this
    store are called. `progress` wraps the rows of the log as they are read, each time.
    Raises ProofError if `part.since` is no seal.
    """
    findings = Findings()
    whole = part.since is None and part.share is None
    with log.snapshot() as registers:
        stored = log.seals()
        since = None if part.since is None else parse_checkpoint(parse_note(part.since).text)
        sizes = {size for _number, size, _note, _line in stored} | (
            {since.size} if since else set()
        )
        if whole:
            rebuilt = None if part.events_only else ScratchRegisters()
            roots = EventCheck(log, findings, rebuilt).check_all(sizes, progress)
            if rebuilt is None:
                _leave_out_rebuilt(findings)
                leave_out_reports(log, findings)
            else:
                check_registers(log, rebuilt, findings)
                _check_projections(log, views, findings, progress)
                check_reports(log, findings, progress)
            known = rebuilt or registers
            check_files(dict(known.scan(FILE)), files, findings)
            check_private(dict(known.scan(PRIVATE)), log.private_values(), findings)
        else:
            ranges = _ranges(log.head().size, since, part)
            roots = EventCheck(log, findings, None).check_ranges(ranges, sizes, progress)
            _leave_out(findings, ranges)
            leave_out_reports(log, findings)
            check_files(dict(registers.scan(FILE)), files, findings)
            check_private(dict(registers.scan(PRIVATE)), log.private_values(), findings)
        if since is not None:
            findings.leave_out(
                "the seal given: its signature; with a key from outside it is checked by"
                " audit check-seal FILE --key FILE.pub"
            )
            _check_since(since, origin, roots, findings)
        altered = log.altered_objects()
        if altered:
            # No fault by itself: what was changed meanwhile shows as one, where it can show.
            findings.leave_out(
                "guards: {names} of the log are gone or were changed: the store no longer refuses"
                " changes itself; restore a backup",
                names=", ".join(altered),
            )
        findings.open = registers.get(officer.ROOT, "root") is None
        for number, size, note, line in stored:
            _check_seal(number, size, note, line, origin, roots, registers, findings)
        _check_numbers({seal[0] for seal in stored}, log.seals_given(), findings)
        _check_approvals(log, files, findings, progress)
    return findings


def _ranges(size: int, since: Checkpoint | None, part: Part) -> list[tuple[int, int]]:
    first = since.size + 1 if since is not None else 1
    if part.share is None:
        return [(first, size)] if first <= size else []
    draw = random.Random(part.seed)
    blocks = range(first, size + 1, _BLOCK)
    chosen = [block for block in blocks if draw.random() < part.share]
    if not chosen and blocks:
        chosen = [draw.choice(blocks)]
    return [(block, min(block + _BLOCK - 1, size)) for block in chosen]


def _leave_out(findings: Findings, ranges: list[tuple[int, int]]) -> None:
    findings.unread = findings.events - sum(last - first + 1 for first, last in ranges)
    findings.leave_out(
        "events: {count} of {all} were not read", count=findings.unread, all=findings.events
    )
    _leave_out_rebuilt(findings)


def _leave_out_rebuilt(findings: Findings) -> None:
    findings.leave_out("registers and projections: only a whole verification rebuilds them")


def _check_projections(
    log: SQLiteLog, views: Views | None, findings: Findings, progress: Progress
) -> None:
    if views is None:
        findings.leave_out("projections: none are stored; the next command that looks makes them")
    else:
        check_views(log, views, findings, progress)


def _check_since(
    since: Checkpoint, origin: str, roots: dict[int, bytes], findings: Findings
) -> None:
    if since.origin != origin:
        findings.fault(
            None,
            "seal",
            "the seal given is of {other}, not of {origin}",
            other=since.origin,
            origin=origin,
        )
    elif since.size not in roots:
        findings.fault(
            findings.events + 1,
            "seal",
            "the seal given covers {size} events, the log has only {events}: it was cut",
            size=since.size,
            events=findings.events,
        )
    elif roots[since.size] != since.root:
        findings.fault(
            None, "seal", "the first {size} events are not those of the seal given", size=since.size
        )


def _check_seal(
    number: int,
    size: int,
    note: str,
    line: str,
    origin: str,
    roots: dict[int, bytes],
    registers: Registers,
    findings: Findings,
) -> None:
    """One kept seal: its signature by the key beside it, and its root against the log."""
    try:
        check_note(note, line)
        seal = parse_checkpoint(parse_note(note).text)
        key = fingerprint(line)
    except ZltrecError as error:
        findings.fault(
            None,
            "seal",
            "the kept seal {number} does not hold: {reason}",
            number=number,
            reason=error,
        )
        return
    if seal.origin != origin or seal.size != size or roots.get(size) != seal.root:
        findings.fault(
            min(seal.size, findings.events) or None,
            "seal",
            "the kept seal {number} over {size} events is not of this log as it is",
            number=number,
            size=seal.size,
        )
        return
    findings.seals.append(SealFound(seal.size, key, registers.get(officer.KEY, key)))
    findings.sealed = max(findings.sealed, seal.size)


def _check_numbers(kept: set[int], given: int, findings: Findings) -> None:
    """Seals are numbered without gaps, so that one taken away shows."""
    for number in sorted(set(range(1, given + 1)) ^ kept):
        findings.fault(None, "seal", "the kept seal {number} is gone", number=number)


def _check_approvals(
    log: SQLiteLog, files: FileStore, findings: Findings, progress: Progress
) -> None:
    findings.approvals = judge_approvals(log, progress=progress)
    for judged in findings.approvals:
        if judged.valid == NO or (judged.paper is not None and judged.why is not None):
            findings.fault(
                judged.position,
                "approval",
                "the approval {id} does not hold: {reason}",
                id=judged.id,
                reason=judged.why,
            )
        if judged.paper is not None and not _lies_there(judged.paper, files):
            findings.fault(
                judged.position,
                "approval",
                "the scan of the approval {id} is gone or was changed",
                id=judged.id,
            )
    for fault in judge_steps(log, findings.approvals, progress):
        if fault.kind == STEP:
            findings.fault(
                fault.position,
                "step",
                "what was written at {position} is not by the rules of its time: {reason}",
                position=fault.position,
                reason=fault.error,
            )
        else:
            findings.fault(
                fault.position,
                "approval",
                "what was decided at {position} does not hold: {reason}",
                position=fault.position,
                reason=fault.error,
            )


def _lies_there(sha256: str, files: FileStore) -> bool:
    try:
        return files.digest(sha256) == sha256
    except OSError:
        return False
