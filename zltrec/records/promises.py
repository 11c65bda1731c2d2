"""Commands on promises: ticking one off with evidence, and opening it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zltrec.domain.procedure import (
    KEPT,
    PREFIX,
    PromiseKept,
    PromiseReopened,
    edition_in_force,
    keep_action,
    reopen_action,
)
from zltrec.errors import BadUsage, Refused
from zltrec.procedure.succession import check_tickable
from zltrec.records.application import Records
from zltrec.records.intake import FileIntake
from zltrec.records.procedures import office_approval
from zltrec.records.work import Work, Written
from zltrec.store.files import FileStore

PURPOSE = "promise"


def keep_promise(
    records: Records,
    files: FileStore,
    procedure: str,
    promise: str,
    evidence: Sequence[tuple[str, Path]],
    note: str,
    *,
    on: date,
    today: date,
) -> Written:
    """Ticks a promise off: kept on a day, by evidence (files, each of a kind).

    Raises BadUsage for a promise that is not kept so, or without evidence, Refused
    if it is kept already, or without the approval of the procedure's office.
    """
    if not evidence:
        raise BadUsage("a promise is ticked off with evidence: --file KIND=PATH")
    if on > today:
        raise BadUsage("{on} is after today, {today}", on=on.isoformat(), today=today.isoformat())
    with FileIntake(records, files, PURPOSE) as intake, records.writing() as work:
        definition = edition_in_force(procedure, work.registers).definition
        check_tickable(definition, promise)
        kept = work.registers.get(KEPT, f"{procedure}/{promise}")
        if kept:
            raise Refused("{promise} is kept already, since {on}", promise=promise, on=kept)
        approval = office_approval(work, definition, keep_action(promise), today)
        fact = PromiseKept(
            promise=promise,
            files=intake.take(work, evidence),
            note=note,
            approval=approval.id,
            **work.stamp(on.isoformat()),
        )
        return _record(work, procedure, fact)


def reopen_promise(
    records: Records, procedure: str, promise: str, reason: str, *, today: date
) -> Written:
    """Opens a promise again that was ticked off.

    Raises Refused if it is open, or without the approval of the procedure's office.
    """
    with records.writing() as work:
        definition = edition_in_force(procedure, work.registers).definition
        check_tickable(definition, promise)
        if not work.registers.get(KEPT, f"{procedure}/{promise}"):
            raise Refused("{promise} is not ticked off", promise=promise)
        approval = office_approval(work, definition, reopen_action(promise), today)
        fact = PromiseReopened(
            promise=promise,
            reason=reason,
            approval=approval.id,
            **work.stamp(today.isoformat()),
        )
        return _record(work, procedure, fact)


def _record(work: Work, procedure: str, fact: PromiseKept | PromiseReopened) -> Written:
    subject = PREFIX + procedure
    return work.record(subject, work.version_of(subject) + 1, fact)
