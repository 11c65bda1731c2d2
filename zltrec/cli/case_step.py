"""What commands that take a step share: their options, the step itself, what is answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zltrec.cli.messages import _
from zltrec.cli.options import Decorator, day_option, reason_option
from zltrec.cli.output import print_answer
from zltrec.cli.session import Session
from zltrec.errors import BadUsage

if TYPE_CHECKING:
    from collections.abc import Callable

    from zltrec.records.case_desk import CaseDesk
    from zltrec.records.cases import CaseWritten, Request
    from zltrec.records.work import Work


def step_options() -> Decorator:
    """What a step brings with it."""

    def decorate(function: Any) -> Any:
        for option in (
            click.option(
                "--declare",
                multiple=True,
                metavar="TABLE:ROW",
                help=_("Declare a row of a decision table; needs a reason."),
            ),
            click.option(
                "--withdraw",
                multiple=True,
                metavar="TABLE:ROW",
                help=_("Say that a row declared before holds no longer; needs a reason."),
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


def check_alone(named: str | None, transition: str | None, given: dict[str, Any]) -> None:
    """Raises BadUsage for what a batch would leave out of account."""
    others = any(given[name] for name in ("sets", "files", "declare", "withdraw", "reason"))
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


def within(session: Session, command_: Callable[[CaseDesk, Work], CaseWritten]) -> CaseWritten:
    """What a command on a case does, in a transaction of its own."""
    from zltrec.records.case_desk import CaseDesk

    workspace = session.workspace
    with workspace.records.writing() as work:
        return command_(CaseDesk(work, workspace.today), work)


def take_step(
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

        return within(session, record)


def _request(
    session: Session, transition: str | None, files: tuple[Any, ...], given: dict[str, Any]
) -> Request:
    from zltrec.procedure.snapshot import WITHDRAWN
    from zltrec.records.cases import Request

    return Request(
        transition,
        session.when(given["on_"]),
        tuple(parse_pairs(given["sets"], "--set F=V")),
        files,
        (*given["declare"], *(f"{WITHDRAWN}{row}" for row in given["withdraw"])),
        given["reason"],
    )


def print_step(written: CaseWritten, format_: str) -> None:
    """What a step answers: the case, its state, the position."""
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
