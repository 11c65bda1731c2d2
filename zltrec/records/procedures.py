"""Commands on procedures: adopt an edition, set a figure, decide a reading, enter a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zltrec.domain.approval import Standing
from zltrec.domain.case import has_cases
from zltrec.domain.procedure import (
    ENTERED,
    PREFIX,
    SETTING,
    TEXT,
    EditionAdopted,
    ProcedureSet,
    ValueEntered,
    adopt_action,
    definitions,
    edition_in_force,
    read_text,
    set_action,
    text_digest,
)
from zltrec.errors import CheckFailed, Refused
from zltrec.procedure.check import check_definition
from zltrec.procedure.definition import Definition
from zltrec.procedure.ids import file_name
from zltrec.procedure.periods import parse_period
from zltrec.procedure.source import Problem, read_source
from zltrec.procedure.succession import (
    check_entered,
    check_kept,
    check_number,
    check_settable,
)
from zltrec.projections.catalogue import names_taken
from zltrec.records.application import Records
from zltrec.records.approvals import require_approval
from zltrec.records.work import Look, Work, Written


@dataclass(frozen=True, slots=True)
class Checked:
    """A procedure's text that was read: its definition (None if it is none), what is wrong."""

    definition: Definition | None
    problems: tuple[Problem, ...]


def check_text(text: str, others: dict[str, Definition]) -> Checked:
    """Reads a procedure whole. `others` are those that it may refer to."""
    source, problems = read_source(text)
    if source is None:
        return Checked(None, tuple(problems))
    problems = problems or check_definition(source, others)
    return Checked(source.definition, tuple(problems))


def adopt_bundled(work: Work, texts: Iterable[str]) -> None:
    """Adopts what a store begins with, without approval: first editions."""
    for text in texts:
        _record(work, read_text(text), text, "")


def adopt_edition(records: Records, text: str, *, today: date) -> Written:
    """Adopts an edition: the first of a procedure, or with approval the next.

    Raises CheckFailed for a text that is not in order, Refused without the
    approval of the office that the edition in force names.
    """
    with records.writing() as work:
        known = definitions(work.registers)
        checked = check_text(text, known)
        if checked.definition is None or checked.problems:
            first = checked.problems[0]
            raise CheckFailed(
                "the procedure is not in order, at {count} places; the first is line {line}:"
                " {reason}; procedure check names them all",
                count=len(checked.problems),
                line=first.line,
                reason=first.error,
            )
        definition = checked.definition
        in_force = known.get(definition.id)
        _check_ledgers(definition, known)
        _check_next(definition, in_force, text, work)
        if in_force is None:
            return _record(work, definition, text, "")
        check_kept(in_force, definition, has_cases=has_cases(definition.id, work.registers))
        approval = office_approval(work, in_force, adopt_action(text), today)
        return _record(work, definition, text, approval.id)


def set_value(records: Records, procedure: str, name: str, value: str, *, today: date) -> Written:
    """Sets a figure, or decides a reading, for all cases from now on.

    Raises BadUsage for what cannot be set so, Refused without the approval of
    the procedure's office.
    """
    with records.writing() as work:
        edition = edition_in_force(procedure, work.registers)
        check_settable(edition, name, value)
        if work.registers.get(SETTING, f"{procedure}/{name}") == value:
            raise Refused("{name} is {value} already", name=name, value=value)
        approval = office_approval(work, edition.definition, set_action(name, value), today)
        fact = ProcedureSet(
            name=name, value=value, approval=approval.id, **work.stamp(today.isoformat())
        )
        subject = PREFIX + procedure
        return work.record(subject, work.version_of(subject) + 1, fact)


def enter_value(
    records: Records,
    procedure: str,
    measure: str,
    period: str,
    value: str,
    basis: str,
    *,
    today: date,
) -> Written:
    """Enters what no event can know of a period, with where it comes from (`basis`)."""
    span = parse_period(period)
    with records.writing() as work:
        definition = edition_in_force(procedure, work.registers).definition
        kept = check_entered(definition, measure, value)
        if work.registers.get(ENTERED, f"{procedure}/{measure}/{span.text}") == kept:
            raise Refused("{name} is {value} already", name=measure, value=kept)
        fact = ValueEntered(
            measure=measure,
            period=span.text,
            value=kept,
            basis=basis,
            **work.stamp(today.isoformat()),
        )
        subject = PREFIX + procedure
        return work.record(subject, work.version_of(subject) + 1, fact)


def approval_wanted(look: Look, text: str) -> tuple[str, str, str] | None:
    """What an approval of a text has to name: subject, action, office; None if none is needed."""
    definition = read_text(text)
    in_force = definitions(look.registers).get(definition.id)
    known = look.registers.get(TEXT, definition.id)
    if in_force is None or known == text_digest(text):
        return None
    return PREFIX + definition.id, adopt_action(text), in_force.office


def _check_ledgers(definition: Definition, known: dict[str, Definition]) -> None:
    taken = names_taken(definition.id, known)
    for one in definition.ledgers:
        whose = taken.get(file_name(one.id))
        if whose is not None:
            raise Refused(
                "the ledger {name} is {whose} already; give it another id",
                name=one.id,
                whose=whose or "zltrec",
            )


def _check_next(definition: Definition, in_force: Definition | None, text: str, work: Work) -> None:
    if work.registers.get(TEXT, definition.id) == text_digest(text):
        raise Refused("that edition of {procedure} is in force", procedure=definition.id)
    check_number(definition, in_force)


def office_approval(work: Work, in_force: Definition, action: str, today: date) -> Standing:
    """The approval of a procedure's own office, for an action on the procedure as it is now.

    Raises Refused, naming what is missing.
    """
    return require_approval(
        work,
        PREFIX + in_force.id,
        action,
        office=in_force.office,
        scope="",
        least_grade=in_force.grade,
        today=today.isoformat(),
    )


def _record(work: Work, definition: Definition, text: str, approval: str) -> Written:
    subject = PREFIX + definition.id
    fact = EditionAdopted(edition=definition.edition, text=text, approval=approval, **work.stamp())
    return work.record(subject, work.version_of(subject) + 1, fact)
