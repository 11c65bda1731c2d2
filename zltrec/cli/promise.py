"""`zltrec promise`: what the plans promise, how it stands, and what is ticked off by hand."""

from __future__ import annotations

import click

from zltrec.cli.case_step import parse_files
from zltrec.cli.labels import standing
from zltrec.cli.messages import _
from zltrec.cli.options import answer_format, as_of_option, format_option, known_at_option
from zltrec.cli.output import print_rows, print_written
from zltrec.cli.session import Session, pass_session

_SHOWN = ("by", "printed", "office", "text", "status", "procedure", "id")


@click.group("promise", help=_("What the plans promise: the page for the mayor; ticking off."))
def command() -> None:
    pass


@command.command("list", help=_("List the promises, by their last day; those without one last."))
@click.option("--office", metavar="O", help=_("Only what this office promises."))
@click.option("--overdue", is_flag=True, help=_("Only rows whose status is overdue."))
@as_of_option()
@known_at_option()
@format_option()
@pass_session
def list_(
    session: Session,
    office: str | None,
    overdue: bool,
    as_of: str | None,
    known_at: str | None,
    format_: str,
) -> None:
    from zltrec.projections.catalogue import find_ledgers

    views = session.views(known_at)
    (ledger,) = find_ledgers(views, ("promises",))
    rows = [
        row
        for row in ledger.rows(views, session.scope(as_of))
        if (office is None or office in row["office"])
        and (not overdue or row["status"] == "overdue")
    ]
    rows.sort(key=lambda row: row["by"] or "9999")
    if format_ in ("table", "md"):
        told = [row | {"status": standing(row["status"])} for row in rows]
        print_rows(told, _SHOWN, format_)
    else:
        print_rows(rows, ledger.columns, format_)


@command.command(
    "keep",
    help=_(
        "Tick a promise off with evidence; needs the office's approval of procedure:ID, action"
        " `keep PROMISE`."
    ),
)
@click.argument("procedure")
@click.argument("promise")
@click.option("--on", "on_", required=True, metavar="D", help=_("The day when it was kept."))
@click.option(
    "--file",
    "files",
    multiple=True,
    metavar="KIND=PATH",
    help=_("Evidence that is in with it; may be repeated."),
)
@click.option("--note", default="", metavar="TEXT", help=_("What is to be said of it."))
@answer_format()
@pass_session
def keep(
    session: Session,
    procedure: str,
    promise: str,
    on_: str,
    files: tuple[str, ...],
    note: str,
    format_: str,
) -> None:
    from zltrec.records.promises import keep_promise

    workspace = session.workspace
    written = keep_promise(
        workspace.records,
        workspace.files,
        procedure,
        promise,
        parse_files(files),
        note,
        on=session.day(on_),
        today=workspace.today,
    )
    print_written(format_, written.id, written.position)


@command.command(
    "reopen",
    help=_(
        "Open a promise again that was ticked off; needs the office's approval of procedure:ID,"
        " action `reopen PROMISE`."
    ),
)
@click.argument("procedure")
@click.argument("promise")
@click.option("--reason", required=True, metavar="R", help=_("Why."))
@answer_format()
@pass_session
def reopen(session: Session, procedure: str, promise: str, reason: str, format_: str) -> None:
    from zltrec.records.promises import reopen_promise

    workspace = session.workspace
    written = reopen_promise(workspace.records, procedure, promise, reason, today=workspace.today)
    print_written(format_, written.id, written.position)
