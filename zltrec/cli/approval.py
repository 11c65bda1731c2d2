"""`zltrec approval`: statements, signatures, papers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zltrec.cli.keys import find_signer, read_bytes, read_text, write_new
from zltrec.cli.main import say_error
from zltrec.cli.messages import _
from zltrec.cli.options import (
    Decorator,
    answer_format,
    batch_option,
    day_option,
    format_option,
    known_at_option,
    scope_option,
)
from zltrec.cli.output import Row, print_rows, print_written
from zltrec.cli.session import Session, pass_session
from zltrec.domain.approval import NAMESPACE
from zltrec.errors import BadUsage, CheckFailed, Refused, Unreadable
from zltrec.export.formats import as_json

if TYPE_CHECKING:
    from zltrec.audit.judged import Judged

COLUMNS = (
    "id",
    "subject",
    "action",
    "decision",
    "grade",
    "office",
    "scope",
    "officer",
    "on",
    "valid",
    "reason",
    "why",
    "paper",
    "position",
)


@click.group("approval", help=_("Decisions for an office: signed by key, or recorded from paper."))
def command() -> None:
    pass


def _decision_options(*, required: bool = True) -> Decorator:
    def decorate(function: Any) -> Any:
        for option in (
            click.option("--valid-until", metavar="D", help=_("The last day on which it counts.")),
            day_option(_("The day of the decision.")),
            scope_option(),
            click.option("--office", required=required, metavar="O", help=_("For which office.")),
            click.option(
                "--reason", metavar="R", default="", help=_("Why; a rejection needs one.")
            ),
            click.option(
                "--approve/--reject",
                "approve",
                required=required,
                default=None,
                help=_("The decision."),
            ),
        ):
            function = option(function)
        return function

    return decorate


@command.command(
    "request",
    help=_(
        "Write a statement for an officer to sign; it names the subject"
        " exactly as it is now. SUBJECT: an id, chronicle:2022-05,"
        " setting:NAME."
    ),
)
@click.argument("subject")
@click.argument("action")
@_decision_options()
@click.option("--officer", metavar="ID", help=_("Who will sign; else --actor."))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Where to write the statement; else it is printed."),
)
@answer_format()
@pass_session
def request(
    session: Session,
    subject: str,
    action: str,
    approve: bool,
    reason: str,
    office: str,
    scope: str,
    on_: str,
    valid_until: str | None,
    officer: str | None,
    out: Path | None,
    format_: str,
) -> None:
    from zltrec.records.approvals import request_statement

    statement = request_statement(
        session.workspace.records,
        subject,
        action,
        approve=approve,
        reason=reason,
        office=office,
        scope=scope,
        officer=officer or session.acting,
        on=session.day(on_),
        valid_until=session.day(valid_until) if valid_until else None,
        statement_id=uuid.uuid4().hex,
    ).decode()
    if out is not None:
        write_new(out, statement)
    if out is None or format_ == "json":
        click.echo(statement, nl=format_ == "json")
    else:
        session.say(
            _(
                "wrote {path}; sign it with approval sign, or with:"
                " ssh-keygen -Y sign -n zltrec-approval -f KEY {path}"
            ).format(path=out)
        )


@command.command("sign", help=_("Sign a statement; the signature is written to FILE.sig."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="KEY",
    help=_("The private key file, or a .pub file whose key an agent holds; ZLTREC_KEY."),
)
@answer_format()
@pass_session
def sign(session: Session, file: Path, key: Path | None, format_: str) -> None:
    from zltrec.proof.faults import ProofError
    from zltrec.proof.statement import decode_statement

    data = read_bytes(file)
    try:
        said = decode_statement(data)
    except ProofError as error:
        raise Unreadable("{path} cannot be signed: {reason}", path=file, reason=error) from error
    place = file.with_name(file.name + ".sig")
    write_new(place, find_signer(key, "--key").sign(data))
    if format_ == "json":
        click.echo(as_json({"id": said.id, "file": str(file), "signature": str(place)}))
        return
    session.say(
        _("signed: {decision} {action} of {subject}; the signature is in {path}").format(
            decision=said.decision, action=said.action, subject=said.subject, path=place
        )
    )


@command.command(
    "submit",
    help=_("Record a signed statement; the signature is FILE.sig unless another is named."),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--signature",
    type=click.Path(path_type=Path),
    metavar="FILE.sig",
    help=_("The signature's file."),
)
@answer_format()
@pass_session
def submit(session: Session, file: Path, signature: Path | None, format_: str) -> None:
    from zltrec.records.approvals import submit_approval

    place = signature or file.with_name(file.name + ".sig")
    armored = read_text(place)
    written = submit_approval(
        session.workspace.records, read_bytes(file), armored, today=session.workspace.today
    )
    print_written(format_, written.id, written.position)


@command.command(
    "record", help=_("Record a decision on paper: its scan, who decided, for which office.")
)
@click.argument("subject", required=False)
@click.argument("action", required=False)
@_decision_options(required=False)
@click.option("--by", metavar="NAME", help=_("Who decided."))
@click.option("--paper", type=click.Path(path_type=Path), metavar="FILE", help=_("The scan."))
@batch_option()
@answer_format()
@pass_session
def record(
    session: Session,
    /,
    subject: str | None,
    action: str | None,
    batch: str | None,
    format_: str,
    **given: Any,
) -> None:
    from zltrec.cli.approval_batch import paper_decision, record_batch
    from zltrec.records.paper import record_paper

    if batch is not None:
        if subject is not None:
            raise BadUsage("--batch brings its own subjects; give nothing else")
        record_batch(session, batch, format_)
        return
    said = paper_decision(session, {"subject": subject, "action": action, **given})
    workspace = session.workspace
    written = record_paper(workspace.records, workspace.files, said, today=workspace.today)
    print_written(format_, written.id, written.position)


@command.command(
    "list", help=_("List approvals, each with its grade, whether it is valid, and why not.")
)
@click.option("--subject", metavar="S", help=_("Only those on this subject."))
@known_at_option()
@format_option()
@pass_session
def list_(session: Session, subject: str | None, known_at: str | None, format_: str) -> None:
    rows = _rows(_judged(session, known_at))
    columns: tuple[str, ...] = COLUMNS
    if format_ in ("table", "md"):
        columns = tuple(c for c in COLUMNS if c not in ("reason", "paper", "position"))
    print_rows((r for r in rows if subject in (None, r["subject"])), columns, format_)


@command.command("verify", help=_("Judge one approval, or all, from the log alone."))
@click.argument("id_", metavar="[ID]", required=False)
@click.option(
    "--export",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=_("Also write each statement and signature there, for ssh-keygen -Y verify."),
)
@format_option()
@pass_session
def verify(session: Session, id_: str | None, folder: Path | None, format_: str) -> None:
    judged = [one for one in _judged(session, None) if id_ is None or one.id.startswith(id_)]
    if id_ is not None and not judged:
        raise Refused("there is no {id}; a list shows the ids that there are", id=id_)
    if folder is not None:
        _write_signed(session, folder, judged)
    print_rows(_rows(judged), COLUMNS, format_)
    wrong = [one.id for one in judged if one.valid == "no"]
    if wrong:
        raise CheckFailed("not valid: {ids}", ids=", ".join(wrong))


def _judged(session: Session, known_at: str | None) -> list[Judged]:
    from zltrec.audit.approvals import judge_approvals

    workspace = session.workspace
    last = None if known_at is None else workspace.position_at(known_at)
    return [one for one in judge_approvals(workspace.log, last) if not one.change]


def _rows(judged: list[Judged]) -> Iterator[Row]:
    from zltrec.audit.approvals import approval_rows

    return approval_rows(judged, say_error)


def _write_signed(session: Session, folder: Path, judged: list[Judged]) -> None:
    if folder.exists() and not folder.is_dir():
        raise BadUsage("{path} is no folder; name another", path=folder)
    folder.mkdir(parents=True, exist_ok=True)
    for one in judged:
        if one.statement is not None and one.signature is not None:
            write_new(folder / f"{one.id}.json", one.statement)
            write_new(folder / f"{one.id}.json.sig", one.signature)
            # A key that was revoked since is good for what it signed before: verify as of then.
            moment = "".join(c for c in one.recorded_at[:19] if c.isdigit())
            session.say(
                f"ssh-keygen -Y verify -f ALLOWED -I {one.decision.officer} -n {NAMESPACE}"
                f" -Overify-time={moment}Z -s {one.id}.json.sig <{one.id}.json"
            )
