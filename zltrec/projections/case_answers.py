"""One case with everything about it: values, files, history, approvals, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from zltrec.domain.case import Case, Entry
from zltrec.errors import Refused
from zltrec.procedure.cells import MASK, shown_field, state_label
from zltrec.procedure.decide import possible_steps
from zltrec.procedure.definition import Transition
from zltrec.procedure.duty import OVERDUE
from zltrec.procedure.edition import Edition
from zltrec.procedure.snapshot import FileHeld, Snapshot
from zltrec.procedure.world import CASES, World
from zltrec.projections.case_rows import duty_rows, find_number
from zltrec.projections.cases import cases_of, find_case, positions_of, snapshot_at
from zltrec.projections.projection import Reads
from zltrec.projections.rows import Reveal, Row, Scope
from zltrec.projections.worlds import Worlds, showing, worlds_of

ANSWER = (
    "number",
    "procedure",
    "title",
    "edition",
    "in_force",
    "state",
    "state_label",
    "opened",
    "last_on",
    "fields",
    "labels",
    "tables",
    "files",
    "history",
    "approvals",
    "due",
    "overdue",
    "steps",
    "position",
)
"""What is said of one case."""


def case_answer(views: Reads, scope: Scope, given: str, reveal: Reveal | None) -> Row:
    """One case with everything about it, as of a day. Raises Refused if there is none."""
    number = find_number(views, given)
    case = find_case(views, number)
    assert case is not None
    snapshot = snapshot_at(case, scope.as_of)
    if not snapshot.steps and case.steps and scope.as_of is not None:
        raise Refused("{id} is there, but not yet on {day}", id=number, day=scope.as_of.isoformat())
    return _answer(worlds_of(views, scope.as_of), case, snapshot, scope, reveal)


def case_answers(views: Reads, scope: Scope, procedure: str | None = None) -> Iterator[Row]:
    """Every case that had begun (of a procedure), with everything about it."""
    worlds = worlds_of(views, scope.as_of)
    for case, _position in cases_of(views, procedure):
        snapshot = snapshot_at(case, scope.as_of)
        if snapshot.steps:
            yield _answer(worlds, case, snapshot, scope, scope.reveal)


def _answer(
    worlds: Worlds, case: Case, snapshot: Snapshot, scope: Scope, reveal: Reveal | None
) -> Row:
    views, number = worlds.views, case.number
    world = showing(worlds.of_case(snapshot), scope)
    edition = world.edition
    positions = positions_of(views, number)
    return {
        "number": number,
        "procedure": case.procedure,
        "title": edition.definition.title,
        "edition": snapshot.steps[-1].edition if snapshot.steps else case.edition,
        "in_force": edition.number,
        "state": snapshot.state or None,
        "state_label": state_label(edition, snapshot.state),
        "opened": snapshot.opened,
        "last_on": snapshot.last_on or None,
        "fields": shown_fields(world, snapshot, reveal),
        "labels": {name: one.label or name for name, one in edition.fields.items()},
        "tables": _tables(world, snapshot),
        "files": _files(world, snapshot),
        "history": _history(positions, case, snapshot, edition, scope.as_of),
        "approvals": _approvals(views, number, scope),
        "due": duty_rows(world),
        "overdue": sum(1 for duty in world.duties() if duty.status(world.at) == OVERDUE),
        "steps": _possible(edition, snapshot),
        "position": max(positions.values()),
    }


def shown_fields(world: World, snapshot: Snapshot, reveal: Reveal | None) -> dict[str, Any]:
    """The values of a case in the order of the procedure, personal ones masked, and confidential
    ones unless the world shows them."""
    shows = partial(world.released, world.edition, snapshot)
    return {
        name: shown_field(one, snapshot.fields[name], reveal, shows)
        for name, one in world.edition.fields.items()
        if name in snapshot.fields
    }


def _tables(world: World, snapshot: Snapshot) -> dict[str, Any]:
    """What each decision table says, and the rows that say so."""
    if not snapshot.steps:
        return {}
    lookup = world.lookup(snapshot)
    (case,) = world.instances(CASES)
    said = {}
    for table in world.edition.definition.tables:
        is_open = world.is_open(f"tables.{table.id}", case)
        said[table.id] = {
            "label": table.label or table.id,
            "result": lookup.table(table.id) if is_open else MASK,
            "because": [
                {"row": row.label or row.when or row.declared, "section": row.section}
                for row in (lookup.hits(table.id) if is_open else ())
            ],
        }
    return said


def _files(world: World, snapshot: Snapshot) -> list[Row]:
    """The files of a case; the name of a confidential one may tell something of it."""

    def name(held: FileHeld) -> str:
        secret = world.edition.secrecy.is_file(held.kind)
        return MASK if secret and not world.released(world.edition, snapshot) else held.name

    return [
        {
            "kind": held.kind,
            "name": name(held),
            "sha256": held.sha256,
            "size": held.size,
            "on": step.on,
        }
        for step in snapshot.steps
        for held in step.files
    ]


def _is_step(entry: Entry) -> bool:
    """Whether a line of the history is a step, which may be taken back."""
    return entry.kind in ("opened", "moved") or (
        entry.kind == "edition" and entry.before != entry.state
    )


def _history(
    positions: dict[int, int],
    case: Case,
    snapshot: Snapshot,
    edition: Edition,
    until: date | None,
) -> list[Row]:
    """Every event of a case in log order; with a day, the steps after it are left out."""
    later = {step.version for step in case.steps} - {step.version for step in snapshot.steps}
    if until is not None:
        later |= {entry.version for entry in case.history if entry.on[:10] > until.isoformat()}
    standing = {step.version for step in case.steps}
    rows = []
    for entry in case.history:
        if entry.version in later:
            continue
        step = edition.transitions.get(entry.transition)
        rows.append(
            {
                "version": entry.version,
                "position": positions[entry.version],
                "kind": entry.kind,
                "on": entry.on or None,
                "transition": entry.transition or None,
                "label": step.label if step is not None else None,
                "from": entry.before or None,
                "to": entry.state or None,
                "to_label": state_label(edition, entry.state),
                "standing": entry.version in standing or not _is_step(entry),
                "changed": list(entry.changed),
                "reason": entry.reason or None,
                "approvals": list(entry.approvals),
                "edition": entry.edition or None,
                "actor": entry.actor,
                "recorded_at": entry.recorded_at,
            }
        )
    return rows


def _approvals(views: Reads, number: str, scope: Scope) -> list[Row]:
    rows = views.select("SELECT * FROM approvals WHERE subject = ? ORDER BY position", (number,))
    last = None if scope.as_of is None else scope.as_of.isoformat()
    return [dict(row) for row in rows if last is None or row["on"] <= last]


def _offices(edition: Edition, step: Transition, snapshot: Snapshot) -> list[str]:
    """The offices whose approval (or rejection) a step needs, each with its scope."""
    signs = edition.signs_of(step)
    scopes = (str(snapshot.fields.get(one.scope, "")) if one.scope else "" for one in signs)
    return [
        f"{one.office}@{scope}" if scope else one.office
        for one, scope in zip(signs, scopes, strict=True)
    ]


def _possible(edition: Edition, snapshot: Snapshot) -> list[Row]:
    """The steps that the state lets be taken, and what each needs."""
    if not snapshot.steps:
        return []
    return [
        {
            "id": step,
            "label": edition.transitions[step].label or step,
            "to": edition.transitions[step].to or snapshot.state,
            "to_label": state_label(edition, edition.transitions[step].to or snapshot.state),
            "fields": list(edition.transitions[step].fields),
            "files": list(edition.transitions[step].files),
            "signs": _offices(edition, edition.transitions[step], snapshot),
            "section": edition.transitions[step].section or None,
        }
        for step in possible_steps(edition, snapshot.state)
    ]
