"""`zltrec audit`: the log itself. What can be proved of it outside stands in `proof`."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zltrec.cli import proof
from zltrec.cli.keys import read_text
from zltrec.cli.messages import _
from zltrec.cli.options import answer_format, format_option
from zltrec.cli.output import print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage, CheckFailed, Refused, ZltrecError
from zltrec.export.formats import as_json

if TYPE_CHECKING:
    from zltrec.workspace import Workspace


@click.group("audit", help=_("The log itself: list, replay, verify, seal, prove."))
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
    _check_subject(workspace, subject)
    print_rows(event_rows(workspace.log, first or 1, end, subject), COLUMNS, format_)


@command.command("replay", help=_("Rebuild state step by step from nothing but the log."))
@click.option("--to", "last", metavar="P|TIME", help=_("Up to this position or moment."))
@_subject_option
@format_option()
@pass_session
def replay_(session: Session, last: str | None, subject: str | None, format_: str) -> None:
    from zltrec.audit.replay import COLUMNS, replay

    workspace = session.workspace
    end = workspace.position_at(last) if last is not None else None
    _check_subject(workspace, subject)
    columns = COLUMNS[:-1] if format_ in ("table", "md") else COLUMNS
    print_rows(replay(workspace.log, end, subject), columns, format_)


@command.command(
    "verify",
    help=_(
        "Check the log, its leaves, seals, approvals, registers, files and projections;"
        " every fault is named."
    ),
)
@click.option(
    "--since-seal",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Read only what is new since this seal."),
)
@click.option("--sample", metavar="N%", help=_("Read only this share of the log, drawn by chance."))
@click.option(
    "--events",
    is_flag=True,
    help=_("Events, leaves, seals and approvals only; rebuild no registers and projections."),
)
@click.option(
    "--report",
    is_flag=True,
    help=_("Group the findings by the four properties that archives ask of electronic records."),
)
@answer_format()
@pass_session
def verify(
    session: Session,
    since_seal: Path | None,
    sample: str | None,
    events: bool,
    report: bool,
    format_: str,
) -> None:
    from zltrec.audit.verify import Part, verify_store
    from zltrec.cli import verification

    workspace = session.workspace
    part = Part(
        None if since_seal is None else read_text(since_seal),
        events,
        None if sample is None else _share(sample),
        secrets.randbits(64),
    )
    found = verify_store(
        workspace.log,
        workspace.files,
        None if events else workspace.stored_views(),
        _origin(workspace),
        part,
        session.progress,
    )
    answer = verification.as_answer(found)
    if format_ == "json":
        click.echo(as_json(answer))
    elif report:
        verification.print_report(found, answer)
    else:
        verification.print_lines(found, answer)
    if found.faults:
        raise CheckFailed(
            "{count} faults were found in the store {path}",
            count=len(found.faults),
            path=workspace.folder.path,
        )


@command.command("diff", help=_("What changed in the ledgers between two positions."))
@click.argument("first", metavar="P1")
@click.argument("second", metavar="P2")
@click.argument("names", metavar="[LEDGER]...", nargs=-1)
@format_option()
@pass_session
def diff(session: Session, first: str, second: str, names: tuple[str, ...], format_: str) -> None:
    from zltrec.projections.catalogue import find_ledgers
    from zltrec.projections.differences import diff_ledgers

    before, after = session.views(first), session.views(second)
    newest = max(before, after, key=lambda views: views.position)
    rows = diff_ledgers(before, after, find_ledgers(newest, names))
    print_rows(rows, ("ledger", "change", "row", "before", "after"), format_)


def _check_subject(workspace: Workspace, subject: str | None) -> None:
    """Raises Refused if no id begins so."""
    if subject is not None and not workspace.log.originators(subject, limit=1):
        raise Refused("there is no {id}; a list shows the ids that there are", id=subject or '""')


def _origin(workspace: Workspace) -> str:
    """What seals of the store are called, if its first event can still be read."""
    from zltrec.audit.seals import origin_of

    try:
        return origin_of(workspace.founded.store_id)
    except ZltrecError:
        return origin_of("")  # no seal fits it; the first event's fault is named by itself


def _share(text: str) -> float:
    try:
        share = float(text.removesuffix("%")) / 100
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise BadUsage("{text} is no share; write it as 10%", text=text)
    return share


for part in (proof.seal, proof.check_seal_, proof.prove_, proof.check_proof):
    command.add_command(part)
