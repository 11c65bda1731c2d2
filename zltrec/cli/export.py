"""`zltrec export`: ledgers to files, with a manifest; and an old export made again."""

from __future__ import annotations

import base64
from pathlib import Path

import click

from zltrec.cli.messages import N_, _
from zltrec.cli.options import as_of_option, known_at_option, personal_option
from zltrec.cli.session import Session, pass_session
from zltrec.errors import BadUsage, CheckFailed
from zltrec.export.exporting import Standing, export_ledgers, parse_formats
from zltrec.export.formats import as_json
from zltrec.projections.catalogue import find_ledgers

REPRODUCE = "reproduce"
OUTCOMES = {"same": N_("same"), "differs": N_("differs"), "gone": N_("gone")}


@click.command(
    "export",
    help=_(
        "Write ledgers (all, if none is named) to files, with a manifest; an unchanged export"
        " touches nothing. `export reproduce DIR` rebuilds an old export from its manifest and"
        " compares the bytes."
    ),
)
@click.argument("names", metavar="[LEDGER]... | reproduce DIR", nargs=-1)
@click.option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), help=_("The folder to write to.")
)
@click.option(
    "--format",
    "formats",
    default="csv",
    show_default=True,
    metavar="F,F",
    help=_("The files' formats: csv, jsonl, md."),
)
@click.option("--json", "as_json_", is_flag=True, help=_("Say what was written as JSON."))
@personal_option()
@as_of_option()
@known_at_option()
@pass_session
def command(
    session: Session,
    names: tuple[str, ...],
    out: Path | None,
    formats: str,
    as_json_: bool,
    personal: bool,
    as_of: str | None,
    known_at: str | None,
) -> None:
    if names[:1] == (REPRODUCE,):
        if len(names) != 2 or out is not None or as_of or known_at or personal:
            raise BadUsage("export reproduce takes one folder, and the rest from its manifest")
        _reproduce(session, Path(names[1]), as_json_)
        return
    if out is None:
        raise BadUsage("name the folder to write to: --out DIR")
    workspace = session.workspace
    scope = session.scope(as_of)
    views = session.views(known_at)
    ledgers = find_ledgers(views, names)
    standing = Standing(
        workspace.founded.store_id,
        views.position,
        workspace.root_at(views.position),
        scope.as_of or workspace.today,
        scope.undated,
        personal,
    )
    files, changed = export_ledgers(
        views, ledgers, parse_formats(formats), out, standing, workspace.log.private_value
    )
    if as_json_:
        answer = {
            "position": standing.position,
            "root": base64.b64encode(standing.root).decode(),
            "changed": changed,
            "files": [
                {"path": f.path, "sha256": f.sha256, "rows": f.rows, "changed": f.changed}
                for f in files
            ],
        }
        click.echo(as_json(answer))
    elif changed:
        session.say(
            _("{count} files in {out}, {changed} changed, from position {position}").format(
                count=len(files),
                out=out,
                changed=sum(f.changed for f in files),
                position=standing.position,
            )
        )
    else:
        session.say(
            _("{out} is up to date with position {position}; nothing was touched").format(
                out=out, position=standing.position
            )
        )


def _reproduce(session: Session, folder: Path, as_json_: bool) -> None:
    from zltrec.export.reproducing import read_manifest, reproduce_export

    workspace = session.workspace
    manifest = read_manifest(folder)
    if manifest.store != workspace.founded.store_id:
        raise BadUsage(
            "the export in {path} is of the store {other}, this one is {store}",
            path=folder,
            other=manifest.store,
            store=workspace.founded.store_id,
        )
    position = workspace.position_at(str(manifest.position))
    if workspace.root_at(position) != manifest.standing().root:
        raise CheckFailed(
            "the log was rewritten: at position {position} it has another root than the manifest"
            " in {path}",
            position=position,
            path=folder,
        )
    result = reproduce_export(
        workspace.views(known_at=position, progress=session.progress),
        manifest,
        folder,
        workspace.log.private_value,
    )
    for name, then, now in result.versions:
        session.say(
            _("{name} was {then} then, and is {now} now").format(name=name, then=then, now=now)
        )
    if as_json_:
        click.echo(as_json({"position": position, "files": result.files}))
    else:
        for path, outcome in result.files.items():
            click.echo(f"{path}: {_(OUTCOMES[outcome])}")
    if not result.is_same:
        raise CheckFailed("the export in {path} is not what the log gives", path=folder)
