"""`zltrec case`: open a case, move it, correct it; `case_look` shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zltrec.cli import case_look, case_out
from zltrec.cli.case_batch import move_batch, open_batch
from zltrec.cli.case_step import (
    check_alone,
    parse_pairs,
    print_step,
    step_options,
    take_step,
    within,
)
from zltrec.cli.messages import _
from zltrec.cli.options import answer_format, batch_option, reason_option
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage

if TYPE_CHECKING:
    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.cases import CaseWritten, Request
    from zltrec.records.work import Work


@click.group("case", help=_("Cases that move by a procedure: open, move, correct, show."))
def command() -> None:
    pass


@command.command("open", help=_("Open a case; without --number it gets the next of its series."))
@click.argument("procedure")
@click.option("--number", metavar="N", help=_("The case's number, if it has one."))
@click.option("--transition", metavar="T", help=_("The step that opens it, where there are more."))
@step_options()
@batch_option()
@answer_format()
@pass_session
def open_(
    session: Session,
    /,
    procedure: str,
    number: str | None,
    transition: str | None,
    batch: str | None,
    format_: str,
    **given: Any,
) -> None:
    from zltrec.records.cases import open_case

    if batch is not None:
        check_alone(number, transition, given)
        open_batch(session, procedure, batch, format_)
        return
    others: tuple[str, ...] = ()

    def record(desk: CaseDesk, work: Work, request: Request) -> CaseWritten:
        nonlocal others
        others = desk.edition(procedure).opening
        return open_case(desk, work, procedure, number, request)

    print_step(take_step(session, transition, given, record), format_)
    if transition is None and len(others) > 1:
        session.say(
            _("it was opened by {step}; --transition names another: {others}").format(
                step=others[0], others=", ".join(others[1:])
            )
        )


@command.command("move", help=_("Take a step; it is refused until all that it needs is in."))
@click.argument("case", required=False)
@click.argument("transition", required=False)
@step_options()
@batch_option()
@answer_format()
@pass_session
def move(
    session: Session,
    /,
    case: str | None,
    transition: str | None,
    batch: str | None,
    format_: str,
    **given: Any,
) -> None:
    from zltrec.records.cases import move_case

    if batch is not None:
        check_alone(case, transition, given)
        move_batch(session, batch, format_)
        return
    if case is None:
        raise BadUsage("which case, and which step? `case list` shows the cases")
    number = case
    written = take_step(
        session, transition, given, lambda desk, work, asked: move_case(desk, work, number, asked)
    )
    print_step(written, format_)
    for step in written.provisional:
        session.say(
            _("the wait after {step} is provisional: a year's calendar is not adopted").format(
                step=step
            )
        )


@command.command("amend", help=_("Correct values: of fields, or LIST.1 for a record."))
@click.argument("case")
@click.option("--set", "sets", multiple=True, required=True, metavar="F=V", help=_("A value."))
@reason_option()
@answer_format()
@pass_session
def amend(session: Session, case: str, sets: tuple[str, ...], reason: str, format_: str) -> None:
    from zltrec.records.case_corrections import amend_case

    values = dict(parse_pairs(sets, "--set F=V"))
    written = within(session, lambda desk, work: amend_case(desk, work, case, values, reason))
    print_step(written, format_)


@command.command("reverse", help=_("Take the last step back, by an event that undoes it."))
@click.argument("case")
@reason_option()
@answer_format()
@pass_session
def reverse(session: Session, case: str, reason: str, format_: str) -> None:
    from zltrec.records.cases import reverse_case

    written = within(session, lambda desk, work: reverse_case(desk, work, case, reason))
    print_step(written, format_)


@command.command("upgrade", help=_("Take a case to the edition in force of its procedure."))
@click.argument("case")
@click.option("--state", metavar="S", help=_("Where it stands there, if its own state is gone."))
@reason_option()
@answer_format()
@pass_session
def upgrade(session: Session, case: str, state: str | None, reason: str, format_: str) -> None:
    from zltrec.records.cases import upgrade_case

    written = within(session, lambda desk, work: upgrade_case(desk, work, case, state, reason))
    print_step(written, format_)


@command.command("dispose", help=_("Delete a case's personal values, by an approval of `dispose`."))
@click.argument("case")
@reason_option()
@answer_format()
@pass_session
def dispose(session: Session, case: str, reason: str, format_: str) -> None:
    from zltrec.records.disposal import dispose_personal

    written = within(session, lambda desk, work: dispose_personal(desk, work, case, reason))
    session.workspace.log.scrub()
    print_step(written, format_)


for part in (case_look.list_, case_look.show, case_out.print_, case_out.file_):
    command.add_command(part)
