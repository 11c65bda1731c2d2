"""The rules judged again: settings, editions, what was set in them, calendars.

A rule counts from its position on, so each change of one is judged by the rule
that was in force before it.
"""

from __future__ import annotations

from zltrec.audit.decisions import Step
from zltrec.audit.known import Known
from zltrec.audit.reports import judge_report
from zltrec.calendar.working import decode_year
from zltrec.domain import procedure, setting, workdays
from zltrec.domain.case import has_cases
from zltrec.domain.fact import Recorded
from zltrec.domain.procedure import (
    EDITION,
    KEPT,
    EditionAdopted,
    ProcedureSet,
    PromiseKept,
    PromiseReopened,
    ValueEntered,
)
from zltrec.domain.report import FormReported
from zltrec.domain.setting import SUBJECT_PREFIX
from zltrec.domain.store import SettingChanged
from zltrec.domain.workdays import CalendarAdopted
from zltrec.errors import Refused
from zltrec.procedure.definition import Definition
from zltrec.procedure.succession import (
    check_entered,
    check_kept,
    check_number,
    check_settable,
    check_tickable,
)


def judge_rule(position: int, recorded: Recorded, known: Known) -> None:
    """Raises ZltrecError for a rule that was changed past its check, or cannot be one."""
    fact, subject = recorded.fact, recorded.originator_id
    if isinstance(fact, SettingChanged):
        _judge_setting(position, fact, known)
    elif isinstance(fact, EditionAdopted):
        _judge_edition(position, subject, fact, known)
    elif isinstance(fact, ProcedureSet):
        _judge_set(position, subject, fact, known)
    elif isinstance(fact, ValueEntered):
        _judge_entered(subject, fact, known)
    elif isinstance(fact, PromiseKept | PromiseReopened):
        _judge_promise(position, subject, fact, known)
    elif isinstance(fact, FormReported):
        judge_report(position, subject, fact, known)
    elif isinstance(fact, CalendarAdopted):
        _judge_calendar(position, recorded, fact, known)


def _judge_setting(position: int, fact: SettingChanged, known: Known) -> None:
    subject = SUBJECT_PREFIX + fact.name
    step = known.step_by_settings(
        "settings", subject, setting.set_action(fact.value), fact.approval, fact.recorded_at
    )
    known.decisions.check(position, step)


def _judge_edition(position: int, subject: str, fact: EditionAdopted, known: Known) -> None:
    """A first edition needs no approval; each later one that of the office in force."""
    name = subject.removeprefix(procedure.PREFIX)
    definition = procedure.read_text(fact.text)
    if (definition.id, definition.edition) != (name, fact.edition):
        raise Refused(
            "the text says that it is edition {edition} of {id}, not {said} of {procedure}",
            edition=definition.edition,
            id=definition.id,
            said=fact.edition,
            procedure=name,
        )
    in_force = _in_force(name, known)
    check_number(definition, in_force)
    if in_force is not None:
        check_kept(in_force, definition, has_cases=has_cases(name, known.registers))
        action = procedure.adopt_action(fact.text)
        known.decisions.check(position, _of_procedure(subject, action, fact, in_force, known))


def _judge_set(position: int, subject: str, fact: ProcedureSet, known: Known) -> None:
    edition = known.edition(subject.removeprefix(procedure.PREFIX))
    check_settable(edition, fact.name, fact.value)
    action = procedure.set_action(fact.name, fact.value)
    step = _of_procedure(subject, action, fact, edition.definition, known)
    known.decisions.check(position, step)


def _judge_entered(subject: str, fact: ValueEntered, known: Known) -> None:
    definition = known.edition(subject.removeprefix(procedure.PREFIX)).definition
    check_entered(definition, fact.measure, fact.value)


def _judge_promise(
    position: int, subject: str, fact: PromiseKept | PromiseReopened, known: Known
) -> None:
    name = subject.removeprefix(procedure.PREFIX)
    definition = known.edition(name).definition
    check_tickable(definition, fact.promise)
    keeps = isinstance(fact, PromiseKept)
    if keeps == bool(known.registers.get(KEPT, f"{name}/{fact.promise}")):
        raise Refused(
            "{promise} was {how} already", promise=fact.promise, how="kept" if keeps else "open"
        )
    action = procedure.keep_action if keeps else procedure.reopen_action
    step = _of_procedure(subject, action(fact.promise), fact, definition, known)
    known.decisions.check(position, step)


def _of_procedure(
    subject: str,
    action: str,
    fact: EditionAdopted | ProcedureSet | PromiseKept | PromiseReopened,
    in_force: Definition,
    known: Known,
) -> Step:
    return Step(
        subject=subject,
        action=action,
        approval=fact.approval,
        office=in_force.office,
        least_grade=in_force.grade,
        digest=known.digests.of(subject),
        on=known.day_of(fact.recorded_at),
    )


def _in_force(name: str, known: Known) -> Definition | None:
    if known.registers.get(EDITION, name) is None:
        return None
    return known.edition(name).definition


def _judge_calendar(position: int, recorded: Recorded, fact: CalendarAdopted, known: Known) -> None:
    """Without an approval a calendar comes with the store, or not at all."""
    subject = recorded.originator_id
    first = recorded.originator_version == 1 and fact.recorded_at == known.founded_at
    if fact.approval or not first:
        action = workdays.adopt_action(fact.text)
        step = known.step_by_settings("calendar", subject, action, fact.approval, fact.recorded_at)
        known.decisions.check(position, step)
    year = decode_year(fact.text).year
    if workdays.subject_of(year) != subject:
        raise Refused(
            "the text is the calendar of {year}, not {subject}", year=year, subject=subject
        )
