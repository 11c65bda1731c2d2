"""`zltrec case`: open a case, move it, correct it; `case_look` shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zltrec.cli import case_look
from zltrec.cli.case_batch import move_batch, open_batch
from zltrec.cli.messages import _
from zltrec.cli.options import (
    Decorator,
    answer_format,
    batch_option,
    day_option,
    reason_option,
)
from zltrec.cli.output import print_answer
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage

if TYPE_CHECKING:
    from collections.abc import Callable

    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.cases import CaseWritten, Request
    from zltrec.records.work import Work


@click.group("case", help=_("Cases that move by a procedure: open, move, correct, show."))
def command() -> None:
    pass


def _step_options() -> Decorator:
    """What a step brings with it."""

    def decorate(function: Any) -> Any:
        for option in (
            click.option(
                "--declare",
                multiple=True,
                metavar="TABLE:ROW",
                help=_("Declare a row of a decision table; needs a reason."),
            ),
            reason_option(required=False),
            day_option(_("When the step was taken: a day, or a minute.")),
            click.option(
                "--file",
                "files",
                multiple=True,
                metavar="KIND=PATH",
                help=_("A file that comes with the step; it is kept by its SHA-256."),
            ),
            click.option(
                "--set",
                "sets",
                multiple=True,
                metavar="F=V",
                help=_("The value of a field; of a list, one record as JSON."),
            ),
        ):
            function = option(function)
        return function

    return decorate


@command.command("open", help=_("Open a case; without --number it gets the next of its series."))
@click.argument("procedure")
@click.option("--number", metavar="N", help=_("The case's number, if it has one."))
@click.option("--transition", metavar="T", help=_("The step that opens it, where there are more."))
@_step_options()
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
        _check_alone(number, transition, given)
        open_batch(session, procedure, batch, format_)
        return
    others: tuple[str, ...] = ()

    def record(desk: CaseDesk, work: Work, request: Request) -> CaseWritten:
        nonlocal others
        others = desk.edition(procedure).opening
        return open_case(desk, work, procedure, number, request)

    _print_written(_step(session, transition, given, record), format_)
    if transition is None and len(others) > 1:
        session.say(
            _("it was opened by {step}; --transition names another: {others}").format(
                step=others[0], others=", ".join(others[1:])
            )
        )


@command.command("move", help=_("Take a step; it is refused until all that it needs is in."))
@click.argument("case", required=False)
@click.argument("transition", required=False)
@_step_options()
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
        _check_alone(case, transition, given)
        move_batch(session, batch, format_)
        return
    if case is None:
        raise BadUsage("which case, and which step? `case list` shows the cases")
    number = case
    written = _step(
        session, transition, given, lambda desk, work, asked: move_case(desk, work, number, asked)
    )
    _print_written(written, format_)
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
    written = _within(session, lambda desk, work: amend_case(desk, work, case, values, reason))
    _print_written(written, format_)


@command.command("reverse", help=_("Take the last step back, by an event that undoes it."))
@click.argument("case")
@reason_option()
@answer_format()
@pass_session
def reverse(session: Session, case: str, reason: str, format_: str) -> None:
    from zltrec.records.cases import reverse_case

    written = _within(session, lambda desk, work: reverse_case(desk, work, case, reason))
    _print_written(written, format_)


@command.command("upgrade", help=_("Take a case to the edition in force of its procedure."))
@click.argument("case")
@click.option("--state", metavar="S", help=_("Where it stands there, if its own state is gone."))
@reason_option()
@answer_format()
@pass_session
def upgrade(session: Session, case: str, state: str | None, reason: str, format_: str) -> None:
    from zltrec.records.cases import upgrade_case

    written = _within(session, lambda desk, work: upgrade_case(desk, work, case, state, reason))
    _print_written(written, format_)


@command.command("dispose", help=_("Delete a case's personal values, by an approval of `dispose`."))
@click.argument("case")
@reason_option()
@answer_format()
@pass_session
def dispose(session: Session, case: str, reason: str, format_: str) -> None:
    from zltrec.records.disposal import dispose_personal

    written = _within(session, lambda desk, work: dispose_personal(desk, work, case, reason))
    session.workspace.log.scrub()
    _print_written(written, format_)


def _check_alone(named: str | None, transition: str | None, given: dict[str, Any]) -> None:
    """Raises BadUsage for what a batch would leave out of account."""
    others = any(given[name] for name in ("sets", "files", "declare", "reason"))
    if named is not None or transition is not None or others or given["on_"] != "today":
        raise BadUsage("--batch brings its own cases and steps; give nothing else")


def parse_pairs(given: tuple[str, ...], form: str) -> list[tuple[str, str]]:
    """`F=V` texts as pairs. Raises BadUsage for one without a name or a sign of equality."""
    pairs = []
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise BadUsage("{text} is not of the form {form}", text=text, form=form)
        pairs.append((name.strip(), value))
    return pairs


def parse_files(given: tuple[str, ...]) -> list[tuple[str, Path]]:
    """`KIND=PATH` texts as pairs. Raises BadUsage as `parse_pairs` does."""
    return [(kind, Path(path)) for kind, path in parse_pairs(given, "--file KIND=PATH")]


def _within(session: Session, command_: Callable[[CaseDesk, Work], CaseWritten]) -> CaseWritten:
    """What a command on a case does, in a transaction of its own."""
    from zltrec.records.case_desk import CaseDesk

    workspace = session.workspace
    with workspace.records.writing() as work:
        return command_(CaseDesk(work, workspace.today), work)


def _step(
    session: Session,
    transition: str | None,
    given: dict[str, Any],
    command_: Callable[[CaseDesk, Work, Request], CaseWritten],
) -> CaseWritten:
    """What a step does, with the files and values that come with it."""
    from zltrec.records.intake import FileIntake

    workspace = session.workspace
    with FileIntake(workspace.records, workspace.files, "case") as intake:

        def record(desk: CaseDesk, work: Work) -> CaseWritten:
            files = intake.take(work, parse_files(given["files"]))
            return command_(desk, work, _request(session, transition, files, given))

        return _within(session, record)


def _request(
    session: Session, transition: str | None, files: tuple[Any, ...], given: dict[str, Any]
) -> Request:
    from zltrec.records.cases import Request

    return Request(
        transition,
        session.when(given["on_"]),
        tuple(parse_pairs(given["sets"], "--set F=V")),
        files,
        given["declare"],
        given["reason"],
    )


def _print_written(written: CaseWritten, format_: str) -> None:
    answer = {
        "id": written.number,
        "number": written.number,
        "state": written.state or None,
        "position": written.position,
    }
    print_answer(
        answer,
        format_,
        _("{number} is {state} now, at position {position}").format(
            number=written.number, state=written.state or "-", position=written.position
        ),
    )


for part in (case_look.list_, case_look.show, case_look.print_):
    command.add_command(part)
