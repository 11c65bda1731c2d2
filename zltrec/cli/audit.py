"""`zltrec audit`: the log itself."""

from __future__ import annotations

import base64

import click

from zltrec.cli.main import say_error
from zltrec.cli.messages import _
from zltrec.cli.options import answer_format, format_option
from zltrec.cli.output import as_json, print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.errors import CheckFailed


@click.group("audit", help=_("Look at the log itself: list, replay, verify."))
def command() -> None:
    pass


def _subject_option(function: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--subject", metavar="S", help=_("Only what belongs to this id, or ids that begin so.")
    )(function)


@command.command("log", help=_("List raw events in log order."))
@click.option(
    "--from", "first", type=click.IntRange(min=1), metavar="P", help=_("From this position.")
)
@click.option("--to", "last", metavar="P|TIME", help=_("Up to this position or moment."))
@_subject_option
@format_option()
@pass_session
def log(
    session: Session, first: int | None, last: str | None, subject: str | None, format_: str
) -> None:
    from zltrec.audit.log import COLUMNS, event_rows

    workspace = session.workspace
    end = workspace.position_at(last) if last is not None else None
    print_rows(event_rows(workspace.log, first or 1, end, subject), COLUMNS, format_)


@command.command("replay", help=_("Rebuild state step by step from nothing but the log."))
@click.option("--to", "last", metavar="P|TIME", help=_("Up to this position or moment."))
@_subject_option
@format_option()
@pass_session
def replay(session: Session, last: str | None, subject: str | None, format_: str) -> None:
    from zltrec.audit.replay import COLUMNS, replay

    workspace = session.workspace
    end = workspace.position_at(last) if last is not None else None
    columns = COLUMNS[:-1] if format_ in ("table", "md") else COLUMNS
    print_rows(replay(workspace.log, end, subject), columns, format_)


@command.command(
    "verify",
    help=_("Check the log, its leaves, registers, files and projections; every fault is named."),
)
@answer_format()
@pass_session
def verify(session: Session, format_: str) -> None:
    from zltrec.audit.verify import verify_store

    workspace = session.workspace
    found = verify_store(workspace.log, workspace.files, workspace.stored_views(), session.progress)
    not_checked = [say_error(item) for item in found.not_checked]
    not_checked.append(
        _("events: no seal covers any of them, so a rewrite of the whole store would not show")
    )
    not_checked.append(_("approvals: this is an open store, without a registrar"))
    faults = [
        {"position": f.position, "kind": f.kind, "message": say_error(f.error)}
        for f in found.faults
    ]
    root = base64.b64encode(found.root).decode()
    if format_ == "json":
        click.echo(
            as_json(
                {
                    "events": found.events,
                    "root": root,
                    "sealed": 0,
                    "unsealed": found.events,
                    "approvals": 0,
                    "files": found.files,
                    "not_checked": not_checked,
                    "faults": faults,
                }
            )
        )
    else:
        click.echo(_("{events} events, root {root}").format(events=found.events, root=root))
        click.echo(_("{files} files").format(files=found.files))
        for item in not_checked:
            click.echo(_("not checked: {item}").format(item=item))
        for fault in faults:
            where = _("position {position}").format(position=fault["position"])
            click.echo(
                _("FAULT: {where}: {message}").format(
                    where=where if fault["position"] is not None else fault["kind"],
                    message=fault["message"],
                )
            )
        if not faults:
            click.echo(_("no fault was found"))
    if faults:
        raise CheckFailed(
            "{count} faults were found in the store {path}",
            count=len(faults),
            path=workspace.folder.path,
        )
