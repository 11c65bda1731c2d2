"""`zltrec case`: open a case, move it, correct it, look at it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zltrec.cli.case_batch import move_batch, open_batch
from zltrec.cli.messages import _
from zltrec.cli.options import (
    Decorator,
    answer_format,
    as_of_option,
    batch_option,
    day_option,
    format_option,
    known_at_option,
    personal_option,
    reason_option,
)
from zltrec.cli.output import print_answer, print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage

if TYPE_CHECKING:
    from zltrec.records.cases import CaseWritten, Request

COLUMNS = ("number", "procedure", "edition", "state", "opened", "last_on", "overdue", "position")


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
    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.cases import open_case
    from zltrec.records.intake import FileIntake

    if batch is not None:
        _check_alone(number, transition, given)
        open_batch(session, procedure, batch, format_)
        return
    workspace = session.workspace
    with (
        FileIntake(workspace.records, workspace.files, "case") as intake,
        workspace.records.writing() as work,
    ):
        desk = CaseDesk(work, workspace.today)
        files = intake.take(work, parse_files(given["files"]))
        request = _request(session, transition, files, given)
        written = open_case(desk, work, procedure, number, request)
        others = [one for one in desk.edition(procedure).opening if one != transition]
    _print_written(written, format_)
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
    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.cases import move_case
    from zltrec.records.intake import FileIntake

    if batch is not None:
        _check_alone(case, transition, given)
        move_batch(session, batch, format_)
        return
    if case is None:
        raise BadUsage("which case, and which step? `case list` shows the cases")
    workspace = session.workspace
    with (
        FileIntake(workspace.records, workspace.files, "case") as intake,
        workspace.records.writing() as work,
    ):
        desk = CaseDesk(work, workspace.today)
        files = intake.take(work, parse_files(given["files"]))
        request = _request(session, transition, files, given)
        written = move_case(desk, work, case, request)
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
    from zltrec.records.case_desk import CaseDesk

    workspace = session.workspace
    with workspace.records.writing() as work:
        desk = CaseDesk(work, workspace.today)
        written = amend_case(desk, work, case, dict(parse_pairs(sets, "--set F=V")), reason)
    _print_written(written, format_)


@command.command("reverse", help=_("Take the last step back, by an event that undoes it."))
@click.argument("case")
@reason_option()
@answer_format()
@pass_session
def reverse(session: Session, case: str, reason: str, format_: str) -> None:
    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.cases import reverse_case

    workspace = session.workspace
    with workspace.records.writing() as work:
        written = reverse_case(CaseDesk(work, workspace.today), work, case, reason)
    _print_written(written, format_)


@command.command("upgrade", help=_("Take a case to the edition in force of its procedure."))
@click.argument("case")
@click.option("--state", metavar="S", help=_("Where it stands there, if its own state is gone."))
@reason_option()
@answer_format()
@pass_session
def upgrade(session: Session, case: str, state: str | None, reason: str, format_: str) -> None:
    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.cases import upgrade_case

    workspace = session.workspace
    with workspace.records.writing() as work:
        written = upgrade_case(CaseDesk(work, workspace.today), work, case, state, reason)
    _print_written(written, format_)


@command.command("dispose", help=_("Delete a case's personal values, by an approval of `dispose`."))
@click.argument("case")
@reason_option()
@answer_format()
@pass_session
def dispose(session: Session, case: str, reason: str, format_: str) -> None:
    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.disposal import dispose_personal

    workspace = session.workspace
    with workspace.records.writing() as work:
        written = dispose_personal(CaseDesk(work, workspace.today), work, case, reason)
    workspace.log.scrub()
    _print_written(written, format_)


@command.command("list", help=_("List cases."))
@click.argument("procedure", required=False)
@click.option("--state", metavar="S", help=_("Only those in this state."))
@click.option("--overdue", is_flag=True, help=_("Only those with something overdue."))
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def list_(
    session: Session,
    procedure: str | None,
    state: str | None,
    overdue: bool,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    from zltrec.projections.case_answers import ANSWER, case_answers
    from zltrec.projections.case_rows import case_rows, check_procedure

    scope, views = session.scope(as_of), session.views(known_at)
    check_procedure(views, procedure, state)
    short = format_ in ("table", "md")
    listed = case_rows if short else case_answers
    rows = (
        row
        for row in listed(views, scope, procedure)
        if state in (None, row["state"]) and (not overdue or row["overdue"])
    )
    print_rows(rows, COLUMNS if short else ANSWER, format_)


@command.command("show", help=_("One case with everything about it, and the steps possible now."))
@click.argument("case")
@personal_option()
@as_of_option()
@known_at_option()
@answer_format()
@pass_session
def show(
    session: Session,
    case: str,
    personal: bool,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    from zltrec.cli.case_page import case_page
    from zltrec.projections.case_answers import case_answer

    scope, views = session.scope(as_of, personal=personal), session.views(known_at)
    answer = case_answer(views, scope, case, scope.reveal)
    print_answer(answer, format_, "" if format_ == "json" else case_page(answer))


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
