"""`zltrec audit`: the log itself."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zltrec.cli.keys import read_bytes, read_private, write_new
from zltrec.cli.main import say_error
from zltrec.cli.messages import _
from zltrec.cli.options import answer_format, format_option
from zltrec.cli.output import print_answer, print_rows
from zltrec.cli.session import Session, decode_bytes, pass_session
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
        None if since_seal is None else _read_text(since_seal),
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


@command.command(
    "seal",
    help=_(
        "Sign a checkpoint of the log with an Ed25519 key. Keep the file, and the key, outside"
        " the store: only then a rewriting of the whole store shows."
    ),
)
@click.option(
    "--key",
    required=True,
    type=click.Path(path_type=Path),
    metavar="KEY",
    help=_("An Ed25519 private key file."),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Where to write the seal; else it is printed."),
)
@answer_format()
@pass_session
def seal(session: Session, key: Path, out: Path | None, format_: str) -> None:
    from zltrec.audit.seals import origin_of
    from zltrec.proof.checkpoint import parse_checkpoint
    from zltrec.proof.note import parse_note
    from zltrec.records.sealing import seal_log

    workspace = session.workspace
    if out is not None and out.exists():
        raise Refused("{path} is there already; name another file", path=out)
    private: Any = read_private(key)  # sign_note refuses what is no Ed25519 key
    note = seal_log(workspace.records, origin_of(workspace.founded.store_id), private)
    if out is not None:
        write_new(out, note)
    made = parse_checkpoint(parse_note(note).text)
    answer = {"size": made.size, "root": base64.b64encode(made.root).decode()}
    if format_ == "json":
        click.echo(as_json(answer | {"signature": "valid", "consistent": True, "seal": note}))
    elif out is None:
        click.echo(note, nl=False)
    else:
        click.echo(_("sealed {size} events in {path}").format(size=made.size, path=out))


@command.command("check-seal", help=_("Test an old seal against the log as it is."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="FILE.pub",
    help=_("The sealing key, from outside the store."),
)
@answer_format()
@pass_session
def check_seal_(session: Session, file: Path, key: Path | None, format_: str) -> None:
    from zltrec.audit.seals import check_seal, origin_of

    workspace = session.workspace
    line = None if key is None else _read_text(key).strip()
    origin = origin_of(workspace.founded.store_id)
    verdict = check_seal(workspace.log, origin, _read_text(file), line)
    print_answer(
        {
            "size": verdict.seal.size,
            "root": base64.b64encode(verdict.seal.root).decode(),
            "signature": verdict.signature,
            "consistent": verdict.why is None,
            "reason": None if verdict.why is None else say_error(verdict.why),
        },
        format_,
        _("a seal over {size} events; signature: {signature}; the log is {state}").format(
            size=verdict.seal.size,
            signature=_("valid") if key else _("not checked (name the key with --key)"),
            state=_("consistent with it") if verdict.why is None else _("NOT consistent with it"),
        ),
    )
    if verdict.why is not None:
        raise verdict.why


@command.command(
    "prove",
    help=_(
        "Write a proof that stands alone: of a position, or of an id with all its events and the"
        " approvals on it; of older seals."
    ),
)
@click.argument("asked", metavar="[POSITION|ID]", default="")
@click.option(
    "--seal",
    "seal_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Against this seal; else the newest that is kept."),
)
@click.option(
    "--earlier",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Also prove that the log only grew since this older seal."),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Where to write the proof; else it is printed."),
)
@pass_session
def prove_(
    session: Session,
    asked: str,
    seal_file: Path | None,
    earlier: tuple[Path, ...],
    out: Path | None,
) -> None:
    from zltrec.audit.prove import approvals_on, prove
    from zltrec.proof.dossier import render_dossier

    if not asked and not earlier:
        raise BadUsage("name what to prove: a position, an id, or an older seal with --earlier")
    note = None if seal_file is None else _read_text(seal_file)
    older = tuple(_read_text(path) for path in earlier)
    text = render_dossier(prove(session.workspace.log, asked, note, older))
    for one in approvals_on(session.workspace.log, asked) if asked else ():
        if one.why is not None:
            session.say(
                _("{id} is {valid}: {reason}; the proof does not show that").format(
                    id=one.id, valid=one.valid or one.grade, reason=say_error(one.why)
                )
            )
    if out is None:
        click.echo(text, nl=False)
        return
    write_new(out, text)
    session.say(
        _(
            "wrote {path}; check it with audit check-proof, or without zltrec:"
            " python3 verify_dossier.py {path}"
        ).format(path=out)
    )


@command.command("check-proof", help=_("Check a proof; needs no store."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="FILE.pub",
    help=_("The sealing key, from outside the proof."),
)
@answer_format()
def check_proof(file: Path, key: Path | None, format_: str) -> None:
    from zltrec.proof.dossier import parse_dossier
    from zltrec.proof.verdict import check_dossier

    line = None if key is None else _read_text(key).strip()
    verdict = check_dossier(parse_dossier(read_bytes(file)), line)
    rows = [
        {
            "outcome": point.outcome,
            "what": point.what,
            "at": point.at,
            "reason": None if point.reason is None else say_error(point.reason),
        }
        for point in verdict.points
    ]
    if format_ == "json":
        counts = {"broken": len(verdict.broken), "not_checked": len(verdict.unchecked)}
        click.echo(as_json({"points": rows, **counts}))
    else:
        print_rows(rows, ("outcome", "what", "at", "reason"), "table")
    if verdict.broken:
        raise CheckFailed(
            "{count} points of {path} are broken", count=len(verdict.broken), path=file
        )


@command.command("diff", help=_("What changed in the ledgers between two positions."))
@click.argument("first", metavar="P1")
@click.argument("second", metavar="P2")
@click.argument("names", metavar="[LEDGER]...", nargs=-1)
@format_option()
@pass_session
def diff(session: Session, first: str, second: str, names: tuple[str, ...], format_: str) -> None:
    from zltrec.projections.ledgers import LEDGERS, diff_ledgers, find_ledger

    ledgers = [find_ledger(name) for name in names] or list(LEDGERS.values())
    rows = diff_ledgers(session.views(first), session.views(second), ledgers)
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


def _read_text(path: Path) -> str:
    return decode_bytes(read_bytes(path), str(path))


def _share(text: str) -> float:
    try:
        share = float(text.removesuffix("%")) / 100
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise BadUsage("{text} is no share; write it as 10%", text=text)
    return share
