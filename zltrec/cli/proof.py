"""`zltrec audit seal|check-seal|prove|check-proof`: what can be shown outside the store."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import click

from zltrec.cli.keys import read_bytes, read_private, read_text, write_new
from zltrec.cli.main import say_error
from zltrec.cli.messages import _
from zltrec.cli.options import answer_format
from zltrec.cli.output import print_answer, print_rows
from zltrec.cli.session import Session, pass_session
from zltrec.cli.taking import release_of_proof, release_options, take_out
from zltrec.errors import BadUsage, CheckFailed, Refused
from zltrec.export.formats import as_json


@click.command(
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
    if key.suffix == ".pub":
        raise BadUsage("a seal needs the private key file itself; an agent cannot make one")
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


@click.command("check-seal", help=_("Test an old seal against the log as it is."))
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
    line = None if key is None else read_text(key).strip()
    origin = origin_of(workspace.founded.store_id)
    verdict = check_seal(workspace.log, origin, read_text(file), line)
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


@click.command(
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
@release_options()
@answer_format()
@pass_session
def prove_(
    session: Session,
    asked: str,
    seal_file: Path | None,
    earlier: tuple[Path, ...],
    out: Path | None,
    releases: tuple[str, ...],
    on_: str,
    format_: str,
) -> None:
    from zltrec.audit.prove import approvals_on, prove
    from zltrec.cli.paper import MARKDOWN, check_way
    from zltrec.proof.dossier import render_dossier

    if not asked and not earlier:
        raise BadUsage("name what to prove: a position, an id, or an older seal with --earlier")
    note = None if seal_file is None else read_text(seal_file)
    older = tuple(read_text(path) for path in earlier)
    dossier = prove(session.workspace.log, asked, note, older)
    text = render_dossier(dossier)
    release = release_of_proof(session, asked, releases)
    if release is not None:
        check_way(MARKDOWN, out)
        digest = hashlib.sha256(text.encode()).hexdigest()
        position = session.workspace.log.size
        take_out(session, [(release, f"{asked} proof.json", digest)], position, on_)
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
    if format_ == "json":
        counts = {name: len(dossier[name]) for name in ("events", "earlier", "signatures")}
        click.echo(as_json({"file": str(out), **counts}))
        return
    session.say(
        _(
            "wrote {path}; check it with audit check-proof, or without zltrec:"
            " python3 verify_dossier.py {path}"
        ).format(path=out)
    )


@click.command("check-proof", help=_("Check a proof; needs no store."))
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

    line = None if key is None else read_text(key).strip()
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
